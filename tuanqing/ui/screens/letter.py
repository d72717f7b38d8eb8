"""The page of the office's own Word file: a template in, checked, filled for the place and period, out; kept for the next time."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.house import LETTERS
from tuanqing.define.language import _
from tuanqing.show import html, words
from tuanqing.show.document.make import digest
from tuanqing.show.document.office.filling import Letter, Spot
from tuanqing.show.document.press import letter_name
from tuanqing.store.notes import office_templates as kept
from tuanqing.store.notes.remarks import last_number
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.giving import BLANK, give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View
from tuanqing.ui.screens.report import TYPES, press
from tuanqing.ui.screens.upload import uploader_words

ACCEPTED = ["docx", "doc", "wps", "docm", "dotx"]  # all but .docx are refused with what to do
SHOWN = 300  # placeholders listed
MADE = "_letter_made"  # session state: (of what, the filled file)


def draw(view: View) -> None:
    """The whole page below the top row."""
    st.html(f"<style>{uploader_words(ACCEPTED[:1])}</style>")
    chosen = _chosen()
    if chosen is None:
        _examples()
        return
    name, content = chosen
    try:
        made = _made(view, name, content)
    except Refused as refusal:
        st.error(plain(str(refusal)))
        return
    _result(view, made, name, content)


def _chosen() -> tuple[str, bytes] | None:
    """The file that was just given, else the kept one that was chosen."""
    folder = cached.warehouse().folder
    with card(_("Your own Word file as a template"), key="letter in"):
        upload = st.file_uploader(_("Word file with placeholders (.docx)"), type=ACCEPTED, key="letter")
        names = kept.names(folder)
        name = None
        if names:
            name = st.selectbox(
                _("or a kept one"), names, index=None, placeholder=_("Choose a template"), key="letter kept"
            )
        st.caption(
            plain(
                _("Write what you want to know in two braces: {{团员数}}, {{青年之家乡镇覆盖率|同比}}, {{团干部数|其中:专职}}. "
                  "Letterhead, addressees, signature and looks stay yours.")
            )
        )  # fmt: skip
        if upload is None and name and st.button(_("Keep it no longer"), type="tertiary", key="letter drop"):
            kept.drop(folder, name)
            st.rerun()
    if upload is not None:
        return upload.name, upload.getvalue()
    return (name, kept.content(folder, name)) if name else None


def _made(view: View, name: str, content: bytes) -> Letter:
    """The file filled, once for each place, period and version it is looked at in."""
    key = (digest(content), name, view.area, view.period, view.look, cached.version(), last_number(cached.warehouse().folder))  # fmt: skip
    if st.session_state.get(MADE, (None,))[0] != key:
        with st.spinner(_("Filling the template")):
            st.session_state[MADE] = (key, press().letter(content, name, view.area, view.period, view.look))
    return st.session_state[MADE][1]


def _examples() -> None:
    """Three templates to begin with."""
    with card(_("Templates to begin with"), _("open one in Word or WPS and make it yours"), key="letter examples"):  # fmt: skip
        for file in sorted(LETTERS.glob("*.docx")):
            give(
                file.stem, file.read_bytes, file.name, key=f"example {file.stem}", needs=BLANK, type="tertiary",
                mime=TYPES["docx"], icon=":material/draft:",
            )  # fmt: skip


def _result(view: View, made: Letter, name: str, content: bytes) -> None:
    """The filled file; what nobody can fill, what has no figure, what to know; one for each unit."""
    heading = _("{n} placeholders filled, {blank} without a figure").format(
        n=len(made.done), blank=len(made.blank)
    )
    with card(heading, f"{view.place.name} {view.period.words}", key="letter out"):
        if made.problems:
            lines = "".join(f"<li>{escape(each)}</li>" for each in made.problems)
            notice(_("{n} placeholders nobody can fill; they stand in the file as they were").format(n=len(made.problems)))  # fmt: skip
            st.html(f"<ul>{lines}</ul>")
        elif not made.spots:
            notice(_("No placeholder stands in this file. Write one where a figure is to stand: {{团员数}}."))
        with st.container(horizontal=True):
            give(
                _("Download the filled file"), made.content, letter_name(name, view.place.name, view.period),
                key="letter filled", needs="report", mime=TYPES["docx"], type="primary", icon=":material/download:",
            )  # fmt: skip
            level = next((each for each in ("county", "township") if each in view.levels), None)
            if level:
                give(
                    _("One for each {level}").format(level=words.level(level)),
                    lambda: press().letter_each(content, name, view.area, view.period, level, view.look)[0].content,
                    letter_name(name, view.place.name, view.period).removesuffix(".docx") + ".zip",
                    key="letter each", needs="report", mime=TYPES["zip"], icon=":material/folder_zip:",
                )  # fmt: skip
            if "report" in who.visitor().may and st.button(
                _("Keep this template"), icon=":material/bookmark:"
            ):
                kept.keep(cached.warehouse().folder, name, content)
                st.toast(_("It is offered here from now on, also to `tuanqing report word`."))
        for spots, title in (
            (made.blank, _("Without a figure")),
            ([spot for spot in made.done if spot.remark], _("Worth knowing")),
            (made.done, _("What was put in")),
        ):
            if spots:
                st.html(html.heading(title))
                board(_table(spots), f"letter {title}")


def _table(spots: Sequence[Spot]) -> str:
    head = [_("Where"), _("Placeholder"), _("What stands there now"), _("Reason")]
    cells = [
        [escape(s.where), escape(s.words), escape(s.text), escape(s.reason or s.remark)]
        for s in spots[:SHOWN]
    ]
    return html.table(head, cells)
