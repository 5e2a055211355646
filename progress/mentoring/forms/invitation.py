from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Cohort, Invitation, Role

MOST_AT_ONCE = 20  # mails
ENTRIES, MOST_ENTRIES = 30, 500  # of a link into a cohort without a number of places
SHOWN = 60  # characters of a line that is no address


class Lasts(models.TextChoices):
    DAY = "1", _("1 dia")
    WEEK = "7", _("7 dias")
    MONTH = "30", _("30 dias")


class InviteForm(forms.Form):
    """Call people by mail, each by an invitation of their own, or by one link for several."""

    emails = forms.CharField(label=_("E-mails, um por linha"), required=False)
    days = forms.ChoiceField(label=_("Até quando vale"), choices=Lasts, required=False)
    most = forms.IntegerField(label=_("Entradas pelo link"), min_value=1, required=False)
    role = forms.ChoiceField(label=_("Para"), choices=Role, required=False)
    do = forms.CharField(required=False)
    # Kept by no browser: it names the link that this very page makes.
    uid = forms.UUIDField(
        required=False, widget=forms.HiddenInput({"autocomplete": "off"}), initial=uuid4
    )

    def __init__(self, *args: Any, cohort: Cohort, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.by = cohort, by

    @property
    def by_mail(self) -> bool:
        return bool(self.cleaned_data.get("do") != "link")

    @cached_property
    def free(self) -> int | None:
        """Places that nobody has taken; nothing where they are not counted."""
        places = self.cohort.capacity
        return None if places is None else max(0, places - self.cohort.taken)

    @property
    def entries(self) -> int:
        """How many a link lets in when nothing else is said. Who guides needs no place."""
        return ENTRIES if self.free is None else max(1, self.free)

    @property
    def is_closed(self) -> bool:
        """Whether there is nothing to offer: no place is free, and nobody is called to guide."""
        return self.free == 0 and not self.is_bound and self.initial.get("role") != Role.GUIDE

    def clean_uid(self) -> UUID:
        return self.cleaned_data["uid"] or uuid4()

    def clean_days(self) -> int:
        return int(self.cleaned_data["days"] or Lasts.WEEK)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Role.MEMBER

    def clean_most(self) -> int:
        most: int = self.cleaned_data["most"] or self.entries
        if self.free and most > self.free:
            said = _("Lugares livres na turma: %(n)d. O link leva até esse número de entradas.")
            raise ValidationError(said, params={"n": self.free})
        if most > MOST_ENTRIES:
            said = _("Um link leva até %(n)d entradas.")
            raise ValidationError(said, params={"n": MOST_ENTRIES})
        return most

    def clean_emails(self) -> list[str]:
        """One address a line; each line that is none is named."""
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["emails"].splitlines(), 1):
            address = line.strip().strip(",;").lower()
            if not address:
                continue
            try:
                validate_email(address)
                found.append(address)
            except ValidationError:
                said = {"n": number, "line": line.strip()[:SHOWN]}
                wrong.append(_("Linha %(n)d: “%(line)s” não é um e-mail.") % said)
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.MEMBER and self.free == 0:
            self.add_error("emails", _("A turma está cheia: todos os lugares estão ocupados."))
        elif "emails" in data and (problem := self._problem(data["emails"])):
            self.add_error("emails", problem)
        return data

    def _problem(self, addresses: list[str]) -> Any:
        if not self.by_mail:
            typed = _("Há e-mails escritos aqui: envie, ou apague para criar só o link.")
            return typed if addresses else None
        if not addresses:
            return _("Escreva ao menos um e-mail.")
        if len(addresses) > MOST_AT_ONCE:
            return _("De uma vez vão até %(n)d convites.") % {"n": MOST_AT_ONCE}
        return None

    def save(self) -> list[Invitation]:
        """The invitations that are new: an address that has one open gets no other. Raises
        `ValidationError`."""
        data, lasts = self.cleaned_data, timedelta(days=self.cleaned_data["days"])
        said = {"role": data["role"], "expires_at": timezone.now() + lasts}
        if self.by_mail:
            return Invitation.objects.invite(self.cohort, self.by, data["emails"], **said)
        # A further mentor is one person.
        most = 1 if data["role"] == Role.GUIDE else data["most"]
        return [Invitation.objects.offer(self.cohort, self.by, data["uid"], most=most, **said)]
