"""A review of written tables, published as a folder of pages that open from the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ...errors import BadCall, UnreadableSource
from ...languages.words import Language
from ...model import Box
from ...options import Options
from ...readers import read, render_pages
from ...writers.derived import derived
from ...writers.publish import Tell
from ..folders import Folders
from ..open import WarningRow, open_in
from ..origin import ChangedSource, find_source
from ..rows import DocumentRow, Documents, Rows, SpanRow
from ..state import grouped, rank_of
from ..tables import ByDocument
from . import render
from .excerpts import Excerpt, Reading, excerpt_of_pages, has_pages
from .page import Note, ShownPage, page_name, rows_to_page, title_of

INDEX = "index.html"
MOST_CAUSES = 3  # that the overview names of a document
MOST_PICTURES = 200  # of a document's pages


class Sources(NamedTuple):
    """Where sources are, and how they are read; `list_word` is what every list is called."""

    raw: Path
    options: Options
    list_word: str

    def find(self, document: DocumentRow) -> Path:
        """Return the file that a document was extracted from; raises `BadCall`."""
        direct = self.raw / document.source_path
        raw = direct if direct.is_file() else self.raw
        return find_source(raw, document.source_name, document.sha256)


class Beside(NamedTuple):
    """What stands beside the warnings of a document: by their place among them, and by page."""

    excerpts: Mapping[int, Excerpt] = {}
    pictures: Mapping[int, ShownPage] = {}
    note: Note | None = None


def write_review(
    output: Path, target: Path, sources: Sources, language: Language, tell: Tell
) -> int:
    """Write the pages of an output to a folder, together or not at all.

    Returns of how many documents with warnings the source is not shown. Raises `BadCall` when the
    tables cannot be read or the folder cannot be written.
    """
    without = 0
    folders = Folders(output, sources.raw).shared
    with derived(output, target, tell) as folder:
        for name in ("assets", "documents", "pictures"):
            (folder / name).mkdir()
        for name in render.ASSETS:
            (folder / "assets" / name).write_bytes(render.asset(name))
        _write(folder / "assets" / "words.js", render.words_to_script())
        listed: list[render.Listed] = []
        figures: Counter[str] = Counter()
        spans = ByDocument(output, "coverage", SpanRow)
        for rows in Documents(output):
            own = spans.of(rows.document.document_id) if rows.warnings else []
            beside = _beside(rows, own, folder, sources)
            without += beside.note is not None
            page = rows_to_page(rows, *beside, folders)
            name = page_name(rows.document.document_id)
            _write(folder / "documents" / f"{name}.html", render.document_to_html(page, language))
            listed.append(_listed(rows, f"documents/{quote(name)}.html"))
            figures.update(_figures(rows))
        listed.sort(key=lambda one: one.worst)
        counts = [(key, figures[key]) for key in _FIGURES]
        _write(folder / "documents.js", render.documents_to_script(listed))
        _write(folder / INDEX, render.overview_to_html(counts, listed, language))
        for name in ("documents", "pictures"):
            if not any((folder / name).iterdir()):
                (folder / name).rmdir()
    return without


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


# --- the overview -----------------------------------------------------------------------------

_FIGURES = ("documents", "items", "clauses", "open_documents", "failed_documents")


def _figures(rows: Rows) -> dict[str, int]:
    status = rows.document.status
    counts = (1, len(rows.items), len(rows.clauses), status == "flagged", status == "failed")
    return dict(zip(_FIGURES, counts, strict=True))


def _listed(rows: Rows, href: str) -> render.Listed:
    document = rows.document
    lists = Counter(item.list_type for item in rows.items)
    ranks = Counter(map(rank_of, rows.warnings))
    return render.Listed(
        document_id=document.document_id,
        href=href,
        status=document.status,
        title=title_of(document),
        source_path=document.source_path,
        province=document.province,
        prefecture=document.prefecture,
        county=document.county,
        township=document.township,
        basic=lists["basic"],
        cooperative=lists["cooperative"],
        recall=lists["recall"],
        stated=sum(check.stated is not None for check in rows.checks),
        mismatches=sum(check.status == "mismatch" for check in rows.checks),
        errors=ranks["error"],
        warnings=ranks["warning"],
        acknowledged=len(rows.acknowledged),
        causes=tuple(_causes(rows)),
        format=document.format,
    )


def _causes(rows: Rows) -> Iterator[tuple[str, int]]:
    """Yield the codes that a document has most to look at of, the worst first."""
    if rows.document.failure:
        yield rows.document.failure, 1
    for group in islice(grouped(open_in((), rows.warnings)), MOST_CAUSES):
        if isinstance(one := group[0].about, WarningRow) and rank_of(one) != "note":
            yield one.code, len(group)


# --- what stands beside warnings --------------------------------------------------------------


def _beside(rows: Rows, spans: Sequence[SpanRow], folder: Path, sources: Sources) -> Beside:
    """Return what of its source stands beside a document's warnings; write its pictures."""
    on_pages = has_pages(spans)
    excerpts = {
        nth: excerpt_of_pages(warning, spans) if on_pages else Excerpt()
        for nth, warning in enumerate(rows.warnings)
    }
    if not rows.warnings or not rows.document.sha256:
        return Beside()
    try:
        source = sources.find(rows.document)
        if on_pages:
            return Beside(excerpts, _drawn(rows, excerpts, source, folder, sources.options))
        reading = Reading(read(source, sources.options, sources.list_word))
    except ChangedSource:
        return Beside(excerpts, note="source_changed")
    except BadCall:
        return Beside(excerpts, note="source_missing")
    except UnreadableSource:
        return Beside(excerpts, note="source_unreadable")
    found = (reading.excerpt_of(warning, spans) for warning in rows.warnings)
    return Beside(dict(enumerate(found)))


def _drawn(
    rows: Rows, excerpts: Mapping[int, Excerpt], source: Path, folder: Path, options: Options
) -> Mapping[int, ShownPage]:
    """Write a picture of each page that warnings are about, errors first, and return them."""
    order = sorted(excerpts, key=lambda nth: rows.warnings[nth].severity != "error")
    numbers = dict.fromkeys(part.page for nth in order for part in excerpts[nth].pages)
    asked: dict[int, list[Box]] = {page: [] for page in list(numbers)[:MOST_PICTURES]}
    if not asked:
        return {}
    name = page_name(rows.document.document_id)
    shown = {}
    for one in render_pages(source, source.read_bytes(), asked, options):
        file = f"{name}-{one.page}.webp"
        (folder / "pictures" / file).write_bytes(one.image)
        href = f"../pictures/{quote(file)}"
        shown[one.page] = ShownPage(one.page, href, round(one.width), round(one.height))
    return shown
