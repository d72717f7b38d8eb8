"""From a file to a published version, every row accounted for.

recognise → load raw → classify → conform → merge → record; then, once for all files, rebuild what depends on
the rows (a function the caller gives, for measuring lies a floor above) and publish.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store import ledger, schema, values
from tuanqing.store.conform import conform
from tuanqing.store.header import Recognition, find_date, recognise
from tuanqing.store.kinds import classify
from tuanqing.store.ledger import Receipt
from tuanqing.store.merge import Confirm, merge
from tuanqing.store.names import Register
from tuanqing.store.part import Scope
from tuanqing.store.reading import open_file
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.text import squeeze
from tuanqing.store.warehouse import Warehouse

ALWAYS = date(1900, 1, 1)  # the area register's one list: its units begin and end by their own dates
PAGE_SIZES = (20, 50, 100, 200, 500)
SHOWN = 200  # rows of each kind kept for a preview


@dataclass(frozen=True)
class Wish:
    """What the person importing has said about the files."""

    dataset: str | None = None
    area: str | None = None  # the county (or prefecture, or township) the files belong to
    as_of: date | None = None
    sheet: str | None = None
    encoding: str | None = None
    covers: tuple[str, ...] = ()  # areas this list is the full list of, beside those that occur in it
    columns: Mapping[str, str | None] = field(default_factory=dict)  # header → column
    yes: bool = False
    partial: bool | None = None  # the file only supplements the list; None: yes if it is mended rejects


@dataclass
class Outcome:
    """A receipt, and for the page a few rows of each kind: accepted, rejected, gone."""

    receipt: Receipt
    recognition: Recognition | None = None
    scope: str | None = None  # the county (or prefecture) its names were looked up in
    partial: bool = False
    path: Path | None = None
    headers: list[str] = field(
        default_factory=list
    )  # of the header, or of the fullest row when none was found
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)


Rebuild = Callable[[duckdb.DuckDBPyConnection], None]
Progress = Callable[[str, float], None]
Wishes = Mapping[tuple[Path, str], Wish | None]  # per file and sheet; None leaves the sheet out


def import_files(
    warehouse: Warehouse,
    files: Sequence[Path],
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    wish: Wish | None = None,
    *,
    dry_run: bool = False,
    names: Mapping[Path, str] | None = None,
    wishes: Wishes | None = None,
    progress: Progress = lambda _what, _share: None,
    say: Callable[[str], None] = print,
) -> list[Outcome]:
    """Import `files` as one published version; one Outcome per sheet, in the order they were applied.

    A sheet that is refused stays out, with its sentence in the receipt; the others are published. A dry run
    does everything but publish. `names` gives files the name they had before they were uploaded; `wishes`
    says for single sheets what differs from `wish`.
    """
    wish = wish or Wish()
    names, wishes = names or {}, wishes or {}
    outcomes: list[Outcome] = []
    with warehouse.writing(
        _("importing {files}").format(files=", ".join(names.get(f, f.name) for f in files)[:80]), say=say
    ):
        opened = [
            (path, sheet, own)
            for path, sheet in _open(files, names, wish, wishes, outcomes)
            if (own := wishes.get((path, sheet.name), wish))
        ]
        if not opened:
            return outcomes
        try:
            with warehouse.draft() as con:
                schema.create(con, contracts)
                published = 0
                for number, (path, sheet, own) in enumerate(_area_first(opened, contracts)):
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


def _forget(warehouse: Warehouse, account: Receipt) -> None:
    """Take the batch number back from a sheet that is not published, and the rows it had rejected."""
    if account.batch is not None:
        (warehouse.folder / "rejects" / f"{account.batch:06d}.parquet").unlink(missing_ok=True)
    account.batch = None


def withdraw(
    warehouse: Warehouse,
    batch: int,
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    say: Callable[[str], None] = print,
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


class _Nothing(Exception):
    """Leaves the draft without publishing it."""


def _open(
    files: Sequence[Path],
    names: Mapping[Path, str],
    wish: Wish,
    wishes: Wishes,
    outcomes: list[Outcome],
) -> Iterable[tuple[Path, Sheet]]:
    for path in files:
        name = names.get(path, path.name)
        try:
            own = wishes.get((path, "")) or wish  # texts have one sheet, without a name
            sheets = open_file(path, encoding=own.encoding)
            for sheet in sheets:
                sheet.file = name
            wanted = [s for s in sheets if (s.name == wish.sheet if wish.sheet else not s.hidden)]
            if not wanted:
                known = _("、").join(s.name for s in sheets)
                raise Refused(
                    _("{file} has no sheet “{sheet}”. It has: {known}.").format(
                        file=name, sheet=wish.sheet, known=known
                    )
                    if wish.sheet
                    else _("{file}: every sheet is hidden ({known}). Unhide the one to import.").format(
                        file=name, known=known
                    )
                )
        except Refused as refusal:
            outcomes.append(Outcome(Receipt(file=name, error=str(refusal)), path=path))
            continue
        filled = [s for s in wanted if any(cell.strip() for row in s.head for cell in row)]
        left = [s for s in sheets if s not in filled and s.name]
        for sheet in filled or wanted:
            for other in left:
                why = _("hidden") if other.hidden else _("empty") if other in wanted else _("not chosen")
                sheet.notes.append(_("sheet “{name}” was skipped ({why})").format(name=other.name, why=why))
            left = []
            yield path, sheet


def _area_first(
    opened: list[tuple[Path, Sheet, Wish]], contracts: Mapping[str, Contract]
) -> list[tuple[Path, Sheet, Wish]]:
    """The area register before everything that refers to it, otherwise as given."""

    def rank(entry: tuple[Path, Sheet, Wish]) -> int:
        _path, sheet, wish = entry
        try:
            return 0 if recognise(sheet, contracts, wish.dataset).contract.name == "area" else 1
        except Refused:  # it will be refused again, with its sentence, when its turn comes
            return 1

    return sorted(opened, key=rank) if len(opened) > 1 else opened


def _import_sheet(
    con: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    path: Path,
    sheet: Sheet,
    contracts: Mapping[str, Contract],
    wish: Wish,
    outcomes: list[Outcome],
) -> Outcome:
    outcome = Outcome(Receipt(file=sheet.file, sheet=sheet.name, encoding=sheet.encoding), path=path)
    outcomes.append(outcome)
    outcome.headers = max(sheet.head, key=lambda row: sum(1 for cell in row if cell.strip()), default=[])
    began = False
    try:
        remembered = {
            signature: (dataset, json.loads(answer))
            for signature, dataset, answer in con.execute(
                "SELECT signature, dataset, answer FROM store.mapping"
            ).fetchall()
        }
        recognition = recognise(sheet, contracts, wish.dataset, remembered, wish.columns)
        recognition = _answered(con, recognition, wish.columns)
        outcome.recognition = recognition
        outcome.headers = [mapped.header for mapped in recognition.columns]
        _load(con, sheet, recognition, outcome.receipt)  # outside: row numbers begin at 0 only once committed
        con.execute("BEGIN")
        began = True
        _apply(con, warehouse, path, sheet, recognition, wish, outcome)
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
    wish: Wish,
    outcome: Outcome,
) -> None:
    contract, account = recognition.contract, outcome.receipt
    width = len(recognition.columns)
    register = schema.register(con)
    as_of = wish.as_of or recognition.as_of
    if as_of is None and contract.is_registry:
        tail = [
            cell
            for row in con.execute("SELECT * EXCLUDE (line) FROM raw WHERE kind = 'note'").fetchall()
            for cell in row
            if cell
        ]
        as_of = find_date(tail, "", "")
    scope_area = _scope(con, sheet, recognition, register, wish.area, account)
    partial = contract.is_registry and (recognition.is_rejects if wish.partial is None else wish.partial)
    if contract.name == "area":
        as_of, partial = ALWAYS, True
    elif partial:
        account.warnings.append(_("taken as a supplement: rows of the list that are not in this file stay"))
        as_of = as_of or _latest_list(con, contract, scope_area)
    if as_of is None and contract.is_registry:
        as_of = date.today()
        account.warnings.append(
            _(
                "no data date was found in the title or the file name; today, {day}, was taken (--as-of sets it)"
            ).format(day=as_of)
        )
    outcome.scope, outcome.partial = scope_area, partial
    conformed = conform(
        con,
        sheet,
        recognition,
        Scope(register, scope_area, as_of if contract.is_registry else None, warehouse.key),
    )
    account.warnings += conformed.warnings
    account.as_of = str(as_of) if contract.is_registry and as_of != ALWAYS else None
    batch = con.execute("SELECT coalesce(max(batch), 0) + 1 FROM store.batch").fetchall()[0][0]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE rejected AS SELECT line, {conformed.reasons} AS reasons FROM typed WHERE NOT _ok"
    )
    _compare_totals(con, recognition, account)
    merged = merge(con, contract, conformed, batch, as_of, _covers(register, wish), partial=partial)
    if merged.carried:
        account.warnings.append(
            _("{count} rows of the list before go on unchanged into the list of {day}").format(
                count=merged.carried, day=as_of
            )
        )
    account.batch = batch
    account.rejected = con.execute("SELECT count(*) FROM rejected").fetchall()[0][0]
    account.added, account.changed, account.unchanged = merged.added, merged.changed, merged.unchanged
    account.removed, account.covers = merged.removed, merged.covers
    for kind, count in (("duplicate", merged.duplicates), ("superseded", merged.superseded)):
        if count:
            account.skipped[kind] = count
    if account.added + account.changed + account.unchanged + account.rejected == 0:
        raise Refused(_("{file}: there is a header but no data row under it.").format(file=account.file))
    cells = ", ".join(f"raw.c{i}" for i in range(width))
    ledger.keep_rejects(
        con,
        warehouse.folder / "rejects",
        batch,
        f"SELECT r.line, [{cells}] AS cells, r.reasons FROM rejected AS r JOIN raw USING (line)",
    )
    account.reasons = ledger.reasons(con, batch)
    headers = [m.header for m in recognition.columns]
    ledger.record(
        con,
        account,
        as_of=as_of if contract.is_registry and as_of != ALWAYS else None,
        scope=scope_area,
        headers=headers,
        mapping={m.header: m.column for m in recognition.columns if m.header},
        digest=_digest(path),
        at=datetime.now(),
    )
    if account.balance:
        raise AssertionError(
            f"{account.file}: {account.balance} of {account.rows_read} rows are not accounted for"
        )
    outcome.rows = _preview(con, contract, batch)
    _caution(con, contract, sheet, merged.cautions, wish, partial)


def _load(con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, account: Receipt) -> None:
    """Fill `raw` with a `kind` per row, and count what is skipped."""
    account.dataset = recognition.contract.name
    account.columns = {m.header: m.column for m in recognition.columns if m.column}
    account.unmapped_headers = recognition.unmapped
    account.warnings = list(sheet.notes)
    width = len(recognition.columns)
    merged_columns = sorted({c for m in sheet.merges if m[2] > m[0] for c in range(m[1], m[3] + 1)})
    report = sheet.load(
        con, "cells", after_line=recognition.header_line, width=width, fill_columns=merged_columns
    )
    kinds = classify(recognition, width)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE odd AS SELECT line, kind FROM (SELECT line, {kinds} AS kind FROM cells) "
        "WHERE kind <> 'data'"
    )
    con.execute(
        "CREATE OR REPLACE TEMP VIEW raw AS "
        "SELECT cells.*, coalesce(odd.kind, 'data') AS kind FROM cells LEFT JOIN odd USING (line)"
    )
    odd = con.execute("SELECT kind, count(*) FROM odd GROUP BY kind ORDER BY kind").fetchall()
    above = sheet.head_lines.index(recognition.header_line) + 1 - recognition.header_rows
    account.skipped = dict(odd)
    for kind, count in (
        ("title", above - recognition.blank_above),
        ("blank", recognition.blank_above),
        ("header", recognition.header_rows),
        ("hidden", report.hidden),
    ):
        if count:
            account.skipped[kind] = account.skipped.get(kind, 0) + count
    account.rows_read = report.rows + report.hidden + above + recognition.header_rows
    data_rows = report.rows - sum(count for _kind, count in odd)
    if data_rows in PAGE_SIZES:
        account.warnings.append(
            _(
                "exactly {count} rows, as many as one page of the exporting system holds; make sure all pages were exported"
            ).format(count=data_rows)
        )


def _scope(
    con: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    recognition: Recognition,
    register: Register,
    wanted: str | None,
    account: Receipt,
) -> str | None:
    """The county (or prefecture) in which this sheet's names are looked up, from the surest evidence there is."""
    if recognition.contract.name == "area":
        return None
    if not register.areas:
        raise Refused(
            _(
                "The area register is empty. Import it first: who belongs where must be known before {title}."
            ).format(title=recognition.contract.title)
        )
    if wanted:
        if wanted not in register.areas:
            raise Refused(_("Area {code} is not in the register.").format(code=wanted))
        return register.above(wanted, "county") or wanted
    texts = [squeeze(t) for t in (*recognition.titles, sheet.name, sheet.file)]
    levels = ("prefecture",) if recognition.index("county") else ("county", "prefecture")
    for level in levels:
        named = {
            a.code for a in register.areas.values() if a.level == level for t in texts if squeeze(a.name) in t
        }
        if len(named) == 1:
            return named.pop()
    if len(register.counties) == 1:
        return register.counties[0].code
    if recognition.index("county"):
        return None
    return _scope_by_names(con, recognition, register, account)


def _scope_by_names(
    con: duckdb.DuckDBPyConnection, recognition: Recognition, register: Register, account: Receipt
) -> str | None:
    """The only county whose townships these are, when no other comes near; said in the receipt."""
    mapped = recognition.index("township")
    if mapped is None:
        return None
    texts = [
        row[0]
        for row in con.execute(
            f"SELECT DISTINCT c{mapped.index} FROM raw WHERE kind = 'data' AND c{mapped.index} IS NOT NULL LIMIT 500"
        ).fetchall()
    ]
    hits = sorted(
        (
            (sum(1 for text in texts if register.find(text, county.code, "township").code), county)
            for county in register.counties
        ),
        key=lambda pair: -pair[0],
    )
    best, second = hits[0], hits[1]
    if best[0] * 2 < len(texts) or second[0] * 2 >= best[0]:
        return None
    account.warnings.append(
        _(
            "taken to be of {county}: {hits} of its {count} township names are found there and nowhere else (--area sets it)"
        ).format(county=best[1].name, hits=best[0], count=len(texts))
    )
    return best[1].code


def _latest_list(con: duckdb.DuckDBPyConnection, contract: Contract, scope: str | None) -> date | None:
    """The date of the newest list of the county (of any, when none is known)."""
    return con.execute(
        "SELECT max(as_of) FROM store.list WHERE dataset = $dataset AND ($scope IS NULL OR county = $scope "
        "OR county IN (SELECT area_code FROM main.area WHERE parent_code = $scope))",
        {"dataset": contract.name, "scope": scope},
    ).fetchall()[0][0]


def _covers(register: Register, wish: Wish) -> list[str]:
    """The cover units (townships, and the county itself) of the areas named as fully covered."""
    found: list[str] = []
    for code in wish.covers:
        if code not in register.areas:
            raise Refused(_("Area {code} is not in the register.").format(code=code))
        found += [area.code for area in register.below(code, "township")]
        found += [code] if register.areas[code].level in ("county", "township") else []
    return found


def _caution(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    sheet: Sheet,
    cautions: list[str],
    wish: Wish,
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


def _compare_totals(con: duckdb.DuckDBPyConnection, recognition: Recognition, account: Receipt) -> None:
    """The last grand-total row against the sum of the rows above it."""
    numeric = [
        m
        for m in recognition.columns
        if m.column
        and recognition.contract.columns[m.column].type in ("integer", "decimal")
        and recognition.contract.columns[m.column].stored
    ]
    if not numeric or "total" not in account.skipped:
        return
    cells = ", ".join(f"c{m.index}" for m in numeric)
    totals = con.execute(
        f"SELECT {cells} FROM raw WHERE kind = 'total' AND regexp_matches(array_to_string([{', '.join(f'c{m.index}' for m in recognition.columns[:4])}], ''), "
        "'合\\s*计|总\\s*计|合　计|总　计') ORDER BY line"
    ).fetchall()
    if len(totals) != 1:
        return
    sums = con.execute(
        f"SELECT {', '.join(f'sum({chr(34)}{m.column}{chr(34)})' for m in numeric)} FROM typed"
    ).fetchall()[0]
    for m, printed, added in zip(numeric, totals[0], sums, strict=True):
        column = recognition.contract.columns[m.column or ""]
        stated = values.parse(printed or "", column.type, unit=column.unit, scale=m.scale).value
        if stated is not None and added is not None and abs(float(stated) - float(added)) > 0.005:
            account.warnings.append(
                _("the total row gives {printed} for “{column}”, its rows add up to {added}").format(
                    printed=f"{stated:g}" if not isinstance(stated, int) else stated,
                    column=column.title,
                    added=f"{added.normalize():f}" if hasattr(added, "normalize") else added,
                )
            )


def _preview(con: duckdb.DuckDBPyConnection, contract: Contract, batch: int) -> dict[str, pl.DataFrame]:
    columns = ", ".join(f'"{c.name}"' for c in contract.stored)
    accepted = con.sql(
        f"SELECT _line AS line, {columns} FROM store.{contract.name} WHERE _batch = {batch} AND _line > 0 "
        f"ORDER BY _line LIMIT {SHOWN}"
    ).pl()
    turned_away = con.sql(
        f"SELECT line, array_to_string(reasons, '；') AS reasons, raw.* EXCLUDE (line, extra, fault, original, kind) FROM rejected JOIN raw USING (line) ORDER BY line LIMIT {SHOWN}"
    ).pl()
    gone = (
        con.sql(
            f"SELECT {', '.join(f'row.{chr(34)}{c.name}{chr(34)}' for c in contract.stored)} FROM gone "
            f"JOIN store.{contract.name} AS row ON row._batch = gone.old_batch AND row._line = gone.old_line "
            f"ORDER BY ALL LIMIT {SHOWN}"
        ).pl()
        if contract.is_registry
        else accepted.clear()
    )
    return {"accepted": accepted, "rejected": turned_away, "gone": gone}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
