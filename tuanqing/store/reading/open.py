"""What kind of file it is, by its first bytes, and who reads it: here, or in a process of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.archive import Archive
from tuanqing.store.reading.bounds import TooMuchHere, apart
from tuanqing.store.reading.delimited import open_text, stat
from tuanqing.store.reading.flat_xml import is_flat, open_flat, open_ods
from tuanqing.store.reading.guard import open_apart
from tuanqing.store.reading.html_tables import is_mht, open_html, open_mht
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.reading.xls import open_xls
from tuanqing.store.reading.xlsb import open_xlsb
from tuanqing.store.reading.xlsx import open_xlsx

MAX_BYTES = 2 << 30
SMALL_FILE = 6 << 20  # bytes, unpacked: what the kinds that are read here make of it takes a second or two
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"II*\0", b"MM\0*")
BUNDLES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"PK\5\6")


class _Kind(NamedTuple):
    """Who reads a file, and whether that may take long or much."""

    read: Callable[[], list[Sheet]]
    is_heavy: bool


def open_file(path: Path, encoding: str | None = None, separator: str | None = None) -> list[Sheet]:
    """The sheets of the file at `path`, hidden ones included and marked.

    `encoding` and `separator` overrule what is found in text files. Raises Refused, with a sentence that
    says what to do, for everything that is not a table. What may take long or much memory is read in a process of
    its own, which is ended when it does.
    """
    path = Path(path)
    kind = _kind(path, encoding, separator)
    if not kind.is_heavy:
        try:
            return kind.read()
        except TooMuchHere:
            pass
    return open_apart(path, encoding, separator)


def open_here(path: Path, encoding: str | None, separator: str | None) -> list[Sheet]:
    """As `open_file`, in this process whatever it takes."""
    apart.set(True)
    return _kind(path, encoding, separator).read()


def _kind(path: Path, encoding: str | None, separator: str | None) -> _Kind:
    file = path.name
    start = _start(path)
    large = path.stat().st_size > SMALL_FILE
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _Kind(lambda: open_xls(path), large)
    if start.startswith(b"PK\3\4"):
        return _zipped(path)
    if start.startswith(PICTURES) or (start.startswith(b"BM") and b"\0" in start[:32]):
        raise Refused(
            _(
                "{file}: this is a picture or a PDF, whatever its name says. Ask for the table itself, "
                "as .xlsx or .csv."
            ).format(file=file)
        )
    if start.startswith(BUNDLES):
        raise Refused(
            _(
                "{file}: this is a compressed bundle, not a workbook. Unpack it first and upload the "
                "tables in it one by one (several at once is fine)."
            ).format(file=file)
        )
    bare = start.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if bare.replace(b"\0", b"").lstrip()[:1] == b"<":
        if is_flat(start):
            return _Kind(lambda: open_flat(path, encoding), True)
        return _Kind(lambda: open_html(path, encoding), large)
    if is_mht(start):
        return _Kind(lambda: open_mht(path), large)
    return _Kind(lambda: open_text(path, encoding, separator), False)


def _start(path: Path) -> bytes:
    """The first bytes of a file that may be read. Raises Refused for one that may not."""
    file = path.name
    if path.is_dir():
        raise Refused(_("{file}: this is a folder. Choose the files in it.").format(file=file))
    size = stat(path).st_size
    if size == 0:
        raise Refused(_("{file}: the file is empty (0 bytes). Export it again.").format(file=file))
    if size > MAX_BYTES:
        raise Refused(
            _(
                "{file}: the file has {size} MB, more than the {limit} MB that are read at once. "
                "Split it by month or by township and upload the parts."
            ).format(file=file, size=size >> 20, limit=MAX_BYTES >> 20)
        )
    try:
        with path.open("rb") as stream:
            return stream.read(4096)
    except OSError:
        raise Refused(
            _("{file}: the file cannot be read. Check that it exists and may be opened.").format(file=file)
        ) from None


def _zipped(path: Path) -> _Kind:
    with Archive.at(path) as archive:
        names, unpacked = set(archive.names), archive.unpacked
    if "content.xml" in names:
        opener, is_heavy = open_ods, True  # few bytes may stand for many rows
    elif "xl/workbook.bin" in names:
        opener, is_heavy = open_xlsb, unpacked > SMALL_FILE
    else:
        opener, is_heavy = open_xlsx, unpacked > SMALL_FILE

    def read() -> list[Sheet]:
        with Archive.at(path) as archive:
            return opener(path, archive)

    return _Kind(read, is_heavy)
