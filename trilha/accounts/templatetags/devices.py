"""A browser in two words of ours. What it calls itself is never shown: anybody can write that."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that is found counts: nearly all of them also call themselves Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """`Firefox · Linux`, from a User-Agent header."""
    words = [
        next((word for sign, word in known.items() if sign in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, words)) or _("Aparelho desconhecido")
