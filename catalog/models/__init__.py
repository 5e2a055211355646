from .base import PAGE_FETCH_MODE, Entry, Language
from .community import Community
from .edition import Edition
from .loaded import LoadedTrack
from .outline import Outline
from .resource import Cost, Kind, Level, Resource, TaggedResource
from .skill import Skill
from .step import Requirement, Step
from .suggestion import Suggestion
from .track import Section, Status, Track

__all__ = [
    "PAGE_FETCH_MODE",
    "Community",
    "Cost",
    "Edition",
    "Entry",
    "Kind",
    "Language",
    "Level",
    "LoadedTrack",
    "Outline",
    "Requirement",
    "Resource",
    "Section",
    "Skill",
    "Status",
    "Step",
    "Suggestion",
    "TaggedResource",
    "Track",
]
