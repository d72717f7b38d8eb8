"""Files we hand out: rejected rows in their original layout, a dataset's template. Safe to open in Excel."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tuanqing.define.contract import Column, Contract
from tuanqing.define.language import _

GUIDE = ("Column", "Required", "Meaning", "Allowed words")  # the header of `template`'s second sheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: Any) -> Any:
    """A text that Excel would run as a formula, disarmed with a leading apostrophe; anything else as it is."""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]], mark: str = "") -> bytes:
    """UTF-8 with a BOM, so that Excel reads the Chinese; `mark`, who takes it and when, stands under the rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    if mark:
        writer.writerow([mark])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(
    header: Sequence[str], rows: Iterable[Sequence[Any]], sheet: str = "Sheet1", mark: str = ""
) -> bytes:
    """A workbook with one sheet, everything as text or number, header frozen; `mark`, who takes it and when, under the rows and
    on each printed page."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(sheet[:31])
    bold = book.add_format({"bold": True, "bg_color": "#F3F4F6", "border": 1})
    page.write_row(0, 0, list(header), bold)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                page.write_number(number, column, cell)
            elif cell is not None:
                page.write_string(number, column, str(safe(cell)))
    page.freeze_panes(1, 0)
    page.autofit()
    if mark:
        page.write_string(number + 1, 0, mark)
        page.set_footer("&L" + mark.replace("&", "&&"))
        book.set_properties({"comments": mark})
    book.close()
    return buffer.getvalue()


def rejects_table(
    headers: Sequence[str], rows: Iterable[tuple[int, Sequence[str | None], Sequence[str]]]
) -> tuple[list[str], list[list[Any]]]:
    """Rejected rows in the layout they came in, with two columns more: the line and the reasons."""
    header = [*headers, _("line in the file"), _("reasons")]
    return header, [[*cells, line, "；".join(reasons)] for line, cells, reasons in rows]


def handed_out(contract: Contract) -> list[Column]:
    """The columns a template has: all but those that would be thrown away."""
    return [column for column in contract.columns.values() if column.personal != "drop"]


def template(contract: Contract, example: Sequence[Any] = (), brings: Sequence[str] = ()) -> bytes:
    """An empty workbook with the contract's headers. Its second sheet says of each what it means, whether it is required,
    which words are allowed and what a row has there by way of `example`; and which figures it `brings`."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page, notes = book.add_worksheet(contract.title[:31]), book.add_worksheet(_("Notes"))
    bold = book.add_format({"bold": True, "bg_color": "#E6EFF8", "border": 1})
    wanted = handed_out(contract)
    page.write_row(0, 0, [c.title for c in wanted], bold)
    page.freeze_panes(1, 0)
    page.autofit()
    notes.write_row(0, 0, [_("Column"), _("Required"), _("Meaning"), _("Allowed words"), _("Example")], bold)
    for number, column in enumerate(wanted, start=1):
        words = _("、").join(column.values)
        shown = example[number - 1] if example else ""
        notes.write_row(
            number, 0, [column.title, _("yes") if column.required else "", column.about, words, shown]
        )
        if column.values and not column.open_values and len(words) < 250:
            page.data_validation(
                1, number - 1, 1000, number - 1, {"validate": "list", "source": list(column.values)[:20]}
            )
    if brings:
        notes.write_string(
            len(wanted) + 2, 0, _("This file gives: {figures}").format(figures=_("、").join(brings))
        )
    notes.autofit()
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True)
class Ask:
    """What a unit is asked to give: a workbook that says of itself whose report it is and of when."""

    code: str
    name: str
    title: str  # whose and what: 柘城县洪恩乡青年之家名录
    stretches: tuple[str, ...]  # one sheet each: 截至2023年12月31日, 2023年10—12月
    rows: tuple[tuple[Any, ...], ...]  # already known, in the template's columns
    inside: Mapping[str, Sequence[str]]  # the areas that may be named in it, names by level


LISTS = "下拉"  # the sheet the drop-downs read from; the reader knows it for none of rows
FIRST = 2  # of the rows: under the title and the header
SPARE = 1000  # empty rows with drop-downs


def asked(contract: Contract, ask: Ask) -> bytes:
    """The workbook: on each sheet the title, the header, the rows already known; drop-downs of the contract's words."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "bg_color": "#E6EFF8", "border": 1})
    large = book.add_format({"bold": True, "font_size": 14})
    columns = handed_out(contract)
    pages = [book.add_worksheet(stretch[:31]) for stretch in ask.stretches]
    lists = book.add_worksheet(LISTS)
    choices = {}
    for number, column in enumerate(columns):
        if words := _words(column, ask):
            lists.write_column(0, number, words)
            letter = xl_col_to_name(number)
            choices[number] = f"='{LISTS}'!${letter}$1:${letter}${len(words)}"
    lists.hide()
    for page, stretch in zip(pages, ask.stretches, strict=True):
        page.write_string(0, 0, f"{ask.title}（{stretch}）", large)
        page.write_row(1, 0, [column.title for column in columns], bold)
        for number, row in enumerate(ask.rows, start=FIRST):
            for place, cell in enumerate(row):
                if isinstance(cell, int | float):
                    page.write_number(number, place, cell)
                elif cell is not None:
                    page.write_string(number, place, str(safe(cell)))
        for place, source in choices.items():
            last = FIRST + len(ask.rows) + SPARE
            page.data_validation(
                FIRST, place, last, place, {"validate": "list", "source": source, "error_type": "warning"}
            )
        for place, column in enumerate(columns):
            page.set_column(place, place, max(10, 2 * len(column.title) + 2))
        page.freeze_panes(FIRST, 0)
    book.close()
    return buffer.getvalue()


def _words(column: Column, ask: Ask) -> list[str]:
    """What may stand in a column: one word for each of the contract's values, yes or no, the areas there are."""
    if column.values and not column.open_values:
        return list({value: word for word, value in list(column.values.items())[::-1]}.values())
    if column.type == "boolean":
        return ["是", "否"]
    if column.refers:
        return [name for level in column.level for name in ask.inside.get(level, ())]
    return []


def archive(contract: Contract, asks: Sequence[Ask]) -> bytes:
    """Every unit's workbook in one .zip, each called after its unit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as whole:
        names = [ask.name for ask in asks]
        for ask in asks:
            name = ask.name if names.count(ask.name) == 1 else f"{ask.name}{ask.code}"
            whole.writestr(f"{name}_{contract.title}_{ask.stretches[-1]}.xlsx", asked(contract, ask))
    return buffer.getvalue()
