"""From a file to a published version, every row accounted for.

recognise → load → hold → settle → record; then, once for all files, rebuild what depends on
the rows (a function the caller gives, for measuring lies a floor above) and publish.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from tuanqing.define import disk
from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access import accounts
from tuanqing.store.access.actor import note
from tuanqing.store.batch import correcting, coverage, foreign, ledger
from tuanqing.store.batch.coverage import Speaks, in_words
from tuanqing.store.batch.opening import Opened, open_sheets, recognised
from tuanqing.store.batch.settle import ListOf, Settled, settle
from tuanqing.store.batch.wishes import ImportWish, Outcome, Wishes
from tuanqing.store.hold import division_codes
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import Scope
from tuanqing.store.hold.holding import Held, hold
from tuanqing.store.hold.loading import PAGE_SIZES, Loaded, load
from tuanqing.store.hold.register_rows import hung, moved
from tuanqing.store.hold.roster import unroll
from tuanqing.store.hold.scope import Whereabouts, whereabouts
from tuanqing.store.recognise.data_date import find_date
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse import key, schema
from tuanqing.store.warehouse import register as register_of
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.register import Register
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import literal
from tuanqing.store.warehouse.versions import Warehouse

ALWAYS = date(1900, 1, 1)  # the area register's one list: its units begin and end by their own dates


Rebuild = Callable[[duckdb.DuckDBPyConnection], None]
Progress = Callable[[str, float], object]
READING = 0.4  # of an import's progress is reading; the rest is working out the indicators


def measuring(progress: Progress) -> Progress:
    """`progress` of an import for the part that works out the indicators, which tells it shares of its own."""
    return lambda what, share: progress(what, READING + (1 - READING) * share)


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
    basis: str = "",
    progress: Progress = lambda _what, _share: None,
    say: Callable[[str], object] = print,
) -> list[Outcome]:
    """Import `files` as one published version; one Outcome per sheet, in the order they were applied.

    A sheet that is refused stays out, with its sentence in the receipt; the others are published. A dry run
    does everything but publish. `names` gives files the name they had before they were uploaded; `wishes`
    says for single sheets what differs from `wish`. `basis` is the ground on which people under 14 are kept (BASES): it is
    written into the log, and where there are accounts rows about them are Refused without it.
    """
    names = names or {}
    opened, outcomes = open_sheets(files, names, wish or ImportWish(), wishes or {})
    if not opened:
        return outcomes
    purpose = _("importing {files}").format(files=", ".join(names.get(f, f.name) for f in files)[:80])
    with warehouse.writing(purpose, say=say):
        try:
            with warehouse.draft() as con:
                schema.create(con, contracts)
                for number, each in enumerate(recognised(con, opened, contracts)):
                    progress(each.sheet.file, READING * number / len(opened))
                    outcomes.append(_import_sheet(con, warehouse, each, contracts))
                if not any(outcome.receipt.batch for outcome in outcomes):
                    raise _Nothing
                minors = _about_minors(outcomes, contracts)
                if minors and not basis and not dry_run and accounts.exist(warehouse.folder):
                    raise Refused(_without_basis(minors))
                progress(_("computing the indicators"), READING)
                rebuild(con)
                outcomes = correcting.told(con, outcomes)
                if dry_run:
                    raise _Nothing
        except _Nothing:
            return [_unpublished(outcome) for outcome in outcomes]
        note(
            warehouse.folder,
            "import",
            version=warehouse.version,
            batches=[outcome.receipt.batch for outcome in outcomes if outcome.receipt.batch],
            **({"basis": basis} if basis and minors else {}),
        )
    return outcomes


def _about_minors(outcomes: Sequence[Outcome], contracts: Mapping[str, Contract]) -> list[str]:
    """The titles of the accepted datasets whose rows are about people who may be under 14."""
    names = dict.fromkeys(outcome.receipt.dataset or "" for outcome in outcomes if outcome.receipt.batch)
    return [contracts[name].title for name in names if contracts[name].counted]


def _without_basis(titles: Sequence[str]) -> str:
    return _(
        "{names}: these rows are about people who may be under 14. Say on which ground they are kept (the guardian's consent, or "
        "a duty by law): choose it on the page, or add --basis consent or --basis duty. Nothing was imported."
    ).format(names=_("、").join(titles))


def _unpublished(outcome: Outcome) -> Outcome:
    """Without the batch number it had."""
    return replace(outcome, receipt=replace(outcome.receipt, batch=None))


def withdraw(
    warehouse: Warehouse,
    batch: int,
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    say: Callable[[str], object] = print,
    look: Callable[[Snapshot], object] | None = None,
) -> str:
    """Publish a version without `batch`; returns its dataset. Raises Refused as ledger.withdraw does.

    With `look` nothing is published: it is shown the version that would be.
    """
    dataset = ""
    with warehouse.writing(_("withdrawing batch {batch}").format(batch=batch), say=say):
        try:
            with warehouse.draft() as con:
                schema.create(con, contracts)
                con.execute("BEGIN")
                foreign.refuse_batch(con, register_of.in_force(con), batch)
                dataset = ledger.withdraw(con, batch, contracts)
                con.execute("COMMIT")
                rebuild(con)
                if look:
                    look(Snapshot("", con))
                    raise _Nothing
        except _Nothing:
            return dataset
    disk.remove(ledger.rejects_file(warehouse.folder, batch))
    note(warehouse.folder, "withdraw", batch=batch, dataset=dataset)
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
    con: duckdb.DuckDBPyConnection, warehouse: Warehouse, opened: Opened, contracts: Mapping[str, Contract]
) -> Outcome:
    """Apply one sheet to the draft, wholly or not at all."""
    outcome = opened.outcome
    if opened.recognition is None:
        return outcome
    with Bench(con) as bench:
        try:  # outside the transaction: row numbers begin at 0 only once committed
            loaded = load(bench, opened.sheet, opened.recognition)
        except Refused as refusal:
            return outcome.refused(str(refusal))
        outcome = replace(outcome, receipt=_of_loaded(outcome.receipt, loaded))
        con.execute("BEGIN")
        published = False
        try:
            outcome = _apply(bench, warehouse, opened, loaded, contracts)
            if outcome.receipt.dataset == REGISTER:  # other rows were looked up in the register just now
                ledger.refuse_orphans(con, contracts)
            published = outcome.receipt.error is None
        except Refused as refusal:
            outcome = outcome.refused(str(refusal))
        finally:
            con.execute("COMMIT" if published else "ROLLBACK")
    if published:
        return outcome
    disk.remove(ledger.rejects_file(warehouse.room, _next_batch(con, warehouse)))  # the number it had
    return _unpublished(outcome)


def _next_batch(con: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> int:
    """The number of the next batch: one that no version has given, also none that was left behind."""
    (last,) = con.execute("SELECT coalesce(max(batch), 0) FROM store.batch").fetchall()[0]
    return max(last, warehouse.last_batch) + 1


def _of_loaded(receipt: Receipt, loaded: Loaded) -> Receipt:
    """With what is known once the rows are read."""
    return replace(
        receipt,
        dataset=loaded.recognition.contract.name,
        columns={m.header: m.column for m in loaded.recognition.columns if m.column},
        unmapped_headers=loaded.recognition.unmapped,
        rows_read=loaded.rows_read,
        skipped=loaded.skipped,
        warnings=list(loaded.warnings),
    )


@dataclass(frozen=True)
class _Applied:
    """What the stages have made of one sheet."""

    opened: Opened
    loaded: Loaded  # as the sheet stands; `plain` has a row per step
    plain: Loaded
    where: Whereabouts
    listing: ListOf | None
    speaks: Speaks | None  # the register dates nothing, and is of all times
    said: tuple[str, ...]  # about the list's day, and what the sheet speaks for
    held: Held
    settled: Settled
    batch: int

    @property
    def contract(self) -> Contract:
        return self.plain.recognition.contract

    @property
    def as_of(self) -> date | None:
        """The date of its list; None for events, and for the register, which is of all times."""
        return self.listing.as_of if self.listing and self.listing.as_of != ALWAYS else None


def _apply(
    bench: Bench,
    warehouse: Warehouse,
    opened: Opened,
    loaded: Loaded,
    contracts: Mapping[str, Contract],
) -> Outcome:
    """Hold the sheet's rows to their contract, settle them with what is there, write the ledger."""
    con = bench.con
    register = register_of.in_force(con)
    plain = unroll(bench, loaded)
    contract = plain.recognition.contract
    covers = opened.wish.covers
    wanted = opened.wish.area or (covers[0] if len(covers) == 1 else None)
    where = whereabouts(bench, opened.sheet, plain, register, wanted)
    day = _day(bench, opened, plain, where) if contract.is_registry else None
    secret = key.for_people(warehouse.folder, con, contracts) if contract.names_people else None
    held = hold(bench, plain, Scope(register, where.area, day.as_of if day else None, secret, where.place))
    warned: tuple[str, ...] = ()
    if contract.is_register:
        held = hung(bench, held)
        warned = moved(bench, held)
    listing, speaks = None, None
    if day is None:
        speaks = coverage.of_events(bench, register, opened, plain, where, held)
    elif contract.is_register:
        listing = ListOf(day.as_of, partial=True)
    else:
        speaks = coverage.of_list(
            bench, register, opened, plain, where, held, day.as_of, partial=day.partial, dated=day.told
        )
        units = {
            unit: register.above(unit, "county") or unit
            for unit in speaks.units(bench, register, contract.name)
            if not register.has_ended(unit, day.as_of)
        }
        listing = ListOf(day.as_of, units, speaks.alone(register), speaks.asks, day.partial)
    batch = _next_batch(con, warehouse)
    settled = settle(bench, contract, held, batch, listing)
    ledger.keep_aside(con, batch, loaded.aside)
    said = (*(day.said if day else ()), *(speaks.warnings if speaks else ()))
    if contract.is_register:
        said += (*warned, *division_codes.told(bench, held))
    applied = _Applied(opened, loaded, plain, where, listing, speaks, said, held, settled, batch)
    headers = _keep_rejects(bench, warehouse, register, applied)
    receipt = _receipt(bench, applied)
    ledger.record(
        con,
        receipt,
        as_of=applied.as_of,
        scope=where.area,
        headers=headers,
        mapping={m.header: m.column for m in loaded.recognition.columns if m.header},
        digest=ledger.digest(opened.path),
        at=datetime.now(),
    )
    if speaks:
        coverage.record(con, batch, contract.name, speaks)
    foreign.refuse_batch(con, register, batch)
    return replace(
        opened.outcome,
        receipt=_caution(receipt, applied),
        scope=where.area,
        partial=listing is not None and not contract.is_register and listing.partial,
        occurring=speaks.occurring if speaks else (),
        rows=ledger.preview(con, contract, batch, held.rejected, loaded.rows, settled.gone),
    )


@dataclass(frozen=True)
class _Day:
    """The day a registry's list is of."""

    as_of: date
    partial: bool  # the file only supplements that list
    told: bool = True  # by the sheet or somebody, not taken from the calendar
    said: tuple[str, ...] = ()


def _day(bench: Bench, opened: Opened, loaded: Loaded, where: Whereabouts) -> _Day:
    """Which list a registry's sheet gives or supplements, and what is said about that."""
    wish, recognition = opened.wish, loaded.recognition
    if recognition.contract.is_register:
        return _Day(ALWAYS, partial=True)
    said = []
    as_of = wish.as_of or recognition.as_of or find_date(_notes(bench, loaded), "", "")
    told = as_of is not None
    partial = recognition.is_rejects if wish.partial is None else wish.partial
    if partial:
        said.append(_("taken as a supplement: rows of the list that are not in this file stay"))
        as_of = as_of or _latest_list(bench, recognition.contract, where.area)
    if as_of is None:
        as_of = date.today()
        sentence = _(
            "no data date was found in the title or the file name; today, {day}, was taken (--as-of sets it)"
        )
        said.append(sentence.format(day=as_of))
    return _Day(as_of, partial, told, tuple(said))


def _notes(bench: Bench, loaded: Loaded) -> list[str]:
    """The texts below a table that are no data."""
    rows = bench.con.execute(f"SELECT * EXCLUDE (line) FROM {loaded.rows} WHERE kind = 'note'").fetchall()
    return [cell for row in rows for cell in row if cell]


def _latest_list(bench: Bench, contract: Contract, scope: str | None) -> date | None:
    """The date of the newest list of the county (of any, when none is known)."""
    found = bench.con.execute(
        "SELECT max(as_of) FROM store.list WHERE dataset = $dataset AND ($scope IS NULL OR county = $scope "
        "OR county IN (SELECT area_code FROM main.area WHERE parent_code = $scope))",
        {"dataset": contract.name, "scope": scope},
    )
    return found.fetchall()[0][0]


def _receipt(bench: Bench, applied: _Applied) -> Receipt:
    """The sheet's account, put together from the parts of the stages. Raises Refused when there was no row at all."""
    settled, loaded, speaks = applied.settled, applied.loaded, applied.speaks
    receipt = _of_loaded(applied.opened.outcome.receipt, loaded)
    doubles = {"duplicate": settled.duplicates, "superseded": settled.superseded}
    carried = _("{count} rows of the list before go on unchanged into the list of {day}")
    receipt = replace(
        receipt,
        batch=applied.batch,
        dataset=applied.contract.name,
        as_of=str(applied.as_of) if applied.as_of else None,
        added=settled.added,
        changed=settled.changed,
        unchanged=settled.unchanged,
        removed=settled.removed,
        rejected=bench.count(f"SELECT count(*) FROM {applied.held.rejected}"),
        skipped={**loaded.skipped, **{kind: count for kind, count in doubles.items() if count}},
        covers=list(settled.covers if applied.listing else speaks.areas if speaks else ()),
        months=[in_words(months) for months in speaks.months] if speaks else [],
        reasons=ledger.reasons(bench.con, applied.batch),
        doubled=ledger.doubled(bench.con, applied.batch),
        left_out=ledger.left_out(bench.con, applied.batch),
        warnings=[
            *loaded.warnings,
            *applied.where.warnings,
            *applied.said,
            *applied.held.warnings,
            *([carried.format(count=settled.carried, day=applied.as_of)] if settled.carried else []),
        ],
    )
    rows = receipt.added + receipt.changed + receipt.unchanged + receipt.rejected
    if rows == 0 and not (speaks and speaks.told):
        raise Refused(
            _(
                "{file}: there is a header but no data row under it. If it reports that there was nothing, say of which "
                "area and of which months (--area, --months; of a list the day, --as-of)."
            ).format(file=receipt.file)
        )
    if receipt.balance:
        raise AssertionError(
            f"{receipt.file}: {receipt.balance} of {receipt.rows_read} rows are not accounted for"
        )
    return receipt


def _keep_rejects(bench: Bench, warehouse: Warehouse, register: Register, applied: _Applied) -> list[str]:
    """Keep the rejected rows in the sheet's layout; its headers, as a mended file needs them: without title or name."""
    columns = applied.loaded.recognition.columns
    secret = _secret_columns(applied.loaded.recognition)
    headers = [m.standing_alone for m in columns]
    cells = ["NULL" if m.index in secret else f"raw.c{m.index}" for m in columns]
    if applied.where.place:
        area = register.areas[applied.where.place]
        headers.append(next(c.title for c in applied.contract.area_columns if c.level[0] == area.level))
        cells.append(literal(area.name))
    file = ledger.rejects_file(warehouse.room, applied.batch)
    ledger.keep_rejects(
        bench.con, file, applied.batch, applied.held.rejected, applied.loaded.rows, ", ".join(cells)
    )
    return headers


def _secret_columns(recognition: Recognition) -> set[int]:
    """Columns no mended row needs: dropped ones (passwords, phones) that do not help to tell people apart."""
    columns = recognition.contract.columns
    needed = {name for column in columns.values() for names in column.otherwise for name in names}
    return {
        m.index
        for m in recognition.columns
        if m.column and columns[m.column].personal == "drop" and m.column not in needed
    }


def _caution(receipt: Receipt, applied: _Applied) -> Receipt:
    """With what must be asked before publishing, unless somebody has said yes."""
    asked = [*applied.loaded.questions, *applied.settled.cautions]
    rows = applied.loaded.data_rows
    if applied.listing and not applied.listing.partial and rows in PAGE_SIZES:
        asked.append(_("exactly {count} rows: perhaps only one page was exported").format(count=rows))
    if not asked or applied.opened.wish.yes:
        return receipt
    sentence = _("Not published: {what}. If that is right, say yes (--yes).")
    return replace(receipt, needs_yes=asked, error=sentence.format(what=_("; ").join(asked)))
