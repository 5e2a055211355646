"""Questions on suggestions: what waits for curators, and what is told of the rest."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .base import PAGE_FETCH_MODE
from .edition import Edition
from .resource import Resource


class SuggestionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(status=self.model.Status.WAITING)

    def replacements(self) -> Self:
        """Other addresses that wait to take the place of the resource they are `about`."""
        return self.waiting().filter(kind=self.model.Kind.REPLACEMENT)

    def of_today(self, person: Any) -> Self:
        """What a person suggested in the last 24 hours."""
        return self.filter(by=person, made_at__gt=timezone.now() - timedelta(days=1))

    def authors_of(self, resource: Resource) -> list[str]:
        """The names that the page of a resource thanks, of those who want it."""
        here = Q(resource=resource) | Q(resource__merged_into=resource)
        accepted = self.filter(here, status=self.model.Status.ACCEPTED, named=True)
        said = accepted.order_by("decided_at", "pk").values_list("by__name", flat=True)
        return [name for name in dict.fromkeys(said) if name]

    def forget_the_author(self) -> None:
        """Keep what these say of resources, and nothing of who said it: no name, no remark."""
        if self.filter(named=True).exists():
            Edition.turn()  # pages that thanked them are other pages now
        self.update(by=None, named=False, remark="")

    def for_page(self) -> Self:
        """With all that pages say of them, in one statement."""
        named = self.select_related("track", "section__track", "about__merged_into", "resource")
        return named.fetch_mode(PAGE_FETCH_MODE)
