"""加入报告: what is put into the next report from any page. It lives as long as the visit; the report page offers it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.define.template import Clip
from tuanqing.show import lines
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.plain import plain

_INDICATORS = (
    "_basket_indicators"  # session state: names, to be written out for the place and period of the report
)
_CLIPS = "_basket_clips"  # session state: tables as they stood on the screen, by title
ROWS = 300  # of one table


def indicators() -> list[str]:
    """The indicators put in, in that order."""
    return st.session_state.setdefault(_INDICATORS, [])


def clips() -> dict[str, Clip]:
    """The tables put in, by title."""
    return st.session_state.setdefault(_CLIPS, {})


def keep(names: Sequence[str], titles: Sequence[str]) -> None:
    """Leave only these indicators and tables in it."""
    st.session_state[_INDICATORS] = list(names)
    st.session_state[_CLIPS] = {title: clips()[title] for title in titles}


def put_indicator(indicator: Indicator, key: str) -> None:
    """The button under a chart of an indicator: its figures, ranks and charts get into the report."""
    if _button(f"extra {key}", indicator.name in indicators()):
        indicators().append(indicator.name)
        st.toast(_("{title} will be in the next report.").format(title=plain(indicator.title)))


def put_table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]], key: str) -> None:
    """The button under a table or a drawing: its numbers get into the report as a table, as they stand now."""
    if _button(f"clip {key}", title in clips()):
        lines = tuple(tuple(_cell(cell) for cell in row) for row in rows[:ROWS])
        clips()[title] = Clip(title, tuple(head), lines, cached.version())
        st.toast(_("{title} will be in the next report.").format(title=plain(title)))


def _button(key: str, is_in: bool) -> bool:
    return who.may("report") and st.button(
        _("Put into the report"), key=key, icon=":material/note_add:", type="tertiary", disabled=is_in
    )


def _cell(value: Any) -> str | int | float:
    """A cell as the list of runs can keep it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    shown = lines.cell(value)
    return "" if shown is None else shown
