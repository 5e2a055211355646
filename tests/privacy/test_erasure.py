"""Erase me: a word, seven days to come back, and then no trace of the person."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Revision

from catalog.history import changing_the_catalog
from catalog.models import Suggestion
from progress.mentoring.models import ShareLink
from progress.models import Completion, Note
from progress.sessions import SessionStore
from tests import builders, cast
from tests.accounts import steps
from tests.privacy import life
from trilha.accounts.models import Parcel, User
from trilha.accounts.privacy import erase_due

pytestmark = pytest.mark.django_db


def ask(user: User, word: str = "apagar", **how: Any) -> Any:
    return life.sure_of(user).post(reverse("erase_me"), {"word": word}, **how)


def after_seven_days() -> int:
    User.objects.filter(erase_at__isnull=False).update(erase_at=timezone.now())
    return erase_due()


def everything_of(user: User) -> list[str]:
    """Every row that points to the person, by any foreign key of any model."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                rows = model._base_manager.filter(**{field.name: user.pk})
                found += [f"{model._meta.label}.{field.name}"] * rows.count()
    return found


def every_text() -> str:
    """All that stands in any column of any table, also of those without a model; and what the
    sessions say, which are packed."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            said += [repr(bytes(v) if isinstance(v, memoryview) else v) for r in cursor for v in r]
    said += [repr(SessionStore().decode(row.session_data)) for row in Session.objects.all()]
    return "\n".join(said)


def test_it_asks_once_more_who_it_is() -> None:
    answer = life.signed_in(cast.ana()).post(reverse("erase_me"), {"word": "apagar"})

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not User.objects.filter(erase_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("word", "root"), [("", ""), ("apaga", ""), ("erase", ""), ("apagar", "/en")]
)
def test_another_word_erases_nothing(word: str, root: str) -> None:
    answer = life.sure_of(cast.ana()).post(root + "/meus-dados/apagamento/", {"word": word})

    assert answer.status_code == 200
    assert answer.context["form"].errors["word"]
    assert not User.objects.filter(erase_at__isnull=False).exists()


def test_the_word_is_english_in_english() -> None:
    answer = life.sure_of(cast.ana()).post("/en/meus-dados/apagamento/", {"word": "Erase"})

    assert answer.status_code == 302
    assert User.objects.filter(erase_at__isnull=False).exists()


def test_asking_ends_all_sessions_and_says_when() -> None:
    ana = cast.ana()
    elsewhere, untold = life.signed_in(ana), life.signed_in(ana)
    UserSession.objects.filter(session_key=untold.session.session_key).delete()

    answer = ask(ana, follow=True)

    ana.refresh_from_db()
    assert ana.erase_at
    assert 6.99 < (ana.erase_at - timezone.now()).total_seconds() / 86400 <= 7
    assert "tudo será apagado em" in answer.content.decode()
    for client in (elsewhere, untold):
        assert not steps.is_signed_in(client)
    [letter] = mail.outbox[-1:]
    assert letter.to == [ana.email]
    assert "http://testserver/conta/entrar/" in letter.body or "https://" in letter.body


def test_nothing_is_shown_from_then_on() -> None:
    ana = cast.ana()
    track, _rows = builders.track_of("Um")
    link = builders.share_link(ana, track=track)
    there = reverse("mentoring:shared", args=[link.key])
    assert Client().get(there).status_code == 200

    ask(ana)

    assert Client().get(there).status_code == 404
    assert not ShareLink.objects.open(timezone.now()).exists()


def test_signing_in_by_password_cancels_it() -> None:
    ana, client = cast.ana(), Client()
    ask(ana)

    steps.sign_in(client, ana.email)

    page = client.get(reverse("progress:path")).content.decode()
    assert "Sua conta fica: nada foi apagado." in page
    assert after_seven_days() == 0
    assert steps.is_signed_in(client)


def test_signing_in_by_code_cancels_it() -> None:
    ana, client = cast.ana(), Client()
    ask(ana)

    client.post(reverse("account_request_login_code"), {"email": ana.email})
    client.post(reverse("account_confirm_login_code"), {"code": steps.last_code()})

    assert steps.is_signed_in(client)
    assert not User.objects.filter(erase_at__isnull=False).exists()


def test_nobody_is_erased_too_early() -> None:
    ana = cast.ana()
    ask(ana)

    assert erase_due() == 0
    assert User.objects.filter(pk=ana.pk).exists()


def test_no_trace_remains() -> None:
    ana, malu, duda = cast.ana(), cast.malu(), cast.duda()
    track, rows = life.live(ana)
    life.together(ana)
    Note.objects.create(learner=malu, resource=rows[0], text="da Malu")
    life.upload(life.signed_in(ana), life.download(ana))
    Client().post(reverse("account_request_login_code"), {"email": ana.email})  # never ended
    steps.sign_in(Client(), ana.email, "errada errada errada")
    with changing_the_catalog(by=ana, why="acertou o título"):
        rows[0].title = "Capivaras"
        rows[0].save()
    link = ShareLink.objects.filter(owner=ana).get()
    for thing in (ana, EmailAddress.objects.get(user=ana), link):
        LogEntry.objects.log_actions(duda.pk, [thing], CHANGE, "mudou")
    LogEntry.objects.log_actions(ana.pk, [track], CHANGE, "mudou")
    ask(ana)
    assert len(everything_of(ana)) > 15

    assert after_seven_days() == 1
    assert after_seven_days() == 0

    assert everything_of(ana) == []
    text = every_text()
    signs = (
        ana.email,
        " a Ana",
        "da Ana",
        "meu.example.org",
        "Comece aqui",
        "segredo-do-calendario",
    )
    for sign in signs:
        assert sign not in text
    assert not User.objects.filter(pk=ana.pk).exists()
    assert "da Malu" in text
    assert User.objects.count() == 3


def test_what_others_rely_on_stays_without_the_person() -> None:
    ana = cast.ana()
    _, rows = life.live(ana)
    with changing_the_catalog(by=ana, why="acertou o título"):
        rows[0].title = "Capivaras"
        rows[0].save()
    User.objects.filter(pk=ana.pk).update(erase_at=timezone.now())

    call_command("erase_due", verbosity=0)

    for kept in Suggestion.objects.all():
        assert (kept.status, kept.by, kept.named, kept.remark) == ("accepted", None, False, "")
    assert Suggestion.objects.count() == 2
    revision = Revision.objects.get(comment="acertou o título")
    assert revision.user is None
    assert revision.version_set.exists()


def test_only_who_asked() -> None:
    ana, malu = cast.ana(), cast.malu()
    mariana, waiting = cast.person("Mariana"), Client()
    waiting.post(reverse("account_request_login_code"), {"email": mariana.email})
    code = steps.last_code()
    _, rows = life.live(ana)
    life.LearnerJourney(malu.pk).set_state(rows[0], life.State.DONE)
    ask(ana)

    after_seven_days()

    assert Completion.objects.filter(learner=malu).count() == 1
    assert steps.is_signed_in(life.signed_in(malu))
    waiting.post(reverse("account_confirm_login_code"), {"code": code})
    assert steps.is_signed_in(waiting)


def test_one_that_fails_keeps_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each person in a transaction of their own: whoever comes before or after is gone for good."""
    people = [cast.ana(), cast.malu(), cast.duda()]
    for person in people:
        ask(person)
    User.objects.update(erase_at=timezone.now())
    malu = people[1]
    from trilha.accounts import privacy

    remove = privacy.remove

    def fails_for_malu(person: User) -> None:
        theirs = person.pk == malu.pk
        remove(person)
        if theirs:
            raise RuntimeError

    monkeypatch.setattr(privacy, "remove", fails_for_malu)
    with pytest.raises(ExceptionGroup, match="1 of the people"):
        erase_due()

    assert list(User.objects.all()) == [malu]


def test_the_last_superuser_stays() -> None:
    ana = cast.person("Ana", is_staff=True, is_superuser=True)
    client = life.sure_of(ana)

    for answer in (client.get(reverse("erase_me")), ask(ana)):
        assert "Só você administra esta Trilha." in answer.content.decode()
    ana.refresh_from_db()
    assert ana.erase_at is None

    cast.person("Malu", is_staff=True, is_superuser=True)
    assert ask(ana).status_code == 302


def test_a_superuser_erases_as_thoroughly() -> None:
    ana = cast.ana()
    life.live(ana)
    root = cast.person("Root", is_staff=True, is_superuser=True)
    there = reverse("admin:accounts_user_delete", args=[ana.pk])

    life.signed_in(root).post(there, {"post": "yes"})

    assert everything_of(ana) == []
    assert ana.email not in every_text()
    assert Suggestion.objects.count() == 2


def test_files_that_nobody_confirmed_go() -> None:
    ana = cast.ana()
    Parcel.objects.keep(ana, json.dumps({}).encode())
    Parcel.objects.update(created_at=life.days_later(-1))

    erase_due()

    assert not Parcel.objects.exists()
