"""What a proxy says is believed by Django alone, and only when there is one."""

import re

from tests.house.test_starting import PRODUCTION, SERVE, start


def test_gunicorn_believes_no_header_whoever_sends_it() -> None:
    """By itself it believes whoever sits on the same machine, or whom a variable names."""
    answer = start([*SERVE, "--print-config"], **PRODUCTION, FORWARDED_ALLOW_IPS="127.0.0.1")
    assert re.search(r"^forwarded_allow_ips += \[\]$", answer.stdout, re.MULTILINE)
