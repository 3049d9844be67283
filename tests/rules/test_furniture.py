"""Every example of furniture is matched by its own pattern, and by no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.truth import house_rules


def examples() -> Iterator[tuple[str, str, str]]:
    """Yield (name, pattern, example) of every example of furniture."""
    for rule in house_rules().furniture.line:
        for example in rule.examples:
            yield rule.name, rule.pattern, example


@pytest.mark.parametrize(("name", "pattern", "example"), [*examples()])
def test_every_example_is_matched_by_its_own_pattern_only(
    name: str, pattern: str, example: str
) -> None:
    assert re.fullmatch(pattern, example)
    assert house_rules().grammar.furniture.fullmatch(example)
    others = [
        rule.name
        for rule in house_rules().furniture.line
        if rule.name != name and re.fullmatch(rule.pattern, example)
    ]
    assert others == []


def test_every_furniture_pattern_has_an_example() -> None:
    assert [rule.name for rule in house_rules().furniture.line if not rule.examples] == []
    names = [rule.name for rule in house_rules().furniture.line]
    assert len(set(names)) == len(names)
