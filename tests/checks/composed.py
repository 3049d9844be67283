"""Items and totals as values, for what is checked of them without a document."""

from __future__ import annotations

from msgspec.structs import replace

from qingdan.model import Item, Stated


def item(seq: int, category: str = "民生服务", **fields: object) -> Item:
    """Return an item of the cooperative list."""
    whole = Item(
        item_id=f"x:cooperative:{seq:03d}",
        list_type="cooperative",
        seq=seq,
        category=category,
        name=f"第{seq}项",
        departments=("青禾县民政局",),
        departments_raw=("县民政局",),
        superior_duties="审批。",
        township_duties="受理。",
        handling=None,
        page=None,
        line_start=None,
        line_end=None,
        place=None,
        clauses=(),
    )
    return replace(whole, **fields)


def stated(check: str, total: int, names: tuple[str, ...] = (), quote: str = "如此") -> Stated:
    return Stated("cooperative", check, total, names, quote, 0, 2)  # type: ignore[arg-type]  # str
