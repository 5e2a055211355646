from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Section, Track

from ...markdown import render
from ..models import ShareItem, ShareLink
from ..picks import MOST, Picks
from .days import DayField
from .lasting import Lasts, ends_of_cohorts
from .naming import check_name

REMARK = ShareItem._meta.get_field("remark").max_length
GREETING = ShareLink._meta.get_field("greeting").max_length


class Target(models.TextChoices):
    TRACK = "track", _("Uma trilha inteira")
    SECTION = "section", _("Uma etapa")
    LIST = "list", _("Uma lista sua")


class ByTrack(ModelChoiceIterator):  # type: ignore[type-arg]
    """Sections under the title of their track."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for track, sections in groupby(self.queryset, key=lambda section: section.track):
            yield track.title, [self.choice(section) for section in sections]


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    iterator = ByTrack


class ShareLinkForm(forms.ModelForm):  # type: ignore[type-arg]
    target = forms.ChoiceField(
        label=_("O que o link abre"), choices=Target, widget=forms.RadioSelect
    )
    track = forms.ModelChoiceField(
        Track.objects.none(),
        label=_("Trilha"),
        to_field_name="uid",
        required=False,
        empty_label=_("Escolha a trilha"),
        error_messages={"invalid_choice": _("Esta trilha não está publicada. Escolha outra.")},
    )
    section = SectionField(
        Section.objects.none(),
        label=_("Etapa"),
        required=False,
        empty_label=_("Escolha a etapa"),
        error_messages={"invalid_choice": _("Esta etapa não está publicada. Escolha outra.")},
    )
    lasts = forms.ChoiceField(label=_("Até quando vale"), choices=Lasts, widget=forms.RadioSelect)
    last_day = DayField(label=_("Último dia"))
    signature = forms.CharField(
        label=_("Seu nome"),
        max_length=80,
        help_text=_("É assim que você aparece para quem abre. O e-mail nunca aparece."),
        error_messages={
            "required": _("Escreva um nome: quem abre o link precisa saber de quem é.")
        },
        validators=[check_name],
    )

    class Meta:
        model = ShareLink
        fields = ["name", "greeting", "track", "section", "embeds"]
        labels = {
            "name": _("Título"),
            "greeting": _("Saudação"),
            "embeds": _("Pode aparecer em outros sites"),
        }
        help_texts = {
            "greeting": _("Opcional. Conte por que você escolheu isto. Aceita Markdown."),
            "embeds": _(
                "Em um quadro só de leitura, que não sabe quem olha. O código fica em “Meus links”."
            ),
        }
        error_messages = {"name": {"required": _("Dê um título: é a primeira coisa que se lê.")}}
        widgets = {"greeting": forms.Textarea({"rows": 4})}

    def __init__(self, data: QueryDict | None = None, *, picks: Picks, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.picks = picks
        published = Track.objects.published()
        offered: dict[str, Any] = self.fields
        offered["track"].queryset = published
        offered["section"].queryset = (
            Section.objects.filter(track__in=published)
            .select_related("track")
            .order_by("track__position", "track_id", "position", "pk")
        )
        self.ends = ends_of_cohorts(self.instance.owner)
        offered["lasts"].choices = Lasts.beside(self.ends)
        if self.instance.signature:
            del self.fields["signature"]

    @classmethod
    def showing(cls, link: ShareLink, picks: Picks, **said: Any) -> "ShareLinkForm":
        """The form of a stored link, or of a new one that begins with what is said."""
        section, track = said.get("section") or link.section, said.get("track") or link.track
        target = Target.SECTION if section else Target.TRACK if track else Target.LIST
        day = link.last_day if link.pk else None
        lasts = Lasts.DATE if day else Lasts.NEVER if link.pk else Lasts.MONTH
        initial = {
            "target": target,
            "lasts": lasts,
            "last_day": day,
            "section": section,
            "track": track,
        }
        return cls(instance=link, picks=picks, initial=initial | said)

    @classmethod
    def again(cls, data: QueryDict, link: ShareLink, picks: Picks) -> "ShareLinkForm":
        """The form as it was posted, without judging what is not finished yet."""
        return cls(instance=link, picks=picks, initial=data.dict())

    @property
    def greeting_html(self) -> str:
        """What is typed so far, as others will read it."""
        return render(str(self["greeting"].value() or "")[:GREETING])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_target(data)
        self._clean_lasts(data)
        return data

    def _clean_target(self, data: dict[str, Any]) -> None:
        target = data.get("target")
        for name, missing in (
            (Target.TRACK, _("Escolha a trilha.")),
            (Target.SECTION, _("Escolha a etapa.")),
        ):
            if target != name:
                data[name] = None  # what was chosen before changing one's mind
                self.errors.pop(name, None)
            elif not data.get(name) and name not in self.errors:
                self.add_error(name, missing)
        if target == Target.LIST:
            self._clean_picks()

    def _clean_picks(self) -> None:
        if not self.picks.rows:
            self.add_error("target", _("Junte ao menos um passo à lista."))
        if len(self.picks.rows) > MOST:
            self.add_error("target", _("Uma lista leva até %(n)d passos.") % {"n": MOST})
        words = forms.CharField(max_length=REMARK, required=False)
        for pick in self.picks.rows:
            try:
                pick.remark = words.clean(pick.remark)
            except ValidationError as error:
                said = _("Recado para “%(title)s”: %(problem)s")
                problem = {"title": pick.resource.title, "problem": " ".join(error.messages)}
                self.add_error("target", said % problem)

    def _clean_lasts(self, data: dict[str, Any]) -> None:
        lasts, day = data.get("lasts", ""), data.get("last_day")
        if lasts != Lasts.DATE:
            self.errors.pop("last_day", None)  # what was typed before changing one's mind
            day = timezone.localdate() + timedelta(int(lasts)) if lasts.isdecimal() else None
        elif not day and "last_day" not in self.errors:
            self.add_error("last_day", _("Escolha o último dia."))
        self.instance.last_day = self.ends[lasts].ends_on if lasts in self.ends else day

    def save(self, commit: bool = True) -> ShareLink:
        """Store the link with its list, and the name of an owner who had none yet."""
        with transaction.atomic():
            if signature := self.cleaned_data.get("signature"):
                self.instance.owner.name = signature
                self.instance.owner.save(update_fields=["name"])
            link: ShareLink = super().save(commit)
            chosen = self.cleaned_data["target"] == Target.LIST
            link.pick((pick.resource, pick.remark) for pick in self.picks.rows if chosen)
        return link
