"""The figure of one indicator over time: a missing period is a gap that says so, never a zero."""

from collections.abc import Sequence
from itertools import groupby
from math import floor, log10

import plotly.graph_objects as go

from tuanqing.define.language import _, language
from tuanqing.define.query import Indicator
from tuanqing.measure.amount import Amount, carried
from tuanqing.show import words
from tuanqing.show.chart import bare
from tuanqing.show.palette import Palette


def trend(
    indicator: Indicator,
    rows: Sequence[Amount],
    colours: Palette,
    height: int = 190,
) -> go.Figure:
    """A rate as a line, a count as bars, over time; hollow where it is no observation of its own: a list carried
    forward, a total of some units only, a period that has not ended. Each period has the target that was in force at its end.
    """
    figure = bare(colours, height)
    periods = [row.period for row in rows]
    places = list(range(len(rows)))
    values = [row.value for row in rows]
    held = carried(rows, indicator)
    hollow = [same or row.is_partial or row.until is not None for same, row in zip(held, rows, strict=True)]
    hover = [_hover(indicator, row, same) for row, same in zip(rows, held, strict=True)]
    if indicator.is_rate:
        figure.add_scatter(
            x=places,
            y=values,
            mode="lines+markers",
            line={"color": colours.blue, "width": 2},
            marker={
                "size": [6 if empty else 5 for empty in hollow],
                "color": [colours.page if empty else colours.blue for empty in hollow],
                "line": {"width": 1, "color": colours.blue},
            },
            connectgaps=False,
            hovertext=hover,
            hoverinfo="text",
        )
    else:
        figure.add_bar(
            x=places,
            y=values,
            marker={
                "color": [
                    colours.page if empty else colours.blue if n == len(places) - 1 else colours.blues[3]
                    for n, empty in enumerate(hollow)
                ],
                "line": {"width": [int(empty) for empty in hollow], "color": colours.blue},
                "cornerradius": 2,
            },
            hovertext=hover,
            hoverinfo="text",
            width=0.6,
        )
    _hatch(figure, rows, colours)
    targets = [indicator.target(row.period) for row in rows]
    for target, run in groupby(places, key=targets.__getitem__):
        if target is not None:
            _aim(figure, indicator, target, list(run), colours)
    _last(figure, indicator, rows, targets[-1] if targets else None, colours)
    _upright(figure, indicator, [value for value in (*values, *targets) if value is not None], colours)
    every = -(-len(places) // 11)  # more names than that run into each other
    shown = [n for n in places if (len(places) - 1 - n) % every == 0]
    figure.update_xaxes(
        tickmode="array",
        tickvals=shown,
        ticktext=[
            words.tick(
                periods[n],
                periods[shown[k - 1]] if k else None,
                periods[shown[k + 1]] if k + 1 < len(shown) else None,
            )
            for k, n in enumerate(shown)
        ],
        range=[
            -0.6,
            len(places) - 0.4 + (0 if indicator.is_rate else 0.18 * len(places)),
        ],  # room for the last figure
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickangle=0,
        automargin=True,
    )
    figure.update_layout(margin={"b": 34, "l": 30})
    return figure


def _hover(indicator: Indicator, row: Amount, is_same: bool) -> str:
    """One period: what it is called, its figure, whether its list is still the one before, who has reported."""
    lines = [f"<b>{words.period(indicator, row)}</b>", words.full(indicator, row)]
    if row.heard.listed is not None and row.value is not None:
        form = _("still the list of {day}") if is_same else _("the list of {day}")
        lines.append(form.format(day=words.day(row.heard.listed)))
    return "<br>".join(line for line in (*lines, words.reporters(row)) if line)


def _hatch(figure: go.Figure, rows: Sequence[Amount], colours: Palette) -> None:
    """Say where there is no figure."""
    for start, end in _gaps([row.value for row in rows]):
        figure.add_shape(
            type="rect",
            x0=start - 0.5,
            x1=end + 0.5,
            y0=0,
            y1=1,
            yref="paper",
            layer="below",
            line={"width": 0},
            fillcolor=colours.none_wash,
        )
        figure.add_annotation(
            x=(start + end) / 2,
            y=0.5,
            yref="paper",
            text=words.absent(rows[end]),
            textangle=0 if end - start >= 2 else -90,
            showarrow=False,
            font={"size": 11, "color": colours.label},
        )


def _aim(
    figure: go.Figure, indicator: Indicator, target: float, places: Sequence[int], colours: Palette
) -> None:
    """A target, as a line with its name over the periods it is of."""
    figure.add_shape(
        type="line",
        x0=places[0] - 0.5,
        x1=places[-1] + 0.5,
        y0=target,
        y1=target,
        line={"color": colours.red, "width": 1, "dash": "dot"},
    )
    figure.add_annotation(
        x=places[0] - 0.4,
        y=target,
        xanchor="left",
        yanchor="bottom",
        text=_("target {value}").format(value=words.amount(indicator, target)),
        showarrow=False,
        font={"size": 11, "color": colours.red},
    )


def _last(
    figure: go.Figure,
    indicator: Indicator,
    rows: Sequence[Amount],
    target: float | None,
    colours: Palette,
) -> None:
    """The last figure, written beside its point."""
    at = max((n for n, row in enumerate(rows) if row.value is not None), default=None)
    if at is None:
        return
    value = rows[at].value or 0.0
    under = indicator.is_rate and target is not None and 0 < target - value < target * 0.2
    beside = {"x": at + 0.4, "xanchor": "left", "yanchor": "bottom", "yshift": -8}
    above = {
        "x": at,
        "xanchor": "right",
        "yanchor": "top" if under else "bottom",
        "yshift": -7 if under else 7,
    }
    figure.add_annotation(
        y=value,
        text=f"<b>{words.figure(indicator, rows[at])}</b>",
        showarrow=False,
        font={"size": 12, "color": colours.ink},
        **(
            above if indicator.is_rate else beside
        ),  # above, a taller bar before it would run through the words
    )


def _upright(figure: go.Figure, indicator: Indicator, known: Sequence[float], colours: Palette) -> None:
    """The upright axis over what is known, and the target."""
    high, low = max(known, default=1.0), min([0.0, *known])
    money = indicator.unit == "yuan" and not indicator.is_rate and language() == "zh"
    figure.update_yaxes(
        range=[low, high + (high - low or 1) * 0.22],
        gridcolor=colours.border,
        zeroline=False,
        nticks=5,
        ticksuffix="%" if indicator.unit == "percent" else "",
        tickformat=",.0f",
        fixedrange=True,
        automargin=True,
    )
    if money:
        ticks = _round_steps(high)
        figure.update_yaxes(tickmode="array", tickvals=ticks, ticktext=["0", *map(words.money, ticks[1:])])


def _gaps(values: Sequence[float | None]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for n, value in enumerate(values):
        if value is None:
            if found and found[-1][1] == n - 1:
                found[-1] = (found[-1][0], n)
            else:
                found.append((n, n))
    return found


def _round_steps(high: float) -> list[float]:
    """0 and two to four round amounts up to `high`."""
    if high <= 0:
        return [0.0]
    unit = 10 ** floor(log10(high))
    step = next(step for step in (0.25 * unit, 0.5 * unit, unit, 2.5 * unit) if high / step < 5)
    return [n * step for n in range(floor(high / step) + 1)]
