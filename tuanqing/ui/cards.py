"""The cards pages are made of. Each takes the view, reads what it needs from the cube and draws itself."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import compare, read, trend
from tuanqing.show import chart, html, words
from tuanqing.show.palette import THEMES
from tuanqing.ui import data
from tuanqing.ui.board import board, card
from tuanqing.ui.view import View, choose, link

SPARK = 12  # periods in a key card
TREND = 24  # periods in a trend
VISIBLE = 22  # bars visible at once; the rest by scrolling inside the card


def theme() -> str:
    """light or dark."""
    return st.context.theme.type or "light"


def topic(*folders: str) -> list[Indicator]:
    """The indicators of these folders of `queries/`, in their order."""
    return [i for i in data.library().indicators.values() if i.topic in folders]


def with_data(indicators: Sequence[Indicator], view: View) -> list[Indicator]:
    """Those that have a figure for the place and period, or had one in the periods a key card shows."""
    found = data.cached(compare.history, list(indicators), view.area, view.period, SPARK)
    return [i for i in indicators if any(value is not None for _step, value in found[i.name])]


def headline(view: View, wished: Sequence[str] = (), most: int = 5) -> list[Indicator]:
    """The wished indicators that have data here; filled up with the first of each other topic, then by order."""
    known = with_data(list(data.library().indicators.values()), view)
    chosen = [i for i in known if i.name in wished][:most]
    firsts = {i.topic: i for i in reversed(known) if i.topic not in {c.topic for c in chosen}}
    for indicator in [*sorted(firsts.values(), key=known.index), *known]:
        if len(chosen) < most and indicator not in chosen:
            chosen.append(indicator)
    return sorted(chosen, key=known.index)


def key_cards(view: View, indicators: Sequence[Indicator], page: str, chosen: str | None = None) -> None:
    """One card per indicator: label, numerator/denominator, value, change, the last twelve periods."""
    if indicators:
        board(data.drawn(_key_cards, view, list(indicators), page, chosen, _carried()), key=f"keys {page}")


def _carried() -> dict[str, Any]:
    """What links carry: part of the key of a finished card, because its links are inside."""
    return dict(st.session_state.get("_view", {}))


def _key_cards(
    view: View, indicators: list[Indicator], page: str, chosen: str | None, _links: dict[str, Any]
) -> str:
    rows = {
        r["indicator"]: r
        for r in data.cached(compare.figures, indicators, [view.area], view.period).to_dicts()
    }
    past = data.cached(compare.history, indicators, view.area, view.period, SPARK)
    sums = data.cached(compare.year_to_date, indicators, view.area, view.period)
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
                "spark": html.spark([value for _step, value in past[indicator.name]], not indicator.is_rate),
                "chosen": indicator.name == chosen,
                "title": " · ".join(p for p in (words.full(indicator, row), words.was(indicator, row)) if p),
            }
        )
    return html.cards(entries)


def compared(view: View, indicator: Indicator) -> tuple[list[dict], dict]:
    """The figures of the areas of the view's level, and the whole's."""
    whole = data.cached(compare.whole, indicator, view.area, view.period)
    if view.level is None:
        return [], whole
    codes = data.cached(compare.below, view.area, view.level)
    return data.cached(compare.figures, [indicator], codes, view.period).to_dicts(), whole


def finding(view: View, indicator: Indicator) -> str:
    """The heading of a comparison of the areas below."""
    rows, whole = compared(view, indicator)
    if view.level is None:
        return f"{indicator.title} {words.full(indicator, whole)}"
    return words.finding(indicator, view.level, rows, whole, view.place.name)


def tile_map(view: View, indicator: Indicator) -> None:
    """The areas below as a grid of tiles: how the place stands, area by area, without a map."""
    with card(finding(view, indicator), key="tiles"):
        if view.level is None:
            st.caption(_("Nothing lies below this unit."))
            return
        board(data.drawn(_tiles, view, indicator, _carried()), key="tiles")
        trace(view, indicator, "tiles")


def _tiles(view: View, indicator: Indicator, _links: dict[str, Any]) -> str:
    rows, _whole = compared(view, indicator)
    values = sorted(row["value"] for row in rows if row["value"] is not None)
    entries = [
        {
            "name": row["area_name"],
            "value": words.figure(indicator, row),
            "status": row["status"],
            "shade": _shade(row["value"], values),
            "href": link("unit", area=row["area_code"], level=None),
            "title": f"{row['area_name']} {words.full(indicator, row)}",
        }
        for row in rows
    ]
    return html.tiles(entries)


def _shade(value: float | None, ordered: list[float]) -> int:
    """Which quarter of the values a value lies in; the middle when all are alike."""
    if value is None or not ordered or ordered[0] == ordered[-1]:
        return 1
    return min(3, 4 * sum(other < value for other in ordered) // len(ordered))


def to_do(view: View) -> None:
    """今天要办: what checks found and whom targets miss, worst first, each a link."""
    lines = data.cached(compare.due, data.library(), view.area, view.period)
    library = data.library()
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
    with card(_("To do today"), words.items(len(drawn)) if drawn else "", key="todo", height="stretch"):
        board(html.todo(drawn, _("Nothing is overdue and no target is missed.")), key="todo")


def scorecard(view: View, indicators: Sequence[Indicator], most: int = 8) -> None:
    """Areas × indicators, worst first: value, mark and colour, direction against a year ago."""
    if view.level is None or not indicators:
        return
    columns = _columns(view, list(indicators), most)
    with card(_score_title(view), _("sorted by targets missed") + "　" + html.legend(), key="score"):
        board(data.drawn(_scorecard, view, columns, _carried()), key="score")


def _score_title(view: View) -> str:
    return _("{level} scorecard").format(level=words.level(view.level or "township"))


def _columns(view: View, indicators: list[Indicator], most: int) -> list[Indicator]:
    """The rates most areas of this level have: those someone misses first, then those with a target."""
    lines = data.cached(compare.scorecard, indicators, view.area, view.level, view.period)
    known = [
        i
        for i in indicators
        if sum(line["cells"][i.name]["value"] is not None for line in lines) * 2 > len(lines)
    ]

    def rank(indicator: Indicator) -> int:
        states = {line["cells"][indicator.name]["status"] for line in lines}
        return 0 if states & {"missed", "near"} else 1 if "met" in states else 2

    return sorted(sorted(known, key=rank)[:most], key=indicators.index)


def _scorecard(view: View, columns: list[Indicator], _links: dict[str, Any]) -> str:
    lines = data.cached(compare.scorecard, columns, view.area, view.level, view.period)
    shown = [
        {
            "name": line["area_name"],
            "href": link("unit", area=line["area_code"], level=None),
            "cells": [
                (
                    words.figure(i, line["cells"][i.name]),
                    line["cells"][i.name]["status"],
                    words.arrow(line["cells"][i.name]),
                    f"{line['area_name']} {i.title} {words.full(i, line['cells'][i.name])} {words.was(i, line['cells'][i.name])}",
                )
                for i in columns
            ],
            "total": words.missed(line["missed"]),
        }
        for line in lines
    ]
    head = [(i.title, link("coverage", indicator=i.name), i.title) for i in columns]
    return html.scorecard(head, shown, words.level(view.level or "township"), _("Targets missed"))


def choose_level(view: View, key: str) -> None:
    """Which level to compare, where there is a choice."""
    if len(view.levels) < 2:
        return
    name = f"level {key}"
    st.session_state[name] = view.level
    st.segmented_control(
        _("Level"),
        view.levels,
        key=name,
        format_func=words.level,
        label_visibility="collapsed",
        on_change=lambda: choose("level", st.session_state[name] or view.level),
    )


def area_bars(view: View, indicator: Indicator, key: str, heading: str | None = None) -> None:
    """The areas below as bars, sorted, with the target and the whole as lines; a click opens the unit."""
    with st.container(border=True, key=f"bars {key}", height="stretch"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            st.html(html.heading(heading or finding(view, indicator)))
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            choose_level(view, key)
        if view.level is None:
            st.caption(_("Nothing lies below this unit."))
            return
        rows, _whole = compared(view, indicator)
        if not any(row["value"] is not None for row in rows):
            st.caption(_("No figures at this level; choose another level."))
            return
        figure = data.drawn(_bars, view, indicator, theme())
        with st.container(
            height=VISIBLE * chart.ROW + 60 if len(rows) > VISIBLE else "content",
            border=False,
            key=f"roll {key}",
        ):
            event = plot(figure, f"bars {key} {indicator.name}", select=True)
        if event and event.selection.points:
            chosen = event.selection.points[0]["y"]
            st.session_state.pop(f"bars {key} {indicator.name}", None)
            st.session_state["_go"] = link("unit", area=chosen, level=None)
            st.rerun()
        trace(view, indicator, key)


def _bars(view: View, indicator: Indicator, theme: str) -> go.Figure:
    rows, whole = compared(view, indicator)
    target = indicator.target(view.period.last)
    return chart.bars(indicator, rows, target, whole, view.place.name, THEMES[theme])


def plot(figure: go.Figure, key: str, select: bool = False) -> Any:
    """A finished figure on the page."""
    return st.plotly_chart(
        figure,
        key=key,
        theme=None,
        config=chart.config(),
        on_select="rerun" if select else "ignore",
        selection_mode="points",
    )


def trend_card(view: View, indicator: Indicator, key: str) -> None:
    """The last 24 periods with the verdict."""
    found = data.cached(trend.verdict, indicator, view.area, view.period)
    title = _("{title}: {verdict}").format(title=indicator.title, verdict=words.verdict(found))
    with card(title, key=f"trend {key}"):
        plot(data.drawn(_trend, view, indicator, theme()), f"trend {key} {indicator.name}")


def _steps(view: View) -> list[Period]:
    count = {"month": TREND, "quarter": 12, "half": 8, "year": 6}[view.period.grain]
    span = data.cached(compare.span, view.area)
    wanted = [view.period.shift(-n) for n in reversed(range(count))]
    return [step for step in wanted if span is None or step.last >= span[0]] or wanted[-1:]


def _since_first(rows: list[dict], steps: list[Period]) -> tuple[list[dict], list[Period]]:
    """Without the periods before the first figure."""
    start = next((n for n, row in enumerate(rows) if row["value"] is not None), 0)
    return rows[start:], steps[start:]


def _trend(view: View, indicator: Indicator, theme: str) -> go.Figure:
    steps = _steps(view)
    rows = data.cached(read.series, indicator, view.area, steps[0], steps[-1]).to_dicts()
    rows, steps = _since_first(rows, steps)
    return chart.trend(indicator, rows, steps, indicator.target(view.period.last), THEMES[theme])


def member_cards(view: View, indicator: Indicator, key: str) -> None:
    """The figure broken down by each column the indicator declares."""
    for dimension, title in indicator.by.items():
        rows = data.cached(read.by_member, indicator, dimension, view.area, view.period).to_dicts()
        with card(_("{title} by {by}").format(title=indicator.title, by=title), key=f"by {key} {dimension}"):
            if rows:
                named = words.members(rows, _member_names(indicator, dimension))
                plot(
                    chart.members(indicator, named, THEMES[theme()]), f"by {key} {indicator.name} {dimension}"
                )
            else:
                st.caption(words.none())


def _member_names(indicator: Indicator, dimension: str) -> dict[str, str]:
    """A code's word in the exports the indicator reads, e.g. hq → 总部."""
    contracts = data.contracts()
    names: dict[str, str] = {}
    columns = [
        column
        for dataset in data.cached(read.datasets_of, indicator.name)
        for column in contracts[dataset].columns.values()
    ]
    for column in sorted(
        columns, key=lambda column: column.name == dimension
    ):  # the column itself has the last word
        for word, code in reversed(column.values.items()):
            names[code] = word
    return names


def gap_card(view: View, indicator: Indicator, key: str) -> None:
    """Whom to phone: who is missing, since when, whose office; as a file too."""
    from tuanqing.ui.tables import downloads

    rows = data.cached(read.gaps, indicator, view.area, view.period).to_dicts()
    total = len(rows)
    heading = _("Missing: {n}").format(n=total) if total else _("Nobody is missing")
    with card(heading, words.month(view.period.last), key=f"gaps {key}"):
        if not total:
            st.caption(_("Every unit counted has what this indicator asks for."))
            return
        board(data.drawn(_gaps, view, indicator, _carried()), key=f"gaps {key}")
        head, lines = words.gap_table(rows)
        downloads(head, lines, f"{view.place.name} {indicator.title} {_('gap list')} {view.period}", key)


def _gaps(view: View, indicator: Indicator, _links: dict[str, Any]) -> str:
    rows = data.cached(read.gaps, indicator, view.area, view.period).to_dicts()[:300]
    _head, lines = words.gap_table(rows)
    cells = [
        [
            html.anchor(html.text(line[0]), link("unit", area=row["area_code"], level=None)),
            html.text(line[2] if line[2] != line[0] else ""),
            html.text(line[3]),
            html.text(line[5]),
            html.text(line[4]),
        ]
        for row, line in zip(rows, lines, strict=True)
    ]
    head = [_("Unit"), _("What"), _("Has/needs"), _("Since"), _("Office to phone")]
    return html.table(head, cells, "tq-gaps")


def meaning(indicator: Indicator, key: str) -> None:
    """What the figure means: words, denominator, source, worked example."""
    with card(_("What this figure means"), key=f"meaning {key}"):
        left, right = st.columns([1, 1], gap="medium")
        with left:
            board(
                html.facts(
                    [
                        (_("Why"), indicator.why),
                        (_("Numerator"), indicator.numerator),
                        (_("Denominator"), indicator.denominator or ""),
                        (_("Caveat"), indicator.caveat),
                        (_("Source"), indicator.source),
                        (_("Owner"), f"{indicator.owner} · {words.day(indicator.reviewed)}"),
                    ]
                ),
                key=f"meaning {key}",
            )
        with right:
            board(_example(indicator), key=f"example {key}")


def _example(indicator: Indicator) -> str:
    """The worked example as small tables."""
    example, contracts = indicator.example, data.contracts()
    parts = [f"<p><b>{html.text(_('Worked example'))}</b> {html.text(example.words)}</p>"]
    for table in example.tables:
        contract = contracts.get(table.name)
        titles = {name: c.title for name, c in contract.columns.items()} if contract else {}
        head = [words.column(name, titles) for name in table.columns]
        rows = [
            [html.text(_shown(cell, contract, name)) for name, cell in zip(table.columns, row, strict=True)]
            for row in table.rows
        ]
        parts.append(f"<p class='tq-quiet'>{html.text(contract.title if contract else table.name)}</p>")
        parts.append(html.table(head, rows, "tq-small"))
    expected = example.expected
    parts.append(f"<p class='tq-quiet'>{html.text(_('Comes out'))}</p>")
    rows = [[html.text(cell or "") for cell in row] for row in expected.rows]
    parts.append(html.table([words.column(name, {}) for name in expected.columns], rows, "tq-small"))
    return "".join(parts)


def _shown(cell: str | None, contract: Contract | None, column: str) -> str:
    """A cell of a worked example in the words of the exports."""
    if cell in ("true", "false"):
        return _("yes") if cell == "true" else _("no")
    column_of = contract.columns.get(column) if contract else None
    words_of = {code: word for word, code in reversed(column_of.values.items())} if column_of else {}
    return words_of.get(cell or "", cell or "")


def trace(view: View, indicator: Indicator, key: str) -> None:
    """From a figure to its rows: what counted, and the imported rows with file, sheet, line and batch."""
    from tuanqing.ui.tables import trace as panel

    panel(view, indicator, key)


def chosen(view: View, indicators: Sequence[Indicator]) -> Indicator | None:
    """The indicator the address names, else the first rate of these, else the first."""
    if view.indicator:
        return data.library().indicators[view.indicator]
    return next((i for i in indicators if i.is_rate), indicators[0] if indicators else None)


def choose_indicator(view: View, indicators: Sequence[Indicator]) -> Indicator:
    """A searchable choice among indicators; the address says which. Stops the page where there is none."""
    known = with_data(indicators, view) or list(indicators)
    if not known:
        st.caption(_("There is no indicator of this kind yet."))
        st.stop()
    by_name = {i.name: i for i in known}
    wanted = view.indicator if view.indicator in by_name else known[0].name
    st.session_state["indicator"] = wanted
    st.selectbox(
        _("Indicator"),
        list(by_name),
        key="indicator",
        format_func=lambda name: by_name[name].title,
        label_visibility="collapsed",
        placeholder=_("Search an indicator"),
        on_change=lambda: choose("indicator", st.session_state["indicator"]),
        width=420,
    )
    return by_name[wanted]


def topic_page(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    """A topic: its key figures as cards; of the chosen one bars, breakdown, trend, gaps, meaning."""
    known = with_data(indicators, view)
    if not known:
        from tuanqing.ui.board import notice

        notice(_("Nothing has been reported for this topic here yet."), link("upload"), _("Go to the upload"))
        return
    wanted = next((i for i in known if i.name == view.indicator), known[0])
    key_cards(view, known, page, wanted.name)
    left, right = st.columns([3, 2], gap="small")
    with left:
        area_bars(view, wanted, page)
    with right:
        member_cards(view, wanted, page)
        trend_card(view, wanted, page)
        if wanted.unit == "percent" and wanted.better == "higher":
            gap_card(view, wanted, page)
    meaning(wanted, page)
