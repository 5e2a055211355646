from collections.abc import Iterator
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import PAGE_FETCH_MODE, FrozenUid, Language
from .community import Community
from .resource import Resource
from .skill import Skill
from .track import Section, Status, Track, ancestors


class Requirement(models.TextChoices):
    REQUIRED = "required", _("necessária")
    DIFFERENTIAL = "differential", _("diferencial")


class StepQuerySet(models.QuerySet["Step"]):
    def get_by_natural_key(self, track: str, uid: str) -> "Step":
        return self.get(track__uid=track, uid=uid)

    def standing(self) -> Self:
        """Steps that pages show: what they point to, or what survived it, is not retired."""
        return self.filter(
            Q(resource=None) | Q(resource__retired_at=None),
            Q(resource__merged_into=None) | Q(resource__merged_into__retired_at=None),
            Q(skill=None) | Q(skill__retired_at=None),
            Q(community=None) | Q(community__retired_at=None),
        )

    def public(self) -> Self:
        """Standing steps of published tracks, in the order of their pages."""
        return (
            self.standing()
            .filter(track__status=Status.PUBLISHED)
            .select_related("track", "section__track", "skill", "community")
            .order_by("track__position", "track_id", "section__position", "position", "pk")
            .fetch_mode(PAGE_FETCH_MODE)
        )

    def citing(self, resource: Resource) -> Self:
        """Where published tracks use a resource, itself or through a duplicate, in their order."""
        return self.public().pointing_to(resource)

    def pointing_to(self, resource: Resource) -> Self:
        return self.filter(Q(resource=resource) | Q(resource__merged_into=resource))


class Step(FrozenUid):
    """One line of a section: a resource, a skill, a community, or the plain title of a group."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="steps", editable=False)
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="steps", verbose_name=_("etapa")
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
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("recurso"),
    )
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("habilidade"),
    )
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("comunidade"),
    )
    requirement = models.CharField(
        _("exigência"),
        max_length=20,
        choices=Requirement,
        blank=True,
        help_text=_("Só para habilidades."),
    )
    title = models.CharField(
        _("título"),
        max_length=300,
        blank=True,
        help_text=_("Em branco, vale o título do que é apontado."),
    )
    title_language = models.CharField(
        _("idioma do título"), max_length=10, choices=Language, blank=True
    )
    remark = models.TextField(_("por que está aqui"), blank=True)

    objects = StepQuerySet.as_manager()

    below: list["Step"]  # filled by Outline, like `taught`: the keys of the skills it teaches
    taught: str | None
    is_dead: bool  # the link of its resource
    beside_a_skill: bool

    class Meta:
        verbose_name = _("passo")
        verbose_name_plural = _("passos")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "uid"],
                name="catalog_step_uid_in_track",
                violation_error_message=_("Esta trilha já tem um passo com este identificador."),
            ),
            models.CheckConstraint(
                condition=Q(resource=None, skill=None)
                | Q(resource=None, community=None)
                | Q(skill=None, community=None),
                name="catalog_step_points_to_one_thing",
                violation_error_message=_("Um passo aponta para uma coisa só."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(resource=None) | ~Q(skill=None) | ~Q(community=None),
                name="catalog_step_says_something",
                violation_error_message=_(
                    "Escolha um recurso, uma habilidade, uma comunidade, ou dê um título."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="catalog_step_not_inside_itself",
                violation_error_message=_("Um passo não pode ficar dentro de si mesmo."),
            ),
            models.CheckConstraint(
                condition=Q(requirement="") | ~Q(skill=None),
                name="catalog_step_only_skills_are_required",
                violation_error_message=_("Só habilidades são necessárias ou diferenciais."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.target or self.uid)

    def natural_key(self) -> tuple[str, str]:
        return (self.track.uid, self.uid)

    natural_key.dependencies = ["catalog.track"]  # type: ignore[attr-defined]

    @property
    def material(self) -> Resource | None:
        """The resource to study here: what survived, when the one cited is a duplicate."""
        return (self.resource.merged_into or self.resource) if self.resource else None

    @property
    def target(self) -> Resource | Skill | Community | None:
        return self.material or self.skill or self.community

    def walk(self) -> Iterator["Step"]:
        yield self
        for step in self.below:
            yield from step.walk()

    @property
    def heading(self) -> str:
        return self.title or (self.target.title if self.target else "")

    @property
    def heading_language(self) -> str:
        if self.title:
            return self.title_language or self.track.language
        return self.target.title_language if self.target else self.track.language

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The track stands on the row too: an outline is one statement, and the database can
        # promise that a uid is unique in its track.
        self.track_id = self.section.track_id
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.section_id != self.section_id:
            raise ValidationError({"parent": _("O passo de fora é de outra etapa.")})
        if self.pk and self.pk in ancestors(self):
            raise ValidationError({"parent": _("Assim o passo ficaria dentro de si mesmo.")})
