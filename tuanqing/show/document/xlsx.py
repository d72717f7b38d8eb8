"""A report's numbers as .xlsx: the table of indicators, the other tables, native charts. Numbers are numbers."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from tuanqing.define.language import _
from tuanqing.show.document.figures import DASH
from tuanqing.show.document.model import Chart, Document, Figure, Run, Table, text_of
from tuanqing.show.palette import LIGHT

FONT = "微软雅黑"
ROW = 22  # pixels of a bar, room for its name
A4 = 9  # as Excel numbers paper
ONE_PAGE = 30  # rows that are printed on one page, smaller if need be


def write(document: Document) -> bytes:
    """The file."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": document.name,
            "author": document.signed,
            "comments": document.version,
            "created": datetime.combine(document.day, time()),
        }
    )
    looks = Looks(book)
    tables = [document.annex] if document.annex else []
    tables += [block for block in document.blocks if isinstance(block, Table)]
    tables += [*document.annexes, *((document.internal,) if document.internal else ())]
    taken: set[str] = set()
    for table in tables:
        _table(book, looks, document, table, _sheet_name(table.title, taken))
    drawn = [block for block in document.blocks if isinstance(block, Chart)]
    if drawn:
        _charts(book, looks, drawn, _sheet_name(_("Charts"), taken))
    _about(book, looks, document, _sheet_name(_("About the data"), taken))
    book.close()
    return buffer.getvalue()


class Looks:
    """Cell formats, made once each."""

    def __init__(self, book: Any):
        self.book = book
        self.made: dict[tuple, Any] = {}

    def __call__(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
            self.made[key] = self.book.add_format({**base, **wanted})
        return self.made[key]


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel takes: at most 31 signs, none of []:*?/\\, each once."""
    plain = "".join(sign for sign in title if sign not in "[]:*?/\\")[:28]
    name, n = plain, 1
    while name in taken:
        n += 1
        name = f"{plain}{n}"
    taken.add(name)
    return name


def _table(book: Any, looks: Looks, document: Document, table: Table, name: str) -> None:
    """A sheet: title, head frozen and filtered, rows, notes; printed across one page, head repeated."""
    page = book.add_worksheet(name)
    columns = len(table.head)
    page.merge_range(0, 0, 0, columns - 1, table.title, looks(bold=True, font_size=14, align="center"))
    said = f"{document.place} {document.period}　{document.cover[0]}"
    page.write_string(1, 0, said, looks(font_color=LIGHT.label))
    head = looks(bold=True, border=1, bg_color=LIGHT.none_wash, align="center", text_wrap=True)
    page.write_row(2, 0, table.head, head)
    for number, row in enumerate(table.rows, start=3):
        for column, cell in enumerate(row):
            _write(page, looks, number, column, cell)
    last = 2 + len(table.rows)
    for number, note in enumerate(table.notes, start=last + 1):
        page.write_string(number, 0, note, looks(font_color=LIGHT.label))
    room = 170 if table.wide else 18 * columns
    widths = [room * share / sum(table.shares) for share in table.shares]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for number, row in enumerate([table.head, *table.rows], start=2):
        page.set_row(number, _height(row, widths))
    page.freeze_panes(3, 1)
    page.autofilter(2, 0, last, columns - 1)
    page.repeat_rows(2)
    page.print_area(0, 0, last + len(table.notes), columns - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 1 if len(table.rows) <= ONE_PAGE else 0)
    page.set_footer("&C— &P —")


def _height(row: Sequence[Run], widths: Sequence[float]) -> float:
    """Points a row needs, its longest cell wrapped: a Chinese sign is two wide, a line 14 points high."""
    lines = [
        -(-sum(1.1 if sign.isascii() else 2.2 for sign in text_of((cell,))) // width)
        for cell, width in zip(row, widths, strict=True)
    ]
    return 14 * max(lines) + 4


def _write(page: Any, looks: Looks, row: int, column: int, cell: Run) -> None:
    if isinstance(cell, str):
        side = "right" if cell == DASH else "left"
        page.write_string(row, column, cell, looks(border=1, align=side, text_wrap=True))
        return
    tint = {"bg_color": LIGHT.status(cell.status)} if cell.status in ("met", "near", "missed") else {}
    if cell.value is None:  # 3/8: no number
        page.write_string(row, column, cell.text, looks(border=1, align="right", **tint))
        return
    page.write_number(row, column, float(cell.value), looks(border=1, num_format=number_format(cell), **tint))


def number_format(figure: Figure) -> str:
    """How Excel prints a figure as it is printed elsewhere: ≥0.00, +0.0"个百分点", 0" ▼", 0" (1/13)"."""
    digits = "0" + ("." + "0" * figure.places if figure.places else "")
    core = figure.text.lstrip("≥+-")
    unit = core.lstrip("0123456789.")
    shown = digits + (f'"{unit}"' if unit else "")
    if figure.text.startswith("≥"):
        return f'"≥"{shown}'
    if figure.source.part.endswith("_change"):
        return f"+{shown};-{shown};{shown}"
    return shown


def _charts(book: Any, looks: Looks, drawn: list[Chart], name: str) -> None:
    """One sheet: each chart beside the numbers it is drawn from."""
    page = book.add_worksheet(name)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 16)
    top, tops = 0, []
    for chart in drawn:
        tops.append(top)
        page.write_string(top, 0, chart.title, looks(bold=True, font_size=12))
        page.write_row(top + 1, 0, ["", chart.name], looks(bold=True, border=1, text_wrap=True))
        for n, (category, point) in enumerate(
            zip(chart.categories, chart.points, strict=True), start=top + 2
        ):
            page.write_string(n, 0, category, looks(border=1))
            if point is None:
                page.write_string(n, 1, DASH, looks(border=1, align="right"))
            else:
                page.write_number(n, 1, float(point.value), looks(border=1, num_format=number_format(point)))
        first, last = top + 2, top + 1 + len(chart.categories)
        bars = chart.kind == "bars"
        shape = book.add_chart({"type": "bar" if bars else "line"})
        shape.add_series(
            {
                "name": [name, top + 1, 1],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, 1, last, 1],
                "fill" if bars else "line": {"color": LIGHT.blue},
                "data_labels": {"value": True},
                **({"gap": 40} if bars else {"marker": {"type": "circle", "fill": {"color": LIGHT.blue}}}),
            }
        )
        shape.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 12}})
        shape.set_legend({"none": True})
        shape.set_x_axis({"visible": not bars, "interval_unit": 1, "major_gridlines": {"visible": False}})
        shape.set_y_axis(
            {"visible": bars, "reverse": bars, "interval_unit": 1, "major_gridlines": {"visible": False}}
        )
        shape.show_blanks_as("gap")
        tall = ROW * len(chart.categories) + 80 if bars else 280
        shape.set_size({"width": 640, "height": tall})
        page.insert_chart(top, 3, shape, {"description": chart.title})
        top += max(len(chart.categories) + 3, tall // 20 + 2)
    page.fit_to_pages(1, 1)
    page.set_landscape()
    page.set_paper(A4)


def _about(book: Any, looks: Looks, document: Document, name: str) -> None:
    """What the data are, what is missing, and where each indicator comes from."""
    page = book.add_worksheet(name)
    page.set_column(0, 0, 100)
    lines = [
        document.name,
        *document.cover,
        _("Data version {version}").format(version=document.version),
        "",
        *document.notes.values(),
    ]
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, looks(bold=number == 0, text_wrap=True))
        page.set_row(number, max(_height([line], [100]), 18))
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
