"""What the catalog becomes when a suggestion is accepted. The caller holds the edition, writes the
history and sees to it that it happens once."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Version

from .base import free_uid
from .order import in_reading_order
from .resource import Resource
from .step import Step
from .track import Section, Status

if TYPE_CHECKING:
    from .suggestion import Suggestion

# What people may say of a resource; the rest is the curators' own.
SAYABLE = ("title", "url", "description", "kind", "level", "language", "cost", "minutes")


def said_today(resource: Resource) -> dict[str, Any]:
    return {name: getattr(resource, name) for name in SAYABLE}


def fingerprint(resource: Resource) -> str:
    """Changes whenever something that people may say of it changes."""
    said = [str(value) for value in said_today(resource).values()]
    return sha256(repr(said).encode()).hexdigest()[:16]


def hold_subject(suggestion: "Suggestion") -> None:
    """Read it anew and keep it so."""
    if suggestion.about_id:
        held = Resource.objects.select_for_update()
        suggestion.about = held.get(pk=suggestion.about_id)
        if suggestion.about.merged_into_id:
            suggestion.about.merged_into = held.get(pk=suggestion.about.merged_into_id)


def check_today(suggestion: "Suggestion", said: Mapping[str, Any] | None, seen: str) -> None:
    """Whether it can be done as things are. Raises `ValidationError`."""
    subject = suggestion.subject
    if subject is None:
        return
    if subject.retired_at:
        raise ValidationError(_("Este recurso saiu do acervo. Traga-o de volta antes."))
    if suggestion.kind != suggestion.Kind.CORRECTION:
        if Resource.objects.at((said or suggestion.outcome())["url"]) == subject:
            raise ValidationError(_("O recurso de hoje já está nesse endereço."))
        return
    if said is None and suggestion.outdated():
        raise ValidationError(_("O recurso mudou desde a sugestão. Abra e confira os campos."))
    if said is not None and seen != fingerprint(subject):
        raise ValidationError(_("O recurso mudou enquanto você lia. Confira os campos."))


def carry_out(suggestion: "Suggestion", said: Mapping[str, Any], into: Section | None) -> Resource:
    """Do it, and return the resource that says it now."""
    subject = suggestion.subject
    if subject and suggestion.kind == suggestion.Kind.CORRECTION:
        correct(subject, said)
        return subject
    resource = found_or_made(said, like=subject)
    if subject is None:
        section = into or suggestion.section or last_section(suggestion.track_id)
        put_at_the_end(section, resource)
    elif suggestion.kind == suggestion.Kind.REPLACEMENT:
        subject.merge_into(resource)  # its steps show the new one, and no mark moves
    else:
        put_beside(subject, resource, into)
    return resource


def found_or_made(said: Mapping[str, Any], like: Resource | None = None) -> Resource:
    """The resource at that address, brought back if it was retired, or a new one; what it teaches
    is what the one `like` it teaches. Raises `ValidationError`."""
    if resource := Resource.objects.at(said["url"]):
        resource.bring_back()
        return resource
    near = Resource.objects.filter(uid__startswith=free_uid(said["title"], (), "recurso"))
    uid = free_uid(said["title"], set(near.values_list("uid", flat=True)), "recurso")
    made = Resource(uid=uid, title_language=said["language"], **said)
    made.full_clean()
    made.save()
    if like:
        made.skills.set(like.skills.all())
        made.tags.set(like.tags.all())
    return made


def keep_as_it_was(resource: Resource) -> None:
    """A first version for what came without a history, before its first change."""
    if not Version.objects.get_for_object(resource).exists():
        with reversion.create_revision():
            reversion.set_comment(_("guardou como estava"))
            reversion.add_to_revision(resource)


def correct(resource: Resource, said: Mapping[str, Any]) -> None:
    """Let it say this, where it says something else. Raises `ValidationError`."""
    changed = [name for name, value in said.items() if getattr(resource, name) != value]
    for name in changed:
        setattr(resource, name, said[name])
    if changed:
        resource.full_clean()
        resource.save(update_fields=changed)


def put_at_the_end(section: Section, resource: Resource) -> None:
    if section.steps.standing().pointing_to(resource).exists():
        return
    last = section.steps.aggregate(last=models.Max("position"))["last"] or 0
    _step(section, resource, position=last + 10)


def put_beside(original: Resource, resource: Resource, only: Section | None = None) -> None:
    """Right after the original, where tracks have that and not this; with `only`, there alone.

    Raises `ValidationError` when there is no such place.
    """
    steps = places_of(original).filter(**({"section": only} if only else {}))
    if not steps:
        raise ValidationError(_("Nenhuma trilha mostra este recurso agora: não há onde pôr."))
    served: set[int] = set()
    for step in steps:
        here = Step.objects.standing().filter(track=step.track_id).pointing_to(resource)
        if step.track_id not in served and not here.exists():
            step.section.renumber()
            step.refresh_from_db(fields=["position"])
            _step(step.section, resource, position=step.position + 5, parent=step.parent)
            step.section.renumber()
        served.add(step.track_id)


def places_of(resource: Resource) -> models.QuerySet[Step]:
    """The steps that show a resource, in tracks that are open or will be."""
    steps = Step.objects.standing().pointing_to(resource).exclude(track__status=Status.RETIRED)
    named = steps.select_related("section", "track", "parent")
    return named.order_by("track__position", "track_id", "section__position", "position", "pk")


def last_section(track_id: int | None) -> Section:
    sections: list[Section] = in_reading_order(Section.objects.filter(track=track_id))
    if not sections:
        raise ValidationError(_("A trilha ainda não tem etapas: crie uma antes de aceitar."))
    return sections[-1]


def _step(section: Section, resource: Resource, **place: Any) -> None:
    taken = set(Step.objects.filter(track=section.track_id).values_list("uid", flat=True))
    uid = free_uid(resource.uid, taken)
    Step.objects.create(section=section, resource=resource, uid=uid, **place)
    reversion.add_to_revision(section)  # with its steps, so that its own history tells of it
