"""`python -m bench`: the tables of `make bench`.

What everything costs, the ratios that have a target, and how the whole command grows. Times
differ from machine to machine, and with what else it does; the ratios hold, as the two things
are measured by turns. `--growth` measures hostile files of one size and of twice that, and
every pattern on hostile text, instead; `country` measures a sample of a country's lists. Status 1
when a target is missed.
"""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench import country, growth, names, patterns, pdf, text
from bench.measure import Case, Failed, Ratio


def main() -> int:
    """Measure and print; return 1 when a target is missed, 2 when something measured failed."""
    arguments = _arguments()
    console, runs = Console(), arguments.runs
    if arguments.growth:
        return 0 if _grows_with_size(console) else 1
    try:
        if arguments.what == "country":
            return 0 if country.report(console) else 1
        with TemporaryDirectory() as name:
            scratch = Path(name)
            ratios = [
                *text.ratios(scratch, runs, arguments.baseline),
                *pdf.target_ratios(max(runs // 4, 1)),
                names.ratio(max(runs // 4, 1)),
            ]
            console.print(_ratio_table(ratios))
            if not arguments.ratios:
                cases = [*text.cases(scratch, runs), *pdf.cases(scratch, runs)]
                console.print(_case_table(cases))
                console.print(_growth_table(list(text.growth(scratch))))
    except Failed as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 2
    return 0 if all(one.is_met for one in ratios) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["country"], help="that instead, alone")
    parser.add_argument("--runs", type=int, default=11, help="runs per median (default 11)")
    parser.add_argument("--growth", action="store_true", help="hostile files and texts, alone")
    parser.add_argument("--ratios", action="store_true", help="only the ratios with a target")
    parser.add_argument(
        "--baseline",
        metavar="COMMAND",
        help="another qingdan, as '../old/.venv/bin/python -m qingdan', to be measured beside it",
    )
    return parser.parse_args()


def _grows_with_size(console: Console) -> bool:
    """Print what hostile files and texts cost; tell whether each grows with its size, or stops."""
    table = Table(title="Hostile files, of one size and of twice that", title_justify="left")
    for name in ("kind", "size", "ms", "ms", "ratio", "MiB", "", "the larger one"):
        table.add_column(
            name, justify="right" if name in ("size", "ms", "ratio", "MiB") else "left"
        )
    met = True
    for one in growth.growths():
        times = (_ms(one.one.seconds), _ms(one.more.seconds), f"{one.ratio:.1f}")
        verdict = "met" if one.is_met else "missed"
        table.add_row(
            one.name, f"{one.size:,}", *times, str(one.more.memory), verdict, one.more.words
        )
        met &= one.is_met
    console.print(table)
    texts = Table(title="Patterns that are not linear on 100,000 letters", title_justify="left")
    for name in ("pattern", "text", "ms of half", "ms"):
        texts.add_column(name)
    for pattern, words, half, whole in patterns.not_linear():
        texts.add_row(pattern, words, _ms(half), _ms(whole))
    console.print(texts)
    return met and texts.row_count == 0


def _ratio_table(ratios: list[Ratio]) -> Table:
    table = Table(title="Ratios of CPU time, by turns", title_justify="left")
    table.add_column("what")
    for name in ("one, ms", "other, ms", "ratio", "target", ""):
        table.add_column(name, justify="right")
    for one in ratios:
        times = map(_ms, one.seconds)
        verdict = "met" if one.is_met else "missed"
        table.add_row(one.name, *times, f"{one.ratio:.2f}", one.target, verdict)
    return table


def _case_table(cases: list[Case]) -> Table:
    title = f"CPU time, medians ({platform.python_version()}, {platform.machine()})"
    table = Table(title=title, title_justify="left")
    table.add_column("what")
    table.add_column("ms", justify="right")
    for case in cases:
        table.add_row(case.name, _ms(case.measure()))
    return table


def _growth_table(rows: list[tuple[str, int, float]]) -> Table:
    """Return (way, copies, seconds) as a table, each line beside the one above it."""
    table = Table(title="Growth, whole command (--no-keywords), one run each", title_justify="left")
    table.add_column("what")
    for name in ("copies", "ms", "ms per copy", "against the line above"):
        table.add_column(name, justify="right")
    for index, (way, count, seconds) in enumerate(rows):
        previous = rows[index - 1] if index and rows[index - 1][0] == way else None
        step = ""
        if previous:
            step = f"{count / previous[1]:.0f}x: {seconds / previous[2]:.2f}x"
        table.add_row(way, str(count), _ms(seconds), _ms(seconds / count), step)
    return table


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}" if seconds < 0.01 else f"{seconds * 1000:.0f}"


if __name__ == "__main__":
    sys.exit(main())
