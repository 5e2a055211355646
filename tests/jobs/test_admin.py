"""The queue at the desk: superusers see it, read why something failed and try it again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import cast
from tests.jobs.chores import visit
from trilha.jobs.models import Job

LIST = "/admin/jobs/job/"


@pytest.fixture
def failed(client: Client) -> Job:
    client.force_login(cast.person("Rosa", is_staff=True, is_superuser=True))
    visit.enqueue("mlops")
    row = DBTaskResult.objects.get()
    row.worker_ids = ["somebody"] * 5
    row.set_failed(LookupError("nowhere <b>to</b> be found"))
    row.save(update_fields=["worker_ids"])
    return Job.queue.get()


@pytest.mark.django_db
def test_she_sees_what_failed_and_why(client: Client, failed: Job) -> None:
    page = client.get(f"{LIST}?estado=FAILED").content.decode()
    assert "visit mlops" in page
    assert "falhou" in page
    assert "visit mlops" not in client.get(f"{LIST}?estado=READY").content.decode()
    assert client.get(f"{LIST}?estado=odd").status_code == 200

    page = client.get(f"{LIST}{failed.pk}/change/").content.decode()
    assert "LookupError: nowhere &lt;b&gt;to&lt;/b&gt; be found" in page
    assert client.get(f"{LIST}{failed.pk}/delete/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_she_lets_it_be_tried_again(client: Client, failed: Job) -> None:
    again = {"action": "begin_anew", "_selected_action": [str(failed.pk)]}
    page = client.post(LIST, again, follow=True).content.decode()
    assert "1 tarefa voltou à fila." in page
    call_command("work", batch=True)
    failed.refresh_from_db()
    assert (failed.status, failed.tries) == ("FAILED", 1)
    assert failed.finished_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.django_db
def test_curators_and_strangers_do_not(client: Client, failed: Job) -> None:
    for who, status in [(cast.duda(), 403), (cast.caio(), 302)]:
        client.force_login(who)
        assert client.get(LIST).status_code == status
        assert client.post(LIST, {"action": "begin_anew"}).status_code == status
    assert Client().get(LIST).status_code == 302


@pytest.mark.django_db
def test_a_longer_list_costs_no_more(
    client: Client, failed: Job, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(20) as asked:
        client.get(LIST)
    for _ in range(3):
        visit.enqueue("mlops")
    with django_assert_max_num_queries(len(asked)):
        client.get(LIST)
