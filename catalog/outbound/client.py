"""The one way out to other people's servers."""

import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

from .guard import ForbiddenError, Place, is_public, place
from .wire import Reply, ask, left

SECONDS, SIZE, HOPS = 10.0, 64 * 1024, 3
MACHINES = 4  # of one name, tried one after the other
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
EXPIRED = 10  # OpenSSL's number for a certificate that was good until a day in the past


class Failure(StrEnum):
    """Why there is no answer to look at."""

    FORBIDDEN = "forbidden"  # an address of a page or a machine that is never visited
    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS_EXPIRED = "tls-expired"
    TLS = "tls"
    BROKEN = "broken"  # something came, but not what HTTP is
    LOOP = "loop"
    HOPS = "hops"  # more redirects than we follow


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed."""

    url: str
    status: int

    @property
    def permanent(self) -> bool:
        return self.status in PERMANENT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visit found: the answer of the last address, or why there is none."""

    url: str
    hops: tuple[Hop, ...] = ()
    failure: Failure | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    body: bytes = b""  # its first bytes, as they came
    cut: bool = False

    @property
    def packed(self) -> bool:
        """It came compressed, though we asked for it plain; it stays so."""
        return self.headers.get("content-encoding", "identity").strip().lower() != "identity"

    @property
    def whole(self) -> bool:
        """The page is there, and its body is all of it and can be read."""
        return self.status == 200 and not self.cut and not self.packed


# Said by the network over there; that there is no way at all is said by our own.
NOBODY_THERE = {errno.EHOSTUNREACH, errno.EHOSTDOWN}
# The first that fits.
KINDS: list[tuple[type[Exception], Failure]] = [
    (ForbiddenError, Failure.FORBIDDEN),
    (ssl.SSLError, Failure.TLS),
    (TimeoutError, Failure.TIMEOUT),
    (ConnectionRefusedError, Failure.REFUSED),
    (socket.gaierror, Failure.DNS),
    (ConnectionError, Failure.BROKEN),
    (OSError, Failure.UNREACHABLE),
    (Exception, Failure.BROKEN),
]


class _NoAnswerError(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


def resolve(name: str) -> list[str]:
    """The machines behind a name, as this computer is told. Raises `OSError`."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def dial(machine: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((machine, port), seconds)


class Client:
    """Visits public addresses on behalf of the site, which `agent` names.

    Every hop is resolved once; if any of its machines is not public, none is visited; and the
    connection goes to a machine that was checked. `resolve`, `dial` and `tls` are for tests,
    which have no internet: they say how one gets there, not whether one may.
    """

    def __init__(
        self,
        agent: str,
        *,
        resolve: Callable[[str], list[str]] = resolve,
        dial: Callable[[str, int, float], socket.socket] = dial,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent, self._resolve, self._dial, self._given = agent, resolve, dial, tls

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given or ssl.create_default_context()

    def head(self, url: str, **limits: Any) -> Answer:
        """Like `get`, without a body."""
        return self._follow("HEAD", url, **limits)

    def get(self, url: str, **limits: Any) -> Answer:
        """Never raises for what others do.

        `seconds` for everything, DNS and redirects included; `size` of the body in bytes; `hops`
        to follow; `before` is called with the host ahead of each request and may take its time.
        """
        return self._follow("GET", url, **limits)

    def _follow(
        self, method: str, url: str, *, seconds: float = SECONDS, size: int = SIZE,
        hops: int = HOPS, before: Callable[[str], None] = lambda host: None,
    ) -> Answer:  # fmt: skip
        deadline = time.monotonic() + seconds
        done: list[Hop] = []
        seen: set[Place] = set()
        while True:
            try:
                here = place(url)
                _refuse(here in seen, Failure.LOOP)
                _refuse(len(done) > hops, Failure.HOPS)
                asked = time.monotonic()
                before(here.host)
                deadline += time.monotonic() - asked
                reply = self._ask(method, here, size, deadline)
                onward = reply.headers.get("location") if reply.status in REDIRECTS else None
                url = urljoin(here.url, _text(onward)) if onward else here.url
            except (OSError, HTTPException, ValueError, _NoAnswerError) as error:
                return Answer(url, tuple(done), _named(error))
            if not onward:
                told = (reply.status, reply.headers, reply.body, reply.cut)
                return Answer(url, tuple(done), None, *told)
            seen.add(here)
            done.append(Hop(here.url, reply.status))

    def _ask(self, method: str, here: Place, size: int, deadline: float) -> Reply:
        with self._connect(here, deadline) as connection:
            headers = {
                "Host": here.site,
                "User-Agent": self.agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "pt-BR,pt;q=0.9,en;q=0.8,*;q=0.5",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            return ask(connection, method, here.path, headers, size, deadline)

    def _connect(self, here: Place, deadline: float) -> socket.socket:
        machines = _in_time(lambda: self._resolve(here.host), left(deadline))
        _refuse(not machines, Failure.DNS)
        _refuse(not all(map(is_public, machines)), Failure.FORBIDDEN)
        plain = self._reach(machines[:MACHINES], here.port, deadline)
        if here.scheme == "http":
            return plain
        try:
            plain.settimeout(left(deadline))
            return self._tls.wrap_socket(plain, server_hostname=here.host)
        except BaseException:
            plain.close()
            raise

    def _reach(self, machines: list[str], port: int, deadline: float) -> socket.socket:
        """A connection to the first machine that takes it; the last one has all the time left."""
        *others, last = machines
        for tried, machine in enumerate(others):
            try:
                return self._dial(machine, port, left(deadline) / (len(machines) - tried))
            except OSError:
                continue
        return self._dial(last, port, left(deadline))


def _refuse(wrong: bool, failure: Failure) -> None:
    if wrong:
        raise _NoAnswerError(failure)


def _named(error: Exception) -> Failure:
    if isinstance(error, _NoAnswerError):
        return error.failure
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_code == EXPIRED:
        return Failure.TLS_EXPIRED
    if isinstance(error, OSError) and error.errno in NOBODY_THERE:
        return Failure.REFUSED
    return next(failure for kind, failure in KINDS if isinstance(error, kind))


def _text(location: str) -> str:
    """A header is read as Latin-1; most who write other letters into it mean UTF-8."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeDecodeError:
        return location


def _in_time(look: Callable[[], list[str]], seconds: float) -> list[str]:
    """The answer of the computer's own resolver, which cannot be told how long it may take."""
    came: list[list[str] | Exception] = []

    def run() -> None:
        try:
            came.append(look())
        except (OSError, ValueError) as error:
            # A label of more than 63 letters is a `UnicodeError`, and a name nobody has.
            came.append(socket.gaierror() if isinstance(error, ValueError) else error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not came:
        raise TimeoutError
    if isinstance(came[0], Exception):
        raise came[0]
    return came[0]
