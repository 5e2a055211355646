"""A track and the README that it came from, when both went on: what arrives from there, and what
we could give back."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from . import exporter, importer
from .importer.said import said_by
from .models import Edition, Source, Step, Track
from .readme.joining import join
from .readme.matching import Node, match, tree
from .readme.merging import Decisions, Merge
from .readme.outline import Heading, Item, Readme
from .readme.parse import parse
from .readme.patch import diff, edit
from .readme.wording import name

TRIES = 6  # at wording our edits so that they are read as what they are


class NoSourceError(Exception):
    """The track does not remember a README that it was made of."""


class OlderError(Exception):
    """The track took over another text after this one was read."""


class Update:
    """What taking another text of its README over would change in a track."""

    def __init__(self, track: Track, readme: Readme) -> None:
        self.track, self.readme = track, readme
        self.theirs = settled(readme)
        self.source = Source.objects.filter(track=track).first()
        # When nothing is remembered, nobody knows who wrote what: what is here stays as it is.
        known = Readme(self.theirs.title, self.theirs.description)
        self.base = settled(Readme.from_dict(self.source.outline)) if self.source else known
        self.ours = ours(track, self.base)
        self.merge = Merge(self.base, self.ours, self.theirs)

    def write(self, decisions: Decisions, **said: Any) -> Track:
        """Raises `UndecidedError`. Progress and notes are with resources, and no resource changes
        its address here: a step that goes to another one leaves them where they are."""
        joined = join(self.merge, decisions)
        same = joined.number()
        for node in self.readme.nodes():
            node.number = -1
        for raw, made in zip(_taken(self.readme), self.theirs.nodes(), strict=True):
            raw.number = made.number
        plan = importer.plan(joined.readme, self.track, same=same, base=self.ours)
        return importer.commit(plan, remember=self.readme, **said)


def update(
    track: Track, text: str, decisions: Decisions, *, read_at: Any = None, **said: Any
) -> Track:
    """Take a text over, in one transaction with one entry in the history. `said` is what
    `importer.commit` writes down (`by`, `origin`).

    Raises `UndecidedError` while something has to be decided, and `OlderError` if the track was
    updated after `read_at`.
    """
    readme = parse(text)
    with transaction.atomic():
        Edition.hold()
        now = Track.objects.select_for_update().get(pk=track.pk)
        found = Update(now, readme)
        if read_at and found.source and found.source.taken_at > read_at:
            raise OlderError
        # A text without a commit is of none; the one before would be a lie about it.
        said["origin"] = {"url": now.source_url, "commit": "", **said.get("origin", {})}
        return found.write(decisions, text=text, why=_("atualizou da fonte"), **said)


def source_of(track: Track) -> Source:
    found = Source.objects.filter(track=track).first()
    if found is None or not found.text:
        raise NoSourceError
    return found


def settled(readme: Readme) -> Readme:
    """A reading as the rows of a track can hold it, so that it can be compared with them."""
    whole = Readme(" ".join(readme.title.split()), readme.description)
    made: dict[Any, Any] = {None: whole}
    for said in said_by(readme):
        node = said.node
        same: dict[str, Any] = {"line": node.line, "uid": node.uid, "number": said.number}
        thing: Heading | Item
        if isinstance(node, Heading):
            level = node.level
            thing = Heading(
                said.title, level, url=said.url or None, description=said.remark, **same
            )
            made[said.inside].sections.append(thing)
        elif not said.is_remark and said.what:
            thing = Item(said.title, said.url or None, said.what, remark=said.remark, **same)
            made[said.inside].steps.append(thing)
        else:
            continue
        made[said] = thing
    return whole


def _taken(readme: Readme) -> Iterator[Heading | Item]:
    return (said.node for said in said_by(readme) if not said.is_remark)


def ours(track: Track, base: Readme) -> Readme:
    """The rows as they are now. What a step says only because of the thing it points to, and the
    source never said, is no edit of this track."""
    now = exporter.outline(track)
    before = {item.uid: item for item in base.items() if item.uid}
    own = {
        step.uid: step for step in Step.objects.filter(track=track).only("uid", "title", "remark")
    }
    for item in now.items():
        was, step = before.get(item.uid), own[item.uid]
        if was and not step.remark and not was.remark:
            item.remark = ""
        if was and not step.title and was.title in ("", was.url):
            item.title = was.title
    return now


@dataclass
class Edits:
    """Our edits of the source's text; `missed` are titles of lines that could not be written so
    that they would be read as they are here. Every question may raise `NoSourceError`, and
    `TooMany` for a README that takes more than this `patience` to be read again."""

    track: Track
    patience: int = 1

    @cached_property
    def source(self) -> Source:
        return source_of(self.track)

    @cached_property
    def base(self) -> Readme:
        return settled(Readme.from_dict(self.source.outline))

    @cached_property
    def ours(self) -> Readme:
        return ours(self.track, self.base)

    @property
    def text(self) -> str:
        return self._found[0]

    @property
    def missed(self) -> list[str]:
        return self._found[1]

    @property
    def diff(self) -> str:
        return diff(self.source.text, self.text, self.track.source_path)

    @cached_property
    def _found(self) -> tuple[str, list[str]]:
        anew, marked = set[str](), set[str]()
        for _try in range(TRIES):
            text = edit(self.source.text, self.base, self.ours, anew, marked)
            wrong = _misread(self.ours, text, self.patience) if text != self.source.text else []
            names = {*map(name, wrong)}
            if names <= marked:
                break
            marked |= names & anew
            anew |= names
        # In one line each: a line break would begin another file in a patch.
        return text, [" ".join(node.thing.title.split()) for node in wrong]


def _misread(readme: Readme, text: str, patience: int) -> list[Node]:
    """What a text does not say as it is."""
    wanted = tree(readme)
    pairs = match(wanted, tree(settled(parse(text, patience=patience))))
    return [node for node in wanted.walk() if node.above and not _is_said(node, pairs)]


def _is_said(node: Node, pairs: dict[Node, Node]) -> bool:
    other = pairs.get(node)
    return bool(
        other
        and node.above
        and pairs.get(node.above) is other.above
        and node.thing.title == other.thing.title
        and node.address == other.address
        and node.remark.split() == other.remark.split()
    )
