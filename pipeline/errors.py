"""What can stop a run, each with its exit status and the next action."""

from __future__ import annotations


class QingdanError(Exception):
    """Anything that stops an input or the run; `str()` is one line for a person."""

    exit_status = 2

    def __init__(self, where: str, what: str, action: str) -> None:
        super().__init__(f"{where}: {what}; {action}")
        self.where = where
        self.what = what
        self.action = action


class UnreadableSource(QingdanError):
    """An input that cannot become a document; costs no other input its output.

    `code` is the stable word written to `documents.failure`.
    """

    def __init__(self, where: str, code: str, what: str, action: str) -> None:
        super().__init__(where, what, action)
        self.code = code


class BadRules(QingdanError):
    """A rule file that is missing, malformed or contradicts another; stops the run."""


class BadCall(QingdanError):
    """Arguments that cannot be carried out."""
