"""What the caller chose, settled once at the door."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Options(Struct, frozen=True):
    """How documents are read; the defaults are what `qingdan extract` does.

    `keywords` fills `items.keywords` (loads jieba). `pdf_engine` is the character source of
    PDFs, `second_opinion` reads PDFs with both and compares. `password` opens encrypted PDFs.
    """

    keywords: bool = True
    pdf_engine: Literal["pdfium", "pdfplumber"] = "pdfium"
    second_opinion: bool = False
    password: str | None = None
