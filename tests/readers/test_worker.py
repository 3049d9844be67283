"""The child process of a dangerous reader: whatever it does costs one document at worst."""

from __future__ import annotations

import pytest

from qingdan.errors import UnreadableSource
from qingdan.readers.worker import Limits, run_apart
from tests.truth import ROOT

TASKS = "tests.readers.tasks"
# CPU seconds: a busy machine, on which they take long by the clock, changes nothing.
SMALL = Limits(seconds=1, most_seconds=3, memory=600 << 20)
LARGE = Limits(seconds=1, most_seconds=60, memory=600 << 20)


@pytest.fixture(autouse=True)
def tasks_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.parametrize(
    ("task", "reply"),
    [
        ("answer", b"cba"),
        ("print_much", b"abc"),
        ("wait", b"abc"),  # longer than its seconds, by the clock
        ("work_for_two_seconds", b"abc"),
    ],
)
def test_a_task_answers(task: str, reply: bytes) -> None:
    assert run_apart("bad.pdf", f"{TASKS}:{task}", b"abc", LARGE) == reply


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("crash", "reader_crashed"),
        ("hang", "timed_out"),
        ("ask_for_a_second_and_hang", "timed_out"),
        ("ask_for_too_much_and_hang", "timed_out"),
        ("swallow", "too_large"),
        ("recurse", "too_large"),
        ("refuse", "odd"),
        ("no_such_task", "reader_crashed"),
    ],
)
def test_a_task_that_fails_costs_one_document(task: str, code: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        run_apart("bad.pdf", f"{TASKS}:{task}", b"", SMALL)
    assert caught.value.code == code
    assert str(caught.value).startswith("bad.pdf: ")
    assert "\n" not in str(caught.value)
