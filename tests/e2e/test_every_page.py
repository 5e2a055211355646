"""Every page, large and small, light and dark: axe finds nothing, nothing runs off the side, and
the browser has nothing to complain about."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from playwright.sync_api import Page
from reversion.models import Version

from catalog.history import changing_the_catalog
from catalog.models import Community, Health, Outline, Resource, Skill, Track
from progress.journey import LearnerJourney
from progress.letter import unsubscribe_url
from progress.mentoring.models import Received, ShareLink, Shown
from progress.mentoring.models.consent import token_for
from progress.models import Bookmark, State, StudyPlan
from progress.passes import begin_again
from tests import builders, cast
from tests.accounts.steps import last_code, last_link
from tests.e2e.company import conversations, guided, proposed, seen_in_a_cohort, watched
from tests.e2e.waiting import BOTH_CHANGED, ours_changed, suggestions
from trilha.accounts.models import User
from trilha.urls import *  # noqa: F403 — the pages of errors are ours as well
from trilha.urls import urlpatterns as ours

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS = [
    "/",
    "/en/",
    "/trilhas/",
    "/trilhas/engenharia-de-ml/",
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
    "/atalhos/",
    "/conta/entrar/",
    "/conta/entrar/codigo/",
    "/conta/criar/",
    "/conta/senha/esqueci/",
]
LEARNERS = [
    "/trilhas/engenharia-de-ml/",
    "/meu-caminho/",
    "/meu-caminho/ritmo/",
    "/meu-caminho/habilidades/",
    "/meu-caminho/historico/",
    "/meu-caminho/passadas/",
    "/meu-caminho/passadas/nova/?trilha=engenharia-de-ml",
    "/meu-caminho/notas/",
    "/meu-caminho/guardados/",
    "/meu-caminho/plano/",
    "/meu-caminho/recursos/",
    "/meu-caminho/recursos/novo/?trilha=engenharia-de-ml&etapa=sql",
    "/sugestoes/nova/?etapa=engenharia-de-ml/sql",
    "/sugestoes/",
    "/conta/",
    "/conta/preferencias/",
    "/meus-dados/",
    "/meus-dados/importacao/",
    "/conta/email/",
    "/conta/senha/",
    "/conta/sessoes/",
    "/conta/acesso/",
    "/conta/sair/",
    "/links/",
    "/links/novo/",
    "/compartilhados/",
    "/quem-olhou/",
    "/turmas/",
    "/turmas/nova/",
    "/meu-caminho/pagina-publica/",
    "/meu-caminho/pagina-publica/previa/",
    "/p/malu/",
]


@pytest.fixture
def content() -> Track:
    call_command("load_trail", verbosity=0)
    return Track.objects.get(uid="engenharia-de-ml")


def look(page: Page, address: str, axe: Callable[[Page], None], status: int = 200) -> None:
    answer = page.goto(address)
    assert answer and answer.status == status, address
    see(page, address, axe)


def see(page: Page, address: str, axe: Callable[[Page], None]) -> None:
    """Judge the page as it stands, if it is the one that is meant: a redirect would pass too."""
    place = urlsplit(page.url)
    assert unquote(place._replace(scheme="", netloc="").geturl()) == address
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    small = page.evaluate(TOO_SMALL)
    assert not small, f"{address}: {small}"


# Controls under 24 × 24 px, the least of WCAG 2.2 AA; links inside a sentence are excepted there.
TOO_SMALL = """() => {
  const controls = 'button, summary, select, input:not([type=hidden])'
  const larger = 'label, [aria-hidden], .select2-selection' // what is hit in its place
  return [...document.querySelectorAll(controls)]
    .filter(it => it.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .map(it => [it, it.getBoundingClientRect()])
    .filter(([it, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
    .filter(([it]) => !it.closest(larger))
    .map(([it, box]) => `${it.outerHTML.slice(0, 80)} ${box.width}×${box.height}`)
}"""


def test_a_visitors_pages(either_page: Page, content: Track, axe: Callable[[Page], None]) -> None:
    resource = Resource.objects.published().filter(skills__isnull=False).first()
    assert resource
    skill, tag = resource.skills.first(), resource.tags.first()
    assert skill and tag
    builders.link(resource)
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
    resources = list(Resource.objects.published()[:6])
    LearnerJourney(malu.pk).set_state(resources[0], State.DONE, content)
    begin_again(malu.pk, Outline.of(content.uid))
    for resource, state in zip(resources, [*State, *State], strict=False):
        LearnerJourney(malu.pk).set_state(resource, state, content)
    link = ShareLink.objects.create(
        owner=malu, name="Primeiras semanas", track=content, embeds=True
    )
    Received.objects.keep(malu.pk, builders.share_link(cast.caio(), resources[0]))
    StudyPlan.objects.keep(malu, content, 180, 0b0010101).open_calendar()
    shows = dict.fromkeys(["shows_name", "shows_percent", "shows_dates", "shows_rhythm"], True)
    builders.public_page(malu, content, handle="malu", **shows)
    own = builders.own_link(malu, content.sections.get(uid="sql"))
    own_pages = [reverse(f"progress:{name}", args=[own.uid]) for name in ("own", "suggest_own")]
    for row in suggestions(malu, content)[:2]:
        row.accept(by=None)
    new = f"{reverse('catalog:suggest')}?recurso={resources[1].uid}"
    own_pages += [f"{new}&tipo={way}" for way in ("correcao", "substituto", "idioma")]
    noted = Resource.objects.published()[0]
    builders.note(malu, noted, "# Ideia\n\n- medir **antes**\n\n> https://example.org")
    for thing in (noted, Skill.objects.all()[0], Community.objects.all()[0], content):
        Bookmark.objects.keep(malu.pk, thing)
    own_pages += [noted.get_absolute_url(), reverse("progress:note", args=[noted.uid])]
    sign_in(either_page, malu)
    own_pages += [reverse(f"mentoring:{name}", args=[link.uid]) for name in ("edit", "poster")]
    own_pages += [
        reverse(f"mentoring:{name}", args=[link.key]) for name in ("shared", "study_sheet", "embed")
    ]
    seen_in_a_cohort(malu, content)
    for address in [
        *LEARNERS,
        *own_pages,
        *conversations(malu, content),
        *guided(malu),
        *proposed(malu),
        *watched(malu, content),
    ]:
        look(either_page, address, axe)
    StudyPlan.objects.get(learner=malu).turn_mail(True)
    look(either_page, unsubscribe_url(malu.pk).removeprefix(settings.SITE_URL), axe)


def test_the_way_into_a_cohort(
    either_page: Page,
    content: Track,
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
) -> None:
    """Invitations, the door, the choice with all of it open, one's own page, a guardian's."""
    page, malu, ana = either_page, cast.malu(), cast.ana()
    cohort = builders.cohort(malu, content, ends_on=timezone.localdate() + timedelta(days=60))
    said = {"made_by": malu, "expires_at": timezone.now() + timedelta(days=7)}
    study, guide = (
        cohort.invitations.create(most=2, **said),
        cohort.invitations.create(role="guide", **said),
    )
    page.goto(study.get_absolute_url())
    see(page, "/turmas/entrar/", axe)
    builders.note(ana, Resource.objects.get(pk=next(iter(Outline.of(content.uid).resources))))
    sign_in(page, ana)
    page.goto(guide.get_absolute_url())
    see(page, "/turmas/entrar/", axe)
    page.goto(study.get_absolute_url())
    for choice in ["shown", "until", "age"]:
        for box in page.locator(f"[name={choice}]").all():
            box.check()
    page.evaluate("scrollTo(0, 0)")  # what the bar covers would count as small
    see(page, "/turmas/entrar/", axe)
    page.locator("[name=last_day]").fill("2020-01-01")
    page.locator("form.joining .btn.main").click()
    page.locator(".notice.bad").wait_for()
    page.evaluate("scrollTo(0, 0)")
    see(page, "/turmas/entrar/", axe)
    member = builders.member(cohort, ana, Shown.TICKS, age="minor")
    cohort.guides.create(person=cast.person("Rui"))
    own = reverse("mentoring:membership", args=[cohort.uid])
    look(page, own, axe)
    page.locator("[name=give][value=dates]").click()
    page.locator("[name=guardian]").wait_for()
    see(page, f"{own}consentimento/", axe)
    look(page, reverse("mentoring:guardian", args=[token_for(member.consents.all())]), axe)
    member.leave()
    look(page, own, axe)
    page.context.clear_cookies()
    sign_in(page, malu)
    look(page, reverse("mentoring:invitations", args=[cohort.uid]), axe)


def test_a_curators_pages(
    either_page: Page,
    content: Track,
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
) -> None:
    sign_in(either_page, duda := cast.duda())
    section = content.sections.get(uid="sql")
    resource = Resource.objects.published().first()
    assert resource
    former = Version.objects.get_for_object(resource).latest("pk")
    with changing_the_catalog(why="mudou o título"):
        resource.title = "Outro título"
        resource.save()
    row, late, *_others = suggestions(cast.ana(), content)
    late.about.minutes = 45
    late.about.save()
    for linked, state in zip(Resource.objects.published(), Health, strict=False):
        told = {"reports": 1, "reported_at": timezone.now()}
        builders.link(linked, state, moved_to=f"{linked.url}/novo", **told)
    for name, args in [
        ("index", []),
        ("catalog_track_changelist", []),
        ("catalog_resource_changelist", []),
        ("catalog_resource_add", []),
        ("catalog_section_change", [section.pk]),
        ("catalog_resource_change", [resource.pk]),
        ("catalog_resource_history", [resource.pk]),
        ("catalog_resource_revision", [resource.pk, former.revision_id]),
        ("catalog_linkhealth_changelist", []),
        ("catalog_suggestion_changelist", []),
        ("catalog_suggestion_change", [row.pk]),
        ("catalog_suggestion_change", [late.pk]),
        ("catalog_import", []),
        ("catalog_track_file", []),
        ("catalog_resource_sheet", []),
        ("catalog_track_update", [content.pk]),
    ]:
        look(either_page, reverse(f"admin:{name}", args=args), axe)
    look(either_page, reverse("gaps"), axe)
    preview = builders.preview(duda)
    address = reverse("admin:catalog_import_preview", args=[preview.pk])
    look(either_page, f"{address}?abrir=todas&editar=3", axe)
    update = builders.preview(duda, BOTH_CHANGED, of=ours_changed())
    address = reverse("admin:catalog_track_conflicts", args=[update.track_id, update.pk])
    look(either_page, f"{address}?faltam=1", axe)
    outline = reverse("admin:catalog_track_change", args=[content.pk])
    look(either_page, f"{outline}?abrir=todas", axe)
    see_acts(either_page, content, axe)


def see_acts(page: Page, track: Track, axe: Callable[[Page], None]) -> None:
    """What follows on ticking and pressing at the desk."""
    page.locator("#outline [name=step]").first.check()
    page.get_by_role("button", name="Tirar da trilha").click()
    undo = page.get_by_role("link", name="Desfazer")
    look(page, str(undo.get_attribute("href")), axe)
    page.goto(reverse("admin:catalog_track_change", args=[track.pk]) + "?abrir=todas")
    page.locator("#outline [name=section]").last.check()
    page.get_by_role("button", name="Tipo, nível, assuntos…").click()
    see(page, reverse("admin:catalog_track_outline", args=[track.pk]), axe)
    page.goto(reverse("admin:catalog_resource_changelist"))
    for n in range(2):
        page.locator("#result_list .action-select").nth(n).check()
    page.locator("select[name=action]").select_option("merge")
    page.get_by_role("button", name="Executar").first.click()
    see(page, reverse("admin:catalog_resource_changelist"), axe)


def test_the_pages_of_a_new_account(either_page: Page, axe: Callable[[Page], None]) -> None:
    page, (track, _) = either_page, builders.track_of("Rules of ML")
    page.goto(track.get_absolute_url())
    page.get_by_role("button", name="Feito: Rules of ML").first.click()
    page.get_by_role("status").filter(has_text="Feito: Rules of ML").wait_for()
    page.goto(reverse("account_signup"))
    page.get_by_label("Nome").fill("Ana Souza")
    page.locator("input[name=email]").fill("ana@trilha.test")
    page.locator("input[name=password1]").fill(cast.PASSWORD)
    press_enter(page, "input[name=password1]")
    see(page, "/conta/confirmar/", axe)
    page.locator("input[name=code]").fill(last_code())
    press_enter(page, "input[name=code]")
    see(page, "/conta/bem-vinda/", axe)


def press_enter(page: Page, field: str) -> None:
    with page.expect_navigation():
        page.locator(field).press("Enter")


def test_the_pages_of_a_forgotten_password(either_page: Page, axe: Callable[[Page], None]) -> None:
    ana = cast.ana()
    either_page.goto(reverse("account_reset_password"))
    either_page.locator("input[name=email]").fill(ana.email)
    press_enter(either_page, "input[name=email]")
    see(either_page, "/conta/senha/esqueci/enviado/", axe)
    link = urlsplit(last_link()).path
    either_page.goto(link)
    see(either_page, link.rsplit("-", 2)[0] + "-set-password/", axe)
    look(either_page, "/conta/senha/nova/1-abc/", axe)  # one that is not valid any more


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("403/", refuses), path("429/", respond_429), path("500/", breaks), *ours]


@pytest.mark.urls(__name__)
def test_the_pages_of_errors(
    either_page: Page, axe: Callable[[Page], None], complaints: list[str]
) -> None:
    for status in [403, 404, 429, 500]:
        look(either_page, f"/{status}/", axe, status)
    assert len(complaints) == 4  # the browser notes each of them
    complaints.clear()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_lost_find_a_way_on(
    open_page: Callable[..., Page], complaints: list[str], javascript: bool
) -> None:
    page = open_page("phone", javascript=javascript)
    page.goto("/nao/existe/")
    complaints.clear()  # the browser notes the 404 that was asked for
    page.get_by_role("link", name="Ver as trilhas").click()
    assert page.url.endswith("/trilhas/")
