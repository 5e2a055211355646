"""What opens behind a key: without an account, with a greeting, ready to tick."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.journey import LearnerJourney
from progress.mentoring.models import ShareLink
from progress.models import State
from tests import builders, cast

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def page(client: Client, link: ShareLink) -> str:
    answer = client.get(link.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def titles(text: str) -> list[str]:
    return re.findall(r'<a class="t" href="[^"]*"[^>]*>([^<]+)</a>', text)


def test_a_list_says_who_why_and_what_in_order(client: Client) -> None:
    _, [rules, mlops] = builders.track_of("Rules", "MLOps")
    malu = cast.person("Malu")
    link = builders.share_link(malu, name="Primeiras semanas", greeting="Oi!\n<b>Sem pressa.</b>")
    link.pick([(mlops, "Comece por <este>."), (rules, "")])
    text = page(client, link)
    assert "Malu compartilhou com você" in text
    assert "Primeiras semanas</h1>" in text
    assert "<p>Oi!<br>\n&lt;b&gt;Sem pressa.&lt;/b&gt;</p>" in text
    assert "Recado de Malu: </span>Comece por &lt;este&gt;." in text
    assert titles(text) == ["MLOps", "Rules"]


def test_a_track_opens_with_its_stages(client: Client) -> None:
    track, _ = builders.track_of("Rules", title="Engenharia")
    builders.step(builders.section(track, "Cursos"), resource=builders.resource("MLOps"))
    text = page(client, builders.share_link(cast.malu(), track=track))
    assert titles(text) == ["Rules", "MLOps"]
    assert track.get_absolute_url() in text


def test_a_section_opens_alone_with_what_is_inside_it(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    outer = builders.section(track, "Cursos")
    inner = builders.section(track, "Iniciante", parent=outer)
    builders.step(inner, resource=builders.resource("SQL"))
    link = builders.share_link(cast.malu(), section=outer)
    text = page(client, link)
    assert titles(text) == ["SQL"]
    assert "Cursos" in text
    assert "0 de 1" in re.sub(r"<[^>]+>", "", text)
    # A stage that stands deep in its track is no deeper than the page here.
    assert re.findall(r"<h(\d)", page(client, builders.share_link(link.owner, section=inner)))[
        :2
    ] == ["1", "2"]


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_ticking_here_is_ticking_anywhere(client: Client, who: str) -> None:
    track, [rules] = builders.track_of("Rules")
    link = builders.share_link(cast.malu(), rules)
    if who == "learner":
        client.force_login(cast.ana())
    here = f"http://testserver{link.get_absolute_url()}"
    answer = client.post(
        reverse("progress:mark", args=[rules.uid]) + f"?em=p-{rules.uid}",
        {"state": "done"},
        headers=HERE | {"Referer": here},
    )
    assert answer["Location"] == f"{link.get_absolute_url()}#p-{rules.uid}"
    assert f'id="p-{rules.uid}" data-s="done"' in page(client, link)
    assert 'data-s="done"' in client.get(track.get_absolute_url()).content.decode()


def test_marks_made_elsewhere_show_here_and_the_next_step_follows(client: Client) -> None:
    ana, (_, [rules, mlops]) = cast.ana(), builders.track_of("Rules", "MLOps")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    link = builders.share_link(cast.malu(), rules, mlops)
    client.force_login(ana)
    text = page(client, link)
    assert f'id="p-{rules.uid}" data-s="done"' in text
    assert "1 de 2" in re.sub(r"<[^>]+>", "", text)
    assert "Continuar: MLOps" in re.sub(r"<[^>]+>", "", text)


def test_one_persons_marks_are_not_on_the_page_of_another(client: Client) -> None:
    malu, (_, [rules]) = cast.malu(), builders.track_of("Rules")
    LearnerJourney(malu.pk).set_state(rules, State.DONE)
    assert 'data-s="done"' not in page(client, builders.share_link(malu, rules))


def test_it_says_that_malu_does_not_see_the_marks(client: Client) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    assert "Malu não as vê." in page(client, link)
    client.force_login(cast.ana())
    assert "Malu não as vê." in page(client, link)


def test_a_list_says_which_tracks_it_is_taken_from(client: Client) -> None:
    one, [rules] = builders.track_of("Rules", title="Engenharia")
    other, [sql] = builders.track_of("SQL", title="Dados")
    _, [secret] = builders.track_of("Segredo", status="draft", title="Rascunho")
    malu = cast.malu()
    text = page(client, builders.share_link(malu, rules))
    assert f'Tirado da trilha <a href="{one.get_absolute_url()}">Engenharia</a>.' in text
    text = page(client, builders.share_link(malu, rules, sql, secret))
    assert "Tirado das trilhas" in text
    assert other.get_absolute_url() in text
    assert "Rascunho" not in text


def test_an_account_is_offered_with_the_way_back(client: Client) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    back = f"{reverse('account_signup')}?next={link.get_absolute_url()}"
    assert back in page(client, link)
    client.force_login(cast.ana())
    assert back not in page(client, link)


HEADERS = {
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "same-origin",  # with `no-referrer` every tick would be refused
    "Cache-Control": "no-store, private",
}


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_answer_stays_out_of_search_caches_and_logs(client: Client, method: str) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    for address in (link.get_absolute_url(), "/l/unknown/"):
        answer = getattr(client, method)(address)
        assert {name: answer[name] for name in HEADERS} == HEADERS
        assert answer.status_code == {"post": 405}.get(method, answer.status_code)


def test_the_page_names_itself_to_nobody(client: Client) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    text = page(client, link)
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical"' not in text
    assert 'rel="alternate"' not in text
    assert link.get_absolute_url() not in client.get("/sitemap.xml").content.decode()


def test_links_to_other_sites_take_nothing_along(client: Client) -> None:
    track, [rules] = builders.track_of("Rules")
    stage = track.sections.get()
    stage.url = "https://people.example.org/"
    stage.save()
    builders.step(builders.section(track), community=builders.community())
    malu = cast.malu()
    for link in (builders.share_link(malu, rules), builders.share_link(malu, track=track)):
        outward = re.findall(r'<a [^>]*href="https?://(?!testserver)[^>]*>', page(client, link))
        assert outward
        assert all('rel="noopener noreferrer"' in tag for tag in outward)


def test_no_e_mail_and_no_number_of_anybody(client: Client) -> None:
    malu, (_, [rules]) = cast.malu(), builders.track_of("Rules")
    link = builders.share_link(malu, rules)
    for name in ("Malu", ""):
        malu.name = name
        malu.save()
        text = page(client, link)
        assert malu.email not in text
        assert malu.email.partition("@")[0] not in text
        assert str(link.uid) not in text
    assert "Alguém da comunidade compartilhou" in text


def test_a_person_signed_in_does_not_find_their_own_e_mail_either(client: Client) -> None:
    ana = cast.ana()
    client.force_login(ana)
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    assert ana.email not in page(client, link)


def test_a_list_shows_retired_items_as_such_and_drafts_not_at_all(client: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    draft, [secret] = builders.track_of("Segredo")
    link = builders.share_link(cast.malu(), rules, secret)
    rules.retire()
    draft.withdraw("draft")
    text = page(client, link)
    assert titles(text) == ["Rules"]
    assert "fora da trilha" in text


def test_a_duplicate_shows_its_survivor_once(client: Client) -> None:
    _, [rules, twin] = builders.track_of("Rules", "Rules again")
    link = builders.share_link(cast.malu(), rules, twin)
    twin.merged_into = rules
    twin.save()
    assert titles(page(client, link)) == ["Rules"]


def test_its_owner_is_told_that_others_see_this(client: Client) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    assert "É assim que as outras pessoas veem" not in page(client, link)
    client.force_login(link.owner)
    assert "É assim que as outras pessoas veem" in page(client, link)


def test_it_opens_through_its_last_day(client: Client) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    link.last_day = timezone.localdate()
    link.save()
    assert "Este link vale até" in page(client, link)
    link.last_day = timezone.localdate() - timedelta(days=1)
    link.save()
    assert client.get(link.get_absolute_url()).status_code == 404


def test_in_english(client: Client) -> None:
    link = builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])
    answer = client.get(f"/en/l/{link.key}/")
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.content.decode()
    assert (
        f'href="http://testserver/l/{link.key}/"' in answer.content.decode()
    )  # the way to Portuguese


def test_twice_the_items_cost_the_same_queries(client: Client) -> None:
    costs, (_, rows) = [], builders.track_of(*[f"Recurso {n}" for n in range(8)])
    link = builders.share_link(cast.malu(), *rows[:4])
    page(client, link)  # the first opening of a day makes its row
    for picked in (rows[:4], rows):
        link.pick((row, "Oi") for row in picked)
        with CaptureQueriesContext(connection) as queries:
            page(client, link)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4  # the link, its opening, its items, the tracks they are of
