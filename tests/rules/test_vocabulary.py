"""Words that documents print stand in the rules; code holds marks of the script alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parents[2] / "pipeline"
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")

# Where code may hold ideographs, and why.
EXCEPTIONS = {
    "letters": "numerals, page numbers, and the classes that letters are told by",
    "checks/codes.py": "what people are told",
    "checks/messages.py": "the same",
    "exports/bigrams.py": "a class of letters",
    "readers/scans/reading.py": "what recognition makes of a dash around a page's number",
    "readers/scans/widths.py": "a class of letters",
    "writers/describe.py": "the data dictionary",
    "readers/numbering.py": "numerals of automatic numbering",
    "readers/grid.py": "the names that programs give to sheets",
    "readers/odfstyles.py": "numerals of automatic numbering",
    "readers/pdf/pdfium.py": "a class of letters",
}


def ideographs_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string with an ideograph that is no docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in docstrings and IDEOGRAPH.search(text):
            yield node.lineno, text


def found_in(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [f"{path.relative_to(PIPELINE)}:{line}: {text}" for line, text in ideographs_of(tree)]


def modules_of(exception: str) -> list[Path]:
    place = PIPELINE / exception
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def test_code_holds_no_words_of_documents() -> None:
    excepted = {path for exception in EXCEPTIONS for path in modules_of(exception)}
    modules = sorted(set(PIPELINE.rglob("*.py")) - excepted)
    assert len(modules) > 40
    assert [line for path in modules for line in found_in(path)] == []


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_no_exception_is_made_for_nothing(exception: str) -> None:
    assert any(map(found_in, modules_of(exception)))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('END = "清单"', ["清单"]),
        ('PATTERN = f"{NUMBER}项"', ["项"]),
        ('"""《清单》"""\n# 清单\nMARKS = "、，"', []),
        ('def f():\n    """清单"""\n    return "项"', ["项"]),
    ],
)
def test_words_are_found_in_strings_alone(code: str, found: list[str]) -> None:
    assert [text for _, text in ideographs_of(ast.parse(code))] == found
