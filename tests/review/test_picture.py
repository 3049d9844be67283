"""`qingdan show ITEM_ID --image`: the item's cells outlined on its page."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from qingdan.cli import main

ROOT = Path(__file__).parents[2]
RED = (200, 30, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output and source of one PDF."""
    folder = tmp_path_factory.mktemp("picture")
    source = ROOT / "tests" / "fixtures" / "townships" / "hongling" / "writer.pdf"
    (folder / "raw").mkdir()
    shutil.copy(source, folder / "raw" / "hongling.pdf")
    extract = ["extract", str(folder / "raw"), "--output", str(folder / "output")]
    assert main([*extract, "--quiet", "--no-keywords"]) == 1
    return folder


def show(folder: Path, item_id: str, image: Path) -> int:
    places = ["--output", str(folder / "output"), "--raw", str(folder / "raw")]
    return main(["show", item_id, *places, "--image", str(image)])


def test_every_cell_of_an_item_is_outlined(folder: Path, tmp_path: Path) -> None:
    image = tmp_path / "page.png"
    assert show(folder, "hongling:cooperative:010", image) == 0
    with Image.open(image) as picture:
        row = [picture.getpixel((x, 185)) for x in range(picture.width)]
    edges = sum(a == RED != b for a, b in pairwise(row))
    assert edges == 12  # both sides of six cells


def test_a_text_has_no_pages(
    real_output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = tmp_path / "page.png"
    places = ["--output", str(real_output), "--raw", str(ROOT / "raw")]
    assert main(["show", "awati:basic:001", *places, "--image", str(image)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not image.exists()


def test_a_picture_that_cannot_be_written_is_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(folder, "hongling:cooperative:010", tmp_path / "none" / "page.png") == 2
    assert capsys.readouterr().err.count("\n") == 1
