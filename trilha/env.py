"""What the process is told by its environment, read once and checked in words."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

POSTGRESQL = {"postgres", "postgresql"}
POSTGRESQL_LIMITS = (
    "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"
)


def flag(name: str, default: bool = False) -> bool:
    return (os.environ.get(name) or str(default)).lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value or default)


def site(host: str, development: bool) -> str:
    """The address of the site without its last slash."""
    here = f"http://localhost:{number('PORT', 8000)}" if development else f"https://{host}"
    url = (os.environ.get("SITE_URL") or here).rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ImproperlyConfigured(f"SITE_URL must be like https://trilha.example, not {url!r}.")
    return url


def require(*names: str) -> None:
    """Stop with one sentence that names everything missing, not with the first KeyError."""
    if missing := [name for name in names if not os.environ.get(name)]:
        raise ImproperlyConfigured(
            f"Trilha does not start without {', '.join(missing)}. Set them in the environment, "
            "or DEBUG=1 for development (./dev does it for you)."
        )


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for postgres://… or sqlite:///path; empty is a local SQLite file."""
    scheme = urlsplit(url).scheme
    if scheme in POSTGRESQL:
        return postgresql(url)
    if scheme in {"", "sqlite"}:
        name = url.removeprefix("sqlite:///") or str(home / "trilha.sqlite3")
        return sqlite(name)
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {scheme}://; Trilha knows postgres:// and sqlite:///."
    )


def postgresql(url: str) -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from None
    known = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    limits = POSTGRESQL_LIMITS if flag("DB_LIMITS", True) else ""
    options = f"{parts.pop('options', '')} {limits}".strip()
    # The pool hands out connections; a CONN_MAX_AGE beside it is refused by Django.
    pool = {"min_size": 1, "max_size": number("DB_POOL_SIZE", 8), "timeout": 3}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: parts.pop(psycopg, "") for django, psycopg in known.items()},
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, **parts, "options": options, "pool": pool},
    }


def sqlite(name: str) -> dict[str, Any]:
    # WAL lets readers go on beside a writer; IMMEDIATE takes the write lock at once, so that
    # two writers wait for each other instead of failing in the middle of a transaction.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
