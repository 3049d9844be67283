"""A level page → the rules of its tables, also faint and broken ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..pages.marks import Rule

Mask = NDArray[np.uint8]  # 1 where there is ink

# What is a rule, in points.
LEAST_ACROSS, LEAST_DOWN = 30.0, 18.0  # ink so long is one, if thin
LOW = 11.0  # so long is the side of a low cell, between two rules
TALL, LONE = 22.0, 60.0  # what runs down, shorter, may be a stroke of large type; not at a rule
BREAK, FILLED = 12.0, 0.75  # a rule may be broken for so long, if so much of it is there
THICKEST, FATTEST = 4.5, 9.0  # on average, and where it is thickest
EDGE = 4  # pixels: what is nearer to the picture's edge is the edge
MEETS = 2.5  # rules that are so near meet
# How far a rule that fades is drawn on to the one it would meet, if so much of the way is ink.
REACH_ACROSS, REACH_DOWN, INKED = 25.0, 9.0, 0.5


class Line(NamedTuple):
    """A rule along an axis, in pixels: where it is across the axis, where it begins and ends."""

    at: float
    start: float
    end: float


class Ruled(NamedTuple):
    """Rules in points, and a mask of their ink."""

    rules: tuple[Rule, ...]
    ink: Mask


class _Found(NamedTuple):
    """A rule, and the part of the page (rows, columns along its axis) that it fills."""

    line: Line
    rows: slice
    columns: slice


def find_rules(dark: Mask, unit: float) -> Ruled:
    """Return the rules of a page's ink, where so many pixels are a point."""
    mask = np.zeros_like(dark)
    across, straight = _straight(dark, unit, LEAST_ACROSS)
    _keep(mask, across, straight)
    rows = [one.line for one in across]
    upright = np.ascontiguousarray(dark.T)
    tall, straight = _straight(upright, unit, LEAST_DOWN, rows)
    tall = [one for one in tall if _is_tall(one.line, rows, unit)]
    _keep(mask.T, tall, straight)
    low, straight = _straight(upright & (1 - mask.T), unit, LOW, broken=0)
    low = [one for one in low if _is_side(one.line, rows, tall, unit)]
    _keep(mask.T, low, straight)
    down = [*tall, *low]
    columns = [one.line for one in down]
    rows, columns = (
        [_drawn_on(row, columns, dark, unit, REACH_ACROSS) for row in rows],
        [_drawn_on(column, rows, dark.T, unit, REACH_DOWN) for column in columns],
    )
    rules = [Rule(start / unit, at / unit, end / unit, at / unit) for at, start, end in rows]
    rules += [Rule(at / unit, start / unit, at / unit, end / unit) for at, start, end in columns]
    return Ruled(tuple(rules), mask)


def _straight(
    dark: Mask, unit: float, least: float, crossing: Sequence[Line] = (), broken: float = BREAK
) -> tuple[list[_Found], Mask]:
    """Return the straight and thin ink that runs across, and a mask of all straight ink.

    Where it is broken from one rule that crosses it to the next, there it ends: at a merged cell.
    """
    grown = np.asarray(cv2.dilate(dark, np.ones((3, 1), np.uint8)), np.uint8)
    lines = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((1, int(least * unit)), np.uint8))
    if broken:
        bridge = np.ones((1, int(broken * unit)), np.uint8)
        whole = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, bridge)
        breaks = np.asarray(cv2.subtract(whole, lines), np.uint8)
        lines = cv2.subtract(whole, _merged(breaks, crossing, unit))
    _, _, stats, centres = cv2.connectedComponentsWithStats(lines)
    found = []
    for (x, y, width, height, area), (_, middle) in zip(
        stats[1:].tolist(), centres[1:].tolist(), strict=True
    ):
        is_edge = y < EDGE or y + height > dark.shape[0] - EDGE
        if area / width > THICKEST * unit or height > FATTEST * unit or is_edge:
            continue
        if _is_inked(grown[y : y + height, x : x + width], FILLED):
            line = Line(middle, float(x), float(x + width))
            found.append(_Found(line, slice(y, y + height), slice(x, x + width)))
    return found, np.asarray(lines, np.uint8)


def _merged(breaks: Mask, crossing: Sequence[Line], unit: float) -> Mask:
    """Return the breaks of rules that reach from one rule across them to another."""
    near = MEETS * unit
    _, labels, stats, _ = cv2.connectedComponentsWithStats(breaks)
    reach = np.zeros(len(stats), np.uint8)
    for number, (x, y, width, height, _) in enumerate(stats.tolist()):
        met = [one.at for one in crossing if one.start - near < y + height / 2 < one.end + near]
        ends = (any(abs(at - end) < near for at in met) for end in (x, x + width))
        reach[number] = number > 0 and width > 2 * near and all(ends)
    return np.asarray(reach[labels], np.uint8)


def _keep(mask: Mask, found: Sequence[_Found], straight: Mask) -> None:
    """Add the ink of rules to a mask."""
    for _, rows, columns in found:
        mask[rows, columns] |= straight[rows, columns]


def _is_tall(line: Line, rows: Sequence[Line], unit: float) -> bool:
    """Tell whether a line down is too long for strokes of letters, that of a table alone."""
    length = line.end - line.start
    ends = _ends_at(line, rows, unit)
    return length >= LONE * unit or (length >= TALL * unit and any(ends))


def _is_side(stroke: Line, rows: Sequence[Line], tall: Sequence[_Found], unit: float) -> bool:
    """Tell whether a short stroke is the side of a low cell: between two rules, below another."""
    beside = any(abs(one.line.at - stroke.at) < 2 * unit for one in tall)
    return beside and all(_ends_at(stroke, rows, unit))


def _ends_at(line: Line, rows: Sequence[Line], unit: float) -> tuple[bool, bool]:
    """Tell whether a line down begins at a rule across, and whether it ends at one."""
    near = MEETS * unit
    met = [row.at for row in rows if row.start - near < line.at < row.end + near]
    return (
        any(abs(at - line.start) < near for at in met),
        any(abs(at - line.end) < near for at in met),
    )


def _drawn_on(line: Line, others: Sequence[Line], dark: Mask, unit: float, reach: float) -> Line:
    """Return a rule with its ends at the rules across it that it nearly meets."""
    meets = [one.at for one in others if one.start - 3 * unit < line.at < one.end + 3 * unit]
    gap, far = 2 * unit, reach * unit
    start = max(
        (at for at in meets if line.start - far < at < line.start - gap), default=line.start
    )
    end = min((at for at in meets if line.end + gap < at < line.end + far), default=line.end)
    around = dark[max(0, int(line.at) - 2) : int(line.at) + 3]
    return Line(
        line.at,
        start if _is_inked(around[:, int(start) : int(line.start) + 1], INKED) else line.start,
        end if _is_inked(around[:, int(line.end) : int(end) + 1], INKED) else line.end,
    )


def _is_inked(way: Mask, share: float) -> bool:
    return bool(way.size and way.any(0).mean() >= share)
