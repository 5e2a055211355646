"""A greeting is Markdown: read as it is meant, and nothing in it does harm."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from progress.mentoring.models import ShareLink
from tests import builders, cast

GREETING = """# Oi, gente

Separei **dois passos**. <script>alert(1)</script>

### Depois

- [O encontro](https://example.org/sala)
- ![foto](https://example.org/foto.png)
- [Aqui](javascript:alert(1))
"""


def test_it_is_read_as_markdown_and_harms_nobody() -> None:
    html = ShareLink(greeting=GREETING).greeting_html
    assert "<strong>dois passos</strong>" in html
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:alert(1)</a>" not in html
    outward = re.findall(r"<a [^>]*>", html)
    assert len(outward) == 2
    assert all("nofollow ugc noopener" in tag for tag in outward)


@pytest.fixture
def link(db: None) -> ShareLink:
    stage = builders.track_of("Rules")[0].sections.get()
    return builders.share_link(cast.malu(), section=stage, greeting=GREETING)


@pytest.mark.parametrize("place", ["shared", "study_sheet"])
def test_its_headings_leave_out_no_level(client: Client, link: ShareLink, place: str) -> None:
    text = client.get(reverse(f"mentoring:{place}", args=[link.key])).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    levels = [int(level) for level in re.findall(r"<h(\d)", main)]
    assert levels[0] == 1
    assert all(now <= before + 1 for before, now in pairwise(levels))
    assert "Recado de Malu</h2><h3>Oi, gente</h3>" in text.replace("\n", "")


def test_the_form_shows_what_it_will_look_like(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    stored = client.get(reverse("mentoring:edit", args=[link.uid])).content.decode()
    typed = client.post(
        reverse("mentoring:links"),
        {"do": "show", "name": "x", "target": "list", "lasts": "7", "greeting": "Sem **pressa**"},
    ).content.decode()
    assert "Aceita Markdown" in stored
    assert "<strong>dois passos</strong>" in stored
    assert "<strong>pressa</strong>" in typed
    assert "Sem **pressa**" in typed
