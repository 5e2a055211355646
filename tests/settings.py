"""Production's own settings, as near as plain http and throw-away data allow.

The environment is set before they are read, so that nothing of the machine's leaks in.
"""

import os
import tempfile
from pathlib import Path

memory = Path("/dev/shm")  # noqa: S108 — a file system in memory; on a disk the suite takes twice as long
folder = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())

for name in ("DEBUG", "REDIS_URL", "EMAIL_HOST", "TRUSTED_PROXY_COUNT"):
    os.environ.pop(name, None)
os.environ |= {
    "SECRET_KEY": "known to everybody, and good enough for tests that last a minute",
    "ALLOWED_HOSTS": "localhost,testserver",
    "SSL_REDIRECT": "0",
    "PAGE_FETCH_MODE_RAISES": "1",
    "LOG_LEVEL": "ERROR",
    "DB_POOL_SIZE": "16",  # tests of races hold many connections at once
    # Playwright's loop runs in the thread of the tests, where Django would refuse the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/trilha-{os.getpid()}.sqlite3"

from catalog.outbound import Client  # noqa: E402
from trilha.settings import *  # noqa: E402, F403
from trilha.settings import DATABASES, STORAGES  # noqa: E402
from trilha.translations import compile_translations  # noqa: E402

compile_translations()  # before Django starts and reads them

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not SQLite's own memory: threads of the tests would find its tables locked.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}.test"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# No test collects, and WhiteNoise would read the folder for every client.
STATIC_ROOT = None  # type: ignore[assignment]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one costs minutes
OUTBOUND = Client("Trilha", resolve=lambda name: [])  # no test leaves this computer
