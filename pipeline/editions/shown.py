"""Differences as people read them on a terminal: what is removed `[-so-]`, what is added `{+so+}`.

With colours where the terminal has them; the marks stay, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from ..review.columns import cells, place_to_break, printable
from .changes import Changes, ClauseChange, ClauseSide, ItemChange, Side
from .documents import Difference, Status
from .marking import PieceKind, Pieces
from .wording import Wording, in_cells, in_lists, title_of, value_text

_MARKS: dict[PieceKind, tuple[str, str, str]] = {
    "same": ("", "", ""),
    "removed": ("[-", "-]", "red strike"),
    "added": ("{+", "+}", "green"),
}
HEADING = "bold underline"
_SIGNS = {
    "added": ("+", "green"),
    "removed": ("-", "red"),
    "merged": ("-", "red"),
    "split": ("+", "green"),
    "changed": ("~", "yellow"),
    "reworded": ("~", "yellow"),
    "moved": (">", "cyan"),
    "renumbered": ("#", "dim"),
    "same": ("=", ""),
    "not_compared": ("?", "magenta"),
}


def show(differences: Iterable[Difference], console: Console, words: Wording) -> None:
    """Print what became of every document; of those that are the same, only how many they are."""
    counts: Counter[Status] = Counter()
    for one in differences:
        counts[one.status] += 1
        if one.status != "same" or one.reason:
            put(_document(one, words), console)
    put([Text(words.documents(counts))], console)


def put(lines: Iterable[Text], console: Console) -> None:
    """Print lines, each in rows that fit the console."""
    for line in lines:
        for row in _rows(line, console.width):
            console.print(row, highlight=False, no_wrap=True)


def _rows(line: Text, width: int) -> Iterator[Text]:
    """Yield a line in rows that fit the width, the later ones indented a little more."""
    indent = len(line.plain) - len(line.plain.lstrip(" "))
    while cells(line.plain) > width:
        row, line = line.divide([place_to_break(line.plain, width)])
        yield row
        line = indented(line, min(indent + 2, width // 2))
    yield line


def indented(line: Text, by: int) -> Text:
    """Return a line further to the right; an empty one as it is."""
    return Text(" " * by).append_text(line) if line.plain else line


def _document(one: Difference, words: Wording) -> Iterator[Text]:
    sign, style = _SIGNS[one.status]
    head = Text(f"{sign} ", style).append(printable(title_of(one)), "bold")
    yield head.append(f"  {words.status(one)}", "magenta" if one.reason else "")
    for place in (one.old, one.new):
        if place and place.status == "flagged":
            told = "{name} was read with open doubts: a difference may be one of reading"
            yield indented(Text("! " + words.say(told, name=printable(place.document_id))), 2)
    if one.changes:
        yield from (indented(line, 2) for line in _changes(one.changes, words))
    yield Text()


def _changes(changes: Changes, words: Wording) -> Iterator[Text]:
    yield Text(words.counts(changes))
    for fact in changes.facts:
        yield _was_is(words.column("documents", fact.name), fact.old, fact.new)
    for total in changes.totals:
        old = words.figure(total.old_stated, total.old_observed)
        yield _was_is(words.total(total), old, words.figure(total.new_stated, total.new_observed))
    for list_type, items in in_lists(changes.items):
        yield Text()
        yield Text(words.list(list_type), HEADING)
        yield from (line for one in items if not one.is_renumbered for line in _item(one, words))
        if count := sum(one.is_renumbered for one in items):
            yield Text("# " + words.say("{count} items have only another number", count=count))
    if changes.departments:
        yield Text()
        yield Text(words.say("Items of each department"), HEADING)
    for one in changes.departments:
        yield _was_is(one.department, one.old_items, one.new_items)


def _was_is(name: str, old: object, new: object) -> Text:
    return Text(printable(f"{name}: {value_text(old)} → {value_text(new)}"))


# --- an item ------------------------------------------------------------------------------------


def _item(change: ItemChange, words: Wording) -> Iterator[Text]:
    sign, style = _SIGNS[change.kind]
    side = change.old if change.kind == "merged" else change.new or change.old
    assert side, "a change has a side"
    line = Text(f"{sign} ", style).append(f"{_numbers(change, side)}. ")
    yield line.append_text(_pieces(change.name) if change.name else Text(printable(side.name)))
    yield from (indented(note, 4) for note in _notes(change, words))
    for field, clauses in in_cells(change.clauses):
        yield indented(Text(f"{words.column('items', field)}:", "dim"), 4)
        yield from (indented(_clause(one, words), 6) for one in clauses)


def _numbers(change: ItemChange, side: Side) -> str:
    if change.kind == "changed" and change.old and change.old.list_type == side.list_type:
        return "→".join(dict.fromkeys((str(change.old.seq), str(side.seq))))
    return str(side.seq)


def _notes(change: ItemChange, words: Wording) -> Iterator[Text]:
    old, new = change.old, change.new
    if not change.is_sure:
        told = "unsure that this is the same item (likeness {likeness})"
        yield Text("? " + words.say(told, likeness=change.likeness), "magenta")
    if change.kind == "merged" and new:
        yield Text(f"{words.say('went into')} {_where(new, words)}")
    if change.kind == "split" and old:
        yield Text(f"{words.say('came out of')} {_where(old, words)}")
    if old and new and "list" in change.moved:
        yield _was_is(words.say("list"), _list(old, words), _list(new, words))
    if old and new and "category" in change.moved:
        yield _was_is(words.column("items", "category"), old.category, new.category)
    if "order" in change.moved:
        yield Text(words.say("stands elsewhere in the order of the list"))
    if change.departments:
        name = words.column("items", "departments")
        yield Text(f"{name}: ").append_text(_pieces(change.departments, "、"))
    if change.printed:
        yield Text(words.say("says the same, printed otherwise"))


def _list(side: Side, words: Wording) -> str:
    return f"{words.list(side.list_type)} {side.seq}"


def _where(side: Side, words: Wording) -> str:
    return f"{_list(side, words)} {printable(side.name)}"


def clause_line(change: ClauseChange) -> Text:
    """Return a clause that changed, its words marked."""
    sign, style = _SIGNS[change.kind]
    side = change.new or change.old
    assert side, "a change has a side"
    line = Text(f"{sign} ", style).append("" if side.number is None else f"{side.number}. ")
    return line.append_text(_pieces(change.text))


def _clause(change: ClauseChange, words: Wording) -> Text:
    line = clause_line(change)
    if change.old and change.new:
        was, is_now = heads_of(change.old, words), heads_of(change.new, words)
        line.append(f"  ({was} → {is_now})" if was != is_now else "", "cyan")
    return line


def heads_of(side: ClauseSide, words: Wording) -> str:
    """Return where a clause stands: on which side, under which heading and department."""
    heads = (words.column("items", side.field), side.heading, side.department_raw)
    return " / ".join(printable(head) for head in heads if head)


def _pieces(pieces: Pieces, between: str = "") -> Text:
    line = Text()
    for place, piece in enumerate(pieces):
        line.append(between if place else "").append_text(_marked(piece.kind, piece.text))
    return line


def _marked(kind: PieceKind, text: str) -> Text:
    before, behind, style = _MARKS[kind]
    return Text(f"{before}{printable(text)}{behind}", style)
