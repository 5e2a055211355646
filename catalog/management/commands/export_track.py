import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.exporter import text_of
from catalog.models import Track
from catalog.trackfile import document


class Command(BaseCommand):
    help = "Print a track as a README or as JSON; drafts too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uid")
        parser.add_argument("--format", choices=["md", "json"], default="md")

    def handle(self, *args: Any, **options: Any) -> None:
        track = Track.objects.filter(uid=options["uid"]).first()
        if track is None:
            raise CommandError(f"There is no track {options['uid']}.", returncode=2)
        if options["format"] == "json":
            self.stdout.write(json.dumps(document(track), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(text_of(track), ending="")
