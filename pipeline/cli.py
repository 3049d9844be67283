"""The command line; no logic, and no import that `--help` would have to wait for."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from . import __version__, streams

if TYPE_CHECKING:
    from .model import Line, Outcome
    from .options import Options
    from .review.item import DocumentRow, Shown

_WIDTH = 110

_EPILOG = """\
exit status: 0 everything extracted and reconciled; 1 written, but something does not reconcile
or was left unassigned; 2 an input could not be read, or the call is wrong
"""
_EXTRACT = """\
Reads lists (files, or folders with everything in them) and writes the tables of all of them
together: Parquet, CSV, datapackage.json and a data dictionary. They replace those of an earlier
run together or not at all; other files in the folder stay. When nothing at all could be read, an
earlier output is kept.
"""
_PUBLISH = """\
Writes the tables of what `extract --part` has read into a cache. Give it the same inputs and
options; what no part has read, it reads itself.
"""
_CACHE = """\
Says how many documents are kept between runs, and with --prune removes those that no run can use
any more: they were read by other rules, another version of qingdan, or other libraries.
"""
_REGISTER = """\
Reads lists and writes a row for each into sources.csv beside it: what it is, and its sha256. From
then on `extract` tells when the file is another one, be it by a single lost line. Read the tables
of a file against its source first: what is registered is taken to be right.
"""
_CLEAN = """\
Removes the files that `extract` wrote to a folder, as far as they are as it wrote them, and the
folder when nothing else is in it.
"""
_SHOW = "Prints one item with its clauses, beside the lines of the source they came from."

_PART = 1 << 20  # bytes of standard input at a time
MANY_OBJECTS = 100_000  # made between two searches for garbage in cycles


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, those of the process if None; return its status."""
    if argv is None:
        _settle()
    try:
        return _run(argv)
    except KeyboardInterrupt:
        _tell("interrupted")
        return 130
    except streams.Stopped as stopped:
        _tell("stopped")
        return 128 + stopped.number
    finally:
        if error := streams.lost():
            _tell(f"standard output: cannot be written ({error.strerror})")


def _run(argv: Sequence[str] | None) -> int:
    arguments = _parser().parse_args(argv)
    from . import corpus  # noqa: F401 - imported before the fork, it is there on both sides
    from .errors import QingdanError
    from .readers.worker import prefork

    if argv is None:
        prefork()

    try:
        return _COMMANDS[arguments.command](arguments)
    except QingdanError as error:
        _tell(str(error))
        return error.exit_status
    except MemoryError:
        _tell("there is not enough memory; read fewer files at a time")
        return 2
    except Exception as error:  # noqa: BLE001 - 1 would say that everything is written
        _tell(f"internal error ({type(error).__name__}: {error}); please report it")
        return 2


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


def _tell(message: str) -> None:
    from .review.columns import printable

    sys.stderr.write(f"{printable(message)}\n")


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _width() -> int:
    """Return the terminal's width; for files and pipes, one that suits a page."""
    return shutil.get_terminal_size((_WIDTH, 1)).columns


# --- arguments ------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="qingdan",
        description="Rebuilds the tables of township responsibility lists 乡镇履职事项清单.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"qingdan {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_extract(commands)
    _add_cache_command(commands)
    _add_show(commands)
    _add_register(commands)
    _add_clean(commands)
    return parser


def _add_extract(commands: argparse._SubParsersAction[_Parser]) -> None:
    extract = commands.add_parser(
        "extract", help="lists to tables", description=_EXTRACT, epilog=_EPILOG, allow_abbrev=False
    )
    _add_run(extract)
    extract.add_argument(
        "--part",
        type=_part,
        metavar="K/N",
        help="read only part K of N into the cache that all parts share; write no tables",
    )
    publish = commands.add_parser(
        "publish",
        help="what parts have read to tables",
        description=_PUBLISH,
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    _add_run(publish)
    publish.set_defaults(part=None)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs",
        nargs="+",
        type=_input,
        metavar="INPUT",
        help="file, folder, or - (standard input)",
    )
    _add_output(parser)
    _add_rules(parser)
    parser.add_argument("--no-keywords", action="store_true", help="leave items.keywords empty")
    parser.add_argument(
        "--quiet", action="store_true", help="no bar and no closing table, only errors"
    )
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
        "--jobs",
        type=_count,
        default=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        metavar="N",
        help="documents read at a time (default: one for each processor)",
    )
    _add_cache(parser)
    parser.add_argument(
        "--no-cache", action="store_true", help="read every document anew, and keep none"
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="read with the workers of a Dask scheduler (tcp://...), or `local` ones",
    )
    parser.add_argument(
        "--root", type=_path, metavar="DIR", help="the folder that workers of a cluster share"
    )
    _add_opening(parser)


def _add_cache_command(commands: argparse._SubParsersAction[_Parser]) -> None:
    cache = commands.add_parser(
        "cache", help="what is kept between runs", description=_CACHE, allow_abbrev=False
    )
    _add_cache(cache)
    _add_rules(cache)
    cache.add_argument("--prune", action="store_true", help="remove what no run can use any more")


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache",
        type=_path,
        metavar="DIR",
        help="where outcomes are kept between runs (default: your own cache folder)",
    )


def _add_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rules", type=_path, metavar="DIR", help="other rules than those that come with qingdan"
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _part(text: str) -> tuple[int, int]:
    number, count = (int(one) for one in text.split("/"))
    if not 1 <= number <= count:
        raise argparse.ArgumentTypeError("must be like 2/5")
    return number, count


def _add_show(commands: argparse._SubParsersAction[_Parser]) -> None:
    show = commands.add_parser(
        "show", help="one item beside its source", description=_SHOW, allow_abbrev=False
    )
    show.add_argument(
        "item_id", metavar="ITEM_ID", help="as in items.csv, or short: town:basic:12, basic:12"
    )
    _add_output(show)
    show.add_argument(
        "--raw",
        type=_path,
        default=Path("raw"),
        metavar="DIR",
        help="where the sources are (default: raw)",
    )
    show.add_argument(
        "--image",
        type=_path,
        metavar="FILE.png",
        help="also write a picture of its page, the cells outlined (PDF, OFD)",
    )
    _add_opening(show)


def _add_register(commands: argparse._SubParsersAction[_Parser]) -> None:
    register = commands.add_parser(
        "register", help="note a file, so that changes are told", description=_REGISTER,
        allow_abbrev=False,
    )  # fmt: skip
    register.add_argument("inputs", nargs="+", type=_path, metavar="FILE", help="a list as read")
    register.add_argument(
        "--origin", default="", metavar="TEXT", help="where the file was published or found"
    )
    _add_opening(register)


def _add_clean(commands: argparse._SubParsersAction[_Parser]) -> None:
    clean = commands.add_parser(
        "clean", help="remove written tables", description=_CLEAN, allow_abbrev=False
    )
    _add_output(clean)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output",
        type=_path,
        default=Path("output"),
        metavar="DIR",
        help="where the tables are (default: output)",
    )


def _add_opening(parser: argparse.ArgumentParser) -> None:
    opens = parser.add_mutually_exclusive_group()
    opens.add_argument(
        "--password",
        metavar="TEXT",
        help="opens encrypted PDFs; others can see it: use the next two, or QINGDAN_PASSWORD",
    )
    opens.add_argument(
        "--password-file", type=_path, metavar="FILE", help="its first line is the password"
    )
    opens.add_argument(
        "--ask-password", action="store_true", help="ask for the password on the terminal"
    )
    parser.add_argument(
        "--soffice",
        metavar="FILE",
        help="LibreOffice's program, which converts DOC, WPS and RTF (default: on the PATH)",
    )


def _input(text: str) -> Path | None:
    """Return the path of an input, None for standard input; a file of that name is `./-`."""
    return None if text == "-" else _path(text)


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a name is empty")
    return Path(text)


def _password(arguments: argparse.Namespace) -> str | None:
    """Return the password that was given, in whatever way."""
    from .errors import BadCall

    if arguments.password is not None:
        return str(arguments.password)
    if arguments.ask_password:
        return _asked_password()
    if arguments.password_file is None:
        return os.environ.get("QINGDAN_PASSWORD")
    try:
        lines = arguments.password_file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "is not in UTF-8"
        raise BadCall(str(arguments.password_file), what, "check the file") from error
    if not any(lines[:1]):
        raise BadCall(str(arguments.password_file), "has no password", "write it in the first line")
    return str(lines[0])


def _asked_password() -> str:
    import getpass
    import warnings

    from .errors import BadCall

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass("PDF password: ")
        except (getpass.GetPassWarning, EOFError, OSError) as error:
            action = "use --password-file or QINGDAN_PASSWORD"
            raise BadCall("--ask-password", "there is no terminal to ask on", action) from error


# --- extract --------------------------------------------------------------------------------


def _extract(arguments: argparse.Namespace) -> int:
    from .cache import folder_for
    from .corpus import statuses_to_exit
    from .library import extract_tables, load_rules
    from .options import Options, Reading
    from .review.progress import progress

    with _read_in(arguments.inputs) as inputs:
        reports = extract_tables(
            inputs,
            arguments.output,
            reading=Reading(
                jobs=arguments.jobs,
                cache=None if arguments.no_cache else folder_for(arguments.cache, arguments.output),
                cluster=arguments.cluster,
                root=arguments.root,
                part=arguments.part,
            ),
            rules=load_rules(arguments.rules),
            options=Options(
                keywords=not arguments.no_keywords,
                pdf_engine=arguments.pdf_engine,
                second_opinion=arguments.second_opinion,
                password=_password(arguments),
                soffice=arguments.soffice,
                unpack=arguments.unpack,
            ),
            watch=partial(progress, quiet=arguments.quiet),
            tell=_tell,
        )
    if any(one.status != "failed" for one in reports) and not (arguments.quiet or arguments.part):
        from .review.summary import output_to_summary

        _print(output_to_summary(arguments.output, _width()))
    for report in reports:
        if report.message:
            _tell(report.message)
    return statuses_to_exit(report.status for report in reports)


@contextmanager
def _read_in(inputs: Sequence[Path | None]) -> Iterator[list[Path]]:
    """Yield the inputs, with a file that holds what standard input gave for each None."""
    from tempfile import TemporaryDirectory

    from .errors import BadCall
    from .sources import MOST_BYTES

    if None not in inputs:
        yield [one for one in inputs if one]
        return
    with TemporaryDirectory(prefix="qingdan-") as folder:
        given = Path(folder, "stdin")
        try:
            with given.open("wb") as file:
                for part in iter(lambda: sys.stdin.buffer.read(_PART), b""):
                    file.write(part)
                    if file.tell() > MOST_BYTES:  # it is refused as too large
                        break
        except (OSError, AttributeError, ValueError) as error:  # closed: no stream, or a closed one
            what = f"cannot be read ({getattr(error, 'strerror', None) or 'it is closed'})"
            raise BadCall("standard input", what, "name a file") from error
        yield [one or given for one in inputs]


# --- cache ----------------------------------------------------------------------------------


def _cache(arguments: argparse.Namespace) -> int:
    from .cache import default_folder, held_in, prune, version_of
    from .library import load_rules

    folder = arguments.cache or default_folder()
    version = version_of(load_rules(arguments.rules))
    if arguments.prune:
        prune(folder, version)
    held = held_in(folder)
    _print(f"{folder}\n")
    for one in held:
        state = "现用 in use" if one.version == version else "已过时 outdated"
        _print(f"  {one.version}  {one.shards:,} 份 documents  {one.size:,} 字节 bytes  {state}\n")
    return 0


# --- show -----------------------------------------------------------------------------------


def _show(arguments: argparse.Namespace) -> int:
    from .options import Options
    from .review.item import read_item
    from .review.show import shown_to_text

    shown = read_item(arguments.output, arguments.item_id)
    password = _password(arguments)
    if arguments.image:
        _draw(shown, arguments.raw, arguments.image, password)
    options = Options(password=password, soffice=arguments.soffice)
    lines = _source_lines(arguments.raw, shown.document, options)
    _print(shown_to_text(shown, lines or (), _width()))
    return 2 if lines is None else 0


def _draw(shown: Shown, raw: Path, target: Path, password: str | None) -> None:
    """Write a picture of the pages that an item of a PDF is on, its cells outlined."""
    from .errors import BadCall
    from .options import Options
    from .readers import render_pages
    from .review.origin import find_source, item_boxes

    boxes = item_boxes(shown)
    source = find_source(raw, shown.document.source_name, shown.document.sha256)
    picture = render_pages(source, source.read_bytes(), boxes, Options(password=password))
    try:
        target.write_bytes(picture)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise BadCall(str(target), what, "name a file in a folder that is there") from error


def _source_lines(raw: Path, document: DocumentRow, options: Options) -> tuple[Line, ...] | None:
    """Return the lines of a document's source; None, after a word why, where it is not at hand."""
    from .errors import QingdanError
    from .library import load_rules
    from .readers import read
    from .review.origin import document_to_lines, find_source

    try:
        source = find_source(raw, document.source_name, document.sha256)
        list_word = load_rules().lists.list_word
        return document_to_lines(read(source, options, list_word))
    except QingdanError as error:
        _tell(str(error))
        return None


# --- register -------------------------------------------------------------------------------


def _register(arguments: argparse.Namespace) -> int:
    from .corpus import Found, Named, read_document, statuses_to_exit
    from .library import load_rules
    from .model import Failure
    from .options import Options
    from .sources import register

    rules = load_rules()
    options = Options(keywords=False, password=_password(arguments), soffice=arguments.soffice)
    outcomes: list[Outcome] = []
    for path in arguments.inputs:
        outcome = read_document(Named(Found(path, path.name), path.name), rules, options)
        outcomes.append(outcome)
        if isinstance(outcome, Failure):
            _tell(outcome.message)
            continue
        document_id, is_new = register(path, outcome, arguments.origin)
        known = "" if is_new else " already"
        told = "" if outcome.status == "ok" else f", and is flagged: see qingdan extract {path}"
        _print(f"{document_id} is{known} registered{told}\n")
    return statuses_to_exit(outcome.status for outcome in outcomes)


# --- clean ----------------------------------------------------------------------------------


def _clean(arguments: argparse.Namespace) -> int:
    from .writers.publish import removed

    for name in removed(arguments.output, _tell):
        _tell(f"{arguments.output / name}: was changed since it was written; remove it by hand")
    return 0


_COMMANDS = {
    "extract": _extract,
    "publish": _extract,
    "cache": _cache,
    "show": _show,
    "register": _register,
    "clean": _clean,
}
