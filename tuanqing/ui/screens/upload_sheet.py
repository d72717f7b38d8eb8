"""One uploaded sheet: what we take it for, how to correct that, and what would become of its rows."""

from datetime import date
from typing import Any

import streamlit as st

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.measure import read
from tuanqing.show import receipt as receipt_html
from tuanqing.show import tables
from tuanqing.store.batch.wishes import Outcome
from tuanqing.store.recognise.dataset import guess
from tuanqing.ui.frame import cached
from tuanqing.ui.screens.upload_session import Said, UploadSession

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
_LINE = 4  # selects beside each other when headers are matched by hand


def draw(mine: UploadSession, outcome: Outcome, key: str) -> None:
    receipt, said = outcome.receipt, mine.about(outcome)
    contract = cached.contracts().get(receipt.dataset or "")
    refused = receipt.error and not receipt.needs_yes
    with st.container(border=True, key=f"sheet {key}"):
        recognised = None if refused else outcome.recognition
        st.html(receipt_html.heading(receipt, contract if recognised else None, recognised))
        if refused:
            st.error(
                receipt_html.on_screen(receipt.error or ""),
                title=_("This sheet cannot be taken as it is"),
                icon=":material/block:",
            )
        _controls(mine, outcome, said, contract, key)
        if recognised and contract:
            st.html(receipt_html.chips(recognised))
        if outcome.headers and (contract or said.dataset):
            _match_by_hand(outcome, said, cached.contracts()[receipt.dataset or said.dataset or ""], key)
        if refused or not contract:
            return
        st.html(receipt_html.balance(receipt))
        if receipt.warnings:
            st.html(receipt_html.sentences(receipt.warnings))
        _tabs(outcome, contract)
        if receipt.needs_yes:
            listed = "".join(f"\n- {line}" for line in receipt.needs_yes)
            st.warning(listed, title=_("Please check before publishing"), icon=":material/help:")
            if receipt.removed:
                st.caption(
                    _("If the file holds only a few new or mended rows, tick “{tick}” above.").format(
                        tick=_("Only adds to the list in force")
                    )
                )
            said.yes = st.checkbox(
                _("I have checked; publish it like this"), value=said.yes, key=f"yes {key}"
            )


def _controls(mine: UploadSession, outcome: Outcome, said: Said, contract: Contract | None, key: str) -> None:
    """Dataset, place, date, partial, and whether to import it at all."""
    receipt, contracts = outcome.receipt, cached.contracts()
    unread = not outcome.headers  # the file could not be opened: only its encoding may help
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"controls {key}"):
        if unread:
            if _("encoding") in (receipt.error or ""):
                options = {"": _("by itself"), **dict(zip(ENCODINGS, ENCODINGS, strict=True))}
                _choice(said, "encoding", _("Encoding"), options, said.encoding or "", key)
            return
        names = {name: entry.title for name, entry in contracts.items()}
        found = said.dataset or (receipt.dataset if outcome.recognition else None)
        _choice(said, "dataset", _("Dataset"), names, found, key, placeholder=_("Choose the dataset"))
        counties = _counties()
        if contract and not contract.is_register and len(counties) > 1:
            options = {"": _("by itself"), **counties}
            _choice(
                said, "area", _("County (city, district)"), options, said.area or outcome.scope or "", key
            )
        if contract and contract.is_registry:
            _date(said, receipt.as_of, key)
            _tick(
                said,
                "partial",
                outcome.partial,
                _("Only adds to the list in force"),
                key,
                help=_(
                    "Ticked: rows of the list that are not in this file stay. "
                    "Not ticked: the file is the full list of its townships, and what it lacks disappears."
                ),
            )
        if len(mine.outcomes) > 1:
            _tick(said, "wanted", said.wanted, _("Import this sheet"), key)


def _choice(
    said: Said, name: str, label: str, options: dict, value: Any, key: str, placeholder: str = ""
) -> None:
    """A select whose choice goes into what was said."""
    own = f"{name} {key}"
    st.session_state[own] = value if value in options else None
    st.selectbox(
        label,
        list(options),
        key=own,
        format_func=lambda option: options[option],
        placeholder=placeholder or None,
        on_change=lambda: _said(said, name, st.session_state[own]),
        width=210,
    )


def _tick(said: Said, name: str, value: bool, label: str, key: str, help: str | None = None) -> None:
    own = f"{name} {key}"
    st.session_state[own] = value
    st.checkbox(label, key=own, help=help, on_change=lambda: setattr(said, name, st.session_state[own]))


def _date(said: Said, found: str | None, key: str) -> None:
    own = f"as_of {key}"
    st.session_state[own] = said.as_of or (date.fromisoformat(found) if found else None)
    st.date_input(
        _("The list is of"),
        key=own,
        format="YYYY-MM-DD",
        on_change=lambda: setattr(said, "as_of", st.session_state[own]),
        width=150,
    )


def _said(said: Said, name: str, value: Any) -> None:
    if name == "dataset" and value != said.dataset:
        said.columns, said.given = {}, {}  # they named columns of another dataset
    setattr(said, name, value or None)


def _match_by_hand(outcome: Outcome, said: Said, contract: Contract, key: str) -> None:
    """Every header with a select: which column it names."""
    if outcome.recognition:
        taken = {m.header: m.column for m in outcome.recognition.columns}
    else:
        taken = guess(outcome.headers, contract)
    taken |= said.columns
    ours = set()
    if outcome.recognition:
        ours = {m.header for m in outcome.recognition.columns if not m.column} - {
            *outcome.recognition.unmapped
        }
    headers = [
        header for header in dict.fromkeys(h.strip() for h in outcome.headers) if header not in ours | {""}
    ]
    options: dict[str | None, str] = {None: _("not used")}
    shape = (
        outcome.recognition.contract if outcome.recognition else contract
    )  # a roster has columns of its own
    options |= {column.name: column.title for column in shape.columns.values()}
    lost = bool(outcome.receipt.error and not outcome.receipt.needs_yes)
    with (
        st.expander(_("Correct the columns"), expanded=lost, icon=":material/edit:"),
        st.form(f"match {key} {contract.name}", border=False),
    ):
        chosen = {}
        for start in range(0, len(headers), _LINE):
            for place, header in zip(st.columns(_LINE), headers[start : start + _LINE], strict=False):
                now = taken.get(header)
                chosen[header] = place.selectbox(
                    header,
                    list(options),
                    index=list(options).index(now) if now in options else 0,
                    format_func=lambda option: options[option],
                    key=f"match {key} {contract.name} {header}",
                )
        given = {}
        lacking = [c for c in shape.columns.values() if c.required and c.name not in taken.values()]
        for column in [*(c for c in lacking if c.default is None), *map(shape.columns.get, said.given)]:
            if column and column.name not in given:
                given[column.name] = st.text_input(
                    _("{column}: no header names it; what every row has there").format(column=column.title),
                    said.given.get(column.name, ""),
                    key=f"given {key} {contract.name} {column.name}",
                )
        if st.form_submit_button(_("Take the columns like this")):
            said.columns = {h: c for h, c in chosen.items() if c != taken.get(h) or h in said.columns}
            named = set(chosen.values())
            said.given = {name: t.strip() for name, t in given.items() if t.strip() and name not in named}
            said.dataset = contract.name
            st.rerun()


def _tabs(outcome: Outcome, contract: Contract) -> None:
    receipt, names = outcome.receipt, _area_names()
    shown = []
    if receipt.rejected:
        shown.append((_("Rejected {count}"), "rejected", receipt.rejected))
    if receipt.written:
        shown.append((_("To be written {count}"), "accepted", receipt.written))
    if receipt.removed:
        shown.append((_("Would disappear {count}"), "gone", receipt.removed))
    if receipt.doubled:
        shown.append((_("Left out as doubled {count}"), "doubled", len(receipt.doubled)))
    if not shown:
        return
    titles = [title.format(count=f"{count:,}") for title, _kind, count in shown]
    for tab, (_title, kind, count) in zip(st.tabs(titles), shown, strict=True):
        with tab:
            if kind == "doubled":
                st.html(receipt_html.doubled(receipt))
                continue
            if kind == "rejected":
                st.html(receipt_html.reasons(receipt))
                frame = tables.rejected(outcome.rows["rejected"], outcome.recognition)
            else:
                frame = tables.rows(outcome.rows[kind], contract, names)
            st.dataframe(frame, hide_index=True, height=min(34 + 31 * frame.height, 320), width="stretch")
            notes = [_("Personal columns are not shown here.")] if tables.has_personal(contract) else []
            if contract.counted and kind != "rejected":
                notes = [_("These rows are about people who may be minors: only counts are shown.")]
            elif frame.height < count:
                notes.append(_("The first {count} rows.").format(count=frame.height))
            if notes:
                st.caption(" ".join(notes))


def _counties() -> dict[str, str]:
    return {} if cached.warehouse().is_empty else cached.cached(read.counties)


def _area_names() -> dict[str, str]:
    return {} if cached.warehouse().is_empty else cached.cached(read.area_names)
