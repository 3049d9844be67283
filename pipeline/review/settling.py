"""Defects of a source that a maintainer confirms: which, and what is written of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..checks.acknowledgements import entry_to_toml
from ..errors import BadCall
from ..languages.choice import Language
from ..sources import acknowledge
from .doubts import document_to_text, numbered
from .open import Open, WarningRow, to_entry
from .origin import find_source
from .state import state_of_document
from .summary import Look


class Settling:
    """A document of an output whose doubts are settled; `raw` is where its source is."""

    def __init__(self, output: Path, raw: Path, document_id: str) -> None:
        self.output = output
        self.raw = raw
        self.state = state_of_document(output, document_id)

    def listed(self, language: Language, width: int) -> str:
        """Return what is open in the document, by number."""
        return document_to_text(self.state, (), self.output, Look(language, width))

    def chosen(self, numbers: Sequence[int], code: str | None) -> list[Open]:
        """Return what is open under these numbers, or everything of a code.

        Raises `BadCall` when nothing is, or both are given.
        """
        document_id = self.state.document.document_id
        if not self.state.open:
            raise BadCall(document_id, "nothing is open in it", "there is nothing to acknowledge")
        if code is None:
            return [numbered(self.state, number) for number in dict.fromkeys(numbers)]
        if numbers:
            what = "both say what is acknowledged"
            raise BadCall("numbers and --all-of", what, "give one of them")
        found = [one for one in self.state.open if _code_of(one) == code]
        if not found:
            codes = dict.fromkeys(filter(None, map(_code_of, self.state.open)))
            what = f"nothing of this code is open in {document_id}"
            raise BadCall(code, what, f"open are: {', '.join(codes)}")
        return found

    def settle(
        self, chosen: Sequence[Open], reason: str, *, is_tried: bool, say: Callable[[str], str]
    ) -> str:
        """Write that these are defects of the source itself, and return what is written.

        If it is only tried, nothing is written. Raises `BadCall` when there is no reason, one
        cannot be acknowledged, or the source is not at hand as it was extracted.
        """
        if not reason.strip():
            raise BadCall("--reason", "a reason is missing", "write why this is right")
        document = self.state.document
        entries = list(dict.fromkeys(self._entry(one, reason.strip()) for one in chosen))
        source = find_source(self.raw, document.source_name, document.sha256)
        file = acknowledge(source, entries, is_tried=is_tried)
        count = len(entries)
        told = f"{file}: {count} would be written" if is_tried else f"{file}: {count} written"
        return "\n".join([*entries, say(told), ""])

    def _entry(self, one: Open, reason: str) -> str:
        entry = to_entry(one.about, reason)
        if entry is None:
            where = f"{self.state.document.document_id} {one.number}"
            action = "read it again and look what is told then"
            raise BadCall(where, "cannot be acknowledged", action)
        return entry_to_toml(entry)


def _code_of(one: Open) -> str | None:
    return one.about.code if isinstance(one.about, WarningRow) else None
