"""What holds for any text: nothing is lost or invented, and nothing but unreadable files fails."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qingdan.cells.clauses import read_cell
from qingdan.cells.paragraphs import Style
from qingdan.errors import UnreadableSource
from qingdan.extraction import extraction_of
from qingdan.letters.joining import joined, source_place
from qingdan.model import Clause, Extraction, Item, Line
from qingdan.readers.text import read_text
from qingdan.sources import Beside, beside
from tests.composed import (
    BASIC_HEADER,
    COOPERATIVE_HEADER,
    MODEL,
    RECALL_HEADER,
    document_of,
    extraction_from,
    lines_of,
    names_of,
)
from tests.truth import QUICK, ROOT, TOWNSHIPS, extracted, house_rules

RAW = ROOT / "raw" / "awati.txt"
LETTERS = st.sampled_from(
    "县民政局清单，。；：、“”（）①一二Aab1290 .．\u3000\xa0\t—·⾯𠮷\ue000\ufffd"
)
LINES = st.lists(st.text(LETTERS, max_size=12), max_size=8)
EVERY_PIECE = (
    "序号",
    "事项类别",
    "事项名称",
    "对应上级\n部门",
    "上级部门职责 乡镇配合职责",
    BASIC_HEADER,
    COOPERATIVE_HEADER,
    RECALL_HEADER,
    "基本履职事项清单（3项）",
    "配合履职事项清单",
    "上级部门收回事项清单",
    "— 3 —",
    "第3页",
    "““““““",
    "\f",
    "1",
    "2",
    "3 ",
    "12",
    "1 党的建设 ",
    "2 民生服务",
    "民生服务",
    "一、民生服务（2项）",
    "党的\n建设",
    "开展党员教育",
    "青禾县民政局",
    "县民政局、",
    "青禾县人力资源和社\n会保障局",
    "县民政局：",
    "1.受理申请；",
    "2.上报材料。",
    "（1）核查",
    "①登记；",
    "1常态化",
    "一、资金管理",
    "“1.受理；\n2.核查。”",
    "承接部门：青禾县民政局",
    "工作方式：",
    "由县民政局组织评定。",
    "共有基本履职事项3项",
    "无",
    "/",
    " ",
    "\n",
    "\n\n",
    "\n\n\n\n",
)
PIECES = st.sampled_from(EVERY_PIECE)
PRINTED = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n", "\n\n"])), max_size=40).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)


def letters(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def attempted(text: str) -> Extraction | None:
    """Return what is extracted from a dump, None when it is no list."""
    return checked(lambda: extraction_from(text))


def checked(read: Callable[[], Extraction]) -> Extraction | None:
    """Read; the one failure there may be is that of a file that is no list, in one line."""
    try:
        return read()
    except UnreadableSource as error:
        if error.code not in ("not_a_list", "empty", "binary", "encoding") or "\n" in str(error):
            raise
        return None


# --- joining and cells ------------------------------------------------------------------------


@given(LINES)
def test_joining_loses_and_invents_no_character(texts: list[str]) -> None:
    lines = tuple(Line(100 * number, text) for number, text in enumerate(texts))
    text = joined(lines)
    assert letters(text.text) == letters("".join(texts))
    for offset, letter in enumerate(text.text):
        number, place = divmod(source_place(text, offset), 100)
        assert letter == " " or texts[number][place] == letter


@given(LINES, st.booleans())
def test_a_cell_is_its_paragraphs_and_its_parts_are_in_it(texts: list[str], labelled: bool) -> None:
    printed = "\n".join(texts)
    reading = read_cell(lines_of(printed), Style(house_rules(), names_of(), labelled))
    assert letters(reading.text) == letters(printed)
    at = 0
    for part in reading.parts:
        assert letters(printed[part.start : part.end]) == letters(part.text)
        if part.kind == "clause":
            assert part.start >= at
            at = part.end


# --- coverage ---------------------------------------------------------------------------------


def check_coverage(extraction: Extraction) -> None:
    """Fail unless the coverage spans the text, and every character that is no space once."""
    at = 0
    for segment in extraction.coverage:
        assert segment.start == at < segment.end
        at = segment.end
        text = extraction.text[segment.start : segment.end]
        assert not text.strip() or segment.role != "space"
        assert (segment.role == "field") <= (segment.item_id is not None)
    assert at == len(extraction.text)


def check_tables(extraction: Extraction) -> None:
    """Fail unless the spans of fields and headings give back what the tables say.

    A heading that nothing stands under is in no clause; it is in the cell, and a warning, unless
    all items of the document are told by one.
    """
    scrambled = "scrambled_text" in {w.code for w in extraction.warnings}
    empty = {w.item_id for w in extraction.warnings if w.code == "heading_empty"}
    printed: dict[tuple[str | None, str | None], str] = defaultdict(str)
    for segment in extraction.coverage:
        if segment.role in ("field", "heading"):
            key = (segment.item_id, segment.field)
            printed[key] += letters(extraction.text[segment.start : segment.end])
    for item in extraction.items:
        for field in ("name", "superior_duties", "township_duties", "handling"):
            text = getattr(item, field)
            assert printed.pop((item.item_id, field), "") == letters(text or ""), field
        category = printed.pop((item.item_id, "category"), None)
        assert category in (None, letters(item.category))
        assert printed.pop((item.item_id, "seq")) == str(item.seq)
        departments = printed.pop((item.item_id, "departments"), None)
        if departments is not None:
            left = house_rules().grammar.role_label.sub("", departments)
            left = re.sub(r"[、，,；;/／]", "", left)
            assert not item.departments_raw or left == "".join(item.departments_raw)
        printed.pop((item.item_id, "remark"), None)
        if item.item_id not in empty and not scrambled:
            check_clauses(item)
    assert all(item_id is None for item_id, _ in printed)


def check_clauses(item: Item) -> None:
    """Fail unless the clauses of a cell, their headings and marks are the whole cell."""
    for field in ("superior_duties", "township_duties", "handling"):
        cell = letters(getattr(item, field) or "")
        clauses = [clause for clause in item.clauses if clause.field == field]
        assert is_told(cell, clauses, set(item.departments_raw)), (item.item_id, field, cell)


def is_told(cell: str, clauses: Sequence[Clause], said: set[str]) -> bool:
    """Tell whether a cell is clauses with nothing between them but headings and marks.

    A clause's letters may be printed in the heading above it, too, so every place counts.
    """
    if not clauses:
        return not unsaid(cell, said)
    clause, *others = clauses
    text = letters(clause.text)
    named = (clause.department_raw or "").split("、")  # it may join names of several lines
    said = said | {clause.heading or "", *named, str(clause.number or "")}
    return any(
        not unsaid(cell[:at], said) and is_told(cell[at + len(text) :], others, said)
        for at in (match.start() for match in re.finditer(f"(?={re.escape(text)})", cell))
    )


DEPARTMENT = re.compile(
    r"^[\u4e00-\u9fff、]{2,40}(?:局|委|会|办|部)[：:](?=[一二三四五六七八九十]、)"
)


def unsaid(between: str, said: set[str]) -> str:
    """Return what stands between clauses and is no heading, mark, label or delimiter.

    A group heading right behind a department's ends its scope before any clause.
    """
    between = DEPARTMENT.sub("", between)
    for words in sorted((letters(words) for words in said), key=len, reverse=True):
        if words:
            between = between.replace(words, "")
    between = house_rules().grammar.inner_label.sub(
        "", house_rules().grammar.label.sub("", between)
    )
    return re.sub(r"[\d.．、｡（）()〔〕：:；;。，,①-⑳一二三四五六七八九十百]", "", between)


def check(extraction: Extraction) -> None:
    check_coverage(extraction)
    check_tables(extraction)
    ids = [item.item_id for item in extraction.items]
    assert len(set(ids)) == len(ids)
    codes = [warning.code for warning in extraction.warnings]
    unassigned = [s for s in extraction.coverage if s.role == "unassigned"]
    assert bool(unassigned) == ("unassigned" in codes)


@given(PRINTED)
@example(MODEL)
def test_coverage_adds_up_for_any_dump(text: str) -> None:
    extraction = attempted(text)
    if extraction is not None:
        check_coverage(extraction)


@given(PRINTED, st.integers(0, len(MODEL)))
def test_coverage_adds_up_wherever_something_is_put_in(text: str, place: int) -> None:
    extraction = attempted(MODEL[:place] + text + MODEL[place:])
    if extraction is not None:
        check_coverage(extraction)


@pytest.mark.parametrize("piece", EVERY_PIECE)
def test_every_piece_between_two_rows_is_read(piece: str) -> None:
    extraction = attempted(MODEL.replace("\n\n2 民生服务", f"\n\n{piece}\n\n2 民生服务"))
    assert extraction is not None
    check_coverage(extraction)


TABLES = sorted(TOWNSHIPS.glob("*/*.txt")) + sorted(TOWNSHIPS.glob("*/list.*"))


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in TABLES}), ids=lambda folder: folder.name
)
def test_every_file_of_a_township_gives_back_its_characters(folder: Path) -> None:
    read = 0
    refused = set()
    for path in TABLES:
        if path.parent != folder:
            continue
        try:
            extraction = extracted(path)
        except UnreadableSource as error:
            refused.add((path.suffixes[0], error.code))
            continue
        read += 1
        check_coverage(extraction)
        check_tables(extraction)
    assert read >= 10
    # These two print some tables column by column.
    assert refused <= {(".pdfminer", "not_a_list"), (".pdftotext", "not_a_list")}


@cache
def real() -> str:
    return RAW.read_text("utf-8")


def real_extraction(text: str) -> Extraction:
    known = Beside(beside(RAW).acknowledged)
    return extraction_of(document_of(text), "awati", house_rules(), QUICK, known)


def test_the_real_document_gives_back_its_characters() -> None:
    extraction = real_extraction(real())
    check(extraction)
    assert {segment.role for segment in extraction.coverage} <= {
        "preamble",
        "heading",
        "field",
        "furniture",
        "space",
    }


def test_a_span_of_white_space_is_space() -> None:
    extraction = real_extraction(real())
    for segment in extraction.coverage:
        text = extraction.text[segment.start : segment.end]
        assert (not text.strip()) == (segment.role == "space")


def test_clauses_stand_where_they_say() -> None:
    extraction = real_extraction(real())
    by_item = defaultdict(list)
    for segment in extraction.coverage:
        by_item[segment.item_id, segment.field].append(segment)
    for item in extraction.items:
        for clause in item.clauses:
            own = "".join(
                letters(extraction.text[max(s.start, clause.start) : min(s.end, clause.end)])
                for s in by_item[item.item_id, clause.field]
                if s.start < clause.end and clause.start < s.end
            )
            assert own == letters(clause.text)


# --- nothing but unreadable files fails -------------------------------------------------------


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    extraction = attempted(text)
    assert extraction is None or extraction.items


FIGURES = st.text(st.sampled_from("0123456789.,，一二两十百千零〇３²๓"), min_size=1, max_size=12)
EVERY_WORDING = (
    "基本履职事项{}项",
    "共{}项配合履职事项",
    "基本履职事项包括党的建设等{}个类别",
    "配合履职事项涉及{}个部门",
    "户籍人口{}万人",
    "区域面积{}平方公里",
    "下辖{}个行政村",
    "距县城{}公里",
    "村均集体收入{}万元",
    "基本履职事项清单（{}项）\n序号",
    "\n民生服务（{}项）\n",
    "\n{} 民生服务 做好养老服务\n",
    "\n{}.受理申请；\n",
    "\n（{}）受理申请；\n",
)
WORDINGS = st.sampled_from(EVERY_WORDING)


@example("\n基本履职事项{}项\n", "3.5", "青禾县柳溪镇履职事项清单")
@given(WORDINGS, FIGURES, st.sampled_from(["", *MODEL.splitlines()]))
def test_any_figure_is_read_or_left(wording: str, figure: str, line: str) -> None:
    extraction = attempted(MODEL.replace(line, line + wording.format(figure), 1))
    if extraction is not None:
        check_coverage(extraction)


@pytest.mark.parametrize("wording", EVERY_WORDING)
def test_every_wording_with_a_plain_figure_is_read(wording: str) -> None:
    title, rest = MODEL.split("\n", 1)
    extraction = attempted(f"{title}{wording.format(12)}\n{rest}")
    assert extraction is not None
    check_coverage(extraction)


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\x00" * 50 + b"\x41" * 50)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    checked(lambda: extraction_of(read_text("x.txt", "0", data, "清单"), "x", house_rules(), QUICK))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_bytes_in_any_encoding_are_read(encoding: str) -> None:
    document = read_text("x.txt", "0", MODEL.encode(encoding), "清单")
    assert len(extraction_of(document, "x", house_rules(), QUICK).items) == 7


# The real document takes long to read: a fifth of the examples that others have.
fewer = settings(max_examples=settings().max_examples // 5)

LINE_CHANGES: dict[str, Callable[[list[str], int, int], None]] = {
    "lost": lambda lines, one, _: lines.__delitem__(one),
    "lost block": lambda lines, one, other: lines.__delitem__(slice(*sorted((one, other)))),
    "doubled": lambda lines, one, _: lines.insert(one, lines[one]),
    "moved": lambda lines, one, other: lines.insert(other, lines.pop(one)),
    "joined": lambda lines, one, _: lines.__setitem__(one, lines[one] + lines.pop(one - 1)),
    "blanked": lambda lines, one, _: lines.__setitem__(one, ""),
}


@fewer
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(LINE_CHANGES)), st.integers(1, 3000), st.integers(1, 3000)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_real_document_with_lines_changed_is_read(changes: list[tuple[str, int, int]]) -> None:
    lines = real().split("\n")
    for kind, one, other in changes:
        LINE_CHANGES[kind](lines, one % (len(lines) - 1) + 1, other % (len(lines) - 1) + 1)
    extraction = checked(lambda: real_extraction("\n".join(lines)))
    if extraction is not None:
        check(extraction)


@pytest.mark.parametrize("kind", LINE_CHANGES)
def test_the_real_document_with_one_line_changed_is_read(kind: str) -> None:
    lines = real().split("\n")
    LINE_CHANGES[kind](lines, 300, 400)
    extraction = checked(lambda: real_extraction("\n".join(lines)))
    assert extraction is not None
    check(extraction)


@fewer
@given(st.integers(0, 49_000), st.integers(0, 49_000))
def test_any_cut_of_the_real_document_is_read(one: int, other: int) -> None:
    start, end = sorted((one, other))
    for text in (real()[:start], real()[start:end], real()[:start] + real()[end:]):
        extraction = checked(partial(real_extraction, text))
        if extraction is not None:
            check(extraction)


@pytest.mark.parametrize("start", [0, 10_000])
def test_half_of_the_real_document_is_read(start: int) -> None:
    extraction = checked(lambda: real_extraction(real()[start : start + 25_000]))
    assert extraction is not None
    check(extraction)
