from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

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

    @transaction.atomic  # a broken file among several: nothing at all is written
    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["file"] or files_of_tracks(settings.FIXTURE_DIRS):
            try:
                report = load(path, options["dry_run"])
            except BrokenFileError as error:
                text = _("%(file)s: %(why)s Nada foi carregado.")
                raise CommandError(text % {"file": path.name, "why": error}) from None
            self.tell(path, report, options["verbosity"])
        if options["dry_run"]:
            self.stdout.write(_("Foi só um ensaio: nada foi gravado."))

    def tell(self, path: Path, report: Report, verbosity: int) -> None:
        said = {
            _("novos"): report.added,
            _("mudados"): report.changed,
            _("trazidos de volta"): report.brought_back,
            _("retirados"): report.retired,
            _("apagados"): report.removed,
            _("fora do arquivo, mas com algo dentro"): report.kept,
        }
        counts = [f"{len(names)} {word}" for word, names in said.items() if names]
        self.stdout.write(f"{path.name}: {', '.join(counts) or _('nada mudou')}")
        for word, names in said.items() if verbosity else ():
            shown = names if verbosity > 1 else names[:SHOWN]
            for name in shown:
                self.stdout.write(f"  {word}: {name}")
            if hidden := len(names) - len(shown):
                self.stdout.write(_("  … e mais %(n)s (--verbosity 2 mostra)") % {"n": hidden})
