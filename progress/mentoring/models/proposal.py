from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None, withdrawn_at=None)

    def for_page(self) -> Self:
        rows = self.select_related("membership__cohort", "membership__learner", "by")
        return rows.fetch_mode(PAGE_FETCH_MODE)


class Proposal(models.Model):
    """Steps that a mentor proposes to one learner, who takes them into their plan or not."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    # What one form proposes to several people: sent twice, it proposes once.
    batch = models.UUIDField(_("leva"), default=uuid4, editable=False)
    membership = models.ForeignKey("mentoring.Membership", models.CASCADE, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    remark = models.CharField(_("recado"), max_length=500, blank=True)
    due_on = models.DateField(_("até"), null=True, blank=True)
    made_at = models.DateTimeField(_("proposta em"), default=timezone.now)
    answered_at = models.DateTimeField(_("respondida em"), null=True, blank=True)
    accepted = models.BooleanField(_("aceita"), default=False)
    withdrawn_at = models.DateTimeField(_("retirada em"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposta")
        verbose_name_plural = _("propostas")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "membership"], name="mentoring_proposal_once_a_batch"
            ),
            models.CheckConstraint(
                condition=Q(accepted=False) | Q(answered_at__isnull=False),
                name="mentoring_proposal_accepted_by_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.by_id}"


class ProposedStep(models.Model):
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps", db_index=False)
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("posição"), default=0)

    class Meta:
        verbose_name = _("passo proposto")
        verbose_name_plural = _("passos propostos")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "resource"], name="mentoring_proposedstep_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.resource_id}"
