"""What a preview asks: where the reading was not sure, and what one can answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..readme.outline import WITHOUT_ADDRESS, Doubt
from .preview_page import FEW, Page, Row
from .readme_words import WHAT

AT_ONCE = 100  # questions written down


@dataclass
class Answer:
    do: str
    label: str


class Question:
    """Lines that somebody should look at; the first answer is the recommended one."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows, self.first = rows, rows[0]
        self.numbers = _numbers(rows)

    @property
    def title(self) -> str:
        return " | ".join(row.item.title for row in self.rows)

    @property
    def place(self) -> str:
        return " + ".join(row.place for row in self.rows if row.place)

    @property
    def why(self) -> str:
        what = str(self.first.what).lower()
        return {
            Doubt.SEVERAL_LINKS: self._several,
            Doubt.NO_LINK: _("Texto sem link: foi lido como %s.") % what,
            Doubt.NO_TITLE: _("Só há o endereço: falta um título."),
            Doubt.NO_SCHEME: _("O endereço não tinha https:// e ganhou um."),
            Doubt.LONG_TITLE: _("O título era longo demais e foi cortado."),
            Doubt.KIND: _("Nada diz o que é: foi lido como %s.") % what,
        }.get(self.first.item.doubt, "")

    @property
    def _several(self) -> str:
        n, inside = len(self.rows), len(self.first.inside)
        if n > 1:
            return _("%(n)d links na mesma linha; cada um entra como um passo.") % {"n": n}
        if not inside:
            return _("Na fonte, divide a linha com outro link.")
        if self.first.item.url:
            text = ngettext(
                "Tem mais %(n)d link na mesma linha; ele entra como passo de dentro.",
                "Tem mais %(n)d links na mesma linha; eles entram como passos de dentro.",
                inside,
            )
        else:
            text = ngettext(
                "Texto com %(n)d link na mesma linha; ele entra como passo de dentro.",
                "Texto com %(n)d links na mesma linha; eles entram como passos de dentro.",
                inside,
            )
        return text % {"n": inside}

    @property
    def answers(self) -> list[Answer]:
        keep = f"keep {self.numbers}"
        out = Answer(f"drop {self.numbers}", _("Deixar de fora"))
        one = " ".join(filter(None, [self.numbers, *map(str, self.first.inside)]))
        if len(self.rows) > 1:
            steps = Answer(keep, _("%(n)d passos") % {"n": len(self.rows)})
            return [steps, Answer(f"one {self.numbers}", _("Um passo só")), out]
        guessed = self.first.item.kind
        if self.first.item.doubt == Doubt.NO_LINK:
            others = [what for what in WITHOUT_ADDRESS if what != guessed]
            kinds = [Answer(f"{what} {self.numbers}", str(WHAT[what])) for what in others]
            return [Answer(keep, str(WHAT[guessed])), *kinds, out]
        if self.first.inside and self.first.item.url:
            return [Answer(keep, _("Está bom assim")), Answer(f"one {one}", _("Um passo só")), out]
        return [Answer(keep, _("Está bom assim")), out]


class Bunch:
    """Questions of one cause in one section: a few stand alone, many are answered at once."""

    def __init__(self, asked: list[list[Row]], section: str, opened: int, room: int) -> None:
        self.asked, self.section = asked, section
        self.first = asked[0][0]
        self.questions = [Question(rows) for rows in asked[:room]]
        self.is_many = len(asked) >= FEW
        self.open = any(rows[0].number == opened for rows in asked)

    @property
    def count(self) -> int:
        return len(self.asked)

    @property
    def unseen(self) -> int:
        """Those that are written down when others have been answered."""
        return self.count - len(self.questions)

    @property
    def accept(self) -> str:
        return f"keep {_numbers([row for rows in self.asked for row in rows])}"

    @property
    def why(self) -> str:
        n, what = self.count, str(self.first.what).lower()
        said = {
            Doubt.SEVERAL_LINKS: self._several,
            Doubt.NO_LINK: _("%(n)d textos sem link: foram lidos como %(what)s."),
            Doubt.NO_TITLE: _("%(n)d linhas só com o endereço: falta um título."),
            Doubt.NO_SCHEME: _("%(n)d endereços sem https://: ganharam um."),
            Doubt.LONG_TITLE: _("%(n)d títulos longos demais: foram cortados."),
            Doubt.KIND: _("%(n)d linhas sem nada que diga o que são: foram lidas como %(what)s."),
        }
        return said.get(self.first.item.doubt, "") % {"n": n, "what": what}

    @property
    def _several(self) -> str:
        if len(self.asked[0]) > 1:
            return _("%(n)d linhas com mais de um link: cada link entra como um passo.")
        if not self.first.item.url:
            return _("%(n)d textos com links na mesma linha: entram como passos de dentro.")
        if all(len(rows[0].inside) == 1 for rows in self.asked):
            return _("%(n)d linhas com um segundo link: entram como passos de dentro.")
        return _("%(n)d linhas com mais links: entram como passos de dentro.")


def bunches_of(page: Page, opened: int) -> list[Bunch]:
    """What there is to decide, until `AT_ONCE` questions are written down. `opened` is the number
    of a question whose bunch stands open."""
    found: list[Bunch] = []
    room = AT_ONCE
    for asked in page.bunches:
        if room <= 0:
            break
        stage = page.stage_of(asked[0][0].number)
        found.append(Bunch(asked, stage.path if stage else "", opened, room))
        room -= len(found[-1].questions)
    return found


def _numbers(rows: Sequence[Row]) -> str:
    return " ".join(str(row.number) for row in rows)
