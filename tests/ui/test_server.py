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
import urllib.request
from pathlib import Path

import pytest

from tuanqing.define.errors import Refused
from tuanqing.store.warehouse import Warehouse
from tuanqing.ui import server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert re.search(rf"http://127\.0\.0\.1:{port}\b", out.splitlines()[0])
    assert out.count("http") == 1, "no second address that leads nowhere"
    assert "Traceback" not in err
