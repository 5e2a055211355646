from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from catalog.linkhealth import Round

AT_MOST = 200  # a good minute for each twenty


class Command(BaseCommand):
    help = "Visit the links whose time has come: who opens, moved, or died?"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=AT_MOST, help="visits at most (%(default)s)"
        )
        parser.add_argument("--host", default="", help="only links of this site, like github.com")

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = Round()
        round_.go(options["limit"], options["host"])
        if options["verbosity"]:
            counts = ", ".join(f"{n} {outcome}" for outcome, n in round_.found.most_common())
            self.stdout.write(f"{round_.found.total()} visited{': ' if counts else ''}{counts}")
        if round_.deaf:
            self.stderr.write("Nobody answered: is this machine offline? They are asked later.")
