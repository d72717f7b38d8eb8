"""A batch's rejected rows as files to mend and upload again."""

from contextlib import closing
from pathlib import Path
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.store.batch import exports, ledger
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.giving import give
from tuanqing.ui.frame.plain import plain


def download_rejects(batch: int, file: str, as_of: str | None) -> None:
    """Buttons for a batch's rejected rows in their original layout, as .xlsx and .csv."""
    house, stem = cached.warehouse(), Path(file).stem
    if as_of and as_of.replace("-", "") not in stem:
        stem += f"_{as_of.replace('-', '')}"  # so that the mended file is known to be of that date
    with st.container(horizontal=True, key=f"rejects {batch}"):
        for suffix, write in ((".xlsx", exports.as_xlsx), (".csv", exports.as_csv)):
            give(
                _("Rejected rows ({suffix})").format(suffix=plain(suffix)),
                lambda write=write: write(*_rejects(house, batch), mark=who.mark()),
                f"{stem}_{_('rejected')}{suffix}",
                key=f"rejects {batch} {suffix}",
                needs="rows",
                icon=":material/download:",
            )
    st.caption(
        _("Mend the rows in this file and upload it: only these rows are added, nothing else changes.")
    )


def _rejects(house: Warehouse, batch: int) -> tuple[list[str], list[list[Any]]]:
    with closing(house.read()) as snapshot:
        headers, rows = ledger.rejects(house.folder, snapshot, batch)
    return exports.rejects_table(headers, rows)
