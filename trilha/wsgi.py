import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trilha.settings")


def in_utf_8(application: Any) -> Any:
    """Let nobody name another encoding. All our pages ask and send in UTF-8; others make halves of
    characters and NULs out of plain letters, and of some Django cannot even make a request."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        kind = environ.get("CONTENT_TYPE", "").split(";")
        said = [part for part in kind if not part.strip().lower().startswith("charset")]
        return application({**environ, "CONTENT_TYPE": ";".join(said)}, start_response)

    return answer


application = in_utf_8(get_wsgi_application())
