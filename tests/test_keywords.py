"""Keywords: which words an item gets, and the dictionary that is kept compiled."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from qingdan import keywords
from qingdan.keywords import MOST, keywords_of
from tests.truth import house_rules
from tests.writers import sample

TEXT = "开展残疾人就业帮扶"


@pytest.mark.parametrize(
    ("name", "duties", "expected"),
    [
        ("甲 乙 甲", [], ("甲", "乙")),
        ("甲", ["乙 丙", "丙 丁 丁 丁"], ("甲", "丁", "丙")),
        ("甲", ["甲 甲 乙", "乙"], ("甲", "乙")),
        (" ".join(map(str, range(30))), [], tuple(map(str, range(MOST)))),
    ],
)
def test_words_of_the_name_come_before_those_that_the_duties_repeat(
    name: str, duties: list[str], expected: tuple[str, ...]
) -> None:
    clauses = tuple(sample.clause(place, text) for place, text in enumerate(duties, 1))
    item = sample.item("a", "basic", 1, name=name, clauses=clauses)
    assert keywords_of(item, str.split) == expected


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the compiled dictionary of a user is kept who has none yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    keywords._words.cache_clear()
    yield tmp_path / "qingdan" / "jieba.cache"
    keywords._words.cache_clear()


def words() -> list[str]:
    return list(keywords._words(house_rules())(TEXT))


def test_stop_words_and_single_letters_are_left_out(cache: Path) -> None:
    assert words() == ["残疾人", "就业", "帮扶"]
    assert cache.exists()


@pytest.mark.parametrize("kept", [b"", b"i\x01\x00\x00\x00"])
def test_a_damaged_compiled_dictionary_is_made_anew(cache: Path, kept: bytes) -> None:
    cache.parent.mkdir()
    cache.write_bytes(kept)
    assert "残疾人" in words()
    frequencies, _ = marshal.loads(cache.read_bytes())
    assert "残疾人" in frequencies
    keywords._words.cache_clear()
    assert "残疾人" in words()


def test_a_compiled_dictionary_that_is_older_than_the_dictionary_is_made_anew(cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_bytes(marshal.dumps(({"展残": 9_000_000}, 9_000_000)))
    os.utime(cache, (0, 0))
    assert "残疾人" in words()
    frequencies, _ = marshal.loads(cache.read_bytes())
    assert "残疾人" in frequencies
