"""Keywords of items: the one place where jieba is used, loaded only when asked for."""

from __future__ import annotations

import logging
import marshal
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path

import regex
from msgspec.structs import replace

from .model import Item
from .rules import Rules

MOST = 16
REPEATED = 2  # how often a word of the duties must occur to tell what an item is about
WORD = regex.compile(r"\p{Han}{2,}|\p{Latin}[\p{Latin}\d+\-]+")


Cut = Callable[[str], Iterable[str]]


def with_keywords(items: Sequence[Item], rules: Rules) -> tuple[Item, ...]:
    """Given items, return them with the words an analyst would filter by.

    These are the words of the name, then those that the duties repeat; words of every list
    (做好, 开展) are left out by `rules/stopwords.txt`.
    """
    cut = _cut(rules)
    return tuple(replace(item, keywords=keywords_of(item, cut, rules)) for item in items)


def keywords_of(item: Item, cut: Cut, rules: Rules) -> tuple[str, ...]:
    """Given an item, return its keywords, at most 16, most telling first."""
    words = dict.fromkeys(_words(item.name, cut, rules))
    duties = " ".join(clause.text for clause in item.clauses)
    counts = Counter(_words(duties, cut, rules))
    repeated = sorted((-count, word) for word, count in counts.items() if count >= REPEATED)
    words |= dict.fromkeys(word for _, word in repeated)
    return tuple(words)[:MOST]


def _words(text: str, cut: Cut, rules: Rules) -> Iterable[str]:
    """Given a text, yield its words without stop words."""
    for word in cut(text):
        if word not in rules.stopwords and WORD.fullmatch(word):
            yield word


@lru_cache(maxsize=2)
def _cut(rules: Rules) -> Cut:
    """Given rules, return jieba's cut by its own dictionary and `rules/words.txt`, no guesses.

    jieba keeps its compiled dictionary in a file; in the user's own cache directory nobody
    else can have put one there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes and pkg_resources
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = _cache_directory()
    compiled = _compiled(Path(jieba.__file__).with_name("dict.txt"), tokenizer.tmp_dir)
    if compiled is not None:
        tokenizer.FREQ, tokenizer.total = compiled
        tokenizer.initialized = True
    tokenizer.load_userdict(str(rules.words_file))
    return partial(tokenizer.cut, HMM=False)


def _compiled(dictionary: Path, directory: str | None) -> tuple[dict[str, int], int] | None:
    """Given jieba's dictionary and where it keeps it compiled, return that; None if it is old.

    jieba would read it from the open file, number by number, which takes three times as long.
    """
    if directory is None:
        return None
    cache = Path(directory) / "jieba.cache"
    try:
        if cache.stat().st_mtime <= dictionary.stat().st_mtime:
            cache.unlink()  # jieba would read it at every run, and never write it anew
            return None
        frequencies, total = marshal.loads(cache.read_bytes())  # noqa: S302  # the user's own
    except (OSError, EOFError, TypeError, ValueError):
        return None
    return (frequencies, total) if isinstance(frequencies, dict) else None


def _cache_directory() -> str | None:
    """Return a directory for caches that belongs to the user, None when there can be none."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    directory = base / "qingdan"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return str(directory)
