"""The upload page: files in, what we take them for, what would happen, and what happened."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from tuanqing.define.contract import REGISTER
from tuanqing.define.language import _
from tuanqing.measure import needs
from tuanqing.show import html
from tuanqing.show import receipt as receipt_html
from tuanqing.store.access import accounts
from tuanqing.store.batch import examples
from tuanqing.store.batch.wishes import Outcome
from tuanqing.ui.cards.rejects import download_rejects
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.giving import BLANK, give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import link
from tuanqing.ui.screens import upload_sheet
from tuanqing.ui.screens.upload_session import Published, UploadSession, desk

TYPES = ["csv", "xls", "xlsx", "txt", "tsv", "html"]


def draw() -> None:
    """The whole page."""
    st.html(f"<style>{receipt_html.STYLE}{uploader_words(TYPES)}</style>")
    mine = desk()
    st.html(html.title(_("Upload"), [], _("Exported files go in; every row is accounted for"), ""))
    if mine.published:
        _done(mine, mine.published)
        return
    with st.container(border=True, key="drop"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        uploads = left.file_uploader(
            _("Drop exported files here"),
            type=TYPES,
            accept_multiple_files=True,
            key=f"files {mine.round}",
            disabled=mine.work is not None,  # drawn all the same: it holds the files
        )
        with right:
            _templates()
    if mine.work:
        mine.work.watch("publishing")
        mine.finish()
        st.rerun()
    mine.take(uploads)
    if not mine.names:
        _first_steps()
        return
    waiting = st.empty()
    with st.spinner(_("Reading and checking…")):
        outcomes = mine.preview(lambda sentence: waiting.info(plain(sentence)))
    waiting.empty()
    for number, outcome in enumerate(outcomes):
        upload_sheet.draw(
            mine, outcome, f"{mine.round} {number} {outcome.receipt.file} {outcome.receipt.sheet}"
        )
    _publish(mine, outcomes)


def uploader_words(types: Sequence[str]) -> str:
    """The uploader's own words are English and cannot be set; they are drawn over."""
    button, hint = _("Choose files"), _("or drop them here: {types}").format(types=" ".join(types))
    return (
        '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p{font-size:0}'
        '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after'
        f'{{content:"{button}";font-size:14px}}'
        '[data-testid="stFileUploaderDropzoneInstructions"]{font-size:0}'
        '[data-testid="stFileUploaderDropzoneInstructions"] *{font-size:0}'
        f'[data-testid="stFileUploaderDropzoneInstructions"]::after{{content:"{hint}";font-size:13px;'
        "color:var(--tq-label)}"
        '[data-testid="stBottom"]>div{border-top:1px solid var(--tq-border)}'
        '[data-testid="stBottomBlockContainer"]{padding:8px 20px 10px}'
    )


def _templates() -> None:
    """The templates in the order of need, each with an example row and what its file brings."""
    there = frozenset() if cached.warehouse().is_empty else cached.cached(needs.given)
    with st.popover(_("Empty templates"), width="stretch"):
        for need in needs.needs(cached.library(), cached.contracts(), there):
            give(
                plain(need.contract.title),
                lambda need=need: examples.with_example(need.contract, [each.title for each in need.brings]),
                f"{need.contract.title}.xlsx",
                key=f"template {need.contract.name}",
                needs=BLANK,
                width="stretch",
                type="tertiary",
            )


def _first_steps() -> None:
    """What to do on an empty desk."""
    steps = [
        _("Put in the files as the systems export them: titles, totals and notes may stay in."),
        _("Look at what was recognised, correct a column where needed, and see what would change."),
        _("Publish. Rejected rows can be downloaded with their reasons, mended and uploaded again."),
    ]
    if cached.warehouse().is_empty:
        first = cached.contracts()[REGISTER].title
        steps.insert(0, _("There is no data yet: begin with “{title}”.").format(title=first))
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    st.html(f'<div class="tqr mute"><ol style="margin:4px 0;padding-left:1.4em">{items}</ol></div>')


def _publish(mine: UploadSession, outcomes: Sequence[Outcome]) -> None:
    ready, open_questions = 0, 0
    offered: list[Outcome] = []  # that may be published, once what they ask is answered
    for outcome in outcomes:
        said = mine.about(outcome)
        asks = bool(outcome.receipt.needs_yes)
        if said.wanted and (not outcome.receipt.error or asks):
            offered.append(outcome)
            ready += not asks or said.yes
            open_questions += asks and not said.yes
    needs_basis = _basis(mine, offered)
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="publish"):
        pressed = st.button(
            _("Publish {count} sheets").format(count=f"{ready:,}") if ready > 1 else _("Publish"),
            type="primary",
            disabled=not ready or bool(open_questions) or needs_basis,
            icon=":material/publish:",
        )
        if open_questions:
            st.caption(_("First tick the question above, or leave that sheet out."))
        elif ready and needs_basis:
            st.caption(_("First choose on which ground these rows are kept."))
        elif not ready:
            st.caption(_("Nothing here can be published yet; see what is said above."))
        if mine.told:
            st.error(plain(receipt_html.on_screen(mine.told)), title=_("Not published"))
    if pressed:
        mine.publish()
        st.rerun()


def _basis(mine: UploadSession, offered: Sequence[Outcome]) -> bool:
    """Asks on which ground people under 14 are kept; whether it has to be said before anything is published."""
    contracts = cached.contracts()
    datasets = {outcome.receipt.dataset for outcome in offered if outcome.receipt.dataset}
    if not any(contracts[name].counted for name in datasets):
        mine.basis = ""
        return False
    words = {"consent": _("the guardian has agreed"), "duty": _("a duty by law")}
    with card(_("These rows are about people who may be under 14"), key="basis"):
        chosen = st.segmented_control(
            _("Ground on which they are kept; it is written into the log"), list(words), key=f"basis {mine.round}",
            format_func=lambda name: words[name],
        )  # fmt: skip
    mine.basis = chosen or ""
    return not mine.basis and accounts.exist(cached.warehouse().folder)


def _done(mine: UploadSession, done: Published) -> None:
    """Receipts, what changed on the dashboard, and where to go from here."""
    published = [outcome for outcome in done.outcomes if outcome.receipt.batch is not None]
    refused = [outcome for outcome in done.outcomes if outcome.receipt.batch is None]
    contracts = cached.contracts()
    if published:
        st.success(
            _("Published as version {version}.").format(version=plain(done.version)), icon=":material/check:"
        )
    for outcome in published:
        receipt = outcome.receipt
        with st.container(border=True):
            left, right = st.columns([8, 1], vertical_alignment="center")
            left.html(receipt_html.heading(receipt, contracts[receipt.dataset or ""], outcome.recognition))
            with right:
                words = escape(_("Batch {batch}").format(batch=receipt.batch))
                to = html.anchor(words, link("batches", batch=receipt.batch))
                board(f'<div class="tqr right">{to}</div>', key=f"batch {receipt.batch}")
            st.html(receipt_html.balance(receipt))
            if receipt.rejected:
                st.html(receipt_html.reasons(receipt))
                download_rejects(receipt.batch or 0, receipt.file, receipt.as_of)
    for outcome in refused:
        st.error(
            plain(receipt_html.on_screen(outcome.receipt.error or "")), title=plain(outcome.receipt.file)
        )
    if published:
        with st.container(border=True):
            told = (
                _("What changed on the dashboard")
                if done.changes
                else _("No figure on the dashboard changed")
            )
            st.html(html.heading(told))
            if done.changes:
                st.html(receipt_html.changes(done.changes))
    if st.button(_("Upload more"), type="primary"):
        mine.published = None
        st.rerun()
