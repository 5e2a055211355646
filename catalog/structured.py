"""What pages tell search engines, in the words of schema.org, from what the page has at hand."""

from collections.abc import Callable, Iterable
from typing import Any

from .models import Outline, Resource, Skill

Absolute = Callable[[str], str]


def item_list(outline: Outline, absolute: Absolute) -> dict[str, Any]:
    """A track as an `ItemList` of its resources, in their order."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": outline.track.title,
        "description": outline.track.summary,
        "inLanguage": outline.track.language,
        "numberOfItems": len(outline.resources),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": step.heading,
                "url": absolute(step.material.get_absolute_url()),
            }
            for place, step in enumerate(outline.resources.values(), 1)
            if step.material
        ],
    }


def learning_resource(resource: Resource, skills: Iterable[Skill]) -> dict[str, Any]:
    """A resource as a `LearningResource`; what is not known is left out."""
    facts = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": resource.title,
        "url": resource.url,
        "description": resource.description,
        "inLanguage": resource.language,
        "learningResourceType": resource.get_kind_display(),
        "educationalLevel": resource.get_level_display() if resource.level else "",
        "isAccessibleForFree": {"free": True, "paid": False}.get(resource.cost),
        "timeRequired": f"PT{resource.minutes}M" if resource.minutes else "",
        "teaches": [skill.title for skill in skills],
    }
    return {name: fact for name, fact in facts.items() if fact not in ("", None, [])}


def defined_term(skill: Skill, absolute: Absolute) -> dict[str, Any]:
    """A skill as a `DefinedTerm`."""
    facts = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": skill.title,
        "description": skill.description,
        "inLanguage": skill.title_language,
        "url": absolute(skill.get_absolute_url()),
    }
    return {name: fact for name, fact in facts.items() if fact}
