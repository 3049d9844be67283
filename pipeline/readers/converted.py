"""Formats that LibreOffice converts: old Word and WPS documents, RTF, Office's XML of 2003.

A converter is not trusted alone: LibreOffice 7.4 loses the last table of some .doc files. What the
file itself says is read by a second reader, and every paragraph that only one has is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from lxml import etree
from msgspec.structs import replace

from ..errors import UnreadableSource
from ..letters.lines import lines_of
from ..model import Document, Doubt
from .detect import CONVERTED
from .doctext import Encrypted, doc_paragraphs
from .docx import read_docx
from .messages import Request
from .package import parse_xml
from .refusals import damaged, locked
from .rtftext import rtf_paragraphs
from .sheet import read_sheet
from .soffice import convert, find_soffice

Kind = Literal["doc", "rtf", "word-xml", "excel-xml"]
_LABEL = 12  # letters: so long an automatic number before a paragraph may be
_SHOWN = 30  # letters of a paragraph that a doubt quotes


# As which kind of file each is converted, and to which.
_WAYS: dict[Kind, tuple[str, str]] = {
    "doc": ("doc", "docx"),
    "rtf": ("rtf", "docx"),
    "word-xml": ("xml", "docx"),
    "excel-xml": ("xml", "xlsx"),
}


def read_converted(asked: Request, sha256: str, kind: Kind) -> Document:
    """Return the document of a file by way of LibreOffice; raises `UnreadableSource`."""
    suffix, target = _WAYS[kind]
    wanted = _second_reading(asked, kind)
    program = find_soffice(asked.options.soffice)
    if program is None:
        code, what, action = CONVERTED[kind]
        action = f"install LibreOffice (soffice on the PATH, or named with --soffice), or {action}"
        raise UnreadableSource(asked.name, code, what, action)
    data = convert(asked.name, asked.data, suffix, target, program)
    read = read_sheet if target == "xlsx" else read_docx
    document = read(asked.name, sha256, data)
    doubts = [Doubt("converted"), *document.doubts]
    doubts += _differences(document, wanted)
    return replace(document, source=replace(document.source, format=kind), doubts=tuple(doubts))


def _second_reading(asked: Request, kind: Kind) -> Sequence[str] | None:
    """Return the paragraphs of a file as it says itself; None where that is not known."""
    try:
        if kind == "doc":
            return doc_paragraphs(asked.data)
        if kind == "rtf":
            return rtf_paragraphs(asked.data)
        return _xml_paragraphs(parse_xml(asked.data, asked.name, "document"))
    except Encrypted as error:
        raise locked(asked.name) from error
    except ValueError as error:
        raise damaged(asked.name, f"its text cannot be found ({error})") from error


def _xml_paragraphs(root: etree._Element) -> tuple[str, ...]:
    """Return the paragraphs of a Word document, or the cells of a workbook, that is one XML file.

    Of a package in one file, those of its main part.
    """
    for part in root.iter("{*}part"):
        if any(name.endswith("}name") and "document" in str(value) for name, value in part.items()):
            root = part
            break
    found: list[str] = []
    for block in root.iter("{*}p", "{*}Cell"):
        if next(block.iterancestors("{*}hdr", "{*}ftr"), None) is None:
            words = block.iter("{*}t", "{*}Data")
            found.append("".join("".join(map(str, one.itertext())) for one in words))
    return tuple(found)


def _differences(document: Document, wanted: Sequence[str] | None) -> Iterator[Doubt]:
    """Yield how what was converted differs from what the file says."""
    if wanted is None:
        yield Doubt("conversion_differs", "unchecked")
        return
    lines = [_squeezed(line.text) for line in lines_of(document.blocks)]
    said = [squeezed for part in wanted if (squeezed := _squeezed(part))]
    found, text = "\n".join(lines), "\n".join(said)
    lost = [part for part, count in Counter(said).items() if found.count(part) < count]
    if lost:
        facts: dict[str, str | int] = {"count": len(lost), "text": lost[0][:_SHOWN]}
        yield Doubt("conversion_differs", "lost", facts)
    added = [line for line in lines if line and not _is_said(line, text)]
    if added:
        facts = {"count": len(added), "text": added[0][:_SHOWN]}
        yield Doubt("conversion_differs", "added", facts)


def _is_said(line: str, text: str) -> bool:
    """Tell whether a text has a line, but for the automatic number before it."""
    return any(line[start:] in text for start in range(min(_LABEL, len(line))))


def _squeezed(text: str) -> str:
    return "".join(text.split())
