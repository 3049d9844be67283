"""`make bench BENCH=country`: what lists of a whole country cost, by a sample of composed ones.

400 documents as long as the real one, 40 in each of ten formats, tell the cost of a document and a
page; 10 to 2,000 short ones tell how it grows. CPU seconds are those of all processes of the
command from cold; memory is the peak of the one that writes, which is the one that could grow.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.measure import done, warm
from bench.pdf import pdfplumber_tables
from bench.sample import FORMATS, SHORT, written

EACH = 40  # documents of a format
COUNTS = (10, 100, 500, 2_000)  # short documents, of all formats
PAGES = 1_500_000  # of the country, of 38,000 documents
MOST_GROWTH = 1.02  # exponent of CPU time from the fewest to the most documents
MOST_AGAIN = 0.1  # of the first run: a second one
MOST_MEMORY = 0.02  # MiB a document
ENOUGH = 100  # documents, from which on memory is judged
FEW_FILES = 3  # that the slow library reads
# The command, and at its end the peak of its own memory, in KiB.
SCRIPT = """
import sys
from qingdan.cli import main
status = main()
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
sys.exit(status)
"""


class Cost(NamedTuple):
    """CPU seconds of a run, and the peak memory of its first process in MiB."""

    seconds: float
    memory: float


class Line(NamedTuple):
    """What documents of a format cost."""

    format: str
    documents: int
    pages: int
    cost: Cost


class Step(NamedTuple):
    """What so many short documents cost, the first time and again."""

    documents: int
    first: Cost
    again: Cost


def extracted(lists: Path, *options: str) -> Cost:
    """Return what a run of the command costs."""
    words = ["extract", str(lists), "--output", str(lists.parent / "output"), "--quiet"]
    seconds, said = done([sys.executable, "-c", SCRIPT, *words, *options])
    return Cost(seconds, int(said.split()[-1]) / 1024)


def by_format(folder: Path, each: int = EACH) -> Iterator[Line]:
    """Compose documents in all formats and yield what those of each cost in one process."""
    for place, format in enumerate(FORMATS):
        lists = folder / format / "lists"
        numbers = range(place, place + each * len(FORMATS), len(FORMATS))
        pages = sum(count for _, count in written(lists, numbers))
        yield Line(format, each, pages, extracted(lists, "--no-cache", "--jobs", "1"))


def bare(folder: Path, pages: int) -> Iterator[tuple[str, float]]:
    """Yield what other readings of the composed PDFs cost, in CPU seconds a page."""
    files = [path.read_bytes() for path in sorted((folder / "pdf" / "lists").rglob("*.pdf"))]
    yield "PDFium, bare text", sum(warm(partial(_pdfium_text, data), 1) for data in files) / pages
    few = files[:FEW_FILES]
    seconds = sum(warm(partial(pdfplumber_tables, data), 1) for data in few)
    yield "pdfplumber, tables", seconds / sum(map(_pdfium_text, few))


def _pdfium_text(data: bytes) -> int:
    """Read the text of each page, and return how many there are."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.get_textpage().get_text_range()
        return len(document)


def growth(folder: Path, counts: tuple[int, ...] = COUNTS) -> Iterator[Step]:
    """Compose short documents of all formats, and yield what ever more of them cost."""
    lists = folder / "growing" / "lists"
    before = 0
    for count in counts:
        list(written(lists, range(before, count), SHORT))
        before = count
        options = ("--cache", str(folder / f"cache-{count}"))
        yield Step(count, extracted(lists, *options), extracted(lists, *options))


def exponent(steps: list[Step]) -> float:
    """Return the power of the number of documents that CPU time grows with."""
    few, most = steps[0], steps[-1]
    return log(most.first.seconds / few.first.seconds) / log(most.documents / few.documents)


def memory_growth(steps: list[Step]) -> float:
    """Return the MiB that the process which writes takes for each document more.

    That is from 100 documents: what fewer take is the start of the command.
    """
    few, most = next(one for one in steps if one.documents >= ENOUGH), steps[-1]
    return (most.first.memory - few.first.memory) / (most.documents - few.documents)


# --- tables -------------------------------------------------------------------------------------


def report(console: Console) -> bool:
    """Measure and print; return whether all targets are met."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = list(by_format(folder))
        console.print(_format_table(lines, dict(bare(folder, lines[0].pages))))
        steps = list(growth(folder))
    console.print(_growth_table(steps))
    again = steps[-1].again.seconds / steps[-1].first.seconds
    met = True
    for name, value, most in (
        ("exponent of CPU time", exponent(steps), MOST_GROWTH),
        ("MiB a document", memory_growth(steps), MOST_MEMORY),
        ("second run, of the first", again, MOST_AGAIN),
    ):
        met &= value <= most
        console.print(f"{name}: {value:.3f} (at most {most:g})")
    return met


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f}"


def _format_table(lines: list[Line], others: dict[str, float]) -> Table:
    title = f"{EACH} documents of each format, CPU; the country: {PAGES:,} pages"
    table = Table(title=title, title_justify="left")
    table.add_column("format")
    for name in ("pages", "ms a document", "ms a page", "MiB", "the country, hours of a core"):
        table.add_column(name, justify="right")
    for one in lines:
        document, page = one.cost.seconds / one.documents, one.cost.seconds / one.pages
        each = (f"{document * 1000:.0f}", f"{page * 1000:.1f}", f"{one.cost.memory:.0f}")
        table.add_row(one.format, str(one.pages), *each, _hours(page * PAGES))
    table.add_section()
    for name, page in others.items():
        table.add_row(name, "", "", f"{page * 1000:.1f}", "", _hours(page * PAGES))
    return table


def _growth_table(steps: list[Step]) -> Table:
    title = f"Short documents of all formats, {os.cpu_count()} processors, CPU"
    table = Table(title=title, title_justify="left")
    for name in ("documents", "s", "ms a document", "MiB", "second run, s", "MiB"):
        table.add_column(name, justify="right")
    for one in steps:
        costs = (f"{one.first.seconds:.1f}", f"{one.first.seconds / one.documents * 1000:.0f}")
        again = (f"{one.again.seconds:.1f}", f"{one.again.memory:.0f}")
        table.add_row(f"{one.documents:,}", *costs, f"{one.first.memory:.0f}", *again)
    return table
