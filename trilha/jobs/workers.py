"""Who does a job: a worker's name says on which machine and in which process it lives."""

import os
from functools import cache
from secrets import token_hex
from socket import gethostname


@cache
def me() -> str:
    """The name of this process as a worker: host, process, and what tells it from a former
    process of the same number, as there is one in a container that was started again."""
    return f"{gethostname()}:{os.getpid()}:{token_hex(4)}"


def is_gone(name: str) -> bool:
    """True when that worker certainly lives no more. Of other machines nobody can tell here."""
    host, _, rest = name.partition(":")
    process = rest.partition(":")[0]
    if host != gethostname() or not process.isdecimal():
        return False
    if int(process) == os.getpid():
        return name != me()
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # somebody else's process has the number now, or it is a worker's
        return False
    return False
