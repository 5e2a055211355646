from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from progress.mentoring.models import Invitation, Look


class Command(BaseCommand):
    help = (
        "Deletes looks at learners that are older than a year, and forgets the e-mail addresses of"
        " invitations that let nobody in any more. Safe to repeat."
    )

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        gone, _rows = Look.objects.outlived(now).delete()
        addresses = Invitation.objects.forget_addresses(now)
        self.stdout.write(f"{gone} looks deleted, {addresses} addresses forgotten")
