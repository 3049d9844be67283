"""`python docs/codes.py` prints docs/codes.md, from the table in pipeline/checks/codes.py."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from qingdan.checks.codes import CODES, TOTALS, Code

_HEAD = """\
# Codes

What `warnings.code` and `documents.failure` can say. Codes are stable: they are not renamed.
Made from the table in `pipeline/checks/codes.py` by `make docs`.
"""
_WARNINGS = """\
## Warnings

`error`: something may be lost, doubled or wrong. `warning`: the source looks odd, and what is
printed was kept. Either makes the document flagged and the exit status 1. `note` does not, as
nothing is guessed; in `warnings.severity` it is a `warning`.
"""
_BELOW = """\
A category cell that says 同上, 同前 or 〃 stands for the category above it: the item gets that one,
without a warning, and what is printed is covered as a remark. `category_missing` tells where none
is above. Columns of codes, laws, remarks and others whose titles name nothing that an item is made
of are covered as remarks, too. `cell_missing` also tells an empty department cell in a list of
which nearly all items name one; `无` and `/` say that there is none.
"""
_CASES = """\
## Messages

`warnings.message` and `warnings.message_zh`, by case. The words in braces are the facts.
"""
_TOTALS = """\
## Totals

What `reconciliation.detail` and `detail_zh` are put together from.
"""
_FAILURES = """\
## Failures

A document with one of these has no rows but its own in `documents`; the run ends with status 2.
"""


def document() -> str:
    """Return docs/codes.md."""
    told = {name: code for name, code in CODES.items() if code.rank != "failure"}
    failures = {name: code for name, code in CODES.items() if code.rank == "failure"}
    parts = [
        _HEAD,
        _WARNINGS,
        *_table(
            ("code", "severity", "含义", "meaning", "怎么办", "what to do"),
            [_row(name, code, code.rank) for name, code in told.items()],
        ),
        _BELOW,
        _CASES,
        *_table(
            ("code", "case", "message", "message_zh"),
            [
                (f"`{name}`", f"`{case}`" if case else "", *map(_plain, words))
                for name, code in told.items()
                for case, words in code.cases.items()
            ],
        ),
        _TOTALS,
        *_table(
            ("case", "detail", "detail_zh"),
            [(f"`{case}`", *map(_plain, words)) for case, words in TOTALS.items()],
        ),
        _FAILURES,
        *_table(
            ("code", "含义", "meaning", "怎么办", "what to do"),
            [_row(name, code) for name, code in failures.items()],
        ),
    ]
    return "\n".join(parts)


def _row(name: str, code: Code, *rank: str) -> tuple[str, ...]:
    return (f"`{name}`", *rank, code.title.zh, code.title.en, code.action.zh, code.action.en)


def _plain(template: str) -> str:
    return template.replace("!r}", "}")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [head, ("---",) * len(head), *rows]
    yield "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(document())
