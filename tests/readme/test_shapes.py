"""What the READMEs of people become. Each stands in tests/readmes beside the outline it should
give; after a change that is meant, write the new outlines with

    python -m tests.readme.test_shapes

and read the difference.
"""

import re
from html import unescape
from pathlib import Path

import pytest

from catalog.readme.outline import Readme
from catalog.readme.parse import decode, parse, read
from catalog.readme.write import write

from .sketch import READMES, sketch

ADDRESS = re.compile(r"https?://[^\s<>\"'`\])]+")  # simpler than the parser's on purpose


def named(path: Path) -> str:
    return path.stem


@pytest.fixture(params=READMES, ids=named)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_a_readme_becomes_its_outline(path: Path) -> None:
    assert sketch(read(path.read_bytes())) == path.with_suffix(".outline").read_text()


def test_it_goes_out_and_comes_back_as_the_same(path: Path) -> None:
    readme = read(path.read_bytes())
    written = write(readme)
    again = parse(written)
    assert again.essence() == readme.essence()
    assert write(again) == written


def test_no_address_is_lost_silently(path: Path) -> None:
    text = path.read_text()
    assert lost(text, parse(text)) == []


def test_line_ends_and_a_byte_order_mark_change_nothing(path: Path) -> None:
    text = path.read_text()
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert sketch(read(windows)) == sketch(parse(text))


def lost(text: str, readme: Readme) -> list[str]:
    """The addresses that are neither planned nor among the ignored."""
    known = {item.url for item in readme.items()} | {it.url for it in readme.walk()}
    known |= {row.url for row in readme.ignored}
    spelled = "\n".join(filter(None, known))
    written = {unescape(url).rstrip(".,;:!?*_~\\|") for url in ADDRESS.findall(text)}
    return sorted(url for url in written if "." in url and url not in spelled)


if __name__ == "__main__":
    for readme in READMES:
        readme.with_suffix(".outline").write_text(sketch(parse(decode(readme.read_bytes()))))
