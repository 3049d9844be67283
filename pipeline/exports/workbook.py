"""Workbooks: those for officials, and the import form of public checklist systems.

A workbook holds one township, a county or a whole run; with several townships, the first column of
its sheets names each. Headings and values are in one language, texts of documents as they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from ..languages.choice import Language
from ..languages.tables import heading_words
from ..review.rows import DocumentRow, Documents, Rows
from .layouts import Layout, Row, checklist_layouts, doubt, doubts_layout, office_layouts
from .sheet import Book, Cell, Column, Cut, Sheet

Per = Literal["township", "county", "run"]
Form = Literal["office", "checklist"]

_RUN = "qingdan"
_NOWHERE = "unknown"
_TOWNSHIP_WIDTH = 18
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f.]+')


def write_workbooks(
    output: Path,
    folder: Path,
    *,
    per: Per,
    form: Form,
    language: Language,
    created: datetime,
) -> list[str]:
    """Write the workbooks of an output folder; return a line for each text that no cell holds.

    Documents that could not be read have no workbook of their own. Raises `BadCall` when a table
    cannot be read, and what `Book` does.
    """
    rows = Documents(output)
    told: list[str] = []
    for name, documents in _divided([*rows.documents.values()], per):
        book = _Workbook(folder / f"{name}.xlsx", documents, form, language, created)
        for document in documents:
            book.fit(rows.of(document.document_id))
        book.begin()
        for document in documents:
            cuts = book.add(rows.of(document.document_id))
            told += [f"{name}.xlsx: {document.name}: {cut}" for cut in cuts]
        book.close()
    return told


def _divided(
    documents: Sequence[DocumentRow], per: Per
) -> Iterator[tuple[str, Sequence[DocumentRow]]]:
    """Yield the name of each workbook, which no other one has, and the documents in it."""
    if per == "run":
        yield _RUN, documents
        return
    groups: defaultdict[tuple[str, ...], list[DocumentRow]] = defaultdict(list)
    for one in documents:
        if one.status != "failed":
            places = (one.province, one.prefecture, one.county)
            key = (one.document_id,) if per == "township" else tuple(filter(None, places))
            groups[key].append(one)
    short = {
        key: _file_name(own[0].name if per == "township" else own[0].county or _NOWHERE)
        for key, own in groups.items()
    }
    counts = Counter(name.casefold() for name in short.values())
    for key, own in groups.items():
        is_alone = counts[short[key].casefold()] == 1
        yield short[key] if is_alone else _file_name("-".join((short[key], *key))), own


def _file_name(text: str) -> str:
    return _UNSAFE.sub("_", text).strip() or "_"


class _Workbook:
    """A workbook as it is written, a township at a time."""

    def __init__(
        self,
        path: Path,
        documents: Sequence[DocumentRow],
        form: Form,
        language: Language,
        created: datetime,
    ) -> None:
        self.language = language
        self.has_many = len(documents) > 1
        self.name = documents[0].name if len(documents) == 1 else path.stem
        self.book = Book(path, self.name, created)
        layouts = office_layouts() if form == "office" else checklist_layouts()
        self.sheets = [(layout, self._sheet(layout)) for layout in layouts]
        self.doubts = doubts_layout()
        self.doubts_sheet = self._sheet(self.doubts) if form == "office" else None
        self.has_doubts = False

    def fit(self, township: Rows) -> None:
        """Make columns wide enough for the rows of a township; before `begin`."""
        for layout, sheet in self.sheets:
            for row in layout.rows(township, self.language):
                sheet.fit(self._cells(township, row))

    def begin(self) -> None:
        """Begin all sheets, in their order."""
        for _, sheet in self.sheets:
            sheet.begin()
        if self.doubts_sheet:
            self.doubts_sheet.begin()

    def add(self, township: Rows) -> list[str]:
        """Write the rows of a township, and return what was cut of its texts, a line each."""
        doubts = [*self.doubts.rows(township, self.language)]
        told: list[str] = []
        for layout, sheet in self.sheets:
            for row in layout.rows(township, self.language):
                for cut in self._add(sheet, township, row):
                    message = self._message(cut)
                    told.append(f"{row.item.item_id}: {message}" if row.item else message)
                    doubts.append(doubt("warning", message, self.language, row.item))
        if self.doubts_sheet:
            for row in doubts:
                self._add(self.doubts_sheet, township, row)
        self.has_doubts = self.has_doubts or bool(doubts)
        return told

    def close(self) -> None:
        """Finish the workbook."""
        if self.doubts_sheet:
            if not self.has_doubts:
                nothing = heading_words("no_doubts").in_(self.language)
                empty: list[None] = [None] * (len(self.doubts_sheet.columns) - 1)
                self.doubts_sheet.add((*empty, nothing))
            self.doubts_sheet.close()
        for _, sheet in self.sheets:
            sheet.close()
        self.book.close()

    def _sheet(self, layout: Layout) -> Sheet:
        name = layout.name.in_(self.language)
        township = Column(heading_words("township").in_(self.language), _TOWNSHIP_WIDTH)
        columns = [Column(words.in_(self.language), width) for words, width in layout.columns]
        sentence = heading_words("list").in_(self.language)
        title = sentence.format(name=self.name, list=name) if layout.is_list else ""
        return self.book.sheet(name, [township, *columns] if self.has_many else columns, title)

    def _add(self, sheet: Sheet, township: Rows, row: Row) -> list[Cut]:
        is_flagged = row.item is not None and row.item.flagged
        return sheet.add(self._cells(township, row), is_marked=is_flagged)

    def _cells(self, township: Rows, row: Row) -> tuple[Cell, ...]:
        return (township.document.name, *row.cells) if self.has_many else row.cells

    def _message(self, cut: Cut) -> str:
        sentence = heading_words("cut").in_(self.language)
        return sentence.format(heading=cut.heading, count=cut.characters)
