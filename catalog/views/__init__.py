from .communities import communities
from .readme import readme
from .reports import report
from .resources import resource
from .search import search, suggestions
from .skills import skill, skills
from .suggesting import my_suggestions, name, suggest, withdraw
from .tags import tag, tags
from .trackfile import track_json, track_schema
from .tracks import section, track, tracks

__all__ = [
    "communities",
    "my_suggestions",
    "name",
    "readme",
    "report",
    "resource",
    "search",
    "section",
    "skill",
    "skills",
    "suggest",
    "suggestions",
    "tag",
    "tags",
    "track",
    "track_json",
    "track_schema",
    "tracks",
    "withdraw",
]
