"""What is made of tables: a folder of its own, whose files replace earlier ones together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BadCall
from .describe import exports_to_datapackage
from .publish import Tell, published, refuse_input
from .schema import DATAPACKAGE, parts_of


@contextmanager
def derived(output: Path, into: Path, tell: Tell) -> Iterator[Path]:
    """Yield an empty folder whose files become those of the folder `into` at the end.

    A `datapackage.json` beside them records them. Raises as `published`, and `BadCall` for a
    folder that holds tables: what is made of them would take their place.
    """
    refuse_input(into, [output])
    if parts_of(into, "items", "parquet"):
        raise BadCall(str(into), "holds tables of a run", "name another folder with --into")
    with published(into, (), tell) as staging:
        yield staging
        (staging / DATAPACKAGE).write_bytes(exports_to_datapackage(staging, output))
