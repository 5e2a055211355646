from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language


def page(request: HttpRequest) -> dict[str, object]:
    """What every page says of itself: its address in each language, and whose way it shows."""
    here = request.build_absolute_uri(request.path)
    return {
        "canonical": here,
        "alternates": {code: translate_url(here, code) for code, _ in settings.LANGUAGES},
        "other_language": "en" if get_language() == settings.LANGUAGE_CODE else "pt-br",
        "walk": SimpleLazyObject(lambda: request.journey.along()),  # type: ignore[attr-defined]
    }
