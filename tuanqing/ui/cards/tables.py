"""Tables on a page: downloads, and the panel that opens a figure down to the imported rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import doubt, figure, read
from tuanqing.measure import findings as findings_of
from tuanqing.show import html, lines, words
from tuanqing.store.batch import exports
from tuanqing.ui.cards import basket
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import board
from tuanqing.ui.frame.giving import give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, link

ROWS = 400  # pixels of a table of rows
_ROW, _HEAD = 31, 34  # of a row and of the head


def downloads(
    head: Sequence[str], rows: Sequence[Sequence[Any]], name: str, key: str, to_report: bool = True
) -> None:
    """The table as an Excel file and as CSV, written when clicked; and into the report, unless it is raw rows."""
    with st.container(horizontal=True, gap="small"):
        give(
            _("Excel"),
            lambda: exports.as_xlsx(head, rows, name[:20], who.mark()),
            f"{name}.xlsx",
            key=f"xlsx {key}",
            icon=":material/download:",
        )
        give(
            _("CSV"),
            lambda: exports.as_csv(head, rows, who.mark()),
            f"{name}.csv",
            key=f"csv {key}",
            icon=":material/download:",
        )
        if to_report:
            basket.put_table(name, head, rows, key)


def grid(rows: pl.DataFrame, titles: dict[str, str], key: str) -> None:
    """Rows as a table with everyday column names."""
    shown = rows.rename({name: lines.column(name, titles) for name in rows.columns})
    st.dataframe(shown, hide_index=True, key=key, height=min(ROWS, 38 + 35 * max(len(rows), 1)))


def picked(shown: pl.DataFrame, key: str, most: int, widths: Mapping[str, int] | None = None) -> int | None:
    """A table of which one row can be ticked, `most` pixels high at the most: the number of the row that is, if any."""
    event = st.dataframe(
        shown,
        hide_index=True,
        height=min(_HEAD + _ROW * shown.height, most),
        on_select="rerun",
        selection_mode="single-row",
        column_config={name: st.column_config.Column(width=width) for name, width in (widths or {}).items()},
        key=key,
    )
    return next(iter(event["selection"]["rows"]), None)


def trace(view: View, indicator: Indicator, key: str) -> None:
    """看明细: what counted, and the imported rows with file, sheet, line and batch. Read only when opened."""
    name = f"trace {key} {indicator.name}"
    if not who.may("rows"):
        return
    panel = st.expander(
        _("See the rows behind: {title}").format(title=plain(indicator.title)), key=name, on_change="rerun"
    )
    if not panel.open or not who.sees_rows(indicator.name, view.area, str(view.period)):
        return
    with panel:
        datasets = [n for n in cached.cached(read.datasets_of, indicator.name) if n in cached.contracts()]
        contracts = [cached.contracts()[n] for n in datasets]
        apart = doubted(view, indicator)
        tabs = st.tabs(
            [
                _("What counted"),
                *(plain(c.title) for c in contracts),
                *([_("Doubted rows")] if apart else []),
            ],
            on_change="rerun",
            key=f"{name} tabs",
        )
        with tabs[0]:
            if tabs[0].open:
                _counted(view, indicator, name)
        for tab, contract in zip(tabs[1:], contracts, strict=False):
            with tab:
                if tab.open:
                    _imported(view, indicator, contract, name)
        if apart:
            with tabs[-1]:
                if tabs[-1].open:
                    _doubted(view, indicator, apart, name)


def findings(view: View) -> None:
    """Everything the checks found here, row by row with the words of each. Read only when opened."""
    if not who.may("rows"):
        return
    panel = st.expander(_("All findings one by one"), key="findings", on_change="rerun")
    if not panel.open or not who.sees_rows("findings", view.area, str(view.period)):
        return
    head = [_("Check"), _("Unit"), _("What"), _("Finding"), _("Since"), _("Due"), _("What to do about it")]
    found = findings_of.by_check(cached.cached(findings_of.standing, view.area, view.period))
    rows = [
        [check.title, row["area_name"], row["unit"], row["detail"], row["since"], row["due"], check.cure]
        for check in cached.library().checks.values()
        for row in found.get(check.name, [])
    ]
    with panel:
        st.dataframe(
            pl.DataFrame(rows, schema=head, orient="row"), hide_index=True, height=ROWS, key="findings rows"
        )
        downloads(head, rows, f"{view.place.name} {_('All findings one by one')}", "findings")


def doubted(view: View, indicator: Indicator) -> list[dict[str, Any]]:
    """The rows behind a figure that a check doubts."""
    return cached.cached(doubt.rows, indicator, cached.contracts(), view.area, view.period)


def _doubted(view: View, indicator: Indicator, found: Sequence[dict[str, Any]], key: str) -> None:
    """What makes the verified figure another than the claimed one, row by row."""
    row = cached.cached(figure.figure, indicator, view.area, view.period)
    st.caption(plain(words.apart(indicator, row) or _("The figure is the same without them.")))
    checks = cached.library().checks
    head = [_("Check"), _("Data"), _("File"), _("Sheet"), _("Line"), _("Unit"), _("Rows")]
    rows = [
        [
            checks[each["check"]].title if each["check"] in checks else each["check"],
            cached.contracts()[each["dataset"]].title,
            *(each[name] for name in ("file", "sheet", "line", "area_name", "rows")),
        ]
        for each in found
    ]
    st.dataframe(
        pl.DataFrame(rows, schema=head, orient="row", infer_schema_length=None),
        hide_index=True, height=min(ROWS, 38 + 35 * len(rows)), key=f"{key} doubted",
    )  # fmt: skip
    downloads(
        head,
        rows,
        f"{view.place.name} {indicator.title} {_('Doubted rows')}",
        f"{key} doubted",
        to_report=False,
    )


def _counted(view: View, indicator: Indicator, key: str) -> None:
    rows = cached.cached(read.units, indicator, view.area, view.period)
    st.caption(plain(lines.rows_counted(len(rows), 5000)))
    grid(rows, {}, f"{key} units")
    _download_frame(rows, {}, f"{view.place.name} {indicator.title} {view.period}", f"{key} units")


def _imported(view: View, indicator: Indicator, contract: Contract, key: str) -> None:
    rows = cached.cached(read.sources, indicator, contract, view.area, view.period)
    titles = {name: column.title for name, column in contract.columns.items()}
    files = rows.group_by("file", "batch", maintain_order=True).len().to_dicts()
    links = "、".join(
        html.anchor(html.text(f"{f['file']}（{words.plain(f['len'])}）"), link("batches", batch=f["batch"]))
        for f in files[:6]
    )
    board(
        f'<p class="tq-quiet">{html.text(lines.rows_counted(len(rows), 1000))} {links}</p>',
        f"{key} {contract.name}",
    )
    grid(rows, titles, f"{key} {contract.name} rows")
    _download_frame(
        rows, titles, f"{view.place.name} {contract.title} {view.period}", f"{key} {contract.name}"
    )


def _download_frame(rows: pl.DataFrame, titles: dict[str, str], name: str, key: str) -> None:
    head = [lines.column(column, titles) for column in rows.columns]
    cells = [[lines.cell(value) for value in row] for row in rows.rows()]
    downloads(head, cells, name, key, to_report=False)
