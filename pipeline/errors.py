"""What can stop an input or a run. Every error says in one line what is wrong and what to do."""

from __future__ import annotations


class QingdanError(Exception):
    """Anything that stops an input or the run.

    `where` names the file or argument, `what` says what is wrong with it, `action` what to do;
    `str()` is the three in one line. `exit_status` is what the command ends with.
    """

    exit_status = 2

    def __init__(self, where: str, what: str, action: str) -> None:
        self.where = where
        self.what = what
        self.action = action

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.action}"


class UnreadableSource(QingdanError):
    """An input that cannot become a document; the other inputs of the run are not affected.

    `code` is the stable word written to `documents.failure`.
    """

    def __init__(self, where: str, code: str, what: str, action: str) -> None:
        super().__init__(where, what, action)
        self.code = code


class BeyondMeasure(Exception):
    """What a document has more of than any list; it is told with the document's name."""


class BadRules(QingdanError):
    """A rule file that is missing, malformed or contradicts another; stops the run."""


class BadCall(QingdanError):
    """Arguments that cannot be carried out."""
