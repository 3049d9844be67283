"""The sentences of doubts and checks, in both languages, from the table of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..model import Doubt, Finding, Severity, Warning
from .codes import CODES, TOTALS, Words

ACKNOWLEDGED = Words("{detail} — acknowledged: {reason}", "{detail}——已确认：{reason}")

# Lists, checks and columns as they are called in Chinese.
NAMES: Mapping[str, str] = {
    "basic": "基本履职事项清单",
    "cooperative": "配合履职事项清单",
    "recall": "上级部门收回事项清单",
    "items": "事项总数",
    "categories": "类别总数",
    "departments": "部门",
    "sequence": "序号",
    "seq": "序号",
    "category": "事项类别",
    "name": "事项名称",
    "superior_duties": "上级部门职责",
    "township_duties": "乡镇（街道）配合职责",
    "handling": "承接部门及工作方式",
    "remark": "备注",
    "only here": "仅见于本文件",
    "only there": "仅见于另一文件",
}
CHECK_NAMES = {"departments": "部门总数"}  # where a check is called otherwise than a column
KEYS = {"field", "list", "titled"}  # facts that are such a name
LISTING = {"items", "numbers", "forms", "alike", "differences"}  # facts that are a list
DIFFERENCE = re.compile(r" (\d+) \((.*?)\)")  # basic 3 (name)
NAME = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))


def severity_of(code: str) -> Severity:
    """Return what `warnings.severity` says of a code: a note is a warning that does not flag."""
    return "error" if CODES[code].rank == "error" else "warning"


def message_of(doubt: Doubt) -> Words:
    """Return the sentence of a doubt in both languages."""
    return _filled(CODES[doubt.code].cases[doubt.case], doubt.facts)


def warning_of(doubt: Doubt) -> Warning:
    """Return the warning that a doubt is."""
    message = message_of(doubt)
    return Warning(
        code=doubt.code,
        severity=severity_of(doubt.code),
        message=message.en,
        message_zh=message.zh,
        item_id=doubt.item_id,
        page=doubt.page,
        line_start=doubt.line_start,
        line_end=doubt.line_end,
        start=doubt.start,
        end=doubt.end,
        case=doubt.case,
        facts=doubt.facts,
        flags=CODES[doubt.code].rank != "note",
    )


def detail_of(findings: Iterable[Finding]) -> Words:
    """Return what a check says, its findings one after the other."""
    told = [_filled(TOTALS[finding.case], finding.facts) for finding in findings]
    return Words("; ".join(one.en for one in told), "；".join(one.zh for one in told))


def with_reason(detail: Words, reason: str) -> Words:
    """Return what an acknowledged check says."""
    return Words(
        *(
            template.format(detail=told, reason=reason)
            for template, told in zip(ACKNOWLEDGED, detail, strict=True)
        )
    )


def _filled(words: Words, facts: Mapping[str, str | int]) -> Words:
    english = {key: _english(key, value) for key, value in facts.items()}
    chinese = {key: _chinese(key, value) for key, value in facts.items()}
    return Words(words.en.format(**english), words.zh.format(**chinese))


def _english(key: str, value: str | int) -> str | int:
    if key == "items":
        return f"item {value}" if str(value).isdigit() else f"items {value}"
    return value


def _chinese(key: str, value: str | int) -> str:
    """Return a fact as a Chinese sentence says it: no English names, lists or line breaks."""
    text = " ".join(str(value).split())
    if key == "check":
        return CHECK_NAMES.get(text) or NAMES.get(text, text)
    if key in KEYS:
        return NAMES.get(text, text)
    if key in LISTING:
        listed = text.replace(", ", "、").replace("; ", "；")
        named = NAME.sub(lambda found: NAMES[found[0]], listed)
        return f"第{named}项" if key == "items" else DIFFERENCE.sub(r"第\1项（\2）", named)
    return text
