"""Mapping files of forms, remembered in the warehouse folder: the same form is pointed at indicators once."""

import hashlib
from pathlib import Path

from tuanqing.define import disk

FOLDER = "forms"


def key_of(cells: str) -> str:
    """What a form is known by: its sheets, heads and words, whatever its file is called."""
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


def remembered(folder: Path, key: str) -> str:
    """The mapping of a form, "" when there is none yet."""
    file = folder / FOLDER / f"{key}.toml"
    return file.read_text("utf-8") if file.exists() else ""


def remember(folder: Path, key: str, text: str) -> None:
    """Keep the mapping of a form; the file is replaced whole."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    disk.write(place / f"{key}.toml", text.encode())
