"""The same words in both languages."""

from __future__ import annotations

from msgspec import Struct

from .choice import Language

__all__ = ["Language", "Words"]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the words in a language."""
        return self.zh if language == "zh" else self.en

    def both(self) -> str:
        """Return the words in Chinese and, behind a stroke, in English."""
        return f"{self.zh} / {self.en}"
