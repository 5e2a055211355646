"""One question and one answer over a connection that is open already, whatever the other side
does: nothing here waits longer or reads more than it was told to. Pure."""

import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any

HEAD_BYTES = 64 * 1024  # status line and headers together
PIECE = 16 * 1024


class TooMuchError(HTTPException):
    """More bytes came than we are ready to read."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    cut: bool  # there was more, or it should have been


def left(deadline: float) -> float:
    """The seconds up to a moment of the steady clock. Raises `TimeoutError` when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


class Wire(io.RawIOBase):
    """Reads with one deadline for all bytes: a server that drips letter by letter gains nothing."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection, self.deadline, self.budget = connection, deadline, HEAD_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.budget <= 0:
            raise TooMuchError
        self.connection.settimeout(left(self.deadline))
        count = self.connection.recv_into(memoryview(buffer)[: self.budget])
        self.budget -= count
        return count

    def makefile(self, *_: Any) -> io.BufferedReader:
        """What `HTTPResponse` asks a socket for."""
        return io.BufferedReader(self)


def ask(
    connection: socket.socket, method: str, path: str, headers: dict[str, str], size: int,
    deadline: float,
) -> Reply:  # fmt: skip
    """Raises `OSError` and `HTTPException` when no answer can be read; an answer whose body stops
    half-way is an answer. Nothing is ever unpacked."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items())]
    connection.settimeout(left(deadline))
    connection.sendall("\r\n".join([*lines, "", ""]).encode("ascii", "replace"))
    wire = Wire(connection, deadline)
    response = HTTPResponse(wire, method=method)  # type: ignore[arg-type]
    with response:
        response.begin()
        wire.budget = HEAD_BYTES + 2 * size  # the frames of its pieces count as well
        body, cut = _body(response, size)
    told = {name.lower(): text for name, text in response.getheaders()}
    return Reply(response.status, told, body, cut)


def _body(response: HTTPResponse, size: int) -> tuple[bytes, bool]:
    body = bytearray()
    try:
        while len(body) <= size and (piece := response.read1(PIECE)):
            body += piece
    except (OSError, HTTPException, ValueError):
        return bytes(body[:size]), True
    return bytes(body[:size]), len(body) > size or bool(response.length)
