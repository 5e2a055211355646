"""What accounts know of one person: said, handed out, taken in where it is still empty here, and
erased, with everything that hangs on the account in all rooms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Suggestion
from catalog.shape import Piece
from progress.mentoring import picture
from progress.mentoring.models import Cohort, Invitation, Received, ShareLink
from progress.privacy.export import moment
from progress.privacy.kept import Kept
from progress.privacy.known import Report
from progress.sessions import SessionStore

from . import zones
from .models import Parcel, Theme, User

Row = dict[str, Any]
THEMES = {theme.value: theme for theme in Theme}


@dataclass(frozen=True)
class Preferences:
    name: str
    language: str
    time_zone: str
    theme: str
    rhythm: bool
    shortcuts: bool


def kept(user: User) -> list[Kept]:
    you, links = _("só você"), _("você, quem abre os seus links e quem está nas suas turmas")
    addresses = EmailAddress.objects.filter(user=user).count() or 1
    sessions = UserSession.objects.filter(user=user).count()
    return [
        Kept(_("E-mail"), addresses, _("entrar na conta"), you),
        Kept(_("Nome"), int(bool(user.name)), _("chamar você pelo nome"), links),
        Kept(_("Preferências"), 5, _("idioma, tema, fuso horário, ritmo e atalhos"), you),
        Kept(
            _("Sessões"),
            sessions,
            _("mostrar onde sua conta está aberta, com navegador e endereço IP"),
            you,
            _("até você sair, ou 14 dias"),
        ),
        Kept(
            _("Arquivo trazido"),
            Parcel.objects.filter(owner=user).count(),
            _("mostrar a prévia antes do seu sim"),
            you,
            _("até o dia seguinte"),
        ),
    ]


def export(user: User) -> Row:
    """Never the password, not even as a hash, nor what opens a session."""
    return {
        "account": {
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "time_zone": user.time_zone,
            "theme": user.theme,
            "rhythm": user.rhythm,
            "shortcuts": user.shortcuts,
            "joined_at": moment(user.date_joined),
            "last_login_at": moment(user.last_login),
            "emails": [
                {"email": row.email, "verified": row.verified, "primary": row.primary}
                for row in EmailAddress.objects.filter(user=user).order_by("email")
            ],
            "sessions": [
                {
                    "began_at": moment(row.created_at),
                    "last_seen_at": moment(row.last_seen_at),
                    "ip": row.ip,
                    "browser": row.user_agent,
                }
                for row in UserSession.objects.filter(user=user).order_by("created_at", "pk")
            ],
        }
    }


def read(file: Piece) -> Preferences:
    """Of the account only this may come along: never an e-mail, a password or a right."""
    piece = file.piece("account")
    zone = piece.word("time_zone", {name: name for name in zones.known()})
    return Preferences(
        name=piece.text("name", 80, empty=True).strip(),
        language=piece.word("language", {code: code for code, _name in settings.LANGUAGES}),
        time_zone=zone,
        theme=piece.word("theme", THEMES),
        rhythm=piece.flag("rhythm"),
        shortcuts=piece.flag("shortcuts"),
    )


def bring(user: User, said: Preferences, report: Report) -> None:
    """Only where this account still is as every new one: what was chosen here stays."""
    fresh, changed = User(), []
    for name in ("name", "language", "time_zone", "theme", "rhythm", "shortcuts"):
        mine, theirs = getattr(user, name), getattr(said, name)
        if mine != theirs and mine == getattr(fresh, name):
            setattr(user, name, theirs)
            changed.append(name)
    if changed:
        user.save(update_fields=changed)
    report.add(_("Nome"), int("name" in changed))
    report.add(_("Preferências"), len(set(changed) - {"name"}))


def end_sessions(user: User) -> None:
    """Those on the list of sessions. Any other is refused by its hash, see `User`."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def erase(user: User) -> bool:
    """Erase a person whose days of grace are over. False when they came back meanwhile.

    What other people rely on stays without the person: accepted suggestions, without the words to
    the curators, and what they decided and changed as a curator. Everything else of theirs goes,
    in one transaction.
    """
    with transaction.atomic():
        due = User.objects.to_erase(timezone.now()).filter(pk=user.pk)
        person = due.select_for_update().first()
        if person is None:
            return False
        remove(person)
    return True


def remove(person: User) -> None:
    """Take every trace of a person out. The caller holds the transaction."""
    made = Suggestion.objects.filter(by=person)
    _forget_in_the_log(User.objects.filter(pk=person.pk))
    _forget_in_the_log(EmailAddress.objects.filter(user=person))
    _forget_in_the_log(ShareLink.objects.filter(owner=person))
    _forget_in_the_log(made)
    made.exclude(status=Suggestion.Status.ACCEPTED).delete()
    made.forget_the_author()
    _sessions_of(person)
    Cohort.objects.say_farewell(person)
    Received.objects.say_farewell(person)
    # Without their address they would be for anybody who has them: they are closed.
    theirs = {person.email, *_addresses(person)}
    Invitation.objects.addressed_to(theirs).revoke(timezone.now())
    picture.forget(ShareLink.objects.filter(owner=person).values_list("pk", flat=True))
    person.delete()


def erase_due() -> int:
    """Erase everybody whose days of grace are over, each in a transaction of their own, and let
    files go that nobody confirmed; how many were erased. Safe to repeat. Whoever could not be
    erased keeps nobody else: an `ExceptionGroup` tells of them once all others are gone."""
    now = timezone.now()
    Parcel.objects.stale(now).delete()
    erased, failed = 0, []
    for user in User.objects.to_erase(now).order_by("erase_at", "pk"):
        try:
            erased += erase(user)
        except Exception as error:  # noqa: BLE001 — told at the end: nobody waits for anybody else
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of the people to erase are still here", failed)
    return erased


def _forget_in_the_log(rows: models.QuerySet[Any]) -> None:
    """The admin's log names what was changed: that it was stays, what it was called goes."""
    kind = ContentType.objects.get_for_model(rows.model)
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    said = LogEntry.objects.filter(content_type=kind, object_id__in=keys)
    said.update(object_id=None, object_repr="", change_message="")


def _sessions_of(person: User) -> None:
    """All of them, also of a sign-in that was begun and never ended, which holds the address."""
    names = {person.email, *_addresses(person)}
    said = "|".join(re.escape(way) for name in names for way in (name, quote(name)))
    # Whole addresses: mariana@… is somebody else than ana@….
    holds_one = re.compile(rf"(?<![\w.+%-])(?:{said})(?![\w.-])", re.IGNORECASE)
    gone = [
        session.pk
        for session, data in _open_sessions()
        if data.get(SESSION_KEY) == str(person.pk) or holds_one.search(repr(data))
    ]
    Session.objects.filter(pk__in=gone).delete()


def _open_sessions() -> Iterator[tuple[Session, Row]]:
    store = SessionStore()
    for session in Session.objects.iterator():
        yield session, store.decode(session.session_data)


def _addresses(person: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
