"""A real server on a port of its own, and a real Chromium looking at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import find
from tuanqing.store.warehouse.versions import Warehouse

FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Without one the tests are skipped; on CI that is a failure."""
    path = find()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on CI: run `python tests/chromium.py` first")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Site:
    """The dashboard, served by the command line over a warehouse of its own."""

    def __init__(self, folder: Path):
        self.warehouse = Warehouse(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Serve until `stop`; returns once the page answers."""
        command = [sys.executable, "-m", "tuanqing", "serve", "--warehouse", str(self.warehouse.folder)]
        self.process = subprocess.Popen([*command, "--port", str(self.port)], stdout=subprocess.DEVNULL)
        for _attempt in range(240):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.25)
        raise RuntimeError("the server did not come up within a minute")

    def stop(self) -> None:
        """End the server."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.port}/{path}"


@pytest.fixture(scope="session")
def site(samples, tmp_path_factory) -> Iterator[Site]:
    """The samples served, in a copy that tests may change."""
    import shutil

    folder = tmp_path_factory.mktemp("site") / "warehouse"
    shutil.copytree(samples.folder, folder)
    served = Site(folder)
    served.start()
    yield served
    served.stop()


class Visit:
    """A page with what it asked of the network and complained of."""

    def __init__(self, page: Page, site: Site):
        self.page, self.site = page, site
        self.abroad: list[str] = []
        self.errors: list[str] = []
        page.on(
            "request", lambda request: self.abroad.append(request.url) if self._leaves(request.url) else None
        )
        page.on("pageerror", lambda fault: self.errors.append(str(fault)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _leaves(self, url: str) -> bool:
        return not url.startswith(
            (f"http://127.0.0.1:{self.site.port}", f"ws://127.0.0.1:{self.site.port}", "data:", "blob:")
        )

    def open(self, path: str, sees: str) -> None:
        """Go to a page by its address and wait until it shows a text."""
        self.page.goto(self.site.url(path))
        self.sees(sees)

    def sees(self, text: str) -> None:
        """Wait until a text is shown and the page has stopped running."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for(timeout=60_000)
        self.page.get_by_test_id("stStatusWidget").first.wait_for(state="detached", timeout=60_000)


@pytest.fixture(scope="session")
def desk(chromium) -> Iterator[BrowserContext]:
    """The browser of an office PC, which keeps the scripts it has once loaded."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def visit(desk, site) -> Iterator[Visit]:
    """A fresh window."""
    page = desk.new_page()
    yield Visit(page, site)
    page.close()
