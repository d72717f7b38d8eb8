"""The ledger: what was imported, its receipt, and how a batch is taken back."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import rebuild
from tuanqing.measure.changes import Change, changes
from tuanqing.show import html
from tuanqing.show import receipt as receipt_html
from tuanqing.store.batch import importing, ledger
from tuanqing.ui.cards.rejects import download_rejects
from tuanqing.ui.cards.tables import picked
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import notice
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import link
from tuanqing.ui.frame.work import Stopped, Work

_MOST = 316  # pixels of the ledger
_WORK, _LOOK, _SAID = "_withdrawing", "_without", "_withdrawn"  # session state


@dataclass(frozen=True)
class _Withdrawing:
    """A batch whose withdrawal is being tried out (is_look) or done."""

    batch: int
    work: Work
    is_look: bool


@dataclass(frozen=True)
class _Said:
    """What came of it, for the next run to say."""

    words: str
    changes: Sequence[Change] = ()
    is_fault: bool = False


def draw() -> None:
    """The whole page."""
    st.html(f"<style>{receipt_html.STYLE}</style>")
    st.html(html.title(_("Batches"), [], _("What was imported, newest first"), ""))
    if cached.warehouse().is_empty:
        notice(_("Nothing has been imported yet."), link("upload"), _("Go to the upload"))
        return
    if work := st.session_state.get(_WORK):
        _watch(work)
    if said := st.session_state.pop(_SAID, None):
        if said.is_fault:
            st.error(plain(receipt_html.on_screen(said.words)), title=_("Not withdrawn"))
        else:
            st.success(plain(said.words), icon=":material/check:")
            _changed(list(said.changes), _("What changed on the dashboard"))
    if again := cached.cached(ledger.to_import_again):
        sentence, named = ledger.merged(again)
        with st.expander(plain(sentence), icon=":material/replay:"):
            st.html(receipt_html.sentences(named))
    frame = cached.cached(ledger.batches)
    chosen = _table(frame)
    if chosen is not None:
        _receipt(chosen, frame)


def _table(frame: pl.DataFrame) -> int | None:
    """The ledger with one row to choose; the batch chosen here or named in the address."""
    titles = {name: contract.title for name, contract in cached.contracts().items()}
    states = {"published": "● " + _("published"), "withdrawn": "– " + _("withdrawn")}
    shown = frame.select(
        pl.col("batch").alias(_("Batch")),
        pl.col("state").replace(states).alias(_("State")),
        pl.col("dataset").replace(titles).alias(_("Dataset")),
        _where(frame).alias(_("File")),
        pl.col("as_of").cast(pl.String).fill_null("").alias(_("List of")),
        pl.col("imported_at").dt.strftime("%Y-%m-%d %H:%M").alias(_("When")),
        pl.col("rows_read").alias(_("Read")),
        pl.col("added").alias(_("added")),
        pl.col("changed").alias(_("changed")),
        pl.col("removed").alias(_("gone")),
        pl.col("rejected").alias(_("rejected")),
    )
    widths = dict.fromkeys(shown.columns[6:], 62) | {_("Batch"): 52, _("State"): 84, _("List of"): 92}
    row = picked(shown, "ledger", _MOST, widths)
    if row is not None:
        batch = frame["batch"][row]
        st.query_params["batch"] = str(batch)
        return batch
    asked = st.query_params.get("batch", "")
    if asked.isdecimal() and int(asked) in frame["batch"]:
        return int(asked)
    if asked:
        notice(_("There is no batch {batch} here.").format(batch=asked))
    else:
        st.caption(_("Tick a row to see its receipt."))
    return None


def _where(frame: pl.DataFrame) -> pl.Series:
    return pl.Series(
        [file + (f" · {sheet}" if sheet else "") for file, sheet in frame.select("file", "sheet").rows()],
        dtype=pl.String,
    )


def _receipt(batch: int, frame: pl.DataFrame) -> None:
    row = frame.row(by_predicate=pl.col("batch") == batch, named=True)
    receipt = cached.cached(ledger.receipt, batch)
    contract = cached.contracts().get(receipt.dataset or "")
    withdrawn = row["state"] == "withdrawn"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(_heading(row, contract.title if contract else row["dataset"]))
            st.space("stretch")
            if (
                not withdrawn
                and who.may("withdraw")
                and st.button(_("Withdraw this batch"), icon=":material/undo:")
            ):
                _begin(batch, [], is_look=True)
                st.rerun()
        looked, found = st.session_state.get(_LOOK, (None, []))
        if looked == batch:
            _confirm(batch, receipt.written, found)
        st.html(receipt_html.balance(receipt))
        if receipt.removed:
            st.caption(_("{count} rows of the list before are gone").format(count=f"{receipt.removed:,}"))
        if receipt.warnings:
            st.html(receipt_html.sentences(receipt.warnings))
        if receipt.rejected:
            st.html(receipt_html.reasons(receipt))
            if contract and contract.names_people:
                st.caption(
                    _(
                        "These rows name people: this page does not hand them out. Upload the file again to see and save them."
                    )
                )
            elif not withdrawn:
                download_rejects(batch, receipt.file, receipt.as_of)
        if told := receipt_html.left_out(receipt):
            with st.expander(_("Left out, and why")):
                st.html(receipt_html.sentences(told))
        if contract:
            with st.expander(_("How the headers were read")):
                st.html(receipt_html.mapping(receipt, contract))


def _heading(row: Mapping[str, Any], title: str) -> str:
    state = _("withdrawn") if row["state"] == "withdrawn" else _("published")
    facts = [
        row["file"] + (f" · {row['sheet']}" if row["sheet"] else ""),
        _("list of {day}").format(day=row["as_of"]) if row["as_of"] else "",
        row["encoding"].upper() if row["encoding"] else "",
        f"{row['imported_at']:%Y-%m-%d %H:%M}",
    ]
    told = " · ".join(fact for fact in facts if fact)
    name = _("Batch {batch}").format(batch=row["batch"])
    return (
        f'<div class="tqr"><span class="head">{escape(name)}　{escape(title)} <small>{escape(state)}　'
        f"{escape(told)}</small></span></div>"
    )


def _begin(batch: int, found: list[Change], *, is_look: bool) -> None:
    """Begin to take a batch back; or only (is_look) to work out into `found` what the dashboard would say without it."""
    who.demand("withdraw")
    house, contracts, library = cached.warehouse(), cached.contracts(), cached.library()

    def do(progress: importing.Progress) -> list[Change]:
        with closing(house.read()) as before:
            importing.withdraw(
                house,
                batch,
                contracts,
                partial(rebuild, progress=progress),
                say=lambda sentence: progress(sentence, 0.0),
                look=(lambda after: found.extend(changes(before, after, library))) if is_look else None,
            )
        return found

    st.session_state[_WORK] = _Withdrawing(batch, Work(do), is_look)


def _watch(each: "_Withdrawing") -> None:
    """Wait for what was begun, and keep what came of it for the next run."""
    st.html(html.heading(_("Batch {batch}: working out the dashboard without it").format(batch=each.batch)))
    each.work.watch("withdrawing")
    del st.session_state[_WORK]
    try:
        found = each.work.outcome()
    except Stopped:
        st.session_state[_SAID] = _Said(_("Stopped: nothing was withdrawn."), is_fault=True)
    except Refused as refusal:
        st.session_state[_SAID] = _Said(str(refusal), is_fault=True)
    else:
        if each.is_look:
            st.session_state[_LOOK] = each.batch, found
        else:
            words = _("Batch {batch} is withdrawn.").format(batch=each.batch)
            st.session_state[_SAID] = _Said(words, found)
    st.rerun()


def _confirm(batch: int, written: int, found: list[Change]) -> None:
    """What withdrawing would do to rows and dashboard, and the question whether to."""
    with st.container(border=True, key="confirm withdrawing"):
        st.html(html.heading(_("Withdraw batch {batch}?").format(batch=batch)))
        st.write(
            _(
                "The {count} rows it added or changed no longer count; rows it replaced come back. "
                "The batch stays in the ledger as withdrawn, and its rejected rows are deleted."
            ).format(count=f"{written:,}")
        )
        _changed(found, _("What the dashboard would say"))
        with st.container(horizontal=True):
            go = st.button(_("Withdraw"), type="primary")
            leave = st.button(_("Leave it as it is"))
    if go or leave:
        del st.session_state[_LOOK]
        if go:
            _begin(batch, found, is_look=False)
        st.rerun()


def _changed(found: list[Change], title: str) -> None:
    st.html(html.heading(title if found else _("No figure on the dashboard changes")))
    if found:
        st.html(receipt_html.changes(found))
