"""Pictures of pages → marks of pages: what is printed on them, recognised. Needs the extra `ocr`.

`pictures` opens what pictures come in; `paper` makes a picture level, upright and even; `rules`
finds the rules of its tables, `strips` its lines of text; `recognition` reads these;
`reading` is all of it in order. What comes out are the marks that every printed page has
(`readers/pages/`): grids, cells and all after them do not know that they were recognised.

Nothing is fetched: the models are files of the packages. One thread reads a document.
"""

from collections.abc import Sequence
from importlib.util import find_spec

from ...model import Doubt

SECONDS_A_SCAN = 30  # of CPU time for a page, which takes 3 to 6
COVERED = 0.5  # of a page: pictures that cover more are the page
MOST_BYTES = 1 << 29  # of all pictures of an archive


def can_recognise() -> bool:
    """Tell whether the extra `ocr` is installed."""
    return all(find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr"))


def advice() -> str:
    """Return what to do about pages whose letters were not read."""
    if can_recognise():
        return "scan it anew, at 200 to 300 dots an inch, or get the original document"
    return "install what recognises letters (pip install 'qingdan[ocr]') and read it again"


def numbers_to_ranges(numbers: Sequence[int]) -> str:
    """Return numbers in their order as people list them: `1–3, 7`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return ", ".join("–".join(map(str, ends)) for ends in ranges)


def read_doubt(numbers: Sequence[int]) -> Doubt:
    """Return the note that pages were read by recognition."""
    return Doubt("ocr_read", "", {"pages": numbers_to_ranges(numbers)})
