"""From a file to a published version, every row accounted for.

recognise → load → hold → settle → record; then, once for all files, rebuild what depends on
the rows (a function the caller gives, for measuring lies a floor above) and publish.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.batch import ledger
from tuanqing.store.batch.settle import Confirm, count_lines, settle
from tuanqing.store.batch.wishes import ImportWish, Outcome, Wishes, area_first, wanted_sheets
from tuanqing.store.hold.columns import Scope
from tuanqing.store.hold.holding import hold
from tuanqing.store.hold.loading import PAGE_SIZES, compare_totals, load
from tuanqing.store.hold.roster import unroll
from tuanqing.store.hold.scope import cover_units, place_of, scope_of
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.candidates import fullest
from tuanqing.store.recognise.data_date import find_date
from tuanqing.store.recognise.dataset import recognise
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse import register as register_of
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.sql import literal
from tuanqing.store.warehouse.versions import Warehouse

ALWAYS = date(1900, 1, 1)  # the area register's one list: its units begin and end by their own dates


Rebuild = Callable[[duckdb.DuckDBPyConnection], None]
Progress = Callable[[str, float], object]


def import_files(
    warehouse: Warehouse,
    files: Sequence[Path],
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    wish: ImportWish | None = None,
    *,
    dry_run: bool = False,
    names: Mapping[Path, str] | None = None,
    wishes: Wishes | None = None,
    progress: Progress = lambda _what, _share: None,
    say: Callable[[str], object] = print,
) -> list[Outcome]:
    """Import `files` as one published version; one Outcome per sheet, in the order they were applied.

    A sheet that is refused stays out, with its sentence in the receipt; the others are published. A dry run
    does everything but publish. `names` gives files the name they had before they were uploaded; `wishes`
    says for single sheets what differs from `wish`.
    """
    wish = wish or ImportWish()
    names, wishes = names or {}, wishes or {}
    outcomes: list[Outcome] = []
    with warehouse.writing(
        _("importing {files}").format(files=", ".join(names.get(f, f.name) for f in files)[:80]), say=say
    ):
        opened = [
            (path, sheet, own)
            for path, sheet in wanted_sheets(files, names, wish, wishes, outcomes)
            if (own := wishes.get((path, sheet.name), wish))
        ]
        if not opened:
            return outcomes
        try:
            with warehouse.draft() as con:
                schema.create(con, contracts)
                published = 0
                for number, (path, sheet, own) in enumerate(area_first(opened, contracts)):
                    progress(sheet.file, number / len(opened))
                    outcome = _import_sheet(con, warehouse, path, sheet, contracts, own, outcomes)
                    published += outcome.receipt.batch is not None
                if not published:
                    raise _Nothing
                progress(_("computing the indicators"), 1.0)
                rebuild(con)
                if dry_run:
                    raise _Nothing
        except _Nothing:
            for outcome in outcomes:
                _forget(warehouse, outcome.receipt)
    return outcomes


def _forget(warehouse: Warehouse, receipt: Receipt) -> None:
    """Take the batch number back from a sheet that is not published, and the rows it had rejected."""
    if receipt.batch is not None:
        (warehouse.folder / "rejects" / f"{receipt.batch:06d}.parquet").unlink(missing_ok=True)
    receipt.batch = None


def withdraw(
    warehouse: Warehouse,
    batch: int,
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    say: Callable[[str], object] = print,
) -> str:
    """Publish a version without `batch`; returns its dataset. Raises Refused as ledger.withdraw does."""
    with (
        warehouse.writing(_("withdrawing batch {batch}").format(batch=batch), say=say),
        warehouse.draft() as con,
    ):
        schema.create(con, contracts)
        con.execute("BEGIN")
        dataset = ledger.withdraw(con, batch, contracts)
        con.execute("COMMIT")
        rebuild(con)
    (warehouse.folder / "rejects" / f"{batch:06d}.parquet").unlink(missing_ok=True)
    return dataset


def refresh(
    warehouse: Warehouse,
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    say: Callable[[str], object] = print,
) -> None:
    """Publish a version with the same rows, measured by the queries, contracts and rules as they are now."""
    with warehouse.writing(_("working the indicators out again"), say=say), warehouse.draft() as con:
        schema.create(con, contracts)
        rebuild(con)


class _Nothing(Exception):
    """Leaves the draft without publishing it."""


def _import_sheet(
    con: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    path: Path,
    sheet: Sheet,
    contracts: Mapping[str, Contract],
    wish: ImportWish,
    outcomes: list[Outcome],
) -> Outcome:
    outcome = Outcome(Receipt(file=sheet.file, sheet=sheet.name, encoding=sheet.encoding), path=path)
    outcomes.append(outcome)
    outcome.headers = fullest(sheet)
    began = False
    try:
        remembered = {
            signature: (dataset, json.loads(answer))
            for signature, dataset, answer in con.execute(
                "SELECT signature, dataset, answer FROM store.mapping"
            ).fetchall()
        }
        recognition = recognise(sheet, contracts, wish.dataset, remembered, wish.columns, wish.given)
        recognition = _answered(con, recognition, wish.columns).giving(wish.given)
        outcome.recognition = recognition
        outcome.headers = [m.header for m in recognition.columns if m.given is None]
        load(con, sheet, recognition, outcome.receipt)  # outside: row numbers begin at 0 only once committed
        con.execute("BEGIN")
        began = True
        _apply(con, warehouse, path, sheet, recognition, wish, outcome)
        if outcome.receipt.dataset == "area":  # other rows were looked up in the register just now
            ledger.refuse_orphans(con, contracts)
        con.execute("COMMIT")
    except Confirm as question:
        con.execute("ROLLBACK")
        outcome.receipt.needs_yes = str(question).splitlines()
        outcome.receipt.error = _("Not published: {what}. If that is right, say yes (--yes).").format(
            what=_("; ").join(outcome.receipt.needs_yes)
        )
        _forget(warehouse, outcome.receipt)
    except Refused as refusal:
        if began:
            con.execute("ROLLBACK")
        outcome.receipt.error = str(refusal)
        _forget(warehouse, outcome.receipt)
    return outcome


def _answered(
    con: duckdb.DuckDBPyConnection, recognition: Recognition, answer: Mapping[str, str | None]
) -> Recognition:
    """With what was answered for this source now or before; a new answer is remembered."""
    key = [recognition.signature, recognition.contract.name]
    before = con.execute(
        "SELECT answer FROM store.mapping WHERE signature = ? AND dataset = ?", key
    ).fetchall()
    known = {**(json.loads(before[0][0]) if before else {}), **answer}
    if answer:
        con.execute("DELETE FROM store.mapping WHERE signature = ?", key[:1])
        con.execute(
            "INSERT INTO store.mapping VALUES (?, ?, ?)", [*key, json.dumps(known, ensure_ascii=False)]
        )
    return recognition.remap(known) if known else recognition


def _apply(
    con: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    path: Path,
    sheet: Sheet,
    recognition: Recognition,
    wish: ImportWish,
    outcome: Outcome,
) -> None:
    plain = unroll(con, recognition)
    contract, receipt = plain.contract, outcome.receipt
    width = len(recognition.columns)
    register = register_of.in_force(con)
    as_of = wish.as_of or recognition.as_of
    if as_of is None and contract.is_registry:
        tail = [
            cell
            for row in con.execute("SELECT * EXCLUDE (line) FROM raw WHERE kind = 'note'").fetchall()
            for cell in row
            if cell
        ]
        as_of = find_date(tail, "", "")
    scope_area = scope_of(con, sheet, plain, register, wish.area, receipt)
    partial = contract.is_registry and (recognition.is_rejects if wish.partial is None else wish.partial)
    if contract.name == "area":
        as_of, partial = ALWAYS, True
    elif partial:
        receipt.warnings.append(_("taken as a supplement: rows of the list that are not in this file stay"))
        as_of = as_of or _latest_list(con, contract, scope_area)
    if as_of is None and contract.is_registry:
        as_of = date.today()
        receipt.warnings.append(
            _(
                "no data date was found in the title or the file name; today, {day}, was taken (--as-of sets it)"
            ).format(day=as_of)
        )
    outcome.scope, outcome.partial = scope_area, partial
    place = place_of(sheet, plain, register, scope_area, wish.area, receipt)
    on = as_of if contract.is_registry else None
    plain = replace(plain, as_of=as_of)
    held = hold(con, sheet, plain, Scope(register, scope_area, on, warehouse.key, place))
    receipt.warnings += held.warnings
    receipt.as_of = str(as_of) if contract.is_registry and as_of != ALWAYS else None
    batch = con.execute("SELECT coalesce(max(batch), 0) + 1 FROM store.batch").fetchall()[0][0]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE rejected AS SELECT line % {schema.LINES} AS line, "
        "list_distinct(flatten(list(_reasons))) AS reasons FROM typed WHERE NOT _ok GROUP BY 1"
    )
    compare_totals(con, plain, receipt)
    settled = settle(con, contract, held, batch, as_of, cover_units(register, wish.covers), partial=partial)
    if plain.step_header is not None:
        count_lines(con, batch, settled)
    if settled.carried:
        receipt.warnings.append(
            _("{count} rows of the list before go on unchanged into the list of {day}").format(
                count=settled.carried, day=as_of
            )
        )
    receipt.batch = batch
    receipt.rejected = con.execute("SELECT count(*) FROM rejected").fetchall()[0][0]
    receipt.added, receipt.changed, receipt.unchanged = settled.added, settled.changed, settled.unchanged
    receipt.removed, receipt.covers = settled.removed, settled.covers
    for kind, count in (("duplicate", settled.duplicates), ("superseded", settled.superseded)):
        if count:
            receipt.skipped[kind] = count
    if receipt.added + receipt.changed + receipt.unchanged + receipt.rejected == 0:
        raise Refused(_("{file}: there is a header but no data row under it.").format(file=receipt.file))
    secret = _secret_columns(recognition)
    headers = [
        m.standing_alone for m in recognition.columns
    ]  # a mended file has neither titles nor a file's name
    cells = ", ".join("NULL" if i in secret else f"raw.c{i}" for i in range(width))
    if place:
        area = register.areas[place]
        headers.append(next(c.title for c in contract.area_columns if c.level[0] == area.level))
        cells += f", {literal(area.name)}"
    ledger.keep_rejects(
        con,
        warehouse.folder / "rejects",
        batch,
        f"SELECT r.line, [{cells}] AS cells, r.reasons FROM rejected AS r JOIN sheet_rows AS raw USING (line)",
    )
    receipt.reasons, receipt.doubled = ledger.reasons(con, batch), ledger.doubled(con, batch)
    ledger.record(
        con,
        receipt,
        as_of=as_of if contract.is_registry and as_of != ALWAYS else None,
        scope=scope_area,
        headers=headers,
        mapping={m.header: m.column for m in recognition.columns if m.header},
        digest=ledger.digest(path),
        at=datetime.now(),
    )
    if receipt.balance:
        raise AssertionError(
            f"{receipt.file}: {receipt.balance} of {receipt.rows_read} rows are not accounted for"
        )
    outcome.rows = ledger.preview(con, contract, batch)
    _caution(con, contract, settled.cautions, wish, partial)


def _latest_list(con: duckdb.DuckDBPyConnection, contract: Contract, scope: str | None) -> date | None:
    """The date of the newest list of the county (of any, when none is known)."""
    return con.execute(
        "SELECT max(as_of) FROM store.list WHERE dataset = $dataset AND ($scope IS NULL OR county = $scope "
        "OR county IN (SELECT area_code FROM main.area WHERE parent_code = $scope))",
        {"dataset": contract.name, "scope": scope},
    ).fetchall()[0][0]


def _secret_columns(recognition: Recognition) -> set[int]:
    """Columns no mended row needs: dropped ones (passwords, phones) that do not help to tell people apart."""
    columns = recognition.contract.columns
    needed = {name for column in columns.values() for names in column.otherwise for name in names}
    return {
        m.index
        for m in recognition.columns
        if m.column and columns[m.column].personal == "drop" and m.column not in needed
    }


def _caution(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    cautions: list[str],
    wish: ImportWish,
    partial: bool,
) -> None:
    rows = con.execute("SELECT count(*) FROM raw WHERE kind = 'data'").fetchall()[0][0]
    if contract.is_registry and not partial and rows in PAGE_SIZES:
        cautions = [
            *cautions,
            _("exactly {count} rows: perhaps only one page was exported").format(count=rows),
        ]
    if cautions and not wish.yes:
        raise Confirm("\n".join(cautions))
