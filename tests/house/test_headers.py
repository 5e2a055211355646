"""What every answer carries, and what nobody may keep."""

import pytest
from django.test import Client

from progress.journey import LearnerJourney
from progress.models import State
from tests import builders, cast

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/trilhas/", "/habilidades/", "/comunidades/", "/assuntos/", "/busca/", "/sobre/"]


@pytest.mark.parametrize("address", [*PUBLIC, "/meu-caminho/", "/conta/entrar/", "/nada/"])
def test_the_policy_is_strict_and_names_no_exception(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert 'style="' not in answer.content.decode()


@pytest.mark.parametrize("address", PUBLIC)
def test_a_strangers_page_may_be_kept_and_varies_by_cookie_alone(
    client: Client, address: str
) -> None:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert "no-store" not in answer.get("Cache-Control", "")
    assert answer["Vary"] == "Cookie"
    assert not answer.cookies
    assert '<html lang="pt-BR">' in answer.content.decode()


@pytest.mark.parametrize("address", [*PUBLIC, "/meu-caminho/", "/conta/"])
def test_a_learners_page_is_kept_by_nobody(client: Client, address: str) -> None:
    client.force_login(cast.ana())
    assert "no-store" in client.get(address)["Cache-Control"]


def test_a_marked_visitors_page_is_kept_by_nobody(client: Client) -> None:
    track, [rules] = builders.track_of("Rules")
    client.post(
        f"/recursos/{rules.uid}/andamento/",
        {"state": "done"},
        headers={"Origin": "http://testserver"},
    )
    assert "no-store" in client.get(track.get_absolute_url())["Cache-Control"]


def test_a_page_of_another_person_is_never_served_from_a_kept_one() -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    learner = Client()
    learner.force_login(ana)
    assert 'data-s="done"' in learner.get(track.get_absolute_url()).content.decode()
    assert 'data-s="done"' not in Client().get(track.get_absolute_url()).content.decode()


def test_a_learners_page_under_static_is_kept_by_nobody(client: Client) -> None:
    client.force_login(cast.ana())
    answer = client.get("/static/nada.css")
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]
