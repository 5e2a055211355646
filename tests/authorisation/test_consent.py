"""What a mentor sees of a learner, and from where: nothing that no consent in force opens.

Ana's rows are changed in one respect, and every page is asked again. Where an answer differs, it
told that respect; where none does, it stayed hers, whatever the pages look like.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched

import pytest
from django.db import transaction
from django.utils import timezone

from progress.mentoring.models import Age, Cohort, Consent, Guide, Membership, Shown
from progress.models import Completion, Note, State, StudyEvent
from tests import builders, cast
from trilha.accounts.models import User

from .addresses import routes, where
from .world import World

# Who may see what does not depend on the database.
pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]

EVERYTHING = "ticks dates rhythm note"
# Random at every answer: tokens of forms, their names that make twice sent once, and the policy's.
RANDOM = re.compile(rb'(?:nonce|name="(?:csrfmiddlewaretoken|uid|batch)" value)="[^"]*"')

type Answer = tuple[str, tuple[int, bytes]]
# Nobody's marks reach it, and to draw it takes as long as ten pages.
PICTURE = "mentoring:picture"


class Story:
    """Ana studies in Malu's cohort. What she did can be told in two ways, respect by respect."""

    def __init__(self) -> None:
        self.world = World()
        self.ana, self.cohort = self.world.people.member, self.world.cohort
        self.membership: Membership = self.world.membership
        self.membership.consents.all().delete()
        Guide.objects.update(since=timezone.now() - timedelta(days=60))
        self.note = builders.note(self.ana, self.world.resource, "Refiz tudo.")
        self.now = timezone.now()

    @contextmanager
    def that_did_not_happen(self) -> Iterator[None]:
        """What happens inside is taken back."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def consent(self, *fields: str, **said: object) -> None:
        Consent.objects.bulk_create(
            Consent(
                membership=self.membership,
                field=field,
                note=self.note if field == Shown.NOTE else None,
                **{"given_at": self.now - timedelta(days=30), **said},
            )
            for field in fields
        )

    def tell(self, *otherwise: str) -> None:
        """What Ana did, otherwise in these respects."""
        ticks, dates, rhythm, note = (name in otherwise for name in EVERYTHING.split())
        Completion.objects.filter(learner=self.ana).delete()
        StudyEvent.objects.filter(learner=self.ana).delete()
        states = (State.SKIPPED, State.DOING) if ticks else (State.DOING, State.TODO)
        marked = self.now - timedelta(days=20 if dates else 40)
        for resource, state in zip((self.world.resource, self.world.other), states, strict=True):
            Completion.objects.create(
                learner=self.ana, resource=resource, state=state, changed_at=marked
            )
        for weeks in (0, 1) if rhythm else (0,):
            StudyEvent.objects.create(
                learner=self.ana,
                resource=self.world.resource,
                state=State.DOING,
                at=self.now - timedelta(weeks=weeks),
            )
        Note.objects.filter(pk=self.note.pk).update(
            text="Não entendi nada." if note else "Refiz tudo."
        )

    def seen_by(self, person: User | None, addresses: list[str]) -> set[str]:
        """The respects that some answer tells that person. Respect by respect only those addresses
        are asked that tell anything at all, until one tells that respect."""
        self.tell()
        before = dict(self._answers(person, addresses))
        telling = {at: before[at] for at in self._told(person, before, *EVERYTHING.split())}
        respects = EVERYTHING.split() if telling else []
        return {respect for respect in respects if any(self._told(person, telling, respect))}

    def _told(
        self, person: User | None, before: dict[str, tuple[int, bytes]], *otherwise: str
    ) -> Iterator[str]:
        """The addresses that answer otherwise when these respects are told otherwise. The clock
        goes on meanwhile, so what differs is asked once more for how it was."""
        self.tell(*otherwise)
        for at, answer in self._answers(person, list(before)):
            if answer != before[at]:
                self.tell()
                [(_at, again)] = self._answers(person, [at])
                self.tell(*otherwise)
                if answer != again:
                    yield at

    def _answers(self, person: User | None, addresses: list[str]) -> Iterator[Answer]:
        client = self.world.signed_in(person)
        for address in addresses:
            with self.that_did_not_happen():
                answer = client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            yield address, (answer.status_code, RANDOM.sub(b"", content))

    def elsewhere(self, of: str) -> list[str]:
        """Pages of other rooms: the desk's about people, or all that stand outside of the desk."""
        desk = ("admin:account", "admin:index", "admin:jobs", "admin:mentoring")
        outside = ("mentoring:", "admin:", "/", "gaps", "admin_")
        return [
            where(name, self.world)
            for name in routes()
            if (name.startswith(desk) if of == "desk" else not name.startswith(outside))
        ]

    def addresses(self) -> list[str]:
        """Every page of mentoring, with what may be asked of it."""
        names = [name for name in routes() if name.startswith("mentoring:") and name != PICTURE]
        known = [where(name, self.world) for name in names]
        cohort = where("mentoring:cohort", self.world)
        asked = [f"{cohort}?ordem={order}" for order in ("ajuda", "nome", "adiante")]
        return [*known, *asked, f"{cohort}?mostrar=parados"]


@pytest.fixture
def story() -> Story:
    return Story()


def leave(story: Story) -> None:
    Membership.objects.update(left_at=timezone.now())


def be_erased_soon(story: Story) -> None:
    User.objects.filter(pk=story.ana.pk).update(erase_at=timezone.now() + timedelta(days=7))


def lose_the_account(story: Story) -> None:
    User.objects.filter(pk=story.ana.pk).update(is_active=False)


def put_away(story: Story) -> None:
    Cohort.objects.update(archived_at=timezone.now())


def be_minor(story: Story) -> None:
    Membership.objects.update(age=Age.MINOR)


def be_minor_with_a_yes(story: Story) -> None:
    be_minor(story)
    Consent.objects.update(guardian_at=timezone.now())


def say_no_age(story: Story) -> None:
    Membership.objects.update(age="")


def take_back(story: Story) -> None:
    Consent.objects.all().take_back(timezone.now())


def take_ticks_back(story: Story) -> None:
    Consent.objects.filter(field=Shown.TICKS).take_back(timezone.now())


def end_yesterday(story: Story) -> None:
    Consent.objects.update(ends_at=timezone.now() - timedelta(days=1))


def end_tomorrow(story: Story) -> None:
    Consent.objects.update(ends_at=timezone.now() + timedelta(days=1))


def all_came_later(story: Story) -> None:
    Guide.objects.update(since=timezone.now() - timedelta(days=1))


def join_another_too(story: Story) -> None:
    """The consents are of another cohort of the same mentor, on the same track."""
    other = builders.cohort(story.world.people.mentor, story.world.track)
    Guide.objects.update(since=story.now - timedelta(days=60))
    mine = Consent.objects.filter(membership=story.membership)
    mine.update(membership=builders.member(other, story.ana))


def nothing_more(story: Story) -> None:
    pass


type Row = tuple[str, Callable[[Story], None], str]
# What Ana said yes to      what came after         what Malu sees
SEEN: list[Row] = [
    ("",                    nothing_more,           ""),
    ("ticks",               nothing_more,           "ticks"),
    ("dates",               nothing_more,           "dates"),
    ("rhythm",              nothing_more,           "rhythm"),
    ("note",                nothing_more,           "note"),
    ("numbers",             nothing_more,           ""),
    ("ticks dates",         nothing_more,           "ticks dates"),
    ("ticks note",          nothing_more,           "ticks note"),
    (EVERYTHING,            nothing_more,           EVERYTHING),
    (EVERYTHING,            take_back,              ""),
    (EVERYTHING,            take_ticks_back,        "dates rhythm note"),
    (EVERYTHING,            end_yesterday,          ""),
    (EVERYTHING,            end_tomorrow,           EVERYTHING),
    (EVERYTHING,            be_minor,               ""),
    (EVERYTHING,            be_minor_with_a_yes,    EVERYTHING),
    (EVERYTHING,            say_no_age,             ""),
    (EVERYTHING,            leave,                  ""),
    (EVERYTHING,            be_erased_soon,         ""),
    (EVERYTHING,            lose_the_account,       ""),
    (EVERYTHING,            put_away,               ""),
    (EVERYTHING,            all_came_later,         ""),
    (EVERYTHING,            join_another_too,       ""),
]  # fmt: skip


@pytest.mark.parametrize("handful", list(batched(SEEN, 6, strict=False)))
def test_the_mentor_sees_what_is_open_and_nothing_else(
    story: Story, handful: tuple[Row, ...]
) -> None:
    """In handfuls: what does not hold for one row is told beside what does not for others."""
    pages = ("mentoring:cohort", "mentoring:person", "mentoring:sheet")
    addresses, wrong = [where(page, story.world) for page in pages], []
    for said, then, seen in handful:
        with story.that_did_not_happen():
            story.consent(*said.split())
            then(story)
            told = story.seen_by(story.world.people.mentor, addresses)
        if told != set(seen.split()):
            wrong.append(f"{said}, {then.__name__}: {told or 'nothing'}, not {seen or 'nothing'}")
    assert not wrong, "\n".join(wrong)


# Who looks, when all is open to those who guided when she said so, and what they see of it.
LOOKERS = {
    "visitor": "",
    "stranger": "",
    "mentor": EVERYTHING,
    "co-mentor": EVERYTHING,
    "late co-mentor": "",
    "former co-mentor": "",
    "another member": "",
    "curator": "",
    "superuser": "",
}


@pytest.mark.parametrize("role", LOOKERS)
def test_no_page_of_mentoring_tells_anybody_else(story: Story, role: str) -> None:
    story.consent(*EVERYTHING.split())
    person = story.world.person(role) or newcomer(story, role)
    assert story.seen_by(person, story.addresses()) == set(LOOKERS[role].split())


@pytest.mark.parametrize(("role", "of"), [("mentor", "site"), ("superuser", "desk")])
def test_no_other_room_tells_what_she_opened_in_a_cohort(story: Story, role: str, of: str) -> None:
    story.consent(*EVERYTHING.split())
    assert story.seen_by(story.world.person(role), story.elsewhere(of)) == set()


def newcomer(story: Story, role: str) -> User | None:
    if role == "visitor":
        return None
    person = cast.person("Bia")
    if role == "late co-mentor":
        Guide.objects.create(cohort=story.cohort, person=person)
    elif role == "another member":
        builders.member(story.cohort, person, *set(Shown) - {Shown.NOTE})
    elif role == "former co-mentor":
        since = story.now - timedelta(days=60)
        Guide.objects.create(cohort=story.cohort, person=person, since=since).delete()
    return person
