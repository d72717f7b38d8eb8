"""Folders for a while: of this process alone, gone when it is done, and swept by the next one when it was killed.

Each holds a lock as long as its process lives, so that nobody sweeps what is in use.
"""

import os
import tempfile
import time
import weakref
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tuanqing.define import disk

_PREFIX = "tuanqing-"
_LOCK = "in use"
_YOUNG = 0.2  # seconds in which a lock that is there may not be held yet


class Scratch:
    """Such a folder. It goes with `close`, with the last reference to this object, and when the process ends."""

    def __init__(self, parent: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))  # readable by this user alone
        lock = FileLock(self.folder / _LOCK, thread_local=False)
        lock.acquire()
        self.close = weakref.finalize(self, _discard, self.folder, lock)


@contextmanager
def scratch(parent: Path | None = None) -> Generator[Path]:
    """A folder for the length of a block, in `parent` or where this system keeps temporary files."""
    room = Scratch(parent)
    try:
        yield room.folder
    finally:
        room.close()


def sweep(parent: Path | None = None) -> None:
    """Remove the folders whose processes are gone."""
    for folder in (parent or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*"):
        try:
            if _is_ours(folder) and time.time() - (folder / _LOCK).lstat().st_mtime > _YOUNG:
                lock = FileLock(folder / _LOCK)
                lock.acquire(timeout=0)
                _discard(folder, lock)
        except (Timeout, OSError):  # in use, swept by another this moment, or not there yet
            continue


def _is_ours(folder: Path) -> bool:
    """Whether this user made it, not somebody who wants another file removed in its name."""
    return not folder.is_symlink() and (disk.WINDOWS or folder.stat().st_uid == os.getuid())


def _discard(folder: Path, lock: FileLock) -> None:
    if disk.WINDOWS:  # there a lock is a file held open
        lock.release()
    disk.remove_tree(folder)
    lock.release()
