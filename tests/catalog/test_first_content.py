"""The first track says what the community's README said: every link once, where it stood."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from catalog.links import canonical
from catalog.models import Community, Kind, Level, Outline, Resource, Section, Skill, Step, Track

FILE = Path(settings.BASE_DIR) / "fixtures/engenharia_de_ml.json"

# Title and address as they stand in the README; the sections' titles are the headings.
LINKS = {
    "Hard skills diferenciais": [
        ("Responsible AI", "https://ai.google/responsibilities/responsible-ai-practices/"),
    ],
    "SQL": [
        ("Iniciante", "https://www.alura.com.br/cursos-online-data-science/sql"),
        ("Avançado", "https://www.youtube.com/channel/UCW8Ews7tdKKkBT6GdtQaXvQ"),
    ],
    "Inteligência Artificial": [
        ("Machine Learning Crash Course", "https://developers.google.com/machine-learning/crash-course?_lrsc=2816a671-927b-4c92-af3b-63e9baa14f36"),
        ("Inteligência artificial e computacional (Eu Capacito)", "https://eucapacito.com.br/curso-ec/inteligencia-artificial-e-computacional/"),
        ("Machine Learning (Stanford, com Andrew Ng)", "https://www.coursera.org/learn/machine-learning"),
        ("Cursos do DeepLearning.AI", "https://www.deeplearning.ai/programs/"),
        ("Made With ML (ML aplicado + MLOps)", "https://madewithml.com/"),
        ("Machine Learning University (cursos diversos)", "https://www.youtube.com/channel/UC12LqyqTQYbXatYS9AA7Nuw/featured"),
    ],
    "Pyspark": [
        ("What is Pyspark", "https://databricks.com/glossary/pyspark"),
        ("Funcionamento do PySpark", "https://medium.com/data-hackers/entendo-funcionamento-do-pyspark-2b5ab4321ab9"),
    ],
    "Supletivos Data Hackers": [
        ("Supletivos Data Hackers", "https://datahackers.com.br/"),
        ("Apache Airflow", "https://www.youtube.com/watch?v=f_lnDBR3rFU"),
        ("MLflow", "https://www.youtube.com/watch?v=u31mTpus12k"),
    ],
    "Tutoriais": [
        ("61º Python Floripa", "https://youtu.be/R8rtdIABVxc"),
        ("Roadsec@Home#26", "https://youtu.be/z0y4PUmSYfk"),
    ],
    "Outros": [
        ("Kaggle", "https://www.kaggle.com/learn/overview"),
        ("Google Cloud Platform (GCP) skills challenge", "https://inthecloud.withgoogle.com/google-cloud-skills/register.html"),
        ("MLFlow docs", "https://www.mlflow.org/docs/latest/rest-api.html"),
    ],
    "Leituras": [
        ("MLOps: pipelines de entrega contínua e automação no aprendizado de máquina", "https://cloud.google.com/architecture/mlops-continuous-delivery-and-automation-pipelines-in-machine-learning"),
        ("Rules of Machine Learning", "https://developers.google.com/machine-learning/guides/rules-of-ml"),
        ("Guia para profissionais de MLOps: um framework para entrega contínua e automação de machine learning", "https://cloud.google.com/resources/mlops-whitepaper"),  # noqa: E501
        ("MLOps and DevOps: Why Data Makes It Different", "https://www.oreilly.com/radar/mlops-and-devops-why-data-makes-it-different/"),
        ("MLOps: The Upcoming Shining Star", "https://towardsdatascience.com/mlops-the-upcoming-shining-star-dcf9444c493"),
        ("The Hundred-Page Machine Learning Book - Andriy Burkov", "https://www.amazon.com.br/Hundred-Page-Machine-Learning-Book/dp/199957950X"),
    ],
    "Referências": [
        ("Blog da Chip Huyen", "https://huyenchip.com/"),
        ("Blog do Eugene Yan", "https://eugeneyan.com/"),
        ("Papers with Code", "https://paperswithcode.com/"),
        ("visenger/awesome-mlops", "https://github.com/visenger/awesome-mlops"),
        ("kelvins/awesome-mlops", "https://github.com/kelvins/awesome-mlops"),
    ],
    "Comunidades": [
        ("MLOps community", "https://mlops.community/"),
        ("DeepLearning.AI", "https://www.deeplearning.ai/"),
        ("AI Girls Comunidade", "https://aigirlsbr.github.io/"),
        ("Mulheres em IA (MIA)", "https://mulheres-em-ia.github.io/"),
        ("Comunidade FLAI", "https://www.youtube.com/c/CanalFlai"),
    ],
    "Inteligência Artificial Responsável": [
        ("Guia dos principais termos", "https://atozofai.withgoogle.com/intl/pt-BR/"),
        ("Fairness Definitions Explained", "https://fairware.cs.umass.edu/papers/Verma.pdf"),
        ("Machine Learning Glossary: Fairness", "https://developers.google.com/machine-learning/glossary/fairness"),
        ("Viés", "https://www.youtube.com/watch?v=mdCEaHjHsxs"),
        ("Model cards", "https://modelcards.withgoogle.com/about"),
        ("Interpretable Machine Learning: A Guide for Making Black Box Models Explainable", "https://christophm.github.io/interpretable-ml-book/"),
    ],
    "Inteligência Artificial aplicada à saúde": [
        ("Dados e Saúde", "https://somos.dadosesaude.com/"),
        ("Medicine and the Machine", "https://www.medscape.com/features/public/machine"),
        ("Doctor Penguim", "http://doctorpenguin.com/"),
        ("Vector Institute for Artificial Intelligence", "https://vectorinstitute.ai/"),
        ("ML4H", "https://ml4health.github.io/2021/index.html"),
        ("Healthy ML", "https://healthyml.org/"),
        ("Nem tudo é sobre IA. Como ir além do hype estruturando dados de saúde", "https://youtu.be/u9_UGWqbzQw?t=4378"),
        ("Data Science aplicada a saúde materno-infantil", "https://www.youtube.com/watch?v=6khxGQyqTPQ&t=3s"),
        ("Research for Health", "https://www.youtube.com/watch?v=6cD-a1BrtSM&t=1s"),
        ("Business for Health", "https://www.youtube.com/watch?v=47_4e2x9Xys&t=1223s"),
        ("Coursera AI for Medicine", "https://pt.coursera.org/specializations/ai-for-medicine"),
    ],
}  # fmt: skip
HEADINGS = [
    ("Hard skills necessárias", 0),
    ("Hard skills diferenciais", 0),
    ("Cursos | Supletivos | Tutoriais", 0),
    ("SQL", 1),
    ("Inteligência Artificial", 1),
    ("Pyspark", 1),
    ("Supletivos Data Hackers", 1),
    ("Tutoriais", 1),
    ("Outros", 1),
    ("Leituras", 0),
    ("Referências", 0),
    ("Comunidades", 0),
    ("Áreas", 0),
    ("Inteligência Artificial Responsável", 1),
    ("Inteligência Artificial aplicada à saúde", 1),
]
REQUIRED = [
    "Conceitos básicos de Inteligência Artificial",
    "Conhecimento em linguagem de programação",
    "Conhecimento em Engenharia de Software",
    "SQL e noções de arquitetura de dados",
    "DevOps/MLOps",
    "Orquestração de serviços e pipelines",
    "Ferramentas para atuação com big data",
]
DIFFERENTIAL = [
    "Cloud Computing",
    "Infraestrutura como Código",
    "Soluções de data lake/warehouse/lakehouse",
    "Conceitos de IA responsável",
    "MLFlow",
]
GROUPS = {
    "Conceitos de IA responsável": ["Responsible AI"],
    "Awesome MLOps": ["visenger/awesome-mlops", "kelvins/awesome-mlops"],
    "Definições de fairness (justiça)": [
        "Fairness Definitions Explained",
        "Machine Learning Glossary: Fairness",
    ],
    "DS4Health": [
        "Data Science aplicada a saúde materno-infantil",
        "Research for Health",
        "Business for Health",
    ],
}
# They open the field of health to people who come from elsewhere; none of the track's twelve
# skills is learned there.
TEACH_NO_SKILL = {
    "dados-e-saude",
    "medicine-and-the-machine",
    "doctor-penguin",
    "vector-institute",
    "ml4h-2021",
    "ds4health-research",
    "ds4health-business",
}


def said(model: str) -> list[dict[str, Any]]:
    """The rows of one model as the file has them."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return [row["fields"] for row in rows if row["model"] == model]


@pytest.fixture(scope="module")
def outline(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Outline:
    """The loaded track, read once for all tests that only look at it. The database forgets it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_trail", FILE, stdout=StringIO())
        made = Outline.of("engenharia-de-ml")
        transaction.set_rollback(True)
    return made


def test_every_link_stands_once_at_its_place(outline: Outline) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for section in outline.sections:
        links = [(section.title, section.url)] if section.url else []
        links += [
            (step.heading, step.target.url)
            for step in section.walk()
            if isinstance(step.target, Resource | Community)
        ]
        if links:
            found[section.title] = links

    assert list(found.items()) == list(LINKS.items())
    assert sum(map(len, found.values())) == 52


def test_the_headings_keep_their_order_and_depth(outline: Outline) -> None:
    assert [(section.title, section.depth) for section in outline.sections] == HEADINGS


def test_the_skills_are_required_or_differential(outline: Outline) -> None:
    required, differential = outline.sections[:2]

    assert [(row.heading, row.requirement) for row in required.rows] == [
        (title, "required") for title in REQUIRED
    ]
    assert [(row.heading, row.requirement) for row in differential.rows] == [
        (title, "differential") for title in DIFFERENTIAL
    ]


def test_groups_hold_their_links(outline: Outline) -> None:
    groups = {
        step.heading: [inner.heading for inner in step.below]
        for step in outline.steps()
        if step.below
    }

    assert groups == GROUPS


def test_the_track_is_open_and_tells_where_it_comes_from(outline: Outline) -> None:
    track = outline.track

    assert (track.title, track.status, track.language) == (
        "Engenharia de Machine Learning",
        "published",
        "pt-BR",
    )
    assert track.source_path == "README.md"
    assert track.published_at is not None
    assert track.description


def test_every_resource_teaches_or_opens_a_field() -> None:
    silent = {row["uid"] for row in said("catalog.resource") if not row["skills"]}

    assert silent == TEACH_NO_SKILL


def test_every_resource_says_what_it_is_and_why_it_is_here() -> None:
    resources = said("catalog.resource")
    steps = [row for row in said("catalog.step") if "resource" in row or "community" in row]

    assert len(resources) == 46
    assert {row["kind"] for row in resources} <= set(Kind.values)
    assert {row["level"] for row in resources} <= {*Level.values, ""}
    assert all(row["description"].endswith(".") for row in resources + said("catalog.community"))
    assert all(row["remark"].endswith(".") for row in steps)
    assert len(steps) == 51


@pytest.mark.parametrize(
    ("uid", "title", "material"),
    [
        ("ml-crash-course", "en", "en"),
        ("guia-mlops-google", "pt-BR", "en"),
        ("blog-chip-huyen", "pt-BR", "en"),
        ("kaggle-cursos", "pt-BR", "en"),
        ("ds4health-research", "en", "pt-BR"),
        ("roadsec-at-home-26", "en", "pt-BR"),
        ("mlops-pipelines-google", "pt-BR", "pt-BR"),
    ],
)
def test_a_title_may_be_in_another_language_than_its_material(
    uid: str, title: str, material: str
) -> None:
    (row,) = [row for row in said("catalog.resource") if row["uid"] == uid]

    assert (row["title_language"], row["language"]) == (title, material)


def test_every_resource_has_tags() -> None:
    tagged = {row["content_object"][0] for row in said("catalog.taggedresource")}

    assert tagged == {row["uid"] for row in said("catalog.resource")}


def test_the_file_knows_the_addresses_that_loaddata_cannot_work_out() -> None:
    rows = said("catalog.resource") + said("catalog.community")

    assert [row["address"] for row in rows] == [canonical(row["url"]) for row in rows]


def everything() -> list[Any]:
    models = (Track, Section, Step, Skill, Community, Resource)
    return [serializers.serialize("python", model.objects.order_by("pk")) for model in models]


@pytest.mark.django_db
def test_plain_loaddata_gives_the_same_rows_twice() -> None:
    call_command("loaddata", FILE, verbosity=0)
    once = everything()
    call_command("loaddata", FILE, verbosity=0)

    assert everything() == once
    assert [len(rows) for rows in once] == [1, 15, 66, 12, 5, 46]


@pytest.mark.django_db
def test_after_plain_loaddata_reindex_makes_it_findable() -> None:
    call_command("loaddata", FILE, verbosity=0)
    assert not Resource.objects.matching("maquina")
    call_command("reindex", stdout=StringIO())

    found = [row.uid for row in Resource.objects.matching("pipeline de maquinas")]
    assert found == ["mlops-pipelines-google"]
