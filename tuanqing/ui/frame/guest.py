"""Who stands at the door: told from the address a request comes from, the name it asks for, its cookie, or its proxy.

How the server was started is said in the environment, so that it is the same for `tuanqing serve`, `streamlit run` and
any other ASGI server: TUANQING_NAMES (host names people type), TUANQING_PROXIES (addresses of reverse proxies that are
believed), TUANQING_USER_HEADER (where such a proxy says who has signed in there), TUANQING_DEMO.
"""

import hmac
import ipaddress
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from starlette.types import Scope

from tuanqing.define.language import _
from tuanqing.store.access import accounts, log, sessions
from tuanqing.store.access.accounts import Account
from tuanqing.store.access.sessions import Ended, Session
from tuanqing.store.warehouse.versions import default_folder

OPEN, DEMO, SESSION, PROXY, STRANGER = "open", "demo", "session", "proxy", "stranger"
TOLD = "x-tuanqing-guest"  # the header in which the door tells the pages who it let in
COOKIE, SECURE_COOKIE = "tuanqing", "__Host-tuanqing"
_SEAL = secrets.token_hex(16)  # of this process: nobody else can write TOLD
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via")
_said: dict[tuple[str, str], float] = {}  # refusals written down lately: a flood of them fills no disk


class TurnedAway(Exception):
    """Goes no further. The sentence tells no detail; the log does."""

    def __init__(self, sentence: str, status: int = 403):
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True)
class Guest:
    """Who it is, and how we know."""

    how: str
    peer: str  # the address it comes from, as a believed proxy tells it
    secure: bool  # over TLS, at least as far as such a proxy
    account: Account | None = None
    session: Session | None = None
    ended: str = ""  # the sentence about a sign-in that no longer holds

    @property
    def is_in(self) -> bool:
        """Whether it may go beyond the sign-in page."""
        return self.how != STRANGER

    @property
    def cookie(self) -> str:
        """The name of its cookie: over TLS one that a browser takes from this very host alone."""
        return SECURE_COOKIE if self.secure else COOKIE

    def may(self, capability: str) -> bool:
        """Whether its role has a capability; the open door and the demo have all."""
        return self.how in (OPEN, DEMO) or bool(self.account and capability in self.account.rights.may)

    def told(self) -> str:
        """The value of TOLD."""
        id_ = self.session.id if self.session else self.account.name if self.account else ""
        return " ".join((_SEAL, self.how, quote(id_, safe="") or "-", quote(self.peer, safe="") or "-"))


def read_told(text: str) -> tuple[str, str, str] | None:
    """How, which id, from where, as the door of this very process told it; None for anything else."""
    parts = text.split(" ")
    if len(parts) != 4 or not hmac.compare_digest(parts[0].encode(), _SEAL.encode()):
        return None
    id_, peer = (unquote(part) if part != "-" else "" for part in parts[2:])
    return parts[1], id_, peer


def identify(scope: Scope) -> Guest:
    """Who asks. Raises TurnedAway for whom no page at all, not even the one to sign in on, is meant."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    neighbour = _address((scope.get("client") or ("", 0))[0])
    believed = _is_among(neighbour, _listed("TUANQING_PROXIES"))
    peer = _forwarded(headers, neighbour) if believed else neighbour
    secure = scope.get("scheme") in ("https", "wss")
    if believed and headers.get(b"x-forwarded-proto", "").lower() == "https":
        secure = True
    folder = default_folder()
    needs_account = accounts.exist(folder) and not os.environ.get("TUANQING_DEMO")
    _hold_to_its_name(headers, needs_account)
    if not needs_account:
        if not _is_loopback(neighbour) or any(name in headers for name in _FORWARDED):
            raise TurnedAway(_("There are no accounts yet: this server answers only on its own computer."))
        return Guest(DEMO if os.environ.get("TUANQING_DEMO") else OPEN, neighbour, secure)
    return _by_proxy(headers, neighbour, peer, believed, secure) or _by_cookie(headers, peer, secure)


def _by_proxy(
    headers: Mapping[bytes, str], neighbour: str, peer: str, believed: bool, secure: bool
) -> Guest | None:
    """Whom a reverse proxy has signed in. Raises TurnedAway where somebody else claims to be one."""
    header = os.environ.get("TUANQING_USER_HEADER", "").lower().encode()
    if not header or header not in headers:
        return None
    if not believed:
        refuse("proxy header from a stranger", neighbour)
        raise TurnedAway(_("This request is not from where it says."))
    name = accounts.spelled(unquote(headers[header].encode("latin-1").decode("utf-8", "replace")))
    account = accounts.all_of(default_folder()).get(name)
    if account is None or account.disabled or not has_area(account):
        refuse("proxy named no account that is open", peer)
        raise TurnedAway(_("You have no account here, or it is shut. Ask the administrator."))
    return Guest(PROXY, peer, secure, account)


def _by_cookie(headers: Mapping[bytes, str], peer: str, secure: bool) -> Guest:
    name = SECURE_COOKIE if secure else COOKIE
    pairs = (part.strip().partition("=") for part in headers.get(b"cookie", "").split(";"))
    tokens = [value for key, _sign, value in pairs if key == name]
    if not tokens:
        return Guest(STRANGER, peer, secure)
    try:
        if len(tokens) > 1:
            raise Ended("two cookies")
        session = sessions.held(default_folder(), sessions.id_of(tokens[0]))
    except Ended as ended:
        refuse(ended.why, peer)
        return Guest(STRANGER, peer, secure, ended=str(ended))
    return Guest(SESSION, peer, secure, session.account, session)


def has_area(account: Account) -> bool:
    """Whether an account has what its role needs to see anything."""
    return bool(account.areas) or account.rights.without_area


def refuse(why: str, peer: str) -> None:
    """Write into the log that somebody was not let in, once a minute for each reason and address."""
    now = time.monotonic()
    for told in [told for told, at in _said.items() if now - at > 60]:
        del _said[told]
    if (why, peer) not in _said and len(_said) < 1000:
        _said[why, peer] = now
        log.append(default_folder(), "refused", "", "", peer, why=why)


def _hold_to_its_name(headers: Mapping[bytes, str], needs_account: bool) -> None:
    """Raises TurnedAway for a request under a name that is not ours, or from a page of another site.

    A site can make its own name lead here (DNS rebinding), never an address of digits nor a name we were told.
    """
    host = headers.get(b"host", "").lower()
    try:
        name = urlsplit(f"//{host}").hostname or ""
        origin = urlsplit(headers[b"origin"].lower()).netloc if b"origin" in headers else host
    except ValueError:  # no address at all
        name, origin = "", ""
    ours = name in _LOOPBACK or (needs_account and (_is_address(name) or name in _listed("TUANQING_NAMES")))
    if not ours or origin != host:
        raise TurnedAway(_("This server answers only under its own name."))


def _listed(variable: str) -> list[str]:
    return [each.strip().lower() for each in os.environ.get(variable, "").split(",") if each.strip()]


def _address(text: str) -> str:
    """An address as it is written once: ::ffff:10.0.0.1 is 10.0.0.1."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return text
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(address: str) -> bool:
    return _is_address(address) and ipaddress.ip_address(address).is_loopback


def _is_among(address: str, networks: list[str]) -> bool:
    if not _is_address(address):
        return False
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(each, strict=False) for each in networks)


def _forwarded(headers: Mapping[bytes, str], neighbour: str) -> str:
    """Whom a believed proxy has it from: the last address that is no believed proxy itself."""
    proxies = _listed("TUANQING_PROXIES")
    for each in reversed(headers.get(b"x-forwarded-for", "").split(",")):
        address = _address(each.strip())
        if _is_address(address) and not _is_among(address, proxies):
            return address
    return neighbour
