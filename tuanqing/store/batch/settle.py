"""Accepted rows into the tables: what is new, changed, unchanged, doubled in the file, or gone from the list."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.store.batch.applied import Batch
from tuanqing.store.batch.doubles import drop_doubles
from tuanqing.store.batch.meeting import meet
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.holding import Held
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import listed, literal, quoted

VANISHING = 10  # ask when more than one in this many rows of a covered area would disappear


@dataclass(frozen=True)
class Settled:
    """What became of the accepted rows of a batch."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0  # the same row twice in the file
    superseded: int = 0  # the same key with other content further down in the file
    removed: int = 0
    carried: int = 0  # partial lists: rows of the list before that go on into this one
    covers: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()  # what needs a yes
    gone: str | None = None  # a registry: old_batch, old_line of the rows that are no longer in the list


@dataclass(frozen=True)
class ListOf:
    """The dated list a registry's file gives, or supplements."""

    as_of: date
    covers: Mapping[str, str] = field(
        default_factory=dict
    )  # units it is the full list of, occurring or not → county
    alone: tuple[str, ...] = ()  # the schools and villages of these units it is limited to, where it is
    asks: bool = False  # whether it is really the full list of them is asked where one that had rows has none
    partial: bool = False  # what it does not name stays in force


def settle(bench: Bench, contract: Contract, held: Held, number: int, listing: ListOf | None) -> Settled:
    """Insert the accepted rows as batch `number`, and settle them with what is there. `listing`: of a registry."""
    batch = Batch(bench, contract, number)
    _insert(batch, held, listing)
    surplus = drop_doubles(batch, held)
    rows = batch.count()
    if listing is None:
        met = _settle_events(batch, held)
        rest = Settled()
    else:
        met, rest = _settle_list(batch, listing)
    counted = _by_line(batch, held, surplus, met) if held.by_line else _by_row(batch, rows, surplus, met)
    return replace(
        rest,
        added=counted.get("added", 0),
        changed=counted.get("changed", 0),
        unchanged=counted.get("unchanged", 0),
        duplicates=counted.get("duplicate", 0),
        superseded=counted.get("superseded", 0),
    )


def _insert(batch: Batch, held: Held, listing: ListOf | None) -> None:
    system = [n for n in ("area_code", "_county", "_cover") if n in held.columns and n not in batch.columns]
    names = listed([*batch.columns, *system])
    as_of, order = (literal(listing.as_of), "ORDER BY line") if listing else ("NULL", "")
    batch.bench.con.execute(
        f"INSERT INTO {batch.table} ({names}, _as_of, _at_least, _flags, _batch, _line) "
        f"SELECT {names}, {as_of}, _at_least, _flags, {batch.number}, line FROM {held.rows} WHERE _ok {order}"
    )


def _by_row(batch: Batch, rows: int, surplus: str, met: str) -> dict[str, int]:
    """What became of the rows, counted; `rows` of them are left of the file."""
    counted = dict(batch.bench.con.execute(f"SELECT kind, count(*) FROM {surplus} GROUP BY 1").fetchall())
    again = dict(batch.bench.con.execute(f"SELECT same, count(*) FROM {met} GROUP BY 1").fetchall())
    unchanged, changed = again.get(True, 0), again.get(False, 0)
    return counted | {"unchanged": unchanged, "changed": changed, "added": rows - unchanged - changed}


def _by_line(batch: Batch, held: Held, surplus: str, met: str) -> dict[str, int]:
    """What became of each line of an unrolled roster, not of each of its steps.

    A line of which some steps are new and others known is changed.
    """
    fates = batch.bench.con.execute(
        f"""
        WITH step AS (
            SELECT typed.line % {LINES} AS line, coalesce(surplus.kind,
                CASE WHEN met.same THEN 'unchanged' WHEN NOT met.same THEN 'changed' ELSE 'added' END) AS fate
            FROM {held.rows} AS typed LEFT JOIN {surplus} AS surplus ON surplus._line = typed.line
            LEFT JOIN {met} AS met ON met._line = typed.line WHERE typed._ok
        ), judged AS (
            SELECT line, list_distinct(list(fate) FILTER (fate IN ('added', 'changed', 'unchanged'))) AS fates,
                min(fate) FILTER (fate IN ('duplicate', 'superseded')) AS surplus
            FROM step GROUP BY line
        )
        SELECT CASE WHEN len(fates) = 1 THEN fates[1] WHEN len(fates) > 1 THEN 'changed' ELSE surplus END, count(*)
        FROM judged GROUP BY 1
        """
    ).fetchall()
    return dict(fates)


def _settle_events(batch: Batch, held: Held) -> str:
    """Rows that meet one in force: the same again are dropped, changed ones take its place. The relation of those met.

    What the sheet has no column for stays as the other file told it: two layouts of one export make one event.
    """
    bench, contract = batch.bench, batch.contract
    compared = [name for name in batch.columns if name in held.read]
    optional = [name for name in contract.key if _is_optional(contract, name)]
    lacking = _lacking(batch, optional)
    absent = [name for name in optional if name not in held.read]
    loose = [n for n in optional if n not in absent and any(n in names for names in lacking.values())]
    stand_ins = {n: d for n in (*absent, *loose) if (d := contract.columns[n].default)}
    strict = [name for name in contract.key if name not in absent and name not in loose]
    strict = list(dict.fromkeys([*strict, *(stand_ins[n] for n in absent if n in stand_ins)]))
    lacks = bench.frame(
        "lacks",
        pl.DataFrame(
            list(lacking.items()), schema={"batch": pl.Int64, "lacks": pl.List(pl.String)}, orient="row"
        ),
    )
    between = ""
    if contract.date in contract.key:  # only what lies in the days of the batch can be met
        day = quoted(contract.date or "")
        span = f"SELECT min({day}), max({day}) FROM {batch.rows}"
        first, last = bench.con.execute(span).fetchall()[0]
        between = f"AND {day} BETWEEN {literal(first)} AND {literal(last)}"
    keys = bench.table("keys", f"SELECT DISTINCT hash({listed(strict)}) AS h FROM {batch.rows}")
    old = bench.table(
        "old",
        f"SELECT o.*, l.lacks AS _lacks FROM {batch.table} AS o LEFT JOIN {lacks} AS l ON l.batch = o._batch "
        f"WHERE o._batch <> {batch.number} AND o._ended IS NULL {between} "
        f"AND hash({listed(strict, 'o')}) IN (SELECT h FROM {keys})",
    )
    new = bench.view(
        "new",
        f"SELECT * FROM {batch.rows} WHERE hash({listed(strict)}) IN (SELECT hash({listed(strict)}) FROM {old})",
    )
    met = meet(bench, new, old, strict, compared, {n: stand_ins.get(n) for n in loose})
    _keep_unread(batch, held, met, old)
    batch.see(f"SELECT * FROM {met} WHERE same")
    batch.replace(f"SELECT * FROM {met} WHERE NOT same")
    return met


def _is_optional(contract: Contract, name: str) -> bool:
    """Whether another layout of the same export may lack a column of the key: a number or a word that only tells more.

    What a default says where it is lacking is said; only another column stands in for it.
    """
    column = contract.columns[name]
    given = column.default is None or column.default in contract.columns
    return (
        not column.required
        and column.refers is None
        and not column.personal
        and column.type == "text"
        and given
    )


def _lacking(batch: Batch, optional: Sequence[str]) -> dict[int, list[str]]:
    """By batch of the dataset: which of the columns its sheet did not have."""
    rows = batch.bench.con.execute(
        "SELECT batch, mapping FROM store.batch WHERE dataset = ?", [batch.contract.name]
    ).fetchall()
    had = {number: set(json.loads(mapping).values()) for number, mapping in rows}
    return {number: [name for name in optional if name not in names] for number, names in had.items()}


def _keep_unread(batch: Batch, held: Held, met: str, old: str) -> None:
    """Give rows that take another's place what only that one's file had a column for."""
    contract = batch.contract
    finer = (
        "o.area_code IS DISTINCT FROM own.area_code AND (o._county = own.area_code OR own.area_code IN "
        "(SELECT parent_code FROM main.area WHERE area_code = o.area_code))"
    )
    areas = [*(column.name for column in contract.area_columns), "area_code", "_county", "_cover"]
    kept = {n: f"CASE WHEN {finer} THEN o.{quoted(n)} ELSE own.{quoted(n)} END" for n in areas}
    for column in contract.stored:
        if column.name not in held.read and column.refers is None:
            kept[column.name] = f"coalesce(o.{quoted(column.name)}, own.{quoted(column.name)})"
    rows = batch.bench.table(
        "kept",
        f"SELECT m._line, {', '.join(f'{sql} AS {quoted(n)}' for n, sql in kept.items())} "
        f"FROM {met} AS m JOIN {old} AS o ON o._batch = m.old_batch AND o._line = m.old_line "
        f"JOIN {batch.rows} AS own ON own._line = m._line WHERE NOT m.same",
    )
    batch.bench.con.execute(
        f"UPDATE {batch.table} SET {', '.join(f'{quoted(n)} = kept.{quoted(n)}' for n in kept)} FROM {rows} AS kept "
        f"WHERE {batch.table}._batch = {batch.number} AND {batch.table}._line = kept._line"
    )


def _settle_list(batch: Batch, listing: ListOf) -> tuple[str, Settled]:
    """Compare a dated list with the list in force on its date, area by area; store it under its own date.

    Rows of the same date are corrected in place; a later date begins a list of its own, unchanged rows included.
    """
    bench, table, name = batch.bench, batch.table, literal(batch.contract.name)
    covered = bench.table("covered", _covered(batch, listing))
    basis = bench.table(
        "basis",
        f"SELECT cover, max(as_of) AS as_of FROM store.list WHERE dataset = {name} "
        f"AND cover IN (SELECT cover FROM {covered}) AND as_of <= {literal(listing.as_of)} GROUP BY cover",
    )
    place = f"{batch.where('row')} AS _where"
    old = bench.table(
        "old",
        f"SELECT row.*, {place} FROM {table} AS row JOIN {basis} AS basis ON basis.cover = row._cover "
        f"AND basis.as_of = row._as_of WHERE row._batch <> {batch.number} AND row._ended IS NULL",
    )
    new = bench.view("new", f"SELECT *, {place} FROM {batch.rows} AS row")
    units = [*batch.contract.key, "_cover", "_where"]
    alike = meet(bench, new, old, units, batch.columns)
    met = bench.table(
        "met",
        f"SELECT m.*, o._as_of = {literal(listing.as_of)} AS same_list FROM {alike} AS m "
        f"JOIN {old} AS o ON o._batch = m.old_batch AND o._line = m.old_line",
    )
    missing = bench.table(
        "missing",
        f"SELECT _batch AS old_batch, _line AS old_line, _cover AS cover, area_code, _as_of = {literal(listing.as_of)} "
        f"AS same_list FROM {old} WHERE (_batch, _line) NOT IN (SELECT (old_batch, old_line) FROM {met})",
    )
    stays = "true" if listing.partial else _elsewhere(listing)
    kept = bench.table("kept", f"FROM {missing} WHERE {stays}")
    carried = _carry_over(batch, listing, old, basis, kept)
    missing = bench.table("missing", f"FROM {missing} WHERE NOT {stays}")
    cautions = _vanishing(batch, listing, old, missing)
    batch.see(f"SELECT * FROM {met} WHERE same AND same_list")
    batch.replace(f"SELECT * FROM {met} WHERE NOT same AND same_list")
    batch.end(f"SELECT * FROM {missing} WHERE same_list")
    already = f"WHERE cover NOT IN (SELECT cover FROM {basis} WHERE as_of = {literal(listing.as_of)})"
    bench.con.execute(
        f"INSERT INTO store.list SELECT {name}, {literal(listing.as_of)}, cover, county, {batch.number} FROM {covered} "
        + (already if listing.partial or listing.alone else "")
    )
    covers = bench.con.execute(f"SELECT cover FROM {covered} ORDER BY cover").fetchall()
    removed = bench.count(f"SELECT count(*) FROM {missing}")
    return met, Settled(
        removed=removed,
        carried=carried,
        covers=tuple(cover for (cover,) in covers),
        cautions=tuple(cautions),
        gone=missing,
    )


def _covered(batch: Batch, listing: ListOf) -> str:
    """SQL for cover, county of the units the list speaks for: those that occur in it, and those it covers besides."""
    besides = ", ".join(f"({literal(unit)}, {literal(county)})" for unit, county in listing.covers.items())
    values = f" UNION ALL VALUES {besides}" if besides else ""
    return (
        f"SELECT cover, min(county) AS county FROM (SELECT _cover AS cover, _county AS county FROM {batch.table} "
        f"WHERE _batch = {batch.number} AND _cover IS NOT NULL{values}) GROUP BY cover"
    )


def _elsewhere(listing: ListOf) -> str:
    """SQL for rows that lie outside the schools and villages the list is limited to."""
    if not listing.alone:
        return "false"
    inside = ", ".join(map(literal, listing.alone))
    return (
        "(area_code IS NULL OR area_code NOT IN "
        f"(SELECT area_code FROM main.area WHERE area_code IN ({inside}) OR parent_code IN ({inside})))"
    )


def _vanishing(batch: Batch, listing: ListOf, old: str, missing: str) -> list[str]:
    """What is asked: where more than one in `VANISHING` rows of an area would disappear; and, of a list that is only
    called after an area, whether units that had rows have none now."""
    found = batch.bench.con.execute(
        f"SELECT coalesce((SELECT any_value(name) FROM main.area WHERE area_code = cover), cover), cover, lost, had, "
        f"EXISTS (FROM {batch.table} WHERE _batch = {batch.number} AND _cover = cover) FROM ("
        f"SELECT o._cover AS cover, count(g.cover) AS lost, count(*) AS had FROM {old} AS o LEFT JOIN {missing} AS g "
        f"ON g.old_batch = o._batch AND g.old_line = o._line GROUP BY 1 HAVING count(g.cover) * {VANISHING} > count(*)"
        ") ORDER BY cover"
    ).fetchall()
    silent = [(name, lost) for name, _cover, lost, had, occurs in found if not occurs and lost == had]
    sentence = _("{area}: {lost} of {had} rows would disappear from “{title}”")
    asked = [
        sentence.format(area=name, lost=lost, had=had, title=batch.contract.title)
        for name, _cover, lost, had, occurs in found
        if not listing.asks or occurs or lost < had
    ]
    if listing.asks and silent:
        asked.append(
            _(
                "{areas} had rows in “{title}” and do not occur in this file, which is called after the whole area: have "
                "they none now (--yes), or is it the list of the others alone (--partial, or --covers for each)?"
            ).format(
                areas=_("、").join(_("{area} ({count})").format(area=n, count=c) for n, c in silent),
                title=batch.contract.title,
            )
        )
    return asked


def _carry_over(batch: Batch, listing: ListOf, old: str, basis: str, kept: str) -> int:
    """Keep what the list does not speak for: one of a later date begins with those rows too. How many they are.

    Carried rows have negative line numbers, for they stand in no line of this file. A list of the same date is
    supplemented in place; `store.supplement` remembers it, so that the list is not withdrawn from under it.
    """
    con, as_of = batch.bench.con, literal(listing.as_of)
    names = listed(dict.fromkeys([*batch.columns, "area_code", "_county", "_cover"]))
    later = batch.bench.table(
        "later",
        f"SELECT * FROM {old} WHERE (_batch, _line) IN "
        f"(SELECT (old_batch, old_line) FROM {kept} WHERE NOT same_list)",
    )
    con.execute(
        f"INSERT INTO {batch.table} ({names}, _as_of, _at_least, _flags, _batch, _line) SELECT {names}, {as_of}, "
        f"_at_least, _flags, {batch.number}, -row_number() OVER (ORDER BY _batch, _line) FROM {later}"
    )
    if listing.partial or listing.alone:
        con.execute(
            f"INSERT INTO store.supplement SELECT {batch.number}, {literal(batch.contract.name)}, as_of, cover "
            f"FROM {basis} WHERE as_of = {as_of}"
        )
    return batch.bench.count(f"SELECT count(*) FROM {later}")
