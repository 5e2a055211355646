from .cohort import Cohort
from .consent import Consent, Shown
from .farewell import Farewell
from .goal import Goal
from .guide import Guide
from .invitation import Invitation, Role
from .item import ShareItem
from .link import DAYS_SHOWN, ShareLink
from .look import Look
from .membership import Age, Membership
from .message import Message
from .opening import Opening
from .proposal import Proposal, ProposedStep
from .received import Received
from .talk import Closed, Side, Thread, choose_mails

__all__ = [
    "DAYS_SHOWN",
    "Age",
    "Closed",
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
    "Side",
    "Thread",
    "choose_mails",
]
