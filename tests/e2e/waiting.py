"""What waits for a curator: suggestions of every kind, and a track that its source changed too."""

from typing import Any

from catalog.models import Resource, Suggestion, Track
from tests import builders
from trilha.accounts.models import User

BOTH_CHANGED = """# MLOps

## Livros

- [Um](https://example.org/um-novo)
- [Dois, de novo](https://example.org/dois)
- [Quatro](https://example.org/quatro)
"""


def ours_changed() -> Track:
    """A track that has something in every part of the page of an update."""
    link = "- [{0}](https://example.org/{0})\n".format
    track = builders.track_from(
        "# MLOps\n\n## Leituras\n\n" + link("um") + link("dois") + link("tres")
    )
    track.steps.filter(resource__url="https://example.org/dois").update(title="Segundo")
    return track


def suggestions(by: User, track: Track) -> list[Any]:
    """One of each kind."""
    section, (one, two) = track.sections.get(uid="sql"), Resource.objects.published()[:2]
    said = {"by": by, "title": "Outro", "url": "https://example.org/outro", "remark": "É melhor."}
    minutes = {"minutes": {"from": one.minutes, "to": 30}}
    make = Suggestion.objects.create
    return [
        make(**said, track=track, section=section, named=True),
        make(**{**said, "url": one.url}, kind="correction", about=one, changes=minutes),
        make(**said, kind="replacement", about=two),
        make(**said, kind="translation", about=two, changes={"language": {"to": "es"}}),
    ]
