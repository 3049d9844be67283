"""Bad PDFs: one clear line each, nothing lost in silence, and no harm to anyone else."""

from __future__ import annotations

import os
import random
import zlib
from pathlib import Path

import pytest

from qingdan.errors import UnreadableSource
from qingdan.model import Document
from qingdan.options import Options
from qingdan.readers import read_apart
from qingdan.readers.pdf.integrity import find_damage
from tests.fixtures.pdf import raw
from tests.readers.pdfs import TRAPS
from tests.truth import ROOT

FIXTURES = ROOT / "tests" / "fixtures"
FULL = (TRAPS / "full.pdf").read_bytes()


def read(data: bytes, **options: object) -> Document:
    return read_apart("bad.pdf", data, Options(**options), "清单")  # type: ignore[arg-type]


def refusal(data: bytes, **options: object) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        read(data, **options)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("bad.pdf: ")
    return caught.value


def outcome(data: bytes) -> set[str]:
    """Return the code of a file's refusal, or the codes of its doubts."""
    try:
        return {doubt.code for doubt in read(data).doubts}
    except UnreadableSource as error:
        return {error.code}


def pages(count: bytes, *kids: bytes) -> bytes:
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count %s >>" % count
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    return raw.assemble([raw.CATALOG, tree, page, raw.stream(b""), *kids])


@pytest.mark.parametrize("data", [b"", b"\x00\x00\n  "])
def test_empty(data: bytes) -> None:
    assert refusal(data).code == "empty"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-" + os.urandom(4096)])
def test_no_pdf(data: bytes) -> None:
    assert refusal(data).code == "damaged"


def test_scan_says_that_it_is_one() -> None:
    error = refusal((TRAPS / "scan.pdf").read_bytes())
    assert error.code == "no_text"
    assert "scan" in str(error)


def test_no_pages() -> None:
    tree = b"<< /Type /Pages /Kids [] /Count 0 >>"
    assert refusal(raw.assemble([raw.CATALOG, tree])).code in ("no_pages", "damaged")


def test_encrypted_asks_for_the_password_and_opens_with_it() -> None:
    data = (TRAPS / "encrypted.pdf").read_bytes()
    assert refusal(data).code == "encrypted"
    assert "--ask-password" in str(refusal(data))
    assert refusal(data, password="falsch").code == "wrong_password"
    document = read(data, password="geheim")
    assert "做好基层党组织换届" in document.text
    assert document.doubts == ()
    # pdfminer decrypts the names of characters too, although they are not encrypted.
    assert refusal(data, password="geheim", pdf_engine="pdfplumber").code == "garbled"


def test_absurd_page_counts_are_no_work() -> None:
    error = refusal(pages(b"99999999"))
    assert error.code in ("too_many_pages", "no_text", "damaged")


def test_absurd_nesting() -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    assert refusal(pages(b"1", deep)).code
    tree = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % number for number in range(3, 3_000)]
    assert refusal(raw.assemble([raw.CATALOG, *tree])).code


def test_form_that_draws_itself_and_a_bomb() -> None:
    resources = b"/Resources << /XObject << /X 5 0 R >> >>"
    form = raw.stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)
    endless = raw.one_page(b"/X Do", b"", form)
    assert refusal(endless).code == "too_large"
    packed = zlib.compress(zlib.compress(b"q " * 20_000_000, 9), 9)
    bomb = raw.stream(packed, b"/Filter [/FlateDecode /FlateDecode]")
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    assert refusal(raw.assemble([raw.CATALOG, tree, page, bomb])).code


# --- damage that is repaired in silence ---------------------------------------------------------


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/**/*.pdf")), ids=lambda path: path.stem)
def test_sound_files_are_not_called_damaged(path: Path) -> None:
    assert list(find_damage(path.read_bytes())) == []


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_truncated(share: float) -> None:
    data = (TRAPS / "margins.pdf").read_bytes()
    cut = data[: int(len(data) * share)]
    assert outcome(cut) & {"damaged", "no_pages", "no_text", "damaged_file"}


def test_damaged_stream_is_doubted_although_pdfium_reads_on() -> None:
    whole = raw.one_page(b"BT ET " * 400, b"", raw.stream(b""), packed=True)
    assert list(find_damage(whole)) == []
    place = whole.index(b"stream\n") + 12
    broken = whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :]
    assert [damage.case for damage in find_damage(broken)] == ["stream"]


def test_random_mutations_never_lose_anything_in_silence() -> None:
    """A changed byte is harmless, refused in one line, or doubted; never a traceback."""
    chance = random.Random(3)
    told = []
    for name in ("full", "merged", "turned"):
        data = (TRAPS / f"{name}.pdf").read_bytes()
        sound = read(data)
        for _ in range(8):
            mutated = bytearray(data)
            for _ in range(chance.randint(1, 6)):
                mutated[chance.randrange(len(mutated))] = chance.randrange(256)
            told.append(bool(outcome(bytes(mutated))))
            assert told[-1] or len(read(bytes(mutated)).text) >= len(sound.text)
    assert set(told) == {True, False}
