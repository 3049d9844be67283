"""Hostile dumps and tables of text."""

from __future__ import annotations

from collections.abc import Callable

from .kinds import Make, kinds

_TITLE = "青禾县柳溪镇履职事项清单\n"
_BASIC = "序号 事项类别 事项名称\n"
_COOPERATIVE = "序号 事项类别 事项名称 对应上级部门 上级部门职责 乡镇配合职责\n"
_RECALL = "序号 事项类别 事项名称 承接部门及工作方式\n"
_ROW = "\n1 民生服务 临时救助 县民政局\n1.审批申请；\n2.发放救助。\n\n1.受理申请；\n2.上报材料。\n"
_SMALL = f"{_BASIC}\n1 民生服务 做好工作\n"
_TABBED = "基本履职事项清单\n" + "\t1\t民生\t甲\n" * 4
_BARRED = "基本履职事项清单\n" + "| 1 | 民生 | 甲 |\n" * 4
_CSV = "序号,事项类别,事项名称\n1,民生,甲\n"
_LETTERS = "公安民政教育财税农林水利交通住建卫健文旅商务审计统计信访司法"


def names(size: int) -> list[str]:
    """Return so many names of departments, all of them different."""
    of = len(_LETTERS)
    return [
        f"县{_LETTERS[i % of]}{_LETTERS[i // of % of]}{_LETTERS[i // of**2 % of]}局"
        for i in range(size)
    ]


def _whole(text: Callable[[int], str]) -> Make:
    return lambda size: text(size).encode()


def _list(rows: Callable[[int], str], header: str = _COOPERATIVE) -> Make:
    return _whole(lambda size: f"{_TITLE}{header}{rows(size)}")


def _rows(row: Callable[[int], str], header: str = _BASIC) -> Make:
    return _list(lambda size: "".join(map(row, range(1, size))), header)


def _row(old: str, new: Callable[[int], str]) -> Make:
    """Return the maker of a list of one row, in which something stands for a word."""
    return _list(lambda size: _ROW.replace(old, new(size), 1))


def _duty(piece: str) -> Make:
    """Return the maker of a list with a duty in which a piece is repeated."""
    return _row("审批", lambda size: f"审{piece * size}批")


def _departments(text: Callable[[list[str]], str]) -> Make:
    """Return the maker of a list with a cell of so many departments."""
    return _row("县民政局", lambda size: text(names(size)))


def _preamble(piece: str) -> Make:
    return _whole(lambda size: f"{piece * size}\n{_SMALL}")


def _numbers_stop(size: int) -> str:
    rows = [f"\n{n} 民生服务 做好服务工作\n" for n in range(1, size // 2)]
    return "".join([*rows, "\n9999 民生服务 做好服务工作\n" * (size // 2)])


def _category(place: int) -> str:
    return f"类{chr(0x4E00 + place % 20_000)}{chr(0x4E00 + place // 20_000)}服务"


TEXT = kinds(
    ".txt",
    {
        "spaces in a line": (20_000, _list(lambda n: f"\n1 民生{' ' * n}服务 做好\n", _BASIC)),
        "spaces in a duty": (20_000, _duty(" ")),
        "ideographic spaces in a duty": (20_000, _duty("　")),
        "spaces between letters": (20_000, _duty("审 ")),
        "spaces behind a number": (20_000, _row("1.审", lambda n: f"1{' ' * n}审")),
        "row numbers that stop": (4_000, _list(_numbers_stop, _BASIC)),
        "one row number": (4_000, _rows(lambda _: "\n1 民生服务 做好工作\n")),
        "every second row number": (4_000, _rows(lambda n: f"\n{2 * n} 民生服务 做好工作\n")),
        "rows": (1_000, _rows(lambda n: _ROW.replace("1", str(n), 1), _COOPERATIVE)),
        "numbers alone": (4_000, _rows(lambda n: f"{n}\n", _COOPERATIVE)),
        "digits": (20_000, _duty("1")),
        "numbers with points": (20_000, _duty("1.")),
        "lines of tabs": (32_000, _whole(lambda n: _TABBED + "\t\n" * n)),
        "tabs in a line": (20_000, _whole(lambda n: _TABBED + "\t" * n)),
        "rows by tabs": (8_000, _whole(lambda n: _TABBED + "\t1\t民生\t甲\n" * n)),
        "cells by tabs": (8_000, _whole(lambda n: _TABBED + "甲乙\n\n\t丁\n\n" * n)),
        "bars in a line": (8_000, _whole(lambda n: _BARRED + "|" * n)),
        "rows by bars": (4_000, _whole(lambda n: _BARRED + "| 1 | 民生 | 甲 |\n" * n)),
        "departments in a cell": (16_000, _departments("、".join)),
        "departments on lines": (4_000, _departments("\n".join)),
        "departments without marks": (16_000, _departments("".join)),
        "one department in a cell": (16_000, _row("县民政局", lambda n: "县民政局、" * n)),
        "departments as headings": (
            16_000,
            _row("1.审批", lambda n: "".join(f"{one}：\n1.核查；\n" for one in names(n))),
        ),
        "departments in a heading": (
            16_000,
            _row("1.审批", lambda n: f"{'、'.join(names(n))}：\n1.审批"),
        ),
        "a department of many letters": (16_000, _row("县民政局", lambda n: f"县{'民' * n}局")),
        "ends of departments": (16_000, _row("县民政局", lambda n: "局" * n)),
        "words of duties": (16_000, _row("县民政局", lambda n: f"县民政局{'职责' * n}")),
        "departments of recall": (
            16_000,
            _list(lambda n: f"\n1 民生服务 评定\n承接部门：{'、'.join(names(n))}\n", _RECALL),
        ),
        "labels": (
            4_000,
            _list(
                lambda n: "\n1 民生 评定\n" + "承接部门：县民政局\n工作方式：评定\n" * n, _RECALL
            ),
        ),
        "clauses of recall": (
            8_000,
            _list(lambda n: f"\n1 民生 评定\n工作方式：{'1.审批申请；' * n}\n", _RECALL),
        ),
        "labels in a line": (
            8_000,
            _list(lambda n: f"\n1 民生 评定\n{'承接部门：县民政局；' * n}\n", _RECALL),
        ),
        "labels without colons": (
            8_000,
            _list(lambda n: f"\n1 民生 评定\n{'承接部门工作方式' * n}\n", _RECALL),
        ),
        "clauses": (8_000, _row("1.审批", lambda n: "1.审批申请；\n" * n)),
        "clauses in a line": (8_000, _row("1.审批", lambda n: "1.审批申请；" * n)),
        "bare numbers": (8_000, _row("1.审批", lambda n: "3常态化开展\n" * n)),
        "marks": (20_000, _duty("（1）")),
        "headings": (8_000, _row("1.审批", lambda n: "一、资金管理\n（一）救助\n" * n)),
        "colons": (20_000, _duty("：")),
        "quotes that open": (20_000, _duty("“")),
        "quotes": (20_000, _duty("“甲”")),
        "brackets that open": (20_000, _duty("（")),
        "brackets on lines": (8_000, _duty("（1\n")),
        "full stops on lines": (8_000, _duty("。\n")),
        "letters on lines": (16_000, _duty("甲\n")),
        "long lines": (8_000, _duty("审批申请并且按照规定发放救助资金和\n")),
        "blank lines": (100_000, _list(lambda n: "\n" * n + _ROW)),
        "page ends": (16_000, _list(lambda n: "\f甲\n" * n + _ROW)),
        "page ends in a row": (200, _duty("审批\f\n")),
        "page numbers": (8_000, _list(lambda n: "— 1 —\n" * n + _ROW)),
        "page numbers in a row": (200, _duty("审批\n— 1 —\n")),
        "titles": (4_000, _preamble("基本履职事项清单\n")),
        "headers": (4_000, _preamble(_BASIC)),
        "pieces of headers": (4_000, _preamble("序号\n事项类别\n")),
        "lists": (1_000, _whole(lambda n: f"{_SMALL}\n{_COOPERATIVE}{_ROW}" * n)),
        "categories": (4_000, _rows(lambda n: f"\n{n} {_category(n)} 做好工作\n")),
        "categories of a preamble": (
            4_000,
            _whole(lambda n: f"基本履职包括{'、'.join(map(_category, range(n)))}等9类\n{_SMALL}"),
        ),
        "totals": (4_000, _preamble("共有基本履职事项9项。\n")),
        "totals in a sentence": (4_000, _preamble("共有基本履职事项9项")),
        "words and figures": (16_000, _preamble("甲 9\n")),
        "lists and figures": (8_000, _preamble("基本履职事项清单 9\n配合履职事项清单 9\n")),
        "lists side by side": (8_000, _preamble("基本履职事项清单 配合履职事项清单 9 9\n")),
        "facts": (8_000, _preamble("面积约")),
        "words before a fact": (20_000, _whole(lambda n: f"户籍人口{'约' * n}\n{_SMALL}")),
        "places": (8_000, _preamble("位于青禾县")),
        "a long preamble": (20_000, _preamble("柳溪镇是个好地方。\n")),
        "private letters": (20_000, _duty("\ue000")),
        "radicals": (20_000, _duty("⾯")),
        "csv rows": (8_000, _whole(lambda n: _CSV + "1,民生,甲\n" * n)),
        "csv cells": (4_000, _whole(lambda n: _CSV + "," * n)),
        "csv quotes": (8_000, _whole(lambda n: _CSV + '","' * n)),
        "one line": (25_000_000, _whole(lambda n: "基本履职事项清单" + "a" * n)),
        "lines": (100_000_000, _whole(lambda n: "基本履职事项清单\n" + "a\n" * (n // 2))),
    },
)
