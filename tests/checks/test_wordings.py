"""rules/checks.toml: what each pattern finds, and what only looks so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.truth import house_rules


def wordings() -> Iterator[tuple[str, str, bool]]:
    """Yield (name, text, whether it is found) of every example."""
    for name, wording in house_rules().checks.wordings().items():
        yield from ((name, text, True) for text in wording.examples)
        yield from ((name, text, False) for text in wording.others)


@pytest.mark.parametrize(("name", "text", "found"), [*wordings()])
def test_what_checks_search_for(name: str, text: str, found: bool) -> None:
    assert (house_rules().grammar.wordings[name].search(text) is not None) == found


def test_every_wording_has_examples_of_both_kinds() -> None:
    for name, wording in house_rules().checks.wordings().items():
        assert wording.examples, name
        assert wording.others, name
