"""Where things are in an OFD: its pages with their templates, resources, notes, attachments."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from ...model import Doubt
from ..package import Package
from ..pages.seen import Ink
from .values import first, ink_of, name_of, named, number, numbers, said, text_of

A4 = 0.0, 0.0, 210.0, 297.0
LARGEST_PAGE = 10_000.0  # millimetres: a page that claims more, or nothing, is taken for A4
DEEPEST = 12  # drawing parameters that refer to others
SEEN_BY_ALL = ("Watermark", "Stamp", "Link", "Highlight")  # notes whose words are none of the text
QUOTED = 30  # letters of a note that a doubt quotes

PageBox = tuple[float, float, float, float]


class Layer(NamedTuple):
    """Objects of a page, and the drawing parameters that they have by default."""

    objects: etree._Element
    parameters: str | None


class Sheet(NamedTuple):
    """A page as the file has it: its box in millimetres and its layers from the ground up."""

    number: int
    box: PageBox
    layers: tuple[Layer, ...]
    doubts: tuple[Doubt, ...] = ()


class Ofd:
    """An OFD as its parts tell it; all documents in it are one."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.attachments: list[str] = []
        self.signed = False
        self.composites: dict[str, etree._Element] = {}
        self._parameters: dict[str, etree._Element] = {}
        self._spaces: dict[str, str] = {}
        self._media: dict[str, str] = {}
        self._templates: dict[str, str] = {}
        self._notes: dict[str, list[str]] = {}
        self._resources: set[str] = set()
        self._usual: dict[str, PageBox] = {}
        self._pages: list[tuple[str, str, str]] = []  # document, page's id, page's part
        for body in named(self.package.xml("OFD.xml"), "DocBody"):
            self.signed = self.signed or bool(said(body, "Signatures"))
            self._open(self._path("OFD.xml", said(body, "DocRoot")))

    @property
    def pages_total(self) -> int:
        return len(self._pages)

    def _open(self, part: str) -> None:
        """Note what a document has."""
        root = self.package.xml(part)
        common = first(root, "CommonData")
        self._usual[part] = _box_of(said(first(common, "PageArea"), "PhysicalBox")) or A4
        for one in named(common, "PublicRes", "DocumentRes"):
            self._take(self._path(part, text_of(one)))
        for template in named(common, "TemplatePage"):
            self._templates[template.get("ID", "")] = self._path(part, template.get("BaseLoc", ""))
        for page in named(first(root, "Pages"), "Page"):
            where = page.get("BaseLoc") or said(page, "BaseLoc")
            self._pages.append((part, page.get("ID", ""), self._path(part, where)))
        if place := said(root, "Annotations"):
            self._take_notes(self._path(part, place))
        if place := said(root, "Attachments"):
            for one in named(self.package.xml(self._path(part, place)), "Attachment"):
                name = one.get("Name") or posixpath.basename(said(one, "FileLoc"))
                self.attachments.append(" ".join(name.split()))

    def _take(self, part: str) -> None:
        """Note the resources of a part, once."""
        if part in self._resources:
            return
        self._resources.add(part)
        root = self.package.xml(part)
        base = root.get("BaseLoc", "") if root is not None else ""
        for group in () if root is None else root:
            for one in group:
                self._take_one(name_of(one), one, posixpath.join(base, ""), part)

    def _take_one(self, kind: str, one: etree._Element, base: str, part: str) -> None:
        known = one.get("ID", "")
        if kind == "CompositeGraphicUnit":
            self.composites[known] = one
        elif kind == "DrawParam":
            self._parameters[known] = one
        elif kind == "ColorSpace":
            self._spaces[known] = one.get("Type", "")
        elif kind == "MultiMedia":
            self._media[known] = self._path(part, base + said(one, "MediaFile"))

    def _take_notes(self, part: str) -> None:
        """Note the words of notes that may be text of their page."""
        for page in named(self.package.xml(part), "Page"):
            notes = self.package.xml(self._path(part, said(page, "FileLoc")))
            for note in named(notes, "Annot"):
                if note.get("Visible") == "false" or note.get("Type") in SEEN_BY_ALL:
                    continue
                words = "".join(
                    code.text or "" for code in note.iter() if name_of(code) == "TextCode"
                )
                if words.strip():
                    self._notes.setdefault(page.get("PageID", ""), []).append(words)

    def _path(self, part: str, place: str) -> str:
        """Return the name of the part at a place that another part names.

        Some producers write places from the root as if they began at the part.
        """
        place = place.replace("\\", "/")
        folder = "" if place.startswith("/") else posixpath.dirname(part)
        whole, from_root = (
            posixpath.normpath(posixpath.join("/", start, place.lstrip("/"))).lstrip("/")
            for start in (folder, "")
        )
        return from_root if self.package.has(from_root) and not self.package.has(whole) else whole

    def sheets(self) -> Iterator[Sheet]:
        """Yield all pages; one that is missing is empty and doubtful."""
        for place, (document, known, part) in enumerate(self._pages, 1):
            page = self.package.xml(part)
            if page is None:
                doubt = Doubt("damaged_file", "page", {"page": place}, page=place)
                yield Sheet(place, A4, (), (doubt,))
                continue
            for where in named(page, "PageRes"):
                self._take(self._path(part, text_of(where)))
            box = _box_of(said(first(page, "Area"), "PhysicalBox")) or self._usual[document]
            doubts = [self._note_to_doubt(words, place) for words in self._notes.get(known, ())]
            below: list[Layer] = []
            above: list[Layer] = []
            for template in named(page, "Template"):
                found = self._template(template.get("TemplateID", ""))
                if found is None:
                    doubts.append(Doubt("damaged_file", "template", {"page": place}, page=place))
                over = template.get("ZOrder") == "Foreground"
                (above if over else below).extend(found or ())
            layers = (*below, *_layers(page), *above)
            yield Sheet(place, box, layers, tuple(doubts))

    def _template(self, known: str) -> list[Layer] | None:
        part = self._templates.get(known)
        root = self.package.xml(part) if part else None
        if part is None or root is None:
            return None
        for where in named(root, "PageRes"):
            self._take(self._path(part, text_of(where)))
        return _layers(root)

    @staticmethod
    def _note_to_doubt(words: str, page: int) -> Doubt:
        facts: dict[str, str | int] = {"page": page, "text": words[:QUOTED]}
        return Doubt("annotation_text", "", facts, page=page)

    def colour(
        self, node: etree._Element, name: str, parameters: str | None
    ) -> tuple[bool, Ink | None, float]:
        """Return whether an object, or its drawing parameters, have a colour of this name
        (`FillColor`), which it is (None: not a plain one), and how opaque, to 255.
        """
        found = first(node, name)
        for known in (node.get("DrawParam"), parameters):
            own = self._parameters.get(known or "")
            for _ in range(DEEPEST):
                if found is not None or own is None:
                    break
                found, own = first(own, name), self._parameters.get(own.get("Relative", ""))
        if found is None:
            return False, None, 255.0
        space = self._spaces.get(found.get("ColorSpace", ""))
        plain = len(found) == 0 and found.get("Index") is None
        ink = ink_of(found.get("Value"), space) if plain else None
        return True, ink, number(found.get("Alpha"), 255.0)

    def picture(self, known: str) -> bytes | None:
        """Return the file of a picture."""
        part = self._media.get(known)
        return self.package.read(part) if part else None


def _layers(page: etree._Element) -> list[Layer]:
    """Return the layers of a page from the ground up."""
    order = {"Background": 0, "Foreground": 2}
    layers = [layer for content in named(page, "Content") for layer in named(content, "Layer")]
    layers.sort(key=lambda layer: order.get(layer.get("Type", ""), 1))
    return [Layer(layer, layer.get("DrawParam")) for layer in layers]


def _box_of(text: str) -> PageBox | None:
    found = numbers(text)
    if len(found) != len(A4) or not all(0 < side <= LARGEST_PAGE for side in found[2:]):
        return None
    x, y, width, height = found
    return x, y, width, height
