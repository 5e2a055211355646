"""The desk as a browser without scripts uses it: open a page, change what stands in its form, send
the rest as it is."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse


class _Form(HTMLParser):
    """What a browser would send of one form, found by its id."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.select, self.area = form, False, "", ""
        self.data: dict[str, Any] = {}

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = dict(given)
        name, value = attrs.get("name") or "", attrs.get("value") or ""
        if tag == "form":
            self.inside = attrs.get("id") == self.form
        elif not self.inside or "disabled" in attrs:
            return
        elif tag == "input" and attrs.get("type") not in ("submit", "checkbox") and name:
            self.data[name] = value
        elif tag == "select":
            self.select = name
            self.data[name] = [] if "multiple" in attrs else ""
        elif tag == "option" and self.select and "selected" in attrs:
            many = isinstance(self.data[self.select], list)
            self.data[self.select] = [*self.data[self.select], value] if many else value
        elif tag == "textarea":
            self.area, self.data[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self.inside = False
            case "select":
                self.select = ""
            case "textarea":
                self.area = ""

    def handle_data(self, text: str) -> None:
        if self.area:
            # The line break after <textarea> is no part of the text.
            self.data[self.area] += text.removeprefix("\n") if not self.data[self.area] else text


class Desk:
    def __init__(self, client: Client) -> None:
        self.client = client

    def url(self, row: Any, page: str = "change", *args: Any) -> str:
        return reverse(_route(row, page), args=[row.pk, *args])

    def form_at(self, url: str, form: str) -> dict[str, Any]:
        return self.form_at_text(self.client.get(url).text, form)

    def form_at_text(self, page: str, form: str) -> dict[str, Any]:
        found = _Form(form)
        found.feed(page)
        return found.data

    def form(self, row: Any) -> dict[str, Any]:
        return self.form_at(self.url(row), f"{row._meta.model_name}_form")

    def save(self, row: Any, **changes: Any) -> Any:
        """Open the page of a row, change something, save. Expects it to work."""
        answer = self.send(row, **changes)
        assert answer.status_code == 302, answer.context and answer.context["errors"]
        return answer

    def send(self, row: Any, **changes: Any) -> Any:
        button = {} if "_move" in changes else {"_save": "1"}
        return self.client.post(self.url(row), {**self.form(row), **button, **changes})

    def add(self, model: Any, **fields: Any) -> Any:
        url = reverse(_route(model, "add"))
        form = self.form_at(url, f"{model._meta.model_name}_form")
        return self.client.post(url, {**form, "_save": "1", **fields})

    def press(self, row: Any, verb: str) -> Any:
        """A button at the head of the page of one row."""
        sent = {"CHANGE_FORM-action": verb, "_selected_action": row.pk}
        return self.client.post(self.url(row), sent)

    def choose(self, verb: str, *rows: Any) -> Any:
        """An action of the list, for the rows that are ticked."""
        url = reverse(_route(rows[0], "changelist"))
        sent = {"action": verb, "_selected_action": [row.pk for row in rows], "index": "0"}
        return self.client.post(url, sent)

    def history(self, row: Any) -> str:
        return str(self.client.get(self.url(row, "history")).text)

    def go_back(self, row: Any, revision: int, **fields: Any) -> Any:
        return self.client.post(self.url(row, "revision", revision), fields)


def _route(row: Any, page: str) -> str:
    return f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
