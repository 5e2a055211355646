from .communities import communities
from .reports import report
from .resources import resource
from .search import search, suggestions
from .skills import skill, skills
from .tags import tag, tags
from .tracks import section, track, tracks

__all__ = [
    "communities",
    "report",
    "resource",
    "search",
    "section",
    "skill",
    "skills",
    "suggestions",
    "tag",
    "tags",
    "track",
    "tracks",
]
