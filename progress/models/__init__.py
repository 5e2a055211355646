from .assessment import Assessment, Mastery
from .bookmark import THINGS, Bookmark, Thing
from .completion import Completion
from .due import Due
from .event import StudyEvent
from .following import Following, News
from .note import Conflict, Note
from .ownlink import OwnLink
from .plan import StudyPlan
from .publicpage import PublicPage
from .state import State
from .studypass import Pass, PassMark

__all__ = [
    "THINGS",
    "Assessment",
    "Bookmark",
    "Completion",
    "Conflict",
    "Due",
    "Following",
    "Mastery",
    "News",
    "Note",
    "OwnLink",
    "Pass",
    "PassMark",
    "PublicPage",
    "State",
    "StudyEvent",
    "StudyPlan",
    "Thing",
]
