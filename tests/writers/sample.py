"""Made-up outcomes for the tests of writers, corpus, review and command line."""

from __future__ import annotations

from qingdan.model import (
    Check,
    Clause,
    Department,
    Extraction,
    Facts,
    Failure,
    Item,
    Segment,
    Source,
    Warning,
)

SHA256 = "ab" * 32


def clause(ordinal: int = 1, text: str = "组织开展巡查。", **changes: object) -> Clause:
    """A clause of the township's duties that differs in this."""
    known: dict[str, object] = {
        "field": "township_duties",
        "ordinal": ordinal,
        "heading": None,
        "department_raw": None,
        "departments": (),
        "number": ordinal,
        "text": text,
        "start": 10 * ordinal,
        "end": 10 * ordinal + len(text),
    }
    return Clause(**{**known, **changes})  # type: ignore[arg-type]


def item(document_id: str, list_type: str, seq: int, **changes: object) -> Item:
    """An item that differs in this."""
    cooperative = list_type == "cooperative"
    known: dict[str, object] = {
        "item_id": f"{document_id}:{list_type}:{seq:03d}",
        "list_type": list_type,
        "seq": seq,
        "category": "民生服务",
        "name": f"第{seq}项工作",
        "departments": ("某县农业农村局", "某县水利局") if cooperative else (),
        "departments_raw": ("县农业农村局", "县水利局") if cooperative else (),
        "superior_duties": "1.负责指导。\n2.负责验收。" if cooperative else None,
        "township_duties": "1.组织开展巡查。" if cooperative else None,
        "handling": "承接部门：县水利局。工作方式：自行开展。" if list_type == "recall" else None,
        "page": 1,
        "line_start": 10 * seq,
        "line_end": 10 * seq + 4,
        "place": f"lines {10 * seq}–{10 * seq + 4}",
        "clauses": (clause(),) if cooperative else (),
        "keywords": ("巡查", "水利"),
    }
    return Item(**{**known, **changes})  # type: ignore[arg-type]


def extraction(document_id: str = "town", **changes: object) -> Extraction:
    """A document with an item of each list, all reconciled, that differs in this."""
    text = "某镇履职事项清单\n" * 40
    known: dict[str, object] = {
        "document_id": document_id,
        "source": Source(f"{document_id}.txt", SHA256, "text", "utf-8"),
        "text": text,
        "facts": Facts(county="某县", township="某镇", area_km2=427.5, registered_population=22900),
        "items": tuple(item(document_id, name, 1) for name in ("basic", "cooperative", "recall")),
        "departments": (Department("某县水利局", "水利局", (("县水利局", 2),), 1, 1, 3),),
        "checks": (Check("basic", "items", 1, 1, "match"),),
        "warnings": (),
        "coverage": (Segment(0, len(text), "field", f"{document_id}:basic:001", "name"),),
    }
    return Extraction(**{**known, **changes})  # type: ignore[arg-type]


def flagged(document_id: str = "odd") -> Extraction:
    """A document with a mismatch and a warning."""
    return extraction(
        document_id,
        checks=(Check("basic", "items", 2, 1, "mismatch", "第2项缺失"),),
        warnings=(Warning("unplaced_text", "error", "无处可归的一行", line_start=7, line_end=7),),
    )


def failure(document_id: str = "broken") -> Failure:
    """An input that could not be read."""
    return Failure(document_id, f"{document_id}.pdf", "empty", f"{document_id}.pdf: is empty; x")
