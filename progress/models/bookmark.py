from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Community, Resource, Skill, Status, Track

THINGS = ("resource", "skill", "community", "track")
SHELVES = dict(zip(THINGS, ("recursos", "habilidades", "comunidades", "trilhas"), strict=True))
Thing = Resource | Skill | Community | Track
Key = tuple[str, int]


def _exactly_one() -> Q:
    wanted = Q()
    for thing in THINGS:
        others = {f"{other}__isnull": True for other in THINGS if other != thing}
        wanted |= Q(**others, **{f"{thing}__isnull": False})
    return wanted


def name_of(thing: Thing) -> str:
    """Which of `THINGS` it is."""
    return str(thing._meta.model_name)


def key_of(thing: Thing) -> Key:
    return name_of(thing), thing.pk


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def of(self, learner_id: int) -> Self:
        return self.filter(learner=learner_id)

    def on(self, thing: Thing) -> Self:
        """On a thing, or on a duplicate that it survived."""
        same = Q((name_of(thing), thing))
        if isinstance(thing, Resource):
            same |= Q(resource__merged_into=thing)
        return self.filter(same)

    def of_kind(self, thing: str) -> Self:
        return self.filter(**{f"{thing}__isnull": False}) if thing in THINGS else self

    def standing(self) -> Self:
        """Each thing once: resources that were kept may have become one since."""
        same = Q(learner=OuterRef("learner"), survivor=OuterRef("survivor"))
        twin = Bookmark.objects.with_survivor().filter(same, pk__lt=OuterRef("pk"))
        return self.with_survivor().filter(~Exists(twin))

    def with_survivor(self) -> Self:
        """`survivor`: the key of the resource that is meant."""
        return self.annotate(survivor=Coalesce("resource__merged_into", "resource"))

    def for_page(self) -> Self:
        """With what is kept; `opens`: the resource has a page."""
        rows = self.with_survivor().annotate(opens=Resource.objects.has_page("survivor"))
        return rows.select_related(*THINGS, "resource__merged_into").fetch_mode(PAGE_FETCH_MODE)

    def by_kind(self) -> dict[str, int]:
        """How many there are of each kind, those that there are."""
        found = self.aggregate(**{thing: models.Count(thing) for thing in THINGS})
        return {thing: n for thing, n in found.items() if n}

    def pairs(self, *more: Any) -> Any:
        """What is kept, in columns: which of `THINGS`, its key, and what else is asked for."""
        named = (models.When(**{f"{thing}__isnull": False}, then=Value(thing)) for thing in THINGS)
        name = models.Case(*named, output_field=models.CharField())
        return self.values_list(name, Coalesce("resource__merged_into", *THINGS), *more)

    def keep(self, learner_id: int, thing: Thing) -> bool:
        """Keep a thing for later. False when it was kept already."""
        with transaction.atomic():
            if self.of(learner_id).on(thing).exists():
                return False
            wanted: dict[str, Any] = {name_of(thing): thing}
            return self.get_or_create(learner_id=learner_id, **wanted)[1]

    def drop(self, learner_id: int, thing: Thing) -> bool:
        """Keep it no longer, under no name. False when it was not kept."""
        return bool(self.of(learner_id).on(thing).delete()[0])


class Bookmark(models.Model):
    """Something a learner keeps for later: a resource, a skill, a community or a track."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey(
        "catalog.Resource", models.PROTECT, null=True, blank=True, related_name="+"
    )
    skill = models.ForeignKey(
        "catalog.Skill", models.PROTECT, null=True, blank=True, related_name="+"
    )
    community = models.ForeignKey(
        "catalog.Community", models.PROTECT, null=True, blank=True, related_name="+"
    )
    track = models.ForeignKey(
        "catalog.Track", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("guardado em"), default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardado")
        verbose_name_plural = _("guardados")
        indexes = [models.Index(fields=["learner", "-created_at"], name="progress_bookmark_latest")]
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="progress_bookmark_of_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=["learner", thing], name=f"progress_bookmark_one_a_{thing}"
                )
                for thing in THINGS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.thing}"

    @property
    def kind(self) -> str:
        """Which of `THINGS` it is on."""
        return next(name for name in THINGS if getattr(self, f"{name}_id"))

    @property
    def shelf(self) -> str:
        """The first word of the thing's address."""
        return SHELVES[self.kind]

    @property
    def thing(self) -> Thing:
        """What is kept; of a duplicate its survivor."""
        thing: Thing = getattr(self, self.kind)
        return (thing.merged_into or thing) if isinstance(thing, Resource) else thing

    @property
    def language(self) -> str:
        """Of the thing's title."""
        thing = self.thing
        return thing.language if isinstance(thing, Track) else thing.title_language

    @property
    def stands(self) -> bool:
        """Whether the thing is still in the catalog. Of rows made `for_page`."""
        thing = self.thing
        if isinstance(thing, Track):
            return thing.status == Status.PUBLISHED
        if isinstance(thing, Resource):
            return bool(self.opens)  # type: ignore[attr-defined]
        return thing.retired_at is None
