"""Which paths of the server there are and who may ask for each: one table, read by the door before anything answers.

A path that is in no row is asked for by nobody. Pages are the last row: they are one small HTML file, the same for all;
what a page shows is decided when it is drawn (ui/frame/menu.py), and again inside its reads.
"""

import re
from dataclasses import dataclass

EVERYBODY, SIGNED_IN, NOBODY = "everybody", "signed in", "nobody"
SIGN_IN, SIGN_OUT, ACCOUNT = "/sign-in", "/sign-out", "/account"
UPLOAD = "/_stcore/upload_file/"
READING = frozenset({"GET", "HEAD"})
WRITING = frozenset({"POST"})


@dataclass(frozen=True)
class Rule:
    """One row: what matches it, and who may come: EVERYBODY, SIGNED_IN, NOBODY, or whoever has one of the capabilities."""

    pattern: str  # of the whole path
    methods: frozenset[str]  # WEBSOCKET for one
    who: str | frozenset[str]


WEBSOCKET = frozenset({"WEBSOCKET"})
ALL = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "WEBSOCKET"})
TABLE = (
    Rule(SIGN_IN, READING | WRITING, EVERYBODY),
    Rule(SIGN_OUT, WRITING, SIGNED_IN),
    Rule(ACCOUNT, READING | WRITING, SIGNED_IN),
    Rule("/_stcore/stream", WEBSOCKET, SIGNED_IN),
    Rule("/_stcore/health", READING, SIGNED_IN),
    Rule("/_stcore/script-health-check", ALL, NOBODY),
    Rule("/_stcore/metrics", READING, frozenset({"accounts"})),
    Rule("/_stcore/host-config", READING, SIGNED_IN),
    Rule("/_stcore/upload_file/[^/]+/[^/]+", frozenset({"PUT", "DELETE"}), frozenset({"import", "report"})),
    Rule("/_stcore/bidi-components/.+", READING, SIGNED_IN),
    Rule("/_stcore/agent/.+", ALL, NOBODY),
    Rule("/_stcore/.*", ALL, NOBODY),
    Rule("/media/.+", READING, SIGNED_IN),
    Rule("/component/.+", READING, SIGNED_IN),
    Rule("/(auth/.*|oauth2callback)", ALL, NOBODY),  # Streamlit's own sign-in is not used
    Rule("/app/static/.*", ALL, NOBODY),
    Rule("/.*", READING, SIGNED_IN),  # the page, its scripts and styles
)


def asked(path: str, method: str) -> str | frozenset[str]:
    """Who may ask for this: the first row that matches, NOBODY where it does not allow the method."""
    for rule in TABLE:
        if re.fullmatch(rule.pattern, path, re.DOTALL):
            return rule.who if method in rule.methods else NOBODY
    return NOBODY
