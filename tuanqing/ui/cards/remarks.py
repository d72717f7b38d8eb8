"""What secretaries write on a figure, a place or a chapter: shown where it belongs, written there too, every version kept."""

from html import escape

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import places
from tuanqing.show import html
from tuanqing.store.access.actor import note
from tuanqing.store.notes import remarks as notes
from tuanqing.ui.cards import basket
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import card
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View


def foot(view: View, indicator: Indicator, key: str) -> None:
    """Under a figure: what was written on it, the pencil, and 加入报告."""
    shown(view.area, str(view.period), indicator.name)
    with st.container(horizontal=True, gap="small", key=f"foot {key}"):
        pencil(view.area, str(view.period), indicator.name, key)
        basket.put_indicator(indicator, key)


def general(view: View) -> None:
    """A card for what is written on the place as a whole."""
    with card(_("Remark on {place}").format(place=view.place.name), view.period.words, key="remark"):
        shown(view.area, str(view.period), "")
        pencil(view.area, str(view.period), "", "general")


def shown(area: str, period: str, subject: str) -> None:
    """The paragraph in force, if any, with its version and who wrote it."""
    for remark in notes.latest(cached.warehouse().folder):
        if (remark.area, remark.period, remark.subject) == (area, period, subject):
            paragraphs = "".join(
                f"<p>{escape(line)}</p>" for line in remark.text.splitlines() if line.strip()
            )
            facts = " · ".join(
                fact
                for fact in (
                    _("version {n}").format(n=remark.version),
                    remark.author,
                    remark.at[:16].replace("T", " "),
                )
                if fact
            )
            st.html(f'<div class="tq">{paragraphs}<p class="tq-quiet">{html.text(facts)}</p></div>')


def _is_own(area: str) -> bool:
    """Whether the visitor may write about an area."""
    areas = who.visitor().areas
    return not areas or cached.cached(places.lies_in, area, areas)


def pencil(area: str, period: str, subject: str, key: str) -> None:
    """A pop-over to write a paragraph, or to take it away, for who may; signed with the account where there is one."""
    visitor = who.visitor()
    if "remark" not in visitor.may or not _is_own(area):
        return
    with st.popover(_("Write a remark"), icon=":material/edit_note:", type="tertiary"):
        written = [
            r for r in notes.history(cached.warehouse().folder)
            if (r.area, r.period, r.subject) == (area, period, subject)
        ]  # fmt: skip
        name = f"remark {key} {area} {period} {subject} {len(written)}"
        text = st.text_area(
            _("Paragraph"), written[-1].text if written else "", key=name, height=140, max_chars=3000,
            help=_("It stands on this page and in the report of the same place and period."),
        )  # fmt: skip
        author = visitor.name or st.text_input(_("Written by"), key=f"author {name}")
        if st.button(_("Save"), key=f"save {name}", type="primary"):
            try:
                if visitor.areas != who.demand("remark").areas:
                    raise Refused(_("This is not for your role."))
                note(cached.warehouse().folder, "remark", area=area, period=period, subject=subject)
                notes.write(cached.warehouse().folder, area, period, subject, text, author.strip())
            except Refused as refusal:
                st.error(plain(str(refusal)))
                return
            st.rerun()
        for remark in reversed(written[:-1]):
            st.caption(
                plain(
                    f"{_('version {n}').format(n=remark.version)} · {remark.at[:16].replace('T', ' ')} {remark.author}"
                )
            )
            st.text(remark.text or _("(taken away)"))
