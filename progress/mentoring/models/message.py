from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...markdown import render

LONGEST = 2000  # characters of one message
MOST_AN_HOUR = 60  # messages of one person, who writes by hand


class MessageQuerySet(models.QuerySet["Message"]):
    def check_pace(self, by: Any, now: datetime) -> None:
        if self.filter(by=by, at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
            text = _("Foram %(n)d mensagens em uma hora. Respire um pouco e envie esta depois.")
            raise ValidationError(text % {"n": MOST_AN_HOUR})


class Message(models.Model):
    # Names what a form sends, so that the same form sent twice says it once.
    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    thread = models.ForeignKey("mentoring.Thread", models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("mensagem"), validators=[MaxLengthValidator(LONGEST)])
    at = models.DateTimeField(_("quando"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mensagem")
        verbose_name_plural = _("mensagens")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.by_id}"

    @property
    def html(self) -> str:
        return render(self.text)
