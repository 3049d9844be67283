"""The folder of a review: where it is, whose it is, and what it says without a source."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from qingdan.cli import main
from qingdan.review.pages.page import page_name
from qingdan.review.pages.words import page_words
from qingdan.review.state import RANKS
from qingdan.writers.record import files_of, proven
from tests.truth import ROOT


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Tables of the real document, with doubts; its source is in `raw` beside them."""
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "awati.txt", tmp_path / "raw")
    output = tmp_path / "output"
    main(["extract", str(tmp_path / "raw"), "--output", str(output), "--quiet", "--no-keywords"])
    return output


def review(output: Path) -> str:
    assert main(["review", str(output), "--raw", str(output.with_name("raw"))]) == 0
    return (output / "review" / "documents" / "awati.txt.html").read_text("utf-8")


def test_a_review_is_replaced_whole_and_cleaned_with_its_tables(output: Path) -> None:
    review(output)
    folder = output / "review"
    first = {name: (folder / name).read_bytes() for name in files_of(folder)}
    assert sorted(proven(folder)) == sorted(first)
    review(output)
    assert {name: (folder / name).read_bytes() for name in files_of(folder)} == first
    assert main(["clean", "--output", str(output)]) == 0
    assert not output.exists()


def test_nobody_elses_file_is_written_over(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (output / "review").mkdir()
    (output / "review" / "index.html").write_text("mine")
    assert main(["review", str(output), "--raw", str(output.with_name("raw"))]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (output / "review" / "index.html").read_text() == "mine"


def test_a_review_of_pages_is_no_source(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review(output)
    again = output.with_name("again")
    main(["extract", str(output.parent), "--output", str(again), "--no-keywords"])
    assert ".html" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda file: file.unlink(), "source_missing"),
        (lambda file: file.write_text("其他", "utf-8"), "source_changed"),
    ],
)
def test_without_its_source_a_page_says_so(
    output: Path, change: object, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(output.with_name("raw") / "awati.txt")  # type: ignore[operator]
    html = review(output)
    assert page_words()[word].zh in html
    assert "家庭联系等其他人道服务工作" in html
    assert "--raw" in capsys.readouterr().err


def test_pages_of_ofd_are_drawn_with_their_boxes(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    source = ROOT / "tests" / "fixtures" / "office" / "awati" / "list.ofd"
    shutil.copy(source, tmp_path / "raw" / "awati.txt.ofd")
    output = tmp_path / "output"
    main(["extract", str(tmp_path / "raw"), "--output", str(output), "--quiet", "--no-keywords"])
    assert main(["review", str(output), "--raw", str(tmp_path / "raw")]) == 0
    html = (output / "review" / "documents" / "awati.txt.ofd.html").read_text("utf-8")
    drawn = {one.name for one in (output / "review" / "pictures").iterdir()}
    assert drawn == set(re.findall(r'src="\.\./pictures/([^"]+)"', html))
    assert len(re.findall('class="box"', html)) >= len(drawn) > 0


def test_tables_that_are_not_there_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("document_id", ["awati", "阿瓦提.docx", "a.b-c_d"])
def test_a_plain_id_names_its_page(document_id: str) -> None:
    assert page_name(document_id) == document_id


def test_names_of_pages_are_told_apart_on_every_system() -> None:
    ids = [
        "a/b",
        "a_b",
        "A_b",
        "nul",
        "con.txt",
        "x.",
        "x",
        "<b>",
        "长" * 300,
        "长" * 301,
        "..",
        "-a",
    ]
    names = [page_name(one).lower() for one in ids]
    assert len(set(names)) == len(ids)
    for name in names:
        assert re.fullmatch(r"[\w.-]+", name)
        assert len(name.encode()) < 200
        assert not name.endswith(".")


def test_every_word_of_the_pages_is_used() -> None:
    folder = ROOT / "pipeline" / "review" / "pages"
    kinds = (".jinja", ".js", ".py")
    text = "".join(one.read_text("utf-8") for one in folder.iterdir() if one.suffix in kinds)
    own = re.findall(r"^(\w+) = ", (folder / "words.toml").read_text("utf-8"), re.M)
    of_ranks = {f"{rank}s{more}" for rank in RANKS for more in ("", "_about")}
    assert [one for one in own if f'"{one}"' not in text and one not in of_ranks] == []
