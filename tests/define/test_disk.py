"""What the disk and the console are asked for, on this system and as Windows would answer."""

import io
import os
import stat
import sys
import threading
import time

import pytest

from tests.windows import windows
from tuanqing.define import disk
from tuanqing.define.errors import Refused

__all__ = ["windows"]


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_made_is_its_owners_alone_from_the_first_byte(tmp_path, monkeypatch):
    before = os.umask(0)
    try:
        with disk.create(tmp_path / "a") as stream:
            assert mode(tmp_path / "a") == 0o600
            stream.write(b"x")
        seen = []
        real = os.replace
        monkeypatch.setattr(
            os, "replace", lambda source, target: (seen.append(mode(source)), real(source, target))
        )
        disk.write(tmp_path / "b", b"whole")
        assert (seen, mode(tmp_path / "b")) == ([0o600], 0o600)
        (tmp_path / "b").chmod(0o644)
        disk.copy(tmp_path / "b", tmp_path / "c")
        assert mode(tmp_path / "c") == 0o600
        (tmp_path / "old").mkdir(mode=0o755)
        assert mode(disk.own_folder(tmp_path / "old")) == mode(disk.own_folder(tmp_path / "new")) == 0o700
    finally:
        os.umask(before)


def test_libraries_write_for_the_owner_alone_inside_the_block_and_as_before_after_it(tmp_path):
    before = os.umask(0o022)
    try:
        with disk.owner_only():
            with disk.owner_only():
                (tmp_path / "a").touch()
            (tmp_path / "b").touch()
        (tmp_path / "c").touch()
        assert [mode(tmp_path / name) for name in "abc"] == [0o600, 0o600, 0o644]
    finally:
        os.umask(before)


def test_blocks_that_overlap_in_two_threads_leave_the_mask_as_it_was(tmp_path):
    before = os.umask(0o022)
    try:
        inside, leave = threading.Event(), threading.Event()

        def other():
            with disk.owner_only():
                inside.set()
                leave.wait(5)

        with disk.owner_only():
            thread = threading.Thread(target=other)
            thread.start()
            inside.wait(5)
        (tmp_path / "still").touch()
        leave.set()
        thread.join()
        (tmp_path / "after").touch()
        assert [mode(tmp_path / name) for name in ("still", "after")] == [0o600, 0o644]
    finally:
        os.umask(before)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    disk.write(tmp_path / "a", b"before")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        disk.write(tmp_path / "a", b"after")
    assert disk.read(tmp_path / "a") == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_windows_syncs_what_is_written_and_no_folder(tmp_path, windows):
    disk.write(tmp_path / "a", b"x")
    disk.sync(tmp_path / "a")
    disk.sync_folder(tmp_path)
    assert windows.synced == 2
    with pytest.raises(PermissionError):
        os.open(tmp_path, os.O_RDONLY)


@pytest.mark.usefixtures("windows")
def test_windows_waits_for_who_holds_a_file_open(tmp_path):
    disk.write(tmp_path / "a", b"before")
    held = (tmp_path / "a").open("rb")
    timer = threading.Timer(0.3, held.close)
    timer.start()
    began = time.monotonic()
    disk.write(tmp_path / "a", b"after")
    assert time.monotonic() - began > 0.25
    assert disk.read(tmp_path / "a") == b"after"
    timer.join()


@pytest.mark.usefixtures("windows")
def test_windows_gives_up_with_a_sentence_and_leaves_what_was_there(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.2)
    disk.write(tmp_path / "a", b"before")
    with (tmp_path / "a").open("rb"):
        with pytest.raises(Refused, match="打开"):
            disk.write(tmp_path / "a", b"after")
        assert not disk.remove(tmp_path / "a")
    assert disk.read(tmp_path / "a") == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert disk.remove(tmp_path / "a")


def test_elsewhere_nobody_waits_for_a_right_that_is_not_there(tmp_path, monkeypatch):
    def refused(_source, _target):
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "replace", refused)
    began = time.monotonic()
    with pytest.raises(PermissionError):
        disk.write(tmp_path / "a", b"x")
    assert time.monotonic() - began < 1


class Console(io.TextIOWrapper):
    """A terminal, or a pipe, of a code page."""

    def __init__(self, encoding: str, terminal: bool):
        super().__init__(io.BytesIO(), encoding=encoding, errors="strict")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("encoding", "terminal", "printed"),
    [
        ("cp936", True, "??镇".encode("cp936")),  # it has no 䶮 and no 🚩
        ("cp936", False, "䶮🚩镇".encode()),
        ("utf-8", True, "䶮🚩镇".encode()),
        ("ascii", False, "䶮🚩镇".encode()),
    ],
)
def test_no_console_stumbles_over_a_rare_character(monkeypatch, encoding, terminal, printed):
    out = Console(encoding, terminal)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", Console(encoding, terminal))
    disk.console()
    print("䶮🚩镇", end="")
    out.flush()
    assert out.buffer.getvalue() == printed
