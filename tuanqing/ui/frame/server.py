"""The web page as a process: one address, one port, until Ctrl-C."""

import os
import socket
import threading
import time
import webbrowser
from contextlib import closing

from tuanqing.define.errors import Refused
from tuanqing.define.house import APP, ROOT
from tuanqing.define.language import _
from tuanqing.store.warehouse.versions import Warehouse

PATIENCE = 60.0  # seconds a browser waits for the server to come up
TRIED = 20  # ports looked at for a free one to suggest


def serve(warehouse: Warehouse, host: str, port: int, opens: bool = False) -> int:
    """Serve `app.py` over `warehouse` until it is interrupted; 0. `opens`: in the browser, too. Raises Refused when the port is taken."""
    if not 1 <= port <= 65535:
        raise Refused(_("{port} is not a port. Choose a number from 1024 to 65535.").format(port=port))
    if not is_free(host, port):
        raise Refused(_taken(host, port))
    shown = f"[{host}]" if ":" in host else host
    os.environ["TUANQING_HOME"] = str(warehouse.folder.resolve())
    os.environ["PYTHONUTF8"] = "1"
    os.chdir(ROOT)  # Streamlit looks for .streamlit/config.toml beside where it is started
    url = f"http://{shown}:{port}"
    print(_("Tuanqing is at {url} (Ctrl-C ends it).").format(url=url), flush=True)
    if opens:
        threading.Thread(target=_open, args=(url, host, port), daemon=True).start()
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import bootstrap

    # `pages/` is ours: without this, the first visitor after a start who follows a deep link is told "Page not found".
    PagesManager.uses_pages_directory = False
    options = {
        "server_address": host,
        "server_port": port,
        "server_headless": True,
        "browser_gatherUsageStats": False,
        "logger_hideWelcomeMessage": True,
    }
    try:
        bootstrap.load_config_options(options)
        bootstrap.run_asgi_app(str(APP), "tuanqing.ui.frame.door:application", [], options)
    except KeyboardInterrupt:
        pass
    except SystemExit as end:  # somebody took the port between our look and the start
        if end.code:
            raise Refused(_taken(host, port)) from None
    return 0


def _open(url: str, host: str, port: int) -> None:
    """Show the page in the browser of this computer, where there is one, once somebody answers."""
    until = time.monotonic() + PATIENCE
    while is_free(host, port) and time.monotonic() < until:
        time.sleep(0.2)
    webbrowser.open(url)


def is_free(host: str, port: int) -> bool:
    """Whether nothing listens on this port yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        if os.name != "nt":  # there it would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _taken(host: str, port: int) -> str:
    sentence = _("Port {port} is taken by another program (perhaps Tuanqing runs already).").format(port=port)
    other = next((p for p in range(port + 1, min(port + 1 + TRIED, 65536)) if is_free(host, p)), None)
    return sentence + (_(" Try --port {other}.").format(other=other) if other else "")
