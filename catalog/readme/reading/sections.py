"""The tree of headings while it grows."""

from dataclasses import dataclass

from ..outline import Heading, Item, Readme, Reason
from .guess import Place
from .marks import Mark
from .roles import role

LONGEST_TITLE = 200
DEEPEST = 20


type Known = dict[int, Heading]  # by identity, since equal headings may stand anywhere


@dataclass(slots=True)
class Fold:
    """Where things stood when a fold began, and what its headings are lowered by."""

    stack: list[Heading]
    ignoring: tuple[int, Reason] | None
    level: int
    by: int | None = None


class Sections:
    def __init__(self) -> None:
        self.readme = Readme()
        self.stack: list[Heading] = []
        self.home: Heading | None = None  # of steps before the first heading
        self.ignoring: tuple[int, Reason] | None = None  # from a level on, and why
        self.folds: list[Fold] = []
        self.tentative: Known = {}  # leave again when nothing comes below them
        self.bold: Known = {}
        self.literal: Known = {}  # marked: sections, whatever they are called
        self.titled = False

    # --- Headings ---

    def open(
        self, heading: Heading, mark: Mark | None = None, *, bold: bool = False
    ) -> Reason | None:
        """A heading begins. Answers why it and what follows is ignored, if it is."""
        self._lower(heading)
        if bold:
            real = (it.level for it in self.stack if id(it) not in self.bold)
            heading.level = min(1 + max(real, default=1), DEEPEST)
            self.bold[id(heading)] = heading
        if self.ignoring and heading.level > self.ignoring[0]:
            return self.ignoring[1]
        reason = None if mark else role(heading.title)
        self.ignoring = None
        if reason and reason != Reason.CONTENTS:
            self.ignoring = heading.level, reason
            return reason
        while self.stack and self.stack[-1].level >= heading.level:
            self.stack.pop()
        is_title = self._is_title(heading, mark, reason)
        self.titled = self.titled or heading.level == 1
        if is_title:
            self.readme.title = heading.title
        else:
            self._put(heading, marked=mark is not None, tentative=reason is not None)
        return None

    def _is_title(self, heading: Heading, mark: Mark | None, reason: Reason | None) -> bool:
        if mark:
            return mark.title and not self.titled
        return heading.level == 1 and not self.titled and not reason

    def _put(self, heading: Heading, *, marked: bool, tentative: bool) -> None:
        row = self.stack[-1].sections if self.stack else self.readme.sections
        row.append(heading)
        self.stack.append(heading)
        if marked:
            self.literal[id(heading)] = heading
        if tentative:
            self.tentative[id(heading)] = heading

    def fold(self, heading: Heading) -> Reason | None:
        """A fold opens: a heading that ends where the fold ends, with those inside below it."""
        before = [*self.stack], self.ignoring
        heading.level = heading.level or 1 + max((it.level for it in self.stack), default=1)
        reason = self.open(heading) if heading.title else None
        self.folds.append(Fold(*before, heading.level))
        return reason

    def unfold(self) -> None:
        if self.folds:
            fold = self.folds.pop()
            self.stack, self.ignoring = fold.stack, fold.ignoring

    def _lower(self, heading: Heading) -> None:
        if self.folds:
            fold = self.folds[-1]
            fold.by = max(0, fold.level + 1 - heading.level) if fold.by is None else fold.by
            heading.level = max(heading.level + fold.by, fold.level + 1)
        heading.level = min(heading.level, DEEPEST)

    # --- What stands under them ---

    def is_contents(self) -> bool:
        """Whether the heading above says that a table of contents follows."""
        return bool(self.stack) and id(self.stack[-1]) in self.tentative

    def place(self) -> Place:
        return Place(tuple(heading.title for heading in self.stack))

    def add(self, steps: list[Item]) -> None:
        if steps and not self.stack and self.home is None:
            self.home = Heading(self.readme.title, 0, steps[0].line)
            self.readme.sections.insert(0, self.home)
        home = self.stack[-1] if self.stack else self.home
        if home is not None:
            home.steps += steps

    def describe(self, text: str) -> None:
        holder = self.stack[-1] if self.stack else self.readme
        holder.description = "\n\n".join(filter(None, [holder.description, text]))

    # --- The end ---

    def finish(self, title: str) -> Readme:
        readme = self.readme
        if self.tentative:
            readme.sections = self._filled(readme.sections)
        readme.title = readme.title or title
        if self.home is not None:
            others = [it for it in readme.sections if it is not self.home]
            self.home.level = others[0].level if others else 2
            self.home.title = readme.title
        self._promote()
        _cut(readme)
        for heading in readme.walk():
            _cut(heading)
        readme.level()
        return readme

    def _filled(self, sections: list[Heading]) -> list[Heading]:
        """Without the headings of tables of contents; what such a heading took in stays."""
        kept: list[Heading] = []
        for heading in sections:
            heading.sections = self._filled(heading.sections)
            empty = not heading.steps and not heading.description
            kept += heading.sections if empty and id(heading) in self.tentative else [heading]
        return kept

    def _promote(self) -> None:
        """One heading above all others is the title, whatever its level."""
        readme = self.readme
        only = readme.sections[0] if len(readme.sections) == 1 else None
        if readme.title or only is None or only is self.home or only.steps or only.url:
            return
        if only.sections and id(only) not in self.literal:
            readme.title = only.title
            readme.description = "\n\n".join(filter(None, [readme.description, only.description]))
            readme.sections = only.sections


def _cut(named: Readme | Heading) -> None:
    """A title that fits; the whole of it goes before the description."""
    if len(named.title) > LONGEST_TITLE:
        named.description = "\n\n".join(filter(None, [named.title, named.description]))
        named.title = f"{named.title[: LONGEST_TITLE - 1].rstrip()}…"
