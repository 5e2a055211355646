from .cohort import Cohort, Goal, Guide
from .farewell import Farewell
from .invitation import Invitation, Role
from .item import ShareItem
from .link import DAYS_SHOWN, ShareLink
from .look import Look
from .membership import Age, Consent, Membership, Shown
from .opening import Opening
from .proposal import Proposal, ProposedStep
from .received import Received
from .talk import Message, Thread

__all__ = [
    "DAYS_SHOWN",
    "Age",
    "Cohort",
    "Consent",
    "Farewell",
    "Goal",
    "Guide",
    "Invitation",
    "Look",
    "Membership",
    "Message",
    "Opening",
    "Proposal",
    "ProposedStep",
    "Received",
    "Role",
    "ShareItem",
    "ShareLink",
    "Shown",
    "Thread",
]
