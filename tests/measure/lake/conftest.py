"""A Spark Connect server of the tests' own: Sail, one binary, whose driver and workers speak over the loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

collect_ignore = ["test_engine.py"] if sys.platform == "win32" else []  # there is no Sail for it


@contextmanager
def server(log: Path) -> Iterator[tuple[str, subprocess.Popen]]:
    """A server that is there: its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("sail")
    words = [str(program), "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as told:
        process = subprocess.Popen(
            words, env={**os.environ, "SAIL_MODE": "local-cluster"}, stdout=told, stderr=told
        )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < until, log.read_text("utf-8")
                time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def started_from_a_file(monkeypatch):
    """Spark's client takes a process without a main file, as pytest's workers are, for its own doctests."""
    monkeypatch.setattr(sys.modules["__main__"], "__file__", __file__, raising=False)


@pytest.fixture(scope="module")
def sail(tmp_path_factory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("sail") / "log") as (remote, _process):
        yield remote
