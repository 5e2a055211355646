"""The last wall against a text that takes too long: its reader looks at the clock as it goes."""

from time import thread_time

from ..errors import TooMany

# Whoever waits for a page gives up, and the server ends it after 30: 20,000 links take two or
# three of these seconds, and what was read must still be compared and written.
SECONDS = 10


class Clock:
    """Processor time of one reading, so that a busy machine refuses nothing."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.end = thread_time() + seconds

    def look(self) -> None:
        """Raises `TooMany` when the time is over."""
        if thread_time() > self.end:
            raise TooMany(f"reading it takes more than {self.seconds} seconds")
