from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.models import Track
from catalog.upstream import Edits, NoSourceError

PATIENCE = 5  # nobody waits for a page, as in `import_readme`


class Command(BaseCommand):
    help = "Print what was edited in a track, as a patch of the README that it came from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uid")

    def handle(self, *args: Any, **options: Any) -> None:
        uid = options["uid"]
        track = Track.objects.filter(uid=uid).first()
        if track is None:
            raise CommandError(f"There is no track {uid}.", returncode=2)
        edits = Edits(track, patience=PATIENCE)
        try:
            self.stdout.write(edits.diff, ending="")
        except NoSourceError:
            text = f"{uid} does not remember the README that it came from; update it once."
            raise CommandError(text, returncode=2) from None
        for title in edits.missed:
            self.stderr.write(f"not in the patch: {title}")
