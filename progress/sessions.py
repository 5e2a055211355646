"""Sessions that two tabs cannot overwrite: a visitor's marks change only under the row's lock."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction

MARKS = "marks"
Marks = dict[str, int]  # resource key → state


class SessionStore(DatabaseStore):
    _taken = False

    def _validate_session_key(self, key: str | None) -> bool:
        """Keys of ours are letters and digits. PostgreSQL would refuse to look for other bytes."""
        return bool(key) and str(key).isascii() and str(key).isalnum() and len(str(key)) >= 8

    def get_session_cookie_age(self) -> int:
        """A visitor's marks want to last; somebody signed in is worth stealing."""
        signed_in = SESSION_KEY in self
        return settings.ACCOUNT_SESSION_COOKIE_AGE if signed_in else settings.SESSION_COOKIE_AGE

    def change_marks(self, change: Callable[[Marks], Marks]) -> None:
        """Read, change and store the marks at once. The session counts as modified, so that its
        cookie is renewed with every mark; `save` keeps what other tabs have marked.

        A session that does not exist yet is born here.
        """
        if not self.session_key or not self.exists(self.session_key):
            self[MARKS] = change(self.get(MARKS, {}))
            return
        with transaction.atomic():
            stored = self._locked()
            stored[MARKS] = self[MARKS] = change(stored.get(MARKS, {}))
            row = self.create_model_instance(stored)
            row.save(force_update=True)

    def take_marks(self) -> Marks:
        """Hand the marks over: the next save keeps none, whatever is stored."""
        self._taken = True
        return self.pop(MARKS, {})  # type: ignore[no-any-return]

    def save(self, must_create: bool = False) -> None:
        if must_create or not self.session_key:
            super().save(must_create)
            return
        with transaction.atomic():
            stored = self._locked()
            if MARKS in stored and not self._taken:
                # Another tab may have marked since this copy was read.
                self[MARKS] = stored[MARKS]
            super().save(must_create)

    def _locked(self) -> dict[str, Any]:
        row = self.model.objects.select_for_update().filter(pk=self.session_key).first()
        return self.decode(row.session_data) if row else {}
