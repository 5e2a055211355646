from typing import Any

from django.core.management.base import BaseCommand
from django.db import IntegrityError, transaction

from catalog.models import Edition, Entry
from catalog.models.fields import stale


class Command(BaseCommand):
    help = "Work out stems and addresses again, after loaddata or when their rules have changed."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        rows = [row for model in Entry.__subclasses__() for row in model._default_manager.all()]
        changed = sum(self.renew(row, stale(row)) for row in rows)
        if changed:
            Edition.turn()
        self.stdout.write(f"{changed} of {len(rows)} rows changed.")

    def renew(self, row: Entry, values: dict[str, str]) -> bool:
        """Whether anything was written."""
        itself = type(row)._default_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                return bool(values) and bool(itself.update(**values))
        except IntegrityError:
            address = values.pop("address")
            self.stderr.write(f"{row} now has the address of another row ({address}): merge them.")
            return self.renew(row, values)
