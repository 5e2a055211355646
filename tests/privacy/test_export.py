"""Everything of a person as one zip: complete, described by its schema, safe to open."""

import csv
import json
import re
from io import StringIO

import pytest
from django.urls import reverse

from catalog.spreadsheet import safe
from progress.mentoring.models import Invitation, ShareLink
from progress.models import Note
from tests import builders, cast
from tests.cast import PASSWORD
from tests.privacy import life
from tests.privacy.schema import problems, schema

pytestmark = pytest.mark.django_db


def test_the_data_are_as_the_schema_says() -> None:
    ana = cast.ana()
    life.live(ana)
    life.together(ana)

    data = json.loads(life.files_in(life.download(ana))["dados.json"])

    assert problems(data) == []
    assert data.keys() == schema["properties"].keys()
    assert all(data[name] for name in data), "something of every kind"


def test_the_schema_refuses_what_it_should() -> None:
    ana = cast.ana()
    life.live(ana)
    data = json.loads(life.files_in(life.download(ana))["dados.json"])
    data["completions"][0]["state"] = "nearly"
    data["notes"][0]["text"] = 3
    data["plan"]["minutes"] = 5
    data["more"] = True

    assert len(problems(data)) == 4


def test_an_account_with_nothing_has_a_copy_too() -> None:
    data = json.loads(life.files_in(life.download(cast.ana()))["dados.json"])

    assert problems(data) == []
    assert data["account"]["email"] == "ana@trilha.test"


def test_only_ones_own() -> None:
    ana, malu = cast.ana(), cast.malu()
    _, rows = life.live(ana)
    Note.objects.create(learner=malu, resource=rows[0], text="segredo da Malu")

    assert "Malu" not in "".join(life.files_in(life.download(ana)).values())


def test_of_others_only_their_names_and_what_they_said_to_one() -> None:
    ana = cast.ana()
    guide = life.together(ana)
    invited, theirs = "caio@trilha.test", ShareLink.objects.get(owner=guide).key

    files = life.files_in(life.download(ana))

    data = json.loads(files["dados.json"])
    [thread], [place] = data["conversations"], data["memberships"]
    assert (thread["with"], place["by"]) == (guide.name, guide.name)
    assert [message["mine"] for message in thread["messages"]] == [True, False]
    assert [given["field"] for given in place["consents"]] == ["ticks", "note"]
    assert data["looks"][0]["shown"] == ["ticks", "note"]
    everything = "".join(files.values())
    tokens = [row.token for row in Invitation.objects.all()]
    for secret in (guide.email, invited, theirs, *tokens):
        assert secret not in everything
    assert "'=tente" in files["planilhas/proposals.csv"]


def test_whoever_guides_takes_nothing_of_learners_along() -> None:
    ana = cast.ana()
    guide = life.together(ana)

    files = life.files_in(life.download(guide))

    data = json.loads(files["dados.json"])
    [cohort], [thread], [proposal] = data["cohorts"], data["conversations"], data["proposals"]
    assert (cohort["name"], cohort["own"], cohort["goals"]) == ("Turma da tarde", True, [])
    assert (thread["with"], proposal["with"], proposal["mine"]) == ("Ana", "Ana", True)
    assert data["memberships"] == data["looks"] == []
    everything = "".join(files.values())
    assert "segredo da Ana" not in everything
    assert ana.email not in everything


def test_who_is_leaving_is_not_named() -> None:
    ana = cast.ana()
    guide = life.together(ana)
    guide.ask_to_be_erased()

    data = json.loads(life.files_in(life.download(ana))["dados.json"])

    assert data["memberships"][0]["by"] is data["looks"][0]["by"] is None
    assert guide.name not in json.dumps(data)


def test_a_suggestion_leaves_with_every_word() -> None:
    ana = cast.ana()
    _, rows = life.live(ana)

    said = json.loads(life.files_in(life.download(ana))["dados.json"])["suggestions"][-1]

    assert (said["kind"], said["about"]["uid"]) == ("correction", rows[0].uid)
    assert said["changes"] == {"minutes": {"from": None, "to": 30}}
    assert (said["remark"], said["named"]) == ("Medi com o relógio da Ana.", True)


def test_no_secret_leaves() -> None:
    ana = cast.ana()
    life.live(ana)

    everything = "".join(life.files_in(life.download(ana)).values())

    for secret in ("segredo-do-calendario", *life.links_of(ana), ana.password):
        assert secret not in everything


def test_each_track_is_a_checklist() -> None:
    ana = cast.ana()
    track, _rows = life.live(ana)

    text = life.files_in(life.download(ana))[f"trilhas/{track.uid}.md"]

    lines = text.splitlines()
    assert lines[0] == "# Bichos do mato"
    assert lines[2] == "## Leituras"
    assert re.fullmatch(r"- \[x\] \[Capivara\]\(<https://example.org/\d+>\)", lines[4])
    assert lines[5:7] == ["  > =nota", "  > da Ana"]
    assert lines[7].startswith("- [ ] [Jabuti]")
    assert lines[7].endswith("(fazendo)")
    assert lines[8].endswith("(pulado)")
    assert lines[9] == r"- [x] [Meu \[link\]](<https://meu.example.org/a>) (recurso meu)"


def test_a_checklist_is_nested_as_its_track_is() -> None:
    ana = cast.ana()
    track = builders.track("Bichos")
    outer = builders.section(track, "Mamíferos")
    inner = builders.section(track, "De água", parent=outer)
    group = builders.step(inner, title="# Roedores *grandes*")
    capybara = builders.resource("Capivara", url="https://x.org/a(b)")
    builders.step(inner, resource=capybara, parent=group)
    life.LearnerJourney(ana.pk).set_state(capybara, life.State.DONE, track)

    text = life.files_in(life.download(ana))[f"trilhas/{track.uid}.md"]

    assert text.splitlines() == [
        "# Bichos",
        "",
        "## Mamíferos",
        "",
        "### De água",
        "",
        r"- \# Roedores \*grandes\*",
        "  - [x] [Capivara](<https://x.org/a(b)>)",
    ]


def test_spreadsheets_run_nothing() -> None:
    ana = cast.ana()
    life.live(ana)

    text = life.files_in(life.download(ana))["planilhas/notes.csv"]

    assert text.startswith("\ufeff")
    [row] = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert row["text"] == "'=nota\nda Ana"
    assert row["resource.title"] == "Capivara"


@pytest.mark.parametrize(
    "begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="]
)
def test_what_a_spreadsheet_would_run(begin: str) -> None:
    assert safe(f"{begin}1+1").startswith("'")
    assert safe("1=1") == "1=1"


def test_the_same_data_make_the_same_zip() -> None:
    ana = cast.ana()
    life.live(ana)

    one, other = life.files_in(life.download(ana)), life.files_in(life.download(ana))

    assert list(one) == list(other)
    assert {name for name in one if one[name] != other[name]} <= {
        "dados.json",  # says when it was made
        "planilhas/sessions.csv",
    }


def test_many_tracks_still_fit_into_what_can_be_brought() -> None:
    ana = cast.ana()
    for _ in range(30):
        track, rows = builders.track_of("Um")
        life.LearnerJourney(ana.pk).set_state(rows[0], life.State.DONE, track)

    files = life.files_in(life.download(ana))

    assert len(files) <= 50
    assert files["trilhas/_outras.md"].count("# Engenharia") == 5


def test_it_asks_once_more_who_it_is() -> None:
    ana = cast.ana()
    client = life.signed_in(ana)

    asked = client.post(reverse("copy_data"))

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    answer = client.post(asked["Location"], {"password": PASSWORD})
    assert answer["Content-Type"] == "application/zip"  # what was asked for goes on
    assert client.get(reverse("copy_data")).status_code == 200


def test_the_answer_is_kept_nowhere() -> None:
    answer = life.sure_of(cast.ana()).post(reverse("copy_data"))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="trilha-meus-dados.zip"'


def test_the_link_alone_downloads_nothing() -> None:
    client = life.sure_of(cast.ana())

    assert "text/html" in client.get(reverse("copy_data"))["Content-Type"]
