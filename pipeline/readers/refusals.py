"""What several formats are refused for."""

from __future__ import annotations

from ..errors import UnreadableSource

MOST_LETTERS, MOST_LINES = 5_000_000, 500_000
"""Letters and lines of a document; a hundred lists have fewer."""
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


def check_length(name: str, text: str) -> None:
    """Raise `UnreadableSource` where a document is longer than any list."""
    if len(text) > MOST_LETTERS:
        raise too_large(name, f"it has {len(text):,} letters, at most {MOST_LETTERS:,} are read")
    if (lines := text.count("\n")) > MOST_LINES:
        raise too_large(name, f"it has {lines:,} lines, at most {MOST_LINES:,} are read")
