"""An Atom feed of a track: what is new in it."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from .models import Outline, Resource, Step


class Atom(Atom1Feed):
    """Django's feed, which also says the language of each entry, and the date of an empty one."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"xml:lang": "pt-BR"})

    def latest_post_date(self) -> datetime:
        latest: datetime = super().latest_post_date()
        return latest if self.items else self.feed["since"] or latest


class NewResources(Feed):  # type: ignore[type-arg]
    """The resources of a published track, the latest in the catalog first.

    The catalog remembers when it met a resource, not when a track began to cite it. Entries have
    the resource's own id: the same in both languages, in every track, at any host.
    """

    feed_type = Atom
    author_name = "Trilha"

    def get_object(self, request: HttpRequest, uid: str) -> Outline:
        return Outline.of(uid)  # Django answers 404 when there is none

    def title(self, outline: Outline) -> str:
        return gettext("Novidades de %(title)s") % {"title": outline.track.title}

    def subtitle(self, outline: Outline) -> str:
        return outline.track.summary

    description = subtitle  # which the class of all feeds insists on

    def link(self, outline: Outline) -> str:
        return outline.track.get_absolute_url()

    def feed_guid(self, outline: Outline) -> str:
        return _urn("trilha", outline.track.uid, get_language())

    def feed_extra_kwargs(self, outline: Outline) -> dict[str, Any]:
        return {"since": outline.track.published_at}

    def items(self, outline: Outline) -> list[tuple[Step, Resource]]:
        steps = [(step, step.material) for step in outline.resources.values() if step.material]
        return sorted(steps, key=lambda item: item[1].created_at, reverse=True)[:50]

    def item_title(self, item: tuple[Step, Resource]) -> str:
        return item[0].heading

    def item_description(self, item: tuple[Step, Resource]) -> str:
        return item[1].description

    def item_link(self, item: tuple[Step, Resource]) -> str:
        return item[1].get_absolute_url()

    def item_guid(self, item: tuple[Step, Resource]) -> str:
        return _urn("recurso", item[1].uid)

    def item_pubdate(self, item: tuple[Step, Resource]) -> datetime:
        return item[1].created_at

    item_updateddate = item_pubdate

    def item_extra_kwargs(self, item: tuple[Step, Resource]) -> dict[str, Any]:
        return {"language": item[0].heading_language}


def _urn(*names: str | None) -> str:
    return uuid5(NAMESPACE_URL, "/".join(map(str, names))).urn
