"""Rules of the house that a linter of imports cannot see."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

HOME = Path(settings.BASE_DIR)
ROOMS = ["catalog", "progress", "trilha"]


def sources(*rooms: str, ending: str = "py") -> list[Path]:
    return [
        path
        for room in rooms
        for path in sorted((HOME / room).rglob(f"*.{ending}"))
        if "migrations" not in path.parts
    ]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(HOME)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (
            r"apps\.get_model\([\"'](catalog|progress|accounts|mentoring)|import_module|__import__",
            "names a model or module in a string",
        ),
        (r"\.extra\(|RawSQL", "writes SQL around the ORM"),
        (r"#.*\b(TODO|FIXME|XXX)\b|raise NotImplementedError", "is unfinished"),
        (
            r"\.(update|bulk_update)\([^)]*\b(title|url|uid|description)\b",
            "leaves stems or keys stale",
        ),
        (r"@receiver|\.connect\(", "listens to signals"),
    ],
)
def test_no_line_of_the_rooms(pattern: str, reason: str) -> None:
    assert lines_with(pattern, sources(*ROOMS)) == [], f"a line {reason}"


def test_only_what_passed_the_sanitizer_is_trusted() -> None:
    trusting = lines_with(r"\bmark_safe\b|SafeString", sources(*ROOMS))
    assert {line.split(":")[0] for line in trusting} == {"progress/markdown.py"}


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"\|\s*safe\b|autoescape off", "trusts text"),
        (r"\sstyle=\"", "carries an inline style"),
        (r"\son\w+=\"", "carries an inline handler"),
        (r"<script(?![^>]*\ssrc=)", "carries an inline script"),
        (r"<style", "carries an inline style sheet"),
        (r"(src|href)=\"(https?:)?//", "fetches from or links to a fixed stranger"),
    ],
)
def test_no_line_of_the_templates(pattern: str, reason: str) -> None:
    assert lines_with(pattern, sources("templates", ending="html")) == [], f"a line {reason}"


def test_who_is_signed_in_is_asked_in_few_places() -> None:
    """State belongs to journeys. Accounts and permissions may ask."""
    asking = {line.split(":")[0] for line in lines_with("is_authenticated", sources(*ROOMS))}
    allowed = {"progress/journey.py", "trilha/accounts", "progress/mentoring"}
    assert not [path for path in asking if not any(path.startswith(place) for place in allowed)]
    assert not lines_with(
        "is_authenticated", sources("templates/catalog", "templates/progress", ending="html")
    )


def test_mentoring_looks_up_what_access_allows() -> None:
    """Pages, feeds and forms may ask a named question or do a verb; they search nothing by
    themselves. A copy of one's data is made of one's own rows, and a job's row names its own."""
    rooms = [apps.get_app_config(room) for room in ("progress", "mentoring")]
    names = "|".join(model.__name__ for room in rooms for model in room.get_models())
    lookups = "all|count|exclude|exists|filter|first|get|in_bulk|order_by|values|values_list"
    apart = {"access.py", "models", "privacy", "tasks.py"}
    asking = [path for path in sources("progress/mentoring") if not apart & {*path.parts}]
    assert HOME / "progress/mentoring/views/table.py" in asking
    assert lines_with(rf"\b({names})\.objects\.({lookups})\b", asking) == []


def test_nothing_hangs_a_reverse_name_on_the_catalog() -> None:
    catalog = set(apps.get_app_config("catalog").get_models())
    hung = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(("progress", "trilha"))
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model in catalog
        and not field.remote_field.related_name.endswith("+")  # Django's own mark of a hidden name
    ]
    assert hung == []


def test_every_constraint_and_index_has_a_name_of_its_room() -> None:
    for room in ["catalog", "progress", "mentoring", "accounts"]:
        for model in apps.get_app_config(room).get_models():
            for rule in [*model._meta.constraints, *model._meta.indexes]:
                assert rule.name.startswith(f"{room}_"), f"{model.__name__}: {rule.name}"


def test_migrations_have_names() -> None:
    unnamed = [path.name for path in HOME.glob("*/migrations/*.py") if "_auto_" in path.name]
    assert unnamed == []


def test_files_stay_small() -> None:
    long = [str(path) for path in sources(*ROOMS) if len(path.read_text().splitlines()) > 400]
    long += [
        str(path)
        for path in sources("templates", ending="html")
        if len(path.read_text().splitlines()) > 120
    ]
    assert long == []
