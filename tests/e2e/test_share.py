"""A mentor shares, a stranger without account opens and ticks, the mentor revokes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Resource, Track
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("sqlite")]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def track() -> Track:
    track, _ = builders.track_of("Rules of ML", "MLOps and DevOps", title="Engenharia")
    return track


def of_stranger(open_page: Callable[..., Page], javascript: bool) -> Page:
    return open_page("phone", dark=True, javascript=javascript)


def test_malu_shares_a_stranger_ticks_malu_revokes(
    page: Page,
    open_page: Callable[..., Page],
    sign_in: SignIn,
    complaints: list[str],
    track: Track,
    javascript: bool,
) -> None:
    sign_in(page, cast.malu())
    page.goto(f"/links/novo/?trilha={track.uid}&etapa={track.sections.get().uid}")
    page.get_by_label("Título").fill("Para sábado")
    page.get_by_label("Saudação").fill("Leiam antes da roda.")
    page.get_by_role("button", name="Criar link").click()
    address = page.get_by_label("Endereço de Para sábado").input_value()

    stranger = of_stranger(open_page, javascript)
    stranger.goto(address)
    expect(stranger.get_by_text("Malu compartilhou com você")).to_be_visible()
    expect(stranger.get_by_text("Leiam antes da roda.")).to_be_visible()
    stranger.get_by_role("button", name="Feito: Rules of ML").click()
    row = stranger.locator(".step", has_text="Rules of ML")
    expect(row).to_have_attribute("data-s", "done")
    expect(stranger.get_by_text("1 de 2 feitos")).to_be_visible()
    assert stranger.url.split("#")[0] == address
    stranger.goto(track.get_absolute_url())
    expect(row).to_have_attribute("data-s", "done")

    page.reload()
    expect(page.locator("article")).to_contain_text("1 abertura,")
    page.get_by_text("Duplicar ou revogar").click()
    page.get_by_role("button", name="Revogar este link").click()
    expect(page.get_by_role("status").filter(has_text="Link revogado")).to_be_visible()

    answer = stranger.goto(address)
    assert answer
    assert answer.status == 404
    expect(stranger.get_by_text("retirado por quem o enviou")).to_be_visible()
    complaints[:] = [said for said in complaints if "404" not in said]  # the one we asked for


def test_a_list_is_put_together_without_losing_a_word(
    open_page: Callable[..., Page], sign_in: SignIn, track: Track, javascript: bool
) -> None:
    malu = open_page(javascript=javascript)
    sign_in(malu, cast.malu())
    malu.goto("/links/novo/")
    malu.get_by_label("Uma lista sua").check()
    malu.get_by_label("Título").fill("Comece por aqui")
    add = malu.get_by_label("Juntar um passo")
    add.fill("Rules of ML")
    add.press("Enter")
    malu.get_by_label("Recado para Rules of ML").fill("Depois do outro.")
    add.fill("mlops")
    malu.get_by_role("button", name="Juntar", exact=True).click()
    malu.get_by_role("button", name="Subir: MLOps and DevOps").click()
    expect(malu.locator(".picks li").first).to_contain_text("MLOps and DevOps")
    malu.get_by_role("button", name="Criar link").click()

    malu.get_by_role("link", name="Ver como abre").click()
    expect(malu.get_by_role("heading", level=1)).to_have_text("Comece por aqui")
    expect(malu.locator(".steps .t")).to_have_text(["MLOps and DevOps", "Rules of ML"])
    expect(malu.locator(".remark")).to_contain_text("Depois do outro.")


def test_copying_and_handing_on_the_address(page: Page, sign_in: SignIn, track: Track) -> None:
    malu = cast.malu()
    link = builders.share_link(malu, track=track)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, malu)
    page.goto("/links/")
    share = page.get_by_role("button", name="Compartilhar")
    expect(share).to_be_hidden()  # where the device has no way of its own
    page.add_init_script("navigator.share = async said => { window.handedOn = said; }")
    page.reload()
    share.click()
    handed_on = page.evaluate("window.handedOn")
    assert handed_on["title"] == "Comece por aqui"
    assert handed_on["url"].endswith(link.get_absolute_url())
    page.get_by_role("button", name="Copiar").click()
    expect(page.get_by_role("status").filter(has_text="Endereço copiado")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(link.get_absolute_url())


def test_nothing_about_the_pages_is_in_the_way(
    either_page: Page,
    sign_in: SignIn,
    axe: Callable[[Page], None],
    complaints: list[str],
    track: Track,
) -> None:
    """Full, empty, wrong and gone: axe finds nothing and nothing runs off the side."""
    page, malu = either_page, cast.malu()

    def look(address: str = "") -> None:
        if address:
            page.goto(address)
        for details in page.locator("details.more").all():
            details.evaluate("element => element.open = true")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    sign_in(page, malu)
    look("/links/")
    page.get_by_role("link", name="Fazer o primeiro link").click()
    page.get_by_role("button", name="Criar link").click()
    expect(page.get_by_role("alert")).to_contain_text("Falta acertar")
    look()
    link = builders.share_link(malu, greeting="# Oi!\n\n> Sem pressa: https://example.org")
    link.pick((row, "Comece por este.") for row in Resource.objects.all())
    builders.share_link(malu, track=track).revoke()
    nested = builders.section(track, "De perto", parent=track.sections.get())
    builders.step(nested, resource=builders.resource("SQL"))
    stage = builders.share_link(malu, section=nested)
    for address in ("/links/", f"/links/{link.uid}/", link.get_absolute_url()):
        look(address)
    for address in (stage.get_absolute_url(), "/l/never-made/"):
        look(address)
    track.withdraw("draft")
    for address in (stage.get_absolute_url(), "/links/"):
        look(address)
    complaints[:] = [said for said in complaints if "404" not in said]  # the one we asked for
