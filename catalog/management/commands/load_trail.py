from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from catalog.fixture import BrokenFileError, files_of_tracks
from catalog.loader import Report, load

SHOWN = 20  # names of a kind, before `--verbosity 2` is needed for the rest


class Command(BaseCommand):
    help = "Load the files of tracks: new and changed rows come in, what left is retired."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="*", type=Path, help="by default every track of fixtures/"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change")

    @override("en")  # as operators are spoken to, also by names of models and by validation
    @transaction.atomic  # a broken file among several: nothing at all is written
    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["file"] or files_of_tracks(settings.FIXTURE_DIRS):
            try:
                report = load(path, options["dry_run"])
            except BrokenFileError as error:
                raise CommandError(f"{path.name}: {error} Nothing was loaded.") from None
            self.tell(path, report, options["verbosity"])
        if options["dry_run"]:
            self.stdout.write("It was only a rehearsal: nothing was written.")

    def tell(self, path: Path, report: Report, verbosity: int) -> None:
        said = {
            "new": report.added,
            "changed": report.changed,
            "brought back": report.brought_back,
            "retired": report.retired,
            "deleted": report.removed,
            "gone from the file, but holding something": report.kept,
        }
        counts = [f"{len(names)} {word}" for word, names in said.items() if names]
        self.stdout.write(f"{path.name}: {', '.join(counts) or 'nothing changed'}")
        for word, names in said.items() if verbosity else ():
            shown = names if verbosity > 1 else names[:SHOWN]
            for name in shown:
                self.stdout.write(f"  {word}: {name}")
            if hidden := len(names) - len(shown):
                self.stdout.write(f"  … and {hidden} more (--verbosity 2 shows them)")
