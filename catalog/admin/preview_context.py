"""What the template of a preview asks for, in words."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..links import canonical
from ..models import Preview, Track
from ..readme.outline import Reason
from .importing_forms import LineForm, NodeForm, SectionForm
from .preview_page import MANY, Page
from .preview_questions import bunches_of
from .readme_words import WHAT, counted, named

ONLY = {"novos": "new", "no-catalogo": "known", "repetidos": "repeated", "fora": "out"}


@dataclass
class Pill:
    name: str
    count: int
    address: str
    chosen: bool = False
    warns: bool = False


def context_of(
    request: HttpRequest, preview: Preview, page: Page, editing: int, form: NodeForm | None
) -> dict[str, Any]:
    shown = ONLY.get(request.GET.get("so", ""), "")
    if shown:
        page.show(shown)
    asked = _number(request.GET, "editar")
    if form is None and (form := form_for(page, asked)):
        editing = asked
    page.open(_opened(request, page, editing, shown))
    pills = list(_pills(page, shown))
    return {
        "title": _("Prévia: %s") % preview,
        "preview": preview,
        "page": page,
        "twin": _twin(preview),
        "pills": pills,
        "heading": next((pill.name for pill in pills if pill.chosen and shown), ""),
        "long": len(page.rows) > MANY,
        "loss": _loss(page),
        "ignored": [(number, row.line, row.url, named(row.reason)) for number, row in page.ignored],
        "asked": len(page.questions),
        "bunches": bunches_of(page, _number(request.GET, "ver")),
        "kinds": list(WHAT.items()),
        "words": {"new": ngettext("novo", "novos", 1), "dup": ngettext("repetido", "repetidos", 1)},
        "editing": editing,
        "form": form,
        "raw": _raw(preview, page, editing) if editing else "",
        "sum": _sum(page),
    }


def _twin(preview: Preview) -> Track | None:
    """A track that came from the same address: perhaps it should be updated instead."""
    url = preview.origin.get("url", "").rstrip("/")
    return Track.objects.filter(source_url__in=[url, f"{url}/"]).first() if url else None


def form_for(page: Page, number: int, data: QueryDict | None = None) -> NodeForm | None:
    for stage in page.stages:
        if stage.number == number:
            return SectionForm(stage.heading, data)
        for row in stage.rows:
            if row.number == number:
                return LineForm(row.item, data)
    return None


def _number(sent: QueryDict, name: str) -> int:
    word = sent.get(name, "")
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 9 else 0


def _pills(page: Page, shown: str) -> Any:
    count = Counter(row.state for row in page.rows)
    n = len(page.rows)
    yield Pill(ngettext("linha", "linhas", n), n, "?", chosen=not shown)
    names = {
        "novos": ngettext("novo", "novos", count["new"]),
        "no-catalogo": _("já no catálogo"),
        "repetidos": ngettext("repetido", "repetidos", count["repeated"]),
        "fora": _("de fora"),
    }
    for word, name in names.items():
        state = ONLY[word]
        if count[state] or state == shown:
            yield Pill(name, count[state], f"?so={word}", chosen=state == shown)
    if asked := len(page.questions):
        yield Pill(_("para decidir"), asked, "?#decidir", warns=True)


def _opened(request: HttpRequest, page: Page, editing: int, shown: str) -> set[int]:
    """The sections that stand open: those asked for, the one somebody works in, else the first."""
    word = request.GET.get("abrir", "")
    if shown or (word == "todas" and len(page.rows) <= MANY):
        return {stage.number for stage in page.stages}
    here = page.stage_of(editing or _number(request.GET, "em"))
    first = page.stages[:1] if word != "nenhuma" and not here else []
    return {stage.number for stage in (*first, *([here] if here else []))}


def _loss(page: Page) -> str:
    """Where every distinct address of the source went."""
    inside = page.addresses
    reasons: dict[str, Reason] = {}
    for _number, row in page.ignored:
        if (address := canonical(row.url)) not in inside:
            reasons.setdefault(address, row.reason)
    total = len(inside) + len(reasons)
    text = ngettext(
        "%(n)d endereço distinto na fonte:", "%(n)d endereços distintos na fonte:", total
    )
    said = [text % {"n": total}]
    if not reasons:
        text = ngettext("ele está na prévia.", "todos estão na prévia.", total)
        return " ".join([*said, text])
    text = ngettext("%(n)d está na prévia", "%(n)d estão na prévia", len(inside))
    said.append(text % {"n": len(inside)})
    count = Counter(reasons.values()).most_common()
    text = ngettext(
        "e %(n)d foi ignorado (%(why)s).", "e %(n)d foram ignorados (%(why)s).", len(reasons)
    )
    why = ", ".join(counted(reason, n) for reason, n in count)
    return " ".join([*said, text % {"n": len(reasons), "why": why}])


def _raw(preview: Preview, page: Page, number: int) -> str:
    """The line of the source, as it stands there."""
    node = next((node for node in page.whole.nodes() if node.number == number), None)
    lines = preview.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    there = node and 0 < node.line <= len(lines)
    return lines[node.line - 1].strip()[:500] if node and there else ""


def _sum(page: Page) -> dict[str, Any]:
    totals = page.plan.totals
    steps, sections = totals["steps"], totals["sections"]
    text = ngettext("%(n)d passo entra", "%(n)d passos entram", steps) % {"n": steps}
    more = ngettext("em %(n)d etapa", "em %(n)d etapas", sections) % {"n": sections}
    new = ngettext("%(n)d item novo no catálogo", "%(n)d itens novos no catálogo", totals["new"])
    said = [new % {"n": totals["new"]}]
    if known := totals["in_catalog"]:
        text_ = ngettext("%(n)d que ele já tem", "%(n)d que ele já tem", known)
        said.append(text_ % {"n": known})
    return {"steps": steps, "coming": f"{text}, {more}.", "besides": f"{', '.join(said)}."}
