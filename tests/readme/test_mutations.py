"""Sources that change in every way: what stays the same line is known again."""

import copy
import random
from collections.abc import Callable

from catalog.readme.joining import join
from catalog.readme.merging import Decision, Merge, Pick
from catalog.readme.outline import Heading, Item, Readme, What

# fmt: off
WORDS = [
    "dados", "modelo", "rede", "grafo", "curso", "livro", "prática", "teoria", "nuvem",
    "fila", "painel", "métrica", "árvore", "texto", "imagem", "som", "código", "teste",
    "deploy", "ética", "saúde", "estatística", "vetor", "série", "tempo", "agente", "busca",
]
# fmt: on


class Author:
    """Somebody who edits a README. Every line has a mark that nobody else sees: its uid."""

    def __init__(self, seed: int) -> None:
        self.dice, self.made = random.Random(seed), 0  # noqa: S311 - play, no secret

    def words(self) -> str:
        return " ".join(self.dice.sample(WORDS, self.dice.randint(1, 4))).capitalize()

    def item(self, linked: bool = True) -> Item:
        self.made += 1
        url = f"https://lugar{self.dice.randint(1, 9)}.org/{self.made}" if linked else None
        kind = What.READING if linked else What.SKILL
        return Item(self.words(), url, kind, uid=f"{self.made}", remark=self.words())

    def heading(self, level: int = 2) -> Heading:
        self.made += 1
        return Heading(f"{self.words()} {self.words()}", level, uid=f"{self.made}")

    def readme(self, sections: int = 10) -> Readme:
        whole = Readme(self.words())
        for _ in range(sections):
            section = self.heading()
            section.steps = [self.item(self.dice.random() > 0.2) for _ in range(5)]
            if self.dice.random() < 0.3:
                section.steps[0].steps = [self.item(), self.item()]
            if whole.sections and self.dice.random() < 0.3:
                whole.sections[-1].sections.append(section)
            else:
                whole.sections.append(section)
        return whole

    def mutate(self, readme: Readme) -> None:
        deeds: list[Callable[[Readme], None]] = [
            self.rename, self.readdress, self.move, self.reorder, self.split, self.add,
            self.delete, self.shift,
        ]  # fmt: skip
        self.dice.choice(deeds)(readme)

    def rename(self, readme: Readme) -> None:
        thing = self.dice.choice(list(readme.nodes()))
        thing.title = self.dice.choice([self.words(), f"{thing.title} ({self.words()})"])

    def readdress(self, readme: Readme) -> None:
        self.made += 1
        thing = self.dice.choice([item for item in readme.items() if item.url])
        thing.url = f"https://novo{self.made}.org/"

    def move(self, readme: Readme) -> None:
        siblings = self.dice.choice(places(readme))
        item = siblings.pop(self.dice.randrange(len(siblings)))
        target = self.dice.choice(list(readme.walk())).steps
        target.insert(self.dice.randint(0, len(target)), item)

    def reorder(self, readme: Readme) -> None:
        self.dice.shuffle(self.dice.choice([readme.sections, *places(readme)]))

    def split(self, readme: Readme) -> None:
        """A section in two, the later half under a heading of its own; or a line in two."""
        section = self.dice.choice([it for it in readme.walk() if it.steps])
        if len(section.steps) < 4:
            section.steps.append(self.item())
            return
        half = self.heading(section.level)
        cut = len(section.steps) * 2 // 3
        section.steps, half.steps = section.steps[:cut], section.steps[cut:]
        readme.sections.append(half)

    def add(self, readme: Readme) -> None:
        steps = self.dice.choice(list(readme.walk())).steps
        steps.insert(self.dice.randint(0, len(steps)), self.item(self.dice.random() > 0.2))

    def delete(self, readme: Readme) -> None:
        siblings = self.dice.choice(places(readme))
        siblings.pop(self.dice.randrange(len(siblings)))

    def shift(self, readme: Readme) -> None:
        """A heading goes one deeper, into the one before it."""
        if len(readme.sections) < 2:
            readme.sections.append(self.heading())
        place = self.dice.randrange(1, len(readme.sections))
        section = readme.sections.pop(place)
        section.level += 1
        readme.sections[place - 1].sections.append(section)


def places(readme: Readme) -> list[list[Item]]:
    groups = [item.steps for item in readme.items() if item.steps]
    return [*(section.steps for section in readme.walk() if section.steps), *groups]


def key(node: Item | Heading) -> tuple[bool, str]:
    return (isinstance(node, Item), node.uid)


def all_of(merge: Merge, pick: Pick) -> dict[str, Decision]:
    return {line.key: {"pick": pick} for line in merge.asked}


def addresses(readme: Readme, asked: set[str]) -> dict[str, str]:
    """Of the rows that nobody asked about."""
    rows = [item for item in readme.items() if item.uid and item.uid not in asked]
    return {item.uid: item.url or "" for item in rows}


def test_two_hundred_stories_of_a_source() -> None:
    kept = survived = 0
    for seed in range(200):
        author = Author(seed)
        today = author.readme()
        after = copy.deepcopy(today)
        for _ in range(author.dice.randint(1, 10)):
            author.mutate(after)
        truth = {id(node): key(node) for node in after.nodes()}
        for node in after.nodes():
            node.uid = ""
        merge = Merge(today, today, after)
        survived += len({key(node) for node in today.nodes()} & {*truth.values()})
        for line in merge.lines.values():
            if line.ours and line.theirs and not isinstance(line.ours.thing, Readme):
                kept += truth[id(line.theirs.thing)] == key(line.ours.thing)
        for pick in (Pick.THEIRS, Pick.OURS):
            joined = join(merge, all_of(merge, pick)).readme
            assert pick == Pick.OURS or joined == after
            # A row goes to another address only where somebody said so.
            asked = {line.node.uid for line in merge.asked if pick == Pick.THEIRS}
            assert addresses(joined, asked).items() <= addresses(today, asked).items()
    assert kept >= survived * 0.97
