"""Lock files, the image and the two commands are what the documentation says of them."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

HOME: Path = settings.BASE_DIR
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9-]+")
FOREIGN = re.compile(r"https?://(?!localhost|127\.0\.0\.1)")
DELIVERY = [
    "requirements.lock",
    "requirements-dev.lock",
    "pyproject.toml",
    "Dockerfile",
    "compose.yaml",
    ".dockerignore",
    ".ci/run",
    "dev",
]
project = tomllib.loads((HOME / "pyproject.toml").read_text())


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((HOME / lock).read_text()))


@pytest.mark.parametrize("path", DELIVERY)
def test_no_download_host_is_written_down(path: str) -> None:
    assert not FOREIGN.search((HOME / path).read_text())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = (HOME / lock).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())

    assert len(entries) == len(pins(lock)) > 0
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_the_project_asks_for_is_locked() -> None:
    def names(requirements: list[str]) -> set[str]:
        return {NAME.match(line)[0].lower() for line in requirements}  # type: ignore[index]

    assert names(project["project"]["dependencies"]) <= set(pins("requirements.lock"))
    assert names(project["dependency-groups"]["dev"]) <= set(pins("requirements-dev.lock"))


def test_development_has_the_very_packages_of_production() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_the_image_is_careful() -> None:
    text = (HOME / "Dockerfile").read_text()
    stages = text.split("\nFROM ")[1:]

    assert [stage.split()[0] for stage in stages] == ["${PYTHON_IMAGE}"] * 2
    assert "--require-hashes" in stages[0]
    assert "collectstatic" in stages[0]
    assert re.search(r"^USER [1-9]\d*$", stages[1], re.MULTILINE)
    assert "HEALTHCHECK" in stages[1]
    assert not re.search(r"# syntax=|--mount|--link|--chmod|<<", text), "only BuildKit knows this"


def test_the_image_holds_what_the_app_needs_and_no_demo_people() -> None:
    ignored = (HOME / ".dockerignore").read_text().split("\n")
    kept = {line.strip("!/") for line in ignored if line.startswith("!")}
    rooms = {app.split(".")[0] for app in settings.INSTALLED_APPS} & {
        p.name for p in HOME.iterdir()
    }

    assert rooms | {"manage.py", "requirements.lock", "templates", "static", "locale"} <= kept
    assert "fixtures/demo_people.json" in ignored


def test_compose_takes_every_secret_from_the_environment() -> None:
    text = (HOME / "compose.yaml").read_text()

    for secret in ["SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"]:
        assert re.findall(rf"\${{{secret}(..)", text), secret
        assert set(re.findall(rf"\${{{secret}(..)", text)) == {":?"}
    assert "service_completed_successfully" in text


def test_static_files_can_be_collected(tmp_path: Path, settings) -> None:
    """As the image does: a reference to a missing file ends it."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "staticfiles.json").exists()


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {
        name
        for template in (HOME / "templates").rglob("*.html")
        for name in re.findall(r"""{% static ["']([^"']+)["']""", template.read_text())
    }

    assert named
    assert {name for name in named if not finders.find(name)} == set()


def test_dev_explains_every_command_it_has() -> None:
    text = (HOME / "dev").read_text()
    commands = set(re.findall(r"^  ([a-z]+)\)", text, re.MULTILINE)) - {"run"}
    answer = subprocess.run([HOME / "dev", "help"], capture_output=True, text=True, check=True)

    assert commands
    assert commands == set(re.findall(r"\./dev ([a-z]+)", answer.stdout)) - {"help"}


def test_dev_refuses_what_it_does_not_know() -> None:
    answer = subprocess.run([HOME / "dev", "tset"], capture_output=True, text=True, check=False)

    assert answer.returncode == 2
    assert "./dev test" in answer.stderr
