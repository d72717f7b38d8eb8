"""The cards of the overview: key figures, tiles, what needs a hand, the scorecard. Each draws itself from the view."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import comparison, figure, places
from tuanqing.measure import findings as findings_of
from tuanqing.measure.figure import Amount, Figure
from tuanqing.measure.quarters import quarter
from tuanqing.show import headings, html, words
from tuanqing.ui.cards import basket
from tuanqing.ui.cards.tables import findings, trace
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.view import View, carried, here, link

SPARK = {"month": 12, "quarter": 8, "half": 6, "year": 5}  # periods in a key card


def topic(*folders: str) -> list[Indicator]:
    """The indicators of these folders of `queries/`, in their order."""
    return [i for i in cached.library().indicators.values() if i.topic in folders]


def on(page: str) -> list[Indicator]:
    """The indicators whose front matter puts them on a page, in their order there."""
    return cached.library().on(page, Indicator)


def with_data(indicators: Sequence[Indicator], view: View) -> list[Indicator]:
    """Those that have a figure for the place and period, or had one in the periods a key card shows."""
    found = past(view, indicators)
    return [i for i in indicators if any(amount.value is not None for amount in found[i.name])]


def past(view: View, indicators: Sequence[Indicator]) -> dict[str, list[Amount]]:
    """By indicator what stood in the periods a key card shows."""
    steps = [view.period.shift(-n) for n in reversed(range(SPARK[view.period.grain]))]
    return cached.cached(figure.series, list(indicators), view.area, steps)


def headline(view: View, wished: Sequence[Indicator] = (), most: int = 5) -> list[Indicator]:
    """The wished indicators that have data here; filled up with the first of each other topic, then by order."""
    known = with_data(list(cached.library().indicators.values()), view)
    chosen = [i for i in known if i in wished][:most]
    firsts = {i.topic: i for i in reversed(known) if i.topic not in {c.topic for c in chosen}}
    for indicator in [*sorted(firsts.values(), key=known.index), *known]:
        if len(chosen) < most and indicator not in chosen:
            chosen.append(indicator)
    return sorted(chosen, key=known.index)


def key_cards(view: View, indicators: Sequence[Indicator], page: str, chosen: str | None = None) -> None:
    """One card per indicator: label, numerator/denominator, value, change, the last twelve periods."""
    if indicators:
        board(cached.drawn(_key_cards, view, list(indicators), page, chosen, carried()), key=f"keys {page}")


def _key_cards(
    view: View, indicators: list[Indicator], page: str, chosen: str | None, _links: dict[str, Any]
) -> str:
    rows = {r.indicator: r for r in cached.cached(figure.figures, indicators, [view.area], view.period)}
    before = past(view, indicators)
    sums = cached.cached(figure.since_january, indicators, view.area, view.period)
    entries = []
    for indicator in indicators:
        row = rows[indicator.name]
        text, against, tone = words.change(indicator, row)
        summed = sums.get(indicator.name)
        entries.append(
            {
                "href": link(page, indicator=indicator.name),
                "label": indicator.title,
                "parts": "" if words.is_small(indicator, row) else words.parts(indicator, row),
                "value": words.figure(indicator, row),
                "change": text,
                "against": against,
                "tone": tone,
                "note": words.since_january(indicator, summed) if summed is not None else "",
                "spark": html.spark(
                    [amount.value for amount in before[indicator.name]], not indicator.is_rate
                ),
                "chosen": indicator.name == chosen,
                "title": " · ".join(p for p in (words.full(indicator, row), words.was(indicator, row)) if p),
            }
        )
    return html.cards(entries)


def compared(view: View, indicator: Indicator) -> tuple[list[Figure], Figure]:
    """The figures of the areas of the view's level, and the whole's."""
    whole = cached.cached(figure.figure, indicator, view.area, view.period)
    if view.level is None:
        return [], whole
    codes = cached.cached(places.below, view.area, view.level)
    return cached.cached(figure.figures, [indicator], codes, view.period), whole


def finding(view: View, indicator: Indicator) -> str:
    """The heading of a comparison of the areas below."""
    rows, whole = compared(view, indicator)
    if view.level is None:
        return f"{indicator.title} {words.full(indicator, whole)}"
    return headings.finding(indicator, view.level, rows, whole, view.place.name)


def tile_map(view: View, indicator: Indicator) -> None:
    """The areas below as a grid of tiles: how the place stands, area by area, without a map."""
    with card(finding(view, indicator), key="tiles", height="stretch"):
        if view.level is None:
            st.caption(_("Nothing lies below this unit."))
            return
        if not reaches(view, indicator):
            no_figures(view, indicator, "tiles")
            trace(view, indicator, "tiles")
            return
        board(cached.drawn(_tiles, view, indicator, carried()), key="tiles")
        basket.put_indicator(indicator, "tiles")
        trace(view, indicator, "tiles")


def _tiles(view: View, indicator: Indicator, _links: dict[str, Any]) -> str:
    rows, _whole = compared(view, indicator)
    values = [row["value"] for row in rows if row["value"] is not None]
    entries = [
        {
            "name": row["area_name"],
            "value": words.figure(indicator, row),
            "status": row["status"],
            "shade": quarter(row["value"], values),
            "href": link("unit", area=row["area_code"], level=None),
            "title": f"{row['area_name']} {words.full(indicator, row)}",
        }
        for row in rows
    ]
    return html.tiles(entries)


def to_do(view: View, height: str = "stretch") -> None:
    """今天要办: what checks found and whom targets miss, worst first, each a link."""
    lines = cached.cached(findings_of.due, cached.library(), view.area, view.period)
    library = cached.library()
    titles = {name: query.title for name, query in library.queries.items()}
    drawn = []
    for line in lines:
        what, whom, since = words.due(line, titles, view.period)
        href = (
            link("coverage", indicator=line.name)
            if line.kind == "gap"
            else link("unit", area=line.areas[0][0], level=None)
        )
        drawn.append((what, whom, since, href, True))
    with card(_("To do today"), words.matters(len(drawn)) if drawn else "", key="todo", height=height):
        board(html.todo(drawn, _("Nothing is overdue and no target is missed.")), key="todo")
        if any(line.kind == "check" for line in lines):
            findings(view)


def scorecard(view: View, indicators: Sequence[Indicator], most: int = 8) -> None:
    """Areas × indicators, worst first: value, mark and colour, direction against a year ago."""
    if view.level is None or not indicators:
        return
    columns = _columns(view, list(indicators), most)
    with card(_score_title(view), _("sorted by targets missed") + "　" + html.legend(), key="score"):
        board(cached.drawn(_scorecard, view, columns, carried()), key="score")
        lines = cached.cached(comparison.scorecard, columns, view.area, view.level, view.period)
        head = [words.level(view.level), *(i.title for i in columns), _("Targets missed")]
        rows = [
            [line.area_name, *(words.figure(i, line.cells[i.name]) for i in columns), line.missed]
            for line in lines
        ]
        basket.put_table(f"{view.place.name} {_score_title(view)} {view.period.words}", head, rows, "score")


def _score_title(view: View) -> str:
    return _("{level} scorecard").format(level=words.level(view.level or "township"))


def _columns(view: View, indicators: list[Indicator], most: int) -> list[Indicator]:
    """The rates most areas of this level have: those someone misses first, then those with a target."""
    lines = cached.cached(comparison.scorecard, indicators, view.area, view.level, view.period)
    known = [
        i for i in indicators if sum(line.cells[i.name].value is not None for line in lines) * 2 > len(lines)
    ]

    def rank(indicator: Indicator) -> int:
        states = {line.cells[indicator.name].status for line in lines}
        return 0 if states & {"missed", "near"} else 1 if "met" in states else 2

    return sorted(sorted(known, key=rank)[:most], key=indicators.index)


def _scorecard(view: View, columns: list[Indicator], _links: dict[str, Any]) -> str:
    lines = cached.cached(comparison.scorecard, columns, view.area, view.level, view.period)
    shown = [
        {
            "name": line.area_name,
            "href": link("unit", area=line.area_code, level=None),
            "cells": [
                (
                    words.figure(i, line.cells[i.name]),
                    line.cells[i.name].status,
                    words.arrow(line.cells[i.name]),
                    f"{line.area_name} {i.title} {words.full(i, line.cells[i.name])} {words.was(i, line.cells[i.name])}",
                )
                for i in columns
            ],
            "total": words.missed(line.missed),
        }
        for line in lines
    ]
    head = [(i.title, link("coverage", indicator=i.name), i.title) for i in columns]
    return html.scorecard(head, shown, words.level(view.level or "township"), _("Targets missed"))


def chosen(view: View, indicators: Sequence[Indicator]) -> Indicator | None:
    """The indicator the address names, else the first (rates before others) with figures below the place."""
    if view.indicator:
        return cached.library().indicators[view.indicator]
    rates = [i for i in cached.library().indicators.values() if i.unit == "percent"]
    wanted = [*(i for i in indicators if i.is_rate), *indicators, *rates]
    return next((i for i in wanted if reaches(view, i)), indicators[0] if indicators else None)


def reaches(view: View, indicator: Indicator) -> bool:
    """Whether any area of the view's level has a figure; the place itself, where nothing lies below."""
    rows, whole = compared(view, indicator)
    return any(row["value"] is not None for row in (rows if view.level else [whole]))


def focus(view: View, known: Sequence[Indicator]) -> Indicator:
    """Of these the one the address names, else the first with figures for the view."""
    asked = [i for i in known if i.name == view.indicator]
    return next((i for i in asked or known if asked or reaches(view, i)), known[0])


def latest(view: View, indicator: Indicator) -> Period | None:
    """The last period a key card shows in which the place has a figure."""
    before = past(view, [indicator])[indicator.name]
    return next((amount.period for amount in reversed(before) if amount.value is not None), None)


def no_figures(view: View, indicator: Indicator, key: str) -> None:
    """Why a comparison is empty: nothing for the period (with a way to the last one), or not at this level."""
    step = latest(view, indicator)
    if step in (None, view.period):
        st.caption(_("No figures at this level; choose another level."))
        return
    there = html.anchor(html.text(_("See {period}").format(period=step.words)), link(here(), period=step))
    sentence = html.text(_("No figures for {period}.").format(period=view.period.words))
    board(f'<p class="tq-quiet">{sentence} {there}</p>', key=f"none {key}")
