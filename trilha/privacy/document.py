"""`dados.json`: what all rooms hand out, joined, and the way back. Its schema is esquema.json."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.shape import Piece, WrongShapeError
from progress.mentoring import privacy as mentoring
from progress.privacy import bringing, checklist, export, records
from progress.privacy.kept import Consent, Kept, consents, kept
from progress.privacy.known import Known, Report
from trilha.accounts import privacy as accounts
from trilha.accounts.models import User

from .archive import DATA, BadFileError, data_in, pack
from .tables import tables

FORMAT = "trilha/1"
SCHEMA = Path(__file__).with_name("esquema.json")
# Read into memory, each takes up to thirty times its room in the file. As many rows as we take of
# one kind have half of this.
MOST_VALUES = 1_000_000
SEPARATE = 25  # tracks with a file of their own; the others share one, so that the zip stays small


@dataclass(frozen=True)
class File:
    preferences: accounts.Preferences
    record: records.Record
    shared: mentoring.File


def all_kept(user: User) -> list[Kept]:
    return [*kept(user.pk), *mentoring.kept(user.pk), *accounts.kept(user)]


def all_consents(user: User) -> list[Consent]:
    return [*consents(user.pk), *mentoring.consents(user.pk)]


def document(user: User) -> dict[str, Any]:
    rooms = [accounts.export(user), export.export(user.pk), mentoring.export(user.pk)]
    made = {"format": FORMAT, "made_at": export.moment(timezone.now())}
    return made | {name: rows for room in rooms for name, rows in room.items()}


def archive(user: User) -> bytes:
    """Everything of a person as one zip."""
    data = document(user)
    files = [
        ("LEIA-ME.txt", _read_me()),
        (DATA, json.dumps(data, ensure_ascii=False, indent=1) + "\n"),
        ("esquema.json", SCHEMA.read_text()),
        *_tracks(user),
        *tables(data),
    ]
    return pack((name, text.encode()) for name, text in files)


def read(content: bytes) -> File:
    """What a file says, as plain data. Raises `BadFileError`; nothing is written."""
    try:
        piece = Piece(_parsed(data_in(content)))
        if piece.value.get("format") != FORMAT:
            raise BadFileError(_("Este arquivo não é uma cópia dos dados da Trilha."))
        return File(accounts.read(piece), records.read(piece), mentoring.read(piece))
    except WrongShapeError as error:
        text = _("O arquivo não está como a Trilha escreve. Em %(problem)s")
        raise BadFileError(text % {"problem": error}) from None


def bring(user: User, file: File, *, only_look: bool = False) -> Report:
    """Take a file in, all of it or nothing, and tell what came; or only tell what would."""
    with transaction.atomic():
        # The person's row first: of two tabs that confirm at once, the second finds all there. Not
        # its key, which every mark made meanwhile points to: it would wait for us, and we for it.
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        report = Report()
        known = Known(file.record, report, mentoring.resources(file.shared))
        bringing.bring(person.pk, file.record, known, report)
        mentoring.bring(person.pk, file.shared, known, report)
        accounts.bring(person, file.preferences, report)
        if only_look:
            transaction.set_rollback(True)
    return report


def _parsed(data: bytes) -> Any:
    if sum(map(data.count, (b"{", b"[", b","))) > MOST_VALUES:
        raise BadFileError(_("Este arquivo tem linhas demais."))
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError:
        raise BadFileError(_("Este arquivo tem listas dentro de listas demais.")) from None
    except ValueError:  # neither text in UTF-8 nor JSON
        raise BadFileError(_("Este arquivo não é uma cópia dos dados da Trilha.")) from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _tracks(user: User) -> Iterator[tuple[str, str]]:
    files = checklist.checklists(user.pk)
    yield from ((f"trilhas/{uid}.md", text) for uid, text in files[:SEPARATE])
    if others := files[SEPARATE:]:
        yield "trilhas/_outras.md", "\n".join(text for _uid, text in others)


def _read_me() -> str:
    return "\n\n".join(
        [
            _("Aqui está tudo o que a Trilha guarda sobre você."),
            _(
                "dados.json tem tudo, e volta para esta ou outra Trilha em Meus dados. "
                "esquema.json diz o que significa cada campo."
            ),
            _("trilhas/ tem cada trilha como lista para marcar, com suas notas e seus recursos."),
            _("planilhas/ tem as mesmas linhas, para abrir em um programa de planilhas."),
            _("Guarde bem: quem tem este arquivo lê suas notas e seu e-mail."),
            "",
        ]
    )
