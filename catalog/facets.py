"""The filters beside a search, and how many resources each of their options would leave."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Cost, Kind, Language, Level

Chosen = dict[str, list[str]]  # codes by the key of their facet
Cell = tuple[Any, ...]  # a code for each facet, and how many resources have just these


class Facet(NamedTuple):
    """Options of one facet widen each other; one facet narrows another."""

    key: str  # in the address
    field: str  # of the resource
    label: Promise
    choices: list[tuple[str, Any]]

    def chosen(self, query: QueryDict) -> list[str]:
        asked = set(query.getlist(self.key))
        return [code for code, _ in self.choices if code in asked]


class Option(NamedTuple):
    code: str
    label: Any
    n: int  # resources it would leave
    chosen: bool


class Group(NamedTuple):
    facet: Facet
    options: list[Option]


# The words of `request.journey`, which posts them as well.
STATES = [
    ("todo", _("a fazer")),
    ("doing", _("fazendo")),
    ("done", _("feito")),
    ("skipped", _("pulado")),
]
FACETS = [
    Facet("tipo", "kind", _("Tipo"), Kind.choices),
    Facet("nivel", "level", _("Nível"), Level.choices),
    Facet("idioma", "language", _("Idioma"), Language.choices),
    Facet("custo", "cost", _("Custo"), Cost.choices),
    Facet("andamento", "state", _("Andamento"), STATES),
]
FIELDS = [facet.field for facet in FACETS]


def groups(cells: Iterable[Cell], chosen: Chosen) -> list[Group]:
    """What each facet offers, given what is chosen in the others; empty options are left out."""
    counts: dict[str, Counter[str]] = {facet.key: Counter() for facet in FACETS}
    for *codes, n in cells:
        refused = [
            f for f, code in zip(FACETS, codes, strict=True) if not _keeps(chosen[f.key], code)
        ]
        for facet, code in zip(FACETS, codes, strict=True):
            if not refused or refused == [facet]:
                counts[facet.key][code] += n
    offered = [
        Group(facet, _options(facet, counts[facet.key], chosen[facet.key])) for facet in FACETS
    ]
    return [group for group in offered if group.options]


def _keeps(chosen: list[str], code: str) -> bool:
    return not chosen or code in chosen


def _options(facet: Facet, counts: Counter[str], chosen: list[str]) -> list[Option]:
    every = [Option(code, label, counts[code], code in chosen) for code, label in facet.choices]
    return [option for option in every if option.n or option.chosen]
