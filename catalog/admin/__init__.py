"""The curators' desk. Every write is one transaction, one revision and one turn of the edition."""

from . import content, links, resources, skills, suggestions, tags

__all__ = ["content", "links", "resources", "skills", "suggestions", "tags"]
