"""Steps that a mentor proposes: to whom, which, until when and why."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Outline, Resource, Section

from ...walk import Way
from ..access import lists_of, proposals_by
from ..models import Membership, Proposal, ShareLink
from ..models.membership import MembershipQuerySet
from ..models.proposal import MOST_A_DAY, MOST_STEPS
from .days import DayField


class Whom(models.TextChoices):
    ALL = "all", _("Toda a turma")
    SOME = "some", _("Só quem eu escolher")


class What(models.TextChoices):
    STEPS = "steps", _("Passos do que a turma estuda")
    LIST = "list", _("Uma lista sua")


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Membership) -> str:
        return str(obj.learner.name or _("Pessoa sem nome"))


class ListField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ShareLink) -> str:
        return f"{obj.name} ({obj.size})"


class Offered(NamedTuple):
    """A section of what a cohort studies, or all of it where there are no sections."""

    section: Section | None
    resources: list[Resource]


class ProposalForm(forms.Form):
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)
    whom = forms.ChoiceField(label=_("Para quem"), choices=Whom, widget=forms.RadioSelect)
    members = MembersField(
        Membership.objects.none(),
        label=_("Pessoas"),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"),
            _("Alguém que você escolheu não está mais na turma."),
        ),
    )
    what = forms.ChoiceField(label=_("O que propor"), choices=What, widget=forms.RadioSelect)
    sections = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Uma das etapas saiu do que a turma estuda.")},
    )
    steps = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Um dos passos saiu do que a turma estuda.")},
    )
    picked = ListField(
        ShareLink.objects.none(),
        label=_("Lista"),
        to_field_name="uid",
        required=False,
        empty_label=_("Escolha a lista"),
        error_messages={"invalid_choice": _("Escolha uma das suas listas.")},
    )
    due_on = DayField(label=_("Até quando"), help_text=_("Opcional. Cada pessoa pode mudar o dia."))
    remark = forms.CharField(
        label=_("Recado"),
        max_length=500,
        required=False,
        help_text=_("Opcional. Conte por que vale a pena."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self, *args: Any, mentor: Any, members: MembershipQuerySet, way: Way | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mentor, self.everybody, self.offered = mentor, members, by_sections(way)
        fields: dict[str, Any] = self.fields
        fields["members"].queryset, fields["picked"].queryset = members, lists_of(mentor)
        rows = [(offer.section, row) for offer in self.offered for row in offer.resources]
        fields["steps"].choices = [(row.uid, row.title) for _section, row in rows]
        fields["sections"].choices = {s.uid: s.title for s, _row in rows if s}.items()
        sources = {What.STEPS: bool(rows), What.LIST: fields["picked"].queryset.exists()}
        self.sources = [what for what, there in sources.items() if there]
        fields["what"].choices = [(what.value, what.label) for what in self.sources]

    @classmethod
    def begun(cls, to: list[str], step: str, **kwargs: Any) -> "ProposalForm":
        """A new form, which begins with whom and what the page before was about."""
        said = {"batch": uuid4(), "whom": Whom.SOME if to else Whom.ALL, "members": to}
        form = cls(initial=said | {"steps": [step]}, **kwargs)
        form.initial["what"] = form.sources[0] if form.sources else ""
        return form

    @property
    def choices(self) -> Iterator[dict[str, Any]]:
        """What can be chosen, with what is chosen."""
        steps, sections = self["steps"].value() or [], self["sections"].value() or []
        for section, resources in self.offered:
            rows = [(row, row.uid in steps) for row in resources]
            whole = section is not None and section.uid in sections
            chosen = whole or any(chosen for _row, chosen in rows)
            yield {"section": section, "rows": rows, "whole": whole, "chosen": chosen}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_whom(data)
        data["resources"] = self._clean_what(data)
        # A form that was sent already counts once, and proposes nothing more.
        data["batch"] = data.get("batch") or uuid4()
        day = timezone.now() - timedelta(days=1)
        others = proposals_by(self.mentor).filter(made_at__gt=day).exclude(batch=data["batch"])
        if others.values("batch").distinct().count() >= MOST_A_DAY:
            text = _("Você já fez %(n)d propostas em um dia. Amanhã dá para fazer esta.")
            raise ValidationError(text % {"n": MOST_A_DAY})
        return data

    def _clean_whom(self, data: dict[str, Any]) -> None:
        if data.get("whom") != Whom.SOME:
            data["members"] = self.everybody
            self.errors.pop("members", None)
        elif not data.get("members") and "members" not in self.errors:
            self.add_error("members", _("Escolha ao menos uma pessoa."))

    def _clean_what(self, data: dict[str, Any]) -> list[Resource]:
        """Each thing once, in the order to study them."""
        found: list[Resource] = []
        if data.get("what") == What.STEPS:
            field, missing = "steps", _("Escolha ao menos um passo.")
            found = self._chosen(data)
            self.errors.pop("picked", None)
        else:
            field, missing = "picked", _("Escolha uma lista que tenha passos.")
            if link := data.get("picked"):
                found = [item.material for item in link.picked().values()]
        if "what" in self.errors or field in self.errors:
            return []
        if not found:
            self.add_error(field, missing)
        if len(found) > MOST_STEPS:
            text = _("Uma proposta leva até %(n)d passos.")
            self.add_error(field, ValidationError(text, params={"n": MOST_STEPS}))
        return found

    def _chosen(self, data: dict[str, Any]) -> list[Resource]:
        steps, sections = data.get("steps", []), data.get("sections", [])
        return [
            row
            for section, resources in self.offered
            for row in resources
            if row.uid in steps or (section and section.uid in sections)
        ]

    def propose(self) -> int:
        """To how many it went; none when this very form was sent before."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("resources", "batch", "due_on", "remark")}
        return Proposal.objects.propose(data["members"], by=self.mentor, **said)


def by_sections(way: Way | None) -> list[Offered]:
    """What a cohort studies by sections, in the order of its track."""
    if way is None:
        return []
    materials = {key: item.material for key, item in way.resources.items()}
    if not isinstance(way, Outline):
        return [Offered(None, list(materials.values()))]
    sections: dict[int, list[Resource]] = {section.pk: [] for section in way.sections}
    for key, step in way.resources.items():
        sections[step.section.pk].append(materials[key])
    rows = [Offered(section, sections[section.pk]) for section in way.sections]
    return [row for row in rows if row.resources]
