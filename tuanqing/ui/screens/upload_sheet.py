"""One uploaded sheet: what we take it for, how to correct that, and what would become of its rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import months
from tuanqing.measure import places, read
from tuanqing.show import receipt as receipt_html
from tuanqing.show import tables
from tuanqing.store.batch.wishes import Outcome
from tuanqing.store.recognise.dataset import guess
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.screens.upload_session import Said, UploadSession

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
SEPARATORS = (",", "\t", ";", "|")
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
                plain(receipt_html.on_screen(receipt.error or "")),
                title=_("This sheet cannot be taken as it is"),
                icon=":material/block:",
            )
        _controls(mine, outcome, said, contract, key)
        if recognised and contract:
            st.html(receipt_html.chips(recognised))
        if outcome.headers and (contract or said.dataset):
            _match_by_hand(outcome, said, cached.contracts()[receipt.dataset or said.dataset or ""], key)
        elif outcome.headers:
            st.caption(_("Choose the dataset: then each header can be matched with a column."))
        if refused or not contract:
            return
        st.html(receipt_html.balance(receipt))
        if receipt.warnings:
            st.html(receipt_html.sentences(receipt.warnings))
        _tabs(outcome, contract)
        if receipt.needs_yes:
            _questions(outcome, said, key)


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
        if receipt.encoding and (said.separator or len(outcome.headers) < 2):
            names = [_("comma"), _("tab"), _("semicolon"), _("vertical bar")]
            options = {"": _("by itself"), **dict(zip(SEPARATORS, names, strict=True))}
            _choice(said, "separator", _("Between the cells stands"), options, said.separator or "", key)
        names = {name: entry.title for name, entry in contracts.items()}
        found = said.dataset or (receipt.dataset if outcome.recognition else None)
        _choice(said, "dataset", _("Dataset"), names, found, key, placeholder=_("Choose the dataset"))
        counties = _counties()
        if contract and not contract.is_register and len(counties) > 1:
            options = {"": _("by itself"), **counties}
            _choice(
                said, "area", _("County (city, district)"), options, said.area or outcome.scope or "", key
            )
        if contract and not contract.is_register:
            said.county = said.area or outcome.scope or said.county
            _covers(said, said.county, key)
            if not contract.is_registry:
                _months(said, receipt.months, key)
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


def _covers(said: Said, county: str | None, key: str) -> None:
    """Which areas the file speaks for: the county, or some of its townships."""
    if not county:
        return
    own, names = f"covers {key}", _area_names()
    below = [row["area_code"] for row in cached.cached(places.children, county, "township")]
    options = [county, *(code for code in below if code != county)]
    st.session_state[own] = [code for code in said.covers if code in options]
    st.multiselect(
        _("It speaks for"),
        options,
        key=own,
        format_func=lambda code: names.get(code, code),
        placeholder=_("by itself"),
        help=_(
            "The areas that are fully reported by this file. Who is named here and has no row has none; "
            "who is not named is not reported."
        ),
        on_change=lambda: setattr(said, "covers", tuple(st.session_state[own])),
        width=260,
    )


def _months(said: Said, found: Sequence[str], key: str) -> None:
    """Which months a file of events speaks for."""
    own = f"months {key}"

    def take() -> None:
        text = st.session_state[own].strip()
        said.months_fault = ""
        try:
            said.months = months(text) if text else None
        except Refused as refusal:
            said.months, said.months_fault = None, str(refusal)

    st.text_input(
        _("Months it speaks for"),
        key=own,
        placeholder=_("、").join(found) or _("by itself"),
        help=_(
            "Such as 2023, 2023Q2, 2023-04 or 2023-01..2023-05. Months without a row are then reported as none."
        ),
        on_change=take,
        width=210,
    )
    if said.months_fault:
        st.error(plain(said.months_fault))


def _questions(outcome: Outcome, said: Said, key: str) -> None:
    """What must be answered before the sheet is published, with the answers there are."""
    receipt = outcome.receipt
    listed = "".join(f"\n- {plain(receipt_html.on_screen(line))}" for line in receipt.needs_yes)
    st.warning(listed, title=_("Please check before publishing"), icon=":material/help:")
    if receipt.removed and not said.covers:
        st.caption(
            _("If the file holds only a few new or mended rows, tick “{tick}” above.").format(
                tick=_("Only adds to the list in force")
            )
        )
        if 0 < len(outcome.occurring) < len(receipt.covers) and st.button(
            _("It is the list of the {count} areas in it alone").format(count=len(outcome.occurring)),
            key=f"alone {key}",
        ):
            said.covers = tuple(outcome.occurring)
            st.rerun()
    said.yes = st.checkbox(_("I have checked; publish it like this"), value=said.yes, key=f"yes {key}")


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
    options = {"": _("not used")}
    shape = (
        outcome.recognition.contract if outcome.recognition else contract
    )  # a roster has columns of its own
    options |= {column.name: column.title for column in shape.columns.values()}
    asked = bool(outcome.receipt.error)

    def match(header: str, own: str) -> None:
        said.columns = {**said.columns, header: st.session_state[own] or None}
        said.given.pop(st.session_state[own], None)
        said.dataset = contract.name

    def give(column: str, own: str) -> None:
        said.given = {name: text for name, text in said.given.items() if name != column}
        if text := st.session_state[own].strip():
            said.given[column] = text
        said.dataset = contract.name

    with st.expander(_("Correct the columns"), expanded=asked, icon=":material/edit:"):
        for start in range(0, len(headers), _LINE):
            for place, header in zip(st.columns(_LINE), headers[start : start + _LINE], strict=False):
                own, now = f"match {key} {contract.name} {header}", taken.get(header)
                st.session_state[own] = now if now in options else ""
                place.selectbox(
                    plain(header),
                    list(options),
                    format_func=lambda option: options[option],
                    key=own,
                    on_change=match,
                    args=(header, own),
                )
        lacking = [c for c in shape.columns.values() if c.required and c.name not in taken.values()]
        asked_for = [*(c.name for c in lacking if c.default is None), *said.given]
        for column in filter(None, map(shape.columns.get, dict.fromkeys(asked_for))):
            own = f"given {key} {contract.name} {column.name}"
            st.session_state[own] = said.given.get(column.name, "")
            st.text_input(
                _("{column}: no header names it; what every row has there").format(
                    column=plain(column.title)
                ),
                key=own,
                on_change=give,
                args=(column.name, own),
            )


def _tabs(outcome: Outcome, contract: Contract) -> None:
    receipt, names = outcome.receipt, _area_names()
    shown = []
    if receipt.rejected:
        shown.append((_("Rejected {count}"), "rejected", receipt.rejected))
    if receipt.written:
        shown.append((_("To be written {count}"), "accepted", receipt.written))
    if receipt.removed:
        shown.append((_("Would disappear {count}"), "gone", receipt.removed))
    if left_out := receipt_html.left_out(receipt):
        shown.append((_("Left out, and why"), "left out", 0))
    if not shown:
        return
    titles = [title.format(count=f"{count:,}") for title, _kind, count in shown]
    for tab, (_title, kind, count) in zip(st.tabs(titles), shown, strict=True):
        with tab:
            if kind == "left out":
                st.html(receipt_html.sentences(left_out))
                if receipt.doubled:
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
