"""The page of conditions of entry: passed, failed by each, no record; by school; and other thresholds tried out."""

from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.measure import conditions
from tuanqing.measure.conditions import Judged
from tuanqing.show import conditions as shapes
from tuanqing.show import words
from tuanqing.ui.cards.indicator import choose_level
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, link


def page(view: View, *, facts: str, rules: str, empty: str) -> None:
    """The whole page: `facts` and `rules` as measure/conditions.py describes them; people who applied in the period."""
    found = _judged(view, facts, rules, None, {})
    if found.wholes.is_empty():
        notice(empty, link("upload"), _("Go to the upload"))
        return
    left, right = st.columns([3, 2], gap="small")
    with right:
        tried = _thresholds(found)
    whole = _judged(view, facts, rules, None, tried)
    with left, card(_heading(whole), key="conditions"):
        board(shapes.parts(whole.parts.to_dicts()), key="conditions")
        st.caption(
            _(
                "Each condition is judged by itself: no record is neither a pass nor a fail. The thresholds are those in force at the place and on the day of the application."
            )
        )
    with right, card(_("What if"), key="what if"):
        board(shapes.moved(whole.wholes.to_dicts()[0], bool(tried)), key="what if")
    if view.level is None:
        return
    by_area = _judged(view, facts, rules, view.level, tried)
    title = _("Applicants by {level}").format(level=words.level(view.level))
    with card(title, key="conditions by area"):
        choose_level(view, "conditions")
        rows = by_area.wholes.to_dicts()
        board(
            shapes.areas(rows, by_area.parts.to_dicts(), lambda code: link("unit", area=code, level=None)),
            key="conditions by area",
        )
        head, lines = shapes.table(rows, by_area.parts.to_dicts())
        downloads(head, lines, f"{view.place.name} {title} {view.period}", "conditions")


def _judged(view: View, facts: str, rules: str, level: str | None, tried: dict[str, float]) -> Judged:
    return cached.cached(conditions.judge, facts, rules, view.area, view.period, level, tried)


def _heading(found: Judged) -> str:
    row = found.wholes.to_dicts()[0]
    return _(
        "{applicants} applied: {passed} meet every condition, {failed} fail one or more, {unknown} lack a record"
    ).format(**{name: words.plain(row[name]) for name in ("applicants", "passed", "failed", "unknown")})


def _thresholds(found: Judged) -> dict[str, float]:
    """A slider for each threshold that is a number of its own (a yes or no has none); those that were moved."""
    tried: dict[str, float] = {}
    rows: list[dict[str, Any]] = [
        row for row in found.parts.to_dicts() if row["minimum"] is not None and row["minimum"] > 1
    ]
    with card(_("Try other thresholds"), key="thresholds"):
        for row in rows:
            usual = float(row["minimum"])
            chosen = st.slider(
                plain(row["title"]),
                0.0,
                usual * 2,
                usual,
                step=1.0 if usual >= 4 else 0.5,
                key=f"threshold {row['code']}",
            )
            if chosen != usual:
                tried[row["code"]] = chosen
    return tried
