"""Office files packed so that equal content gives equal bytes: parts in one order, one date, no trace of the machine."""

import io
import zipfile
from collections.abc import Mapping

_FIRST = "[Content_Types].xml"
_DATE = (1980, 1, 1, 0, 0, 0)


def repacked(package: bytes) -> bytes:
    """The same parts, sorted, with the oldest date a zip can bear."""
    with zipfile.ZipFile(io.BytesIO(package)) as before:
        return packed({name: before.read(name) for name in before.namelist()})


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as after:
        for name in sorted(files, key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o600 << 16,
                0,
            )
            after.writestr(entry, files[name])
    return held.getvalue()
