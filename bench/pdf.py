"""`python -m bench.pdf`: reading pages into cells, by turns with other libraries on the same files.

Every peer is measured only where it is installed: `uv pip install camelot-py` for camelot;
pdfplumber and pdfminer come with qingdan. Each reading has a process of its own, which reads the
file twice: the second time counts. Memory is the highest that such a process takes.
"""

from __future__ import annotations

import argparse
import gc
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.measure import Case, cold

ROOT = Path(__file__).parent.parent
REAL = ROOT / "tests" / "fixtures" / "pdf" / "awati"
TOWNSHIPS = ROOT / "tests" / "fixtures" / "townships"
FILES = (
    REAL / "writer.pdf",
    REAL / "reportlab.pdf",
    TOWNSHIPS / "hongling" / "writer.pdf",
    TOWNSHIPS / "hongling" / "chromium.pdf",
)
HIGH_WATER = "VmHWM:"  # the kernel's own: that of getrusage counts the parent's before the start
Read = Callable[[bytes], object]


class Ratio(NamedTuple):
    """How a peer fares on a file: CPU seconds of both, and the median of their ratios."""

    file: str
    peer: str
    ours: float
    theirs: float
    ratio: float


class Cost(NamedTuple):
    """What a reading takes: CPU seconds, and the highest memory of its process in KiB."""

    seconds: float
    memory: int


def read_cells(data: bytes) -> object:
    """Given a PDF, return its pages with their cells: what `read_pdf` does in its child."""
    from qingdan.readers.pdf import native
    from qingdan.readers.pdf.pages import marks_to_page
    from qingdan.readers.pdf.pdfium import PdfiumFile
    from qingdan.readers.pdf.ruleless import with_ruleless_tables

    native.initialise()
    file = PdfiumFile(data, None)
    pages = with_ruleless_tables([marks_to_page(marks) for marks in file.pages()])
    file.close()
    return pages


def pdfplumber_tables(data: bytes) -> object:
    """Given a PDF, return what pdfplumber finds with its defaults, page by page freed."""
    import pdfplumber

    tables = []
    with pdfplumber.open(BytesIO(data)) as file:
        for page in file.pages:
            tables.append(page.extract_tables())
            page.close()
    return tables


def pdfminer_text(data: bytes) -> object:
    """Given a PDF, return its text alone, without any table."""
    from pdfminer.high_level import extract_text

    return extract_text(BytesIO(data))


def camelot_tables(data: bytes) -> object:
    """Given a PDF, return what camelot finds by its rules."""
    import camelot

    return camelot.read_pdf(BytesIO(data), pages="all", flavor="lattice")


PEERS: dict[str, Read] = {
    "pdfplumber": pdfplumber_tables,
    "pdfminer": pdfminer_text,
    "camelot": camelot_tables,
}


def cases(scratch: Path, runs: int) -> Iterator[Case]:
    """Given a folder to write to, yield the whole command from cold on the real document."""
    for file in FILES[:2]:
        command = [sys.executable, "-m", "qingdan", "extract", str(file), "--quiet"]
        output = ["--output", str(scratch / file.stem)]
        name = f"whole command, {file.stem}.pdf"
        for kind, extra in ((name, []), (f"{name}, --no-keywords", ["--no-keywords"])):
            yield Case(kind, partial(cold, [*command, *output, *extra], runs))


def ratios(files: Sequence[Path], peers: Sequence[str], runs: int) -> Iterator[Ratio]:
    """Given files and peers, yield the ratio of each to us, measured by turns."""
    for file in files:
        for peer in peers:
            if find_spec(peer) is None:
                continue
            works = PEERS[peer].__name__, read_cells.__name__
            pairs = [[alone(work, file).seconds for work in works] for _ in range(runs)]
            ratio = median(theirs / ours for theirs, ours in pairs)
            theirs, ours = (median(pair[side] for pair in pairs) for side in (0, 1))
            yield Ratio(f"{file.parent.name}/{file.name}", peer, ours, theirs, ratio)


def alone(work: str, file: Path) -> Cost:
    """Given the name of a function of this module, return what it takes in a process of its own.

    The file is read once before, so that imports and start-up count for nobody.
    """
    code = f"from bench.pdf import once, {work}; once({work}, {str(file)!r})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    seconds, memory = done.stdout.split()[-2:]
    return Cost(float(seconds), int(memory))


def once(work: Read, path: str) -> None:
    """Given a function and a file, print the CPU seconds of the second reading, and the memory."""
    logging.disable(logging.CRITICAL)
    data = Path(path).read_bytes()
    work(data)
    gc.collect()
    start = process_time()
    work(data)
    seconds = process_time() - start
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(seconds, status.split(HIGH_WATER)[1].split()[0])


def main() -> int:
    """Given the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    arguments = parser.parse_args()
    console = Console()
    table = Table(title="Pages into cells, CPU", title_justify="left")
    for name in ("file", "peer", "ours, ms", "peer, ms", "ratio"):
        table.add_column(name, justify="left" if name in ("file", "peer") else "right")
    for row in ratios(FILES, arguments.peers, arguments.runs):
        table.add_row(
            row.file, row.peer, f"{row.ours * 1000:.0f}", f"{row.theirs * 1000:.0f}",
            f"{row.ratio:.1f}",
        )  # fmt: skip
    console.print(table)
    for work in ("read_cells", "pdfplumber_tables"):
        console.print(f"{work}: {alone(work, FILES[0]).memory / 1024:.0f} MiB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
