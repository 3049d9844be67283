"""Layers (optional content): which are off, as the file asks viewers to show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral

DEEPEST = 20  # expressions in expressions about layers


class Layers:
    """The layers of a file with what its catalog says of them."""

    def __init__(self, catalog: Mapping[str, Any]) -> None:
        found = _entries(catalog.get("OCProperties"))
        usual = _entries(found.get("D"))
        off = set(_numbers(usual.get("OFF")))
        if _name(usual.get("BaseState")) == "OFF":
            off |= set(_numbers(found.get("OCGs"))) - set(_numbers(usual.get("ON")))
        for number, state in _states(usual.get("AS")):
            (off.add if state == "OFF" else off.discard)(number)
        self.off = frozenset(off)

    def hides(self, content: object, depth: int = 0) -> bool:
        """Tell whether a layer, or what depends on several (a membership), is off."""
        entries = _entries(content)
        if depth > DEEPEST or _name(entries.get("Type")) != "OCMD":
            return isinstance(content, PDFObjRef) and content.objid in self.off
        if expression := _items(entries.get("VE")):
            return not self._holds(expression, depth)
        layers = resolve1(entries.get("OCGs"))
        members = layers if isinstance(layers, list) else [entries.get("OCGs")]
        hidden = [self.hides(member, depth + 1) for member in members if resolve1(member)]
        return bool(hidden) and {
            "AllOn": any(hidden),
            "AnyOff": not any(hidden),
            "AllOff": not all(hidden),
        }.get(_name(entries.get("P")) or "AnyOn", all(hidden))

    def _holds(self, expression: list[object], depth: int) -> bool:
        """Tell whether an expression about layers is true, by which the content is seen."""
        seen = [
            self._holds(_items(part), depth + 1)
            if _items(part) and depth < DEEPEST
            else not self.hides(part, depth + 1)
            for part in expression[1:]
        ]
        match _name(expression[0]):
            case "And":
                return all(seen)
            case "Not":
                return not any(seen)
            case _:
                return any(seen)


def _states(rules: object) -> Iterator[tuple[int, str | None]]:
    """Yield the layers whose own entry says how they are viewed, those that are off last."""
    told: dict[int, str] = {}
    for rule in map(_entries, _items(rules)):
        if _name(rule.get("Event")) != "View":
            continue
        kinds = [_name(kind) or "" for kind in _items(rule.get("Category"))]
        for layer in _items(rule.get("OCGs")):
            usage = _entries(_entries(layer).get("Usage"))
            states = [_name(_entries(usage.get(kind)).get(f"{kind}State")) for kind in kinds]
            if isinstance(layer, PDFObjRef) and (known := [state for state in states if state]):
                told[layer.objid] = "OFF" if "OFF" in known else "ON"
    yield from told.items()


def _entries(value: object) -> Mapping[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _items(value: object) -> list[object]:
    found = resolve1(value)
    return found if isinstance(found, list) else []


def _numbers(value: object) -> Iterable[int]:
    return (item.objid for item in _items(value) if isinstance(item, PDFObjRef))


def _name(value: object) -> str | None:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else None
