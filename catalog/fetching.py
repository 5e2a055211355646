"""The text of a README from its address, or in words why not."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .outbound import Answer, Failure
from .readme.github import Place, place
from .readme.patch import is_inside

SECONDS, SIZE = 10, 5 * 1024**2  # for all tries together: a request has thirty, to read it too
GONE = (404, 410)
FAILURES: Mapping[Failure, str | Promise] = {
    Failure.FORBIDDEN: gettext_lazy(
        "Este endereço não pode ser lido daqui. Use um endereço público, que comece com http:// "
        "ou https://."
    ),
    Failure.DNS: gettext_lazy("Não existe site com esse nome. Confira o endereço."),
    Failure.TIMEOUT: gettext_lazy(
        "O site demorou demais para responder. Tente de novo mais tarde."
    ),
}


class UnreachableError(Exception):
    """Says why to the person who asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    body: bytes
    origin: dict[str, str]  # any of url, path, commit, author


def fetch(url: str) -> Fetched:
    """What stands at an address; a page of GitHub gives its file. Raises `UnreachableError`."""
    at = place(url)
    answer, path = _first(at)
    _judge(answer)
    inside = path if is_inside(path) else ""
    known = {"url": url.strip(), "path": inside, "commit": at.commit, "author": at.author}
    return Fetched(answer.body, {name: text for name, text in known.items() if text})


def _first(at: Place) -> tuple[Answer, str]:
    """A repository may spell the name of its README in several ways."""
    end = time.monotonic() + SECONDS
    for address, path in zip(at.tries, at.paths or [""], strict=True):
        seconds = end - time.monotonic()
        answer: Answer = settings.OUTBOUND.get(address, seconds=seconds, size=SIZE)
        if answer.status not in GONE:
            return answer, path
    return answer, path


def _judge(answer: Answer) -> None:
    if answer.failure:
        other = _("Não deu para chegar a esse site agora. Tente de novo, ou cole o texto.")
        raise UnreachableError(FAILURES.get(answer.failure, other))
    if answer.status in GONE:
        raise UnreachableError(_("Não há nada nesse endereço. Confira se ele abre no navegador."))
    if answer.status != 200:
        text = _("O site respondeu com o código %(code)s em vez do texto.")
        raise UnreachableError(text % {"code": answer.status})
    if answer.cut:
        raise UnreachableError(_("O arquivo passa de 5 MB: grande demais para ser lido."))
    if answer.packed or answer.headers.get("content-type", "").startswith("text/html"):
        text = _("Esse endereço abre uma página, não o texto de um README. Cole o texto aqui.")
        raise UnreachableError(text)
