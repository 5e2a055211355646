"""Somebody's whole journey: something of every kind that the rooms keep."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Resource, Suggestion, Track
from progress.journey import LearnerJourney
from progress.mentoring.models import (
    Consent,
    Farewell,
    Goal,
    Invitation,
    Look,
    Message,
    Proposal,
    Received,
    ShareLink,
    Shown,
    Thread,
    Why,
)
from progress.models import (
    Assessment,
    Bookmark,
    Due,
    Following,
    Mastery,
    Note,
    OwnLink,
    Pass,
    PassMark,
    PublicPage,
    State,
    StudyPlan,
)
from tests import builders, cast
from tests.cast import PASSWORD
from trilha.accounts.models import User

# What is between people of one site, and stays there.
BETWEEN = (
    "received",
    "memberships",
    "looks",
    "cohorts",
    "farewells",
    "closed_links",
    "conversations",
    "proposals",
)
LONG_AGO = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def live(learner: User) -> tuple[Track, list[Resource]]:
    """Marks, notes and everything else of one learner, in a new track."""
    skill = builders.skill("SQL")
    track, rows = builders.track_of("Capivara", "Jabuti", "Sagui", title="Bichos do mato")
    journey = LearnerJourney(learner.pk)
    for row, state in zip(rows, [State.DONE, State.DOING, State.SKIPPED], strict=True):
        journey.set_state(row, state, track)
    section = track.sections.get()
    Note.objects.create(learner=learner, resource=rows[0], text="=nota\nda Ana", version=3)
    Bookmark.objects.create(learner=learner, skill=skill)
    Bookmark.objects.create(learner=learner, resource=rows[1])
    Assessment.objects.create(learner=learner, skill=skill, mastery=Mastery.GUIDED)
    Following.objects.get_or_create(learner=learner, track=track, defaults={"seen": [rows[0].pk]})
    OwnLink.objects.create(
        learner=learner,
        track=track,
        section=section,
        title="Meu [link]",
        url="https://meu.example.org/a",
        state=State.DONE,
    )
    kept = Pass.objects.create(
        learner=learner, track=track, section=section, title="Bichos", began_at=LONG_AGO
    )
    PassMark.objects.create(of=kept, resource=rows[2], state=State.DONE, at=LONG_AGO)
    StudyPlan.objects.create(
        learner=learner,
        track=track,
        minutes=90,
        weekdays=0b1000010,
        key="segredo-do-calendario",
        calendar_since=LONG_AGO,
        mail_since=LONG_AGO,
    )
    Due.objects.create(learner=learner, resource=rows[1], due_on=date(2026, 12, 24))
    page = PublicPage.objects.create(
        learner=learner, handle=learner.name.lower(), on_since=LONG_AGO, shows_percent=True
    )
    page.tracks.set([track])
    link = builders.share_link(learner, rows[1], name="Comece aqui")
    link.open_once(timezone.localdate())
    for status in Suggestion.Status.values:
        Suggestion.objects.create(
            by=learner, track=track, title=f"ideia {status}", url="https://x.org", status=status
        )
    Suggestion.objects.create(
        by=learner,
        kind="correction",
        about=rows[0],
        title=rows[0].title,
        url=rows[0].url,
        changes={"minutes": {"from": None, "to": 30}},
        remark="Medi com o relógio da Ana.",
        named=True,
        status="accepted",
        decided_at=LONG_AGO,
    )
    return track, rows


def together(learner: User) -> User:
    """Something of every kind that is between a learner and somebody who guides, who is told."""
    guide = cast.person("Helena")
    track, (resource,) = builders.track_of("Tatu")
    cohort = builders.cohort(guide, track, name="Turma da tarde")
    member = builders.member(cohort, learner, Shown.TICKS, mails=True)
    note = builders.note(learner, resource, "segredo da Ana")
    Consent.objects.create(membership=member, field=Shown.NOTE, note=note, ends_at=days_later(9))
    Look.objects.remember(guide, Look.Where.PERSON, [(member, [Shown.TICKS, Shown.NOTE])])
    thread = Thread.objects.create(membership=member, mentor=guide, resource=resource)
    for by, text in [(learner, "Travei aqui, diz a Ana"), (guide, "Vamos juntos")]:
        Message.objects.create(thread=thread, by=by, text=text)
    proposal = Proposal.objects.create(membership=member, by=guide, remark="=tente")
    proposal.steps.create(resource=resource)
    Received.objects.create(learner=learner, link=builders.share_link(guide, resource))
    own = builders.cohort(learner, track, name="Ana guia", about="Sábados, com a Ana")
    Goal.objects.create(cohort=own, section=track.sections.get(), due_on=date(2026, 12, 24))
    ends = days_later(3)
    for email in ("caio@trilha.test", ""):
        Invitation.objects.create(cohort=own, made_by=learner, email=email, expires_at=ends)
    Farewell.objects.create(learner=learner, name="Turma que a Ana fez")
    Farewell.objects.create(learner=learner, name="Link que a Ana guardou", why=Why.LINK)
    return guide


def confirm_identity(client: Client) -> None:
    """Say once more who one is, as the pages ask for."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sure_of(user: User) -> Client:
    client = signed_in(user)
    confirm_identity(client)
    return client


def download(user: User) -> bytes:
    answer = sure_of(user).post(reverse("copy_data"))
    assert answer.status_code == 200
    return bytes(answer.content)


def files_in(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def upload(client: Client, content: bytes, name: str = "trilha-meus-dados.zip") -> HttpResponse:
    return client.post(reverse("bring_data"), {"file": SimpleUploadedFile(name, content)})


def bring(user: User, content: bytes) -> HttpResponse:
    """Upload, look at the preview, say yes."""
    client = signed_in(user)
    preview = upload(client, content)
    assert preview.status_code == 302, preview.content.decode()
    return client.post(preview["Location"])


def journey_of(user: User) -> dict[str, Any]:
    """What a copy says of the journey, without what belongs to one account or one site."""
    from trilha.privacy.document import document

    said = document(user)
    for name in ("made_at", "account", "suggestions", *BETWEEN):
        del said[name]
    for link in said["own_links"]:
        del link["uid"]
    for link in said["share_links"]:
        del link["openings"]
    for name in ("calendar_since", "mail_since"):
        del said["plan"][name]
    for name in ("on_since", "changed_at"):
        del said["public_page"][name]
    return said


def days_later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def links_of(user: User) -> list[str]:
    return list(ShareLink.objects.filter(owner=user).values_list("key", flat=True))
