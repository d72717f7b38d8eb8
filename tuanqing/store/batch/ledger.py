"""What was imported, what was turned away and why, and how a batch is taken back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tuanqing.define import disk
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.cell.text import shapes
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import listed, literal, quoted, same, stored

SHOWN = 200  # rows of each kind kept for a preview


def batches(snapshot: Snapshot) -> pl.DataFrame:
    """The ledger, newest first; for a reader with a scope the batches that are his."""
    return snapshot.frame(
        "SELECT batch, imported_at, state, dataset, file, sheet, as_of, scope, rows_read, added, changed, unchanged, removed, "
        f"rejected, skipped, encoding, len(covers) AS covers, warnings FROM store.batch WHERE {_is_own(snapshot)} ORDER BY batch DESC"
    )


def to_import_again(snapshot: Snapshot) -> list[tuple[int, str]]:
    """Batches, and their files, of which an earlier program merged rows that now count each: to import once more."""
    return snapshot.execute(
        "SELECT batch, file FROM store.again JOIN store.batch USING (batch) WHERE state = 'published' "
        f"AND {_is_own(snapshot)} ORDER BY batch"
    ).fetchall()


def _is_own(snapshot: Snapshot) -> str:
    """SQL for whether a row of `store.batch` is a batch that speaks for the reader's areas and for no other."""
    if snapshot.scope is None:
        return "true"
    return (
        "batch.batch IN (SELECT batch FROM store.coverage) AND batch.batch NOT IN "
        f"(SELECT batch FROM store.coverage WHERE NOT coalesce({snapshot.inside('area_code')}, false))"
    )


def merged(again: Sequence[tuple[int, str]]) -> tuple[str, list[str]]:
    """What is said of batches, and their files, of which an earlier program merged rows; and each of them by name."""
    sentence = _(
        "{count} batches were imported by an earlier program, which counted rows that were alike once. What was left "
        "out then is in no version: import these files again."
    ).format(count=len(again))
    return sentence, [_("batch {batch}: {file}").format(batch=batch, file=file) for batch, file in again]


def receipt(snapshot: Snapshot, batch: int) -> Receipt:
    """The receipt of a batch. Raises Refused when there is none."""
    found = snapshot.frame(
        f"SELECT * FROM store.batch WHERE batch = $batch AND {_is_own(snapshot)}", batch=batch
    ).to_dicts()
    if not found:
        raise Refused(_("There is no batch {batch}. `tuanqing batches` lists them.").format(batch=batch))
    row = found[0]
    mapping = json.loads(row["mapping"])
    return Receipt(
        file=row["file"],
        dataset=row["dataset"],
        sheet=row["sheet"],
        encoding=row["encoding"],
        as_of=str(row["as_of"]) if row["as_of"] else None,
        **{k: row[k] for k in ("rows_read", "added", "changed", "unchanged", "removed", "rejected", "batch")},
        skipped=json.loads(row["skipped"]),
        reasons=reasons(snapshot, batch),
        doubled=doubled(snapshot, batch),
        left_out=left_out(snapshot, batch),
        columns={header: column for header, column in mapping.items() if column},
        unmapped_headers=[header for header, column in mapping.items() if not column],
        covers=row["covers"] or [],
        warnings=row["warnings"] or [],
    )


def reasons(con: duckdb.DuckDBPyConnection | Snapshot, batch: int) -> list[dict[str, Any]]:
    """Why rows of a batch were rejected: each reason, how often, and the first line; sentences that differ only in the
    shape of what stood there are one reason."""
    rows = con.execute(
        "SELECT reason, count(*) AS n, min(line) FROM (SELECT line, unnest(reasons) AS reason FROM store.reject "
        "WHERE batch = ?) GROUP BY reason ORDER BY n DESC, 3",
        [batch],
    ).fetchall()
    shape, causes = shapes(), dict[str, dict[str, Any]]()
    for reason, count, line in rows:
        found = shape.search(reason)
        cause = shape.sub("\0", reason)
        told = causes.setdefault(cause, {"count": 0, "first_line": line, "shapes": []})
        told["count"] += count
        told["first_line"] = min(told["first_line"], line)
        told["shapes"] += [found[0]] if found else []
    return [
        {
            "reason": cause.replace("\0", _("、").join(told["shapes"][:3]) + "…" * (len(told["shapes"]) > 3)),
            "count": told["count"],
            "first_line": told["first_line"],
        }
        for cause, told in sorted(causes.items(), key=lambda each: (-each[1]["count"], each[1]["first_line"]))
    ]


def doubled(con: duckdb.DuckDBPyConnection | Snapshot, batch: int) -> list[dict[str, Any]]:
    """Rows of a batch's file left out because another row of it says the same, or overrules them further down."""
    rows = con.execute(
        f"SELECT DISTINCT line % {LINES} AS line, kind, kept_line % {LINES} FROM store.surplus WHERE batch = ? "
        f"AND kept_line IS NOT NULL ORDER BY 1 LIMIT {SHOWN}",
        [batch],
    ).fetchall()
    return [{"line": line, "kind": kind, "kept_line": kept} for line, kind, kept in rows]


def keep_aside(con: duckdb.DuckDBPyConnection, batch: int, aside: str) -> None:
    """Write down which lines of a batch's file are no data, and as what: `aside` is a relation of line and kind."""
    con.execute(f"INSERT INTO store.surplus SELECT {batch}, line, kind, NULL FROM {aside}")


def left_out(con: duckdb.DuckDBPyConnection | Snapshot, batch: int) -> list[dict[str, Any]]:
    """The lines below the header of a batch's file that are no data, by kind: totals, notes, hidden rows ..."""
    rows = con.execute(
        f"SELECT kind, count(*), list_sort(list(line))[:{SHOWN}] FROM store.surplus WHERE batch = ? "
        "AND kept_line IS NULL GROUP BY kind ORDER BY min(line)",
        [batch],
    ).fetchall()
    return [
        {"kind": kind, "count": count, "lines": lines, "all_lines": count <= SHOWN}
        for kind, count, lines in rows
    ]


def rejects(
    folder: Path, snapshot: Snapshot, batch: int
) -> tuple[list[str], list[tuple[int, list[str | None], list[str]]]]:
    """The header texts of a batch's file and its rejected rows: line, original cells, reasons.

    The cells are kept beside the warehouse (`folder`), not in it: they may hold names and ID numbers.
    """
    headers = snapshot.execute(
        f"SELECT headers FROM store.batch WHERE batch = ? AND {_is_own(snapshot)}", [batch]
    ).fetchall()
    if not headers:
        raise Refused(_("There is no batch {batch}. `tuanqing batches` lists them.").format(batch=batch))
    file = rejects_file(folder, batch)
    if not file.exists():
        return headers[0][0], []
    rows = pl.read_parquet(file, memory_map=False).sort("line").rows()
    return headers[0][0], rows


def rejects_file(folder: Path, batch: int) -> Path:
    """Where the warehouse in `folder` keeps a batch's rejected rows: beside its versions, not in them."""
    return folder / "rejects" / f"{batch:06d}.parquet"


def keep_rejects(
    con: duckdb.DuckDBPyConnection, file: Path, batch: int, rejected: str, rows: str, cells: str
) -> None:
    """Put rejected rows into the batch's own `file`; the warehouse keeps lines and reasons.

    `rejected` is a relation of line and reasons, `rows` that of the sheet's cells, `cells` SQL over it (alias raw).
    """
    disk.own_folder(file.parent)
    con.execute(
        f"COPY (SELECT r.line, [{cells}]::VARCHAR[] AS cells, r.reasons FROM {rejected} AS r "
        f"JOIN {rows} AS raw USING (line)) TO {literal(str(file))} (FORMAT parquet)"
    )
    con.execute(f"INSERT INTO store.reject SELECT {batch}, line, reasons FROM {rejected}")


def record(
    con: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    *,
    as_of: date | None,
    scope: str | None,
    headers: list[str],
    mapping: Mapping[str, str | None],
    digest: str,
    at: datetime,
) -> None:
    """Write a batch into the ledger."""
    con.execute(
        "INSERT INTO store.batch VALUES (?, ?, 'published', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            receipt.batch, at, receipt.file, receipt.sheet, receipt.dataset, receipt.encoding, as_of, scope,
            receipt.covers, receipt.rows_read, receipt.added, receipt.changed, receipt.unchanged, receipt.removed,
            receipt.rejected, json.dumps(receipt.skipped), headers, json.dumps(mapping, ensure_ascii=False),
            receipt.warnings, digest,
        ],
    )  # fmt: skip
    con.execute(
        "DELETE FROM store.again WHERE batch IN (SELECT batch FROM store.batch WHERE digest = ? AND sheet = ?)",
        [digest, receipt.sheet],
    )


def withdraw(con: duckdb.DuckDBPyConnection, batch: int, contracts: Mapping[str, Contract]) -> str:
    """Leave the tables as if `batch` had never been imported; returns its dataset.

    Rows it replaced come back unless a later batch replaced them too; rows a later batch confirmed stay, as
    that batch's. Raises Refused when there is no such batch, it is withdrawn already, or others stand on it.
    """
    found = con.execute("SELECT dataset, state FROM store.batch WHERE batch = ?", [batch]).fetchall()
    if not found:
        raise Refused(_("There is no batch {batch}. `tuanqing batches` lists them.").format(batch=batch))
    dataset, state = found[0]
    if state == "withdrawn":
        raise Refused(_("Batch {batch} was withdrawn already.").format(batch=batch))
    _refuse_supplemented(con, batch)
    table = stored(dataset)
    heirs = (
        f"(SELECT row_line, min(batch) AS batch, arg_min(line, batch) AS line FROM store.seen "
        f"WHERE dataset = {literal(dataset)} AND row_batch = {batch} GROUP BY row_line)"
    )
    _revive(con, contracts[dataset], batch, heirs)
    # A row of this batch that later batches met again unchanged belongs to the first of them from now on.
    con.execute(
        f"UPDATE {table} SET _batch = heir.batch, _line = heir.line FROM {heirs} AS heir "
        f"WHERE {table}._batch = {batch} AND {table}._line = heir.row_line"
    )
    for links, number, line in (
        ("replaced", "row_batch", "row_line"),
        ("replaced", "batch", "line"),
        ("seen", "row_batch", "row_line"),  # last: who inherits is read from it
    ):
        con.execute(
            f"UPDATE store.{links} SET {number} = heir.batch, {line} = heir.line FROM {heirs} AS heir WHERE "
            f"{links}.dataset = {literal(dataset)} AND {links}.{number} = {batch} AND {links}.{line} = heir.row_line"
        )
    con.execute(  # what took the place of a row of this batch takes that of the row before it
        f"UPDATE store.replaced SET batch = after.batch, line = after.line FROM store.replaced AS after "
        f"WHERE replaced.dataset = {literal(dataset)} AND replaced.batch = {batch} AND after.dataset = replaced.dataset "
        f"AND after.row_batch = {batch} AND after.row_line = replaced.line"
    )
    con.execute(
        f"DELETE FROM store.replaced WHERE dataset = {literal(dataset)} AND (batch = {batch} OR row_batch = {batch})"
    )
    con.execute(f"DELETE FROM {table} WHERE _batch = {batch}")
    con.execute(
        f"DELETE FROM store.seen WHERE dataset = {literal(dataset)} AND (batch = {batch} OR row_batch IN ({batch}, batch))"
    )
    con.execute(f"DELETE FROM store.list WHERE dataset = {literal(dataset)} AND batch = {batch}")
    con.execute(f"DELETE FROM store.supplement WHERE batch = {batch}")
    con.execute(f"DELETE FROM store.coverage WHERE batch = {batch}")
    for table_of in ("surplus", "again"):
        con.execute(f"DELETE FROM store.{table_of} WHERE batch = {batch}")
    con.execute(f"UPDATE store.batch SET state = 'withdrawn' WHERE batch = {batch}")
    refuse_orphans(con, contracts)
    return dataset


def _revive(con: duckdb.DuckDBPyConnection, contract: Contract, batch: int, heirs: str) -> None:
    """Give the rows `batch` replaced their end anew: what inherits the row that took their place, else what replaced
    that one; of a list, where a row was only gone, the first later batch with a row of its unit. Without any of
    these they are in force again."""
    table = stored(contract.name)
    successor = (
        f"store.replaced AS r {{}} WHERE r.dataset = {literal(contract.name)} AND r.batch = {batch} "
        f"AND r.row_batch = {table}._batch AND r.row_line = {table}._line"
    )
    inherited = "SELECT heir.batch FROM " + successor.format(
        f"JOIN {heirs} AS heir ON heir.row_line = r.line"
    )
    after = "SELECT own._ended FROM " + successor.format(
        f"JOIN {table} AS own ON own._batch = {batch} AND own._line = r.line"
    )
    later = "NULL"
    if contract.is_registry:
        later = (
            f"SELECT min(later._batch) FROM {table} AS later WHERE later._batch > {batch} AND "
            f"{same([*contract.key, '_as_of', '_cover'], 'later', table)} AND NOT EXISTS (FROM {successor.format('')})"
        )
    con.execute(
        f"UPDATE {table} SET _ended = coalesce(({inherited}), ({after}), ({later})) WHERE _ended = {batch}"
    )


def _refuse_supplemented(con: duckdb.DuckDBPyConnection, batch: int) -> None:
    """Raise Refused when a partial list supplements a list that only `batch` gave."""
    standing = con.execute(
        "SELECT min(s.batch) FROM store.supplement AS s JOIN store.list AS own USING (dataset, as_of, cover) "
        "WHERE own.batch = $batch AND s.batch <> $batch AND NOT EXISTS (SELECT 1 FROM store.list AS other "
        "WHERE other.dataset = s.dataset AND other.as_of = s.as_of AND other.cover = s.cover AND other.batch <> $batch)",
        {"batch": batch},
    ).fetchall()[0][0]
    if standing is not None:
        raise Refused(
            _("Batch {later} supplements the list of batch {batch}. Withdraw batch {later} first.").format(
                later=standing, batch=batch
            )
        )


def refuse_orphans(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Raise Refused when rows in force stand on an area that is not in the register."""
    for contract in contracts.values():
        column = "parent_code" if contract.is_register else "area_code"
        extra = "AND level NOT IN ('province', 'prefecture', 'county')" if contract.is_register else ""
        lost = con.execute(
            f"SELECT {column}, count(*) FROM main.{quoted(contract.name)} WHERE {column} IS NOT NULL {extra} "
            f"AND {column} NOT IN (SELECT area_code FROM main.area) GROUP BY 1 ORDER BY 2 DESC LIMIT 3"
        ).fetchall()
        if lost:
            units = _("、").join(code for code, _n in lost)
            raise Refused(
                _(
                    "“{title}” has rows in {units}, which would no longer be in the area register. Withdraw those "
                    "batches first, or keep the units and give them a date of dissolution."
                ).format(title=contract.title, units=units)
            )


def preview(
    con: duckdb.DuckDBPyConnection, contract: Contract, batch: int, rejected: str, rows: str, gone: str | None
) -> dict[str, pl.DataFrame]:
    """A few rows of each kind, for the page: accepted, rejected with their cells, gone from the list.

    `rejected`, `rows` and `gone` are relations, as `hold`, `load` and `settle` hand them over.
    """
    table = stored(contract.name)
    accepted = con.sql(
        f'SELECT {listed(contract.counted)}, count(*) AS "count" FROM {table} '
        f"WHERE _batch = {batch} GROUP BY ALL ORDER BY ALL"
        if contract.counted
        else f"SELECT _line % {LINES} AS line, {listed(c.name for c in contract.stored)} FROM {table} "
        f"WHERE _batch = {batch} AND _line > 0 ORDER BY 1 LIMIT {SHOWN}"
    ).pl()
    turned_away = con.sql(
        "SELECT line, array_to_string(reasons, '；') AS reasons, raw.* EXCLUDE (line, extra, fault, original, kind) "
        f"FROM {rejected} JOIN {rows} AS raw USING (line) ORDER BY line LIMIT {SHOWN}"
    ).pl()
    lost = (
        con.sql(
            f"SELECT {listed((c.name for c in contract.stored), 'row')} FROM {gone} AS gone JOIN {table} AS row "
            f"ON row._batch = gone.old_batch AND row._line = gone.old_line ORDER BY ALL LIMIT {SHOWN}"
        ).pl()
        if gone
        else accepted.clear()
    )
    return {"accepted": accepted, "rejected": turned_away, "gone": lost}


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
