"""Keywords of items: the one place where jieba is used, loaded only when asked for."""

from __future__ import annotations

import marshal
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from .model import Item
from .rules import Rules

MOST = 16
REPEATED = 2  # how often a word of the duties must occur to tell what an item is about
WORD = r"\p{Han}{2,}|\p{Latin}[\p{Latin}\d+\-]+"

Words = Callable[[str], Iterable[str]]


def with_keywords(items: Sequence[Item], rules: Rules) -> tuple[Item, ...]:
    """Return the items with the words by which an analyst would filter them.

    These are the words of the name, then those that the duties repeat; words of every list
    (做好, 开展) are left out by `rules/stopwords.txt`.
    """
    words = _words(rules)
    return tuple(replace(item, keywords=keywords_of(item, words)) for item in items)


def keywords_of(item: Item, words: Words) -> tuple[str, ...]:
    """Return the keywords of an item, at most `MOST`, the most telling first."""
    found = dict.fromkeys(words(item.name))
    duties = " ".join(clause.text for clause in item.clauses)
    counts = Counter(words(duties))
    repeated = sorted((-count, word) for word, count in counts.items() if count >= REPEATED)
    found |= dict.fromkeys(word for _, word in repeated)
    return tuple(found)[:MOST]


@lru_cache(maxsize=2)
def _words(rules: Rules) -> Words:
    """Return a function from a text to its words, without stop words.

    jieba cuts by its own dictionary and `rules/words.txt`, without its guesses at new words.
    jieba keeps its compiled dictionary in a file; in the user's own cache directory nobody
    else can have put one there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes and pkg_resources
        import jieba
    import regex

    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = _cache_directory()
    compiled = _compiled(Path(jieba.__file__).with_name("dict.txt"), tokenizer.tmp_dir)
    if compiled is not None:
        tokenizer.FREQ, tokenizer.total = compiled
        tokenizer.initialized = True
    tokenizer.load_userdict(str(rules.words_file))
    word, stopwords = regex.compile(WORD), rules.stopwords

    def words(text: str) -> Iterator[str]:
        cut = tokenizer.cut(text, HMM=False)
        return (one for one in cut if one not in stopwords and word.fullmatch(one))

    return words


def _compiled(dictionary: Path, directory: str | None) -> tuple[dict[str, int], int] | None:
    """Return jieba's dictionary as it keeps it compiled in a directory; None without one.

    A compiled dictionary that is older than the plain one is deleted: jieba itself would go on
    using it.
    """
    if directory is None:
        return None
    cache = Path(directory) / "jieba.cache"
    try:
        if cache.stat().st_mtime <= dictionary.stat().st_mtime:
            cache.unlink()
            return None
        frequencies, total = marshal.loads(cache.read_bytes())  # noqa: S302  # the user's own
    except (OSError, EOFError, TypeError, ValueError):
        return None
    return (frequencies, total) if isinstance(frequencies, dict) else None


def _cache_directory() -> str | None:
    """Return a directory for caches that belongs to the user; None when there can be none."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    directory = base / "qingdan"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return str(directory)
