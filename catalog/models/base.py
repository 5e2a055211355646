"""What the nouns of the catalog have in common: a frozen uid, a life, and words to be found by."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import StrIndex
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..stems import telling, whole, words
from .fields import Derived

# Pages name every relation they use. In development and tests a forgotten one is an error; in
# production it costs one statement for all rows instead of a broken page.
PAGE_FETCH_MODE = models.FETCH_RAISE if settings.PAGE_FETCH_MODE_RAISES else models.FETCH_PEERS

# A longer question would only cost: nobody remembers more, and SQLite stops at a depth of 1,000.
MOST_WORDS = 12


class Language(models.TextChoices):
    """BCP 47 tags, as they stand in `lang=`."""

    PORTUGUESE = "pt-BR", _("português")
    ENGLISH = "en", _("inglês")
    SPANISH = "es", _("espanhol")


class FrozenUid(models.Model):
    """A human identifier that addresses, fixtures and exports rely on: it never changes."""

    uid = models.SlugField(
        _("identificador"),
        max_length=80,
        db_index=False,
        help_text=_("Aparece no endereço e não muda mais depois de salvo."),
    )
    _stored_uid: str | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, *, fetch_mode: Any = None) -> Self:
        row = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        row._stored_uid = row.__dict__.get("uid")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._stored_uid not in (None, self.uid):
            raise ValidationError({"uid": _("O identificador não pode mudar.")})
        super().save(*args, **kwargs)
        self._stored_uid = self.uid


def free_uid(wish: str, taken: Iterable[str], otherwise: str = "passo") -> str:
    """The wish as a uid, with a number when it is taken."""
    base = slugify(wish)[:76].strip("-") or otherwise
    number, uid = 1, base
    while uid in taken:
        number += 1
        uid = f"{base}-{number}"
    return uid


class Uids:
    """Hands out uids that nobody has, in the order in which they are asked for."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.next: dict[str, int] = {}

    def take(self, wish: str, otherwise: str) -> str:
        base = free_uid(wish, (), otherwise)
        number = self.next.get(base, 1)
        uid = base if number == 1 else f"{base}-{number}"
        while uid in self.taken:
            number += 1
            uid = f"{base}-{number}"
        self.taken.add(uid)
        self.next[base] = number + 1
        return uid


class FoundByWords(models.QuerySet[Any]):
    """Rows that keep the stems of their words."""

    said_in: tuple[str, ...] = ("stems",)
    then_by: tuple[str, ...] = ("title", "pk")

    def for_page(self) -> Self:
        return self.fetch_mode(PAGE_FETCH_MODE)

    def matching(self, question: str) -> Self:
        """Rows that hold every word of a question, in any form; those that say it early (in the
        title) first. A question without words finds nothing."""
        return self._holding([[whole(word)] for word in telling(words(question))])

    def beginning(self, question: str) -> Self:
        """Like `matching`, but the last word may be unfinished: suggestions while one types."""
        *before, last = words(question) or [""]
        finished = [[whole(word)] for word in telling(before)]
        # As it is written so far, or as a form of a word that is written in another.
        return self._holding([*finished, [f"/{last}", whole(last)]]) if last else self.none()

    def _holding(self, pieces: list[list[str]]) -> Self:
        """Rows whose stems hold one form of every piece."""
        found, place = self, models.Value(0)
        for forms in pieces[:MOST_WORDS]:
            places = [(field, form) for field in self.said_in for form in forms]
            said = [models.Q((f"{field}__contains", form)) for field, form in places]
            at = [StrIndex(field, models.Value(form)) for field, form in places]
            first = models.Case(*(models.When(q, then=n) for q, n in zip(said, at, strict=True)))
            found, place = found.filter(reduce(or_, said)), place + first  # type: ignore[assignment]
        found = found.annotate(place=place).order_by("place", *self.then_by)
        return found if pieces else self.none()


class EntryQuerySet(FoundByWords):
    def get_by_natural_key(self, uid: str) -> Any:
        return self.get(uid=uid)

    def current(self) -> Self:
        return self.filter(retired_at=None)


class Entry(FrozenUid):
    """A row that stands on its own in the catalog: it has an address, is found by words, and
    leaves by being retired, so that whoever studied it keeps it in their history."""

    retired_at = models.DateTimeField(_("retirado em"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str]:
        return (self.uid,)

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None:  # what is derived from a saved field is saved with it
            kwargs["update_fields"] = {*fields} | {
                field.name
                for field in self._meta.concrete_fields
                if isinstance(field, Derived) and set(field.of) & set(fields)
            }
        super().save(*args, **kwargs)

    def retire(self) -> bool:
        """Take it out of the pages. False when it was out already."""
        if self.retired_at is not None:
            return False
        self.retired_at = timezone.now()
        self.save(update_fields=["retired_at"])
        return True

    def bring_back(self) -> bool:
        if self.retired_at is None:
            return False
        self.retired_at = None
        self.save(update_fields=["retired_at"])
        return True
