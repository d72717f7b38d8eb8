"""Rows of one file that say the same, or overrule each other.

Of events, only rows that are equal in every cell but 序号 count once, and where a 序号 counts them apart not even
those: a key that occurs twice is two events. A registry has one row per unit: the last one in the file stands.
"""

from tuanqing.store.batch.applied import Batch
from tuanqing.store.hold.holding import Held
from tuanqing.store.warehouse.sql import listed, quoted


def drop_doubles(batch: Batch, held: Held) -> str:
    """Take the surplus rows out of the batch; the relation of them: _line, kind (duplicate: the same as the row kept;
    superseded: overruled by it), kept_line. They are written down in `store.surplus`."""
    bench, key = batch.bench, batch.contract.key
    several = bench.table(
        "several", f"SELECT hash({listed(key)}) AS h FROM {batch.rows} GROUP BY 1 HAVING count(*) > 1"
    )
    candidates = bench.table(
        "candidates", f"SELECT * FROM {batch.rows} WHERE hash({listed(key)}) IN (SELECT h FROM {several})"
    )
    prints = bench.table(  # of the sheet's cells: made only where they may be needed
        "prints", f"SELECT * FROM {held.cells} WHERE line IN (SELECT _line FROM {candidates})"
    )
    rows = f"{candidates} AS r JOIN {prints} AS c ON c.line = r._line"
    surplus = bench.table(
        "surplus", _units(batch, rows) if batch.contract.is_registry else _events(batch, rows)
    )
    bench.con.execute(
        f"INSERT INTO store.surplus SELECT {batch.number}, _line, kind, kept_line FROM {surplus}"
    )
    batch.drop(f"SELECT _line FROM {surplus}")
    return surplus


def _events(batch: Batch, rows: str) -> str:
    """SQL for the surplus among events. A row without a 序号 is counted with the first that has one."""
    alike = f"PARTITION BY c.print, {listed(batch.contract.key, 'r')}"
    return f"""
        SELECT _line, 'duplicate' AS kind, kept_line FROM (
            SELECT _line, first_value(_line) OVER (PARTITION BY alike, serial ORDER BY _line) AS kept_line FROM (
                SELECT r._line, first_value(r._line) OVER ({alike} ORDER BY r._line) AS alike,
                    coalesce(c.serial, min(c.serial) OVER ({alike})) AS serial FROM {rows}))
        WHERE _line <> kept_line
    """


def _units(batch: Batch, rows: str) -> str:
    """SQL for the surplus among a registry's rows.

    A unit is told by its number wherever it is; one without by its name within its area, as the cells name it, and
    under the unit above it; one without either by all its cells.
    """
    contract = batch.contract
    place = batch.where("r")
    parts = [listed(contract.key, "r"), place, f"CASE WHEN {place} IS NOT NULL THEN c.within END"]
    if contract.under:
        parts.append(f"CASE WHEN {place} IS NOT NULL THEN r.{quoted(contract.under)} END")
    people = [name for name in contract.key if contract.columns[name].personal]
    parts += [f"CASE WHEN r.{quoted(name)} IS NULL THEN c.print END" for name in people]
    unit = f"PARTITION BY {', '.join(parts)} ORDER BY r._line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    return f"""
        WITH judged AS (
            SELECT r._line, c.print, first_value(r._line) OVER (PARTITION BY {", ".join(parts)}, c.print ORDER BY r._line)
                AS first_line, last_value(r._line) OVER ({unit}) AS last_line FROM {rows})
        SELECT own._line, CASE WHEN own._line <> own.first_line THEN 'duplicate' ELSE 'superseded' END AS kind,
            CASE WHEN own._line <> own.first_line THEN own.first_line ELSE winner.first_line END AS kept_line
        FROM judged AS own JOIN judged AS winner ON winner._line = own.last_line WHERE own._line <> winner.first_line
    """
