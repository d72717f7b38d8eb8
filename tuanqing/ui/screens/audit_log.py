"""The log: what was done, newest first, by person, kind and day; and whether it is whole."""

from datetime import datetime, timedelta

import polars as pl
import streamlit as st

from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.show import html, log_words
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
    names = log_words.acts()
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
            log_words.details(e.what),
        ]
        for e in chosen
    ]
    frame = pl.DataFrame(rows, schema=head, orient="row", infer_schema_length=None)
    st.dataframe(frame, hide_index=True, height=_HEIGHT, key="log rows")
    downloads(head, rows, _("Log"), "log", to_report=False)


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
