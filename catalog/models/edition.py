from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

import reversion
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from reversion import revisions


class Edition(models.Model):
    """One number, turned in the same transaction by every change of the published catalog.

    It stands in a row of its own, outside of every history: a counter inside a versioned row
    would go back when a curator reverts, and pages kept for that number would return.
    """

    number = models.PositiveBigIntegerField(_("número"), default=0)

    class Meta:
        verbose_name = _("edição")
        verbose_name_plural = _("edições")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="catalog_edition_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def turn(cls) -> None:
        """Count one change. The lock on the row also puts the commits of curators in order."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})

    @classmethod
    def hold(cls) -> None:
        """Let nobody else change the catalog until the transaction ends: what is looked up from
        now on still holds when it is written."""
        cls.objects.select_for_update().get_or_create(pk=1)

    @classmethod
    def now(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0


class _Versions(dict[Any, Any]):
    """The versions that a revision holds so far. django-reversion copies all of them for each one
    more, work that grows with the square of the rows: here the copy is the thing itself. Nothing
    needs the copies; also what a revision inside of another holds always goes to the outer one."""

    def copy(self) -> Self:
        return self


_changing: ContextVar[bool] = ContextVar("changing_the_catalog", default=False)


def keep_in_place() -> None:
    """Let the revision that is open grow without being copied. Safe to repeat."""
    kept = revisions._current_frame().db_versions
    held = {db: _Versions(versions) for db, versions in kept.items()}
    revisions._update_frame(db_versions=held)


@contextmanager
def changing_the_catalog(by: Any = None, why: str = "") -> Iterator[None]:
    """Around every change outside of the admin's pages: one transaction, one revision that says
    who and why, and a new edition. An exception leaves nothing of the three.

    A change inside of another one is a part of it: the outer one says who and why, and can go on
    when the inner one fails.
    """
    if _changing.get():
        with _part_of_a_change():
            yield
        return
    with transaction.atomic(), reversion.create_revision():
        if by is not None:
            reversion.set_user(by)
        reversion.set_comment(why)
        keep_in_place()
        token = _changing.set(True)
        try:
            yield
        finally:
            _changing.reset(token)
        Edition.turn()


@contextmanager
def _part_of_a_change() -> Iterator[None]:
    """What a part that failed had written is no version of anything."""
    before = {db: {**kept} for db, kept in revisions._current_frame().db_versions.items()}
    try:
        with transaction.atomic():
            yield
    except BaseException:
        revisions._update_frame(db_versions=before)
        keep_in_place()
        raise
