"""The real document with something lost, doubled, swapped or cut off: it always shows.

Its acknowledged defects are applied and no sha256 is, so that only content counts. The tests
take every n-th row and place; `QINGDAN_EVERY_MUTATION=1` takes all of them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from qingdan.errors import UnreadableSource
from qingdan.extraction import extract, extraction_of
from qingdan.model import Extraction, Item
from qingdan.sources import Beside, beside, registered
from tests.composed import document_of
from tests.truth import QUICK, ROOT, house_rules

RAW = ROOT / "raw" / "awati.txt"
EVERY = bool(os.environ.get("QINGDAN_EVERY_MUTATION"))

Span = tuple[int, int]


@cache
def real() -> str:
    return RAW.read_text("utf-8")


def flagged(text: str) -> bool:
    """Tell whether a changed document is refused, or extracted and flagged."""
    known = Beside(beside(RAW).acknowledged)
    try:
        return (
            extraction_of(document_of(text), "awati", house_rules(), QUICK, known).status
            == "flagged"
        )
    except UnreadableSource:
        return True


@cache
def whole() -> Extraction:
    known = Beside(beside(RAW).acknowledged)
    return extraction_of(document_of(real()), "awati", house_rules(), QUICK, known)


@cache
def rows() -> dict[str, Span]:
    """Return where every item begins and ends in the text."""
    spans: dict[str, Span] = {}
    for segment in whole().coverage:
        if segment.item_id is not None:
            start, _ = spans.get(segment.item_id, (segment.start, 0))
            spans[segment.item_id] = (start, segment.end)
    return spans


@cache
def pages() -> tuple[Span, ...]:
    """Return what stands between one header (or stray mark) and the next."""
    furniture = [s for s in whole().coverage if s.role == "furniture"]
    bodies = [(one.end, other.start) for one, other in pairwise(furniture)]
    bodies.append((furniture[-1].end, len(real())))
    return tuple((start, end) for start, end in bodies if real()[start:end].strip())


def sampled(items: Sequence[Item], step: int) -> Sequence[Item]:
    """Return every n-th item, and the first and the last of them."""
    return items if EVERY else [*items[::step], items[-1]]


def unflagged(changed: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names of the changed texts that nothing flags."""
    return [name for name, text in changed if not flagged(text)]


def test_the_whole_document_is_sound() -> None:
    assert whole().status == "ok"
    assert len(rows()) == len(whole().items) == 292


def test_any_row_lost_is_flagged() -> None:
    def changed() -> Iterator[tuple[str, str]]:
        for item in sampled(whole().items, 29):
            start, end = rows()[item.item_id]
            yield item.item_id, real()[:start] + real()[end:]

    assert unflagged(changed()) == []


def test_any_row_doubled_is_flagged() -> None:
    def changed() -> Iterator[tuple[str, str]]:
        for item in sampled(whole().items, 29):
            start, end = rows()[item.item_id]
            yield item.item_id, f"{real()[:end]}\n\n{real()[start:]}"

    assert unflagged(changed()) == []


@pytest.mark.parametrize("apart", [1, 7])
def test_any_two_rows_swapped_are_flagged(apart: int) -> None:
    def changed() -> Iterator[tuple[str, str]]:
        items = whole().items
        pairs = [
            (one, other)
            for one, other in zip(items, items[apart:], strict=False)
            if one.list_type == other.list_type
        ]
        for one, other in pairs if EVERY else pairs[::23]:
            start, end = rows()[one.item_id]
            begin, stop = rows()[other.item_id]
            text = real()
            yield (
                one.item_id,
                text[:start] + text[begin:stop] + text[end:begin] + text[start:end] + text[stop:],
            )

    assert unflagged(changed()) == []


def test_any_page_lost_is_flagged() -> None:
    changed = [(f"{start}-{end}", real()[:start] + real()[end:]) for start, end in pages()]
    assert len(changed) > 20
    assert unflagged(changed) == []


def test_a_document_cut_anywhere_is_flagged() -> None:
    step, fine = (41, 1) if EVERY else (1999, 5)
    end = len(real().rstrip())
    places = [*range(0, len(real()), step), *range(end - 60, end, fine), end - 1]
    assert unflagged((str(place), real()[:place]) for place in places) == []


def test_a_document_that_begins_later_is_flagged() -> None:
    places = range(1, len(real()), 499 if EVERY else 4999)
    changed = ((str(place), real()[place:]) for place in places if real()[:place].strip())
    assert unflagged(changed) == []


# --- single lines -----------------------------------------------------------------------------


@cache
def lines() -> tuple[tuple[int, str, str], ...]:
    """Return every printed line as (its index, its role, its field)."""
    starts, at = [], 0
    for line in real().split("\n"):
        starts.append(at)
        at += len(line) + 1
    found = []
    for index, line in enumerate(real().split("\n")):
        if line.strip():
            place = starts[index] + len(line) - len(line.lstrip())
            own = next(s for s in whole().coverage if s.start <= place < s.end)
            found.append((index, own.role, own.field or ""))
    return tuple(found)


def lost(role: str, field: str, step: int) -> Iterator[tuple[str, str]]:
    """Yield the document without one line, for lines of a role and field."""
    printed = real().split("\n")
    own = [index for index, *kind in lines() if kind == [role, field]]
    for index in own if EVERY else own[::step]:
        yield str(index + 1), "\n".join([*printed[:index], *printed[index + 1 :]])


def test_any_line_with_a_row_s_number_lost_is_flagged() -> None:
    assert unflagged(lost("field", "seq", 17)) == []


def test_any_line_of_a_category_lost_is_flagged() -> None:
    assert unflagged(lost("field", "category", 17)) == []


def test_any_label_lost_is_flagged() -> None:
    assert unflagged(lost("heading", "handling", 11)) == []


TOTALS = (
    "等21个类别", "，共有基本履职事项139项", "等18个类别", "共有配合履职事项109项，",
    "，涉及39个部门（单位）", "10个类别，", "共有上级部门收回事项44项，", "涉及17个部门（单位）",
)  # fmt: skip


@pytest.mark.parametrize("words", TOTALS)
def test_any_total_lost_is_told(words: str) -> None:
    assert real().count(words) == 1
    known = Beside(replace(beside(RAW).acknowledged, text_sha256=()))
    document = document_of(real().replace(words, ""))
    extraction = extraction_of(document, "awati", house_rules(), QUICK, known)
    assert [w.code for w in extraction.warnings].count("total_unstated") == 1
    assert extraction.status == "flagged"


@pytest.mark.parametrize(
    ("role", "field", "step", "least"),
    [
        ("field", "name", 19, 0.2),
        ("field", "departments", 19, 0.9),
        ("field", "superior_duties", 37, 0.88),
        ("field", "township_duties", 37, 0.9),
        ("heading", "superior_duties", 19, 0.9),
    ],
)
def test_most_lines_lost_are_flagged(role: str, field: str, step: int, least: float) -> None:
    """A line from the middle of a paragraph, or of a name that reads on, cannot be missed.

    The floors may only rise. With all lines tried, 85 of 100 show; of those that are no
    page headers (which are not missed, and need not be) 87.
    """
    changed = list(lost(role, field, step))
    silent = unflagged(changed)
    assert len(silent) <= (1 - least) * len(changed), silent


def test_header_lines_lost_change_nothing_that_is_silent() -> None:
    """A line of a page's header is not missed: the items are the same, or a flag says so."""
    items = [item.name for item in whole().items]
    changed = [text for _, text in lost("furniture", "", 9)]
    assert len(changed) > 10
    for text in changed:
        extraction = extraction_of(document_of(text), "awati", house_rules(), QUICK)
        same = [item.name for item in extraction.items] == items
        assert same or flagged(text)


def test_any_line_lost_changes_the_registered_sha256() -> None:
    """Whatever line is lost, and silently: the register tells, for every single line."""
    known = registered(RAW).sha256
    printed = real().encode().split(b"\n")
    assert hashlib.sha256(b"\n".join(printed)).hexdigest() in known
    for index, *_ in lines():
        rest = b"\n".join([*printed[:index], *printed[index + 1 :]])
        assert hashlib.sha256(rest).hexdigest() not in known


@pytest.mark.parametrize("known", ["awati.toml", "sources.csv"])
def test_a_changed_file_is_told_by_what_is_beside_it(known: str, tmp_path: Path) -> None:
    """Its acknowledgements or its row of the register suffice, in any encoding."""
    shutil.copy(ROOT / "raw" / known, tmp_path / known)
    copy = tmp_path / "awati.txt"
    shutil.copy(RAW, copy)
    assert "source_changed" not in codes(copy)
    printed = real().split("\n")
    for index, *_ in lines()[:: 1 if EVERY else 397]:
        copy.write_text("\n".join([*printed[:index], *printed[index + 1 :]]), "utf-8")
        assert "source_changed" in codes(copy)


def codes(file: Path) -> list[str]:
    return [w.code for w in extract(file, "awati", house_rules(), QUICK).warnings]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_acknowledgements_hold_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "raw" / "awati.toml", tmp_path / "awati.toml")
    copy = tmp_path / "awati.txt"
    copy.write_bytes(real().replace("\n", "\r\n").encode(encoding))
    assert codes(copy) == []


def test_a_copy_without_its_acknowledgements_shows_its_defects(tmp_path: Path) -> None:
    copy = tmp_path / "awati.txt"
    shutil.copy(RAW, copy)
    assert extract(copy, "awati", house_rules(), QUICK).status == "flagged"
