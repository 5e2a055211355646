"""Malu and Ana talk about a step: one conversation for the two and the step, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Resource
from progress.mentoring.models import Guide, Message, Thread
from tests import builders, cast
from tests.mentoring.talking import CLOSED, Saturday, at, by, closing, text

pytestmark = pytest.mark.django_db


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
