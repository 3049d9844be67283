"""The closing table of a run: the worst first, by document and code, then the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ..checks.codes import CODES, Words
from ..languages.choice import Language
from ..languages.sentences import said
from ..languages.tables import value_words
from .columns import table, wrap
from .folders import Folders
from .open import AcknowledgedRow, CheckRow, Open, WarningRow
from .state import RANKS, DocumentState, State, form_advice, grouped, rank_of

MARKS = {"error": "✗", "warning": "!", "note": "·"}
SIGNS = {"match": "✓", "mismatch": "✗", "acknowledged": "~", "unstated": "·"}
MOST_DOCUMENTS = 10  # that something is open in, and that were not read
MOST_TOTALS = 4  # documents whose totals are shown
MOST_PLACES = 3  # of one code
MOST_LINES = 2  # of what is open of one code
_NARROWEST = 20  # cells that a line gets on any terminal


class Look(NamedTuple):
    """How much is shown: the language, the width in cells, and whether all documents are."""

    language: Language
    width: int
    whole: bool = False

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence of the program, with values in it."""
        return said(sentence, self.language).format(**values)

    def words(self, words: Words) -> str:
        """Return words that are there in both languages."""
        return words.zh if self.language == "zh" else words.en

    def value(self, column: str, value: str) -> str:
        """Return what a value of a column of `reconciliation` is called."""
        return value_words("reconciliation", column)[value].in_(self.language)

    def lines(self, text: str, indent: int = 0) -> list[str]:
        """Return a text as lines that fit, the later ones indented a little more."""
        return wrap(" " * indent + text, max(self.width, indent + _NARROWEST), hang=2)

    def joined(self, parts: Iterable[str]) -> str:
        """Return parts with commas between them."""
        return ("，" if self.language == "zh" else ", ").join(parts)

    def beside(self, text: str, note: str) -> str:
        """Return a text with a note in brackets behind it, if there is one."""
        if not note:
            return text
        return f"{text}（{note}）" if self.language == "zh" else f"{text} ({note})"

    def headed(self, head: str, text: str) -> str:
        """Return a text behind a head with a colon."""
        return f"{head}：{text}" if self.language == "zh" else f"{head}: {text}"


def state_to_summary(state: State, folders: Folders, look: Look) -> str:
    """Return what a maintainer reads of an output, at the end of a run or later.

    The commands that it names are for the tables and the sources in `folders`.
    """
    failed = [one for one in state.documents if one.document.status == "failed"]
    doubtful = [one for one in state.documents if one.open]
    read = [one for one in state.documents if one.document.status != "failed"]
    parts = [
        _not_read(failed, folders, look),
        _open(doubtful, folders, look),
        _totals(read, look) if look.whole or len(read) <= MOST_TOTALS else [],
        look.lines(_closing_line(state, look)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


# --- what was not read, and what is open ----------------------------------------------------


def _not_read(failed: Sequence[DocumentState], folders: Folders, look: Look) -> list[str]:
    if not failed:
        return []
    shown = failed if look.whole else failed[:MOST_DOCUMENTS]
    lines = [
        line
        for one in shown
        for line in look.lines(look.headed(one.document.source_name, _failure(one, look)), 2)
    ]
    head = look.say("not read ({count})", count=len(failed))
    return [head, *lines, *_left(len(failed) - len(shown), folders, look)]


def _failure(one: DocumentState, look: Look) -> str:
    code = one.document.failure or ""
    title = _title(code, look)
    return look.beside(title, code) if title else code


def _title(code: str, look: Look) -> str | None:
    """Return what a code means in a few words, None for one that is not known."""
    known = CODES.get(code)
    return look.words(known.title) if known else None


def _open(doubtful: Sequence[DocumentState], folders: Folders, look: Look) -> list[str]:
    if not doubtful:
        return []
    shown = doubtful if look.whole else doubtful[:MOST_DOCUMENTS]
    count = sum(len(one.open) for one in doubtful)
    lines = [line for one in shown for line in _document(one, folders, look)]
    left = doubtful[len(shown) :]
    more = sum(len(one.open) for one in left)
    head = look.say("what to look at ({count})", count=count)
    return [head, *lines, *_left(len(left), folders, look, more)]


def _left(documents: int, folders: Folders, look: Look, doubts: int = 0) -> list[str]:
    """Return the line that says what is not shown, and what shows it."""
    if not documents:
        return []
    call = folders.call("show")
    told = "{documents} documents more: {call}"
    if doubts:
        told = "{documents} documents more, with {doubts} to look at: {call}"
    return look.lines("… " + look.say(told, documents=documents, doubts=doubts, call=call), 2)


def _document(one: DocumentState, folders: Folders, look: Look) -> list[str]:
    document_id = one.document.document_id
    counts = look.joined(counts_of(one, look))
    call = folders.call("show", document_id)
    lines = look.lines(look.beside(look.headed(document_id, counts), call), 2)
    if advice := form_advice(one.document.format, one.open):
        lines += look.lines(f"→ {look.words(advice)}", 4)
    return [*lines, *(line for code in grouped(one.open) for line in _code(code, look))]


def counts_of(one: DocumentState, look: Look) -> list[str]:
    """Return how many of each rank are open in a document, and how many are acknowledged."""
    counts = [
        look.say(f"{{count}} {rank}s" if count > 1 else f"{{count}} {rank}", count=count)
        for rank in RANKS
        if (count := one.count(rank))
    ]
    return [*counts, *_acknowledged(len(one.acknowledged), look)]


def _acknowledged(count: int, look: Look) -> list[str]:
    return [look.say("{count} acknowledged", count=count)] if count else []


def _code(found: Sequence[Open], look: Look) -> list[str]:
    """Return what is open of one code; of several, what the code means and where the first are."""
    first = found[0].about
    head = f"{MARKS[rank_of(first)]} {len(found)} "
    if isinstance(first, CheckRow):
        checks = (one.about for one in found if isinstance(one.about, CheckRow))
        told = "; ".join(check_to_text(check, look) for check in checks)
        return look.lines(head + look.headed(look.say("totals that differ"), told), 4)
    message = message_of(first, look)
    told = message if len(found) == 1 else _title(first.code, look) or message
    places = list(dict.fromkeys(filter(None, (place_of(one.about, look) for one in found))))
    left = len(places) - MOST_PLACES
    more = [look.say("{count} more", count=left)] if left > 0 else []
    where = "; ".join([*places[:MOST_PLACES], *more])
    lines = look.lines(head + look.headed(first.code, look.beside(told, where)), 4)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[1]} …"]


def check_to_text(check: CheckRow, look: Look) -> str:
    """Return which total it is, and both figures."""
    which = f"{look.value('list_type', check.list_type)} {look.value('check', check.check)}"
    figures = look.say(
        "{stated} stated, {observed} found",
        stated=_number(check.stated),
        observed=_number(check.observed),
    )
    return f"{which} {figures}"


def message_of(warning: WarningRow | AcknowledgedRow, look: Look) -> str:
    """Return the sentence of a warning in the language of those who look."""
    return warning.message_zh or warning.message if look.language == "zh" else warning.message


def place_of(about: CheckRow | WarningRow | AcknowledgedRow, look: Look) -> str:
    """Return where in its source something open is, or which item it is about."""
    if isinstance(about, CheckRow):
        return ""
    return said(about.place, look.language) if about.place else about.item_id or ""


def _number(total: int | None) -> str:
    return "—" if total is None else str(total)


# --- the totals, and the last line ----------------------------------------------------------


def _totals(documents: Sequence[DocumentState], look: Look) -> list[str]:
    """Return every total of every document beside its statement."""
    head = tuple(look.say(name) for name in ("list", "check", "stated", "observed", "status"))
    rows = [totals_to_rows(one.totals, look) for one in documents]
    head_line, *lines = (f"  {line}" for line in table([head, *chain(*rows)], (2, 3)))
    found: list[str] = []
    for one, own in zip(documents, rows, strict=True):
        if own:
            counts = look.joined(_acknowledged(len(one.acknowledged), look))
            found += [
                *look.lines(look.beside(one.document.document_id, counts)),
                head_line,
                *lines[: len(own)],
            ]
            lines = lines[len(own) :]
    return found


def totals_to_rows(totals: Sequence[CheckRow], look: Look) -> list[tuple[str, ...]]:
    """Return totals as rows of cells: list, check, stated, observed, status."""
    return [
        (
            look.value("list_type", one.list_type),
            look.value("check", one.check),
            _number(one.stated),
            _number(one.observed),
            f"{SIGNS[one.status]} {look.value('status', one.status)}",
        )
        for one in totals
    ]


def _closing_line(state: State, look: Look) -> str:
    statuses = Counter(one.document.status for one in state.documents)
    failed = statuses["failed"]
    counted = (
        (len(state.documents) - failed, "document"),
        (state.items, "item"),
        (state.clauses, "clause"),
    )
    counts = [
        look.say(f"{{count}} {noun}" if count == 1 else f"{{count}} {noun}s", count=f"{count:,}")
        for count, noun in counted
    ]
    if statuses["flagged"]:
        counts.append(look.say("{count} to look at", count=f"{statuses['flagged']:,}"))
    counts += _acknowledged(sum(len(one.acknowledged) for one in state.documents), look)
    if failed:
        counts.append(look.say("{count} not read", count=f"{failed:,}"))
    return f"{look.joined(counts)} → {state.output}"
