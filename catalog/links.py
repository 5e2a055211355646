"""The canonical key of an address. Pure."""


def canonical(url: str) -> str:
    return url
