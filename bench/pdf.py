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
from time import process_time
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.measure import Case, Ratio, by_turns, cold

ROOT = Path(__file__).parent.parent
REAL = ROOT / "tests" / "fixtures" / "pdf" / "awati"
TOWNSHIPS = ROOT / "tests" / "fixtures" / "townships"
FILES = (
    REAL / "writer.pdf",
    REAL / "reportlab.pdf",
    TOWNSHIPS / "hongling" / "writer.pdf",
    TOWNSHIPS / "hongling" / "chromium.pdf",
)
LEAST = 15  # times our CPU seconds, which pdfplumber takes on the real document
HIGH_WATER = "VmHWM:"  # the kernel's own: that of getrusage counts the parent's before the start
Read = Callable[[bytes], object]


class Cost(NamedTuple):
    """What a reading takes: CPU seconds, and the highest memory of its process in KiB."""

    seconds: float
    memory: int


def read_cells(data: bytes) -> object:
    """Return the pages of a PDF with their cells: what `read_pdf` does in its child."""
    from qingdan.readers.pages.page import marks_to_page
    from qingdan.readers.pages.ruleless import with_ruleless_tables
    from qingdan.readers.pdf import native
    from qingdan.readers.pdf.pdfium import PdfiumFile

    native.initialise()
    file = PdfiumFile(data, None)
    pages = with_ruleless_tables([marks_to_page(marks) for marks in file.pages()])
    file.close()
    return pages


def pdfplumber_tables(data: bytes) -> object:
    """Return what pdfplumber finds with its defaults, page by page freed."""
    import pdfplumber

    tables = []
    with pdfplumber.open(BytesIO(data)) as file:
        for page in file.pages:
            tables.append(page.extract_tables())
            page.close()
    return tables


def pdfminer_text(data: bytes) -> object:
    """Return the text alone, without any table."""
    from pdfminer.high_level import extract_text

    return extract_text(BytesIO(data))


def camelot_tables(data: bytes) -> object:
    """Return what camelot finds by its rules."""
    import camelot

    return camelot.read_pdf(BytesIO(data), pages="all", flavor="lattice")


PEERS: dict[str, Read] = {
    "pdfplumber": pdfplumber_tables,
    "pdfminer": pdfminer_text,
    "camelot": camelot_tables,
}


def cases(scratch: Path, runs: int) -> Iterator[Case]:
    """Yield the whole command from cold on the real document; `scratch` is a folder to write to."""
    for file in FILES[:2]:
        command = [sys.executable, "-m", "qingdan", "extract", str(file), "--quiet"]
        output = ["--output", str(scratch / file.stem)]
        name = f"whole command, {file.stem}.pdf"
        for kind, extra in ((name, []), (f"{name}, --no-keywords", ["--no-keywords"])):
            yield Case(kind, partial(cold, [*command, *output, *extra], runs))


def ratios(files: Sequence[Path], peers: Sequence[str], runs: int) -> Iterator[Ratio]:
    """Yield for each file how many times our CPU time each peer takes that is installed."""
    for file in files:
        for peer in peers:
            if find_spec(peer) is not None:
                works = PEERS[peer].__name__, read_cells.__name__
                theirs, ours = (partial(_seconds_alone, work, file) for work in works)
                name = f"{PEERS[peer].__name__}, {file.parent.name}/{file.name}"
                yield Ratio(name, *by_turns(theirs, ours, runs))


def target_ratios(runs: int) -> Iterator[Ratio]:
    """Yield the ratio that has a target: pdfplumber's on the real document, 45 pages."""
    for ratio in ratios(FILES[:1], ["pdfplumber"], runs):
        yield ratio._replace(least=LEAST)


def _seconds_alone(work: str, file: Path) -> float:
    return alone(work, file).seconds


def alone(work: str, file: Path) -> Cost:
    """Return what a function of this module, by its name, takes in a process of its own.

    The file is read once before, so that imports and start-up count for nobody.
    """
    code = f"from bench.pdf import once, {work}; once({work}, {str(file)!r})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    seconds, memory = done.stdout.split()[-2:]
    return Cost(float(seconds), int(memory))


def once(work: Read, path: str) -> None:
    """Print the CPU seconds of the second reading of a file, and the memory."""
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
    """Measure by turns and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    arguments = parser.parse_args()
    console = Console()
    table = Table(title="Pages into cells, CPU", title_justify="left")
    for name in ("peer and file", "peer, ms", "ours, ms", "ratio"):
        table.add_column(name, justify="left" if name == "peer and file" else "right")
    for row in ratios(FILES, arguments.peers, arguments.runs):
        table.add_row(row.name, *(f"{one * 1000:.0f}" for one in row.seconds), f"{row.ratio:.1f}")
    console.print(table)
    for work in ("read_cells", "pdfplumber_tables"):
        console.print(f"{work}: {alone(work, FILES[0]).memory / 1024:.0f} MiB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
