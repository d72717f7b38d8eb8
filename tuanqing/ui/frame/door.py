"""The page as an ASGI application: what every answer of the server says beside what Streamlit says.

A policy lets the page load nothing from anywhere but this server, so that no page can make a request elsewhere. And
the page is told where the server is: left to itself it asks at the address of the page too, which ends in a 404.

Whoever comes under another name than this machine's (a site whose name was made to lead here, DNS rebinding) or from a
page of another site is turned away before Streamlit sees it, which would else accept the one and, to judge the other,
ask an address on the internet for our own.
"""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tuanqing.define.house import APP

_HERE = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin }</script>"
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_OURS = {"localhost", "127.0.0.1", "::1"}  # what command/rows.py lets it listen on
_SPARING = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
_OWN = {b"content-length", b"etag", b"last-modified"}  # of the page as Streamlit has it
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Door:
    """Adds the policy to every answer, and where the server is to the page itself."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not _is_ours(scope):
            await _turn_away(scope, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
            # The page is small and changed here: it comes unpacked, and whole every time.
            scope = {**scope, "headers": [h for h in scope["headers"] if h[0] not in _SPARING]}
        await self.app(scope, receive, _Answer(send))


def _is_ours(scope: Scope) -> bool:
    """Whether a request names this machine, and comes from a page of this server or from none."""
    told = {name: value.decode("latin-1").lower() for name, value in scope["headers"]}
    host = told.get(b"host", "")
    try:
        name = urlsplit(f"//{host}").hostname
        origin = urlsplit(told[b"origin"]).netloc if b"origin" in told else host
    except ValueError:  # no address at all
        return False
    return name in _OURS and origin == host


async def _turn_away(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"This server answers only on its own address."})


class _Answer:
    """Passes an answer on, the page once it is whole."""

    def __init__(self, send: Send):
        self.send, self.start, self.body = send, {}, b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"text/html"):
                self.start = message
                return
            await self.send(_with(message, _POLICY.format(scripts="")))
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
        await self.send(_with(start, _POLICY.format(scripts=hashes)))
        await self.send({"type": "http.response.body", "body": body})


def _with(message: Any, policy: str) -> Message:
    added = [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    names = {name for name, _value in added}
    return {**message, "headers": [*(h for h in message["headers"] if h[0] not in names), *added]}


application = st.App(APP, middleware=[Middleware(Door)])
