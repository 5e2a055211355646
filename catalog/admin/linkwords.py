"""What visits found, in the words of the page of link health."""

from django.utils.translation import gettext_lazy as _

from ..health import Outcome
from ..models import Care, LinkCheck

HINTS = {
    Care.DEAD: _("falharam por muitos dias seguidos"),
    Care.SUSPECT: _("falharam, mas ainda é cedo para dizer"),
    Care.MOVED: _("o site leva a outro endereço; nada muda sem você"),
    Care.TOLD: _("abriram na nossa visita, mas alguém disse que não"),
    Care.WALL: _("abrem para quem tem conta no site"),
    Care.BLOCKED: _("não recebem robôs; para gente, abrem: nada a fazer"),
    Care.UNKNOWN: _("ainda não foram visitados"),
    Care.OK: _("abriram na última visita"),
}
SAID = {"ok": _("abriu"), "wall": _("bloqueou ou mudou"), "no": _("falhou")}
FOUND = {
    Outcome.OK: _("abriu"),
    Outcome.MOVED: _("mudou de endereço"),
    Outcome.WALL: _("pede login"),
    Outcome.BLOCKED: _("barrou o robô"),
    Outcome.BUSY: _("pediu menos visitas"),
    Outcome.MISSING: _("não existe"),
    Outcome.GONE: _("foi tirada do ar"),
    Outcome.ERROR: _("erro do servidor"),
    Outcome.DNS: _("o site não foi encontrado"),
    Outcome.REFUSED: _("o site recusou a conexão"),
    Outcome.UNREACHABLE: _("sem caminho até o site"),
    Outcome.TIMEOUT: _("não respondeu a tempo"),
    Outcome.SOFT: _("abre, mas parece página de erro"),
    Outcome.TLS_EXPIRED: _("certificado vencido"),
    Outcome.TLS: _("certificado com problema"),
    Outcome.BROKEN: _("resposta sem sentido"),
    Outcome.LOOP: _("redireciona em círculos"),
    Outcome.HOPS: _("redireciona demais"),
    Outcome.FORBIDDEN: _("leva aonde não visitamos"),
}
BETWEEN = {Outcome.MOVED, Outcome.WALL, Outcome.BLOCKED, Outcome.BUSY}


def bead(check: LinkCheck) -> str:
    """A shape for one visit: it opened, it met a wall or was sent on, or it failed."""
    if check.outcome == Outcome.OK:
        return "ok"
    return "wall" if check.outcome in BETWEEN else "no"


def found_by(check: LinkCheck) -> str:
    """`404 não existe`; of what opened the status says nothing."""
    said = str(FOUND.get(Outcome(check.outcome), check.outcome))
    return f"{check.status} {said}" if check.status and bead(check) != "ok" else said
