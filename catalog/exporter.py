"""A track as the plain data of a README, the way back of an import."""

from collections.abc import Collection, Iterable
from typing import Any

from .models import Resource, Section, Source, Step, Track
from .models.order import in_reading_order
from .readme.outline import Doubt, Heading, Item, Readme, What
from .readme.write import write

MARKDOWN = "text/markdown; charset=utf-8"
TOP = 2  # the level of outer sections; the title of the track is the heading above them


def outline(track: Track, *, done: Collection[int] = ()) -> Readme:
    """What pages show of a track, drafts too: what is retired is left out. `done` are the keys of
    the resources whose boxes are ticked."""
    steps = track.steps.standing().select_related("resource__merged_into", "skill", "community")
    return readme_of(track, track.sections.all(), steps, done)


def text_of(track: Track, done: Collection[int] = ()) -> str:
    """The README, as Markdown that GitHub shows as a checklist."""
    readme = outline(track, done=done)
    _as_in_source(readme, track)
    return write(readme)


def _as_in_source(readme: Readme, track: Track) -> None:
    """Sections at the levels their headings have in the README that was taken over."""
    said = Source.objects.filter(track=track).values_list("outline", flat=True).first()
    levels = {it.uid: it.level for it in Readme.from_dict(said).walk()} if said else {}
    for section in readme.walk():
        section.level = levels.get(section.uid) or section.level
    readme.level()


def readme_of(
    track: Track, sections: Iterable[Section], steps: Iterable[Step], done: Collection[int] = ()
) -> Readme:
    """The same of rows that are at hand. Every node has the `uid` of its row."""
    made = Readme(track.title, track.description)
    headings: dict[int, Heading] = {}
    for section in in_reading_order(sections):
        outer = headings.get(section.parent_id or 0)
        heading = Heading(
            section.title,
            level=outer.level + 1 if outer else TOP,
            url=section.url or None,
            description=section.description,
            uid=section.uid,
        )
        headings[section.pk] = heading
        (outer or made).sections.append(heading)
    items: dict[int, Item] = {}
    for step in in_reading_order(steps):
        items[step.pk] = _item(step, done)
        whole: Any = items.get(step.parent_id or 0) or headings[step.section_id]
        whole.steps.append(items[step.pk])
    return made


def _item(step: Step, done: Collection[int]) -> Item:
    thing, material = step.target, step.material
    remark = step.remark or (step.skill.description if step.skill else "")
    return Item(
        step.heading,
        getattr(thing, "url", None),
        what(step),
        remark=remark,
        done=bool(material and material.pk in done),
        doubt=Doubt.KIND if material and not material.kind else Doubt.NONE,
        uid=step.uid,
    )


def what(step: Step) -> What:
    if isinstance(step.target, Resource):
        return What(step.target.kind or What.READING)
    if step.skill:
        return What.SKILL
    return What.COMMUNITY if step.community else What.GROUP
