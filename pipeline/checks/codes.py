"""Every code that can be written, in both languages: the one table.

A code has one case or several. Each is a template in English and one in Chinese over the same
named facts. A doubt names code, case and facts; `messages.py` makes the sentences, and
`make docs` makes docs/codes.md of this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Rank = Literal["error", "warning", "note", "failure"]


class Words(NamedTuple):
    """The same words in both languages."""

    en: str
    zh: str


class Code(NamedTuple):
    """What a code means, what to do about it, and the templates of its cases.

    An `error` may be something lost, doubled or wrong; with a `warning` the source looks odd; a
    `note` tells how a sound document was read. A `failure` is of an input that was not read; its
    sentence is made where it fails. `form` tells that text files have it because they show no
    cells: the PDF or DOCX that one was made of hardly ever has.
    """

    rank: Rank
    title: Words
    action: Words
    cases: Mapping[str, Words] = {}
    form: bool = False


_DAMAGED = "the file is damaged at byte {byte}: ", "文件在第{byte}字节处损坏："
_LOST = "; something may be missing", "，可能有内容丢失"


def _damage(en: str, zh: str) -> Words:
    """Return the words for one kind of damage to a PDF."""
    return Words(_DAMAGED[0] + en + _LOST[0], _DAMAGED[1] + zh + _LOST[1])


_COMPARE = Words("Compare it with the source.", "请对照来源文件核对。")
_ANOTHER = Words("Get the file again.", "请重新获取该文件。")
_CONVERT = Words("Save it as DOCX, PDF or XLSX.", "请另存为DOCX、PDF或XLSX。")
_RECOGNISE = Words(
    "Run it through OCR first, or get the original document.",
    "请先做文字识别（OCR），或获取原始文档。",
)
_INSTALL_OCR = Words(
    "Install what recognises letters: pip install 'qingdan[ocr]'.",
    "请安装文字识别组件：pip install 'qingdan[ocr]'。",
)
_NO_DOCUMENT = Words("Look for the document itself.", "请查找文档本身。")
_UNPACK = Words("Unpack it and read what is in it.", "请解压后读取其中的文件。")

# fmt: off
CODES: Mapping[str, Code] = {
    # --- errors: something may be lost, doubled or wrong
    "unassigned": Code(
        "error",
        Words("characters that belong to nothing", "有文字未能归类"),
        Words("Look where the words stand: those of the page (a stamp, a note, a heading) can be "
              "acknowledged; an item that they belong to lacks them: report the document.",
              "请看这些文字在哪里：属于页面的（印章、批注、标题），可予确认；属于某个事项的，该事项缺了这些字，请反馈该文件。"),
        {"": Words("{text!r} belongs to nothing", "“{text}”未能归入任何一栏")}),
    "overlap": Code(
        "error",
        Words("characters that were read twice", "有文字被读取了两次"),
        Words("Report the document: this is a fault of the program.",
              "这是程序的错误，请反馈该文件。"),
        {"": Words("{text!r} was read twice", "“{text}”被读取了两次")}),
    "list_missing": Code(
        "error",
        Words("one of the three lists was not found", "缺少一张清单"),
        Words("Check whether the source has this list, and under which title.",
              "请查看来源文件是否有这张清单、标题是否规范。"),
        {"": Words("the {list} list was not found", "未找到{list}")}),
    "cell_missing": Code(
        "error",
        Words("an item lacks a cell that its list has", "事项缺少应有的一栏"),
        Words("Look whether the source prints it; if not, acknowledge the defect.",
              "请查看来源文件是否印有该栏内容；确实没有的，可予确认。"),
        {"": Words("the item has no {field}", "该事项的“{field}”一栏没有内容"),
         "number_only": Words("the row has nothing but a number", "该行除序号外没有内容"),
         "label": Words("a label is missing: handling has only {labels}",
                        "“承接部门及工作方式”一栏只有“{labels}”，缺少与之成对的小标题"),
         "departments": Words("the item has no departments; {named} of {count} in the list have",
                              "该事项没有写明部门，而本清单{count}项中有{named}项写明了部门")}),
    "seq_missing": Code(
        "error",
        Words("a row prints no number; the one given is a guess", "序号未印出，由位置推定"),
        Words("Check the number against the rows around it.", "请对照前后各行核对序号。"),
        {"": Words("the row prints no number; {number} is a guess",
                   "该行没有印出序号，{number}是按位置推定的")}),
    "border_guessed": Code(
        "error",
        Words("the border between two cells was guessed, or text stands beside its cell",
              "两栏之间的界线是推定的，或有文字落在邻栏"),
        Words("Compare the cells of the row with the source, from the last words of one to the "
              "first of the next.",
              "请对照来源文件核对该行各栏，尤其是一栏末尾与下一栏开头的文字。"),
        {"handling": Words("the border between name and handling was guessed",
                           "“事项名称”与“承接部门及工作方式”两栏之间的界线是推定的"),
         "name": Words("the border between name and the cell beside it was guessed",
                       "“事项名称”与旁边一栏之间的界线是推定的"),
         "no_department": Words("no department was found in the row",
                                "该行没有找到部门名称，各栏之间的界线是推定的"),
         "duties": Words("the border between the duties of the two sides was guessed",
                         "“上级部门职责”与“乡镇（街道）配合职责”两栏之间的界线是推定的"),
         "page_end": Words("whether a page ends inside the row was guessed",
                           "该行中间是否换页是推定的，各栏之间的界线也随之推定"),
         "rows": Words("page {page} has a table whose rows neither rules nor white tell apart",
                       "第{page}页的表格没有横线和空白可供分行，各行之间的界线是推定的"),
         "department_rows": Words(
             "which duties stand beside which of the row's departments was guessed",
             "该行各部门与其职责的对应关系是推定的"),
         "beside": Words("a part of {department!r} stands in the cell beside it",
                         "“{department}”有一部分落在了旁边的栏里")}, form=True),
    "category_guessed": Code(
        "error",
        Words("a category was guessed", "事项类别是推定的"),
        Words("Compare the category with the source.", "请对照来源文件核对事项类别。"),
        {"": Words("{category!r} is taken for a category that the document does not list",
                   "“{category}”被当作事项类别，但文中列出的类别里没有它"),
         "above": Words("the row prints no category; the one above is taken for its own",
                        "该行没有印出事项类别，沿用了上一行的类别"),
         "beside": Words("the row prints no category, and the list prints them in the middle of "
                         "their rows; the one above is taken for its own",
                         "该行没有印出事项类别，而本清单的类别印在所属各行的中间；沿用了上一个类别"),
         "inside": Words("{category!r} is printed inside the row; rows before it may belong to "
                         "it, too",
                         "类别“{category}”印在该行中间，它前面的几行可能也属于这一类"),
         "below": Words("the row prints no category; the one on the next page is taken for its own",
                        "该行没有印出事项类别，取用了下一页的类别"),
         "cut": Words("{category!r} at a page's top may be the rest of the category above it",
                      "页首的“{category}”可能是上一页事项类别被分页截断的后半部分"),
         "goes_on": Words("the category may go on after {category!r}: no white space follows it",
                          "事项类别“{category}”之后没有空白，类别名称可能还没有完")}, form=True),
    "category_missing": Code(
        "error",
        Words("a row has no category", "事项没有类别"),
        _COMPARE,
        {"": Words("a row has no category", "有一行没有事项类别"),
         "text": Words("the row has no category", "该行没有事项类别"),
         "ditto": Words("a row says that its category is the one above; none is",
                        "有一行写明类别同上，但上面没有类别")}),
    "category_empty": Code(
        "error",
        Words("a category cell is empty", "类别栏是空的"),
        _COMPARE,
        {"": Words("a row has no category; the one above was taken",
                   "有一行没有事项类别，沿用了上一行的类别"),
         "cell": Words("a row has an empty category; the one above was taken",
                       "有一行的事项类别栏是空的，沿用了上一行的类别")}),
    "paragraphs_joined": Code(
        "error",
        Words("a clause goes on behind a sentence that ended early in its line",
              "两段文字可能被误连为一段"),
        _COMPARE,
        {"": Words("{field} goes on in its sentence behind {text!r}",
                   "“{field}”中“{text}”一行句子已经写完且未满行，后面的文字却连在同一条里")}),
    "text_doubled": Code(
        "error",
        Words("an item holds the same text twice in a row", "同样的文字在事项中印了两次"),
        Words("Look whether the source prints it twice; if so, acknowledge the defect.",
              "请查看来源文件是否就印了两遍；确实如此的，可予确认。"),
        {"lines": Words("{field} has the same lines twice: {text!r}",
                        "“{field}”中同样的文字连印了两遍：“{text}”"),
         "beside": Words("township_duties begin with the line before them: {text!r}",
                         "“乡镇（街道）配合职责”开头重复了前一栏的末行：“{text}”"),
         "name": Words("the name is printed twice: {text!r}", "事项名称印了两遍：“{text}”"),
         "superior": Words("superior_duties end in all of township_duties",
                           "“上级部门职责”的末尾含有“乡镇（街道）配合职责”的全部内容"),
         "township": Words("township_duties begin with all of superior_duties",
                           "“乡镇（街道）配合职责”的开头含有“上级部门职责”的全部内容")}),
    "source_changed": Code(
        "error",
        Words("the file is not the one that sources.csv registers, or its text not the one "
              "acknowledged",
              "文件与登记或确认的摘要不符"),
        Words("Get the registered file back, or review the new one and register it.",
              "请恢复登记时的文件；如确已更新，请核对后重新登记。"),
        {"": Words("the file is not the one that sources.csv registers",
                   "该文件不是sources.csv中登记的那一份"),
         "text": Words("defects are acknowledged of another text than this one, whose text_sha256 "
                       "is {text_sha256}",
                       "已确认的问题针对的是另一份文本，本文件的text_sha256为{text_sha256}")}),
    "register_columns": Code(
        "note",
        Words("sources.csv has a row of the file, but not every column that is needed",
              "sources.csv登记了该文件，但缺少需要的栏"),
        Words("Add the column; without sha256 no change of the file is told.",
              "请补上该栏；没有sha256，文件改动后不会提示。"),
        {"": Words("sources.csv has no column {columns}", "sources.csv没有“{columns}”栏")}),
    "place_differs": Code(
        "error",
        Words("the document and its row in sources.csv name different places",
              "文档与sources.csv中登记的地名不一致"),
        Words("Correct the row, or see whether it is that of another file.",
              "请更正登记，或核实登记的是否为另一份文件。"),
        {"": Words("the document says {printed}, its row in sources.csv {registered}",
                   "文档为“{printed}”，sources.csv登记为“{registered}”")}),
    "scrambled_text": Code(
        "error",
        Words("a text file whose lines are torn, or stand in no order of reading",
              "文本各行不是按阅读顺序排列的，或已被拆断"),
        Words("Extract the PDF or DOCX that it was made of; every item may have words of others.",
              "请改用转换前的PDF、DOCX文件；各事项的内容都可能与别的事项混在一起。"),
        {"": Words("the text prints cells side by side or columns one after the other: no item is "
                   "sure",
                   "文本把各栏并排或逐栏印出，阅读顺序已丢失，所有事项都不可靠"),
         "pieces": Words("the text prints words and marks of one line on lines of their own: no "
                         "item is sure",
                         "文本把同一行的字和标点拆到了不同的行，所有事项都不可靠"),
         "item": Words("the item is read from lines that stand in no order of reading",
                       "该事项取自顺序错乱的文本，内容可能有误")}, form=True),
    "unreadable_characters": Code(
        "error",
        Words("characters that could not be decoded", "有字符无法解码"),
        Words("Get the file in another format, or write the characters in by hand.",
              "请换一种格式的文件，或人工补上这些字。"),
        {"": Words("{count} characters could not be decoded", "有{count}个字符无法解码"),
         "line": Words("{count} characters that could not be decoded; the first is in line {line}",
                       "有{count}个字符无法解码，第一个在第{line}行"),
         "font": Words("{count} characters without a known meaning in {text!r}",
                       "“{text}”中有{count}个字符，文件没有说明是什么字"),
         "heaped": Words("page {page} sets glyphs upon each other, so some may be missing",
                         "第{page}页有文字叠印在一起，可能有字丢失")}),
    "unknown_column": Code(
        "error",
        Words("a column whose header is not known and may hold a part of an item",
              "有表头无法识别、可能属于事项的栏"),
        Words("Add the header to the column names in rules/lists.toml if it is one of the known "
              "fields.",
              "如属于已有栏目，请将该表头加入rules/lists.toml的栏目名称。"),
        {"": Words("the column {title} of {list} is not known", "{list}的“{title}”栏无法识别")}),
    "missing_column": Code(
        "error",
        Words("a column that the list must have is missing", "缺少应有的栏"),
        _COMPARE,
        {"": Words("{list} has no column {field}", "{list}没有“{field}”一栏"),
         "categories": Words("{list} has neither a column nor rows of categories",
                             "{list}既没有事项类别栏，也没有类别标题行")}),
    "column_guessed": Code(
        "error",
        Words("a column's field was guessed from its header", "表头是推定的"),
        Words("Check the guess; add the header to rules/lists.toml if it is right.",
              "请核对推定是否正确；正确的，可将该表头加入rules/lists.toml。"),
        {"": Words("the column {title} of {list} is taken for its {field}",
                   "{list}的“{title}”栏被当作“{field}”"),
         "twice": Words("the columns {one} and {other} of {list} are both taken for its {field}",
                        "{list}的“{one}”和“{other}”两栏都被当作“{field}”")}),
    "columns_assumed": Code(
        "error",
        Words("a table without a header was read in the usual order",
              "没有表头，按默认顺序读取"),
        Words("Compare a few rows with the source.", "请抽取几行对照来源文件核对。"),
        {"": Words("the list has no header; its columns were told by their number",
                   "该清单没有表头，各栏是按栏数推定的")}),
    "merged_columns": Code(
        "error",
        Words("one cell spans several columns", "一个单元格跨了几栏"),
        _COMPARE,
        {"": Words("one cell stands in {columns} columns: {text}",
                   "一个单元格占了{columns}栏：“{text}”")}),
    "row_short": Code(
        "error",
        Words("a row has fewer cells than columns", "一行的单元格少于栏数"),
        _COMPARE,
        {"": Words("a table's row has fewer cells than the others; it begins with {text!r}",
                   "表格中有一行的单元格比其他行少，该行以“{text}”开头")}),
    "row_without_number": Code(
        "error",
        Words("a row without a number", "一行没有序号"),
        Words("Look whether the row belongs to the item above it.",
              "请核对该行是否属于上面的事项。"),
        {"": Words("a printed row without a number was added to it",
                   "有一行没有序号，已并入该事项")}),
    "number_missing": Code(
        "error",
        Words("a number cell holds no number", "序号栏不是数字"),
        _COMPARE,
        {"": Words("a row has no number", "有一行没有序号")}),
    "table_by_gaps": Code(
        "error",
        Words("a table has no rules between its columns; white told them, and no totals confirm it",
              "表格没有竖线，按空白分栏，且总数未能印证"),
        Words("Compare a few rows with the source.", "请抽取几行对照来源文件核对。"),
        {"": Words("page {page} has a table without rules between columns, which white tells apart",
                   "第{page}页的表格没有竖线，各栏是按空白分开的")}),
    "damaged_file": Code(
        "error",
        Words("the file is damaged in places", "文件有损坏之处"),
        _ANOTHER,
        {"header": _damage("the header is damaged", "文件头已损坏"),
         "cut_off": _damage("the end is missing, so it is cut off", "没有结尾，文件不完整"),
         "no_table": _damage("the place of its table of objects is missing", "缺少对象表的位置"),
         "table_elsewhere": _damage("its table of objects is not where it should be",
                                    "对象表不在应在的位置"),
         "table": _damage("its table of objects is damaged", "对象表已损坏"),
         "table_wrong": _damage("its table of objects leads to the wrong place",
                                "对象表指向了错误的位置"),
         "stream_apart": _damage("a stream does not follow its dictionary",
                                 "有数据流与其说明脱节"),
         "stream_endless": _damage("a stream has no end", "有数据流没有结尾"),
         "stream": _damage("a compressed stream is damaged", "有压缩数据流已损坏"),
         "stream_undeclared": _damage("a compressed stream is not declared as such",
                                      "有压缩数据流没有标明压缩"),
         "objects": _damage("its objects do not begin and end in pairs",
                            "对象的开头与结尾不成对"),
         "tag": Words("what is left of a tag stands in the text: {text}", "文字中残留标签：{text}"),
         "page": Words("page {page} cannot be read", "第{page}页无法读取"),
         "template": Words("a template of page {page} is missing", "第{page}页缺少所用的模板"),
         "plumber": Words("page {page} cannot be read by pdfplumber",
                          "第{page}页无法用pdfplumber读取")}),
    "second_opinion": Code(
        "error",
        Words("two ways of reading the file differ", "两种读法不一致"),
        _COMPARE,
        {"pages": Words("one reads {one} pages, one {other}",
                        "一种读法读出{one}页，另一种读出{other}页"),
         "tables": Words("page {page}: {one} tables, the other source sees {other}",
                         "第{page}页：一种读法读出{one}个表格，另一种读出{other}个"),
         "lines": Words("page {page}: the text outside tables differs",
                        "第{page}页：两种读法读出的表格以外的文字不同"),
         "size": Words("page {page}: table {table}: {rows} rows of {columns} columns, the other "
                       "source sees {other_rows} of {other_columns}",
                       "第{page}页第{table}个表格：一种读法读出{rows}行{columns}列，"
                       "另一种读出{other_rows}行{other_columns}列"),
         "merged": Words("page {page}: table {table}: cells are merged differently",
                         "第{page}页第{table}个表格：两种读法读出的合并单元格不同"),
         "cell": Words("page {page}: table {table}: row {row}, column {column}: {one!r} or "
                       "{other!r}",
                       "第{page}页第{table}个表格第{row}行第{column}列：一种读法为“{one}”，"
                       "另一种为“{other}”")}),
    "text_outside_page": Code(
        "error",
        Words("text outside the page is told and not read", "页面之外有文字，未读取"),
        Words("Look whether the words belong to the document.",
              "请查看这些文字是否属于正文。"),
        {"": Words("page {page} has text beyond its edges, which is not read: {text!r}",
                   "第{page}页的页面之外有文字，没有读取：“{text}”")}),
    "too_many_rules": Code(
        "error",
        Words("a page has too many lines to be a table", "一页上的线条过多"),
        Words("Get the file in another format.", "请换一种格式的文件。"),
        {"": Words("page {page} has too many rules to be a table; its text is read as lines",
                   "第{page}页的线条过多，不像表格，其文字按普通行读取")}),
    "cell_without_value": Code(
        "error",
        Words("a formula whose value the file does not hold", "单元格的公式没有存下结果"),
        Words("Open the workbook in a spreadsheet program and save it.",
              "请用表格软件打开该文件，重新计算并保存。"),
        {"": Words("{count} cells hold an error or a formula that was never computed",
                   "有{count}个单元格是错误值，或公式没有计算结果")}),
    "formats_differ": Code(
        "error",
        Words("two files of the same list differ", "同一清单的两种文件不一致"),
        Words("Compare the items named in both files, and keep the right one.",
              "请对照两份文件核对所列事项，保留正确的一份。"),
        {"": Words("{file} lists the same township otherwise: {differences}",
                   "“{file}”是同一乡镇（街道）的清单，但内容不同：{differences}")}),
    "acknowledgement_unused": Code(
        "error",
        Words("an acknowledgement that covers nothing any more", "有一条确认已不适用"),
        Words("Remove it from the file beside the document, or write what is so now.",
              "请从文件旁的确认文件中删去这一条，或按现在的情况改写。"),
        {"check": Words("{list} {check} {stated}/{observed} is acknowledged, but not so",
                        "已确认{list}的{check}载明{stated}、实有{observed}，但现在并非如此"),
         "item": Words("{item}: {message!r} is acknowledged, but not so",
                       "已确认事项{item}有“{message}”这一问题，但现在并非如此"),
         "document": Words("{message!r} is acknowledged, but not so",
                           "已确认有“{message}”这一问题，但现在并非如此")}),
    "conversion_differs": Code(
        "error",
        Words("what LibreOffice made of the file is not what the file says",
              "LibreOffice转换的结果与文件原文不一致"),
        Words("Open the file in Word or WPS, save it as DOCX and read that.",
              "请用Word或WPS打开该文件，另存为DOCX后重新读取。"),
        {"lost": Words("{count} paragraphs or cells are lost, the first begins {text!r}",
                       "转换后缺少{count}段（格）文字，第一处是“{text}”"),
         "added": Words("{count} paragraphs or cells are not in the file, the first begins "
                        "{text!r}",
                        "转换后多出{count}段（格）文字，第一处是“{text}”"),
         "unchecked": Words("the file cannot be read in a second way, so that nothing confirms it",
                            "该文件无法用第二种方法读取，转换结果未经核对")}),
    "scan_unread": Code(
        "error",
        Words("pages are scans that were not read", "有扫描页没有读取"),
        _INSTALL_OCR,
        {"": Words("pages {pages} are scans or pictures; nothing was read of them",
                   "第{pages}页是扫描页或图片，未读取其中的内容")}),
    # --- warnings: the source looks odd, and what is printed was kept
    "department_unknown": Code(
        "warning",
        Words("a department's name does not look whole", "部门名称不像是完整的"),
        Words("Compare the name with the source; a whole name can be added to "
              "rules/departments.toml.",
              "请对照来源文件核对；名称确实完整的，可加入rules/departments.toml。"),
        {"": Words("{department!r} does not look like a whole name",
                   "“{department}”不像是完整的部门名称"),
         "hole": Words("{department!r} may lack a line of {whole!r}",
                       "“{department}”可能是“{whole}”，中间少了一行")}),
    "control_characters": Code(
        "warning",
        Words("control characters were read as white space", "有控制字符，按空白读取"),
        Words("Look whether a character is lost there.", "请查看该处是否缺字。"),
        {"": Words("{count} control characters, read as white space; the first is in line {line}",
                   "有{count}个控制字符，已按空白读取，第一个在第{line}行")}),
    "letters_unsure": Code(
        "warning",
        Words("letters of a scan that may be others", "扫描页上有没有把握的文字"),
        Words("Compare the letters in brackets with the scan (qingdan show --image).",
              "请对照扫描页核对方括号中的文字（qingdan show --image）。"),
        {"": Words("{count} letters recognised may be others: {text}",
                   "识别出的文字中有{count}个没有把握：{text}"),
         "outside": Words("outside the items, {count} letters recognised may be others: {text}",
                          "事项之外识别出的文字中有{count}个没有把握：{text}")}),
    "hidden_text": Code(
        "warning",
        Words("the file has hidden text", "文件中有隐藏的内容"),
        Words("Look whether it belongs to the document.", "请核对隐藏的内容是否属于正文。"),
        {"merged": Words("a merged cell hides text of its own; read as if shown",
                         "一个合并单元格中藏有文字，已与正文一并读取"),
         "cells": Words("cells of its tables hide text; read as if shown",
                        "表格的单元格中有隐藏文字，已与正文一并读取"),
         "rows": Words("a sheet hides {rows} rows and {columns} columns; read as if shown",
                       "一张工作表隐藏了{rows}行、{columns}列，已一并读取"),
         "sheet": Words("the sheet {sheet} is hidden; read as if shown",
                        "工作表“{sheet}”是隐藏的，已一并读取"),
         "white": Words("{text!r} has the colour of its ground; not read",
                        "“{text}”与底色相同、看不见，未读取"),
         "covered": Words("{text!r} is covered; not read", "“{text}”被遮盖，未读取"),
         "unprinted": Words("{text!r} is not shown in print; not read",
                            "“{text}”不会打印出来，未读取")}),
    "annotation_text": Code(
        "warning",
        Words("a note on a page has text and no appearance", "批注有文字，却没有外观"),
        Words("Look whether its text belongs to the document.", "请核对批注的文字是否属于正文。"),
        {"": Words("the note {text!r} on page {page} was not read",
                   "第{page}页的批注“{text}”未读取")}),
    "file_unread": Code(
        "warning",
        Words("a file inserted in it was not read", "文中插入的文件未能读取"),
        Words("Open it in Word, save it anew and read it again.", "请用Word打开并另存后重新读取。"),
        {"": Words("the file {part} that is inserted in it was not read",
                   "文中插入的文件{part}未能读取")}),
    "struck_text": Code(
        "warning",
        Words("words are struck out", "有划了删除线的文字"),
        Words("Look whether they still belong to the list.", "请核对这些文字是否仍属于清单。"),
        {"": Words("{text!r} is struck out; read as printed",
                   "“{text}”划有删除线，已照原样读取")}),
    "tracked_changes": Code(
        "warning",
        Words("tracked changes were read as accepted", "有修订痕迹，按接受后读取"),
        Words("Accept or reject the changes in Word.", "请在Word中接受或拒绝修订后再读取。"),
        {"": Words("it has tracked changes; read as accepted",
                   "文件中有修订痕迹，已按接受修订后的文字读取")}),
    "title_contradicted": Code(
        "warning",
        Words("a list's title and its columns contradict each other", "清单标题与表头不符"),
        _COMPARE,
        {"": Words("the title names the list {titled}, its columns {list}",
                   "标题写的是{titled}，表头却是{list}的")}),
    "totals_contradict": Code(
        "warning",
        Words("the document states two different totals", "文中两处载明的总数不同"),
        _COMPARE,
        {"": Words("{list} {check}: “{before}” in one place, “{after}” in another",
                   "{list}的{check}前后不一：一处为“{before}”，另一处为“{after}”")}),
    "total_unstated": Code(
        "warning",
        Words("one list's total is not stated, though all others' are",
              "其他清单都载明了这一总数，唯独一张没有"),
        Words("Look in the preamble of the source whether it stands there; acknowledge it if not.",
              "请在来源文件的前言中查找这一总数；确实没有的，请予确认。"),
        {"": Words("{list} {check}: no total is stated, as it is for the other lists",
                   "{list}的{check}没有载明，其他清单的都已载明")}),
    "preamble_cut": Code(
        "warning",
        Words("the preamble lacks a heading or breaks off", "前言缺少标题或没有写完"),
        _COMPARE,
        {"": Words("the preamble breaks off: {text!r}", "前言没有写完：“{text}”"),
         "heading": Words("no heading {number} stands before {text!r}",
                          "“{text}”之前缺少序号为{number}的标题")}),
    "band_total": Code(
        "warning",
        Words("a category row states another number of items", "类别行载明的项数与实有不符"),
        _COMPARE,
        {"": Words("{list}: {category} states {stated} items, {observed} found",
                   "{list}中“{category}”一类载明{stated}项，实有{observed}项")}),
    "clause_numbers": Code(
        "warning",
        Words("clauses are not numbered 1 2 3", "条号重复、跳号、乱序或缺失"),
        Words("Look whether the source is numbered so; if so, acknowledge the defect.",
              "请查看来源文件的编号；确实如此的，可予确认。"),
        {"": Words("{field} is numbered {numbers}",
                   "“{field}”的条款编号为{numbers}，没有从1起依次递增"),
         "under": Words("{field} under {under!r} is numbered {numbers}",
                        "“{field}”中“{under}”之下的条款编号为{numbers}，没有从1起依次递增"),
         "lost": Words("{field} clause {clause} has no number, behind {number}",
                       "“{field}”第{clause}条没有编号，前一条的编号是{number}"),
         "inner": Words("{field} clause {clause} holds a number that does not follow",
                        "“{field}”第{clause}条之内的编号不连续"),
         "heading": Words("{field} has a heading 一 and none behind it",
                          "“{field}”中只有标题“一”，没有后续的标题")}),
    "list_unfinished": Code(
        "warning",
        Words("a cell, or a list in it, ends with a semicolon where others end with a full stop",
              "一栏或一组条文以分号结尾"),
        _COMPARE,
        {"": Words("the cell ends as if more followed: {field} clause {clause}",
                   "“{field}”末尾的第{clause}条以分号结尾，后面像是还有内容"),
         "list": Words("a list ends as if more followed: {field} clause {clause}",
                       "“{field}”中一组条文末尾的第{clause}条以分号结尾，后面像是还有内容")}),
    "clause_unfinished": Code(
        "warning",
        Words("a clause does not end as a sentence", "条文不像是完整的句子"),
        _COMPARE,
        {"": Words("{field} clause {clause} does not end as a sentence: {text!r}",
                   "“{field}”第{clause}条不像是写完的句子：“{text}”"),
         "begin": Words("{field} clause {clause} begins in the middle of a sentence: {text!r}",
                        "“{field}”第{clause}条像是从句子中间开始的：“{text}”")}),
    "name_unfinished": Code(
        "warning",
        Words("an item's name looks cut, or holds what is not its own",
              "事项名称像是被截断，或混入了别的文字"),
        _COMPARE,
        {"": Words("the name looks cut: {text!r}", "事项名称像是不完整：“{text}”"),
         "title": Words("the name holds a title or a header: {text!r}",
                        "事项名称中混入了标题或表头：“{text}”"),
         "begins": Words("the name begins with a category: {text!r}",
                         "事项名称开头混入了事项类别：“{text}”"),
         "number": Words("the name holds the next row's number: {text!r}",
                         "事项名称中混入了下一行的序号：“{text}”"),
         "heading": Words("the name ends in the heading of a category: {text!r}",
                          "事项名称末尾混入了类别标题：“{text}”"),
         "category": Words("the name is a category: {text!r}",
                           "事项名称是一个事项类别：“{text}”"),
         "unlike": Words("{text!r} does not begin with {begin} like others in {end}",
                         "“{text}”没有像其他以“{end}”结尾的名称那样以“{begin}”字开头")}),
    "heading_empty": Code(
        "warning",
        Words("nothing stands under a heading", "标题下没有内容"),
        _COMPARE,
        {"": Words("nothing stands under {heading!r} in {field}",
                   "“{field}”中“{heading}”之下没有内容")}),
    "page_number_guessed": Code(
        "warning",
        Words("a number on a line of its own was taken for that of a page",
              "单独成行的数字被当作页码"),
        Words("Look at the lines around it: if it is the number of a page, acknowledge it; if it "
              "belongs to a sentence, join both lines in the file and extract it again.",
              "请看它前后的行：确是页码的，可予确认；属于上下文句子的，请在文件中将两行连为一行后重新提取。"),
        {"": Words("{number}, alone on its line, is taken for the number of a page",
                   "单独成行的“{number}”被当作页码，没有计入任何一栏")}, form=True),
    "quotes_moved": Code(
        "error",
        Words("quotation marks do not stand around their words", "引号没有印在所引的文字两边"),
        Words("Compare them with the original, and put them right in the file.",
              "请对照原件，在文件中补正引号。"),
        {"": Words("quotation marks before {text!r} belong to other words",
                   "“{text}”前的引号应在别的文字两边")}, form=True),
    "marks_unpaired": Code(
        "warning",
        Words("quotation marks or brackets are not paired", "引号或括号不成对"),
        _COMPARE,
        {"": Words("{field} has {opened} {left} and {closed} {right}",
                   "“{field}”中有{opened}个{left}、{closed}个{right}，不成对")}),
    "item_repeated": Code(
        "warning",
        Words("two items of a list have the same name", "同一清单中有同名事项"),
        _COMPARE,
        {"": Words("another item of the list has the same name: {name!r}",
                   "同一清单中另有同名事项：“{name}”")}),
    "department_without_duties": Code(
        "warning",
        Words("the duties do not name a department of the item", "职责中没有提到所列部门"),
        Words("Compare both cells with the source. Two names of one body can be made one: add them "
              "to [[alias]] in rules/departments.toml.",
              "请对照来源文件核对两栏；如两个名称指同一部门，可加入rules/departments.toml的[[alias]]。"),
        {"likely": Words("no heading of the duties names {department}; {likely}, which stands "
                         "there, may be meant",
                         "“上级部门职责”的小标题没有提到“{department}”，其中的“{likely}”可能就是它"),
         "": Words("no heading of the duties names {department}",
                   "“上级部门职责”的小标题都没有提到“{department}”")}),
    "sides_swapped": Code(
        "warning",
        Words("headings name departments on the township's side only",
              "部门标题只出现在乡镇职责一栏"),
        _COMPARE,
        {"": Words("headings name the item's departments on the township's side only",
                   "所列部门的小标题只出现在“乡镇（街道）配合职责”一栏，两栏可能颠倒")}),
    "department_unlisted": Code(
        "warning",
        Words("the duties name a department that the cell does not",
              "职责提到的部门未列在部门栏"),
        _COMPARE,
        {"": Words("the duties name {department}, the department cell does not",
                   "职责中提到了“{department}”，部门栏却没有列出")}),
    # --- notes: a sound document, and how it was read
    "radicals_folded": Code(
        "note",
        Words("CJK radicals were read as ideographs", "部首字符已还原为汉字"),
        Words("Nothing.", "无需处理。"),
        {"": Words("{count} CJK radicals were read as the ideographs they are drawn as",
                   "有{count}个部首字符，已还原为字形相同的汉字")}),
    "acknowledgement_sentence": Code(
        "note",
        Words("an acknowledgement names a sentence, not a code and its facts",
              "有一条确认写的是整句，而不是代码和事实"),
        Words("Write it as the message says; the sentence is still understood.",
              "请按提示改写；写整句的目前仍然有效。"),
        {"check": Words("{list} {check}: the acknowledgement has a sentence as its detail; write "
                        "instead: {now}",
                        "对{list}的{check}的确认以detail写了整句，请改写为：{now}"),
         "warning": Words("{code}: the acknowledgement has a sentence as its message; write "
                          "instead: {now}",
                          "对{code}的确认以message写了整句，请改写为：{now}")}),
    "converted": Code(
        "note",
        Words("the file was converted by LibreOffice first", "文件先经LibreOffice转换"),
        Words("Nothing: it was compared with a second reading where there is one.",
              "无需处理；凡有第二种读法的，都已核对。"),
        {"": Words("it was read by way of LibreOffice", "该文件经LibreOffice转换后读取")}),
    "ocr_read": Code(
        "note",
        Words("pages are scans, read by recognising their letters",
              "有扫描页，经文字识别（OCR）读取"),
        Words("Nothing; items with letters that are in doubt are told by themselves.",
              "无需处理；识别没有把握的文字另有提示。"),
        {"": Words("pages {pages} are scans; their letters were recognised (OCR)",
                   "第{pages}页是扫描页，文字经识别（OCR）得到")}),
    "beside_text": Code(
        "note",
        Words("the file holds something besides its text", "文件除正文外另有内容"),
        Words("Nothing, unless the list itself is attached.", "无需处理；清单本身在附件中的除外。"),
        {"attachments": Words("files attached to it were not read: {files}",
                              "附件未读取：{files}"),
         "signature": Words("it is signed; signatures and seals were not verified",
                            "文件有电子签名（签章），未作验证")}),
    # --- failures: the input was not read
    "not_found": Code(
        "failure", Words("there is no such file", "文件不存在"),
        Words("Check the name.", "请检查文件名。")),
    "not_a_file": Code(
        "failure", Words("it is not an ordinary file", "不是普通文件"),
        Words("Save it as a file.", "请将其存为文件。")),
    "id_taken": Code(
        "failure",
        Words("another file of the run has the same id", "本次运行中另一文件的编号与它相同"),
        Words("Name the folder that holds both, or register them with ids of their own.",
              "请指定包含两者的文件夹，或在sources.csv中分别登记编号。")),
    "link_out": Code(
        "failure", Words("it is a link that leads out of the folder", "是指向文件夹之外的链接"),
        Words("Name the file that it leads to.", "请直接指定它所指向的文件。")),
    "list_in_note": Code(
        "failure", Words("it is a note by its name, but holds a list",
                         "按文件名是说明文件，却含有清单"),
        Words("Rename the file, or name it.", "请更改文件名，或直接指定该文件。")),
    "unreadable": Code(
        "failure", Words("the file cannot be opened", "文件无法打开"),
        Words("Check its permissions.", "请检查文件的访问权限。")),
    "empty": Code("failure", Words("the file is empty", "文件是空的"), _ANOTHER),
    "empty_folder": Code(
        "failure", Words("the folder holds nothing to read", "文件夹里没有可读的文件"),
        Words("Name another folder.", "请指定其他文件夹。")),
    "binary": Code(
        "failure", Words("it is binary or in an unknown encoding", "不是文字，或编码不明"),
        Words("Save it as UTF-8 text, PDF, DOCX or XLSX.",
              "请另存为UTF-8文本、PDF、DOCX或XLSX。")),
    "encoding": Code(
        "failure", Words("it is not in the encoding that its first bytes name",
                         "与所标的编码不符"),
        Words("Save it again as UTF-8.", "请重新存为UTF-8编码。")),
    "not_a_list": Code(
        "failure", Words("it is not a responsibility list", "不是履职事项清单"),
        Words("Check that it is one.", "请确认该文件是否为履职事项清单。")),
    "damaged": Code("failure", Words("the file is damaged", "文件已损坏"), _ANOTHER),
    "encrypted": Code(
        "failure", Words("the file is protected by a password", "文件有密码"),
        Words("Give its password (--ask-password).", "请提供密码（--ask-password）。")),
    "wrong_password": Code(
        "failure", Words("the password does not open it", "密码不对"),
        Words("Give the right one (--ask-password).", "请提供正确的密码（--ask-password）。")),
    "no_pages": Code("failure", Words("it has no pages", "没有页面"), _ANOTHER),
    "too_many_pages": Code(
        "failure", Words("it has too many pages", "页数过多"),
        Words("Split the file.", "请将文件拆分。")),
    "no_text": Code(
        "failure", Words("it has no text: it is a scan", "没有文字层，是扫描件"),
        _RECOGNISE),
    "outlines": Code(
        "failure", Words("its letters are drawn as outlines", "文字已转成曲线"),
        _RECOGNISE),
    "garbled": Code(
        "failure",
        Words("its fonts do not say what their letters are", "字体没有编码对照，文字无法识读"),
        _RECOGNISE),
    "portfolio": Code(
        "failure", Words("its content is in attached files", "内容在其附件中"),
        Words("Save the attached files and read them.", "请另存其中的附件后读取。")),
    "timed_out": Code(
        "failure", Words("reading took too much CPU time", "读取所用的CPU时间超限"),
        Words("Split it, or raise the limit that the message names.",
              "请将其拆分，或提高信息中所说的限制。")),
    "over_memory": Code(
        "failure", Words("reading takes more memory than there is", "读取所需内存超限"),
        Words("Split it, or raise the limit that the message names.",
              "请将其拆分，或提高信息中所说的限制。")),
    "reader_crashed": Code(
        "failure", Words("its reader crashed or was killed", "读取进程崩溃或被终止"),
        Words("Do what the message says: get the file again, or read it again.",
              "请按信息所说，重新获取该文件，或再读取一次。")),
    "unsupported_doc": Code(
        "failure", Words("an old Word or WPS document", "旧版Word或WPS文档"),
        _CONVERT),
    "unsupported_drawing": Code("failure", Words("a drawing", "绘图文档"), _CONVERT),
    "unsupported_slides": Code("failure", Words("a slide show", "演示文稿"), _CONVERT),
    "unsupported_epub": Code("failure", Words("an electronic book", "电子书"), _CONVERT),
    "conversion_failed": Code(
        "failure", Words("LibreOffice could not convert it", "LibreOffice未能转换"), _CONVERT),
    "unsupported_rtf": Code("failure", Words("a Rich Text document", "RTF文档"), _CONVERT),
    "unsupported_mht": Code(
        "failure", Words("a web archive without a page", "没有网页的网页存档"), _CONVERT),
    "unsupported_xml": Code(
        "failure", Words("a Word or Excel document saved as XML", "存为XML的Word或Excel文档"),
        _CONVERT),
    "unsupported_ole": Code(
        "failure", Words("an OLE file of another kind", "无法识别的OLE文件"),
        _CONVERT),
    "unsupported_image": Code(
        "failure", Words("a picture", "图片"),
        _RECOGNISE),
    "unsupported_zip": Code(
        "failure", Words("a ZIP archive; the message names its members",
                         "ZIP压缩包，提示中列有其中的文件"),
        _UNPACK),
    "unsupported_archive": Code(
        "failure", Words("an archive of another kind", "其他压缩包"), _UNPACK),
    "unsupported_pages": Code(
        "failure", Words("pages in the format of another program (CAJ, CEB, XPS, DjVu, PostScript)",
                         "其他程序的版式文档（CAJ、CEB、XPS、DjVu、PostScript）"), _CONVERT),
    "unsupported_iwork": Code(
        "failure", Words("a Pages or Numbers document of Apple", "苹果Pages或Numbers文档"),
        _CONVERT),
    "unsupported_program": Code(
        "failure", Words("a program", "程序文件"), _NO_DOCUMENT),
    "unsupported_link": Code(
        "failure", Words("a shortcut", "快捷方式"), _NO_DOCUMENT),
    "unsupported_data": Code(
        "failure", Words("a database, or a table of data", "数据库或数据表文件"), _NO_DOCUMENT),
    "unsupported_media": Code(
        "failure", Words("sound or film", "音频或视频"), _NO_DOCUMENT),
    "unsupported_rar": Code("failure", Words("a RAR archive", "RAR压缩包"), _UNPACK),
    "unsupported_7z": Code("failure", Words("a 7z archive", "7z压缩包"), _UNPACK),
    "unsupported_gzip": Code("failure", Words("a gzip archive", "gzip压缩包"), _UNPACK),
    "bad_acknowledgements": Code(
        "failure",
        Words("the acknowledgements beside the file cannot be read", "文件旁的确认文件无法读取"),
        Words("Mend the TOML file that the message names.", "请修正提示中所指的TOML文件。")),
    "bad_register": Code(
        "failure",
        Words("the register beside the file cannot be read", "文件旁的登记表sources.csv无法读取"),
        Words("Mend sources.csv; its first line names the columns.",
              "请修正sources.csv，其首行应为各栏名称。")),
    "unsafe": Code(
        "failure", Words("the file holds something dangerous", "文件含有危险内容"),
        Words("Check where it comes from.", "请检查文件来源。")),
    "too_large": Code(
        "failure", Words("the file holds more than any list", "文件内容超出任何清单的规模"),
        Words("Check where it comes from.", "请检查文件来源。")),
    "number_too_large": Code(
        "failure", Words("a number does not fit its column", "有数字超出可存的范围"),
        Words("Look for it in the source.", "请在来源文件中查找该数字。")),
    "internal_error": Code(
        "failure", Words("the program failed", "程序出错"),
        Words("Report it with the file.", "请连同文件一并反馈。")),
}

# What is advised where totals differ.
TOTALS_ADVICE = Words(
    "Count in the source: if it contradicts itself, acknowledge it; if something is printed there "
    "that is missing here, look at what is told below first, then report the document.",
    "请在来源文件中清点：文件自相矛盾的，可予确认；文件印有而此处没有的，先看下面所列的问题，仍无法解释的请反馈该文件。",
)

# What comes before the advice on each code, where a text file has `count` doubts of its form.
FORM_ADVICE = Words(
    "It is a text file, which shows no cells, and that is why most likely {count} of these are "
    "told: extract the PDF or DOCX that it was made of, if there is one.",
    "这是文本文件，看不出表格的栏界，以下有{count}处多半由此而来：如有转换前的PDF或DOCX文件，请先改用该文件提取。",
)

# What `reconciliation.detail` says: a total has one finding or several.
TOTALS: Mapping[str, Words] = {
    "unstated": Words("the document states no such total", "文中没有载明这一总数"),
    "items": Words("stated “{quote}”, but {observed} found",
                   "载明“{quote}”，实有{observed}项"),
    "lacking": Words("no item is numbered {numbers}", "没有序号为{numbers}的事项"),
    "named": Words("{stated} are stated, {named} are named",
                   "载明{stated}个类别，却列出{named}个名称"),
    "categories": Words("stated “{quote}”, but {observed} found",
                        "载明“{quote}”，实有{observed}个类别"),
    "differ": Words("stated “{quote}”, {observed} found",
                    "载明“{quote}”，实有{observed}个类别，名称有出入"),
    "renamed": Words("{name!r} is stated where the table prints {printed!r} ({items}), likely one "
                     "category",
                     "文中载明“{name}”，表中则为“{printed}”（{items}），可能是同一类别"),
    "absent": Words("{name!r} is stated, but no item is filed under it",
                    "文中载明“{name}”，但没有事项归入该类别"),
    "unnamed": Words("{name!r} ({items}) is not among the stated ones",
                     "表中的“{name}”（{items}）不在载明的类别之列"),
    "departments": Words("stated “{quote}”, but {observed} found in {spellings} spellings",
                         "载明“{quote}”，实有{observed}个部门，共{spellings}种写法"),
    "same": Words("read as one: {forms}", "视为同一部门的有：{forms}"),
    "alike": Words("to look at first, as another spelling or no department: {alike}",
                   "请先核对是否为别的写法或并非部门：{alike}"),
    "all": Words("all: {names}", "全部部门：{names}"),
    "missing": Words("missing: {numbers}", "缺序号{numbers}"),
    "repeated": Words("repeated: {numbers}", "序号{numbers}重复"),
    "disorder": Words("out of order: {numbers}", "序号{numbers}次序颠倒"),
    "missing_in": Words("{category}: missing: {numbers}", "“{category}”一类缺序号{numbers}"),
    "repeated_in": Words("{category}: repeated: {numbers}",
                         "“{category}”一类序号{numbers}重复"),
    "disorder_in": Words("{category}: out of order: {numbers}",
                         "“{category}”一类序号{numbers}次序颠倒"),
}
# fmt: on
