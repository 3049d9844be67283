"""PDF: characters and rules of every page, for the door of `pages`.

A source of characters (`pdfium` on `native`, `fallback_font`, `paths` and `inks`; or `plumber`)
yields the marks of each page; `reading` sends them through `pages`; `integrity` doubts the file.

All of it runs behind the door of `readers`, in a process that may die: there `reading` is called,
and `image` for pictures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ...model import Box
from ...options import Options
from .. import LIMITS
from ..messages import PictureRequest
from ..worker import Order, run_apart


def render_pages(
    path: Path, data: bytes, boxes: Mapping[int, Sequence[Box]], options: Options
) -> bytes:
    """Return a PNG of the pages that have boxes, one below the other, with the boxes outlined.

    Raises `UnreadableSource` as reading does.
    """
    listed = {page: list(found) for page, found in boxes.items()}
    request = msgspec.msgpack.encode(PictureRequest(data, options.password, listed))
    task = "qingdan.readers.pdf.image:render"
    return run_apart(path.name, Order(task, "qingdan.readers.pdf.image", LIMITS), request)
