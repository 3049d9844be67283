"""`python -m tests.net`: every table of every fixture and of raw/, against a saved state.

    python -m tests.net --save      keep what is extracted now
    python -m tests.net             compare with what was kept; status 1 when a row differs
    python -m tests.net --only txt  only the files whose path has these words

A change that should change no table is run against the state saved before it. Every table is
compared by the hash of its rows; of one that differs the first differing row is shown. Columns
that only one of the two states has are named once and compared in no row.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import zip_longest
from pathlib import Path

import msgspec

from qingdan.corpus import Found, Named, read_document
from qingdan.options import Options
from qingdan.rules import Rules, load_rules
from qingdan.writers.records import outcome_to_records
from qingdan.writers.schema import TABLES

ROOT = Path(__file__).parent.parent
STATE = ROOT / ".net"
READ = {".txt", ".pdf", ".ofd", ".docx", ".html", ".xlsx", ".xls", ".ods", ".odt", ".doc"}

LONGEST = 120  # letters of a value that are shown

Cells = tuple[object, ...]


class Kept(msgspec.Struct, frozen=True):
    """One table of one file: its columns and its rows as they were."""

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]

    def only(self, columns: Sequence[str]) -> tuple[Cells, ...]:
        places = [self.columns.index(column) for column in columns]
        return tuple(tuple(row[place] for place in places) for row in self.rows)


State = dict[str, dict[str, Kept]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.net", description=__doc__)
    parser.add_argument("--save", action="store_true", help="keep the state of now")
    parser.add_argument("--only", default="", metavar="WORDS", help="files whose path has these")
    parser.add_argument("--most", type=int, default=20, help="how many differences are shown")
    parser.add_argument("--state", type=Path, default=STATE, help="where it is kept (.net)")
    arguments = parser.parse_args()
    now = extracted([path for path in inputs() if arguments.only in path])
    if arguments.save:
        arguments.state.write_bytes(zlib.compress(msgspec.msgpack.encode(now), 1))
        print(f"kept the tables of {len(now)} files in {arguments.state.name}")
        return 0
    kept = msgspec.msgpack.decode(zlib.decompress(arguments.state.read_bytes()), type=State)
    now = msgspec.convert(msgspec.to_builtins(now), State)
    before = {path: tables for path, tables in kept.items() if arguments.only in path}
    found = list(differences(before, now))
    print("\n".join(found[: arguments.most]))
    files = {line.split(": ")[0] for line in found}
    print(f"{len(now)} files, {len(files)} of them with differences in {len(found)} tables")
    return 1 if found else 0


def inputs() -> list[str]:
    """Every file that is read, relative to the checkout."""
    folders = (ROOT / "tests" / "fixtures", ROOT / "raw")
    paths = [path for folder in folders for path in folder.rglob("*") if path.suffix in READ]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def extracted(paths: Sequence[str]) -> State:
    with ProcessPoolExecutor() as pool:
        return dict(zip(paths, pool.map(tables_of, paths, chunksize=4), strict=True))


def tables_of(path: str) -> dict[str, Kept]:
    """The tables of one file, read as `qingdan extract` reads it."""
    named = Named(Found(ROOT / path, Path(path).name), "document")
    outcome = read_document(named, rules(), Options())
    records = outcome_to_records(outcome)
    return {
        table.name: Kept(
            tuple(column.name for column in table.columns), tuple(map(tuple, records[table.name]))
        )
        for table in TABLES
    }


@cache
def rules() -> Rules:
    return load_rules(ROOT / "rules")


def differences(before: State, now: State) -> Iterator[str]:
    """A line for every file and every table that is not as it was."""
    columns: dict[str, None] = {}
    for path in sorted({*before, *now}):
        if path not in before or path not in now:
            yield f"{path}: only {'now' if path in now else 'before'}"
            continue
        for name in sorted({*before[path], *now[path]}):
            old, new = before[path].get(name), now[path].get(name)
            if old is None or new is None:
                columns[f"table {name}"] = None
                continue
            both = [column for column in old.columns if column in new.columns]
            columns |= dict.fromkeys(
                f"{name}.{column}" for column in {*old.columns} ^ {*new.columns}
            )
            olds, news = old.only(both), new.only(both)
            if _hash(olds) != _hash(news):
                yield f"{path}: {name}: {_first(both, olds, news)}"
    if columns:
        print("only in one state:", ", ".join(columns), file=sys.stderr)


def _hash(rows: tuple[Cells, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def _first(columns: Sequence[str], olds: Sequence[Cells], news: Sequence[Cells]) -> str:
    """The first row that differs, with the columns that do."""
    counts = f"{len(olds)} → {len(news)} rows; " if len(olds) != len(news) else ""
    pairs = enumerate(zip_longest(olds, news))
    place, (old, new) = next((at, pair) for at, pair in pairs if pair[0] != pair[1])
    if old is None or new is None:
        return f"{counts}row {place} only {'before' if old else 'now'}: {str(old or new)[:LONGEST]}"
    cells = zip(columns, old, new, strict=True)
    changed = [
        f"{column} {_short(was)} → {_short(is_)}" for column, was, is_ in cells if was != is_
    ]
    named = dict(zip(columns, new, strict=True))
    which = named.get("item_id") or named.get("department") or named.get("char_start", "")
    return f"{counts}row {place} ({which}): {'; '.join(changed)}"


def _short(value: object) -> str:
    return text if len(text := repr(value)) <= LONGEST else f"{text[:LONGEST]}…"


if __name__ == "__main__":
    sys.exit(main())
