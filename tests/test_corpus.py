"""Many documents: found, named, read apart."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan import corpus
from qingdan.errors import BadRules, UnreadableSource
from qingdan.model import Extraction, Failure, Outcome
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
    [".hidden", ".git/config", "sources.csv", "town.toml", "~$town.docx", "Thumbs.db",
     "__MACOSX/town.txt", "output/items.csv"],
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


def test_the_outermost_folder_given_counts(tmp_path: Path) -> None:
    put(tmp_path, "lists/2024/a.txt")
    inner, named = tmp_path / "lists" / "2024", tmp_path / "lists" / "2024" / "a.txt"
    for inputs in ([tmp_path / "lists", inner, named], [named, inner, tmp_path / "lists"]):
        (one,) = corpus.find_inputs(inputs, lambda _: False)
        assert one.source_path == "2024/a.txt"


def test_a_link_gives_no_file_another_name(tmp_path: Path) -> None:
    put(tmp_path, "in/b.txt", "in/sub/c.txt", "out/d.txt")
    folder = tmp_path / "in"
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "again").symlink_to("sub")
    (folder / "led.txt").symlink_to(tmp_path / "out" / "d.txt")
    (folder / "led").symlink_to(tmp_path / "out")
    inputs = corpus.find_inputs([folder], lambda _: False)
    assert [(one.source_path, one.refused and one.refused.code) for one in inputs] == [
        ("b.txt", None), ("led", "link_out"), ("led.txt", "link_out"), ("sub/c.txt", None),
    ]  # fmt: skip
    (named,) = corpus.find_inputs([folder / "led.txt"], lambda _: False)
    assert (named.source_path, named.refused) == ("led.txt", None)


# --- name ---------------------------------------------------------------------------------


def found_as(*source_paths: str) -> list[corpus.Found]:
    places = enumerate(source_paths)
    return [corpus.Found(Path("nowhere", str(at), path), path) for at, path in places]


@pytest.mark.parametrize(
    ("source_path", "document_id"),
    [
        ("town.txt", "town.txt"),
        ("2024/a01.docx", "2024/a01.docx"),
        ("town", "town"),
        ("某县/某镇（2024年）清单.pdf", "某县/某镇_2024年_清单.pdf"),
        ("a b:c=d.txt", "a_b_c_d.txt"),
        ("=cmd.txt", "_cmd.txt"),
        ("-x/-y.txt", "_x/_y.txt"),
        (".hidden", "_hidden"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("a\udcff\n.txt", "a__.txt"),
    ],
)
def test_the_id_of_a_file_is_its_path(source_path: str, document_id: str) -> None:
    (named,) = corpus.name_documents(found_as(source_path))
    assert named.document_id == document_id


file_names = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=4)


@given(st.lists(file_names, max_size=8))
def test_ids_are_unique_and_harmless(names: list[str]) -> None:
    ids = [named.document_id for named in corpus.name_documents(found_as(*names))]
    assert len(set(ids)) == len(names)
    for one in ids:
        assert one
        assert one[0] not in "=+-@.~"
        assert not set(one) & set("\\: \t\r\n\0\"',")
        one.encode()


def ids_in(folder: Path) -> dict[str, str]:
    """The id of each file of a folder that is read."""
    named = corpus.name_documents(corpus.find_inputs([folder], lambda _: False))
    return {one.found.source_path: one.document_id for one in named if not one.found.refused}


def test_an_id_stays_whatever_stands_beside_its_file(tmp_path: Path) -> None:
    put(tmp_path, "b/town.txt")
    before = ids_in(tmp_path)
    put(tmp_path, "b/town.pdf", "b/town.docx", "a/town.txt", "town.txt", "b/town", "b/a.txt")
    after = ids_in(tmp_path)
    assert before.items() <= after.items()
    assert after == {path: path for path in after}


def test_a_second_file_of_an_id_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "x/a.txt", "y/a.txt", "y/b.txt")
    for names in (["y/a.txt", "x/a.txt", "y/b.txt"], ["x/a.txt", "y/b.txt", "y/a.txt"]):
        found = corpus.find_inputs([tmp_path / name for name in names], lambda _: False)
        first, second, other = corpus.name_documents(found)
        assert (first.document_id, second.document_id, other.document_id) == (
            "a.txt", "a.txt~2", "b.txt",
        )  # fmt: skip
        assert first.found.refused is other.found.refused is None
        assert second.found.refused
        assert second.found.refused.code == "id_taken"
        assert str(second.found.refused).startswith(
            f"{tmp_path}/y/a.txt: has the id a.txt, as {tmp_path}/x/a.txt has; "
        )


def test_a_file_that_is_not_there_takes_no_id(tmp_path: Path) -> None:
    put(tmp_path, "x/a.txt")
    found = [corpus.Found(tmp_path / name / "a.txt", "a.txt") for name in ("gone", "x")]
    gone, there = corpus.name_documents(found)
    assert (gone.document_id, there.document_id) == ("a.txt~2", "a.txt")
    assert there.found.refused is None


SHA256 = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("l.txt", "l.pdf", "m.txt")}
REGISTERS = {
    "by name": (
        "id,file\nx,l.txt\ny,m.txt\n",
        {"l.txt": "x", "m.txt": "y", "l.pdf": "l.pdf"},
    ),
    "formats of one list": (
        "id,file\nx,l.pdf\nx,l.txt\n",
        {"l.pdf": "x", "l.txt": "x.txt", "m.txt": "m.txt"},
    ),
    "by content": (
        f"id,sha256\nx,{SHA256['l.pdf']}\nx,{SHA256['l.txt']}\nm,{SHA256['m.txt']}\n",
        {"l.pdf": "x", "l.txt": "x.txt", "m.txt": "m"},
    ),
    "by content, before the name": (
        f"id,sha256\nm,{SHA256['l.txt']}\nz,{SHA256['m.txt']}\n",
        {"l.txt": "m", "m.txt": "z", "l.pdf": "l.pdf"},
    ),
    "by name without suffix": ("id\nm\n", {"m.txt": "m", "l.txt": "l.txt", "l.pdf": "l.pdf"}),
    # Which file the row is of is not certain where it is neither's content, or there are two rows.
    "another content": (
        f"id,sha256\nl,{SHA256['l.txt']}\n",
        {"l.txt": "l", "l.pdf": "l.pdf", "m.txt": "m.txt"},
    ),
    "formats without content": (
        "id\nl\nl\n", {"l.txt": "l.txt", "l.pdf": "l.pdf", "m.txt": "m.txt"}
    ),
    "in safe letters": ("id,file\n=a/b c,m.txt\n", {"m.txt": "_a_b_c"}),
    "broken": ("name\nm\n", {"m.txt": "m.txt", "l.txt": "l.txt"}),
}  # fmt: skip


@pytest.mark.parametrize(("register", "ids"), REGISTERS.values(), ids=REGISTERS)
def test_the_id_of_a_registered_file_is_that_of_its_row(
    register: str, ids: dict[str, str], tmp_path: Path
) -> None:
    put(tmp_path, *ids)
    (tmp_path / "sources.csv").write_text(register)
    assert ids_in(tmp_path) == ids
    for name, document_id in ids.items():  # by itself, too
        (named,) = corpus.name_documents([corpus.Found(tmp_path / name, name)])
        assert named.document_id == document_id


# --- read ---------------------------------------------------------------------------------

Extract = Callable[[Path, str, Rules, Options], Extraction]


def read(paths: list[Path], rules: Rules) -> list[Outcome]:
    named = corpus.name_documents(corpus.Found(path, path.name) for path in paths)
    return [corpus.read_document(one, rules, Options(keywords=False)) for one in named]


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
            case "huge":
                raise MemoryError
        return sample.extraction(document_id)

    monkeypatch.setattr(corpus, "extract", extract)
    put(tmp_path, "a.txt", "bug.txt", "deep.txt", "huge.txt", "unreadable.pdf", "z.txt")
    outcomes = read([*sorted(tmp_path.iterdir()), tmp_path / "gone.txt", tmp_path], rules)
    ends = [one.code if isinstance(one, Failure) else one.status for one in outcomes]
    assert ends[:4] == ["ok", "internal_error", "internal_error", "over_memory"]
    assert ends[4:] == ["scan", "ok", "not_found", "empty_folder"]
    failures = [one for one in outcomes if isinstance(one, Failure)]
    assert all(one.message and "\n" not in one.message for one in failures)
    assert failures[3].message == "unreadable.pdf: has no text; run OCR"
    assert "ZeroDivisionError: first line second line" in failures[0].message
    assert [one.source_name for one in failures] == [
        "bug.txt", "deep.txt", "huge.txt", "unreadable.pdf", "gone.txt", tmp_path.name,
    ]  # fmt: skip
    assert [one.sha256 is None for one in failures] == [
        False, False, False, False, True, True,
    ]  # fmt: skip
    assert corpus.statuses_to_exit(one.status for one in outcomes) == 2


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
    assert corpus.statuses_to_exit(one.status for one in outcomes) == status
