"""HTML on a page, with links that change the view instead of loading the site anew."""

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from tuanqing.show import html

_SCRIPT = """
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".tq");
  if (!box) return;
  if (box.shown !== data.html) {
    box.innerHTML = data.html;
    box.shown = data.html;
  }
  box.onclick = (event) => {
    if (event.target.closest("[data-print]")) return window.print();
    const link = event.target.closest("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));  // as if the browser's arrows had led there
  };
}
"""
_BOARD = st.components.v2.component(
    "tuanqing_board", html='<div class="tq"></div>\n', js=_SCRIPT, isolate_styles=False
)


def board(text: str, key: str) -> None:
    """Show `text` (HTML whose every cell went through `html.text`); its `a[data-go]` links switch pages in place."""
    _BOARD(data={"html": text}, key=f"board {key}")


@contextmanager
def card(heading: str | None = None, note: str = "", key: str | None = None, **container) -> Generator[None]:
    """A bordered card; its heading states the finding."""
    with st.container(border=True, key=key, **container):
        if heading:
            st.html(html.heading(heading, note))
        yield


def notice(
    sentence: str, link: str | None = None, label: str | None = None, *, elsewhere: bool = False
) -> None:
    """An empty, failed or refused state: one sentence, one thing to do; `elsewhere`: the link leaves the page."""
    board(html.notice(sentence, link, label, elsewhere=elsewhere), key=f"notice {sentence[:40]}")
