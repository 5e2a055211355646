from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog.models import Outline, Track

from ..journey import Journey
from ..models import Following, PublicPage
from ..models.handle import a_handle


class HandleField(forms.CharField):
    """Capitals are only how a phone begins a word."""

    default_validators = [a_handle]

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").lower()


class PublicPageForm(forms.ModelForm):  # type: ignore[type-arg]
    """What strangers may see, field by field. Switching the page on is another form's business."""

    handle = HandleField(
        label=_("Endereço"),
        help_text=_("Letras minúsculas sem acento, números e hífens. De 3 a 30."),
        error_messages={"required": _("Escolha um endereço para a página.")},
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta:
        model = PublicPage
        fields = [
            "handle", "shows_name", "tracks", "shows_percent", "shows_dates", "shows_rhythm",
        ]  # fmt: skip
        labels = {
            "shows_name": _("Meu nome"),
            "shows_percent": _("Quanto já fiz de cada trilha"),
            "shows_dates": _("Quando comecei e quando estudei por último"),
            "shows_rhythm": _("Meu ritmo do último ano"),
            "tracks": _("Trilhas"),
        }
        help_texts = {
            "shows_name": _("Sem ele, a página leva só o endereço. O e-mail nunca aparece."),
            "shows_percent": _("Como “16 de 45 passos”. Vale também para o selo."),
        }
        widgets = {"tracks": forms.CheckboxSelectMultiple}

    def __init__(self, data: QueryDict | None, page: PublicPage, journey: Journey) -> None:
        super().__init__(data, instance=copy(page))  # what is refused must not rule the page
        offered: Any = self.fields["tracks"]
        offered.queryset = _tracks(page, journey)
        if not page.pk and data is None:
            self.initial["handle"] = _from_name(page.learner.name)

    def save(self, commit: bool = True) -> PublicPage | None:
        """Store the choices. None, with a message in the form, when somebody else was quicker with
        the handle."""
        page: PublicPage = super().save(commit=False)
        page.changed_at = timezone.now()
        # Never the switch: it may have been turned in another tab meanwhile.
        chosen = [name for name in self.Meta.fields if name != "tracks"]
        try:
            with transaction.atomic():
                page.save(update_fields=[*chosen, "changed_at"] if page.pk else None)
                self.save_m2m()
        except IntegrityError:
            twin = PublicPage.objects.filter(learner=page.learner, handle=page.handle).first()
            if twin is None:  # else the same form, sent twice at once
                self.add_error("handle", page.unique_error_message(PublicPage, ("handle",)))
            return twin
        return page


def _tracks(page: PublicPage, journey: Journey) -> Any:
    """Those that the person has begun or follows, and those chosen before."""
    begun = [outline.track.pk for outline in Outline.citing(journey.states)]
    chosen = page.tracks.values("pk") if page.pk else PublicPage.tracks.through.objects.none()
    followed = Following.objects.filter(learner=page.learner).values("track")
    return Track.objects.published().filter(Q(pk__in=begun) | Q(pk__in=followed) | Q(pk__in=chosen))


def _from_name(name: str) -> str:
    """A handle to begin with, when the name makes one that nobody has."""
    handle = slugify(name)[:30].strip("-")
    try:
        a_handle(handle)
    except ValidationError:
        return ""
    return "" if PublicPage.objects.filter(handle=handle).exists() else handle
