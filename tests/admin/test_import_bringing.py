"""A README comes in as text, as a file or by its address; what cannot be read says why."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from catalog.admin.importing_forms import BringForm
from catalog.fetching import UnreachableError, fetch
from catalog.models import Preview
from catalog.outbound import Answer
from catalog.outbound import Client as Visitor
from catalog.readme.outline import Readme
from tests import cast
from tests.admin.desk import Desk
from tests.web import SERVER, Web, answer
from trilha.accounts.models import User

IMPORT = "/admin/catalog/track/importar/"
README = "# Trilha\n\n## Leituras\n\n* [Definições](https://example.org/definicoes)\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


def form(way: str = "", file: bytes | None = None, **typed: str) -> BringForm:
    files = {} if file is None else {"file": SimpleUploadedFile("README.md", file)}
    return BringForm({"way": way, **typed}, files)  # type: ignore[arg-type]


def errors(bound: BringForm) -> dict[str, str]:
    return {name: " ".join(said) for name, said in bound.errors.items()}


@pytest.fixture
def web(settings: Settings) -> Iterator[Web]:
    with Web().serving() as web:
        settings.OUTBOUND = web.client
        yield web


def test_a_pasted_text_becomes_a_preview(desk: Desk, duda: User) -> None:
    answer = desk.client.post(IMPORT, {"way": "text", "text": README})
    preview = Preview.objects.get()
    assert answer["Location"] == f"{IMPORT}{preview.pk}/"
    assert (preview.by, preview.text.replace("\r", ""), preview.origin) == (duda, README, {})
    page = desk.client.get(answer["Location"]).text
    assert "Definições" in page
    assert f'href="{IMPORT}" aria-current="page"' in page  # in the list beside every page
    assert 'aria-current="page">Trilhas</a></li>' not in page
    assert f'href="{IMPORT}{preview.pk}/"' in desk.client.get(IMPORT).text


def test_kept_previews_are_listed_without_what_was_read(
    desk: Desk, duda: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in ("Uma", "Outra", ""):
        Preview.objects.keep(duda, README, Readme(title=title), {})
    with django_assert_num_queries(1) as asked:
        listed = [str(preview) for preview in Preview.objects.of(duda).open()]
    assert sorted(listed) == ["Outra", "README sem título", "Uma"]
    columns = asked[0]["sql"].partition(" FROM ")[0]
    assert '"catalog_preview"."text"' not in columns
    assert ', "catalog_preview"."outline"' not in columns.partition("CASE")[0]
    assert "Outra" in desk.client.get(IMPORT).text


def test_what_was_typed_stays_when_it_cannot_be_read(desk: Desk) -> None:
    typed = "Só palavras & nada mais."
    page = desk.client.post(IMPORT, {"way": "text", "text": typed}).text
    assert "Não achamos nada para estudar" in page
    assert "Só palavras &amp; nada mais." in page
    assert not Preview.objects.exists()


@pytest.mark.parametrize(
    ("bound", "where", "said"),
    [
        (form("url"), "url", "Escreva o endereço"),
        (form("file"), "file", "Escolha um arquivo"),
        (form("text", text=""), "text", "Cole o texto"),
        (form(), "url", "Escreva o endereço"),
        (form("file", file=b""), "file", "Não achamos nada"),
        (form("file", file=PICTURE), "file", "Isto não é texto"),
        (form("file", file=b"# a\n" * 1_400_000), "file", "grande demais"),
        (form("text", text="![foto](https://example.org/a.png)"), "text", "Não achamos nada"),
        (form("url", url="ftp://example.org/README.md"), "url", "não pode ser lido daqui"),
    ],
)
def test_a_clear_word_for_what_cannot_be_read(bound: BringForm, where: str, said: str) -> None:
    assert list(errors(bound)) == [where]
    assert said in errors(bound)[where]


def test_the_button_says_which_of_them_is_meant() -> None:
    """With two of them filled in, the other one does no harm."""
    bound = form("text", text=README, url="http://127.0.0.1/")
    assert bound.is_valid()
    assert bound.content == README


def test_more_links_than_a_request_can_write_are_for_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("catalog.admin.importing_forms.MOST_LINKS", 1)
    assert form("text", text=README).is_valid()
    two = README + "* [Outra](https://example.org/outra)\n"
    said = errors(form("text", text=two))["text"]
    assert "5 mil links" in said
    assert "import_readme" in said


def test_an_older_alphabet_is_read() -> None:
    bound = form("file", file=README.encode("cp1252"))
    assert bound.is_valid()
    assert [item.title for item in bound.readme.items()] == ["Definições"]


def test_all_tries_share_one_deadline(web: Web, settings: Settings) -> None:
    given: list[float] = []

    class Timed(Visitor):
        def get(self, url: str, **limits: Any) -> Answer:
            given.append(limits["seconds"])
            return super().get(url, **limits)

    settings.OUTBOUND = web.visitor(Timed)
    web.names["raw.githubusercontent.com"] = [SERVER]
    with pytest.raises(UnreachableError, match="Não há nada"):
        fetch("https://github.com/malu/trilha")
    assert len(given) == 3 and 10 >= given[0] > given[1] > given[2]


def test_a_file_outside_of_its_repository_has_no_path(web: Web) -> None:
    page = answer(body=README, content_type="text/plain")
    web.pages["https://raw.githubusercontent.com/malu/trilha/HEAD/../x.md"] = page
    fetched = fetch("https://github.com/malu/trilha/blob/HEAD/..%2Fx.md")
    assert "path" not in fetched.origin


def test_a_page_of_github_becomes_its_file(web: Web) -> None:
    raw = "https://raw.githubusercontent.com/malu/trilha/HEAD"
    web.pages[f"{raw}/readme.md"] = answer(body=README, content_type="text/plain")
    bound = form("url", url="https://github.com/malu/trilha")
    assert bound.is_valid(), bound.errors
    assert [asked.url for asked in web.asked] == [f"{raw}/README.md", f"{raw}/readme.md"]
    url = "https://github.com/malu/trilha"
    assert bound.origin == {"url": url, "path": "readme.md", "author": "malu"}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (answer(404), "Não há nada nesse endereço"),
        (answer(503), "código 503"),
        (answer(body="<h1>Oi</h1>"), "abre uma página"),
        (answer(body=PICTURE, content_type="image/png"), "Isto não é texto"),
    ],
)
def test_an_address_that_gives_no_readme(web: Web, told: bytes, said: str) -> None:
    web.pages["http://site.org/README.md"] = told
    assert said in errors(form("url", url="http://site.org/README.md"))["url"]


def test_no_machine_of_our_own_network_is_read(web: Web) -> None:
    web.names["inner.org"] = ["10.0.0.8"]
    bound = form("url", url="http://inner.org/README.md")
    assert "não pode ser lido daqui" in errors(bound)["url"]
    assert not web.asked


def test_a_site_that_does_not_exist(web: Web) -> None:
    bound = form("url", url="http://nowhere.org/README.md")
    assert "Não existe site com esse nome" in errors(bound)["url"]


def test_whoever_may_not_add_tracks_imports_nothing(client: Client, db: None) -> None:
    sent: dict[str, Any] = {"way": "text", "text": README}
    assert client.post(IMPORT, sent).status_code == 302  # to the door
    client.force_login(cast.ana())
    assert client.post(IMPORT, sent).status_code == 302
    guest = cast.person("Guest", is_staff=True)
    guest.user_permissions.add(Permission.objects.get(codename="view_track"))
    client.force_login(guest)
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, sent).status_code == 403
    assert not Preview.objects.exists()
