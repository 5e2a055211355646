"""What people write becomes HTML that may stand in a page, whatever they write."""

import re

import pytest

from progress.markdown import render
from progress.models.note import LONGEST

ALLOWED = re.compile(
    r"</?(?:p|br|hr|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|s"
    r"|table|thead|tbody|tr|th|td)>"
    r"|<ol start=\"\d+\">|</a>"
    r"|<a href=\"(?:https?:|mailto:)[^\"<>]*\"(?: title=\"[^\"<>]*\")?"
    r" rel=\"nofollow ugc noopener\">"
)


def left_over(html: str) -> str:
    """What is neither text nor an allowed tag begins with one of these."""
    return "".join(re.findall(r"[<>]", ALLOWED.sub("", html)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**sem** *medo*", "<p><strong>sem</strong> <em>medo</em></p>"),
        ("uma linha\noutra", "<p>uma linha<br>\noutra</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("```\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
    ],
)
def test_markdown_is_rendered(text: str, html: str) -> None:
    assert render(text).strip() == html


def test_links_lead_out_with_no_recommendation() -> None:
    page = render("https://example.org e [carta](mailto:ana@example.org) e www.example.org")
    assert page.count('rel="nofollow ugc noopener"') == 3
    assert 'href="mailto:ana@example.org"' in page


def test_headings_stand_below_those_of_the_page_and_leave_none_out() -> None:
    levels = re.findall(r"<h(\d)>", render("### a\n# b\n##### c\n###### d\n###### e"))
    assert levels == ["3", "3", "4", "5", "6"]


def test_a_picture_is_only_a_link() -> None:
    page = render("![gráfico](https://example.org/p.png)")
    assert "<img" not in page
    assert '<a href="https://example.org/p.png" rel="nofollow ugc noopener">gráfico</a>' in page
    assert render("[![i](https://a.org/i.png)](https://b.org)").count("<a ") == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=alert(1)>b</b> <style>*{}</style> <iframe src=//x.org></iframe>",
        "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](vbscript:x) [w](data:text/html,x)",
        "[a](&#x6A;avascript:alert(1)) <javascript:alert(1)> [b]: javascript:alert(1)\n\n[b]",
        "[a](//evil.example) [b](/conta/sair/) [c](?x) [d](file:///etc/passwd)",
        '[a](https://x.org "t\\" onclick=alert(1) x=\\"")',
        '![" onerror="alert(1)](https://x.org/" onerror="alert(1))',
        '![a](<https://x.org/"onerror="alert(1)>)',
        "![x](javascript:alert(1)) ![y](data:image/svg+xml;base64,PHN2Zz4=)",
        '```<script>\nx\n```\n~~~ " onclick=x\ny\n~~~',
        "| a |\n|:-:|\n| <svg onload=alert(1)> |",
        "\x00<\x00script> \x1b[31m \ufeff \u202e",
        "<!-- --> <![CDATA[ x ]]> <?php ?> &lt;script&gt;",
        "`<script>` <a href=javascript:alert(1)>a</a>",
    ],
)
def test_hostile_text_stays_text(text: str) -> None:
    page = render(text)
    assert left_over(page) == "", page
    assert not re.search(r"<[^>]*(javascript|vbscript|data|file):", page, re.IGNORECASE), page


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5_000 + "fundo",
        "- " * 5_000,
        "[" * LONGEST,
        "![" * (LONGEST // 2),
        "://" * (LONGEST // 3),
        "|a" * 30 + "\n" + "|-" * 30 + "\n" + "|\n" * (LONGEST // 3),
        "*a " * (LONGEST // 3),
        "".join("`" * n + " " for n in range(190)),
        "http://" * (LONGEST // 7),
    ],
    ids=lambda text: text[:12].strip(),
)
def test_a_text_that_only_wants_to_cost_costs_little(text: str) -> None:
    """The output says it: what may grow with the square of the text is left as it was written."""
    assert len(render(text[:LONGEST])) < 12 * LONGEST
