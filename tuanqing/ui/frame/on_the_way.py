"""What is on its way into the warehouse, above every page until it is there."""

import streamlit as st

from tuanqing.define.language import _
from tuanqing.store.notes.coming import Coming, coming
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.plain import plain


def told() -> Coming | None:
    """What is coming, as this run sees it."""
    return coming(cached.warehouse().folder)


def draw() -> None:
    """A line with a bar where something is coming, which renews itself; nothing else."""
    found = told()
    if found is None:
        return
    if found.failed:
        st.error(plain(found.failed), title=_("The samples could not be made"))
        return
    _watch(cached.version() if not cached.warehouse().is_empty else "")


@st.fragment(run_every="1s")
def _watch(seen: str) -> None:
    """The bar; draws the whole page again when a version has been published, or the work has ended."""
    found, house = told(), cached.warehouse()
    if found is None or found.failed or (not house.is_empty and house.version != seen):
        st.rerun()
    ready = _("、").join(found.ready)
    words = (
        _("{places} can be looked at; the other sample places are being imported").format(places=ready)
        if ready
        else _("The sample places are being imported; the first is here in about half a minute")
    )
    st.progress(min(found.share, 1.0), f"{words} · {found.what}" if found.what else words)
