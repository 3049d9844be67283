"""What the caller chose, settled once at the door."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct


class Options(Struct, frozen=True):
    """How documents are read; the defaults are what `qingdan extract` does.

    `keywords` fills `Item.keywords`, for which rjieba is loaded. `pdf_engine` names what reads the
    characters of PDFs; with `second_opinion` both engines read them, and a warning tells where
    they differ. `password` opens encrypted PDFs. `soffice` is LibreOffice's program, for formats
    that it converts; without it, it is looked for on the PATH. With `unpack`, lists in ZIP
    archives are read, too. With `as_pages`, the pictures of a folder are the pages of one document.
    """

    keywords: bool = True
    pdf_engine: Literal["pdfium", "pdfplumber"] = "pdfium"
    second_opinion: bool = False
    password: str | None = None
    soffice: str | None = None
    unpack: bool = False
    as_pages: bool = False


class Reading(Struct, frozen=True):
    """How the documents of a run are read, which changes nothing of what is read.

    `jobs` documents at a time, each in a process of its own. With a `cache`, a folder, only those
    of which anything has changed since they were kept there. `cluster` is the address of a Dask
    scheduler whose workers read them, or `local`; they find the files below `root`, or below what
    the variable `QINGDAN_ROOT` of their machine names. `part` is k of n: only a part of them is
    read, into a cache that all parts share.
    """

    jobs: int = 1
    cache: Path | None = None
    cluster: str | None = None
    root: Path | None = None
    part: tuple[int, int] | None = None
