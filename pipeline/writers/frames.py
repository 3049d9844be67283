"""Written tables as pandas frames: the one place where pandas is used, loaded when asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import BadCall
from .publish import settled
from .schema import parts_of

if TYPE_CHECKING:
    import pandas as pd


class Tables(NamedTuple):
    """The tables of an output folder, one frame each, with the columns of docs/contract.md.

    Columns have Arrow types: lists stay lists, integers stay integers beside nulls.
    """

    documents: pd.DataFrame
    items: pd.DataFrame
    clauses: pd.DataFrame
    departments: pd.DataFrame
    reconciliation: pd.DataFrame
    warnings: pd.DataFrame
    acknowledged: pd.DataFrame
    coverage: pd.DataFrame


def load(folder: str | os.PathLike[str]) -> Tables:
    """Return the tables that `write_tables` or `qingdan extract` wrote to a folder.

    Raises `BadCall` when one of them is not there or cannot be read.
    """
    settled(Path(folder))
    return Tables(*(_read(Path(folder), name) for name in Tables._fields))


def _read(folder: Path, name: str) -> pd.DataFrame:
    import pandas as pd

    parts = parts_of(folder, name, "parquet")
    if not parts:
        action = "name a folder that qingdan extract wrote"
        raise BadCall(str(folder / f"{name}.parquet"), "there is no such file", action)
    try:
        frames = [pd.read_parquet(part, dtype_backend="pyarrow") for part in parts]
    except (OSError, ValueError) as error:
        raise BadCall(str(parts[0]), "cannot be read", "run qingdan extract again") from error
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
