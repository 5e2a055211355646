"""The few words that templates need beyond Django's: slots, icons, languages, lengths of time."""

import json
from datetime import datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.html import conditional_escape
from django.utils.translation import get_language, gettext

register = template.Library()


class SlotNode(template.Node):
    """One of the few places of a page that belong to a person: see `slot`."""

    def __init__(self, name: str, subject: FilterExpression | None, nodelist: NodeList) -> None:
        self.name, self.subject, self.nodelist = name, subject, nodelist

    def render(self, context: Context) -> str:
        answer = getattr(context["walk"], self.name)
        mine = answer(self.subject.resolve(context)) if self.subject else answer()
        with context.push(mine=mine):
            return self.nodelist.render(context)


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """`{% slot row step %}…{% endslot %}`: what differs from person to person stands in here.

    Asks the page's `walk` — one person's way along it — by the slot's name and offers the answer
    as `mine`. Everything outside of slots is the same for everybody.
    """
    _, name, *rest = token.split_contents()
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name, parser.compile_filter(rest[0]) if rest else None, nodelist)


class IconNode(template.Node):
    def __init__(self, name: FilterExpression, classes: str) -> None:
        self.name, self.classes = name, classes

    def render(self, context: Context) -> str:
        name = str(self.name.resolve(context)) or "site"  # of a resource without a kind
        if name not in symbols():
            raise template.TemplateSyntaxError(f"There is no icon {name!r}.")
        if "request" in context:
            used = context["request"].__dict__.setdefault("icons", {})
            used[name] = True
        return (
            f'<svg class="{self.classes}" viewBox="0 0 24 24" aria-hidden="true">'
            f'<use href="#i-{name}"/></svg>'
        )


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """`{% icon "map" %}`, `{% icon name "mark" %}`: draws an icon and notes that it is needed."""
    _, name, *classes = token.split_contents()
    return IconNode(
        parser.compile_filter(name), " ".join(["i", *(c.strip("\"'") for c in classes)])
    )


class IconSymbolsNode(template.Node):
    def __init__(self, always: list[str]) -> None:
        self.always = always

    def render(self, context: Context) -> str:
        used = getattr(context.get("request"), "icons", {})
        drawn = "".join(symbols()[name] for name in dict.fromkeys([*self.always, *sorted(used)]))
        return f"<svg hidden>{drawn}</svg>"


@register.tag
def icon_symbols(parser: Parser, token: Token) -> IconSymbolsNode:
    """`{% icon_symbols "check" … %}` at the end of the page: the drawings of the icons it used.

    Named ones are there in any case: those that stand in slots, so that the rest of the page
    stays the same for everybody.
    """
    return IconSymbolsNode([name.strip("\"'") for name in token.split_contents()[1:]])


@cache
def symbols() -> dict[str, str]:
    """The drawings of static/img/icons.svg by name: few enough to stand in the page itself, which
    saves a request."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.parse(settings.BASE_DIR / "static/img/icons.svg").getroot()  # noqa: S314
    drawn = {}
    for symbol in root:
        text = ElementTree.tostring(symbol, encoding="unicode").strip()
        drawn[symbol.attrib["id"].removeprefix("i-")] = text.replace(
            ' xmlns="http://www.w3.org/2000/svg"', ""
        )
    return drawn


@register.simple_tag(takes_context=False)
def page_language() -> str:
    """BCP 47 tag of the page: `pt-BR` or `en`."""
    first, _, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{first}-{region.upper()}" if region else first


class LangNode(template.Node):
    def __init__(self, language: FilterExpression) -> None:
        self.language = language

    def render(self, context: Context) -> str:
        language = self.language.resolve(context)
        if not language or language == page_language():
            return ""
        return f' lang="{conditional_escape(language)}"'


@register.tag
def lang(parser: Parser, token: Token) -> LangNode:
    """`<h1{% lang track.language %}>`: says so where words are not in the page's language."""
    return LangNode(parser.compile_filter(token.split_contents()[1]))


class StructuredNode(template.Node):
    def __init__(self, data: FilterExpression) -> None:
        self.data = data

    def render(self, context: Context) -> str:
        text = json.dumps(self.data.resolve(context), ensure_ascii=False)
        for mark in "<>&\u2028\u2029":  # nothing in a title may end the element
            text = text.replace(mark, f"\\u{ord(mark):04x}")
        return f'<script type="application/ld+json">{text}</script>'


@register.tag
def structured_data(parser: Parser, token: Token) -> StructuredNode:
    """`{% structured_data dict %}`: schema.org data for search engines. A block of data, which
    browsers do not run and the content security policy does not concern."""
    return StructuredNode(parser.compile_filter(token.split_contents()[1]))


@register.filter
def duration(minutes: int | None) -> str:
    """`45 min`, `1 h 30`, `15 h`; nothing when it is not known."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours or (minutes < 90 and rest):
        return gettext("%(n)d min") % {"n": minutes}
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


@register.filter
def ago(moment: datetime) -> str:
    """`hoje, 9h12`, `ontem, 21h40`, or the day: how people say when something was."""
    local = timezone.localtime(moment)
    days = (timezone.localdate() - local.date()).days
    clock = formats.date_format(local, "TIME_FORMAT")
    if days == 0:
        return gettext("hoje, %(clock)s") % {"clock": clock}
    if days == 1:
        return gettext("ontem, %(clock)s") % {"clock": clock}
    return formats.date_format(local, "DATE_FORMAT")


@register.filter
def below(number: int, steps: int) -> int:
    """Levels of headings: `{{ 2|below:depth }}`, never past h6."""
    return min(number + steps, 6)


@register.simple_tag(takes_context=True)
def without(context: Context, *keys: str, **changes: Any) -> str:
    """The query of this address with some keys dropped or changed; pages always start again."""
    query = context["request"].GET.copy()
    for key in (*keys, "pagina"):
        query.pop(key, None)
    for key, value in changes.items():
        query[key] = value
    return f"?{query.urlencode()}" if query else "?"
