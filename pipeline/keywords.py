"""Keywords of items: the one place where words are cut, loaded only when asked for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from .model import Item
from .rules import Rules

if TYPE_CHECKING:
    from rjieba import Jieba

MOST = 16
REPEATED = 2  # how often a word of the duties must occur to tell what an item is about
WHOLE = 1000  # how common, at the least, the words of the rules are: as common words of jieba's
LEARNED = 3  # how often a text must have two parts together that are a word of no dictionary
TOGETHER = 0.5  # in how many of the names that have either part they must be together
# Classes of words in jieba's dictionary. What names a thing: nouns, short forms.
NAMING = ("n", "j")
# What is no part of a word: pronouns, numerals, prepositions, particles, adverbs, times, marks.
APART = ("c", "d", "f", "m", "p", "q", "r", "t", "u", "x", "y")
# A second form of a word in brackets: 村（居）民委员会, 乡镇（街道）.
OTHERWISE = r"[（(]\p{Han}{1,2}[）)]"
QUOTED = r"“(?=[^”]*\p{Han})([\p{Han}\p{Latin}\d+\-]{2,8})”"

Cut = list[str]  # a text, word by word


class Words(NamedTuple):
    """What cuts texts into words, and what is known of a word."""

    cut: Callable[[Iterable[str]], Iterator[Cut]]
    tells: Callable[[str], bool]  # whether it can be a keyword
    is_part: Callable[[str], bool]  # whether it can be a part of a word that no dictionary has
    plain: Callable[[str], str]  # leaves out second forms of words
    quoted: Callable[[str], list[str]]


class Learned(NamedTuple):
    """Pairs of parts that are a word of one document, and the parts that begin one."""

    pairs: frozenset[tuple[str, str]]
    first: frozenset[str]

    def joined(self, text: Cut) -> Cut:
        """Return a text with the parts of learned words joined."""
        if self.first.isdisjoint(text):
            return text
        joined = text[:1]
        for pair in pairwise(text):
            if pair in self.pairs:
                joined[-1] += pair[1]
            else:
                joined.append(pair[1])
        return joined


def with_keywords(items: Sequence[Item], rules: Rules) -> tuple[Item, ...]:
    """Return the items with the words by which an analyst would filter them.

    These are the words of the name that name a thing and what stands there in quotation marks,
    then the words that the duties repeat. Words that no dictionary has are learned from the names.
    """
    words = words_of(rules)
    names = [words.plain(item.name) for item in items]
    duties = [" ".join(clause.text for clause in item.clauses) for item in items]
    named = list(words.cut(names))
    learned = learned_of(named, "\n".join([*names, *duties]), words)
    return tuple(
        replace(item, keywords=_keywords(item, learned.joined(name), learned.joined(duty), words))
        for item, name, duty in zip(items, named, words.cut(duties), strict=True)
    )


def _keywords(item: Item, name: Cut, duties: Cut, words: Words) -> tuple[str, ...]:
    """Return the keywords of an item, at most `MOST`, the most telling first."""
    named = filter(words.tells, chain(name, words.quoted(item.name)))
    counts = Counter(filter(words.tells, duties))
    repeated = sorted((-count, word) for word, count in counts.items() if count >= REPEATED)
    return tuple(dict.fromkeys(chain(named, (word for _, word in repeated))))[:MOST]


def learned_of(names: Sequence[Cut], text: str, words: Words) -> Learned:
    """Return the words that no dictionary has (图|斑, 嘎|查|村) but the names of a document use.

    One part of a pair is a letter that was left over. Most names that have either part have the
    pair, and the text of all names and duties repeats it.
    """
    counts = Counter(chain.from_iterable(names))
    letters = {word for word in counts if len(word) == 1 and words.is_part(word)}
    pairs = Counter(
        (first, second)
        for first, second in chain.from_iterable(map(pairwise, names))
        if first in letters or second in letters
    )
    learned = frozenset(
        (first, second)
        for (first, second), count in pairs.items()
        if count >= TOGETHER * max(counts[first], counts[second])
        and words.is_part(first)
        and words.is_part(second)
        and text.count(first + second) >= LEARNED
    )
    return Learned(learned, frozenset(first for first, _ in learned))


@lru_cache(maxsize=2)
def words_of(rules: Rules) -> Words:
    """Return what cuts texts by jieba's dictionary and method, with the words of the rules.

    rjieba gives the words that jieba gives, at a tenth of the cost; neither guesses new ones here.
    """
    import regex

    engine = _engine()
    for word in (*rules.words, *sorted(rules.department_names)):
        engine.add_word(word, max(WHOLE, engine.suggest_freq(word)), NAMING[0])
    always = {*rules.words} - rules.stopwords
    never = rules.stopwords | (rules.department_names - always)
    han = regex.compile(r"\p{Han}+")

    def cut(texts: Iterable[str]) -> Iterator[Cut]:
        lines = [" ".join(text.split()) for text in texts]
        words, start = engine.cut("".join(f"{line}\n" for line in lines), False), 0
        for _ in lines:
            end = words.index("\n", start)
            yield words[start:end]
            start = end + 1

    def classes(word: str) -> list[str]:
        return [kind for _, kind in engine.tag(word, False)]

    @cache
    def tells(word: str) -> bool:
        if word in always or word in never:
            return word in always
        kinds = classes(word)
        return len(kinds) > 1 or (len(word) > 1 and kinds[0] in NAMING)

    @cache
    def is_part(word: str) -> bool:
        told = word not in never and han.fullmatch(word)
        return bool(told) and not classes(word)[0].startswith(APART)

    plain = partial(regex.compile(OTHERWISE).sub, "")
    return Words(cut, tells, is_part, plain, regex.compile(QUOTED).findall)


def _engine() -> Jieba:
    """Return a new engine that knows jieba's dictionary.

    Its package makes one of its own as it is imported, which takes as much time and memory once
    more: the compiled module is loaded without it.
    """
    package = find_spec("rjieba")
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("rjieba.rjieba", places) if places else None
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("No module named 'rjieba'", name="rjieba")
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    engine: Jieba = module.Jieba()
    return engine
