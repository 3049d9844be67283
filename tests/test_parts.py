"""A run in parts: every document is filed once, whoever dies, and the whole is as one run's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import qingdan
from qingdan import corpus, parts
from qingdan.corpus import find_inputs, name_documents
from qingdan.filing import Clerk
from qingdan.options import Reading
from qingdan.parts import Claimant, filed_in_part
from qingdan.writers.shards import Shelf
from tests.composed import MODEL
from tests.truth import QUICK, house_rules

ROOT = Path(__file__).parent.parent
COUNTIES = "苗河山林泉石云溪湖"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    for place, letter in enumerate(COUNTIES):
        (folder / f"{place}.txt").write_text(MODEL.replace("青禾县", f"青{letter}县"), "utf-8")
    return folder


def output_of(lists: Path, **how: object) -> dict[str, bytes]:
    output = lists.parent / "output"
    shutil.rmtree(output, ignore_errors=True)
    qingdan.extract_tables([lists], output, reading=Reading(**how), options=QUICK)  # type: ignore[arg-type]
    return {path.name: path.read_bytes() for path in output.iterdir()}


def test_parts_make_the_whole(lists: Path) -> None:
    kept = lists.parent / "cache"
    for number in (1, 2):
        reports = qingdan.extract_tables(
            [lists], lists.parent / "output", options=QUICK,
            reading=Reading(cache=kept, part=(number, 2)),
        )  # fmt: skip
        assert [report.known for report in reports] == [number == 2] * 9
    assert not (lists.parent / "output").exists()
    assert output_of(lists, cache=kept) == output_of(lists)


PART = """
import sys
from pathlib import Path
import qingdan
from qingdan import parts
from qingdan.options import Reading
from tests.truth import QUICK
lists, cache, part, gone = sys.argv[1:]
parts.GONE = float(gone)
reading = Reading(cache=Path(cache), part=(int(part), 3))
for report in qingdan.extract_tables([lists], "unused", reading=reading, options=QUICK):
    if not report.known:
        print(report.document_id)
"""


def part(lists: Path, number: int, gone: float) -> subprocess.Popen[str]:
    arguments = [str(lists), str(lists.parent / "cache"), str(number), str(gone)]
    return subprocess.Popen(
        [sys.executable, "-c", PART, *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def test_parts_at_the_same_time_read_each_document_once(lists: Path) -> None:
    running = [part(lists, number, 600) for number in (1, 2, 3)]
    read = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert set(Counter(name for own in read for name in own).values()) == {1}
    assert sum(map(len, read)) == 9
    assert output_of(lists, cache=lists.parent / "cache") == output_of(lists)


def test_what_a_killed_part_had_claimed_is_read_by_another(lists: Path) -> None:
    kept = lists.parent / "cache"
    killed = part(lists, 1, 600)
    while not list(kept.rglob("*.claim")):
        assert killed.poll() is None, "it ended before it claimed anything"
    killed.kill()
    killed.communicate()
    other = part(lists, 2, 0)
    read, _ = other.communicate()
    assert other.returncode == 0
    assert len(read.split()) >= 1
    assert output_of(lists, cache=kept) == output_of(lists)
    assert list(kept.rglob("*.claim")) == []


def claimant(shelf: Path, name: str, gone: float) -> Claimant:
    clerk = Clerk(house_rules(), QUICK, Shelf(shelf))
    claims = Shelf(shelf / parts.CLAIMS)
    claims.folder.mkdir(parents=True, exist_ok=True)
    (claims.folder / name).touch()
    return Claimant(clerk, claims, name, 0.0, gone)


def test_a_claim_holds_for_as_long_as_its_owner_lives(lists: Path, tmp_path: Path) -> None:
    (named, *_) = name_documents(find_inputs([lists], lambda _: False))
    one, other = (claimant(tmp_path / "shelf", name, 60) for name in ("one", "other"))
    key = one.clerk.key(named).name
    assert one._taken(one._claim(key))
    assert other.file(named) is None
    os.utime(one._claim(key), (0, 0))  # claimed long ago, by one who still shows that he lives
    assert other.file(named) is None
    os.utime(one.shelf.folder / "one", (0, 0))
    document = other.file(named)
    assert document
    assert document.report.status == "ok"
    assert not one._claim(key).exists()


def test_what_failed_for_now_is_not_read_by_every_part(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fails(path: Path, *_: object) -> object:
        tried.append(path.name)
        raise ZeroDivisionError

    monkeypatch.setattr(corpus, "extract", fails)
    (named, *_) = name_documents(find_inputs([lists], lambda _: False))
    one, other = (claimant(tmp_path / "shelf", name, 60) for name in ("one", "other"))
    codes = [
        document and document.report.failure for document in (one.file(named), other.file(named))
    ]
    assert codes == ["internal_error", "internal_error"]
    assert tried == ["0.txt"]
    later = other._replace(begun=other.begun + 2**40)
    later.file(named)
    assert tried == ["0.txt", "0.txt"]


def test_every_document_of_a_part_is_yielded(lists: Path, tmp_path: Path) -> None:
    clerk = Clerk(house_rules(), QUICK, Shelf(tmp_path / "shelf"))
    files = name_documents(find_inputs([lists], lambda _: False))
    yielded = [named for named, _ in filed_in_part(files, clerk, (2, 4), jobs=2)]
    assert sorted(yielded) == sorted(files)
    assert yielded[:2] == [files[1], files[5]]
