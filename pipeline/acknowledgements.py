"""What a maintainer has written down beside a raw file of its known defects.

`<stem>.toml` beside the file acknowledges defects of the source, each with exact figures and
a reason. It is optional.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline.errors import BadRules
from pipeline.model import CheckName, ListType


class CheckAcknowledgement(Struct, frozen=True, forbid_unknown_fields=True):
    """A confirmed mismatch of the source; covers exactly these figures and this detail."""

    list: ListType
    check: CheckName
    stated: int
    observed: int
    reason: str
    detail: str | None = None


class WarningAcknowledgement(Struct, frozen=True, forbid_unknown_fields=True):
    """A confirmed defect of the source; covers exactly this message about this item."""

    code: str
    message: str
    reason: str
    item: str | None = None


class Acknowledgements(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything acknowledged for one document.

    With `text_sha256` it is so for these texts only, one of each format and in any encoding: a
    line may be lost that no figure and no warning tells.
    """

    text_sha256: tuple[str, ...] = ()
    check: tuple[CheckAcknowledgement, ...] = ()
    warning: tuple[WarningAcknowledgement, ...] = ()


def text_sha256(text: str) -> str:
    """Given the text of a document, return the SHA-256 of its characters without white space."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def acknowledgements_beside(path: Path) -> Acknowledgements:
    """Given a raw file, return what is acknowledged beside it; fails with `BadRules`."""
    file = path.with_suffix(".toml")
    if not file.is_file():
        return Acknowledgements()
    try:
        table = tomllib.loads(file.read_text("utf-8"))
        found = msgspec.convert(table, Acknowledgements)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise BadRules(str(file), str(error), "mend the acknowledgements") from error
    reasons = [entry.reason for entry in found.check] + [entry.reason for entry in found.warning]
    for reason in reasons:
        if not reason.strip():
            raise BadRules(str(file), "an acknowledgement has no reason", "write the reason")
    return found
