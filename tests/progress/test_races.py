"""Two tabs and two devices at the same moment: nothing is lost, nothing is counted twice."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from catalog.models import Outline
from progress.journey import LearnerJourney, VisitorJourney
from progress.models import Assessment, Completion, Pass, State, StudyEvent
from progress.passes import begin_again, undo
from tests import builders, cast
from trilha.accounts.models import User

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


def signed_in(person: User, number: int) -> list[Client]:
    clients = [Client() for _ in range(number)]
    for client in clients:
        client.force_login(person)
    return clients


def test_a_new_pass_begun_on_many_devices_at_once_is_one() -> None:
    ana, (track, rows) = cast.ana(), builders.track_of(*"ABCDEF")
    for row in rows:
        LearnerJourney(ana.pk).set_state(row, State.DONE)
    begin = [
        lambda c=c: c.post(f"/meu-caminho/passadas/?trilha={track.uid}").status_code
        for c in signed_in(ana, 6)
    ]
    assert set(at_once(*begin)) == {302}
    kept = Pass.objects.get()
    assert kept.marks.count() == StudyEvent.objects.filter(state=State.TODO).count() == 6
    back = [
        lambda c=c: c.post(f"/meu-caminho/passadas/{kept.pk}/retorno/").status_code
        for c in signed_in(ana, 6)
    ]
    assert set(at_once(*back)) <= {302, 404}
    assert StudyEvent.objects.count() == 18
    assert not Pass.objects.exists()
    assert set(Completion.objects.values_list("state", flat=True)) == {State.DONE}


def test_marks_made_while_a_pass_begins_and_ends_leave_a_true_history() -> None:
    ana, (track, rows) = cast.ana(), builders.track_of(*"ABCD")
    for row in rows:
        LearnerJourney(ana.pk).set_state(row, State.DOING)

    def again() -> None:
        kept = begin_again(ana.pk, Outline.of(track.uid))
        if kept:
            undo(kept)

    marks = [lambda row=row: LearnerJourney(ana.pk).set_state(row, State.DONE) for row in rows]
    at_once(again, *marks, again)
    assert set(Completion.objects.values_list("state", flat=True)) == {State.DONE}
    for row in rows:
        told = (
            StudyEvent.objects.filter(resource=row).order_by("pk").values_list("state", flat=True)
        )
        assert list(told)[-1] == State.DONE
        assert all(one != other for one, other in itertools.pairwise(told))


def test_the_same_answers_saved_on_many_devices_at_once_are_saved_once() -> None:
    ana, (track, _) = cast.ana(), builders.track_of("A")
    skills = [builders.skill(f"S{n}") for n in range(4)]
    for skill in skills:
        builders.step(track.sections.get(), skill=skill)
    said = {f"s-{skill.uid}": "2" for skill in skills}
    address = f"/meu-caminho/habilidades/?trilha={track.uid}"
    saving = [lambda c=c: c.post(address, said).status_code for c in signed_in(ana, 6)]
    assert set(at_once(*saving)) == {302}
    assert Assessment.objects.filter(learner=ana, mastery=2).count() == 4
