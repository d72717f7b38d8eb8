"""The frame around every page: language, menu, style, links, and what is shown when something fails."""

import logging
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import LANGUAGES, _, speak
from tuanqing.show import html
from tuanqing.show.palette import THEMES, Palette
from tuanqing.ui.frame import cached, on_paper, on_the_way, present, routes, search, tabs, who, widget_words
from tuanqing.ui.frame.discovery import Found, discover
from tuanqing.ui.frame.guest import DEMO
from tuanqing.ui.frame.who import Visitor

_STYLE = Path(__file__).with_name("style.css")
_ICON = Path(__file__).with_name("icon.png")


@st.cache_resource(show_spinner=False)
def _pages() -> list[Found]:
    return discover()


def palette() -> Palette:
    """The colours of the visitor's theme."""
    return THEMES.get(st.context.theme.type or "light", THEMES["light"])


def run() -> None:
    """Draw the frame and run the page the address names."""
    speak_as_asked()
    st.set_page_config(
        page_title=_("Tuanqing"),
        page_icon=str(_ICON),
        layout="wide",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    st.html(f"<style>:root{{{palette().css()}}}</style>")
    st.html(_STYLE)
    try:
        visitor = who.look_again()
    except Refused as refusal:
        from tuanqing.ui.frame.board import notice

        notice(str(refusal), routes.SIGN_IN, _("Sign in"), elsewhere=True)
        return
    cached.enter()
    found = [page for page in _pages() if not page.needs or page.needs in visitor.may]
    first = next((page for page in found if page.needs), found[0])  # an auditor's is the log
    entries = {page.name for page in _entries(found, _asked(found, first))}
    pages = [
        st.Page(
            page.file,
            title=_(page.section if page.name in entries else page.title),
            icon=page.icon,
            url_path="home" if page is first else page.name,
            default=page is first,
            visibility="visible" if page.name in entries else "hidden",
        )
        for page in found
    ]
    st.logo(_logo(), size="large")
    # The first page lies at the root; a link that spells its name must open it all the same.
    alias = st.Page(first.file, title=_(first.title), url_path=f"{first.name}", visibility="hidden")
    current = st.navigation([*pages, alias], expanded=True)
    st.session_state["_page"] = current.url_path
    here = next((page for page in found if page.name == current.url_path), first)
    st.session_state["_title"] = _(here.title)
    st.set_page_config(page_title=f"{_(here.title)} · {_('Tuanqing')}")
    _say_who(visitor)
    try:
        with st.container(key="listening"):  # scripts that show nothing, and take no room
            widget_words.draw()
            on_paper.draw()
        cached.pin_version()
        on_the_way.draw()
        tabs.draw(found, here)
        search.draw(found)
        present.draw(found, here)
        current.run()
        search.settle()
    except Refused as refusal:
        from tuanqing.ui.frame.board import notice

        notice(str(refusal))
    except Exception:
        logging.getLogger("tuanqing").exception("page %s", current.url_path)
        st.error(_("This page could not be drawn. The reason is in the server's log; the data is untouched."))
    cached.freeze_once()


def _say_who(visitor: Visitor) -> None:
    """Under the menu: whose page this is, and the way to his account; in the demo, the roles to look through."""
    from tuanqing.ui.frame.board import board

    with st.sidebar:
        if visitor.name:
            board(html.signed_in(visitor.name, visitor.title, routes.ACCOUNT, _("My account")), key="who")
        elif visitor.how == DEMO:
            titles = {"": _("everything"), **who.roles_to_try()}
            board(
                html.quiet(_("A demo with invented data, for this computer alone: no password.")), key="who"
            )
            st.selectbox(
                _("Look as"),
                list(titles),
                key="look as",
                format_func=lambda name: titles[name],
                on_change=lambda: who.try_role(st.session_state["look as"]),
            )


def _asked(found: list[Found], first: Found) -> Found:
    """The page the address names, before anything has been drawn."""
    name = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return next((page for page in found if page.name == name), first)


def _entries(found: list[Found], asked: Found) -> list[Found]:
    """Of each entry of the menu the page it leads to: the first one, or the one that is looked at, so that it is marked."""
    every = {section: list(pages) for section, pages in groupby(found, key=lambda page: page.section)}
    return [asked if asked in pages else pages[0] for pages in every.values()]


def speak_as_asked() -> None:
    """Choose the language of this run: the address says `lang=en`, or what the session said last."""
    asked = st.query_params.get("lang") or st.session_state.get("_lang", "zh")
    st.session_state["_lang"] = asked if asked in LANGUAGES else "zh"
    speak(st.session_state["_lang"])


def _logo() -> str:
    ink, red = palette().ink, palette().red
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="28" viewBox="0 0 150 28">'
        f'<rect x="1" y="5" width="18" height="18" rx="4" fill="{red}"/>'
        '<path d="M5 17l3.5-4 3 2.5L16 9" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/>'
        f'<text x="27" y="19.5" font-size="15" font-weight="600" fill="{ink}" '
        f"font-family=\"'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif\">{_('Tuanqing')}</text></svg>"
    )
