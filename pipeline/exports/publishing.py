"""Exports lie in a folder of their own, whose files replace those of an earlier export together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BadCall
from ..writers.describe import exports_to_datapackage
from ..writers.publish import Tell, published, refuse_input
from ..writers.schema import DATAPACKAGE, parts_of


@contextmanager
def published_exports(output: Path, into: Path, tell: Tell) -> Iterator[Path]:
    """Yield an empty folder whose files become those of the folder `into` at the end.

    A `datapackage.json` beside them records them. Raises as `published`, and `BadCall` for a
    folder that holds tables: an export would take their place.
    """
    refuse_input(into, [output])
    if parts_of(into, "items", "parquet"):
        raise BadCall(str(into), "holds tables of a run", "name another folder with --into")
    with published(into, (), tell) as staging:
        yield staging
        (staging / DATAPACKAGE).write_bytes(exports_to_datapackage(staging, output))
