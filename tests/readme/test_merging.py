"""Three readings of one track become one: what each side did is seen, and nothing is lost."""

import copy

import pytest

from catalog.readme.joining import join
from catalog.readme.merging import Decisions, Line, Merge, Part, Pick, UndecidedError
from catalog.readme.outline import Heading, Item, Readme


def item(name: str, **said: str) -> Item:
    return Item(name, f"https://example.org/{name}", uid=name, **said)  # type: ignore[arg-type]


def base() -> Readme:
    courses = Heading("Cursos", steps=[item("a"), item("b"), item("c")], uid="cursos")
    readings = Heading("Leituras", steps=[item("d"), item("e")], uid="leituras")
    return Readme("Trilha", sections=[courses, readings])


class Both:
    """The same reading on both sides; a story changes them."""

    def __init__(self) -> None:
        self.base, self.ours, self.theirs = base(), base(), base()
        for node in self.theirs.nodes():
            node.uid = ""

    @property
    def merge(self) -> Merge:
        return Merge(self.base, self.ours, self.theirs)

    def joined(self, pick: Pick = Pick.THEIRS) -> list[list[str]]:
        merge = self.merge
        said: Decisions = {line.key: {"pick": pick} for line in merge.asked}
        return shown(join(merge, said).readme)


def shown(readme: Readme) -> list[list[str]]:
    return [[section.title, *(step.title for step in section.items())] for section in readme.walk()]


def parts(line: Line) -> list[Part]:
    return [change.part for change in line.asked]


def test_the_same_on_both_sides_is_no_question() -> None:
    both = Both()
    for readme in (both.ours, both.theirs):
        readme.sections[0].steps[0].title = "A"
        readme.sections[1].steps[1].url = "https://example.org/outro"
        readme.sections[1].steps.append(Item("novo", "https://example.org/novo"))
    assert not both.merge.asked
    assert both.joined() == [["Cursos", "A", "b", "c"], ["Leituras", "d", "e", "novo"]]


def test_each_part_is_asked_alone() -> None:
    both = Both()
    for side, readme in (("nossa", both.ours), ("deles", both.theirs)):
        step = readme.sections[0].steps[0]
        step.title, step.remark = f"a {side}", f"Por {side}."
        readme.sections[0].description = f"Da {side}."
    both.theirs.sections[0].steps[1].title = "só deles"
    (section, line) = both.merge.asked
    assert (parts(section), parts(line)) == ([Part.REMARK], [Part.TITLE, Part.REMARK])
    assert both.joined(Pick.OURS)[0] == ["Cursos", "a nossa", "só deles", "c"]
    with pytest.raises(UndecidedError):
        join(both.merge, {})


def test_two_places_are_asked_and_either_is_taken() -> None:
    both = Both()
    both.ours.sections[1].steps.append(both.ours.sections[0].steps.pop(0))
    both.theirs.sections.append(Heading("Outros", steps=[both.theirs.sections[0].steps.pop(0)]))
    (line,) = both.merge.asked
    assert parts(line) == [Part.PLACE]
    assert both.joined(Pick.OURS)[1:] == [["Leituras", "d", "e", "a"], ["Outros"]]
    assert both.joined()[1:] == [["Leituras", "d", "e"], ["Outros", "a"]]


def test_two_orders_are_asked_once_for_the_section() -> None:
    both = Both()
    both.ours.sections[0].steps.reverse()
    steps = both.theirs.sections[0].steps
    steps.append(steps.pop(0))
    (line,) = both.merge.asked
    assert parts(line) == [Part.ORDER]
    assert both.joined(Pick.OURS)[0] == ["Cursos", "c", "b", "a"]
    assert both.joined()[0] == ["Cursos", "b", "c", "a"]


def test_what_is_new_stands_after_its_neighbour_in_the_order_of_the_other() -> None:
    both = Both()
    both.ours.sections[0].steps.reverse()
    both.theirs.sections[0].steps.insert(1, item("novo"))
    both.theirs.sections[0].steps[1].uid = ""
    assert both.joined()[0] == ["Cursos", "c", "b", "a", "novo"]


def test_a_section_that_is_needed_comes_back() -> None:
    """We took it out; the source put something new into it, and something else went there."""
    both = Both()
    del both.ours.sections[1]
    both.theirs.sections[1].steps.append(Item("novo", "https://example.org/novo"))
    both.theirs.sections[1].steps.append(both.theirs.sections[0].steps.pop(0))
    assert both.joined() == [["Cursos", "b", "c"], ["Leituras", "novo", "a"]]


def test_what_left_the_source_stays_if_we_edited_it() -> None:
    both = Both()
    both.ours.sections[1].steps[0].remark = "Essencial."
    del both.theirs.sections[1]
    lines = both.merge.lines
    assert parts(lines["step:d"]) == [Part.STANDING]
    assert lines["step:e"].is_leaving
    assert both.joined(Pick.OURS) == [["Cursos", "a", "b", "c"], ["Leituras", "d"]]
    assert both.joined() == [["Cursos", "a", "b", "c"]]


def test_two_sections_moved_into_each_other_stay_where_we_have_them() -> None:
    both = Both()
    one, two = both.ours.sections
    one.sections, both.ours.sections = [two], [one]
    one, two = both.theirs.sections
    two.sections, both.theirs.sections = [one], [two]
    assert both.joined() == [["Cursos", "a", "b", "c"], ["Leituras", "d", "e"]]


def test_an_address_of_a_heading_is_no_resource_and_comes_by_itself() -> None:
    both = Both()
    both.theirs.sections[0].url = "https://example.org/cursos"
    assert not both.merge.asked
    assert both.merge.lines["section:cursos"].taken


def test_nothing_that_was_compared_is_changed() -> None:
    both = Both()
    before = copy.deepcopy((both.base, both.ours))
    both.theirs.sections.reverse()
    both.joined()
    assert (both.base, both.ours) == before
