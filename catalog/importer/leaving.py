"""What no step points to any more once a plan is written."""

from collections.abc import Iterable

from django.db.models import Q

from ..models import Resource, Step, Track
from .known import Entry
from .plan import Plan
from .standing import Standing


def uncited(made: Plan, now: Standing, former: Iterable[Entry]) -> list[Entry]:
    """Of what steps pointed to and no longer do (`former`, and what steps that leave point to),
    what no step of any track does."""
    gone = {step.pk for step in made.gone if isinstance(step, Step)}
    left = [thing for step in now.steps if step.pk in gone for thing in _cited(step)[:1]]
    stay = [step for step in now.steps if step.pk not in gone]
    stay += [change.row for change in made.changes if isinstance(change.row, Step)]
    here = {thing for step in stay for thing in _cited(step)}
    things = [it for it in dict.fromkeys([*former, *left]) if it.retired_at is None]
    candidates = [it for it in things if it not in here]
    return _free(candidates, made.track)


def _cited(step: Step) -> list[Entry]:
    """What a step points to, then what survived it; not what is still to be made."""
    merged = step.resource.merged_into if step.resource else None
    things = (step.resource, step.skill, step.community, merged)
    return [thing for thing in things if thing is not None and thing.pk]


def _free(things: list[Entry], track: Track) -> list[Entry]:
    """Those that no other track cites, itself or by a duplicate."""
    others = Step.objects.exclude(track=track.pk)
    taken: set[tuple[type[Entry], int]] = set()
    for model in {type(thing) for thing in things}:
        keys = [thing.pk for thing in things if isinstance(thing, model)]
        name = str(model._meta.model_name)
        asked, columns = Q((f"{name}__in", keys)), [name]
        if model is Resource:
            asked |= Q(resource__merged_into__in=keys)
            columns.append("resource__merged_into")
        for found in others.filter(asked).values_list(*columns):
            taken |= {(model, key) for key in found if key}
    return [thing for thing in things if (type(thing), thing.pk) not in taken]
