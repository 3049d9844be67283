"""`qingdan diff` as it is called: exit status, what it prints, data, a page of one file."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qingdan.cli import main
from qingdan.review.columns import cells
from tests.composed import MODEL

REWORDED = MODEL.replace("做好低保受理", "做好低保申请受理")
HOSTILE = MODEL.replace("做好低保受理", "做好<script>alert(1)</script>受理")


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    for name, text in (("old", MODEL), ("new", REWORDED), ("hostile", HOSTILE)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01")
    return tmp_path


def diff(folder: Path, old: str, new: str, *more: str) -> int:
    return main(["diff", str(folder / old), str(folder / new), *more])


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("old.txt", "old.txt", 0),
        ("old.txt", "new.txt", 1),
        ("old.txt", "broken.txt", 2),
        ("old.txt", "none.txt", 2),
    ],
)
def test_exit_status_is_that_of_diff(lists: Path, old: str, new: str, status: int) -> None:
    assert diff(lists, old, new) == status


def test_what_changed_is_marked(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diff(lists, "old.txt", "new.txt")
    out = capsys.readouterr().out
    assert "items: 1 changed, 6 the same" in out
    assert "~ 2. 做好低保{+申请+}受理" in out


def test_what_was_not_read_is_not_called_the_same(
    lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diff(lists, "old.txt", "broken.txt")
    out = capsys.readouterr()
    assert "not compared: it could not be read" in out.out
    assert "the same" not in out.out
    assert out.err.startswith("broken.txt: ")


def test_tables_are_compared_as_the_lists_are(
    lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["extract", str(lists / "old.txt"), "--output", str(lists / "tables"), "--quiet"])
    assert diff(lists, "tables", "old.txt") == 0
    assert diff(lists, "tables", "new.txt") == 1
    assert "做好低保{+申请+}受理" in capsys.readouterr().out


def test_json_has_the_same_as_data(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diff(lists, "old.txt", "new.txt", "--json")
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert (document["status"], document["old"]["document_id"]) == ("changed", "old.txt")
    (item,) = document["changes"]["items"]
    assert item["kind"] == "changed"
    assert item["name"] == [
        {"kind": "same", "text": "做好低保"},
        {"kind": "added", "text": "申请"},
        {"kind": "same", "text": "受理"},
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit_the_terminal(lists: Path, width: int) -> None:
    out = shown(lists, COLUMNS=str(width))
    assert max(map(cells, out.splitlines())) <= width


def shown(lists: Path, **environment: str) -> str:
    """What the command prints, in a process of its own."""
    command = [sys.executable, "-m", "qingdan", "diff", "old.txt", "new.txt"]
    known = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        command, cwd=lists, env=known | environment, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stdout


def test_colours_are_there_when_they_are_wanted(lists: Path) -> None:
    assert "\x1b[" in shown(lists, FORCE_COLOR="1", TERM="xterm")
    assert "\x1b[3" not in shown(lists, FORCE_COLOR="1", TERM="xterm", NO_COLOR="1")
    assert "\x1b[" not in shown(lists)


@pytest.mark.parametrize("language", ["en"])
def test_a_page_stands_alone_and_runs_nothing(lists: Path, language: str) -> None:
    page = lists / "page.html"
    call = ["diff", str(lists / "old.txt"), str(lists / "hostile.txt"), "--html", str(page)]
    assert main(call) == 1
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert re.findall(r"(?:src|href)=|https?:", text) == []
    heading = {"en": "Two editions compared", "zh": "两版对照"}[language]
    assert f"<h1>{heading}</h1>" in text


def test_an_edition_comes_from_standard_input_and_the_page_goes_to_standard_output(
    lists: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO((lists / "hostile.txt").read_bytes()))
    monkeypatch.setattr("sys.stdin", given)
    assert main(["diff", str(lists / "old.txt"), "-", "--html", "-"]) == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in capsys.readouterr().out
    assert main(["diff", "-", "-", "--lang", "en"]) == 2
    assert "standard input is one edition" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_told(
    lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(lists, "old.txt", "new.txt", "--html", str(lists / "none" / "page.html")) == 2
    assert "page.html: cannot be written" in capsys.readouterr().err


def test_a_page_passes_axe(lists: Path) -> None:
    """Nothing in it stands in the way of a screen reader or a keyboard, nor at 360 pixels."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    page_file = lists / "page.html"
    diff(lists, "old.txt", "hostile.txt", "--html", str(page_file))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 700})
        page.goto(page_file.as_uri())
        found: dict[str, Any] = Axe().run(page).response
        wide = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert [one["id"] for one in found["violations"]] == []
    assert wide <= 360
