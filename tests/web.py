"""An internet of our own for tests: names, machines and servers, all of them at loopback.

The client is the real one with its whole guard. Names belong to invented public machines, and
only the last step is ours: to dial one of them is to dial a port of this computer.

    web.pages["https://raw.githubusercontent.com/a/b/HEAD/README.md"] = answer(body="# Trilha")
    settings.OUTBOUND = web.client
"""

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from catalog.outbound import Client

# Their keys are no secrets: they were made for these tests, and nobody else trusts them.
CERTIFICATES = Path(__file__).parent / "certificates"
# Machines that exist nowhere else than in tests.
SERVER, EXPIRED, CLOSED, SILENT = "93.184.216.1", "93.184.216.2", "93.184.216.3", "93.184.216.4"


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    headers: dict[str, str]


Behaviour = bytes | Callable[[Request], bytes | Iterable[bytes]]


def answer(status: int = 200, body: str | bytes = b"", **headers: str | int) -> bytes:
    """A whole answer; `content_type=` is the header `content-type`."""
    content = body.encode() if isinstance(body, str) else body
    told = {"content-type": "text/html; charset=utf-8", "content-length": len(content)}
    told |= {name.replace("_", "-"): text for name, text in headers.items()}
    head = "".join(f"{name}: {text}\r\n" for name, text in told.items())
    return f"HTTP/1.1 {status} Told\r\n{head}\r\n".encode() + content


def redirect(to: str, status: int = 302) -> bytes:
    return answer(status, location=to)


class Web:
    """Pages by their address. A name that has a page is known; others are in `names`."""

    def __init__(self) -> None:
        self.pages: dict[str, Behaviour] = {}
        self.names: dict[str, list[str]] = {}
        self.asked: list[Request] = []
        self.dialled: list[tuple[str, int]] = []
        self.ended = threading.Event()  # slow servers wait for it
        self.ports: dict[tuple[str, int], int] = {}
        self.client = self.visitor()

    def visitor(self, kind: type[Client] = Client) -> Client:
        tls = ssl.create_default_context()
        for file in CERTIFICATES.glob("*.pem"):
            tls.load_verify_locations(file)
        return kind("Trilha of the tests", resolve=self.resolve, dial=self.dial, tls=tls)

    def resolve(self, name: str) -> list[str]:
        if name in self.names:
            return self.names[name]
        with contextlib.suppress(ValueError):
            return [str(ip_address(name))]
        if any(urlsplit(url).hostname == name for url in self.pages):
            return [SERVER]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def dial(self, machine: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((machine, port))
        if (machine, port) not in self.ports:
            raise AssertionError(f"nobody should have dialled {machine}")
        return socket.create_connection(("127.0.0.1", self.ports[machine, port]), seconds)

    @contextlib.contextmanager
    def serving(self) -> Iterator["Web"]:
        with contextlib.ExitStack() as stack:
            plain = stack.enter_context(self._server(None))
            secure = stack.enter_context(self._server("good"))
            expired = stack.enter_context(self._server("expired"))
            silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            with socket.create_server(("127.0.0.1", 0)) as nobody:
                closed = nobody.getsockname()[1]
            self.ports = {(SERVER, 80): plain, (SERVER, 443): secure}
            self.ports |= {(EXPIRED, 80): plain, (EXPIRED, 443): expired}
            self.ports |= {(CLOSED, port): closed for port in (80, 443)}
            self.ports |= {(SILENT, port): silent.getsockname()[1] for port in (80, 443)}
            stack.callback(self.ended.set)
            yield self

    @contextlib.contextmanager
    def _server(self, certificate: str | None) -> Iterator[int]:
        tls = None
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        web = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    plain: socket.socket = self.request
                    plain.settimeout(10)
                    talk = tls.wrap_socket(plain, server_side=True) if tls else plain
                    with talk:
                        web._answer(talk, "https" if tls else "http")

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 50

        with Server(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=[0.1], daemon=True)
            thread.start()
            yield server.server_address[1]
            server.shutdown()

    def _answer(self, talk: socket.socket, scheme: str) -> None:
        request = _read(talk, scheme)
        if request is None:
            return
        self.asked.append(request)
        page = self.pages.get(request.url, answer(404, "<title>404</title>"))
        said = page(request) if callable(page) else page
        if isinstance(said, bytes) and request.method == "HEAD":
            said = said.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        for piece in [said] if isinstance(said, bytes) else said:
            talk.sendall(piece)


def _read(talk: socket.socket, scheme: str) -> Request | None:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = talk.recv(65536)
        if not piece:
            return None
        head += piece
    first, *lines = head.decode().split("\r\n\r\n")[0].split("\r\n")
    method, path, _ = first.split(" ")
    pairs = [line.partition(": ") for line in lines]
    headers = {name.lower(): text for name, _, text in pairs}
    return Request(method, f"{scheme}://{headers['host']}{path}", headers)
