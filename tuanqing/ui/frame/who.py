"""Who the visitor of a run is, and what his role allows: asked of the door's word, the sign-in and the account each time.

The door lets nobody in who has not signed in, but a page stays open after that: whoever has been signed out, shut or
given another role since is told so at the next rerun, and gets nothing more.
"""

import os
import time
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access import accounts, log, sessions
from tuanqing.store.access.actor import Actor, act_as
from tuanqing.store.access.sessions import Ended
from tuanqing.store.warehouse.versions import default_folder
from tuanqing.ui.frame import guest

_HELD, _ROLE, _SEEN = "_visitor", "_demo_role", "_rows_seen"  # session state
_FRESH = 1.0  # seconds an answer holds inside a run


@dataclass(frozen=True)
class Visitor:
    """Whoever looks at this page."""

    how: str  # as the door says
    name: str  # of the account, "" where there are none
    role: str  # its name in the table, "" where there are no accounts
    areas: tuple[str, ...]  # where its role holds; () everywhere
    may: frozenset[str]
    peer: str
    id: str = ""  # of the sign-in, or the account's name: what is held against the files again
    scope: tuple[str, ...] | None = None  # what it reads, as of Account

    @property
    def title(self) -> str:
        """What its role is called."""
        return access().roles[self.role].title if self.role else ""


def look_again() -> Visitor:
    """The visitor as he is now, for a run that begins. Raises Refused, with a sentence, when he may see nothing."""
    st.session_state.pop(_HELD, None)
    return visitor(click=True)


def visitor(*, click: bool = False) -> Visitor:
    """The visitor of this run. Raises Refused when he may see nothing (any more)."""
    held = st.session_state.get(_HELD)
    if held is None or time.monotonic() - held[0] > _FRESH:
        held = time.monotonic(), _told(click)
        st.session_state[_HELD] = held
    found = held[1]
    act_as(Actor(found.name, found.role, found.peer, found.areas) if found.name else None)
    return found


def demand(capability: str) -> Visitor:
    """The visitor, if his role has this capability now. Raises Refused."""
    found = look_again()
    if capability not in found.may:
        log.append(
            default_folder(), "refused", found.name, found.role, found.peer, why=f"may not {capability}"
        )
        raise Refused(_("This is not for your role."))
    return found


def may(capability: str) -> bool:
    """Whether the visitor's role has a capability: what is shown at all."""
    return capability in visitor().may


def mark() -> str:
    """What a file that somebody signed in takes away says under its rows: who, in which role, when; "" without accounts."""
    seen = visitor()
    if not seen.name:
        return ""
    form = _("Note: internal material, taken by {name} ({role}) at {time}.")
    return form.format(name=seen.name, role=seen.title, time=f"{datetime.now():%Y-%m-%d %H:%M}")


def roles_to_try() -> dict[str, str]:
    """In the demo: the roles one can look through, name → title; {} elsewhere."""
    if visitor().how != guest.DEMO:
        return {}
    return {name: role.title for name, role in access().roles.items()}


def try_role(name: str | None) -> None:
    """In the demo: look through a role from now on; None: through none."""
    st.session_state[_ROLE] = name
    st.session_state.pop(_HELD, None)


def hold(seen: Visitor, capability: str = "") -> None:
    """Hold somebody who was let in a while ago against the files again, outside of a run. Raises Refused when he would
    not be let in now, or his role lacks the capability."""
    now = _held(seen.how, seen.id, seen.peer) if seen.id else seen
    if capability and capability not in now.may:
        raise Refused(_("This is not for your role."))


def sees_rows(what: str, area: str, period: str) -> bool:
    """Whether the visitor may see single records; that he looks at them is in the log, once for each list and place."""
    found = visitor()
    if "rows" not in found.may:
        return False
    if found.name and (what, area, period) not in st.session_state.setdefault(_SEEN, set()):
        st.session_state[_SEEN].add((what, area, period))
        log.append(
            default_folder(), "rows", found.name, found.role, found.peer, what=what, area=area, period=period
        )
    return True


def _told(click: bool) -> Visitor:
    told = guest.read_told(st.context.headers.get(guest.TOLD) or "")
    if told is None:
        # No door of ours is in front of this run: of a test, or of a script somebody wrote around our frame.
        if accounts.exist(default_folder()) and not os.environ.get("TUANQING_DEMO"):
            raise Refused(_("Sign in first."))
        return _free(guest.OPEN, "")
    how, id_, peer = told
    if how in (guest.SESSION, guest.PROXY):
        return _held(how, id_, peer, click=click)
    if how == guest.OPEN and accounts.exist(default_folder()):  # the first was made while this page was open
        raise Refused(_("Sign in first."))
    return _free(how, peer)


def _held(how: str, id_: str, peer: str, *, click: bool = False) -> Visitor:
    """Whoever signed in, here or at a proxy, as he is now. Raises Refused where he would not be let in."""
    folder = default_folder()
    if how == guest.SESSION:
        try:
            account = sessions.held(folder, id_, click=click).account
        except Ended as ended:
            guest.refuse(ended.why, peer)
            raise
    else:
        found = accounts.all_of(folder).get(id_)
        if found is None or found.disabled or not guest.has_area(found):
            guest.refuse("account shut while a page was open", peer)
            raise Refused(_("You have no account here, or it is shut. Ask the administrator."))
        account = found
    may, scope = account.rights.may, account.scope
    return Visitor(how, account.name, account.role, account.areas, may, peer, id_, scope)


def _free(how: str, peer: str) -> Visitor:
    """Where there are no accounts: everything; in the demo what the role allows that one looks through."""
    role = access().roles.get(st.session_state.get(_ROLE) or "") if how == guest.DEMO else None
    return Visitor(how, "", role.name if role else "", (), role.may if role else access().everything, peer)
