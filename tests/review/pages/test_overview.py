"""The overview in a browser: worst first, filters, keys, and a thousand documents."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from qingdan.library import write_tables
from qingdan.model import Acknowledged, Check, Facts, Warning
from qingdan.options import Options
from qingdan.review.pages.write import Sources, write_review
from tests.writers.sample import extraction, failure

MOST_BYTES = 500_000  # that the overview of a thousand documents loads
MOST_NODES = 3_000


def review_of(folder: Path, *outcomes: object) -> Path:
    """The overview of these outcomes, whose sources are not at hand."""
    write_tables(outcomes, folder / "output")  # type: ignore[arg-type]
    target = folder / "review"
    sources = Sources(folder, Options(), "清单")
    write_review(folder / "output", target, sources, "zh", lambda _: None)
    return target / "index.html"


def titles(page: Page) -> list[str]:
    return page.locator("#rows a").all_inner_texts()


def made(document_id: str, province: str, county: str, **changes: object) -> object:
    facts = Facts(title=document_id, province=province, county=county, township=f"{document_id}镇")
    return extraction(document_id, facts=facts, **changes)


def some(folder: Path) -> Path:
    differs = (Check("basic", "items", 3, 1, "mismatch", "two are not there", "缺两项"),)
    error = Warning(
        "unassigned", "error", "'x' belongs to nothing", "“x”未能归入", facts={"text": "x"}
    )
    odd = Warning("clause_numbers", "warning", "odd", "奇", facts={})
    so = Acknowledged("x", "某", "印作如此", "sound.toml")
    return review_of(
        folder,
        made("sound", "甲省", "东县", acknowledged=(so,)),
        made("odd", "甲省", "西县", warnings=(odd,)),
        made("bad", "乙省", "南县", checks=differs, warnings=(error,)),
        made("worse", "乙省", "南县", checks=differs, warnings=(error, error, odd)),
        failure("broken"),
    )


def test_the_worst_come_first_and_filters_leave_what_fits(page: Page, tmp_path: Path) -> None:
    page.goto(some(tmp_path).as_uri())
    assert titles(page) == ["broken.pdf", "worse", "bad", "odd", "sound"]
    page.select_option("#province", "乙省")
    assert titles(page) == ["worse", "bad"]
    expect(page.locator("#count")).to_have_text("2 份，共 5 份")
    assert page.locator("#county option").all_inner_texts() == ["全部县区", "南县 2"]
    page.get_by_role("button", name="清除").click()
    page.select_option("#state", "flagged")
    page.check("#mismatches")
    assert titles(page) == ["worse", "bad"]
    page.get_by_role("button", name="清除").click()
    page.fill("#search", "甲省 西县")
    assert titles(page) == ["odd"]
    page.fill("#search", "没有这个")
    expect(page.get_by_text("没有符合条件的文档。")).to_be_visible()
    page.keyboard.press("Escape")
    page.select_option("#order", "place")
    assert titles(page)[:2] != ["broken.pdf", "worse"]


def test_figures_and_a_row_say_what_stands(page: Page, tmp_path: Path) -> None:
    page.goto(some(tmp_path).as_uri())
    figures = page.locator(".figures dd").all_inner_texts()
    assert figures == ["5", "12", "4", "3", "1"]
    row = page.locator("#rows tr", has_text="worse").inner_text().split()
    assert row[:3] == ["待查", "worse", "worse.txt"]
    assert row[3:6] == ["有文字未能归类", "2；条号重复、跳号、乱序或缺失", "乙省"]
    assert row[-8:] == ["1", "1", "1", "1", "项不符", "2", "1", "文本"]
    sound = page.locator("#rows tr", has_text="sound").inner_text().split()
    assert sound[:4] == ["核对一致", "已确认", "1", "sound"]


def test_keys_move_over_the_documents_and_open_one(page: Page, tmp_path: Path) -> None:
    page.goto(some(tmp_path).as_uri())
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("bad")
    page.keyboard.press("Escape")
    assert len(titles(page)) == 5
    for key in "jjjk":
        page.keyboard.press(key)
    expect(page.locator("#rows a", has_text="worse")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("worse")


def test_a_thousand_documents_load_little(page: Page, tmp_path: Path) -> None:
    index = review_of(tmp_path, *(made(f"d{n:04d}", "甲省", "东县") for n in range(1_000)))
    loaded = [index, index.with_name("documents.js"), *(index.parent / "assets").iterdir()]
    assert sum(one.stat().st_size for one in loaded) < MOST_BYTES
    page.goto(index.as_uri())
    assert page.evaluate("document.getElementsByTagName('*').length") < MOST_NODES
    assert len(titles(page)) == 100
    page.get_by_role("button", name="再显示 100 份").click()
    assert len(titles(page)) == 200
    page.fill("#search", "d0999")
    assert titles(page) == ["d0999"]
