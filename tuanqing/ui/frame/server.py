"""The web page as a process: one address, one port, until Ctrl-C."""

import ipaddress
import os
import socket
import threading
import time
import webbrowser
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tuanqing.define.errors import Refused
from tuanqing.define.house import APP, ROOT
from tuanqing.define.language import _
from tuanqing.store.access import accounts
from tuanqing.store.warehouse.versions import Warehouse

PATIENCE = 60.0  # seconds a browser waits for the server to come up
TRIED = 20  # ports looked at for a free one to suggest


@dataclass(frozen=True)
class Outside:
    """How the server is reached from other computers; as it is, not at all."""

    names: Sequence[str] = ()  # host names people type
    proxies: Sequence[str] = ()  # addresses of reverse proxies that are believed
    user_header: str = ""  # where such a proxy says who has signed in there
    certificate: Path | None = None
    certificate_key: Path | None = None


HERE = Outside()
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    warehouse: Warehouse,
    host: str,
    port: int,
    opens: bool = False,
    outside: Outside = HERE,
    is_demo: bool = False,
) -> int:
    """Serve `app.py` over `warehouse` until it is interrupted; 0. `opens`: in the browser, too. Raises Refused when the
    port is taken, or where other computers would see pages that ask for no password or send it readable."""
    if not 1 <= port <= 65535:
        raise Refused(_("{port} is not a port. Choose a number from 1024 to 65535.").format(port=port))
    if not is_free(host, port):
        raise Refused(_taken(host, port))
    _hold(warehouse, host, outside, is_demo)
    shown = f"[{host}]" if ":" in host else host
    os.environ["TUANQING_HOME"] = str(warehouse.folder.resolve())
    os.environ["PYTHONUTF8"] = "1"
    os.chdir(ROOT)  # Streamlit looks for .streamlit/config.toml beside where it is started
    os.environ["TUANQING_NAMES"] = ",".join([host, *outside.names])
    os.environ["TUANQING_PROXIES"] = ",".join(outside.proxies)
    os.environ["TUANQING_USER_HEADER"] = outside.user_header
    os.environ["TUANQING_DEMO"] = "1" if is_demo else ""
    os.environ["FORWARDED_ALLOW_IPS"] = (
        ""  # the door itself looks at who forwards: it wants to know the neighbour
    )
    url = f"{'https' if outside.certificate else 'http'}://{shown}:{port}"
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
    if outside.certificate:
        options |= {
            "server_sslCertFile": str(outside.certificate.resolve()),
            "server_sslKeyFile": str(outside.certificate_key and outside.certificate_key.resolve()),
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


def _hold(warehouse: Warehouse, host: str, outside: Outside, is_demo: bool) -> None:
    """Raises Refused for a server that would show people's data to whoever comes by."""
    if bool(outside.certificate) != bool(outside.certificate_key):
        raise Refused(_("--certificate and --certificate-key go together."))
    for file in (outside.certificate, outside.certificate_key):
        if file and not file.is_file():
            raise Refused(_("{file}: there is no such file.").format(file=file.name))
    for proxy in outside.proxies:
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            raise Refused(
                _("--proxy takes an address such as 10.0.0.5, not “{text}”.").format(text=proxy)
            ) from None
    if outside.user_header and not outside.proxies:
        raise Refused(_("--user-header needs --proxy: anybody could send that header."))
    away = host not in LOOPBACK
    if is_demo and (away or outside.proxies):
        raise Refused(_("The demo asks for no password: it is served to this computer only."))
    if (away or outside.proxies) and not accounts.exist(warehouse.folder):
        raise Refused(
            _(
                "{host} would show the dashboard to the whole network, and there are no accounts yet: `tuanqing user add`. "
                "Or leave --host and --proxy out: the page is then served to this computer only."
            ).format(host=host)
        )
    if away and not (outside.certificate or outside.proxies):
        raise Refused(
            _(
                "Passwords would cross the network readable. Give --certificate and --certificate-key, or put a proxy "
                "with TLS in front and name its address: --proxy (docs/accounts.md)."
            )
        )


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
