"""Every page, large and small, light and dark: axe finds nothing, nothing runs off the side, and
the browser has nothing to complain about."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from catalog.models import Resource, Track
from progress.journey import LearnerJourney
from progress.mentoring.models import ShareLink
from progress.models import State
from tests import cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS = [
    "/",
    "/en/",
    "/trilhas/",
    "/trilhas/engenharia-de-ml/",
    "/en/trilhas/engenharia-de-ml/",
    "/trilhas/engenharia-de-ml/?f=videos",
    "/trilhas/engenharia-de-ml/sql/",
    "/habilidades/",
    "/comunidades/",
    "/assuntos/",
    "/busca/",
    "/busca/?q=definicoes",
    "/busca/?q=computação+quântica",
    "/meu-caminho/",
    "/sobre/",
    "/conta/entrar/",
    "/conta/entrar/codigo/",
    "/conta/criar/",
    "/conta/senha/esqueci/",
]
LEARNERS = [
    "/trilhas/engenharia-de-ml/",
    "/meu-caminho/",
    "/conta/",
    "/conta/email/",
    "/conta/senha/",
    "/conta/sessoes/",
    "/links/",
    "/links/novo/",
]


@pytest.fixture(params=["desktop-light", "phone-dark"])
def either_page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """Each size and each scheme once: colours do not depend on the size, nor sizes on colours."""
    size, scheme = request.param.split("-")
    return open_page(size, dark=scheme == "dark")


@pytest.fixture
def content() -> Track:
    call_command("load_trail", verbosity=0)
    return Track.objects.get(uid="engenharia-de-ml")


def look(page: Page, address: str, axe: Callable[[Page], None]) -> None:
    answer = page.goto(address)
    assert answer and answer.status == 200, address
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    small = page.evaluate(TOO_SMALL)
    assert not small, f"{address}: {small}"


# Controls under 24 × 24 px, the least of WCAG 2.2 AA; links inside a sentence are excepted there.
TOO_SMALL = """() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden])')]
  .filter(it => it.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map(it => [it, it.getBoundingClientRect()])
  .filter(([it, box]) => box.width > 1 && (box.width < 24 || box.height < 24) && !it.closest('label, [aria-hidden]'))
  .map(([it, box]) => `${it.outerHTML.slice(0, 80)} ${box.width}×${box.height}`)"""


def test_a_visitors_pages(either_page: Page, content: Track, axe: Callable[[Page], None]) -> None:
    resource = Resource.objects.published().filter(skills__isnull=False).first()
    assert resource
    skill, tag = resource.skills.first(), resource.tags.first()
    assert skill and tag
    more = [resource.get_absolute_url(), skill.get_absolute_url()]
    for address in [*VISITORS, *more, reverse("catalog:tag", args=[tag.slug])]:
        look(either_page, address, axe)


def test_a_learners_pages(
    either_page: Page,
    content: Track,
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
) -> None:
    malu = cast.malu()
    for resource, state in zip(Resource.objects.published()[:6], [*State, *State], strict=False):
        LearnerJourney(malu.pk).set_state(resource, state, content)
    link = ShareLink.objects.create(owner=malu, name="Primeiras semanas", track=content)
    sign_in(either_page, malu)
    for address in [*LEARNERS, reverse("mentoring:edit", args=[link.uid])]:
        look(either_page, address, axe)
    look(either_page, reverse("mentoring:shared", args=[link.key]), axe)


def test_a_curators_pages(
    either_page: Page,
    content: Track,
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
) -> None:
    sign_in(either_page, cast.duda())
    section = content.sections.get(uid="sql")
    resource = Resource.objects.published().first()
    assert resource
    for name, args in [
        ("index", []),
        ("catalog_track_changelist", []),
        ("catalog_resource_changelist", []),
        ("catalog_resource_add", []),
        ("catalog_track_change", [content.pk]),
        ("catalog_section_change", [section.pk]),
        ("catalog_resource_change", [resource.pk]),
        ("catalog_resource_history", [resource.pk]),
    ]:
        look(either_page, reverse(f"admin:{name}", args=args), axe)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_lost_find_a_way_on(
    open_page: Callable[..., Page], complaints: list[str], javascript: bool
) -> None:
    page = open_page("phone", javascript=javascript)
    page.goto("/nao/existe/")
    complaints.clear()  # the browser notes the 404 that was asked for
    page.get_by_role("link", name="Ver as trilhas").click()
    assert page.url.endswith("/trilhas/")
