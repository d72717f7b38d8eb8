"""Rows of a dataset as a person reads them: titles for columns, words for codes, names for areas."""

from collections.abc import Mapping

import polars as pl

from tuanqing.define.contract import Column, Contract
from tuanqing.define.language import _
from tuanqing.show.receipt import on_screen
from tuanqing.store.recognise.recognition import Recognition


def rows(frame: pl.DataFrame, contract: Contract, names: Mapping[str, str]) -> pl.DataFrame:
    """Stored rows (of a counted dataset: their counts); columns with personal keys or without a value are left out."""
    shown = []
    if "line" in frame.columns:
        shown.append(pl.col("line").alias(_("Line")))
    for column in contract.stored:
        if (
            column.personal
            or column.name not in frame.columns
            or frame[column.name].null_count() == frame.height
        ):
            continue
        shown.append(_readable(column, names).alias(column.title))
    if contract.counted:
        shown.append(pl.col("count").alias(_("Rows")))
    return frame.select(shown)


def _readable(column: Column, names: Mapping[str, str]) -> pl.Expr:
    cell = pl.col(column.name)
    if column.refers:
        return cell.replace(names) if names else cell
    if column.values:
        words: dict[str, str] = {}
        for word, code in column.values.items():
            words.setdefault(code, word)
        return cell.cast(pl.String).replace(words)
    if column.type == "boolean":
        return pl.when(cell).then(pl.lit(_("yes"))).when(~cell).then(pl.lit(_("no")))
    if column.type in ("decimal", "percent"):
        return cell.cast(pl.Float64)
    if column.type in ("date", "month", "time"):
        return cell.cast(pl.String)
    return cell


def rejected(frame: pl.DataFrame, recognition: Recognition | None) -> pl.DataFrame:
    """Rejected rows as they stand in the file, without the columns that hold personal data or were not used."""
    shown = [pl.col("line").alias(_("Line")), _reasons().alias(_("Why rejected"))]
    taken = {_("Line"), _("Why rejected")}
    for mapped in recognition.columns if recognition else ():
        column = recognition.contract.columns.get(mapped.column or "") if recognition else None
        cell = f"c{mapped.index}"
        if column is None or column.personal or cell not in frame.columns or mapped.header in taken:
            continue
        if recognition and recognition.contract.counted:  # line and reason only: the row is about a minor
            continue
        taken.add(mapped.header)
        shown.append(pl.col(cell).fill_null("").alias(mapped.header))
    return frame.select(shown)


def _reasons() -> pl.Expr:
    return pl.col("reasons").map_elements(on_screen, return_dtype=pl.String)


def has_personal(contract: Contract) -> bool:
    """Whether the dataset has columns about persons."""
    return any(column.personal for column in contract.columns.values())
