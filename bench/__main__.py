"""`python -m bench`: the table of `make bench`; --save keeps it, --baseline compares with it.

Another bench joins by a function that yields `Case`s, added to `_cases`.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench import pdf, text
from bench.measure import Case, Failed, Measured


def main() -> int:
    """Given the command line, measure and print; status 2 when something measured failed."""
    arguments = _arguments()
    console = Console()
    before = json.loads(arguments.baseline.read_text("utf-8")) if arguments.baseline else {}
    try:
        with TemporaryDirectory() as scratch:
            measured = [
                Measured(case.name, case.measure(), case.target, before.get(case.name))
                for case in _cases(Path(scratch), arguments.runs)
            ]
            console.print(_table(measured, bool(before)))
            if not arguments.no_growth:
                console.print(_growth_table(list(text.growth(Path(scratch)))))
    except Failed as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 2
    if arguments.save:
        saved = {one.name: round(one.seconds, 6) for one in measured}
        arguments.save.write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="runs per median (default 11)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the figures as JSON")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="compare with kept figures")
    parser.add_argument("--no-growth", action="store_true", help="leave out 1 to 64 copies")
    return parser.parse_args()


def _cases(scratch: Path, runs: int) -> Iterator[Case]:
    yield from text.cases(scratch, runs)
    yield from pdf.cases(scratch, runs)


def _table(measured: list[Measured], compared: bool) -> Table:
    """Given figures, return them as a table; with a baseline, two columns more."""
    title = f"CPU time, medians ({platform.python_version()}, {platform.machine()})"
    table = Table(title=title, title_justify="left")
    table.add_column("what")
    for name in ("ms", "target", "", *(("before", "ratio") if compared else ())):
        table.add_column(name, justify="right")
    for one in measured:
        table.add_row(*_cells(one), *(_comparison(one) if compared else ()))
    return table


def _cells(one: Measured) -> tuple[str, str, str, str]:
    if one.target is None:
        return one.name, _ms(one.seconds), "", ""
    verdict = "ok" if one.seconds <= one.target else "over"
    return one.name, _ms(one.seconds), f"≤ {_ms(one.target)}", verdict


def _comparison(one: Measured) -> tuple[str, str]:
    if one.before is None:
        return "not kept", ""
    return _ms(one.before), f"{one.seconds / one.before:.2f}"


def _growth_table(rows: list[tuple[str, int, float]]) -> Table:
    """Given (way, copies, seconds), return them with the time per copy, 1 copy being 1."""
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
