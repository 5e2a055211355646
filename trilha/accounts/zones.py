"""Time zones as people choose them: Brazil's first, by the names of places."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The official hour first, then from east to west. Names of places are the same in any language.
BRAZIL = {
    "America/Sao_Paulo": "Brasília, Rio de Janeiro, São Paulo",
    "America/Noronha": "Fernando de Noronha",
    "America/Recife": "Recife",
    "America/Maceio": "Maceió, Aracaju",
    "America/Bahia": "Salvador",
    "America/Fortaleza": "Fortaleza, Natal, São Luís",
    "America/Araguaina": "Palmas, Araguaína",
    "America/Belem": "Belém, Macapá",
    "America/Santarem": "Santarém",
    "America/Campo_Grande": "Campo Grande",
    "America/Cuiaba": "Cuiabá",
    "America/Manaus": "Manaus",
    "America/Porto_Velho": "Porto Velho",
    "America/Boa_Vista": "Boa Vista",
    "America/Eirunepe": "Eirunepé, Tabatinga",
    "America/Rio_Branco": "Rio Branco",
}
REGIONS = {
    "Africa": _("África"),
    "America": _("América"),
    "Antarctica": _("Antártida"),
    "Arctic": _("Ártico"),
    "Asia": _("Ásia"),
    "Atlantic": _("Atlântico"),
    "Australia": _("Austrália"),
    "Europe": _("Europa"),
    "Indian": _("Índico"),
    "Pacific": _("Pacífico"),
}
Group = tuple[str | Promise, list[tuple[str, str]]]


@cache
def known() -> frozenset[str]:
    """All names that are a zone, old ones included, but not those for "whatever is set here"."""
    return frozenset(available_timezones() - {"Factory", "localtime"})


def offered(now: datetime) -> list[Group]:
    """The zones to choose from, in groups, with the difference to UTC where there are few."""
    brazil = [(name, f"{places} ({_offset(name, now)})") for name, places in BRAZIL.items()]
    return [(_("Brasil"), brazil), *_elsewhere()]


@cache
def _elsewhere() -> list[Group]:
    """One zone for each place that had its own hours, without the older names of the same."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    names = sorted({row[2] for row in rows} - BRAZIL.keys())
    groups = groupby(names, key=lambda name: name.partition("/")[0])
    return [
        *(
            (REGIONS.get(region, region), [(name, _place(name)) for name in its])
            for region, its in groups
        ),
        ("UTC", [("UTC", "UTC")]),
    ]


def _place(name: str) -> str:
    """`America/Argentina/Buenos_Aires` → `Buenos Aires, Argentina`."""
    return ", ".join(reversed(name.replace("_", " ").split("/")[1:]))


def _offset(name: str, now: datetime) -> str:
    """`UTC−3`, `UTC−3:30`."""
    difference = now.astimezone(ZoneInfo(name)).utcoffset()
    minutes = int(difference.total_seconds() // 60) if difference else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
