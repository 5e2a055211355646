"""A file taken in: the links that a person shared come along. What is between them and others is
named as left out: on another site those people are not there, and here it stands already."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.shape import Piece

from ...privacy.known import Known, Report
from ...privacy.records import Ref
from . import links


@dataclass(frozen=True)
class File:
    links: list[links.Shared]
    others: set[str]  # kinds of rows between the person and others that it holds


def _names() -> dict[str, str]:
    return {
        "memberships": _("Participações em turmas"),
        "cohorts": _("Turmas que você guia"),
        "conversations": _("Conversas"),
        "proposals": _("Propostas"),
        "received": _("Compartilhado comigo"),
        "looks": _("Quem olhou"),
        "farewells": _("Avisos de turmas"),
        "closed_links": _("Avisos de links"),
    }


def read(file: Piece) -> File:
    said: Any = file.value  # what is not brought is not judged, and older copies have none of it
    shared = [links.shared(piece) for piece in file.pieces("share_links")]
    return File(shared, {name for name in _names() if said.get(name)})


def resources(file: File) -> list[Ref]:
    return [item.resource for link in file.links for item in link.items]


def bring(person_id: int, file: File, known: Known, report: Report) -> None:
    links.bring(person_id, file.links, known, report)
    for name, said in _names().items():
        if name in file.others:
            report.leave(said, _("é entre você e outras pessoas, e fica onde está"))
