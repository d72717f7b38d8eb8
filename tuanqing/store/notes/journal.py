"""Append-only files beside the warehouse: one JSON document a line, written under a lock, rewritten only
where something must leave the disk.

The published databases are rebuilt by every import; what people write and what was made from them is kept here.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _

WAIT = 10  # seconds


@dataclass(frozen=True)
class Journal:
    """One such file."""

    file: Path

    def read(self) -> list[dict[str, Any]]:
        """Every entry, oldest first, each with `number` from 1. A last line cut off by a crash is no entry."""
        if not self.file.exists():
            return []
        lines = self.file.read_text("utf-8").split("\n")[:-1]
        return [{**json.loads(line), "number": number} for number, line in enumerate(lines, start=1)]

    def append(
        self, entry: Mapping[str, Any], meeting: Callable[[list[dict[str, Any]]], None] | None = None
    ) -> int:
        """Add an entry and sync it to disk; its number. `meeting` is shown what stands there while nobody else can write:
        what it raises keeps the entry out."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.file.with_name(self.file.name + ".lock"), timeout=WAIT):
                if not self.file.exists():
                    disk.create(self.file).close()
                if meeting is not None:
                    meeting(self.read())
                whole = self.file.read_bytes()
                kept = whole[: whole.rfind(b"\n") + 1]
                with self.file.open("r+b") as stream:
                    stream.truncate(len(kept))  # what a crash left of an entry
                    stream.seek(len(kept))
                    stream.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
                    stream.flush()
                    os.fsync(stream.fileno())
                return kept.count(b"\n") + 1
        except Timeout:
            raise Refused(_("Somebody else is saving just now. Try again in a moment.")) from None

    def rewrite(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Put `change` of each entry in its place: for what must leave the disk. Numbers stay."""
        if not self.file.exists():
            return
        try:
            with FileLock(self.file.with_name(self.file.name + ".lock"), timeout=WAIT):
                lines = []
                for entry in self.read():
                    del entry["number"]
                    lines.append(json.dumps(change(entry), ensure_ascii=False).encode() + b"\n")
                disk.write(self.file, b"".join(lines))
        except Timeout:
            raise Refused(_("Somebody else is saving just now. Try again in a moment.")) from None
