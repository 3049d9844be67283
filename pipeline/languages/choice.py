"""Which language a command speaks."""

from __future__ import annotations

import os
import sys
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_CHINESE = 0x04  # the primary language of Windows' numbers of languages, their lowest ten bits
_PRIMARY = 0x3FF


def language_of(named: str | None) -> Language:
    """Return the language that a caller names, else that of the locale: Chinese, or English."""
    for known in LANGUAGES:
        if named == known:
            return known
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if sys.platform == "win32" and _is_chinese_windows() else "en"


def _is_chinese_windows() -> bool:
    """Tell whether the user reads Windows in Chinese."""
    import ctypes

    windll = getattr(ctypes, "windll", None)
    number = windll.kernel32.GetUserDefaultUILanguage() if windll else 0
    return bool(number & _PRIMARY == _CHINESE)
