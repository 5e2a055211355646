"""Why a text cannot become an outline. The messages are for logs; screens have their own."""


class ReadmeError(ValueError):
    """What was given is no README that a track could be made of."""


class NotText(ReadmeError):  # noqa: N818
    """The bytes are a picture, an archive or a program."""


class NothingToStudy(ReadmeError):  # noqa: N818
    """There is not one line that could become a step."""


class TooMany(ReadmeError):  # noqa: N818
    """More than one README may bring: bytes, links, rows, or time to read them."""
