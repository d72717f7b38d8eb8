"""The cards of the overview: key figures, tiles, what needs a hand, the scorecard. Each draws itself from the view."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Query
from tuanqing.measure import comparison, figure, lineage, places, seen
from tuanqing.measure import findings as findings_of
from tuanqing.measure.figure import Amount, Figure
from tuanqing.measure.quarters import quarter
from tuanqing.show import corrections, headings, html, lines, words
from tuanqing.ui.cards import basket
from tuanqing.ui.cards.tables import findings, trace
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.view import View, asked_indicator, carried, here, link

ABOVE = (
    "province",
    "prefecture",
    "county",
)  # places that look at the areas below them; the others at themselves
NAMED = 3  # areas named in one sentence; more are counted
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
                "share": _beside(indicator, row),
                "change": text,
                "against": against,
                "tone": tone,
                "note": words.since_january(indicator, summed) if summed is not None else "",
                "spark": _spark(indicator, before[indicator.name]),
                "chosen": indicator.name == chosen,
                "title": " · ".join(words.hover(indicator, row)),
            }
        )
    return html.cards(entries)


def _beside(indicator: Indicator, row: Figure) -> str:
    """What is said in the same breath as a figure on a card: who has contributed, which months, which template fills it."""
    if row.value is None:
        return cannot_tell(indicator) if row.absence == "unreported" else ""
    months = words.period(indicator, row) if row.until is not None else ""
    said = (
        words.share(row),
        words.thin(row),
        months,
        words.apart(indicator, row),
        *corrections.of_figure(row),
    )
    return " · ".join(part for part in said if part)


def cannot_tell(indicator: Indicator) -> str:
    """Not reported, and which template fills it."""
    return _("not reported: fill “{template}”").format(template=_("、").join(template_titles(indicator)))


def template_titles(query: Query) -> list[str]:
    """The datasets that fill a figure, by title."""
    contracts = cached.contracts()
    return [contracts[name].title for name in lineage.datasets(query, contracts, cached.library())]


def _spark(indicator: Indicator, before: list[Amount]) -> str:
    held = figure.carried(before, indicator)
    hollow = [same or row.is_partial for same, row in zip(held, before, strict=True)]
    return html.spark([row.value for row in before], not indicator.is_rate, hollow)


def compared(view: View, indicator: Indicator) -> tuple[list[Figure], Figure]:
    """The figures of the areas of the view's level, and the whole's."""
    whole = cached.cached(figure.figure, indicator, view.area, view.period)
    if view.level is None:
        return [], whole
    codes = cached.cached(places.below, view.area, view.level, view.period)
    return cached.cached(figure.figures, [indicator], codes, view.period), whole


def finding(view: View, indicator: Indicator) -> str:
    """The heading of a comparison of the areas below."""
    rows, whole = compared(view, indicator)
    if view.level is None or not cached.cached(
        seen.sees, view.area
    ):  # of a part nothing is said of the place
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
    values = [row.value for row in rows if row.value is not None and not row.is_partial]
    entries = [
        {
            "name": row.area_name,
            "value": " ".join(part for part in (words.figure(indicator, row), words.sharing(row)) if part),
            "status": row.status,
            "shade": quarter(row.value, values),
            "href": link("unit", area=row.area_code, level=None),
            "title": " · ".join([row.area_name, *words.hover(indicator, row)]),
        }
        for row in rows
    ]
    return html.tiles(entries)


def to_do(view: View, height: str = "stretch") -> None:
    """今天要办: what checks found and whom targets miss, worst first, each a link; and of what that cannot be said."""
    library = cached.library()
    found = cached.cached(findings_of.due, library, cached.contracts(), view.area, view.period)
    titles = {name: query.title for name, query in library.queries.items()}
    drawn = []
    for line in found.lines:
        what, whom, since = lines.due(line, titles, view.period)
        drawn.append((what, whom, since, link("todo", of=line.name), True))
    with card(_("To do today"), words.matters(len(drawn)) if drawn else "", key="todo", height=height):
        board(html.todo(drawn, lines.beside(found, titles), link("todo")), key="todo")
        if any(line.kind == "check" for line in found.lines):
            findings(view)


def scorecard(view: View, indicators: Sequence[Indicator], most: int = 8) -> None:
    """Areas × indicators, worst first: value, mark and colour, direction against a year ago."""
    if view.level is None or not indicators:
        return
    columns = _columns(view, list(indicators), most)
    scored = cached.cached(comparison.scorecard, columns, view.area, view.level, view.period)
    legend = html.legend(cell.status for line in scored for cell in line.cells.values())
    with card(_score_title(view), _("sorted by targets missed") + "　" + legend, key="score"):
        if not columns:
            st.caption(_("Nothing has been reported of what could be compared here: nobody can be judged."))
            return
        board(cached.drawn(_scorecard, view, columns, carried()), key="score")
        head = [words.level(view.level), *(i.title for i in columns), _("Targets missed")]
        rows = [
            [line.area_name, *(words.told(i, line.cells[i.name]) for i in columns), _missed(line)]
            for line in scored
        ]
        basket.put_table(f"{view.place.name} {_score_title(view)} {view.period.words}", head, rows, "score")


def _missed(line: comparison.ScoreLine) -> str:
    """How many targets an area misses; of how many that cannot be said."""
    said = words.missed(line.missed)
    return _("{missed}, {n} unknown").format(missed=said, n=line.open) if line.open else said


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
                    words.sharing(line.cells[i.name]) or words.arrow(line.cells[i.name]),
                    " · ".join([line.area_name, i.title, *words.hover(i, line.cells[i.name])]),
                )
                for i in columns
            ],
            "total": _missed(line),
        }
        for line in lines
    ]
    head = [(i.title, link("coverage", indicator=i.name), i.title) for i in columns]
    return html.scorecard(head, shown, words.level(view.level or "township"), _("Targets missed"))


def rates() -> list[Indicator]:
    """The indicators places are held to."""
    return [i for i in cached.library().indicators.values() if i.unit == "percent"]


def begin(view: View) -> None:
    """One sentence that says what to do first; nothing where no target is known to be missed."""
    if html_of := cached.drawn(_begin, view, carried()):
        board(html_of, key="first")


def _begin(view: View, _links: dict[str, Any]) -> str:
    level = view.level if view.place.level in ABOVE else None
    found = cached.cached(comparison.first, rates(), view.area, level, view.period)
    if found is None:
        return ""
    title = cached.library().indicators[found.indicator].title
    whose, counted_as = found.areas, level or view.place.level
    named = [
        html.anchor(html.text(each.area_name), link("unit", area=each.area_code, level=None))
        for each in whose
    ]
    begun = html.anchor(html.text(title), link("coverage", indicator=found.indicator))
    missed = html.text(words.missed(whose[0].missed))
    if len(whose) == 1:
        unknown = _(", {n} unknown").format(n=whose[0].open) if whose[0].open else ""
        more = _(": {n} more reach its target").format(n=found.wanting) if found.wanting else ""
        form = _("{place}: {missed} missed{unknown}. Begin with {indicator}{more}")
        said = form.format(place=named[0], missed=missed, unknown=unknown, indicator=begun, more=more)
    else:
        form = _("{places}: {missed} missed each. Begin with {indicator}: {missing} miss it")
        places_ = (
            _("、").join(named) if len(named) <= NAMED else html.text(words.counted(counted_as, len(whose)))
        )
        known = html.text(words.counted(counted_as, found.missing))
        said = form.format(places=places_, missed=missed, indicator=begun, missing=known)
    way = html.anchor(html.text(_("All of it, row by row")), link("todo"))
    return f'<p class="tq-first"><i class="tq-sign tq-sign-missed">▼</i> {said}　{way}</p>'


def chosen(view: View, indicators: Sequence[Indicator]) -> Indicator | None:
    """The indicator the address names, else the one most areas below miss the target of, else the first (rates before
    others) with figures below the place."""
    if view.indicator:
        return cached.library().indicators[view.indicator]
    rates_ = rates()
    if worst := cached.cached(comparison.worst, rates_, view.area, view.level, view.period):
        return cached.library().indicators[worst]
    wanted = [*(i for i in indicators if i.is_rate), *indicators, *rates_]
    return next((i for i in wanted if reaches(view, i)), indicators[0] if indicators else None)


def reaches(view: View, indicator: Indicator) -> bool:
    """Whether any area of the view's level has a figure; the place itself, where nothing lies below."""
    rows, whole = compared(view, indicator)
    return any(row.value is not None for row in (rows if view.level else [whole]))


def focus(view: View, known: Sequence[Indicator]) -> Indicator:
    """Of these the one the address names, else the first with figures for the view."""
    asked = [i for i in known if i.name == view.indicator]
    wanted = cached.library().indicators.get(asked_indicator())
    if wanted is not None and not asked:
        said = _("“{title}” is not on this page, or has not been reported here.").format(title=wanted.title)
        way = html.anchor(html.text(_("Look for it under coverage")), link("coverage", indicator=wanted.name))
        board(f'<p class="tq-quiet">{html.text(said)} {way}</p>', key="not on this page")
    return next((i for i in asked or known if asked or reaches(view, i)), known[0])


def latest(view: View, indicator: Indicator) -> Period | None:
    """The last period a key card shows in which the place has a figure."""
    before = past(view, [indicator])[indicator.name]
    return next((amount.period for amount in reversed(before) if amount.value is not None), None)


def how_to_report(row: Amount, query: Indicator) -> str:
    """Why nothing can be said, as HTML: not reported, with the template that fills it and the way there; or words.absent."""
    if row.absence != "unreported":
        return html.text(words.absent(row))
    return f"{html.text(cannot_tell(query))} {html.anchor(html.text(_('Go to the upload')), link('upload'))}"


def no_figures(view: View, indicator: Indicator, key: str) -> None:
    """Why a comparison is empty: nothing for the period (with a way to the last one), or not at this level."""
    step = latest(view, indicator)
    if step == view.period:
        st.caption(_("No figures at this level; choose another level."))
        return
    _rows, whole = compared(view, indicator)
    said = [
        html.text(_("No figures for {period}.").format(period=view.period.words)),
        how_to_report(whole, indicator),
    ]
    if step is not None:
        said.append(
            html.anchor(html.text(_("See {period}").format(period=step.words)), link(here(), period=step))
        )
    board(f'<p class="tq-quiet">{" ".join(said)}</p>', key=f"none {key}")
