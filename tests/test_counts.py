"""The reviewed counts of the real documents, both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.counts import REVIEWED, Count, Key, counted, differences, reviewed

A, B = Key("a", "basic", "党的建设"), Key("a", "recall", "民生服务")


def test_the_real_documents_have_the_reviewed_counts(real_output: Path) -> None:
    expected = reviewed(REVIEWED)
    assert expected
    assert differences(counted(real_output), expected) == []


@pytest.mark.parametrize(
    ("observed", "expected", "lines"),
    [
        ({A: Count(1, 2)}, {A: Count(1, 2)}, []),
        (
            {A: Count(1, 2)},
            {A: Count(1, 3)},
            ["a basic 党的建设: 1 items, 2 clauses, reviewed: 1 items, 3 clauses"],
        ),
        (
            {A: Count(1, 2)},
            {A: Count(1, 2), B: Count(4, 0)},
            ["a recall 民生服务: not there, reviewed: 4 items, 0 clauses"],
        ),
        (
            {A: Count(1, 2)},
            {},
            ["a basic 党的建设: 1 items, 2 clauses, reviewed: not there"],
        ),
    ],
)
def test_differences_are_found_both_ways(
    observed: dict[Key, Count], expected: dict[Key, Count], lines: list[str]
) -> None:
    assert differences(observed, expected) == lines
