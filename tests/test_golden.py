"""The real documents against reviewed golden files.

`QINGDAN_REWRITE_GOLDEN=1 pytest tests/test_golden.py` writes them anew; read the diff before
committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
TABLES = (
    "documents",
    "items",
    "clauses",
    "departments",
    "reconciliation",
    "warnings",
    "acknowledged",
)
REWRITE = "QINGDAN_REWRITE_GOLDEN"


@pytest.mark.parametrize("table", TABLES)
def test_the_real_documents_give_the_golden_tables(real_output: Path, table: str) -> None:
    written = (real_output / f"{table}.csv").read_bytes()
    golden = GOLDEN / f"{table}.csv"
    if os.environ.get(REWRITE):
        golden.write_bytes(written)
    assert written.decode("utf-8-sig").splitlines() == golden.read_text("utf-8-sig").splitlines()


def test_golden_files_are_not_being_rewritten() -> None:
    assert not os.environ.get(REWRITE), f"unset {REWRITE}: with it the golden test cannot fail"
