"""One box on every page that finds a place, an indicator, a dataset or a page; `/` leads to it, Enter to the first hit."""

from collections.abc import Iterable, Sequence

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _, speak
from tuanqing.measure import search
from tuanqing.measure.search import Thing
from tuanqing.show import html, words
from tuanqing.store.notes import favourites
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import board
from tuanqing.ui.frame.discovery import Found
from tuanqing.ui.frame.view import link

BOX = "find"
_AT = "_find at"  # session state: the address the box was drawn for
_KEYS = """
export default function () {
  if (window.tuanqingKeys) return;
  window.tuanqingKeys = true;
  const box = () => document.querySelector(".st-key-search input");
  const found = () => document.querySelector(".tq-found");
  document.addEventListener("click", (event) => event.target.closest(".tq-found a") && document.activeElement.blur());
  document.addEventListener("keydown", (event) => {
    const input = box();
    if (!input) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && plain && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && event.target.closest(".st-key-search")) {
      document.activeElement.blur();
    } else if (event.key === "ArrowDown" && event.target === input) {
      event.preventDefault();
      found()?.querySelector("a")?.focus();
    } else if (event.key === "Enter" && event.target === input && !event.isComposing && input.value.trim()) {
      const asked = input.value.trim();
      let tries = 0;  // the hits of the last letters are still on their way
      const wait = setInterval(() => {
        if (found()?.dataset.asked === asked) found().querySelector("a")?.click();
        if (found()?.dataset.asked === asked || ++tries > 40) clearInterval(wait);
      }, 100);
    }
  });
}
"""
_LISTENS = st.components.v2.component("tuanqing_keys", html="<i></i>\n", js=_KEYS, isolate_styles=False)


def draw(found: Sequence[Found]) -> None:
    """The box at the top of a page, for whoever may see figures; `found`: the pages he may open."""
    if cached.warehouse().is_empty or not who.may("see"):
        return
    if st.session_state.get(_AT, _address()) != _address():  # arrived: the next search begins anew
        st.session_state[BOX] = ""
    with st.container(key="search"):
        _box([(page.name, page.title) for page in found])
    with st.container(key="listening keys"):
        _LISTENS(key="keys")


def settle() -> None:
    """Note where the visitor is, once the page has completed its address."""
    st.session_state[_AT] = _address()


def _address() -> tuple[str, ...]:
    return st.session_state.get("_page", ""), *map(str, sorted(st.query_params.to_dict().items()))


@st.fragment
def _box(pages: list[tuple[str, str]]) -> None:
    speak(st.session_state["_lang"])  # a run of its own, perhaps in another thread
    asked = st.text_input(
        _("Find"),
        key=BOX,
        live="300ms",
        label_visibility="collapsed",
        placeholder=_("Find a place, indicator or page ( / )"),
        icon=":material/search:",
    ).strip()
    try:
        shown = _found(asked, pages) if asked else _kept(pages)
    except Refused as refusal:  # no version can be read: the page says so too
        shown = html.found("", [], str(refusal))
    board(shown, key="found")


def _known(pages: list[tuple[str, str]]) -> tuple[Thing, ...]:
    named = [("page", name, _(title)) for name, title in pages]
    named += [("indicator", i.name, i.title) for i in cached.library().indicators.values()]
    named += [("dataset", c.name, c.title) for c in cached.contracts().values()]
    return cached.cached(search.things, named)


def _found(asked: str, offered: list[tuple[str, str]]) -> str:
    known, pages = _known(offered), {name for name, _title in offered}
    hits = search.find(known, asked)
    if hits:
        more = len(hits) - search.MOST
        note = _("{n} more: type another letter").format(n=more) if more > 0 else ""
        return html.found(asked, [("", _lines(hits[: search.MOST], pages))], note)
    near = search.like(known, asked)
    said = _("Nothing is called “{text}”.").format(text=asked)
    groups = [(_("Perhaps you mean"), _lines(near, pages))] if near else []
    return html.found("", groups, f"{said} {_('Try part of a name, or its initials in pinyin.')}")


def _kept(pages: list[tuple[str, str]]) -> str:
    """Before anything is typed: what was starred, and what was looked at lately."""
    held = favourites.of(cached.warehouse().folder, who.visitor().name)
    if held == favourites.Favourites():
        return ""
    places = {thing.name: thing for thing in _known(pages) if thing.kind == search.PLACE}
    groups = [
        (title, _lines((places[code] for code in codes if code in places), set()))
        for title, codes in ((_("Starred"), held.starred), (_("Looked at lately"), held.recent))
    ]
    return html.found("", [(title, lines) for title, lines in groups if lines], "")


def _lines(found: Iterable[Thing], pages: set[str]) -> list[tuple[str, str, str]]:
    return [(thing.title, _beside(thing), _where(thing, pages)) for thing in found]


def _beside(thing: Thing) -> str:
    if thing.kind == search.PLACE:
        return " · ".join(part for part in (words.level(thing.level), thing.beside) if part)
    return {"page": _("page"), "indicator": _("indicator"), "dataset": _("dataset")}[thing.kind]


def _where(thing: Thing, pages: set[str]) -> str:
    """The address a hit leads to."""
    if thing.kind == search.PLACE:
        page = "unit" if thing.level not in ("province", "prefecture", "county") else "overview"
        return link(page, area=thing.name, level=None)
    if thing.kind == "page":
        return link(thing.name)
    if thing.kind == "dataset":
        return link("dictionary", entry=thing.name)
    indicator = cached.library().indicators[thing.name]
    page = "coverage" if indicator.unit == "percent" else indicator.topic
    return link(page if page in pages else "overview", indicator=thing.name)
