"""What several formats are refused for."""

from __future__ import annotations

from ..errors import UnreadableSource

ABSURD = "it has a table that claims more cells than any list has"


def damaged(name: str, what: str) -> UnreadableSource:
    """Return the error of a file in which something is broken."""
    return UnreadableSource(name, "damaged", what, "open and save it anew, or get another copy")


def locked(name: str) -> UnreadableSource:
    """Return the error of a file that is protected by a password."""
    action = "save it without the password and read it again"
    return UnreadableSource(name, "encrypted", "it is protected by a password", action)


def too_large(name: str, what: str) -> UnreadableSource:
    """Return the error of a file in which something is beyond all measure."""
    return UnreadableSource(name, "too_large", what, "check where it comes from")
