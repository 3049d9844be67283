"""What a file is, told by its content; what is not read is refused with what to do."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ..errors import UnreadableSource
from . import ole
from .archive import holds_pages, is_archive, members_of, members_of_tar
from .package import Package

Kind = Literal[
    "pdf", "ofd", "odf", "docx", "xlsx", "xls", "html", "mht", "text",
    "doc", "rtf", "word-xml", "excel-xml", "picture", "pictures",
]  # fmt: skip

_CONVERT = "convert it with LibreOffice ({}) and read the result"
_TO_DOCX = _CONVERT.format("soffice --convert-to docx")
_DOCX, _XLSX = "save it as DOCX and read that", "save it as XLSX and read that"
_TO_PDF = "save it as PDF or DOCX and read the result"
_UNPACK = "unpack it and read the files in it"
_UNPACK_ZIP = "unpack it and read the files in it, or give --unpack"
_UNPACK_RAR = "unpack it (with 7-Zip, unar or WinRAR) and read the files in it, or pack them as ZIP"
_PRINT = "open it in its own program, print or save it as PDF and read that"
_NO_DOCUMENT = "look for the document itself"


class Refusal(NamedTuple):
    """A kind that is known and not read: `code` for `documents.failure`, words for people."""

    code: str
    what: str
    action: str


# Kinds that LibreOffice converts: what is told of them where it is not there.
CONVERTED: dict[Kind, Refusal] = {
    "doc": Refusal("unsupported_doc", "it is an old Word or WPS document (.doc, .wps)", _DOCX),
    "rtf": Refusal("unsupported_rtf", "it is a Rich Text document (.rtf)", _DOCX),
    "word-xml": Refusal("unsupported_xml", "it is a Word document saved as XML", _DOCX),
    "excel-xml": Refusal("unsupported_xml", "it is an Excel workbook saved as XML", _XLSX),
}
_PPT = Refusal("unsupported_slides", "it is a slide show", _TO_PDF)
_EPUB = Refusal("unsupported_epub", "it is an electronic book", _TO_PDF)
_OLE = Refusal("unsupported_ole", "it is an OLE file without a Word or Excel stream", _TO_DOCX)
_OLE_DAMAGED = Refusal("damaged", "its OLE container is broken or cut off", "get another copy")
_LOCKED = Refusal(
    "encrypted", "it is protected by a password", "save it without the password and read it again"
)

_MAGIC: tuple[tuple[bytes, Refusal], ...] = (
    (b"Rar!\x1a\x07", Refusal("unsupported_rar", "it is a RAR archive", _UNPACK_RAR)),
    (b"7z\xbc\xaf\x27\x1c", Refusal("unsupported_7z", "it is a 7z archive", _UNPACK_RAR)),
    (b"MSCF\0\0\0\0", Refusal("unsupported_archive", "it is a CAB archive", _UNPACK_RAR)),
    (b"\x28\xb5\x2f\xfd", Refusal("unsupported_archive", "it is a Zstandard file", _UNPACK)),
    (b"CAJ\0", Refusal("unsupported_pages", "it is a CAJ document", _PRINT)),
    (b"HN\0", Refusal("unsupported_pages", "it is a CAJ document", _PRINT)),
    (b"KDH ", Refusal("unsupported_pages", "it is a KDH document", _PRINT)),
    (b"Founder CEB", Refusal("unsupported_pages", "it is a CEB document", _PRINT)),
    (b"AT&TFORM", Refusal("unsupported_pages", "it is a DjVu document", _PRINT)),
    (b"%!PS", Refusal("unsupported_pages", "it is a PostScript document", _PRINT)),
    (b"\xc5\xd0\xd3\xc6", Refusal("unsupported_pages", "it is a PostScript document", _PRINT)),
    (b"AC10", Refusal("unsupported_drawing", "it is a drawing (DWG)", _PRINT)),
    (b"MZ\x90\0", Refusal("unsupported_program", "it is a program", _NO_DOCUMENT)),
    (b"\x7fELF", Refusal("unsupported_program", "it is a program", _NO_DOCUMENT)),
    (b"L\0\0\0\x01\x14\x02\0", Refusal("unsupported_link", "it is a shortcut", _NO_DOCUMENT)),
    (b"SQLite format 3\0", Refusal("unsupported_data", "it is a database (SQLite)", _NO_DOCUMENT)),
    (b"PAR1", Refusal("unsupported_data", "it is a table of data (Parquet)", _NO_DOCUMENT)),
    (b"ID3", Refusal("unsupported_media", "it is sound or film", _NO_DOCUMENT)),
)
# How pictures begin: PNG, JPEG, GIF, TIFF.
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_HEIF = Refusal("unsupported_image", "it is a picture (HEIF)", "save it as JPEG and read that")
_MEDIA = Refusal("unsupported_media", "it is sound or film", _NO_DOCUMENT)
_XPS = Refusal("unsupported_pages", "it is an XPS document", _PRINT)
_IWORK = Refusal("unsupported_iwork", "it is a Pages or Numbers document of Apple", _TO_PDF)
# How compressed files begin, and what they are called.
_COMPRESSED = ((b"\x1f\x8b", "gzip"), (b"BZh91AY&SY", "bzip2"), (b"\xfd7zXZ\0", "xz"))

_OLE_STREAMS: tuple[tuple[str, Kind | Refusal], ...] = (
    ("encryptedpackage", _LOCKED),
    ("workbook", "xls"),
    ("book", "xls"),
    ("worddocument", "doc"),
    ("powerpoint document", _PPT),
)
# What the main part of an office package begins with tells what it is.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(document|workbook|presentation)[\s/>]")
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p|span|title|h[1-6]|t[rdh]|br)\b[^<]*>",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"</t[rdh]\s*>", re.IGNORECASE)
_EXCEL_XML = re.compile(rb"schemas-microsoft-com:office:spreadsheet")
_WORD_XML = re.compile(rb"office/word/2003/wordml|office/2006/xmlPackage")
_FLAT = re.compile(rb"<(?:[\w.-]+:)?document\s[^>]{0,8192}opendocument:xmlns:office")
_MAIL = re.compile(rb"[A-Za-z][\w-]{1,40}:")
_PAGED = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)


def detect(data: bytes, name: str) -> Kind:
    """Return the kind of a file by its bytes; raises `UnreadableSource` for what is not read.

    The name serves messages only. Whatever is not known to be something else is `text`.
    """
    if data.startswith(ole.SIGNATURE):
        return _ole_kind(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if _is_picture(data):
        return "picture"
    if (refusal := _magic(data)) is not None:
        raise _error(name, refusal)
    return _markup_kind(data)


def _is_picture(data: bytes) -> bool:
    """Tell whether bytes begin as those of a picture, BMP and WebP too."""
    bitmap = data[:2] == b"BM" and data[6:10] == b"\0\0\0\0"
    return bitmap or data.startswith(_PICTURES) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP")


def _magic(data: bytes) -> Refusal | None:
    """Return why bytes are refused by how they begin, None if they are not."""
    for start, refusal in _MAGIC:
        if data.startswith(start):
            return refusal
    if (archive := _tar(data)) is not None:
        return archive
    if data[4:8] == b"ftyp":
        return _HEIF if data[8:11] in (b"hei", b"mif", b"avi") else _MEDIA
    return _MEDIA if data[:4] == b"RIFF" else None


def _tar(data: bytes) -> Refusal | None:
    """Return the refusal of a TAR archive or a compressed file, which names its members."""
    kind = next((name for start, name in _COMPRESSED if data.startswith(start)), "")
    if not kind and data[257:262] != b"ustar":
        return None
    members = members_of_tar(data)
    code = "unsupported_gzip" if kind == "gzip" else "unsupported_archive"
    if not members:
        return Refusal(code, f"it is a file compressed with {kind or 'TAR'}", _UNPACK)
    return Refusal(code, f"it is a TAR archive of {members}", _UNPACK)


def _ole_kind(data: bytes, name: str) -> Kind:
    """Return the kind of an OLE file by the names of its streams."""
    try:
        names = {entry.name.lower() for entry in ole.read_compound(data).entries}
    except ValueError as error:
        raise _error(name, _OLE_DAMAGED) from error
    for stream, found in _OLE_STREAMS:
        if stream in names:
            if isinstance(found, Refusal):
                raise _error(name, found)
            return found
    raise _error(name, _OLE)


def _zip_kind(data: bytes, name: str) -> Kind:
    """Return the kind of a ZIP by the parts in it; a plain archive is refused with its members."""
    package = Package(data, name)
    if package.has("FixedDocSeq.fdseq") or package.has("FixedDocumentSequence.fdseq"):
        raise _error(name, _XPS)
    if package.has("[Content_Types].xml"):
        main = package.main() or ""
        return _office_kind(name, main, package.read(main) or b"")
    if package.has("OFD.xml"):
        return "ofd"
    if package.has("META-INF/container.xml"):
        raise _error(name, _EPUB)
    if package.has("mimetype") and package.has("content.xml"):
        return "odf"
    if not is_archive(package):
        raise _error(name, _IWORK)
    if holds_pages(package, name):
        return "pictures"
    raise _error(name, _archive(package))


def _office_kind(name: str, main: str, content: bytes) -> Kind:
    """Return the kind of an office package by its main part: its name, and how it begins.

    What begins in no known way is left to the reader of Word documents to refuse.
    """
    if main.lower().endswith(".bin"):
        return "xlsx"
    root = _ROOT.search(content[:4096].replace(b"\0", b""))
    if root and root[1] == b"presentation":
        raise _error(name, _PPT)
    return "xlsx" if root and root[1] == b"workbook" else "docx"


def _archive(package: Package) -> Refusal:
    """Return the refusal of an archive, which names its members."""
    members = members_of(package)
    what = f"it is a ZIP archive of {members}" if members else "it is an empty ZIP archive"
    return Refusal("unsupported_zip", what, _UNPACK_ZIP if members else _UNPACK)


def _markup_kind(data: bytes) -> Kind:
    """Return whether some text is HTML or plain."""
    head = data[:65536].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    if (kind := _xml_kind(head)) is not None:
        return kind
    if _MAIL.match(head) and _PAGED.search(head):
        return "mht"
    if b"<" not in head or not _TAG.search(head):
        return "text"
    return "html" if head.startswith(b"<") or _MARKUP.search(data) else "text"


def _xml_kind(head: bytes) -> Kind | None:
    """Return the kind of an office document that is one XML file, None if it is none."""
    if head.startswith(b"<?xml") and _EXCEL_XML.search(head[:4096]):
        return "excel-xml"
    if head.startswith(b"<?xml") and _WORD_XML.search(head[:4096]):
        return "word-xml"
    return "odf" if _FLAT.search(head) else None


def _error(name: str, refusal: Refusal) -> UnreadableSource:
    return UnreadableSource(name, refusal.code, refusal.what, refusal.action)
