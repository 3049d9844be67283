"""What commands print, in the language of the command.

Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import shutil
import sys

from ..languages import sentences
from ..languages.choice import Language

_WIDTH = 110
_language: Language = "en"


def speak(language: Language) -> None:
    """Have this process, which is one command's alone, speak a language from now on."""
    global _language  # noqa: PLW0603 - as the standard streams, it is the process's
    _language = language


def language() -> Language:
    """Return the language that this process speaks."""
    return _language


def said(sentence: str) -> str:
    """Return a sentence of the program in the language of the command."""
    return sentences.said(sentence, _language)


def tell(message: str) -> None:
    """Write a message as one line to standard error, in the language of the command."""
    from ..review.columns import printable

    sys.stderr.write(f"{printable(said(message))}\n")


def put(text: str) -> None:
    """Write a result to standard output at once; it ends its own lines."""
    sys.stdout.write(text)
    sys.stdout.flush()


def width() -> int:
    """Return the terminal's width in cells; for files and pipes, one that suits a page."""
    return shutil.get_terminal_size((_WIDTH, 1)).columns
