"""What a resource is called when its link only says “PDF”."""

import pytest

from catalog.exporter import text_of
from catalog.importer import commit, plan
from catalog.models import Resource, Section, Source, Step, Track
from catalog.readme.outline import Readme
from catalog.readme.parse import parse
from catalog.trackfile import document

TABLE = """# Leituras

## Seleção

| Título | PDF | Código |
|---|---|---|
| Feature Boosting 244 | [PDF](https://example.org/244.pdf) | [github](https://example.org/244) |
| [Pruning](https://example.org/p) | [PDF](https://example.org/p.pdf) | |

## Links

- [Regras](https://example.org/r) ([slides](https://example.org/s), [link 2](https://example.org/2))
- Ferramentas
  - [GitHub](https://example.org/github)
  - [Docker](https://example.org/docker)
- [Docs](https://example.org/docs)
"""


def named(readme: Readme) -> dict[str, str]:
    """Of each address what the step says, and what the resource is called."""
    made = plan(readme, uid="t")
    return {it.target.url: it.target.title for it in made if isinstance(it.target, Resource)}


@pytest.mark.django_db
def test_a_resource_is_called_by_what_it_is_about_and_its_step_by_the_label() -> None:
    names = named(parse(TABLE))
    assert {url.removeprefix("https://example.org/"): name for url, name in names.items()} == {
        "244.pdf": "Feature Boosting 244 (PDF)",
        "244": "Feature Boosting 244 (github)",
        "p": "Pruning",
        "p.pdf": "Pruning (PDF)",
        "r": "Regras",
        "s": "Regras (slides)",
        "2": "Regras (link 2)",
        "github": "GitHub",
        "docker": "Docker",
        "docs": "example.org/docs (Docs)",
    }


@pytest.mark.django_db
def test_the_way_back_has_the_labels_and_leads_to_the_same_names() -> None:
    first = commit(plan(parse(TABLE), uid="t"))
    told, written = document(first), text_of(first)
    assert Step.objects.get(resource__title="Feature Boosting 244 (PDF)").title == "PDF"
    assert "[PDF](https://example.org/244.pdf)" in written
    assert parse(written).essence() == parse(TABLE).essence()
    assert not plan(parse(written), first)

    for model in (Step, Section, Source, Track, Resource):
        model._default_manager.all().delete()
    assert document(commit(plan(parse(written), uid="t"))) == told


@pytest.mark.django_db
def test_a_name_fits_and_keeps_its_label() -> None:
    long = "palavra " * 60
    text = f"# T\n\n## S\n\n- [{long}](https://example.org/a) ([pdf](https://example.org/b))\n"
    name = named(parse(text))["https://example.org/b"]
    assert len(name) <= 200
    assert name.endswith("… (pdf)")
