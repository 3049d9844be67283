"""`qingdan extract`: lists to tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .arguments import (
    add_cache,
    add_opening,
    add_output,
    add_rules,
    count,
    password_of,
    path,
    read_in,
    source,
)
from .command import EXIT_STATUS, Command, Parser
from .terminal import language, put, tell, width

if TYPE_CHECKING:
    from ..library import Planned
    from ..writers.shards import Report

_DESCRIPTION = """\
Reads lists (files, or folders with everything in them) and writes the tables of all of them
together: Parquet, CSV, datapackage.json and a data dictionary. They replace those of an earlier
run together or not at all; other files in the folder stay. When nothing at all could be read, an
earlier output is kept.
"""


def _add(parser: Parser) -> None:
    add_run(parser)
    parser.add_argument(
        "--part",
        type=_part,
        metavar="K/N",
        help="read only part K of N into the cache that all parts share; write no tables",
    )


def add_run(parser: Parser) -> None:
    """Add the arguments of a run: what is read, how, and where the tables go."""
    parser.add_argument(
        "inputs",
        nargs="+",
        type=source,
        metavar="INPUT",
        help="file, folder, or - (standard input)",
    )
    add_output(parser)
    add_rules(parser)
    parser.add_argument("--no-keywords", action="store_true", help="leave items.keywords empty")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="no bar and no closing table, only errors"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="tell each document when it is done"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be read, as what, and read nothing"
    )
    parser.add_argument("--json", action="store_true", help="the closing table as JSON")
    parser.add_argument(
        "--pdf-engine",
        choices=("pdfium", "pdfplumber"),
        default="pdfium",
        help="what reads the characters of PDFs (default: pdfium)",
    )
    parser.add_argument(
        "--second-opinion", action="store_true", help="read PDFs with both, warn where they differ"
    )
    parser.add_argument(
        "--unpack", action="store_true", help="read the lists that are in ZIP archives, too"
    )
    parser.add_argument(
        "--as-pages",
        action="store_true",
        help="the pictures of each folder are the pages of one list (001.jpg, 002.jpg, ...)",
    )
    parser.add_argument(
        "--jobs",
        type=count,
        default=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        metavar="N",
        help="documents read at a time (default: one for each processor)",
    )
    add_cache(parser)
    parser.add_argument(
        "--no-cache", action="store_true", help="read every document anew, and keep none"
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="read with the workers of a Dask scheduler (tcp://...), or `local` ones",
    )
    parser.add_argument(
        "--root", type=path, metavar="DIR", help="the folder that workers of a cluster share"
    )
    add_opening(parser)


def _part(text: str) -> tuple[int, int]:
    number, _, parts = text.partition("/")
    if not (number.isdecimal() and parts.isdecimal() and 1 <= int(number) <= int(parts)):
        raise argparse.ArgumentTypeError("must be like 2/5")
    return int(number), int(parts)


def run(arguments: argparse.Namespace) -> int:
    """Read what the arguments name, write its tables, print the closing table."""
    from ..cache import folder_for
    from ..corpus import statuses_to_exit
    from ..library import extract_tables, load_rules, planned
    from ..options import Options, Reading
    from ..review.progress import progress

    reading = Reading(
        jobs=arguments.jobs,
        cache=None if arguments.no_cache else folder_for(arguments.cache, arguments.output),
        cluster=arguments.cluster,
        root=arguments.root,
        part=arguments.part,
    )
    options = Options(
        keywords=not arguments.no_keywords,
        pdf_engine=arguments.pdf_engine,
        second_opinion=arguments.second_opinion,
        password=password_of(arguments),
        soffice=arguments.soffice,
        unpack=arguments.unpack,
        as_pages=arguments.as_pages,
    )
    given = _expanded(arguments.inputs)
    with read_in(given) as inputs:
        if arguments.dry_run:
            return _plan(planned(inputs, arguments.output, reading=reading, options=options))
        reports = extract_tables(
            inputs,
            arguments.output,
            reading=reading,
            rules=load_rules(arguments.rules),
            options=options,
            watch=partial(
                progress,
                language=language(),
                quiet=arguments.quiet,
                verbose=arguments.verbose,
            ),
            tell=tell,
        )
    _close(reports, arguments, _folder_of(given))
    for message in dict.fromkeys(report.message for report in reports):
        if message:  # a register that cannot be read fails many documents, and is told once
            tell(message)
    return statuses_to_exit(report.status for report in reports)


def _plan(files: Iterable[Planned]) -> int:
    """Print each file that would be read with its id and kind; what would be refused is told."""
    from ..review.columns import printable, table

    files = tuple(files)
    rows = [
        (printable(one.document_id), one.kind, printable(str(one.path)))
        for one in files
        if one.kind
    ]
    put("".join(f"{line}\n" for line in table(rows)))
    for one in files:
        if one.refused:
            tell(str(one.refused))
    return 2 if any(one.refused for one in files) else 0


def _expanded(inputs: Sequence[Path | None]) -> list[Path | None]:
    """Return inputs with the files of each pattern (`raw/*.pdf`) that the shell has left."""
    found: list[Path | None] = []
    for one in inputs:
        if one and not one.exists() and any(mark in str(one) for mark in "*?["):
            pattern = one.relative_to(one.anchor)
            found += sorted(Path(one.anchor).glob(str(pattern))) or [one]
        else:
            found.append(one)
    return found


def _folder_of(inputs: Sequence[Path | None]) -> Path:
    """Return the folder that all inputs are in or are, as commands that look at them name it."""
    folders = {one if one.is_dir() else one.parent for one in inputs if one}
    if len(folders) == 1:
        return folders.pop()
    try:
        return Path(os.path.commonpath([one.absolute() for one in folders]))
    except ValueError:  # there are none, or they are on several drives
        return Path("raw")


def _close(reports: Sequence[Report], arguments: argparse.Namespace, raw: Path) -> None:
    """Print what became of the documents: the closing table, or the same as data."""
    from ..review.folders import Folders
    from ..review.state import State, report_to_state, state_of, state_to_json
    from ..review.summary import Look, state_to_summary

    is_written = any(one.status != "failed" for one in reports) and not arguments.part
    if arguments.json and not is_written:
        kept = State(str(arguments.output), 0, 0, tuple(map(report_to_state, reports)))
        put(state_to_json(kept))
    elif arguments.json:
        put(state_to_json(state_of(arguments.output)))
    elif is_written and not arguments.quiet:
        folders = Folders(arguments.output, raw)
        put(state_to_summary(state_of(arguments.output), folders, Look(language(), width())))


COMMAND = Command("extract", "lists to tables", _DESCRIPTION, _add, run, EXIT_STATUS)
