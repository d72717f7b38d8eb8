"""Presentation: one page after another on a wall, without menu and controls; `present` in the address, Escape ends it.

Every turn is a run of its own and so sees the version published by then: what is imported meanwhile is on the wall within
one turn."""

from collections.abc import Sequence

import streamlit as st

from tuanqing.ui.frame.discovery import SECTIONS, Found
from tuanqing.ui.frame.view import PRESENT, here_address, link

SECONDS = 20  # one page stands
LEFT_OUT = ("Units", "Reports", "Data", "Help")  # entries nobody shows to a room
_TURN = """
export default function ({ data }) {
  const go = (href) => {
    history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };
  const turn = setTimeout(() => go(data.next), data.seconds * 1000);
  const leave = (event) => event.key === "Escape" && go(data.leave);
  document.addEventListener("keydown", leave);
  return () => {
    clearTimeout(turn);
    document.removeEventListener("keydown", leave);
  };
}
"""
_TURNS = st.components.v2.component("tuanqing_present", html="<i></i>\n", js=_TURN, isolate_styles=False)


def draw(found: Sequence[Found], here: Found) -> None:
    """Turn to the next page in a while, where the address asks for a presentation."""
    if here_address().get(PRESENT):
        following = link(after(found, here).name, **{**here_address(), "indicator": None})
        leave = link(here.name, **{**here_address(), PRESENT: None})
        st.html('<i class="tq-presented"></i>')  # what the style sheet hides the controls by
        _TURNS(data={"next": following, "leave": leave, "seconds": SECONDS}, key=f"present {here.name}")


def after(found: Sequence[Found], here: Found) -> Found:
    """The page that follows: the first one of each entry of the menu that is for a room, round and round."""
    shown = [
        next(page for page in found if page.section == section)
        for section in SECTIONS
        if section not in LEFT_OUT and any(page.section == section for page in found)
    ] or [here]
    at = next((n for n, page in enumerate(shown) if page.section == here.section), -1)
    return shown[(at + 1) % len(shown)]
