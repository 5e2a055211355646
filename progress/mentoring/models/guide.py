from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from .invitation import ForAnother, Invitation, Role, Shut
from .item import ShareItem


class GuideQuerySet(models.QuerySet["Guide"]):
    def standing(self) -> Self:
        """Of people who use their account and stay."""
        return self.filter(person__is_active=True, person__erase_at=None)

    def called(self) -> Self:
        """Those who help; the one whose cohort it is stays with it."""
        return self.exclude(person=models.F("cohort__owner"))

    def of(self, person: Any) -> Self:
        return self.filter(person=person)

    def join(self, invitation: Invitation, person: Any) -> "Guide":
        """Guide that cohort as well, once however often asked. Raises `Shut`: also for somebody
        who studies in it, and for whom it was not sent to."""
        with transaction.atomic():
            cohort = Invitation.objects.hold_cohort(invitation)
            if mine := self.filter(cohort=cohort, person=person).first():
                return mine
            if invitation.role != Role.GUIDE or cohort.members.here(person).exists():
                raise Shut
            if not invitation.is_for(person):
                raise ForAnother
            Invitation.objects.use(invitation, timezone.now())
            return self.create(cohort=cohort, person=person)

    def for_page(self) -> Self:
        """`listed`: changes whenever the list that the cohort studies is saved."""
        items = ShareItem.objects.filter(link=models.OuterRef("cohort__list")).order_by()
        latest = items.values("link").annotate(latest=models.Max("pk")).values("latest")
        rows = self.select_related("cohort", "person").fetch_mode(PAGE_FETCH_MODE)
        return rows.annotate(listed=models.Subquery(latest))

    def stamp(self) -> str:
        return stamp_of(self.for_page())


def in_order(guides: Iterable["Guide"]) -> list["Guide"]:
    """Stands first whose cohort it is."""
    return sorted(guides, key=lambda guide: guide.person_id != guide.cohort.owner_id)


def stamp_of(guides: Iterable["Guide"]) -> str:
    """By whom what would be seen until when: a page carries it, and a yes counts for just what
    stood there."""
    rows = in_order(guides)
    if not rows:
        return ""
    cohort = rows[0].cohort
    studied = (cohort.track_id, cohort.list_id, rows[0].listed, cohort.ends_on)
    return ".".join(map(str, [*(guide.pk for guide in rows), *studied]))


class Guide(models.Model):
    """A mentor of a cohort: the one whose it is, or one who was called to help.

    What learners show was shown to those who were there when they said yes: consent given before
    `since` does not reach this mentor (decision 0029).
    """

    cohort = models.ForeignKey(
        "mentoring.Cohort", models.CASCADE, related_name="guides", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(_("desde"), default=timezone.now)
    mails = models.BooleanField(_("avisar por e-mail"), default=False)

    objects = GuideQuerySet.as_manager()

    listed: int | None  # said by `for_page`

    class Meta:
        verbose_name = _("quem guia")
        verbose_name_plural = _("quem guia")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="mentoring_guide_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.person_id}"

    def stop(self) -> None:
        """Guide no more, from the very next request on; nobody comes in by their invitations
        either. Who is called again later sees what is shown from then on."""
        with transaction.atomic():
            made = Invitation.objects.filter(cohort=self.cohort_id, made_by=self.person_id)
            made.revoke(timezone.now())
            Guide.objects.filter(pk=self.pk).delete()
