"""The smallest content a story needs: every builder fills in what the story does not care about."""

from itertools import count
from typing import Any

from django.utils import timezone

from catalog import importer
from catalog.models import (
    Community,
    Health,
    LinkHealth,
    Preview,
    Resource,
    Section,
    Skill,
    Status,
    Step,
    Track,
)
from catalog.readme.parse import read
from progress.mentoring.models import Age, Cohort, Membership, Proposal, ShareLink, Shown
from progress.models import Note, OwnLink, PublicPage

_numbers = count(1)


def resource(title: str = "Rules of Machine Learning", **fields: Any) -> Resource:
    n = next(_numbers)
    tags, skills = fields.pop("tags", []), fields.pop("skills", [])
    row = Resource.objects.create(
        **{"uid": f"recurso-{n}", "url": f"https://example.org/{n}", "title": title, **fields}
    )
    row.skills.set(skills)
    row.tags.set(tags)
    return row


def skill(title: str = "SQL", **fields: Any) -> Skill:
    return Skill.objects.create(**{"uid": f"habilidade-{next(_numbers)}", "title": title, **fields})


def community(title: str = "MLOps community", **fields: Any) -> Community:
    n = next(_numbers)
    return Community.objects.create(
        **{
            "uid": f"comunidade-{n}",
            "url": f"https://people.example.org/{n}",
            "title": title,
            **fields,
        }
    )


def link(of: Any, state: str = Health.DEAD, **fields: Any) -> LinkHealth:
    """What is known of the link of a resource, a community or a section."""
    failing = {"failing_since": timezone.now()} if state == Health.DEAD else {}
    return LinkHealth.objects.create(**{"url": of.url, "state": state, **failing, **fields})


def track(title: str = "Engenharia de Machine Learning", **fields: Any) -> Track:
    return Track.objects.create(
        **{"uid": f"trilha-{next(_numbers)}", "title": title, "status": Status.PUBLISHED, **fields}
    )


def section(of: Track, title: str = "Leituras", **fields: Any) -> Section:
    n = next(_numbers)
    return Section.objects.create(
        **{"uid": f"etapa-{n}", "track": of, "title": title, "position": n * 10, **fields}
    )


def step(of: Section, **fields: Any) -> Step:
    n = next(_numbers)
    return Step.objects.create(**{"uid": f"passo-{n}", "section": of, "position": n * 10, **fields})


def track_of(*titles: str, **fields: Any) -> tuple[Track, list[Resource]]:
    """A published track with one section and a resource for each title."""
    made = track(**fields)
    stage = section(made)
    resources = [resource(title) for title in titles]
    for row in resources:
        step(stage, resource=row)
    return made, resources


def public_page(learner: Any, *tracks: Track, **fields: Any) -> PublicPage:
    """A page that is on, with these tracks and what the fields say."""
    page = PublicPage.objects.create(learner=learner, **{"handle": "ana-souza", **fields})
    page.tracks.set(tracks)
    page.switch(on=True)
    return page


def share_link(owner: Any, *resources: Resource, **fields: Any) -> ShareLink:
    """A link to what the fields say, else to a list of these resources."""
    link = ShareLink.objects.create(**{"owner": owner, "name": "Comece por aqui", **fields})
    link.pick((resource, "") for resource in resources)
    return link


def own_link(learner: Any, of: Section, title: str = "Meu caderno", **fields: Any) -> OwnLink:
    """A private resource of a learner in their copy of a section."""
    n = next(_numbers)
    said = {"track": of.track, "section": of, "url": f"https://mine.example.org/{n}"}
    return OwnLink.objects.create(**{"learner": learner, "title": title, **said, **fields})


def note(learner: Any, on: Resource, text: str = "Refazer o **exercício**.") -> Note:
    return Note.objects.create(learner=learner, resource=on, text=text)


README = """# MLOps

![selo](https://example.org/selo.svg)

## Leituras

- [Regras](https://example.org/regras), o clássico
- [Parte 1](https://example.org/1) e [Parte 2](https://example.org/2)
- Estatística

### Cursos

- [SQL](https://example.org/sql)
- [De novo](https://example.org/regras)
"""


def preview(by: Any, text: str = README, of: Track | None = None, **origin: str) -> Preview:
    """A README that was read, and waits for what a curator decides about it."""
    return Preview.objects.keep(by, text, read(text), origin, of)


def track_from(text: str = README, **origin: str) -> Track:
    """A draft that was made of a README and remembers it."""
    return importer.commit(importer.plan(read(text)), text=text, origin=origin)


def cohort(owner: Any, of: Track | None = None, **fields: Any) -> Cohort:
    """A cohort that studies a track, else what the fields say."""
    return Cohort.objects.begin(owner, **{"name": "Turma de sábado", "track": of, **fields})


def member(of: Cohort, learner: Any, *shown: Shown, **fields: Any) -> Membership:
    """A learner in a cohort who shows its mentors these things, and nothing else."""
    said = {"age": Age.ADULT, "age_at": timezone.now(), **fields}
    made = Membership.objects.create(cohort=of, learner=learner, **said)
    for field in shown:
        made.consents.create(field=field)
    return made


def proposal(to: Membership, *resources: Resource, **fields: Any) -> Proposal:
    """What the cohort's first mentor proposes to one member."""
    made = Proposal.objects.create(**{"membership": to, "by": to.cohort.owner, **fields})
    for place, row in enumerate(resources):
        made.steps.create(resource=row, position=place)
    return made
