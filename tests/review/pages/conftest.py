"""A real browser, and reviews to open in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from qingdan.cli import main
from tests.truth import ROOT

FIXTURES = ROOT / "tests" / "fixtures"
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that reaches no network.

    Where CI is set these tests fail without one: nothing else would tell that pages are broken.
    On somebody's own machine a browser of that kind may not be there; they are then left out.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = f"there is no Chromium on the PATH ({', '.join(NAMES)})"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; nothing that it does may fail, ask, or leave the disk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda told: told.type == "error" and wrong.append(told.text))
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda asked: asked.url.startswith("file:") or wrong.append(asked.url))
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of a dump, a PDF, a Word and an OFD document in which something is open."""
    folder = tmp_path_factory.mktemp("reviewed")
    raw = folder / "raw"
    (raw / "县").mkdir(parents=True)
    shutil.copy(ROOT / "raw" / "awati.txt", raw)
    shutil.copy(FIXTURES / "townships" / "hongling" / "writer.pdf", raw / "县" / "红岭.pdf")
    shutil.copy(FIXTURES / "cases" / "automatic-numbers" / "blank-numbers.docx", raw)
    shutil.copy(FIXTURES / "cases" / "scrambled-text" / "column-by-column.txt", raw)
    output = folder / "output"
    assert main(["extract", str(raw), "--output", str(output), "--quiet", "--no-keywords"]) == 1
    assert main(["review", str(output), "--raw", str(raw)]) == 0
    return output / "review"


def page_of(review: Path, words: str) -> str:
    """Return the address of the one page of a document whose file name has these words."""
    (found,) = (one for one in (review / "documents").iterdir() if words in one.name)
    return found.as_uri()
