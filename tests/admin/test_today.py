"""The front of the desk says what waits for Duda, and the list beside every page leads there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import LinkHealth, Preview, Source, Status, Suggestion
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User

pytestmark = pytest.mark.beside("sqlite")

FRONT = "/admin/"


def preview(by: User, title: str, **fields: object) -> Preview:
    said = {"outline": {"title": title}, "text": f"# {title}", **fields}
    return Preview.objects.create(by=by, **said)


def much(duda: User) -> None:
    """One more of everything that can wait."""
    track, [rules] = builders.track_of("Regras", source_url="https://example.org/README.md")
    Source.objects.create(
        track=track, text="", outline={}, taken_at=timezone.now() - timedelta(days=40)
    )
    builders.track(title="Engenharia de Dados", status=Status.DRAFT)
    builders.link(rules)
    ana = User.objects.filter(name="Ana").first() or cast.ana()
    Suggestion.objects.create(by=ana, track=track, title="Zoomcamp", url="https://z.example/")
    preview(duda, "Awesome MLOps")


def test_a_quiet_day(desk: Desk) -> None:
    page = desk.client.get(FRONT).text
    for said in [
        "Nada espera por você agora.",
        "Nenhuma sugestão esperando",
        "Nenhum link pede você",
        "Nada pela metade",
    ]:
        assert said in page


def test_everything_that_waits_is_named_and_led_to(desk: Desk, duda: User) -> None:
    much(duda)
    page = desk.client.get(FRONT).text
    for said in [
        "4 coisas esperam por você.",
        "<b>1</b> sugestão esperando",
        "<b>1</b> link pede olhar",
        "<b>1</b> prévia, <b>1</b> rascunho",
        "Regras</a>",
        "Zoomcamp</a>",
        "Awesome MLOps</a>",
        "Engenharia de Dados</a>",
    ]:
        assert said in page, said
    source = Source.objects.get()
    assert reverse("admin:catalog_track_update", args=[source.track_id]) in page
    links = reverse("admin:catalog_linkhealth_changelist")
    assert f'href="{links}#l{LinkHealth.objects.get().pk}"' in page


def test_who_told_about_a_link_that_is_suspect_is_counted(desk: Desk) -> None:
    _track, (resource,) = builders.track_of("Regras")
    builders.link(resource, "suspect", reports=1)
    assert "Suspeitos: 1. Com endereço novo: 0. Com aviso de gente: 1." in (
        desk.client.get(FRONT).text
    )


def test_previews_are_ones_own_and_go_after_a_day(desk: Desk, duda: User) -> None:
    preview(cast.malu(), "De outra pessoa")
    preview(duda, "De ontem", made_at=timezone.now() - timedelta(days=1, minutes=1))
    preview(duda, "Já trazida", committed_at=timezone.now())
    page = desk.client.get(FRONT).text
    for title in ("De outra pessoa", "De ontem", "Já trazida"):
        assert title not in page


def test_the_list_beside_every_page_counts_what_waits(desk: Desk, duda: User) -> None:
    much(duda)
    page = desk.client.get(reverse("admin:catalog_track_changelist")).text
    ways = page[page.index('class="desknav"') : page.index('id="nav-filter"')]
    for said in ["Hoje", "Trilhas", "Importar README", "Sugestões", "Links"]:
        assert said in ways
    assert ways.count("<b>1<") == 2
    assert ways.index('aria-current="page"') < ways.index("Trilhas") < ways.index("Sugestões")


def test_staff_who_do_not_curate_see_djangos_own(client: Client, db: None) -> None:
    client.force_login(cast.person("Téo", is_staff=True))
    page = client.get(FRONT)
    assert page.status_code == 200
    assert "esperando" not in page.text and "desknav" not in page.text


@pytest.mark.parametrize("page", [FRONT, "/admin/catalog/track/"])
def test_twice_as_much_costs_the_same(
    desk: Desk, duda: User, count_queries: Callable[[str], int], page: str
) -> None:
    much(duda)
    once = count_queries(page)
    much(duda)
    assert count_queries(page) == once
