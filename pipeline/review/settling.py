"""Defects of a source that a maintainer confirms: which, and what is written of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from ..checks.acknowledgements import entry_to_toml
from ..errors import BadCall
from ..languages.choice import Language
from ..sources import Acknowledgement, acknowledge, beside
from .doubts import document_to_text, numbered
from .folders import Folders
from .open import Open, WarningRow, to_entry
from .origin import find_source
from .state import rank_of, state_of_document
from .summary import Look


class Settling:
    """A document of an output whose doubts are settled."""

    def __init__(self, folders: Folders, document_id: str) -> None:
        self.folders = folders
        self.state = state_of_document(folders.output, document_id)

    def listed(self, language: Language, width: int) -> str:
        """Return what is open in the document, by number."""
        return document_to_text(self.state, (), self.folders, Look(language, width))

    def chosen(self, numbers: Sequence[int], code: str | None) -> list[Open]:
        """Return what is open under these numbers, or everything of a code.

        Raises `BadCall` when nothing is, the document was not read, both are given, or the code
        is that of an error: something may be lost or wrong there, place by place.
        """
        document_id = self.state.document.document_id
        if self.state.document.failure:
            action = f"see why: {self.folders.call('show', document_id)}"
            raise BadCall(document_id, "was not read", action)
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
        if rank_of(found[0].about) == "error":
            what = "says that something may be lost or wrong, each time in another place"
            action = f"look at each ({self.folders.call('show', document_id)}) and give its number"
            raise BadCall(code, what, action)
        return found

    def settle(
        self, chosen: Sequence[Open], reason: str, *, is_tried: bool, say: Callable[[str], str]
    ) -> str:
        """Write that these are defects of the source itself, and return what is written.

        What is acknowledged already is not written again. If it is only tried, nothing is, and
        no reason is needed. Raises `BadCall` when there is no reason, one cannot be acknowledged,
        or the source is not at hand as it was extracted.
        """
        reason = reason.strip() or "…" * is_tried
        if not reason:
            raise BadCall("--reason", "a reason is missing", "write why this is right")
        document = self.state.document
        entries = [self._entry(one, reason) for one in chosen]
        source = find_source(self.folders.raw, document.source_name, document.sha256)
        known = beside(source, document.sha256).acknowledged
        new: list[Acknowledgement] = []
        for entry in entries:
            if not _is_among(entry, (*known.check, *known.warning, *new)):
                new.append(entry)
        written = [entry_to_toml(entry) for entry in new]
        file = acknowledge(source, written, document.text_sha256, is_tried=is_tried)
        count = len(new)
        lines = [f"{file}: {count} would be written" if is_tried else f"{file}: {count} written"]
        if before := len(entries) - count:
            lines.append(f"{file}: {before} are acknowledged already")
        return "\n".join([*written, *map(say, lines), ""])

    def _entry(self, one: Open, reason: str) -> Acknowledgement:
        entry = to_entry(one.about, reason)
        if entry is None:
            where = f"{self.state.document.document_id} {one.number}"
            action = "read it again and look what is told then"
            raise BadCall(where, "cannot be acknowledged", action)
        return entry


def _is_among(entry: Acknowledgement, known: Sequence[Acknowledgement]) -> bool:
    """Tell whether the same is acknowledged already, for whatever reason."""
    return any(replace(one, reason=entry.reason) == entry for one in known)


def _code_of(one: Open) -> str | None:
    return one.about.code if isinstance(one.about, WarningRow) else None
