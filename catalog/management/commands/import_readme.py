import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from catalog.importer import Plan, commit, plan
from catalog.models import Source, Track
from catalog.readme.outline import Heading, Item
from catalog.readme.parse import ReadmeError, decode, read
from catalog.readme.reading.source import MOST_BYTES

PATIENCE = 5  # times the links that a page takes: all that 5 MB can say
QUIET = ("kept", "joined", "steps", "sections")  # totals that are no news


class Command(BaseCommand):
    help = "Make a draft of a README, or bring a track up to it. Exit code 2: nothing to study."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a Markdown file; - reads standard input")
        parser.add_argument("--track", metavar="UID", default="", help="a new one gets this uid")
        parser.add_argument("--dry-run", action="store_true", help="show what would change")
        parser.add_argument("--json", action="store_true", help="print one JSON object, no words")

    @override("en")  # as operators are spoken to
    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            text = decode(_bytes(name)).replace("\0", "")  # which no database stores
            readme = read(text, patience=PATIENCE)
        except OSError as error:
            raise _refused(f"{name} cannot be opened: {error.strerror}.") from None
        except ReadmeError as error:
            raise _refused(f"{name}: {error}. Nothing was written.") from None
        track = _track(options["track"], text)
        made = plan(readme, track, uid=options["track"])
        if not made.can_be_studied:
            raise _refused(f"{name}: there is nothing to study in it. Nothing was written.")
        if not options["dry_run"]:
            origin = {} if track or name == "-" else {"path": Path(name).name}
            commit(made, why=f"import_readme {Path(name).name}", text=text, origin=origin)
        if options["json"]:
            said = json.dumps(as_json(made), ensure_ascii=False, indent=2)
            self.stdout.write(said)
        else:
            self.tell(made, options["dry_run"])

    def tell(self, made: Plan, dry_run: bool) -> None:
        totals = {word: n for word, n in made.totals.items() if n and word not in QUIET}
        news = ", ".join(f"{n} {word.replace('_', ' ')}" for word, n in totals.items())
        self.stdout.write(f"{made.track.uid}: {news if made else 'nothing changed'}")
        for row in made.ignored:
            self.stdout.write(f"  ignored, line {row.line}, {row.reason}: {row.url}")
        if dry_run:
            self.stdout.write("It was only a rehearsal: nothing was written.")


def _bytes(name: str) -> bytes:
    """No more than it takes to see that it is too much."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _track(uid: str, text: str) -> Track | None:
    """The one of that uid; without one, that which was made of the very same text, so that an
    import which is run twice makes no second draft."""
    if uid:
        try:
            Track._meta.get_field("uid").clean(uid, None)
        except ValidationError as error:
            raise _refused(f"--track {uid}: {' '.join(error.messages)}") from None
        return Track.objects.filter(uid=uid).first()
    same = Source.objects.filter(text=text).select_related("track").order_by("pk").first()
    return same.track if same else None


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=2)


def as_json(made: Plan) -> dict[str, Any]:
    """What the README says, what was left out of it, and what it changes."""
    ignored = {(row.url, row.line) for row in made.ignored}

    def url(node: Heading | Item) -> str | None:
        return None if (node.url, node.line) in ignored else node.url

    def step(item: Item) -> dict[str, Any]:
        said = {"title": item.title, "url": url(item), "kind": item.kind.value, "line": item.line}
        return said | {"steps": [step(inner) for inner in item.steps]}

    def section(heading: Heading) -> dict[str, Any]:
        return {
            "title": heading.title,
            "level": heading.level,
            "url": url(heading),
            "steps": [step(item) for item in heading.steps],
            "sections": [section(inner) for inner in heading.sections],
        }

    changes = made.as_dict()
    return {
        "title": made.readme.title or made.track.title,
        "sections": [section(heading) for heading in made.readme.sections],
        "ignored": changes.pop("ignored"),
        "changes": {"track": made.track.uid, **changes},
    }
