"""The words of what is being read, span by span, whether Markdown or HTML wrote them."""

from ..outline import Reason
from .blocks import Block, Unshown
from .marks import Mark
from .spans import HARD, Span
from .tokens import ADDRESS, trimmed

STRONG = {"strong", "b"}
UNSEEN = {"script", "style", "template"}
SHOWN = {"iframe": "src", "video": "src", "audio": "src", "source": "srcset", "embed": "src"}


class Phrases:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.spans: list[Span] = []
        self.link: Span | None = None
        self.strong = 0
        self.unseen = 0
        self.code = 0

    def say(self, text: str, line: int) -> None:
        """Words of Markdown, where addresses were found already."""
        if self.unseen or not text:
            return
        if self.link is not None:
            self.link.text += text
            self.link.strong = self.link.strong or bool(self.strong)
            return
        span = Span(text, line, strong=bool(self.strong), code=bool(self.code))
        if self.spans and self.spans[-1].goes_on(span):
            self.spans[-1].text += text
        else:
            self.spans.append(span)

    def say_html(self, text: str, line: int) -> None:
        """Words of HTML, with bare addresses among them."""
        end = 0
        if self.link is None and not self.code:
            for found in ADDRESS.finditer(text):
                url = trimmed(found[0])
                self.say(_flat(text[end : found.start()]), line)
                at = line + text.count("\n", 0, found.start())
                if not self.unseen:
                    self.spans.append(Span(url, at, url=url))
                end = found.start() + len(url)
        self.say(_flat(text[end:]), line)

    def code_span(self, text: str, line: int) -> None:
        if self.link is not None:
            self.link.text += text
        else:
            self.spans.append(Span(text, line, code=True, strong=bool(self.strong)))

    def break_line(self, sign: str, line: int) -> None:
        if self.link is not None:
            self.link.text += " "
        else:
            self.spans.append(Span(sign, line))

    def image(self, address: str, said: str, line: int) -> None:
        if self.link is not None:
            self.link.image = self.link.image or address
            self.link.text += said
        elif address:
            self.spans.append(Span(said, line, image=address))

    def comment(self, text: str, line: int) -> None:
        if mark := Mark.read(text):
            self.spans.append(Span("", line, mark=mark))
        else:
            self.unshown(text, line, Reason.COMMENT)

    def unshown(self, text: str, line: int, reason: Reason) -> None:
        for found in ADDRESS.finditer(text):
            at = line + text.count("\n", 0, found.start())
            self.blocks.append(Unshown(trimmed(found[0]), at, reason))

    def start_inline(self, tag: str, line: int, attrs: dict[str, str]) -> bool:
        """A tag among words begins; whether it is one."""
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "a":
            self.end_link()
            self.link = Span("", line, url=attrs.get("href"))
        elif tag == "img":
            self.image(attrs.get("src", ""), attrs.get("alt", ""), line)
        elif tag == "br":
            self.break_line(HARD, line)
        elif tag in SHOWN:
            self.unshown(attrs.get(SHOWN[tag], ""), line, Reason.IMAGE)
        else:
            self.strong += tag in STRONG
            self.code += tag == "code"
            return tag in STRONG or tag == "code"
        return True

    def end_inline(self, tag: str) -> bool:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "a":
            self.end_link()
        elif tag in STRONG:
            self.strong = max(0, self.strong - 1)
        elif tag == "code":
            self.code = max(0, self.code - 1)
        else:
            return False
        return True

    def end_link(self) -> None:
        link, self.link = self.link, None
        if link is None:
            return
        if link.url is None:  # <a name="…"> names a place and leads nowhere
            self.say(link.text, link.line)
        else:
            self.spans.append(link)

    def taken(self) -> list[Span]:
        """The words so far. What was not closed ends with them."""
        self.end_link()
        self.strong = self.code = 0
        spans, self.spans = self.spans, []
        return spans


def _flat(text: str) -> str:
    return text.replace("\n", " ")
