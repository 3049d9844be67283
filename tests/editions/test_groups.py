"""Groups of names: by construction, by eye on real wording, and what never happens."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest

import qingdan
from qingdan.editions.groups import Names, groups_of
from qingdan.editions.likeness import letters_of
from qingdan.editions.names import plain_for
from qingdan.review.rows import DocumentRow
from tests.fixtures.editions import EDITIONS
from tests.truth import QUICK, ROOT, house_rules

PAIRS = Path(__file__).with_name("pairs.csv")
Pair = tuple[str, str, str]  # list, and two names


def place(**known: str) -> DocumentRow:
    fields = dict.fromkeys(DocumentRow.__struct_fields__)
    return DocumentRow(**{**fields, **known})  # type: ignore[arg-type]


def names_of(documents: Iterable[Sequence[str]]) -> Names:
    names = Names()
    for document in documents:
        names.next_document()
        for name in document:
            names.add(letters_of(name))
    return names


def grouped(*documents: Sequence[str]) -> Mapping[str, tuple[str, bool]]:
    """Each name with its leader, and whether that is sure."""
    names = names_of(documents)
    groups, texts = groups_of(names), names.texts
    return {
        name: (texts[groups.leaders[at]], bool(groups.sure[at])) for at, name in enumerate(texts)
    }


# --- what is made of names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("组织青禾县柳溪镇干部下沉", "组织干部下沉"),
        ("驻柳溪的干部", "驻的干部"),
        ("青禾2025年重点项目（第3批）", "0年重点项目第0批"),
        ("松山镇的事项", "松山镇的事项"),  # another township's
    ],
)
def test_places_of_the_document_figures_and_marks_are_left_out(name: str, plain: str) -> None:
    own = place(county="青禾县", township="柳溪镇", province="松江省")
    assert plain_for(own, house_rules())(name) == plain


def test_a_document_without_places_keeps_all_words() -> None:
    assert plain_for(place(), house_rules())("柳溪镇，1项") == "柳溪镇0项"


# --- groups -------------------------------------------------------------------------------------


def test_the_name_that_most_have_leads() -> None:
    found = grouped(["做好低保受理工作"], ["低保受理工作"], ["低保受理工作"])
    assert found == {
        "做好低保受理工作": ("低保受理工作", True),
        "低保受理工作": ("低保受理工作", True),
    }


def test_two_names_of_one_document_are_two_items() -> None:
    one, other = "高龄老人补贴资金发放", "高龄老人补贴资金申领"
    assert {leader for leader, _ in grouped([one], [other]).values()} == {one}
    assert grouped([one, other]) == {one: (one, True), other: (other, True)}


def test_nobody_joins_a_name_that_joined_another() -> None:
    chain = ["甲乙丙丁戊己", "丙丁戊己庚辛", "戊己庚辛壬癸"]
    names = names_of([[chain[0]]] * 3 + [[chain[1]]] * 2 + [[chain[2]]])
    groups = groups_of(names)
    assert all(groups.leaders[leader] == leader for leader in groups.leaders)
    assert groups.leaders[2] != groups.leaders[0]


def test_a_name_between_two_leaders_is_unsure() -> None:
    found = grouped(["小型水库安全鉴定"] * 2, ["大型水库安全鉴定"] * 2, ["水库安全鉴定"])
    assert found["水库安全鉴定"][1] is False


def test_no_name_makes_no_group() -> None:
    assert len(groups_of(Names()).leaders) == 0


# --- by eye: names of the real document and of the made-up ones ---------------------------------


def reviewed() -> dict[Pair, bool]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return {
            (row["list_type"], *sorted((row["one"], row["other"]))): row["same"] == "yes"  # type: ignore[misc]
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def joined() -> dict[Pair, bool]:
    """The pairs of real wording that are in one group, and whether both surely are."""
    real = qingdan.extract(ROOT / "raw" / "awati.txt", rules=house_rules(), options=QUICK)
    documents = [real.items, *(edition.township.items for edition in EDITIONS)]
    found: dict[Pair, bool] = {}
    for list_type in ("basic", "cooperative", "recall"):
        printed: dict[str, str] = {}
        own = [[item.name for item in items if item.list_type == list_type] for items in documents]
        for name in (name for document in own for name in document):
            printed.setdefault(letters_of(name), name)
        names = names_of(own)
        groups = groups_of(names)
        texts = names.texts
        for one, other in combinations(range(len(texts)), 2):
            if groups.leaders[one] == groups.leaders[other]:
                pair = sorted((printed[texts[one]], printed[texts[other]]))
                found[(list_type, pair[0], pair[1])] = bool(groups.sure[one] and groups.sure[other])
    return found


def test_every_pair_of_real_wording_was_looked_at(joined: dict[Pair, bool]) -> None:
    assert {*joined} - {*reviewed()} == set()


def test_what_a_person_calls_different_is_never_surely_the_same(joined: dict[Pair, bool]) -> None:
    same = reviewed()
    assert [pair for pair, is_sure in joined.items() if is_sure and not same[pair]] == []
    assert sum(joined.values()) >= 3


def test_pairs_of_real_wording_that_are_found(joined: dict[Pair, bool]) -> None:
    """Counties word one item quite otherwise: of what a person sees, names alone show some."""
    same = reviewed()
    right = sum(same[pair] for pair in joined)
    assert right >= 0.55 * len(joined)
    assert right >= 0.35 * sum(same.values())
