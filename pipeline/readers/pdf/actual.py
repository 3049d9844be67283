"""/ActualText for pdfplumber, which does not look at it: what glyphs mean, said by the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

Record = Mapping[str, Any]  # pdfplumber's own dictionaries


class Glyph(NamedTuple):
    """A character as pdfplumber has it, what it means, and the advance of all that means this."""

    char: Record
    text: str
    advance: float


class _Device(PDFPageAggregatorWithMarkedContent):
    """Notes for each glyph the number of its span and the span's /ActualText.

    They take the place of the number and the name of its marked content, which nobody asks for.
    """

    spans: tuple[tuple[int | None, str | None], ...] = ()
    count = 0

    def begin_tag(self, _tag: PSLiteral, props: object = None) -> None:
        """Given the begin of marked content, note what it says if nothing around it does."""
        around = self.spans[-1] if self.spans else (None, None)
        said = props.get("ActualText") if isinstance(props, dict) else None
        if around[0] is None and isinstance(said, bytes):
            self.count += 1
            around = self.count, decode_text(said)
        self._note((*self.spans, around))

    def end_tag(self) -> None:
        """Given the end of marked content, note what the one around it says."""
        self._note(self.spans[:-1])

    def _note(self, spans: tuple[tuple[int | None, str | None], ...]) -> None:
        self.spans = spans
        self.cur_mcid, self.cur_tag = spans[-1] if spans else (None, None)


def interpret(page: Page) -> None:
    """Given a page that is not interpreted yet, do so; its characters carry what they mean.

    Whatever goes wrong in there is a `PdfminerException`, as pdfplumber does it.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    vars(page)["_layout"] = device.get_result()  # where pdfplumber keeps what it made itself


def meanings(chars: Sequence[Record]) -> Iterator[Glyph]:
    """Given the characters of such a page, yield them with what they mean."""
    for span, group in groupby(chars, key=lambda char: char.get("mcid")):
        found = list(group)
        said = found[0]["tag"] if span is not None else None
        if said is None:
            yield from (Glyph(char, char["text"], char["adv"]) for char in found)
        elif len(said) == len(found):
            yield from (Glyph(c, text, c["adv"]) for c, text in zip(found, said, strict=True))
        else:
            yield Glyph(found[0], said, sum(char["adv"] for char in found))
