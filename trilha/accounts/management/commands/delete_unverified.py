from typing import Any

from django.core.management.base import BaseCommand

from trilha.accounts.models import User


class Command(BaseCommand):
    help = "Deletes accounts whose e-mail was never confirmed within seven days. Safe to repeat."

    def handle(self, **options: Any) -> None:
        _, deleted = User.objects.never_verified().delete()
        self.stdout.write(f"{deleted.get(User._meta.label, 0)} accounts deleted")
