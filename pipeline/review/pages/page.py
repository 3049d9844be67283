"""What a document's page shows: its rows of the tables, put together for people to read."""

from __future__ import annotations

import hashlib
import re
import shlex
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, get_args

from msgspec import Struct

from ...checks.acknowledgements import entry_to_toml
from ...checks.codes import CODES
from ...languages.tables import list_words
from ...languages.words import Words
from ...model import LIST_TYPES, CheckName, ListType, Status
from ...sources import to_id
from ..open import CheckRow, Open, WarningRow, open_in, to_entry
from ..rows import DocumentRow, Rows
from ..state import RANKS, Rank, rank_of
from .excerpts import Excerpt, ShownLine
from .items import HUES, ShownItem, shown_items
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
    rank: Rank
    rank_order: int
    code: str
    message: Words
    action: Words
    item: ShownItem | None
    place: Words | None
    lines: tuple[ShownLine, ...]
    rows: tuple[ShownTableRow, ...]
    pages: tuple[ShownPage, ...]
    command: str
    toml: str
    show: str


class ShownCheck(Struct, frozen=True):
    """What one total of one list says, with how to acknowledge it where it differs."""

    list: Words
    check: CheckName
    status: str
    detail: Words | None
    number: int | None
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
    hue: int
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
    doubts: tuple[ShownDoubt, ...]
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
    where: str,
) -> Page:
    """Return what the page of a document shows.

    `excerpts` are those of its warnings by their place among them, `pictures` those of its pages.
    `where` are the options that tell commands where tables and sources are.
    """
    document = rows.document
    opened = open_in(rows.checks, rows.warnings)
    items = dict(shown_items(rows, opened))
    toml_name = _toml_name(document)
    first = len(opened) - len(rows.warnings)
    doubts = [
        _doubt(one, items, excerpts.get(nth, Excerpt()), pictures, where)
        for nth, one in enumerate(opened[first:])
    ]
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
        details=tuple(_details(rows.checks, opened, where)),
        note=note,
        doubts=tuple(sorted(doubts, key=lambda one: (one.rank_order, one.number))),
        departments=tuple(_departments(rows)),
        categories=tuple(dict.fromkeys(item.category for item in rows.items)),
        lists=tuple(ListCount(one, counts[one]) for one in LIST_TYPES if counts[one]),
        list_items=tuple(items.values()),
    )


def _failure(code: str) -> Failed:
    known = CODES.get(code)
    if known is None:
        return Failed(code, Words("", ""), Words("", ""))
    return Failed(
        code, Words(known.title.zh, known.title.en), Words(known.action.zh, known.action.en)
    )


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


def _details(
    checks: Iterable[CheckRow], opened: Sequence[Open], where: str
) -> Iterator[ShownCheck]:
    by_check = {id(one.about): one for one in opened}
    for check in checks:
        one = by_check.get(id(check))
        if one or check.detail:
            detail = Words(check.detail_zh or "", check.detail or "") if check.detail else None
            told = (list_words(check.list_type), check.check, check.status, detail)
            command, toml = _acknowledgement(one, where) if one else ("", "")
            yield ShownCheck(*told, one.number if one else None, command, toml)


def _acknowledgement(one: Open, where: str) -> tuple[str, str]:
    """Return the command and the entry that acknowledge what is open; empty for what needs none."""
    entry = to_entry(one.about, "…")
    if entry is None or rank_of(one.about) == "note":
        return "", ""
    name = shlex.quote(one.about.document_id)
    return f'qingdan acknowledge {name} {one.number}{where} --reason "…"', entry_to_toml(entry)


def _doubt(
    one: Open,
    items: Mapping[str, ShownItem],
    excerpt: Excerpt,
    pictures: Mapping[int, ShownPage],
    where: str,
) -> ShownDoubt:
    warning = one.about
    assert isinstance(warning, WarningRow)
    code = CODES.get(warning.code)
    rank = rank_of(warning)
    command, toml = _acknowledgement(one, where)
    return ShownDoubt(
        number=one.number,
        rank=rank,
        rank_order=RANKS.index(rank),
        code=warning.code,
        message=Words(warning.message_zh, warning.message),
        action=Words(code.action.zh, code.action.en) if code else Words("", ""),
        item=items.get(warning.item_id) if warning.item_id else None,
        place=place_words(warning.place) if warning.place else None,
        lines=excerpt.lines,
        rows=tuple(ShownTableRow(place_words(row.name), row.cells) for row in excerpt.rows),
        pages=tuple(pictures_of(excerpt, pictures)),
        command=command,
        toml=toml,
        show=_show(warning.item_id, where) if warning.item_id else "",
    )


def _show(item_id: str, where: str) -> str:
    return f"qingdan show {shlex.quote(item_id)}{where} --image page.png"


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
    for nth, one in enumerate(rows.departments):
        count = one.cooperative_items + one.recall_items
        yield ShownDepartment(one.department, nth % HUES, count)
