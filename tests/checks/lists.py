"""A cooperative list of twelve sound items, of which one is spoilt."""

from __future__ import annotations

from tests.composed import COOPERATIVE_HEADER

WHOLE = """1.核对申请材料；
2.发放补助资金。

1.受理申请材料；
2.上报花名册。
"""


def cooperative(cell: str = WHOLE, departments: str = "青禾县民政局") -> str:
    """Return a cooperative list of twelve items, the sixth with these cells."""
    rows = [
        f"\n{seq} 民生服务 发放第{seq}类补助\n\n"
        + (f"{departments}\n\n{cell}" if seq == 6 else f"青禾县民政局\n\n{WHOLE}")
        for seq in range(1, 13)
    ]
    return COOPERATIVE_HEADER + "".join(rows)
