"""Pages as HTML and data as scripts. Jinja2 escapes every text that comes from a document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from ... import __version__
from ...checks.codes import CODES, TOTALS_ADVICE
from ...languages.tables import value_words
from ...languages.words import Language
from ...model import Status
from .page import CHECKS, Page
from .words import page_words

_HERE = Path(__file__).parent
ASSETS = ("review.css", "page.js", "overview.js", "document.js")
_MARKS = {"match": "✓", "mismatch": "✗", "acknowledged": "~", "unstated": "·"}
# What ends a script or a line of one, wherever it stands.
_SCRIPT = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


class Listed(Struct, frozen=True):
    """A document as the overview lists it; `href` leads to its page."""

    document_id: str
    href: str
    status: Status
    title: str
    source_path: str
    province: str | None
    prefecture: str | None
    county: str | None
    township: str | None
    basic: int
    cooperative: int
    recall: int
    stated: int
    mismatches: int
    errors: int
    warnings: int
    acknowledged: int
    causes: tuple[tuple[str, int], ...]
    format: str | None

    @property
    def worst(self) -> tuple[bool, int, int, str]:
        """What sorts the documents that need a look most first."""
        troubles = self.mismatches + self.errors
        return (self.status != "failed", -troubles, -self.warnings, self.document_id)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def document_to_html(page: Page, language: Language) -> str:
    """Return the page of a document, beginning in a language."""
    context = {
        "page": page,
        "checks": CHECKS,
        "marks": _MARKS,
        "totals_advice": TOTALS_ADVICE,
        "formats": value_words("documents", "format"),
        "title": f"{page.title} · ",
    }
    return _rendered("document.html.jinja", language, "../", context)


def overview_to_html(
    figures: Sequence[tuple[str, int]], documents: Sequence[Listed], language: Language
) -> str:
    """Return the overview; its table is filled from the script of `documents_to_script`."""
    context = {"figures": figures, "documents": documents, "title": ""}
    return _rendered("index.html.jinja", language, "", context)


def _rendered(template: str, language: Language, up: str, context: Mapping[str, object]) -> str:
    def t(key: str, values: Mapping[str, object] | None = None) -> str:
        return page_words()[key].in_(language).format(**values or {})

    common = {"t": t, "lang": language, "up": up, "version": __version__}
    return _environment().get_template(template).render(**common, **context)


def words_to_script() -> str:
    """Return a script that gives the pages all their words in both languages."""
    words = {key: {"zh": one.zh, "en": one.en} for key, one in page_words().items()}
    return f"var qingdanWords = {_to_json(words)};\n"


def documents_to_script(documents: Sequence[Listed]) -> str:
    """Return a script that gives the overview its documents, a row each, and words of causes."""
    names = Listed.__struct_fields__
    codes = sorted({code for one in documents for code, _ in one.causes if code in CODES})
    titles = {code: {"zh": CODES[code].title.zh, "en": CODES[code].title.en} for code in codes}
    rows = ",\n".join(_to_json([getattr(one, name) for name in names]) for one in documents)
    fields = f"fields: {_to_json(names)}, titles: {_to_json(titles)}"
    return f"var qingdanDocuments = {{{fields}, rows: [\n{rows}\n]}};\n"


def asset(name: str) -> bytes:
    """Return a style sheet or a script that goes with the pages as it is."""
    return (_HERE / name).read_bytes()


def _to_json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_SCRIPT)
