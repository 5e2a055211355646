from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource

from ...walk import Way
from ..access import cohorts_with, mentors_of
from ..models import Cohort, Guide, Membership, Thread, choose_mails
from ..models.message import LONGEST


class MessageForm(forms.Form):
    """What somebody says, and the name of this very message: sent twice, it is said once."""

    # No `max_length`: in the page it would cut a pasted text without a word.
    text = forms.CharField(
        label=_("Mensagem"),
        strip=False,
        widget=forms.Textarea({"rows": 4, "lang": ""}),
        help_text=_("Só vocês leem. Aceita Markdown: **negrito**, listas com -."),
        error_messages={"required": _("Escreva a mensagem.")},
    )
    uid = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def clean_text(self) -> str:
        """As it was typed; browsers end lines with two signs."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").rstrip().lstrip("\n")
        if not text.strip():
            raise ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > LONGEST:
            n, most = (number_format(n, force_grouping=True) for n in (len(text), LONGEST))
            said = gettext(
                "A mensagem tem %(n)s caracteres e cabem %(most)s. Encurte um pouco ou divida em "
                "duas: o texto continua aqui."
            )
            raise ValidationError(said % {"n": n, "most": most})
        return text

    def clean_uid(self) -> UUID:
        return self.cleaned_data["uid"] or uuid4()


class MentorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, guide: Guide) -> str:
        return guide.person.name or gettext("Sem nome")


class BeginForm(MessageForm):
    """The first message of a conversation: about which step of the way that a cohort walks, and,
    when a learner writes where several guide, to whom."""

    field_order = ["mentor", "step", "text"]
    mentor = MentorField(
        Guide.objects.none(),
        label=_("Para quem"),
        empty_label=_("Escolha quem guia"),
        error_messages={"required": _("Escolha para quem é.")},
    )
    step = forms.ChoiceField(
        label=_("Sobre qual passo"),
        error_messages={
            "required": _("Escolha o passo."),
            "invalid_choice": _("Este passo não está mais no que a turma estuda. Escolha outro."),
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        member: Membership,
        mentor: Any,
        way: Way | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.member, self.mentor = member, mentor
        rows = way.resources.values() if way else ()
        self.steps: dict[str, Resource] = {row.material.uid: row.material for row in rows}
        offered: dict[str, Any] = self.fields
        offered["step"].choices = [("", _("Escolha o passo")), *_grouped(rows)]
        if mentor:
            del self.fields["mentor"]
        else:
            offered["mentor"].queryset = mentors_of(member)

    @property
    def pair(self) -> tuple[Any, Resource]:
        """The mentor and the step, of a valid form."""
        mentor = self.mentor or self.cleaned_data["mentor"].person
        return mentor, self.steps[self.cleaned_data["step"]]

    def begun(self) -> Thread:
        """The conversation that the message belongs to, of a valid form."""
        return Thread.objects.begin(self.member, *self.pair)


def _grouped(rows: Collection[Any]) -> list[Any]:
    """Steps of a track under its sections; items of a list as they stand."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        section = getattr(row, "section", None)
        choice = (row.material.uid, row.material.title)
        groups.setdefault(section.title if section else "", []).append(choice)
    loose = groups.pop("", [])
    return [*groups.items(), *loose]


class MailsForm(forms.Form):
    """In which cohorts a person is told by mail what is said to them."""

    cohorts = forms.ModelMultipleChoiceField(
        Cohort.objects.none(), to_field_name="uid", required=False
    )

    def __init__(self, data: QueryDict | None = None, *, person: Any) -> None:
        super().__init__(data)
        self.person = person
        offered: dict[str, Any] = self.fields
        offered["cohorts"].queryset = cohorts_with(person)

    def save(self) -> None:
        choose_mails(self.person, self.cleaned_data["cohorts"])
