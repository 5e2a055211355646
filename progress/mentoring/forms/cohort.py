from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Track

from ..access import lists_of
from ..models import Cohort, ShareLink
from .days import AnyDay
from .naming import check_name

MOST_PLACES, MOST_STEPS = 500, 99
SAID = ["name", "about", "starts_on", "ends_on", "steps_a_week", "capacity"]


class Steps(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        said = {"label": _("Passos por semana"), "help_text": _("Opcional. Um ritmo combinado.")}
        super().__init__(required=False, min_value=1, max_value=MOST_STEPS, **said | kwargs)


class CohortForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new cohort, or what its owner changes in it.

    The page of a stored one carries what it showed, and only what was changed in it counts: of
    two tabs each keeps its own. The row is to be locked while this form judges and stores it.
    """

    field_order = ("name", "about", "subject", "signature")
    subject = forms.ChoiceField(
        label=_("O que a turma estuda"),
        error_messages={
            "required": _("Escolha uma trilha ou uma lista sua."),
            "invalid_choice": _("Isto não está mais aqui. Escolha outra coisa."),
        },
    )
    starts_on = AnyDay(label=_("Começa em"))
    ends_on = AnyDay(label=_("Termina em"))
    steps_a_week = Steps()
    capacity = forms.IntegerField(
        label=_("Lugares"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Em branco, entra quem tiver convite."),
    )
    turned = False  # whether the cohort studies something else from now on
    signature = forms.CharField(
        label=_("Seu nome"),
        max_length=80,
        help_text=_("É assim que você aparece para a turma. O e-mail nunca aparece."),
        error_messages={"required": _("Escreva um nome: a turma precisa saber quem guia.")},
        validators=[check_name],
    )

    class Meta:
        model = Cohort
        fields = SAID
        labels = {"name": _("Nome da turma"), "about": _("Combinado")}
        help_texts = {"about": _("Opcional. Quando e onde se encontram, como “sábados às 10h”.")}
        error_messages = {"name": {"required": _("Dê um nome à turma.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = dict(_offered(self.instance))
        if subject := self.instance.subject:
            self.initial["subject"] = _key(subject)
        fields: dict[str, Any] = self.fields
        fields["subject"].choices = list(self._choices())
        if self.instance.owner.signature:
            del fields["signature"]
        if self.instance.pk:
            fields["subject"].help_text = _(
                "Trocar desfaz tudo o que as pessoas mostram nesta turma: elas disseram sim a "
                "outra página, e cada uma escolhe de novo."
            )
            fields["ends_on"].help_text = _(
                "Mudar o fim não estende o que cada pessoa mostra: cada sim vale até o dia dele."
            )
        for field in fields.values():
            field.show_hidden_initial = bool(self.instance.pk)

    def _choices(self) -> Iterator[Any]:
        yield "", _("Escolha")
        tracks = [(key, row.title) for key, row in self.subjects.items() if isinstance(row, Track)]
        lists = [(key, str(row)) for key, row in self.subjects.items() if key not in dict(tracks)]
        for label, rows in ((_("Trilhas"), tracks), (_("Suas listas"), lists)):
            if rows:
                yield label, rows

    def clean_name(self) -> str:
        """One that was given before this was asked stays until it is changed."""
        name: str = self.cleaned_data["name"]
        if name != self.instance.name:
            check_name(name)
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk:
            for name in set(SAID) - set(self.changed_data) - set(self.errors):
                data[name] = getattr(self.instance, name)
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("O fim vem antes do começo."))
        elif end and "ends_on" in self.changed_data and end < timezone.localdate():
            self.add_error("ends_on", _("Este dia já passou."))
        self._clean_capacity(data.get("capacity"))
        return data

    def _clean_capacity(self, capacity: int | None) -> None:
        inside = self.instance.members.standing().count() if self.instance.pk else 0
        if capacity is not None and capacity < inside:
            text = _("Já há %(n)d pessoas na turma: os lugares não podem ser menos que isso.")
            self.add_error("capacity", ValidationError(text, params={"n": inside}))

    def save(self, commit: bool = True) -> Cohort:
        """Store what was changed, and the name of an owner who had none yet."""
        cohort: Cohort = self.instance
        with transaction.atomic():
            if signature := self.cleaned_data.get("signature"):
                cohort.owner.name = signature
                cohort.owner.save(update_fields=["name"])
            return self._change(cohort) if cohort.pk else self._begin(cohort)

    def _begin(self, cohort: Cohort) -> Cohort:
        said: dict[str, Any] = {name: self.cleaned_data[name] for name in SAID}
        subject = self.subjects[self.cleaned_data["subject"]]
        said["track" if isinstance(subject, Track) else "list"] = subject
        return Cohort.objects.begin(cohort.owner, uid=cohort.uid, **said)

    def _change(self, cohort: Cohort) -> Cohort:
        cohort.save(update_fields=[name for name in SAID if name in self.changed_data])
        if "subject" in self.changed_data:
            self.turned = cohort.turn_to(self.subjects[self.cleaned_data["subject"]])
        return cohort


def _offered(cohort: Cohort) -> Iterator[tuple[str, Track | ShareLink]]:
    """What its owner may let it study, and what it studies, wherever that is now."""
    for row in [*Track.objects.published(), *lists_of(cohort.owner)]:
        yield _key(row), row
    if cohort.subject:
        yield _key(cohort.subject), cohort.subject


def _key(subject: Track | ShareLink) -> str:
    return f"{'trilha' if isinstance(subject, Track) else 'lista'}:{subject.uid}"
