"""What a reader finds in our files: texts, tables and charts, read with other libraries than they were written with."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pptx
import pypdf

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass
class DrawnChart:
    """A native chart: what its XML caches and what its workbook holds."""

    cached: list[tuple[str, float | None]]
    held: list[tuple[str, float | None]]


@dataclass
class Parsed:
    """A file's content in order."""

    texts: list[str] = field(default_factory=list)
    tables: list[list[list[Any]]] = field(default_factory=list)
    charts: list[DrawnChart] = field(default_factory=list)


def _cached(xml: bytes) -> list[tuple[str, float | None]]:
    series = ElementTree.fromstring(xml).find(f".//{C}ser")
    assert series is not None
    names = {int(p.get("idx", -1)): p.findtext(f"{C}v") or "" for p in series.findall(f"{C}cat//{C}pt")}
    values = {
        int(p.get("idx", -1)): float(p.findtext(f"{C}v") or "nan") for p in series.findall(f"{C}val//{C}pt")
    }
    return [(names[n], values.get(n)) for n in sorted(names)]


def _held(book: bytes) -> list[tuple[str, float | None]]:
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    return [(str(row[0]), row[1]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def word(content: bytes) -> Parsed:
    found, file = Parsed(), docx.Document(io.BytesIO(content))
    for element in file.element.body:
        if element.tag.endswith("}tbl"):
            rows = element.findall(".//{*}tr")
            found.tables.append(
                [["".join(t.text or "" for t in c.iter("{*}t")) for c in r.findall("{*}tc")] for r in rows]
            )
        elif (chart := element.find(f".//{C}chart")) is not None:
            part = file.part.related_parts[chart.get(f"{R}id")]
            link = ElementTree.fromstring(part.blob).find(f"{C}externalData")
            assert link is not None
            book = part.related_parts[link.get(f"{R}id")]
            found.charts.append(DrawnChart(_cached(part.blob), _held(book.blob)))
        else:
            text = "".join(
                t.text or ""
                for t in element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
            )
            if text:
                found.texts.append(text)
    return found


def slides(content: bytes) -> Parsed:
    found = Parsed()
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                part = shape.chart.part
                found.charts.append(DrawnChart(_cached(part.blob), _held(part.chart_workbook.xlsx_part.blob)))
            elif shape.has_table:
                rows = shape.table.rows
                found.tables.append([[cell.text.replace("\v", "") for cell in row.cells] for row in rows])
            elif shape.has_text_frame and shape.name == "text":
                found.texts += [line.text for line in shape.text_frame.paragraphs]
    return found


@dataclass
class Shown:
    """One slide: its title, lines of text, how many charts, and what its notes say."""

    title: str
    lines: list[str]
    charts: int
    notes: str


def deck(content: bytes) -> list[Shown]:
    """The slides one by one."""
    return [
        Shown(
            slide.shapes.title.text if slide.shapes.title is not None else "",
            [p.text for s in slide.shapes if s.name == "text" for p in s.text_frame.paragraphs],
            sum(shape.has_chart for shape in slide.shapes),
            slide.notes_slide.notes_text_frame.text,
        )
        for slide in pptx.Presentation(io.BytesIO(content)).slides
    ]


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
    }


def pdf(content: bytes) -> str:
    """The text of all pages without white space and page numbers."""
    pages = [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return "".join(re.sub(r"^—\d+—|—\d+—$", "", page) for page in pages)


def parts_of(content: bytes) -> Sequence[str]:
    """The names of a package's parts."""
    return zipfile.ZipFile(io.BytesIO(content)).namelist()
