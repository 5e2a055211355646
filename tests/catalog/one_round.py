"""A round of visits in a process of its own, to be killed: `python -m tests.catalog.one_round`
with the ports of the tests' internet, where every name is one server."""

import json
import sys
from collections import defaultdict

import django

django.setup()

from catalog.linkhealth import Round  # noqa: E402
from tests.web import SERVER, Web  # noqa: E402

web = Web()
web.names = defaultdict(lambda: [SERVER])
web.ports = {(machine, port): ours for machine, port, ours in json.loads(sys.argv[1])}
web.resolve = lambda name: [SERVER]  # type: ignore[method-assign]
Round(web.visitor(), before=lambda host: None).go(limit=10)
