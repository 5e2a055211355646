from datetime import timedelta
from typing import Any, Self

import reversion
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .base import free_uid
from .edition import Edition, changing_the_catalog
from .fields import AddressField, WebField
from .order import in_reading_order
from .resource import Resource
from .step import Step
from .track import Section, Status

A_DAY = 10  # suggestions of one person; a queue is read by people


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def waiting(self) -> Self:
        return self.filter(status=Suggestion.Status.WAITING)

    def of_today(self, person: Any) -> Self:
        """What a person suggested in the last 24 hours."""
        return self.filter(by=person, made_at__gt=timezone.now() - timedelta(days=1))


class Suggestion(models.Model):
    """A proposal by anybody, waiting in the curators' queue.

    A link goes into a section; the others are about a resource that is there: another text for
    some of its fields, another address that replaces it, or the same thing in another language.
    """

    class Kind(models.TextChoices):
        LINK = "link", _("recurso novo")
        CORRECTION = "correction", _("correção")
        REPLACEMENT = "replacement", _("substituto")
        TRANSLATION = "translation", _("em outro idioma")

    class Status(models.TextChoices):
        WAITING = "waiting", _("esperando")
        ACCEPTED = "accepted", _("aceita")
        DECLINED = "declined", _("recusada")

    # An accepted suggestion outlives its author's account, without the name.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("de quem"),
    )
    kind = models.CharField(
        _("o que é"), max_length=12, choices=Kind, default=Kind.LINK, db_default="link"
    )
    track = models.ForeignKey(
        "catalog.Track",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trilha"),
    )
    section = models.ForeignKey(
        "catalog.Section",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("etapa"),
    )
    about = models.ForeignKey(
        "catalog.Resource",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sobre"),
    )
    title = models.CharField(_("título"), max_length=300)
    url = WebField(_("endereço"))
    address = AddressField()
    # Of a correction: the fields of the resource that should say something else.
    changes = models.JSONField(_("mudanças"), default=dict, blank=True)
    remark = models.TextField(_("por quê"), blank=True)
    named = models.BooleanField(
        _("mostrar meu nome"),
        default=False,
        db_default=False,
        help_text=_("Se for aceita, a página do recurso agradece a você pelo nome."),
    )
    status = models.CharField(
        _("situação"), max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    reason = models.CharField(_("motivo"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("feita em"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decidida em"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("decidida por"),
    )
    resource = models.ForeignKey(
        "catalog.Resource",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("recurso"),
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sugestão")
        verbose_name_plural = _("sugestões")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["status", "made_at"], name="catalog_suggestion_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="link", track__isnull=False)
                | ~models.Q(kind="link") & models.Q(about__isnull=False),
                name="catalog_suggestion_is_about_something",
                violation_error_message=_("Diga de que trilha ou de que recurso se trata."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    def clean(self) -> None:
        """Whether a new one may join the queue."""
        super().clean()
        if not self._state.adding:
            return
        if not EmailAddress.objects.filter(user=self.by_id, verified=True).exists():
            raise ValidationError(_("Confirme seu e-mail antes de sugerir."))
        if Suggestion.objects.of_today(self.by_id).count() >= A_DAY:
            text = _("São até %(n)d sugestões por dia. Amanhã dá para sugerir mais.")
            raise ValidationError(text, params={"n": A_DAY})
        if self.track and self.track.status != Status.PUBLISHED:
            raise ValidationError(_("Esta trilha não está publicada agora."))
        resource = Resource.objects.at(self.url)
        if resource and Step.objects.filter(track=self.track_id).citing(resource).exists():
            raise ValidationError(_("Este recurso já está nesta trilha."))

    def propose(self) -> None:
        """Put it into the queue. Raises `ValidationError`, in words for the person."""
        people: Any = get_user_model().objects
        with transaction.atomic():
            # One after the other, so that two at once are counted as two.
            people.select_for_update(no_key=True).get(pk=self.by_id)
            self.full_clean()
            self.save()

    def withdraw(self) -> bool:
        """Take it back, and nothing of it is kept. False when it was decided already."""
        with transaction.atomic():
            waiting = self._locked()
            if waiting:
                waiting.delete()
        return waiting is not None

    def accept(self, by: Any) -> bool:
        """Put the link at the end of its section, or of its track, in one entry of the history.

        False when it was decided already. Raises `ValidationError` when the track has no section.
        """
        # Not the author's name: the history outlives their account.
        why = _now("aceitou a sugestão nº %(n)d") % {"n": self.pk}
        with transaction.atomic():
            if self._locked() is None:
                return False
            # The same address may be accepted elsewhere at this moment.
            Edition.hold()
            section = self.section or self._last_section()
            with changing_the_catalog(by, why):
                self.resource = self._found_or_made()
                self._put_into(section, self.resource)
            self._decide(by, self.Status.ACCEPTED)
        return True

    def decline(self, by: Any, reason: str) -> bool:
        """Say no, and why. False when it was decided already."""
        with transaction.atomic():
            if self._locked() is None:
                return False
            self.reason = reason
            self._decide(by, self.Status.DECLINED)
        return True

    def _locked(self) -> "Suggestion | None":
        return Suggestion.objects.waiting().select_for_update().filter(pk=self.pk).first()

    def _decide(self, by: Any, status: str) -> None:
        self.status, self.decided_by, self.decided_at = status, by, timezone.now()
        self.save(update_fields=["status", "decided_by", "decided_at", "reason", "resource"])

    def _last_section(self) -> Section:
        sections: list[Section] = in_reading_order(Section.objects.filter(track=self.track_id))
        if not sections:
            raise ValidationError(_("A trilha ainda não tem etapas: crie uma antes de aceitar."))
        return sections[-1]

    def _found_or_made(self) -> Resource:
        if resource := Resource.objects.at(self.url):
            resource.bring_back()
            return resource
        near = Resource.objects.filter(uid__startswith=free_uid(self.title, (), "recurso"))
        uid = free_uid(self.title, set(near.values_list("uid", flat=True)), "recurso")
        return Resource.objects.create(uid=uid, title=self.title, url=self.url)

    def _put_into(self, section: Section, resource: Resource) -> None:
        if section.steps.standing().pointing_to(resource).exists():
            return
        last = section.steps.aggregate(last=models.Max("position"))["last"] or 0
        taken = set(Step.objects.filter(track=self.track_id).values_list("uid", flat=True))
        uid = free_uid(resource.uid, taken)
        Step.objects.create(section=section, resource=resource, uid=uid, position=last + 10)
        reversion.add_to_revision(section)  # with its steps, so that its own history tells of it
