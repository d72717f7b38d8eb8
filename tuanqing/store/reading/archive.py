"""Zip files, opened without trust: every member is unpacked under its declared size, so that a small file cannot
unfold into a huge one, and found under any way of writing its name."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tuanqing.define.errors import Refused
from tuanqing.define.language import _

MOST_UNPACKED = 4 << 30
SUSPICIOUS, SUSPICIOUS_RATIO = 64 << 20, 200
MOST_MEMBERS = 10_000
CHUNK = 4 << 20


class Archive:
    """A zip file. `names` are its members as the standard wants them written: lower case, with / and no / in front."""

    def __init__(self, stream: IO[bytes], file: str):
        """Over a stream that is closed with it. Raises Refused when the directory is damaged, or the contents are out
        of all proportion."""
        self.file, self._stream = file, stream
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error):
            stream.close()
            raise damaged(file) from None
        members = self._zip.infolist()
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}
        self.names = list(self._members)
        self.unpacked = sum(member.file_size for member in members)
        self.is_locked = any(member.flag_bits & 1 for member in members)
        packed = stream.seek(0, io.SEEK_END)
        if (
            len(members) > MOST_MEMBERS
            or self.unpacked > MOST_UNPACKED
            or (self.unpacked > SUSPICIOUS and self.unpacked > SUSPICIOUS_RATIO * max(packed, 1))
        ):
            self.close()
            raise bomb(file)

    @classmethod
    def at(cls, path: Path) -> Self:
        """The zip file at `path`."""
        return cls(path.open("rb"), path.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._stream.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str) -> bytes:
        """All of a member; b"" when there is none of this name."""
        return b"".join(self.pieces(name)) if name in self else b""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The contents of a member in pieces; Refused when it is damaged or longer than it declares."""
        member = self._members[name.lower()]
        stream = self._stream
        stream.seek(member.header_offset)
        header = stream.read(30)
        if len(header) < 30 or header[:4] != b"PK\3\4" or member.compress_type not in (0, 8):
            raise damaged(self.file)
        stream.seek(sum(struct.unpack("<HH", header[26:30])), 1)
        inflate = zlib.decompressobj(-15) if member.compress_type == 8 else None
        left, size = member.compress_size, 0
        while left > 0 and (packed := stream.read(min(left, CHUNK))):
            left -= len(packed)
            place = stream.tell()
            while packed:
                try:
                    piece = inflate.decompress(packed, CHUNK) if inflate else packed
                except zlib.error:
                    raise damaged(self.file) from None
                packed = inflate.unconsumed_tail if inflate else b""
                size += len(piece)
                if size > member.file_size:
                    raise bomb(self.file)
                yield piece
                if inflate and inflate.eof:
                    left = 0
                    break
            stream.seek(place)  # whoever takes the pieces may read other members meanwhile
        if size != member.file_size:
            raise damaged(self.file)


def bomb(file: str) -> Refused:
    """The sentence for an archive that unfolds beyond measure."""
    return Refused(
        _(
            "{file}: unpacked, the workbook would be far larger than a table can be, so it was not read. "
            "Copy the rows you need into a new workbook and save it as .xlsx."
        ).format(file=file)
    )


def damaged(file: str) -> Refused:
    """The sentence for a workbook that cannot be read."""
    return Refused(
        _("{file}: the workbook is damaged. Open it in Excel or WPS and save it again as .xlsx.").format(
            file=file
        )
    )


def encrypted(file: str) -> Refused:
    """The sentence for a workbook with a password."""
    return Refused(
        _(
            "{file}: the workbook is encrypted. Open it in Excel, remove the password and save it again."
        ).format(file=file)
    )
