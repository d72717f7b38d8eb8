"""The page of one unit: every indicator against its county and its like, gaps, findings, what lies below, reports."""

from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import comparison, completeness, figure, places
from tuanqing.measure.comparison import Peers
from tuanqing.measure.figure import Figure, is_open
from tuanqing.show import html, words
from tuanqing.ui.cards import basket, key_figures, remarks
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.discovery import discover
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, carried, choose, link

FINDABLE = ("prefecture", "county", "township", "school", "enterprise", "village")


def draw(view: View) -> None:
    """The whole page below the top row."""
    _find(view)
    ended = _ended(view)
    indicators = key_figures.with_data(list(cached.library().indicators.values()), view)
    left, right = st.columns([3, 2], gap="small")
    with left:
        _against(view, indicators)
    with right:
        if not ended:  # it owes nothing any more
            key_figures.to_do(view, height="content")
        _below(view)
        _history(view)
        _reports(view)
        remarks.general(view)


def _find(view: View) -> None:
    """Search a unit by name; the one before and the one after."""
    root = view.place.path[0]
    found = cached.cached(places.everything_below, root[0])
    names = {
        code: f"{name}　{words.level(level)}{f' · {above}' if above else ''}"
        for code, name, level, above in found
    }
    before, after = cached.cached(places.neighbours, view.area)
    left, right = st.columns([2, 3], vertical_alignment="center")
    with left:
        st.session_state["unit"] = view.area if view.area in names else None
        st.selectbox(
            _("Unit"),
            list(names),
            key="unit",
            format_func=lambda code: names.get(code, code),
            label_visibility="collapsed",
            placeholder=_("Search a unit"),
            on_change=lambda: choose("area", st.session_state["unit"] or view.area, level=None),
        )
    with right:
        steps = [
            html.anchor(f"‹ {html.text(before[1])}", link("unit", area=before[0], level=None))
            if before
            else "",
            html.anchor(f"{html.text(after[1])} ›", link("unit", area=after[0], level=None)) if after else "",
        ]
        whole = f'<button class="tq-print" data-print>{html.text(_("Print on one page"))}</button>'
        board(
            f'<div class="tq-step"><span>{steps[0]}</span>{whole}<span>{steps[1]}</span></div>', key="steps"
        )


def _against(view: View, indicators: list[Indicator]) -> None:
    """Every figure beside the county's and its like: what misses its target first, the rest folded by topic; the chart of
    one opens under its line."""
    above = view.place.path[-2] if len(view.place.path) > 1 else None
    county = next((step for step in reversed(view.place.path[:-1]) if step[2] == "county"), above)
    of = _figures(view, indicators, view.area)
    behind = [i for status in ("missed", "near") for i in indicators if of[i.name].status == status]
    title = _("{place}: {n} indicators, {missed} of them behind their target").format(
        place=view.place.name, n=len(indicators), missed=len(behind)
    )
    note = _("against {county} and its like").format(county=county[1]) if county else ""
    with card(title, note, key="against"):
        if not indicators:
            st.caption(_("Nothing has been reported for this unit in this period."))
            return
        if behind:
            _lines(view, behind, county, "behind")
        elif unknown := sum(of[i.name].target is not None and is_open(of[i.name]) for i in indicators):
            st.caption(
                plain(_("No target is known to be missed; of {n} that cannot be said.").format(n=unknown))
            )
        for topic, mine in _topics([i for i in indicators if i not in behind]):
            _lines(view, mine, county, topic, folded=True)
        basket.put_table(
            f"{title} {view.period.words}",
            [_("Indicator"), _("This unit")],
            [
                [i.title, words.full(i, of[i.name])]
                for i in (*behind, *(i for i in indicators if i not in behind))
            ],
            "against",
        )


def _topics(indicators: list[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Indicators by the page they are the matter of, in the order of the menu; those of no page at the end."""
    titles = {page.name: page.title for page in discover() if page.name not in ("overview", "unit")}
    found: dict[str, list[Indicator]] = {name: [] for name in (*titles, "")}
    for indicator in indicators:
        stands = (indicator.topic, *indicator.pages)
        found[next((name for name in stands if name in titles), "")].append(indicator)
    return [
        (_(titles[name]) if name else _("Other indicators"), mine) for name, mine in found.items() if mine
    ]


def _lines(
    view: View,
    indicators: list[Indicator],
    county: tuple[str, str, str] | None,
    title: str,
    *,
    folded: bool = False,
) -> None:
    """The lines of some indicators, under a heading that unfolds them where `folded`; the chosen one's chart below its own."""
    at = next((n for n, i in enumerate(indicators, start=1) if i.name == view.indicator), 0)
    heading = f"{title} {words.counted_indicators(len(indicators))}" if folded else ""
    first, rest = (indicators[:at], indicators[at:]) if at else (indicators, [])
    drawn = cached.drawn(_table, view, first, county, carried())
    if folded and not at:
        drawn = html.section(heading, drawn)
    elif folded:
        drawn = html.quiet(heading) + drawn
    board(drawn, f"against {title}")
    if at:
        with st.container(key="opened"):
            indicator_card.trend_card(view, indicators[at - 1], "unit")
            indicator_card.trace(view, indicators[at - 1], "unit")
        if rest:
            board(cached.drawn(_table, view, rest, county, carried()), f"against {title} on")


def _table(
    view: View, indicators: list[Indicator], above: tuple[str, str, str] | None, _links: dict[str, Any]
) -> str:
    own = _figures(view, indicators, view.area)
    upper = _figures(view, indicators, above[0]) if above else {}
    peers = cached.cached(comparison.peers, indicators, view.area, view.period)
    rows = []
    for indicator in indicators:
        row, among, whole = own[indicator.name], peers.get(indicator.name), upper.get(indicator.name)
        text, against, tone = words.change(indicator, row)
        pill = (
            f'<span class="tq-pill tq-{tone}" title="{html.text(against)}">{html.text(text)}</span>'
            if text
            else f'<span class="tq-quiet">{html.text(against)}</span>'
        )
        is_open_here = indicator.name == view.indicator
        name = html.anchor(
            html.text(indicator.title),
            link("unit", indicator=None if is_open_here else indicator.name),
            title=_("Close the chart") if is_open_here else _("Open the chart here"),
        )
        rows.append(
            [
                name,
                html.status(words.full(indicator, row), row.status, " · ".join(words.hover(indicator, row))),
                pill,
                html.text(words.told(indicator, whole)) if whole and indicator.is_rate else "",
                html.text(words.rank(among)),
                _spine(indicator, row, among, whole),
            ]
        )
    head = [
        _("Indicator"),
        _("This unit"),
        _("Change"),
        above[1] if above else "",
        _("Rank"),
        _("Among its like"),
    ]
    if not above:
        rows = [row[:3] for row in rows]
        head = head[:3]
    return html.table(head, rows, "tq-against")


def _figures(view: View, indicators: list[Indicator], area: str) -> dict[str, Figure]:
    return {row.indicator: row for row in cached.cached(figure.figures, indicators, [area], view.period)}


def _spine(indicator: Indicator, row: Figure, among: Peers | None, whole: Figure | None) -> str:
    if among is None or among.quartiles is None or among.n < 3 or row.value is None:
        return ""
    least, lower, middle, upper, most = among.quartiles
    if least == most:
        return ""
    county = whole.value if whole and indicator.is_rate and not whole.is_partial else None
    return html.spine(least, lower, middle, upper, most, row.value, county, row.status)


def _below(view: View) -> None:
    if view.level is None:
        return
    with card(words.levels_below(cached.cached(places.levels, view.area, view.period)), key="below"):
        indicator_card.choose_level(view, "unit")
        areas = cached.cached(places.children, view.area, view.level, view.period)
        names = " ".join(
            html.anchor(html.text(row["name"]), link("unit", area=row["area_code"], level=None), "tq-chip")
            for row in areas
            if row["counts"] is not False
        )
        board(f'<div class="tq-chips">{names}</div>', key="below")


def _ended(view: View) -> bool:
    """Say when the unit ended and what it went to, in a period after its end. Whether it had."""
    last = next(iter(cached.cached(places.history, view.area)[-1:]), None)
    if last is None or last.until is None or last.until > view.period.last:
        return False
    heirs = _("、").join(name for _code, name in last.heirs)
    form = _("{name} ended in {month} and went to {heirs}.") if heirs else _("{name} ended in {month}.")
    sentence = form.format(name=last.name, month=words.month(last.until), heirs=heirs)
    heir = next(iter(last.heirs), None)
    notice(sentence, link("unit", area=heir[0], level=None) if heir else None, heir[1] if heir else None)
    return True


def _history(view: View) -> None:
    """What became of the unit: what it was called, what it lay in, what it came from and went to. Nothing where it has
    always been as it is."""
    told = cached.cached(places.history, view.area)
    if len(told) < 2 and not any(each.until or each.heirs or each.came for each in told):
        return
    with card(_("What became of this unit"), key="history"):
        head = [_("From"), _("Up to"), _("Called"), _("Lay in"), _("Came from or went to")]
        cells = [
            [
                html.text(words.day(each.since) if each.since else _("always")),
                html.text(words.day(each.until) if each.until else _("today")),
                html.text(each.name),
                html.text(each.parent or ""),
                _("; ").join(
                    (
                        *(_("{name} joined").format(name=_to(*unit)) for unit in each.came),
                        *(_("went to {name}").format(name=_to(*unit)) for unit in each.heirs),
                    )
                ),
            ]
            for each in told
        ]
        board(html.table(head, cells), key="history")


def _to(code: str, name: str) -> str:
    return html.anchor(html.text(name), link("unit", area=code, level=None))


def _reports(view: View) -> None:
    contracts = cached.contracts()
    rows = cached.cached(completeness.reports, list(contracts.values()), view.area, view.period)
    with card(_("What was reported from here"), words.month(view.period.last), key="reports"):
        if not rows:
            st.caption(_("No row of any export names this unit up to this period."))
            return
        cells = [
            [
                html.text(contracts[dataset].title),
                html.text(words.plain(count)),
                html.text(words.day(latest) if latest else ""),
            ]
            for dataset, count, latest in rows
        ]
        board(html.table([_("Data"), _("Rows"), _("Latest")], cells), key="reports")
