"""A funnel as HTML and figures: what became of everybody at each step, groups on one scale, the way as a flow."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from tuanqing.define.language import _
from tuanqing.show import html, scale, words
from tuanqing.show.chart import bare
from tuanqing.show.palette import Palette

STATES = ("in_time", "under_age", "stalled", "failed", "transferred")  # of those who went no further, by hope

Row = Mapping[str, Any]


def state(name: str) -> str:
    """The word for what became of somebody."""
    return {
        "passed": _("went on"),
        "completed": _("completed"),
        "in_time": _("still in time"),
        "under_age": _("not yet old enough"),
        "stalled": _("stalled"),
        "failed": _("did not pass"),
        "transferred": _("moved away"),
    }[name]


SIGNS = {
    "passed": "",
    "completed": "●",
    "in_time": "◷",
    "under_age": "◌",
    "stalled": "▼",
    "failed": "✕",
    "transferred": "↗",
}


def legend() -> str:
    """The states with their colours and signs."""
    chips = "".join(
        f'<span><i class="tq-f-{name}"></i>{SIGNS[name]} {html.text(state(name))}</span>'
        for name in ("passed", "completed", *STATES)
    )
    return f'<div class="tq-f-legend">{chips}</div>'


def bars(steps: Sequence[Row]) -> str:
    """One stacked bar per step: who went on, and what became of those who stayed; rates and days beside it.

    `steps` are the rows `standing` of one group of a funnel's Result.
    """
    end = scale.top(row["reached"] for row in steps)
    lines = []
    for row in steps:
        shown = {name: row[name] for name in ("passed", "completed", *STATES)}
        segments = "".join(
            f'<span class="tq-f-{name}" style="{scale.width(count, end)}" '
            f'title="{html.text(state(name))} {words.plain(count)}"></span>'
            for name, count in shown.items()
            if count
        )
        said = " ".join(
            f'<span class="tq-f-said tq-f-t-{name}">{SIGNS[name]}{words.plain(count)}</span>'
            for name, count in shown.items()
            if count and name != "passed"
        )
        lines.append(
            f'<tr><th title="{html.text(repaired(row))}">{html.text(row["title"])}</th><td class="tq-f-n">{words.plain(row["reached"])}</td>'
            f'<td class="tq-f-rate" title="{html.text(interval(row))}">{html.text(rate(row))}</td>'
            f'<td class="tq-f-bar"><div>{segments}</div></td><td class="tq-f-what">{said}</td>'
            f'<td class="tq-f-days" title="{html.text(spread(row))}">{html.text(days(row))}</td></tr>'
        )
    head = "".join(
        f"<th>{html.text(title)}</th>"
        for title in (
            _("Step"),
            _("Reached"),
            _("Of the step before"),
            "",
            _("Stayed here"),
            _("Median days"),
        )
    )
    return (
        f'{legend()}<div class="tq-scroll"><table class="tq-f"><tr>{head}</tr>{"".join(lines)}</table></div>'
    )


def rate(row: Row) -> str:
    """The share of the step before, small bases as counts only."""
    if row["of_previous"] is None:
        return "—"
    return words.fraction(row["reached"], row["n"], row["of_previous"])


def interval(row: Row) -> str:
    """The Wilson interval of the share, in words."""
    if row.get("wilson_low") is None:
        return ""
    return _("{reached} of {n}; 95 % interval {low} to {high} %").format(
        reached=words.plain(row["reached"]),
        n=words.plain(row["n"]),
        low=words.hundredths(row["wilson_low"]),
        high=words.hundredths(row["wilson_high"]),
    )


def days(row: Row) -> str:
    """The median days to the step: Kaplan and Meier's where many are still open, marked so."""
    if row.get("km_median") is not None:
        return _("{days} (estimated)").format(days=words.rounded(row["km_median"], 0))
    return words.rounded(row["p50"], 0) if row.get("p50") is not None else ""


def spread(row: Row) -> str:
    """The quartiles and the slowest tenth."""
    if row.get("p50") is None:
        return ""
    return _(
        "days: a quarter within {p25}, half within {p50}, three quarters within {p75}, nine tenths within {p90}"
    ).format(**{name: words.rounded(row[name], 0) for name in ("p25", "p50", "p75", "p90")})


def repaired(row: Row) -> str:
    """What the dates of a step lack."""
    said = [
        text.format(n=words.plain(row[name]))
        for name, text in (
            ("gap_filled", _("{n} without a date of their own")),
            ("out_of_order", _("{n} out of order")),
            ("too_early", _("{n} too early")),
            ("too_late", _("{n} too late")),
        )
        if row.get(name)
    ]
    return _("; ").join(said)


def multiples(groups: Sequence[tuple[str, str, Sequence[Row], Row]], titles: Sequence[str]) -> str:
    """Groups below each other on one scale: name, address (or ""), steps, and the group's row of `totals`."""
    end = scale.top(row["reached"] for _n, _h, steps, _c in groups for row in steps[:1])
    body = []
    for name, href, steps, totals in groups:
        label = html.anchor(html.text(name), href) if href else html.text(name)
        cells = "".join(
            f'<td title="{html.text(row["title"])} {html.text(interval(row))}"><div class="tq-m" '
            f'style="--{scale.width(row["reached"], end)}"></div><span>{words.plain(row["reached"])}</span></td>'
            for row in steps
        )
        share = words.fraction(totals["completed"], totals["entrants"], totals["completed_share"])
        stalled = totals["stalled"]
        body.append(
            f"<tr><th>{label}</th>{cells}<td class='tq-f-n'>{share}</td>"
            f"<td class='tq-f-n{' tq-f-t-stalled' if stalled else ''}'>{'▼' if stalled else ''}{words.plain(stalled)}</td></tr>"
        )
    head = "".join(f"<th>{html.text(t)}</th>" for t in ("", *titles, _("Completed"), state("stalled")))
    return f'<div class="tq-scroll tq-m-roll"><table class="tq-f tq-multi"><tr>{head}</tr>{"".join(body)}</table></div>'


def inversions(rows: Sequence[Row]) -> str:
    """A funnel of mere counts as bars in process order; where a step has more than the one before, it says so."""
    end = scale.top(row["reached"] for row in rows)
    lines = []
    for row in rows:
        count = words.none() if row["reached"] is None else words.plain(row["reached"])
        warn = (
            f'<span class="tq-f-said tq-f-t-stalled">▼ {html.text(_("more than at the step before"))}</span>'
        )
        lines.append(
            f'<tr><th>{html.text(row["title"])}</th><td class="tq-f-n">{html.text(count)}</td>'
            f'<td class="tq-f-bar"><div><span class="tq-f-passed" style="{scale.width(row["reached"], end)}"></span></div></td>'
            f'<td class="tq-f-what">{warn if row["inversion"] else ""}</td></tr>'
        )
    return f'<div class="tq-scroll"><table class="tq-f">{"".join(lines)}</table></div>'


def flow(steps: Sequence[Row], totals: Row, colours: Palette) -> go.Figure:
    """The way as a flow (Sankey): each step into the next, and out into what became of those who stayed.

    `steps` are the rows `standing`, `totals` the row of a funnel's Result that is not broken down.
    """
    order = {row["step"]: n for n, row in enumerate(steps)}
    ends = [name for name in STATES if totals[name]]
    labels = [f"{row['title']} {words.plain(row['reached'])}" for row in steps]
    labels += [f"{SIGNS[name]} {state(name)} {words.plain(totals[name])}" for name in ends]
    tint = {
        "in_time": colours.blues[1], "under_age": colours.none_wash, "stalled": colours.red_wash,
        "failed": colours.amber_wash, "transferred": colours.border,
    }  # fmt: skip
    source, target, value, colour = [], [], [], []
    for row, after in pairwise(steps):
        source.append(order[row["step"]])
        target.append(order[after["step"]])
        value.append(after["reached"])
        colour.append(colours.blues[2])
    for row in steps:
        for name in ends:
            if count := row[name]:
                source.append(order[row["step"]])
                target.append(len(order) + ends.index(name))
                value.append(count)
                colour.append(tint[name])
    figure = bare(colours, 330)
    figure.add_sankey(
        arrangement="snap",
        node={
            "label": labels,
            "pad": 14,
            "thickness": 12,
            "color": [colours.blue] * len(order) + [tint[name] for name in ends],
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        link={"source": source, "target": target, "value": value, "color": colour,
              "hovertemplate": "%{source.label} → %{target.label}: %{value:,.0f}<extra></extra>"},
    )  # fmt: skip
    return figure


def radar(rows: Sequence[Row], colours: Palette) -> go.Figure:
    """Average scores by dimension: rows with title, score and how many scored."""
    closed = [*rows, rows[0]]
    figure = bare(colours, 300)
    figure.add_scatterpolar(
        r=[float(row["score"]) for row in closed],
        theta=[row["title"] for row in closed],
        fill="toself",
        fillcolor=colours.blues[0],
        line={"color": colours.blue, "width": 2},
        mode="lines+markers+text",
        text=[words.rounded(row["score"], 1) for row in closed[:-1]] + [""],
        textposition="top center",
        hovertext=[
            _("{title} {score}, {n} people").format(
                title=row["title"], score=words.rounded(row["score"], 1), n=words.plain(row["respondents"])
            )
            for row in closed
        ],
        hoverinfo="text",
    )
    figure.update_layout(
        margin={"l": 50, "r": 50, "t": 30, "b": 30},
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {
                "range": [0, 100],
                "gridcolor": colours.border,
                "tickfont": {"size": 10, "color": colours.label},
                "nticks": 4,
            },
            "angularaxis": {"gridcolor": colours.border, "linecolor": colours.border},
        },
    )
    return figure


def table(steps: Sequence[Row]) -> tuple[list[str], list[list[Any]]]:
    """Every figure of a funnel as a table to download."""
    names = [
        "group_name", "title", "n", "reached", "of_previous", "of_first", "wilson_low", "wilson_high", "gap_filled",
        "out_of_order", "too_early", "too_late", "p25", "p50", "p75", "p90", "open", "km_median",
    ]  # fmt: skip
    heads = [
        _("Group"), _("Step"), _("At the step before"), _("Reached"), _("Of the step before"), _("Of the first step"),
        _("Wilson low"), _("Wilson high"), _("Without a date"), _("Out of order"), _("Too early"), _("Too late"),
        _("Days: a quarter"), _("Days: half"), _("Days: three quarters"), _("Days: nine tenths"), _("Still open"), _("Median with those still open"),
    ]  # fmt: skip
    return heads, [[row.get(name) for name in names] for row in steps]
