"""The net: a changed row is shown, an equal state is silent."""

from __future__ import annotations

import pytest

from tests.net import Kept, State, differences, inputs

COLUMNS = ("item_id", "name")
ROWS = (("a:basic:001", "做好救助"), ("a:basic:002", "做好养老"))


def state(*rows: tuple[object, ...], columns: tuple[str, ...] = COLUMNS) -> State:
    return {"list.txt": {"items": Kept(columns, rows)}}


CASES = {
    "equal": (state(*ROWS), state(*ROWS), []),
    "a value": (
        state(*ROWS),
        state(ROWS[0], ("a:basic:002", "做好")),
        ["list.txt: items: row 1 (a:basic:002): name '做好养老' → '做好'"],
    ),
    "a row more": (
        state(ROWS[0]),
        state(*ROWS),
        ["list.txt: items: 1 → 2 rows; row 1 only now: ('a:basic:002', '做好养老')"],
    ),
    "a row less": (
        state(*ROWS),
        state(ROWS[0]),
        ["list.txt: items: 2 → 1 rows; row 1 only before: ('a:basic:002', '做好养老')"],
    ),
    "a file more": ({}, state(*ROWS), ["list.txt: only now"]),
    "a file less": (state(*ROWS), {}, ["list.txt: only before"]),
}


@pytest.mark.parametrize(("before", "now", "lines"), CASES.values(), ids=CASES)
def test_what_differs_is_shown(before: State, now: State, lines: list[str]) -> None:
    assert list(differences(before, now)) == lines


def test_a_new_column_is_named_once_and_compared_in_no_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = state(*((*row, None) for row in ROWS), columns=(*COLUMNS, "message_zh"))
    assert list(differences(state(*ROWS), now)) == []
    assert capsys.readouterr().err == "only in one state: items.message_zh\n"


def test_every_format_and_the_real_document_are_in_it() -> None:
    suffixes = {path[path.rindex(".") :] for path in inputs()}
    assert {".txt", ".pdf", ".docx", ".html", ".xlsx"} <= suffixes
    assert "raw/awati.txt" in inputs()
