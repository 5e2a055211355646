"""Stems and addresses are worked out again after writes that pass by the rows."""

from io import StringIO

import pytest
from django.core.management import call_command

from catalog.models import Edition, Resource
from tests import builders

pytestmark = pytest.mark.django_db


def reindex() -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("reindex", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_what_is_stale_is_renewed() -> None:
    builders.skill("SQL")
    resource = builders.resource("Definições")
    Resource.objects.filter(pk=resource.pk).update(stems="", address="x")

    assert reindex() == ("1 of 2 rows changed.\n", "")
    resource.refresh_from_db()
    assert resource.address == resource.url
    assert Resource.objects.matching("definição").get() == resource
    assert Edition.now() == 1


def test_when_all_is_well_nothing_changes() -> None:
    builders.resource()
    builders.community()

    assert reindex() == ("0 of 2 rows changed.\n", "")
    assert Edition.now() == 0


def test_two_rows_of_one_address_are_told_and_kept_apart() -> None:
    """As after a new rule for addresses: the two wait for a curator to merge them."""
    first = builders.resource("Primeiro", url="https://example.org/curso")
    second = builders.resource("Segundo", url="https://example.org/outro")
    Resource.objects.filter(pk=second.pk).update(url="https://www.example.org/curso", stems="")
    said, problem = reindex()

    assert said == "1 of 2 rows changed.\n"
    assert problem.startswith("Segundo now has the address of another row")
    assert first.address in problem
    assert Resource.objects.matching("segundo").get() == second
