"""`qingdan completion`: words that a shell completes."""

from __future__ import annotations

import argparse

from .command import Command, Parser
from .terminal import put

SHELLS = ("bash", "zsh", "fish", "powershell")
_DESCRIPTION = """\
Prints what has a shell complete commands and options. To have it from now on, add a line to what
the shell reads when it starts: eval "$(qingdan completion bash)" to ~/.bashrc, the same with zsh to
~/.zshrc below compinit, qingdan completion fish | source to ~/.config/fish/config.fish, qingdan
completion powershell | Out-String | Invoke-Expression to $PROFILE.
"""


def _add(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell that completes")


def _run(arguments: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    put(shellcode(["qingdan"], shell=arguments.shell) + "\n")
    return 0


def complete(parser: Parser) -> None:
    """Answer a shell that asks for words, and end the process; it asks in the environment."""
    from argcomplete import autocomplete

    autocomplete(parser)


COMMAND = Command("completion", "words that a shell completes", _DESCRIPTION, _add, _run)
