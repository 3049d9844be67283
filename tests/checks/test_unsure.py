"""Letters that recognition is not sure of are told of their item, with the words around them."""

from __future__ import annotations

from qingdan.checks.unsure import UNSURE, unsure_doubts
from qingdan.model import Document, Doubt, Item, Segment, Source
from qingdan.readers.scans.vocabulary import with_words_confirmed

TEXT = "某镇清单\n公益性基地审批\n— 1 —\n"
COVERAGE = (
    Segment(0, 4, "preamble"),
    Segment(4, 5, "space"),
    Segment(5, 12, "field", "x:recall:003", "name"),
    Segment(12, 13, "space"),
    Segment(13, 18, "furniture"),
    Segment(18, 19, "space"),
)
ITEM = Item(
    "x:recall:003", "recall", 3, "民生服务", TEXT[5:12], (), (), None, None, None, 1, None, None,
    "p. 1", (),
)  # fmt: skip


def at(*places: int) -> list[Doubt]:
    return [Doubt(UNSURE, page=1, start=place, end=place + 1) for place in places]


def test_letters_of_an_item_are_one_doubt_and_those_of_the_page_none() -> None:
    other = Doubt("ocr_read", "", {"pages": "1"})
    told = list(unsure_doubts([other, *at(8, 11, 1, 15)], COVERAGE, [ITEM], TEXT))
    assert told[0] == other
    by_item = {doubt.item_id: doubt for doubt in told[1:]}
    assert set(by_item) == {None, "x:recall:003"}
    assert by_item["x:recall:003"].facts == {"count": 2, "text": "公益性[基]地审[批]"}
    assert (by_item[None].case, by_item[None].facts["text"]) == ("outside", "某[镇]清单")


def test_words_that_the_document_has_elsewhere_are_sure() -> None:
    text = "县农业农村局\n县农业农村局：核对\n县农业农村局\n公益性基地\n后城乡政府\n后城乡政府\n"
    doubts = (Doubt("ocr_read"), *at(2, 27, 31, 37))
    document = Document(Source("x", "0", "pdf"), text, (), doubts)
    assert text[27] + text[31] + text[37] == "基城城"
    assert with_words_confirmed(document).doubts == (Doubt("ocr_read"), *at(27, 31, 37))
