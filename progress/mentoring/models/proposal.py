from collections.abc import Collection
from datetime import date
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Count, Min, Prefetch, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Resource

from ...models import Due
from .membership import MembershipQuerySet

MOST_STEPS = 100
MOST_A_DAY = 30  # batches of one mentor, who proposes by hand
BATCH = 1000  # rows that are written at once


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None, withdrawn_at=None)

    def waiting_first(self) -> Self:
        return self.order_by(Case(When(answered_at=None, then=0), default=1), "-made_at", "-pk")

    def for_page(self) -> Self:
        """`shown`: the steps that can be opened."""
        rows = self.select_related("membership__cohort", "membership__learner", "by")
        steps = Prefetch("steps", ProposedStep.objects.shown(), to_attr="shown")
        return rows.prefetch_related(steps).fetch_mode(PAGE_FETCH_MODE)

    def batches(self) -> Any:
        """What one form proposed together, the latest first: how many people it went to, and how
        they answered. `first`: one of its proposals, for what they have in common."""
        said = Q(answered_at__isnull=False)
        gone = Q(withdrawn_at__isnull=False)
        rows = self.order_by().values("batch").annotate(first=Min("pk"), people=Count("pk"))
        return rows.annotate(
            yes=Count("pk", filter=Q(accepted=True)),
            no=Count("pk", filter=said & Q(accepted=False)),
            withdrawn=Count("pk", filter=gone),
            waiting=Count("pk", filter=~said & ~gone),
        ).order_by("-first")

    def propose(
        self,
        members: MembershipQuerySet,
        *,
        by: Any,
        resources: Collection[Resource],
        batch: UUID,
        due_on: date | None = None,
        remark: str = "",
    ) -> int:
        """Propose these steps to each of these members; to how many. A batch is proposed once."""
        with transaction.atomic():
            # The memberships first: of one form sent twice at once, the second waits here.
            to = list(members.select_for_update(of=("self",)).order_by("pk"))
            if self.filter(batch=batch).exists():
                return 0
            made = self.bulk_create(
                Proposal(membership=member, by=by, batch=batch, due_on=due_on, remark=remark)
                for member in to
            )
            ProposedStep.objects.bulk_create(
                [
                    ProposedStep(proposal=proposal, resource=resource, position=place * 10)
                    for proposal in made
                    for place, resource in enumerate(resources, 1)
                ],
                BATCH,
            )
        return len(made)

    def withdraw(self) -> int:
        """Take back those that nobody answered yet; how many."""
        # By their keys: asked again in the midst of writing, only the row itself tells that
        # somebody answered in between.
        keys = list(self.values_list("pk", flat=True))
        rows = Proposal.objects.filter(pk__in=keys).waiting()
        return rows.update(withdrawn_at=timezone.now())


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

    shown: list["ProposedStep"]  # said by `for_page`

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

    @property
    def signature(self) -> str:
        """Who proposes, by name."""
        return str(self.by.signature)

    @property
    def materials(self) -> list[Resource]:
        """What to study, each thing once."""
        return list(dict.fromkeys(step.material for step in self.shown))

    def accept(self, resources: Collection[int], due_on: date | None) -> bool:
        """Take these of its steps into the learner's plan. False when it was answered or withdrawn
        before; then nothing changes."""
        with transaction.atomic():
            if not self._answer(accepted=True):
                return False
            Due.objects.agree(self.membership.learner_id, resources, due_on)
        return True

    def decline(self) -> bool:
        """Say no, for no reason that anybody asks for. False as above."""
        return self._answer(accepted=False)

    def _answer(self, *, accepted: bool) -> bool:
        """The row itself decides between two answers, or an answer and a withdrawal: who comes
        second finds it no longer waiting. Afterwards this object tells what holds."""
        mine = Proposal.objects.filter(pk=self.pk)
        won = mine.waiting().update(answered_at=timezone.now(), accepted=accepted)
        self.refresh_from_db(fields=["answered_at", "accepted", "withdrawn_at"])
        return bool(won)


class ProposedStepQuerySet(models.QuerySet["ProposedStep"]):
    def shown(self) -> Self:
        """What can be opened: not what a curator took back to a draft meanwhile."""
        public = Resource.objects.public()
        open_now = Q(resource__merged_into=None) | Q(resource__merged_into__in=public)
        rows = self.filter(open_now, resource__in=public).select_related("resource__merged_into")
        return rows.fetch_mode(PAGE_FETCH_MODE)


class ProposedStep(models.Model):
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps", db_index=False)
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("posição"), default=0)

    objects = ProposedStepQuerySet.as_manager()

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

    @property
    def material(self) -> Resource:
        """What to study: the survivor, when the one proposed was merged as a duplicate."""
        return self.resource.merged_into or self.resource
