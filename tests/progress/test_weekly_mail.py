"""Ana asked for her week by mail: on Monday morning it comes, once, and every link in it works."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalog.models import Resource, Status, Track
from progress.journey import LearnerJourney
from progress.letter import weekly
from progress.models import Completion, State, StudyPlan
from progress.tasks import MailError, mail_a_week, queue_due
from tests import builders, cast
from tests.accounts.steps import LINK
from tests.mailbox import Mailbox, parts
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
EVERY_DAY = 0b1111111
MONDAY = date(2026, 11, 23)


def plan_of(learner: User, *titles: str) -> StudyPlan:
    """A plan whose person waits for the mail of this week."""
    track, rows = builders.track_of(*(titles or ("Rules", "Pipelines", "Monitoring")))
    Resource.objects.filter(pk__in=[row.pk for row in rows]).update(kind="video", minutes=60)
    plan = StudyPlan.objects.keep(learner, track, 420, EVERY_DAY)
    plan.turn_mail(True)
    StudyPlan.objects.update(mail_queued=None)
    return plan


def at(hour: int, zone: str = "America/Sao_Paulo", day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def send(plan: StudyPlan) -> str:
    return str(mail_a_week.call(plan.pk))


def jobs() -> int:
    return DBTaskResult.objects.filter(task_path=mail_a_week.module_path).count()


def test_what_the_letter_says(mailbox: Mailbox) -> None:
    plan = plan_of(cast.ana())
    rules = Resource.objects.get(title="Rules")
    LearnerJourney(plan.learner_id).set_state(rules, State.DONE)
    last_sunday = timezone.now() - timedelta(days=plan.today().weekday() + 1)
    Completion.objects.update(changed_at=last_sunday)

    assert send(plan) == "sent"
    [letter] = mailbox
    text, html = parts(letter)
    assert letter["To"] == "ana@trilha.test"
    assert letter["Subject"].startswith("[Trilha] Sua semana de ")
    assert "no seu plano de Engenharia de Machine Learning." in text
    assert "Feito na semana passada:\n• Rules\n" in text
    assert "Seu próximo passo: Pipelines\n" in text
    assert ": Pipelines\n" in text.partition("O plano para estes dias (")[2]
    assert '<html lang="pt-BR">' in html


def test_a_week_without_study_is_not_spoken_of(mailbox: Mailbox) -> None:
    send(plan_of(cast.ana()))
    text, _ = parts(mailbox[0])
    assert "semana passada" not in text


def test_its_links_work(client: Client, mailbox: Mailbox) -> None:
    ana = cast.ana()
    send(plan_of(ana))
    text, html = parts(mailbox[0])
    links = LINK.findall(text)
    assert len(links) == 4
    client.force_login(ana)
    for link in links:
        assert f'<a href="{link}">{link}</a>' in html
        assert link.startswith("https://localhost/")
        assert client.get(link.removeprefix("https://localhost")).status_code == 200, link


def test_it_speaks_her_language(client: Client, mailbox: Mailbox) -> None:
    ana = cast.person("Ana", language="en")
    send(plan_of(ana))
    text, html = parts(mailbox[0])
    assert '<html lang="en">' in html
    client.force_login(ana)
    for link in LINK.findall(text):
        assert link.startswith("https://localhost/en/")
        assert client.get(link.removeprefix("https://localhost")).status_code == 200


def test_mail_programs_find_the_way_out(mailbox: Mailbox) -> None:
    """In one line as it was written: folded, it would be encoded and lost."""
    send(plan_of(cast.ana()))
    text, _ = parts(mailbox[0])
    stop = LINK.findall(text)[2]
    assert f"\r\nList-Unsubscribe: <{stop}>\r\n".encode() in mailbox.raw[0]
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in mailbox.raw[0]


def test_it_comes_on_monday_morning_and_once() -> None:
    plan_of(cast.ana())
    assert queue_due(at(23, day=MONDAY - timedelta(days=1))) == 0
    assert queue_due(at(6)) == 0
    assert queue_due(at(7)) == 1
    assert queue_due(at(8)) == queue_due(at(23)) == 0
    assert queue_due(at(7, day=MONDAY + timedelta(days=1))) == 0
    assert queue_due(at(9, day=MONDAY + timedelta(days=7))) == 1
    assert jobs() == 2
    assert DBTaskResult.objects.first().args_kwargs["args"] == [StudyPlan.objects.get().pk]


def test_monday_is_where_she_lives() -> None:
    plan_of(cast.person("Ana", time_zone="Asia/Tokyo"))
    plan_of(cast.person("Malu", time_zone="Nowhere/Land"), "Outra")  # as the site, then
    assert queue_due(at(7, "Asia/Tokyo")) == 1
    assert queue_due(at(6)) == 0
    assert queue_due(at(7)) == 1


def test_the_first_one_comes_on_the_next_monday() -> None:
    """Not at any hour of the Monday on which she asked, nor again when she asks anew."""
    plan = plan_of(cast.ana())
    for on in (False, True):
        plan.turn_mail(on)
    assert queue_due(at(9, day=plan.monday)) == 0
    assert queue_due(at(9, day=plan.monday + timedelta(days=7))) == 1


def test_running_twice_tells_once(mailbox: Mailbox) -> None:
    plan = plan_of(cast.ana())
    assert [send(plan), send(plan)] == ["sent", "told already"]
    assert len(mailbox) == 1


@pytest.mark.parametrize(
    "why", ["off", "inactive", "leaving", "done", "unpublished", "no plan any more"]
)
def test_who_gets_none(why: str, mailbox: Mailbox) -> None:
    plan = plan_of(cast.ana())
    match why:
        case "off":
            plan.turn_mail(False)
        case "inactive":
            User.objects.update(is_active=False)
        case "leaving":
            User.objects.update(erase_at=timezone.now() + timedelta(days=7))
        case "done":
            for row in Resource.objects.all():
                LearnerJourney(plan.learner_id).set_state(row, State.DONE)
        case "unpublished":
            Track.objects.update(status=Status.DRAFT)
        case _:
            StudyPlan.objects.all().delete()
    if why not in {"done", "unpublished"}:
        assert queue_due(at(7)) == 0
    assert send(plan) == "nothing to tell"
    assert not mailbox


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_refuses_is_asked_again(mailbox: Mailbox) -> None:
    plan_of(cast.ana())
    mailbox.refuses = True
    assert queue_due(at(7)) == 1
    call_command("work", batch=True)
    call_command("work", batch=True)
    job = DBTaskResult.objects.get(task_path=mail_a_week.module_path)
    assert job.status == "READY"
    assert job.exception_class_path == f"{MailError.__module__}.MailError"
    assert "ana@trilha.test" not in job.traceback

    mailbox.refuses = False
    DBTaskResult.objects.update(run_after=timezone.now())
    call_command("work", batch=True)
    assert len(mailbox) == 1
    assert jobs() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_write_one_letter() -> None:
    plan_of(cast.ana())

    def look(_: int) -> int:
        try:
            return queue_due(at(7))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(look, range(3))) == [0, 0, 1]
    assert jobs() == 1


def test_a_longer_track_costs_no_more(django_assert_max_num_queries) -> None:
    short = StudyPlan.objects.for_page().get(pk=plan_of(cast.ana()).pk)
    titles = [f"Recurso {n}" for n in range(12)]
    long = StudyPlan.objects.for_page().get(pk=plan_of(cast.malu(), *titles).pk)
    with django_assert_max_num_queries(20) as asked:
        weekly(short)
    with django_assert_max_num_queries(len(asked)):
        weekly(long)
