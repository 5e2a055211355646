"""A link to what left the catalog says what happened and where to go, and tells its maker."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from progress.mentoring.models import ShareLink
from progress.mentoring.models.loss import Loss
from tests import builders, cast

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
Happen = Callable[[ShareLink], object]


@pytest.fixture
def link() -> ShareLink:
    track, _ = builders.track_of("Segredo")
    return builders.share_link(cast.malu(), section=track.sections.get())


@pytest.fixture
def picked() -> ShareLink:
    return builders.share_link(cast.malu(), *builders.track_of("Segredo")[1])


def track_retired(link: ShareLink) -> None:
    link.section.track.withdraw("retired")


def track_drafted(link: ShareLink) -> None:
    link.section.track.withdraw("draft")


def section_deleted(link: ShareLink) -> None:
    link.section.delete()


def steps_deleted(link: ShareLink) -> None:
    link.section.steps.all().delete()


def steps_retired(link: ShareLink) -> None:
    link.section.steps.select_related("resource").get().resource.retire()


def asked(link: ShareLink) -> ShareLink:
    return ShareLink.objects.for_page().with_remains().get(pk=link.pk)


REASONS = [
    (track_retired, Loss.RETIRED, "saiu de uso"),
    (track_drafted, Loss.DRAFT, "o link volta a abrir sozinho"),
    (section_deleted, Loss.GONE, "não existe mais no catálogo"),
    (steps_deleted, Loss.EMPTY, "está vazio por enquanto"),
    (steps_retired, Loss.EMPTY, "está vazio por enquanto"),
]


@pytest.mark.parametrize(("happen", "loss", "said"), REASONS)
def test_the_page_says_what_happened_and_where_to_go(
    client: Client, link: ShareLink, happen: Happen, loss: Loss, said: str
) -> None:
    assert asked(link).lost is None
    happen(asked(link))
    assert asked(link).lost == loss
    answer = client.get(link.get_absolute_url())
    # An answer like any other: the link is right, and what it opens may come back.
    assert answer.status_code == 200
    text = answer.content.decode()
    for word in (said, "Malu pode trocar o conteúdo", 'action="/busca/"', 'href="/trilhas/"'):
        assert word in text
    assert "Segredo" not in text
    assert "Imprimir a lista" not in text
    paper = client.get(reverse("mentoring:study_sheet", args=[link.key]))
    assert paper.status_code == 200
    assert said in paper.content.decode()


@pytest.mark.parametrize(("happen", "loss", "said"), REASONS)
def test_its_maker_is_told_what_to_do(
    client: Client, link: ShareLink, happen: Happen, loss: Loss, said: str
) -> None:
    client.force_login(link.owner)
    links = reverse("mentoring:links")
    assert "notice bad" not in client.get(links).content.decode()
    happen(asked(link))
    text = client.get(links).content.decode()
    assert said in text
    assert "o endereço continua o mesmo" in text or "com o mesmo endereço" in text


def test_a_list_of_which_all_is_retired_keeps_its_addresses(
    client: Client, picked: ShareLink
) -> None:
    rules = picked.items.get().resource
    rules.retire()
    assert asked(picked).lost == Loss.LEFT
    text = client.get(picked.get_absolute_url()).content.decode()
    assert "Nada do que está nesta lista faz parte do catálogo agora." in text
    assert "Os endereços ficam aqui embaixo" in text
    assert rules.url in text
    assert "fora da trilha" in text


def test_a_list_of_drafts_shows_nothing_of_them(client: Client, picked: ShareLink) -> None:
    resource = picked.items.get().resource
    resource.steps.get().track.delete()
    builders.step(builders.section(builders.track(status="draft")), resource=resource)
    assert asked(picked).lost == Loss.LEFT
    text = client.get(picked.get_absolute_url()).content.decode()
    assert "Nada do que está nesta lista" in text
    assert "Segredo" not in text


def test_one_thing_that_is_left_is_enough(picked: ShareLink) -> None:
    gone, _, [kept] = picked.items.get().resource, *builders.track_of("Fica")
    picked.pick([(gone, ""), (kept, "")])
    gone.retire()
    assert asked(picked).lost is None


def test_a_duplicate_counts_as_its_survivor(picked: ShareLink) -> None:
    twin, _, [kept] = picked.items.get().resource, *builders.track_of("Fica")
    twin.merge_into(kept)
    assert asked(picked).lost is None
    kept.retire()
    assert asked(picked).lost == Loss.LEFT


def test_what_stands_in_sections_inside_counts(link: ShareLink) -> None:
    inner = builders.section(link.section.track, parent=link.section)
    link.section.steps.all().delete()
    builders.step(inner, resource=builders.resource("SQL"))
    assert asked(link).lost is None


def test_a_draft_that_comes_back_opens_again(client: Client, link: ShareLink) -> None:
    track = link.section.track
    track.withdraw("draft")
    track.publish()
    assert "Isto saiu do catálogo" not in client.get(link.get_absolute_url()).content.decode()
