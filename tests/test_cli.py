"""The command as a shell sees it: exit status, streams, what it loads, what it leaves."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from qingdan import __version__, cli, corpus
from qingdan.cli import main
from qingdan.commands import show
from qingdan.errors import UnreadableSource
from qingdan.model import Extraction, Outcome
from qingdan.options import Options
from qingdan.rules import Rules
from qingdan.writers.schema import FILES
from tests.composed import MODEL
from tests.writers import sample

ROOT = Path(__file__).parent.parent
PATHS = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT))))
HEAVY = ("numpy", "pandas", "pyarrow", "rich", "msgspec", "lxml", "pdfplumber", "docx")
HEAVY += ("rjieba", "rjieba.rjieba")


def command(
    *arguments: str, cwd: Path = ROOT, **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": PATHS, **changes}
    return subprocess.run(
        [sys.executable, "-m", "qingdan", *arguments],
        cwd=cwd, env=environment, capture_output=True, check=False,
    )  # fmt: skip


# --- calls that are answered before anything is read ----------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["--version"], ["x"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    script = f"""
import sys
sys.argv = ["qingdan", *{arguments!r}]
from qingdan.cli import main
try:
    main()
finally:
    print([name for name in {HEAVY!r} if sys.modules.get(name)])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == b"[]"


def test_help_names_commands_flags_and_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(word in text for word in ("extract", "show", "register", "--version", "exit status"))
    with pytest.raises(SystemExit, match="0"):
        main(["extract", "--help"])
    text = capsys.readouterr().out
    flags = ("--output", "--rules", "--no-keywords", "--quiet", "--pdf-engine", "--password")
    assert [flag for flag in ("INPUT", *flags) if flag not in text] == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"qingdan {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [[], ["extract"], ["exstract"], ["extract", "a", "--quite"], ["extract", "a", "--out", "b"],
     ["extract", "a", "--pdf-engine", "x"], ["show", "a", "b"], ["acknowledge"]],
    ids=str,
)  # fmt: skip
def test_a_wrong_call_is_one_line_and_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "--help" in told.err


# --- extract, with documents made up --------------------------------------------------------


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound document, where `flagged` and `broken` files can be added."""

    def extract(path: Path, document_id: str, _rules: Rules, options: Options) -> Extraction:
        if path.stem == "broken":
            raise UnreadableSource(path.name, "scan", "has no text layer", "run OCR on it")
        assert options.keywords is False
        one = sample.flagged if path.stem == "flagged" else sample.extraction
        return one(document_id)

    monkeypatch.setattr(corpus, "extract", extract)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sound.txt").write_text("x")
    return tmp_path


def extract(town: Path, *names: str, quiet: bool = False) -> int:
    for name in names:
        (town / "raw" / name).write_text("x")
    return main(["extract", "raw", "--no-keywords", *(["--quiet"] if quiet else [])])


def statuses(output: Path) -> dict[str, str]:
    frame = pl.read_parquet(output / "documents.parquet")
    return dict(zip(frame["document_id"], frame["status"], strict=True))


def test_all_is_well(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(town) == 0
    told = capsys.readouterr()
    assert "✓ match" in told.out
    assert told.err == ""
    assert {path.name for path in (town / "output").iterdir()} == set(FILES)


def test_something_to_look_at(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(town, "flagged.txt") == 1
    told = capsys.readouterr()
    assert "what to look at (2)" in told.out
    assert told.err == ""
    assert statuses(town / "output") == {"flagged.txt": "flagged", "sound.txt": "ok"}


def test_a_bad_input_costs_no_other(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(town, "broken.pdf", "flagged.txt") == 2
    told = capsys.readouterr()
    assert "not read (1)\n  broken.pdf: scan\n" in told.out
    assert told.err == "broken.pdf: has no text layer; run OCR on it\n"
    expected = {"broken.pdf": "failed", "flagged.txt": "flagged", "sound.txt": "ok"}
    assert statuses(town / "output") == expected


def test_quiet_says_errors_only(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(town, "broken.pdf", quiet=True) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_nothing_read_is_one_line_and_keeps_the_old_output(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extract(town) == 0
    before = {path.name: path.read_bytes() for path in (town / "output").iterdir()}
    capsys.readouterr()
    assert main(["extract", "gone.txt"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "gone.txt: there is no such file; check the name\n"
    assert {path.name: path.read_bytes() for path in (town / "output").iterdir()} == before
    assert main(["extract", "gone.txt", "--output", "other"]) == 2
    assert statuses(town / "other") == {"gone.txt": "failed"}


def test_output_is_no_input(town: Path) -> None:
    assert extract(town) == 0
    assert main(["extract", ".", "--output", "second", "--no-keywords"]) == 0
    assert main(["extract", ".", "--output", "second", "--no-keywords"]) == 0
    assert statuses(town / "second") == {"raw/sound.txt": "ok"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output", "raw/sound.txt"], "raw/sound.txt: is a file; name a folder with --output"),
        (["--output", "no/such"], "there is no folder"),
        (["--rules", "raw"], "raw"),
        (["--rules", "nowhere"], "nowhere"),
    ],
)
def test_what_stops_the_run_is_one_line_and_2(
    town: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "raw", "--no-keywords", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.count("\n") == 1
    assert sorted(path.name for path in town.iterdir()) == ["raw"]


def test_a_pattern_that_is_none_stops_the_run(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "rules", town / "rules")
    file = town / "rules" / "furniture.toml"
    text = re.sub(r"(?m)^pattern = .*$", "pattern = '(('", file.read_text("utf-8"), count=1)
    file.write_text(text, "utf-8")
    assert main(["extract", "raw", "--no-keywords", "--rules", "rules"]) == 2
    told = capsys.readouterr().err
    assert "furniture.toml" in told
    assert told.count("\n") == 1
    assert not (town / "output").exists()


def test_an_interrupted_run_leaves_nothing(
    town: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus, "extract", interrupt)
    assert extract(town) == 130
    assert capsys.readouterr().err == "interrupted\n"
    assert sorted(path.name for path in town.iterdir()) == ["raw"]


def test_options_reach_the_reader(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Options] = []

    def extract(_path: Path, document_id: str, _rules: Rules, options: Options) -> Extraction:
        seen.append(options)
        return sample.extraction(document_id)

    monkeypatch.setattr(corpus, "extract", extract)
    flags = ["--no-keywords", "--pdf-engine", "pdfplumber", "--second-opinion", "--password", "x"]
    assert main(["extract", "raw"]) == 0
    assert main(["extract", str(town / "raw"), *flags]) == 0
    assert seen == [
        Options(),
        Options(keywords=False, pdf_engine="pdfplumber", second_opinion=True, password="x"),
    ]


def test_an_empty_name_is_a_wrong_call(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["extract", ""],
        ["extract", "raw", "--output", ""],
        ["show", "a", "--raw", ""],
    ):
        with pytest.raises(SystemExit, match="2"):
            main(arguments)
        assert capsys.readouterr().err.count("a name is empty") == 1
    assert sorted(path.name for path in town.iterdir()) == ["raw"]


@pytest.fixture
def passwords(town: Path, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The password of each document that is read, as the reader gets it."""
    seen: list[str | None] = []

    def extract(_path: Path, document_id: str, _rules: Rules, options: Options) -> Extraction:
        seen.append(options.password)
        return sample.extraction(document_id)

    monkeypatch.setattr(corpus, "extract", extract)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "asked")
    (town / "secret").write_bytes("\ufeff秘密\r\nx".encode())
    return seen


def test_a_password_need_not_be_in_the_call(
    town: Path, passwords: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert extract(town) == 0
    assert main(["extract", "raw", "--password-file", "secret"]) == 0
    assert main(["extract", "raw", "--ask-password"]) == 0
    monkeypatch.setenv("QINGDAN_PASSWORD", "of the environment")
    assert extract(town) == 0
    assert main(["extract", "raw", "--password", ""]) == 0
    assert passwords == [None, "秘密", "asked", "of the environment", ""]


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "secret: No such file"), (b"", "has no password"), (b"\xff\xff", "is not in UTF-8")],
)
def test_a_password_file_that_is_none_is_told(
    content: bytes | None, says: str, town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (town / "secret").write_bytes(content)
    assert main(["extract", "raw", "--password-file", "secret"]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


# --- for real -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the registered sources with the tables of one of them."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "raw", folder / "raw")
    done = command("extract", "raw/awati.txt", "--no-keywords", cwd=folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    return folder


def test_show_prints_an_item_beside_its_source(real: Path) -> None:
    item = pl.read_parquet(real / "output" / "items.parquet").row(150, named=True)
    done = command("show", item["item_id"], cwd=real, COLUMNS="120")
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert text.startswith(f"{item['item_id']}  ")
    assert item["place"] == f"lines {item['line_start']}–{item['line_end']}"
    assert item["place"] in text
    assert text.count("│") > 5


def test_show_without_the_source_says_so_and_shows_the_item(real: Path) -> None:
    done = command("show", "awati:basic:001", "--raw", "output", cwd=real)
    assert done.returncode == 2
    assert b"\xe2\x94\x82" not in done.stdout
    what = b"awati.txt: is not under output; name the folder of the sources with --raw\n"
    assert done.stderr == what


def test_show_takes_a_short_form(real: Path) -> None:
    whole, short = (command("show", one, cwd=real) for one in ("awati:basic:001", "basic:1"))
    assert (short.returncode, short.stdout) == (0, whole.stdout)


def test_show_of_an_unknown_item(real: Path) -> None:
    done = command("show", "avati:basic:001", cwd=real)
    expected = b"avati:basic:001: there is no such item; near it: awati:basic:001, "
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(expected)


def test_two_runs_give_the_same_bytes(real: Path, tmp_path: Path) -> None:
    changes = {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Urumqi", "COLUMNS": "60"}
    again = str(tmp_path / "again")
    arguments = ("extract", "raw/awati.txt", "--no-keywords", "--output", again)
    first = command(*arguments, cwd=real, **changes)
    assert first.returncode in (0, 1)
    one = {path.name: path.read_bytes() for path in (real / "output").iterdir()}
    assert one == {path.name: path.read_bytes() for path in Path(again).iterdir()}


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_any_terminal_encoding_will_do(real: Path, tmp_path: Path, encoding: str) -> None:
    arguments = ("extract", "raw/awati.txt", "--no-keywords", "--output", str(tmp_path / "out"))
    done = command(*arguments, cwd=real, PYTHONIOENCODING=encoding)
    assert done.returncode in (0, 1)
    assert b"basic" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("where", "says"), [("| true", b""), ("> /dev/full", b"standard output: cannot be written")]
)
def test_output_that_nobody_takes_changes_nothing(real: Path, where: str, says: bytes) -> None:
    shown = f"{sys.executable} -m qingdan show awati:basic:001"
    done = subprocess.run(
        ["sh", "-c", f"({shown}; echo status $? >&3) 3>&2 {where}"],
        cwd=real, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stderr.startswith(says)
    assert done.stderr.endswith(b"status 0\n")
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


# --- what is read, and what is told not to be -------------------------------------------------


def run(*arguments: str, cwd: Path, **streams: Any) -> tuple[int, list[str], dict[str, str]]:
    """Return status, lines told, and the status of every document of a run of the command."""
    done = subprocess.run(
        [sys.executable, "-m", "qingdan", "extract", *arguments, "--quiet", "--output", "out"],
        cwd=cwd, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
        **streams,
    )  # fmt: skip
    files = cwd / "out" / "documents.parquet"
    return done.returncode, done.stderr.decode().splitlines(), statuses(files.parent)


def test_standard_input_is_read(tmp_path: Path) -> None:
    assert run("-", cwd=tmp_path, input=MODEL.encode()) == (0, [], {"stdin": "ok"})
    assert run("-", "-", cwd=tmp_path, input=MODEL.encode()) == (0, [], {"stdin": "ok"})


def test_standard_input_that_is_closed_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m qingdan extract - <&-"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
    )  # fmt: skip
    told = b"standard input: cannot be read (it is closed); name a file\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_without_a_terminal_a_password_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MODEL, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "qingdan", "extract", "a.txt", "--ask-password"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    told = b"--ask-password: there is no terminal to ask on; use --password-file or"
    assert done.returncode == 2
    assert done.stderr.startswith(told)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_what_is_passed_over_is_told(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(MODEL, "utf-8")
    (raw / "readme.md").write_text("说明。", "utf-8")
    assert run("raw", cwd=tmp_path) == (0, [], {"a.txt": "ok"})
    (raw / "README").write_text(MODEL, "utf-8")
    (raw / "out").symlink_to("/etc")
    (raw / "gone").symlink_to("nowhere")
    os.mkfifo(raw / "pipe")
    out = "is a link that leads out of the folder that was named; name the file it leads to"
    assert run("raw", cwd=tmp_path) == (
        2,
        [
            "raw/README: is a note by its name, but holds a list; rename it, or name it",
            "raw/gone: is a link that leads nowhere; mend the link",
            f"raw/out: {out}",
            "raw/pipe: is not a regular file; save it as a file",
        ],
        {"README": "failed", "a.txt": "ok", "out": "failed", "gone": "failed", "pipe": "failed"},
    )
    assert run("raw/README", cwd=tmp_path)[0] == 0


NAMES = (
    "新\n行.txt", "\x1b[31mred.txt", "=1+1.txt", "-x.txt", '"a,b".txt', " 空 格 .txt",
    "\u202e反.txt", "长" * 80 + ".txt", "CON", "%s{x}.txt", "..txt", "𠮷.txt", "\udcff\udcfe.txt",
)  # fmt: skip


def test_files_of_any_name_are_read_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    for name in NAMES:
        (tmp_path / "raw" / name).write_text(MODEL, "utf-8")
    told = run("raw", cwd=tmp_path)
    hidden = 1  # ..txt
    assert told[:2] == (0, [])
    assert len(told[2]) == len(NAMES) - hidden
    for document_id in told[2]:
        assert main(["show", f"{document_id}:basic:1", "--output", "out"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["--help"], 0), (["extract", "gone.txt"], 2), (["show", "awati:basic:001"], 0)],
    ids=lambda arguments: " ".join(arguments) if isinstance(arguments, list) else "",
)  # fmt: skip
@pytest.mark.parametrize(
    "where",
    [">/dev/full", "2>/dev/full", ">/dev/full 2>&1", ">&-", "2>&-", ">&- 2>&- <&-", "2>&1 | true"],
)
def test_no_stream_changes_the_status(
    real: Path, tmp_path: Path, arguments: list[str], status: int, where: str
) -> None:
    shutil.copytree(real / "output", tmp_path / "output")
    shutil.copytree(real / "raw", tmp_path / "raw")
    called = " ".join([sys.executable, "-m", "qingdan", *arguments])
    done = subprocess.run(
        ["sh", "-c", f"({called} {where.partition('|')[0]}; echo $? >status) {where[-7:]}"
         if "|" in where else f"{called} {where}; echo $? >status"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
    )  # fmt: skip
    assert (tmp_path / "status").read_text() == f"{status}\n"
    assert b"Traceback" not in done.stdout + done.stderr
    assert b"Exception ignored" not in done.stdout + done.stderr


ENDED = """
import os, signal, sys
from qingdan import cli, corpus

number = signal.Signals[sys.argv.pop()]

def extract(*_):
    os.kill(os.getpid(), number)
    raise AssertionError("went on")

corpus.extract = extract
sys.argv[0] = "qingdan"
sys.exit(cli.main())
"""


@pytest.mark.parametrize(
    ("name", "status", "says"),
    [("SIGTERM", 143, "stopped\n"), ("SIGHUP", 129, "stopped\n"), ("SIGINT", 130, "interrupted\n")],
)
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signals")
def test_a_run_that_is_ended_leaves_nothing(
    tmp_path: Path, name: str, status: int, says: str
) -> None:
    (tmp_path / "a.txt").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", ENDED, "extract", "a.txt", "--output", "out", name],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False,
        preexec_fn=lambda: signal.signal(getattr(signal, name), signal.SIG_DFL),  # nohup ignores it
    )  # fmt: skip
    assert (done.returncode, done.stderr.decode()) == (status, says)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_fault_of_the_program_is_one_line_and_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise LookupError

    monkeypatch.setattr(cli, "COMMANDS", (show.COMMAND._replace(run=fail),))
    assert main(["show", "x"]) == 2
    assert capsys.readouterr().err == "internal error (LookupError: ); please report it\n"
