from collections.abc import Iterable, Mapping
from typing import Any

import reversion
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from ..history import changing_the_catalog, keep_track
from ..models import Community, Edition, Resource, Section, Skill, Source, Step, Track
from ..readme.outline import Readme
from .known import Entry
from .plan import Plan
from .planning import plan as plan_again
from .standing import REWRITTEN

# How a track remembers where it came from.
ORIGIN = {
    "url": "source_url",
    "path": "source_path",
    "commit": "source_commit",
    "author": "source_author",
    "license": "source_license",
}


def commit(
    plan: Plan,
    *,
    by: Any = None,
    why: str = "",
    text: str = "",
    origin: Mapping[str, str] | None = None,
    remember: Readme | None = None,
) -> Track:
    """Write what the plan says, in one transaction with one entry in the history; the track.

    It is planned again first, now that nobody else can change the catalog: what was looked up may
    have changed since. Nothing changes when it is done twice. `text` is the README itself and
    `origin` says where it came from (any of `url`, `path`, `commit`, `author`, `license`).

    The nodes of the plan's README get the `uid` of their rows, and it is kept as the track's
    `Source`; or `remember` is, when the base of the next update is another than what was written
    (its nodes get their `uid` by `number`).
    """
    with transaction.atomic():
        Edition.hold()
        track = _there(plan)
        made = plan_again(plan.readme, track, uid=plan.uid, same=plan.same, base=plan.base)
        _come_from(made, origin or {})
        if made:
            with changing_the_catalog(by, why):
                _write(made)
        _remember(made, text, remember)
    plan.track = made.track
    return made.track


def _there(plan: Plan) -> Track | None:
    """The track as it is now: also of a new one, when its uid was taken since."""
    if plan.track.pk:
        return Track.objects.select_for_update().get(pk=plan.track.pk)
    return Track.objects.select_for_update().filter(uid=plan.uid).first() if plan.uid else None


def _come_from(made: Plan, origin: Mapping[str, str]) -> None:
    for name, field in ORIGIN.items():
        column: Any = Track._meta.get_field(field)
        said = origin.get(name, getattr(made.track, field))[: column.max_length]
        if said != getattr(made.track, field):
            setattr(made.track, field, said)
            made.track_fields.append(field)
    if made and origin.get("url") and made.track.source_fetched_on != timezone.localdate():
        made.track.source_fetched_on = timezone.localdate()
        made.track_fields.append("source_fetched_on")


def _write(made: Plan) -> None:
    if made.track.pk is None:
        made.track.save()
    elif made.track_fields:
        made.track.save(update_fields=made.track_fields)
    changed = _make_things(made)
    new = [change.row for change in made.changes if change.row and change.row.pk is None]
    for model in (Section, Step):
        rows: list[Any] = [row for row in new if isinstance(row, model)]
        for generation in _generations(rows):
            model._default_manager.bulk_create(generation)
        there: list[Any] = [row for row in made.rewritten if isinstance(row, model)]
        model._default_manager.bulk_update(there, REWRITTEN[model], batch_size=500)
    _take_out(made)
    _keep_history(made.track, [*changed, *made.retired, *made.brought_back])


def _make_things(made: Plan) -> list[Entry]:
    """What steps point to and the catalog does not have; each kind at once."""
    targets = [change.target for change in made.changes if change.target]
    new = {id(thing): thing for thing in targets if thing.pk is None}
    for model in (Resource, Skill, Community):
        of_model: list[Any] = [thing for thing in new.values() if isinstance(thing, model)]
        model._default_manager.bulk_create(of_model)
    for thing in made.brought_back:
        thing.bring_back()
    return list(new.values())


def _generations(rows: list[Any]) -> Iterable[list[Any]]:
    """First those that stand in something that is there, then what stands in them, and so on."""
    while rows:
        ready = [row for row in rows if not _waits(row)]
        yield ready
        rows = [row for row in rows if row.pk is None]


def _waits(row: Any) -> bool:
    return row._state.fields_cache.get("parent") is not None and row.parent.pk is None


def _take_out(made: Plan) -> None:
    """Steps and sections go, since no learner's row points to them; things are retired."""
    for model in (Step, Section):
        keys = [row.pk for row in made.gone if isinstance(row, model)]
        model._default_manager.filter(pk__in=keys).delete()
    for thing in made.retired:
        thing.retire()


def _keep_history(track: Track, things: list[Entry]) -> None:
    """With what each version holds looked up at once: one by one it would be several statements
    a thing."""
    resources = [thing for thing in things if isinstance(thing, Resource)]
    prefetch_related_objects(resources, "tagged", "skills")
    for thing in things:
        reversion.add_to_revision(thing)
    keep_track(track)


def _remember(made: Plan, text: str, other: Readme | None) -> None:
    """The common ground of the next update."""
    uids = {change.number: change.uid for change in made.changes}
    for place, node in enumerate((other or made.readme).nodes(), 1):
        node.uid = uids.get(node.number or place, "")
    outline = (other or made.readme).as_dict()
    source = Source.objects.filter(track=made.track).first()
    if source is None or source.outline != outline or (text and source.text != text):
        said = {"outline": outline, "taken_at": timezone.now()} | ({"text": text} if text else {})
        Source.objects.update_or_create(track=made.track, defaults=said)
