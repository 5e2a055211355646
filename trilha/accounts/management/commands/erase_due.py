from typing import Any

from django.core.management.base import BaseCommand

from trilha.accounts import privacy


class Command(BaseCommand):
    help = "Erases accounts whose owners asked for it seven days ago. Safe to repeat."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{privacy.erase_due()} accounts erased")
