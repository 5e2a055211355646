"""A README that was read becomes a track: `plan` says what would change, `commit` changes it."""

from .commit import commit
from .plan import Change, Mark, Plan
from .planning import plan

__all__ = ["Change", "Mark", "Plan", "commit", "plan"]
