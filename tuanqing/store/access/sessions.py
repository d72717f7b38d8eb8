"""Who is signed in: a file per sign-in, named by the hash of the token in the cookie, its time of change the last click.

The token itself is kept nowhere. Taking the file away ends the sign-in, in every process that serves the warehouse.
"""

import hashlib
import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from tuanqing.define import disk
from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access import accounts, log
from tuanqing.store.access.accounts import Account
from tuanqing.store.access.rooms import room

FOLDER = "access/sessions"
PAUSE = 30  # seconds between two notes of a click
_ID = re.compile(r"[0-9a-f]{64}")


class Ended(Refused):
    """A sign-in that no longer holds. `why` is a word for the log; the sentence tells no detail."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(_("Your sign-in has ended. Sign in again."))


@dataclass(frozen=True)
class Session:
    """One sign-in that holds."""

    id: str
    account: Account

    @property
    def seal(self) -> str:
        """What a form of this sign-in carries, so that a page of another site cannot send it."""
        return hashlib.sha256(f"form {self.id}".encode()).hexdigest()


def id_of(token: str) -> str:
    """The name of a sign-in, from the token in a cookie."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def begin(folder: Path, account: Account) -> str:
    """A new sign-in: its token, which was never heard of before. Raises Refused while the clock is behind the log."""
    if _is_clock_behind(folder):
        raise Refused(
            _("The clock of the server is behind its own log. The administrator has to set it right.")
        )
    sweep(folder)
    token, now = secrets.token_urlsafe(32), time.time()
    place = room(folder, "sessions")
    note = {"name": account.name, "stamp": account.stamp, "made": now}
    disk.write(place / id_of(token), json.dumps(note, ensure_ascii=False).encode())
    os.utime(place / id_of(token), (now, now))
    return token


def held(folder: Path, id_: str, *, click: bool = False) -> Session:
    """The sign-in of this id, held against the account and the clock as they are now; `click` counts as one.

    Raises Ended where it is unknown, taken back, too old, idle for too long or of a time to come.
    """
    file = folder / FOLDER / id_
    if not _ID.fullmatch(id_):
        raise Ended("forged")
    try:
        note, seen = json.loads(disk.read(file)), file.stat().st_mtime
    except FileNotFoundError:
        raise Ended("unknown") from None
    limits, now = access().sign_in, time.time()
    slack = 60 * limits.clock_minutes
    account = accounts.all_of(folder).get(note["name"])
    why = ""
    if account is None or account.disabled or account.stamp != note["stamp"]:
        why = "taken back"
    elif now + slack < max(seen, note["made"]):
        why = "clock set back"
    elif now - seen > 60 * limits.idle_minutes:
        why = "idle"
    elif now - note["made"] > 3600 * limits.longest_hours:
        why = "expired"
    if why:
        if why != "clock set back":  # it holds again once the clock is right
            end(folder, id_)
        raise Ended(why)
    if click and now - seen > PAUSE:
        os.utime(file, (now, now))
    assert account is not None
    return Session(id_, account)


def end(folder: Path, id_: str) -> None:
    """Sign out."""
    if _ID.fullmatch(id_):
        disk.remove(folder / FOLDER / id_)


def sweep(folder: Path) -> None:
    """Remove what is too old to hold for anybody."""
    oldest = time.time() - 3600 * access().sign_in.longest_hours
    for file in (folder / FOLDER).glob("*"):
        if file.stat().st_mtime < oldest:
            disk.remove(file)


def _is_clock_behind(folder: Path) -> bool:
    newest = log.latest(folder)
    return newest is not None and time.time() + 60 * access().sign_in.clock_minutes < newest.timestamp()
