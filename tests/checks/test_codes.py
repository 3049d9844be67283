"""The table of codes: every sentence is there in both languages, and nothing else is.

What the program says of a document is constructed in many rooms, always as a code, a case and
facts; the source is read here for all of them.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from qingdan.checks.codes import CODES, TOTALS, Code, Words
from qingdan.checks.messages import detail_of, message_of, warning_of
from qingdan.model import Doubt, Finding

ROOT = Path(__file__).parent.parent.parent
# The rooms that show what was said of a document have functions of the same names.
SHOWING = {"exports", "review"}
SOURCES = sorted(
    path for path in (ROOT / "pipeline").rglob("*.py") if SHOWING.isdisjoint(path.parts)
)
MAKERS = {"Doubt", "doubt", "doubted", "doubt_about", "_doubt", "guess_doubt", "Damage", "Finding"}
CODE_OF = {"Finding": "", "guess_doubt": "category_guessed"}  # makers of one code
ABOUT = {"doubt_about", "_doubt"}  # makers whose first argument is what the doubt is about
WARNINGS = {name: code for name, code in CODES.items() if code.rank != "failure"}
FAILURES = {name: code for name, code in CODES.items() if code.rank == "failure"}

Made = tuple[str, str, frozenset[str]]  # a code ("" for a finding), a case, names of facts


# --- what the program makes ------------------------------------------------------------------


def made() -> dict[Made, str]:
    """Every code and case that the source constructs, with the names of its facts, and where."""
    found = {}
    for path in SOURCES:
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if not isinstance(call, ast.Call) or maker(call) not in MAKERS:
                        continue
                    if one := constructed(call, function):
                        found[one] = f"{path.name}:{call.lineno}"
    return found


def maker(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def constructed(call: ast.Call, function: ast.FunctionDef) -> Made | None:
    """What a call constructs; None for a helper that hands on what it is given."""
    words = call.args[1:] if maker(call) in ABOUT else call.args
    told = [one.value if isinstance(one, ast.Constant) else None for one in words[:2]]
    if maker(call) == "Damage":
        return "damaged_file", str(told[0]), frozenset({"byte"})
    if maker(call) in CODE_OF:
        told.insert(0, CODE_OF[maker(call)])
    code, case, *_ = (*told, "", "")
    if code is None or case is None:
        return None
    return str(code), str(case), facts_in(call, function)


def facts_in(call: ast.Call, function: ast.FunctionDef) -> frozenset[str]:
    """The names of the facts in a call: in place, or assigned to `facts` above it."""
    for one in call.args:
        if isinstance(one, ast.Dict):
            return keys_of(one)
        if isinstance(one, ast.Name) and one.id == "facts":
            above = [
                node
                for node in ast.walk(function)
                for target, node in assigned(node)
                if target == "facts" and node.lineno < call.lineno
            ]
            return keys_of(max(above, key=lambda node: node.lineno))
    return frozenset()


def assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Each name that a statement assigns, with its value."""
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        yield ast.unparse(node.target), node.value
    if isinstance(node, ast.Assign):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from zip(map(ast.unparse, target.elts), value.elts, strict=True)
        else:
            yield ast.unparse(target), value


def keys_of(node: ast.expr) -> frozenset[str]:
    assert isinstance(node, ast.Dict), ast.unparse(node)
    return frozenset(str(ast.literal_eval(key)) for key in node.keys if key is not None)


def names_in(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def explained() -> dict[Made, Words]:
    """Every code and case of the table with the facts of its English template."""
    cases = {
        (name, case, names_in(words.en)): words
        for name, code in WARNINGS.items()
        for case, words in code.cases.items()
    }
    return cases | {("", case, names_in(words.en)): words for case, words in TOTALS.items()}


# --- the table -------------------------------------------------------------------------------


def test_everything_that_is_made_is_in_the_table_with_just_its_facts() -> None:
    unknown = {place: one for one, place in made().items() if one not in explained()}
    assert unknown == {}


def test_everything_in_the_table_is_made() -> None:
    assert set(explained()) - set(made()) == set()


def test_only_helpers_hand_on_codes_that_they_are_given() -> None:
    """So that every code and case is a literal, which the tests above find."""
    handing = {
        function.name
        for path in SOURCES
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        if maker(call) in MAKERS and constructed(call, function) is None
    }
    assert handing == {
        "doubt",
        "doubted",
        "doubt_about",
        "_doubt",
        "guess_doubt",
        "_damage_to_doubt",
        "_line",  # a letter of a scan, which `unsure_doubts` tells with its item
    }


@pytest.mark.parametrize("words", explained().values(), ids=lambda words: words.en[:40])
def test_both_languages_use_the_same_facts(words: Words) -> None:
    assert names_in(words.en) == names_in(words.zh)


@pytest.mark.parametrize("words", explained().values(), ids=lambda words: words.en[:40])
def test_chinese_sentences_have_no_english_quotation(words: Words) -> None:
    assert not re.search(r"![rs]|[\"',;]", words.zh)


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_every_code_says_what_it_means_and_what_to_do(name: str, code: Code) -> None:
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", name)
    for words in (code.title, code.action):
        assert words.en.isascii()
        assert re.search(r"[\u4e00-\u9fff]", words.zh)
    assert bool(code.cases) == (code.rank != "failure")


def test_failures_are_those_that_the_program_raises() -> None:
    literals = {
        node.value
        for path in SOURCES
        if path.name != "codes.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(FAILURES) - literals == set()
    calls = re.compile(r'(?:UnreadableSource|Refusal)\((?:[a-z_.]+, )?\s*"([a-z0-9_]+)"')
    raised = {code for path in SOURCES for code in calls.findall(path.read_text("utf-8"))}
    assert raised - set(FAILURES) == set()
    assert len(raised) > 20


def test_the_document_is_made_from_the_table() -> None:
    """`make docs` makes it anew."""
    run = [sys.executable, str(ROOT / "docs" / "codes.py")]
    text = subprocess.run(run, capture_output=True, check=True, encoding="utf-8").stdout
    assert (ROOT / "docs" / "codes.md").read_text("utf-8") == text


# --- sentences -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("doubt", "english", "chinese"),
    [
        (
            Doubt("clause_numbers", "", {"field": "superior_duties", "numbers": "1、2、2、3、4"}),
            "superior_duties is numbered 1、2、2、3、4",
            "“上级部门职责”的条款编号为1、2、2、3、4，没有从1起依次递增",
        ),
        (
            Doubt("list_missing", "", {"list": "cooperative"}),
            "the cooperative list was not found",
            "未找到配合履职事项清单",
        ),
        (
            Doubt("department_unknown", "", {"department": "县\u3000分局"}),
            "'县\\u3000分局' does not look like a whole name",
            "“县 分局”不像是完整的部门名称",
        ),
        (
            Doubt(
                "totals_contradict",
                "",
                {"list": "recall", "check": "departments", "before": "2个", "after": "3个"},
            ),
            "recall departments: “2个” in one place, “3个” in another",
            "上级部门收回事项清单的部门总数前后不一：一处为“2个”，另一处为“3个”",
        ),
        (
            Doubt(
                "formats_differ",
                "",
                {"file": "a.pdf", "differences": "basic 3 (name, handling); recall 1 (only here)"},
            ),
            (
                "a.pdf lists the same township otherwise: "
                "basic 3 (name, handling); recall 1 (only here)"
            ),
            (
                "“a.pdf”是同一乡镇（街道）的清单，但内容不同：基本履职事项清单第3项"
                "（事项名称、承接部门及工作方式）；上级部门收回事项清单第1项（仅见于本文件）"
            ),
        ),
    ],
)
def test_a_doubt_is_told_in_both_languages(doubt: Doubt, english: str, chinese: str) -> None:
    assert message_of(doubt) == (english, chinese)


def test_findings_are_told_one_after_the_other() -> None:
    findings = [
        Finding("items", {"quote": "5项", "observed": 3}),
        Finding("lacking", {"numbers": "2, 4–5"}),
        Finding("unnamed", {"name": "民生服务", "items": "3"}),
        Finding("unnamed", {"name": "平安法治", "items": "1–2, 4"}),
    ]
    assert detail_of(findings).en.split("; ") == [
        "stated “5项”, but 3 found",
        "no item is numbered 2, 4–5",
        "'民生服务' (item 3) is not among the stated ones",
        "'平安法治' (items 1–2, 4) is not among the stated ones",
    ]
    assert detail_of(findings).zh.split("；") == [
        "载明“5项”，实有3项",
        "没有序号为2、4–5的事项",
        "表中的“民生服务”（第3项）不在载明的类别之列",
        "表中的“平安法治”（第1–2、4项）不在载明的类别之列",
    ]


@pytest.mark.parametrize(
    ("doubt", "severity", "flags"),
    [
        (Doubt("unassigned", "", {"text": "甲"}), "error", True),
        (Doubt("border_guessed", "duties"), "error", True),
        (Doubt("item_repeated", "", {"name": "甲"}), "warning", True),
        (Doubt("radicals_folded", "", {"count": 1}), "warning", False),
    ],
)
def test_losses_are_errors_and_notes_do_not_flag(doubt: Doubt, severity: str, flags: bool) -> None:
    warning = warning_of(doubt)
    assert (warning.severity, warning.flags) == (severity, flags)
