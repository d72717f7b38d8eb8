"""What a visitor looks at: place, period, level, indicator. All of it in the address, the same on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn
from urllib.parse import urlencode

import streamlit as st

from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, language
from tuanqing.define.look import TODAY, VERIFIED, Look
from tuanqing.define.period import Period
from tuanqing.measure import completeness, places, read
from tuanqing.measure.completeness import Line
from tuanqing.measure.places import Place
from tuanqing.show import account, html, look_words, words
from tuanqing.store.notes import favourites
from tuanqing.ui.frame import cached, on_the_way, who
from tuanqing.ui.frame.board import board, notice
from tuanqing.ui.frame.discovery import discover

PRESENT = "present"  # in the address: page after page, for a wall
KEYS = ("area", "period", "level", "indicator", "lang", "figures", "boundaries", PRESENT)
_ASKED = "_asked indicator"  # session state: page and indicator an address named that the page before had not
_LAST = "_view"  # session state: the parameters of the last view; the menu's links drop them from the address


@dataclass(frozen=True)
class View:
    """Where the visitor stands."""

    place: Place
    period: Period
    level: str | None  # of the areas compared below the place; None when nothing lies below
    indicator: str | None  # the name in the address, if any
    levels: tuple[str, ...]  # that can be compared below the place
    as_of: date | None
    version: str
    look: Look

    @property
    def area(self) -> str:
        """The place's code."""
        return self.place.code

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What figures and texts drawn for this view depend on."""
        return self.area, str(self.period), self.level


def link(page: str = "", **params: Any) -> str:
    """The address of a page with the view in force; parameters replace it, None drops one."""
    merged: dict[str, Any] = {**st.session_state.get(_LAST, {}), **params}
    text = urlencode({key: str(value) for key, value in merged.items() if value is not None})
    return f"./{'' if page == 'overview' else page}" + (f"?{text}" if text else "")


def visit(page: str, **params: Any) -> None:
    """Go to a page, with the view in force and these parameters."""
    file = next(found.file for found in discover() if found.name == page)
    merged = {**carried(), **params}
    st.switch_page(file, query_params={key: str(value) for key, value in merged.items() if value is not None})


def page(title: str | None = None, *, period: bool = True) -> View:
    """Draw the top row and give the view. Stops the run where there is nothing to look at yet."""
    if cached.warehouse().is_empty:
        coming = on_the_way.told()
        if coming and not coming.failed:  # said above
            st.stop()
        if not who.may("import"):
            notice(_("Nothing has been imported yet."))
            st.stop()
        visit("start")
    view = _resolve()
    shown = title or st.session_state.get("_title", "")
    st.set_page_config(page_title=" · ".join(p for p in (view.place.name, shown, _("Tuanqing")) if p))
    left, middle, right = st.columns([9, 8, 7], vertical_alignment="center")
    with left:
        board(_title(view, shown), key="title")
    with middle, st.container(horizontal=True, gap="small", key="filters"):
        _choose_place(view)
        if period:
            _choose_period(view)
        _star(view)
    with right:
        board(_state(view), key="state")
    unknown = asked_indicator()
    if unknown and unknown not in cached.library().indicators:
        said_so = _("There is no indicator {name}.").format(name=unknown)
        way = html.anchor(html.text(_("All indicators")), link("dictionary"))
        board(f'<p class="tq-quiet">{html.text(said_so)} {way}</p>', key="unknown indicator")
    if said := look_words.sentences(view.look):
        board(
            html.lookout(
                said, link(here(), figures=None, boundaries=None), _("Back to the figures as reported")
            ),
            key="look",
        )
    return view


def carried() -> dict[str, Any]:
    """What links carry: part of the key of a finished text, because its links are inside."""
    return dict(st.session_state.get(_LAST, {}))


def here_address() -> dict[str, Any]:
    """The view the address asks for, before the page has drawn it. One that names an area is whole: what it leaves out is
    not asked for. One that names none (the menu's) is of the view that was looked at last."""
    asked = {key: st.query_params[key] for key in KEYS if key in st.query_params}
    return asked if KEYS[0] in asked else {**carried(), **asked}


def choose(key: str, value: str | None, **params: Any) -> None:
    """Put a choice into the address (None takes it out) and into what later links carry."""
    for name, chosen in {key: value, **params}.items():
        if chosen is None:
            st.query_params.pop(name, None)
            st.session_state.get(_LAST, {}).pop(name, None)
        else:
            st.query_params[name] = chosen
            st.session_state.setdefault(_LAST, {})[name] = chosen


def _resolve() -> View:
    held = here_address()
    cached.pin_look(Look(held.get("figures") == VERIFIED, held.get("boundaries") == TODAY))
    roots = cached.cached(places.roots)
    if not roots:
        notice(_("The area register is empty. Upload it first."), link("upload"), _("Go to the upload"))
        st.stop()
    try:
        place = cached.cached(places.place, held.get("area") or _home(roots))
    except Refused as refusal:
        _instead(
            _("{why} Choose one that is there.").format(why=refusal),
            [(name, link(here(), area=code, level=None)) for code, name, _level in roots],
        )
    span = cached.cached(completeness.span, place.code)
    period = _period(held.get("period"), span, place)
    _note_asked()
    levels = cached.cached(places.levels, place.code, period)
    level = held.get("level") if held.get("level") in levels else next(iter(levels), None)
    chosen = {"area": place.code, "period": str(period)}
    if level and level != next(iter(levels)):
        chosen["level"] = level
    if held.get("indicator") in cached.library().indicators:
        chosen["indicator"] = held["indicator"]
    look = cached.look()
    chosen |= {"figures": VERIFIED} if look.verified else {}
    chosen |= {"boundaries": TODAY} if look.today else {}
    if language() != "zh":
        chosen["lang"] = language()
    if held.get(PRESENT):
        chosen[PRESENT] = "1"
    st.session_state[_LAST] = chosen
    _remember(place, roots)
    if {k: v for k, v in st.query_params.items() if k in KEYS} != chosen:
        others = {k: v for k, v in st.query_params.items() if k not in KEYS}
        st.query_params.from_dict({**chosen, **others})
    as_of = cached.cached(read.data_as_of, place.code, None, period.last)
    return View(place, period, level, chosen.get("indicator"), tuple(levels), as_of, cached.version(), look)


def _home(roots: Sequence[tuple[str, str, str]]) -> str:
    """Where the visitor begins: of the places a dashboard may open at, or of his own areas, the one he last looked into."""
    held = favourites.of(cached.warehouse().folder, who.visitor().name)
    return held.home if held.home in {code for code, _name, _level in roots} else roots[0][0]


def _remember(place: Place, roots: Sequence[tuple[str, str, str]]) -> None:
    """That the visitor has looked at a place."""
    tops, name = {code for code, _name, _level in roots}, who.visitor().name
    home = next((code for code, _name, _level in reversed(place.path) if code in tops), "")
    favourites.keep(cached.warehouse().folder, name, lambda held: held.visited(place.code, home or held.home))


def _star(view: View) -> None:
    """A star on the place, or none any more: starred places are the first the search box tells."""
    folder, name = cached.warehouse().folder, who.visitor().name
    starred = view.area in favourites.of(folder, name).starred
    st.button(
        "★" if starred else "☆",
        key="star",
        help=_("Take the star off this place")
        if starred
        else _("Star this place: the search box then shows it first"),
        on_click=lambda: favourites.keep(folder, name, lambda held: held.marked(view.area)),
        type="tertiary",
    )


def _instead(sentence: str, links: Sequence[tuple[str, str]]) -> NoReturn:
    """Say that the address cannot be shown, and what can; the page stops here."""
    board(html.choices(sentence, links), key="instead")
    st.session_state.pop(_LAST, None)  # the next page begins anew
    st.stop()


def _period(asked: str | None, span: tuple[date, date] | None, place: Place) -> Period:
    """The period asked for, the last one with data where none is. One that is none, or has no data, is said so."""
    if span is None:
        return periods.containing(date.today())
    newest = periods.containing(span[1])
    if asked is None:
        return newest
    see = [(_("See {period}").format(period=newest.words), link(here(), area=place.code, period=newest))]
    try:
        wanted = periods.parse(asked)
    except Refused as refusal:
        _instead(str(refusal), see)
    if wanted.last >= span[0] and wanted.first <= span[1]:
        return wanted
    if st.session_state.get(_LAST, {}).get("area") != place.code and "period" not in st.query_params:
        return newest  # carried along from another place
    said = _("{place} has no data for {period}: what was reported reaches from {first} to {last}.")
    _instead(
        said.format(
            place=place.name,
            period=wanted.words,
            first=periods.containing(span[0]).words,
            last=newest.words,
        ),
        see,
    )


def _note_asked() -> None:
    """Remember on which page an address has named an indicator that no page before it had."""
    asked = st.query_params.get("indicator")
    if asked and asked != st.session_state.get(_LAST, {}).get("indicator"):
        st.session_state[_ASKED] = (here(), asked)


def asked_indicator() -> str:
    """The indicator the address of this very page named, and not one carried along from another; "" for none."""
    page_name, name = st.session_state.get(_ASKED, ("", ""))
    return name if page_name == here() else ""


def _options(span: tuple[date, date] | None) -> list[Period]:
    """Months, then quarters, half-years and years with data, newest first in each."""
    found = []
    for grain in periods.GRAINS:
        if span is None:
            break
        step = periods.containing(span[1], grain)
        while step.last >= span[0]:
            found.append(step)
            step = step.shift(-1)
    return found


def _title(view: View, title: str) -> str:
    path = [(name, link(here(), area=code, level=None)) for code, name, _level in view.place.path[:-1]]
    counted = words.levels_below(cached.cached(places.levels, view.area, view.period))
    return html.title(view.place.name, path, title, counted, view.period.words)


def _state(view: View) -> str:
    found = cached.cached(completeness.account, view.area, view.period, date.today(), view.as_of)
    titles = {name: c.title for name, c in cached.contracts().items()}
    other = "en" if language() == "zh" else "zh"
    return html.state(
        words.as_of(view.as_of),
        account.account(found, view.period, view.as_of),
        [
            (titles.get(line.dataset, line.dataset), account.given(line), line.is_whole, _how_late(line))
            for line in found.lines
        ],
        view.version,
        link("batches"),
        [*_looks(view), (_("Present"), link(here(), **{PRESENT: "1"}))],
        (_("中文") if other == "zh" else "English", link(here(), lang=other)),
    )


def _looks(view: View) -> list[tuple[str, str]]:
    """Links to the other looks there are: title, address."""
    there = cached.cached(cached.looks)
    found = []
    if any(each.verified for each in there):
        other = None if view.look.verified else VERIFIED
        found.append((_("Verified figures") if other else _("As claimed"), link(here(), figures=other)))
    if any(each.today for each in there):
        other = None if view.look.today else TODAY
        found.append(
            (_("Today's boundaries") if other else _("Boundaries of then"), link(here(), boundaries=other))
        )
    return found


def _how_late(line: Line) -> str:
    """Who is missing, when in time."""
    return " · ".join(account.timeliness(line))


def here() -> str:
    """The page the visitor is on."""
    return st.session_state.get("_page", "")


def _choose_place(view: View) -> None:
    roots = cached.cached(places.roots)
    if len(roots) < 2:
        return
    names = {code: name for code, name, _level in roots}
    lies_in = [(code, name) for code, name, _level in view.place.path]
    if not names.keys() & dict(lies_in).keys():  # above the areas of a reader with a scope
        names |= dict(lies_in[-1:])
    st.session_state["root"] = next(code for code, _name in reversed(lies_in) if code in names)
    st.selectbox(
        _("Place"),
        list(names),
        key="root",
        format_func=lambda code: names[code],
        label_visibility="collapsed",
        on_change=lambda: choose("area", st.session_state["root"], period=None, level=None),
        width=130,
    )


def _choose_period(view: View) -> None:
    options = _options(cached.cached(completeness.span, view.area))
    shown = {str(option): option for option in options} | {str(view.period): view.period}
    st.session_state["period"] = str(view.period)
    st.selectbox(
        _("Period"),
        list(shown),
        key="period",
        format_func=lambda text: shown[text].words,
        label_visibility="collapsed",
        placeholder=_("Choose a period"),
        on_change=lambda: choose("period", st.session_state["period"]),
        width=160,
    )
