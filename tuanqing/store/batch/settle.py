"""Accepted rows into the tables: what is new, changed, unchanged, doubled in the file, or gone from the list."""

from dataclasses import dataclass, field
from datetime import date

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.hold.holding import Held
from tuanqing.store.warehouse.schema import LINES

VANISHING = 10  # ask when more than one in this many rows of a covered area would disappear


class Confirm(Refused):
    """The batch can be published, but only if somebody says yes (`--yes`, or the box on the page)."""


@dataclass
class Settled:
    """What became of the accepted rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0  # the same row twice in the file
    superseded: int = 0  # the same key with other content further down in the file
    carried: int = 0  # partial lists: rows of the list before that go on into this one
    covers: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)  # what needs a yes


def settle(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    held: Held,
    batch: int,
    as_of: date | None,
    covers: list[str] | None,
    *,
    partial: bool = False,
) -> Settled:
    """Insert the `typed` rows that are `_ok` as `batch`, and settle them with what is there.

    `partial`: the file only supplements a registry's list; what it does not name stays in force.
    """
    table, columns = f"store.{contract.name}", [c.name for c in contract.stored]
    targets = [
        *columns,
        *(
            name
            for name in ("area_code", "_county", "_cover")
            if name in held.columns and name not in columns
        ),
    ]
    names = ", ".join(f'"{name}"' for name in targets)
    con.execute(
        f"INSERT INTO {table} ({names}, _as_of, _at_least, _flags, _batch, _line) "
        f"SELECT {names}, {'?::DATE' if contract.is_registry else 'NULL'}, _at_least, _flags, {batch}, line "
        "FROM typed WHERE _ok ORDER BY line"
        if contract.is_registry
        else f"INSERT INTO {table} ({names}, _as_of, _at_least, _flags, _batch, _line) "
        f"SELECT {names}, NULL, _at_least, _flags, {batch}, line FROM typed WHERE _ok",
        [as_of] if contract.is_registry else [],
    )
    settled = Settled()
    if contract.name == "area":
        _reject_lost_parents(con, batch)
        _place_areas(con, batch)
    _settle_doubles(con, contract, columns, batch, settled)
    if contract.is_registry:
        _settle_registry(con, contract, columns, batch, as_of, covers, settled, partial)
    else:
        _settle_events(con, contract, columns, batch, settled)
    return settled


def count_lines(con: duckdb.DuckDBPyConnection, batch: int, settled: Settled) -> None:
    """For an unrolled roster: what became of each line of the sheet, not of each of its steps.

    A line of which some steps are new and others known is changed.
    """
    fates = con.execute(
        f"""
        WITH step AS (
            SELECT typed.line % {LINES} AS line, coalesce(surplus.kind,
                CASE WHEN met.same THEN 'unchanged' WHEN NOT met.same THEN 'changed' ELSE 'added' END) AS fate
            FROM typed LEFT JOIN store.surplus AS surplus ON surplus.batch = {batch} AND surplus.line = typed.line
            LEFT JOIN met ON met._line = typed.line WHERE typed._ok
        ), judged AS (
            SELECT line, list_distinct(list(fate) FILTER (fate IN ('added', 'changed', 'unchanged'))) AS fates,
                min(fate) FILTER (fate IN ('duplicate', 'superseded')) AS surplus
            FROM step GROUP BY line
        )
        SELECT CASE WHEN len(fates) = 1 THEN fates[1] WHEN len(fates) > 1 THEN 'changed' ELSE surplus END, count(*)
        FROM judged GROUP BY 1
        """
    ).fetchall()
    counted = dict(fates)
    settled.added, settled.changed = counted.get("added", 0), counted.get("changed", 0)
    settled.unchanged = counted.get("unchanged", 0)
    settled.duplicates, settled.superseded = counted.get("duplicate", 0), counted.get("superseded", 0)


def _hash(contract: Contract, alias: str) -> str:
    return f"hash({', '.join(f'{alias}.{chr(34)}{name}{chr(34)}' for name in contract.key)})"


def _same(names, left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" IS NOT DISTINCT FROM {right}."{name}"' for name in names) or "true"


def _count(con: duckdb.DuckDBPyConnection, sql: str, parameters=()) -> int:
    return con.execute(sql, list(parameters)).fetchall()[0][0]


def _place_areas(con: duckdb.DuckDBPyConnection, batch: int) -> None:
    """Give each area row its county (itself above county level): the register is covered county by county."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE tree AS
        WITH RECURSIVE known AS (
            SELECT area_code, parent_code, level FROM store.area WHERE _batch = {batch}
            UNION ALL
            SELECT area_code, parent_code, level FROM main.area
            WHERE area_code NOT IN (SELECT area_code FROM store.area WHERE _batch = {batch})
        ), climb AS (
            SELECT area_code, area_code AS above, level, 0 AS steps FROM known
            UNION ALL
            SELECT climb.area_code, known.area_code, known.level, steps + 1
            FROM climb JOIN known AS here ON here.area_code = climb.above
            JOIN known ON known.area_code = here.parent_code WHERE steps < 12
        )
        SELECT area_code, min(above) AS county FROM climb WHERE level = 'county' GROUP BY area_code
        """
    )
    con.execute(
        f"UPDATE store.area SET _county = coalesce(tree.county, store.area.area_code), "
        f"_cover = coalesce(tree.county, store.area.area_code) "
        f"FROM (SELECT a.area_code, t.county FROM store.area AS a LEFT JOIN tree AS t USING (area_code) "
        f"WHERE a._batch = {batch}) AS tree WHERE store.area._batch = {batch} AND tree.area_code = store.area.area_code"
    )


def _reject_lost_parents(con: duckdb.DuckDBPyConnection, batch: int) -> None:
    """An area whose parent is neither in this file nor in the register hangs in the air: reject it, and repeat."""
    while True:
        lost = con.execute(
            f"SELECT _line, parent_code FROM store.area WHERE _batch = {batch} AND parent_code IS NOT NULL "
            "AND level NOT IN ('province', 'prefecture', 'county') "
            f"AND parent_code NOT IN (SELECT area_code FROM main.area UNION ALL "
            f"SELECT area_code FROM store.area WHERE _batch = {batch})"
        ).fetchall()
        if not lost:
            return
        sentence = _("「上级代码」{code} is neither in this file nor in the register; add the parent first")
        for line, code in lost:
            con.execute("INSERT INTO rejected VALUES (?, ?)", [line, [sentence.format(code=code)]])
        con.execute(
            f"DELETE FROM store.area WHERE _batch = {batch} AND _line IN ({', '.join(str(line) for line, _c in lost)})"
        )


def _settle_doubles(
    con: duckdb.DuckDBPyConnection, contract: Contract, columns: list[str], batch: int, settled: Settled
) -> None:
    """Of rows with one key in this file: drop exact doubles, and keep the last of differing ones."""
    table = f"store.{contract.name}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE doubled AS SELECT {_hash(contract, 'r')} AS h FROM {table} AS r "
        f"WHERE _batch = {batch} GROUP BY 1 HAVING count(*) > 1"
    )
    if not _count(con, "SELECT count(*) FROM doubled"):
        return
    keys = ", ".join(f'"{name}"' for name in contract.key)
    everything = ", ".join(f'"{name}"' for name in columns)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE surplus AS
        SELECT _line,
            row_number() OVER (PARTITION BY {everything} ORDER BY _line) > 1 AS is_duplicate,
            last_value(_line) OVER (PARTITION BY {keys} ORDER BY _line
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_line,
            first_value(_line) OVER (PARTITION BY {everything} ORDER BY _line) AS first_line
        FROM {table} AS r WHERE _batch = {batch} AND {_hash(contract, "r")} IN (SELECT h FROM doubled)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE surplus AS
        WITH judged AS (
            SELECT s.*, winner.first_line AS kept_line
            FROM surplus AS s JOIN surplus AS winner ON winner._line = s.last_line)
        SELECT _line, CASE WHEN is_duplicate THEN 'duplicate' ELSE 'superseded' END AS kind,
            CASE WHEN is_duplicate THEN first_line ELSE kept_line END AS kept_line
        FROM judged WHERE is_duplicate OR _line <> kept_line
        """
    )
    settled.duplicates = _count(con, "SELECT count(*) FROM surplus WHERE kind = 'duplicate'")
    settled.superseded = _count(con, "SELECT count(*) FROM surplus WHERE kind = 'superseded'")
    con.execute(f"INSERT INTO store.surplus SELECT {batch}, _line, kind, kept_line FROM surplus")
    con.execute(f"DELETE FROM {table} WHERE _batch = {batch} AND _line IN (SELECT _line FROM surplus)")


def _settle_events(
    con: duckdb.DuckDBPyConnection, contract: Contract, columns: list[str], batch: int, settled: Settled
) -> None:
    table = f"store.{contract.name}"
    total = _count(con, f"SELECT count(*) FROM {table} WHERE _batch = {batch}")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE met (_line BIGINT, old_batch BIGINT, old_line BIGINT, same BOOLEAN)"
    )
    if _count(con, f"SELECT count(*) FROM {table} WHERE _batch <> {batch} AND _ended IS NULL"):
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE met AS
            SELECT new._line, old._batch AS old_batch, old._line AS old_line, {_same(columns, "new", "old")} AS same
            FROM {table} AS new JOIN {table} AS old
              ON {_hash(contract, "new")} = {_hash(contract, "old")} AND {_same(contract.key, "new", "old")}
            WHERE new._batch = {batch} AND old._batch <> {batch} AND old._ended IS NULL
            """
        )
        _settle_met(con, contract, batch, settled)
    settled.added = total - settled.changed - settled.unchanged


def _settle_met(con: duckdb.DuckDBPyConnection, contract: Contract, batch: int, settled: Settled) -> None:
    """Rows of the batch that met one in force (`met`): the same again are dropped, changed ones take its place."""
    table = f"store.{contract.name}"
    settled.unchanged = _count(con, "SELECT count(*) FROM met WHERE same")
    settled.changed = _count(con, "SELECT count(*) FROM met WHERE NOT same")
    if settled.unchanged:
        con.execute(
            f"INSERT INTO store.seen SELECT '{contract.name}', old_batch, old_line, {batch}, _line FROM met WHERE same"
        )
        con.execute(
            f"DELETE FROM {table} WHERE _batch = {batch} AND _line IN (SELECT _line FROM met WHERE same)"
        )
    if settled.changed:
        con.execute(
            f"UPDATE {table} SET _ended = {batch} FROM met WHERE NOT met.same "
            f"AND {table}._batch = met.old_batch AND {table}._line = met.old_line"
        )


def _settle_registry(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    columns: list[str],
    batch: int,
    as_of: date | None,
    covers: list[str] | None,
    settled: Settled,
    partial: bool,
) -> None:
    """Compare a dated list with the list in force on its date, area by area; store it under its own date."""
    table, name = f"store.{contract.name}", contract.name
    occurring = [
        row[0]
        for row in con.execute(
            f"SELECT DISTINCT _cover FROM {table} WHERE _batch = {batch} ORDER BY 1"
        ).fetchall()
    ]
    settled.covers = sorted({*occurring, *(covers or [])})
    con.execute(
        "CREATE OR REPLACE TEMP TABLE covered AS SELECT unnest(?::VARCHAR[]) AS cover", [settled.covers]
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE basis AS
        SELECT cover, max(as_of) AS as_of FROM store.list
        WHERE dataset = '{name}' AND cover IN (SELECT cover FROM covered) AND as_of <= ? GROUP BY cover
        """,
        [as_of],
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE old AS
        SELECT row.* FROM {table} AS row JOIN basis ON basis.cover = row._cover AND basis.as_of = row._as_of
        WHERE row._batch <> {batch} AND row._ended IS NULL
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE met AS
        SELECT new._line, old._batch AS old_batch, old._line AS old_line, old._as_of = new._as_of AS same_list,
            {_same(columns, "new", "old")} AS same
        FROM {table} AS new JOIN old ON {_same(contract.key, "new", "old")} AND old._cover IS NOT DISTINCT FROM new._cover
        WHERE new._batch = {batch}
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE gone AS
        SELECT old._batch AS old_batch, old._line AS old_line, old._cover AS cover, old._as_of = ? AS same_list
        FROM old WHERE (old._batch, old._line) NOT IN (SELECT (old_batch, old_line) FROM met)
        """,
        [as_of],
    )
    total = _count(con, f"SELECT count(*) FROM {table} WHERE _batch = {batch}")
    if partial:
        _carry_over(con, contract, columns, batch, as_of, settled)
    settled.unchanged = _count(con, "SELECT count(*) FROM met WHERE same")
    settled.changed = _count(con, "SELECT count(*) FROM met WHERE NOT same")
    settled.removed = _count(con, "SELECT count(*) FROM gone")
    settled.added = total - settled.unchanged - settled.changed
    for cover, lost, had in con.execute(
        f"SELECT o._cover, count(g.cover), count(*) FROM old AS o LEFT JOIN gone AS g ON g.old_batch = o._batch "
        f"AND g.old_line = o._line GROUP BY 1 HAVING count(g.cover) * {VANISHING} > count(*) ORDER BY 1"
    ).fetchall():
        settled.cautions.append(
            _("{area}: {lost} of {had} rows would disappear from “{title}”").format(
                area=_area_name(con, cover), lost=lost, had=had, title=contract.title
            )
        )
    # Rows of the same date are corrected in place; a later date begins a list of its own, unchanged rows included.
    con.execute(
        f"INSERT INTO store.seen SELECT '{name}', old_batch, old_line, {batch}, _line FROM met WHERE same AND same_list"
    )
    con.execute(
        f"DELETE FROM {table} WHERE _batch = {batch} AND _line IN (SELECT _line FROM met WHERE same AND same_list)"
    )
    con.execute(
        f"UPDATE {table} SET _ended = {batch} FROM (SELECT old_batch, old_line FROM met WHERE NOT same AND same_list "
        f"UNION ALL SELECT old_batch, old_line FROM gone WHERE same_list) AS over "
        f"WHERE {table}._batch = over.old_batch AND {table}._line = over.old_line"
    )
    con.execute(
        f"INSERT INTO store.list SELECT '{name}', $as_of, cover, coalesce("
        f"(SELECT min(_county) FROM {table} WHERE _cover = cover), cover), {batch} FROM covered"
        + (" WHERE cover NOT IN (SELECT cover FROM basis WHERE as_of = $as_of)" if partial else ""),
        {"as_of": as_of},
    )


def _carry_over(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    columns: list[str],
    batch: int,
    as_of: date | None,
    settled: Settled,
) -> None:
    """Keep what a partial list does not name: nothing is gone; a list of a later date begins with those rows too.

    Carried rows have negative line numbers, for they stand in no line of this file. A list of the same date is
    supplemented in place; `store.supplement` remembers it, so that the list is not withdrawn from under it.
    """
    table = f"store.{contract.name}"
    names = ", ".join(f'"{name}"' for name in dict.fromkeys([*columns, "area_code", "_county", "_cover"]))
    later = "(_batch, _line) IN (SELECT (old_batch, old_line) FROM gone WHERE NOT same_list)"
    settled.carried = _count(con, f"SELECT count(*) FROM old WHERE {later}")
    con.execute(
        f"INSERT INTO {table} ({names}, _as_of, _at_least, _flags, _batch, _line) SELECT {names}, $as_of::DATE, "
        f"_at_least, _flags, {batch}, -row_number() OVER (ORDER BY _batch, _line) FROM old WHERE {later}",
        {"as_of": as_of},
    )
    con.execute("DELETE FROM gone")
    con.execute(
        f"INSERT INTO store.supplement SELECT {batch}, '{contract.name}', as_of, cover FROM basis WHERE as_of = $as_of",
        {"as_of": as_of},
    )


def _area_name(con: duckdb.DuckDBPyConnection, code: str) -> str:
    found = con.execute("SELECT name FROM main.area WHERE area_code = ?", [code]).fetchall()
    return found[0][0] if found else code
