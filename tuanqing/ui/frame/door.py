"""The page as an ASGI application: what comes in is held to the table of routes, and what every answer of the server
says beside what Streamlit says.

A policy lets the page load nothing from anywhere but this server, so that no page can make a request elsewhere. And
the page is told where the server is: left to itself it asks at the address of the page too, which ends in a 404.

Nothing reaches Streamlit before the door has let it in: not a page, not a websocket, not an upload. Whoever comes under
a name that is not ours or from a page of another site is turned away even before that.
"""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tuanqing.define.errors import Refused
from tuanqing.define.house import APP
from tuanqing.define.language import _
from tuanqing.ui.frame import guest, routes, sign_in
from tuanqing.ui.frame.guest import Guest, TurnedAway

_HERE = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin }</script>"
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_SAYS = (
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
_SPARING = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
_OWN = {b"content-length", b"etag", b"last-modified"}  # of the page as Streamlit has it
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Door:
    """Lets in whom the table of routes allows; adds the policy to every answer, and where the server is to the page."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        try:
            visitor = guest.identify(scope)
            _hold(scope, visitor)
        except TurnedAway as away:
            await _turn_away(scope, send, str(away), away.status)
            return
        except Refused as refusal:  # the accounts cannot be read: nobody is let in
            await _turn_away(scope, send, str(refusal), 503)
            return
        kept = [header for header in scope["headers"] if header[0] != guest.TOLD.encode()]
        scope = {
            **scope,
            "headers": [*kept, (guest.TOLD.encode(), visitor.told().encode())],
            "guest": visitor,
        }
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        if any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
            # The page is small and changed here: it comes unpacked, and whole every time.
            scope["headers"] = [h for h in scope["headers"] if h[0] not in _SPARING]
        await self.app(scope, receive, _Answer(send, visitor))


def _hold(scope: Scope, visitor: Guest) -> None:
    """Raises TurnedAway for what the table of routes does not give to this visitor."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    method = scope["method"] if scope["type"] == "http" else "WEBSOCKET"
    who = routes.asked(path, method)
    if who == routes.EVERYBODY:
        return
    if not visitor.is_in:
        wants_page = any(n == b"accept" and b"text/html" in value for n, value in scope["headers"])
        if wants_page and method in routes.READING and not path.startswith("/_stcore/"):
            query = scope.get("query_string", b"").decode("latin-1")
            raise _Elsewhere(path + (f"?{query}" if query else ""))
        raise TurnedAway(_("Sign in first."), 401)
    if who == routes.NOBODY or not (isinstance(who, str) or any(map(visitor.may, who))):
        raise TurnedAway(_("This is not for your role."))


class _Elsewhere(TurnedAway):
    """A page that was asked for by somebody who has yet to sign in: `str` is where to."""

    def __init__(self, path: str):
        super().__init__(f"{routes.SIGN_IN}?next={quote(path)}", 303)


async def _turn_away(scope: Scope, send: Send, sentence: str, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    body = sentence.encode()
    if status == 303:
        headers, body = [*headers, (b"location", body)], b""
    headers.append((b"content-length", str(len(body)).encode()))
    start = {"type": "http.response.start", "status": status, "headers": headers}
    await send(_with(start, _POLICY.format(scripts="")))
    await send({"type": "http.response.body", "body": body})


class _Answer:
    """Passes an answer on, the page once it is whole."""

    def __init__(self, send: Send, visitor: Guest):
        self.send, self.secure, self.start, self.body = send, visitor.secure, {}, b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            told = dict(message["headers"])
            is_page = told.get(b"content-type", b"").startswith(b"text/html")
            if is_page and b"content-encoding" not in told:  # nobody who wants a page gets it packed
                self.start = message
                return
            await self.send(_with(message, _POLICY.format(scripts=""), self.secure))
        elif not self.start:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._page()

    async def _page(self) -> None:
        html = self.body.decode("utf-8").replace("<script", _HERE + "<script", 1)
        digests = [hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(html)]
        hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
        body = html.encode("utf-8")
        kept = [(name, value) for name, value in self.start["headers"] if name not in _OWN]
        start = {**self.start, "headers": [*kept, (b"content-length", str(len(body)).encode())]}
        await self.send(_with(start, _POLICY.format(scripts=hashes), self.secure))
        await self.send({"type": "http.response.body", "body": body})


def _with(message: Any, policy: str, secure: bool = False) -> Message:
    """An answer with what each one says. What is not Streamlit's own script or style is kept by no cache."""
    added = [(b"content-security-policy", policy.encode()), *_SAYS]
    if secure:
        added.append((b"strict-transport-security", b"max-age=31536000"))
    held = dict(message["headers"])
    if b"immutable" not in held.get(b"cache-control", b""):
        added.append((b"cache-control", b"no-store"))
    names = {name for name, _value in added}
    return {**message, "headers": [*(h for h in message["headers"] if h[0] not in names), *added]}


MIDDLEWARE = [Middleware(Door)]
application = st.App(APP, routes=sign_in.ROUTES, middleware=MIDDLEWARE)
