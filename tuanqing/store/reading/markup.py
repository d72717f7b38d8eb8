"""What the XML of an xlsx says beside the values: merges, hidden parts, errors, formulas without a value.

Read as a stream of bytes with a handful of patterns; every member is unpacked under its declared size, so
that a small file cannot unfold into a huge one.
"""

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.sheet import Merge

MOST_UNPACKED = 4 << 30
SUSPICIOUS, SUSPICIOUS_RATIO = 256 << 20, 200
CHUNK = 4 << 20

ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
CELLS = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*(?<!/)>')
ROWS = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
ERRORS = re.compile(rb'<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.S)
UNCACHED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*[^/]?>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
MERGES = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
COLUMNS = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")


@dataclass
class Markup:
    """What one sheet's XML says."""

    merges: list[Merge] = field(default_factory=list)
    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # (line, column) -> "#REF!"
    uncached: list[str] = field(default_factory=list)  # addresses of formulas without a value
    last_line: int = 0
    last_column: int = -1


@dataclass
class Workbook:
    """The parts of a workbook that the value reader does not give."""

    sheets: list[tuple[str, str]]  # name, member
    hidden: set[str]
    date1904: bool


def unpack(stream: IO[bytes], member: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """The contents of `member` in pieces; Refused when it is damaged, locked or longer than it declares."""
    damaged = Refused(
        _("{file}: the workbook is damaged. Open it in Excel or WPS and save it again as .xlsx.").format(
            file=file
        )
    )
    stream.seek(member.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\3\4" or member.compress_type not in (0, 8):
        raise damaged
    stream.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    inflate = zlib.decompressobj(-15) if member.compress_type == 8 else None
    left, size = member.compress_size, 0
    while left > 0 and (packed := stream.read(min(left, CHUNK))):
        left -= len(packed)
        while packed:
            try:
                piece = inflate.decompress(packed, CHUNK) if inflate else packed
            except zlib.error:
                raise damaged from None
            packed = inflate.unconsumed_tail if inflate else b""
            size += len(piece)
            if size > member.file_size:
                raise bomb(file)
            yield piece
            if inflate and inflate.eof:
                left = 0
                break
    if size != member.file_size:
        raise damaged


def bomb(file: str) -> Refused:
    """The sentence for an archive that unfolds beyond measure."""
    return Refused(
        _(
            "{file}: unpacked, the workbook would be far larger than a table can be, so it was not read. "
            "Copy the rows you need into a new workbook and save it as .xlsx."
        ).format(file=file)
    )


def check_sizes(members: list[zipfile.ZipInfo], packed: int, file: str) -> None:
    """Refuse archives whose declared contents are out of proportion."""
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED or (total > SUSPICIOUS and total > SUSPICIOUS_RATIO * max(packed, 1)):
        raise bomb(file)


def workbook(archive: zipfile.ZipFile, stream: IO[bytes], file: str) -> Workbook:
    """Sheet names, their members, which are hidden, and the date system."""
    members = {member.filename.lstrip("/").lower(): member for member in archive.infolist()}
    main = next(name for name in members if name.endswith("xl/workbook.xml"))
    text = b"".join(unpack(stream, members[main], file))
    folder = main[: -len("workbook.xml")]
    relations = members.get(folder + "_rels/workbook.xml.rels")
    targets: dict[bytes, str] = {}
    if relations:
        for tag in re.findall(
            rb"<(?:\w+:)?Relationship\s([^>]*)>", b"".join(unpack(stream, relations, file))
        ):
            pairs = attributes(tag)
            target = pairs.get(b"Target", b"").decode("utf-8", "replace").lower()
            targets[pairs.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else folder + target
    sheets, hidden = [], set()
    for tag in re.findall(rb"<(?:\w+:)?sheet\s([^>]*)>", text):
        pairs = attributes(tag)
        name = unescaped(pairs.get(b"name", b""))
        relation = next((value for key, value in pairs.items() if key.endswith(b":id")), b"")
        sheets.append((name, targets.get(relation, "")))
        if pairs.get(b"state", b"visible") != b"visible":
            hidden.add(name)
    properties = re.search(rb"<(?:\w+:)?workbookPr\b([^>]*)>", text)
    system = attributes(properties[1]).get(b"date1904", b"0") if properties else b"0"
    return Workbook(sheets, hidden, system in (b"1", b"true"))


def sheet_markup(pieces: Iterator[bytes]) -> Markup:
    """Scan the XML of one sheet, a few megabytes at a time, cut between rows."""
    markup = Markup()
    rest = b""
    for piece in pieces:
        block = rest + piece
        cut = max(block.rfind(b"</row>"), block.rfind(b":row>"), block.rfind(b"<sheetData"))
        if cut < 0:
            rest = block
            continue
        cut = block.find(b">", cut) + 1
        _scan(block[:cut], markup)
        rest = block[cut:]
    _scan(rest, markup)
    return markup


def _scan(block: bytes, markup: Markup) -> None:
    if b"hidden" in block:
        _hidden(block, markup)
    cells = CELLS.findall(block)
    if cells:
        letters = {name for name, _line in cells}
        markup.last_column = max(markup.last_column, *(column_number(name) for name in letters))
        markup.last_line = max(markup.last_line, int(cells[-1][1]), int(cells[0][1]))
    elif b"<c" in block or b":c" in block:  # cells without addresses: as many as there are tags at most
        markup.last_line += len(ROWS.findall(block))
        markup.last_column = max(markup.last_column, 0)
    if b't="e"' in block:
        for tag, inner in ERRORS.findall(block):
            place, value = address(tag), VALUE.search(inner)
            if place and value:
                markup.errors[place] = unescaped(value[1])
    if b"<f" in block or b":f" in block:
        for tag in UNCACHED.findall(block):
            where = attributes(tag).get(b"r")
            if where and len(markup.uncached) < 1000:
                markup.uncached.append(where.decode("ascii", "replace"))
    if b"mergeCell" in block:
        for left, first, right, last in MERGES.findall(block):
            markup.merges.append((int(first), column_number(left), int(last), column_number(right)))


def _hidden(block: bytes, markup: Markup) -> None:
    for tag in COLUMNS.findall(block):
        pairs = attributes(tag)
        if pairs.get(b"hidden") in (b"1", b"true"):
            first, last = number(pairs.get(b"min")), number(pairs.get(b"max"))
            if first and last:
                markup.hidden_columns.update(range(first - 1, min(last, 16384)))
    for tag in ROWS.findall(block):
        if b"hidden" in tag:
            pairs = attributes(tag)
            line = number(pairs.get(b"r"))
            if line and pairs.get(b"hidden") in (b"1", b"true"):
                markup.hidden_lines.add(line)


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a start tag."""
    return dict(ATTRIBUTE.findall(tag))


def address(tag: bytes) -> tuple[int, int] | None:
    """(line, column) of a cell's start tag."""
    match = re.fullmatch(rb"([A-Z]{1,3})(\d{1,7})", attributes(tag).get(b"r", b""))
    return (int(match[2]), column_number(match[1])) if match else None


def column_number(letters: bytes) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value - 1


def number(text: bytes | None) -> int | None:
    """A positive whole number, or None."""
    return int(text) if text and text.isdigit() and len(text) < 8 else None


def unescaped(text: bytes) -> str:
    """The text of an XML attribute or element."""
    return html.unescape(text.decode("utf-8", "replace"))


def open_archive(path: Path) -> zipfile.ZipFile | None:
    """The zip at `path`, or None when its directory is damaged."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error):
        return None
