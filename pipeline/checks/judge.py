"""The judgement of a document: what does not reconcile, and what a maintainer should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..cells.items import Draft
from ..letters.places import Places, place_of
from ..model import (
    Acknowledged,
    Check,
    Doubt,
    Item,
    Rows,
    Sections,
    Segment,
    Stated,
    Warning,
)
from ..rules import Rules
from ..sources import Acknowledgement, Beside
from .acknowledgements import acknowledgement_doubts, entry_of, judged
from .coverage import coverage_doubts, quote_doubts
from .items import item_doubts, without_departments
from .losses import loss_doubts, preamble_doubts
from .messages import warning_of
from .misplaced import misplaced_doubts
from .survey import survey_of
from .totals import (
    band_doubts,
    checks_of,
    list_doubts,
    lost_total_doubts,
    total_doubts,
    unconfirmed,
)
from .unsure import unsure_doubts


class Evidence(Struct, frozen=True):
    """All that is known of a document when it is judged; `doubts` are those of its file."""

    text: str
    sections: Sections
    stated: Sequence[Stated]
    rows: Rows
    drafts: Sequence[Draft]
    items: Sequence[Item]
    coverage: Sequence[Segment]
    overlaps: Sequence[Segment]
    places: Places
    doubts: Sequence[Doubt] = ()


def judge(
    evidence: Evidence, beside: Beside, rules: Rules
) -> tuple[tuple[Check, ...], tuple[Warning, ...], tuple[Acknowledged, ...]]:
    """Return every total compared, the warnings, and what of both is acknowledged."""
    known = beside.acknowledged
    checks = checks_of(evidence.items, evidence.stated)
    lost = lost_total_doubts(checks, evidence.stated, evidence.sections.lists)
    doubts = tuple(_told_once((*doubts_of(evidence, rules), *lost), evidence.items))
    told = acknowledgement_doubts(known, checks, doubts)
    left = [doubt for doubt in doubts if entry_of(doubt, known) is None]
    warnings = warnings_of((*unconfirmed(left, checks), *told))
    items = {item.item_id: item.place for item in evidence.items}
    judged_all: tuple[Check | Doubt, ...] = (*checks, *doubts)
    confirmed = dict.fromkeys(
        _acknowledged(about, entry, beside, evidence.places, items)
        for about in judged_all
        if (entry := entry_of(about, known))
    )
    return (
        tuple(judged(check, known) for check in checks),
        tuple(_placed(warning, evidence.places, items) for warning in warnings),
        tuple(confirmed),
    )


def doubts_of(evidence: Evidence, rules: Rules) -> Iterable[Doubt]:
    """Yield all that a maintainer should look at, acknowledged or not."""
    survey = survey_of(evidence.items, evidence.drafts, rules)
    yield from unsure_doubts(evidence.doubts, evidence.coverage, evidence.items, evidence.text)
    yield from evidence.sections.doubts
    yield from evidence.rows.doubts
    for draft in evidence.drafts:
        yield from (replace(doubt, item_id=draft.item_id) for doubt in draft.row.doubts)
    yield from list_doubts(evidence.items, evidence.sections.lists)
    yield from total_doubts(evidence.stated)
    yield from preamble_doubts(evidence.sections.preamble, rules)
    yield from band_doubts(evidence.rows.bands, evidence.items)
    yield from coverage_doubts(evidence.coverage, evidence.overlaps, evidence.text)
    yield from quote_doubts(evidence.coverage, evidence.text, rules)
    yield from item_doubts(survey)
    yield from loss_doubts(survey)
    yield from misplaced_doubts(survey)
    yield from without_departments(survey)


def _told_once(doubts: Iterable[Doubt], items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield doubts; of items of a text without order, that alone, as it is why there are others."""
    told = tuple(doubts)
    if not any(doubt.code == "scrambled_text" for doubt in told):
        yield from told
        return
    yield from (doubt for doubt in told if doubt.item_id is None)
    for item in items:
        doubt = Doubt("scrambled_text", "item", item_id=item.item_id)
        yield replace(doubt, page=item.page, line_start=item.line_start)


def _placed(warning: Warning, places: Places, items: Mapping[str, str | None]) -> Warning:
    """Return a warning with the place where a person finds it, that of its item if need be."""
    row = None if warning.start is None else places.row_at(warning.start)
    place = place_of(row, warning.line_start, warning.line_end, warning.page)
    return replace(warning, place=place or items.get(warning.item_id or ""))


def _acknowledged(
    about: Check | Doubt,
    entry: Acknowledgement,
    beside: Beside,
    places: Places,
    items: Mapping[str, str | None],
) -> Acknowledged:
    """Return what an entry beside the source acknowledges."""
    where = (entry.reason, beside.file, beside.line_of(entry))
    if isinstance(about, Check):
        told = (about.detail, about.detail_zh, *where)
        return Acknowledged(*told, list_type=about.list_type, check=about.check)
    one = _placed(warning_of(about), places, items)
    told = (one.message, one.message_zh, *where)
    return Acknowledged(*told, code=one.code, item_id=one.item_id, place=one.place)


def warnings_of(doubts: Iterable[Doubt]) -> tuple[Warning, ...]:
    """Return the warnings that doubts are, each once, in order of the text."""
    warnings: dict[tuple[str, str, str | None, int | None], Warning] = {}
    for doubt in doubts:
        one = warning_of(doubt)
        warnings.setdefault((one.code, one.message, one.item_id, one.start), one)
    return tuple(sorted(warnings.values(), key=lambda w: -1 if w.start is None else w.start))
