from .arrangement import Arrangement
from .base import PAGE_FETCH_MODE, Entry, Language
from .care import Care, Health
from .citation import Cited
from .community import Community
from .edition import Edition
from .linkcheck import LinkCheck
from .linkhealth import LinkHealth
from .loaded import LoadedTrack
from .outline import Outline
from .preview import Preview
from .resource import Cost, Kind, Level, Resource, TaggedResource
from .skill import Skill
from .source import Source
from .step import Requirement, Step
from .suggestion import Suggestion
from .track import Section, Status, Track

__all__ = [
    "PAGE_FETCH_MODE",
    "Arrangement",
    "Care",
    "Cited",
    "Community",
    "Cost",
    "Edition",
    "Entry",
    "Health",
    "Kind",
    "Language",
    "Level",
    "LinkCheck",
    "LinkHealth",
    "LoadedTrack",
    "Outline",
    "Preview",
    "Requirement",
    "Resource",
    "Section",
    "Skill",
    "Source",
    "Status",
    "Step",
    "Suggestion",
    "TaggedResource",
    "Track",
]
