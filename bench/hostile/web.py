"""Hostile web pages and web archives."""

from __future__ import annotations

from collections.abc import Callable

from .kinds import Make, kinds

_ROW = "<tr><td>1<td>民生<td>甲</tr>"


def _page(rows: str, head: str = "", below: str = "") -> bytes:
    table = f"<table><tr><td>序号<td>事项类别<td>事项名称</tr>{rows}</table>"
    return f"<head>{head}</head><body><h2>基本履职事项清单</h2>{table}{below}</body>".encode()


def _rows(html: Callable[[int], str]) -> Make:
    return lambda size: _page(html(size))


def _below(html: Callable[[int], str]) -> Make:
    return lambda size: _page(_ROW, below=html(size))


def _styled(rule: Callable[[int], str], element: Callable[[int], str]) -> Make:
    """Return the maker of a page with as many rules as elements."""

    def make(size: int) -> bytes:
        rules, elements = ("".join(map(one, range(size))) for one in (rule, element))
        return _page(_ROW, f"<style>{rules}</style>", elements)

    return make


def _sheet(css: Callable[[int], str]) -> Make:
    return lambda size: _page(_ROW, f"<style>{css(size)}</style>")


HTML = kinds(
    ".html",
    {
        "cells in a row": (4_000, _rows(lambda n: f"<tr>{'<td>x' * n}")),
        "cells in rows": (200, _rows(lambda n: f"<tr>{'<td>x' * 400}" * n)),
        "cells over columns": (2_000, _rows(lambda n: f"<tr>{'<td colspan=1000>x' * n}")),
        "cells over rows": (1_000, _rows(lambda n: "<tr><td rowspan=9999>x" * n)),
        "cells over all": (400, _rows(lambda n: "<tr><td rowspan=999 colspan=999>x<td>y" * n)),
        "rows": (8_000, _rows(lambda n: _ROW * n)),
        "short rows": (8_000, _rows(lambda n: f"{_ROW}<tr><td>1<td>甲" * n)),
        "bodies": (8_000, _rows(lambda n: f"<tbody>{_ROW}" * n)),
        "tables": (4_000, _below(lambda n: f"<table>{_ROW}</table>" * n)),
        "nested tables": (500, _rows(lambda n: "<tr><td>甲<table>" * n + _ROW)),
        "nested elements": (1_900, _below(lambda n: "<div>" * n + "甲")),
        "nested and hidden": (
            1_000,
            _below(lambda n: "<div style='display:none'>" * n + "<p>甲" * 10 * n),
        ),
        "nested furniture": (1_000, _below(lambda n: "<nav>" * n + "<p>甲" * 10 * n)),
        "elements": (20_000, _below(lambda n: "<b>甲</b>" * n)),
        "line breaks": (20_000, _rows(lambda n: f"<tr><td>1<td>{'甲<br>' * n}")),
        "spaces": (40_000, _rows(lambda n: f"<tr><td>1<td>甲{' ' * n}乙")),
        "lines of pre": (20_000, _below(lambda n: f"<pre>{'甲' + chr(10)}" * n)),
        "lists": (8_000, _below(lambda n: "<ol><li>甲</ol>" * n)),
        "list items": (8_000, _below(lambda n: f"<ol>{'<li>甲' * n}")),
        "rules of classes": (
            2_000,
            _styled(lambda n: f".c{n}{{color:red}}", lambda n: f"<p class=c{n}>甲"),
        ),
        "rules of one class": (
            2_000,
            _styled(lambda n: f".d{n} .c{{color:red}}", lambda _: "<p class=c>甲"),
        ),
        "rules of all": (
            2_000,
            _styled(lambda n: f".c{n} *{{color:red}}", lambda n: f"<p class=d{n}>甲"),
        ),
        "counters": (
            2_000,
            _styled(lambda n: f".c{n}{{counter-increment:k{n}}}", lambda n: f"<p class=c{n}>甲"),
        ),
        "classes": (8_000, _below(lambda n: f"<p class='{' '.join(f'c{i}' for i in range(n))}'>")),
        "declarations": (8_000, _below(lambda n: f"<p style='{'color:red;' * n}'>甲")),
        "spaces in a style": (20_000, _below(lambda n: f"<p style='color:{' ' * n}x{' ' * n}y'>")),
        "comments that open": (20_000, _sheet(lambda n: "/*" * n)),
        "selectors": (8_000, _sheet(lambda n: f"{'a.b.c>' * n}b{{color:red}}")),
        "entities": (20_000, _below(lambda n: "&amp;&x;&#20013;" * n)),
        "tags that open": (20_000, _below(lambda n: "<p <p " * n)),
        "attributes": (8_000, _below(lambda n: f"<p {' '.join(f'a{i}=1' for i in range(n))}>甲")),
    },
)


def _mail(head: Callable[[int], str]) -> Make:
    """Return the maker of a web archive whose page stands below so long a head."""
    return lambda size: (
        f"MIME-Version: 1.0\n{head(size)}".encode()
        + (b"Content-Type: text/html; charset=utf-8\n\n" + _page(_ROW))
    )


_PARTS = 'Content-Type: multipart/related; boundary="x"\n\n'

MHT = kinds(
    ".mht",
    {
        "headers": (4_000, _mail(lambda n: "X-A: 1\n" * n)),
        "a folded header": (8_000, _mail(lambda n: "X-A: 1\n" + " 1\n" * n)),
        "parts": (4_000, _mail(lambda n: _PARTS + "--x\nContent-Type: a/b\n\n" * n + "--x\n")),
        "nested parts": (
            400,
            _mail(
                lambda n: "".join(
                    f'Content-Type: multipart/related; boundary="x{i}"\n\n--x{i}\n'
                    for i in range(n)
                )
            ),
        ),
    },
)
