from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.IntegerChoices):
    """How far one person is with one resource. The order decides which of two marks is kept."""

    TODO = 0, _("a fazer")
    DOING = 1, _("fazendo")
    SKIPPED = 2, _("pulado")
    DONE = 3, _("feito")

    @property
    def word(self) -> str:
        """What stands in forms and exports: `todo`, `doing`, `skipped` or `done`."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> "State | None":
        return next((state for state in cls if state.word == word), None)
