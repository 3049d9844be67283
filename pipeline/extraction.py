"""One document, from its file to everything known of it: the page to read first.

Every step is a pure function of what the steps before it returned; all of them are kept in the
trace, so that any can be looked at, or run again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from .cells.items import Draft, department_cells, departments_of, drafts_of, items_of, resolved
from .cells.paragraphs import Style
from .checks.coverage import coverage_of, hidden_doubts, placed
from .checks.judge import Evidence, judge
from .departments.headings import learned_names
from .departments.names import Names, names_with_cells
from .departments.register import Register
from .errors import BeyondMeasure, UnreadableSource
from .keywords import with_keywords
from .letters.places import places_in
from .letters.radicals import without_radicals
from .letters.spacing import closed_up, in_source
from .model import Document, Doubt, Extraction, Item, Rows, Sections, Stated
from .options import Options
from .preamble.facts import facts_of, with_register
from .preamble.places import places_of
from .preamble.totals import named_categories, stated_totals
from .readers import read
from .rules import Rules
from .sources import Beside, beside, text_sha256
from .tables import printed_lines, rows_of, sections_of, with_printed_rows

DEFAULTS = Options()
ALONE = Beside()


class Trace(NamedTuple):
    """What each step of an extraction returned, in their order."""

    document: Document
    sections: Sections
    stated: tuple[Stated, ...]
    places: dict[str, str]
    names: Names
    printed: Sections
    rows: Rows
    drafts: tuple[Draft, ...]
    register: Register
    items: tuple[Item, ...]
    extraction: Extraction


def extract(path: Path, document_id: str, rules: Rules, options: Options = DEFAULTS) -> Extraction:
    """Return everything known of the document in a file.

    Raises `UnreadableSource` when the file cannot be read or holds no such list.
    """
    document = read(path, options, rules.lists.list_word)
    known = beside(path, document.source.sha256)
    return extraction_of(document, document_id, rules, options, known)


def extraction_of(
    document: Document,
    document_id: str,
    rules: Rules,
    options: Options = DEFAULTS,
    beside: Beside = ALONE,
) -> Extraction:
    """Return everything known of a document as read, with its places in the text as read.

    Radicals are decoded in `Extraction.text`: an ideograph stands at the same place.
    """
    decoded = without_radicals(document, rules.grammar.radical, rules.radicals)
    closed, gaps = closed_up(decoded)
    doubts = tuple(_changed(document, beside))
    try:
        found = trace_of(closed, document_id, rules, options, beside, doubts).extraction
    except BeyondMeasure as error:
        where, action = document.source.name, "check where it comes from"
        raise UnreadableSource(where, "too_large", str(error), action) from error
    found = replace(found, text_sha256=text_sha256(document.text))
    return in_source(found, decoded.text, gaps) if gaps else found


def trace_of(
    document: Document,
    document_id: str,
    rules: Rules,
    options: Options = DEFAULTS,
    beside: Beside = ALONE,
    doubts: Iterable[Doubt] = (),
) -> Trace:
    """Return all steps of the extraction of a document in letters that stand as they should."""
    sections = sections_of(document, rules)
    stated = stated_totals(sections.preamble, sections.lists, rules)
    places = places_of(sections.preamble, sections.lists, rules)
    names = learned_names((line.text for line in printed_lines(sections)), places, rules)

    categories = named_categories(sections.preamble, stated, rules)
    printed = with_printed_rows(sections, categories, names)
    rows = rows_of(printed.lists, {*rules.categories, *categories}, rules)

    cells = department_cells(rows.rows, names)
    names = names_with_cells(names, [listed for own in cells for listed in own.listed.values()])
    counts_inside = rules.grammar.counted_inside.search(document.text) is not None
    style = Style(rules, names, counts_inside=counts_inside)
    drafts = drafts_of(document_id, rows.rows, style, cells)
    register = resolved(drafts, names)
    found_at = places_in(document)
    items = items_of(drafts, register, found_at)
    if not items:
        what, to_do = "no item of a responsibility list was found in it", "check that it is one"
        if any(doubt.code == "scrambled_text" for doubt in printed.doubts):
            what = f"{what}, whose lines stand in no order of reading"
            to_do = "extract the PDF or DOCX that it was made of"
        raise UnreadableSource(document.source.name, "not_a_list", what, to_do)

    printed_facts = facts_of(sections.preamble, places, rules)
    facts, differing = with_register(printed_facts, beside.registered.places)
    coverage, overlaps = coverage_of(document.text, printed, rows, drafts)
    evidence = Evidence(
        text=document.text,
        sections=printed,
        stated=stated,
        rows=rows,
        drafts=drafts,
        items=items,
        coverage=coverage,
        overlaps=overlaps,
        places=found_at,
        doubts=(
            *doubts,
            *document.doubts,
            *differing,
            *hidden_doubts(document.blocks, coverage),
        ),
    )
    checks, warnings, acknowledged = judge(evidence, beside, rules)
    extraction = Extraction(
        document_id=document_id,
        source=document.source,
        text=document.text,
        facts=facts,
        items=with_keywords(items, rules) if options.keywords else items,
        departments=departments_of(items, register),
        checks=checks,
        warnings=warnings,
        coverage=placed(coverage, document),
        acknowledged=acknowledged,
    )
    return Trace(
        document,
        sections,
        stated,
        places,
        names,
        printed,
        rows,
        drafts,
        register,
        items,
        extraction,
    )


def _changed(document: Document, beside: Beside) -> Iterator[Doubt]:
    """Yield what shows that a raw file is another than the one known, or why that is not told."""
    registered, acknowledged = beside.registered.sha256, beside.acknowledged
    if registered and document.source.sha256 not in registered:
        yield Doubt("source_changed")
    if not beside.registered.has_sha256:
        yield Doubt("register_columns", "", {"columns": "sha256"})
    if (known := acknowledged.text_sha256) and (now := text_sha256(document.text)) not in known:
        yield Doubt("source_changed", "text", {"text_sha256": now})
