from .cohort import Cohort
from .consent import Consent, Shown
from .farewell import Farewell, Why
from .goal import Goal
from .guide import Guide
from .invitation import Full, Invitation, Role, Shut
from .item import ShareItem
from .link import DAYS_SHOWN, ShareLink
from .look import Look
from .membership import Age, Changed, Membership
from .message import Message
from .opening import Opening
from .proposal import Proposal, ProposedStep
from .received import Received
from .talk import Closed, Side, Thread, choose_mails

__all__ = [
    "DAYS_SHOWN",
    "Age",
    "Changed",
    "Closed",
    "Cohort",
    "Consent",
    "Farewell",
    "Full",
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
    "Shut",
    "Side",
    "Thread",
    "Why",
    "choose_mails",
]
