"""One document, from its file to everything known of it: the page to read first.

Every stage is a pure function of what the stages before it returned, so any of them can be
run by itself on the values kept here. The stages for tables are loaded where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from .cells.items import department_cells, departments_of, drafts_of, items_of, resolved
from .cells.paragraphs import COUNTED_INSIDE, Style
from .checks.boxes import placed
from .checks.coverage import coverage_of
from .checks.emptied import emptied_doubts
from .checks.items import item_doubts, unconfirmed
from .checks.preamble import preamble_doubts
from .checks.reconcile import (
    acknowledgement_doubts,
    band_doubts,
    checks_of,
    coverage_doubts,
    list_doubts,
    warnings_of,
)
from .departments.names import Names, learned_names, names_with_cells
from .errors import UnreadableSource
from .model import Document, Doubt, Extraction, Grid, Item, Line, Rows, Sections, Stated
from .options import Options
from .preamble.facts import facts_of, places_of
from .preamble.totals import named_categories, stated_totals
from .readers import read
from .readers.text import RADICALS
from .rules import Rules
from .sources import Acknowledgements, acknowledgements_beside, registered_sha256, text_sha256
from .tables.dump.sections import text_sections
from .tables.dump.textrows import text_rows

DEFAULTS = Options()
# Two letters, no Latin ones, with nothing but spaces around them: type that may stand letter by
# letter. (A class of what is CJK takes longer to compile than to read a list by.)
SPREAD = re.compile(" [^\x00-\u200f] [^\x00-\u200f](?!\\S)")
RADICAL = re.compile(f"[{RADICALS}]")


def extract(path: Path, document_id: str, rules: Rules, options: Options = DEFAULTS) -> Extraction:
    """Given a file, return everything known of the document in it.

    Fails with `UnreadableSource` when the file cannot be read or holds no such list.
    """
    document = read(path, options)
    acknowledged = acknowledgements_beside(path)
    doubts = _changed(document, registered_sha256(path), acknowledged)
    return extraction_of(document, document_id, rules, options, acknowledged, doubts)


def extraction_of(
    document: Document,
    document_id: str,
    rules: Rules,
    options: Options = DEFAULTS,
    acknowledged: Acknowledgements = Acknowledgements(),  # noqa: B008  # frozen
    doubts: Iterable[Doubt] = (),
) -> Extraction:
    """Given a document as read, return everything known of it."""
    document = _without_radicals(document, rules)
    if not SPREAD.search(document.text):
        return _extraction_of(document, document_id, rules, options, acknowledged, doubts)
    from .letters.spacing import closed_up, in_source

    closed, gaps = closed_up(document)
    found = _extraction_of(closed, document_id, rules, options, acknowledged, doubts)
    return in_source(found, document.text, gaps)


def _extraction_of(
    document: Document,
    document_id: str,
    rules: Rules,
    options: Options,
    acknowledged: Acknowledgements,
    doubts: Iterable[Doubt],
) -> Extraction:
    """Given a document in letters that stand as they should, return everything known of it."""
    grids = _has_grids(document)
    sections = sections_of(document, rules, grids=grids)
    stated = stated_totals(sections, rules)
    places = places_of(sections, rules)
    names = learned_names(_printed(sections, grids=grids), places, rules)
    rows = rows_of(sections, stated, names, rules, grids=grids)

    cells = department_cells(rows.rows, names)
    names = names_with_cells(names, cells.values())
    style = Style(rules, names, counts_inside=COUNTED_INSIDE.search(document.text) is not None)
    drafts = drafts_of(document_id, rows.rows, style, cells)
    register = resolved(drafts, names, rules)
    items = _some(items_of(drafts, register), document)

    checks = checks_of(items, stated, acknowledged)
    coverage, overlaps = coverage_of(document.text, sections, rows, drafts)
    found = (
        *doubts,
        *document.doubts,
        *sections.doubts,
        *rows.doubts,
        *(replace(doubt, item_id=draft.item_id) for draft in drafts for doubt in draft.row.doubts),
        *list_doubts(items),
        *preamble_doubts(sections, stated),
        *band_doubts(rows.bands, items),
        *coverage_doubts(coverage, overlaps, document.text),
        *item_doubts(items, drafts, rules),
        *emptied_doubts(drafts),
    )
    unused = acknowledgement_doubts(acknowledged, checks, found)
    return Extraction(
        document_id=document_id,
        source=document.source,
        text=document.text,
        facts=facts_of(sections, places, rules),
        items=_with_keywords(items, rules) if options.keywords else items,
        departments=departments_of(items, register),
        checks=checks,
        warnings=warnings_of((*unconfirmed(found, checks), *unused), acknowledged),
        coverage=placed(coverage, document),
    )


def _changed(
    document: Document, registered: Set[str], acknowledged: Acknowledgements
) -> Iterator[Doubt]:
    """Given what is known of a raw file, yield what shows that this is another."""
    if registered and document.source.sha256 not in registered:
        yield Doubt("source_changed")
    if (known := acknowledged.text_sha256) and (now := text_sha256(document.text)) not in known:
        yield Doubt("source_changed", "text", {"text_sha256": now})


def _without_radicals(document: Document, rules: Rules) -> Document:
    """Given a document, return it with ideographs for radicals, which hardly any has."""
    if not document.radicals or not RADICAL.search(document.text):
        return document
    from .letters.radicals import fold_radicals

    return fold_radicals(document, rules.radicals)


def _some(items: tuple[Item, ...], document: Document) -> tuple[Item, ...]:
    """Given the items found, return them; without any the document is no such list."""
    if not items:
        what = "no item of a responsibility list was found in it"
        raise UnreadableSource(document.source.name, "not_a_list", what, "check that it is one")
    return items


def _with_keywords(items: tuple[Item, ...], rules: Rules) -> tuple[Item, ...]:
    """Given items, return them with keywords; jieba is slow to load, so only now."""
    from .keywords import with_keywords

    return with_keywords(items, rules)


def sections_of(document: Document, rules: Rules, *, grids: bool) -> Sections:
    """Given a document, and whether it has grids, return its preamble and its lists."""
    if grids:
        from .tables.gridsections import grid_sections
        from .tables.overview import without_overviews

        return grid_sections(without_overviews(document, rules), rules)
    return text_sections(document, rules)


def rows_of(
    sections: Sections, stated: Sequence[Stated], names: Names, rules: Rules, *, grids: bool
) -> Rows:
    """Given the lists, return their rows; after this nothing asks for the format."""
    if grids:
        from .tables.gridrows import grid_rows

        return grid_rows(sections, rules)
    return text_rows(sections, named_categories(sections, stated, rules), names, rules)


def _has_grids(document: Document) -> bool:
    """Tell whether anything of a document stands in tables with known cells."""
    return document.grids and Grid in set(map(type, document.blocks))


def _printed(sections: Sections, *, grids: bool) -> list[str]:
    """Return the text of every line of the lists."""
    blocks = [block for section in sections.lists for block in section.body]
    if grids:
        return list(_with_cells(blocks))
    return [line.text for line in cast("list[Line]", blocks)]


def _with_cells(blocks: Iterable[Line | Grid]) -> Iterator[str]:
    """Yield the text of every line of the lists, of those in cells, too."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
            continue
        for row in block.rows:
            for cell in row:
                yield from (line.text for line in (cell.lines if cell else ()))
