"""What was taken away and brought to another account is the same journey."""

import pytest

from progress.journey import LearnerJourney
from progress.models import PublicPage, StudyEvent, StudyPlan
from tests import cast
from tests.privacy import life
from trilha.accounts.models import User
from trilha.accounts.privacy import erase

pytestmark = pytest.mark.django_db


def test_export_erase_import() -> None:
    ana = cast.ana()
    life.live(ana)
    before, copy = life.journey_of(ana), life.download(ana)
    User.objects.filter(pk=ana.pk).update(erase_at=life.days_later(-1))
    assert erase(ana)

    again = cast.person("Aninha")
    life.bring(again, copy)

    assert life.journey_of(again) == before
    assert LearnerJourney(again.pk).states


def test_bringing_twice_is_bringing_once() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)
    copy = life.download(ana)
    PublicPage.objects.all().delete()  # its address would be taken
    life.bring(malu, copy)
    once = life.journey_of(malu)

    preview = life.signed_in(malu).get(life.upload(life.signed_in(malu), copy)["Location"])
    life.bring(malu, copy)

    assert life.journey_of(malu) == once
    assert not preview.context["report"].came


def test_bringing_back_to_the_same_account_changes_nothing() -> None:
    ana = cast.ana()
    life.live(ana)
    before, events = life.journey_of(ana), StudyEvent.objects.count()

    life.bring(ana, life.download(ana))

    assert life.journey_of(ana) == before
    assert StudyEvent.objects.count() == events


def test_the_bare_data_do_as_well() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)
    data = life.files_in(life.download(ana))["dados.json"]

    life.bring(malu, data.encode())

    assert LearnerJourney(malu.pk).states == LearnerJourney(ana.pk).states


def test_nothing_becomes_public_and_nothing_is_sent_by_itself() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)
    copy, keys = life.download(ana), life.links_of(ana)
    PublicPage.objects.all().delete()

    life.bring(malu, copy)

    page, plan = PublicPage.objects.get(learner=malu), StudyPlan.objects.get(learner=malu)
    assert page.on_since is None
    assert (plan.key, plan.calendar_since, plan.mail_since) == ("", None, None)
    assert life.links_of(malu)
    assert not set(life.links_of(malu)) & set(keys)


def test_the_account_itself_does_not_travel() -> None:
    ana, caio = cast.ana(), cast.person("", time_zone="America/Manaus")
    User.objects.filter(pk=ana.pk).update(
        is_staff=True, is_superuser=True, time_zone="Europe/Lisbon", theme="dark", language="en"
    )
    password = caio.password

    life.bring(caio, life.download(ana))

    caio.refresh_from_db()
    assert (caio.email, caio.password, caio.is_staff) == ("@trilha.test", password, False)
    assert (caio.name, caio.theme, caio.language) == ("Ana", "dark", "en")
    assert caio.time_zone == "America/Manaus"  # chosen here
