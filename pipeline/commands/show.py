"""`qingdan show`: documents, what is open in them, and items, beside their source."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .arguments import add_opening, add_output, add_raw, count, password_of, path
from .command import Command, Parser
from .terminal import language, put, tell, width

if TYPE_CHECKING:
    from ..model import Line
    from ..review.item import Shown

_DESCRIPTION = """\
Without a name, what became of every document. With a document, its totals and what is open in it
by number, beside the lines of the source; with a number as well, that alone. With an item, it and
its clauses.
"""


def _add(parser: Parser) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="document or item, as in the tables, or short: town, town:basic:12, basic:12",
    )
    parser.add_argument(
        "number",
        nargs="?",
        type=count,
        metavar="NUMBER",
        help="one thing that is open in the document",
    )
    add_output(parser)
    add_raw(parser)
    parser.add_argument(
        "--image",
        type=path,
        metavar="FILE.png",
        help="also write a picture of the item's page, the cells outlined (PDF, OFD)",
    )
    add_opening(parser)


def _run(arguments: argparse.Namespace) -> int:
    from ..review.doubts import document_meant, is_document
    from ..review.folders import Folders
    from ..review.state import state_of
    from ..review.summary import Look, state_to_summary

    if arguments.name is None:
        look = Look(language(), width(), whole=True)
        folders = Folders(arguments.output, arguments.raw)
        put(state_to_summary(state_of(arguments.output), folders, look))
        return 0
    if arguments.number or is_document(arguments.output, arguments.name):
        return _show_document(arguments, document_meant(arguments.output, arguments.name))
    return _show_item(arguments)


def _show_document(arguments: argparse.Namespace, document_id: str) -> int:
    from ..errors import BadCall
    from ..review.doubts import document_to_text
    from ..review.folders import Folders
    from ..review.state import state_of_document
    from ..review.summary import Look

    if arguments.image:
        raise BadCall("--image", "is for items", "name one of this document")
    state = state_of_document(arguments.output, document_id)
    lines: tuple[Line, ...] | None = ()
    if state.open:
        document = state.document
        lines = _source_lines(arguments, document.source_name, document.sha256)
    look = Look(language(), width())
    folders = Folders(arguments.output, arguments.raw)
    put(document_to_text(state, lines or (), folders, look, arguments.number))
    return 2 if lines is None else 0


def _show_item(arguments: argparse.Namespace) -> int:
    from ..review.item import read_item
    from ..review.show import shown_to_text

    shown = read_item(arguments.output, arguments.name)
    if arguments.image:
        _draw(shown, arguments.raw, arguments.image, password_of(arguments))
    lines = _source_lines(arguments, shown.document.source_name, shown.document.sha256)
    put(shown_to_text(shown, lines or (), width(), language()))
    return 2 if lines is None else 0


def _draw(shown: Shown, raw: Path, target: Path, password: str | None) -> None:
    """Write a picture of the pages that an item of a PDF is on, its cells outlined."""
    from ..options import Options
    from ..readers import render_pages
    from ..review.origin import find_source, item_boxes
    from ..review.picture import write_pictures

    boxes = item_boxes(shown)
    source = find_source(raw, shown.document.source_name, shown.document.sha256)
    drawn = render_pages(source, source.read_bytes(), boxes, Options(password=password))
    write_pictures(drawn, target)


def _source_lines(
    arguments: argparse.Namespace, name: str, sha256: str | None
) -> tuple[Line, ...] | None:
    """Return the lines of a document's source; None, after a word why, where it is not at hand."""
    from ..errors import QingdanError
    from ..library import load_rules
    from ..options import Options
    from ..readers import read
    from ..review.origin import document_to_lines, find_source

    options = Options(password=password_of(arguments), soffice=arguments.soffice)
    try:
        source = find_source(arguments.raw, name, sha256)
        return document_to_lines(read(source, options, load_rules().lists.list_word))
    except QingdanError as error:
        tell(str(error))
        return None


COMMAND = Command(
    "show", "documents, doubts and items beside their source", _DESCRIPTION, _add, _run
)
