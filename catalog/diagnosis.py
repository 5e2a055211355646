"""What the answer of a server says about a link. Pure.

In doubt it errs to the side of "people may get in": a living page that is called dead costs the
trust of whoever reads it, a dead one that is called blocked only waits for a curator's eye.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from .health import Outcome, Visit
from .links import LONGEST, canonical, host
from .outbound import Answer, Failure
from .webpage import Page

STATUS = {
    **dict.fromkeys((401, 402, 407), Outcome.WALL),
    **dict.fromkeys((403, 406, 418, 451, 999), Outcome.BLOCKED),  # 999 is LinkedIn's own
    404: Outcome.MISSING,
    410: Outcome.GONE,
    429: Outcome.BUSY,
}
LOGIN_HOST = re.compile(r"(accounts?|auth|idp|login|signin|sso)\.")
LOGIN_PATH = re.compile(
    r"/(log-?in|log_in|sign-?in|sign_in|signon|entrar|acessar|authwall|auth|sso|oauth2?|authorize)"
    r"(\.\w+)?(/|$)",
    re.IGNORECASE,
)
FRONT = re.compile(r"/?([a-z]{2}(-[a-z]{2})?/?)?((index|home|default)(\.\w+)?/?)?", re.IGNORECASE)
CHALLENGE = {"cf-mitigated": "challenge", "x-amzn-waf-action": "challenge"}


def diagnose(url: str, answer: Answer, now: datetime) -> Visit:
    """What a visit to a link found."""
    page = Page.of(answer.headers.get("content-type", ""), b"" if answer.packed else answer.body)
    outcome = _outcome(url, answer, page)
    moved_to = _moved_to(url, answer) if outcome is Outcome.MOVED else ""
    return Visit(outcome, answer.status, moved_to, _retry_after(answer, now))


def _outcome(url: str, answer: Answer, page: Page) -> Outcome:
    if answer.failure in {None, Failure.LOOP, Failure.HOPS} and _led_to_login(url, answer):
        return Outcome.WALL
    if answer.failure is not None:
        return Outcome(answer.failure.value)
    status = answer.status or 0
    if _is_challenge(answer) or page.for_people_only or (status >= 500 and page.names_robots):
        return Outcome.BLOCKED
    if not 200 <= status < 300:
        return STATUS.get(status, Outcome.ERROR if status >= 500 else Outcome.BROKEN)
    return _of_page(url, answer, page)


def _of_page(url: str, answer: Answer, page: Page) -> Outcome:
    """Of a page that opens: maybe not the one that was meant."""
    if page.asks_to_sign_in:
        return Outcome.WALL
    if page.says_not_found or _led_to_front(url, answer):
        return Outcome.SOFT
    return Outcome.MOVED if _moved_to(url, answer) else Outcome.OK


def _is_challenge(answer: Answer) -> bool:
    return any(answer.headers.get(name) == text for name, text in CHALLENGE.items())


def _led_to_login(url: str, answer: Answer) -> bool:
    return bool(answer.hops) and _is_login(answer.url) and not _is_login(url)


def _is_login(url: str) -> bool:
    parts = _parts(url)
    return bool(LOGIN_HOST.match(parts.netloc) or LOGIN_PATH.search(parts.path))


def _led_to_front(url: str, answer: Answer) -> bool:
    """Sent to the front page, as sites do with what they threw away. A short link of another site
    is meant to lead to one."""
    meant, there = _parts(url), _parts(answer.url)
    if not answer.hops or FRONT.fullmatch(meant.path) or not FRONT.fullmatch(there.path):
        return False
    deep = meant.path.strip("/").count("/") > 0
    return not there.query and (deep or host(url) == host(answer.url))


def _moved_to(url: str, answer: Answer) -> str:
    """Where it went for good, when that is another page to us; front pages that choose a language
    stay. The place on a page outlives a redirect, as in browsers."""
    forever = bool(answer.hops) and all(hop.permanent for hop in answer.hops)
    fronts = all(FRONT.fullmatch(_parts(each).path) for each in (url, answer.url))
    same = canonical(url) == canonical(answer.url) or (fronts and host(url) == host(answer.url))
    fragment = _parts(url).fragment
    there = f"{answer.url}#{fragment}" if fragment else answer.url
    return there if forever and not same and len(there) <= LONGEST else ""


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _retry_after(answer: Answer, now: datetime) -> timedelta | None:
    """Seconds or a date; nonsense is nothing."""
    text = answer.headers.get("retry-after", "").strip()
    try:
        if text.isdecimal():
            return timedelta(seconds=int(text[:9]))
        when = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return max(when.replace(tzinfo=when.tzinfo or UTC) - now, timedelta())
