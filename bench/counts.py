"""`make counts`: items and clauses per document, list and category, beside the reviewed ones."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

import qingdan

REVIEWED = Path(__file__).parent.parent / "tests" / "golden" / "counts.csv"


class Key(NamedTuple):
    """What is counted."""

    document_id: str
    list_type: str
    category: str


class Count(NamedTuple):
    """How many there are."""

    items: int
    clauses: int


Counts = dict[Key, Count]


def main() -> int:
    """Print the counts; return 1 when the reviewed ones differ, 2 when there are no tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.counts", description=__doc__)
    parser.add_argument("output", type=Path, help="what `qingdan extract` wrote")
    parser.add_argument("--reviewed", type=Path, default=REVIEWED, metavar="CSV")
    parser.add_argument("--csv", action="store_true", help="print as CSV, to be reviewed and kept")
    arguments = parser.parse_args()
    try:
        observed = counted(arguments.output)
    except qingdan.BadCall as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow((*Key._fields, *Count._fields))
        writer.writerows((*key, *count) for key, count in observed.items())
        return 0
    Console().print(_table(observed))
    expected = reviewed(arguments.reviewed)
    if not expected:
        print(f"{arguments.reviewed.name}: no reviewed counts to compare with", file=sys.stderr)
        return 1
    found = differences(observed, expected)
    print("\n".join(found) or f"as reviewed in {arguments.reviewed.name}")
    return 1 if found else 0


def counted(output: Path) -> Counts:
    """Return the counts of a folder of tables, categories in the order of their first item."""
    tables = qingdan.load(output)
    by = list(Key._fields)
    items = tables.items[["item_id", *by]]
    per_item = tables.clauses.groupby("item_id").size()
    items = items.assign(clauses=items["item_id"].map(per_item).fillna(0).astype(int))
    table = items.groupby(by, sort=False).agg(items=("item_id", "size"), clauses=("clauses", "sum"))
    return {
        Key(*map(str, key)): Count(int(row[0]), int(row[1]))
        for key, row in zip(table.index, table.to_numpy(), strict=True)
    }


def reviewed(path: Path) -> Counts:
    """Return the counts of the reviewed CSV; none when there is no such file yet."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            Key(row["document_id"], row["list_type"], row["category"]): Count(
                int(row["items"]), int(row["clauses"])
            )
            for row in csv.DictReader(file)
        }


def differences(observed: Counts, expected: Counts) -> list[str]:
    """Return a line for whatever is only in one of the counts, or differs."""
    return [
        f"{' '.join(key)}: {_said(observed.get(key))}, reviewed: {_said(expected.get(key))}"
        for key in dict.fromkeys((*expected, *observed))
        if observed.get(key) != expected.get(key)
    ]


def _said(count: Count | None) -> str:
    return f"{count.items} items, {count.clauses} clauses" if count else "not there"


def _table(counts: Counts) -> Table:
    table = Table()
    for name in Key._fields:
        table.add_column(name)
    for name in Count._fields:
        table.add_column(name, justify="right")
    previous: tuple[str, str] | None = None
    for key, count in counts.items():
        if previous and previous != key[:2]:
            table.add_section()
        previous = key[:2]
        table.add_row(*key, *map(str, count))
    total = Count(sum(c.items for c in counts.values()), sum(c.clauses for c in counts.values()))
    table.add_section()
    table.add_row("", "", "", *map(str, total))
    return table


if __name__ == "__main__":
    sys.exit(main())
