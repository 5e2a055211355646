"""Two tabs and two devices at the same moment: nothing is lost, nothing is counted twice."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from progress.journey import LearnerJourney, VisitorJourney
from progress.models import Completion, State, StudyEvent
from tests import builders, cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions in threads of their own, each with a connection of its own."""

    def run(action: Callable[[], object]) -> object:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def tap(client: Client, uid: str, state: str = "done") -> int:
    answer = client.post(
        f"/recursos/{uid}/andamento/", {"state": state}, headers={"Origin": "http://testserver"}
    )
    return answer.status_code


def twin(client: Client) -> Client:
    """Another tab: the same cookies."""
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return other


def test_two_tabs_of_a_visitor_lose_no_mark() -> None:
    _, resources = builders.track_of(*[f"Recurso {n}" for n in range(13)])
    client = Client()
    tap(client, resources[0].uid)
    tabs = [twin(client) for _ in resources[1:]]
    codes = at_once(
        *[
            lambda tab=tab, uid=resource.uid: tap(tab, uid)
            for tab, resource in zip(tabs, resources[1:], strict=True)
        ]
    )
    assert set(codes) == {303}
    store = import_module(settings.SESSION_ENGINE).SessionStore(
        client.cookies["__Host-sessionid"].value
    )
    assert VisitorJourney(store).states == {resource.pk: State.DONE for resource in resources}


def test_an_older_tab_that_saves_its_session_keeps_newer_marks() -> None:
    rules = builders.resource()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    older = store()
    older.create()
    older.load()
    newer = store(older.session_key)
    VisitorJourney(newer).set_state(rules, State.DONE)
    older["said"] = "hello"
    older.save()
    kept = store(older.session_key)
    assert VisitorJourney(kept).states == {rules.pk: State.DONE}
    assert kept["said"] == "hello"


def test_a_double_click_of_a_learner_is_one_event() -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(ana)
    assert set(at_once(*[lambda c=c: tap(c, rules.uid) for c in clients])) == {303}
    assert Completion.objects.get(learner=ana).state == State.DONE
    assert StudyEvent.objects.filter(learner=ana).count() == 1


def test_two_devices_that_disagree_leave_one_true_history() -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    words = ["done", "doing", "skipped", "todo"] * 3
    clients = [Client() for _ in words]
    for client in clients:
        client.force_login(ana)
    pairs = zip(clients, words, strict=True)
    assert set(at_once(*[lambda c=c, w=w: tap(c, rules.uid, w) for c, w in pairs])) == {303}
    events = list(
        StudyEvent.objects.filter(learner=ana).order_by("pk").values_list("state", flat=True)
    )
    assert events[-1] == Completion.objects.get(learner=ana).state
    assert all(one != other for one, other in itertools.pairwise(events))
    assert LearnerJourney(ana.pk).state_of(rules) == events[-1] or events[-1] == State.TODO
