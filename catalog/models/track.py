from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..links import host
from ..readme.patch import is_inside
from .base import PAGE_FETCH_MODE, FrozenUid, Language
from .fields import WebField
from .order import in_reading_order

if TYPE_CHECKING:
    from .step import Step


class Status(models.TextChoices):
    DRAFT = "draft", _("rascunho")
    PUBLISHED = "published", _("publicada")
    RETIRED = "retired", _("retirada")


class TrackQuerySet(models.QuerySet["Track"]):
    def get_by_natural_key(self, uid: str) -> "Track":
        return self.get(uid=uid)

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def due_for_publishing(self) -> Self:
        """Drafts whose moment has come."""
        return self.filter(status=Status.DRAFT, publish_at__lte=timezone.now())

    def for_page(self) -> Self:
        return self.fetch_mode(PAGE_FETCH_MODE)

    def naming_skills(self) -> Self:
        """Tracks that say which skills they lead to."""
        from .step import Step

        named = Step.objects.standing().filter(skill__isnull=False)
        return self.filter(pk__in=named.values("track"))

    def with_counts(self) -> Self:
        """How many stages with steps and how many distinct resources each track has."""
        from .step import Step

        steps = (
            Step.objects.standing().filter(track=models.OuterRef("pk")).order_by().values("track")
        )
        return self.annotate(
            resources=models.Subquery(
                steps.annotate(
                    n=models.Count(Coalesce("resource__merged_into", "resource"), distinct=True)
                ).values("n")
            ),
            stages=models.Subquery(
                steps.annotate(n=models.Count("section", distinct=True)).values("n")
            ),
        )


class Track(FrozenUid):
    """A named path for one goal. It remembers the README that it came from."""

    title = models.CharField(_("título"), max_length=200)
    summary = models.CharField(_("em uma linha"), max_length=300, blank=True)
    description = models.TextField(_("descrição"), blank=True)
    language = models.CharField(
        _("idioma"), max_length=10, choices=Language, default=Language.PORTUGUESE
    )
    status = models.CharField(_("situação"), max_length=20, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("publicada em"), null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(
        _("publicar em"),
        null=True,
        blank=True,
        help_text=_("O rascunho entra no ar sozinho nessa hora."),
    )
    position = models.PositiveIntegerField(_("posição"), default=0)
    source_url = WebField(_("endereço da fonte"), blank=True)
    source_path = models.CharField(_("arquivo na fonte"), max_length=500, blank=True)
    source_commit = models.CharField(_("commit da fonte"), max_length=64, blank=True)
    source_fetched_on = models.DateField(_("lida em"), null=True, blank=True)
    source_author = models.CharField(_("autoria"), max_length=200, blank=True)
    source_license = models.CharField(_("licença"), max_length=100, blank=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("trilha")
        verbose_name_plural = _("trilhas")
        ordering = ["position", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uid"],
                name="catalog_track_uid",
                violation_error_message=_("Já existe uma trilha com este identificador."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.uid,)

    def clean(self) -> None:
        super().clean()
        if self.source_path and not is_inside(self.source_path.lstrip("/")):
            text = _("Use o caminho de um arquivo do repositório, como docs/README.md.")
            raise ValidationError({"source_path": text})

    def get_absolute_url(self) -> str:
        return reverse("catalog:track", args=[self.uid])

    def publish(self) -> bool:
        """Open the track to everybody. False when it was open already."""
        if self.status == Status.PUBLISHED:
            return False
        self.status = Status.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self.publish_at = None
        self.save(update_fields=["status", "published_at", "publish_at"])
        return True

    def withdraw(self, to: Status) -> bool:
        """Back to draft or out of use. False when it was so already."""
        if self.status == to:
            return False
        self.status, self.publish_at = to, None
        self.save(update_fields=["status", "publish_at"])
        return True

    def renumber(self) -> None:
        """Give the sections positions 10, 20, 30 … so that any number between is free again."""
        for place, section in enumerate(in_reading_order(self.sections.all()), 1):
            if section.position != place * 10:
                section.position = place * 10
                section.save(update_fields=["position"])


class SectionQuerySet(models.QuerySet["Section"]):
    def linked(self) -> Self:
        """Those with a link of their own. They are few, and no column keeps its address."""
        return self.exclude(url="")

    def standing(self) -> Self:
        """What pages show, or will: drafts too."""
        return self.exclude(track__status=Status.RETIRED)

    def get_by_natural_key(self, track: str, uid: str) -> "Section":
        return self.get(track__uid=track, uid=uid)


class Section(FrozenUid):
    """A heading of a track: ordered, nestable, maybe with a link of its own."""

    track = models.ForeignKey(
        Track, models.CASCADE, related_name="sections", verbose_name=_("trilha")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("dentro de"),
    )
    position = models.PositiveIntegerField(_("posição"), default=0)
    title = models.CharField(_("título"), max_length=200)
    title_language = models.CharField(
        _("idioma do título"), max_length=10, choices=Language, blank=True
    )
    url = WebField(_("endereço"), blank=True)
    description = models.TextField(_("descrição"), blank=True)

    objects = SectionQuerySet.as_manager()

    # Filled by Outline.
    rows: list["Step"]
    inner: list["Section"]
    shown: list["Step"]
    depth: int
    number: int | None = None
    path: str  # with the sections around it, filled by Arrangement

    class Meta:
        verbose_name = _("etapa")
        verbose_name_plural = _("etapas")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "uid"],
                name="catalog_section_uid_in_track",
                violation_error_message=_("Esta trilha já tem uma etapa com este identificador."),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="catalog_section_not_inside_itself",
                violation_error_message=_("Uma etapa não pode ficar dentro de si mesma."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str]:
        return (self.track.uid, self.uid)

    natural_key.dependencies = ["catalog.track"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return reverse("catalog:section", args=[self.track.uid, self.uid])

    @property
    def heading_language(self) -> str:
        return self.title_language or self.track.language

    def walk(self) -> Iterator["Step"]:
        """Its own steps, nested ones too, in reading order."""
        for step in self.rows:
            yield from step.walk()

    def walk_all(self) -> Iterator["Step"]:
        """Its own steps and those of the sections inside, as on a page of their own."""
        yield from self.walk()
        for section in self.inner:
            yield from section.walk_all()

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.track_id != self.track_id:
            raise ValidationError({"parent": _("A etapa de fora é de outra trilha.")})
        if self.pk and self.pk in ancestors(self):
            raise ValidationError({"parent": _("Assim a etapa ficaria dentro de si mesma.")})

    @property
    def host(self) -> str:
        return host(self.url)

    @property
    def holds(self) -> str:
        """What its rows are, when they are all alike; pages draw each kind in its own way."""
        rows = getattr(self, "shown", self.rows)
        kinds = {"skill" if s.skill else "community" if s.community else "step" for s in rows}
        return kinds.pop() if len(kinds) == 1 else "step"

    @property
    def minutes(self) -> int:
        """What is known of the time its resources take."""
        return sum(step.material.minutes or 0 for step in self.walk() if step.material)

    def with_inner(self, depth: int) -> Iterator["Section"]:
        """Itself and what stands inside, in reading order, as deep as on a page of their own."""
        self.depth = depth
        yield self
        for section in self.inner:
            yield from section.with_inner(depth + 1)

    def renumber(self) -> None:
        """Give the steps positions 10, 20, 30 … among their siblings."""
        places: dict[int | None, int] = {}
        named = self.steps.select_related("resource__merged_into", "skill", "community")
        for step in named.order_by("position", "pk"):  # the history writes down their names
            places[step.parent_id] = place = places.get(step.parent_id, 0) + 10
            if step.position != place:
                step.position = place
                step.save(update_fields=["position"])


def ancestors(row: Any) -> set[int]:
    """The keys above a row, following `parent`; stops at a circle that is there already."""
    above: set[int] = set()
    while (row := row.parent) is not None and row.pk not in above:
        above.add(row.pk)
    return above
