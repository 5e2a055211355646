from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, override

from progress.mentoring.waiting import Waiting
from progress.walk import Walk

# Language codes of addresses → BCP 47 tags and what a language calls itself.
TAGS = {"pt-br": ("pt-BR", "Português"), "en": ("en", "English")}


class Address:
    """What a page says of its own address: the plain one, and itself in each language."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def canonical(self) -> str:
        # Two slashes at the start would name another host.
        return self.request.build_absolute_uri(escape_leading_slashes(self.request.path))

    @cached_property
    def alternates(self) -> dict[str, str]:
        """By BCP 47 tag."""
        return {tag: self._in(code) for code, (tag, _) in TAGS.items()}

    def _in(self, code: str) -> str:
        there = translate_url(self.canonical, code)
        if there == self.canonical and code != get_language():
            # An address that leads nowhere has no other language: its home has.
            with override(code):
                return self.request.build_absolute_uri(reverse("home"))
        return there

    @property
    def default(self) -> str:
        return self.alternates[TAGS[settings.LANGUAGE_CODE][0]]

    @property
    def others(self) -> list[tuple[str, str, str]]:
        """The page in the languages it is not in: tag, name and address."""
        return [
            (tag, name, self.alternates[tag])
            for code, (tag, name) in TAGS.items()
            if code != get_language()
        ]


def page(request: HttpRequest) -> dict[str, object]:
    """What every page has at hand. All of it lazy: an error page must stand when the host is
    forged or the middleware did not get as far as the person's journey."""

    def walk() -> Walk:
        return request.journey.along() if hasattr(request, "journey") else Walk()

    return {
        "address": SimpleLazyObject(lambda: Address(request)),
        "walk": SimpleLazyObject(walk),
        "waiting": SimpleLazyObject(lambda: Waiting(getattr(request, "user", None))),
    }
