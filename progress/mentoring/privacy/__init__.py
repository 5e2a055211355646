"""What mentoring knows of one person: said in words, handed out, and taken in again as far as it
is theirs alone."""

from .bringing import File, bring, read, resources
from .export import export
from .kept import consents, kept

__all__ = ["File", "bring", "consents", "export", "kept", "read", "resources"]
