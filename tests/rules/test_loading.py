"""Rule files: what they must hold, and how a wrong one is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from qingdan.errors import BadRules
from qingdan.model import Facts
from qingdan.rules import Rules, check_patterns, load_rules
from qingdan.rules.schema import Placeholders, expanded
from tests.truth import ROOT, house_rules

RULES = ROOT / "rules"
PLACES = {"title", "province", "prefecture", "county", "township", "place_from"}


def test_every_pattern_stands_the_trial() -> None:
    check_patterns(house_rules())


def test_facts_are_the_fields_of_the_model() -> None:
    assert set(house_rules().facts) == set(Facts.__struct_fields__) - PLACES


@pytest.mark.parametrize("name", house_rules().facts)
def test_patterns_of_facts_have_a_number_and_known_units(name: str) -> None:
    rule = house_rules().facts[name]
    assert rule.patterns
    assert all(value > 0 for value in rule.units.values())
    for pattern in (one.pattern for one in rule.patterns):
        assert "{figure}" in pattern
        own = re.search(r"\(\?P<unit>([^)]*)\)", pattern)
        assert own or "{unit}" in pattern
        assert not own or set(own[1].split("|")) <= set(rule.units)


def test_an_alias_of_a_header_names_one_field() -> None:
    lists, words = house_rules().lists, house_rules().lists.placeholders
    aliases = [alias for group in lists.columns.values() for alias in expanded(group, words)]
    titles = [title for group in lists.titles.values() for title in expanded(group, words)]
    assert len(set(aliases)) == len(house_rules().columns)
    printed = [*aliases, *titles]
    assert [alias for alias in printed if not alias or re.search(r"[\s{}]", alias)] == []


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        ("类别", ("类别",)),
        ("{level}级部门", ("上级部门", "县级部门")),
        (
            "{level}级部门收回{town}事项",
            (
                "上级部门收回镇事项",
                "上级部门收回乡事项",
                "县级部门收回镇事项",
                "县级部门收回乡事项",
            ),
        ),
    ],
)
def test_placeholders_stand_for_each_of_their_words(alias: str, found: tuple[str, ...]) -> None:
    assert expanded([alias], Placeholders(level=("上", "县"), town=("镇", "乡"))) == found


def test_the_default_columns_begin_with_the_number_and_end_with_what_a_list_has() -> None:
    default = house_rules().lists.default
    assert all(columns[:3] == ("seq", "category", "name") for columns in default.values())
    assert default["cooperative"][-2:] == ("superior_duties", "township_duties")
    assert default["recall"][-1] == "handling"


def test_aliases_of_departments_lead_nowhere_in_a_circle() -> None:
    aliases = house_rules().aliases
    for short in aliases:
        seen, left = set(), [short]
        while left:
            form = left.pop()
            assert form not in seen or form != short, f"{short} leads back to itself"
            if form not in seen:
                seen.add(form)
                left.extend(aliases.get(form, ()))
        assert short not in aliases[short]


def test_names_of_departments_are_departments_without_a_place() -> None:
    names, ends = house_rules().department_names, house_rules().grammar.department_end
    assert [name for name in names if not ends.search(name)] == []
    assert [name for name in names if re.match("[县区旗]|市(?!场)", name)] == []


def test_radicals_are_folded_to_ideographs() -> None:
    for radical, ideograph in house_rules().radicals.items():
        assert re.match("[\u2e80-\u2fdf\u31c0-\u31ef]", chr(radical))
        assert re.match("[\u3400-\u9fff\U00020000-\U0003ffff]", ideograph)
    assert house_rules().radicals[0x2FAF] == "面"


# --- broken rules ---------------------------------------------------------------------------------

EXAMPLES = 'examples = ["，其中：基本履职事项", "其中党的建设", "（其中"]\n'

# File, what stands in it, what a maintainer writes instead; what is told, and the line at fault.
BROKEN = {
    "unknown key": ("marks.toml", "counted =", 'colour = "red"\ncounted =', "colour", "colour"),
    "unknown table": ("lists.toml", "[default]", "[extra]\na = 1\n\n[default]", "extra", "[extra]"),
    "unknown key of a pattern": (
        "marks.toml",
        "[reference]\n",
        '[reference]\nbegins = "项"\n',
        "begins",
        "begins",
    ),
    "unknown key of a line": (
        "furniture.toml",
        'name = "lone mark"\n',
        'name = "lone mark"\nhas = "页"\n',
        "unknown field `has`",
        "has",
    ),
    "missing key": ("marks.toml", 'counted = "是"\n', "", "counted", None),
    "no pattern": (
        "lists.toml",
        "[telling]\npattern",
        "[telling]\nshape",
        "unknown field `shape`",
        "shape",
    ),
    "no examples": ("totals.toml", EXAMPLES, "", "`examples`", "[of_which]"),
    "empty examples": ("totals.toml", EXAMPLES, "examples = []\n", "length >= 1", "examples = []"),
    "wrong type": ("marks.toml", 'counted = "是"', "counted = 3", "Expected `str`", "counted = 3"),
    "unknown list": ("lists.toml", "[default]\nbasic", "[default]\nbasics", "basics", "[default]"),
    "unknown field": (
        "lists.toml",
        '"seq", "category"',
        '"seq", "kategory"',
        "kategory",
        "[default]",
    ),
    "no columns": ("lists.toml", 'recall = ["seq"', 'basics = ["seq"', "basics", "[default]"),
    "not TOML": ("lists.toml", "[default]", "[default", "not TOML", "[default"),
    "yaml's habit": ("marks.toml", 'counted = "是"', "counted = no", "not TOML", "counted = no"),
    "alias of two columns": (
        "lists.toml",
        'remark = ["备注"',
        'remark = ["备注", "序号"',
        "'序号' stands for both columns.seq and columns.remark",
        "seq = ",
    ),
    "title of two lists": (
        "lists.toml",
        'basic = ["基本履职事项清单"',
        'basic = ["配合履职事项清单", "基本履职事项清单"',
        "'配合履职事项清单' stands for both titles.basic and titles.cooperative",
        "basic = ",
    ),
    "category twice": (
        "categories.csv",
        "y\n党的建设",
        "y\n党的建设\n党的建设",
        "repeated",
        "党的建设",
    ),
    "category empty": ("categories.csv", "y\n党的建设", "y\n党的建设\n ", "empty", " "),
    "two names in a line": (
        "categories.csv",
        "党的建设\n",
        "党的建设,党建\n",
        "one name",
        "党的建设,",
    ),
    "another header": ("categories.csv", "category\n", "name\n", "'category'", "name"),
    "department twice": ("department_names.csv", "e\n", "e\n某局\n某局\n", "'某局'", "某局"),
    "kind of two bodies": (
        "department_kinds.csv",
        "names\n",
        "names\n某类,某局\n他类,某局\n",
        "one of them stands there twice",
        "他类",
    ),
    "word twice": ("words.txt", "党的建设\n", "党的建设\n党的建设\n", "repeated", "党的建设"),
    "word with a frequency": (
        "words.txt",
        "党的建设\n",
        "党的建设 100000 n\n",
        "more than one word",
        "党的建设 ",
    ),
    "no word": ("stopwords.txt", "开展\n", "开展\n\n", "empty", ""),
    "radical twice": ("radicals.csv", "e\n", "e\n⺁,厂,unicode\n", "'⺁' is repeated", "⺁"),
}


def spoilt(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the rules with a change in one file."""
    copy = tmp_path / "rules"
    shutil.copytree(RULES, copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    return copy


@pytest.mark.parametrize(("file", "old", "new", "what", "begins"), BROKEN.values(), ids=BROKEN)
def test_a_bad_rule_names_file_and_line(
    file: str, old: str, new: str, what: str, begins: str | None, tmp_path: Path
) -> None:
    directory = spoilt(tmp_path, file, old, new)
    with pytest.raises(BadRules) as raised:
        load_rules(directory)
    assert what in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_status == 2
    named, _, number = raised.value.where.partition(f"{file}:")
    if begins is None:
        assert named == str(directory / file)
    else:
        assert (
            (directory / file).read_text("utf-8").splitlines()[int(number) - 1].startswith(begins)
        )


def test_a_list_without_columns_is_told(tmp_path: Path) -> None:
    old = 'recall = ["seq", "category", "name", "handling"]\n'
    with pytest.raises(BadRules, match="lacks recall"):
        load_rules(spoilt(tmp_path, "lists.toml", old, ""))


BAD_PATTERNS = {
    "not closed": ("furniture.toml", "'第\\s*+[", "'(第\\s*+[", "not a pattern"),
    "not closed, with a number": ("totals.toml", "'(?<!第){n}", "'((?<!第){n}", "not a pattern"),
    "not closed, with a unit": ("facts.toml", "'户籍居民", "'(户籍居民", "not a pattern"),
    "not closed, a part": ("lists.toml", "'(?:目录|明细)", "'((?:目录|明细)", "not a pattern"),
    "not closed, a column": ("lists.toml", "'备注.{0,6}", "'(备注.{0,6}", "not a pattern"),
    "two numbers": (
        "totals.toml",
        "'{n}\\s*+(?:个|家|大)?(?:项|条|类别|类|领域|方面|部门|单位)?'",
        "'{n}或{n}项'",
        "not a pattern",
    ),
    "another placeholder": ("totals.toml", "小项'", "小项{name}'", "no placeholder {name}"),
    "misses an example": (
        "totals.toml",
        "小项'",
        "大项'",
        "does not match its example '分为24小项'",
    ),
    "matches another": (
        "totals.toml",
        '"第2小项"',
        '"2小项"',
        "matches '2小项', which it must not",
    ),
    "an example of a part": (
        "lists.toml",
        '"明细表"',
        '"总表"',
        "does not match its example '总表'",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "what"), BAD_PATTERNS.values(), ids=BAD_PATTERNS)
def test_a_bad_pattern_names_file_and_line(
    file: str, old: str, new: str, what: str, tmp_path: Path
) -> None:
    directory = spoilt(tmp_path, file, old, new)
    rules = load_rules(directory)
    with pytest.raises(BadRules) as raised:
        check_patterns(rules)
    number = re.search(rf"{file}:(\d+)$", raised.value.where)
    assert number
    assert what in raised.value.what
    lines = (directory / file).read_text("utf-8").splitlines()[int(number[1]) - 1 :][:3]
    assert lines[0].startswith("pattern = ")
    assert new in "\n".join(lines)


FILES = {
    "lists.toml",
    "marks.toml",
    "furniture.toml",
    "departments.toml",
    "totals.toml",
    "checks.toml",
    "facts.toml",
    "places.toml",
    "categories.csv",
    "department_names.csv",
    "department_kinds.csv",
    "radicals.csv",
    "stopwords.txt",
    "words.txt",
}


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(RULES, copy)
    (copy / file).unlink()
    with pytest.raises(BadRules) as raised:
        load_rules(copy)
    assert file in raised.value.where


SAVED = {
    "with a byte order mark": ("utf-8-sig", ",", "\n"),
    "by Excel or Notepad in China": ("gb18030", ",", "\r\n"),
    "as Unicode text": ("utf-16", "\t", "\r\n"),
    "with semicolons": ("utf-8-sig", ";", "\n"),
    "with the line ends of old Macs": ("utf-8", ",", "\r"),
}


@pytest.mark.parametrize(("encoding", "separator", "line_end"), SAVED.values(), ids=SAVED)
def test_rules_are_read_as_people_save_them(
    encoding: str, separator: str, line_end: str, tmp_path: Path
) -> None:
    for file in FILES:
        text = (RULES / file).read_text("utf-8")
        text = text.replace(",", separator) if file.endswith(".csv") else text
        (tmp_path / file).write_bytes(text.replace("\n", line_end).encode(encoding))
    rules = load_rules(tmp_path)
    same = {name: getattr(rules, name) for name in Rules.__struct_fields__ if name != "directory"}
    assert same == {name: getattr(house_rules(), name) for name in same}


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_damaged_file_is_told_with_its_line(file: str, tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    lines = (RULES / file).read_bytes().split(b"\n")
    lines[2] += b"\xb5"
    (tmp_path / "rules" / file).write_bytes(b"\n".join(lines))
    with pytest.raises(BadRules) as raised:
        load_rules(tmp_path / "rules")
    assert raised.value.where.endswith(f"{file}:3")
    assert "UTF-8" in str(raised.value)


TOO_MUCH = {
    "nested deep": "x = " + "[" * 9000 + "]" * 9000,
    "tables nested deep": "x = " + "{a=" * 9000 + "1" + "}" * 9000,
    "a number too long": "x = " + "9" * 6000,
    "without end": 'x = """',
}


@pytest.mark.parametrize("line", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_no_parser_takes_is_told_with_its_line(line: str, tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    (tmp_path / "rules" / "marks.toml").write_text(f"# rules\n{line}", "utf-8")
    with pytest.raises(BadRules, match=r"marks\.toml:2: not TOML") as raised:
        load_rules(tmp_path / "rules")
    assert len(str(raised.value)) < 300


def test_every_file_is_tried() -> None:
    assert {path.name for path in RULES.iterdir()} == FILES


def test_a_directory_without_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRules) as raised:
        load_rules(tmp_path / "nowhere")
    assert "nowhere" in raised.value.where
