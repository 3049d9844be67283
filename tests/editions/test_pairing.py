"""Second editions with known truth: composed of the made-up townships and of the real document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import qingdan
from qingdan.editions.lists import Item, items_of
from qingdan.editions.pairing import Link, links_of
from qingdan.review.rows import Documents
from tests.fixtures.editions import EDITIONS
from tests.fixtures.printed import printed
from tests.fixtures.second import Key, as_township, second_edition
from tests.fixtures.township import Township
from tests.fixtures.typeset.page import page_html
from tests.truth import QUICK, ROOT, house_rules

TWICE = "fengling"  # prints a number twice, so that list and number do not name an item
SEEDS = range(2)
LEAST = 0.99
MOST_WRONG_AND_SURE = 0.002


class Compared(NamedTuple):
    """The links of two editions as found, and those that are true, by list and number."""

    name: str
    old: Sequence[Item]
    new: Sequence[Item]
    found: tuple[Link, ...]
    true: frozenset[tuple[Key, Key]]

    def key(self, link: Link) -> tuple[Key, Key]:
        """Return a link by list and number."""
        old, new = self.old[link.old].row, self.new[link.new].row
        return (old.list_type, old.seq), (new.list_type, new.seq)


def real_township() -> Township:
    extraction = qingdan.extract(ROOT / "raw" / "awati.txt", rules=house_rules(), options=QUICK)
    form = EDITIONS[0].township.form
    return as_township("awati", extraction.items, form, extraction.facts.township or "")


def write(township: Township, path: Path) -> None:
    path.write_text(page_html(township, printed(township), word=False), "utf-8")


def tables_of(folder: Path) -> Documents:
    outcomes = qingdan.extract_many([folder], rules=house_rules(), options=QUICK)
    qingdan.write_tables(outcomes, folder.with_suffix(".tables"))
    return Documents(folder.with_suffix(".tables"))


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    """Every township beside a second edition for each seed, printed, read and paired."""
    place = tmp_path_factory.mktemp("editions")
    towns = [one.township for one in EDITIONS if one.township.id != TWICE] + [real_township()]
    truth: dict[str, frozenset[tuple[Key, Key]]] = {}
    (place / "old").mkdir()
    (place / "new").mkdir()
    for town in towns:
        others = [item for other in towns if other.id != town.id for item in other.items]
        for seed in SEEDS:
            second = second_edition(town, others, seed)
            name = f"{town.id}-{seed}.html"
            truth[name] = second.links
            write(town, place / "old" / name)
            write(second.township, place / "new" / name)
    old, new = tables_of(place / "old"), tables_of(place / "new")
    assert {*old.documents} == {*new.documents} == {*truth}
    pairs = [(name, items_of(old.of(name)), items_of(new.of(name))) for name in truth]
    return [Compared(*pair, links_of(*pair[1:]), truth[pair[0]]) for pair in pairs]


def rates(compared: Sequence[Compared]) -> tuple[float, float]:
    """Precision and recall of the links."""
    true = sum(len(one.true) for one in compared)
    found = sum(len(one.found) for one in compared)
    right = sum(one.key(link) in one.true for one in compared for link in one.found)
    return right / found, right / true


def test_items_are_found_again(compared: list[Compared]) -> None:
    precision, recall = rates(compared)
    assert sum(len(one.true) for one in compared) > 1000
    assert precision >= LEAST
    assert recall >= LEAST


def test_items_of_the_real_document_are_found_again(compared: list[Compared]) -> None:
    precision, recall = rates([one for one in compared if one.name.startswith("awati")])
    assert precision >= LEAST
    assert recall >= LEAST


def test_parts_of_items_are_found_again(compared: list[Compared]) -> None:
    found = [(one, link) for one in compared for link in one.found if link.kind != "same"]
    right = sum(one.key(link) in one.true for one, link in found)
    assert {link.kind for _, link in found} == {"merged", "split"}
    assert right > 30
    assert right >= 0.95 * len(found)


def test_what_is_sure_is_hardly_ever_wrong(compared: list[Compared]) -> None:
    sure = [(one, link) for one in compared for link in one.found if link.is_sure]
    wrong = [(one.name, link) for one, link in sure if one.key(link) not in one.true]
    assert len(wrong) <= MOST_WRONG_AND_SURE * len(sure), wrong
    assert len(sure) > 0.95 * sum(len(one.found) for one in compared)
