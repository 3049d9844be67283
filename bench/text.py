"""The text path on the real document: parts, the whole in process, the whole command, growth."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.measure import Case, cold, copies, run, warm
from qingdan.extraction import extract
from qingdan.options import Options
from qingdan.rules import load_rules

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "raw" / "awati.txt"
QINGDAN = (sys.executable, "-m", "qingdan")
MILLISECOND = 1e-3
SIZES = (1, 4, 16, 64)
# A yardstick for the machine, not a part of the product.
PASSES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d+", r"\s+", r"[一-龥]+", r"(?m)^\d+[.．、]", r"[（(]\d+[）)]", r"[：:]\s*$",
        r"(?m)^[一二三四五六七八九十]+、", r"\S+[局委办]", r"“[^”]*”", r"(?m)^.*$",
    )
)  # fmt: skip


def cases(scratch: Path, runs: int) -> Iterator[Case]:
    """Given a folder to write to, yield what is measured on the real document."""
    yield Case("read, decode, split into lines", partial(warm, _lines, runs * 5))
    yield Case("ten regex passes over the text", partial(warm, _passes, runs))
    yield from _in_process(runs)
    yield from _commands(scratch, runs)


def growth(scratch: Path) -> Iterator[tuple[str, int, float]]:
    """Given a folder to write to, yield (way, copies, CPU seconds) of many files and a long one."""
    for count in SIZES:
        folder = copies(SOURCE, scratch, count)
        yield "files in one run", count, run(_extract(folder, scratch / f"many-{count}"))
    for count in SIZES:
        long = scratch / f"long-{count}.txt"
        long.write_bytes(SOURCE.read_bytes() * count)
        yield "in one long file", count, run(_extract(long, scratch / f"long-{count}"))


def _in_process(runs: int) -> Iterator[Case]:
    rules = load_rules(ROOT / "rules")
    bare, full = Options(keywords=False), Options(keywords=True)
    yield Case("load and validate rules/", partial(warm, lambda: load_rules(ROOT / "rules"), runs))
    yield Case(
        "extract in process, no keywords",
        partial(warm, lambda: extract(SOURCE, SOURCE.stem, rules, bare), runs * 3),
        25 * MILLISECOND,
    )
    yield Case(
        "extract in process, keywords",
        partial(warm, lambda: extract(SOURCE, SOURCE.stem, rules, full), runs),
    )


def _commands(scratch: Path, runs: int) -> Iterator[Case]:
    yield Case("python -c pass", partial(cold, (sys.executable, "-c", "pass"), runs))
    yield Case(
        "python -c 'import pyarrow.parquet'",
        partial(cold, (sys.executable, "-c", "import pyarrow.parquet"), runs),
    )
    yield Case("qingdan --help", partial(cold, (*QINGDAN, "--help"), runs), 0.15)
    bare = _extract(SOURCE, scratch / "bare")
    yield Case("qingdan extract --no-keywords", partial(cold, bare, runs), 0.35)
    full = [word for word in _extract(SOURCE, scratch / "full") if word != "--no-keywords"]
    yield Case("qingdan extract", partial(cold, full, runs))


def _extract(source: Path, output: Path) -> list[str]:
    words = ["extract", str(source), "--output", str(output), "--quiet", "--no-keywords"]
    return [*QINGDAN, *words]


def _lines() -> list[str]:
    return SOURCE.read_bytes().decode("utf-8").split("\n")


def _passes() -> int:
    text = SOURCE.read_text("utf-8")
    return sum(len(pattern.findall(text)) for pattern in PASSES)
