"""Reading in a process of its own, which may be slow or large without harm: it is ended when it is too much so.

The sheets come back through a pipe, so that nothing of them is ever on disk.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _, language, speak
from tuanqing.store.reading.grid import Grid
from tuanqing.store.reading.sheet import Sheet

MEMORY = 4 << 30  # bytes
SECONDS, SECONDS_A_MEGABYTE = 60, 3  # of a reader's own work
PATIENCE = 3  # times that by the clock, on a machine that does other things too
REFUSED = 3  # exit code: the sentence stands on standard output

Open = Callable[[Path, str | None, str | None], list[Sheet]]


def open_apart(path: Path, encoding: str | None, separator: str | None) -> list[Sheet]:
    """The sheets of a file, read in a process of its own. Raises Refused as the reader does, and for a file that takes
    more time or memory than any table does."""
    seconds = SECONDS + SECONDS_A_MEGABYTE * (path.stat().st_size >> 20)
    request = [str(path.absolute()), encoding, separator, language(), seconds, MEMORY]
    process = subprocess.Popen(
        [sys.executable, "-m", "tuanqing.store.reading.guard"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "POLARS_MAX_THREADS": "2"},
    )
    try:
        told, _nothing = process.communicate(json.dumps(request).encode(), timeout=seconds * PATIENCE)
    except subprocess.TimeoutExpired:
        raise _too_much(path.name) from None
    finally:
        process.kill()
        process.wait()
    if process.returncode == REFUSED:
        raise Refused(told.decode("utf-8"))
    if process.returncode:
        raise _too_much(path.name)
    return _received(io.BytesIO(told))


def _too_much(file: str) -> Refused:
    return Refused(
        _(
            "{file}: reading it takes more time or memory than a table does, so it was given up. Copy the rows you "
            "need into a new workbook and save it as .xlsx, or save the table as .csv."
        ).format(file=file)
    )


def serve(read: Open, request: Sequence[Any], out: IO[bytes]) -> int:
    """Read one file and write its sheets, or the sentence why not; the exit code."""
    path, encoding, separator, spoken, _seconds, _memory = request
    speak(spoken)
    try:
        _send(read(Path(path), encoding, separator), out)
    except Refused as refusal:
        out.write(str(refusal).encode())
        return REFUSED
    return 0


def _send(sheets: Sequence[Sheet], out: IO[bytes]) -> None:
    """The sheets as one line of JSON and, for each, the length and the bytes of its frame."""
    described = []
    frames = []
    for sheet in sheets:
        grid = sheet.source
        assert isinstance(grid, Grid), "only sheets that lie in memory are read apart"
        buffer = io.BytesIO()
        grid.frame.write_ipc_stream(buffer)
        frames.append(buffer.getvalue())
        plain = {f.name: getattr(sheet, f.name) for f in fields(sheet) if f.name != "source"}
        laid = {f.name: getattr(grid, f.name) for f in fields(grid) if f.name != "frame"}
        described.append([_listed(plain), _listed(laid), len(frames[-1])])
    out.write(json.dumps(described).encode() + b"\n")
    for frame in frames:
        out.write(frame)


def _listed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, set) else value for name, value in values.items()}


def _received(told: IO[bytes]) -> list[Sheet]:
    sheets = []
    for plain, laid, size in json.loads(told.readline()):
        frame = pl.read_ipc_stream(io.BytesIO(told.read(size)))
        lines = {name: set(laid.pop(name)) for name in ("hidden_lines", "filtered_lines", "long_lines")}
        grid = Grid(frame, [tuple(merge) for merge in laid.pop("merges")], **laid, **lines)
        plain["hidden_lines"], plain["merges"] = grid.hidden_lines, grid.merges
        plain["red"] = {(line, column) for line, column in plain["red"]}
        sheets.append(Sheet(source=grid, **plain))
    return sheets


def _bounded(seconds: int, memory: int) -> None:
    """Bind this process, where the system can: on Windows only the clock ends it."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read the one file asked for on standard input."""
    request = json.loads(sys.stdin.buffer.read())
    _bounded(*request[-2:])
    from tuanqing.store.reading.open import open_here

    return serve(open_here, request, sys.stdout.buffer)


if __name__ == "__main__":
    sys.exit(main())
