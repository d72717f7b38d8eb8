"""The encoding of a text: its mark, else UTF-16 by its NULs, else strict UTF-8, else strict GB18030."""

import codecs
from pathlib import Path

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.bounds import MOST_LINE

CHUNK = 4 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OFFERED = ("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "big5")
SURELY_UTF8 = 20  # characters beyond ASCII that decode as UTF-8 by chance: never in a GB18030 text


def decide(path: Path, override: str | None = None) -> str:
    """The encoding of the text file at `path`, as Python names it; the whole file has been checked.

    Raises Refused, naming byte and line, when the file does not decode.
    """
    file = path.name
    with path.open("rb") as stream:
        start = stream.read(1 << 16)
    if override:
        encoding = override.strip().lower().replace("_", "-")
        if encoding not in OFFERED:
            raise Refused(
                _("{file}: “{encoding}” is not an encoding we know. Choose one of: {offered}.").format(
                    file=file, encoding=override, offered=", ".join(OFFERED)
                )
            )
        if encoding == "utf-8" and start.startswith(codecs.BOM_UTF8):
            encoding = "utf-8-sig"
        _check(path, encoding)
        return encoding
    for mark, encoding in MARKS:
        if start.startswith(mark):
            _check(path, encoding)
            return encoding
    if b"\0" in start:
        encoding = _utf16(start)
        if encoding:
            _check(path, encoding)
            return encoding
        raise not_text(file)
    try:
        _check(path, "utf-8")
        return "utf-8"
    except _Undecodable as fault:
        if fault.beyond_ascii >= SURELY_UTF8:
            raise
        first = fault
    try:
        _check(path, "gb18030")
    except _Undecodable as fault:
        raise (fault if fault.offset >= first.offset else first) from None
    return "gb18030"


class _Undecodable(Refused):
    """The sentence for bytes that do not decode, and where they are."""

    def __init__(self, file: str, encoding: str, offset: int, line: int, beyond_ascii: int):
        self.offset, self.beyond_ascii = offset, beyond_ascii
        super().__init__(
            _(
                "{file}: line {line} (byte {offset}) holds characters that cannot be read as {encoding}. "
                "Open the file in WPS or Excel, check that line and save it again as “CSV UTF-8” or .xlsx; "
                "or choose the encoding by hand."
            ).format(file=file, line=line, offset=offset, encoding=encoding.upper())
        )


def _check(path: Path, encoding: str) -> None:
    """Decode the whole file in pieces; raises when a byte does not fit or there are NUL characters."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    wide = encoding.startswith(("utf-16", "utf-32"))
    lines, offset, beyond = 0, 0, 0
    with path.open("rb") as stream:
        while True:
            piece = stream.read(CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as fault:
                good = fault.object[: fault.start].decode(encoding, "ignore")
                beyond += sum(character > "\x7f" for character in good[:10_000])
                place = offset - pending + fault.start
                raise _Undecodable(path.name, encoding, place, lines + good.count("\n") + 1, beyond) from None
            except (UnicodeError, ValueError, AssertionError):
                raise _Undecodable(path.name, encoding, offset, lines + 1, beyond) from None
            if (b"\0" in piece and not wide) or (wide and "\0" in text):
                raise not_text(path.name)
            if not piece:
                return
            if beyond < SURELY_UTF8 and not text.isascii():
                beyond += sum(character > "\x7f" for character in text[:10_000])
            lines += text.count("\n") if wide else piece.count(b"\n")
            offset += len(piece)


def check_lines(path: Path) -> None:
    """Refuse a file with a line that no table has: whoever reads it line by line would hold it whole."""
    lines = 0
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            for start in range(0, len(piece) - MOST_LINE + 1, MOST_LINE):
                if all(piece.find(feed, start, start + MOST_LINE) < 0 for feed in (b"\n", b"\r")):
                    raise Refused(
                        _(
                            "{file}: line {line} is longer than {limit} MB, which no row of a table is. Export the "
                            "table again as .xlsx or .csv."
                        ).format(
                            file=path.name,
                            line=lines + piece.count(b"\n", 0, start) + 1,
                            limit=MOST_LINE >> 20,
                        )
                    )
            lines += piece.count(b"\n")


def not_text(file: str) -> Refused:
    """The sentence for a file that is neither a workbook nor a text."""
    return Refused(
        _(
            "{file}: this is neither a workbook nor a text table (it holds binary data). "
            "Export it again as .xlsx or .csv."
        ).format(file=file)
    )


def _utf16(start: bytes) -> str | None:
    """UTF-16 without a mark: the NUL bytes of its commas, digits and newlines all stand on one side."""
    start = start[: len(start) // 2 * 2]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    for encoding, here, there, newline in (
        ("utf-16-le", odd, even, b"\n\0"),
        ("utf-16-be", even, odd, b"\0\n"),
    ):
        if here and there <= here // 4 and newline in start:
            try:
                text = start[:-2].decode(encoding)
            except UnicodeDecodeError:
                continue
            if all(character.isprintable() or character in "\t\r\n\ufeff\u200b\u3000" for character in text):
                return encoding
    return None
