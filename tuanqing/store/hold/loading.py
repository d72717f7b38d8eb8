"""A recognised sheet into the temporary views `sheet_rows` and `raw`, each row with its kind; and what it says of itself.

The two are the same until a roster is unrolled: then `raw` has a row per step, `sheet_rows` the sheet's.
"""

from decimal import Decimal

import duckdb

from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.recognise.row_kinds import classify
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.sql import literal

PAGE_SIZES = (20, 50, 100, 200, 500)  # rows on one page of the systems that export page by page


def load(con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, receipt: Receipt) -> None:
    """Fill `raw` with a `kind` per row, and count what is skipped."""
    receipt.dataset = recognition.contract.name
    receipt.columns = {m.header: m.column for m in recognition.columns if m.column}
    receipt.unmapped_headers = recognition.unmapped
    receipt.warnings = [*sheet.notes, *recognition.warnings]
    told = [m for m in recognition.columns if m.given is not None]
    receipt.warnings += [
        _("“{column}”: the sheet has no such column; {text}, as was said, was taken for every row").format(
            column=m.standing_alone, text=m.given
        )
        for m in told
    ]
    width = len(recognition.columns) - len(told)
    merged_columns = sorted({c for m in sheet.merges if m[2] > m[0] for c in range(m[1], m[3] + 1)})
    report = sheet.load(
        con, "cells", after_line=recognition.header_line, width=width, fill_columns=merged_columns
    )
    kinds = classify(recognition, width)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE odd AS SELECT line, kind FROM (SELECT line, {kinds} AS kind FROM cells) "
        "WHERE kind <> 'data'"
    )
    constants = "".join(f", {literal(m.given or '')} AS c{m.index}" for m in told)
    con.execute(
        "CREATE OR REPLACE TEMP VIEW sheet_rows AS "
        f"SELECT cells.*{constants}, coalesce(odd.kind, 'data') AS kind FROM cells LEFT JOIN odd USING (line)"
    )
    con.execute("CREATE OR REPLACE TEMP VIEW raw AS FROM sheet_rows")
    _drop_parents(con, recognition)
    odd = con.execute("SELECT kind, count(*) FROM odd GROUP BY kind ORDER BY kind").fetchall()
    through = sum(1 for line in sheet.head_lines if line <= recognition.header_line)
    above = through - recognition.header_rows
    receipt.skipped = dict(odd)
    for kind, count in (
        ("title", above - recognition.blank_above),
        ("blank", recognition.blank_above),
        ("header", recognition.header_rows),
        ("hidden", report.hidden),
    ):
        if count:
            receipt.skipped[kind] = receipt.skipped.get(kind, 0) + count
    receipt.rows_read = report.rows + report.hidden + above + recognition.header_rows
    nameless = [m for m in recognition.columns if not m.header]
    if nameless:
        filled = con.execute(
            f"SELECT {', '.join(f'count(c{m.index})' for m in nameless)} FROM raw WHERE kind = 'data'"
        ).fetchall()[0]
        for m, count in zip(nameless, filled, strict=True):
            if count:
                receipt.warnings.append(
                    _(
                        "column {number} has {count} cells but no header; it was not used. Give it a header."
                    ).format(number=m.index + 1, count=count)
                )
    data_rows = report.rows - sum(count for _kind, count in odd)
    if data_rows in PAGE_SIZES:
        receipt.warnings.append(
            _(
                "exactly {count} rows, as many as one page of the exporting system holds; make sure all pages were exported"
            ).format(count=data_rows)
        )


def _drop_parents(con: duckdb.DuckDBPyConnection, recognition: Recognition) -> None:
    """In a tree, rows above others hold their sums: only the leaves count, the others are totals.

    A row is above others when the next row is indented deeper (and does not name another parent), or when it is
    named as the parent of another row.
    """
    name, above = [*map(recognition.index, recognition.contract.tree), None, None][:2]
    if not name or name.given is not None or (above and above.given is not None):
        return
    bare = "trim(c{}, ' \u3000\t')".format
    below = f"lead(trim(c{above.index}, ' \u3000\t')) OVER (ORDER BY line)" if above else "NULL"
    parents = (
        f"SELECT {bare(above.index)} FROM cells WHERE {bare(above.index)} <> {bare(name.index)}"
        if above
        else "SELECT NULL WHERE false"
    )
    con.execute(
        "INSERT INTO odd SELECT line, 'total' FROM (SELECT line, name, "
        "lead(indent) OVER (ORDER BY line) > indent AND coalesce(parent_below, name) = name AS opens "
        f"FROM (SELECT line, {bare(name.index)} AS name, {below} AS parent_below, "
        f"length(c{name.index}) - length(ltrim(c{name.index}, ' \u3000\t')) AS indent "
        f"FROM cells ANTI JOIN odd USING (line))) WHERE opens OR name IN ({parents})"
    )


def compare_totals(con: duckdb.DuckDBPyConnection, recognition: Recognition, receipt: Receipt) -> None:
    """The last grand-total row against the sum of the rows above it."""
    numeric = [
        m
        for m in recognition.columns
        if m.column
        and recognition.contract.columns[m.column].type in ("integer", "decimal")
        and recognition.contract.columns[m.column].stored
    ]
    if not numeric or "total" not in receipt.skipped:
        return
    cells = ", ".join(f"c{m.index}" for m in numeric)
    totals = con.execute(
        f"SELECT {cells} FROM raw WHERE kind = 'total' AND regexp_matches(regexp_replace(array_to_string("
        f"[{', '.join(f'c{m.index}' for m in recognition.columns[:4])}], '|'), '[\\s\\x{{3000}}]', '', 'g'), "
        "'(^|[|])(全[县市区])?[合总]计数?([(（][^|]*)?[:：]?([|]|$)') ORDER BY line"
    ).fetchall()
    if len(totals) != 1:
        return
    sums = con.execute(
        f"SELECT {', '.join(f'sum({chr(34)}{m.column}{chr(34)})' for m in numeric)} FROM typed"
    ).fetchall()[0]
    for m, printed, added in zip(numeric, totals[0], sums, strict=True):
        column = recognition.contract.columns[m.column or ""]
        stated = values.parse(printed or "", column.type, unit=column.unit, scale=m.scale).value
        if (
            isinstance(stated, int | Decimal)
            and added is not None
            and abs(Decimal(stated) - added) > Decimal("0.005")
        ):
            receipt.warnings.append(
                _("the total row gives {printed} for “{column}”, its rows add up to {added}").format(
                    printed=f"{stated:g}" if not isinstance(stated, int) else stated,
                    column=column.title,
                    added=f"{added.normalize():f}" if hasattr(added, "normalize") else added,
                )
            )
