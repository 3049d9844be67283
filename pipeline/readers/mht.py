"""MHT: a web page with its pictures in one file, as a mail; only its page is read."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from ..errors import UnreadableSource


def page_of(name: str, data: bytes) -> bytes:
    """Return the HTML page of a web archive: its first part of that kind, as UTF-8 if it says
    how it is encoded."""
    page = next(_pages(message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))), None)
    if page is None:
        what = "it is a web archive (.mht) without a page in it"
        raise UnreadableSource(name, "unsupported_mht", what, "save the page anew as HTML only")
    content = page.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    try:
        return content.decode(page.get_content_charset("utf-8")).encode()
    except (LookupError, UnicodeError):
        return content


def _pages(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() == "text/html")
