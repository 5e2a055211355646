"""How long a README takes to read: seconds for each megabyte, and the memory at the most.

    ./dev bench import

Times of one machine say little, so that everything is told as a multiple of what markdown-it alone
needs for the small one, in the same run. Fails when a megabyte of a big README costs more than
twice as much as one of a small README.
"""

import resource
import subprocess
import sys
import time
from itertools import count
from random import Random

from markdown_it import MarkdownIt

from catalog.readme.parse import parse

SIZES = (0.1, 1, 5)
MOST = 2.0  # times the cost of the small one, for each megabyte
WORDS = ["solo", "semente", "adubo", "rega", "poda", "canteiro", "horta", "estufa", "raiz", "flor"]


def readme(megabytes: float) -> str:
    """A README of that size with the shapes of real ones, the same in every run. With more words
    than most have, so that the biggest one stays below the most links that are read."""
    random, parts, size = Random(7), ["# Trilha do jardim\n\nUma trilha.\n"], 0
    for number in count():
        if size >= megabytes * 1_000_000:
            return "".join(parts)
        parts.append(_section(random, number))
        size += len(parts[-1].encode())
    raise AssertionError


def _section(random: Random, number: int) -> str:
    def words(most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(2, most)))

    def link(place: int) -> str:
        return f"[{words(6)}](https://jardim{number % 50}.example.org/{number}/{place})"

    points = [f"- {link(place)} - {words(60)}\n" for place in range(12)]
    points += [f"* **{words(3)}**: https://jardim.example.org/{number}/{words(2)[:4]}\n"]
    points += [f"  - [ ] {words(9)}\n    1. {link(90 + place)}\n" for place in range(3)]
    table = "".join(f"| {words(4)} | {link(70 + place)} | {words(3)} |\n" for place in range(3))
    return (
        f"\n## {words(5)}\n\n{words(400)}\n\n{''.join(points)}\n### {words(4)}\n\n"
        f"| Título | Link | Tempo |\n|---|---|---|\n{table}\n"
        f"<details><summary>{words(3)}</summary>\n\n- <a href='https://jardim.example.org/{number}/mais'>{words(3)}</a>\n\n</details>\n"
    )


def seconds(work: object, text: str) -> float:
    """The time of the processor, the best of a few tries for what is short."""
    assert callable(work)
    tries = []
    for _ in range(3 if len(text) < 500_000 else 1):
        begin = time.process_time()
        work(text)
        tries.append(time.process_time() - begin)
    return min(tries)


def measure(megabytes: float) -> float:
    """Seconds for each megabyte, in a process of its own so that its memory is its own."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.importing", str(megabytes)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    each, memory, links = told.split()
    print(f"{megabytes:>5} MB  {float(each):6.2f} s/MB  {memory:>5} MB of memory  {links:>6} links")
    return float(each)


def main() -> int:
    text = readme(SIZES[0])
    floor = seconds(MarkdownIt("commonmark").enable("table").parse, text) / SIZES[0]
    print(f"markdown-it alone, {SIZES[0]} MB: {floor:.2f} s/MB")
    costs = [measure(size) for size in SIZES]
    for size, cost in zip(SIZES, costs, strict=True):
        small, plain = cost / costs[0], cost / floor
        print(f"{size:>5} MB  {plain:5.2f} × markdown-it  {small:5.2f} × the small one")
    grows = max(costs) / costs[0]
    print("✓ grows linearly" if grows <= MOST else f"✗ a big one costs {grows:.1f} times as much")
    return int(grows > MOST)


def one(megabytes: float) -> None:
    text = readme(megabytes)
    parse("- [a](https://a.example.org)")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cost = seconds(parse, text) / megabytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(cost, max(peak, before) // 1024, len(list(parse(text).items())))


if __name__ == "__main__":
    sys.exit(one(float(sys.argv[1])) if len(sys.argv) > 1 else main())
