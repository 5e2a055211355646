"""Whoever asks for it hears by mail that somebody wrote: not what, once until they read, and with
one click no more."""

import logging
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from progress.mentoring.letters import stop_url
from progress.mentoring.models import Guide, Membership, Side, Thread, choose_mails
from progress.mentoring.tasks import mail_news
from progress.tasks import MailError
from tests import builders, cast
from tests.accounts.steps import LINK
from tests.mailbox import Mailbox, parts
from trilha.accounts.models import User
from trilha.logs import WithoutKeys

pytestmark = pytest.mark.django_db
SWITCH = "/conversas/avisos/"
SITE = "https://localhost"


def talk(**of_ana: str) -> Thread:
    """Ana learns with Malu, and both want to hear of messages."""
    malu, ana = cast.malu(), cast.person("Ana", **of_ana)
    track, (rules,) = builders.track_of("Regras")
    member = builders.member(builders.cohort(malu, track), ana, mails=True)
    Guide.objects.update(mails=True)
    return Thread.objects.begin(member, malu, rules)


def say(thread: Thread, by: User | None = None) -> None:
    assert thread.say(by or thread.mentor, "Segredo nosso.", uuid4())


def send(thread: Thread, to: Side = Side.LEARNER) -> str:
    return str(mail_news.call(thread.pk, to))


def by(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def jobs() -> list[list[object]]:
    rows = DBTaskResult.objects.filter(task_path=mail_news.module_path)
    return [row.args_kwargs["args"] for row in rows]


def test_what_the_letter_says_and_does_not(mailbox: Mailbox) -> None:
    thread = talk()
    say(thread)
    assert send(thread) == "sent"
    [letter] = mailbox
    text, html = parts(letter)
    assert letter["To"] == "ana@trilha.test"
    assert letter["Subject"] == "[Trilha] Mensagem nova sobre Regras"
    assert "uma mensagem de Malu para você sobre “Regras”, na turma Turma de sábado." in text
    assert "Segredo" not in mailbox.raw[0].decode()
    assert "malu@trilha.test" not in mailbox.raw[0].decode()
    assert '<html lang="pt-BR">' in html
    there, stop, _home = LINK.findall(text)
    assert there == f"{SITE}{thread.get_absolute_url()}"
    assert f"\r\nList-Unsubscribe: <{stop}>\r\n".encode() in mailbox.raw[0]
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in mailbox.raw[0]
    for link in (there, stop):
        assert by(thread.membership.learner).get(link.removeprefix(SITE)).status_code == 200


def test_it_speaks_the_language_of_who_gets_it(mailbox: Mailbox) -> None:
    thread = talk(language="en")
    say(thread)
    say(thread, by=thread.membership.learner)  # who has not read yet
    for side in Side:
        assert send(thread, side) == "sent"
    (hers, html), (malus, _) = (parts(letter) for letter in mailbox)
    assert '<html lang="en">' in html
    assert f"{SITE}/en/conversas/" in hers
    assert f"{SITE}/conversas/" in malus


def test_a_name_begins_no_line_of_its_own(mailbox: Mailbox) -> None:
    thread = talk()
    User.objects.filter(pk=thread.mentor_id).update(name="https://mau.example\r\n\r\nhttps://mau")
    say(thread)
    send(thread)
    _, html = parts(mailbox[0])
    assert 'href="https://mau' not in html


def test_one_mail_until_it_is_read(mailbox: Mailbox) -> None:
    thread = talk()
    say(thread)
    say(thread)
    assert [send(thread), send(thread)] == ["sent", "told already"]
    by(thread.membership.learner).get(thread.get_absolute_url())
    assert send(thread) == "told already"  # there is nothing new
    say(thread)
    assert send(thread) == "sent"
    assert len(mailbox) == 2


def test_a_message_lays_a_letter_into_the_queue_for_the_other() -> None:
    thread = talk()
    malu, ana = by(thread.mentor), by(thread.membership.learner)
    malu.post(thread.get_absolute_url(), {"text": "Oi.", "uid": (uid := uuid4())})
    malu.post(thread.get_absolute_url(), {"text": "Oi.", "uid": uid})
    assert jobs() == [[thread.pk, "learner"]]
    Guide.objects.update(mails=False)
    ana.post(thread.get_absolute_url(), {"text": "Olá."})
    assert len(jobs()) == 1


@pytest.mark.parametrize("why", ["off", "left", "leaving", "mentor leaving", "inactive", "gone"])
def test_who_gets_none(why: str, mailbox: Mailbox) -> None:
    thread = talk()
    say(thread)
    learner = User.objects.filter(pk=thread.membership.learner_id)
    match why:
        case "off":
            choose_mails(thread.membership.learner)
        case "left":
            Membership.objects.update(left_at=timezone.now())
        case "leaving":
            learner.update(erase_at=timezone.now())
        case "mentor leaving":
            User.objects.filter(pk=thread.mentor_id).update(erase_at=timezone.now())
        case "inactive":
            learner.update(is_active=False)
        case _:
            Thread.objects.filter(pk=thread.pk).delete()
    assert send(thread) == "nothing to tell"
    assert not mailbox


def test_a_mail_server_that_refuses_is_asked_again(mailbox: Mailbox) -> None:
    thread = talk()
    say(thread)
    mailbox.refuses = True
    with pytest.raises(MailError) as refused:
        send(thread)
    assert "ana@trilha.test" not in str(refused.value)
    mailbox.refuses = False
    assert send(thread) == "sent"
    assert len(mailbox) == 1


def test_nobody_hears_of_it_until_they_ask() -> None:
    malu, ana = cast.malu(), cast.ana()
    cohort, other = builders.cohort(malu), builders.cohort(malu, name="Outra")
    foreign = builders.cohort(cast.caio(), name="De Caio")
    builders.member(cohort, ana)
    client = by(ana)
    page = client.get("/conversas/").content.decode()
    assert "avisar em ana@trilha.test" in page
    assert " checked" not in page
    answer = client.post(SWITCH, {"cohorts": [cohort.uid]}, follow=True)
    assert answer.redirect_chain == [("/conversas/#avisos", 302)]
    assert " checked" in answer.content.decode()
    assert Membership.objects.get().mails
    assert not Guide.objects.filter(mails=True).exists()

    both = {"cohorts": [cohort.uid, other.uid]}
    by(malu).post(SWITCH, both)
    assert {guide.cohort for guide in Guide.objects.filter(mails=True)} == {cohort, other}
    for wrong in (foreign.uid, "nada", "a\x00b"):
        answer = by(malu).post(SWITCH, {"cohorts": [wrong]}, follow=True)
        assert "Uma das turmas não está mais aqui." in answer.content.decode()
    assert Guide.objects.filter(mails=True).count() == 2
    by(malu).post(SWITCH)
    assert not Guide.objects.filter(mails=True).exists()
    assert Membership.objects.get().mails  # hers are hers


def test_a_visitor_signs_in_first_and_it_is_no_page(client: Client) -> None:
    assert client.post(SWITCH)["Location"] == "/conta/entrar/?next=/conversas/"
    assert by(cast.ana()).get(SWITCH).status_code == 405


def test_one_post_of_a_mail_program_ends_them_all() -> None:
    """Without cookies, token or redirect, as RFC 8058 has it; as often as it likes."""
    thread = talk()
    choose_mails(thread.mentor, [thread.membership.cohort])
    address = stop_url(thread.membership.learner_id).removeprefix(SITE)
    program = Client(enforce_csrf_checks=True)
    answer = program.get(address)
    assert b"Parar de receber" in answer.content
    assert b"ana@trilha.test" not in answer.content
    assert Membership.objects.get().mails
    for _ in range(2):
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert "não vêm mais por e-mail" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert not program.cookies
    assert not Membership.objects.get().mails
    assert Guide.objects.get().mails


def test_only_our_own_addresses_open() -> None:
    ana = cast.ana()
    good = stop_url(ana.pk).removeprefix(SITE)
    elsewhere = Signer(salt="progress.letter.unsubscribe", sep=".").sign(str(ana.pk))
    place = "/email/parar/conversas/"
    for address in (good[:-2] + "/", f"{place}{elsewhere}/", f"{place}{ana.pk}/"):
        assert Client().get(address).status_code == 404, address
        assert Client().post(address).status_code == 404, address


def test_the_key_is_in_no_log() -> None:
    said = f"GET {stop_url(7)} 200"
    record = logging.LogRecord("x", logging.INFO, "", 0, said, (), None)
    WithoutKeys().filter(record)
    assert record.getMessage() == f"GET {SITE}/email/parar/conversas/***/ 200"
