"""Narrow windows, large text, paper and screen readers; texts that would be more than text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from qingdan.model import Acknowledged, Check, Department, Facts, Source, Warning
from tests.review.pages.conftest import page_of
from tests.review.pages.test_overview import review_of
from tests.writers.sample import SHA256, clause, extraction, item

SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    SCRIPT,
    "\"'><img src=x onerror=alert(1)>",
    "</script><!--",
    "{{ 7*7 }}${7*7}",
    "\u202egnp.exe\u2028\u2029",
    "\u0645\u0631\u062d\u0628\u0627 🙂👩‍👩‍👧",
    "长" * 400,
    "a" * 400,
)
KINDS = ("overview", "awati", "红岭", "blank-numbers", "column-by-column")


def address(review: Path, kind: str) -> str:
    return (review / "index.html").as_uri() if kind == "overview" else page_of(review, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_a_small_window(browser: Browser, reviewed: Path, kind: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address(reviewed, kind))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_text_twice_as_large_fits(page: Page, reviewed: Path, kind: str) -> None:
    page.goto(address(reviewed, kind))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize(
    ("kind", "width", "scheme"),
    [
        ("overview", 1280, "light"),
        ("overview", 360, "dark"),
        ("红岭", 1280, "dark"),
        ("红岭", 360, "light"),
        ("column-by-column", 1280, "light"),
        ("blank-numbers", 360, "dark"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, reviewed: Path, kind: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address(reviewed, kind))
    found = Axe().run(page).response["violations"]
    page.close()
    told = [
        (one["id"], one["impact"], [n["html"][:200] for n in one["nodes"][:3]]) for one in found
    ]
    assert told == []


def test_a_page_prints_without_its_tools(browser: Browser, reviewed: Path) -> None:
    page = browser.new_page()
    page.goto(page_of(reviewed, "红岭"))
    printed = pdfium.PdfDocument(page.pdf(format="A4"))
    page.close()
    text = "".join(one.get_textpage().get_text_range() for one in printed)
    assert "湿地保护" in text
    assert "总数核对" in text
    assert "qingdan acknowledge" not in text
    assert "清除" not in text
    pictures = [one for sheet in printed for one in sheet.get_objects(filter=[3])]
    assert pictures  # pages of the source are printed beside their doubts


def hostile_review(folder: Path) -> Path:
    """The review of a document whose every text is hostile."""
    first, *_ = HOSTILE
    items = tuple(
        item(
            "town",
            "cooperative",
            seq,
            name=text,
            category=text,
            departments=(text,),
            departments_raw=(f"{text}!",),
            township_duties=text,
            place=text,
            clauses=(clause(text=text, heading=text, department_raw=text, departments=(text,)),),
        )
        for seq, text in enumerate(HOSTILE, 1)
    )
    warnings = tuple(
        Warning(
            "unassigned", "error", text, text, items[0].item_id, facts={"text": text}, place=text
        )
        for text in HOSTILE
    )
    checks = (Check("basic", "items", 2, 1, "mismatch", first, first),)
    departments = tuple(Department(text, text, ((text, 1),), 1, 0, 1) for text in HOSTILE)
    facts = Facts(first, *HOSTILE[1:5])
    hostile = extraction(
        "town",
        source=Source(f"{first}.txt", SHA256, "text"),
        source_path=f"{HOSTILE[1]}/{first}.txt",
        facts=facts,
        items=items,
        warnings=warnings,
        checks=checks,
        departments=departments,
        acknowledged=tuple(Acknowledged(text, text, text, text, 1, text) for text in HOSTILE),
    )
    return review_of(folder, hostile, replace(hostile, document_id=f"{first}-2"))


def test_texts_of_documents_are_texts(page: Page, tmp_path: Path) -> None:
    index = hostile_review(tmp_path)
    page.goto(index.as_uri())
    assert page.locator("#rows a").all_inner_texts() == [SCRIPT, SCRIPT]
    assert page.locator("script").count() == 4
    page.locator("#rows a").last.click()
    assert page.locator("script").count() == 3
    assert page.locator("main img").count() == 0
    expect(page.locator("h1")).to_have_text(SCRIPT)
    assert page.locator("article.item h3").all_text_contents() == list(HOSTILE)
    page.fill("#search", SCRIPT)
    assert page.locator("article.item:visible").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    assert page.locator("article.doubt h5").count() == len(HOSTILE)
    assert page.locator("#acknowledged .said").all_text_contents() == list(HOSTILE)
    assert page.locator("main img").count() == 0
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
