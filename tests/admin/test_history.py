"""What changed is told in words, and any version can come back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from reversion.models import Revision

from catalog.curation import Curadoria
from catalog.history import changing_the_catalog
from catalog.models import Edition, Resource, Section, Step
from catalog.stems import stems
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User


@pytest.fixture
def rules(desk: Desk) -> Resource:
    """A resource with one version, as the loader leaves them."""
    with changing_the_catalog(why="carregou a trilha"):
        return builders.resource("Regras de ML", tags=["mlops"])


def first_revision() -> int:
    return int(Revision.objects.earliest("pk").pk)


def tags_of(resource: Resource) -> set[str]:
    return set(resource.tags.names())


def test_title_and_tags_are_told_and_come_back(desk: Desk, rules: Resource) -> None:
    desk.save(rules, title="Regras de aprendizado", tags="dados, mlops")

    told = desk.history(rules)
    assert "<b>Título</b>" in told
    assert "<del>Regras de ML</del>" in told
    assert "<ins>Regras de aprendizado</ins>" in told
    assert "<b>Assuntos</b>" in told
    assert "<ins>dados</ins>" in told
    assert "Duda" in told
    assert "carregou a trilha" in told

    before = Edition.now()
    desk.go_back(rules, first_revision(), why="mudei cedo demais")
    rules.refresh_from_db()
    assert (rules.title, tags_of(rules)) == ("Regras de ML", {"mlops"})
    assert rules.stems == stems(f"Regras de ML {rules.url}")
    assert Edition.now() == before + 1
    assert "mudei cedo demais" in desk.history(rules)


def test_an_odd_byte_in_the_reason_is_no_server_error(desk: Desk, rules: Resource) -> None:
    desk.save(rules, title="Segunda")
    assert desk.go_back(rules, first_revision(), why="cedo\0 demais").status_code == 302
    assert "cedo demais" in desk.history(rules)


def test_going_back_can_be_undone_too(desk: Desk, rules: Resource) -> None:
    desk.save(rules, title="Segunda", tags="dados")
    second = Revision.objects.latest("pk").pk
    desk.go_back(rules, first_revision())
    desk.go_back(rules, second)
    rules.refresh_from_db()
    assert (rules.title, tags_of(rules)) == ("Segunda", {"dados"})


def test_a_tag_that_went_and_came_again_is_no_obstacle(desk: Desk, rules: Resource) -> None:
    desk.save(rules, tags="")
    desk.save(rules, tags="mlops, dados")
    desk.go_back(rules, first_revision())
    assert tags_of(rules) == {"mlops"}


def test_skills_are_told_by_name(desk: Desk, rules: Resource) -> None:
    desk.save(rules, skills=[builders.skill("Estatística").pk])
    assert "<ins>Estatística</ins>" in desk.history(rules)
    desk.go_back(rules, first_revision())
    assert not rules.skills.exists()


def test_looking_at_a_version_shows_the_difference_and_changes_nothing(
    desk: Desk, rules: Resource
) -> None:
    desk.save(rules, title="Segunda")
    before = Edition.now(), Revision.objects.count()
    page = desk.client.get(desk.url(rules, "revision", first_revision())).text
    assert "<del>Segunda</del>" in page
    assert "<ins>Regras de ML</ins>" in page
    rules.refresh_from_db()
    assert rules.title == "Segunda"
    assert (Edition.now(), Revision.objects.count()) == before


def test_pressing_twice_goes_back_once(desk: Desk, rules: Resource) -> None:
    desk.save(rules, title="Segunda")
    before = Edition.now()
    desk.go_back(rules, first_revision())
    desk.go_back(rules, first_revision())
    assert Edition.now() == before + 1


def test_pressing_twice_goes_back_once_whatever_the_clock_said(desk: Desk) -> None:
    """JSON writes milliseconds, and none at all where there are none: less than one is lost."""
    just_after = timezone.now().replace(microsecond=456)
    with changing_the_catalog(why="carregou a trilha"):
        rules = builders.resource("Regras de ML", created_at=just_after)
        Resource.objects.filter(pk=rules.pk).update(created_at=just_after)
        rules.refresh_from_db()
        rules.save()
    desk.save(rules, title="Segunda")
    before = Edition.now()
    desk.go_back(rules, first_revision())
    desk.go_back(rules, first_revision())
    assert Edition.now() == before + 1


def test_only_this_thing_goes_back_when_a_revision_holds_several(desk: Desk) -> None:
    with changing_the_catalog(why="importou"):
        one, two = builders.resource("Um"), builders.resource("Dois")
    desk.save(one, title="Um, mudado")
    desk.save(two, title="Dois, mudado")
    desk.go_back(one, first_revision())
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.title, two.title) == ("Um", "Dois, mudado")


def test_an_address_that_is_taken_today_is_said_in_words(desk: Desk, rules: Resource) -> None:
    address = rules.url
    desk.save(rules, url="https://example.org/outro")
    builders.resource("Quem ficou com o endereço", url=address)
    before = Edition.now()
    answer = desk.go_back(rules, first_revision())
    assert "Já existe um recurso com este endereço." in answer.text
    rules.refresh_from_db()
    assert rules.url == "https://example.org/outro"
    assert Edition.now() == before


@pytest.fixture
def stage(desk: Desk) -> Section:
    with changing_the_catalog(why="carregou a trilha"):
        track, _resources = builders.track_of("Primeiro", "Segundo", "Terceiro")
    return track.sections.get()


def order(stage: Section) -> list[str]:
    return [str(step) for step in stage.steps.all()]


def test_steps_that_came_and_went_are_told_and_undone(desk: Desk, stage: Section) -> None:
    new = builders.resource("Quarto")
    desk.save(stage, **{"steps-0-DELETE": "on", "steps-3-resource": new.pk})
    assert order(stage) == ["Segundo", "Terceiro", "Quarto"]

    told = desk.history(stage)
    assert '<b>Quarto <small>passo</small></b><span class="diff"><ins>entrou</ins>' in told
    assert '<b>Primeiro <small>passo</small></b><span class="diff"><del>saiu</del>' in told

    desk.go_back(stage, first_revision())
    assert order(stage) == ["Primeiro", "Segundo", "Terceiro"]


def test_another_address_of_the_same_name_is_told(desk: Desk, stage: Section) -> None:
    old, new = Resource.objects.get(title="Primeiro"), builders.resource("Primeiro")
    desk.save(stage, **{"steps-0-resource": new.pk})
    told = desk.history(stage)
    assert f"<del>Primeiro ({old.url})</del> → <ins>Primeiro ({new.url})</ins>" in told


def test_a_moved_step_is_told_by_its_place_and_the_others_are_not(
    desk: Desk, stage: Section
) -> None:
    desk.save(stage, **{"steps-2-position": "1"})
    assert order(stage) == ["Terceiro", "Primeiro", "Segundo"]
    told = desk.history(stage)
    assert "<del>3º</del> → <ins>1º</ins>" in told
    assert told.count("lugar</span>") == 1


def test_going_back_leaves_the_titles_that_tracks_share(desk: Desk, stage: Section) -> None:
    shared = Resource.objects.get(title="Primeiro")
    desk.save(stage, title="Leituras, mudadas")
    desk.save(shared, title="Primeiro, mudado")
    desk.go_back(stage, first_revision())
    stage.refresh_from_db()
    shared.refresh_from_db()
    assert (stage.title, shared.title) == ("Leituras", "Primeiro, mudado")


def test_the_history_of_a_track_holds_what_was_done_on_the_pages_of_its_sections(
    desk: Desk, stage: Section
) -> None:
    track = stage.track
    desk.save(stage, **{"steps-1-title": "Um título daqui"})
    told = desk.history(track)
    assert "<ins>Um título daqui</ins>" in told
    assert "passo em “Leituras”" in told

    desk.go_back(track, first_revision())
    assert order(stage) == ["Primeiro", "Segundo", "Terceiro"]


def test_a_section_that_was_taken_out_returns_with_its_place(desk: Desk) -> None:
    with changing_the_catalog(why="carregou a trilha"):
        track = builders.track()
        builders.section(track, "Cursos")
        builders.section(track, "Sem nada")
    desk.save(track, **{"sections-1-DELETE": "on"})
    assert '<b>Sem nada <small>etapa</small></b><span class="diff"><del>saiu</del>' in desk.history(
        track
    )
    desk.go_back(track, first_revision())
    assert [section.title for section in track.sections.all()] == ["Cursos", "Sem nada"]


def test_a_section_that_came_later_goes_with_its_steps(desk: Desk, stage: Section) -> None:
    track = stage.track
    desk.add(Section, track=track.pk, title="Nova", uid="nova")
    new = Section.objects.get(uid="nova")
    desk.save(new, **{"steps-0-title": "Um grupo"})
    desk.go_back(track, first_revision())
    assert not Section.objects.filter(uid="nova").exists()
    assert Step.objects.count() == 3


def test_the_state_of_a_track_is_told_in_words(desk: Desk) -> None:
    track = builders.track(status="draft")
    desk.press(track, "publish")
    told = desk.history(track)
    assert "<del>rascunho</del> → <ins>publicada</ins>" in told
    assert "publicou" in told


def test_a_long_text_is_compared_word_by_word(desk: Desk, rules: Resource) -> None:
    desk.save(rules, description="Quarenta regras curtas para pôr modelos em produção sem sustos.")
    desk.save(rules, description="Quarenta regras claras para pôr modelos em produção sem sustos.")
    told = desk.history(rules)
    assert "<del>curtas </del>" in told
    assert "<ins>claras </ins>" in told


def test_saving_without_a_change_is_no_news(desk: Desk, rules: Resource) -> None:
    desk.save(rules)
    assert desk.history(rules).count("<time") == 1


def test_what_was_never_saved_here_says_so(desk: Desk) -> None:
    assert "Ainda não há versões guardadas" in desk.history(builders.resource())


def test_a_version_of_something_else_is_not_found(desk: Desk, rules: Resource) -> None:
    other = builders.resource()
    assert desk.go_back(other, first_revision()).status_code == 404
    assert desk.go_back(rules, 10**12).status_code == 404


def test_who_may_only_look_cannot_go_back(client: Client, desk: Desk, rules: Resource) -> None:
    desk.save(rules, title="Segunda")
    rui = cast.person("Rui", is_staff=True)
    rui.user_permissions.set(Curadoria.ensure().permissions.filter(codename__startswith="view_"))
    client.force_login(rui)
    assert "Voltar a esta versão" not in desk.history(rules)
    assert desk.go_back(rules, first_revision()).status_code == 403


@pytest.mark.parametrize("person", [cast.ana, None])
def test_learners_and_visitors_get_no_history(desk: Desk, rules: Resource, person: object) -> None:
    desk.client.logout()
    if person:
        desk.client.force_login(person())  # type: ignore[operator]
    for url in (desk.url(rules, "history"), desk.url(rules, "revision", first_revision())):
        answer = desk.client.post(url)
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_twice_the_versions_cost_the_same_queries(
    desk: Desk, stage: Section, count_queries: Callable[[str], int]
) -> None:
    desk.save(stage, title="Uma")
    one = count_queries(desk.url(stage.track, "history"))
    step = stage.steps.latest("pk")
    for n in range(4):
        with changing_the_catalog(why=f"mudou de novo: {n}"):
            stage.title, step.title = f"Vez {n}", f"Nome {n}"
            stage.save()
            step.save()
    assert count_queries(desk.url(stage.track, "history")) == one


def test_a_person_who_left_keeps_the_history_whole(desk: Desk, rules: Resource, duda: User) -> None:
    desk.save(rules, title="Segunda")
    root = cast.person("Raiz", is_staff=True, is_superuser=True)
    desk.client.force_login(root)
    duda.delete()
    assert "<ins>Segunda</ins>" in desk.history(rules)


def test_a_step_changed_alone_is_in_the_history_of_its_section_and_track(
    desk: Desk, stage: Section
) -> None:
    step = stage.steps.earliest("pk")
    with changing_the_catalog(why="trocou o comentário"):
        step.remark = "Comece por aqui"
        step.save(update_fields=["remark"])
    for thing in (stage, stage.track):
        told = desk.history(thing)
        assert "<ins>Comece por aqui</ins>" in told
        assert "trocou o comentário" in told
