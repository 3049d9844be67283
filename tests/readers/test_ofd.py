"""OFD: pages of both kinds of producers read as the PDF they are made of; each part; hostile."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from qingdan.cli import main
from qingdan.corpus import Found, Named, read_document
from qingdan.errors import UnreadableSource
from qingdan.letters.lines import lines_of
from qingdan.model import Document, Grid, Line, Outcome
from qingdan.options import Options
from qingdan.readers import read_apart
from qingdan.readers.ofd.values import ink_of, outlines_of, steps_of
from qingdan.readers.package import MAX_BYTES
from qingdan.writers.records import outcome_to_records
from tests.fixtures.ofd import (
    NAMESPACE,
    STYLES,
    Style,
    composed,
    document,
    marks_of,
    package,
    page,
)
from tests.readers.pdfs import rows
from tests.truth import QUICK, ROOT, TOWNSHIPS, house_rules

PDFS = sorted(TOWNSHIPS.glob("*/*.pdf"))
# One PDF of each township by turns of typesetters, each township in one style.
CHOSEN = [
    (next(iter(found[number % len(found) :])), STYLES[number % 2])
    for number, folder in enumerate(sorted(TOWNSHIPS.iterdir()))
    if (found := [path for path in PDFS if path.parent == folder])
]
CHOSEN += [(ROOT / "tests" / "fixtures" / "ruleless" / "houlong" / "chromium-striped.pdf", "words")]
SHADED = '<ofd:FillColor Value="200 200 200"/>'


def tables(outcome: Outcome) -> dict[str, list[tuple[object, ...]]]:
    """All tables of an outcome but what names its file, and the boxes to a tenth of a point."""
    found = outcome_to_records(outcome)
    found["coverage"] = [
        tuple(round(cell) if isinstance(cell, float) else cell for cell in row[:6])
        for row in found["coverage"]
    ]
    del found["documents"]
    return {name: list(map(tuple, found)) for name, found in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pdf", "style"), CHOSEN, ids=[f"{pdf.parent.name}-{pdf.stem}-{style}" for pdf, style in CHOSEN]
)
def test_pages_read_as_those_of_the_pdf(pdf: Path, style: Style, tmp_path: Path) -> None:
    ofd = tmp_path / "list.ofd"
    ofd.write_bytes(composed(marks_of(pdf.read_bytes()), style))
    found, wanted = (
        read_document(Named(Found(path, path.name), "list"), house_rules(), QUICK)
        for path in (ofd, pdf)
    )
    assert tables(found) == tables(wanted)


# --- parts ------------------------------------------------------------------------------------


def ofd(*objects: str, common: str = "", after: str = "", **parts: str | bytes) -> bytes:
    """An OFD of one page with these objects."""
    content = page(f'<ofd:Layer ID="1">{"".join(objects)}</ofd:Layer>')
    root = {"Doc_0/Document.xml": document(1, common=common, after=after)}
    return package({**root, "Doc_0/Pages/Page_0/Content.xml": content, **parts})


def text(words: str, x: float = 20, y: float = 20, more: str = "", *, size: float = 4) -> str:
    """An object of words from (x, y), its baseline."""
    return (
        f'<ofd:TextObject ID="2" Boundary="{x} {y - size} 100 6" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="g {len(words)} {size}">{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def area(x: float, y: float, width: float, height: float, more: str = "") -> str:
    """A filled area."""
    return (
        f'<ofd:PathObject ID="3" Boundary="{x} {y} {width} {height}" Stroke="false" Fill="true">'
        f"{more or SHADED}<ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def line(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<ofd:PathObject ID="4" Boundary="{x} {y} {width} {height}">'
        f"<ofd:AbbreviatedData>M 0 0 L {width} {height}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(xs: list[float], ys: list[float]) -> str:
    across = [line(xs[0], y, xs[-1] - xs[0], 0) for y in ys]
    return "".join([*across, *(line(x, ys[0], 0, ys[-1] - ys[0]) for x in xs)])


def read(data: bytes) -> Document:
    return read_apart("清单.ofd", data, Options(), "清单")


def seen(found: Document) -> list[str]:
    """The lines outside tables that are seen."""
    lines = [block for block in found.blocks if isinstance(block, Line)]
    return [line.text for line in lines if not line.hidden]


def hidden(found: Document) -> dict[str, str]:
    return {line.text: line.hidden for line in lines_of(found.blocks) if line.hidden}


def refused(data: bytes) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        read(data)
    assert str(caught.value).startswith("清单.ofd: ")
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_table_of_strokes() -> None:
    cells = [text("序号", 22, 26), text("事项名称", 42, 26), text("一", 22, 36), text("甲", 42, 36)]
    found = read(ofd(grid([20, 40, 100], [20, 30, 40]), *cells))
    grids = [block for block in found.blocks if isinstance(block, Grid)]
    assert [rows(one) for one in grids] == [[["序号", "事项名称"], ["一", "甲"]]]
    assert found.source.format == "ofd"
    assert found.source.pages == 1
    first = next(iter(lines_of(found.blocks)))
    assert first.page == 1
    assert first.box is not None
    assert first.box.x0 == pytest.approx(22 * 72 / 25.4, abs=0.1)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('X="0" Y="4" DeltaX="g 3 4"&甲乙丙', ["甲乙丙"]),
        ('X="0" Y="4" DeltaX="4 30"&甲乙丙', ["甲乙", "丙"]),  # two cells, told by the gap
        ('X="0" Y="4"&甲乙丙', ["甲乙丙"]),  # without steps, as wide as they are
        ('X="0" Y="4" DeltaY="g 2 9"&甲乙丙', ["甲", "乙", "丙"]),
        ('X="0" Y="4" DeltaX="4 8 4"&甲\U00020bb7乙', ["甲\U00020bb7乙"]),  # two steps for one
        ('X="0" Y="4" DeltaX="4 4"&甲\U00020bb7乙', ["甲\U00020bb7乙"]),
        ('X="0" Y="4"&甲\\4E59\\0031', ["甲乙1"]),
        ('X="0" Y="4"&\n    甲乙\n  ', ["甲乙"]),
        ('X="0" Y="nan" DeltaX="1e999 g g 2"&甲', ["甲"]),
    ],
)
def test_where_letters_stand(code: str, lines: list[str]) -> None:
    said, words = code.split("&", 1)
    found = read(
        ofd(
            '<ofd:TextObject ID="2" Boundary="20 20 90 9" Font="1" Size="4">'
            f"<ofd:TextCode {said}>{words}</ofd:TextCode></ofd:TextObject>"
        )
    )
    # What stands on one line is one; a gap in it is no line's end, but parts its runs.
    assert "".join(seen(found)) == "".join(lines)
    if "DeltaY" in said:
        assert seen(found) == lines


def test_glyphs_that_are_several_letters() -> None:
    code = (
        '<ofd:TextObject ID="2" Boundary="20 20 90 9" Font="1" Size="4">'
        '<ofd:CGTransform CodePosition="1" CodeCount="3" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs>'
        '</ofd:CGTransform><ofd:TextCode X="0" Y="4" DeltaX="4 6">办ffi公</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    found = read(ofd(code))
    assert seen(found) == ["办ffi公"]
    [box] = [line.box for line in lines_of(found.blocks)]
    assert box is not None
    assert box.x1 - box.x0 == pytest.approx(14 * 72 / 25.4, abs=0.1)


def test_matrices_and_blocks_add_up() -> None:
    inner = text("乙", 0, 4).replace('Boundary="0 0 100 6"', 'Boundary="0 0 9 9" CTM="2 0 0 2 0 0"')
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>{inner}'
    res = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits>{unit}</ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    used = '<ofd:CompositeObject ID="8" Boundary="60 20 9 9" ResourceID="7" CTM="1 0 0 1 5 0"/>'
    data = ofd(
        f'<ofd:PageBlock ID="5">{used}</ofd:PageBlock>',
        common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>",
        **{"Doc_0/Res.xml": res},
    )
    [one] = lines_of(read(data).blocks)
    assert one.text == "乙"
    assert one.box is not None
    assert one.box.x0 == pytest.approx(65 * 72 / 25.4, abs=0.1)
    assert one.box.bottom - one.box.top == pytest.approx(8 * 72 / 25.4, abs=0.1)


def test_a_page_on_its_side_is_held_upright() -> None:
    words = "自上而下的一行文字"
    turned = (
        '<ofd:TextObject ID="2" Boundary="0 0 210 297" Font="1" Size="4" CTM="0 1 -1 0 100 20">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="g 8 4">{words}</ofd:TextCode></ofd:TextObject>'
    )
    [one] = lines_of(read(ofd(turned)).blocks)
    assert one.text == words
    assert one.box is not None
    assert one.box.x1 - one.box.x0 == pytest.approx(36 * 72 / 25.4, abs=0.5)


def test_templates_and_layers_are_text_of_the_page() -> None:
    layers = "".join(
        f'<ofd:Layer ID="{number}" Type="{kind}">{text(words, 20, 30 + 10 * number)}</ofd:Layer>'
        for number, (kind, words) in enumerate([("Foreground", "乙"), ("Background", "甲")])
    )
    used = '<ofd:Template TemplateID="9" ZOrder="Foreground"/><ofd:Template TemplateID="10"/>'
    data = package(
        {
            "Doc_0/Document.xml": document(
                1, common='<ofd:TemplatePage ID="9" BaseLoc="Tpl.xml"/>'
            ),
            "Doc_0/Tpl.xml": page(f'<ofd:Layer ID="1">{text("页眉", 20, 12)}</ofd:Layer>'),
            "Doc_0/Pages/Page_0/Content.xml": page(layers, before=used),
        }
    )
    found = read(data)
    assert seen(found) == ["页眉", "乙", "甲"]
    assert [(doubt.code, doubt.case) for doubt in found.doubts] == [("damaged_file", "template")]


@pytest.mark.parametrize(
    ("objects", "why"),
    [
        ([text("看得见"), text("乙", 20, 40).replace("<ofd:TextCode", "<ofd:FillColor "
          'Value="255 255 255"/><ofd:TextCode')], "white"),
        ([text("看得见"), area(18, 30, 50, 15), text("乙", 20, 40).replace("<ofd:TextCode",
          f"{SHADED}<ofd:TextCode")], "white"),
        ([text("看得见"), text("乙", 20, 40), area(18, 30, 50, 15)], "covered"),
        ([text("看得见"), text("乙", 20, 40, 'Alpha="0"')], "unprinted"),
        ([text("看得见"), text("乙", 20, 40, 'Fill="false"')], "unprinted"),
        ([text("看得见"), text("乙", 20, 40, 'Visible="false"')], "off"),
        ([text("看得见"), text("乙", 20, 40, 'DrawParam="6"')], "white"),
    ],
)  # fmt: skip
def test_what_is_not_seen_is_told(objects: list[str], why: str) -> None:
    res = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:DrawParams><ofd:DrawParam ID="6" Relative="5"/>'
        '<ofd:DrawParam ID="5"><ofd:FillColor Value="#FF #ff #FF"/></ofd:DrawParam>'
        "</ofd:DrawParams></ofd:Res>"
    )
    found = read(
        ofd(
            *objects,
            common="<ofd:PublicRes>/Doc_0/Res.xml</ofd:PublicRes>",
            **{"Doc_0/Res.xml": res},
        )
    )
    assert seen(found) == ["看得见"]
    assert hidden(found) == {"乙": why}


def test_pictures_below_and_above() -> None:
    """A picture over words covers them unless it lets them through, or is the page itself."""
    res = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:MultiMedias>'
        + "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{number}.png'
            "</ofd:MediaFile></ofd:MultiMedia>"
            for number in (61, 62)
        )
        + "</ofd:MultiMedias></ofd:Res>"
    )
    parts: dict[str, str | bytes] = {"Doc_0/PublicRes.xml": res}
    for number, mode in ((61, "RGB"), (62, "RGBA")):
        buffer = BytesIO()
        Image.new(mode, (2, 2)).save(buffer, "PNG")
        parts[f"Doc_0/Res/{number}.png"] = buffer.getvalue()

    def over(picture: int, box: str) -> Document:
        put = f'<ofd:ImageObject ID="9" ResourceID="{picture}" Boundary="{box}" CTM="{{}}"/>'
        _, _, width, height = box.split()
        return read(
            ofd(
                text("看得见"),
                text("乙", 20, 40),
                put.format(f"{width} 0 0 {height} 0 0"),
                common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
                **parts,
            )
        )

    assert hidden(over(61, "18 30 50 15")) == {"乙": "covered"}
    assert hidden(over(62, "18 30 50 15")) == {}
    assert hidden(over(61, "0 0 210 297")) == {}


def test_notes_attachments_and_signatures() -> None:
    annotations = (
        f'<ofd:Annotations xmlns:ofd="{NAMESPACE}"><ofd:Page PageID="1"><ofd:FileLoc>Annots/1.xml'
        "</ofd:FileLoc></ofd:Page></ofd:Annotations>"
    )
    notes = "".join(
        f'<ofd:Annot ID="4" Type="{kind}" {more}><ofd:Appearance Boundary="9 9 9 9">{text(words)}'
        "</ofd:Appearance></ofd:Annot>"
        for kind, words, more in (
            ("Watermark", "水印", ""),
            ("Path", "补充一项", ""),
            ("Path", "不见", 'Visible="false"'),
        )
    )
    attached = (
        f'<ofd:Attachments xmlns:ofd="{NAMESPACE}"><ofd:Attachment ID="1" Name="清单.xlsx">'
        "<ofd:FileLoc>a/1.xlsx</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
    )
    after = (
        "<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Att.xml</ofd:Attachments>"
    )
    parts = {
        "Doc_0/Annots.xml": annotations,
        "Doc_0/Annots/1.xml": f'<ofd:PageAnnot xmlns:ofd="{NAMESPACE}">{notes}</ofd:PageAnnot>',
        "Doc_0/Att.xml": attached,
        "OFD.xml": (
            f'<ofd:OFD xmlns:ofd="{NAMESPACE}"><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml'
            "</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
            "</ofd:DocBody></ofd:OFD>"
        ),
    }
    many = [text("正文" * 20, 20, 20 + 6 * number, size=3) for number in range(14)]
    found = read(ofd(*many, after=after, **parts))
    assert [(doubt.code, doubt.case, dict(doubt.facts)) for doubt in found.doubts] == [
        ("beside_text", "attachments", {"files": "清单.xlsx"}),
        ("beside_text", "signature", {}),
        ("annotation_text", "", {"page": 1, "text": "补充一项"}),
    ]
    cover = refused(ofd(text("封面"), after=after, **parts))
    assert (cover.code, "清单.xlsx" in str(cover)) == ("portfolio", True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ofd(text("\ue001\ue002\ue003\ue004\ue005" * 8, size=2)), "garbled"),
        (ofd(area(10, 10, 90, 90).replace("M 0 0", "M 1 1 " + "L 5 6 Q 1 2 3 4 " * 400)),
         "outlines"),
        (ofd('<ofd:ImageObject ID="9" ResourceID="6" Boundary="0 0 210 297"/>'), "no_text"),
        (package({"Doc_0/Document.xml": document(0)}), "no_pages"),
        (package({}), "no_pages"),
        (package({"Encryptions.xml": "<x/>"}), "encrypted"),
        (package({"Doc_0/Document.xml": document(3_001)}), "too_many_pages"),
        (package({"Doc_0/Document.xml": document(1)[:-9]}), "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_a_page_that_is_missing_is_told() -> None:
    data = package(
        {
            "Doc_0/Document.xml": document(2),
            "Doc_0/Pages/Page_1/Content.xml": page(f'<ofd:Layer ID="1">{text("甲")}</ofd:Layer>'),
        }
    )
    found = read(data)
    assert [(doubt.code, doubt.case, doubt.page) for doubt in found.doubts] == [
        ("damaged_file", "page", 1)
    ]
    assert [line.page for line in lines_of(found.blocks)] == [2]


def test_places_and_boxes_that_are_no_good() -> None:
    """A resource named from the root without saying so, a page larger than a street."""
    res = f'<ofd:Res xmlns:ofd="{NAMESPACE}"/>'
    parts = {"Doc_0/Res.xml": res}
    common = "<ofd:PublicRes>Doc_0/Res.xml</ofd:PublicRes>"
    data = ofd(text("甲"), common=common, **parts)
    assert seen(read(data)) == ["甲"]
    for box in ("0 0 1e9 1e9", "0 0 0 -5", "0 0 nan inf", ""):
        content = page(f'<ofd:Layer ID="1">{text("甲")}</ofd:Layer>', box=box)
        assert seen(read(ofd(**{"Doc_0/Pages/Page_0/Content.xml": content}))) == ["甲"]


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("1 2.5 3", [1, 2.5, 3]),
        ("g 3 2", [2, 2, 2]),
        ("1 g 2 3 4", [1, 3, 3, 4]),
        ("g 100000 1", [1] * 9),
        ("g -5 1 2", [2]),
        ("g 2", []),
        ("x", []),
        (None, []),
    ],
)
def test_steps(said: str | None, steps: list[float]) -> None:
    assert steps_of(said, 9) == steps


def test_outlines() -> None:
    one, two = outlines_of("M 0 0 L 5 0 L 5 5 C S 9 9 Q 1 1 8 8 L 7 7 M 3 3")
    assert (one.corners, one.closed) == ([(0, 0), (5, 0), (5, 5)], True)
    assert list(one.straight()) == [[(0, 0), (5, 0), (5, 5), (0, 0)]]
    assert list(two.straight()) == [[(9, 9)], [(8, 8), (7, 7)]]
    assert (1, 1) in two.bends
    assert outlines_of("Q L L 3") == []


@pytest.mark.parametrize(
    ("value", "space", "ink"),
    [
        ("255 0 10", None, (255, 0, 10)),
        ("#FF #0 #0a", "RGB", (255, 0, 10)),
        ("128", "GRAY", (128, 128, 128)),
        ("0 0 0 255", "CMYK", (0, 0, 0)),
        ("0 0 0 255", "RGB", None),
        ("900 0 0", None, None),
        (None, None, None),
    ],
)
def test_inks(value: str | None, space: str | None, ink: tuple[int, int, int] | None) -> None:
    assert ink_of(value, space) == ink


# --- hostile ----------------------------------------------------------------------------------


def test_a_bomb_is_counted_while_it_inflates() -> None:
    data = ofd(**{"Doc_0/Pages/Page_0/Content.xml": b" " * (MAX_BYTES + 1)})
    assert len(data) < 1 << 20
    assert refused(data).code == "too_large"


def test_entities_are_refused() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refused(ofd(**{"Doc_0/Document.xml": head + document(1)})).code == "unsafe"


@pytest.mark.parametrize(("depth", "what"), [(6, "paints more than"), (30, "absurdly deep")])
def test_composites_of_composites_end(depth: int, what: str) -> None:
    """Each unit uses the one below it twenty times: twenty times twenty times twenty …"""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}"><ofd:Content>'
        + f'<ofd:CompositeObject ID="8" Boundary="0 0 9 9" ResourceID="{number - 1}"/>' * 20
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for number in range(1, depth + 1)
    )
    res = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits>{units}'
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    data = ofd(
        f'<ofd:CompositeObject ID="8" Boundary="0 0 9 9" ResourceID="{depth}"/>',
        common="<ofd:PublicRes>Res.xml</ofd:PublicRes>",
        **{"Doc_0/Res.xml": res},
    )
    error = refused(data)
    assert (error.code, what in str(error)) == ("too_large", True)


def test_a_huge_picture_is_not_unpacked() -> None:
    buffer = BytesIO()
    Image.new("1", (2, 2)).save(buffer, "PNG")
    picture = bytearray(buffer.getvalue())
    picture[16:24] = struct.pack(">II", 60_000, 60_000)
    picture[29:33] = struct.pack(">I", zlib.crc32(picture[12:29]))
    res = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:MultiMedias><ofd:MultiMedia ID="6">'
        "<ofd:MediaFile>6.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    data = ofd(
        text("甲"),
        '<ofd:ImageObject ID="9" ResourceID="6" Boundary="20 15 50 15"/>',
        common="<ofd:PublicRes>Res.xml</ofd:PublicRes>",
        **{"Doc_0/Res.xml": res, "Doc_0/6.png": bytes(picture)},
    )
    assert seen(read(data)) == ["甲"]


# --- a picture for people ---------------------------------------------------------------------


def test_show_draws_a_page(tmp_path: Path) -> None:
    source = TOWNSHIPS / "houlong" / "writer.pdf"
    pdf = source if source.exists() else next(TOWNSHIPS.glob("houlong/*.pdf"))
    (tmp_path / "raw").mkdir()
    ofd_file = tmp_path / "raw" / "houlong.ofd"
    ofd_file.write_bytes(composed(marks_of(pdf.read_bytes()), "glyphs"))
    places = ["--output", str(tmp_path / "output")]
    assert main(["extract", str(ofd_file), *places, "--quiet", "--no-keywords"]) == 0
    image = tmp_path / "page.png"
    chosen = ["--raw", str(tmp_path / "raw"), "--image", str(image)]
    assert main(["show", "houlong:basic:001", *places, *chosen]) == 0
    with Image.open(image) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert {(200, 30, 30), (255, 255, 255), (0, 0, 0)} <= colours
