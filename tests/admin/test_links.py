"""Duda sees which links are dead, moved or only blocked, and decides about them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from reversion.models import Revision

from catalog.admin.linkwords import FOUND
from catalog.curation import Curadoria
from catalog.health import Outcome
from catalog.history import changing_the_catalog
from catalog.models import Edition, Health, LinkCheck, LinkHealth, Resource, Suggestion
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User

PAGE = "/admin/catalog/linkhealth/"
LATER = timedelta(days=5)


def link_of(thing: Any, state: str = Health.DEAD, **fields: Any) -> LinkHealth:
    """One that nobody would visit for days."""
    return builders.link(thing, state, next_at=timezone.now() + LATER, **fields)


def press(desk: Desk, verb: str, link: LinkHealth) -> str:
    sent = {"fazer": f"{verb}:{link.pk}", f"novo-{link.pk}": link.moved_to}
    answer = desk.client.post(PAGE, sent, follow=True)
    assert answer.status_code == 200
    return answer.text


def accepting(links: list[LinkHealth]) -> dict[str, Any]:
    seen = {f"novo-{link.pk}": link.moved_to for link in links}
    return {"acao": "aceitar", "no": [link.pk for link in links], **seen}


@pytest.fixture
def rules(db: None) -> Resource:
    return builders.track_of("Rules of ML")[1][0]


def test_links_are_grouped_by_what_they_ask(desk: Desk) -> None:
    _track, rows = builders.track_of("Morto", "Mudou", "Barrado", "Vivo", "Com aviso")
    states = [Health.DEAD, Health.MOVED, Health.BLOCKED, Health.OK, Health.OK]
    links = [link_of(row, state) for row, state in zip(rows, states, strict=True)]
    LinkHealth.objects.filter(pk=links[4].pk).update(reports=2, reported_at=timezone.now())

    page = desk.client.get(PAGE).text

    places = [page.index(f'id="{key}"') for key in ("mortos", "mudaram", "avisos", "bloqueados")]
    assert places == sorted(places)
    assert "nada a fazer" in page
    assert "2 pessoas avisaram que não abre" in page
    assert "Vivo</a>" not in page
    assert "Vivo</a>" in desk.client.get(f"{PAGE}?situacao=em-dia").text


def test_eight_beads_tell_the_story_in_words_too(desk: Desk, rules: Resource) -> None:
    link, now = link_of(rules), timezone.now()
    for n, outcome in enumerate(["ok"] * 5 + ["blocked"] + ["missing"] * 4):
        made_at = now - timedelta(days=10 - n)
        LinkCheck.objects.create(link=link, outcome=outcome, status=404, made_at=made_at)
    page = desk.client.get(PAGE).text
    story = "abriu, abriu, abriu, bloqueou ou mudou, falhou, falhou, falhou, falhou"
    assert f'aria-label="Últimas visitas: {story}"' in page
    assert "404 não existe" in page


def test_every_outcome_has_words() -> None:
    assert set(FOUND) == set(Outcome)


def test_filters_and_search(desk: Desk) -> None:
    track, [one] = builders.track_of("Árvores de decisão")
    [other] = builders.track_of("Grafos")[1]
    other.url = "https://grafos.example.com/curso"
    other.save()
    for row in (one, other):
        link_of(row)
    for query, here in [
        (f"trilha={track.uid}", one),
        ("site=grafos.example.com", other),
        ("q=arvore", one),
        ("q=grafos.example", other),
        ("situacao=mortos&site=example.org", one),
    ]:
        page = desk.client.get(f"{PAGE}?{query}").text
        shown = {row for row in (one, other) if f"{row.title}</a>" in page}
        assert shown == {here}, query


def test_what_left_the_pages_asks_nothing(desk: Desk, rules: Resource) -> None:
    link_of(rules)
    rules.retire()
    assert "Rules of ML" not in desk.client.get(PAGE).text


def test_a_new_address_is_taken_over_everywhere_at_once(desk: Desk, rules: Resource) -> None:
    track = rules.steps.get().track
    section = builders.section(track, url=rules.url)
    place = builders.community(url=rules.url)
    link = link_of(rules, Health.MOVED, moved_to="https://new.example.org/rules", reports=1)
    edition = Edition.now()

    assert "1 link com endereço novo." in press(desk, "aceitar", link)

    for row in (rules, section, place, link):
        row.refresh_from_db()
        assert row.url == "https://new.example.org/rules"
    assert (link.state, link.moved_to, link.reports) == (Health.OK, "", 0)
    assert link.address == rules.address == "https://new.example.org/rules"
    assert (Edition.now(), Revision.objects.count()) == (edition + 1, 1)
    assert "Já estava assim" in press(desk, "aceitar", link)


def test_a_new_address_that_nobody_saw_is_not_accepted(desk: Desk) -> None:
    _track, rows = builders.track_of("Um", "Dois")
    seen, other = [link_of(row, Health.MOVED, moved_to=f"{row.url}/novo") for row in rows]
    assert f'name="novo-{seen.pk}" value="{seen.moved_to}"' in desk.client.get(PAGE).text
    LinkHealth.objects.filter(pk=other.pk).update(moved_to="https://evil.example/")

    assert "não é o que esta página mostrava" in press(desk, "aceitar", other)
    assert "não é o que esta página mostrava" in press(desk, "unir", other)
    group = {"acao": "aceitar", "grupo": ["mudaram"], f"novo-{seen.pk}": seen.moved_to}
    page = desk.client.post(PAGE, group, follow=True).text

    assert "1 link com endereço novo." in page and "Confira." in page
    assert [Resource.objects.get(pk=row.pk).url for row in rows] == [seen.moved_to, other.url]


def test_when_somebody_is_there_already_the_two_become_one(desk: Desk, rules: Resource) -> None:
    there = builders.resource("Regras de ML")
    link = link_of(rules, Health.MOVED, moved_to=there.url)
    page = desk.client.get(PAGE).text
    assert "Unir a “Regras de ML”" in page
    assert f"aceitar:{link.pk}" not in page

    assert "una os dois" in press(desk, "aceitar", link)
    rules.refresh_from_db()
    assert rules.merged_into is None and rules.url != there.url

    assert "1 duplicata unida." in press(desk, "unir", link)
    rules.refresh_from_db()
    assert rules.merged_into == there
    assert desk.client.get(rules.get_absolute_url())["Location"] == there.get_absolute_url()


def test_a_community_whose_new_place_is_taken_stays(desk: Desk) -> None:
    place, there = builders.community("Uma"), builders.community("Outra")
    link = link_of(place, Health.MOVED, moved_to=there.url)
    assert "“Outra” já está no endereço novo" in press(desk, "aceitar", link)


def test_whoever_opened_it_says_it_lives(desk: Desk, rules: Resource) -> None:
    link = link_of(rules, failures=5, failing_since=timezone.now(), reports=3)
    edition = Edition.now()
    assert "1 link dado como vivo." in press(desk, "vivo", link)
    link.refresh_from_db()
    assert (link.state, link.failures, link.failing_since, link.reports) == (Health.OK, 0, None, 0)
    assert Edition.now() == edition + 1  # its track's page said that it was dead


def test_a_look_soon(desk: Desk, rules: Resource) -> None:
    link = link_of(rules, Health.SUSPECT)
    assert "vai ser visitado" in press(desk, "verificar", link)
    assert list(LinkHealth.objects.due()) == [link]


def test_what_is_dead_is_retired(desk: Desk, rules: Resource) -> None:
    link = link_of(rules)
    assert "1 link retirado." in press(desk, "retirar", link)
    rules.refresh_from_db()
    assert rules.retired_at
    assert "retirou: o link não abre" in desk.history(rules)


def test_what_is_ticked_and_whole_groups_are_done_at_once(desk: Desk) -> None:
    _track, rows = builders.track_of("Um", "Dois", "Três", "Quatro")
    dead, moved = link_of(rows[0]), link_of(rows[1], Health.SUSPECT)
    others = [link_of(row, Health.SUSPECT) for row in rows[2:]]
    sent = {"acao": "verificar", "no": [dead.pk], "grupo": ["suspeitos"]}
    page = desk.client.post(f"{PAGE}?q=https", sent, follow=True).text
    assert "4 links vão ser visitados logo." in page
    assert set(LinkHealth.objects.due()) == {dead, moved, *others}
    assert "Marque ao menos um link." in desk.client.post(PAGE, {}, follow=True).text


def test_several_decisions_are_one_entry_without_what_could_not_be(desk: Desk) -> None:
    _track, rows = builders.track_of("Um", "Dois")
    place, there = builders.community("Lugar"), builders.community("Outro")
    links = [
        link_of(thing, Health.MOVED, moved_to=url)
        for thing, url in [
            (rows[0], "https://new.example.org/0"),
            (place, there.url),
            (rows[1], "https://new.example.org/1"),
        ]
    ]
    edition, sent = Edition.now(), accepting(links)

    page = desk.client.post(PAGE, sent, follow=True).text

    assert "2 links com endereço novo." in page
    assert "“Outro” já está no endereço novo" in page
    revision = Revision.objects.get()
    assert revision.comment == "2 links com endereço novo"
    assert {version.object for version in revision.version_set.all()} == {*rows}
    assert Edition.now() == edition + 1


def test_what_a_part_wrote_before_it_failed_is_not_kept(rules: Resource) -> None:
    there = builders.community(url=rules.url)
    builders.community("Outro", url="https://new.example.org/")
    with changing_the_catalog(why="vários"):
        with pytest.raises(ValidationError), changing_the_catalog():
            link_of(rules, Health.MOVED).cited.move("https://new.example.org/")
        builders.resource("Depois")

    there.refresh_from_db()
    assert there.url == rules.url
    kept = Revision.objects.get().version_set.values_list("object_repr", flat=True)
    assert rules.title not in kept


def test_several_decisions_of_which_none_can_be_leave_no_trace(desk: Desk) -> None:
    places = [builders.community(), builders.community(), builders.community("Ali")]
    links = [link_of(place, Health.MOVED, moved_to=places[2].url) for place in places[:2]]
    edition, sent = Edition.now(), accepting(links)

    assert "“Ali” já está" in desk.client.post(PAGE, sent, follow=True).text
    assert (Edition.now(), Revision.objects.count()) == (edition, 0)


def test_too_many_decisions_at_once_are_refused_in_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.admin.links.MOST", 1)
    _track, rows = builders.track_of("Um", "Dois")
    links = [link_of(row) for row in rows]
    sent = {"acao": "retirar", "no": [link.pk for link in links]}

    assert "São até 1 links de cada vez." in desk.client.post(PAGE, sent, follow=True).text
    assert not Resource.objects.exclude(retired_at=None).exists()


def test_proposals_and_the_archived_copy_are_at_hand(desk: Desk, rules: Resource) -> None:
    failing = timezone.now()
    link_of(rules, failing_since=failing)
    kind = Suggestion.Kind.REPLACEMENT
    proposal = Suggestion.objects.create(
        by=cast.ana(), kind=kind, about=rules, title="Outro", url="https://b.example/"
    )
    page = desk.client.get(PAGE).text
    assert desk.url(proposal) in page
    assert f"https://web.archive.org/web/{failing:%Y%m%d}/{rules.url}" in page


@pytest.mark.parametrize(
    "sent", [{"fazer": "apagar:1"}, {"fazer": "vivo:x"}, {"acao": "vivo", "no": "9" * 30}]
)
def test_odd_posts_are_refused_in_words(desk: Desk, sent: dict[str, str]) -> None:
    answer = desk.client.post(PAGE, sent)
    assert (answer.status_code, "Essa escolha não existe" in answer.text) == (400, True)


def test_who_may_not(desk: Desk, client: Client, rules: Resource, duda: User) -> None:
    link = link_of(rules, Health.MOVED, moved_to="https://new.example.org/")
    for who in (None, cast.caio()):
        stranger = Client()
        if who:
            stranger.force_login(who)
        answer = stranger.post(PAGE, {"fazer": f"aceitar:{link.pk}"})
        assert answer.status_code in (302, 403)
    duda.groups.first().permissions.remove(  # type: ignore[union-attr]
        *duda.groups.first().permissions.filter(codename="change_resource")  # type: ignore[union-attr]
    )
    assert desk.client.post(PAGE, {"fazer": f"aceitar:{link.pk}"}).status_code == 403
    rules.refresh_from_db()
    assert rules.url != link.moved_to


def test_who_may_only_look_finds_no_button_that_writes(client: Client, rules: Resource) -> None:
    rui = cast.person("Rui", is_staff=True)
    rui.user_permissions.set(Curadoria.ensure().permissions.filter(codename__startswith="view_"))
    client.force_login(rui)
    link = link_of(rules)
    page = client.get(PAGE).text
    assert "Rules of ML</a>" in page
    assert 'name="fazer"' not in page and 'name="acao"' not in page
    assert client.post(PAGE, {"fazer": f"vivo:{link.pk}"}).status_code == 403


def test_a_link_has_no_page_of_its_own(desk: Desk, rules: Resource) -> None:
    answer = desk.client.get(desk.url(link_of(rules)))
    assert answer["Location"].startswith(f"{reverse('admin:catalog_linkhealth_changelist')}?q=")


def test_twice_the_links_cost_the_same(
    desk: Desk,
    count_queries: Callable[[str], int],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def more() -> None:
        _track, rows = builders.track_of("Um", "Dois", "Três")
        for row, state in zip(rows, [Health.DEAD, Health.MOVED, Health.SUSPECT], strict=True):
            link = link_of(row, state, moved_to="https://new.example.org/")
            LinkCheck.objects.create(link=link, outcome="missing")

    more()
    once = count_queries(PAGE)
    more()
    assert count_queries(PAGE) == once
