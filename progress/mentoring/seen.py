"""Who looked at what a learner shows, told in plain words and under the learner's own days."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Look, Shown
from .said import listed

NEAR = timedelta(minutes=30)  # what one person opens again within this is told as one

DEEDS = {
    Look.Where.COHORT: gettext_lazy("abriu a página da turma"),
    Look.Where.PERSON: gettext_lazy("abriu a sua página na turma"),
    Look.Where.SHEET: gettext_lazy("baixou a planilha da turma"),
}
SAW = {
    Shown.TICKS: gettext_lazy("seu andamento"),
    Shown.DATES: gettext_lazy("suas datas"),
    Shown.RHYTHM: gettext_lazy("seu ritmo"),
    Shown.NOTE: gettext_lazy("notas que você abriu"),
}
CLOSER = {
    (Look.Where.COHORT, Shown.TICKS): gettext_lazy("seu andamento em cada etapa"),
    (Look.Where.PERSON, Shown.TICKS): gettext_lazy("seu andamento, passo a passo"),
}


class Told(NamedTuple):
    """One line: a look, or several of the same person at the same page that follow each other."""

    looks: Sequence[Look]  # the latest first

    @property
    def at(self) -> datetime:
        return self.looks[0].at

    @property
    def since(self) -> datetime:
        return self.looks[-1].at

    @property
    def name(self) -> str:
        return name_of(self.looks[0].by) or ""

    @property
    def who(self) -> str:
        return self.name or _("Alguém que guiava a turma")

    @property
    def role(self) -> str:
        look = self.looks[0]
        if not self.name or look.cohort is None:
            return ""
        return _("guia") if look.by_id == look.cohort.owner_id else _("guia junto")

    @property
    def cohort(self) -> str:
        cohort = self.looks[0].cohort
        return cohort.name if cohort else ""

    @property
    def deed(self) -> str:
        return str(DEEDS[Look.Where(self.looks[0].where)])

    @property
    def saw(self) -> str:
        look = self.looks[0]
        if look.where == Look.Where.SHEET:
            held = [_("nome"), *(str(field.label) for field in look.fields)]
            return _("a sua linha tinha %(what)s") % {"what": listed(held)}
        where = Look.Where(look.where)
        seen = [str(CLOSER.get((where, field), SAW[field])) for field in look.fields]
        return _("viu %(what)s") % {"what": listed(seen)}


class Day(NamedTuple):
    date: date
    lines: list[Told]


def name_of(person: Any) -> str | None:
    """What others call a person, never by the e-mail; of somebody who is gone, or about to be,
    nothing is told."""
    if person is None or not person.is_active or person.erase_at:
        return None
    return str(person.signature)


def by_day(looks: Iterable[Look]) -> Iterator[Day]:
    """Looks in their order, the latest first, under the days of the person who asks."""
    for day, its in groupby(looks, key=lambda look: timezone.localtime(look.at).date()):
        yield Day(day, list(_joined(its)))


def one_by_one(looks: Iterable[Look]) -> Iterator[Told]:
    for look in looks:
        yield Told([look])


def _joined(looks: Iterable[Look]) -> Iterator[Told]:
    lines: list[list[Look]] = []
    open_lines: dict[tuple[object, ...], list[Look]] = {}
    for look in looks:
        same = (look.by_id, look.cohort_id, look.where, look.shown)
        line = open_lines.get(same)
        if line is None or line[-1].at - look.at > NEAR:
            line = open_lines[same] = []
            lines.append(line)
        line.append(look)
    return map(Told, lines)
