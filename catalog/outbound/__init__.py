"""The one guarded way out to other people's servers. Pure: the site's own client is in the settings
(`settings.OUTBOUND`), where no variable of the environment can loosen it."""

from .client import Answer, Client, Failure, Hop
from .guard import ForbiddenError, Place, is_public, place

__all__ = ["Answer", "Client", "Failure", "ForbiddenError", "Hop", "Place", "is_public", "place"]
