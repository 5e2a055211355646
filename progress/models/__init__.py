from .assessment import Assessment, Mastery
from .bookmark import Bookmark
from .completion import Completion
from .event import StudyEvent
from .following import Following
from .note import Note
from .ownlink import OwnLink
from .plan import StudyPlan
from .publicpage import PublicPage
from .state import State
from .studypass import Pass, PassMark

__all__ = [
    "Assessment",
    "Bookmark",
    "Completion",
    "Following",
    "Mastery",
    "Note",
    "OwnLink",
    "Pass",
    "PassMark",
    "PublicPage",
    "State",
    "StudyEvent",
    "StudyPlan",
]
