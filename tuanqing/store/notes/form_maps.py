"""Mapping files of forms, remembered in the warehouse folder: the same form is pointed at indicators once."""

import hashlib
from pathlib import Path

from tuanqing.define import disk

FOLDER = "forms"


def key_of(cells: str) -> str:
    """What a form is known by: its sheets, heads and words, whatever its file is called."""
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


def remembered(folder: Path, *keys: str) -> str:
    """The mapping of a form that is known by any of these keys, the first that has one; "" when there is none yet."""
    files = (folder / FOLDER / f"{key}.toml" for key in keys)
    return next((file.read_text("utf-8") for file in files if file.exists()), "")


def remember(folder: Path, key: str, text: str) -> None:
    """Keep the mapping of a form; the file is replaced whole."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    disk.write(place / f"{key}.toml", text.encode())
