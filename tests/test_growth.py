"""What is hostile costs no more than its size says, or is stopped by a limit that is told.

Sizes are smaller than those of `make bench BENCH=--growth`, and what is measured is CPU time: of
a file eight times as large, or of a text sixteen times as long. What is linear takes about as many
times as much, what is quadratic the square of it. A busy machine is given three tries.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import patterns
from bench.growth import FEW, STOPPED, growth
from bench.hostile import KINDS
from bench.hostile.text import names
from qingdan.departments.register import MOST_NAMES
from qingdan.errors import UnreadableSource
from qingdan.options import Options
from qingdan.readers import read, read_apart
from qingdan.readers.refusals import MOST_LETTERS, MOST_LINES
from tests.composed import MODEL, extraction_from
from tests.truth import house_rules

PART, TIMES, MOST = 32, 8, 20
LETTERS, LONGER, LONG = 500, 8_000, 0.25  # a quadratic pattern takes seconds of so many letters
TRIES = 3
# PDFium draws it more often than there are atoms; the limit of CPU time stops that after 31 s.
ENDLESS = {"pdf: a form that draws itself"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.soak] * (name in ENDLESS)) for name in KINDS],
)
def test_a_hostile_file_costs_what_its_size_says(name: str) -> None:
    for _ in range(TRIES):
        found = growth(name, KINDS[name], house_rules(), PART, TIMES)
        if found.more.end in STOPPED or found.more.seconds <= MOST * found.one.seconds + FEW:
            break
    else:
        pytest.fail(f"{found}")
    assert "\n" not in found.more.words


@pytest.mark.soak
@pytest.mark.parametrize("name", KINDS)
def test_a_large_hostile_file_costs_what_its_size_says(name: str) -> None:
    assert any(growth(name, KINDS[name], house_rules(), 2).is_met for _ in range(TRIES))


USED = list(patterns.used())


def test_every_pattern_is_found_with_its_use() -> None:
    assert len(USED) > 200


@pytest.mark.parametrize("start", range(8))
def test_no_pattern_takes_long_of_a_hostile_text(start: int) -> None:
    for one in USED[start::8]:
        found = patterns.worst(one, samples=2, size=LETTERS)
        text = found.text(LONGER)
        taken = min(patterns.seconds(one.search, text, most=2) for _ in range(TRIES))
        assert taken < LONG, (one.name, found.words)


@pytest.mark.soak
def test_every_pattern_is_linear() -> None:
    assert list(patterns.not_linear()) == []


# --- limits that are counted --------------------------------------------------------------------


def refused(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        read_apart("long.txt", text.encode(), Options(), "清单")
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_text_longer_than_any_list_is_refused() -> None:
    assert refused(MODEL + "甲" * MOST_LETTERS).code == "too_large"
    assert refused(MODEL + "\n" * MOST_LINES).code == "too_large"


def test_a_file_larger_than_any_list_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(UnreadableSource, match="larger than 512 MiB"):
        read(path, Options(), "清单")


def test_more_departments_than_any_county_has_are_refused() -> None:
    def listed(count: int) -> str:
        return MODEL.replace("青禾县民政局\n1.", f"{'、'.join(names(count))}\n1.", 1)

    assert extraction_from(listed(MOST_NAMES // 10)).items
    with pytest.raises(UnreadableSource, match="departments, more than any county has") as caught:
        extraction_from(listed(2 * MOST_NAMES))
    assert caught.value.code == "too_large"
