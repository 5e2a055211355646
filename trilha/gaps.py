"""What the catalog lacks, for those who curate it. It asks both rooms, so it stands above them.

Of learners it says one thing only: whether anybody at all finished a resource.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Language, Resource, Section, Skill, Step, Track
from catalog.models.order import paths
from progress.models import Completion

SHOWN = 50  # rows of a list: who has filled these sees the next ones


@dataclass(frozen=True)
class Row:
    title: str
    language: str
    detail: str
    url: str


@dataclass(frozen=True)
class Gap:
    """One list: `name` is its place on the page, `why` says what filling it is good for."""

    name: str
    title: str
    why: str
    found: QuerySet[Any]
    row: Callable[[Any], Row]

    @property
    def rows(self) -> list[Row]:
        return [self.row(thing) for thing in self.found[:SHOWN]]

    @cached_property
    def total(self) -> int:
        return self.found.count()

    @property
    def hidden(self) -> int:
        return max(0, self.total - SHOWN)


def gaps(track: Track | None = None) -> list[Gap]:
    """What is missing in the whole catalog, or in what one track cites."""
    resources, skills = Resource.objects.published(), Skill.objects.current()
    sections = Section.objects.filter(track__in=Track.objects.published())
    if track:
        cited = Step.objects.standing().filter(track=track)
        resources = Resource.objects.current().filter(
            Q(pk__in=cited.values("resource")) | Q(pk__in=cited.values("resource__merged_into"))
        )
        skills = skills.filter(pk__in=cited.values("skill"))
        sections = Section.objects.filter(track=track)
    return [
        _untaught(skills),
        _not_in_portuguese(sections),
        _never_finished(resources),
        _without_kind(resources),
    ]


def _untaught(skills: QuerySet[Any]) -> Gap:
    taught = Resource.objects.published().filter(skills=OuterRef("pk"))
    tracks = Count("steps__track", distinct=True)

    def row(skill: Any) -> Row:
        words = ngettext("em %(n)d trilha", "em %(n)d trilhas", skill.tracks) % {"n": skill.tracks}
        return Row(skill.title, skill.title_language, words, _page("skill", skill.pk))

    return Gap(
        "habilidades",
        _("Habilidades que nenhum recurso ensina"),
        _("Quem chega por uma habilidade não encontra por onde começar."),
        skills.filter(~Exists(taught)).annotate(tracks=tracks).order_by("-tracks", "title", "pk"),
        row,
    )


def _not_in_portuguese(sections: QuerySet[Any]) -> Gap:
    studied = Step.objects.standing().filter(section=OuterRef("pk"), resource__isnull=False)
    here = Q(resource__merged_into=None, resource__language=Language.PORTUGUESE)
    here |= Q(resource__merged_into__language=Language.PORTUGUESE)
    lacking = sections.filter(Exists(studied), ~Exists(studied.filter(here)))

    @cache
    def names() -> dict[int, str]:
        return paths(sections.only("title", "parent", "position"))

    def row(section: Any) -> Row:
        page = _page("section", section.pk)
        return Row(names()[section.pk], section.heading_language, section.track.title, page)

    return Gap(
        "portugues",
        _("Etapas sem nada em português"),
        _("Quem só lê português para aqui: um vídeo ou um texto já abre o caminho."),
        lacking.select_related("track").order_by("track__position", "track", "position", "pk"),
        row,
    )


def _never_finished(resources: QuerySet[Any]) -> Gap:
    return Gap(
        "parados",
        _("Recursos que ninguém concluiu"),
        _("Podem ser longos, difíceis ou estar fora do lugar. Os mais antigos primeiro."),
        resources.filter(~Exists(Completion.objects.finished("pk"))).order_by("created_at", "pk"),
        _resource,
    )


def _without_kind(resources: QuerySet[Any]) -> Gap:
    return Gap(
        "sem-tipo",
        _("Links sem tipo"),
        _("Sem tipo, não aparecem em “cursos”, “vídeos” nem “leituras”."),
        resources.filter(kind="").order_by("title", "pk"),
        _resource,
    )


def _resource(resource: Any) -> Row:
    page = _page("resource", resource.pk)
    return Row(resource.title, resource.title_language, resource.host, page)


def _page(model: str, key: int) -> str:
    return reverse(f"admin:catalog_{model}_change", args=[key])
