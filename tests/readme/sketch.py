"""An outline on paper: one line for each node, to be read beside the README it was made of."""

from collections.abc import Iterator
from pathlib import Path

from catalog.readme.outline import Heading, Item, Readme

READMES = sorted((Path(__file__).parent.parent / "readmes").glob("*.md"))


def sketch(readme: Readme) -> str:
    lines = [f"TITLE {readme.title}", *_description(readme.description, 0)]
    for section in readme.sections:
        lines += _section(section, 0)
    lines += [f"IGNORED {row.line} {row.reason} {row.url}" for row in readme.ignored]
    return "\n".join(lines) + "\n"


def _section(section: Heading, depth: int) -> Iterator[str]:
    url = f" <{section.url}>" if section.url else ""
    yield f"{'  ' * depth}{section.line}. {'#' * section.level} {section.title}{url}"
    yield from _description(section.description, depth + 1)
    for step in section.steps:
        yield from _step(step, depth + 1)
    for inner in section.sections:
        yield from _section(inner, depth + 1)


def _step(step: Item, depth: int) -> Iterator[str]:
    signs = ("x " if step.done else "") + (f"{step.doubt}? " if step.doubt else "")
    url = f" <{step.url}>" if step.url else ""
    remark = f" // {step.remark}" if step.remark else ""
    yield f"{'  ' * depth}{step.line}. {signs}{step.kind}: {step.title}{url}{remark}"
    for inner in step.steps:
        yield from _step(inner, depth + 1)


def _description(text: str, depth: int) -> Iterator[str]:
    for part in filter(None, text.split("\n\n")):
        yield f"{'  ' * depth}| {part}"
