"""A worker in a process of its own, at the database of the tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.db import connection

# The settings of the tests would not pass the checks: they collect no static files.
WORK = [sys.executable, "manage.py", "work", "--skip-checks"]


def environment() -> dict[str, str]:
    """Ours, with the address of the database that is only there for the tests."""
    its = connection.settings_dict
    address = f"sqlite:///{its['NAME']}"
    if connection.vendor == "postgresql":
        who = f"{its['USER']}:{quote(its['PASSWORD'])}".rstrip(":")
        address = f"postgres://{who}@/{its['NAME']}?host={quote(its['HOST'], safe='')}"
        address += f"&port={its['PORT']}" if its["PORT"] else ""
    return {**os.environ, "DATABASE_URL": address, "DB_POOL_SIZE": "2"}


def begin(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def end(worker: subprocess.Popen[str]) -> str:
    """Kill it; what it said."""
    worker.kill()
    return worker.communicate()[0]


def until(answer: Callable[[], bool], process: subprocess.Popen[str]) -> bool:
    """Wait for something to become true, as long as the process lives; whether it did."""
    last = time.monotonic() + 20
    while not answer():
        if time.monotonic() > last or process.poll() is not None:
            return False
        time.sleep(0.05)
    return True
