"""Writes the fixtures' containers, always the same bytes, and keeps what is expected of each."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

FOLDER = Path(__file__).parent / "quirks"
LONG_AGO = datetime(2024, 1, 5)

specs: dict[str, dict[str, Any]] = {}
Rows = list[list[Any]]


def spec(name: str, quirk: int, about: str, **expected: Any) -> None:
    """Note what the reader must give for the file."""
    assert (FOLDER / name).exists(), name
    assert name not in specs, name
    if "rows" in expected:
        expected.setdefault("header_line", 1)
    specs[name] = {"quirk": f"Q{quirk}", "about": about, **expected}


def write_toml() -> None:
    """All expectations into quirks.toml."""
    lines = [
        "# Written by make_quirks.py. One table per fixture: what it shows and what the reader must give.",
        "",
    ]
    lines += ["# kind, encoding: as found; sheets, hidden_sheets: how many; sheet: the one meant"]
    lines += ["# header, header_line: that row; rows, hidden, lines, faults: of load(after_line=header_line)"]
    lines += ["# holds: a cell text among the rows; note, refused: part of the English sentence"]
    lines += ["# fill, first_cells: columns filled down inside merges, and what the first column then holds"]
    lines += ["# then: what contracts and loading must conclude from it (not the reader's work)"]
    for name, entries in sorted(specs.items()):
        lines += ["", f"[{json.dumps(name)}]"]
        for key, value in entries.items():
            if isinstance(value, dict):
                inner = ", ".join(f"{one} = {json.dumps(two)}" for one, two in value.items())
                lines.append(f"{key} = {{ {inner} }}")
            else:
                lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    (FOLDER.parent / "quirks.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def text(
    name: str,
    rows: Rows,
    encoding: str,
    separator: str = ",",
    newline: str = "\n",
    replace: tuple[str, str] | None = None,
) -> None:
    """A delimited text; cells are quoted only where they hold a quote or a newline."""

    def cell(value: Any) -> str:
        shown = str(value)
        special = '"' in shown or "\n" in shown
        return '"' + shown.replace('"', '""') + '"' if special else shown

    content = newline.join(separator.join(map(cell, row)) for row in rows) + newline
    if replace:
        content = content.replace(*replace)
    (FOLDER / name).write_bytes(content.encode(encoding))


def xlsx(
    name: str,
    sheets: dict[str, Rows],
    merges: dict[str, list[tuple[int, int, int, int]]] | None = None,
    hidden: Sequence[str] = (),
    very_hidden: Sequence[str] = (),
    hidden_lines: dict[str, list[int]] | None = None,
    hidden_columns: dict[str, list[str]] | None = None,
    date1904: bool = False,
    cached: dict[str, str] | None = None,
) -> None:
    """A workbook; merges are (first line, first column, last line, last column), all from 1."""
    book = openpyxl.Workbook()
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    del book[book.active.title]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        for area in (merges or {}).get(title, []):
            sheet.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
        for line in (hidden_lines or {}).get(title, []):
            sheet.row_dimensions[line].hidden = True
        for column in (hidden_columns or {}).get(title, []):
            sheet.column_dimensions[column].hidden = True
        sheet.sheet_state = (
            "hidden" if title in hidden else "veryHidden" if title in very_hidden else "visible"
        )
    book.active = next(i for i, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible")
    book.properties.created = book.properties.modified = LONG_AGO
    made = io.BytesIO()
    book.save(made)
    _repack(name, made, cached or {})


def _repack(name: str, made: io.BytesIO, cached: dict[str, str]) -> None:
    """The same members with a fixed date; formulas named in `cached` get a stored result."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = source.read(member)
            if member == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-01-05T00:00:00Z", content)
            for cell, value in cached.items():
                pattern = rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v\s*/?>(?:</v>)?'.encode()
                content = re.sub(pattern, rb"\g<1><v>" + value.encode() + b"</v>", content)
            target.writestr(zipfile.ZipInfo(member, (2024, 1, 5, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def xls(
    name: str,
    sheets: dict[str, Rows],
    merges: dict[str, list[tuple[int, int, int, int]]] | None = None,
    hidden: Sequence[str] = (),
    hidden_lines: dict[str, list[int]] | None = None,
    hidden_columns: dict[str, list[int]] | None = None,
) -> None:
    """A BIFF8 workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        areas = (merges or {}).get(title, [])
        anchors = {(area[0] - 1, area[1] - 1): area for area in areas}
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if (line, column) in anchors:
                    first, left, last, right = anchors[line, column]
                    sheet.write_merge(first - 1, last - 1, left - 1, right - 1, value)
                elif value != "":
                    sheet.write(line, column, value)
        for line in (hidden_lines or {}).get(title, []):
            sheet.row(line - 1).hidden = True
        for column in (hidden_columns or {}).get(title, []):
            sheet.col(column).hidden = True
        sheet.visibility = 1 if title in hidden else 0
    book.save(str(FOLDER / name))


def html_table(
    name: str,
    rows: Rows,
    encoding: str,
    declared: str | None = None,
    second: Rows | None = None,
    groups: Sequence[tuple[str, int]] = (),
    rowspans: Sequence[tuple[int, int]] = (),
) -> None:
    """A page with one or two tables; `rowspans` are (row, rows spanned) of the first column."""

    def line(number: int, row: list[Any], tag: str) -> str:
        spans = dict(rowspans)
        cells = []
        for column, value in enumerate(row):
            if column == 0 and any(first < number < first + down for first, down in rowspans):
                continue
            span = f' rowspan="{spans[number]}"' if column == 0 and number in spans else ""
            cells.append(f"<{tag}{span}>{escape(str(value))}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>\n"

    body = ""
    if groups:
        body = "<tr>" + "".join(f"<th colspan={wide}>{title}</th>" for title, wide in groups) + "</tr>\n"
    body += "".join(line(number, row, "td" if number else "th") for number, row in enumerate(rows))
    page = f'<html><head><meta charset="{declared or encoding}">'
    page += '<style>td{mso-number-format:"\\@"}</style></head>'
    page += f"<body>\n<table border=1>\n{body}</table>\n"
    if second:
        page += (
            "<table>" + "".join(line(number, row, "td") for number, row in enumerate(second)) + "</table>\n"
        )
    (FOLDER / name).write_bytes((page + "</body></html>").encode(encoding))


def plain_zip(name: str, members: dict[str, bytes]) -> None:
    """A zip bundle."""
    with zipfile.ZipFile(FOLDER / name, "w") as target:
        for member, content in members.items():
            target.writestr(zipfile.ZipInfo(member, (2024, 1, 5, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def word_document(name: str) -> None:
    """The least that makes a docx."""
    plain_zip(name, {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def xlsx_bomb(name: str) -> None:
    """A workbook whose sheet unfolds to a gigabyte of zeros."""
    piece = bytes(1 << 20)
    with zipfile.ZipFile(FOLDER / "bomb", "w") as target:
        target.writestr(zipfile.ZipInfo("xl/workbook.xml", (2024, 1, 5, 0, 0, 0)), b"<workbook/>")
        info = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2024, 1, 5, 0, 0, 0))
        info.compress_type = zipfile.ZIP_BZIP2
        with target.open(info, "w", force_zip64=True) as stream:
            for _piece in range(1024):
                stream.write(piece)
    (FOLDER / "bomb").replace(FOLDER / name)


def encrypted_ole(name: str) -> None:
    """An OLE2 file whose directory names EncryptionInfo and EncryptedPackage."""
    _ole(name, ["EncryptionInfo", "EncryptedPackage"])


def other_ole(name: str, stream: str) -> None:
    """An OLE2 file that is no workbook."""
    _ole(name, [stream])


def _ole(name: str, streams: list[str]) -> None:
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    directory = b"".join(
        _entry(entry, 5 if entry == "Root Entry" else 2) for entry in ["Root Entry", *streams]
    )
    (FOLDER / name).write_bytes(header[:512] + table + directory.ljust(512, b"\0"))


def _entry(name: str, kind: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    fields = struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return (encoded.ljust(64, b"\0") + fields).ljust(128, b"\0")
