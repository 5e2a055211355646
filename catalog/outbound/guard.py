"""Where a visit may go: which addresses of pages, and which addresses of machines. Pure."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from ..links import LONGEST, PORTS, PRINTABLE, ascii_name, is_web

NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
# What Python calls global, or has called so in some version, and is nobody's web site: ways from
# IPv6 into any IPv4 address, ranges given back or kept for papers, services of the network itself.
DENIED = [
    ip_network(text)
    for text in (
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "168.63.129.16/32",  # where a cloud's machines are told their secrets, at a public address
    )
]


class ForbiddenError(ValueError):
    """An address that is never visited."""


@dataclass(frozen=True, slots=True)
class Place:
    """One page of one host, in the plain ASCII that goes over the wire."""

    scheme: str
    host: str  # a name, or the address of a machine without brackets
    port: int
    path: str  # with the query

    @property
    def site(self) -> str:
        """As the header `Host` says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if str(self.port) == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.site}{self.path}"


def place(url: str) -> Place:
    """What an address names. Raises `ForbiddenError` for what is no plain address of a web page:
    other schemes and ports, names to sign in with, control characters, more than 2,048 letters."""
    if len(url) > LONGEST or not is_web(url):
        raise ForbiddenError(url[:100])
    try:
        parts = urlsplit(url)
        port = int(PORTS[parts.scheme]) if parts.port is None else parts.port
        path, query = (quote(part, safe=PRINTABLE) for part in (parts.path or "/", parts.query))
    except ValueError as error:
        raise ForbiddenError(url) from error
    if str(port) not in PORTS.values():
        raise ForbiddenError(url)
    host = _host(parts.hostname or "", literal="[" in parts.netloc)
    return Place(parts.scheme, host, port, f"{path}?{query}" if query else path)


def _host(name: str, literal: bool) -> str:
    host = name if literal else ascii_name(name).removesuffix(".")
    well_formed = "%" not in host if literal else NAME.fullmatch(host) and len(host) <= 253
    if not well_formed:
        raise ForbiddenError(name)
    return host


def is_public(machine: str) -> bool:
    """Whether the address of a machine belongs to the open internet, for certain."""
    try:
        address = ip_address(machine)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    inside = address.is_multicast or address.is_reserved or not address.is_global
    return not inside and not any(address in network for network in DENIED)
