"""`tuanqing watch FOLDER`: what is dropped there is imported and moved to done/ or rejected/, each with its receipt.

A file is taken once it has stopped growing, and imported from a copy. It is moved only after its version has been
published, so that a crash at any instant leaves it where it was dropped: it is then imported again, which changes
nothing. What has grown in the meantime stays and is imported anew, and what cannot be read is given a while longer,
for it may be half copied. No file is ever written over.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tuanqing.command.rows import in_words
from tuanqing.define import contract as contracts_of
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.scratch import scratch
from tuanqing.store.warehouse.versions import Warehouse

DONE, REJECTED = "done", "rejected"
UNFINISHED = (
    ".tmp",
    ".part",
    ".partial",
    ".crdownload",
    ".download",
)  # what browsers and copiers write first
Stamp = tuple[int, int]  # size and time of the last change


@dataclass(frozen=True)
class Pace:
    """In seconds: between two looks, without a change before a file is taken, and before one that is refused goes."""

    every: float = 2
    quiet: float = 4
    patience: float = 60


PACE = Pace()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--area", metavar="CODE", help=_("the county (or prefecture) the files belong to"))
    parser.add_argument(
        "--basis", choices=["consent", "duty"], default="",
        help=_("on which ground people under 14 are kept: the guardian's consent, a duty by law; asked for where there are accounts"),
    )  # fmt: skip
    parser.add_argument("--once", action="store_true", help=_("end when nothing is left in the folder"))


def watch(options: argparse.Namespace, warehouse: Warehouse) -> int:
    folder = Path(options.folder)
    if not folder.is_dir():
        raise Refused(_("{folder}: there is no such folder.").format(folder=folder.name))
    if warehouse.folder.exists() and folder.resolve().is_relative_to(warehouse.folder.resolve()):
        raise Refused(_("{folder} is the warehouse itself. Watch another folder.").format(folder=folder.name))
    watcher = Watcher(folder, warehouse, ImportWish(area=options.area), PACE, options.basis)
    lock = FileLock(folder / ".watched")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Refused(_("{folder} is being watched already.").format(folder=folder.name)) from None
    with lock:
        print(_("Watching {folder}. Ctrl-C ends it.").format(folder=folder.name), file=sys.stderr)
        try:
            watcher.run(once=options.once)
        except KeyboardInterrupt:  # nothing is left half done: a draft goes with its process
            return 0
    return 1 if options.once and watcher.rejected else 0


@dataclass
class Watcher:
    """A folder, what has been seen of the files in it, and what became of them."""

    folder: Path
    warehouse: Warehouse
    wish: ImportWish
    pace: Pace
    basis: str = ""
    say: Callable[[str], object] = print
    rejected: int = 0
    _seen: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)  # and since when it looks like this
    _tried: dict[Path, Stamp] = field(default_factory=dict)

    def run(self, *, once: bool = False) -> None:
        """Look until told to end; `once`: until nothing is left."""
        while True:
            there = self.look()
            if ready := [file for file in there if self.is_ready(file)]:
                self.take(ready)
            elif once and not there:
                return
            else:
                time.sleep(self.pace.every)

    def look(self) -> list[Path]:
        """The files that lie there, by name; what they look like is noted."""
        now, there = time.monotonic(), {}
        for file in sorted(self.folder.iterdir()):
            if file.name.startswith((".", "~$")) or file.suffix.lower() in UNFINISHED:
                continue
            if not file.is_symlink() and file.is_file() and (stamp := _stamp(file)):
                before = self._seen.get(file)
                there[file] = before if before and before[0] == stamp else (stamp, now)
        self._seen = there
        return list(there)

    def is_ready(self, file: Path) -> bool:
        """Whether it has not changed for long enough: longer when it was refused as it is."""
        stamp, since = self._seen[file]
        wait = self.pace.patience if self._tried.get(file) == stamp else self.pace.quiet
        return time.monotonic() - since >= wait

    def take(self, files: Sequence[Path]) -> None:
        """Import files as one version and move them away. Nothing moves when nothing could be published."""
        from tuanqing.measure import rebuild

        with scratch() as room:
            copies = {copy: file for n, file in enumerate(files) if (copy := self._copy(file, room / str(n)))}
            if not copies:
                return
            try:
                outcomes = import_files(
                    self.warehouse,
                    list(copies),
                    contracts_of.load_all(),
                    rebuild,
                    self.wish,
                    names={copy: file.name for copy, file in copies.items()},
                    basis=self.basis,
                    say=self.say,
                )
            except Refused as refusal:  # no room on the disk, another writer: the next look tries again
                self.say(str(refusal))
                self._tried |= {file: self._seen[file][0] for file in copies.values()}
                return
        for copy, file in copies.items():
            self._settle(file, [outcome for outcome in outcomes if outcome.path == copy])

    def _copy(self, file: Path, room: Path) -> Path | None:
        """A copy for ourselves; None when the file is held open or changes meanwhile."""
        try:
            disk.copy(file, disk.own_folder(room) / file.name)
        except (PermissionError, FileNotFoundError):
            return None
        return room / file.name if _stamp(file) == self._seen[file][0] else None

    def _settle(self, file: Path, outcomes: Sequence[Outcome]) -> None:
        """Move a file to where it belongs, with its receipt; not yet when it has changed or may be half copied."""
        stamp, since = self._seen[file]
        refused = any(outcome.receipt.error for outcome in outcomes)
        if _stamp(file) != stamp:
            self.say(_("{file} has changed while it was read: it is imported again.").format(file=file.name))
            return
        if refused and time.monotonic() - since < self.pace.patience:
            self._tried[file] = stamp
            return
        self.rejected += refused
        where = self.folder / (REJECTED if refused else DONE)
        where.mkdir(exist_ok=True)
        target, receipt = _free(where, file.name)
        receipt.write_text(
            "\n".join(_receipt(outcomes)) + "\n", "utf-8-sig"
        )  # Windows' editors ask for the mark
        try:
            disk.replace(file, target)
        except Refused as refusal:  # open in another program
            disk.remove(receipt)
            self._tried[file] = stamp
            self.say(str(refusal))
            return
        self.say(f"{file.name} → {where.name}/{target.name}")


def _stamp(file: Path) -> Stamp | None:
    """What a file looks like; None when it is gone."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _free(folder: Path, name: str) -> tuple[Path, Path]:
    """A name in `folder` that neither a file nor a receipt has, and that of its receipt."""
    stem, suffix, number = Path(name).stem, Path(name).suffix, 1
    while True:
        target = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        receipt = folder / f"{target.name}.{_('receipt')}.txt"
        if not target.exists() and not receipt.exists():
            return target, receipt
        number += 1


def _receipt(outcomes: Sequence[Outcome]) -> list[str]:
    """What became of a file, in words that need no command line."""
    from tuanqing.show.receipt import on_screen

    lines = [f"{datetime.now():%Y-%m-%d %H:%M}"]
    for outcome in outcomes:
        lines += map(on_screen, in_words(outcome.receipt))
        if outcome.receipt.error:
            lines.append("✗ " + on_screen(outcome.receipt.error))
            lines.append(_("Mend the file and drop it again, or answer on the upload page."))
        elif outcome.receipt.rejected:
            lines.append(_("The rejected rows are on the page “Batches”, under this number."))
    return lines
