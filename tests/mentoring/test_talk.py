"""Malu and Ana talk about a step: one conversation for the two and the step, and nobody else's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import Resource
from progress.mentoring.models import Cohort, Guide, Membership, Message, Thread
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
CLOSED = "Seu texto continua aqui."


class Saturday:
    """A cohort that Malu guides, where Ana learns two steps and shows nothing."""

    def __init__(self) -> None:
        self.malu, self.ana = cast.malu(), cast.ana()
        self.track, (self.rules, self.sql) = builders.track_of("Regras", "SQL")
        self.cohort = builders.cohort(self.malu, self.track)
        self.member = builders.member(self.cohort, self.ana)
        of_member = [self.cohort.uid, self.member.uid]
        self.write_to = reverse("mentoring:write_to", args=of_member)
        self.write = reverse("mentoring:write", args=[self.cohort.uid])

    def thread(self, *said: str, on: Resource | None = None, by: User | None = None) -> Thread:
        """What Malu said to Ana, or one of them to the other."""
        thread = Thread.objects.begin(self.member, self.malu, on or self.rules)
        for text in said:
            assert thread.say(by or self.malu, text, uuid4())
        return Thread.objects.get(pk=thread.pk)


@pytest.fixture
def saturday() -> Saturday:
    return Saturday()


def by(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    return answer.content.decode()


def at(thread: Thread) -> str:
    return thread.get_absolute_url()


def closing(thread: Thread) -> str:
    return reverse("mentoring:close_thread", args=[thread.uid])


def test_a_mentor_begins_from_a_step(saturday: Saturday) -> None:
    malu = by(saturday.malu)
    form = text(malu.get(f"{saturday.write_to}?recurso={saturday.sql.uid}"))
    assert "Escrever para Ana" in form
    assert f'<option value="{saturday.sql.uid}" selected>SQL</option>' in form
    answer = malu.post(saturday.write_to, {"step": saturday.sql.uid, "text": "Como vai **aí**?"})
    thread = Thread.objects.get()
    assert answer["Location"] == f"{at(thread)}#fim"
    assert (thread.membership, thread.mentor, thread.resource) == (
        saturday.member,
        saturday.malu,
        saturday.sql,
    )
    page = text(by(saturday.ana).get(at(thread)))
    assert "Como vai <strong>aí</strong>?" in page
    assert "Malu" in page
    assert "malu@trilha.test" not in page


def test_a_learner_begins_and_the_same_step_leads_to_the_same_conversation(
    saturday: Saturday,
) -> None:
    ana, step = by(saturday.ana), f"?recurso={saturday.rules.uid}"
    form = text(ana.get(saturday.write))
    assert "Escrever para Malu" in form
    assert "Para quem" not in form
    ana.post(saturday.write, {"step": saturday.rules.uid, "text": "Travei."})
    thread = Thread.objects.get()
    assert ana.get(saturday.write + step)["Location"] == at(thread)
    assert by(saturday.malu).get(saturday.write_to + step)["Location"] == at(thread)
    ana.post(saturday.write, {"step": saturday.rules.uid, "text": "De novo."})
    assert [message.text for message in thread.messages.all()] == ["Travei.", "De novo."]


def test_where_several_guide_a_learner_says_to_whom(saturday: Saturday) -> None:
    rui = Guide.objects.create(cohort=saturday.cohort, person=cast.person("Rui"))
    ana, said = by(saturday.ana), {"step": saturday.rules.uid, "text": "Oi, Rui."}
    form = text(ana.get(f"{saturday.write}?recurso={saturday.rules.uid}"))
    assert "Para quem" in form
    assert "rui@trilha.test" not in form
    assert "Escolha para quem é." in text(ana.post(saturday.write, said))
    ana.post(saturday.write, {**said, "mentor": rui.pk})
    assert Thread.objects.get().mentor == rui.person


def test_a_duplicate_that_was_merged_is_the_same_step(saturday: Saturday) -> None:
    thread = saturday.thread("Oi.")
    Resource.objects.filter(pk=saturday.rules.pk).update(merged_into=saturday.sql)
    assert Thread.objects.begin(saturday.member, saturday.malu, saturday.sql) == thread


def test_a_conversation_is_about_a_step_of_the_cohort(saturday: Saturday) -> None:
    _, (other,) = builders.track_of("Outra")
    malu = by(saturday.malu)
    for step, said in ((other.uid, "Este passo não está mais"), ("", "Escolha o passo.")):
        answer = text(malu.post(saturday.write_to, {"step": step, "text": "Guarde isto."}))
        assert said in answer
        assert "Guarde isto." in answer
    assert "Outra" not in text(malu.get(f"{saturday.write_to}?recurso={other.uid}"))
    assert not Thread.objects.exists()


def test_a_list_has_steps_too_and_what_left_the_catalog_says_so(saturday: Saturday) -> None:
    cohort = saturday.cohort
    cohort.track, cohort.list = None, builders.share_link(saturday.malu, saturday.sql)
    cohort.save()
    form = text(by(saturday.ana).get(saturday.write))
    assert ">SQL</option>" in form
    assert "Regras" not in form
    cohort.list.delete()
    assert "saiu do catálogo" in text(by(saturday.ana).get(saturday.write))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Escreva a mensagem."),
        (" \r\n ", "Escreva a mensagem."),
        ("é" * 2001, "A mensagem tem 2.001 caracteres e cabem 2.000."),
        ("a\x00b", "nulos não são permitidos"),
    ],
)
def test_what_cannot_be_said_stays_in_the_form(saturday: Saturday, typed: str, said: str) -> None:
    thread = saturday.thread("Oi.")
    answer = text(by(saturday.ana).post(at(thread), {"text": typed}))
    assert said in answer
    assert typed.strip()[:500].replace("\x00", "") in answer.replace("\x00", "")
    assert thread.messages.count() == 1


def test_2000_characters_on_many_lines_are_said(saturday: Saturday) -> None:
    """A browser sends two signs for the end of a line."""
    thread = saturday.thread()
    by(saturday.ana).post(at(thread), {"text": "a\r\n" * 999 + "ab"})
    assert len(thread.messages.get().text) == 2000


def test_html_of_a_message_stays_text(saturday: Saturday) -> None:
    thread = saturday.thread("<script>alert(1)</script> [x](javascript:alert(1))")
    page = text(by(saturday.ana).get(at(thread)))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_same_form_sent_twice_says_it_once(saturday: Saturday) -> None:
    thread, uid = saturday.thread("Oi."), uuid4()
    for _ in range(2):
        assert by(saturday.ana).post(at(thread), {"text": "Oi!", "uid": uid}).status_code == 302
    assert thread.messages.count() == 2
    # The name of somebody else's message takes nothing of theirs.
    by(saturday.malu).post(at(thread), {"text": "E aí?", "uid": uid})
    assert [message.text for message in thread.messages.all()] == ["Oi.", "Oi!", "E aí?"]


def test_sixty_an_hour_are_enough(saturday: Saturday) -> None:
    thread = saturday.thread("Oi.", by=saturday.ana)
    ago = timezone.now() - timedelta(minutes=59)
    Message.objects.bulk_create(
        Message(thread=thread, by=saturday.ana, text="…", at=ago) for _ in range(59)
    )
    ana = by(saturday.ana)
    answer = text(ana.post(at(thread), {"text": "Mais uma."}))
    assert "Foram 60 mensagens em uma hora." in answer
    assert "Mais uma." in answer
    answer = text(ana.post(saturday.write, {"step": saturday.sql.uid, "text": "Outra."}))
    assert "Foram 60 mensagens em uma hora." in answer
    assert Thread.objects.count() == 1  # no conversation without a message
    assert by(saturday.malu).post(at(thread), {"text": "Calma!"}).status_code == 302
    Message.objects.update(at=ago - timedelta(minutes=2))
    assert ana.post(at(thread), {"text": "Mais uma."}).status_code == 302


def test_either_closes_and_either_opens_again(saturday: Saturday) -> None:
    thread = saturday.thread("Oi.")
    by(saturday.ana).post(closing(thread), {"do": "close"})
    assert "Você encerrou esta conversa" in text(by(saturday.ana).get(at(thread)))
    malu = by(saturday.malu)
    page = text(malu.get(at(thread)))
    assert "Ana encerrou esta conversa" in page
    assert "<textarea" not in page
    first = Thread.objects.get().closed_at
    malu.post(closing(thread), {"do": "close"})
    assert (Thread.objects.get().closed_at, Thread.objects.get().closed_by) == (first, "learner")
    assert malu.post(closing(thread), {"do": "open"})["Location"] == at(thread)
    assert Thread.objects.get().closed_at is None
    assert malu.post(closing(thread), {"do": "maybe"}).status_code == 400


def test_what_is_typed_while_it_is_closed_is_kept_and_may_open_it(saturday: Saturday) -> None:
    thread = saturday.thread("Oi.")
    thread.close(saturday.malu)
    ana, typed = by(saturday.ana), {"text": "Faltou isto."}
    for answer in (
        ana.post(at(thread), typed),
        ana.post(saturday.write, {**typed, "step": saturday.rules.uid}),
    ):
        assert CLOSED in text(answer)
        assert "Faltou isto." in text(answer)
        assert "Reabrir e enviar" in text(answer)
        assert f'action="{at(thread)}#escrever"' in text(answer)
    assert thread.messages.count() == 1
    assert ana.post(at(thread), {**typed, "do": "open"}).status_code == 302
    assert thread.messages.count() == 2
    assert Thread.objects.get().closed_at is None


def left(saturday: Saturday) -> None:
    Membership.objects.update(left_at=timezone.now())


def removed(saturday: Saturday) -> None:
    Membership.objects.update(left_at=timezone.now(), removed=True)


def no_guide(saturday: Saturday) -> None:
    Guide.objects.all().delete()


def archived(saturday: Saturday) -> None:
    Cohort.objects.update(archived_at=timezone.now())


@pytest.mark.parametrize("end", [left, removed, no_guide, archived])
def test_afterwards_the_learner_reads_and_nobody_writes(saturday: Saturday, end: Any) -> None:
    thread = saturday.thread("Oi.")
    ana, malu = by(saturday.ana), by(saturday.malu)
    end(saturday)
    page = text(ana.get(at(thread)))
    assert "Oi." in page
    assert "ficou só para ler" in page
    assert "<textarea" not in page
    answer = text(ana.post(at(thread), {"text": "Ainda?", "do": "open"}))
    assert CLOSED in answer
    assert "Ainda?" in answer
    ana.post(closing(thread), {"do": "close"})
    assert Thread.objects.get().closed_at is None
    begin = {"step": saturday.sql.uid, "text": "Oi?"}
    ana.post(saturday.write, begin)
    assert (malu.get(at(thread)).status_code, malu.post(at(thread)).status_code) == (404, 404)
    assert malu.post(saturday.write_to, begin).status_code == 404
    assert malu.post(closing(thread), {"do": "close"}).status_code == 404
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def test_days_of_grace_end_it_for_both(saturday: Saturday) -> None:
    thread, soon = saturday.thread("Oi."), timezone.now() + timedelta(days=7)
    User.objects.filter(name="Malu").update(erase_at=soon)
    assert by(saturday.ana).get(at(thread)).status_code == 404
    assert "Ninguém guia esta turma agora." in text(by(saturday.ana).get(saturday.write))
    User.objects.filter(name="Malu").update(erase_at=None)
    assert by(saturday.ana).get(at(thread)).status_code == 200
    User.objects.filter(name="Ana").update(erase_at=soon)
    assert by(saturday.malu).get(at(thread)).status_code == 404


def test_nobody_else_finds_it(saturday: Saturday) -> None:
    thread = saturday.thread("Só nossa.")
    rui = cast.person("Rui")
    Guide.objects.create(cohort=saturday.cohort, person=rui)
    others = [rui, cast.caio(), cast.duda(), cast.person("Sol", is_staff=True, is_superuser=True)]
    for person in others:
        client = by(person)
        assert client.get(at(thread)).status_code == 404
        assert client.post(at(thread), {"text": "Oi"}).status_code == 404
        assert client.post(closing(thread), {"do": "close"}).status_code == 404
        assert "Só nossa." not in text(client.get("/conversas/"))
        assert "Regras" not in text(client.get("/conversas/"))
    for person in others[1:]:
        client = by(person)
        assert client.get(saturday.write_to).status_code == 404
        assert client.get(saturday.write).status_code == 404
    assert by(saturday.malu).get(saturday.write).status_code == 404
    assert by(saturday.ana).get(saturday.write_to).status_code == 404


def test_a_visitor_signs_in_first(client: Client, saturday: Saturday) -> None:
    thread = saturday.thread("Oi.")
    for address in (at(thread), saturday.write, saturday.write_to, "/conversas/"):
        assert client.get(address)["Location"] == f"/conta/entrar/?next={address}"
    for address in (at(thread), saturday.write, saturday.write_to):
        assert client.post(address, {"text": "Oi"})["Location"] == f"/conta/entrar/?next={address}"
    assert client.post(closing(thread))["Location"] == "/conta/entrar/?next=/conversas/"
    assert Message.objects.count() == 1


def test_what_only_takes_posts_is_no_page(saturday: Saturday) -> None:
    assert by(saturday.ana).get(closing(saturday.thread("Oi."))).status_code == 405
    assert by(saturday.ana).post("/conversas/").status_code == 405


def test_a_mentor_in_their_own_cohort_does_not_talk_with_themselves(saturday: Saturday) -> None:
    mine = builders.member(saturday.cohort, saturday.malu)
    malu = by(saturday.malu)
    assert (
        malu.get(reverse("mentoring:write_to", args=[saturday.cohort.uid, mine.uid])).status_code
        == 404
    )
    assert "Ninguém guia esta turma agora." in text(malu.get(saturday.write))


def test_reading_marks_as_read_in_one_update_and_once(saturday: Saturday) -> None:
    thread, ana = saturday.thread("Oi."), by(saturday.ana)
    assert "novas mensagens" in text(ana.get("/conversas/"))
    assert "novas mensagens" not in text(by(saturday.malu).get("/conversas/"))
    for headers in ({"Sec-Purpose": "prefetch;prerender"}, {}):
        assert '<span class="on">nova</span>' in text(ana.get(at(thread), headers=headers))
    with CaptureQueriesContext(connection) as asked:
        assert '<span class="on">nova</span>' not in text(ana.get(at(thread)))
    assert not [query for query in asked if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert "novas mensagens" not in text(ana.get("/conversas/"))
    saturday.thread("E agora?")
    assert "novas mensagens" in text(ana.get("/conversas/"))


def test_the_list_has_unread_ones_first_and_closed_ones_apart(saturday: Saturday) -> None:
    old = saturday.thread("Antiga.")
    saturday.thread("Minha.", on=saturday.sql, by=saturday.ana)
    ana = by(saturday.ana)
    page = text(ana.get("/conversas/"))
    assert page.index("Regras") < page.index("SQL")
    ana.get(at(old))
    page = text(ana.get("/conversas/"))
    assert page.index("SQL") < page.index("Regras")
    old.close(saturday.malu)
    assert "Regras" not in text(ana.get("/conversas/"))
    ended = text(ana.get("/conversas/?ver=encerradas"))
    assert "Regras" in ended
    assert "SQL" not in ended


def test_an_empty_list_says_what_it_is_for(saturday: Saturday) -> None:
    assert "Você ainda não está em uma turma." in text(by(cast.caio()).get("/conversas/"))
    page = text(by(saturday.ana).get("/conversas/"))
    assert "Ainda não há conversas." in page
    assert f'href="{saturday.write}"' in page
    assert saturday.cohort.get_absolute_url() in text(by(saturday.malu).get("/conversas/"))


def test_more_conversations_and_messages_cost_the_same_queries(saturday: Saturday) -> None:
    malu, costs = by(saturday.malu), []
    thread = saturday.thread("Oi.")
    for n in range(2):
        for address in ("/conversas/", at(thread)):
            malu.get(address)
            with CaptureQueriesContext(connection) as asked:
                malu.get(address)
            costs.append(len(asked))
        member = builders.member(saturday.cohort, cast.person(f"Bia{n}"))
        other = Thread.objects.begin(member, saturday.malu, saturday.sql)
        other.say(saturday.malu, "Oi.", uuid4())
        thread.say(saturday.malu, "Mais.", uuid4())
    assert costs[:2] == costs[2:]
    assert max(costs) <= 10


def test_old_messages_stand_on_pages_before(
    saturday: Saturday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("progress.mentoring.views.talk.MESSAGES_A_PAGE", 2)
    thread, ana = saturday.thread("Uma.", "Duas.", "Três."), by(saturday.ana)
    ana.get(f"{at(thread)}?pagina=1")
    assert Thread.objects.get().learner_saw_at is None
    page = text(ana.get(at(thread)))
    assert "Três." in page
    assert "Uma." not in page
    assert "?pagina=1" in page


def test_a_thread_says_nothing_of_what_the_learner_marked(saturday: Saturday) -> None:
    """Neither of them consented to anything: only titles and messages stand there."""
    from progress.journey import LearnerJourney
    from progress.models import State

    thread = saturday.thread("Oi.")
    malu = by(saturday.malu)
    before = text(malu.get(saturday.write_to)), text(malu.get("/conversas/"))
    page = text(malu.get(at(thread)))
    LearnerJourney(saturday.ana.pk).set_state(saturday.rules, State.DONE)
    clean = [strip(said) for said in (*before, page)]
    after = [malu.get(saturday.write_to), malu.get("/conversas/"), malu.get(at(thread))]
    assert [strip(text(answer)) for answer in after] == clean


def strip(page: str) -> str:
    """Without what is new in each answer: tokens and the uid of the form."""
    import re

    return re.sub(r'name="(csrfmiddlewaretoken|uid)" value="[^"]+"', "", page)
