"""The server as a process: it says where it is, refuses a taken port, and ends cleanly."""

import base64
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tuanqing.define.errors import Refused
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.ui.frame import server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def handshake(port: int, host: str, origin: str) -> int:
    """The status a WebSocket gets that names `host` and comes from a page of `origin`."""
    key = base64.b64encode(b"0123456789abcdef").decode()
    asked = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{origin}\r\nUpgrade: websocket\r\n"
    )
    asked += f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(asked.encode())
        return int(wire.recv(100).split()[1])


def test_a_taken_port_is_refused_and_another_named(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=str(port)):
            server.serve(Warehouse(tmp_path), "127.0.0.1", port)


def test_a_number_that_is_no_port_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="99999"):
        server.serve(Warehouse(tmp_path), "127.0.0.1", 99999)


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to another process there")
def test_it_serves_says_where_and_ends_on_ctrl_c(tmp_path: Path):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tuanqing", "serve", "--warehouse", str(tmp_path / "w"), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,  # not the repository: the page's settings are found all the same
    )
    try:
        deadline, answer = time.monotonic() + 60, ""
        while not answer and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as reply:
                    answer = reply.read().decode()
            except OSError:
                time.sleep(0.2)
        assert answer == "ok"
        page = urllib.request.Request(f"http://127.0.0.1:{port}/coverage", headers={"Accept": "text/html"})
        with urllib.request.urlopen(page, timeout=10) as reply:
            policy, html = reply.headers["Content-Security-Policy"], reply.read().decode()
        assert "default-src 'self'" in policy
        for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, "what stands in the page itself may run"
        assert "BACKEND_BASE_URL" in html
        own, strange = f"127.0.0.1:{port}", "evil.example"
        assert [handshake(port, *pair) for pair in ((own, own), (strange, strange), (own, strange))] == [
            101,
            403,
            403,
        ]
        for headers in ({"Host": strange}, {"Origin": f"http://{strange}"}):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(
                    urllib.request.Request(f"http://{own}/_stcore/health", headers=headers), timeout=5
                )
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert re.search(rf"http://127\.0\.0\.1:{port}\b", out.splitlines()[0])
    assert out.count("http") == 1, "no second address that leads nowhere"
    assert "Traceback" not in err
