"""Files with bytes changed: the same data, or a warning or a failure, in every format.

What is changed inside a sentence, a letter for another, cannot be known. An item or a clause that
is lost, doubled or put elsewhere can: that is silent where nothing is told that is not told of the
whole file.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from qingdan.errors import UnreadableSource
from qingdan.extraction import extraction_of
from qingdan.model import Extraction
from qingdan.readers import read_apart
from tests.small import MAKERS, small
from tests.truth import QUICK, ROOT, house_rules

FIXTURES = ROOT / "tests" / "fixtures"
WHOLE: dict[str, Callable[[], bytes]] = {
    **{format: lambda format=format: small(format) for format in MAKERS},
    "pdf": (FIXTURES / "cases" / "pdf-row-cut-number-below" / "first-row.pdf").read_bytes,
    "xls": (FIXTURES / "office" / "libreoffice" / "wangchao.xls").read_bytes,
}
SEEDS, EACH = 10, 30


def extracted(format: str, data: bytes) -> Extraction:
    document = read_apart(f"mutant.{format}", data, QUICK, "清单")
    return extraction_of(document, "mutant", house_rules(), QUICK)


@cache
def sound(format: str) -> Extraction:
    return extracted(format, WHOLE[format]())


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Return a file with one byte changed, lost, doubled or put in."""
    place, byte = chance.randrange(len(data)), bytes([chance.randrange(256)])
    changed = chance.choice(
        (byte, b"", data[place : place + 1] * 2, byte + data[place : place + 1])
    )
    return data[:place] + changed + data[place + 1 :]


def content(extraction: Extraction) -> Counter[tuple[object, ...]]:
    """Return which items there are, and which clauses stand in each of their cells."""
    items = [(item.list_type, item.seq) for item in extraction.items]
    clauses = [
        (item.list_type, item.seq, clause.field, clause.ordinal, clause.number)
        for item in extraction.items
        for clause in item.clauses
    ]
    return Counter([*items, *clauses])


def told(extraction: Extraction) -> Counter[tuple[object, ...]]:
    """Return what an extraction warns of, and what does not reconcile."""
    checks = [(check.list_type, check.check, check.status) for check in extraction.checks]
    return Counter([*((warning.code,) for warning in extraction.warnings), *checks])


def is_silent(format: str, data: bytes) -> bool:
    """Tell whether other data are read of a mutant, and nothing is told of it."""
    try:
        extraction = extracted(format, data)
    except UnreadableSource as error:
        return "\n" in str(error) or error.code == "reader_crashed"
    whole = sound(format)
    return not told(extraction) - told(whole) and content(extraction) != content(whole)


def check_mutants(format: str, seed: int, count: int) -> None:
    chance = random.Random(f"{format} {seed}")
    mutants = [mutant(WHOLE[format](), chance) for _ in range(count)]
    assert [number for number, data in enumerate(mutants) if is_silent(format, data)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("format", WHOLE)
def test_no_mutant_of_a_file_is_silent(format: str, seed: int) -> None:
    check_mutants(format, seed, EACH)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SEEDS, SEEDS + 3))
@pytest.mark.parametrize("format", WHOLE)
def test_no_mutant_of_many_is_silent(format: str, seed: int) -> None:
    check_mutants(format, seed, 10 * EACH)
