"""What the preamble says of the township: where it is, and its figures in plain units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..letters.joining import joined
from ..letters.marks import APPENDIX, number_of
from ..model import Facts, Line, Sections
from ..rules import Rules
from ..rules.loading import NUMBER, alternatives
from ..rules.schema import FactRule

WHOLE = frozenset(
    {"registered_population", "resident_population", "administrative_villages", "communities"}
)
LONGEST_TITLE = 45
FIRST_LINES = 8  # in which a title stands, but for web pages, which begin with their menus
MENU_LINES = 80
LETTER = r"[^\W\d_]"  # compiles in a tenth of the time that ranges of ideographs take
PLACE_ENDS = "省市县区旗盟州镇乡道木"
CHAIN = (
    rf"(?:(?P<province>{LETTER}{{2,8}}?(?:省|自治区)))?"
    rf"(?:(?P<prefecture>{LETTER}{{2,9}}?(?:自治州|地区|新区|州|盟|市)))?"
)
COUNTY = (
    rf"(?P<county>市[中南北]区"
    rf"|(?![县区市旗]){LETTER}{{1,9}}?(?:自治县|自治旗|林区|特区|县|市|区|旗))"
)
TOWN = rf"(?P<township>{LETTER}{{1,12}}?(?:民族乡|民族苏木|街道|苏木|镇|乡))"
CORPS = rf"(?:新疆生产建设兵团)?(?:第{LETTER}{{1,3}}师)?"  # it has divisions and regiments
TITLE = re.compile(
    rf"^.{{0,8}}?(?P<place>{LETTER}{{0,30}}?)(?:办事处|人民政府|政府|党委|委员会)?(?:乡镇)?"
    r"(?:履职事项|履行职责事项|职责事项|履职|职责|责任)清单$"
)
TITLE_PLACE = re.compile(
    rf"^(?:中共)?{CORPS}{CHAIN}(?:{COUNTY})?(?:{LETTER}{{1,5}}团)?(?:{TOWN})?$"
)
IS_IN = r"[是为](?=[^，。；]{2,20}(?:下辖|所辖|辖区?|管辖|的一个))"  # 是某省某市某县下辖镇
LOCATED = re.compile(
    rf"(?:位于|地处|隶属于?|坐落于?|坐落在|属于?|系|{IS_IN}){CHAIN}(?:代管的|所辖的|下辖的|辖)?{COUNTY}"
)
TOWNSHIP = re.compile(
    rf"(?m)(?:^|[，。；：、\s]){TOWN}"
    r"(?=属于?|位于|是|地处|坐落|隶属|成立|辖区|区域|现|总|行政|履职|全|地|按照|办事处|党|基本)"
)
# 现将《某县某镇履职事项清单》印发给你们
NAMED = re.compile(rf"《(?P<township>{LETTER}{{4,40}}?)(?:履职事项|履行职责事项|职责事项)清单》")


def places_of(sections: Sections, rules: Rules) -> dict[str, str]:
    """Given the parts of a document, return the places its title and preamble name.

    Keys are province, prefecture, county and township, each only where it is printed.
    """
    lines = "\n".join(line.text.strip() for line in sections.preamble)
    title = _title(sections)
    match = TITLE.match(title) if title else None
    named = TITLE_PLACE.match(match["place"]) if match else None
    places = {name: place for name, place in named.groupdict().items() if place} if named else {}
    if "county" not in places and "prefecture" in places:
        places["county"] = places.pop("prefecture")  # the only 市 above a township
    located = LOCATED.search("".join(lines.split()))
    for name, place in (located.groupdict() if located else {}).items():
        if place:
            places.setdefault(name, place)
    if "province" not in places and places.get("prefecture") in rules.municipalities:
        places["province"] = places.pop("prefecture")
    named = NAMED.search("".join(lines.split()))
    township = named or TOWNSHIP.search(lines)
    whole = TITLE_PLACE.match(township["township"]) if township else None
    for name in ("county", "township"):
        if whole and whole[name]:
            places.setdefault(name, whole[name])
    return places


def facts_of(sections: Sections, places: dict[str, str], rules: Rules) -> Facts:
    """Given the parts of a document and its places, return everything its preamble says."""
    text = joined(sections.preamble).text
    values = {name: _fact(rule, text) for name, rule in _patterns(rules)}
    numbers = {
        name: round(value) if name in WHOLE else round(value, 6)
        for name, value in values.items()
        if value is not None
    }
    return Facts(title=_title(sections), **places, **numbers)  # type: ignore[arg-type]  # see rules' test


def _title(sections: Sections) -> str | None:
    """Return the title of the document: one of the first lines that is nothing else."""
    lines = sections.preamble[:FIRST_LINES]
    for first in range(len(lines)):
        for count in (3, 2, 1):
            if not _ends_title(lines[first : first + count][-1]):
                continue
            text = APPENDIX.sub("", joined(lines[first : first + count]).text)
            if (
                len(text) <= LONGEST_TITLE
                and not re.search("[，。；：]", text)
                and TITLE.match(text)
            ):
                return _without_menu(lines[first : first + count], text)
    below = (line for line in sections.preamble[FIRST_LINES:MENU_LINES] if _is_titled((line,)))
    return next((joined((line,)).text for line in below), None)


def _without_menu(lines: Sequence[Line], title: str) -> str:
    """Given the lines of a title, return it without a sheet's name or a menu's above it."""
    for place, line in enumerate(lines, 1):
        if not _is_titled(lines[place:]) or _is_place(line):
            return title
        title = APPENDIX.sub("", joined(lines[place:]).text)
    return title


def _is_titled(lines: Sequence[Line]) -> bool:
    """Tell whether a line is a whole title, with its place."""
    match = TITLE.match(joined(lines).text) if lines and _ends_title(lines[-1]) else None
    return bool(match and match["place"] and TITLE_PLACE.match(match["place"]))


def _ends_title(line: Line) -> bool:
    """Tell whether a line ends as a title does (清单); hardly any does."""
    return line.text.rstrip()[-1:] in ("单", "")


def _is_place(line: Line) -> bool:
    """Tell whether a line ends like the name of a place, so that a title may begin with it."""
    return line.text.rstrip()[-1:] in PLACE_ENDS


@lru_cache(maxsize=4)
def _patterns(rules: Rules) -> tuple[tuple[str, FactRule], ...]:
    """Given rules, return them with numbers and units filled into their patterns."""
    return tuple(
        (name, FactRule(rule.units, tuple(_filled(pattern, rule) for pattern in rule.patterns)))
        for name, rule in rules.facts.items()
    )


def _filled(pattern: str, rule: FactRule) -> str:
    unit = f"(?P<unit>{alternatives(rule.units)})"
    return pattern.replace("{n}", NUMBER).replace("{unit}", unit)


def _fact(rule: FactRule, text: str) -> float | None:
    """Given the preamble, return the fact in plain units, None when it is not printed."""
    for pattern in rule.patterns:
        match = re.search(pattern, text)
        if match:
            printed = match["n"].replace(",", "").replace("，", "")
            value = float(printed) if printed[0].isdigit() else float(number_of(printed))
            return value * rule.units.get(match["unit"] or "个", 1.0)
    return None
