"""A question to the catalog: the words and filters of an address, and what they find.

The keys of the address are Portuguese words, the values the codes of the choices (for a skill its
uid): `/busca/?q=mlops&tipo=course&idioma=en&andamento=todo&habilidade=sql`. What else an address
asks is ignored, never an error.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Value, When
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from .facets import FACETS, FIELDS, Group, groups
from .models import Community, Resource, Skill, Track
from .models.resource import ResourceQuerySet
from .stems import fold, stems, telling, whole, words

MOST_LETTERS = 200  # of a question; what is beyond is cut off
SKILL = "habilidade"


class Pill(NamedTuple):
    """A filter that is on, with the address of the page without it."""

    label: Any
    language: str
    address: str


def tidy(question: str) -> str:
    """A question without what nobody means: NUL bytes and other controls, a whole book."""
    typed = "".join(letter if letter.isprintable() else " " for letter in question[:5_000])
    return " ".join(typed.split())[:MOST_LETTERS].strip()


class Search:
    """`marked` are the keys of the resources a person has marked, by the word of their state."""

    def __init__(self, query: QueryDict, marked: dict[str, list[int]]) -> None:
        self.question, self.marked = tidy(query.get("q", "")), marked
        self.chosen = {facet.key: facet.chosen(query) for facet in FACETS}
        self._skill_uid = query.get(SKILL, "")

    @property
    def matching(self) -> ResourceQuerySet:
        """What the words alone find; without words everything there is."""
        rows: ResourceQuerySet = Resource.objects.published().annotate(state=_state(self.marked))
        found = rows.matching(self.question) if self.question else rows.order_by("stems", "pk")
        return found.for_page()

    @property
    def resources(self) -> ResourceQuerySet:
        """What words and filters find."""
        return self._of_skill(self._of_facets())

    @cached_property
    def taught(self) -> list[Skill]:
        """The skills to filter by, each with how many resources it would leave (`taught`)."""
        rows = Skill.objects.current().with_counts(among=self._of_facets()).for_page()
        useful = [row for row in rows if row.taught or row.uid == self._skill_uid]
        return sorted(useful, key=lambda row: fold(row.title))

    @cached_property
    def skill(self) -> Skill | None:
        return next((row for row in self.taught if row.uid == self._skill_uid), None)

    @cached_property
    def groups(self) -> list[Group]:
        """The other filters, counted by one statement."""
        cells = self._of_skill(self.matching).order_by().values(*FIELDS).annotate(n=Count("pk"))
        return groups(cells.values_list(*FIELDS, "n"), self.chosen)

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters that are on, as they stand in the address."""
        return [(key, code) for key, code, *_ in self._filters()]

    @property
    def pills(self) -> list[Pill]:
        return [
            Pill(label, language, self.address((key, code)) or ".")
            for key, code, label, language in self._filters()
        ]

    def address(self, without: tuple[str, str] | None = None) -> str:
        """The query of this page, less one filter."""
        pairs = [("q", self.question)] if self.question else []
        pairs += [pair for pair in self.filters if pair != without]
        return f"?{urlencode(pairs)}" if pairs else ""

    @cached_property
    def skills(self) -> list[Skill]:
        return list(Skill.objects.current().matching(self.question).with_counts().for_page())

    @cached_property
    def communities(self) -> list[Community]:
        return list(Community.objects.current().matching(self.question).for_page())

    @cached_property
    def tracks(self) -> list[Track]:
        return _tracks_saying(self.question)

    def said(self, resources: int) -> list[str]:
        """How much was found of each kind, in words: `6 recursos`, `1 habilidade`."""
        tracks, skills, places = len(self.tracks), len(self.skills), len(self.communities)
        said = [
            (resources, ngettext("%(n)d recurso", "%(n)d recursos", resources)),
            (tracks, ngettext("%(n)d trilha", "%(n)d trilhas", tracks)),
            (skills, ngettext("%(n)d habilidade", "%(n)d habilidades", skills)),
            (places, ngettext("%(n)d comunidade", "%(n)d comunidades", places)),
        ]
        return [phrase % {"n": n} for n, phrase in said if n]

    def _of_facets(self) -> ResourceQuerySet:
        asked = {f"{f.field}__in": self.chosen[f.key] for f in FACETS if self.chosen[f.key]}
        return self.matching.filter(**asked)

    def _of_skill(self, rows: ResourceQuerySet) -> ResourceQuerySet:
        return rows.filter(skills=self.skill) if self.skill else rows

    def _filters(self) -> Iterator[tuple[str, str, Any, str]]:
        for facet in FACETS:
            for code, label in facet.choices:
                if code in self.chosen[facet.key]:
                    yield facet.key, code, label, ""
        if self.skill:
            yield SKILL, self.skill.uid, self.skill.title, self.skill.title_language


def _state(marked: dict[str, list[int]]) -> Case:
    """The word of a person's state on each resource; what they have not marked is still to do."""
    words = [When(pk__in=keys, then=Value(word)) for word, keys in marked.items()]
    return Case(*words, default=Value("todo"), output_field=CharField())


def _tracks_saying(question: str) -> list[Track]:
    """The published tracks that hold every word of a question, or one that begins like it. They are
    few, so no stems are kept of them."""
    asked = telling(words(question))
    tracks = Track.objects.published().with_counts().for_page() if asked else []
    held = {track: stems(f"{track.title} {track.summary}") for track in tracks}
    return [
        track
        for track, said in held.items()
        if all(whole(word) in said or f"/{word}" in said for word in asked)
    ]


def type_ahead(typed: str, most: int = 8) -> list[dict[str, str]]:
    """What a question that is still being typed may mean: tracks, skills, then resources."""
    question = tidy(typed)
    if len(question) < 2:
        return []
    skills = Skill.objects.current().beginning(question).for_page()[:2]
    resources = Resource.objects.published().beginning(question).for_page()[:most]
    rows = [
        *((row, row.language, gettext("trilha")) for row in _tracks_saying(question)[:2]),
        *((row, row.title_language, gettext("habilidade")) for row in skills),
        *((row, row.title_language, row.get_kind_display()) for row in resources),
    ]
    return [
        {"title": row.title, "lang": language, "kind": kind, "url": row.get_absolute_url()}
        for row, language, kind in rows[:most]
    ]
