"""Keys that open something to whoever has them."""

import secrets

# What `token_urlsafe` writes: nothing else can be a key, and a database would refuse some bytes.
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def new_key() -> str:
    """192 bits that nobody guesses. Stored readable, so that its owner can copy it again."""
    return secrets.token_urlsafe(24)


def may_be_key(text: str) -> bool:
    return bool(text) and LETTERS.issuperset(text)
