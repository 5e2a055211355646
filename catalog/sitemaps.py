"""What search engines may find, in both languages: an index, and a map for each kind of page."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Exists, Max, Model, OuterRef
from django.urls import reverse
from django.views.decorators.http import require_safe
from reversion.models import Version

from .models import Resource, Section, Skill, Status, Step, Track


class Pages(Sitemap):  # type: ignore[type-arg]
    i18n = alternates = x_default = True


class DatedPages(Pages):
    """Pages of rows whose history tells when they were last written, them or a part of them."""

    model: type[Model]
    parts: tuple[tuple[type[Model], str], ...] = ()  # with the way to their whole

    @cached_property
    def written(self) -> dict[int, datetime]:
        written = _written(self.model)
        for part, whole in self.parts:
            its = _written(part)
            for key, owner in part._default_manager.values_list("pk", whole):
                if at := its.get(key):
                    written[owner] = max(at, written.get(owner, at))
        return written

    def lastmod(self, row: Any) -> datetime | None:
        return self.written.get(row.pk)


class FixedPages(Pages):
    def items(self) -> list[str]:
        rooms = ["tracks", "skills", "communities", "tags", "search"]
        return ["home", "about", *(f"catalog:{room}" for room in rooms)]

    def location(self, name: str) -> str:
        return reverse(name)


class Tracks(DatedPages):
    model, parts = Track, ((Section, "track"), (Step, "track"))

    def items(self) -> Iterable[Track]:
        return Track.objects.published()


class Sections(DatedPages):
    """Those with steps of their own; a region's page only repeats what stands inside it."""

    model, parts = Section, ((Step, "section"),)

    def items(self) -> Iterable[Section]:
        steps = Step.objects.standing().filter(section=OuterRef("pk"))
        shown = Section.objects.filter(Exists(steps), track__status=Status.PUBLISHED)
        return shown.select_related("track").order_by("track__position", "track", "position", "pk")


class Resources(DatedPages):
    model = Resource

    def items(self) -> Iterable[Resource]:
        return Resource.objects.published().order_by("pk")

    def lastmod(self, row: Resource) -> datetime:
        return super().lastmod(row) or row.created_at


class Skills(DatedPages):
    model = Skill

    def items(self) -> Iterable[Skill]:
        return Skill.objects.current().order_by("pk")


class Tags(Pages):
    def items(self) -> Iterable[Any]:
        return Resource.objects.published().by_tag().order_by("slug")

    def location(self, tag: Any) -> str:
        return reverse("catalog:tag", args=[tag.slug])


def _written(model: type[Model]) -> dict[int, datetime]:
    """When the history last wrote each row; those of before any history are left out."""
    versions = Version.objects.get_for_model(model).order_by().values_list("object_id")
    return {int(key): at for key, at in versions.annotate(Max("revision__date_created"))}


MAPS: dict[str, Any] = {
    "pages": FixedPages,
    "tracks": Tracks,
    "sections": Sections,
    "resources": Resources,
    "skills": Skills,
    "tags": Tags,
}
index = require_safe(partial(views.index, sitemaps=MAPS, sitemap_url_name="sitemap_part"))
part = require_safe(partial(views.sitemap, sitemaps=MAPS))
