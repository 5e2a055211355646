"""What no log may show: whoever holds the key in such an address may look, or set a password."""

import logging
import re

KEYS = re.compile(r"(/l/|/senha/nova/)[^/\s?\"']+")


class WithoutKeys(logging.Filter):
    """Put *** in the place of keys: on a handler for every logger, on a logger for that one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEYS.sub(r"\1***", record.getMessage()), ()
        return True
