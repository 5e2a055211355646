"""A track meets its source again: read, compare, decide, apply; and our edits go back."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.models import Preview, Source, Track
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User

README = """\
# Engenharia de ML

## Leituras

* [Rules of ML](https://example.org/rules)
* [Awesome MLOps](https://example.org/awesome)
* [Made With ML](https://example.org/mwml)
"""
LATER = (
    README.replace("Rules of ML", "Regras de ML")
    .replace("* [Awesome MLOps](https://example.org/awesome)\n", "")
    .replace("example.org/mwml", "example.org/novo-mwml")
    + "* [Doctor Penguin](https://example.org/penguin)\n"
)


@pytest.fixture
def track(db: None) -> Track:
    made = builders.track_from(README)
    step = made.steps.get(resource__url="https://example.org/rules")
    step.title = "As regras"
    step.save()
    return made


def brought(desk: Desk, track: Track) -> str:
    """The address of the comparison with the later text."""
    answer = desk.client.post(desk.url(track, "update"), {"way": "text", "text": LATER})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_nothing_is_chosen_and_nothing_changes_before_it_is_applied(
    desk: Desk, track: Track
) -> None:
    address = brought(desk, track)
    page = desk.client.get(address).text
    for said in ("As regras", "Rules of ML", "Entra 1", "Sai 1", "Outro endereço é outro recurso"):
        assert said in page
    assert 'type="radio"' in page
    assert page.count(" checked") == 2  # only what comes and what leaves
    assert f'href="{address}"' in desk.client.get(desk.url(track, "update")).text
    answer = desk.client.post(address, {"do": "apply", "c1": "theirs"})
    assert answer["Location"] == f"{address}?faltam=1#c2"
    assert "Escolha uma das opções" in desk.client.get(f"{address}?faltam=1").text
    track.refresh_from_db()
    assert track.source.text == README


def test_what_was_chosen_is_kept_and_applied_once(desk: Desk, track: Track) -> None:
    address = brought(desk, track)
    typed = {"c1": "other", "c1-title": "Regras de aprendizado"}
    desk.client.post(address, {"do": "later", **typed})
    assert 'value="Regras de aprendizado"' in desk.client.get(address).text
    page = desk.client.get(address).text
    new, leaving = (row for row in page.split('name="take" value="')[1:])
    take = [new.partition('"')[0], leaving.partition('"')[0]]
    sent = {"do": "apply", **typed, "c2": "ours", "take": take}
    assert desk.client.post(address, sent)["Location"] == desk.url(track)
    titles = [step.heading for step in track.steps.order_by("position")]
    assert titles == ["Regras de aprendizado", "Made With ML", "Doctor Penguin"]
    assert track.steps.filter(resource__url="https://example.org/mwml").exists()
    assert desk.client.post(address, sent)["Location"] == desk.url(track)
    assert track.steps.count() == 3


def test_another_that_cannot_be_stays_in_the_form(desk: Desk, track: Track) -> None:
    address = brought(desk, track)
    sent = {"do": "apply", "c1": "other", "c1-title": "", "c2": "other", "c2-address": "ftp://x"}
    assert desk.client.post(address, sent)["Location"].endswith("#c1")
    page = desk.client.get(f"{address}?faltam=1").text
    assert "Escreva o título." in page
    assert 'value="ftp://x"' in page
    desk.client.post(address, {"do": "discard"})
    assert desk.client.get(address).status_code == 404
    assert not Preview.objects.exists()


def test_what_the_source_changed_in_a_line_that_we_took_out_is_shown(
    desk: Desk, track: Track
) -> None:
    track.steps.get(resource__url="https://example.org/rules").delete()
    text = README.replace("Rules of ML", "Regras de ML, segunda edição")
    sent = {"way": "text", "text": text}
    address = desk.client.post(desk.url(track, "update"), sent)["Location"]
    page = desk.client.get(address).text
    assert "Nós tiramos esta linha" in page
    assert '<span class="v">Rules of ML</span>' in page
    assert "segunda edição" in page[page.index("Usar a da fonte") :]
    assert "c1-title" not in page  # what does not stand here is not written anew
    assert 'value="other"' not in page


def test_twice_the_lines_cost_the_same(
    desk: Desk, track: Track, count_queries: Callable[[str], int]
) -> None:
    more = "".join(f"* [Livro {n}](https://example.org/livro-{n})\n" for n in range(8))
    few, many = (
        desk.client.post(desk.url(track, "update"), {"way": "text", "text": text})["Location"]
        for text in (LATER, LATER + more)
    )
    assert count_queries(few) == count_queries(many)


def test_our_edits_are_a_file(desk: Desk, track: Track) -> None:
    answer = desk.client.get(desk.url(track, "patch"))
    assert "-* [Rules of ML]" in answer.text
    assert answer["Content-Disposition"] == f'attachment; filename="{track.uid}.patch"'
    track.steps.update(title="")
    assert desk.client.get(desk.url(track, "patch"))["Location"] == desk.url(track)


def test_only_who_curates(desk: Desk, duda: User, track: Track) -> None:
    address = brought(desk, track)
    for person in (None, cast.caio()):
        client = Client()
        if person:
            client.force_login(person)
        for url in (address, desk.url(track, "update"), desk.url(track, "patch")):
            assert client.post(url, {"do": "apply"}).status_code in (302, 403)
            assert "/admin/login/" in client.get(url)["Location"]
    other = cast.person("Bia", is_staff=True)
    other.groups.set(duda.groups.all())
    client.force_login(other)
    assert client.get(address).status_code == 404
    assert track.source.text == README


def test_edits_of_a_readme_too_long_for_a_page_are_for_the_operator(desk: Desk) -> None:
    track = builders.track_from()
    Source.objects.filter(pk=track.pk).update(text=builders.README + "- x\n" * 100_001)
    track.steps.filter(resource__isnull=False).update(title="Outro título")

    answer = desk.client.get(f"/admin/catalog/track/{track.pk}/edicoes.patch", follow=True)

    assert f"manage.py diff_track {track.uid}" in answer.content.decode()
