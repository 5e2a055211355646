from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from ...markdown import render

LONGEST = 2000  # characters of one message


class ThreadQuerySet(models.QuerySet["Thread"]):
    def for_page(self) -> Self:
        rows = self.select_related(
            "membership__cohort", "membership__learner", "mentor", "resource__merged_into"
        )
        return rows.fetch_mode(PAGE_FETCH_MODE)


class Thread(models.Model):
    """What one mentor and one learner of a cohort say to each other about one step. Theirs alone:
    other mentors of the cohort do not read it."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    membership = models.ForeignKey(
        "mentoring.Membership", models.CASCADE, related_name="threads", db_index=False
    )
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("começou em"), default=timezone.now)
    latest_at = models.DateTimeField(_("última mensagem"), default=timezone.now)
    closed_at = models.DateTimeField(_("encerrada em"), null=True, blank=True)
    # Until when each side has read.
    learner_saw_at = models.DateTimeField(null=True, blank=True)
    mentor_saw_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversa")
        verbose_name_plural = _("conversas")
        ordering = ["-latest_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "mentor", "resource"], name="mentoring_thread_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.resource_id}"


class Message(models.Model):
    # Names what a form sends, so that the same form sent twice says it once.
    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("mensagem"), validators=[MaxLengthValidator(LONGEST)])
    at = models.DateTimeField(_("quando"), default=timezone.now)

    class Meta:
        verbose_name = _("mensagem")
        verbose_name_plural = _("mensagens")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.by_id}"

    @property
    def html(self) -> str:
        return render(self.text)
