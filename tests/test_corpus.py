"""Many documents: found, named, read apart, compared."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan import corpus
from qingdan.errors import BadRules, UnreadableSource
from qingdan.model import Extraction, Facts, Failure, Outcome
from qingdan.options import Options
from qingdan.rules import Rules, load_rules
from tests.writers import sample

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(ROOT / "rules")


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def found(folder: Path, *inputs: Path, skip: str = "") -> list[str]:
    inputs_found = corpus.find_inputs(inputs or [folder], lambda path: path.name == skip)
    return [str(one.path.relative_to(folder)) for one in inputs_found]


# --- find ---------------------------------------------------------------------------------


def test_folders_are_read_whole_and_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b/2.txt", "b/1.pdf", "a.docx", "b/c/d/e.html")
    assert found(tmp_path) == ["a.docx", "b/1.pdf", "b/2.txt", "b/c/d/e.html"]


@pytest.mark.parametrize(
    "name",
    [".hidden", ".git/config", "sources.csv", "town.toml", "README.md", "readme", "ReadMe.TXT",
     "~$town.docx", "Thumbs.db", "__MACOSX/town.txt", "output/items.csv"],
)  # fmt: skip
def test_what_stands_beside_is_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path, "town.txt", name)
    assert found(tmp_path, skip="output") == ["town.txt"]


def test_what_is_named_is_read(tmp_path: Path) -> None:
    put(tmp_path, ".hidden", "README.md")
    named = [tmp_path / "README.md", tmp_path / ".hidden", tmp_path / "gone.txt"]
    assert found(tmp_path, *named) == [".hidden", "README.md", "gone.txt"]


def test_nothing_is_read_twice(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    assert found(tmp_path, tmp_path / "b.txt", tmp_path, tmp_path) == ["a.txt", "b.txt"]


def test_an_empty_folder_and_a_broken_link_are_not_silent(tmp_path: Path) -> None:
    put(tmp_path, "full/a.txt", "empty/.hidden")
    (tmp_path / "full" / "link.txt").symlink_to(tmp_path / "gone")
    inputs = corpus.find_inputs([tmp_path / "full", tmp_path / "empty"], lambda _: False)
    assert [one.path.name for one in inputs] == ["empty", "a.txt", "link.txt"]


def test_a_file_has_its_path_in_the_folder_given(tmp_path: Path) -> None:
    put(tmp_path, "lists/2024/a.txt", "lists/b.txt", "named/c.txt")
    inputs = [tmp_path / "lists", tmp_path / "named" / "c.txt"]
    found = corpus.find_inputs(inputs, lambda _: False)
    assert [one.source_path for one in found] == ["2024/a.txt", "b.txt", "c.txt"]


# --- name ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["raw/town.txt"], ["town"]),
        (["a/town.txt", "b/other.pdf"], ["town", "other"]),
        (["town.docx", "town.pdf"], ["town-docx", "town-pdf"]),
        (["a/town.txt", "b/town.txt", "c/town.txt"], ["town-txt", "town-txt-2", "town-txt-3"]),
        (["a/town", "b/town", "town-2"], ["town", "town-2", "town-2-2"]),
        (["某镇（2024年）清单.pdf"], ["某镇_2024年_清单"]),
        (["a b:c=d.txt"], ["a_b_c_d"]),
        (["=cmd.txt", "-x.txt"], ["cmd", "x"]),
        (["（）.txt"], ["document"]),
        (["cafe\u0301.txt"], ["caf\u00e9"]),
        (["a.tar.gz"], ["a.tar"]),
    ],
)
def test_ids(paths: list[str], names: list[str]) -> None:
    assert list(corpus.name_documents([Path(path) for path in paths])) == names


file_names = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=4)


@given(st.lists(file_names, max_size=8))
def test_ids_are_unique_and_harmless(names: list[str]) -> None:
    ids = corpus.name_documents([Path(f"{place}", name) for place, name in enumerate(names)])
    assert len(set(ids)) == len(names)
    for one in ids:
        assert one
        assert one[0] not in "=+-@.~"
        assert not set(one) & set("/\\: \t\r\n\0\"',")
        one.encode()


# --- read ---------------------------------------------------------------------------------

Extract = Callable[[Path, str, Rules, Options], Extraction]


def read(paths: list[Path], rules: Rules) -> list[Outcome]:
    named = zip(paths, corpus.name_documents(paths), strict=True)
    return list(corpus.read_documents(named, rules, Options(keywords=False)))


def test_one_that_fails_costs_no_other_anything(
    tmp_path: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(path: Path, document_id: str, _rules: Rules, _options: Options) -> Extraction:
        match path.stem:
            case "unreadable":
                raise UnreadableSource(path.name, "scan", "has no text", "run OCR")
            case "bug":
                raise ZeroDivisionError("first line\nsecond line")
            case "deep":
                raise RecursionError
        return sample.extraction(document_id)

    monkeypatch.setattr(corpus, "extract", extract)
    put(tmp_path, "a.txt", "bug.txt", "deep.txt", "unreadable.pdf", "z.txt")
    outcomes = read([*sorted(tmp_path.iterdir()), tmp_path / "gone.txt", tmp_path], rules)
    ends = [one.code if isinstance(one, Failure) else one.status for one in outcomes]
    assert ends[:5] == ["ok", "internal_error", "internal_error", "scan", "ok"]
    assert ends[5:] == ["not_found", "empty_folder"]
    failures = [one for one in outcomes if isinstance(one, Failure)]
    assert all(one.message and "\n" not in one.message for one in failures)
    assert failures[2].message == "unreadable.pdf: has no text; run OCR"
    assert "ZeroDivisionError: first line second line" in failures[0].message
    assert [one.source_name for one in failures] == [
        "bug.txt", "deep.txt", "unreadable.pdf", "gone.txt", tmp_path.name,
    ]  # fmt: skip
    assert [one.sha256 is None for one in failures] == [False, False, False, True, True]
    assert corpus.outcomes_to_status(outcomes) == 2


def test_a_pipe_is_not_waited_for(tmp_path: Path, rules: Rules) -> None:
    os.mkfifo(tmp_path / "pipe")
    [outcome] = read([tmp_path / "pipe"], rules)
    assert isinstance(outcome, Failure)
    assert outcome.code == "not_a_file"


def test_bad_rules_stop_the_run(
    tmp_path: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(*_: object) -> Extraction:
        raise BadRules("lists.toml", "is empty", "restore it")

    monkeypatch.setattr(corpus, "extract", extract)
    put(tmp_path, "a.txt")
    with pytest.raises(BadRules):
        read([tmp_path / "a.txt"], rules)


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([], 0),
        ([sample.extraction()], 0),
        ([sample.extraction(), sample.flagged()], 1),
        ([sample.failure(), sample.flagged(), sample.extraction()], 2),
    ],
)
def test_the_worst_outcome_is_the_exit_status(outcomes: list[Outcome], status: int) -> None:
    assert corpus.outcomes_to_status(outcomes) == status


# --- compare ------------------------------------------------------------------------------


def compared(*outcomes: Outcome) -> list[list[str]]:
    after = corpus.compare_formats(outcomes)
    assert [one.document_id for one in after] == [one.document_id for one in outcomes]
    return [[w.message for w in getattr(one, "warnings", ())] for one in after]


def with_items(document_id: str, seq: int = 1, **changes: object) -> Extraction:
    """A document whose cooperative item differs in this."""
    items = (
        sample.item(document_id, "basic", 1),
        sample.item(document_id, "cooperative", seq, **changes),
    )
    return sample.extraction(document_id, items=items)


def test_the_same_list_in_two_formats_is_no_news() -> None:
    pages = {"page": 9, "line_start": None, "departments_raw": ("县水利局",), "keywords": ()}
    assert compared(with_items("a"), with_items("b", **pages), sample.failure()) == [[], [], []]


@pytest.mark.parametrize(
    ("changes", "here", "there"),
    [
        ({"name": "另一项"}, "cooperative 1 (name)", "cooperative 1 (name)"),
        (
            {"township_duties": None, "superior_duties": "1.别的。"},
            "cooperative 1 (superior_duties, township_duties)",
            "cooperative 1 (superior_duties, township_duties)",
        ),
        (
            {"seq": 2},
            "cooperative 1 (only here); cooperative 2 (only there)",
            "cooperative 2 (only here); cooperative 1 (only there)",
        ),
    ],
)
def test_differences_are_named_in_both(changes: dict[str, object], here: str, there: str) -> None:
    said = "lists the same township otherwise:"
    assert compared(with_items("a"), with_items("b", **changes)) == [  # type: ignore[arg-type]
        [f"b.txt {said} {here}"],
        [f"a.txt {said} {there}"],
    ]


def test_a_repeated_number_is_compared_by_its_place() -> None:
    def document(name: str, *titles: str) -> Extraction:
        items = tuple(sample.item(name, "basic", 7, name=title) for title in titles)
        return sample.extraction(name, items=items)

    assert compared(document("a", "甲", "乙"), document("b", "甲", "乙")) == [[], []]
    assert len(compared(document("a", "甲", "乙"), document("b", "甲"))[0]) == 1


@pytest.mark.parametrize(
    "facts",
    [
        Facts(county="别县", township="某镇"),
        Facts(county="某县", township="别镇"),
        Facts(county=None, township="某镇"),
        Facts(county="某县", township=None),
    ],
)
def test_other_townships_are_not_compared(facts: Facts) -> None:
    other = sample.extraction("b", facts=facts, items=())
    assert compared(with_items("a"), other, sample.extraction("c", facts=facts, items=())) == [
        [], [], [],
    ]  # fmt: skip


def test_a_difference_is_in_the_exit_status() -> None:
    after = corpus.compare_formats([with_items("a"), with_items("b", name="另一项")])
    assert corpus.outcomes_to_status(after) == 1
