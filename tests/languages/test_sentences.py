"""Every sentence of the program has its Chinese, and every Chinese one is of a sentence."""

from __future__ import annotations

import argparse
import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qingdan.languages.sentences import FIELD, chinese, said

PIPELINE = Path(__file__).parents[2] / "pipeline"
WORDS = re.compile(r"[A-Za-z'`]{2,}[,:;)]? \(?[A-Za-z{'`]")
# Modules whose words stand in both languages beside each other, or are written to files.
BOTH = {"checks/codes.py", "checks/messages.py", "writers/schema.py", "writers/describe.py"}
# Strings with a space between words that nobody is told: where they are, what they begin with.
NONE_TOLD = {
    "__init__.py": ("module ",),  # what Python says of a name that is not there
    "cache.py": ("no LibreOffice",),  # in a key
    "checks/acknowledgements.py": ("[{", "{_assigned"),  # TOML
    "comparison.py": ("only ",),  # facts, with their Chinese in checks/messages.py
    "editions/shown.py": ("red strike", "bold underline"),  # styles
    "exports/database.py": ("SELECT", "PRAGMA", "CREATE", "INSERT"),  # SQL
    "exports/datasette.py": ("WITH RECURSIVE",),
    "keywords.py": ("No module named",),  # what rjieba looks for
    "letters/toml.py": ("unknown field `", r"at line (\d"),  # what libraries say
    "readers/detect.py": ("powerpoint document", "soffice --convert"),  # in files; a command
    "readers/html.py": ("{element", "Excessive depth", "row_short"),  # in files, of libraries
    "readers/pages/facsimile.py": ("trailer", "<< "),  # PDF
    "readers/pdf/native.py": ("PDFium lacks",),  # a fault of the program
    "readers/scans/recognition.py": ("rapidocr has no",),  # caught
    "readers/soffice.py": ("<?xml",),
    "readers/worker.py": ("from qingdan", "import sys", "cannot allocate"),  # code; of libraries
    "review/columns.py": ("{pad", "{}"),
    "review/pages/render.py": ("var ",),  # scripts
    "rules/marks.py": ("[{",),  # a pattern
    "sources.py": ("# Confirmed", "# This text"),  # what begins a file
    "search/index.py": ("SELECT", "CREATE", "INSERT"),  # SQL
    "search/query.py": ("\nSELECT", "SELECT", "i.document_id"),
    "writers/publish.py": ("datapackage.json records",),  # in a file
    "writers/record.py": ("sha256:",),
    "writers/shards.py": ("no whole shard",),  # caught
}


def bare(template: str) -> str:
    """A template without the names of its fields."""
    return re.sub(r"\{[^{}]*\}|%(?:\(\w+\))?[srd]", "{}", template)


def template_of(node: ast.expr) -> str | None:
    """The template that a string in the source is, values in braces; None for no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return " ".join(node.value.split()) if "\n" in node.value else node.value
    if isinstance(node, ast.JoinedStr):
        parts = (str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        return "".join(parts)
    return None


def strings_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and template of every string that is no docstring and no part of another."""
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    left_out |= {id(node.msg) for node in ast.walk(tree) if isinstance(node, ast.Assert)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        text = None if id(node) in left_out or not isinstance(node, ast.expr) else template_of(node)
        if text is not None:
            yield node.lineno, text


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def told_by(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and template of every string that is a sentence by its words or by where it stands."""
    placed = {
        id(one)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for one in (
            *(node.args[:1] if _name(node.func) in ("tell", "said", "say") else ()),
            *(key.value for key in node.keywords if key.arg in ("help", "description", "epilog")),
        )
    }
    strings = dict.fromkeys(strings_of(tree))
    for node in ast.walk(tree):
        if id(node) in placed and (text := template_of(node)) is not None:
            strings[node.lineno, text] = None
            yield node.lineno, text
    yield from (one for one in strings if WORDS.search(one[1]))


def sentences_of(path: Path) -> Iterator[tuple[str, str]]:
    """Place and template of every sentence that a module tells people."""
    name = path.relative_to(PIPELINE).as_posix()
    if name in BOTH:
        return
    for line, text in told_by(ast.parse(path.read_text("utf-8"))):
        if not text.startswith(NONE_TOLD.get(name, ("\0",))) and re.search("[a-z]{2}", text):
            yield f"{name}:{line}", text


def of_argparse() -> Iterator[str]:
    """What argparse says of a wrong call, and in the help."""
    tree = ast.parse(Path(argparse.__file__).read_text("utf-8"))
    yield from (text for _, text in strings_of(tree))


def of_pages() -> Iterator[tuple[str, str]]:
    """Place and template of every sentence that a template of a page says."""
    for path in sorted(PIPELINE.rglob("*.jinja")):
        for found in re.finditer(r"""\bsay\(\s*(["'])(.+?)\1""", path.read_text("utf-8")):
            yield path.name, found[2]


SENTENCES = [one for path in sorted(PIPELINE.rglob("*.py")) for one in sentences_of(path)]
SENTENCES += of_pages()
OF_SYSTEM = {os.strerror(number) for number in errno.errorcode}
ENGLISH = {bare(english) for english in chinese()}


def test_every_sentence_has_its_chinese() -> None:
    assert len(SENTENCES) > 300
    assert [one for one in SENTENCES if not is_chinese(one[1])] == []


def is_chinese(template: str) -> bool:
    """Whether a sentence is there, or can be put together of some that are."""
    sample = said(re.sub(r"\{[^{}]*\}", "9", template), "zh")
    return bare(template) in ENGLISH or not WORDS.search(sample)


def test_no_chinese_is_of_a_sentence_that_nobody_tells() -> None:
    told = {bare(text) for _, text in SENTENCES}
    source = "\n".join(path.read_text("utf-8") for path in PIPELINE.rglob("*.py"))
    known = told | {bare(one) for one in of_argparse()}
    parts = [text for text in chinese() if bare(text) not in known]
    assert [text for text in parts if not is_put_together(text, source)] == []


def is_put_together(text: str, source: str) -> bool:
    """Whether every part of a sentence is somewhere in the source, or the system says it."""
    pieces = [one.strip() for one in FIELD.split(text)[::2]]
    return all(piece in source or piece in OF_SYSTEM for piece in pieces)


def test_no_field_is_of_the_chinese_alone() -> None:
    differing = [
        english
        for english, zh in chinese().items()
        if not {*FIELD.findall(english)} >= {*FIELD.findall(zh)}
    ]
    assert differing == []


def test_chinese_is_chinese() -> None:
    assert [zh for zh in chinese().values() if not re.search("[\u4e00-\u9fff]", zh)] == []
    assert [
        zh for zh in chinese().values() if re.search("[\u4e00-\u9fff] | [\u4e00-\u9fff]", zh)
    ] == []


@pytest.mark.parametrize(
    ("english", "zh"),
    [
        ("it is encrypted", "已加密"),
        ("it has 5,000 pages, at most 3,000 are read", "有5,000页，至多读取3,000页"),
        (
            "raw/a: b; c.pdf: it is encrypted; give its password (--ask-password)",
            "raw/a: b; c.pdf：已加密；请给出密码（--ask-password）",
        ),
        (
            "a.doc: it is protected by a password; save it without the password and read it again",
            "a.doc：有密码保护；请去掉密码保存后再读取",
        ),
        (
            "output: cannot be written (Permission denied); check the folder's permissions",
            "output：无法写入（权限不够）；请检查目录权限",
        ),
        (
            "a.docx: it has another file inserted (altChunk), and it is encrypted; split the file",
            "a.docx：其中插入了另一个文件（altChunk），已加密；请拆分文件",
        ),
        (
            "qingdan extract: argument --jobs: expected one argument; see qingdan extract --help",
            "qingdan extract：参数--jobs：其后须有一个值；详见qingdan extract --help",
        ),
        ("list: there is no such file; check the name", "list：没有这个文件；请检查名称"),
        ("of this there is no Chinese", "of this there is no Chinese"),
        ("a: of this there is none; split the file", "a: of this there is none; split the file"),
    ],
)
def test_sentences(english: str, zh: str) -> None:
    assert said(english, "zh") == zh
    assert said(english, "en") == english
