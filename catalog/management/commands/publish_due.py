from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Edition, Track
from catalog.models.edition import changing_the_catalog


class Command(BaseCommand):
    help = "Publish the drafts whose moment has come. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        due = Track.objects.due_for_publishing().values_list("pk", flat=True)
        published = [key for key in due if self.publish(key)]
        if options["verbosity"]:
            uids = Track.objects.filter(pk__in=published).values_list("uid", flat=True)
            self.stdout.write("\n".join(f"published: {uid}" for uid in uids) or "nothing is due.")

    @transaction.atomic
    def publish(self, key: int) -> bool:
        Edition.hold()  # a curator may be quicker, or another worker
        track = Track.objects.due_for_publishing().filter(pk=key).first()
        if track is None:
            return False
        with changing_the_catalog(why=_("publicação agendada")):
            return track.publish()
