"""What the nodes of a README write into rows. Nothing is saved here."""

from functools import cached_property

from ..models import Community, Resource, Section, Skill, Step, Track
from ..models.base import Uids
from ..readme.language import language_of
from ..readme.outline import What
from .known import Entry, Known, requirement_of
from .plan import Change, Mark
from .said import Said
from .standing import Standing


class Writing:
    def __init__(self, track: Track, now: Standing, known: Known) -> None:
        self.track, self.now, self.known = track, now, known
        self.former: list[Entry] = []  # what steps pointed to and no longer do

    def add(self, said: Said, change: Change) -> None:
        """A new row."""
        change.marks.add(Mark.ADDED)
        if said.is_step:
            change.target = self.known.thing(said)
            change.row = self._step(said, change.target)
        else:
            change.row = Section(uid=self.uids[False].take(said.title, "etapa"), track=self.track)
            change.row.url, change.row.description = said.url, said.remark
            self._entitle(change.row, said.title)
        change.uid = change.row.uid

    def compare(self, said: Said, change: Change) -> None:
        """Into a row that is there, only what the README changed since it was taken over last."""
        before = self.now.before.get(said.key, said)
        change.row = self.now.rows[said.key]
        if isinstance(change.row, Step):
            self._compare_step(change.row, said, before, change)
        else:
            self._compare_section(change.row, said, before, change)

    @cached_property
    def uids(self) -> dict[bool, Uids]:
        """Those of sections and of steps; one that left is not given to something else."""
        taken = [*self.now.rows, *self.now.before]
        return {of: Uids(uid for is_step, uid in taken if is_step == of) for of in (True, False)}

    def _step(self, said: Said, target: Entry | None) -> Step:
        step = Step(track=self.track)
        step.uid = self.uids[True].take(target.uid if target else said.title, "passo")
        self._point(step, said, target)
        # What was said of a new skill stands there.
        there = isinstance(target, Skill) and target.description == said.remark
        step.remark = "" if there else said.remark
        return step

    def _point(self, step: Step, said: Said, target: Entry | None) -> None:
        step.resource = target if isinstance(target, Resource) else None
        step.skill = target if isinstance(target, Skill) else None
        step.community = target if isinstance(target, Community) else None
        step.requirement = requirement_of(said) if step.skill else ""
        self._name(step, said, target)

    def _name(self, step: Step, said: Said, target: Entry | None) -> None:
        """A title of its own when the README calls the thing otherwise than the catalog."""
        own = target is None or (said.is_named and said.title != target.title)
        self._entitle(step, said.title if own else "")

    def _entitle(self, row: Section | Step, title: str) -> None:
        language = language_of(title, self.track.language)
        row.title = title
        row.title_language = language if title and language != self.track.language else ""

    def _compare_section(self, section: Section, said: Said, before: Said, change: Change) -> None:
        if said.title not in (before.title, section.title):
            _note(change, Mark.RENAMED, title=section.title)
            self._entitle(section, said.title)
        if said.url not in (before.url, section.url):
            _note(change, Mark.READDRESSED, url=section.url)
            section.url = said.url
        if said.remark not in (before.remark, section.description):
            _note(change, Mark.REMARKED, remark=section.description)
            section.description = said.remark

    def _compare_step(self, step: Step, said: Said, before: Said, change: Change) -> None:
        remark = step.remark or (step.skill.description if step.skill else "")
        heading, url = step.heading, getattr(step.target, "url", "")
        if _leads_elsewhere(step, said, before):
            self.former += filter(None, [step.resource or step.skill or step.community])
            self._point(step, said, self.known.thing(said))
            _note(change, Mark.READDRESSED, url=url)
        elif said.title not in (before.title, heading):
            self._name(step, said, step.target)
        if step.heading != heading:
            _note(change, Mark.RENAMED, title=heading)
        if said.remark not in (before.remark, remark):
            _note(change, Mark.REMARKED, remark=remark)
            step.remark = said.remark
        change.target = step.target


def _leads_elsewhere(step: Step, said: Said, before: Said) -> bool:
    if said.address != before.address:
        here = {thing.address for thing in (step.resource, step.material, step.community) if thing}
        return not said.address or said.address not in here
    # Nothing to open, before and now: a skill became the title of a group, or the other way.
    other = said.what != before.what and not said.address
    return other and (said.what == What.SKILL) != bool(step.skill)


def _note(change: Change, mark: Mark, **was: str) -> None:
    change.marks.add(mark)
    change.was |= was
