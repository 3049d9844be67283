"""A document's page in a browser: doubts beside their source, items, keys, copies, languages."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from qingdan.letters.toml import toml_of
from qingdan.sources import Acknowledgements
from tests.review.pages.conftest import page_of


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def shown(page: Page) -> list[str]:
    """The anchors of the items that are shown, in their order."""
    found: list[str] = page.locator("article.item:visible").evaluate_all(
        "all => all.map(o => o.id)"
    )
    return found


# --- doubts and their sources ---------------------------------------------------------------


def test_a_dump_shows_the_lines_and_their_neighbours(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    doubt = page.locator("article.doubt", has_text="家庭联系等其他人道服务工作")
    lines = doubt.locator(".lines li")
    numbers = [int(one) for one in lines.locator("b").all_inner_texts()]
    marked = doubt.locator(".lines li.marked b").all_inner_texts()
    assert numbers == sorted(numbers)
    assert len(numbers) > len(marked) > 0
    assert "914" in marked
    assert str(numbers[0]) not in marked


def test_a_pdf_shows_its_page_with_the_cell_outlined(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "红岭"))
    figure = page.locator("article.doubt figure").first
    figure.scroll_into_view_if_needed()
    image = figure.locator("img")
    page.wait_for_function(
        "one => one.complete && one.naturalWidth > 0", arg=image.element_handle()
    )
    frame, box = figure.locator(".crop").bounding_box(), figure.locator(".box").first.bounding_box()
    assert frame
    assert box
    assert frame["x"] <= box["x"]
    assert frame["y"] <= box["y"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    expect(image).to_have_attribute("alt", re.compile("第 7 页"))
    figure.get_by_role("button", name="看整页").click()
    whole = figure.locator(".crop").bounding_box()
    assert whole
    assert whole["height"] > 2 * frame["height"]


def test_a_word_document_shows_the_row(page: Page, reviewed: Path) -> None:
    address = page_of(reviewed, "blank-numbers")
    page.goto(address)
    expect(page.locator(".group .places a").first).to_have_text("基本 1")
    expect(page.locator("#doubt-1")).to_be_hidden()
    page.locator("#basic-001 .look").click()
    expect(page.locator("#doubt-1")).to_be_focused()
    row = page.locator("article.doubt .row").first
    expect(row.locator(".where")).to_have_text(re.compile(r"表\d+第\d+行"))
    assert "".join(row.locator("td").all_inner_texts()).strip()


def test_the_command_and_the_entry_are_copied(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    doubt = page.locator("article.doubt").first
    number = re.findall(r"\d+", doubt.locator("h5 .seq").inner_text())[0]
    doubt.locator(".copy").first.click()
    expect(page.locator("#told")).to_have_text("已复制")
    assert copied(page) == f'qingdan acknowledge awati.txt {number} --reason "…"'
    doubt.locator("summary").click()
    doubt.locator("details .copy").click()
    expect(doubt.locator("details .copy")).to_have_text("已复制")
    assert len(toml_of(copied(page), Acknowledgements).warning) == 1


def test_totals_that_differ_are_open_too(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    expect(page.locator("td.mismatch").first).to_contain_text("载明 21")
    first = page.locator("#doubt-1")
    expect(first).to_contain_text("人民武装")
    first.locator(".copy").first.click()
    expect(page.locator("#told")).to_have_text("已复制")
    assert " 1 --reason" in copied(page)


# --- items ----------------------------------------------------------------------------------


def test_items_are_searched_filtered_and_sorted(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    assert len(shown(page)) == 292
    page.fill("#search", "助学贷款 教育局")
    assert shown(page) == ["cooperative-027"]
    assert page.evaluate("CSS.highlights.get('found').size") > 2
    page.fill("#search", "")
    page.locator(".lists label", has_text="收回").click()
    assert len(shown(page)) == 44
    expect(page.locator("#count")).to_have_text("44 项，共 292 项")
    page.get_by_role("button", name="清除").click()
    page.check("#flagged")
    assert shown(page) == ["cooperative-020", "cooperative-061"]
    page.get_by_role("button", name="清除").click()
    page.select_option("#order", "clauses")
    counts = page.locator("article.item").evaluate_all("all => all.map(o => +o.dataset.clauses)")
    assert counts == sorted(counts, reverse=True)


def test_a_department_shows_its_items(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    chip = page.locator("button.chip", has_text="国家开发银行")
    chip.click()
    assert shown(page) == ["cooperative-027"]
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    assert len(shown(page)) == 292


def test_clauses_of_both_sides_stand_beside_each_other(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    sides = page.locator("#cooperative-027 .sides section")
    assert sides.locator("h4").all_text_contents() == ["上级部门职责", "乡镇（街道）配合职责"]
    assert sides.nth(0).locator(".by").all_text_contents() == ["县教育局", "国家开发银行巴楚县支行"]
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"]


def test_a_link_leads_to_an_item_whatever_is_filtered(page: Page, reviewed: Path) -> None:
    page.goto(f"{page_of(reviewed, 'awati')}#cooperative-027")
    item = page.locator("#cooperative-027")
    expect(item).to_be_focused()
    item.locator(".link").click()
    expect(page.locator("#told")).to_have_text("已复制")
    words, address = copied(page).split("\n")
    assert "生源地信用助学贷款" in words
    assert address == page.url
    page.fill("#search", "没有这个")
    page.goto(f"{page_of(reviewed, 'awati')}#basic-002")
    expect(page.locator("#basic-002")).to_be_focused()


def test_keys(page: Page, reviewed: Path) -> None:
    page.goto(f"{page_of(reviewed, 'awati')}#basic-002")
    page.keyboard.press("j")
    expect(page.locator("#basic-003")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator("#basic-001")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#told")).to_have_text("已复制")
    assert copied(page).endswith("#basic-001")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jk?l")
    expect(page.locator("#search")).to_have_value("jk?l")
    page.keyboard.press("Escape")
    assert len(shown(page)) == 292


def test_both_languages(page: Page, reviewed: Path) -> None:
    page.goto(page_of(reviewed, "awati"))
    page.get_by_role("button", name="Switch to English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    doubt = page.locator("article.doubt", has_text="家庭联系")
    expect(doubt).to_contain_text("does not end as a sentence")
    expect(page.locator("#count")).to_have_text("292 of 292 items")
    labels = page.locator("#totals th, h2, h3.rank, .label, .sides h4").all_text_contents()
    assert [one for one in labels if re.search(r"[\u4e00-\u9fff]", one)] == []
    page.get_by_role("link", name="Overview").click()  # the choice goes along
    expect(page.locator("h1")).to_have_text("Review of responsibility lists")
    page.keyboard.press("l")
    expect(page.locator("h1")).to_have_text("清单审阅")
