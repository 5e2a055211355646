"""Malu calls people into her cohort: by mail, each by an invitation of their own, or by a link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from progress.mentoring.models import Cohort, Guide, Invitation, Role
from progress.mentoring.tasks import mail_invitation
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(malu: User) -> Cohort:
    return builders.cohort(malu, builders.track_of("Rules")[0], capacity=12)


def there(cohort: Cohort) -> str:
    return f"/turmas/{cohort.uid}/convites/"


def call(desk: Client, cohort: Cohort, *addresses: str, **said: Any) -> HttpResponse:
    form = {"do": "mail", "emails": "\n".join(addresses), "days": "7", "most": "12"}
    return desk.post(there(cohort), form | said)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_each_address_gets_an_invitation_of_its_own(desk: Client, cohort: Cohort) -> None:
    answer = call(desk, cohort, "Ana@trilha.test", "", " bia@trilha.test, ", "ana@trilha.test")
    assert answer.status_code == 302
    made = Invitation.objects.order_by("email")
    assert [(row.email, row.most, row.role) for row in made] == [
        ("ana@trilha.test", 1, Role.MEMBER),
        ("bia@trilha.test", 1, Role.MEMBER),
    ]
    page = text(desk.get(answer["Location"]))
    assert "2 convites a caminho." in page
    assert all(f"http://testserver/turmas/convite/{row.token}/" in page for row in made)


def test_a_link_for_several(desk: Client, cohort: Cohort) -> None:
    answer = call(desk, cohort, do="link", days="30", most="5")
    made = Invitation.objects.get()
    assert answer["Location"].endswith(f"#c-{made.uid}")
    assert (made.most, made.email) == (5, "")
    assert timedelta(days=29) < made.expires_at - timezone.now() < timedelta(days=31)
    assert "restam 5 entradas" in text(desk.get(there(cohort)))


def test_a_form_sent_twice_makes_one_link(desk: Client, cohort: Cohort) -> None:
    page = text(desk.get(there(cohort)))
    uid = page.partition('name="uid" value="')[2].partition('"')[0]
    answers = [call(desk, cohort, do="link", uid=uid)["Location"] for _ in range(2)]
    assert answers == [f"{there(cohort)}#c-{uid}"] * 2
    other = call(desk, cohort, do="link", uid=uid, most="3")
    assert other["Location"] not in answers
    assert sorted(Invitation.objects.values_list("most", flat=True)) == [3, 12]


def test_so_many_stay_open_and_no_more(desk: Client, cohort: Cohort) -> None:
    week = {"cohort": cohort, "expires_at": timezone.now() + timedelta(days=7)}
    rows = [Invitation(made_by=cohort.owner, **week) for _ in range(49)]
    Invitation.objects.bulk_create(rows)
    assert "A turma tem 49 convites abertos" in text(call(desk, cohort, "a@x.test", "b@x.test"))
    for _ in range(2):  # the same again is no further one
        assert call(desk, cohort, "a@x.test").status_code == 302
    assert "A turma tem 50 convites abertos" in text(call(desk, cohort, do="link"))
    assert Invitation.objects.count() == 50


@pytest.mark.parametrize(
    ("addresses", "said", "problem"),
    [
        (["ana@trilha.test", "isto não"], {}, "Linha 2: “isto não” não é um e-mail."),
        ([], {}, "Escreva ao menos um e-mail."),
        ([f"a{n}@trilha.test" for n in range(21)], {}, "De uma vez vão até 20 convites."),
        (["ana@trilha.test"], {"do": "link"}, "Há e-mails escritos aqui"),
        ([], {"do": "link", "most": "13"}, "Lugares livres na turma: 12."),
    ],
)
def test_what_cannot_be_sent_is_named_and_stays(
    desk: Client, cohort: Cohort, addresses: list[str], said: dict[str, str], problem: str
) -> None:
    answer = call(desk, cohort, *addresses, **said)
    assert answer.status_code == 200
    assert problem in text(answer)
    assert all(address in text(answer) for address in addresses)
    assert not Invitation.objects.exists()


def test_a_link_lets_in_as_many_as_there_are_free_places(desk: Client, cohort: Cohort) -> None:
    for name in ("Ana", "Bia"):
        builders.member(cohort, cast.person(name))
    page = text(desk.get(there(cohort)))
    assert 'type="number" min="1" value="10"' in page
    assert "O link vale 7 dias e até 10 entradas" in page
    assert "Lugares livres na turma: 10." in text(call(desk, cohort, do="link", most="11"))
    call(desk, cohort, do="link", most="")
    assert Invitation.objects.get().most == 10


def test_a_full_cohort_offers_nothing_but_to_guide(desk: Client, cohort: Cohort) -> None:
    Cohort.objects.update(capacity=1)
    builders.member(cohort, cast.ana())
    page, full = text(desk.get(there(cohort))), "A turma está cheia"
    assert full in page
    assert "Enviar convites" not in page
    for said in ({"do": "link", "most": "1"}, {"emails": "bia@trilha.test"}):
        answer = text(call(desk, cohort, **said))
        assert full in answer
        assert said.get("emails", "") in answer
    assert not Invitation.objects.exists()
    assert "Enviar convites" in text(desk.get(f"{there(cohort)}?para=guiar"))
    assert call(desk, cohort, do="link", role="guide", most="").status_code == 302


def test_thirty_mails_a_day_of_one_mentor(desk: Client, malu: User, cohort: Cohort) -> None:
    for n in (1, 2):
        call(desk, cohort, *[f"p{n}{m}@trilha.test" for m in range(15)])
    Invitation.objects.all().revoke(timezone.now())
    Invitation.objects.update(mailed_at=timezone.now())  # who was written to is forgotten
    assert "Por dia vão até 30" in text(call(desk, cohort, "mais@trilha.test"))
    assert call(desk, cohort, do="link").status_code == 302


def test_the_same_form_sent_twice_invites_once(desk: Client, cohort: Cohort) -> None:
    call(desk, cohort, "ana@trilha.test")
    answer = call(desk, cohort, "ana@trilha.test", "bia@trilha.test")
    assert Invitation.objects.count() == 2
    page = text(desk.get(answer["Location"]))
    assert "1 convite a caminho. 1 já tinha convite aberto." in page


def test_whether_an_address_has_an_account_shows_nowhere(desk: Client, cohort: Cohort) -> None:
    cast.ana()
    known, unknown = (
        text(desk.get(call(desk, cohort, address)["Location"]))
        for address in ("ana@trilha.test", "bia@trilha.test")
    )
    assert "1 convite a caminho." in known
    assert "1 convite a caminho." in unknown


def test_the_mail_speaks_as_its_mentor_and_leaves_once(cohort: Cohort, malu: User) -> None:
    malu.language = "en"
    malu.save(update_fields=["language"])
    ends = timezone.now() + timedelta(days=7)
    said = {"role": Role.MEMBER, "expires_at": ends}
    [made] = Invitation.objects.invite(cohort, malu, ["ana@trilha.test"], **said)
    assert [mail_invitation.call(made.pk), mail_invitation.call(made.pk)] == [
        "sent",
        "nothing to send",
    ]
    [letter] = mail.outbox
    assert letter.to == ["ana@trilha.test"]
    assert f"/en/turmas/convite/{made.token}/\n" in letter.body
    assert "Malu" in letter.subject
    assert cohort.name in letter.body
    assert malu.email not in letter.body
    # No day: whose midnight it would be nobody knows.
    assert re.search(r" 7 d(ays|ias)\.", letter.body)


def test_no_mail_for_what_was_revoked_or_for_an_address_with_its_share(
    cohort: Cohort, malu: User
) -> None:
    said: dict[str, Any] = {"role": Role.MEMBER, "expires_at": timezone.now() + timedelta(days=7)}
    [gone] = Invitation.objects.invite(cohort, malu, ["bia@trilha.test"], **said)
    Invitation.objects.filter(pk=gone.pk).revoke(timezone.now())
    assert mail_invitation.call(gone.pk) == "nothing to send"
    for n in range(4):
        other = builders.cohort(malu, name=f"Turma {n}")
        [last] = Invitation.objects.invite(other, malu, ["ana@trilha.test"], **said)
        mail_invitation.call(last.pk)
    assert len(mail.outbox) == 3
    last.refresh_from_db()
    assert last.mailed_at is None


def test_revoking_closes_it_and_forgets_the_address(desk: Client, cohort: Cohort) -> None:
    call(desk, cohort, "ana@trilha.test")
    made = Invitation.objects.get()
    for _ in range(2):
        answer = desk.post(f"{there(cohort)}{made.uid}/revogacao/")
        assert answer.status_code == 302
    made.refresh_from_db()
    assert (bool(made.revoked_at), made.email) == (True, "")
    assert Client().get(made.get_absolute_url()).status_code == 404
    assert "Nenhum convite aberto agora." in text(desk.get(there(cohort)))


def test_a_further_mentor_is_called_by_the_owner_alone(desk: Client, cohort: Cohort) -> None:
    rui = cast.person("Rui")
    Guide.objects.create(cohort=cohort, person=rui)
    call(desk, cohort, do="link", role="guide", most="5")
    made = Invitation.objects.get()
    assert (made.role, made.most) == (Role.GUIDE, 1)
    helper = Client()
    helper.force_login(rui)
    assert call(helper, cohort, do="link", role="guide").status_code == 404
    assert made.token not in text(helper.get(there(cohort)))
    assert helper.post(f"{there(cohort)}{made.uid}/revogacao/").status_code == 404
    assert call(helper, cohort, do="link").status_code == 302
    assert "guiar junto" not in text(helper.get(there(cohort)))


def test_calling_somebody_to_guide_opens_the_form_for_that(desk: Client, cohort: Cohort) -> None:
    """Who presses the button of that name does not invite them to study by mistake."""
    way = f"{there(cohort)}?para=guiar"
    assert f'href="{way}#chamar"' in text(desk.get(f"/turmas/{cohort.uid}/mentoria/"))
    guide = '<input type="radio" name="role" value="guide" checked>'
    assert guide in text(desk.get(way))
    assert '<details class="more" open>' in text(desk.get(way))
    assert guide not in text(desk.get(there(cohort)))
    rui = cast.person("Rui")
    Guide.objects.create(cohort=cohort, person=rui)
    helper = Client()
    helper.force_login(rui)
    assert "guiar junto" not in text(helper.get(way))


def test_another_mentor_does_not_read_whom_she_wrote_to(desk: Client, cohort: Cohort) -> None:
    rui = cast.person("Rui")
    Guide.objects.create(cohort=cohort, person=rui)
    call(desk, cohort, "ana@trilha.test")
    helper = Client()
    helper.force_login(rui)
    assert "ana@trilha.test" not in text(helper.get(there(cohort)))
    assert "Convite por e-mail" in text(helper.get(there(cohort)))


def test_who_may_not(client: Client, cohort: Cohort) -> None:
    made = Invitation.objects.create(
        cohort=cohort, made_by=cohort.owner, expires_at=timezone.now() + timedelta(days=1)
    )
    revoking = f"{there(cohort)}{made.uid}/revogacao/"
    for address in (there(cohort), revoking):
        assert client.post(address, {"do": "link"})["Location"].startswith("/conta/entrar/")
    # Signing in leads to a page that opens, which an address of a deed is not.
    assert client.post(revoking)["Location"] == "/conta/entrar/?next=/turmas/"
    client.force_login(cast.caio())
    assert client.get(there(cohort)).status_code == 404
    for address in (there(cohort), revoking):
        assert client.post(address, {"do": "link"}).status_code == 404
    client.force_login(cohort.owner)
    assert client.get(revoking).status_code == 405
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_no_more_in_a_cohort_that_was_put_away(desk: Client, cohort: Cohort) -> None:
    Cohort.objects.update(archived_at=timezone.now())
    assert desk.get(there(cohort)).status_code == 404
    assert call(desk, cohort, do="link").status_code == 404


def test_many_cost_as_few_queries(
    desk: Client, cohort: Cohort, django_assert_max_num_queries: Any
) -> None:
    desk.get(call(desk, cohort, *[f"p{n}@trilha.test" for n in range(20)])["Location"])
    with django_assert_max_num_queries(6):
        assert "p19@trilha.test" in text(desk.get(there(cohort)))
