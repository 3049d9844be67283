"""The command line; no logic, and no import that `--help` would have to wait for."""

from __future__ import annotations

import argparse
import gc
import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from . import __version__

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
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
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
    except KeyboardInterrupt:
        _tell("interrupted")
        return 130


def _settle() -> None:
    """Keep from this process, which is the command's alone, what it has no use for.

    pyarrow imports numpy where it finds it, and msgspec typing_extensions, without a switch for
    that; loading them takes longer than an extraction. Garbage in cycles, of which a run makes
    hardly any, is looked for less often. `import qingdan` settles nothing.
    """
    for name in ("numpy", "typing_extensions"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type] # None: "not to be found"
    gc.set_threshold(MANY_OBJECTS)


def _tell(message: str) -> None:
    from .review.columns import printable

    sys.stderr.write(f"{printable(message)}\n")


def _print(text: str) -> None:
    """Write to standard output; whoever reads it may leave early."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _tell(f"standard output: cannot be written ({error.strerror})")


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
    _add_show(commands)
    _add_register(commands)
    _add_clean(commands)
    return parser


def _add_extract(commands: argparse._SubParsersAction[_Parser]) -> None:
    extract = commands.add_parser(
        "extract", help="lists to tables", description=_EXTRACT, epilog=_EPILOG, allow_abbrev=False
    )
    extract.add_argument(
        "inputs",
        nargs="+",
        type=_input,
        metavar="INPUT",
        help="file, folder, or - (standard input)",
    )
    _add_output(extract)
    extract.add_argument(
        "--rules", type=_path, metavar="DIR", help="other rules than those that come with qingdan"
    )
    extract.add_argument("--no-keywords", action="store_true", help="leave items.keywords empty")
    extract.add_argument(
        "--quiet", action="store_true", help="no bar and no closing table, only errors"
    )
    extract.add_argument(
        "--pdf-engine",
        choices=("pdfium", "pdfplumber"),
        default="pdfium",
        help="what reads the characters of PDFs (default: pdfium)",
    )
    extract.add_argument(
        "--second-opinion", action="store_true", help="read PDFs with both, warn where they differ"
    )
    extract.add_argument(
        "--unpack", action="store_true", help="read the lists that are in ZIP archives, too"
    )
    _add_opening(extract)


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
    from .corpus import outcomes_to_status
    from .library import write_tables
    from .model import Extraction, Failure
    from .writers.publish import refuse_input

    with _read_in(arguments.inputs) as inputs:
        refuse_input(arguments.output, inputs)
        outcomes = write_tables(_read(inputs, arguments), arguments.output, tell=_tell)
    if any(isinstance(one, Extraction) for one in outcomes) and not arguments.quiet:
        from .review.summary import output_to_summary

        _print(output_to_summary(arguments.output, _width()))
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            _tell(outcome.message)
    return outcomes_to_status(outcomes)


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


def _read(inputs: Sequence[Path], arguments: argparse.Namespace) -> Iterator[Outcome]:
    """Yield the outcome of every input of `extract`, with a bar on a terminal."""
    from tempfile import TemporaryDirectory

    from .archives import unpacked
    from .corpus import find_inputs, name_documents
    from .library import load_rules, outcomes_of
    from .options import Options
    from .review.progress import watched
    from .writers.record import is_output

    rules = load_rules(arguments.rules)
    options = Options(
        keywords=not arguments.no_keywords,
        pdf_engine=arguments.pdf_engine,
        second_opinion=arguments.second_opinion,
        password=_password(arguments),
        soffice=arguments.soffice,
    )
    output = arguments.output.resolve()
    found = find_inputs(inputs, lambda folder: folder.resolve() == output or is_output(folder))
    with TemporaryDirectory(prefix="qingdan-") as folder:
        if arguments.unpack:
            found = tuple(unpacked(found, Path(folder)))
        outcomes = outcomes_of(name_documents(found), rules, options)
        yield from watched(outcomes, [one.path for one in found], quiet=arguments.quiet)


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
    from .corpus import Found, Named, outcomes_to_status, read_document
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
    return outcomes_to_status(outcomes)


# --- clean ----------------------------------------------------------------------------------


def _clean(arguments: argparse.Namespace) -> int:
    from .writers.publish import removed

    for name in removed(arguments.output, _tell):
        _tell(f"{arguments.output / name}: was changed since it was written; remove it by hand")
    return 0


_COMMANDS = {"extract": _extract, "show": _show, "register": _register, "clean": _clean}
