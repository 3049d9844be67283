"""Where the tables and their sources are, and how a command that is shown says so."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple


class Folders(NamedTuple):
    """The folder of the tables and that of the sources, as commands name them."""

    output: Path
    raw: Path

    @property
    def options(self) -> tuple[str, ...]:
        """The options that name what lies elsewhere than usual."""
        named = {"output": self.output, "raw": self.raw}
        return tuple(
            word
            for name, folder in named.items()
            if folder != Path(name)
            for word in (f"--{name}", folder.as_posix())
        )

    @property
    def shared(self) -> Folders:
        """The folders as others may read them: below this one, or not named at all.

        Absolute paths are those of one machine, and stay there.
        """
        here = Path.cwd()
        output, raw = (one.relative_to(here) if one.is_relative_to(here) else one for one in self)
        return Folders(
            Path("output") if output.is_absolute() else output,
            Path("raw") if raw.is_absolute() else raw,
        )

    def call(self, command: str, *more: str) -> str:
        """Return how a command is called for these folders, as a shell takes it."""
        return shlex.join(["qingdan", command, *more, *self.options])
