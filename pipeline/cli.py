"""The command line: it collects the commands, and says how whatever stops one is told."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from . import __version__, streams
from .commands import (
    acknowledge,
    cache,
    clean,
    compare,
    completion,
    diff,
    export,
    extract,
    help,
    publish,
    register,
    review,
    search,
    show,
)
from .commands.command import commands_to_parser, language_named, parsed
from .commands.terminal import speak, tell
from .languages.choice import language_of

# In the order of the help. What a command works with is imported when it runs, so that no
# `--help` has to wait for it.
COMMANDS = (
    extract.COMMAND,
    publish.COMMAND,
    cache.COMMAND,
    show.COMMAND,
    review.COMMAND,
    diff.COMMAND,
    compare.COMMAND,
    search.COMMAND,
    export.COMMAND,
    acknowledge.COMMAND,
    register.COMMAND,
    clean.COMMAND,
    completion.COMMAND,
    help.COMMAND,
)
MANY_OBJECTS = 100_000  # made between two searches for garbage in cycles


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, those of the process if None; return its status."""
    if argv is None:
        _settle()
    try:
        return _run(argv)
    except KeyboardInterrupt:
        tell("interrupted")
        return 130
    except streams.Stopped as stopped:
        tell("stopped")
        return 128 + stopped.number
    finally:
        if error := streams.lost():
            tell(f"standard output: cannot be written ({error.strerror})")


def _run(argv: Sequence[str] | None) -> int:
    speak(language_of(language_named(argv)))
    parser = commands_to_parser(COMMANDS, __version__)
    if "_ARGCOMPLETE" in os.environ:
        completion.complete(parser)
    arguments = parsed(parser, argv)
    from .errors import QingdanError

    if argv is None and arguments.reads:
        from . import corpus  # noqa: F401 - imported before the fork, it is there on both sides
        from .readers.worker import prefork

        prefork()

    try:
        status: int = arguments.run(arguments)
    except QingdanError as error:
        tell(str(error))
        return error.exit_status
    except MemoryError:
        tell("there is not enough memory; read fewer files at a time")
        return 2
    except Exception as error:  # noqa: BLE001 - 1 would say that everything is written
        tell(f"internal error ({type(error).__name__}: {error}); please report it")
        return 2
    return status


def _settle() -> None:
    """Keep from this process, which is the command's alone, what it has no use for.

    pyarrow imports numpy where it finds it, and msgspec typing_extensions, without a switch for
    that; loading them takes longer than an extraction. Garbage in cycles, of which a run makes
    hardly any, is looked for less often. `import qingdan` settles nothing.
    """
    for name in ("numpy", "typing_extensions"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type] # None: "not to be found"
    gc.set_threshold(MANY_OBJECTS)
    streams.settle()
