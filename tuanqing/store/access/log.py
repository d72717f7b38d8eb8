"""What people did, append-only: one JSON document a line, each carrying the hash of the line before.

A line that is changed, left out or put in breaks the chain, and the head (the number and hash of the newest) tells
lines cut off at the end. Whoever can write these files can make the whole chain anew: what `verify` prints is
noted down elsewhere and held against it later. A file a month; the program removes none (the Cybersecurity Law wants
six months).
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.rooms import room

FOLDER = "access/log"
HEAD = "head.json"
WAIT = 10  # seconds
NOTHING = "0" * 64  # the hash before the first


@dataclass(frozen=True)
class Entry:
    """One thing that was done, or refused."""

    number: int
    at: str  # UTC
    who: str  # an account; on the command line the user of the computer
    role: str
    peer: str  # the address it came from, or "" on the command line
    act: str
    what: dict[str, Any]  # numbers, names of files and areas; never a cell, a password or a cookie
    before: str
    hash: str = ""

    def sealed(self) -> str:
        """The hash over everything else."""
        told = {**vars(self)}
        del told["hash"]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What came of holding the chain against itself."""

    entries: int
    first: str | None  # when
    last: str | None
    hash: str  # of the newest
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def append(folder: Path, act: str, who: str, role: str, peer: str, /, **what: Any) -> Entry:
    """Add an entry and sync it to disk. Raises Refused when nobody could write for a while."""
    place = room(folder, "log")
    try:
        with FileLock(place / "lock", timeout=WAIT):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            file, last = _tail(place)
            number, before, latest = max(last, _head(place))
            file = max(file, place / f"{now[:7]}.jsonl")
            entry = Entry(number + 1, now, who, role, peer, act, what, before)
            entry = replace(entry, hash=entry.sealed())
            if not file.exists():
                disk.create(file).close()
            with file.open("ab") as stream:
                stream.write(json.dumps(vars(entry), ensure_ascii=False).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            _set_head(place, entry.number, entry.hash, max(latest, now) if act != "clock" else now)
            return entry
    except Timeout:
        raise Refused(_("Somebody else is saving just now. Try again in a moment.")) from None


def entries(folder: Path) -> Iterator[Entry]:
    """Every entry, oldest first. Raises Refused at a line that is none: `verify` says more."""
    for file in sorted((folder / FOLDER).glob("*.jsonl")):
        for line in file.read_bytes().split(b"\n")[:-1]:
            found = _read(line)
            if found is None:
                raise Refused(_("The log has a damaged line. `tuanqing audit verify` says which."))
            yield found


def latest(folder: Path) -> datetime | None:
    """The time of the newest entry: the clock cannot be before it. None in an empty log."""
    _number, _hash, at = _head(folder / FOLDER)
    return datetime.fromisoformat(at) if at else None


def verify(folder: Path, expected: str | None = None) -> Verdict:
    """Hold the chain against itself, against its head, and against a hash noted down before."""
    count, before, first, last, faults, remarks = 0, NOTHING, None, None, [], []
    seen = set()
    for file in sorted((folder / FOLDER).glob("*.jsonl")):
        for line_number, line in enumerate(file.read_bytes().split(b"\n")[:-1], start=1):
            where = f"{file.name}:{line_number}"
            entry = _read(line)
            if entry is None:
                faults.append(_("{where}: not a line of the log.").format(where=where))
                continue
            if entry.number != count + 1 or entry.before != before:
                faults.append(_("{where}: does not follow on the line before.").format(where=where))
            if entry.hash != entry.sealed():
                faults.append(_("{where}: was changed after it was written.").format(where=where))
            if last and entry.at < last:
                remarks.append(_("{where}: the clock had gone back.").format(where=where))
            count, before, last = entry.number, entry.hash, entry.at
            first = first or entry.at
            seen.add(entry.hash)
    number, hash_, _at = _head(folder / FOLDER)
    if number > count or (number == count and hash_ != before):
        faults.append(_("The newest lines are gone: the log once had {count}.").format(count=number))
    if count > number + 1:  # a crash leaves the head one behind
        faults.append(_("Lines were added behind the head, which knows {count}.").format(count=number))
    if expected and expected not in seen:
        faults.append(_("The hash noted down before is not in the log: it was made anew, or cut off."))
    return Verdict(count, first, last, before, faults, remarks)


def _read(line: bytes) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _tail(place: Path) -> tuple[Path, tuple[int, str, str]]:
    """The newest file, and its last entry as number, hash, time. What a crash left of a line is cut off."""
    files = sorted(place.glob("*.jsonl"))
    if not files:
        return place / "0000-00.jsonl", (0, NOTHING, "")
    whole = files[-1].read_bytes()
    kept = whole[: whole.rfind(b"\n") + 1]
    if len(kept) < len(whole):
        with files[-1].open("r+b") as stream:
            stream.truncate(len(kept))
    found = _read(kept.rstrip(b"\n").rpartition(b"\n")[2])
    return files[-1], (found.number, found.hash, found.at) if found else (0, NOTHING, "")


def _head(place: Path) -> tuple[int, str, str]:
    try:
        told = json.loads(disk.read(place / HEAD))
        return told["number"], told["hash"], told["at"]
    except (FileNotFoundError, ValueError, KeyError):
        return 0, NOTHING, ""


def _set_head(place: Path, number: int, hash_: str, at: str) -> None:
    disk.write(place / HEAD, json.dumps({"number": number, "hash": hash_, "at": at}).encode())
