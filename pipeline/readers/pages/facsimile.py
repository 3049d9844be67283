"""Marks of pages → a PDF that shows them, for people: level letters and rules, without colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .marks import DESCENT, PageMarks, Run

# A font of Chinese that every reader of PDF has, or has something for; Latin letters are narrow.
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
    "/W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /ItalicAngle 0 "
    "/FontBBox [0 -200 1000 900] /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
)
_FIRST = 4  # object of the first page; each has two


def marks_to_pdf(pages: Sequence[PageMarks]) -> bytes:
    """Return a PDF of pages."""
    kids = " ".join(f"{_FIRST + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        _FONT,
    ]
    for number, marks in enumerate(pages):
        box = f"[0 0 {marks.width:.2f} {marks.height:.2f}]"
        content = "\n".join(_program(marks))
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox {box} "
                f"/Resources << /Font << /F 3 0 R >> >> /Contents {_FIRST + 2 * number + 1} 0 R >>"
            ),
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return _file(objects)


def _program(marks: PageMarks) -> Iterator[str]:
    """Yield what paints a page."""
    for rule in (*marks.frames, *marks.rules):
        top, bottom = marks.height - rule.top, marks.height - rule.bottom
        yield f"0.5 w {rule.x0:.2f} {top:.2f} m {rule.x1:.2f} {bottom:.2f} l S"
    yield "BT"
    for run in marks.runs:
        if not run.angle and not run.hidden:
            yield from _letters(run, marks.height)
    yield "ET"


def _letters(run: Run, height: float) -> Iterator[str]:
    base = height - run.bottom + DESCENT * run.size
    yield f"/F {run.size:.2f} Tf"
    for letter, start in zip(run.text, run.starts, strict=True):
        code = letter.encode("utf-16-be", "replace").hex()
        yield f"1 0 0 1 {start:.2f} {base:.2f} Tm <{code}> Tj"


def _file(objects: Sequence[str]) -> bytes:
    """Return the file of objects that are numbered from 1."""
    body = b"%PDF-1.5\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return body + f"{head}{trailer}".encode("ascii")
