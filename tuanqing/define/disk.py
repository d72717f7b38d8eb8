"""What a program asks of the disk and the console, in the one place that knows how Windows answers.

There a file that anybody holds open can be neither removed nor replaced, a handle for reading cannot be synced, a
folder has no handle at all, and a console speaks the code page of its country. What holds people's data is for its
owner alone from the first byte; on Windows the rights of the folder it lies in say so.
"""

import io
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

from tuanqing.define.errors import Refused
from tuanqing.define.language import _

T = TypeVar("T")
WINDOWS = os.name == "nt"
PATIENCE = 10.0  # seconds a file that somebody holds open is waited for
_masked = threading.RLock()
_outer: list[int] = []  # the umask to go back to, once per block that is open


def own_folder(path: Path) -> Path:
    """`path` as a folder for its owner alone, made where it is not there yet."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    close_to_others(path)
    return path


def is_open_to_others(path: Path) -> bool:
    """Whether other users of this computer may do anything with a file or folder."""
    return not WINDOWS and path.exists() and bool(path.stat().st_mode & 0o077)


def close_to_others(path: Path) -> None:
    """Leave a file or folder, if it is there, to its owner alone."""
    if is_open_to_others(path):
        path.chmod(path.stat().st_mode & 0o700)


def create(path: Path) -> IO[bytes]:
    """A new file for its owner alone, open for writing. Raises FileExistsError where there is one."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def write(path: Path, content: bytes) -> None:
    """Put `content` into the place of whatever `path` holds, whole or not at all, for its owner alone."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with create(fresh) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        replace(fresh, path)
    finally:
        remove(fresh)
    sync_folder(path.parent)


def read(path: Path) -> bytes:
    """What `path` holds, also while another process is replacing it."""
    return _patiently(path.read_bytes, path)


def copy(source: Path, target: Path) -> None:
    """A copy for its owner alone, whoever may read `source`."""
    create(target).close()
    shutil.copyfile(source, target)


def sync(path: Path) -> None:
    """Wait until a file is on the disk itself."""
    with path.open("r+b") as stream:  # Windows syncs only what may be written
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk itself."""
    if WINDOWS:  # it has no handle on a folder; its renames are journalled
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Give `source` the name `target`, at once. Raises Refused where a program keeps one of them open."""
    _patiently(lambda: os.replace(source, target), target)


def remove(path: Path) -> bool:
    """Remove a file if it is there; False where somebody holds it open, for whom it stays."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if not WINDOWS:
            raise
        return False
    return True


def remove_tree(path: Path) -> None:
    """Remove a folder with all that lies in it; what somebody holds open stays."""
    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def owner_only() -> Generator[None]:
    """What this process makes inside the block, also through libraries, is for its owner alone."""
    with _masked:
        _outer.append(os.umask(0o077) if not _outer else _outer[0])
    try:
        yield
    finally:
        with _masked:
            before = _outer.pop()
            if not _outer:
                os.umask(before)


def console() -> None:
    """Let this process print any character: as UTF-8, or on a console of another code page as far as that goes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty() and (stream.encoding or "").lower().replace("-", "") != "utf8":
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")
    if isinstance(sys.stdin, io.TextIOWrapper):
        with suppress(ValueError):  # it has been read from already
            sys.stdin.reconfigure(errors="replace")


def _patiently(do: Callable[[], T], path: Path) -> T:
    """`do`, tried again for a while where Windows says that the file is held open."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except PermissionError:
            if not WINDOWS:
                raise
            if time.monotonic() > until:
                raise Refused(
                    _("{file} is held open by another program. Close it there and try again.").format(
                        file=path.name
                    )
                ) from None
            time.sleep(0.05)
