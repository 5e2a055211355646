"""Is the process beside me alive? `python -m trilha.health` asks as a visitor would."""

import os
from http.client import HTTPConnection


def alive() -> bool:
    """True for a 200 within two seconds. Django answers only to the names it knows."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    server = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=2)
    try:
        server.request("GET", "/saude/viva", headers={"Host": host})
        return server.getresponse().status == 200
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(not alive())
