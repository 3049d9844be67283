"""pdfminer's interpreter, with what it passes over: layers, inks, what glyphs mean, annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from msgspec import Struct
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFStackT, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import PathSegment, apply_matrix_pt, decode_text, mult_matrix
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

from ...model import Doubt
from ..pages.marks import Area, around
from ..pages.matrix import IDENTITY, Matrix
from ..pages.seen import Ink, common
from .layers import Layers

UNSEEN_FLAGS = 0x02 | 0x20  # of an annotation that is hidden, or not viewed
FULL = 255
QUOTED = 30  # letters of an annotation that a doubt quotes
PARTS = {"DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "DeviceCMYK": 4}


class Paint(NamedTuple):
    """What a graphics state says of how things are painted; `clip` is in the page's coordinates."""

    opacity: float = 1.0
    blends: bool = False
    clip: Area | None = None


class Note(Struct, frozen=True):
    """What is noted of everything that is painted.

    `order` is its place in the order of painting. `said` is what its span says that all glyphs of
    the span mean (/ActualText), `off` that its layer is off, `added` that it is an annotation's.
    """

    order: int
    paint: Paint
    ink: Ink | None
    mode: int
    said: str | None
    off: bool
    added: bool


class _Span(NamedTuple):
    number: int | None = None
    said: str | None = None
    off: bool = False


class _Device(PDFPageAggregatorWithMarkedContent):
    """Notes for each thing that is painted the number of its span, and a `Note` as its tag.

    They take the place of the number and the name of its marked content, which nobody asks for.
    """

    layers = Layers({})
    spans: tuple[_Span, ...] = (_Span(),)
    paint = Paint()
    added = False
    gradients: tuple[Note, ...] = ()
    _count = _order = _mode = 0
    _ink: Ink | None = None
    _in_path = False

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:
        """Note what marked content that begins says, if nothing around it does."""
        around = self.spans[-1]
        entries = resolve1(props)
        said = entries.get("ActualText") if isinstance(entries, dict) else None
        if around.number is None and isinstance(said, bytes):
            self._count += 1
            around = around._replace(number=self._count, said=decode_text(said))
        if tag.name == "OC" and self.layers.hides(props):
            around = around._replace(off=True)
        self.spans = (*self.spans, around)

    def end_tag(self) -> None:
        """Note what the marked content says that is around the one that ends."""
        self.spans = self.spans[:-1] or (_Span(),)

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Paint glyphs."""
        self._order += 1
        self._mode = textstate.render
        stroked = self._mode in (1, 5)
        state = graphicstate
        self._ink = _ink(state.scolor, state.scs) if stroked else _ink(state.ncolor, state.ncs)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Paint a picture."""
        self._order, self._ink = self._order + 1, None
        super().render_image(name, stream)

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """Paint a path, part by part."""
        outer, self._in_path = self._in_path, True
        if not outer:
            self._order, self._ink = self._order + 1, _ink(graphicstate.ncolor, graphicstate.ncs)
        super().paint_path(graphicstate, stroke, fill, evenodd, path)
        self._in_path = outer

    def note_gradient(self) -> None:
        """Note a gradient, which fills what is clipped to."""
        self._order, self._ink = self._order + 1, None
        self.gradients = (*self.gradients, self._note())

    def tag_cur_item(self) -> None:
        """Note how the last thing was painted."""
        self.cur_mcid = self.spans[-1].number
        self.cur_tag = cast(Any, self._note())
        super().tag_cur_item()

    def _note(self) -> Note:
        span = self.spans[-1]
        return Note(self._order, self.paint, self._ink, self._mode, span.said, span.off, self.added)


class _Interpreter(PDFPageInterpreter):
    """Tells its device of graphics states, of layers and of annotations."""

    device: _Device
    annotations: Sequence[Mapping[str, Any]] = ()

    def render_contents(
        self,
        resources: dict[object, object],
        streams: Sequence[object],
        ctm: Matrix = IDENTITY,
    ) -> None:
        """Paint the contents of a page or form, and the annotations of a page."""
        self._paints: list[Paint] = []
        annotations, self.annotations = self.annotations, ()
        super().render_contents(resources, streams, ctm)
        for annotation in annotations:
            self.device.spans, self.device.paint, self.device.added = (_Span(),), Paint(), True
            if not self.device.layers.hides(annotation.get("OC")):
                self._paint_annotation(annotation, ctm)

    def do_q(self) -> None:
        """Save the graphics state."""
        self._paints.append(self.device.paint)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 - pdfminer's name of the operator
        """Restore the graphics state."""
        if self._paints:
            self.device.paint = self._paints.pop()
        super().do_Q()

    def do_gs(self, name: object) -> None:
        """Take over what a dictionary says of the graphics state."""
        states = resolve1(self.resources.get("ExtGState"))
        found = (
            resolve1(states.get(getattr(name, "name", None))) if isinstance(states, dict) else None
        )
        if not isinstance(found, dict):
            return
        paint = self.device.paint
        opacity = resolve1(found.get("ca"))
        if isinstance(opacity, int | float):
            paint = paint._replace(opacity=float(opacity))
        if "BM" in found or "SMask" in found:
            modes = [resolve1(found.get(key)) for key in ("BM", "SMask")]
            plain = (None, "Normal", "Compatible", "None")
            names = [mode.name if isinstance(mode, PSLiteral) else mode for mode in modes]
            paint = paint._replace(blends=any(name not in plain for name in names))
        self.device.paint = paint

    def do_W(self) -> None:  # noqa: N802 - the same
        """Clip what follows to the path."""
        corners = [
            apply_matrix_pt(self.ctm, (part[at], part[at + 1]))
            for part in cast(Sequence[Sequence[Any]], self.curpath)
            for at in range(1, len(part) - 1, 2)
        ]
        if corners:
            boxes = [around(corners), *filter(None, [self.device.paint.clip])]
            self.device.paint = self.device.paint._replace(clip=common(boxes))

    def do_W_a(self) -> None:  # noqa: N802 - the same
        """Clip what follows to the path."""
        self.do_W()

    def do_sh(self, _name: object) -> None:
        """Paint a gradient."""
        self.device.note_gradient()

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:  # noqa: N802 - the same
        """Begin marked content, whose properties may stand among the resources."""
        if isinstance(props, PSLiteral):
            named = resolve1(self.resources.get("Properties"))
            found = named.get(props.name) if isinstance(named, dict) else None
            super().do_BDC(tag, cast(PDFStackT, found))
        else:
            super().do_BDC(tag, props)

    def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802 - the same
        """Paint a form or picture, unless it is on a layer that is off."""
        device = self.device
        found = resolve1(self.xobjmap.get(getattr(xobjid_arg, "name", None)))
        kept = device.spans, device.paint
        if isinstance(found, PDFStream) and device.layers.hides(found.get("OC")):
            device.spans = (*device.spans, device.spans[-1]._replace(off=True))
        super().do_Do(xobjid_arg)
        device.spans, device.paint = kept

    def _paint_annotation(self, annotation: Mapping[str, Any], ctm: Matrix) -> None:
        """Paint the appearance of an annotation into its rectangle."""
        form = appearance_of(annotation)
        box = _numbers(form.get("BBox")) if form else None
        rectangle = _numbers(annotation.get("Rect"))
        if form is None or box is None or rectangle is None or len(box) != 4:
            return
        found = _numbers(form.get("Matrix"))
        matrix = (
            cast(Matrix, found) if found and len(found) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        )
        x0, y0, x1, y1 = box
        corners = [
            apply_matrix_pt(matrix, corner) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))
        ]
        left, bottom, right, top = around(corners)
        low_x, high_x = sorted(rectangle[::2])
        low_y, high_y = sorted(rectangle[1::2])
        across = (high_x - low_x) / (right - left) if right > left else 1.0
        up = (high_y - low_y) / (top - bottom) if top > bottom else 1.0
        placed = (across, 0.0, 0.0, up, low_x - left * across, low_y - bottom * up)
        whole = mult_matrix(matrix, placed)
        self.device.begin_figure("annotation", cast(Any, box), whole)
        resources = resolve1(form.get("Resources"))
        inner = self.subinterp()
        inner.render_contents(resources or {}, [form], ctm=mult_matrix(whole, ctm))
        self.device.end_figure("annotation")


def interpret(page: PlumberPage, layers: Layers) -> tuple[Note, ...]:
    """Interpret a page that is not yet, so that all of it carries its `Note`; return its gradients.

    Whatever goes wrong in there is a `PdfminerException`, as pdfplumber does it.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    device.layers = layers
    try:
        interpreter = _Interpreter(page.pdf.rsrcmgr, device)
        interpreter.annotations = list(seen_annotations(page.page_obj))
        interpreter.process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    vars(page)["_layout"] = device.get_result()  # where pdfplumber keeps what it made itself
    return device.gradients


def seen_annotations(page: PDFPage) -> Iterator[Mapping[str, Any]]:
    """Yield the annotations of a page whose text is text of the page: free text, filled fields."""
    for item in resolve1(page.annots) or ():
        found = resolve1(item)
        if not isinstance(found, dict) or (resolve1(found.get("F")) or 0) & UNSEEN_FLAGS:
            continue
        kind = resolve1(found.get("Subtype"))
        name = kind.name if isinstance(kind, PSLiteral) else None
        field = name == "Widget" and isinstance(resolve1(found.get("V")), bytes)
        if name == "FreeText" or field:
            yield found


def appearance_of(annotation: Mapping[str, Any]) -> PDFStream | None:
    """Return the form that shows an annotation, None if it has none."""
    looks = resolve1(annotation.get("AP"))
    form: object = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    if isinstance(form, dict):
        state = resolve1(annotation.get("AS"))
        form = resolve1(form.get(getattr(state, "name", None)))
    return form if isinstance(form, PDFStream) else None


def _ink(colour: object, space: object) -> Ink | None:
    """Return a colour as red, green and blue; None for patterns and inks of their own."""
    parts: tuple[Any, ...] = colour if isinstance(colour, tuple) else (colour,)
    name = getattr(space, "name", None)
    count = len(parts) if name == "ICCBased" else PARTS.get(str(name))
    if count != len(parts) or not all(isinstance(part, int | float) for part in parts):
        return None
    if count == 4:
        cyan, magenta, yellow, black = parts
        parts = tuple((1 - part) * (1 - black) for part in (cyan, magenta, yellow))
    red, green, blue = (round(FULL * part) for part in (parts * 3 if count == 1 else parts))
    return red, green, blue


def _numbers(value: object) -> list[float] | None:
    found = resolve1(value)
    parts = [resolve1(part) for part in found] if isinstance(found, list) else []
    return parts if parts and all(isinstance(part, int | float) for part in parts) else None


def blank_annotations(page: PDFPage, number: int) -> Iterator[Doubt]:
    """Yield the annotations that have text and no appearance, so that each viewer shows its own."""
    for annotation in seen_annotations(page):
        text = " ".join(_text(annotation.get(key)) for key in ("Contents", "V")).strip()
        if appearance_of(annotation) is None and text:
            facts: dict[str, str | int] = {"page": number, "text": text[:QUOTED]}
            yield Doubt("annotation_text", "", facts, page=number)


def _text(value: object) -> str:
    found = resolve1(value)
    return " ".join(decode_text(found).split()) if isinstance(found, bytes) else ""
