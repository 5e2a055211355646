"""Files of data are read over and over by no person: who does has to wait, nobody else."""

import json

import pytest
from django.core.cache import cache

from tests import cast
from tests.privacy import life
from trilha.privacy import views
from trilha.privacy.document import document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LIMITS", dict.fromkeys(views.LIMITS, "2/h/user"))
    cache.clear()


def test_too_many_files_of_one_person_wait() -> None:
    ana, malu = cast.ana(), cast.malu()
    content = json.dumps(document(ana), default=str).encode()
    one, other = life.signed_in(ana), life.signed_in(malu)
    assert [life.upload(one, content).status_code for _ in range(3)] == [302, 302, 429]
    assert life.upload(other, content).status_code == 302


def test_so_does_who_says_yes_too_often() -> None:
    ana = cast.ana()
    one = life.signed_in(ana)
    page = life.upload(one, json.dumps(document(ana), default=str).encode())["Location"]
    assert [one.post(page).status_code for _ in range(3)] == [302, 302, 429]
