"""A person's share links: handed out, and taken in again with new keys."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import PAGE_FETCH_MODE
from catalog.shape import Piece

from ...privacy.export import moment, named
from ...privacy.known import Known, Report
from ...privacy.records import UID, Ref, ref
from ..forms.days import FARTHEST
from ..models import Opening, ShareItem, ShareLink
from ..models.link import MOST_OPEN
from ..picks import MOST as MOST_PICKED

Row = dict[str, Any]


@dataclass(frozen=True)
class Item:
    resource: Ref
    remark: str


@dataclass(frozen=True)
class Shared:
    name: str
    greeting: str
    track: str | None
    section: str | None
    items: list[Item]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def export(person_id: int) -> list[Row]:
    """Without the keys: whoever has a copy of the file must not open what was shared."""
    links = (
        ShareLink.objects.filter(owner=person_id)
        .select_related("track", "section__track")
        .order_by("created_at", "pk")
        .fetch_mode(PAGE_FETCH_MODE)
    )
    items = ShareItem.objects.filter(link__owner=person_id).select_related("resource")
    opened = Opening.objects.filter(link__owner=person_id).order_by("day")
    picked: dict[int, list[Row]] = {}
    for item in items.fetch_mode(PAGE_FETCH_MODE):
        row = {"resource": named(item.resource), "remark": item.remark}
        picked.setdefault(item.link_id, []).append(row)
    openings: dict[int, list[Row]] = {}
    for day in opened:
        openings.setdefault(day.link_id, []).append({"day": str(day.day), "count": day.count})
    return [_link(link, picked.get(link.pk, []), openings.get(link.pk, [])) for link in links]


def _link(link: ShareLink, items: list[Row], openings: list[Row]) -> Row:
    track = link.section.track if link.section else link.track
    return {
        "name": link.name,
        "greeting": link.greeting,
        "track": track.uid if track else None,
        "section": link.section.uid if link.section else None,
        "items": items,
        "embeds": link.embeds,
        "created_at": moment(link.created_at),
        "expires_at": moment(link.expires_at),
        "revoked_at": moment(link.revoked_at),
        "openings": openings,
    }


def shared(piece: Piece) -> Shared:
    return Shared(
        name=piece.text("name", 120),
        greeting=piece.text("greeting", 2000, empty=True),
        track=piece.text_or_none("track", UID),
        section=piece.text_or_none("section", UID),
        items=[
            Item(ref(inner.piece("resource")), inner.text("remark", 300, empty=True))
            for inner in piece.pieces("items")
        ][:MOST_PICKED],
        created_at=piece.moment("created_at"),
        expires_at=piece.moment_or_none("expires_at", ahead=timedelta(days=FARTHEST + 2)),
        revoked_at=piece.moment_or_none("revoked_at"),
    )


def bring(person_id: int, links: list[Shared], known: Known, report: Report) -> None:
    """Each link once, with a new key that nobody has yet. The caller holds the transaction."""
    rows = ShareLink.objects.filter(owner=person_id)
    before = {(name, at.astimezone(UTC)) for name, at in rows.values_list("name", "created_at")}
    room, came = MOST_OPEN - rows.count(), 0
    for said in links:
        if (said.name, said.created_at) in before:
            continue
        if came >= room:
            report.leave(said.name, _("você já tem links demais aqui"))
            continue
        before.add((said.name, said.created_at))
        came += _bring_one(person_id, said, known, report)
    report.add(_("Links de mentoria"), came)


def _bring_one(person_id: int, said: Shared, known: Known, report: Report) -> int:
    track = known.track(said.track) if said.track else None
    section = known.section(said.track, said.section) if said.track else None
    chosen = [(key, item) for item in said.items if (key := known.resource(item.resource))]
    if said.track and (track is None or (said.section and section is None)):
        report.leave(said.name, _("o que este link abre não existe aqui"))
        return 0
    link = ShareLink.objects.create(
        owner_id=person_id,
        name=said.name,
        greeting=said.greeting,
        track_id=None if section else track,
        section_id=section,
        created_at=said.created_at,
        expires_at=said.expires_at,
        revoked_at=said.revoked_at,
    )
    items: dict[int, str] = {}
    for key, item in chosen:
        items.setdefault(key, item.remark)
    ShareItem.objects.bulk_create(
        ShareItem(link=link, resource_id=key, remark=remark, position=place * 10)
        for place, (key, remark) in enumerate(items.items(), 1)
    )
    return 1
