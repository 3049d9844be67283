"""Hostile files of any size: what takes more than its size where a reader is naive.

`KINDS` has each by its name. The numbers are sizes that were met or tried: 20,000 spaces in a line,
16,384 hidden columns, 16,000 departments in a cell.
"""

from __future__ import annotations

from .kinds import Kind
from .office import DOCX, XLSX
from .pdf import PDF
from .text import TEXT
from .web import HTML, MHT

KINDS: dict[str, Kind] = {**TEXT, **DOCX, **XLSX, **HTML, **MHT, **PDF}
