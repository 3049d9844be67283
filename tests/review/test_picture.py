"""Pages as a picture with boxes outlined, as `qingdan show ITEM_ID --image` draws them."""

from __future__ import annotations

import shutil
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from qingdan.cli import main
from qingdan.model import Grid
from qingdan.options import Options
from qingdan.readers import read_apart, render_pages
from qingdan.review.picture import write_pictures
from tests.readers.pdfs import TRAPS
from tests.truth import ROOT

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


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_picture_outlines_the_words_on_pages_turned_any_way(page: int) -> None:
    path = TRAPS / "turned.pdf"
    data = path.read_bytes()
    document = read_apart(path.name, data, Options(), "清单")
    grids = (block for block in document.blocks if isinstance(block, Grid))
    cell = next(grid for grid in grids if grid.page == page).rows[1][1]
    assert cell is not None
    line = cell.lines[0]
    box = line.box
    assert box is not None
    (drawn,) = render_pages(path, data, {page: [box]}, Options())
    picture = Image.open(BytesIO(drawn.image)).convert("RGB")
    assert (drawn.page, drawn.width * 2, drawn.height * 2) == (page, *picture.size)
    assert picture.getpixel((int(box.x0 * 2) - 5, int(box.top * 2) - 5)) == RED
    inside = picture.crop([int(side * 2) for side in box])
    dark = sum(inside.convert("L").histogram()[:100])
    assert dark > 100  # the words are in the frame, not elsewhere


def test_picture_of_an_item_on_two_pages_shows_both(tmp_path: Path) -> None:
    path = TRAPS / "cut_by_page.pdf"
    data = path.read_bytes()
    document = read_apart(path.name, data, Options(), "清单")
    lines = {
        line.page: line
        for block in document.blocks
        if isinstance(block, Grid)
        for cell in block.rows[-1]
        if cell
        for line in cell.lines
    }
    boxes = {page: [line.box] for page, line in lines.items() if page and line.box}
    assert sorted(boxes) == [1, 2]
    drawn = render_pages(path, data, boxes, Options())
    assert [one.page for one in drawn] == [1, 2]
    write_pictures(drawn, tmp_path / "pages.png")
    with Image.open(tmp_path / "pages.png") as picture:
        assert picture.size == (1190, 2 * 1684)
