"""Items that hold words: all of them, in the same item, wherever they stand."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, json

from ..errors import BadCall
from ..exports.bigrams import FTS_ID, INDEX, SEARCHED, words_to_phrase
from ..letters.script import LIST_COMMA, SENTENCE_ENDS
from .index import ASKED

_ENDS = frozenset(SENTENCE_ENDS + "\n") - {"."}  # a point may be one of a figure
_MOST_SENTENCES = 3  # that are shown of an item


class Query(Struct, frozen=True):
    """What is looked for: words, and which items are; a field that is None asks for nothing.

    `list_type` is a list's; of the others, a part is enough: of the category, of the kind of one of
    its departments, of a name of the place.
    """

    words: tuple[str, ...]
    list_type: str | None = None
    category: str | None = None
    kind: str | None = None
    place: str | None = None
    limit: int = 20


class Sentence(Struct, frozen=True):
    """A sentence of a field that has one of the words."""

    field: str
    text: str


class Hit(Struct, frozen=True):
    """An item that holds the words, with sentences that have them beside category and name."""

    document_id: str
    item_id: str
    list_type: str
    seq: int
    category: str
    name: str
    province: str | None
    prefecture: str | None
    county: str | None
    township: str | None
    place: str | None
    sentences: tuple[Sentence, ...]


class Found(Struct, frozen=True):
    """How many items hold the words, and the first of them: those that do in their names first.

    `words` are the words one by one.
    """

    words: tuple[str, ...]
    total: int
    hits: tuple[Hit, ...]


_PLACES = ("province", "prefecture", "county", "township")
_CELLS = tuple(name for name in SEARCHED if name not in ("category", "name"))
_COLUMNS = ", ".join(
    (
        "i.document_id, i.item_id, i.list_type, i.seq, i.category, i.name",
        *(f"d.{name}" for name in _PLACES),
        "i.place",
        *(f"i.{name}" for name in _CELLS),
    )
)
_ITEMS = f"""
SELECT {_COLUMNS} FROM {INDEX} AS f JOIN items AS i ON i.{FTS_ID} = f.rowid
JOIN documents AS d ON d.document_id = i.document_id
WHERE {INDEX} MATCH ? ORDER BY f.rowid LIMIT ?
"""  # noqa: S608 - of names that stand in the code


def found(base: sqlite3.Connection, query: Query) -> Found:
    """Return the items of an index that hold what is looked for; raises `BadCall` for no words."""
    words = tuple(word for one in query.words for word in one.split())
    every = " AND ".join(map(_phrase, words or ("",)))
    filters = {"category": query.category, **{name: getattr(query, name) for name in ASKED}}
    asked = "".join(f" AND ({name} : {_phrase(one)})" for name, one in filters.items() if one)
    everywhere = f"({{{' '.join(SEARCHED)}}} : ({every})){asked}"
    in_name = f"(name : ({every})){asked}"
    count = f"SELECT count(*) FROM {INDEX} WHERE {INDEX} MATCH ?"  # noqa: S608
    (total,) = base.execute(count, (everywhere,)).fetchone()
    hits: list[Hit] = []
    for match in (in_name, f"({everywhere}) NOT ({in_name})"):
        rows = base.execute(_ITEMS, (match, query.limit - len(hits)))
        hits += [_row_to_hit(row, words) for row in rows]
    return Found(words, total, tuple(hits))


def _phrase(words: str) -> str:
    phrase = words_to_phrase(words)
    if not phrase:
        what = "has neither letter nor digit"
        raise BadCall(repr(words), what, "name words that items have")
    return phrase


def _row_to_hit(row: tuple[Any, ...], words: Sequence[str]) -> Hit:
    of_item, cells = row[: -len(_CELLS)], row[-len(_CELLS) :]
    sentences = [
        sentence
        for field, cell in zip(_CELLS, cells, strict=True)
        if cell
        for sentence in _sentences(field, _plain(field, cell), words)
    ]
    first = {
        word: next((at for at, one in enumerate(sentences) if word in one.text), 0)
        for word in words
    }
    shown = [*dict.fromkeys([*first.values(), *range(len(sentences))])][:_MOST_SENTENCES]
    chosen = tuple(sentences[at] for at in sorted(shown)) if sentences else ()
    return Hit(**dict(zip(Hit.__struct_fields__, (*of_item, chosen), strict=True)))


def _sentences(field: str, cell: str, words: Sequence[str]) -> Iterator[Sentence]:
    """Yield each sentence of a cell that has one of the words, once."""
    end = 0
    for match in words_to_pattern(words).finditer(cell):
        if match.start() < end:
            continue
        begin = 1 + max(cell.rfind(mark, 0, match.start()) for mark in _ENDS)
        ends = [at + 1 for mark in _ENDS if (at := cell.find(mark, match.end())) >= 0]
        end = min(ends, default=len(cell))
        yield Sentence(field, cell[begin:end].strip())


def words_to_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return what matches each of the words in a text."""
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


def _plain(field: str, cell: str) -> str:
    """Return a cell of the index as text; departments are a list there."""
    return LIST_COMMA.join(json.decode(cell)) if field == "departments" else cell
