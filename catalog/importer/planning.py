from collections.abc import Mapping

from ..models import Track
from ..models.base import Uids
from ..readme.outline import Readme
from .known import Known, language_of_all
from .leaving import uncited
from .places import Places
from .plan import Change, Mark, Plan
from .said import OF_SECTION, UNTITLED, Said, cut, ignored_by, plain, said_by
from .standing import Standing
from .writing import Writing


def plan(
    readme: Readme,
    track: Track | None = None,
    *,
    uid: str = "",
    same: Mapping[int, str] | None = None,
    base: Readme | None = None,
) -> Plan:
    """What taking the README over would change: in a new draft (of that `uid`, or of one that its
    title suggests), or in a track. Looks up with the same few statements however long it is.

    `same` says which nodes (by number) are which rows (by uid; a section and a step may have the
    same one); a number that it does not hold is new. Without it, address, title and place decide.

    `base` is what was taken over last, its nodes with the `uid` of their rows: by default what the
    track's `Source` remembers. Two hands write the same rows, so only what is other in `readme`
    than in `base` is written, field by field, and only what is in `base` and not in `readme`
    leaves. With `exporter.outline(track)` as the base the track becomes exactly the README. When
    nothing is remembered, nobody knows which hand wrote what: rows that are there stay as they
    are, and only what is new comes in.
    """
    now, said = Standing(track, base), said_by(readme)
    uids = now.recognize(readme, said) if same is None else same
    for one in said:
        one.uid = uids.get(one.number, "")
    made = Plan(readme, now.track or _draft(readme, said, uid), [], uid=uid, same=same, base=base)
    made.ignored = ignored_by(readme, said)
    _tell_track(made, now)
    writing = Writing(made.track, now, Known(made.track, [one for one in said if one.is_step]))
    changes = _changes(said, now, writing)
    made.changes = list(changes.values())
    places = Places(now, changes)
    made.rewritten = places.settle()
    made.gone = [places.rows[key] for key in sorted(places.gone, reverse=True)]
    made.retired = uncited(made, now, writing.former)
    for change in made.changes:
        change.marks = change.marks or {Mark.KEPT}
        _bring_back(made, change)
    return made


def _draft(readme: Readme, said: list[Said], uid: str) -> Track:
    if not uid:
        uids = Uids(Track.objects.values_list("uid", flat=True))
        uid = uids.take(_title(readme), "trilha")
    return Track(uid=uid, language=language_of_all([readme.title, *(one.title for one in said)]))


def _title(readme: Readme) -> str:
    first = next((section.title for section in readme.sections), "")
    return cut(plain(readme.title) or plain(first) or UNTITLED, OF_SECTION)


def _tell_track(made: Plan, now: Standing) -> None:
    """The title and the description, where the README changed them."""
    said = {"title": _title(made.readme), "description": made.readme.description.strip()}
    known = now.base or made.readme
    was = {"title": _title(known), "description": known.description.strip()}
    for field, text in said.items():
        if text != getattr(made.track, field) and (now.track is None or text != was[field]):
            setattr(made.track, field, text)
            made.track_fields.append(field)


def _changes(said: list[Said], now: Standing, writing: Writing) -> dict[Said, Change]:
    changes: dict[Said, Change] = {}
    first: dict[str, int] = {}
    wanted = _wanted(said, now)
    for one in said:
        changes[one] = change = Change(one.number, one.node, one.uid, doubt=one.doubt)
        if one.is_remark:
            change.marks.add(Mark.JOINED)
            change.about = one.about.number if one.about else None
        elif one.key in now.rows:
            writing.compare(one, change)
        elif one in wanted:
            writing.add(one, change)
        else:
            change.marks.add(Mark.LEFT_OUT)
        if one.is_step and one.address and first.setdefault(one.address, one.number) != one.number:
            change.repeats = first[one.address]
    return changes


def _wanted(said: list[Said], now: Standing) -> set[Said]:
    """What gets a row if it has none. A heading over nothing does not, and what curators took out
    stays out, unless something new stands in it."""
    wanted: set[Said] = set()
    for one in said:
        is_new = not one.uid and not one.is_remark and one.number not in now.dropped
        if is_new and (one.is_step or one.url or one.remark):
            wanted.add(one)
        inside = one.inside
        while inside and (one in wanted or (one.key in now.rows and not inside.uid)):
            wanted |= set() if inside.is_step else {inside}
            inside = inside.inside
    return wanted


def _bring_back(made: Plan, change: Change) -> None:
    newly = {Mark.ADDED, Mark.READDRESSED} & change.marks
    thing = change.target
    if newly and thing and thing.retired_at and thing not in made.brought_back:
        made.brought_back.append(thing)
