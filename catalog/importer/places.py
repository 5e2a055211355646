"""Where rows stand, and in which order: the README's, and what curators moved since."""

from collections.abc import Iterable, Iterator

from ..models import Section, Step
from ..models.order import in_reading_order
from .order import displaced, weave
from .plan import Change, Mark
from .said import Key, Said
from .standing import Row, Standing, values

Home = Key | None  # the section or step that a row stands in; None is the track itself


class Places:
    """Moves the rows of changes, and says what leaves the track."""

    def __init__(self, now: Standing, changes: dict[Said, Change]) -> None:
        self.now, self.changes = now, changes
        self.told = {key_of(change.row): change for change in changes.values() if change.row}
        self.rows = now.rows | {key: c.row for key, c in self.told.items() if c.row}
        self.stood = self._homes()
        self.home = dict(self.stood)
        self.wanted: dict[Key, Home] = {}
        for said, change in changes.items():
            if change.row:
                self._house(said, change, key_of(change.row))
        self._untie()
        self.gone = self._leaving()
        self._put_in_order()

    def settle(self) -> list[Row]:
        """Write its place into every row; the rows that are there and change, by place or else."""
        for key in self.home:
            if key not in self.gone:
                self._lodge(key)
        stay = [key for key in self.now.rows if key not in self.gone]
        return [self.rows[key] for key in stay if self._is_other(key)]

    def _homes(self) -> dict[Key, Home]:
        of_pk = {(key[0], row.pk): key for key, row in self.now.rows.items()}
        self.section_of = {
            key: of_pk[False, row.section_id]
            for key, row in self.now.rows.items()
            if isinstance(row, Step)
        }
        return {
            key: of_pk.get((key[0], row.parent_id or 0)) or self.section_of.get(key)
            for key, row in self.now.rows.items()
        }

    def _house(self, said: Said, change: Change, key: Key) -> None:
        self.wanted[key] = inside = self._inside(said)
        before = self.now.before.get(said.key, said)
        if key not in self.stood:
            self.home[key] = inside
        elif _home_of(before) != _home_of(said) and self.stood[key] != inside:
            self.home[key] = inside
            change.marks.add(Mark.MOVED)
            change.was["place"] = before.path

    def _inside(self, said: Said) -> Home:
        """The nearest thing around it that is a row."""
        around = said.inside
        while around and not self.changes[around].row:
            around = around.inside
        return key_of(self.changes[around].row) if around else None

    def _untie(self) -> None:
        """Curators moved one thing into another, and the README the other into the one: then both
        stand where the README has them, which knows no circles."""
        for key in self.home:
            seen: list[Key] = []
            here: Home = key
            while here and here not in seen:
                seen.append(here)
                here = self.home[here]
            for tied in seen if here else ():
                self.home[tied] = self.wanted.get(tied) or self.section_of.get(tied)

    def _leaving(self) -> set[Key]:
        """What was in the last README and is not in this one, unless something stands in it that
        stays."""
        still = {said.key for said in self.changes if not said.is_remark}
        leaving = {key for key in self.now.before if key in self.now.rows and key not in still}
        while (
            held := {home for k, home in self.home.items() if home and k not in leaving} & leaving
        ):
            leaving -= held
        return leaving

    def _put_in_order(self) -> None:
        rows: list[Row] = [*in_reading_order(self.now.sections), *self.now.steps]
        stay = [key for row in rows if (key := key_of(row)) not in self.gone]
        ours = _siblings((k, self.home[k]) for k in stay if self.home[k] == self.stood[k])
        theirs = _siblings((k, home) for k, home in self.wanted.items() if self.home[k] == home)
        last = [said for said in self.now.before.values() if not said.is_remark]
        before = _siblings((said.key, _home_of(said)) for said in last)
        self.order: dict[tuple[bool, Home], list[Key]] = {}
        self.renewed: set[tuple[bool, Home]] = set()  # where somebody came or went up or down
        for place in dict.fromkeys([*theirs, *ours]):
            here = ours.get(place, [])
            woven = self._woven(here, theirs.get(place, []), before.get(place, []))
            self.order[place] = woven
            self.renewed |= {place} if woven != here else set()
        self._number()

    def _woven(self, ours: list[Key], theirs: list[Key], before: list[Key]) -> list[Key]:
        common = {*before} & {*theirs}
        was, now = [k for k in before if k in common], [k for k in theirs if k in common]
        if was == now:
            return weave(ours, theirs)
        woven = weave(theirs, ours)
        for key in displaced(was, now) & displaced(ours, woven):
            self.told[key].marks.add(Mark.MOVED)
        return woven

    def _number(self) -> None:
        """Positions 10, 20, 30 … where the order is new: of steps among their siblings, of
        sections all along the track."""
        for is_step, home in self.renewed:
            for place, key in enumerate(self.order[is_step, home] if is_step else (), 1):
                self.rows[key].position = place * 10
        if not all(is_step for is_step, _home in self.renewed):
            for place, key in enumerate(self._all_sections(None), 1):
                self.rows[key].position = place * 10

    def _all_sections(self, home: Home) -> Iterator[Key]:
        for key in self.order.get((False, home), []):
            yield key
            yield from self._all_sections(key)

    def _lodge(self, key: Key) -> None:
        row, home = self.rows[key], self.home[key]
        outer = self.rows[home] if home and home[0] == key[0] else None
        if self.stood.get(key, key) != home:
            row.parent = outer
        if isinstance(row, Step):
            while home and home[0]:
                home = self.home[home]
            section = self.rows[home] if home else None
            if isinstance(section, Section) and self.section_of.get(key) != home:
                row.section = section

    def _is_other(self, key: Key) -> bool:
        change = self.told.get(key)
        elsewhere = change is not None and Mark.READDRESSED in change.marks
        return (
            elsewhere
            or self.home[key] != self.stood[key]
            or values(self.rows[key]) != self.now.was[key]
        )


def key_of(row: Row | None) -> Key:
    return isinstance(row, Step), row.uid if row else ""


def _home_of(said: Said) -> Home:
    return said.inside.key if said.inside else None


def _siblings(rows: Iterable[tuple[Key, Home]]) -> dict[tuple[bool, Home], list[Key]]:
    found: dict[tuple[bool, Home], list[Key]] = {}
    for key, home in rows:
        found.setdefault((key[0], home), []).append(key)
    return found
