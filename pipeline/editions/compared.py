"""Townships beside each other as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path

from rich.text import Text

from ..review.columns import printable, table
from .duties import Duties, Member
from .matches import Group, Town
from .shown import HEADING, clause_line, indented
from .townships import Among, Lacking, Load, Report
from .wording import Wording, in_cells

MOST_TOWNS = 10  # townships of a part that are shown
MOST_OF_A_TOWN = 5  # of the items of each
MOST_ROWS = 15  # of a table
_OTHERS: Mapping[Among, str] = {
    "county": "{having} of {others} others of the county have it",
    "province": "{having} of {others} others of the province have it",
    "all": "{having} of all {others} others have it",
}


def report_lines(report: Report, output: Path, words: Wording) -> Iterator[Text]:
    """Yield what is told of the townships of an output, of every part the beginning."""
    yield Text(
        words.say(
            "{documents} documents of {townships} townships; their {items} items are {groups}"
            " different ones, {unsure} of them unsurely",
            documents=report.documents,
            townships=report.townships,
            items=report.items,
            groups=report.groups,
            unsure=report.unsure,
        )
    )
    for name in report.unread:
        told = words.say("{name} is not compared: it could not be read", name=printable(name))
        yield Text(told, "magenta")
    lacking = [
        (
            one.township,
            one.group,
            words.say(_OTHERS[one.among], having=one.having, others=one.others),
        )
        for one in report.lacking
    ]
    yield from _part("What townships lack that most others round them have", lacking, words)
    alone = [(one.township, one.group, "") for one in report.alone]
    yield from _part("What only one township has", alone, words)
    yield from _differing(report.differing, words)
    yield from _loads(report.load, words)
    yield Text()
    if _is_flagged(report):
        yield Text("! " + words.say("read with open doubts: the name may not be as printed"))
    file = printable(str(output / "matches.csv"))
    yield Text(words.say("every item with its group: {file}", file=file))


def _having(one: Lacking, words: Wording) -> str:
    return words.say(_OTHERS[one.among], having=one.having, others=one.others)


def _is_flagged(report: Report) -> bool:
    """Tell whether a name that is told is flagged."""
    groups = [*(one.group for one in report.lacking), *(one.group for one in report.alone)]
    return any(group.flagged for group in (*groups, *report.differing))


_Found = tuple[Town, Group, str]  # a township, what it has or lacks, a remark


def _part(title: str, found: Iterable[_Found], words: Wording) -> Iterator[Text]:
    yield from _title(title, words)
    towns = [(town, [*own]) for town, own in groupby(sorted(found, key=_town), lambda one: one[0])]
    for town, own in towns[:MOST_TOWNS]:
        yield indented(Text(f"{town_name(town)} ({len(own)})", "bold"), 2)
        for _, group, remark in own[:MOST_OF_A_TOWN]:
            told = f"{_group(group, words)}{'  ' if remark else ''}{remark}"
            yield indented(Text(told), 4)
        if len(own) > MOST_OF_A_TOWN:
            yield indented(_more(len(own) - MOST_OF_A_TOWN, words), 4)
    if len(towns) > MOST_TOWNS:
        yield indented(_more(len(towns) - MOST_TOWNS, words), 2)
    if not towns:
        yield indented(Text(words.say("none")), 2)


def _town(found: _Found) -> list[str]:
    return [part or "" for part in found[0]]


def town_name(town: Town) -> str:
    """Return what a township is called, with its county."""
    return printable("".join(filter(None, town[-2:])))


def _group(group: Group, words: Wording) -> str:
    mark = "! " if group.flagged else ""
    list_name = words.value("list_type", group.list_type)
    return printable(f"{group.number} {list_name} {mark}{group.name}")


def _title(title: str, words: Wording) -> Iterator[Text]:
    yield Text()
    yield Text(words.say(title), HEADING)


def _more(count: int, words: Wording) -> Text:
    return Text(words.say("… {count} more: see --json", count=count))


def _differing(groups: Sequence[Group], words: Wording) -> Iterator[Text]:
    yield from _title("Whose duties differ most", words)
    for group in groups[:MOST_ROWS]:
        told = words.say(
            "{percent} % of the clauses in {townships} townships are those of the first one",
            percent=round(100 * group.shared / group.clauses),
            townships=group.townships,
        )
        yield indented(Text(f"{_group(group, words)}  {told}"), 2)
    if len(groups) > MOST_ROWS:
        yield indented(_more(len(groups) - MOST_ROWS, words), 2)
    if groups:
        yield indented(Text(words.say("how one of them differs: --group and its number")), 2)
    else:
        yield indented(Text(words.say("none")), 2)


def _loads(loads: Sequence[Load], words: Wording) -> Iterator[Text]:
    yield from _title("What kinds of departments are bound by", words)
    head = (
        words.column("departments", "kind"),
        words.say("townships"),
        words.column("departments", "cooperative_items"),
        words.column("departments", "recall_items"),
        words.column("departments", "clauses"),
        words.say("items in a township"),
    )
    rows = [
        (
            printable(one.kind),
            *map(str, (one.townships, one.cooperative_items, one.recall_items, one.clauses)),
            f"{one.fewest_items}–{one.most_items}",
        )
        for one in islice(loads, MOST_ROWS)
    ]
    for line in table([head, *rows], range(1, len(head))):
        yield indented(Text(line), 2)
    if len(loads) > MOST_ROWS:
        yield indented(_more(len(loads) - MOST_ROWS, words), 2)


# --- one group ----------------------------------------------------------------------------------


def duties_lines(duties: Duties, words: Wording) -> Iterator[Text]:
    """Yield the items of a group, each with the clauses that are not its leader's."""
    leader = duties.leader
    title = f"{duties.number} {words.list(duties.list_type)} {leader.name}"
    yield Text(printable(title), HEADING)
    yield indented(
        Text(f"{_name(leader)}: {words.say('the others are compared with this one')}"), 2
    )
    same = [one for one in duties.members if not one.clauses and one.is_sure]
    for member in duties.members:
        if member.clauses or not member.is_sure:
            yield from (indented(line, 2) for line in _member(member, words))
    if same:
        names = "、".join(dict.fromkeys(town_name(one.township) for one in same))
        told = words.say("the same clauses in {count} items: {names}", count=len(same), names=names)
        yield indented(Text(told), 2)


def _member(member: Member, words: Wording) -> Iterator[Text]:
    mark = "! " if member.flagged else ""
    yield Text(f"{_name(member)} {mark}{printable(member.name)}", "bold")
    if not member.is_sure:
        told = "unsure that this is the same item (likeness {likeness})"
        yield indented(Text("? " + words.say(told, likeness=member.score), "magenta"), 2)
    for field, clauses in in_cells(member.clauses):
        yield indented(Text(f"{words.column('items', field)}:", "dim"), 2)
        yield from (indented(clause_line(one), 4) for one in clauses)


def _name(member: Member) -> str:
    return f"{town_name(member.township)} ({printable(member.item_id)})"
