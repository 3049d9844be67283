"""What is open in a document, and that its entries acknowledge it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qingdan.checks.acknowledgements import entry_to_toml
from qingdan.cli import main
from qingdan.letters.toml import toml_of
from qingdan.review.open import CheckRow, Open, WarningRow, open_in, to_entry
from qingdan.review.tables import read_rows
from qingdan.sources import Acknowledgements, CheckAcknowledgement, WarningAcknowledgement
from tests.truth import ROOT


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The real document without what is acknowledged of it."""
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "awati.txt", tmp_path / "raw")
    return tmp_path / "raw"


def open_after_extracting(raw: Path) -> tuple[Open, ...]:
    output = raw.with_name("output")
    main(["extract", str(raw), "--output", str(output), "--quiet", "--no-keywords"])
    return open_in(
        read_rows(output, "reconciliation", CheckRow), read_rows(output, "warnings", WarningRow)
    )


def test_the_entries_of_all_that_is_open_acknowledge_it(raw: Path) -> None:
    found = open_after_extracting(raw)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert {type(one.about) for one in found} == {CheckRow, WarningRow}
    entries = [to_entry(one.about, "it is printed so") for one in found]
    assert None not in entries
    toml = "\n".join(entry_to_toml(entry) for entry in entries if entry)
    (raw / "awati.txt.toml").write_text(toml, "utf-8")
    assert open_after_extracting(raw) == ()


@pytest.mark.parametrize(
    "entry",
    [
        CheckAcknowledgement("basic", "items", 3, 0, "none is printed"),
        CheckAcknowledgement(
            "recall", "items", 1, 1, "“so”\n", ({"case": "a", "name": '"\\\x7f'},)
        ),
        WarningAcknowledgement("unassigned", "a stray mark", "", {"text": "]]\u2028'''"}),
        WarningAcknowledgement("clause_numbers", "so", "x", {"count": 2}, "basic:001"),
    ],
)
def test_an_entry_is_read_as_it_was_written(
    entry: CheckAcknowledgement | WarningAcknowledgement,
) -> None:
    read = toml_of(entry_to_toml(entry), Acknowledgements)
    assert [*read.check, *read.warning] == [entry]


def test_a_total_that_was_not_counted_cannot_be_acknowledged() -> None:
    check = CheckRow("a", "basic", "items", 3, None, "mismatch", "", "", None)
    assert to_entry(check, "so") is None
