"""Who does what is being done: set where somebody comes in (the page, the command line), read where it is written down."""

import getpass
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuanqing.store.access import log


@dataclass(frozen=True)
class Actor:
    """Whoever is at work in this thread."""

    name: str
    role: str = ""
    peer: str = ""
    areas: tuple[str, ...] = ()  # where it may change something; () everywhere


_now: ContextVar[Actor | None] = ContextVar("actor", default=None)


def act_as(who: Actor | None) -> None:
    """From here on this thread works for `who`; None: for the user of this computer."""
    _now.set(who)


def actor() -> Actor:
    """Whom this thread works for."""
    return _now.get() or Actor(_user())


def note(folder: Path, act: str, /, **what: Any) -> None:
    """Write into the log of a warehouse what whoever is at work has just done."""
    who = actor()
    log.append(folder, act, who.name, who.role, who.peer, **what)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a table of users
        return "?"
