"""A round of visits to the links of the catalog."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from .diagnosis import diagnose
from .health import DAY, Outcome, Visit
from .links import host
from .models import Health, LinkHealth
from .outbound import Answer, Client, Failure
from .webpage import is_text

log = logging.getLogger(__name__)

SECONDS_OF_HEAD, SECONDS_OF_PAGE = 4, 6  # together the ten of one visit
LONGEST = timedelta(minutes=5)  # of a round: other jobs wait for it
SILENT_HOSTS = 5  # after that many in a row, do we hear anybody at all?
WITNESSES = 3
LATER = timedelta(hours=1)
# Some servers know no other method than `GET`: asked for a head they refuse, hang or break off.
SAME_FOR_GET = {401, 407, 429}
MAYBE_ONLY_THE_HEAD = {Failure.TIMEOUT, Failure.BROKEN}


def look(url: str, client: Client, before: Callable[[str], None], now: datetime) -> Visit:
    """Visit a link: first without its body, and then the page, when that tells more."""
    head = client.head(url, seconds=SECONDS_OF_HEAD, before=before)
    if not _page_tells_more(head):
        return diagnose(url, head, now)
    good = head.status is not None and head.status < 300
    page = client.get(head.url if good else url, seconds=SECONDS_OF_PAGE, before=before)
    if good and page.status is None:
        return diagnose(url, head, now)  # it is there, and slow to show itself
    hops = (*head.hops, *page.hops) if good else page.hops
    return diagnose(url, replace(page, hops=hops), now)


def _page_tells_more(head: Answer) -> bool:
    if head.status is None:
        return head.failure in MAYBE_ONLY_THE_HEAD
    if head.status < 400:
        return is_text(head.headers.get("content-type", ""))
    return head.status not in SAME_FOR_GET


def my_turn(site: str) -> None:
    """Wait until nobody of us, in whatever process, asked that host for a second."""
    key = f"visited:{sha256(site.encode()).hexdigest()}"
    while not cache.add(key, 1, 1):
        time.sleep(0.2)


@dataclass
class Round:
    """Each visit is written down by itself: a round that is killed is gone on with by the next.

    Silence is written down only after somebody else was heard, or our own network might be the
    silent one; the visits in between wait in `silent`.
    """

    client: Client = field(default_factory=lambda: settings.OUTBOUND)
    before: Callable[[str], None] = my_turn
    now: Callable[[], datetime] = timezone.now
    found: Counter[Outcome] = field(default_factory=Counter)
    silent: list[tuple[LinkHealth, Visit, datetime]] = field(default_factory=list)
    deaf: bool = False  # nobody was heard: nothing is known of the silent ones

    def go(self, limit: int, site: str = "") -> None:
        """Visit what is due, up to a number of links and for five minutes at most."""
        LinkHealth.objects.watch()
        for link in self._due(limit, site):
            self._visit(link)
            if len({host(link.url) for link, *_ in self.silent}) >= SILENT_HOSTS:
                self._ask_around()
                if self.deaf:
                    return
        self._ask_around()

    def _due(self, limit: int, site: str) -> Iterator[LinkHealth]:
        end = time.monotonic() + LONGEST.total_seconds()
        links = LinkHealth.objects.on(site) if site else LinkHealth.objects.all()
        for _ in range(limit):
            link = links.claim(self.now()) if time.monotonic() < end else None
            if link is None:
                return
            yield link

    def _visit(self, link: LinkHealth) -> None:
        now = self.now()
        visit = look(link.url, self.client, self.before, now)
        if visit.outcome.unanswered:
            self.silent.append((link, visit, now))
            return
        self._write(link, visit, now)
        if visit.status is not None:
            self._heard()
        if visit.outcome is Outcome.BUSY:
            self._leave_alone(link, now + min(visit.retry_after or LATER, DAY))

    def _write(self, link: LinkHealth, visit: Visit, now: datetime) -> None:
        link.record(visit, now)
        self.found[visit.outcome] += 1

    def _heard(self) -> None:
        for silent in self.silent:
            self._write(*silent)
        self.silent.clear()

    def _leave_alone(self, link: LinkHealth, until: datetime) -> None:
        """The whole site asked for fewer visits, not one page of it."""
        LinkHealth.objects.on(host(link.url)).due(until).update(next_at=until)

    def _ask_around(self) -> None:
        """Is it they who are silent, or we who hear nothing? Those who answered lately tell."""
        well = LinkHealth.objects.filter(state=Health.OK).order_by("next_at")
        for witness in well[:WITNESSES] if self.silent else ():
            now = self.now()
            visit = look(witness.url, self.client, self.before, now)
            if visit.status is not None:
                self._write(witness, visit, now)
                self._heard()
                return
        if self.silent:
            self.deaf = True
            log.warning("Nobody answers. Is this machine offline? Nothing was written down.")
            for link, *_ in self.silent:
                LinkHealth.objects.filter(pk=link.pk).update(next_at=self.now() + LATER)
