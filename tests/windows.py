"""Windows as far as files go, played on Linux: what is open is neither removed nor replaced, and not every handle syncs."""

import fcntl
import os
from pathlib import Path

import pytest

from tuanqing.define import disk


class Windows:
    """The answers of that system, and how often it was asked to sync."""

    def __init__(self) -> None:
        self.synced = 0

    @staticmethod
    def is_open(path: str | os.PathLike) -> bool:
        """Whether this process (DuckDB in it, too) holds a file open."""
        wanted = os.path.realpath(path)
        for handle in Path("/proc/self/fd").iterdir():
            try:
                if os.path.realpath(handle.readlink()) == wanted:
                    return True
            except OSError:  # it was the one that listed them
                continue
        return False


@pytest.fixture
def windows(monkeypatch) -> Windows:
    """This process believes to run there, and the system answers accordingly."""
    played = Windows()
    real = {name: getattr(os, name) for name in ("replace", "rename", "unlink", "remove", "fsync", "open")}

    def held(path, *_more, **_kind) -> None:
        if Windows.is_open(path):
            raise PermissionError(13, "The process cannot access the file", str(path))

    def replace(source, target, **kind):
        held(source)
        held(target)
        real["replace"](source, target, **kind)

    def rename(source, target, **kind):
        held(source)
        if os.path.exists(target):
            raise FileExistsError(17, "there is one", str(target))
        real["rename"](source, target, **kind)

    def unlink(path, *more, **kind):
        if kind.get("dir_fd") is None:  # shutil.rmtree, inside a folder it holds
            held(path)
        elif Windows.is_open(Path(f"/proc/self/fd/{kind['dir_fd']}").readlink() / os.fspath(path)):
            raise PermissionError(13, "The process cannot access the file", str(path))
        real["unlink"](path, *more, **kind)

    def fsync(handle):
        if fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(9, "Bad file descriptor")
        played.synced += 1
        real["fsync"](handle)

    def opened(path, flags, *more, **kind):
        if flags == os.O_RDONLY and "dir_fd" not in kind and os.path.isdir(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real["open"](path, flags, *more, **kind)

    for name, answer in (
        ("open", opened),
        ("replace", replace),
        ("rename", rename),
        ("unlink", unlink),
        ("remove", unlink),
        ("fsync", fsync),
    ):
        monkeypatch.setattr(os, name, answer)
    monkeypatch.setattr(disk, "WINDOWS", True)
    return played
