"""Hostile Word documents and workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from .kinds import Make, kinds
from .text import names

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"


def _package(parts: Mapping[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_P}">{items}</Relationships>'


# --- Word ---------------------------------------------------------------------------------------

_DOCUMENT = {"_rels/.rels": _relations({"officeDocument": "word/document.xml"})}


def _docx(body: str, related: Mapping[str, str] | None = None, **others: str) -> bytes:
    """Return a document of a body and other parts by kind; what else is `related` is not there."""
    targets = {**{name: f"{name}.xml" for name in others}, **(related or {})}
    parts = {
        **_DOCUMENT,
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(targets),
    }
    for name, content in others.items():
        parts[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{_W}">{content}</w:{name}>'
    return _package(parts)


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"


def _tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cell if '<' in cell else _tc(cell) for cell in cells)}</w:tr>"


_HEAD = _tr("序号", "事项类别", "事项名称")


def _body(xml: Callable[[int], str]) -> Make:
    return lambda size: _docx(xml(size))


def _table(rows: Callable[[int], str]) -> Make:
    return _body(lambda size: f"{_p('基本履职事项清单')}<w:tbl>{_HEAD}{rows(size)}</w:tbl>")


def _note(size: int) -> bytes:
    """Return notes each of which names itself, and the next one twice."""

    def named(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{named(n)}{named(n + 1)}{named(n + 1)}</w:p></w:footnote>'
        for n in range(size)
    )
    return _docx(f"<w:p>{named(0)}</w:p>", footnotes=notes)


def _styles(base: Callable[[int, int], int]) -> Make:
    """Return the maker of so many styles, each based on another, with a paragraph of each."""

    def make(size: int) -> bytes:
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{base(n, size)}"/>'
            "</w:style>"
            for n in range(size)
        )
        body = "".join(_p("甲", f'<w:pStyle w:val="s{n}"/>') for n in reversed(range(size)))
        return _docx(body, styles=styles)

    return make


def _lists(size: int) -> bytes:
    """Return as many lists of numbered paragraphs as paragraphs."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    numbers = range(size)
    lists = [f'<w:abstractNum w:abstractNumId="{n}">{level}</w:abstractNum>' for n in numbers]
    lists += [f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in numbers]
    body = "".join(_p("甲", f'<w:numPr><w:numId w:val="{n}"/></w:numPr>') for n in numbers)
    return _docx(body, numbering="".join(lists))


def _packed(method: int) -> Make:
    return lambda size: _package({**_DOCUMENT, "word/document.xml": " " * size}, method)


def _inserted(size: int) -> bytes:
    """Return a document into which one file is inserted many times."""
    parts = {
        **_DOCUMENT,
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
        + '<w:altChunk r:id="aFChunk"/>' * size
        + "</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations({"aFChunk": "x.txt"}),
        "word/x.txt": "做好服务工作\n" * 1_000,
    }
    return _package(parts)


def _lost(size: int) -> bytes:
    """Return a document with relations to parts that are not there, and parts without relations."""
    return _docx(_p("甲"), {f"k{n}": f"x{n}.xml" for n in range(size)}, **dict.fromkeys("ab", ""))


def _merged(row: int) -> str:
    return _tr("1", _tc(f"民生{row}", "<w:vMerge/>"), "甲")


DOCX = kinds(
    ".docx",
    {
        "notes that name themselves": (2_000, _note),
        "style chain": (8_000, _styles(lambda n, _: n - 1)),
        "style ring": (8_000, _styles(lambda n, size: (n + 1) % size)),
        "lists of numbers": (4_000, _lists),
        "deflated": (200_000_000, _packed(zipfile.ZIP_DEFLATED)),
        "bzip2": (200_000_000, _packed(zipfile.ZIP_BZIP2)),
        "lzma": (200_000_000, _packed(zipfile.ZIP_LZMA)),
        "cells in a row": (4_000, _table(lambda n: _tr("1", *["甲"] * n))),
        "rows": (4_000, _table(lambda n: _tr("1", "民生", "甲") * n)),
        "merged rows": (4_000, _table(lambda n: "".join(map(_merged, range(n))))),
        "runs": (20_000, _body(lambda n: f"<w:p>{'<w:r><w:t>甲</w:t></w:r>' * n}</w:p>")),
        "tabs": (20_000, _body(lambda n: f"<w:p><w:r>{'<w:tab/>' * n}</w:r></w:p>")),
        "breaks": (20_000, _body(lambda n: f"<w:p><w:r>{'<w:br/>' * n}</w:r></w:p>")),
        "paragraphs": (20_000, _body(lambda n: _p("甲") * n)),
        "paragraphs in a cell": (
            8_000,
            _table(lambda n: _tr("1", "民生", f"<w:tc>{_p('甲') * n}</w:tc>")),
        ),
        "deleted ends": (20_000, _body(lambda n: _p("甲", "<w:rPr><w:del/></w:rPr>") * n)),
        "tables": (4_000, _body(lambda n: f"<w:tbl>{_tr('1', '民生', '甲')}</w:tbl>" * n)),
        "nested tables": (
            80,
            _body(lambda n: "<w:tbl><w:tr><w:tc>" * n + _p("甲") + "</w:tc></w:tr></w:tbl>" * n),
        ),
        "relations to nothing": (8_000, _lost),
        "one file inserted": (1_000, _inserted),
        "departments in a cell": (
            16_000,
            _table(
                lambda n: _tr("序号", "事项名称", "责任部门") + _tr("1", "甲", "、".join(names(n)))
            ),
        ),
    },
)


# --- workbooks ----------------------------------------------------------------------------------


def _xlsx(sheet: str, sheets: int = 1, **others: str) -> bytes:
    """Return a workbook of other parts by kind and one sheet, named so many times."""
    named = "".join(
        f'<sheet name="s{n}" sheetId="{n + 1}" r:id="worksheet"/>' for n in range(sheets)
    )
    targets = {"worksheet": "sheet.xml", **{name: f"{name}.xml" for name in others}}
    return _package(
        {
            "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{named}</sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": _relations(targets),
            "xl/sheet.xml": f'<worksheet xmlns="{_S}">{sheet}</worksheet>',
            **{f"xl/{name}.xml": content for name, content in others.items()},
        }
    )


def _row(*values: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
    return f"<row>{cells}</row>"


_TOP = _row("序号", "事项类别", "事项名称")
_DATA = f"<sheetData>{_TOP}{_row('1', '民生', '甲')}</sheetData>"


def _sheet(xml: Callable[[int], str]) -> Make:
    return lambda size: _xlsx(xml(size))


def _cells(xml: Callable[[int], str]) -> Make:
    return _sheet(lambda size: f"<sheetData>{_TOP}{xml(size)}</sheetData>")


def _string(size: int) -> bytes:
    """Return a long string that every cell shows."""
    text = f'<sst xmlns="{_S}"><si><t>{"甲" * size}</t></si></sst>'
    cells = '<row><c t="s"><v>0</v></c></row>' * size
    return _xlsx(f"<sheetData>{_TOP}{cells}</sheetData>", sharedStrings=text)


XLSX = kinds(
    ".xlsx",
    {
        "hidden columns": (
            16_384,
            _sheet(
                lambda n: f'<cols>{f"""<col min="1" max="{n}" hidden="1"/>""" * n}</cols>{_DATA}'
            ),
        ),
        "rows": (8_000, _cells(lambda n: _row("1", "民生", "甲") * n)),
        "cells in a row": (4_000, _cells(lambda n: _row(*["甲"] * n))),
        "empty rows": (40_000, _cells(lambda n: "<row/>" * n + _row("1", "民生", "甲"))),
        "rows far apart": (
            100_000,
            _cells(lambda n: f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>'),
        ),
        "merged cells": (
            4_000,
            _sheet(
                lambda n: (
                    f"<sheetData>{_TOP}{_row('1', '民生', '甲') * n}</sheetData><mergeCells>"
                    + "".join(f'<mergeCell ref="B{row}:B{row + n}"/>' for row in range(2, n))
                    + "</mergeCells>"
                )
            ),
        ),
        "one sheet": (400, lambda n: _xlsx(_DATA, n)),
        "one string": (4_000, _string),
    },
)
