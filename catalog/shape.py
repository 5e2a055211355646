"""Reads what somebody else wrote: untrusted JSON, piece by piece, into plain values.

Every piece knows its place in the file, so that a message can name it. Nothing here writes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Lazy: nearly always a value is right, and looking words up would cost more than all the rest.
Words = str | Promise
MOST = 50_000  # rows of one kind; a lifetime of study has fewer
FIRST = datetime(2000, 1, 1, tzinfo=UTC)  # nothing of ours is older
CLOCKS_DIFFER = timedelta(minutes=5)
FARTHEST = timedelta(days=3660)  # ahead of us is no day that somebody planned for
CONTROL = re.compile("[\x01-\x1f\x7f-\x9f\u2028\u2029]")  # what stands in no single line
UNREADABLE = re.compile("[\0\ud800-\udfff]")  # NUL and halves of characters: no database has them


class WrongShapeError(ValueError):
    """The file is not what it should be. The message says where, to the person who brought it."""

    def __init__(self, place: str, problem: Words) -> None:
        super().__init__(f"{place}: {problem}" if place else str(problem))


class Piece:
    """One object of the file: its values by name, each checked as it is read."""

    def __init__(self, value: Any, place: str = "") -> None:
        if not isinstance(value, dict):
            raise WrongShapeError(place, _("era para ser um objeto."))
        self.value, self.place = value, place

    def text(self, name: str, longest: int, *, empty: bool = False, one_line: bool = False) -> str:
        value = self._a(str, name, _("era para ser um texto."))
        if one_line and CONTROL.search(value):
            raise self._wrong(name, _("tem uma quebra de linha ou um sinal que não se vê."))
        return self._judged(value, self._at(name), longest, empty)

    def text_or_none(self, name: str, longest: int) -> str | None:
        return None if self._get(name) is None else self.text(name, longest)

    def texts(self, name: str, longest: int) -> list[str]:
        return [
            self._judged(value, place, longest, empty=False) for place, value in self._list(name)
        ]

    def word[T](self, name: str, words: Mapping[str, T]) -> T:
        """What one of a few words stands for."""
        value = self._a(str, name, _("era para ser um texto."))
        if value not in words:
            raise self._wrong(name, _("não conhecemos este valor."))
        return words[value]

    def words(self, name: str, known: Iterable[str]) -> set[str]:
        found = set(self.texts(name, longest=100))
        if found - set(known):
            raise self._wrong(name, _("não conhecemos este valor."))
        return found

    def number(self, name: str, least: int, most: int) -> int:
        value = self._a(int, name, _("era para ser um número inteiro."))
        if isinstance(value, bool) or not least <= value <= most:
            problem = _("era para ser um número entre %(least)d e %(most)d.")
            raise self._wrong(name, problem % {"least": least, "most": most})
        return value

    def flag(self, name: str) -> bool:
        return self._a(bool, name, _("era para ser true ou false."))

    def moment(self, name: str, *, ahead: timedelta = CLOCKS_DIFFER) -> datetime:
        """A moment with its zone, in UTC, at most so far ahead of now."""
        text = self._a(str, name, _("era para ser uma data."))
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise self._wrong(name, _("falta o fuso horário da data."))
            moment = moment.astimezone(UTC)
        except WrongShapeError:
            raise
        except (ValueError, OverflowError):
            raise self._wrong(name, _("era para ser uma data.")) from None
        if not FIRST <= moment <= timezone.now() + ahead:
            raise self._wrong(name, _("a data está no futuro, ou é de antes do ano 2000."))
        return moment

    def moment_or_none(self, name: str, *, ahead: timedelta = CLOCKS_DIFFER) -> datetime | None:
        return None if self._get(name) is None else self.moment(name, ahead=ahead)

    def day_or_none(self, name: str) -> date | None:
        """A day of the calendar, maybe one to come."""
        if self._get(name) is None:
            return None
        text = self._a(str, name, _("era para ser uma data."))
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise self._wrong(name, _("era para ser uma data.")) from None
        if not FIRST.date() <= day <= timezone.localdate() + FARTHEST:
            raise self._wrong(name, _("a data está longe demais de hoje."))
        return day

    def piece(self, name: str) -> "Piece":
        return Piece(self._get(name), self._at(name))

    def piece_or_none(self, name: str) -> "Piece | None":
        return None if self._get(name) is None else self.piece(name)

    def pieces(self, name: str) -> "Iterator[Piece]":
        return (Piece(value, place) for place, value in self._list(name))

    def _list(self, name: str) -> Iterator[tuple[str, Any]]:
        rows: list[Any] = self._a(list, name, _("era para ser uma lista."))
        if len(rows) > MOST:
            raise self._wrong(name, _("são linhas demais."))
        return ((f"{self._at(name)}[{n}]", value) for n, value in enumerate(rows, 1))

    def _judged(self, value: Any, place: str, longest: int, empty: bool) -> str:
        if not isinstance(value, str):
            raise WrongShapeError(place, _("era para ser um texto."))
        if not value.strip() and not empty:
            raise WrongShapeError(place, _("está em branco."))
        if len(value) > longest:
            problem = _("são mais de %(longest)d letras.") % {"longest": longest}
            raise WrongShapeError(place, problem)
        if UNREADABLE.search(value):
            raise WrongShapeError(place, _("tem um caractere que não dá para guardar."))
        return value

    def _a[T](self, kind: type[T], name: str, problem: Words) -> T:
        value = self._get(name)
        if not isinstance(value, kind):
            raise self._wrong(name, problem)
        return value

    def _get(self, name: str) -> Any:
        if name not in self.value:
            raise self._wrong(name, _("não está no arquivo."))
        return self.value[name]

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    def _wrong(self, name: str, problem: Words) -> WrongShapeError:
        return WrongShapeError(self._at(name), problem)
