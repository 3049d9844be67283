"""Lists in every format that is written by hand; the small one of `composed` is not doubtful."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.composed import PREAMBLE
from tests.fixtures.office.build import docx, p, sheet, tbl, tr, xlsx

Row = tuple[str, ...]
Lists = Mapping[str, Sequence[Row]]  # by their titles; the first row of each is its header

LISTS: Lists = {
    "基本履职事项清单": (
        ("序号", "事项类别", "事项名称"),
        ("1", "党的建设", "开展党员教育"),
        ("2", "民生服务", "做好低保受理"),
        ("3", "民生服务", "做好养老服务"),
    ),
    "配合履职事项清单": (
        ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
        (
            *("1", "民生服务", "临时救助", "青禾县民政局"),
            *("1.审批救助申请；\n2.发放救助金。", "1.受理申请；\n2.上报材料。"),
        ),
        (
            *("2", "民生服务", "欠薪治理", "青禾县人力资源和社会保障局"),
            *("1.查处欠薪案件；\n2.通报结果。", "1.排查欠薪线索；\n2.上报线索。"),
        ),
    ),
    "上级部门收回事项清单": (
        ("序号", "事项类别", "事项名称", "承接部门及工作方式"),
        ("1", "民生服务", "残疾等级评定", "承接部门：青禾县民政局\n工作方式：由县民政局组织评定。"),
        ("2", "民生服务", "养老机构处罚", "承接部门：青禾县民政局\n工作方式：由县民政局依法处罚。"),
    ),
}


def _text(preamble: str, lists: Lists) -> bytes:
    rows = ("\n\n".join(" ".join(row) for row in rows) for rows in lists.values())
    return (preamble + "\n\n".join(rows)).encode()


def _csv(preamble: str, lists: Lists) -> bytes:
    rows: list[Row] = [(line,) for line in preamble.splitlines()]
    for title, table in lists.items():
        rows += [(title,), *table]
    return "".join(
        ",".join(f'"{cell}"' for cell in (row + ("",) * 6)[:6]) + "\r\n" for row in rows
    ).encode("utf-8-sig")


def _docx(preamble: str, lists: Lists) -> bytes:
    body = [p(line) for line in preamble.splitlines()]
    for title, rows in lists.items():
        body += [p(title), tbl(*(tr(*row) for row in rows))]
    return docx("".join(body))


def _html(preamble: str, lists: Lists) -> bytes:
    body = [f"<p>{line}</p>" for line in preamble.splitlines()]
    for title, rows in lists.items():
        cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
        body.append(f"<h2>{title}</h2><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    page = "".join(body).replace("\n", "<br>")
    return f"<html><head><meta charset=utf-8></head><body>{page}</body></html>".encode()


def _mht(preamble: str, lists: Lists) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return head.encode() + _html(preamble, lists)


def _xlsx(preamble: str, lists: Lists) -> bytes:
    rows: list[Row] = [(line,) for line in preamble.splitlines()]
    for title, table in lists.items():
        rows += [(title,), *table]
    return xlsx({"Sheet1": sheet(rows)})


MAKERS: dict[str, Callable[[str, Lists], bytes]] = {
    "txt": _text, "csv": _csv, "docx": _docx, "html": _html, "mht": _mht, "xlsx": _xlsx,
}  # fmt: skip


def small(format: str, township: str = "柳溪镇") -> bytes:
    """Return the bytes of the small document of a township."""
    return MAKERS[format](PREAMBLE.replace("柳溪镇", township), LISTS)
