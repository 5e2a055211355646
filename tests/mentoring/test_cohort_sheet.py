"""A cohort as a table for spreadsheets: what each person shows, and empty cells else."""

import csv
from datetime import date
from types import SimpleNamespace
from typing import cast as cast_to

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from progress.mentoring.models import Cohort, Look, Shown
from progress.mentoring.sheet import name_of
from progress.mentoring.sight import Sight
from progress.models import Completion, State
from tests import builders, cast


@pytest.mark.parametrize(
    ("called", "file"),
    [
        ("Turma de sábado", "turma-de-sabado"),
        ('a"; filename="b.exe\r\nX: y', "a-filenamebexe-x-y"),
        ("../../etc/passwd\0", "etcpasswd"),
        ("Κυριακή 東京", "turma"),
        ("- _ -", "turma"),
        ("sala " * 20, "sala-sala-sala-sala-sala-sala-sala-sala"),
    ],
)
def test_its_file_bears_a_plain_name(called: str, file: str) -> None:
    sight = SimpleNamespace(cohort=Cohort(name=called), today=date(2026, 11, 23))
    assert name_of(cast_to(Sight, sight)) == f"{file}-2026-11-23.csv"


@pytest.mark.django_db
def test_it_holds_what_is_shown_and_nothing_else(client: Client) -> None:
    malu, (track, [rules, _]) = cast.malu(), builders.track_of("Rules", "Pipelines")
    cohort = builders.cohort(malu, track)
    evil = cast.person("Ana", time_zone="America/Recife")
    evil.name = '=HYPERLINK("https://evil.example.org")'
    evil.save()
    builders.member(cohort, evil, Shown.TICKS, Shown.DATES, Shown.RHYTHM)
    builders.member(cohort, cast.caio(), Shown.NUMBERS)
    builders.member(cohort, cast.duda(), Shown.DATES)
    for learner in (evil, *(member.learner for member in cohort.members.all())):
        Completion.objects.record(learner.pk, {rules.pk: State.DONE})
    client.force_login(malu)
    answer = client.get(f"/turmas/{cohort.uid}/turma.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"{slugify(cohort.name)}-{timezone.localdate()}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert "@" not in text
    head, ana, caio, duda = csv.reader(text.removeprefix("\ufeff").splitlines())
    assert head[:4] == ["nome", "feito (%)", "1. Leituras", "último sinal"]
    assert ana == [f"'{evil.name}", "50", "50", timezone.localdate().isoformat(), "0", "0"]
    assert caio == ["Caio", "", "", "", "", ""]
    assert duda[:3] == ["Duda", "", ""]
    assert date.fromisoformat(duda[3]) == timezone.localdate()
    assert duda[4:] == ["", ""]
    looks = Look.objects.order_by("shown").values_list("learner", "where", "shown")
    assert list(looks) == [
        (cohort.members.get(learner__name="Duda").learner_id, "sheet", "dates"),
        (evil.pk, "sheet", "ticks dates rhythm"),
    ]
