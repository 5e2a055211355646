from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.links import canonical, host
from catalog.models import Resource, Status, Step, Track

from ..models import OwnLink
from ..models.ownlink import MOST


class OwnLinkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A link of the learner's own; the instance says whose it is and in which track."""

    # The second press, after the form said that the track has it already.
    anyway = forms.BooleanField(required=False)

    class Meta:
        model = OwnLink
        fields = ["url", "title", "section"]
        labels = {"section": _("Etapa")}
        help_texts = {"title": _("Em branco, vale o endereço.")}
        error_messages = {"url": {"required": _("Cole o endereço do que você quer estudar.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: Step | None = None
        self.fields["title"].required = False
        self.fields["url"].widget.attrs |= {"inputmode": "url", "autocomplete": "off"}
        track: Track = self.instance.track
        place: Any = self.fields["section"]
        place.empty_label = _("No fim da trilha")
        offered = Q(pk=self.instance.section_id)
        if track.status == Status.PUBLISHED:  # else it may hold what nobody has seen yet
            drawn = Step.objects.standing().filter(track=track).values("section")
            offered |= Q(pk__in=drawn)
        place.queryset = track.sections.filter(offered)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if url := data.get("url"):
            data["title"] = data.get("title") or named_after(url)
            self._clean_once(url, data.get("section"))
        return data

    def _clean_once(self, url: str, section: Any) -> None:
        link, track = self.instance, self.instance.track
        others = OwnLink.objects.of(link.learner).filter(track=track).exclude(pk=link.pk)
        if others.filter(section=section, address=canonical(url)).exists():
            self.add_error("url", _("Este endereço já está nesta etapa."))
        elif link._state.adding and others.count() >= MOST:
            text = _("Cada trilha leva até %(n)d recursos seus. Tire um antes de pôr outro.")
            raise ValidationError(text, params={"n": MOST})
        elif "url" in self.changed_data and not self.cleaned_data["anyway"]:
            resource = Resource.objects.at(url)
            cited = Step.objects.public().filter(track=track)
            self.known = cited.pointing_to(resource).first() if resource else None
            if self.known:
                self.add_error("url", _("Este recurso já está nesta trilha."))


def named_after(url: str) -> str:
    """A title for want of a better one: the site, and what stands last in the address."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    said = unquote(last)
    name = f"{host(url)}/{said if said.isprintable() else last}" if last else host(url)
    return name[:300]
