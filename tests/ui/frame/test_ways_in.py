"""Each way to start the server, and each address to come from, leads to the same door."""

import http.client
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from streamlit.testing.v1 import AppTest

from tests import accounts as people
from tests.ui.frame.test_edge import Server
from tests.ui.frame.test_server import free_port
from tuanqing.define.errors import Refused
from tuanqing.define.house import APP, ROOT
from tuanqing.store.access import accounts, sessions
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.ui.frame import guest, server
from tuanqing.ui.frame.discovery import discover
from tuanqing.ui.frame.door import Door
from tuanqing.ui.frame.server import Outside


def start(words: Sequence[str], folder: Path, port: int) -> tuple[subprocess.Popen, Server]:
    environment = {**os.environ, "TUANQING_HOME": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found, deadline = Server(folder, port), time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            found.ask("GET", "/sign-in")
            break
        except http.client.HTTPException:  # it speaks TLS
            break
        except OSError:
            time.sleep(0.2)
    return process, found


WAYS = {
    "streamlit run": ["streamlit", "run", "app.py", "--server.port", "PORT"],
    "uvicorn": ["uvicorn", "tuanqing.ui.frame.door:application", "--port", "PORT"],
    "uvicorn on app.py": ["uvicorn", "app:app", "--port", "PORT"],
}


@pytest.mark.parametrize("way", WAYS)
def test_however_it_is_started_nobody_comes_in_without_signing_in(way, county, tmp_path):
    folder, port = tmp_path / "warehouse", free_port()
    shutil.copytree(county, folder)
    people.make(folder, "410001")
    process, found = start([word.replace("PORT", str(port)) for word in WAYS[way]], folder, port)
    try:
        assert found.ask("GET", "/", Accept="text/html").status == 303
        for path in (
            "/",
            "/_stcore/health",
            "/_stcore/metrics",
            "/_stcore/host-config",
            "/media/x",
            "/app/static/x",
        ):
            assert found.ask("GET", path).status in (401, 403), path
        assert found.ask("WEBSOCKET", "/_stcore/stream").status == 403
        assert found.ask("PUT", "/_stcore/upload_file/x/x").status == 401
        cookie = found.cookie("leader")
        assert found.ask("GET", "/_stcore/health", cookie).text == "ok"
        assert found.ask("WEBSOCKET", "/_stcore/stream", cookie).status == 101
        assert found.ask("GET", "/", cookie, Host="evil.example").status == 403
    finally:
        process.kill()
        process.wait(30)


@pytest.mark.parametrize("page", ["overview", "start", "batches"])
def test_a_page_on_its_own_draws_no_figure(page, county, monkeypatch):
    """`streamlit run pages/board/overview.py` runs none of the door and none of the frame."""
    monkeypatch.setenv("TUANQING_HOME", str(county))
    file = next(found.file for found in discover() if found.name == page)
    at = AppTest.from_file(str(file), default_timeout=60).run()
    assert len(at.exception) == 1
    assert not [*at.get("bidi_component"), *at.get("file_uploader"), *at.dataframe, *at.selectbox]


def scope(**changed) -> dict:
    told = {"host": "127.0.0.1:8501", **changed.pop("headers", {})}
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()]
    return {"type": "http", "scheme": "http", "client": ("127.0.0.1", 1), "headers": headers, **changed}


def test_before_there_is_an_account_it_answers_this_computer_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path))
    assert guest.identify(scope()).how == guest.OPEN
    assert guest.identify(scope(client=("::ffff:127.0.0.1", 1))).is_in
    for away in (
        scope(client=("192.168.1.7", 1)),
        scope(client=None),
        scope(headers={"x_forwarded_for": "192.168.1.7"}),
        scope(headers={"via": "1.1 proxy"}),
        scope(headers={"host": "192.168.1.2"}),
        scope(headers={"origin": "http://evil.example"}),
    ):
        with pytest.raises(guest.TurnedAway):
            guest.identify(away)


def test_the_demo_is_open_on_the_loopback_even_beside_accounts(tmp_path, monkeypatch):
    folder = tmp_path / "warehouse"
    people.make(folder, "410001")
    monkeypatch.setenv("TUANQING_HOME", str(folder))
    assert guest.identify(scope()).how == guest.STRANGER
    monkeypatch.setenv("TUANQING_DEMO", "1")
    assert guest.identify(scope()).how == guest.DEMO
    with pytest.raises(guest.TurnedAway):
        guest.identify(scope(client=("192.168.1.7", 1)))


def test_accounts_that_cannot_be_read_let_nobody_in(tmp_path, monkeypatch):
    people.make(tmp_path, "410001")
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path))
    token = sessions.begin(tmp_path, accounts.all_of(tmp_path)["leader"])
    assert guest.identify(scope(headers={"cookie": f"tuanqing={token}"})).is_in
    (tmp_path / "access" / "accounts.json").write_text("{", "utf-8")
    with pytest.raises(Refused, match=r"accounts\.json"):
        guest.identify(scope(headers={"cookie": f"tuanqing={token}"}))
    assert not guest.identify(scope()).is_in


@pytest.mark.parametrize(
    ("host", "outside", "is_demo", "sentence"),
    [
        ("0.0.0.0", Outside(), False, "tuanqing user add"),
        ("127.0.0.1", Outside(proxies=["10.0.0.5"]), False, "tuanqing user add"),
        ("0.0.0.0", Outside(), True, "示例"),
        ("127.0.0.1", Outside(proxies=["x"]), False, "10.0.0.5"),
        ("127.0.0.1", Outside(user_header="X-User"), False, "--proxy"),
        ("127.0.0.1", Outside(certificate=APP), False, "--certificate-key"),
        ("127.0.0.1", Outside(certificate=APP, certificate_key=ROOT / "none.pem"), False, "none.pem"),
    ],
)
def test_a_server_that_would_show_people_to_anybody_does_not_start(
    host, outside, is_demo, sentence, tmp_path
):
    with pytest.raises(Refused, match=sentence):
        server.serve(Warehouse(tmp_path), host, free_port(), outside=outside, is_demo=is_demo)


def test_passwords_do_not_cross_the_network_readable(tmp_path):
    people.make(tmp_path, "410001")
    with pytest.raises(Refused, match="明文"):
        server.serve(Warehouse(tmp_path), "0.0.0.0", free_port())


def test_the_pages_hear_the_doors_word_and_no_other(tmp_path, monkeypatch):
    """A header of the same name that a browser sends is taken away, not only outvoted."""
    monkeypatch.setenv("TUANQING_HOME", str(tmp_path))
    heard: list[str] = []

    async def pages(scope, _receive, _send) -> None:
        heard.extend(value.decode() for name, value in scope["headers"] if name == guest.TOLD.encode())

    door = Door(pages)
    for kind in ("http", "websocket"):
        asked = scope(
            headers={guest.TOLD: "open - -"},
            type=kind,
            method="GET",
            path="/_stcore/stream",
            query_string=b"",
        )
        asked["path"] = "/" if kind == "http" else asked["path"]
        with ThreadPoolExecutor(1) as apart:  # the browser's tests leave a loop in this thread
            apart.submit(anyio.run, door, asked, None, None).result()
    assert [guest.read_told(word) for word in heard] == [(guest.OPEN, "", "127.0.0.1")] * 2
    assert guest.read_told("open - -") is None


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the certificate")
def test_with_certificate_files_it_speaks_tls_and_nothing_else(county, tmp_path):
    folder, port = tmp_path / "warehouse", free_port()
    shutil.copytree(county, folder)
    people.make(folder, "410001")
    pem, secret = tmp_path / "board.pem", tmp_path / "board.key"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*words, "-keyout", secret, "-out", pem], check=True, capture_output=True)
    told = ["tuanqing", "serve", "--warehouse", str(folder), "--port", str(port)]
    process, _found = start(
        [*told, "--certificate", str(pem), "--certificate-key", str(secret)], folder, port
    )
    try:
        trusted = ssl.create_default_context(cafile=str(pem))
        trusted.check_hostname = False
        wire = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trusted)
        wire.request("GET", "/sign-in")
        reply = wire.getresponse()
        wire.close()
        (cookie,) = reply.headers.get_all("set-cookie")
        assert reply.status == 200
        assert cookie.startswith("__Host-tuanqing-form=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        assert reply.headers["strict-transport-security"]
        with pytest.raises((http.client.HTTPException, OSError)):
            Server(folder, port).ask("GET", "/sign-in")
    finally:
        process.kill()
        process.wait(30)
