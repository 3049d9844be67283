"""Pictures of pages in one file, for `qingdan show --image`."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from ..errors import BadCall
from ..readers.messages import Picture


def write_pictures(pictures: Sequence[Picture], target: Path) -> None:
    """Write pictures of pages, one below the other, as one PNG, whole or not at all.

    Raises `BadCall` when the file cannot be written.
    """
    png = _joined(pictures)
    try:
        with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
            part = Path(folder, target.name)
            part.write_bytes(png)
            part.replace(target)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise BadCall(str(target), what, "name a file in a folder that is there") from error


def _joined(pictures: Sequence[Picture]) -> bytes:
    sheets = [Image.open(BytesIO(one.image)) for one in pictures]
    width, height = max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)
    whole = Image.new("RGB", (width, height), "white")
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    out = BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()
