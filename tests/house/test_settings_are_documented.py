"""docs/settings.md names every variable that the code reads, with its default, and no other."""

import re

from django.conf import settings

HOME = settings.BASE_DIR
READERS = ["trilha/settings.py", "trilha/env.py", "trilha/server.py", "trilha/health.py"]
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
READ = re.compile(
    r"""(?:environ\.get\(|environ\[|flag\(|words\(|number\()["']([A-Z_]+)["'](?:, ([^()]+?)\))?"""
)
REQUIRED = re.compile(r"env\.require\(([^)]+)\)")

documented = {
    name: default for name, default, _ in ROW.findall((HOME / "docs/settings.md").read_text())
}
code = "\n".join((HOME / path).read_text() for path in READERS)


def test_the_table_has_what_the_code_reads() -> None:
    read = {name for name, _ in READ.findall(code)} - {"DJANGO_SETTINGS_MODULE"}

    assert set(documented) == read


def test_the_defaults_are_true() -> None:
    words = {'""': "none", "True": "1", "False": "0", '"INFO"': "`INFO`", "DEBUG": "as `DEBUG`"}
    for name, default in READ.findall(code):
        if default and name != "ALLOWED_HOSTS":
            assert documented[name] == words.get(default, default), name


def test_what_is_required_has_no_default() -> None:
    [names] = REQUIRED.findall(code)

    assert {name for name in documented if f'"{name}"' in names} == {
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
    }
    assert {documented[name] for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")} == {
        "none"
    }
