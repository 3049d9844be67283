"""`python docs/picture.py output raw > picture.html` makes the page that docs/result.png shows.

The picture is that page in a browser, 1080 pixels wide, at twice the resolution. Nothing in it is
written by hand: the left side is a part of the source, the right side is rows of the tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

ITEM = "awati:cooperative:027"
ITEMS = ("seq", "category", "name", "departments", "line_start", "line_end")
CLAUSES = ("field", "department_raw", "departments", "text")
CHECKS = ("list_type", "check", "stated", "observed", "status")

PAGE = """\
<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 22px; width: 1036px; font: 14px/1.5 "Noto Sans CJK SC", sans-serif;
       color: #1f2328; background: #fff; display: flex; gap: 22px; align-items: flex-start }}
pre {{ font: 13px/1.42 "Noto Sans Mono CJK SC", monospace; margin: 0; padding: 10px 12px;
      background: #f6f8fa; border: 1px solid #d1d9e0; border-radius: 6px; width: 268px;
      white-space: pre-wrap }}
p {{ margin: 0; padding-left: 33px; text-indent: -33px; min-height: 1.42em }}
h2 {{ font-size: 13px; font-weight: 500; color: #59636e; margin: 0 0 5px }}
table {{ border-collapse: collapse; width: 100% }}
table:not(:last-child) {{ margin-bottom: 16px }}
th, td {{ border: 1px solid #d1d9e0; padding: 3px 8px; text-align: left; vertical-align: top }}
th {{ background: #f6f8fa; font: 500 12px "Noto Sans Mono CJK SC", monospace; color: #59636e }}
b {{ color: #8b949e; font-weight: 400 }}
section:last-child {{ flex: 1 }}
</style>
<section><h2>原文 source: {source}</h2><pre>{lines}</pre></section>
<section>{tables}</section>
"""


def main(output: Path, raw: Path) -> str:
    """Return the page: an item's lines in the source, its rows, and the totals of its list."""
    item = rows_with(output / "items.parquet", "item_id", ITEM)[0]
    name = rows_with(output / "documents.parquet", "document_id", item["document_id"])[0]
    clauses = rows_with(output / "clauses.parquet", "item_id", ITEM)
    checks = rows_with(output / "reconciliation.parquet", "list_type", item["list_type"])
    printed = (raw / name["source_name"]).read_text("utf-8").splitlines()
    first, last = item["line_start"], item["line_end"]
    lines = [f"<p><b>{at}</b> {escape(printed[at - 1])}</p>" for at in range(first, last + 1)]
    tables = (
        table("items", "一个事项一行 one row per item", ITEMS, [item]),
        table("clauses", "一个条款一行 one row per clause", CLAUSES, clauses),
        table("reconciliation", "载明数与实有数 stated and observed totals", CHECKS, checks),
    )
    return PAGE.format(
        source=escape(name["source_name"]), lines="".join(lines), tables="".join(tables)
    )


def rows_with(file: Path, key: str, value: str) -> list[dict[str, Any]]:
    """Return the rows of a written table in which a column has this value."""
    found = pq.read_table(file)
    return found.filter(pc.equal(found[key], value)).to_pylist()


def table(name: str, about: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Return some columns of rows as a table of HTML."""
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell(row[column])}</td>" for column in columns) + "</tr>"
        for row in rows
    )
    return f"<h2>{name}: {about}</h2><table><tr>{head}</tr>{body}</table>"


def cell(value: object) -> str:
    """Return a value as it is shown; null is empty."""
    if value is None:
        return ""
    return escape("、".join(value) if isinstance(value, list) else str(value))


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), Path(sys.argv[2])))
