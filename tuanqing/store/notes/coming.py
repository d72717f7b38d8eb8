"""What is on its way into a warehouse: how far a long piece of work is, for whoever looks meanwhile.

One small file, replaced as the work goes on and removed at its end. Whoever does the work says so as it goes;
what nobody has renewed for minutes was left behind by a process that is no more.
"""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tuanqing.define import disk

FILE = "coming.json"
SILENT = 300.0  # seconds without a word after which nobody is at work: measuring says none for a while
PAUSE = 0.5  # seconds between two words


@dataclass(frozen=True)
class Coming:
    """How far it is."""

    what: str  # what is being done now
    share: float  # of the whole, from 0 to 1
    ready: tuple[str, ...] = ()  # what can be looked at already
    failed: str = ""  # the sentence it ended with, when it did not end well


class Herald:
    """Says how far the work in a folder is; leaves nothing behind when it went well."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ready, self._said = folder, (), 0.0

    def say(self, what: str, share: float) -> None:
        """`what` is being done; `share` of the whole is."""
        if time.monotonic() - self._said > PAUSE:
            self._said = time.monotonic()
            self._write(Coming(what, share, self.ready))

    def fail(self, sentence: str) -> None:
        """The work has ended, and why."""
        self._write(Coming("", 1.0, self.ready, sentence))

    def done(self) -> None:
        """The work has ended well."""
        disk.remove(self.folder / FILE)

    def _write(self, coming: Coming) -> None:
        disk.own_folder(self.folder)
        disk.write(self.folder / FILE, json.dumps(asdict(coming), ensure_ascii=False).encode())


def coming(folder: Path) -> Coming | None:
    """What is on its way, or how it failed; None where nothing is."""
    file = folder / FILE
    try:
        told = json.loads(disk.read(file))
        silent = time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return None
    found = Coming(told["what"], told["share"], tuple(told["ready"]), told["failed"])
    return found if found.failed or silent < SILENT else None
