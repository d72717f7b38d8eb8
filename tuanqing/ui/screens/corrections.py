"""Corrections: which are in force, which no longer hold, one to be withdrawn, one to be made on a row that is looked up."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from tuanqing.define.contract import Column, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import rebuild
from tuanqing.show import corrections as words
from tuanqing.show import html, tables
from tuanqing.store.batch import correcting, importing
from tuanqing.store.warehouse import corrections
from tuanqing.store.warehouse.corrections import Stands
from tuanqing.ui.cards.tables import picked
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import card, notice
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import link
from tuanqing.ui.frame.work import Stopped, Work

_WORK, _SAID = "_correcting", "_corrected"  # session state: what is being published; what came of it
_MOST = 250  # pixels of a table
_NUMBERS = ("integer", "decimal", "percent")
_FACTORS = ("0.0001", "10000", "0.001", "1000", "0.01", "100")


def draw() -> None:
    """The whole page."""
    st.html(
        html.title(
            _("Corrections"),
            [],
            _("What a source got wrong: the rows stay as they came, the figures say so"),
            "",
        )
    )
    if cached.warehouse().is_empty:
        notice(_("Nothing has been imported yet."), link("upload"), _("Go to the upload"))
        return
    if work := st.session_state.get(_WORK):
        _watch(*work)
    if said := st.session_state.pop(_SAID, None):
        sentence, is_fault = said
        if is_fault:
            st.error(plain(sentence), title=_("Nothing was published"))
        else:
            st.success(plain(sentence), icon=":material/check:")
    _list()
    _make()


def _list() -> None:
    """Every correction there is or was, those that need a look first, with one to be chosen and taken back."""
    found = cached.cached(correcting.history, cached.contracts())
    order = {"mended": 0, "nothing": 0, "refused": 0, "unread": 0, "partly": 1, "applied": 2}
    found = sorted(found, key=lambda each: order.get(each["stands"].state, 3))
    with card(_heading([each["stands"] for each in found]), key="corrections"):
        if not found:
            st.caption(_("Nothing has been corrected. Where a source is wrong, say so below."))
            return
        for each in found:
            if sentence := corrections.trouble(each["stands"]):
                st.warning(plain(sentence), icon=":material/error:")
        shown = pl.DataFrame([_line(each) for each in found])
        row = picked(shown, "list of corrections", _MOST)
        if row is not None:
            _chosen(found[row])
        else:
            st.caption(_("Tick a row to withdraw it."))


def _heading(found: list[Stands]) -> str:
    loud = sum(each.is_loud for each in found)
    said = _("{count} corrections in force").format(count=sum(each.is_applied for each in found))
    return _("{said}, {loud} to be looked at").format(said=said, loud=loud) if loud else said


def _line(each: dict[str, Any]) -> dict[str, str]:
    stands: Stands = each["stands"]
    own = each["correction"]
    return {
        _("State"): words.state(stands),
        _("Dataset"): stands.title,
        _("Which rows"): words.aim(own, cached.contracts()[own.dataset]) if own else "",
        _("Put right"): words.deed(own, cached.contracts()[own.dataset]) if own else "",
        _("Reason"): stands.reason,
        _("Who"): stands.who,
        _("Made on"): str(stands.made_on or ""),
        _("Until"): str(stands.expires or ""),
        _("Name"): stands.name,
    }


def _chosen(each: dict[str, Any]) -> None:
    """What a correction says, and the way to take it back."""
    stands: Stands = each["stands"]
    if each["withdrawn_at"]:
        said = _("Withdrawn by {who} on {day}.")
        st.caption(plain(said.format(who=each["withdrawn_by"], day=f"{each['withdrawn_at']:%Y-%m-%d}")))
        return
    if each["made_at"] is None:
        st.caption(_("It came with the program: it goes when its file is taken out of data/corrections."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = who.visitor().name or st.text_input(
            _("Who withdraws it"), key=f"who withdraws {stands.name}", width=200
        )
        if st.button(
            plain(_("Withdraw {name}").format(name=stands.name)),
            icon=":material/undo:",
            disabled=not name.strip(),
            key=f"withdraw {stands.name}",
        ):
            said = _("{name} is withdrawn: the figures are as the source has them.").format(name=stands.name)
            _begin(partial(_withdraw, stands.name, name), lambda _made: said)


def _make() -> None:
    """A row looked up, and what is to be done with it."""
    contracts = {
        contract.title: contract
        for contract in cached.contracts().values()
        if not (contract.is_register or contract.names_people or contract.counted)
    }
    with card(_("Correct a row"), key="correct"):
        left, right = st.columns([2, 3])
        with left:
            title = st.selectbox(_("Dataset"), list(contracts), key="correct dataset")
        contract = contracts[title]
        with right:
            text = st.text_input(
                _("Which row"),
                key="correct search",
                placeholder=_("its number, its name, or a word in it"),
            )
        if not text.strip():
            st.caption(
                _(
                    "Data about people are corrected on the command line: `tuanqing correct`, by batch and line."
                )
            )
            return
        frame = cached.cached(correcting.find, contract, text.strip())
        row = _row(frame, contract)
        if row is not None:
            _form(contract, row)


def _row(frame: pl.DataFrame, contract: Contract) -> dict[str, Any] | None:
    """The row that is ticked among those found."""
    if frame.is_empty():
        st.caption(plain(_("No row of {dataset} has that.").format(dataset=contract.title)))
        return None
    shown = tables.rows(frame, contract, cached.cached(correcting.area_names))
    if contract.is_registry:
        shown = shown.insert_column(0, frame["_as_of"].cast(pl.String).alias(_("List of")))
    row = picked(shown, f"correct rows {contract.name}", _MOST)
    if row is None:
        st.caption(_("Tick the row that is wrong."))
        return None
    return frame.row(row, named=True)


def _form(contract: Contract, row: dict[str, Any]) -> None:
    """What is wrong with it, why, who says so and until when."""
    kinds = {
        "override": _("Put a value right"),
        "scale": _("Multiply a number"),
        "drop": _("Leave the row out"),
        "flag": _("Mark it as doubtful"),
    }
    what = st.segmented_control(
        _("What is to be done"),
        list(kinds),
        default="override",
        format_func=kinds.__getitem__,
        key="correct what",
    )
    table: dict[str, Any] = {"dataset": contract.name, "what": what or "override", **_aim(contract, row)}
    if table["what"] in ("override", "scale"):
        said = _value(contract, row, table["what"])
        if said is None:
            return
        table["set" if table["what"] == "override" else "factor"] = said
    left, middle, right = st.columns([3, 2, 2])
    with left:
        table["reason"] = st.text_input(
            _("Reason"), key="correct reason", placeholder=_("it stands beside the figures")
        )
    with middle:
        table["who"] = who.visitor().name or st.text_input(_("Who says so"), key="correct who")
    with right:
        expires = st.date_input(
            _("Until (left empty: until withdrawn)"), value=None, min_value=date.today(), key="correct until"
        )
    if expires:
        table["expires"] = expires
    if st.button(
        _("Publish the correction"),
        type="primary",
        disabled=not (table["reason"].strip() and table["who"].strip()),
        key="correct publish",
    ):
        _begin(partial(_publish, table), corrections.applies)


def _aim(contract: Contract, row: dict[str, Any]) -> dict[str, Any]:
    """Which rows: those with the same key; of a registry on all lists or on this one alone."""
    key = {
        name: "" if row[name] is None else row[name] if isinstance(row[name], bool) else str(row[name])
        for name in contract.key
    }
    if not contract.is_registry:
        return {"key": key}
    only = st.checkbox(
        plain(_("only on the list of {day}, not on the others").format(day=row["_as_of"])),
        key="correct this list",
    )
    return {"key": key, "where": {"period": f"{row['_as_of']:%Y-%m}"}} if only else {"key": key}


def _value(contract: Contract, row: dict[str, Any], what: str) -> dict[str, Any] | None:
    """The column and its new value, or its factor; None until there is one."""
    columns = {
        column.title: column
        for column in contract.stored
        if column.personal is None and (what == "override" or (column.type in _NUMBERS and row[column.name]))
    }
    if not columns:
        st.caption(_("This row has no number."))
        return None
    left, right = st.columns([2, 3])
    with left:
        column = columns[st.selectbox(_("Column"), list(columns), key=f"correct column {what}")]
    with right:
        if what == "scale":
            factor = st.selectbox(_("Multiplied by"), _FACTORS, key="correct factor", accept_new_options=True)
            st.caption(plain(_("It is {value} now.").format(value=row[column.name])))
            return {column.name: factor} if factor else None
        value = _new(column)
        now = row[column.name]
        st.caption(
            plain(
                _("It is {value} now.").format(value=_("blank") if now is None else words.cell(column, now))
            )
        )
    return None if value is None else {column.name: value}


def _new(column: Column) -> str | None:
    """The value a column should have had; "" is a blank."""
    key = f"correct value {column.name}"
    if column.refers:
        areas = cached.cached(correcting.areas, tuple(column.level))
        return st.selectbox(
            _("Should be"), list(areas), index=None, key=key, format_func=lambda code: areas[code]
        )
    if column.values and not column.open_values:
        known: dict[str, str] = {}
        for word, code in column.values.items():
            known.setdefault(code, word)
        return st.selectbox(_("Should be"), list(known), index=None, key=key, format_func=known.__getitem__)
    if column.type == "boolean":
        names = {"true": _("yes"), "false": _("no")}
        return st.selectbox(_("Should be"), list(names), index=None, key=key, format_func=names.__getitem__)
    if column.type == "date":
        day = st.date_input(_("Should be"), value=None, key=key, min_value=date(1900, 1, 1))
        return str(day) if day else None
    return st.text_input(_("Should be"), key=key)


def _publish(table: dict[str, Any], progress: importing.Progress) -> Stands:
    return correcting.make(
        cached.warehouse(),
        table,
        cached.contracts(),
        partial(rebuild, progress=progress),
        lambda sentence: progress(sentence, 0.0),
    )


def _withdraw(name: str, by: str, progress: importing.Progress) -> None:
    correcting.withdraw(
        cached.warehouse(),
        name,
        by,
        cached.contracts(),
        partial(rebuild, progress=progress),
        lambda sentence: progress(sentence, 0.0),
    )


def _begin(do: Callable[[importing.Progress], Any], say: Callable[[Any], str]) -> None:
    who.demand("correct")
    st.session_state[_WORK] = Work(do), say
    st.rerun()


def _watch(work: Work, say: Callable[[Any], str]) -> None:
    """Wait for what was begun, and keep what came of it for the next run."""
    work.watch("correcting")
    del st.session_state[_WORK]
    try:
        st.session_state[_SAID] = say(work.outcome()), False
    except Stopped:
        st.session_state[_SAID] = _("Stopped: nothing was published."), True
    except Refused as refusal:
        st.session_state[_SAID] = str(refusal), True
    st.rerun()
