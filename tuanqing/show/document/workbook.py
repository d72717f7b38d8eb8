"""Writing into a workbook somebody else made: only the cells named change, every other byte of content stays.

openpyxl reads it; it does not write it, for it would drop pictures, shapes and extensions.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from lxml import etree  # ty: ignore[missing-module-member]
from openpyxl.utils import column_index_from_string, coordinate_to_tuple, get_column_letter

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.cell.text import squeeze
from tuanqing.store.reading.xlsx import check_form

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True)
class Blank:
    """A workbook as it came: its bytes and its cells."""

    content: bytes
    book: Any

    @property
    def sheets(self) -> list[str]:
        """The names of its sheets."""
        return [sheet.title for sheet in self.book.worksheets]

    @property
    def fingerprint(self) -> str:
        """Its sheets and the words in them, years aside: the same for every copy of one form, next year's too."""
        return self.fingerprints[0]

    @property
    def fingerprints(self) -> tuple[str, str]:
        """What it is known by, and what it was known by before years were set aside."""
        exact = "\n".join(
            f"{page.title} {cell.coordinate} {cell.value}"
            for page in self.book.worksheets
            for row in page.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        )
        return re.sub(r"(?<!\d)20\d\d(?!\d)", "#", exact), exact

    def sheet(self, name: str) -> Any:
        """A sheet by name, the first for "". Raises Refused when there is none."""
        if name and name not in self.sheets:
            raise Refused(
                _("The form has no sheet “{sheet}”; it has {known}.").format(
                    sheet=name, known=_("、").join(self.sheets)
                )
            )
        return self.book[name] if name else self.book.worksheets[0]

    def anchor(self, sheet: str, at: str) -> str:
        """The cell itself, or the first cell of what it is merged into."""
        for merged in self.sheet(sheet).merged_cells.ranges:
            if at in merged:
                return merged.start_cell.coordinate
        return at

    def under(self, sheet: str, at: str) -> int:
        """The first row below a cell and what it is merged with."""
        for merged in self.sheet(sheet).merged_cells.ranges:
            if at in merged:
                return merged.max_row + 1
        return coordinate_to_tuple(at)[0] + 1

    def heads(self, sheet: str, text: str) -> list[str]:
        """Every cell with these words, spaces and line breaks aside."""
        wanted = squeeze(text)
        return [
            cell.coordinate
            for row in self.sheet(sheet).iter_rows()
            for cell in row
            if isinstance(cell.value, str) and squeeze(cell.value) == wanted
        ]


def opened(content: bytes, name: str) -> Blank:
    """A workbook ready to be filled. Raises Refused for anything but .xlsx or .xlsm, and for one too large to hold."""
    if content.startswith(b"PK"):
        check_form(content, name)
    try:
        return Blank(content, openpyxl.load_workbook(io.BytesIO(content)))
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError):
        raise Refused(
            _("{file} is not an .xlsx workbook. Open it and save it as .xlsx first.").format(file=name)
        ) from None


def filled(blank: Blank, values: Mapping[tuple[str, str], float | str]) -> bytes:
    """The workbook with values at (sheet, cell): numbers as numbers, their look as it was.

    Where there are formulas, what they last came to is dropped and the program that opens it is told to work them out
    anew: so does one that shows what is stored.
    """
    with zipfile.ZipFile(io.BytesIO(blank.content)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
        order = before.infolist()
    paths = _paths(parts)
    for sheet in dict.fromkeys(sheet for sheet, _at in values):
        path = paths[blank.sheet(sheet).title]
        wanted = {at: value for (name, at), value in values.items() if name == sheet}
        parts[path] = _with(parts[path], wanted)
    counted = [path for path in paths.values() if re.search(rb"<(\w+:)?f[ />]", parts[path])]
    for path in counted:
        parts[path] = _forgotten(parts[path])
    if counted:
        parts["xl/workbook.xml"] = _recalculated(parts["xl/workbook.xml"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as after:
        for entry in order:
            after.writestr(entry, parts[entry.filename], entry.compress_type)
    return buffer.getvalue()


def _paths(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name → the part it lies in."""
    relations = {
        relation.get("Id"): relation.get("Target")
        for relation in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    found = {}
    for sheet in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet"):
        target = relations[sheet.get(_RELATED)]
        found[sheet.get("name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _with(xml: bytes, values: Mapping[str, float | str]) -> bytes:
    """A sheet's XML with values in cells; rows and cells that are not there are put where they belong."""
    root = etree.fromstring(xml)
    data = root.find(f"{_MAIN}sheetData")
    rows = {int(row.get("r")): row for row in data}
    for at, value in values.items():
        number = coordinate_to_tuple(at)[0]
        if number not in rows:
            rows[number] = etree.Element(f"{_MAIN}row", r=str(number))
            _placed(data, rows[number], lambda row: int(row.get("r")))
        row = rows[number]
        cell = next((cell for cell in row if cell.get("r") == at), None)
        if cell is None:
            cell = etree.Element(f"{_MAIN}c", r=at)
            _placed(row, cell, lambda c: column_index_from_string(re.sub(r"\d", "", c.get("r"))))
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t").text = value
        else:
            etree.SubElement(cell, f"{_MAIN}v").text = repr(int(value) if value == int(value) else value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _forgotten(xml: bytes) -> bytes:
    """A sheet's XML without what its formulas last came to; those that read another workbook keep it."""
    root, changed = etree.fromstring(xml), False
    for cell in root.iter(f"{_MAIN}c"):
        formula, held = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
        if formula is None or held is None or "[" in (formula.text or ""):
            continue
        changed = changed or bool(held.text)
        cell.remove(held)
        cell.attrib.pop("t", None)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if changed else xml


def _placed(parent: Any, child: Any, place: Any) -> None:
    """Put `child` among its like, in their order."""
    after = next((n for n, other in enumerate(parent) if place(other) > place(child)), len(parent))
    parent.insert(after, child)


def _recalculated(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    found = root.find(f"{_MAIN}calcPr")
    if found is None:
        found = etree.Element(f"{_MAIN}calcPr")
        before = next(
            root.find(f"{_MAIN}{n}") for n in _BEFORE_CALCULATION if root.find(f"{_MAIN}{n}") is not None
        )
        before.addnext(found)
    found.set("fullCalcOnLoad", "1")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def column_of(at: str) -> str:
    """C of C5."""
    return get_column_letter(coordinate_to_tuple(at)[1])
