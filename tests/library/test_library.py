"""`import qingdan`: what it exports, what it returns and raises, and what it leaves unloaded."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from msgspec.structs import replace

import qingdan
from qingdan import corpus
from qingdan.extraction import extract
from qingdan.writers.schema import FILES, TABLES
from tests.composed import MODEL
from tests.truth import QUICK, house_rules
from tests.writers import sample

ROOT = Path(__file__).parents[2]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with two sound lists, a note that is none, and a damaged file."""
    (tmp_path / "liuxi.txt").write_text(MODEL, "utf-8")
    (tmp_path / "other.txt").write_text(MODEL.replace("青禾县", "青苗县"), "utf-8")
    (tmp_path / "note.txt").write_text("今天开会。", "utf-8")
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04 no more")
    return tmp_path


def files(town: Path) -> list[Path]:
    names = ("other.txt", "note.txt", "gone.txt", "liuxi.txt", "damaged.docx")
    return [town / name for name in names]


# --- what is exported -----------------------------------------------------------------------


def test_every_name_is_there_and_listed() -> None:
    assert [name for name in qingdan.__all__ if not hasattr(qingdan, name)] == []
    assert set(qingdan.__all__) <= set(dir(qingdan))
    with pytest.raises(AttributeError, match="has no attribute 'extrakt'"):
        qingdan.extrakt  # type: ignore[attr-defined] # noqa: B018


def loaded_after(script: str) -> set[str]:
    """Return the top-level packages and own modules that a script has loaded at its end."""
    told = "import sys; print(*[name for name, module in sys.modules.items() if module])"
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\n{told}"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split())


def test_importing_loads_nothing_but_the_package() -> None:
    loaded = loaded_after("import qingdan")
    assert {name for name in loaded if name.startswith("qingdan")} == {"qingdan"}
    assert "msgspec" not in loaded


def test_only_load_loads_pandas(tmp_path: Path) -> None:
    script = f"""
import qingdan
options = qingdan.Options(keywords=False)
outcomes = qingdan.extract_many(["raw/awati.txt"], options=options)
qingdan.write_tables(outcomes, {str(tmp_path / "out")!r})
"""
    assert {"pandas", "rjieba.rjieba", "rich"} & loaded_after(script) == set()
    assert "pandas" in loaded_after(f"{script}\nqingdan.load({str(tmp_path / 'out')!r})")


def test_the_words_of_keywords_are_of_the_library_alone() -> None:
    script = """
import qingdan
assert qingdan.extract("raw/awati.txt").items[51].keywords[-1] == "一卡通"
assert "rjieba" not in __import__("sys").modules
import rjieba
assert rjieba.cut("一窗通办", False) == ["一", "窗", "通", "办"]
"""
    assert {"rjieba", "rjieba.rjieba"} <= loaded_after(script)


def test_the_library_hides_nothing_from_its_process(tmp_path: Path) -> None:
    script = f"import qingdan; qingdan.write_tables([], {str(tmp_path / 'out')!r}); import numpy"
    assert "numpy" in loaded_after(script)


# --- one document ---------------------------------------------------------------------------


def test_a_document_is_extracted_as_the_command_does(town: Path) -> None:
    extraction = qingdan.extract(str(town / "liuxi.txt"), options=QUICK)
    known = {"source_path": "liuxi.txt", "folder": str(town), "list_id": ""}
    same = extract(town / "liuxi.txt", "liuxi.txt", house_rules(), QUICK)
    assert extraction == replace(same, **known)
    assert (extraction.document_id, extraction.status) == ("liuxi.txt", "ok")


@pytest.mark.parametrize(
    ("name", "code"),
    [("gone.txt", "not_found"), ("note.txt", "not_a_list"), (".", "empty_folder")],
)
def test_what_cannot_be_read_is_raised(town: Path, name: str, code: str) -> None:
    with pytest.raises(qingdan.UnreadableSource) as caught:
        qingdan.extract(town / name, options=QUICK)
    assert caught.value.code == code


def test_errors_cross_process_borders() -> None:
    for error in (
        qingdan.UnreadableSource("a.pdf", "scan", "has no text", "run OCR"),
        qingdan.BadRules("lists.toml:3", "is no pattern", "mend it"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


# --- many documents -------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_come_in_the_order_of_the_files(town: Path, jobs: int) -> None:
    outcomes = list(qingdan.extract_many([*files(town), *files(town)], jobs=jobs, options=QUICK))
    assert outcomes == list(qingdan.extract_many([*files(town), *files(town)], options=QUICK))
    ends = [one.code if isinstance(one, qingdan.Failure) else one.status for one in outcomes]
    assert ends[:5] == ["ok", "not_a_list", "not_found", "ok", "damaged"]
    assert ends[5:] == ["id_taken", "id_taken", "not_found", "id_taken", "id_taken"]
    assert [one.document_id for one in outcomes[3::5]] == ["liuxi.txt", "liuxi.txt~2"]


def test_a_folder_stands_for_its_files(town: Path) -> None:
    (town / "2024").mkdir()
    (town / "liuxi.txt").rename(town / "2024" / "liuxi.txt")
    outcomes = list(qingdan.extract_many([town, town / "other.txt"], options=QUICK))
    assert [(one.document_id, one.source_path) for one in outcomes] == [
        ("2024/liuxi.txt", "2024/liuxi.txt"),
        ("damaged.docx", "damaged.docx"),
        ("note.txt", "note.txt"),
        ("other.txt", "other.txt"),
        ("other.txt~2", "other.txt"),
    ]


def test_nothing_to_read_is_no_outcome() -> None:
    assert list(qingdan.extract_many([], jobs=2, options=QUICK)) == []


def test_outcomes_can_be_left_untaken(town: Path) -> None:
    outcomes = qingdan.extract_many(files(town) * 4, jobs=2, options=QUICK)
    assert isinstance(next(outcomes), qingdan.Extraction)
    del outcomes
    others = [one for one in threading.enumerate() if one is not threading.main_thread()]
    assert [one.name for one in others if "Queue" in one.name] == []


def dies(path: Path, document_id: str, *_: object) -> qingdan.Extraction:
    """Extract as a process of a pool does; a file of this name ends it."""
    if path.stem == "deadly":
        os._exit(1)
    return sample.extraction(document_id)


def test_a_file_that_kills_its_process_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "extract", dies)
    for name in ("a", "deadly", *(f"b{number}" for number in range(20)), "d/deadly", "z"):
        (tmp_path / f"{name}.txt").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.txt").touch()
    outcomes = list(qingdan.extract_many([tmp_path], jobs=2, options=QUICK))
    assert len(outcomes) == 24
    failed = [one for one in outcomes if isinstance(one, qingdan.Failure)]
    assert [(one.source_name, one.code) for one in failed] == [("deadly.txt", "reader_crashed")] * 2


def test_rules_and_options_can_be_sent_to_another_process() -> None:
    rules, options = pickle.loads(pickle.dumps((house_rules(), QUICK)))
    assert options == QUICK
    assert extract(ROOT / "raw" / "awati.txt", "a", rules, options) == extract(
        ROOT / "raw" / "awati.txt", "a", house_rules(), QUICK
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_acknowledgements_cost_their_document_alone(town: Path, jobs: int) -> None:
    (town / "liuxi.toml").write_text("[[check]]\n", "utf-8")
    outcomes = list(qingdan.extract_many(files(town), jobs=jobs, options=QUICK))
    failed = [one for one in outcomes if isinstance(one, qingdan.Failure)]
    assert {one.code for one in failed if "liuxi.toml" in one.message} == {"bad_acknowledgements"}
    assert any(isinstance(one, qingdan.Extraction) for one in outcomes)


# --- rules ----------------------------------------------------------------------------------


def test_rules_are_those_of_qingdan_or_of_a_folder(tmp_path: Path) -> None:
    assert qingdan.load_rules().directory == house_rules().directory
    assert qingdan.load_rules(str(ROOT / "rules")).directory == ROOT / "rules"
    with pytest.raises(qingdan.BadRules):
        qingdan.load_rules(tmp_path)


# --- tables ---------------------------------------------------------------------------------


def test_tables_are_written_and_loaded(tmp_path: Path) -> None:
    outcomes = [sample.extraction("b"), sample.failure("c"), sample.flagged("a")]

    def one_by_one() -> Iterator[qingdan.Outcome]:
        yield from outcomes

    written = qingdan.write_tables(one_by_one(), tmp_path / "out")
    assert [one.document_id for one in written] == ["b", "c", "a"]
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(FILES)
    tables = qingdan.load(str(tmp_path / "out"))
    assert tables._fields == tuple(table.name for table in TABLES)
    assert tables.documents["document_id"].tolist() == ["a", "b", "c"]
    assert tables.documents["registered_population"].tolist()[:2] == [22900, 22900]
    assert tables.documents["registered_population"].isna().tolist() == [False, False, True]
    assert tables.items["departments"].tolist()[:2] == [[], ["某县农业农村局", "某县水利局"]]
    for frame, table in zip(tables, TABLES, strict=True):
        assert all(isinstance(kind, pd.ArrowDtype) for kind in frame.dtypes)
        assert list(frame.columns) == [column.name for column in table.columns]
    seq = tables.items["seq"].dtype
    assert isinstance(seq, pd.ArrowDtype)
    assert seq.pyarrow_dtype == pa.int32()


def test_documents_of_one_township_are_compared(tmp_path: Path) -> None:
    other = sample.extraction("b", items=(sample.item("b", "basic", 1, name="另一项"),))
    written = qingdan.write_tables([sample.extraction("a"), other], tmp_path / "out")
    assert [report.status for report in written] == ["flagged", "flagged"]
    tables = qingdan.load(tmp_path / "out")
    assert tables.warnings["code"].tolist() == ["formats_differ", "formats_differ"]
    assert tables.documents["status"].tolist() == ["flagged", "flagged"]
    assert len(qingdan.load(tmp_path / "out").warnings) == 2


def test_two_documents_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(qingdan.BadCall, match="a: is the id of 2 documents"):
        qingdan.write_tables([sample.extraction("a"), sample.failure("a")], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_failures_alone_do_not_replace_tables(tmp_path: Path) -> None:
    out = tmp_path / "out"
    qingdan.write_tables([sample.failure("a")], out)
    assert qingdan.load(out).documents["status"].tolist() == ["failed"]
    qingdan.write_tables([sample.extraction("b")], out)
    qingdan.write_tables([sample.failure("c")], out)
    assert qingdan.load(out).documents["document_id"].tolist() == ["b"]


def test_what_cannot_be_loaded_is_said(tmp_path: Path) -> None:
    with pytest.raises(qingdan.BadCall, match="there is no such file"):
        qingdan.load(tmp_path)
    qingdan.write_tables([sample.extraction()], tmp_path / "out")
    (tmp_path / "out" / "clauses.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(qingdan.BadCall, match=r"clauses\.parquet: cannot be read"):
        qingdan.load(tmp_path / "out")
