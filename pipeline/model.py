"""Every value that crosses a door between stages: frozen, typed, without behaviour.

Offsets (`start`, `end`) are code points into `Document.text`, half-open. Pages and line numbers are
1-based. `None` is not there (not printed, not known); an empty string or tuple is there and empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

ListType = Literal["basic", "cooperative", "recall"]
LIST_TYPES: tuple[ListType, ...] = ("basic", "cooperative", "recall")

Field = Literal[
    "seq",
    "category",
    "name",
    "departments",
    "superior_duties",
    "township_duties",
    "handling",
    "remark",
]
Role = Literal["preamble", "heading", "field", "furniture", "space", "hidden", "unassigned"]
Hidden = Literal["off", "white", "covered", "unprinted"]
"""Why a line is not seen in print: its layer is off, its ink is that of the ground, something
opaque lies over it, or the file says that it is not to be printed."""
Severity = Literal["error", "warning"]
CheckName = Literal["items", "categories", "departments", "sequence"]
Status = Literal["ok", "flagged", "failed"]
PlaceFrom = Literal["document", "register", "both"]
CheckStatus = Literal["match", "mismatch", "acknowledged", "unstated"]


class Box(NamedTuple):
    """A rectangle on a page in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Line(Struct, frozen=True, order=True):
    """One printed line (or one paragraph, where the format has those).

    `text` has no line end; `text == Document.text[start : start + len(text)]` always.
    `number` is the line's number in a text file, else None; `above` counts the blank lines right
    above it there, those around what was taken out between among them. `wraps` tells whether the
    next line of the same cell continues this paragraph: True and False are knowledge of the
    reader (geometry, paragraph marks), None is unknown. `furniture` is True when the reader
    knows that the line is of the page, not of the text (page number, watermark, repeated head).
    `hidden` is why it is not seen in print, None where it is; what is hidden is a line of its own,
    behind what is seen of its paragraph or cell. `struck` are the words of it that are struck out.
    """

    start: int
    text: str
    number: int | None = None
    page: int | None = None
    box: Box | None = None
    wraps: bool | None = None
    furniture: bool = False
    hidden: Hidden | None = None
    struck: str = ""
    above: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Cell(NamedTuple):
    """One table cell with its lines from top to bottom; empty when nothing is printed."""

    lines: tuple[Line, ...]
    row_span: int = 1
    column_span: int = 1


class Grid(NamedTuple):
    """One table (or the part of it on one page), rows from top to bottom.

    All rows have the same width. None is a place that a merged cell covers, which is not
    the same as an empty cell. A merged cell stands at its top left place. `names` say where a
    person finds each row (`table 3, row 12`), where the format has no pages or lines for that.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    page: int | None = None
    names: tuple[str, ...] = ()


UNSURE = "letters_unsure"
"""The code of a letter that may be another: of each by itself in a reader, then of an item's."""


class Doubt(Struct, frozen=True):
    """Something that a reader or a later step is not sure of; `checks` alone makes it a warning.

    `checks/codes.py` has the sentence of each code and case, with the names of its facts.
    """

    code: str
    case: str = ""
    facts: Mapping[str, str | int] = {}
    item_id: str | None = None
    page: int | None = None
    line_start: int | None = None
    line_end: int | None = None
    start: int | None = None
    end: int | None = None


class Source(Struct, frozen=True):
    """An input as found: its name (never a path), bytes' sha256 and what it is."""

    name: str
    sha256: str
    format: str
    encoding: str | None = None
    pages: int | None = None


class Document(Struct, frozen=True):
    """What every reader returns: the decoded text and where things stand in it.

    `text` is the decoded file of a text dump, for other formats the reader's own stream (every
    line or cell paragraph in reading order, each ended by a line feed). `blocks` are Lines
    (outside tables) and Grids in reading order. Every character of `text` that is not white space
    is in exactly one line of one block.
    """

    source: Source
    text: str
    blocks: tuple[Line | Grid, ...]
    doubts: tuple[Doubt, ...] = ()


class Segment(Struct, frozen=True):
    """A half-open span of the source text with its role, and where on which page it stands."""

    start: int
    end: int
    role: Role
    item_id: str | None = None
    field: str | None = None
    page: int | None = None
    box: Box | None = None


class Band(NamedTuple):
    """A category printed as a row of its own, with the number of items it states, if any."""

    list_type: ListType
    category: str
    stated: int | None
    lines: tuple[Line, ...]


class PrintedRow(NamedTuple):
    """A row as a page shows it, whatever format it came in.

    `cells` has the list's columns; None is a place that a merged cell covers: one of the row above
    where the column is in `covered`. `first` and `last` tell whether it is the first or last row of
    its table on its page. `merged` is a row of one cell over all columns. `doubts` are those of
    whoever cut the row into cells.
    """

    cells: dict[Field, Cell | None]
    page: int | None = None
    first: bool = False
    last: bool = False
    merged: bool = False
    doubts: tuple[Doubt, ...] = ()
    covered: frozenset[Field] = frozenset()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for cell in self.cells.values() if cell for line in cell.lines)


class Section(Struct, frozen=True):
    """One list as printed: its columns, its titles (which may state totals), and its rows.

    Of a dump `rows` are bare lines until they are cut. A line between rows may be a category's
    heading; a `Band` surely is one. `breaks` are the offsets at which a page of a dump ends:
    furniture was taken out there, or several lines are blank. At those in `lone` it only may.
    `none` tells whether the list says that it has no item. `sums` are the lines of the row that
    sums the list up, which are furniture and state totals.
    """

    list_type: ListType
    columns: tuple[Field, ...]
    titles: tuple[Line, ...]
    rows: tuple[PrintedRow | Band | Line, ...]
    breaks: tuple[int, ...] = ()
    none: bool = False
    lone: tuple[int, ...] = ()
    sums: tuple[Line, ...] = ()


class Sections(Struct, frozen=True):
    """The parts of a document; every line of it is in exactly one of them."""

    preamble: tuple[Line, ...]
    lists: tuple[Section, ...]
    furniture: tuple[Line, ...]
    unplaced: tuple[Line, ...] = ()
    hidden: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Row(Struct, frozen=True):
    """One row of a list, put together from what its pages print.

    A field missing from `cells` is a column the list does not have (or a cell that a merge covers);
    an empty tuple is an empty cell. `category` is the one to carry where the row has no such cell
    (band, merged cell, page cut). `parts` are the printed rows it was put together from; `shared`
    are the starts of the lines that it has with the row above: those of a cell merged over both.
    """

    list_type: ListType
    seq: int | None
    cells: dict[Field, tuple[Line, ...]]
    category: str | None = None
    page: int | None = None
    doubts: tuple[Doubt, ...] = ()
    parts: tuple[PrintedRow, ...] = ()
    shared: frozenset[int] = frozenset()


class Rows(Struct, frozen=True):
    """All rows of a document, with what stood between them."""

    rows: tuple[Row, ...]
    bands: tuple[Band, ...] = ()
    unplaced: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Text(Struct, frozen=True):
    """Joined text, and its pieces in order: (offset in text, offset in source, length)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]


class Clause(Struct, frozen=True):
    """One statement of a duty or handling cell, as the contract defines it.

    `start` and `end` are the span of `text` in the source (furniture that a page break put
    inside it is included).
    """

    field: Field
    ordinal: int
    heading: str | None
    department_raw: str | None
    departments: tuple[str, ...]
    number: int | None
    text: str
    start: int
    end: int
    bound: tuple[str, ...] = ()


class Item(Struct, frozen=True):
    """One numbered row of a list, joined and split into clauses."""

    item_id: str
    list_type: ListType
    seq: int
    category: str
    name: str
    departments: tuple[str, ...]
    departments_raw: tuple[str, ...]
    superior_duties: str | None
    township_duties: str | None
    handling: str | None
    page: int | None
    line_start: int | None
    line_end: int | None
    place: str | None
    clauses: tuple[Clause, ...]
    keywords: tuple[str, ...] = ()


class Department(Struct, frozen=True):
    """A department of this document: every spelling with its count, and what it is bound by.

    `kind` is what it is in any county, None where the rules do not know it.
    `clauses` stand under a heading with its name; `bound_clauses` are those and the ones
    without any heading in items that list it.
    """

    name: str
    kind: str | None
    spellings: tuple[tuple[str, int], ...]
    cooperative_items: int
    recall_items: int
    clauses: int
    bound_clauses: int = 0


class Stated(NamedTuple):
    """A total that the document prints, with the words it was read from.

    `names` are the category names printed with a total of categories.
    """

    list_type: ListType
    check: CheckName
    total: int
    names: tuple[str, ...]
    quote: str
    start: int
    end: int


class Facts(Struct, frozen=True):
    """What the preamble says of the township, in plain units; None when not printed.

    Places that it does not print are those of the register, where that has them; `place_from`
    tells where they come from.
    """

    title: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    place_from: PlaceFrom | None = None
    area_km2: float | None = None
    registered_population: int | None = None
    resident_population: int | None = None
    administrative_villages: int | None = None
    communities: int | None = None
    arable_land_mu: float | None = None
    village_collective_income_yuan: float | None = None
    per_capita_income_yuan: float | None = None
    distance_to_county_seat_km: float | None = None


class Finding(Struct, frozen=True):
    """One thing that a check says; `checks/codes.py` has the sentence of each case."""

    case: str
    facts: Mapping[str, str | int] = {}


class Check(Struct, frozen=True):
    """A stated total beside the observed one; `detail` says in words what `findings` are."""

    list_type: ListType
    check: CheckName
    stated: int | None
    observed: int | None
    status: CheckStatus
    detail: str = ""
    detail_zh: str = ""
    findings: tuple[Finding, ...] = ()


class Warning(Struct, frozen=True):
    """One thing a maintainer should look at; the document is flagged unless it is only a note.

    `case` and `facts` are what an acknowledgement names.
    """

    code: str
    severity: Severity
    message: str
    message_zh: str = ""
    item_id: str | None = None
    page: int | None = None
    line_start: int | None = None
    line_end: int | None = None
    start: int | None = None
    end: int | None = None
    case: str = ""
    facts: Mapping[str, str | int] = {}
    flags: bool = True
    place: str | None = None


class Acknowledged(Struct, frozen=True):
    """A defect of the source that a maintainer has confirmed, and why.

    It is a total, by `list_type` and `check`, or what would be a warning of `code`. The entry that
    says so stands in `line` of `file`, beside the source.
    """

    message: str
    message_zh: str
    reason: str
    file: str
    line: int | None = None
    code: str | None = None
    list_type: ListType | None = None
    check: CheckName | None = None
    item_id: str | None = None
    place: str | None = None


class Extraction(Struct, frozen=True):
    """Everything known of one document. `text` stays for display; tables never need it.

    `text_sha256` is that of the text as it was read, which acknowledgements may be tied to.
    `source_path` is the file's path in the folder that was given, its name where it was named.
    `folder` is where it lies, `list_id` its id in the register there: they tell which documents
    may be formats of one list, and are in no table.
    """

    document_id: str
    source: Source
    text: str
    facts: Facts
    items: tuple[Item, ...]
    departments: tuple[Department, ...]
    checks: tuple[Check, ...]
    warnings: tuple[Warning, ...]
    coverage: tuple[Segment, ...]
    source_path: str = ""
    folder: str = ""
    list_id: str = ""
    text_sha256: str = ""
    acknowledged: tuple[Acknowledged, ...] = ()

    @property
    def status(self) -> Status:
        sound = all(check.status != "mismatch" for check in self.checks)
        return "ok" if sound and not any(w.flags for w in self.warnings) else "flagged"


class Failure(Struct, frozen=True):
    """An input that could not be read: its code, its path, and the one line for a person."""

    document_id: str
    source_name: str
    code: str
    message: str
    sha256: str | None = None
    format: str | None = None
    source_path: str = ""

    @property
    def status(self) -> Status:
        return "failed"


Outcome = Extraction | Failure
