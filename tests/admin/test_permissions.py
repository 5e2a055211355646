"""Who may come to the desk, and what a curator may do there."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse
from taggit.models import Tag

from catalog.curation import Curadoria
from catalog.models import Community, LinkHealth, Resource, Section, Skill, Suggestion, Track
from progress.mentoring.models import ShareLink
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User

pytestmark = pytest.mark.beside("sqlite")

CATALOG = [Track, Section, Resource, Skill, Community, Tag]
DESK = {*CATALOG, Suggestion, LinkHealth}
PAGES = ["changelist", "add"]


def address(model: type, page: str, *args: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def one_of(model: type) -> int:
    return int(
        {
            Track: builders.track,
            Section: lambda: builders.section(builders.track()),
            Resource: builders.resource,
            Skill: builders.skill,
            Community: builders.community,
            Tag: lambda: Tag.objects.create(name="sql"),
        }[model]().pk
    )


@pytest.mark.parametrize("model", CATALOG)
def test_a_curator_edits_the_catalog_without_being_superuser(desk: Desk, model: type) -> None:
    key = one_of(model)
    for url in [*(address(model, page) for page in PAGES), address(model, "change", key)]:
        assert desk.client.get(url).status_code == 200
    assert desk.client.get(address(model, "history", key)).status_code == 200


@pytest.mark.parametrize("model", CATALOG)
def test_nobody_deletes_not_even_a_superuser(desk: Desk, client: Client, model: type) -> None:
    key = one_of(model)
    root = cast.person("Raiz", is_staff=True, is_superuser=True)
    for person in (None, root):
        if person:
            client.force_login(person)
        assert client.post(address(model, "delete", key), {"post": "yes"}).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [key], "post": "yes"}
        client.post(address(model, "changelist"), bulk)
        assert model._default_manager.filter(pk=key).exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", CATALOG)
def test_a_visitor_is_sent_to_our_own_sign_in(db: None, client: Client, model: type) -> None:
    answer = client.get(address(model, "change", one_of(model)), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize("model", CATALOG)
def test_a_learner_and_staff_without_the_group_see_nothing(
    db: None, client: Client, model: type
) -> None:
    key = one_of(model)
    for person in (cast.ana(), cast.person("Rui", is_staff=True)):
        client.force_login(person)
        for url in (address(model, "changelist"), address(model, "change", key)):
            assert client.get(url, follow=True).status_code == 403
            assert client.post(url, {"title": "x"}, follow=True).status_code == 403


def test_a_curator_reaches_only_the_catalog(desk: Desk) -> None:
    other = [model for model in admin.site._registry if model not in DESK]
    assert User in other or Group in other  # so that there is something to be kept away from
    for model in other:
        for page in PAGES:
            try:
                url = address(model, page)
            except NoReverseMatch:
                continue
            assert desk.client.get(url).status_code == 403, url


def test_nobody_reads_of_mentoring_at_the_desk_but_the_links(db: None) -> None:
    """Who learns with whom, and what they show and say, is between them: a superuser revokes a
    link that is abused, and that is all."""
    of_mentoring = {m for m in admin.site._registry if m._meta.app_label == "mentoring"}
    assert of_mentoring == {ShareLink}


def test_the_front_page_offers_only_the_catalog(desk: Desk) -> None:
    apps = desk.client.get(reverse("admin:index")).context["app_list"]
    offered = {model["model"] for app in apps for model in app["models"]}
    assert offered == DESK


def test_the_group_may_add_change_and_view_and_nothing_else(db: None) -> None:
    group = Group.objects.get(name="Curadoria")
    may = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
    rows = ["track", "section", "step", "resource", "skill", "community", "taggedresource"]
    rows += ["suggestion", "linkhealth"]
    assert may == {
        *(f"catalog.{verb}_{row}" for verb in ("add", "change", "view") for row in rows),
        *(f"taggit.{verb}_tag" for verb in ("add", "change", "view")),
    }


def test_making_the_group_twice_changes_nothing(db: None) -> None:
    before = set(Group.objects.get(name="Curadoria").permissions.values_list("pk", flat=True))
    again = Curadoria.ensure()
    assert set(again.permissions.values_list("pk", flat=True)) == before
    assert Group.objects.filter(name="Curadoria").count() == 1


def test_the_group_is_made_anew_after_a_flush(db: None) -> None:
    Group.objects.all().delete()
    assert Curadoria.ensure().permissions.count() == 30


def test_who_may_only_look_finds_no_button_that_writes(db: None, client: Client) -> None:
    rui = cast.person("Rui", is_staff=True)
    views = Curadoria.ensure().permissions.filter(codename__startswith="view_")
    rui.user_permissions.set(views)
    client.force_login(rui)
    track, _resources = builders.track_of("SQL")
    page = client.get(address(Track, "change", track.pk))
    assert page.status_code == 200
    assert "CHANGE_FORM-action" not in page.text
    assert "_move" not in page.text
    assert client.post(address(Track, "change", track.pk), {"title": "x"}).status_code == 403
