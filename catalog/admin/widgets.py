"""Inputs for pages with many rows: what costs little once is dear seventy times."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


def is_key(text: str) -> bool:
    """Whether the database can be asked for it: Django asks for whatever was sent."""
    return text.isdecimal() and len(text) < 19


class OfKeys(AutocompleteMixin):
    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class KeysSelect(OfKeys, AutocompleteSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The field looks for all keys at once, where SQLite fails at one that is too long."""
        sent: Any = super().value_from_datadict(data, files, name)
        return [key if is_key(key) else "?" for key in sent]


class NamedSelect(OfKeys, AutocompleteSelect):
    """An autocomplete that was told the row it shows, instead of asking for each one's name."""

    known: Any = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        blank = self.create_option(name, "", "", False, 0)
        return [(None, [blank, self.create_option(name, value[0], str(self.known), True, 1)], 0)]


class LightSelect(forms.Select):
    """A select written at once: seventy of them have 5,000 options, and Django's own widget
    renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, " selected" if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        named = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(named), options)


def without_shortcuts(field: Any) -> None:
    """A select of rows of this very page: no links to add or edit them elsewhere."""
    widget = field.widget
    widget.can_add_related = widget.can_change_related = widget.can_view_related = False
