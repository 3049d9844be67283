"""The one schema of everything that is written: tables, columns, labels and constraints, as data.

The Arrow schemas, `datapackage.json` and the data dictionary are all made from `TABLES`.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from .. import model
from .table import Column, ColumnType, Reference, Table, Words

STATUSES = ("ok", "flagged", "failed")


def _column(  # noqa: PLR0913 - a row of a table of data, read across
    name: str,
    kind: ColumnType,
    label: tuple[str, str],
    about: tuple[str, str],
    *,
    required: bool = False,
    unique: bool = False,
    enum: tuple[str, ...] = (),
) -> Column:
    return Column(name, kind, Words(*label), Words(*about), required, unique, enum)


# --- columns that several tables share --------------------------------------------------

_DOCUMENT = _column(
    "document_id", "string", ("文档编号", "Document"),
    ("所属文档，见 documents 表", "The document it belongs to, see documents"),
    required=True,
)  # fmt: skip
_ITEM = _column(
    "item_id", "string", ("事项编号", "Item"),
    ("所属事项，见 items 表", "The item it belongs to, see items"),
)  # fmt: skip
_LIST = _column(
    "list_type", "string", ("清单", "List"),
    ("basic 基本履职事项，cooperative 配合履职事项，recall 上级部门收回事项",
     "The township's own duties, duties it assists with, duties taken back from it"),
    required=True, enum=model.LIST_TYPES,
)  # fmt: skip
_SEQ = _column(
    "seq", "int32", ("序号", "Number"), ("清单中印出的序号", "The item's number as printed"),
    required=True,
)  # fmt: skip
_FOUND = _column(
    "place", "string", ("位置", "Place"),
    ("在来源文件中的位置：页、行、表格的行或工作表的单元格，未知为空",
     "Where to find it in the source: page, lines, row of a table, cell of a sheet; else null"),
)  # fmt: skip
_PLACE = (
    _FOUND,
    _column("page", "int32", ("页码", "Page"), ("从1起，未知为空", "From 1; null when unknown")),
    _column("line_start", "int32", ("起始行", "First line"),
            ("从1起，来源无行号则为空", "From 1; null when the source has no lines")),
    _column("line_end", "int32", ("终止行", "Last line"),
            ("含该行，来源无行号则为空", "Inclusive; null when the source has no lines")),
)  # fmt: skip
_SPAN = (
    _column("char_start", "int64", ("起始字符", "First character"),
            ("在来源文本中的位置，从0起", "Offset in the decoded source text, from 0")),
    _column("char_end", "int64", ("终止字符", "End character"),
            ("在来源文本中的位置，不含该字符", "Offset in the decoded source text, exclusive")),
)  # fmt: skip
_FROM_LEFT = ("距页面左边，单位点", "Points from the page's left edge")
_FROM_TOP = ("距页面上边，单位点", "Points from the page's top edge")
_BOX = (
    _column("x0", "float64", ("左", "Left"), _FROM_LEFT),
    _column("top", "float64", ("上", "Top"), _FROM_TOP),
    _column("x1", "float64", ("右", "Right"), _FROM_LEFT),
    _column("bottom", "float64", ("下", "Bottom"), _FROM_TOP),
)  # fmt: skip
_IF_SAID = ("文档未写明则为空", "Null when the document does not say")
_CLAUSE_FIELDS = ("superior_duties", "township_duties", "handling")
_TO_DOCUMENT = Reference("document_id", "documents")
_TO_ITEM = Reference("item_id", "items")

# --- the tables -------------------------------------------------------------------------

DOCUMENTS = Table(
    "documents",
    Words("文档", "Documents"),
    Words(
        "每份输入文件一行，读取失败的也在内；含序言中的基本情况",
        "One row per input, failed ones too, with what the preamble says of the township",
    ),
    (
        _column("document_id", "string", ("文档编号", "Document"),
                ("登记表sources.csv中的编号；未登记的为路径或文件名；唯一",
                 "From its row in sources.csv, else its path or its name; unique"),
                required=True, unique=True),
        _column("status", "string", ("状态", "Status"),
                ("ok 全部核对一致，flagged 有需查看之处，failed 未能读取",
                 "ok: all reconciled; flagged: something to look at; failed: not read"),
                required=True, enum=STATUSES),
        _column("failure", "string", ("失败代码", "Failure"),
                ("未能读取的原因代码，否则为空", "Code of the reason; null unless failed")),
        _column("source_name", "string", ("来源文件", "Source file"),
                ("文件名，不含路径", "File name, never a path"), required=True),
        _column("source_path", "string", ("来源路径", "Source path"),
                ("相对于输入文件夹的路径；直接指定文件的为文件名",
                 "The file's path in the folder given; its name where the file was named"),
                required=True),
        _column("sha256", "string", ("来源校验值", "Source SHA-256"),
                ("来源文件字节的SHA-256", "SHA-256 of the source file's bytes")),
        _column("format", "string", ("格式", "Format"),
                ("按内容识别的文件格式", "What kind of file it is, by its content")),
        _column("encoding", "string", ("编码", "Encoding"),
                ("文本文件的编码", "Character encoding of a text file")),
        _column("pages", "int32", ("页数", "Pages"), ("未知为空", "Null when unknown")),
        _column("characters", "int64", ("字符数", "Characters"),
                ("解码后来源文本的长度", "Length of the decoded source text")),
        _column("title", "string", ("标题", "Title"),
                ("文档自带的标题", "The document's own title")),
        _column("province", "string", ("省级", "Province"), _IF_SAID),
        _column("prefecture", "string", ("地级", "Prefecture"), _IF_SAID),
        _column("county", "string", ("县级", "County"), _IF_SAID),
        _column("township", "string", ("乡级", "Township"),
                ("乡、镇或街道，文档未写明则为空",
                 "Township or street; null when the document does not say")),
        _column("place_from", "string", ("地名来源", "Places from"),
                ("document 文档，register 登记表sources.csv，both 两者都有；均未写明为空",
                 "document, register (sources.csv), both: some from each; null without any"),
                enum=get_args(model.PlaceFrom)),
        _column("area_km2", "float64", ("区域面积", "Area"),
                ("平方公里", "Square kilometres")),
        _column("registered_population", "int64", ("户籍人口", "Registered population"),
                ("人", "Persons")),
        _column("resident_population", "int64", ("常住人口", "Resident population"),
                ("人", "Persons")),
        _column("administrative_villages", "int32", ("行政村", "Administrative villages"),
                ("个", "Number")),
        _column("communities", "int32", ("社区", "Communities"), ("个", "Number")),
        _column("arable_land_mu", "float64", ("耕地面积", "Arable land"),
                ("亩", "Mu (1/15 hectare)")),
        _column("village_collective_income_yuan", "float64",
                ("村均集体收入", "Collective income per village"), ("元", "Yuan")),
        _column("per_capita_income_yuan", "float64", ("人均纯收入", "Net income per head"),
                ("元", "Yuan")),
        _column("distance_to_county_seat_km", "float64",
                ("距县城距离", "Distance to the county seat"), ("公里", "Kilometres")),
    ),
    primary_key=("document_id",),
)  # fmt: skip

ITEMS = Table(
    "items",
    Words("事项", "Items"),
    Words("每个事项一行", "One row per numbered row of a list"),
    (
        _DOCUMENT,
        _column("item_id", "string", ("事项编号", "Item"),
                ("文档编号:清单:三位序号，序号重复时加后缀",
                 "document_id:list_type:seq, three digits; a suffix tells repeated numbers apart"),
                required=True, unique=True),
        _LIST,
        _SEQ,
        _column("category", "string", ("事项类别", "Category"),
                ("印出的类别，换行已合", "As printed, line breaks joined"), required=True),
        _column("name", "string", ("事项名称", "Name"),
                ("印出的名称，换行已合", "As printed, line breaks joined"), required=True),
        _column("departments", "list<string>", ("部门", "Departments"),
                ("规范全称，按印出顺序；基本履职事项为空列表",
                 "Canonical full names in printed order; empty for basic"), required=True),
        _column("departments_raw", "list<string>", ("部门原文", "Departments as printed"),
                ("印出的名称，按顿号拆分；收回事项为承接部门",
                 "As printed, split at the mark 、; for recall those who take over"),
                required=True),
        _column("superior_duties", "string", ("上级部门职责", "Superior duties"),
                ("整格原文，一段一行；无此栏为空",
                 "The whole cell, one paragraph a line; null without such a column")),
        _column("township_duties", "string", ("乡镇（街道）配合职责", "Township duties"),
                ("整格原文，一段一行；无此栏为空",
                 "The whole cell, one paragraph a line; null without such a column")),
        _column("handling", "string", ("承接部门及工作方式", "Handling"),
                ("整格原文，一段一行；无此栏为空",
                 "The whole cell, one paragraph a line; null without such a column")),
        _column("flagged", "bool", ("待查", "Flagged"),
                ("有警告涉及该事项", "A warning names this item"), required=True),
        *_PLACE,
        _column("keywords", "list<string>", ("关键词", "Keywords"),
                ("供筛选的词语；未要求分词时为空列表",
                 "Words to filter by; empty when not asked for"), required=True),
    ),
    primary_key=("item_id",),
    references=(_TO_DOCUMENT,),
)  # fmt: skip

CLAUSES = Table(
    "clauses",
    Words("条款", "Clauses"),
    Words("职责或承接方式栏中的每一条一行", "One row per statement of a duty or handling cell"),
    (
        _DOCUMENT,
        replace(_ITEM, required=True),
        _LIST,
        _SEQ,
        _column("field", "string", ("栏目", "Field"),
                ("条款所在的栏", "The cell it stands in"), required=True, enum=_CLAUSE_FIELDS),
        _column("ordinal", "int32", ("次序", "Ordinal"),
                ("自上而下从1数起", "Counted through the cell from 1"), required=True),
        _column("heading", "string", ("小标题", "Heading"),
                ("其上的分组标题，连同标号，不含冒号",
                 "The group heading above it with its mark, no trailing colon")),
        _column("department_raw", "string", ("部门原文", "Department as printed"),
                ("其上的部门标题原文，不含冒号",
                 "The department heading above it as printed, no trailing colon")),
        _column("departments", "list<string>", ("部门", "Departments"),
                ("该部门标题的规范全称", "Canonical names of that heading"), required=True),
        _column("bound_departments", "list<string>", ("受约束部门", "Departments bound"),
                ("该条款约束的部门：其标题所列；无标题的上级职责为事项所列各部门",
                 "The heading's departments; without a heading, all departments of the item"),
                required=True),
        _column("number", "int32", ("条号", "Printed number"),
                ("印出的条号，重号跳号照录", "As printed, repeats and gaps kept")),
        _column("text", "string", ("条文", "Text"),
                ("不含条号", "Without number and delimiter"), required=True),
        *_SPAN,
    ),
    primary_key=("item_id", "field", "ordinal"),
    references=(_TO_DOCUMENT, _TO_ITEM),
)  # fmt: skip

DEPARTMENTS = Table(
    "departments",
    Words("部门", "Departments"),
    Words("每份文档的每个部门一行", "One row per department of a document"),
    (
        _DOCUMENT,
        _column("department", "string", ("部门", "Department"),
                ("规范全称", "Canonical full name"), required=True),
        _column("kind", "string", ("机构类别", "Kind"),
                ("在各县同类机构的统一名称，不含地名；未知为空",
                 "What the body is in any county, one word for all synonyms; null where unknown")),
        _column("spellings", "list<string>", ("写法", "Spellings"),
                ("文中出现的各种写法", "Every way the document writes it"), required=True),
        _column("spelling_counts", "list<int32>", ("各写法次数", "Counts of spellings"),
                ("与各写法一一对应的出现次数", "How often each spelling occurs, in the same order"),
                required=True),
        _column("cooperative_items", "int32", ("配合履职事项数", "Cooperative items"),
                ("列有该部门的事项数", "Items that name it"), required=True),
        _column("recall_items", "int32", ("收回事项数", "Recalled items"),
                ("由该部门承接的事项数", "Items that it takes over"), required=True),
        _column("clauses", "int32", ("条款数", "Clauses"),
                ("该部门标题下的条款数", "Clauses under a heading with its name"), required=True),
        _column("bound_clauses", "int32", ("受约束条款数", "Clauses that bind it"),
                ("连同其所列事项中无标题的上级职责和承接方式",
                 "Those and the ones without a heading in items that list it"), required=True),
    ),
    primary_key=("document_id", "department"),
    references=(_TO_DOCUMENT,),
)  # fmt: skip

RECONCILIATION = Table(
    "reconciliation",
    Words("核对", "Reconciliation"),
    Words("载明数与实有数逐项核对", "One row per stated total compared with the observed one"),
    (
        _DOCUMENT,
        _LIST,
        _column("check", "string", ("核对项", "Check"),
                ("items 事项，categories 类别，departments 部门，sequence 序号",
                 "What is compared; sequence: the numbers 1 to N without gap or repeat"),
                required=True, enum=get_args(model.CheckName)),
        _column("stated", "int32", ("载明", "Stated"),
                ("文档写明的总数，未写明为空", "The total printed; null when not stated")),
        _column("observed", "int32", ("实有", "Observed"),
                ("提取所得的总数", "The same total counted in the tables")),
        _column("status", "string", ("状态", "Status"),
                ("match 一致，mismatch 不一致，acknowledged 来源自身有误且已确认，unstated 未载明",
                 "acknowledged: the source itself is wrong, and a maintainer recorded it"),
                required=True, enum=get_args(model.CheckStatus)),
        _column("detail", "string", ("英文说明", "Detail"),
                ("不一致时写明差在何处（英文）", "What differs, by name, and the likely cause")),
        _column("detail_zh", "string", ("说明", "Detail in Chinese"),
                ("不一致时写明差在何处", "The same as detail, in Chinese")),
    ),
    primary_key=("document_id", "list_type", "check"),
    references=(_TO_DOCUMENT,),
)  # fmt: skip

WARNINGS = Table(
    "warnings",
    Words("警告", "Warnings"),
    Words("需要维护者查看之处", "One row per thing a maintainer should look at"),
    (
        _DOCUMENT,
        _column("code", "string", ("代码", "Code"),
                ("固定的警告代码", "Stable, from the documented list"), required=True),
        _column("severity", "string", ("程度", "Severity"),
                ("error 错误，warning 警告", "error or warning"),
                required=True, enum=get_args(model.Severity)),
        _column("message", "string", ("英文内容", "Message"),
                ("一句话说明（英文）", "One sentence"), required=True),
        _column("message_zh", "string", ("内容", "Message in Chinese"),
                ("一句话说明", "The same as message, in Chinese"), required=True),
        _ITEM,
        *_PLACE,
        *_SPAN,
    ),
    references=(_TO_DOCUMENT, _TO_ITEM),
)  # fmt: skip

COVERAGE = Table(
    "coverage",
    Words("覆盖", "Coverage"),
    Words("来源文本每个字符的去处", "Where every character of the source text went"),
    (
        _DOCUMENT,
        *(replace(column, required=True) for column in _SPAN),
        _column("role", "string", ("归属", "Role"),
                ("序言、标题、栏目、页面杂项、空白、隐藏内容，或未归属",
                 "What the span is; unassigned spans are always warned of"),
                required=True, enum=get_args(model.Role)),
        _ITEM,
        _column("field", "string", ("栏目", "Field"),
                ("归属某栏时的栏名", "The field it belongs to, if any")),
        _PLACE[1],
        *_BOX,
    ),
    primary_key=("document_id", "char_start"),
    references=(_TO_DOCUMENT, _TO_ITEM),
    csv=False,
)  # fmt: skip

TABLES = (DOCUMENTS, ITEMS, CLAUSES, DEPARTMENTS, RECONCILIATION, WARNINGS, COVERAGE)


def table_to_kinds(table: Table) -> tuple[str, ...]:
    """Return how the files of a table end, Parquet first."""
    return ("parquet", "csv") if table.csv else ("parquet",)


def table_to_files(table: Table) -> tuple[str, ...]:
    """Return the names of a table's files in a run of ordinary size, Parquet first."""
    return tuple(f"{table.name}.{kind}" for kind in table_to_kinds(table))


def parts_of(folder: Path, name: str, kind: str) -> tuple[Path, ...]:
    """Return the files of a table in a folder that end so, in order: one, or those of its parts."""
    return tuple(sorted([*folder.glob(f"{name}.{kind}"), *folder.glob(f"{name}-*.{kind}")]))


DATAPACKAGE = "datapackage.json"
DICTIONARY = "README.md"
FILES = (*(name for table in TABLES for name in table_to_files(table)), DATAPACKAGE, DICTIONARY)
