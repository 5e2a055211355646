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

    @property
    def tap(self) -> str:
        """What one tap on the mark sets: done, or back to do."""
        return State.TODO.word if self == State.DONE else State.DONE.word

    @property
    def pressed(self) -> str:
        """How the mark says so as a button, in `aria-pressed`."""
        return {State.DONE: "true", State.DOING: "mixed"}.get(self, "false")

    @classmethod
    def from_word(cls, word: str) -> "State | None":
        return next((state for state in cls if state.word == word), None)
