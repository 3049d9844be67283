"""The sample of `make bench BENCH=country`: read as composed, and measured by the command."""

from __future__ import annotations

from pathlib import Path

import pytest

import qingdan
from bench.country import Cost, Step, exponent, growth, memory_growth
from bench.sample import FORMATS, SHORT, composed
from qingdan.model import LIST_TYPES
from tests.truth import QUICK, house_rules


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_read_as_it_was_composed(format: str, number: int, tmp_path: Path) -> None:
    document = composed(number, SHORT)
    path = tmp_path / f"list.{format}"
    path.write_bytes(FORMATS[format](document))
    extraction = qingdan.extract(path, rules=house_rules(), options=QUICK)
    read = [(i.list_type, str(i.seq), i.category, i.name) for i in extraction.items]
    rows = zip(LIST_TYPES, document.lists.values(), strict=True)
    assert read == [(kind, *row[:3]) for kind, own in rows for row in own[1:]]
    assert [check.status for check in extraction.checks].count("mismatch") == 0
    if format in ("pdf", "ofd"):
        assert extraction.source.pages == len(document.pages)


def test_documents_are_the_same_each_time_and_no_two_alike() -> None:
    made = [FORMATS["txt"](composed(number, SHORT)) for number in range(20)]
    assert len(set(made)) == 20
    assert made[7] == FORMATS["txt"](composed(7, SHORT))


def test_growth_is_that_of_the_command(tmp_path: Path) -> None:
    one, two = growth(tmp_path, (1, 12))
    assert 0 < one.first.seconds < two.first.seconds
    assert two.again.memory > 20
    assert two.documents == 12


def test_what_grows_by_a_power_has_its_exponent() -> None:
    steps = [Step(n, Cost(n**1.5, 50 + n / 100), Cost(1, 1)) for n in (10, 100, 1_000)]
    assert exponent(steps) == pytest.approx(1.5)
    assert memory_growth(steps) == pytest.approx(0.01)
