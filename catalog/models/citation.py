"""What of the catalog stands at an address, so that all of it goes along when the address does."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from ..links import canonical
from .community import Community
from .resource import Resource
from .step import Step
from .track import Section, Track


@dataclass
class Cited:
    """Everything at one address, retired or not, and the tracks that show it."""

    resources: list[Resource] = field(default_factory=list)
    communities: list[Community] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)

    @classmethod
    def at(cls, addresses: Collection[str]) -> dict[str, Self]:
        """By canonical address, in four statements however many there are."""
        found = {address: cls() for address in addresses}
        resources = Resource.objects.filter(address__in=found).select_related("merged_into")
        communities = Community.objects.filter(address__in=found)
        for resource in resources:
            found[resource.address].resources.append(resource)
        for community in communities:
            found[community.address].communities.append(community)
        for section in Section.objects.linked().select_related("track"):
            if cited := found.get(canonical(section.url)):
                cited.sections.append(section)
        steps = Step.objects.filter(Q(resource__in=resources) | Q(community__in=communities))
        shown: dict[Any, list[Track]] = {}
        for step in steps.select_related("track").order_by("track__position", "track_id"):
            shown.setdefault((step.resource_id, step.community_id), []).append(step.track)
        for cited in found.values():
            keys: list[tuple[Any, Any]] = [(row.pk, None) for row in cited.resources]
            keys += [(None, row.pk) for row in cited.communities]
            tracks = [track for key in keys for track in shown.get(key, [])]
            cited.tracks = list(dict.fromkeys([*tracks, *(s.track for s in cited.sections)]))
        return found

    def __iter__(self) -> Iterator[Resource | Community | Section]:
        yield from self.resources
        yield from self.communities
        yield from self.sections

    @property
    def thing(self) -> Resource | Community | Section | None:
        """What to call the link by: what is not retired first."""
        return min(self, key=lambda it: bool(getattr(it, "retired_at", None)), default=None)

    def move(self, url: str, *, merging: bool = False) -> None:
        """Let all of it stand at another address, within a change of the catalog. A resource whose
        place is taken there becomes a duplicate of that one when `merging`.

        Raises `ValidationError`, in words for the curator.
        """
        for resource in self.resources:
            there = _other_at(url, resource)
            if there is None:
                _stand_at(resource, url)
            elif merging:
                resource.merge_into(there.merged_into or there)
            else:
                text = _("“%(title)s” já está no endereço novo: una os dois.")
                raise ValidationError(text, params={"title": there})
        for community in self.communities:
            if (there := _other_at(url, community)) is None:
                _stand_at(community, url)
            else:
                text = _("“%(title)s” já está no endereço novo: retire uma das duas.")
                raise ValidationError(text, params={"title": there})
        for section in self.sections:
            _stand_at(section, url)

    def retire(self) -> bool:
        """Take it out of the pages, within a change of the catalog; a section only loses its link.
        False when nothing of it stood."""
        done = [thing.retire() for thing in (*self.resources, *self.communities)]
        for section in self.sections:
            _stand_at(section, "")
        return any(done) or bool(self.sections)


def _other_at(url: str, thing: Any) -> Any:
    others = type(thing).objects.filter(address=canonical(url)).exclude(pk=thing.pk)
    return others.first()


def _stand_at(thing: Any, url: str) -> None:
    thing.url = url
    thing.save(update_fields=["url"])


def standing(track: Track | None = None) -> Q:
    """Of links: those to which something on a page leads, maybe only of one track."""
    resources, communities = Resource.objects.current(), Community.objects.current()
    sections = Section.objects.linked().standing()
    if track:
        steps = Step.objects.filter(track=track)
        merged = Q(aliases__in=steps.values("resource"))
        resources = resources.filter(Q(pk__in=steps.values("resource")) | merged)
        communities = communities.filter(pk__in=steps.values("community"))
        sections = sections.filter(track=track)
    return (
        Q(address__in=resources.values("address"))
        | Q(address__in=communities.values("address"))
        | Q(address__in=[canonical(url) for url in sections.values_list("url", flat=True)])
    )
