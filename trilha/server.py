"""How gunicorn serves Trilha: `gunicorn --config python:trilha.server trilha.wsgi`."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from gunicorn.glogging import Logger

from trilha import env
from trilha.logs import WithoutKeys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trilha.settings")
try:  # here, once: every worker would repeat it in a traceback, and be started again
    settings.DEBUG  # noqa: B018
    bind = f"0.0.0.0:{env.number('PORT', 8000)}"
except ImproperlyConfigured as error:
    sys.exit(str(error))

workers = int(os.environ.get("WEB_CONCURRENCY") or 3)
threads = 4
timeout = 30
graceful_timeout = 20
max_requests = 5000  # a leak of memory is cured before it is noticed
max_requests_jitter = 500
limit_request_line = 4094
limit_request_field_size = 8190
memory = Path("/dev/shm")  # noqa: S108 — workers touch a file there, and no slow disk delays it
worker_tmp_dir = str(memory) if memory.is_dir() else None
control_socket_disable = True
# Django alone decides which headers of a proxy to believe, by TRUSTED_PROXY_COUNT.
forwarded_allow_ips = ""

# Neither the visitor's address nor the query: the proxy in front knows them, if somebody must.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


class logger_class(Logger):  # noqa: N801 — gunicorn's name for it
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(WithoutKeys())
