"""Jobs of the tests. A worker in another process imports them as well."""

import time
from pathlib import Path

from django.tasks import task

from catalog.models import Community


@task
def double(number: int) -> int:
    return number * 2


@task
def visit(uid: str) -> str:
    """Fails as long as the community is not there."""
    return Community.objects.get(uid=uid).title


@task
def wait_for(path: str) -> str:
    """Takes long, until the file is there."""
    for _ in range(600):
        if Path(path).exists():
            return "came"
        time.sleep(0.05)
    return "never came"
