"""What kind of file it is, by its first bytes, and who reads it."""

from pathlib import Path

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading.delimited import open_text, stat
from tuanqing.store.reading.html_tables import open_html
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.reading.xls import open_xls
from tuanqing.store.reading.xlsx import open_xlsx

MAX_BYTES = 2 << 30
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"II*\0", b"MM\0*")
BUNDLES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"PK\5\6")


def open_file(path: Path, encoding: str | None = None, separator: str | None = None) -> list[Sheet]:
    """The sheets of the file at `path`, hidden ones included and marked.

    `encoding` and `separator` overrule what is found in text files. Raises Refused, with a sentence that
    says what to do, for everything that is not a table.
    """
    path = Path(path)
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
            start = stream.read(4096)
    except OSError:
        raise Refused(
            _("{file}: the file cannot be read. Check that it exists and may be opened.").format(file=file)
        ) from None
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return open_xls(path)
    if start.startswith(b"PK\3\4"):
        return open_xlsx(path)
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
        return open_html(path, encoding)
    return open_text(path, encoding, separator)
