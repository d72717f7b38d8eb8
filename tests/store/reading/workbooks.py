"""Small workbooks in kinds that no library here writes: bytes to put into a file."""

import io
import struct
import zipfile

NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, part in parts.items():
            bundle.writestr(name, part)
    return content.getvalue()


def opendocument(body: str, styles: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )


def ods(body: str, styles: str = "", mimetype: str = "spreadsheet") -> bytes:
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mimetype}",
            "content.xml": opendocument(body, styles),
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def ods_row(*cells: str, given: str = "") -> str:
    inside = "".join(cell if cell.startswith("<") else ods_cell(cell) for cell in cells)
    return f"<table:table-row {given}>{inside}</table:table-row>"


def ods_cell(text: str, given: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {given}><text:p>{text}</text:p></table:table-cell>"


def spreadsheetml(body: str, encoding: str = "UTF-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"{body}</Workbook>"
    ).encode(encoding)


def xlsb(sheets: dict[str, bytes]) -> bytes:
    """A binary workbook of sheets given as their records."""
    relations = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.bin" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        for n in range(1, len(sheets) + 1)
    )
    listed = b"".join(
        record(156, struct.pack("<II", 0, n) + string(f"rId{n}") + string(name))
        for n, name in enumerate(sheets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "xl/workbook.bin": record(131) + record(143) + listed + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>',
            **{f"xl/worksheets/sheet{n}.bin": body for n, body in enumerate(sheets.values(), 1)},
        }
    )


def xlsb_sheet(rows: list[list[str]], hidden: tuple[int, ...] = (), after: bytes = b"") -> bytes:
    """The records of a sheet of texts; `hidden` rows count from 0, `after` are records behind the cells."""
    last = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    body = record(129) + record(148, last) + record(145)
    for number, row in enumerate(rows):
        flags = 0x10 if number in hidden else 0
        body += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        for column, text in enumerate(row):
            body += record(6, struct.pack("<II", column, 0) + string(text))
    return body + record(146) + after + record(130)


def record(kind: int, body: bytes = b"") -> bytes:
    return _seven_bits(kind) + _seven_bits(len(body)) + body


def string(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _seven_bits(number: int) -> bytes:
    found = b""
    while number > 0x7F:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


def dimension_of(sheet: bytes) -> bytes:
    """The tag in a sheet's XML that says how far it reaches."""
    start = sheet.index(b"<dimension")
    return sheet[start : sheet.index(b">", start) + 1]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(sheets: dict[str, str], shared: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of sheets given as the XML inside <worksheet> (or, where it begins with <?, as all of it)."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{RELATED}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    if shared:
        relations += f'<Relationship Id="s" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}"><Relationship Id="r" Type="{RELATED}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>',
        **({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'} if shared else {}),
        **(extra or {}),
    }
    for n, body in enumerate(sheets.values(), 1):
        whole = body if body.startswith("<?") else f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
        parts[f"xl/worksheets/s{n}.xml"] = whole
    return zipped(parts)


def xlsx_data(rows: dict[int, list[str]], given: dict[int, str] | None = None) -> str:
    """<sheetData> of texts by line; `given` are further attributes of rows."""
    return (
        "<sheetData>"
        + "".join(_xlsx_row(n, cells, (given or {}).get(n, "")) for n, cells in rows.items())
        + "</sheetData>"
    )


def _xlsx_row(line: int, cells: list[str], given: str) -> str:
    inside = "".join(
        f'<c r="{_letters(place)}{line}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for place, cell in enumerate(cells)
    )
    return f'<row r="{line}" {given}>{inside}</row>'


def _letters(place: int) -> str:
    found, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
