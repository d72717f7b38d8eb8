"""Reports that were made: of what, from which version, with which template and remarks, and what came out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tuanqing.define.template import Clip
from tuanqing.store.notes.journal import Journal

FILE = "reports.jsonl"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One report. Everything needed to make it again is here or in the version it names."""

    number: int
    at: str
    kind: str
    template: str  # its name
    text: str  # the template as it was
    area: str
    place: str
    period: str
    version: str
    remarks: int  # the last entry of the commentary that was there
    extra: tuple[str, ...]  # indicators put in by hand
    clips: tuple[Clip, ...] = ()  # tables put in by hand
    verified: bool = False  # without the rows a check doubts
    today: bool = False  # in the boundaries of the day it was made
    hashes: Mapping[str, str]  # format → SHA-256 of the file


def record(folder: Path, run: Run) -> int:
    """Add a run to the list; its number."""
    entry = {key: value for key, value in asdict(run).items() if key not in ("number", "at")}
    entry["at"] = datetime.now().astimezone().isoformat(timespec="seconds")
    return Journal(folder / FILE).append(entry)


def history(folder: Path) -> list[Run]:
    """Every run, newest first."""
    entries: list[dict[str, Any]] = Journal(folder / FILE).read()[::-1]
    for entry in entries:
        entry["extra"] = tuple(entry["extra"])  # JSON knows no tuples
        entry["clips"] = tuple(
            Clip(c["title"], tuple(c["head"]), tuple(map(tuple, c["rows"])), c["version"])
            for c in entry.get("clips", ())
        )
    return [Run(**entry) for entry in entries]
