"""qingdan: the data of township responsibility lists (乡镇履职事项清单), reconciled.

    extraction = qingdan.extract("list.pdf")
    outcomes = qingdan.extract_many(paths, jobs=4)
    qingdan.write_tables(outcomes, "output")
    tables = qingdan.load("output")

docs/library.md shows all of it.
"""

from typing import TYPE_CHECKING

__version__ = "0.2.0"

__all__ = [
    "BadCall",
    "BadRules",
    "Box",
    "Check",
    "Clause",
    "Department",
    "Extraction",
    "Facts",
    "Failure",
    "Item",
    "Options",
    "Outcome",
    "QingdanError",
    "Reading",
    "Report",
    "Rules",
    "Segment",
    "Source",
    "Tables",
    "UnreadableSource",
    "Warning",
    "__version__",
    "extract",
    "extract_many",
    "extract_tables",
    "load",
    "load_rules",
    "write_tables",
]

if TYPE_CHECKING:
    from .errors import BadCall, BadRules, QingdanError, UnreadableSource
    from .library import extract, extract_many, extract_tables, load_rules, write_tables
    from .model import (
        Box,
        Check,
        Clause,
        Department,
        Extraction,
        Facts,
        Failure,
        Item,
        Outcome,
        Segment,
        Source,
        Warning,
    )
    from .options import Options, Reading
    from .rules import Rules
    from .writers.frames import Tables, load
    from .writers.shards import Report
else:
    # `qingdan --help` and the child process of a reader import this package too and need none of
    # these names, so the library is loaded with the first of them.
    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import errors, library, model, options, rules
        from .writers import frames, shards

        homes = (library, errors, model, options, rules, frames, shards)
        return next(getattr(home, name) for home in homes if hasattr(home, name))

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
