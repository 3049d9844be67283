"""TOML that people write → values of a kind; what is wrong with it, and in which line."""

from __future__ import annotations

import re
import tomllib
from typing import TypeVar

import msgspec

from .decoding import Malformed

T = TypeVar("T")
MOST_POINTS = 500  # in a line


def toml_of(text: str, kind: type[T]) -> T:
    """Return TOML as a value of a kind, in which no unknown key may stand; raises `Malformed`."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_POINTS:  # the time a key takes grows with the square of its parts
            raise Malformed(number, "not TOML: nested too deep")
    try:
        return msgspec.convert(tomllib.loads(text), kind)
    except msgspec.ValidationError as error:
        raise Malformed(_line_of_key(text, str(error)), str(error)) from error
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"at line (\d+)", str(error))
        last = text.count("\n") + 1  # what has no end
        raise Malformed(int(told[1]) if told else last, f"not TOML: {error}") from error
    except (ValueError, RecursionError) as error:
        what = "nested too deep" if isinstance(error, RecursionError) else "with too long a number"
        longest = max(text.split("\n"), key=len)
        line_before = text.partition(longest)[0]
        raise Malformed(line_before.count("\n") + 1, f"not TOML: {what}") from error


def _line_of_key(text: str, message: str) -> int | None:
    """Return the line that a message is about: unknown field `has` - at `$.line[3]`.

    Keys of free choice are hidden in such messages ([...]): it is the table around them then.
    """
    where = message.rpartition(" - at ")[2]
    steps = re.findall(r"\.(\w+)(?:\[(\d+)\])?", where.split("[...].")[0])
    if unknown := re.search(r"unknown field `(\w+)`", message):
        steps.append((unknown[1], ""))
    lines, at = text.split("\n"), -1
    for name, index in steps:
        key = re.compile(rf"[\[\s]*(?:\w+\.)*{name}\b")
        found = [n for n, line in enumerate(lines) if n >= at and key.match(line)]
        at = found[min(int(index or 0), len(found) - 1)] if found else at
    return at + 1 if at >= 0 else None
