"""What somebody says when they join a cohort, and when they show something in one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..access import age_of, is_from_inside
from ..giving import FIELDS, Giving, Guides
from ..models import Age, Cohort, Consent, Guide, Invitation, Membership, Shown
from ..models.consent import midnight_after
from .days import DayField
from .naming import check_name

CHANGED = _(
    "A turma mudou enquanto você lia: quem guia, o que se estuda ou até quando. "
    "Confira e diga de novo."
)


class Until(models.TextChoices):
    COHORT = "cohort", _("até a turma acabar")
    ME = "me", _("até eu tirar")
    DATE = "date", _("até uma data")


class NameForm(forms.Form):
    """Whoever is in a cohort is seen by name: it is asked for when the account has none."""

    name = forms.CharField(
        label=_("Seu nome"),
        max_length=80,
        help_text=_("É assim que você aparece na turma. O e-mail nunca aparece."),
        error_messages={"required": _("Escreva um nome: é assim que você aparece na turma.")},
        validators=[check_name],
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person.name.strip():
            del self.fields["name"]

    def save_name(self) -> None:
        if name := self.cleaned_data.get("name"):
            self.person.name = name
            self.person.save(update_fields=["name"])


class GuideForm(NameForm):
    def save(self, invitation: Invitation) -> Guide:
        with transaction.atomic():
            guide = Guide.objects.join(invitation, self.person)
            self.save_name()
        return guide


class Terms(NameForm):
    """Until when something is shown, and how old one is: asked once something is."""

    until = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    last_day = DayField(label=_("Último dia"))
    age = forms.ChoiceField(
        choices=[(Age.ADULT, _("Tenho 18 anos ou mais")), (Age.MINOR, _("Tenho menos de 18"))],
        widget=forms.RadioSelect,
        required=False,
    )
    guardian = forms.EmailField(
        label=_("E-mail de quem é responsável por você"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    who = forms.CharField(required=False)

    def __init__(
        self, *args: Any, person: Any, cohort: Cohort, guides: Guides, **kwargs: Any
    ) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.cohort, self.guides = cohort, guides
        self.known_age, self.changed = age_of(person, cohort), False
        choices: list[Any] = list(Until.choices)
        if cohort.ends_on and not cohort.is_over:
            day = date_format(cohort.ends_on, "MONTH_DAY_FORMAT")
            choices[0] = (Until.COHORT, _("até a turma acabar, %(day)s") % {"day": day})
        else:
            del choices[0]
        self.fields["until"].choices = choices  # type: ignore[attr-defined]
        self.fields["until"].initial = choices[0][0]

    @property
    def shows(self) -> bool:
        """Whether something is to be shown at all."""
        return True

    @property
    def ends_at(self) -> datetime | None:
        until = self.cleaned_data["until"] or self.fields["until"].initial
        days: dict[str, date | None] = {
            Until.COHORT: self.cohort.ends_on,
            Until.DATE: self.cleaned_data.get("last_day"),
        }
        return midnight_after(days.get(until))

    @property
    def said_age(self) -> str:
        """What was answered, if it was asked."""
        return "" if self.known_age else self.cleaned_data["age"]

    @property
    def is_minor(self) -> bool:
        return (self.known_age or self.cleaned_data.get("age")) == Age.MINOR

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("until") != Until.DATE:
            self.errors.pop("last_day", None)
        if not self.shows:
            self.errors.pop("guardian", None)
            return data
        dated = data.get("until") == Until.DATE and "last_day" not in self.errors
        if dated and not data.get("last_day"):
            self.add_error("last_day", _("Escolha o último dia."))
        if not (self.known_age or data.get("age")):
            self.add_error("age", _("Diga a sua idade: a lei pede isso para mostrar algo seu."))
        self._clean_guardian(data)
        return data

    @property
    def stamp(self) -> str:
        """What the page carries. One that comes back with a mistake stands for what was read at
        first, until it says that this has changed."""
        said: str = self.data.get("who", "")
        return said if self.is_bound and not self.changed else self.guides.stamp

    def say_changed(self, guides: Guides) -> None:
        """Nothing is stored: who would see it is not whom the page had named, or it is not what
        the page had shown."""
        self.guides, self.changed = guides, True
        self.add_error(None, CHANGED)

    def _clean_guardian(self, data: dict[str, Any]) -> None:
        if not self.is_minor:
            self.errors.pop("guardian", None)
        elif "guardian" not in self.errors:
            address = data.get("guardian")
            # The same words whatever is wrong: they tell of nobody which address is theirs.
            if not address or is_from_inside(address, self.person, self.cohort):
                self.add_error("guardian", _("Escreva o e-mail de quem é responsável por você."))


class JoinForm(Terms):
    shown = forms.MultipleChoiceField(
        choices=[(field.value, field.label) for field in FIELDS], required=False
    )

    @property
    def shows(self) -> bool:
        return bool(self.cleaned_data.get("shown"))

    def save(self, invitation: Invitation) -> Membership:
        said = {"shown": self.cleaned_data["shown"], "ends_at": self.ends_at}
        said["stamp"] = self.cleaned_data["who"]
        age = self.said_age if self.shows else ""
        with transaction.atomic():
            member = Membership.objects.join(invitation, self.person, age=age, **said)
            self.save_name()
        return member


class ShowForm(Terms):
    """To show one thing more, a note, or to further mentors what others see already (`again`)."""

    AGAIN = "again"

    def __init__(
        self, *args: Any, giving: Giving, field: str, note: Any = None, **kwargs: Any
    ) -> None:
        member = giving.member
        said: dict[str, Any] = {"cohort": member.cohort, "guides": giving.guides}
        super().__init__(*args, person=member.learner, **said, **kwargs)
        self.giving, self.field, self.note = giving, field, note
        self.fields.pop("name", None)

    def is_valid(self) -> bool:
        """What the page before did not ask is no mistake: it is asked now, and nothing is said."""
        valid = super().is_valid()
        if not valid and "guardian" not in self.data:
            for name in ("age", "guardian"):
                self.errors.pop(name, None)
        return valid

    @property
    def label(self) -> str:
        return str(Shown(self.field).label)

    def save(self) -> Sequence[Consent]:
        """Each yes that was meant and counts: none of somebody who has left meanwhile. Raises
        `Changed`."""
        member, stamp = self.giving.member, self.cleaned_data["who"]
        with transaction.atomic():
            given = [member.give(*meant, stamp, self.said_age) for meant in self._meant()]
        return [consent for consent in given if consent]

    def _meant(self) -> list[tuple[str, Any, datetime | None]]:
        if self.field == self.AGAIN:
            return [(yes.field, yes.note, yes.ends_at) for yes in self.giving.unseen]
        return [(self.field, self.note, self.ends_at)]
