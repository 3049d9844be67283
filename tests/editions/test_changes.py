"""What changed of a small list: each kind of change by itself, marked so that it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import qingdan
from qingdan.editions.changes import Changes, ItemChange
from qingdan.editions.documents import Difference, differences
from qingdan.editions.marking import Pieces, pieces_of
from qingdan.review.rows import Documents
from qingdan.writers.files import write_files
from qingdan.writers.shards import outcome_to_shard
from tests.composed import MODEL
from tests.truth import QUICK, house_rules


def output_of(folder: Path, texts: dict[str, str | bytes]) -> Documents:
    """The tables of dumps, by their names."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    outcomes = qingdan.extract_many(
        [folder / name for name in texts], rules=house_rules(), options=QUICK
    )
    qingdan.write_tables(outcomes, folder / "tables")
    return Documents(folder / "tables")


def compared(
    folder: Path, old: dict[str, str | bytes], new: dict[str, str | bytes]
) -> list[Difference]:
    return [*differences(output_of(folder / "old", old), output_of(folder / "new", new))]


def changed(folder: Path, *replacements: tuple[str, str]) -> Changes:
    """What changes of the small list when these words are others."""
    text = MODEL
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    (one,) = compared(folder, {"a.txt": MODEL}, {"a.txt": text})
    assert one.changes
    return one.changes


def only(changes: Changes) -> ItemChange:
    (one,) = changes.items
    return one


def marked(pieces: Pieces) -> str:
    """Pieces in one line: [-removed-]{+added+}."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[one.kind].format(one.text) for one in pieces)


def test_the_same_list_has_no_changes(tmp_path: Path) -> None:
    (one,) = compared(tmp_path, {"a.txt": MODEL}, {"b.txt": MODEL})
    assert (one.status, one.changes and one.changes.is_empty) == ("same", True)
    assert one.changes
    assert one.changes.same == 7


def test_words_of_a_name_are_marked(tmp_path: Path) -> None:
    one = only(changed(tmp_path, ("做好低保受理", "做好低保申请受理")))
    assert (one.kind, one.moved, marked(one.name)) == ("changed", (), "做好低保{+申请+}受理")


def test_an_item_in_another_category(tmp_path: Path) -> None:
    changes = changed(tmp_path, ("2 民生服务 做好低保受理", "2 党的建设 做好低保受理"))
    assert [one.moved for one in changes.items] == [("category",)]


def test_an_item_less_is_told_as_such_and_the_next_have_only_another_number(
    tmp_path: Path,
) -> None:
    text = ("2 民生服务 做好低保受理\n\n3 民生服务", "2 民生服务")
    changes = changed(tmp_path, text, ("基本履职事项3项", "基本履职事项2项"))
    removed, renumbered = changes.items
    assert (removed.kind, removed.old and removed.old.name) == ("removed", "做好低保受理")
    assert renumbered.is_renumbered
    (total,) = changes.totals
    stated = (total.old_stated, total.new_stated, total.old_observed, total.new_observed)
    assert (total.list_type, total.check, stated) == ("basic", "items", (3, 2, 3, 2))


def test_departments_of_an_item_and_of_the_document(tmp_path: Path) -> None:
    changes = changed(tmp_path, ("临时救助 青禾县民政局", "临时救助 青禾县民政局、青禾县财政局"))
    one = only(changes)
    assert marked(one.departments) == "青禾县民政局{+青禾县财政局+}"
    assert [(d.department, d.old_items, d.new_items) for d in changes.departments] == [
        ("青禾县财政局", None, 1)
    ]
    assert [(t.check, t.old_observed, t.new_observed) for t in changes.totals] == [
        ("departments", 2, 3)
    ]


@pytest.mark.parametrize(
    ("replacement", "expected"),
    [
        (
            ("2.发放救助金。", "2.按月发放救助金。"),
            [("reworded", "superior_duties", "{+按月+}发放救助金。")],
        ),
        (
            ("1.审批救助申请；\n2.发放", "1.核对家庭收入；\n2.审批救助申请；\n3.发放"),
            [
                ("added", "superior_duties", "{+核对家庭收入；+}"),
                ("renumbered", "superior_duties", "审批救助申请；"),
                ("renumbered", "superior_duties", "发放救助金。"),
            ],
        ),
        (
            ("1.受理申请；\n2.上报材料。", "1.受理申请。"),
            [
                ("reworded", "township_duties", "受理申请[-；-]{+。+}"),
                ("removed", "township_duties", "[-上报材料。-]"),
            ],
        ),
    ],
)
def test_clauses(
    tmp_path: Path, replacement: tuple[str, str], expected: list[tuple[str, str, str]]
) -> None:
    found = [
        (one.kind, (one.new or one.old).field, marked(one.text))  # type: ignore[union-attr]
        for one in only(changed(tmp_path, replacement)).clauses
    ]
    assert found == expected


def test_a_clause_that_goes_to_the_other_side(tmp_path: Path) -> None:
    old = "1.审批救助申请；\n2.发放救助金。\n\n1.受理申请；\n2.上报材料。"
    new = "1.审批救助申请；\n\n1.受理申请；\n2.上报材料；\n3.发放救助金。"
    moved = [one for one in only(changed(tmp_path, (old, new))).clauses if one.kind == "moved"]
    assert [(one.old and one.old.field, one.new and one.new.field) for one in moved] == [
        ("superior_duties", "township_duties")
    ]


def test_an_item_that_changes_its_list(tmp_path: Path) -> None:
    gone = (
        "1 民生服务 残疾等级评定\n承接部门：青禾县民政局\n工作方式：由县民政局组织评定。\n\n2 民生"
    )
    last = "3 民生服务 做好养老服务"
    changes = changed(tmp_path, (gone, "1 民生"), (last, f"{last}\n\n4 民生服务 残疾等级评定"))
    one = next(one for one in changes.items if "list" in one.moved)
    assert (one.old and one.old.item_id, one.new and one.new.item_id) == (
        "a.txt:recall:001",
        "a.txt:basic:004",
    )
    assert one.is_sure
    assert [clause.kind for clause in one.clauses] == ["removed"]


def test_what_is_printed_otherwise_is_not_called_the_same(tmp_path: Path) -> None:
    one = only(changed(tmp_path, ("1.审批救助申请；\n2.", "（1）审批救助申请；\n（2）")))
    assert (one.printed, one.clauses, one.name) == (True, (), ())


def test_figures_of_the_preamble(tmp_path: Path) -> None:
    changes = changed(tmp_path, ("面积12平方公里", "面积13平方公里"))
    assert [(one.name, one.old, one.new) for one in changes.facts] == [("area_km2", 12.0, 13.0)]
    assert not changes.is_empty


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("开展安全生产检查", "开展安全生产巡查", "开展安全生产[-检查-]{+巡查+}"),
        ("负责宣传教育", "做好宣传教育工作", "[-负责-]{+做好+}宣传教育{+工作+}"),
        ("", "新", "{+新+}"),
        ("同样", "同样", "同样"),
        ("", "", ""),
    ],
)
def test_words_are_marked_as_a_person_would(old: str, new: str, expected: str) -> None:
    assert marked(pieces_of(old, new)) == expected


# --- documents ----------------------------------------------------------------------------------

OTHER = MODEL.replace("柳溪镇", "云桥镇")


def statuses(found: list[Difference]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (
            one.status,
            one.reason,
            one.old.document_id if one.old else None,
            one.new.document_id if one.new else None,
        )
        for one in found
    ]


def test_documents_are_paired_by_id_then_by_place(tmp_path: Path) -> None:
    old = {"a.txt": MODEL, "b.txt": OTHER, "c.txt": MODEL.replace("柳溪镇", "松山镇")}
    new = {"a.txt": MODEL, "b2.txt": OTHER, "d.txt": MODEL.replace("柳溪镇", "河口镇")}
    assert statuses(compared(tmp_path, old, new)) == [
        ("same", None, "a.txt", "a.txt"),
        ("same", None, "b.txt", "b2.txt"),
        ("removed", None, "c.txt", None),
        ("added", None, None, "d.txt"),
    ]


def test_documents_that_nobody_can_tell_apart_are_not_compared(tmp_path: Path) -> None:
    old = {"a.txt": MODEL, "b.txt": OTHER}
    new = {"c.txt": MODEL, "d.txt": MODEL, "e.txt": OTHER}
    assert statuses(compared(tmp_path, old, new)) == [
        ("not_compared", "ambiguous", "a.txt", None),
        ("same", None, "b.txt", "e.txt"),
        ("not_compared", "ambiguous", None, "c.txt"),
        ("not_compared", "ambiguous", None, "d.txt"),
    ]


def test_a_document_that_could_not_be_read_is_not_the_same(tmp_path: Path) -> None:
    broken = {"a.txt": b"\x00\x01", "b.txt": OTHER}
    found = compared(tmp_path, {"a.txt": MODEL, "b.txt": OTHER}, broken)
    assert statuses(found)[0] == ("not_compared", "failed", "a.txt", "a.txt")
    assert found[0].changes is None


def test_two_townships_are_compared_and_told(tmp_path: Path) -> None:
    (one,) = compared(tmp_path, {"a.txt": MODEL}, {"b.txt": OTHER})
    assert (one.status, one.reason) == ("changed", "other_township")


def test_an_output_in_parts_is_read_as_any_other(tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {"a.txt": MODEL, "b.txt": OTHER}
    whole = output_of(tmp_path / "old", texts)
    shards = [
        outcome_to_shard(one)
        for one in qingdan.extract_many(
            [tmp_path / "old" / name for name in texts], rules=house_rules(), options=QUICK
        )
    ]
    (tmp_path / "parts").mkdir()
    write_files(shards, tmp_path / "parts", in_parts=True)
    parts = Documents(tmp_path / "parts")
    assert [*(tmp_path / "parts").glob("items-*.parquet")] != []
    assert [one.status for one in differences(whole, parts)] == ["same", "same"]
    assert [parts.of(name) for name in texts] == [whole.of(name) for name in texts]
