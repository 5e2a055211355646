from .item import ShareItem
from .link import DAYS_SHOWN, ShareLink
from .opening import Opening

__all__ = ["DAYS_SHOWN", "Opening", "ShareItem", "ShareLink"]
