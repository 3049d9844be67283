"""What the caller chose, settled once at the door."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Options(Struct, frozen=True):
    """How documents are read; the defaults are what `qingdan extract` does.

    `keywords` fills `Item.keywords`, for which rjieba is loaded. `pdf_engine` names what reads the
    characters of PDFs; with `second_opinion` both engines read them, and a warning tells where
    they differ. `password` opens encrypted PDFs. `soffice` is LibreOffice's program, for formats
    that it converts; without it, it is looked for on the PATH.
    """

    keywords: bool = True
    pdf_engine: Literal["pdfium", "pdfplumber"] = "pdfium"
    second_opinion: bool = False
    password: str | None = None
    soffice: str | None = None
