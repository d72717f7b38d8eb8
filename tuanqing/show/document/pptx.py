"""A report as .pptx: 16:9, native charts and tables, sources in the speaker's notes."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Pt

from tuanqing.define.language import _
from tuanqing.show.document import charts, slides
from tuanqing.show.document.figures import DASH
from tuanqing.show.document.model import (
    Chart,
    Document,
    Figure,
    Run,
    Table,
)
from tuanqing.show.document.pack import repacked
from tuanqing.show.document.slides import Slide
from tuanqing.show.palette import LIGHT

FONT = "微软雅黑"
WIDE, TALL = Inches(13.333), Inches(7.5)
LEFT, INNER = Inches(0.6), Inches(12.13)
TOP, ROOM = Inches(1.35), Inches(5.6)
TEXT = 18  # points
BETWEEN = Inches(0.25)
HIGH, HEAD = 0.32, 0.5  # inches of a line of a row, and of the head, which may take two
WIDTH = 136  # signs of a row, a Chinese one counted as two
NOTE, NOTED = 0.17, 180  # inches of a line of notes, and its signs
MOST = 45  # rows of a table worth showing; a longer one is in the spreadsheet
COVER = 8  # sentences about the data on the first slide
TITLED, BLANK = 5, 6  # layouts of the default theme


def write(document: Document) -> bytes:
    """The file."""
    show = pptx.Presentation()
    show.slide_width, show.slide_height = WIDE, TALL
    _cover(show, document)
    for planned in slides.plan(document):
        _planned(show, document, planned)
    made = datetime.combine(document.day, time())
    properties = show.core_properties
    properties.title, properties.author, properties.last_modified_by = document.name, document.signed, ""
    properties.created = properties.modified = made
    properties.comments, properties.revision, properties.language = document.version, 1, "zh-CN"
    buffer = io.BytesIO()
    show.save(buffer)
    return repacked(buffer.getvalue())


def _slide(
    show: Any, document: Document, title: str, indicators: Sequence[str], more: Sequence[str] = ()
) -> Any:
    """A slide with its title, a thin line under it, and in the notes the sources of its figures and what is said in full."""
    slide = show.slides.add_slide(show.slide_layouts[TITLED])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = LEFT, Inches(0.4), INNER, Inches(0.75)
    head.text_frame.word_wrap = True
    head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(head.text_frame.paragraphs[0], title, 24 if len(title) < 36 else 18, bold=True)
    line = slide.shapes.add_connector(1, LEFT, Inches(1.2), Emu(LEFT + INNER), Inches(1.2))
    line.line.color.rgb, line.line.width = _colour(LIGHT.border), Pt(1)
    foot = _box(slide, "foot", LEFT, Inches(7.0), INNER, Inches(0.35))
    said = _("{place} · {period} · data version {version}").format(
        place=document.place, period=document.period, version=document.version
    )
    foot.paragraphs[0].alignment = PP_ALIGN.LEFT
    _write(foot.paragraphs[0], said, 10, colour=LIGHT.label)
    notes = [document.notes[name] for name in dict.fromkeys(indicators) if name in document.notes]
    slide.notes_slide.notes_text_frame.text = "\n".join([*document.cover[:1], *more, *notes])
    return slide


def _box(slide: Any, name: str, left: int, top: int, width: int, height: int) -> Any:
    """A box for text, named for who edits or reads the slide by program."""
    shape = slide.shapes.add_textbox(left, top, width, height)
    shape.name = name
    shape.text_frame.word_wrap = True
    return shape.text_frame


def _cover(show: Any, document: Document) -> None:
    slide = show.slides.add_slide(show.slide_layouts[BLANK])
    box = _box(slide, "title", Inches(1), Inches(1.5), Inches(11.33), Inches(1.8))
    for n, line in enumerate(document.title.splitlines()):
        paragraph = box.paragraphs[0] if n == 0 else box.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER
        _write(paragraph, line, 36, bold=True)
    about = _box(slide, "about", Inches(1.6), Inches(3.7), Inches(10.1), Inches(3.3))
    _write(about.paragraphs[0], _("About the data"), 16, bold=True)
    for sentence in document.cover[:COVER]:
        _write(about.add_paragraph(), sentence, 14)
    if len(document.cover) > COVER:
        more = _("{n} more remarks on the data are in the notes.").format(n=len(document.cover) - COVER)
        _write(about.add_paragraph(), more, 14)
    slide.notes_slide.notes_text_frame.text = "\n".join(document.cover)


def _planned(show: Any, document: Document, planned: Slide) -> None:
    """One slide: claims, beside them a chart; or charts side by side; or a table."""
    if planned.table is not None:
        _table(show, document, planned.table)
        return
    slide = _slide(show, document, planned.title, planned.indicators, planned.notes)
    columns = bool(planned.lines) + len(planned.charts)
    width = Emu((INNER - (columns - 1) * BETWEEN) // columns)
    left = LEFT
    if planned.lines:
        frame = _box(slide, "text", left, TOP, width, ROOM)
        for n, (is_head, text) in enumerate(planned.lines):
            line = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            line.space_after = Pt(6)
            line.line_spacing = 1.15
            _write(line, text, TEXT, bold=is_head)
        left = Emu(left + width + BETWEEN)
    for chart in planned.charts:
        _chart(slide, document, chart, left, width, titled=chart.title != planned.title)
        left = Emu(left + width + BETWEEN)


def _chart(slide: Any, document: Document, chart: Chart, left: int, width: int, *, titled: bool) -> None:
    """A native chart in its column, its title above it where the slide has another, its note below."""
    top, room = TOP, ROOM
    if titled:
        head = _box(slide, "chart title", left, TOP, width, Inches(0.4))
        _write(head.paragraphs[0], chart.title, 14, bold=True)
        top, room = Emu(top + Inches(0.4)), Emu(room - Inches(0.4))
    if chart.note:
        room = Emu(room - Inches(0.35))
    frame = slide.shapes.add_chart(charts.TYPES[chart.kind], left, top, width, room, charts.data_of(chart))
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.title)
    drawn: Any = frame.chart
    charts.style(drawn, chart, FONT, 10 if len(chart.categories) > 15 else 12)
    drawn.part.chart_workbook.update_from_xlsx_blob(charts.workbook(chart, document))
    if chart.note:
        foot = _box(slide, "note", left, Emu(top + room), width, Inches(0.3))
        _write(foot.paragraphs[0], chart.note, 11, colour=LIGHT.label)


def _table(show: Any, document: Document, table: Table) -> None:
    """A table, its head again on every slide; of a long one only where it is to be found."""
    if len(table.rows) > MOST:
        slide = _slide(show, document, table.title, ())
        _write(
            _box(slide, "text", LEFT, TOP, INNER, ROOM).paragraphs[0],
            _("The whole table is in the Excel file."),
            TEXT,
        )
        return
    said = " ".join(table.notes)
    foot = NOTE * -(-_signs(said) // NOTED)  # inches
    parts = _slides(table, (ROOM - Inches(foot)) / Inches(1) - HEAD)
    for number, rows in enumerate(parts, start=1):
        title = table.title if number == 1 else _("{title} (continued)").format(title=table.title)
        names = [cell.source.indicator for row in rows for cell in row if isinstance(cell, Figure)]
        slide = _slide(show, document, title, names)
        frame = slide.shapes.add_table(
            len(rows) + 1, len(table.head), LEFT, TOP, INNER, Inches(HIGH * (len(rows) + 1))
        )
        grid = frame.table
        grid.rows[0].height = Inches(HEAD)
        for n, share in enumerate(table.shares):
            grid.columns[n].width = Emu(INNER * share // sum(table.shares))
        for n, text in enumerate(table.head):
            _cell(grid.cell(0, n), text, head=True)
        for m, row in enumerate(rows, start=1):
            grid.rows[m].height = Inches(HIGH * _lines(table, row))
            for n, cell in enumerate(row):
                _cell(grid.cell(m, n), cell)
        if said and number == len(parts):
            box = _box(slide, "note", LEFT, Inches(6.95 - foot), INNER, Inches(foot))
            box.margin_top = box.margin_bottom = 0
            _write(box.paragraphs[0], said, 9, colour=LIGHT.label)


def _slides(table: Table, room: float) -> list[list[tuple[Run, ...]]]:
    """The rows of each slide, of `room` inches."""
    found: list[list[tuple[Run, ...]]] = [[]]
    left = room
    for row in table.rows:
        tall = HIGH * _lines(table, row)
        if tall > left and found[-1]:
            found.append([])
            left = room
        found[-1].append(row)
        left -= tall
    return found


def _lines(table: Table, row: Sequence[Run]) -> int:
    """The lines of a row: of its fullest cell."""
    widths = [WIDTH * share / sum(table.shares) for share in table.shares]
    texts = [cell if isinstance(cell, str) else cell.broken for cell in row]
    return max(
        sum(max(1, -(-_signs(line) // max(int(width), 1))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )


def _signs(text: str) -> int:
    """How wide a text is: a Chinese sign is two wide."""
    return sum(1 if sign.isascii() else 2 for sign in text)


def _cell(cell: Any, run: Run, head: bool = False) -> None:
    text = run if isinstance(run, str) else run.broken
    tint = LIGHT.none_wash if head else LIGHT.page
    if isinstance(run, Figure) and run.status in ("met", "near", "missed"):
        tint = LIGHT.status(run.status)
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(tint)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    line = cell.text_frame.paragraphs[0]
    number = isinstance(run, Figure) or run == DASH
    line.alignment = PP_ALIGN.CENTER if head else PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT
    _write(line, text, 12, bold=head)


def _write(paragraph: Any, text: str, size: int, bold: bool = False, colour: str = LIGHT.ink) -> None:
    """Text with the East Asian face named, which python-pptx leaves to the theme."""
    for n, line in enumerate(text.split("\n")):
        if n:  # as high as the text, which the theme's would not be
            paragraph._p.add_br().get_or_add_rPr().set("sz", str(size * 100))
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = _colour(colour)
        east = OxmlElement("a:ea")
        east.set("typeface", FONT)
        run.font._rPr.append(east)
        run.font._rPr.set("lang", "zh-CN")


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.removeprefix("#"))
