"""One thing to study exists once, keeps its identifier, and is found however one writes it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import escape

from catalog.models import Community, Resource, Section, Track
from tests import builders
from tests.admin.desk import Desk


def titles(desk: Desk, **query: str) -> set[str]:
    page = desk.client.get(reverse("admin:catalog_resource_changelist"), query)
    return {row.title for row in page.context["cl"].result_list}


def test_a_second_one_at_the_same_address_is_refused_with_a_link_to_the_first(desk: Desk) -> None:
    there = builders.resource("Regras <b>de</b> ML", url="https://example.org/regras")
    answer = desk.add(
        Resource, title="De novo", uid="de-novo", url="http://www.example.org/regras/?utm_source=x"
    )
    assert f'<a href="{desk.url(there)}">{escape(there.title)}</a>' in answer.text
    assert "De novo" in answer.text  # nothing typed is lost
    assert Resource.objects.count() == 1


def test_a_community_too(desk: Desk) -> None:
    there = builders.community(url="https://example.org/grupo")
    answer = desk.add(Community, title="De novo", uid="x", url="https://example.org/grupo/")
    assert f'<a href="{desk.url(there)}">' in answer.text
    assert Community.objects.count() == 1


def test_saving_it_again_at_its_own_address_is_fine(desk: Desk) -> None:
    desk.save(builders.resource(), title="Outro título")


def test_the_identifier_is_shown_and_never_asked_again(desk: Desk) -> None:
    resource = builders.resource()
    assert "uid" not in desk.form(resource)
    answer = desk.send(resource, uid="outro")
    assert "O identificador não muda mais" in answer.text
    resource.refresh_from_db()
    assert resource.uid != "outro"


def test_the_identifier_of_a_new_one_is_needed(desk: Desk) -> None:
    answer = desk.add(Resource, title="Sem nome", url="https://example.org/sem")
    assert answer.status_code == 200
    assert not Resource.objects.exists()


def test_a_duplicate_points_to_the_one_that_stays(desk: Desk) -> None:
    stays, again = builders.resource("Fica"), builders.resource("Repetido")
    desk.save(again, merged_into=stays.pk)
    again.refresh_from_db()
    assert again.merged_into == stays
    assert "<ins>Fica</ins>" in desk.history(again)
    assert "Repetido" in desk.client.get(desk.url(stays)).text
    assert "o andamento de quem já marcou continua valendo" in desk.client.get(desk.url(stays)).text


def test_a_duplicate_of_a_duplicate_is_refused(desk: Desk) -> None:
    stays = builders.resource("Fica")
    again = builders.resource("Repetido", merged_into=stays)
    third = builders.resource("Terceiro")
    answer = desk.send(third, merged_into=again.pk)
    assert "Escolha o recurso que ficou" in answer.text


def test_the_page_says_which_tracks_cite_it(desk: Desk) -> None:
    track, (resource,) = builders.track_of("Regras")
    page = desk.client.get(desk.url(resource)).text
    assert f'<a href="{desk.url(track.sections.get())}">{track.title} › Leituras</a>' in page


@pytest.mark.parametrize(
    "words",
    [
        "definicoes",
        "Definições",
        "definição util",
        "http://www.example.org/d/",
        "d-uid",
    ],
)
def test_search_knows_words_without_accents_addresses_and_identifiers(
    desk: Desk, words: str
) -> None:
    builders.resource("Definições úteis", url="https://example.org/d", uid="d-uid")
    builders.resource("Outra coisa")
    assert titles(desk, q=words) == {"Definições úteis"}


def test_filters_find_what_needs_a_hand(desk: Desk) -> None:
    builders.resource("Ensina", skills=[builders.skill(), builders.skill("Python")])
    builders.resource("Não ensina")
    builders.resource("Retirado").retire()
    builders.resource("Repetido", merged_into=Resource.objects.get(title="Ensina"))
    assert titles(desk, habilidades="sem") == {"Não ensina", "Retirado", "Repetido"}
    assert titles(desk, habilidades="com") == {"Ensina"}
    assert titles(desk, situacao="retirados") == {"Retirado"}
    assert titles(desk, situacao="duplicatas") == {"Repetido"}
    assert titles(desk, situacao="no-acervo") == {"Ensina", "Não ensina"}


def test_the_choice_of_a_step_offers_what_stands(desk: Desk) -> None:
    builders.resource("Regras de ML")
    builders.resource("Regras antigas").retire()
    asked = {
        "term": "regra",
        "app_label": "catalog",
        "model_name": "step",
        "field_name": "resource",
    }
    found = desk.client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in found] == ["Regras de ML"]


def test_an_odd_byte_in_the_choice_is_no_server_error(desk: Desk) -> None:
    asked = {"term": "re\0gra", "app_label": "catalog", "model_name": "step"}
    answer = desk.client.get(reverse("admin:autocomplete"), {**asked, "field_name": "resource"})
    assert answer.status_code == 200


ADDRESSES = [(Resource, "url"), (Community, "url"), (Section, "url"), (Track, "source_url")]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/livro",
        "https://duda:segredo@example.org/",
        "https://duda@example.org/",
        "https://example.org/a\\b",
        "https://example.org/\u202efdp.exe",
        "https://example.org/" + "a" * 2048,
    ],
)
def test_nobody_is_sent_to_an_odd_address(url: str) -> None:
    for model, field in ADDRESSES:
        with pytest.raises(ValidationError):
            model._meta.get_field(field).run_validators(url)


def test_the_desk_says_what_an_address_should_be(desk: Desk) -> None:
    track, (resource,) = builders.track_of("Regras")
    rows = (resource, builders.community(), track.sections.get(), track)
    for row, (_model, field) in zip(rows, ADDRESSES, strict=True):
        answer = desk.send(row, **{field: "https://duda@example.org/"})
        assert answer.status_code == 200
        assert "Use um endereço que comece com http" in answer.text
