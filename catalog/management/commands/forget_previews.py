from typing import Any

from django.core.management.base import BaseCommand

from catalog.models import Preview


class Command(BaseCommand):
    help = "Deletes previews of imports that are older than a day. Safe to repeat."

    def handle(self, **options: Any) -> None:
        deleted, _ = Preview.objects.expired().delete()
        self.stdout.write(f"{deleted} previews deleted")
