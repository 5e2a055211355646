"""What links ask of curators, and whose turn to be visited it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..health import Outcome
from ..links import canonical

if TYPE_CHECKING:
    from .linkhealth import LinkHealth
    from .track import Track

# A visit and the proof that our own network was up take a minute or two.
CLAIM = timedelta(minutes=10)


class Health(models.TextChoices):
    UNKNOWN = "unknown", _("sem notícia")
    OK = "ok", _("em dia")
    SUSPECT = "suspect", _("suspeito")
    DEAD = "dead", _("morto")
    MOVED = "moved", _("mudou")
    BLOCKED = "blocked", _("bloqueado para robôs")
    WALL = "wall", _("pede login")


class Care(models.TextChoices):
    """What a link asks of a curator, the most pressing first. The values stand in addresses."""

    DEAD = "mortos", _("mortos")
    SUSPECT = "suspeitos", _("suspeitos")
    MOVED = "mudaram", _("mudaram")
    TOLD = "avisos", _("com aviso de gente")
    WALL = "login", _("pedem login")
    BLOCKED = "bloqueados", _("bloqueados")
    UNKNOWN = "sem-noticia", _("sem notícia")
    OK = "em-dia", _("em dia")


class LinkHealthQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime | None = None) -> Self:
        """What should be visited now, what waits longest first."""
        return self.filter(next_at__lte=now or timezone.now()).order_by("next_at", "pk")

    def of(self, addresses: Iterable[str]) -> Self:
        """What is known of these canonical addresses."""
        return self.filter(address__in=[*addresses])

    def on(self, host: str) -> Self:
        """Everything at one site, however its name is written."""
        site = canonical(f"https://{host}")
        below = [models.Q(address__startswith=site + sign) for sign in "/?#"]
        return self.filter(reduce(or_, below, models.Q(address=site)))

    def claim(self, now: datetime) -> "LinkHealth | None":
        """One that is due, for the caller alone. A visitor that is killed gives it back by the
        clock."""
        due: models.QuerySet[LinkHealth] = self.due(now)
        while link := due.first():
            untouched = self.model.objects.filter(pk=link.pk, next_at=link.next_at)
            if untouched.update(next_at=now + CLAIM):
                return link
        return None

    def watch(self) -> None:
        """Know every address that the catalog cites, and no other. Safe to repeat."""
        from .watching import watch

        with transaction.atomic():
            watch(self)

    def standing(self, track: "Track | None" = None) -> Self:
        """Those to which something on a page leads, maybe only of one track."""
        from .citation import standing

        return self.filter(standing(track))

    def asking(self) -> Self:
        """Those that a curator should look at, the most pressing first."""
        states = (Health.DEAD, Health.SUSPECT, Health.MOVED)
        cases = [models.When(state=state, then=models.Value(n)) for n, state in enumerate(states)]
        rank = models.Case(*cases, default=models.Value(len(states)))
        asking = models.Q(state__in=states) | models.Q(reports__gt=0)
        return self.filter(asking).order_by(rank, "-reports", "since", "pk")

    def with_care(self) -> Self:
        """With `care`, what they ask of a curator."""
        first = (Health.DEAD, Health.SUSPECT, Health.MOVED)
        then = (Health.WALL, Health.BLOCKED, Health.UNKNOWN)
        cases = [
            *(models.When(state=state, then=models.Value(Care[state.name])) for state in first),
            models.When(reports__gt=0, then=models.Value(Care.TOLD)),
            *(models.When(state=state, then=models.Value(Care[state.name])) for state in then),
        ]
        care = models.Case(*cases, default=models.Value(Care.OK), output_field=models.CharField())
        return self.annotate(care=care)

    def counts(self) -> dict[str, int]:
        """How many there are of each care."""
        links: Any = self.with_care()
        by_care = links.order_by().values("care").annotate(n=models.Count("pk"))
        return {row["care"]: row["n"] for row in by_care}

    def visit_soon(self) -> int:
        """How many will be visited as soon as somebody goes out."""
        return self.update(next_at=timezone.now())

    def report(self, url: str) -> None:
        """Somebody says that it does not open. That alone changes no state: the link is visited
        at once, unless its server asked for a pause, and curators see how many said so."""
        link, _made = self.get_or_create(address=canonical(url), defaults={"url": url})
        now = timezone.now()
        said: dict[str, Any] = {"reports": models.F("reports") + 1, "reported_at": now}
        last = link.checks.first()
        if last is None or last.outcome != Outcome.BUSY:
            said["next_at"] = now
        self.filter(pk=link.pk).update(**said)
