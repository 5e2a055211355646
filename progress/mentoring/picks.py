"""A hand-picked list while its mentor puts it together.

It travels in the form itself, one `item` and one `remark` a row, so that every button is a plain
post that loses nothing, and nothing is stored before the link is saved.
"""

from dataclasses import dataclass
from typing import Self

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.links import canonical
from catalog.models import Resource

from .models import ShareLink

MOST = 100
PREVIEWED = 4
OFFERED = 8  # candidates for words that fit several


@dataclass
class Pick:
    resource: Resource
    remark: str = ""


class Picks:
    def __init__(self, rows: list[Pick]) -> None:
        self.rows = rows
        self.words = ""  # what could not be added yet, and why
        self.problem = ""
        self.candidates: list[Resource] = []
        self.left: list[Resource] = []  # what could not come along from another link

    @property
    def more(self) -> int:
        """How many the preview leaves out."""
        return max(0, len(self.rows) - PREVIEWED)

    @classmethod
    def stored(cls, link: ShareLink) -> Self:
        items = link.picked().values() if link.pk else []
        return cls([Pick(item.material, item.remark) for item in items])

    @classmethod
    def copied(cls, link: ShareLink) -> Self:
        """What a new link may take over from the list of another one."""
        picks = cls.stored(link)
        uids = [pick.resource.uid for pick in picks.rows]
        current = {row.uid for row in Resource.objects.published().filter(uid__in=uids)}
        picks.left = [pick.resource for pick in picks.rows if pick.resource.uid not in current]
        picks.rows = [pick for pick in picks.rows if pick.resource.uid in current]
        return picks

    @classmethod
    def posted(cls, data: QueryDict, link: ShareLink) -> Self:
        """The rows of the form. What is in the stored list may stay though it left its track."""
        uids = [uid for uid in data.getlist("item") if uid.isprintable()]
        remarks = dict(zip(uids, [*data.getlist("remark"), *[""] * len(uids)], strict=False))
        found = {row.uid: row for row in Resource.objects.published().filter(uid__in=remarks)}
        found |= {pick.resource.uid: pick.resource for pick in cls.stored(link).rows}
        rows = [Pick(found[uid], remark) for uid, remark in remarks.items() if uid in found]
        picks = cls(rows)
        picks.words = data.get("add", "").replace("\0", "").strip()
        return picks

    def change(self, data: QueryDict) -> None:
        """Do what the pressed button says."""
        if "up" in data:
            self._move(data.get("up", ""), -1)
        elif "down" in data:
            self._move(data.get("down", ""), 1)
        elif "remove" in data:
            self.rows = [pick for pick in self.rows if pick.resource.uid != data["remove"]]
        elif "choose" in data:
            chosen = [uid for uid in data.getlist("choose") if uid.isprintable()]
            self._take(list(Resource.objects.published().filter(uid__in=chosen)[:1]))
        else:
            self.settle()

    def settle(self) -> bool:
        """Take in what was typed but not added yet. False when it is not clear what is meant."""
        if self.words:
            self._take(_meant_by(self.words))
        return not self.words

    def _take(self, found: list[Resource]) -> None:
        if not found:
            self.problem = _("Não há no catálogo um recurso publicado com este nome ou endereço.")
        elif len(found) > 1:
            self.problem, self.candidates = _("Há mais de um. Qual destes?"), found
        elif len(self.rows) >= MOST:
            self.problem = _("Uma lista leva até %(n)d passos.") % {"n": MOST}
        else:
            self.words = ""
            if found[0] not in [pick.resource for pick in self.rows]:
                self.rows.append(Pick(found[0]))

    def _move(self, uid: str, by: int) -> None:
        uids = [pick.resource.uid for pick in self.rows]
        here = uids.index(uid) if uid in uids else -1
        if here >= 0 and 0 <= here + by < len(uids):
            self.rows.insert(here + by, self.rows.pop(here))


def _meant_by(words: str) -> list[Resource]:
    """By address or by exact name; else by words, as the search finds them."""
    address = canonical(words if "://" in words else f"https://{words}")
    published = Resource.objects.published()
    exact = Q(address=address) | Q(aliases__address=address) | Q(title__iexact=words)
    found = list(published.filter(exact).distinct()[:OFFERED])
    return found or list(published.beginning(words)[:OFFERED])
