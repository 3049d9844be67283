"""`qingdan show`: one item beside its source."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .arguments import add_opening, add_output, add_raw, password_of, path
from .command import Command, Parser
from .terminal import put, tell, width

if TYPE_CHECKING:
    from ..model import Line
    from ..options import Options
    from ..review.item import DocumentRow, Shown

_DESCRIPTION = "Prints one item with its clauses, beside the lines of the source they came from."


def _add(parser: Parser) -> None:
    parser.add_argument(
        "item_id", metavar="ITEM_ID", help="as in items.csv, or short: town:basic:12, basic:12"
    )
    add_output(parser)
    add_raw(parser)
    parser.add_argument(
        "--image",
        type=path,
        metavar="FILE.png",
        help="also write a picture of its page, the cells outlined (PDF, OFD)",
    )
    add_opening(parser)


def _run(arguments: argparse.Namespace) -> int:
    from ..options import Options
    from ..review.item import read_item
    from ..review.show import shown_to_text

    shown = read_item(arguments.output, arguments.item_id)
    password = password_of(arguments)
    if arguments.image:
        _draw(shown, arguments.raw, arguments.image, password)
    options = Options(password=password, soffice=arguments.soffice)
    lines = _source_lines(arguments.raw, shown.document, options)
    put(shown_to_text(shown, lines or (), width()))
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


def _source_lines(raw: Path, document: DocumentRow, options: Options) -> tuple[Line, ...] | None:
    """Return the lines of a document's source; None, after a word why, where it is not at hand."""
    from ..errors import QingdanError
    from ..library import load_rules
    from ..readers import read
    from ..review.origin import document_to_lines, find_source

    try:
        source = find_source(raw, document.source_name, document.sha256)
        list_word = load_rules().lists.list_word
        return document_to_lines(read(source, options, list_word))
    except QingdanError as error:
        tell(str(error))
        return None


COMMAND = Command("show", "one item beside its source", _DESCRIPTION, _add, _run)
