"""What people of a cohort show their mentors, in words; and several words in a row."""

from collections.abc import Collection, Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def says(shown: Collection[str]) -> str:
    """What one of them shows."""
    named = {"ticks": _("andamento"), "dates": _("datas"), "rhythm": _("ritmo"), "note": _("notas")}
    words = [word for field, word in named.items() if field in shown]
    if len(words) == 1:
        return _("só %(what)s") % {"what": words[0]}
    if not words:
        return _("só conta no conjunto") if "numbers" in shown else _("não mostra nada")
    return listed(words)


def listed(words: Iterable[str]) -> str:
    """“a”, “a e b”, “a, b e c”."""
    return str(get_text_list(list(words), _("e")))


def how_many(everybody: Iterable[Collection[str]]) -> str:
    """How many of them show what, each counted once."""
    everybody = [set(shown) for shown in everybody]
    ticks = [shown for shown in everybody if "ticks" in shown]
    dated = sum("dates" in shown for shown in ticks)
    only, nothing = everybody.count({"numbers"}), everybody.count(set())
    other = len(everybody) - len(ticks) - only - nothing
    with_ticks = [
        (len(ticks), ngettext("%(n)s mostra o andamento", "%(n)s mostram o andamento", len(ticks))),
        (dated, ngettext("%(n)s delas com datas", "%(n)s delas com datas", dated)),
    ]
    rest = [
        (other, ngettext("%(n)s mostra outra coisa", "%(n)s mostram outra coisa", other)),
        (only, ngettext("%(n)s só conta no conjunto", "%(n)s só contam no conjunto", only)),
        (nothing, ngettext("%(n)s não mostra nada", "%(n)s não mostram nada", nothing)),
    ]
    return "; ".join(filter(None, [", ".join(_told(with_ticks)), *_told(rest)]))


def _told(counts: Iterable[tuple[int, str]]) -> list[str]:
    return [text % {"n": n} for n, text in counts if n]
