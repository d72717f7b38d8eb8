"""What secretaries write: a paragraph on a figure, a township or a chapter, for one period. Every version is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tuanqing.store.notes.journal import Journal

FILE = "commentary.jsonl"


@dataclass(frozen=True)
class Remark:
    """One version of one paragraph."""

    number: int  # of the entry: what a report was made up to
    version: int  # 1 is the first of its area, period and subject
    area: str
    period: str
    subject: str  # an indicator's name, a chapter's title, or "" for the area as a whole
    text: str  # "" takes the paragraph away
    author: str
    at: str


def write(folder: Path, area: str, period: str, subject: str, text: str, author: str = "") -> int:
    """Add a version of a paragraph to the warehouse folder; the number of the entry."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    entry = {"area": area, "period": period, "subject": subject, "text": text.strip()}
    return Journal(folder / FILE).append({**entry, "author": author, "at": now})


def history(folder: Path, until: int | None = None) -> list[Remark]:
    """Every version of every paragraph, oldest first, up to entry `until`."""
    counts: dict[tuple[str, str, str], int] = {}
    found = []
    for entry in Journal(folder / FILE).read()[:until]:
        key = (entry["area"], entry["period"], entry["subject"])
        counts[key] = counts.get(key, 0) + 1
        found.append(Remark(version=counts[key], **entry))
    return found


def in_force(remarks: Sequence[Remark]) -> list[Remark]:
    """The latest version of each paragraph, those taken away left out."""
    latest = {(r.area, r.period, r.subject): r for r in remarks}
    return [remark for remark in latest.values() if remark.text]


def latest(folder: Path, until: int | None = None) -> list[Remark]:
    """The paragraphs in force at entry `until` (now by default)."""
    return in_force(history(folder, until))


def last_number(folder: Path) -> int:
    """The number of the newest entry; 0 when nothing has been written."""
    return len(Journal(folder / FILE).read())
