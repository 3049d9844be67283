"""What is kept between runs: what is read again, what is not, and that no run differs by it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import qingdan
from qingdan import cache, filing
from qingdan.errors import BadCall
from qingdan.options import Reading
from qingdan.rules import load_rules
from qingdan.writers.shards import Report
from tests.composed import MODEL
from tests.truth import QUICK, house_rules

ROOT = Path(__file__).parent.parent
COUNTIES = "苗河山林泉石云溪湖"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder of lists: seven sound ones, a note, and a damaged file."""
    folder = tmp_path / "lists"
    for place in range(7):
        path = folder / f"{place}" / "list.txt"
        path.parent.mkdir(parents=True)
        path.write_text(MODEL.replace("青禾县", f"青{COUNTIES[place]}县"), "utf-8")
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 no more")
    (folder / "README.txt").write_text("说明", "utf-8")
    return folder


def run(lists: Path, **how: object) -> tuple[dict[str, bytes], tuple[Report, ...]]:
    """Return the files that a run writes, and its reports."""
    output = lists.parent / "output"
    shutil.rmtree(output, ignore_errors=True)
    reading = Reading(**how)  # type: ignore[arg-type]
    reports = qingdan.extract_tables([lists], output, reading=reading, options=QUICK)
    return {path.name: path.read_bytes() for path in output.iterdir()}, reports


def read_anew(lists: Path) -> list[str]:
    """Return which documents a run reads that has kept others."""
    _, reports = run(lists, cache=lists.parent / "cache")
    return [report.document_id for report in reports if not report.known]


def test_a_second_run_reads_nothing_and_writes_the_same(lists: Path) -> None:
    plain, reports = run(lists)
    assert [report.status for report in reports] == [*["ok"] * 7, "failed"]
    for jobs in (2, 1, 3):
        files, reports = run(lists, jobs=jobs, cache=lists.parent / "cache")
        assert files == plain
        assert {report.known for report in reports} == {jobs != 2}


def changed_list(lists: Path) -> None:
    path = lists / "3" / "list.txt"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def acknowledged(lists: Path) -> None:
    (lists / "3" / "list.toml").write_text('[[warning]]\ncode = "x"\nreason = "r"\n', "utf-8")


def registered(lists: Path) -> None:
    (lists / "3" / "sources.csv").write_text("id,file,province\nx,list.txt,甲省\n", "utf-8")


def renamed(lists: Path) -> None:
    (lists / "3").rename(lists / "three")


def damaged_shard(lists: Path) -> None:
    shards = sorted(path for path in (lists.parent / "cache").rglob("*") if path.is_file())
    shards[0].write_bytes(shards[0].read_bytes()[:-5])


@pytest.mark.parametrize("change", [changed_list, acknowledged, registered, renamed, damaged_shard])
def test_what_changed_is_read_again_alone(lists: Path, change: Callable[[Path], None]) -> None:
    assert len(read_anew(lists)) == 8
    assert read_anew(lists) == []
    change(lists)
    assert len(read_anew(lists)) == 1
    assert read_anew(lists) == []


def test_a_failure_for_now_is_read_again(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise ZeroDivisionError

    read_anew(lists)
    changed_list(lists)
    with monkeypatch.context() as patch:
        patch.setattr("qingdan.corpus.extract", fails)
        _, reports = run(lists, cache=lists.parent / "cache")
    assert [one.failure for one in reports if not one.known] == ["internal_error"]
    assert read_anew(lists) == ["3/list.txt"]


def test_options_and_rules_have_their_own_shards(lists: Path, tmp_path: Path) -> None:
    read_anew(lists)
    kept = tmp_path / "cache"
    output = tmp_path / "other"
    other = replace(QUICK, second_opinion=True)
    reports = qingdan.extract_tables([lists], output, reading=Reading(cache=kept), options=other)
    assert not any(report.known for report in reports)
    shutil.copytree(house_rules().directory, tmp_path / "rules")
    assert cache.version_of(load_rules(tmp_path / "rules")) == cache.version_of(house_rules())
    with (tmp_path / "rules" / "words.txt").open("a", encoding="utf-8") as file:
        file.write("某词\n")
    changed = load_rules(tmp_path / "rules")
    assert cache.version_of(changed) != cache.version_of(house_rules())
    reports = qingdan.extract_tables(
        [lists], output, reading=Reading(cache=kept), options=QUICK, rules=changed
    )
    assert not any(report.known for report in reports)
    assert sorted(one.shards for one in cache.held_in(kept)) == [9, 18]
    cache.prune(kept, cache.version_of(changed))
    assert [one.version for one in cache.held_in(kept)] == [cache.version_of(changed)]


def test_the_libraries_that_read_are_those_of_the_project() -> None:
    found = {name.split("-")[0].lower() for name in cache.libraries()}
    assert {name.rsplit("_six", 1)[0] for name in found} >= set(cache.LIBRARIES)


def test_a_cache_inside_the_output_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCall, match="is inside the output"):
        cache.folder_for(tmp_path / "out" / "cache", tmp_path / "out")


def test_a_cache_that_cannot_be_made_is_said_only_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadCall, match="cannot be made"):
        cache.folder_for(tmp_path / "file" / "cache", tmp_path / "out")
    monkeypatch.setattr(cache, "default_folder", lambda: tmp_path / "file" / "cache")
    assert cache.folder_for(None, tmp_path / "out") is None


def test_a_cache_that_is_full_costs_nothing_but_itself(
    lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    plain, _ = run(lists)
    monkeypatch.setattr(filing.Shelf, "put", full)
    files, reports = run(lists, cache=lists.parent / "cache")
    assert files == plain
    assert not any(report.known for report in reports)
