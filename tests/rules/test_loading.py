"""Rule files: what they must hold, and how a wrong one is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from qingdan.errors import BadRules
from qingdan.model import Facts
from qingdan.rules import Rules, check_patterns, load_rules
from qingdan.rules.schema import expanded
from tests.composed import cases
from tests.truth import ROOT, house_rules

RULES = ROOT / "rules"
PLACES = {"title", "province", "prefecture", "county", "township"}


def test_every_pattern_compiles() -> None:
    check_patterns(house_rules())


def test_facts_are_the_fields_of_the_model() -> None:
    assert set(house_rules().facts) == set(Facts.__struct_fields__) - PLACES


@pytest.mark.parametrize("name", house_rules().facts)
def test_patterns_of_facts_have_a_number_and_known_units(name: str) -> None:
    rule = house_rules().facts[name]
    assert rule.patterns
    assert all(value > 0 for value in rule.units.values())
    for pattern in rule.patterns:
        assert "{n}" in pattern
        own = re.search(r"\(\?P<unit>([^)]*)\)", pattern)
        assert own or "{unit}" in pattern
        assert not own or set(own[1].split("|")) <= set(rule.units)


def test_an_alias_of_a_header_names_one_field() -> None:
    lists = house_rules().lists
    aliases = [
        alias for group in lists.columns.values() for alias in expanded(group, lists.placeholders)
    ]
    assert len(set(aliases)) == len(house_rules().columns)
    assert [alias for alias in aliases if not alias or re.search(r"[\s{}]", alias)] == []


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

BROKEN = {
    "unknown key": ("marks.toml", 'colons = "：:"', 'colons = "：:"\ncolour = "red"', "colour"),
    "unknown table": ("lists.toml", "[default]", "[extra]\na = 1\n\n[default]", "extra"),
    "missing key": ("marks.toml", 'colons = "：:"\n', "", "colons"),
    "wrong type": ("marks.toml", 'colons = "：:"', "colons = 3", "colons"),
    "unknown list": ("lists.toml", "[default]\nbasic", "[default]\nbasics", "basics"),
    "unknown field": ("lists.toml", '"category", "name"]', '"kategory", "name"]', "default"),
    "not TOML": ("lists.toml", "[default]", "[default", "not TOML"),
    "yaml's habit": ("marks.toml", 'colons = "：:"', "colons = no", "not TOML"),
    "alias of two columns": ("lists.toml", 'remark = ["备注"', 'remark = ["备注", "序号"', "序号"),
    "title of two lists": (
        "lists.toml",
        'basic = ["基本履职事项清单"',
        'basic = ["配合履职事项清单", "基本履职事项清单"',
        "配合履职事项清单",
    ),
    "category twice": ("categories.csv", "党的建设\n", "党的建设\n党的建设\n", "党的建设"),
    "category empty": ("categories.csv", "党的建设\n", "党的建设\n \n", "' '"),
    "another header": ("categories.csv", "category\n", "category,note\n", "category"),
    "department twice": (
        "department_names.csv",
        "name\n",
        "name\n某某局\n某某局\n",
        "某某局",
    ),
}
UNLINED = {"not TOML", "yaml's habit", "unknown list", "missing key"}


def spoilt(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the rules with a change in one file."""
    copy = tmp_path / "rules"
    shutil.copytree(RULES, copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    return copy


@pytest.mark.parametrize(("file", "old", "new", "word"), cases(BROKEN))
def test_a_bad_rule_names_its_file(
    file: str, old: str, new: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(BadRules) as raised:
        load_rules(spoilt(tmp_path, file, old, new))
    assert file in raised.value.where
    assert word in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_status == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [pytest.param(*case, id=name) for name, case in BROKEN.items() if name not in UNLINED],
)
def test_a_bad_rule_names_its_line(
    file: str, old: str, new: str, word: str, tmp_path: Path
) -> None:
    directory = spoilt(tmp_path, file, old, new)
    with pytest.raises(BadRules) as raised:
        load_rules(directory)
    number = re.search(r":(\d+)$", raised.value.where)
    assert number, raised.value.where
    line = (directory / file).read_text("utf-8").splitlines()[int(number[1]) - 1]
    assert word.strip("'") in line or not line.strip()


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("furniture.toml", r"第\s*[\d一二三四五六七八九十百]+\s*页"),
        ("totals.toml", r"{n}\s*(?:个|条)?(?:具体|履职)?\s*(?:事项|项|条)(?!目|类)"),
        ("facts.toml", r"户籍居民\s*{n}\s*{unit}"),
    ],
)
def test_a_pattern_that_does_not_compile_names_file_and_line(
    file: str, pattern: str, tmp_path: Path
) -> None:
    directory = spoilt(tmp_path, file, pattern, "(" + pattern)
    with pytest.raises(BadRules) as raised:
        check_patterns(load_rules(directory))
    assert re.search(rf"{file}:\d+$", raised.value.where)
    assert "not a pattern" in raised.value.what


FILES = {
    "lists.toml",
    "marks.toml",
    "furniture.toml",
    "departments.toml",
    "totals.toml",
    "checks.toml",
    "facts.toml",
    "categories.csv",
    "department_names.csv",
    "radicals.csv",
    "stopwords.txt",
    "words.txt",
}


@pytest.mark.parametrize("file", cases({name: (name,) for name in sorted(FILES)}))
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(RULES, copy)
    (copy / file).unlink()
    with pytest.raises(BadRules) as raised:
        use(load_rules(copy))
    assert file in raised.value.where


def use(rules: Rules) -> None:
    """Use the files that are opened when they are needed."""
    from qingdan.keywords import with_keywords  # jieba is slow to load

    assert rules.radicals
    assert rules.stopwords
    with_keywords((), rules)


def test_a_directory_without_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRules) as raised:
        load_rules(tmp_path / "nowhere")
    assert "nowhere" in raised.value.where
