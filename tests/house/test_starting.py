"""Production starts with what it needs, or says in one sentence what is missing."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings

from trilha.logs import WithoutKeys

HOME = settings.BASE_DIR
PRODUCTION = {
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-with-many-different-ones-0123",
    "ALLOWED_HOSTS": "trilha.example",
    "DATABASE_URL": "sqlite:///:memory:",
}
MANAGE = [sys.executable, "manage.py"]
SERVE = [sys.executable, "-m", "gunicorn", "--config", "python:trilha.server", "trilha.wsgi"]


def start(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it with this environment and nothing of ours."""
    return subprocess.run(
        command,
        env=bare(environment),
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def bare(environment: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **environment}


@pytest.mark.parametrize("missing", PRODUCTION)
@pytest.mark.parametrize("command", [[*MANAGE, "migrate"], SERVE], ids=["manage", "gunicorn"])
def test_it_does_not_start_without_what_it_needs(command: list[str], missing: str) -> None:
    answer = start(command, **{k: v for k, v in PRODUCTION.items() if k != missing})

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Trilha does not start without {missing}. ")
    assert answer.stderr.count("\n") == 1


def test_everything_that_is_missing_is_named_at_once() -> None:
    answer = start([*MANAGE, "check"])

    assert "without SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL." in answer.stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://somewhere/trilha", "DATABASE_URL begins with mysql://"),
        ("postgres://trilha@host:port/trilha?nonsense=1", "DATABASE_URL cannot be read"),
    ],
)
def test_a_wrong_database_address_is_said_in_words(url: str, sentence: str) -> None:
    answer = start([*MANAGE, "check"], **PRODUCTION | {"DATABASE_URL": url})

    assert answer.returncode == 1
    assert answer.stderr.startswith(sentence)


def test_a_site_address_that_is_none_is_said_in_words() -> None:
    answer = start([*MANAGE, "check"], **PRODUCTION, SITE_URL="trilha.example")

    assert answer.returncode == 1
    assert answer.stderr.startswith("SITE_URL must be like https://trilha.example, not 'trilha")


POSTGRESQL = PRODUCTION | {"DATABASE_URL": "postgres://trilha@nowhere/trilha?application_name=x"}
OPTIONS = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"


def test_who_serves_pages_cuts_long_statements_short() -> None:
    served = start([sys.executable, "-c", f"import trilha.wsgi; {OPTIONS}"], **POSTGRESQL)

    assert "statement_timeout=5000 -c lock_timeout=2000" in served.stdout, served.stderr


@pytest.mark.parametrize(("said", "limited"), [({}, False), ({"DB_LIMITS": "1"}, True)])
def test_a_command_may_take_its_time(said: dict[str, str], limited: bool) -> None:
    """A migration of a large table, the first load: nobody waits for them."""
    command = start([*MANAGE, "shell", "--no-imports", "-c", OPTIONS], **POSTGRESQL, **said)

    assert "application_name" in command.stdout, command.stderr
    assert ("timeout=5000" in command.stdout) is limited


def test_redis_counts_when_there_is_one() -> None:
    asked = "from django.core.cache import cache; print(type(cache._cache.get_client()).__module__)"
    environment = PRODUCTION | {"REDIS_URL": "redis://nowhere:6379/1"}
    answer = start([*MANAGE, "shell", "--no-imports", "-c", asked], **environment)

    assert answer.stdout == "redis.client\n", answer.stderr


def test_django_has_nothing_to_say_against_production() -> None:
    command = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
    answer = start(command, **PRODUCTION, EMAIL_HOST="mail.example")

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def ask(port: int, path: str) -> int:
    address = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "trilha.example"})
    try:
        return int(build_opener(Stay).open(address, timeout=5).status)
    except HTTPError as answer:
        return answer.code


def test_gunicorn_serves_and_keeps_keys_out_of_its_log(
    unused_tcp_port: int, tmp_path: Path
) -> None:
    environment = PRODUCTION | {"PORT": str(unused_tcp_port), "WEB_CONCURRENCY": "1"}
    log = tmp_path / "log"
    health = [sys.executable, "-m", "trilha.health"]
    with log.open("w") as file:
        server = subprocess.Popen(
            SERVE, env=bare(environment), cwd=HOME, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        end = time.monotonic() + 20
        while start(health, **environment).returncode and time.monotonic() < end:
            time.sleep(0.1)
        assert ask(unused_tcp_port, "/saude/viva") == 200
        assert ask(unused_tcp_port, "/l/a-key-that-nobody-may-see/?next=/secret") == 301
        assert ask(unused_tcp_port, "/en/l/a-key-that-nobody-may-see/") == 301
        assert ask(unused_tcp_port, "/conta/senha/nova/1-a-key-that-nobody-may-see/") == 301
        assert ask(unused_tcp_port, "/en/email/parar/1.a-key-that-nobody-may-see/") == 301
        assert ask(unused_tcp_port, "/calendario/a-key-that-nobody-may-see.ics") == 301
    finally:
        server.terminate()
        server.wait(timeout=20)

    text = log.read_text()
    assert "GET /en/l/***/ 301" in text
    assert "GET /conta/senha/nova/***/ 301" in text
    assert "GET /calendario/*** 301" in text
    assert "nobody-may-see" not in text
    assert "secret" not in text


def test_the_health_check_fails_when_nobody_answers(unused_tcp_port: int) -> None:
    answer = start([sys.executable, "-m", "trilha.health"], PORT=str(unused_tcp_port))

    assert answer.returncode == 1
    assert answer.stderr == ""


@pytest.fixture
def unused_tcp_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_nobody_writes_lines_of_their_own_into_the_log() -> None:
    record = logging.LogRecord(
        "access", logging.INFO, "", 0, "GET %s 404", ("/x\n[now] GET /",), None
    )
    WithoutKeys().filter(record)
    assert record.getMessage() == "GET /x\\n[now] GET / 404"
