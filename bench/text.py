"""The text path on the real document: parts, the whole in process, the whole command, growth."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import qingdan
from bench.measure import Case, Ratio, by_turns, cold, copies, once, run, warm
from qingdan.keywords import with_keywords

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "raw" / "awati.txt"
QINGDAN = (sys.executable, "-m", "qingdan")
BARE = qingdan.Options(keywords=False)
SIZES = (1, 4, 16, 64)
MOST_PASSES = 6  # an extraction takes at most this many times the passes below
MOST_KEYWORD_PASSES = 1.5  # and so do the keywords of its items
MOST_OF_BASELINE = 1.15
# A yardstick for the machine, not a part of the product.
PASSES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d+", r"\s+", r"[一-龥]+", r"(?m)^\d+[.．、]", r"[（(]\d+[）)]", r"[：:]\s*$",
        r"(?m)^[一二三四五六七八九十]+、", r"\S+[局委办]", r"“[^”]*”", r"(?m)^.*$",
    )
)  # fmt: skip


def cases(scratch: Path, runs: int) -> Iterator[Case]:
    """Yield what is measured on the real document; `scratch` is a folder to write to."""
    rules = qingdan.load_rules()
    bare, full = partial(_extract, rules, BARE), partial(_extract, rules, qingdan.Options())
    yield Case("read, decode, split into lines", partial(warm, _lines, runs * 5))
    yield Case("ten regex passes over the text", partial(warm, passes, runs))
    yield Case("load and validate rules/", partial(warm, qingdan.load_rules, runs))
    yield Case("extract in process, no keywords", partial(warm, bare, runs))
    yield Case("extract in process, keywords", partial(warm, full, runs))
    yield Case("python -c pass", partial(cold, (sys.executable, "-c", "pass"), runs))
    arrow = (sys.executable, "-c", "import pyarrow.parquet")
    yield Case("python -c 'import pyarrow.parquet'", partial(cold, arrow, runs))
    yield Case("qingdan --help", partial(cold, (*QINGDAN, "--help"), runs))
    command = _command(QINGDAN, SOURCE, scratch / "cold")
    yield Case("qingdan extract --no-keywords", partial(cold, command, runs))
    command = [word for word in command if word != "--no-keywords"]
    yield Case("qingdan extract", partial(cold, command, runs))


def ratios(scratch: Path, runs: int, baseline: str | None) -> Iterator[Ratio]:
    """Yield the ratios that have a target.

    `baseline` is another qingdan command, of an earlier version, say, which then is measured
    beside this one.
    """
    extract = partial(_extract, qingdan.load_rules(), BARE)
    measured = by_turns(partial(once, extract), partial(once, passes), runs * 3)
    name = "extraction in process, no keywords, in ten regex passes"
    yield Ratio(name, *measured, most=MOST_PASSES)
    rules = qingdan.load_rules()
    keywords = partial(with_keywords, _extract(rules, BARE).items, rules)
    measured = by_turns(partial(once, keywords), partial(once, passes), runs * 3)
    name = "keywords of its items, in ten regex passes"
    yield Ratio(name, *measured, most=MOST_KEYWORD_PASSES)
    if baseline:
        ours = _command(QINGDAN, SOURCE, scratch / "ours")
        theirs = _command(shlex.split(baseline), SOURCE, scratch / "theirs")
        # In a folder of its own: `python -m` would find a package in this one.
        measured = by_turns(partial(run, ours, scratch), partial(run, theirs, scratch), runs * 3)
        name = "qingdan extract --no-keywords, cold, in those of the baseline"
        yield Ratio(name, *measured, most=MOST_OF_BASELINE)


def growth(scratch: Path) -> Iterator[tuple[str, int, float]]:
    """Yield (way, copies, CPU seconds) of many files and of a long one."""
    for count in SIZES:
        folder = copies(SOURCE, scratch, count)
        yield "files in one run", count, run(_command(QINGDAN, folder, scratch / f"many-{count}"))
    for count in SIZES:
        long = scratch / f"long-{count}.txt"
        long.write_bytes(SOURCE.read_bytes() * count)
        yield "in one long file", count, run(_command(QINGDAN, long, scratch / f"long-{count}"))


def _command(command: Sequence[str], source: Path, output: Path) -> list[str]:
    words = ["extract", str(source), "--output", str(output), "--quiet", "--no-keywords"]
    return [*command, *words]


def _extract(rules: qingdan.Rules, options: qingdan.Options) -> qingdan.Extraction:
    return qingdan.extract(SOURCE, rules=rules, options=options)


def _lines() -> list[str]:
    return SOURCE.read_bytes().decode("utf-8").split("\n")


def passes() -> int:
    """Find all matches of the ten patterns; return how many there are."""
    text = SOURCE.read_text("utf-8")
    return sum(len(pattern.findall(text)) for pattern in PASSES)
