"""A .docx somebody else made: its paragraphs wherever they stand, and text put into them without touching how they look.

Only the parts of the file that hold words are rewritten; every other part stays byte for byte.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree  # ty: ignore[missing-module-member]

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.show.document.pack import packed
from tuanqing.store.reading.archive import Archive, damaged

MOST = 100_000_000  # bytes of a template unpacked
_ROOTS = {"document": "", "hdr": "header", "ftr": "footer", "footnotes": "note", "endnotes": "note"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AT = "at"  # marks a paragraph with where it stood before anything was repeated
_ONCE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")
_OTHERS = (".doc", ".wps", ".wpt", ".rtf", ".odt")


def kind(element: Any) -> str:
    """The name of an element without its namespace: p, tbl, tr, tc, t; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


@dataclass(frozen=True)
class Paper:
    """A Word file opened: its parts, and the roots of those that hold words."""

    parts: dict[str, bytes]
    roots: dict[str, Any]

    def containers(self) -> Iterator[Any]:
        """What holds paragraphs and tables: the body, headers, footers, each note."""
        for root in self.roots.values():
            if kind(root) == "document":
                yield from (child for child in root if kind(child) == "body")
            elif kind(root) in ("hdr", "ftr"):
                yield root
            else:
                yield from (child for child in root if kind(child) in ("footnote", "endnote"))

    def saved(self) -> bytes:
        """The file with its words as they are now; equal words give equal bytes."""
        for root in self.roots.values():
            for element in root.iter():
                if isinstance(element.tag, str):
                    element.attrib.pop(_AT, None)
        written = {
            name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, root in self.roots.items()
        }
        return packed(self.parts | written)


def opened(content: bytes, name: str) -> Paper:
    """A Word file to be filled. Raises Refused for anything but a .docx, one with macros, locked, damaged or too large."""
    other = Refused(
        _("{file} is not a .docx. Open it in Word or WPS and save it as .docx.").format(file=name)
    )
    if name.lower().endswith(_OTHERS) or not content.startswith(b"PK"):
        raise other
    with Archive(io.BytesIO(content), name) as archive, zipfile.ZipFile(io.BytesIO(content)) as listed:
        if archive.unpacked > MOST:
            raise Refused(
                _("{file} is too large for a template; take the pictures out of it.").format(file=name)
            )
        if any(member.endswith("vbaproject.bin") for member in archive.names):
            raise Refused(_("{file} holds macros. Save it as .docx, without them.").format(file=name))
        if "word/document.xml" not in archive:
            raise other
        if archive.is_locked:
            raise damaged(name)
        parts = {
            entry: archive.read(entry.replace("\\", "/").lstrip("/"))
            for entry in listed.namelist()
            if not entry.endswith("/")
        }
    roots = {}
    for entry, held in parts.items():
        if entry.lower().startswith("word/") and entry.lower().endswith(".xml"):
            root = _parsed(held, name)
            if kind(root) in _ROOTS:
                roots[entry] = root
    paper = Paper(parts, roots)
    for root in roots.values():
        _mark(root)
    return paper


def _parsed(content: bytes, name: str) -> Any:
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise damaged(name)
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))  # fmt: skip
    except etree.XMLSyntaxError:
        raise damaged(name) from None


def _mark(root: Any) -> None:
    """Write on every paragraph where it stands: page (as last laid out), paragraph or cell, header, footer, note."""
    place, page, n, table = _ROOTS[kind(root)], 1, 0, 0
    laid_out = any(kind(each) == "lastRenderedPageBreak" for each in root.iter())
    tables: dict[Any, str] = {}
    for element in root.iter():
        what = kind(element)
        if what == "lastRenderedPageBreak":
            page += 1
        elif what == "tbl":
            table += 1
            for row, line in enumerate(rows(element), 1):
                for column, cell in enumerate(cells(line), 1):
                    tables[cell] = _("table {table}, row {row}, column {column}").format(
                        table=table, row=row, column=column
                    )
        elif what == "p":
            cell = _inside(element, "tc")
            if cell is not None:
                said = tables[cell]
            elif place:
                said = {"header": _("page header"), "footer": _("page footer"), "note": _("note")}[place]
            elif _inside(element, "txbxContent") is not None:
                said = _("text box")
            else:
                n += 1
                said = _("paragraph {n}").format(n=n)
            if laid_out and not place:
                said = _("page {page}, {place}").format(page=page, place=said)
            element.set(_AT, said)


def _inside(element: Any, what: str) -> Any:
    """The nearest thing of a kind that an element lies in."""
    return next((each for each in element.iterancestors() if kind(each) == what), None)


def rows(table: Any) -> list[Any]:
    """The rows of a table, not those of tables in it."""
    return [each for each in table.iter() if kind(each) == "tr" and _inside(each, "tbl") is table]


def cells(row: Any) -> list[Any]:
    """The cells of a row, not those of tables in it."""
    return [each for each in row.iter() if kind(each) == "tc" and _inside(each, "tr") is row]


def children(container: Any) -> list[Any]:
    """The paragraphs and tables straight in a container, also those in content controls and tracked insertions."""
    found = []
    for child in container:
        if kind(child) in ("p", "tbl"):
            found.append(child)
        elif kind(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "AlternateContent"):
            found += children(child)
    return found


def boxes(paragraph: Any) -> list[Any]:
    """The text boxes anchored in a paragraph, not those within these."""
    return [
        each for each in paragraph.iter() if kind(each) == "txbxContent" and _inside(each, "p") is paragraph
    ]


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph; neither those of text boxes in it nor what was deleted under tracking."""
    return [each for each in paragraph.iter() if kind(each) == "t" and _inside(each, "p") is paragraph]


def text_of(paragraph: Any) -> str:
    """Its words in one, however the program cut them up."""
    return "".join(each.text or "" for each in _texts(paragraph))


def where(paragraph: Any) -> str:
    """Where it stood in the file as it came: 第2页第5段, 表1第3行第2列, 页眉."""
    return paragraph.get(_AT, "")


def put(paragraph: Any, start: int, end: int, text: str) -> None:
    """Replace the signs from `start` to `end` of its words; the new ones look like the first of the old."""
    position, is_put = 0, False
    for piece in _texts(paragraph):
        own = piece.text or ""
        left, right = max(start - position, 0), min(end - position, len(own))
        if left < right:
            piece.text = own[:left] + ("" if is_put else text) + own[right:]
            piece.set(_SPACE, "preserve")
            is_put = True
        position += len(own)


def again(elements: Sequence[Any], n: int) -> list[list[Any]]:
    """`n` copies of elements that stand one after the other, put where these stood; the elements are taken out.

    What a file may have once only (bookmarks, comments' ranges) stays in the first copy.
    """
    first = elements[0]
    parent, found = first.getparent(), []
    for number in range(n):
        copies = [deepcopy(element) for element in elements]
        if number:
            for copy in copies:
                for each in [each for each in copy.iter() if kind(each) in _ONCE]:
                    each.getparent().remove(each)
        for copy in copies:
            copy.tail = None
            first.addprevious(copy)
        found.append(copies)
    for element in elements:
        parent.remove(element)
    return found


def after(paragraph: Any, texts: Sequence[str]) -> None:
    """More paragraphs after one, looking as it does, each with one of the texts."""
    last = paragraph
    for text in texts:
        copy = deepcopy(paragraph)
        for each in [each for each in copy.iter() if kind(each) in (*_ONCE, "drawing", "pict", "object")]:
            each.getparent().remove(each)
        put(copy, 0, len(text_of(copy)), text)
        last.addnext(copy)
        last = copy
