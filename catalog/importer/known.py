"""What the catalog has of what a README names; looked up in bulk, made where it is missing."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django.utils.text import slugify

from ..models import Community, Kind, Language, Requirement, Resource, Skill, Track
from ..models.base import Uids
from ..readme.language import language_of
from ..readme.outline import Doubt, What
from .said import Said, bare, cut

Entry = Resource | Skill | Community

REQUIREMENTS = [
    (
        Requirement.REQUIRED,
        r"necess[aá]ri|obrigat[oó]ri|requerid|requisito|requir|must|essen[ct]ia",
    ),
    (
        Requirement.DIFFERENTIAL,
        r"diferencia|differential|desej|opciona|optional|nice to have|b[oô]nus",
    ),
]

# The uid of what has a title without letters, and the length of titles.
OTHERWISE: dict[type[Entry], tuple[str, int]] = {
    Resource: ("recurso", 300),
    Skill: ("habilidade", 200),
    Community: ("comunidade", 200),
}


class Known:
    """The things that steps point to, each once however often it is named."""

    def __init__(self, track: Track, steps: Iterable[Said]) -> None:
        self.track = track
        steps = list(steps)
        addresses = {said.address for said in steps if said.address}
        self.by_address: dict[tuple[type[Entry], str], Entry] = {}
        if addresses:
            at = Resource.objects.filter(address__in=addresses).select_related("merged_into")
            for found in at:
                self.by_address[Resource, found.address] = found.merged_into or found
            for place in Community.objects.filter(address__in=addresses):
                self.by_address[Community, place.address] = place
        self.skills: dict[str, Skill] = {}
        if any(said.what == What.SKILL for said in steps):
            for skill in Skill.objects.order_by("-pk"):
                self.skills |= {skill.uid: skill, slugify(skill.title): skill}
        self.uids: dict[type[Entry], Uids] = {}

    def thing(self, said: Said) -> Entry | None:
        """What a step points to: as the catalog has it, or new and not saved."""
        if said.what == What.SKILL:
            return self._skill(said)
        if not said.address:
            return None
        kinds: list[type[Entry]] = [Resource, Community]
        if said.what == What.COMMUNITY:
            kinds.reverse()
        # What the catalog calls a community may be read as a course, and the other way.
        for model in kinds:
            if found := self.by_address.get((model, said.address)):
                return found
        made = self._made(kinds[0], said)
        self.by_address[kinds[0], said.address] = made
        return made

    def _skill(self, said: Said) -> Skill:
        key = slugify(said.title) or said.title
        if key not in self.skills:
            self.skills[key] = cast(Skill, self._made(Skill, said, description=said.remark))
        return self.skills[key]

    def _made(self, model: type[Entry], said: Said, **fields: Any) -> Entry:
        most = OTHERWISE[model][1]
        title = said.name or bare(said.url)
        language = language_of(title, self.track.language)
        fields |= {"title": cut(title, most), "title_language": language}
        if model is not Skill:
            fields |= {"url": said.url, "language": language}
        if model is Resource:
            unsure = said.doubt == Doubt.KIND
            fields["kind"] = "" if unsure else Kind(str(said.what))
        uid = self._uids(model).take(title, OTHERWISE[model][0])
        return model(uid=uid, **fields)

    def _uids(self, model: Any) -> Uids:
        if model not in self.uids:
            self.uids[model] = Uids(model.objects.values_list("uid", flat=True))
        return self.uids[model]


def language_of_all(texts: Iterable[str]) -> Language:
    return Language(language_of(" ".join(texts), Language.PORTUGUESE))


def requirement_of(said: Said) -> str:
    """Whether a track asks for a skill, as the headings above it tell."""
    above = said.section
    while above:
        for requirement, words in REQUIREMENTS:
            if re.search(words, above.title, re.IGNORECASE):
                return requirement
        above = above.above
    return ""
