"""What a learner shows in a cohort, to whom and since when, as the learner reads it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from .access import consents_of, guides_of, memberships_of
from .models import Age, Consent, Guide, Membership, Shown
from .models.guide import in_order, stamp_of
from .said import listed

FIELDS = (Shown.TICKS, Shown.DATES, Shown.RHYTHM, Shown.NUMBERS)


class Guides:
    """Who would see it. Pages name them, and a yes counts for those whom the page had named."""

    def __init__(self, guides: Iterable[Guide]) -> None:
        self.rows = in_order(guides)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def stamp(self) -> str:
        return stamp_of(self.rows)

    @property
    def names(self) -> str:
        """By name only, never the e-mail."""
        return listed([guide.person.signature or _("alguém que ajuda") for guide in self.rows])

    @property
    def firsts(self) -> str:
        return listed(
            [guide.person.signature.partition(" ")[0] or _("quem ajuda") for guide in self.rows]
        )


class Given(NamedTuple):
    """One thing, and the last yes to it."""

    field: Shown
    consent: Consent | None
    at: Any  # the moment that is spoken of

    @property
    def state(self) -> str:
        """`never`, `taken` back, `over` by itself, `waiting` for a guardian, or `open`."""
        consent = self.consent
        if consent is None:
            return "never"
        if consent.withdrawn_at:
            return "taken"
        if consent.ends_at and consent.ends_at <= self.at:
            return "over"
        minor = consent.membership.age == Age.MINOR
        return "waiting" if minor and not consent.guardian_at else "open"

    @property
    def is_given(self) -> bool:
        return self.state in ("open", "waiting")


class Giving:
    def __init__(self, member: Membership, consents: Iterable[Consent], guides: Guides) -> None:
        """`consents` of that member, in the order in which they were given."""
        self.member, self.guides, self.now = member, guides, timezone.now()
        self._last = {(consent.field, consent.note_id): consent for consent in consents}

    @property
    def rows(self) -> list[Given]:
        return [self._given(field) for field in FIELDS]

    @cached_property
    def notes(self) -> list[Given]:
        """The notes that are handed over now."""
        keys = [key for field, key in self._last if field == Shown.NOTE]
        return [given for key in keys if (given := self._given(Shown.NOTE, key)).is_given]

    @property
    def asked(self) -> list[Given]:
        """All that there is, in the order in which it was given."""
        return [self._given(Shown(field), note) for field, note in self._last]

    def of_note(self, key: int) -> Given:
        return self._given(Shown.NOTE, key)

    @property
    def open(self) -> list[Consent]:
        """Each yes that stands."""
        given = [*self.rows, *self.notes]
        return [row.consent for row in given if row.consent and row.is_given]

    @property
    def waits(self) -> bool:
        return any(row.state == "waiting" for row in [*self.rows, *self.notes])

    @property
    def since(self) -> Any:
        return min((consent.given_at for consent in self.open), default=None)

    @property
    def last_day(self) -> date | None:
        """Until when, if that is the same for all of it; else the rows say."""
        days = {consent.last_day for consent in self.open}
        return days.pop() if len(days) == 1 else None

    @property
    def text(self) -> int:
        return max((consent.text for consent in self.open), default=0)

    @property
    def newcomers(self) -> Guides:
        """Who came after some yes, and does not see what it shows."""
        since = self.since
        return Guides(g for g in self.guides.rows if since and g.since > since)

    @property
    def unseen(self) -> list[Consent]:
        """What not all who guide now can see."""
        latest = max((guide.since for guide in self.guides.rows), default=self.now)
        return [consent for consent in self.open if consent.given_at < latest]

    @property
    def nothing_seen(self) -> bool:
        return len(self.unseen) == len(self.open)

    def _given(self, field: Shown, note: int | None = None) -> Given:
        return Given(field, self._last.get((field, note)), self.now)


def giving_of(member: Membership) -> Giving:
    consents = consents_of(member.learner).filter(membership=member).for_page()
    return Giving(member, consents, Guides(guides_of(member.cohort)))


def all_giving(person: Any) -> list[Giving]:
    """Of each cohort that a person studies in, in three statements however many they are."""
    members = list(memberships_of(person).filter(cohort__archived_at=None).for_page())
    consents: dict[int, list[Consent]] = {member.pk: [] for member in members}
    for consent in consents_of(person).filter(membership__in=members).for_page():
        consents[consent.membership_id].append(consent)
    guides: dict[int, list[Guide]] = {}
    for guide in guides_of(*(member.cohort_id for member in members)):
        guides.setdefault(guide.cohort_id, []).append(guide)
    return [
        Giving(member, consents[member.pk], Guides(guides.get(member.cohort_id, [])))
        for member in members
    ]
