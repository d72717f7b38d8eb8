"""The log: what was done, newest first, by person, kind and day; and whether it is whole."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import polars as pl
import streamlit as st

from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.show import html
from tuanqing.store.access import log
from tuanqing.store.access.log import Entry
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import notice
from tuanqing.ui.frame.plain import plain

_MOST = 2000  # rows shown and saved
_HEIGHT = 460  # pixels


def draw() -> None:
    """The whole page."""
    who.demand("log")
    st.html(html.title(_("Log"), [], _("What was done, newest first"), ""))
    folder = cached.warehouse().folder
    try:
        found = list(log.entries(folder))[::-1]
    except Refused as refusal:
        st.error(plain(str(refusal)))
        return
    if not found:
        notice(_("Nothing has been done yet."))
        return
    names = _acts()
    with st.container(horizontal=True, vertical_alignment="bottom", key="log filters"):
        person = st.selectbox(_("By whom"), sorted({e.who for e in found if e.who}), index=None, key="log who", width=180,
                              placeholder=_("everybody"))  # fmt: skip
        kinds = sorted({e.act for e in found})
        act = st.selectbox(_("Deed"), kinds, index=None, key="log act", width=180, placeholder=_("every deed"),
                           format_func=lambda kind: names.get(kind, kind))  # fmt: skip
        today = datetime.now().date()
        since = st.date_input(_("Since"), today - timedelta(days=184), key="log since", width=150)
        st.space("stretch")
        if st.button(_("Is the log whole?"), icon=":material/verified:", key="verify"):
            _verify()
    chosen = [e for e in found if _fits(e, person, act, str(since))][:_MOST]
    head = [_("No."), _("Time"), _("By whom"), _("Role"), _("Address"), _("Deed"), _("Details")]
    roles = access().roles
    rows = [
        [
            e.number,
            f"{datetime.fromisoformat(e.at).astimezone():%Y-%m-%d %H:%M:%S}",
            e.who,
            roles[e.role].title if e.role in roles else e.role,
            e.peer,
            names.get(e.act, e.act),
            details(e.what),
        ]
        for e in chosen
    ]
    frame = pl.DataFrame(rows, schema=head, orient="row", infer_schema_length=None)
    st.dataframe(frame, hide_index=True, height=_HEIGHT, key="log rows")
    downloads(head, rows, _("Log"), "log", to_report=False)


def details(what: Mapping[str, Any]) -> str:
    """What an entry says beside its deed, as a line to read; a key nobody has a word for stands as it is."""
    words = {
        "version": _("version"),
        "batch": _("batch"),
        "batches": _("batch"),
        "dataset": _("dataset"),
        "file": _("file"),
        "account": _("account"),
        "area": _("area code"),
        "areas": _("area code"),
        "period": _("period"),
        "template": _("template"),
        "correction": _("correction"),
        "role": _("role"),
        "why": _("reason"),
    }
    return _("; ").join(
        f"{words.get(key, key)} {_value(value)}" for key, value in what.items() if value != []
    )


def _value(value: Any) -> str:
    """Numbers that follow each other are told by the first and the last."""
    if not isinstance(value, list):
        return str(value)
    told = []
    for _step, run in groupby(enumerate(value), lambda at: at[1] - at[0] if isinstance(at[1], int) else at):
        own = [each for _place, each in run]
        told.append(f"{own[0]}—{own[-1]}" if len(own) > 1 else str(own[0]))
    return _("、").join(told)


def _fits(entry: Entry, person: str | None, act: str | None, since: str) -> bool:
    is_since = f"{datetime.fromisoformat(entry.at).astimezone():%Y-%m-%d}" >= since
    return is_since and person in (None, entry.who) and act in (None, entry.act)


def _verify() -> None:
    """Say whether the chain holds, and the hash to note down."""
    verdict = log.verify(cached.warehouse().folder)
    if verdict.faults:
        st.error(plain("\n\n".join(verdict.faults)), title=_("The log was touched"))
        return
    st.success(
        _("{count} entries, each following on the one before. Note down elsewhere: {hash}").format(
            count=f"{verdict.entries:,}", hash=plain(verdict.hash)
        ),
        icon=":material/check:",
    )


def _acts() -> dict[str, str]:
    """What each kind is called."""
    return {
        "sign in": _("signed in"),
        "sign out": _("signed out"),
        "refused": _("turned away"),
        "password": _("changed the password"),
        "account": _("changed an account"),
        "import": _("brought data in"),
        "withdraw": _("took a batch back"),
        "correct": _("corrected a source"),
        "remark": _("wrote a remark"),
        "report": _("made a report"),
        "export": _("took a file"),
        "rows": _("looked at single records"),
        "clock": _("set the clock right"),
    }
