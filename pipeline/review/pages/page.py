"""What a document's page shows: its rows of the tables, put together for people to read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, get_args

from msgspec import Struct

from ...checks.acknowledgements import entry_to_toml
from ...checks.codes import CODES
from ...checks.codes import Words as CodeWords
from ...languages.tables import list_words
from ...languages.words import Words
from ...model import LIST_TYPES, CheckName, ListType, Status
from ...sources import to_id
from ..folders import Folders
from ..open import AcknowledgedRow, CheckRow, Open, WarningRow, open_in, to_entry
from ..rows import DocumentRow, Rows
from ..state import FEW, Rank, form_advice, grouped, rank_of
from .excerpts import Excerpt, ShownLine
from .items import ShownItem, colours_of, shown_items
from .words import place_words

CHECKS: tuple[CheckName, ...] = get_args(CheckName)
_PLAIN = re.compile(r"[^\W_](?:[\w.-]{0,50}\w)?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")

Note = Literal["source_missing", "source_changed", "source_unreadable"]
"""Why nothing of a source is shown."""


class ShownTableRow(Struct, frozen=True):
    """A row of a table of the source."""

    place: Words
    cells: tuple[object, ...]


class ShownPage(Struct, frozen=True):
    """A part of a page: its picture, where there is one, and what to outline, as CSS values."""

    number: int
    href: str = ""
    width: int = 0
    height: int = 0
    style: str = ""
    boxes: tuple[str, ...] = ()


class ShownDoubt(Struct, frozen=True):
    """A warning beside its source; `command` and `toml` acknowledge it."""

    number: int
    message: Words
    item: ShownItem | None
    place: Words | None
    lines: tuple[ShownLine, ...]
    rows: tuple[ShownTableRow, ...]
    pages: tuple[ShownPage, ...]
    command: str
    toml: str
    show: str


class ShownGroup(Struct, frozen=True):
    """All warnings of a code: what it means, and what to do. Of few each is shown at once."""

    code: str
    title: Words
    action: Words
    doubts: tuple[ShownDoubt, ...]
    is_few: bool


class ShownRank(Struct, frozen=True):
    """All warnings of a rank by their codes."""

    rank: Rank
    count: int
    groups: tuple[ShownGroup, ...]


class ShownAcknowledged(Struct, frozen=True):
    """What is acknowledged, why, and where that is written: the file, its line."""

    list: Words | None
    check: CheckName | None
    message: Words
    item: ShownItem | None
    place: Words | None
    reason: str
    file: str
    line: int | None


class ShownCheck(Struct, frozen=True):
    """What one total that differs says, with how to acknowledge it."""

    list: Words
    check: CheckName
    detail: Words
    number: int
    command: str
    toml: str


class Total(Struct, frozen=True):
    """The totals of a list, in the order of `CHECKS`."""

    list: Words
    checks: tuple[CheckRow | None, ...]


class Failed(Struct, frozen=True):
    """Why a document was not read."""

    code: str
    title: Words
    action: Words


class ListCount(Struct, frozen=True):
    """How many items a list has."""

    list_type: ListType
    count: int


class ShownDepartment(Struct, frozen=True):
    """A department of the document, and in how many items it is."""

    name: str
    colour: int
    count: int


class Page(Struct, frozen=True):
    """All that a document's page shows."""

    document_id: str
    title: str
    places: tuple[str, ...]
    status: Status
    source_path: str
    format: str | None
    pages: int | None
    failure: Failed | None
    toml_name: str
    totals: tuple[Total, ...]
    details: tuple[ShownCheck, ...]
    note: Note | None
    advice: Words | None
    ranks: tuple[ShownRank, ...]
    acknowledged: tuple[ShownAcknowledged, ...]
    departments: tuple[ShownDepartment, ...]
    categories: tuple[str, ...]
    lists: tuple[ListCount, ...]
    list_items: tuple[ShownItem, ...]


def page_name(document_id: str) -> str:
    """Return the name of a document's page without suffix: its id, where every system can hold it.

    Any other id is cut, and has a part of its digest behind it.
    """
    is_plain = _PLAIN.fullmatch(document_id) and document_id == document_id.lower()
    if is_plain and not _RESERVED.match(document_id):
        return document_id
    plain = re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", document_id)).strip("_")
    digest = hashlib.sha256(document_id.encode()).hexdigest()[:10]
    return f"_{plain[:40]}-{digest}"


def title_of(document: DocumentRow) -> str:
    """Return what a document is called: by its own title, its township, else its file."""
    return document.title or document.township or document.source_name


def rows_to_page(
    rows: Rows,
    excerpts: Mapping[int, Excerpt],
    pictures: Mapping[int, ShownPage],
    note: Note | None,
    folders: Folders,
) -> Page:
    """Return what the page of a document shows.

    `excerpts` are those of its warnings by their place among them, `pictures` those of its pages.
    Its commands are for the tables and the sources in `folders`.
    """
    document = rows.document
    opened = open_in(rows.checks, rows.warnings)
    items = dict(shown_items(rows, opened))
    toml_name = _toml_name(document)
    warned = opened[len(opened) - len(rows.warnings) :]
    doubts = {
        one.number: _doubt(one, items, excerpts.get(nth, Excerpt()), pictures, folders)
        for nth, one in enumerate(warned)
    }
    places = (document.province, document.prefecture, document.county, document.township)
    counts = Counter(item.list_type for item in items.values())
    return Page(
        document_id=document.document_id,
        title=title_of(document),
        places=tuple(filter(None, places)),
        status=document.status,
        source_path=document.source_path,
        format=document.format,
        pages=document.pages,
        failure=_failure(document.failure) if document.failure else None,
        toml_name=toml_name,
        totals=tuple(_totals(rows.checks)),
        details=tuple(_details(opened, folders)),
        note=note,
        advice=_words(form_advice(document.format, opened)),
        ranks=tuple(_ranks(warned, doubts)),
        acknowledged=tuple(_acknowledged(one, items) for one in rows.acknowledged),
        departments=tuple(_departments(rows)),
        categories=tuple(dict.fromkeys(item.category for item in rows.items)),
        lists=tuple(ListCount(one, counts[one]) for one in LIST_TYPES if counts[one]),
        list_items=tuple(items.values()),
    )


def _failure(code: str) -> Failed:
    known = CODES.get(code)
    none = Words("", "")
    if known is None:
        return Failed(code, none, none)
    return Failed(code, _words(known.title) or none, _words(known.action) or none)


def _toml_name(document: DocumentRow) -> str:
    """Return the name of the file of acknowledgements: by the id of a registered document."""
    own = document.document_id
    is_named = own in (_to_name(document.source_path), _to_name(document.source_name))
    return f"{document.source_name if is_named else own}.toml"


def _to_name(path: str) -> str:
    return to_id(path)


# --- totals and doubts ------------------------------------------------------------------------


def _totals(checks: Iterable[CheckRow]) -> Iterator[Total]:
    for list_type, own in groupby(checks, key=lambda check: check.list_type):
        by_name = {check.check: check for check in own}
        yield Total(list_words(list_type), tuple(by_name.get(name) for name in CHECKS))


def _details(opened: Sequence[Open], folders: Folders) -> Iterator[ShownCheck]:
    for one in opened:
        if isinstance(check := one.about, CheckRow):
            detail = Words(check.detail_zh or "", check.detail or "")
            told = (list_words(check.list_type), check.check, detail, one.number)
            yield ShownCheck(*told, *_acknowledgement(one, folders))


def _ranks(warned: Sequence[Open], doubts: Mapping[int, ShownDoubt]) -> Iterator[ShownRank]:
    for rank, groups in groupby(grouped(warned), key=lambda group: rank_of(group[0].about)):
        shown = tuple(_group(group, doubts) for group in groups)
        yield ShownRank(rank, sum(len(group.doubts) for group in shown), shown)


def _group(group: Sequence[Open], doubts: Mapping[int, ShownDoubt]) -> ShownGroup:
    first = group[0].about
    assert isinstance(first, WarningRow)
    code = CODES.get(first.code)
    return ShownGroup(
        first.code,
        _words(code.title if code else None) or doubts[group[0].number].message,
        _words(code.action if code else None) or Words("", ""),
        tuple(doubts[one.number] for one in group),
        len(group) <= FEW,
    )


def _acknowledged(one: AcknowledgedRow, items: Mapping[str, ShownItem]) -> ShownAcknowledged:
    return ShownAcknowledged(
        list=list_words(one.list_type) if one.list_type else None,
        check=one.check,
        message=Words(one.message_zh, one.message),
        item=items.get(one.item_id) if one.item_id else None,
        place=place_words(one.place) if one.place else None,
        reason=one.reason,
        file=one.file,
        line=one.line,
    )


def _words(words: CodeWords | None) -> Words | None:
    """Return words of the table of codes as pages have them."""
    return Words(words.zh, words.en) if words else None


def _acknowledgement(one: Open, folders: Folders) -> tuple[str, str]:
    """Return the command and the entry that acknowledge what is open; empty for what needs none."""
    entry = to_entry(one.about, "…")
    if entry is None or rank_of(one.about) == "note":
        return "", ""
    call = folders.call("acknowledge", one.about.document_id, str(one.number))
    return f'{call} --reason "…"', entry_to_toml(entry)


def _doubt(
    one: Open,
    items: Mapping[str, ShownItem],
    excerpt: Excerpt,
    pictures: Mapping[int, ShownPage],
    folders: Folders,
) -> ShownDoubt:
    warning = one.about
    assert isinstance(warning, WarningRow)
    command, toml = _acknowledgement(one, folders)
    return ShownDoubt(
        number=one.number,
        message=Words(warning.message_zh, warning.message),
        item=items.get(warning.item_id) if warning.item_id else None,
        place=place_words(warning.place) if warning.place else None,
        lines=excerpt.lines,
        rows=tuple(ShownTableRow(place_words(row.name), row.cells) for row in excerpt.rows),
        pages=tuple(pictures_of(excerpt, pictures)),
        command=command,
        toml=toml,
        show=_show(warning.item_id, folders) if warning.item_id else "",
    )


def _show(item_id: str, folders: Folders) -> str:
    return folders.call("show", item_id, "--image", "page.png")


def pictures_of(excerpt: Excerpt, pictures: Mapping[int, ShownPage]) -> Iterator[ShownPage]:
    """Yield the parts of pages of an excerpt, each with its picture where there is one."""
    for shown in excerpt.pages:
        picture = pictures.get(shown.page)
        if picture is None:
            yield ShownPage(shown.page)
            continue
        part = shown.part if shown.boxes else (0, 0, picture.width, picture.height)
        x0, y0 = max(part[0], 0.0), max(part[1], 0.0)
        x1, y1 = min(part[2], picture.width), min(part[3], picture.height)
        sides = {"w": picture.width, "h": picture.height, "x": x0, "y": y0}
        sides |= {"cw": max(x1 - x0, 1.0), "ch": max(y1 - y0, 1.0)}
        boxes = (dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)) for box in shown.boxes)
        yield ShownPage(
            shown.page,
            picture.href,
            picture.width,
            picture.height,
            _to_css(sides),
            tuple(map(_to_css, boxes)),
        )


def _to_css(values: Mapping[str, float]) -> str:
    return ";".join(f"--{name}:{value:.1f}" for name, value in values.items())


# --- items --------------------------------------------------------------------------------------


def _departments(rows: Rows) -> Iterator[ShownDepartment]:
    colours = colours_of(rows)
    for one in rows.departments:
        count = one.cooperative_items + one.recall_items
        yield ShownDepartment(one.department, colours[one.department], count)
