from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..links import canonical
from . import acceptance, newcomer
from .edition import Edition, changing_the_catalog
from .fields import AddressField, WebField
from .queue import SuggestionQuerySet
from .resource import Resource
from .track import Section


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
    # What it says of the resource beside title and address: `{"minutes": {"to": 30}}`. Of a
    # correction all of it, with what the resource said when it was written, as `from`.
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

    @property
    def subject(self) -> Resource | None:
        """The resource it is about, today: of a duplicate the one that stayed."""
        return (self.about.merged_into or self.about) if self.about else None

    def clean(self) -> None:
        """Whether a new one may join the queue."""
        super().clean()
        if not self._state.adding:
            return
        newcomer.check_author(self.by_id)
        newcomer.check_words(self)
        newcomer.check_place(self)

    def twins(self) -> SuggestionQuerySet:
        """Waiting ones of the same person, for the same place, of the same address."""
        return Suggestion.objects.waiting().filter(
            by=self.by_id,
            kind=self.kind,
            track=self.track_id,
            section=self.section_id,
            about=self.about_id,
            address=canonical(self.url),
        )

    def propose(self) -> "Suggestion":
        """Put it into the queue and return it; sent twice, return the one that stands there.

        Raises `ValidationError`, in words for the person.
        """
        people: Any = get_user_model().objects
        words = ("title", "remark", "changes", "named")
        with transaction.atomic():
            # One after the other, so that two at once are counted as two.
            people.select_for_update(no_key=True).get(pk=self.by_id)
            twin: Suggestion
            for twin in self.twins():
                if all(getattr(twin, name) == getattr(self, name) for name in words):
                    return twin
            self.full_clean()
            self.save()
        return self

    def withdraw(self) -> bool:
        """Take it back, and nothing of it is kept. False when it was decided already."""
        with transaction.atomic():
            waiting = self._locked()
            if waiting:
                waiting.delete()
        return waiting is not None

    def show_name(self, *, shown: bool) -> bool:
        """Whether the page of the resource thanks its author. False when it was so already."""
        changed = self.named != shown
        if changed:
            with transaction.atomic():
                # No page shows it while it waits, nor when it was declined.
                if not self._locked() and self.status != self.Status.DECLINED:
                    Edition.turn()
                self.named = shown
                self.save(update_fields=["named"])
        return changed

    def outcome(self) -> dict[str, Any]:
        """What the resource would say. A field that changed since keeps what it says today."""
        subject = self.subject
        said = {name: change["to"] for name, change in self.changes.items()}
        if subject and self.kind == self.Kind.CORRECTION:
            late = self.outdated()
            fresh = {name: value for name, value in said.items() if name not in late}
            return acceptance.said_today(subject) | fresh
        blank = acceptance.said_today(subject or Resource())
        if self.kind == self.Kind.TRANSLATION:
            blank |= {"description": "", "cost": "", "minutes": None}
        return blank | said | {"title": self.title, "url": self.url}

    def fields_said(self) -> list[str]:
        """What the fields are called that it would change."""
        fields: Any = Resource._meta.get_field
        return [str(fields(name).verbose_name) for name in self.changes]

    def outdated(self) -> set[str]:
        """Fields of a correction that say today neither what they said nor what they should."""
        subject = self.subject
        return {
            name
            for name, change in self.changes.items()
            if subject
            and self.kind == self.Kind.CORRECTION
            and getattr(subject, name) not in (change["from"], change["to"])
        }

    def accept(
        self,
        by: Any,
        said: Mapping[str, Any] | None = None,
        into: Section | None = None,
        seen: str = "",
    ) -> bool:
        """Do what it says, in one entry of the history. False when it was decided already.

        A curator may say it otherwise (`said`, of a correction with the fingerprint of what they
        saw) and choose the place. Raises `ValidationError` when it cannot be done as things are.
        """
        # Not the author's name: the history outlives their account.
        why = _now("aceitou a sugestão nº %(n)d") % {"n": self.pk}
        with transaction.atomic():
            # Before any row, as everybody. The same address may be accepted elsewhere just now.
            Edition.hold()
            me = self._locked()
            if me is None:
                return False
            acceptance.hold_subject(me)
            acceptance.check_today(me, said, seen)
            if me.subject:
                acceptance.keep_as_it_was(me.subject)
            with changing_the_catalog(by, why):
                self.resource = acceptance.carry_out(me, said or me.outcome(), into)
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
