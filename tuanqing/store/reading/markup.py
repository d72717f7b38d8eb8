"""What the XML of an xlsx says beside the values: merges, hidden parts, errors, formulas without a value.

Read as a stream of bytes with a handful of patterns, each of which passes over a tag once: a file made to be slow is
not slow here.
"""

import html
import re
from dataclasses import dataclass, field

from tuanqing.store.reading.archive import Archive, bomb
from tuanqing.store.reading.sheet import Merge

MOST_ROW = 64 << 20  # bytes of one row

ATTRIBUTE = re.compile(rb"""(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
CELLS = re.compile(rb'<(?:\w+:)?c\s[^<>]{0,500}?\br="([A-Z]{1,3})(\d{1,7})"[^<>]{0,500}(?<!/)>')
BARE_CELLS = re.compile(rb"<(?:\w+:)?c[\s>/]")
ROWS = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
ERRORS = re.compile(
    rb'<(?:\w+:)?c\s([^<>]{0,500}\bt="e"[^<>]{0,500})>\s*'
    rb"(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v\b[^<>]*>([^<]*)<"
)
UNCACHED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
MERGES = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]{0,500}?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
COLUMNS = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*>")
WHOLE = re.compile(rb"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?")
FILTER = re.compile(rb"<(?:\w+:)?autoFilter\b([^<>]*[^<>/])>\s*<(?:\w+:)?filterColumn\b")
AMOUNTS = re.compile(
    rb"<(?:\w+:)?c\s([^<>]{0,500})>\s*(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*)?"
    rb"<(?:\w+:)?v>\s*(?=[\d.]*[1-9])[\d.]+(?:E[+-]?\d+)?\s*<"
)  # of numbers above zero
PARTS = rb"<(?:\w+:)?%s\b[^<>]*>(.*?)</(?:\w+:)?%s>"
MOST_RED = 10_000  # cells
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")


@dataclass
class Markup:
    """What one sheet's XML says."""

    merges: list[Merge] = field(default_factory=list)
    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filters: list[tuple[int, int]] = field(
        default_factory=list
    )  # lines from and to which a filter hides some
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # (line, column) -> "#REF!"
    uncached: list[str] = field(default_factory=list)  # addresses of formulas without a value
    red: set[tuple[int, int]] = field(
        default_factory=set
    )  # (line, column) of numbers above zero shown in red
    filled: int = 0  # cells
    last_line: int = 0
    last_column: int = -1
    odd_dimension: bool = False

    @property
    def filtered_lines(self) -> set[int]:
        """The hidden lines that a filter hides."""
        return {
            line for line in self.hidden_lines if any(first <= line <= last for first, last in self.filters)
        }


@dataclass
class Page:
    """A sheet of a workbook, and the members it and its tables lie in."""

    name: str
    member: str
    hidden: bool


@dataclass
class Workbook:
    """The parts of a workbook that the value reader does not give."""

    main: str
    pages: list[Page]
    date1904: bool
    red: frozenset[bytes]  # the numbers of the styles that show what is above zero in red


def main_part(archive: Archive) -> str | None:
    """The member that lists the sheets: where the package says it is, else the first one of the usual name."""
    for kind, target in relations(archive, "").values():
        if kind.endswith("/officedocument") and target.endswith(".xml") and target in archive:
            return target
    return next((name for name in archive.names if name.rpartition("/")[2] == "workbook.xml"), None)


def workbook(archive: Archive, main: str) -> Workbook:
    """Sheet names, their members, which are hidden, and the date system."""
    text = archive.read(main)
    related = relations(archive, main)
    pages = []
    for tag in re.findall(rb"<(?:\w+:)?sheet\s([^<>]*)>", text):
        pairs = attributes(tag)
        relation = next((value for key, value in pairs.items() if key.endswith(b":id")), b"")
        kind, target = related.get(relation, ("", ""))
        if kind.endswith("/worksheet") and target in archive:
            hidden = pairs.get(b"state", b"visible") != b"visible"
            pages.append(Page(unescaped(pairs.get(b"name", b"")), target, hidden))
    properties = re.search(rb"<(?:\w+:)?workbookPr\b([^<>]*)>", text)
    system = attributes(properties[1]).get(b"date1904", b"0") if properties else b"0"
    styles = next((target for kind, target in related.values() if kind.endswith("/styles")), "")
    red = _red_styles(archive.read(styles)) if styles in archive else frozenset()
    return Workbook(main, pages, system in (b"1", b"true"), red)


def _red_styles(text: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles with a red font, or a format that is red for what is above zero too."""

    def inside(name: bytes) -> bytes:
        found = re.search(PARTS % (name, name), text, re.S)
        return found[1] if found else b""

    fonts = re.findall(rb"<(?:\w+:)?font\b(?:\s*/>|[^<>]*>(.*?)</(?:\w+:)?font>)", inside(b"fonts"), re.S)
    red_fonts = {b"%d" % number for number, font in enumerate(fonts) if _is_red(font)}
    red_formats = set()
    for tag in re.findall(rb"<(?:\w+:)?numFmt\s([^<>]*)>", inside(b"numFmts")):
        pairs = attributes(tag)
        first = unescaped(pairs.get(b"formatCode", b"")).split(";")[0].lower()
        if "[red]" in first or "[红色]" in first:
            red_formats.add(pairs.get(b"numFmtId", b""))
    styles = re.findall(rb"<(?:\w+:)?xf\b([^<>]*)>", inside(b"cellXfs"))
    return frozenset(
        b"%d" % number
        for number, style in enumerate(map(attributes, styles))
        if style.get(b"fontId") in red_fonts or style.get(b"numFmtId") in red_formats
    )


def _is_red(font: bytes) -> bool:
    color = re.search(rb"<(?:\w+:)?color\s([^<>]*)>", font)
    pairs = attributes(color[1]) if color else {}
    rgb = re.fullmatch(
        rb"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})", pairs.get(b"rgb", b"")
    )
    if rgb:
        red, green, blue = (int(part, 16) for part in rgb.groups())
        return red >= 0xC0 and green <= 0x40 and blue <= 0x40
    return pairs.get(b"indexed") in (b"2", b"10")


def relations(archive: Archive, member: str) -> dict[bytes, tuple[str, str]]:
    """Id → (type, member) of what a member refers to, in lower case."""
    folder, _slash, name = member.rpartition("/")
    base = folder + "/" if folder else ""
    found = {}
    for tag in RELATION.findall(archive.read(f"{base}_rels/{name}.rels")):
        pairs = attributes(tag)
        target = unescaped(pairs.get(b"Target", b"")).replace("\\", "/").lower()
        parts = target.lstrip("/") if target.startswith("/") else _joined(base + target)
        found[pairs.get(b"Id", b"")] = (unescaped(pairs.get(b"Type", b"")).lower(), parts)
    return found


def _joined(path: str) -> str:
    """A path without its . and .. parts."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def sheet_markup(archive: Archive, page: Page, red: frozenset[bytes] = frozenset()) -> Markup:
    """Scan the XML of one sheet, a few megabytes at a time, cut between rows; and the tables laid over it. `red`: the
    styles that show numbers in red."""
    markup = Markup()
    rest = b""
    for piece in archive.pieces(page.member):
        block = rest + piece
        cut = max(block.rfind(b"</row>"), block.rfind(b":row>"), block.rfind(b"<sheetData"))
        if cut < 0:
            rest = block
            if len(rest) > MOST_ROW:
                raise bomb(archive.file)
            continue
        cut = block.find(b">", cut) + 1
        _scan(block[:cut], markup, red)
        rest = block[cut:]
    _scan(rest, markup, red)
    if markup.hidden_lines:
        for kind, target in relations(archive, page.member).values():
            if kind.endswith("/table"):
                _filters(archive.read(target), markup)
    return markup


def _scan(block: bytes, markup: Markup, red: frozenset[bytes]) -> None:
    if any(mark in block for mark in (b"hidden", b'ht="0"', b'width="0"')):
        _hidden(block, markup)
    cells = CELLS.findall(block)
    markup.filled += len(cells)
    if cells:
        letters = {name for name, _line in cells}
        markup.last_column = max(markup.last_column, *(column_number(name) for name in letters))
        markup.last_line = max(markup.last_line, int(cells[-1][1]), int(cells[0][1]))
    elif bare := BARE_CELLS.findall(block):  # cells without addresses: as many as there are tags at most
        rows = len(ROWS.findall(block)) or 1
        markup.last_line += rows
        markup.filled += len(bare)
        markup.last_column = max(markup.last_column, len(bare) // rows)
    if b't="e"' in block:
        for tag, value in ERRORS.findall(block):
            if place := address(tag):
                markup.errors[place] = unescaped(value)
    if any(b's="%s"' % style in block for style in red) and len(markup.red) < MOST_RED:
        for tag in AMOUNTS.findall(block):
            pairs = attributes(tag)
            if pairs.get(b"s") in red and pairs.get(b"t", b"n") == b"n" and (place := address(tag)):
                markup.red.add(place)
    if b"<f" in block or b":f" in block:
        for tag in UNCACHED.findall(block):
            where = attributes(tag).get(b"r")
            if where and len(markup.uncached) < 1000:
                markup.uncached.append(where.decode("ascii", "replace"))
    if b"mergeCell" in block:
        for left, first, right, last in MERGES.findall(block):
            markup.merges.append((int(first), column_number(left), int(last), column_number(right)))
    if b"autoFilter" in block:
        _filters(block, markup)
    if b"dimension" in block:
        for tag in DIMENSION.findall(block):
            markup.odd_dimension |= not WHOLE.fullmatch(attributes(tag).get(b"ref", b""))


def _filters(text: bytes, markup: Markup) -> None:
    for tag in FILTER.findall(text):
        span = re.fullmatch(rb"\$?[A-Z]+\$?(\d+):\$?[A-Z]+\$?(\d+)", attributes(tag).get(b"ref", b""))
        markup.filters.append((int(span[1]), int(span[2])) if span else (1, 1 << 20))


def _hidden(block: bytes, markup: Markup) -> None:
    for tag in COLUMNS.findall(block):
        pairs = attributes(tag)
        if _is_hidden(pairs, b"width"):
            first, last = number(pairs.get(b"min")), number(pairs.get(b"max"))
            if first and last:
                markup.hidden_columns.update(range(first - 1, min(last, 16384)))
    for tag in ROWS.findall(block):
        if b"hidden" in tag or b'ht="0"' in tag:
            pairs = attributes(tag)
            line = number(pairs.get(b"r"))
            if line and _is_hidden(pairs, b"ht"):
                markup.hidden_lines.add(line)


def _is_hidden(pairs: dict[bytes, bytes], size: bytes) -> bool:
    """Said to be hidden, or made so small that nothing of it shows."""
    return pairs.get(b"hidden") in (b"1", b"true") or pairs.get(size) == b"0"


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a start tag."""
    return {name: double or single for name, double, single in ATTRIBUTE.findall(tag)}


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
