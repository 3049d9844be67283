"""Keywords of items, with a compiled dictionary and without one."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest

from tests.truth import ROOT, house_rules


@pytest.mark.parametrize("kept", [None, b"", b"no dictionary", b"i\x01\x00\x00\x00"])
def test_keywords_need_no_compiled_dictionary(
    kept: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qingdan.keywords import _compiled, _cut  # jieba is slow to load

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = tmp_path / "qingdan" / "jieba.cache"
    if kept is not None:
        cache.parent.mkdir()
        cache.write_bytes(kept)
    _cut.cache_clear()
    first = list(_cut(house_rules())("开展残疾人就业帮扶"))
    assert _compiled(ROOT / "rules" / "words.txt", str(cache.parent)) is not None
    _cut.cache_clear()
    assert list(_cut(house_rules())("开展残疾人就业帮扶")) == first
    assert "残疾人" in first
    _cut.cache_clear()


def test_a_compiled_dictionary_that_is_older_than_the_dictionary_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qingdan.keywords import _compiled, _cut  # jieba is slow to load

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = tmp_path / "qingdan" / "jieba.cache"
    cache.parent.mkdir()
    cache.write_bytes(marshal.dumps(({"展残": 9_000_000}, 9_000_000)))
    os.utime(cache, (0, 0))
    _cut.cache_clear()
    assert "残疾人" in list(_cut(house_rules())("开展残疾人就业帮扶"))
    made = _compiled(ROOT / "rules" / "words.txt", str(cache.parent))
    assert made is not None
    assert "残疾人" in made[0]
    _cut.cache_clear()
