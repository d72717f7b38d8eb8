"""报送: which unit has given which data, when and how late; reminders to copy; the workbooks that ask for the rest."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.measure import collecting
from tuanqing.measure import completeness as measured
from tuanqing.measure.completeness import Account, Line
from tuanqing.show import reporting as shapes
from tuanqing.show import words
from tuanqing.store.batch import exports
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.giving import give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, link

OF = "of"  # in the address: one dataset


def draw(view: View) -> None:
    """The page."""
    found = cached.cached(measured.account, view.area, view.period, date.today(), view.as_of)
    titles = {name: contract.title for name, contract in cached.contracts().items()}
    if not found.lines:
        with card(_("Nothing is owed for {period}").format(period=view.period.words), key="reporting none"):
            st.caption(_("Reports are asked for once a month has ended. Choose an earlier period."))
        return
    of = _one(found, titles)
    lines = [line for line in found.lines if of in (None, line.dataset)]
    left, right = st.columns([3, 1], gap="small")
    with left:
        _grid(view, lines, titles)
        _counts(view, lines, titles)
    with right:
        _reminders(lines, titles)
        _collect(view, lines, titles)


def _one(found: Account, titles: dict[str, str]) -> str | None:
    known = [line.dataset for line in found.lines]
    asked = st.query_params.get(OF)
    st.session_state["reporting of"] = asked if asked in known else ""

    def put() -> None:
        chosen = st.session_state["reporting of"]
        if chosen:
            st.query_params[OF] = chosen
        else:
            st.query_params.pop(OF, None)

    st.selectbox(
        _("Data"),
        ["", *known],
        key="reporting of",
        format_func=lambda name: titles.get(name, name) if name else _("All data"),
        label_visibility="collapsed",
        on_change=put,
        width=260,
    )
    if asked and asked not in known:
        st.info(plain(_("{name} is not owed here for this period.").format(name=titles.get(asked, asked))))
    return st.session_state["reporting of"] or None


def _grid(view: View, lines: Sequence[Line], titles: dict[str, str]) -> None:
    missing = sum(len(line.missing) for line in lines)
    heading = _("{n} reports missing").format(n=missing) if missing else _("Nobody owes a report")
    with card(heading, view.period.words + "　" + shapes.legend(), key="reporting grid"):
        board(
            shapes.grid(lines, titles, lambda code: link("unit", area=code, level=None)), key="reporting grid"
        )
        head, rows = shapes.table(lines, titles)
        downloads(head, rows, f"{view.place.name} {_('Reports')} {view.period}", "reporting")


def _counts(view: View, lines: Sequence[Line], titles: dict[str, str]) -> None:
    with card(_("By data"), view.period.words, key="reporting counts"):
        board(shapes.counts(lines, titles, lambda name: link("reporting", of=name)), key="reporting counts")


def _reminders(lines: Sequence[Line], titles: dict[str, str]) -> None:
    said = shapes.reminders(lines, titles)
    with card(_("Reminders: {n}").format(n=len(said)), key="reminders"):
        if not said:
            st.caption(_("Nobody has to be reminded."))
            return
        st.code("\n\n".join(said), language=None, wrap_lines=True, height=420)


def _collect(view: View, lines: Sequence[Line], titles: dict[str, str]) -> None:
    """A workbook for each unit that owes a dataset, filled with its last accepted list."""
    owed = [line for line in lines if any(not given.is_reported for given in line.units)]
    if not owed or not who.may("rows"):
        return
    with card(_("Workbooks for those who owe"), key="collect"):
        name = st.selectbox(
            _("Data"),
            [line.dataset for line in owed],
            format_func=lambda name: titles.get(name, name),
            key="collect of",
            label_visibility="collapsed",
        )
        line = next(each for each in owed if each.dataset == name)
        levels = list(dict.fromkeys([*(["township"] if line.level == "county" else []), line.level]))
        level = st.segmented_control(
            _("One for each"),
            levels,
            default=line.level,
            required=True,
            format_func=words.level,
            key=f"collect {line.level}",
        )
        contract = cached.contracts()[name]
        give(
            _("Filled with what is known (.zip)"),
            lambda: _workbooks(view, contract, level),
            f"{view.place.name} {contract.title} {view.period}.zip",
            key="collect zip",
            icon=":material/folder_zip:",
        )
        st.caption(
            _("Each says of itself whose it is: renamed or pasted together, it counts as that unit's report.")
        )


def _workbooks(view: View, contract: Contract, level: str) -> bytes:
    return exports.archive(
        contract, cached.cached(collecting.asks, contract, view.area, level, view.period, date.today())
    )
