"""Who gets which answer at which address: the table beside says it for everybody and everything.

`ok` is the page, `in` the way to sign in, `go` the way on to somewhere else; numbers are statuses.
Posts are empty: whoever may do a thing hears what is missing or sees it done, all others what they
would hear if there were nothing. A line without columns for all is an error, and so is an address
without a line.
"""

from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from .addresses import routes, where
from .world import ROLES, World

# Who may do what does not depend on the database.
pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
TABLE = Path(__file__).with_name("table.txt")
REFUSED = {"in", "404", "403", "405"}
type Execute = Callable[..., Any]
METHODS = ("GET", "POST")
SIGN_IN = ("/conta/entrar/", "/admin/login/")


def rows() -> dict[tuple[str, str], list[str]]:
    """What is expected, by address and method, of the roles in their order."""
    found = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            route, method, *answers = line.rsplit(maxsplit=len(ROLES) + 1)
            found[route, method] = answers
    return found


def test_every_address_has_its_lines_in_the_table() -> None:
    said, there = rows(), {(route, method) for route in routes() for method in METHODS}
    assert set(said) == there
    assert all(len(answers) == len(ROLES) for answers in said.values())


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(role: str) -> None:
    world = World()
    client, column, wrong = world.client(role), ROLES.index(role), []
    for (route, method), answers in rows().items():
        got, wrote = ask(client, method, where(route, world))
        if got != answers[column] or (wrote and got in REFUSED):
            wrong.append(f"{route} {method}: {got}, not {answers[column]} {wrote}")
    assert not wrong, "\n".join(wrong)


def ask(client: Client, method: str, address: str) -> tuple[str, list[str]]:
    """The answer in the table's word, and what was written; all of it is taken back."""
    cache.clear()  # the attempts of one question are not counted for the next
    cookies = SimpleCookie(client.cookies.output(header=""))  # nor does it sign anybody out
    wrote: list[str] = []

    def note(execute: Execute, sql: str, *more: Any) -> Any:
        if _writes(sql):
            wrote.append(sql)
        return execute(sql, *more)

    with transaction.atomic(), connection.execute_wrapper(note):
        answer = client.generic(method, address, HTTP_SEC_FETCH_SITE="same-origin")
        transaction.set_rollback(True)
    client.cookies = cookies
    return _word(answer), wrote


def _writes(sql: str) -> bool:
    """Sessions and counted attempts are no data of anybody's."""
    begins = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    return begins and not any(name in sql for name in ("django_session", "cache_table"))


def _word(answer: HttpResponseBase) -> str:
    if answer.status_code == 200:
        return "ok"
    if answer.status_code not in (301, 302, 303):
        return str(answer.status_code)
    there = urlsplit(answer.headers["Location"]).path
    return "in" if there in SIGN_IN else "go"
