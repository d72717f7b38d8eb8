"""Plotly figures from finished numbers. They share one look; a missing period is a hatched gap, never a zero."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from tuanqing.define.language import _, language
from tuanqing.define.query import Indicator
from tuanqing.measure.breakdown import Member
from tuanqing.measure.figure import Figure
from tuanqing.show import words
from tuanqing.show.palette import Palette, mark

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
ROW = 24  # pixels per bar


def config() -> dict[str, Any]:
    """The tool bar: on hover, without logo, in the reader's language, sending nothing anywhere."""
    words_of_bar = {
        "Zoom": "框选放大",
        "Pan": "平移",
        "Zoom in": "放大",
        "Zoom out": "缩小",
        "Autoscale": "自动缩放",
        "Reset axes": "还原",
        "Box Select": "框选",
        "Lasso Select": "圈选",
        "Download plot as a PNG": "存为图片",
        "Download plot as a png": "存为图片",
        "Double-click to zoom back out": "双击还原",
        "Toggle show closest data on hover": "悬停显示最近点",
        "Compare data on hover": "悬停对比",
    }
    shared = {
        "displaylogo": False,
        "displayModeBar": "hover",
        "showSendToCloud": False,
        "modeBarButtonsToRemove": [
            "select2d",
            "lasso2d",
            "autoScale2d",
            "zoomIn2d",
            "zoomOut2d",
            "zoom2d",
            "pan2d",
        ],
        "scrollZoom": False,
    }
    if language() == "en":
        return shared
    return {**shared, "locale": "zh-CN", "locales": {"zh-CN": {"dictionary": words_of_bar, "format": {}}}}


def bare(colours: Palette, height: int) -> go.Figure:
    return go.Figure(
        layout={
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 12, "color": colours.ink},
            "hoverlabel": {
                "bgcolor": colours.page,
                "bordercolor": colours.border,
                "font": {"family": FONT, "size": 12, "color": colours.ink},
            },
            "showlegend": False,
            "dragmode": False,
            "separators": ".,",
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.faint, "activecolor": colours.blue},
        }
    )


def bars(
    indicator: Indicator,
    rows: Sequence[Figure],
    target: float | None,
    whole: Figure,
    place: str,
    colours: Palette,
) -> go.Figure:
    """Areas by value, the best on top; the whole and the target as lines with words; no data at the foot, hatched."""
    best_first = indicator.better != "lower"
    known = [row for row in rows if row.value is not None]
    known.sort(key=lambda row: (row.value, row.denominator or 0), reverse=best_first)
    known.sort(key=lambda row: row.is_partial)  # below the whole ones, with which they cannot be compared
    missing = [row for row in rows if row.value is None]
    drawn = [*known, *missing][::-1]  # plotly draws from the foot up
    figure = bare(colours, 44 + ROW * max(len(drawn), 1))
    top = max([row.value or 0.0 for row in known] + ([target] if target else []) + [0]) or 1.0
    lines = []
    if target is not None and known:
        lines.append(
            (target, _("target {value}").format(value=words.amount(indicator, target)), colours.red, False)
        )
    if indicator.is_rate and whole.value is not None and len(known) > 1:
        name = _("{place} {value}").format(place=place, value=words.told(indicator, whole))
        lines.append((whole.value, name, colours.label, True))
    figure.add_bar(
        orientation="h",
        y=[row.area_code for row in drawn],
        x=[row.value if row.value is not None else top for row in drawn],
        customdata=[[row.area_code] for row in drawn],
        marker={
            "color": [
                colours.none_wash if row.value is None else _bar_colour(row.status, colours) for row in drawn
            ],
            "pattern": {
                "shape": ["/" if row.value is None else "." if row.is_partial else "" for row in drawn],
                "fgcolor": colours.border,
                "size": 6,
            },
            "line": {"width": 1, "color": [_edge(row.status, colours) for row in drawn]},
            "cornerradius": 2,
        },
        text=["" if lines and row.value is not None else _bar_text(indicator, row) for row in drawn],
        textposition=["inside" if row.value is None else "outside" for row in drawn],
        insidetextanchor="start",
        constraintext="none",
        cliponaxis=False,
        textfont={"size": 12, "color": [_text_colour(row.status, colours) for row in drawn]},
        hovertext=[_hover(indicator, row) for row in drawn],
        hoverinfo="text",
        width=0.66,
    )
    if lines:  # the words stand in a column of their own, where no line crosses them
        shown = known[::-1]
        figure.add_scatter(
            mode="text",
            y=[row.area_code for row in shown],
            x=[max(top, *(at for at, *_rest in lines))] * len(shown),
            customdata=[[row.area_code] for row in shown],
            text=[f" {_bar_text(indicator, row)}" for row in shown],
            textposition="middle right",
            textfont={"size": 12, "color": [_text_colour(row.status, colours) for row in shown]},
            cliponaxis=False,
            hoverinfo="skip",
        )
    for at, name, colour, foot in lines:
        figure.add_shape(
            type="line",
            x0=at,
            x1=at,
            y0=0,
            y1=1,
            yref="paper",
            line={"color": colour, "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=at,
            y=0 if foot else 1,
            yref="paper",
            yanchor="top" if foot else "bottom",
            xanchor="right" if at > top * 0.5 else "left",
            text=name,
            showarrow=False,
            font={"size": 11, "color": colour},
        )
    figure.update_yaxes(
        tickmode="array",
        tickvals=[row.area_code for row in drawn],
        ticktext=[_short(row.area_name) for row in drawn],
        type="category",
        showgrid=False,
        ticks="",
        automargin=True,
        fixedrange=True,
    )
    figure.update_xaxes(
        range=[0, top * _room(_bar_text(indicator, row) for row in known)],
        showticklabels=False,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_layout(margin={"t": 20, "b": 20}, bargap=0.3)
    return figure


def _room(texts: Iterable[str]) -> float:
    """How far an axis reaches beyond its longest bar, so that the words behind the bars fit on a phone too."""
    return 1.2 + 0.022 * max(map(len, texts), default=0)


def _bar_colour(status: str, colours: Palette) -> str:
    return {"missed": colours.red_wash, "near": colours.amber_wash}.get(status, colours.blues[3])


def _edge(status: str, colours: Palette) -> str:
    return {"missed": colours.red, "near": colours.amber}.get(status, "rgba(0,0,0,0)")


def _text_colour(status: str, colours: Palette) -> str:
    return {"missed": colours.red, "near": colours.amber}.get(status, colours.label)


def _bar_text(indicator: Indicator, row: Figure) -> str:
    if row.value is None:
        return f"{mark('no_data')} {words.absent(row)}"
    part = "" if words.is_small(indicator, row) else words.parts(indicator, row)
    said = (words.figure(indicator, row), part, mark(row.status) + words.sharing(row))
    return "  ".join(each for each in said if each)


def _short(name: str, most: int = 12) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _hover(indicator: Indicator, row: Figure) -> str:
    lines = [f"<b>{row['area_name']}</b>", words.full(indicator, row)]
    if earlier := words.was(indicator, row):
        lines.append(earlier)
    return "<br>".join(lines)


def members(
    indicator: Indicator, rows: Sequence[Member], names: Mapping[str, str], colours: Palette
) -> go.Figure:
    """The parts of a figure by a declared column, the largest on top; `names`: words for its codes."""
    drawn = list(reversed(rows))
    figure = bare(colours, 20 + ROW * max(len(drawn), 1))
    known = [row.value for row in drawn if row.value is not None]
    texts = [f"{words.figure(indicator, row)}  {words.parts(indicator, row)}" for row in drawn]
    figure.add_bar(
        orientation="h",
        y=[member(row, names) for row in drawn],
        x=[row.value for row in drawn],
        marker={"color": colours.blues[3], "line": {"width": 0}, "cornerradius": 2},
        text=texts,
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": colours.label},
        hovertext=[f"<b>{row['member']}</b><br>{words.full(indicator, row)}" for row in drawn],
        hoverinfo="text",
        width=0.66,
    )
    figure.update_yaxes(type="category", showgrid=False, automargin=True, fixedrange=True)
    figure.update_xaxes(
        range=[0, max(known, default=1) * (0.2 + _room(texts)) or 1],
        showticklabels=False,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_layout(margin={"t": 2, "b": 2})
    return figure


def member(row: Member, names: Mapping[str, str]) -> str:
    """What a part is called in the exports."""
    return names.get(row.member, row.member) or words.none()
