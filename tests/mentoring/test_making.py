"""Malu makes a link: to a track, a section, or a list of her own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(cast.malu())
    return client


def save(desk: Client, **fields: Any) -> HttpResponse:
    """The form as a browser sends it: everything it holds, whatever is chosen."""
    form = {"do": "save", "uid": str(uuid4()), "name": "Comece por aqui", "greeting": "",
            "track": "", "section": "", "lasts": "30", "last_day": "", "add": ""}  # fmt: skip
    return desk.post(reverse("mentoring:links"), form | fields)


def made() -> ShareLink:
    return ShareLink.objects.get()


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_whole_track(desk: Client) -> None:
    track, _ = builders.track_of("Rules")
    answer = save(desk, target="track", track=track.uid, greeting="Oi!\nBoa trilha.")
    assert answer.status_code == 302
    link = made()
    assert (link.owner.name, link.track, link.section) == ("Malu", track, None)
    assert link.greeting.splitlines() == ["Oi!", "Boa trilha."]
    assert link.last_day == timezone.localdate() + timedelta(days=30)
    page = text(desk.get(answer["Location"]))
    assert f'id="l-{link.uid}"' in page
    assert f"http://testserver/l/{link.key}/" in page


def test_a_section(desk: Client) -> None:
    track, _ = builders.track_of("Rules")
    stage = track.sections.get()
    # A track that was chosen before changing one's mind does not count.
    save(desk, target="section", section=stage.pk, track=track.uid)
    assert (made().section, made().track) == (stage, None)


def test_a_list_of_her_own_in_her_order(desk: Client) -> None:
    _, [rules, mlops] = builders.track_of("Rules", "MLOps")
    save(desk, target="list", item=[mlops.uid, rules.uid], remark=["Comece por este.", ""])
    items = [(item.resource, item.remark) for item in made().items.all()]
    assert items == [(mlops, "Comece por este."), (rules, "")]


def test_each_key_is_its_own_and_long(desk: Client) -> None:
    track, _ = builders.track_of("Rules")
    for _ in range(2):
        save(desk, target="track", track=track.uid)
    keys = {link.key for link in ShareLink.objects.all()}
    assert len(keys) == 2
    assert {len(key) for key in keys} == {32}  # 192 bits
    assert not any(str(link.uid) in link.key for link in ShareLink.objects.all())


def test_the_same_form_sent_twice_makes_one_link(desk: Client) -> None:
    track, _ = builders.track_of("Rules")
    uid = uuid4()
    for name in ("Comece por aqui", "Comece já"):
        assert save(desk, uid=uid, name=name, target="track", track=track.uid).status_code == 302
    assert made().name == "Comece já"


def test_another_persons_uid_is_not_taken_over(desk: Client) -> None:
    track, _ = builders.track_of("Rules")
    hers = builders.share_link(cast.caio(), track=track, name="De Caio")
    save(desk, uid=hers.uid, target="track", track=track.uid)
    hers.refresh_from_db()
    assert (hers.name, hers.owner.name) == ("De Caio", "Caio")
    assert ShareLink.objects.get(owner__name="Malu").uid != hers.uid


@pytest.mark.parametrize("days", ["7", "30", "90"])
def test_it_lasts_to_the_end_of_its_last_day(desk: Client, days: str) -> None:
    track, _ = builders.track_of("Rules")
    save(desk, target="track", track=track.uid, lasts=days)
    last = timezone.localdate() + timedelta(days=int(days))
    assert made().last_day == last
    assert timezone.localtime(made().expires_at).date() == last + timedelta(days=1)


def test_it_may_last_for_ever_or_to_a_date(desk: Client) -> None:
    track, _ = builders.track_of("Rules")
    save(desk, target="track", track=track.uid, lasts="never", last_day="2020-01-01")
    assert made().expires_at is None
    made().delete()
    today = timezone.localdate()
    save(desk, target="track", track=track.uid, lasts="date", last_day=today.isoformat())
    assert made().last_day == today
    assert made().is_open


def fault(**fields: Any) -> Any:
    said = fields.pop("said")
    return pytest.param(fields, said, id=said)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        fault(target="track", said="Escolha a trilha."),
        fault(target="section", said="Escolha a etapa."),
        fault(target="list", said="Junte ao menos um passo à lista."),
        fault(target="track", track="rascunho", said="Esta trilha não está publicada."),
        fault(target="section", section="999999", said="Esta etapa não está publicada."),
        fault(target="list", name="", said="Dê um título"),
        fault(target="list", lasts="date", said="Escolha o último dia."),
        fault(target="list", lasts="date", last_day="ontem", said="Escreva uma data"),
        fault(target="list", lasts="date", last_day="2020-01-01", said="Escolha um dia entre hoje"),
        fault(target="list", lasts="date", last_day="9999-12-31", said="Escolha um dia entre hoje"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    desk: Client, fields: dict[str, str], said: str
) -> None:
    builders.track(uid="rascunho", status="draft")
    answer = save(desk, greeting="Minhas palavras <3", **fields)
    assert answer.status_code == 200
    assert said in text(answer)
    assert "Minhas palavras &lt;3" in text(answer)
    assert not ShareLink.objects.exists()


def test_a_remark_that_is_too_long_is_named_and_kept(desk: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    long = "ã" * 301
    answer = save(desk, target="list", item=[rules.uid], remark=[long])
    assert "Recado para “Rules”" in text(answer)
    assert long in text(answer)
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize("field", ["name", "greeting", "add", "item", "remark", "uid", "section"])
def test_odd_bytes_are_no_server_error(desk: Client, field: str) -> None:
    _, [rules] = builders.track_of("Rules")
    posted = {"target": "list", "item": [rules.uid], "remark": [""]} | {field: "a\x00b"}
    assert save(desk, **posted).status_code in (200, 302)


def test_what_is_not_published_cannot_be_shared(desk: Client) -> None:
    draft, [secret] = builders.track_of("Segredo", status="draft")
    for fields in (
        {"target": "track", "track": draft.uid},
        {"target": "section", "section": draft.sections.get().pk},
        {"target": "list", "item": [secret.uid], "remark": [""]},
    ):
        answer = save(desk, **fields)
        assert answer.status_code == 200
        assert "Segredo" not in text(answer)
    assert not ShareLink.objects.exists()


def test_someone_without_a_name_is_asked_for_one(client: Client) -> None:
    malu = cast.malu()
    malu.name = ""
    malu.save()
    client.force_login(malu)
    track, _ = builders.track_of("Rules")
    fields = {"target": "track", "track": track.uid}
    assert "Seu nome" in text(client.get(reverse("mentoring:new")))
    assert "Escreva um nome" in text(save(client, **fields))
    assert "não o e-mail" in text(save(client, **fields, signature=malu.email))
    assert not ShareLink.objects.exists()
    assert save(client, **fields, signature="Malu Ferreira").status_code == 302
    malu.refresh_from_db()
    assert made().signature == malu.name == "Malu Ferreira"


def test_the_form_begins_with_what_the_page_before_was_about(desk: Client) -> None:
    track, [rules] = builders.track_of("Rules", title="Engenharia")
    stage = track.sections.get()
    new = reverse("mentoring:new")
    page = text(desk.get(f"{new}?trilha={track.uid}"))
    assert f'<option value="{track.uid}" selected>' in page
    assert 'value="Engenharia"' in page
    page = text(desk.get(f"{new}?trilha={track.uid}&etapa={stage.uid}"))
    assert f'<option value="{stage.pk}" selected>' in page
    page = text(desk.get(f"{new}?recurso={rules.uid}"))
    assert f'name="item" value="{rules.uid}"' in page


@pytest.mark.parametrize(
    "query", ["?trilha=nada", "?recurso=nada", "?trilha=rascunho&etapa=x", "?etapa=x"]
)
def test_a_form_that_begins_with_nothing_known_is_empty(desk: Client, query: str) -> None:
    builders.track(uid="rascunho", status="draft", title="Segredo")
    answer = desk.get(reverse("mentoring:new") + query)
    assert answer.status_code == 200
    assert "Segredo" not in text(answer)


def test_a_visitor_is_asked_in_and_makes_nothing(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    for answer in (
        save(client, target="track", track=track.uid),
        client.get(reverse("mentoring:new") + f"?trilha={track.uid}"),
        client.get(reverse("mentoring:links")),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login") + "?next=/links/")
    assert not ShareLink.objects.exists()


def test_another_site_cannot_make_one() -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(cast.malu())
    track, _ = builders.track_of("Rules")
    assert save(forged, target="track", track=track.uid).status_code == 403
    assert not ShareLink.objects.exists()


def test_a_link_opens_one_thing_says_the_database_too() -> None:
    from django.core.exceptions import ValidationError

    track, _ = builders.track_of("Rules")
    both = ShareLink(owner=cast.malu(), name="Os dois", track=track, section=track.sections.get())
    with pytest.raises(ValidationError, match="Um link abre uma coisa só"):
        both.full_clean()


@pytest.mark.parametrize(("open_ones", "new_ones"), [(2, 99), (99, 2)])
def test_no_hand_makes_so_many(
    desk: Client, monkeypatch: pytest.MonkeyPatch, open_ones: int, new_ones: int
) -> None:
    monkeypatch.setattr("progress.mentoring.models.link.MOST_OPEN", open_ones)
    monkeypatch.setattr("progress.mentoring.models.link.MOST_A_DAY", new_ones)
    track, _ = builders.track_of("Rules")
    for _ in range(2):
        assert save(desk, target="track", track=track.uid).status_code == 302
    refused = text(save(desk, target="track", track=track.uid, greeting="Com carinho"))
    assert "Você já tem 2 links abertos" in refused or "Você fez 2 links em um dia" in refused
    assert "Com carinho" in refused
    assert ShareLink.objects.count() == 2
    again = ShareLink.objects.all()[0]
    assert save(desk, uid=again.uid, target="track", track=track.uid).status_code == 302
