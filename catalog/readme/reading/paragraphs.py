"""Running text: whether a paragraph is rather a heading, or rather a row of links."""

from ..outline import Item, Reason
from .guess import Place
from .left import Left
from .lines import of_line
from .roles import folded
from .spans import HARD, SOFT, Span, lines, words
from .weighing import JOINING, Line, beside, label, weigh

LONGEST_HEADING = 120
LONGEST_BEFORE = 60


def is_heading(spans: list[Span]) -> bool:
    """All in bold and in one line: a heading of those who know no sign for it, before a list."""
    told = [span for span in spans if span.text.strip(" :\n")]
    one_line = not any(span.text in (SOFT, HARD) for span in spans)
    bold = all(span.strong and not span.image for span in told)
    return bool(told) and one_line and bold and len(words(spans)) <= LONGEST_HEADING


def read_text(spans: list[Span], place: Place, left: Left) -> tuple[list[Item], str]:
    """The steps of the lines that are links, and the words of the others."""
    steps: list[Item] = []
    text: list[str] = []
    for part in lines(spans, HARD):
        for line in _as_lines(part, left):
            if is_link_line(line):
                steps += of_line(line, place, left)
            else:
                text.append(_left_words(line, left))
    return steps, " ".join(filter(None, text))


def _as_lines(spans: list[Span], left: Left) -> list[Line]:
    """Every line alone when each of them is a link; else they are one text."""
    split = [weigh(part, left, pictures=False) for part in lines(spans, SOFT)]
    if len(split) > 1 and all(is_link_line(line) for line in split):
        return split
    return [weigh(spans, left, pictures=False)]


def is_link_line(line: Line) -> bool:
    """Whether a line is there for its links, and not links for a sentence."""
    if not line.links:
        return False
    before, after = label(line.texts[0]), line.texts[-1].strip()
    thin = all(folded(gap) in JOINING for gap in line.texts[1:-1])
    if before:
        tied = line.texts[0].rstrip().endswith((":", "-", "–", "—", "→"))
        return tied and thin and len(before) <= LONGEST_BEFORE and not beside(after)
    apart = not after or not (after[0].isalnum() or after[0] in ",;")
    return (apart and thin and after not in (".", "!")) or (not after and thin)


def _left_words(line: Line, left: Left) -> str:
    for link in line.links:
        left.out(link.url, link.line, Reason.PROSE)
    said = line.words()
    return "" if line.leads_elsewhere() else said
