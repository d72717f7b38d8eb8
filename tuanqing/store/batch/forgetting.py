"""One person goes from everything that is kept: the rows of every dataset, the rejected rows, and the versions of before.

Of a person a warehouse holds rows under a key made of his number, and, of rows that were turned away, the cells as they
came. So he is found by his number alone; whoever was told apart by a name, for want of a number, is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from tuanqing.define import disk
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.actor import note
from tuanqing.store.cell.text import squeeze
from tuanqing.store.hold.person_keys import number_key
from tuanqing.store.warehouse import key, schema
from tuanqing.store.warehouse.purging import write_anew
from tuanqing.store.warehouse.sql import quoted, stored
from tuanqing.store.warehouse.versions import Warehouse

DIGITS = 4  # a number of people has at least; a word is none
WHOLE = 10  # characters: a shorter number is looked for as a whole cell, it could be a part of anything


@dataclass(frozen=True)
class Forgotten:
    """What went: rows of the published version, rejected rows, older versions."""

    version: str
    rows: int
    rejected: int
    versions: int


def forget(
    warehouse: Warehouse,
    number: str,
    contracts: Mapping[str, Contract],
    rebuild: Callable[[duckdb.DuckDBPyConnection], None],
    say: Callable[[str], object] = print,
) -> Forgotten:
    """Erase whoever has this number. All other rows stay as they are, in one version written anew.

    Raises Refused for what is no number of a person, and where nothing is kept of him.
    """
    with warehouse.writing(_("erasing a person"), say=say):
        secret = key.load(warehouse.folder)
        is_number = sum(map(str.isdigit, number)) >= DIGITS
        strong, _fault = number_key(number, secret) if secret and is_number else (None, None)
        if strong is None:
            raise Refused(
                _(
                    "This is no number people are told apart by, or nobody was imported. Give the whole number."
                )
            )
        found, gone = strong[1:], warehouse.kept()
        rejects = {file: left for file in _rejects(warehouse) if (left := _without(file, number)) is not None}
        with warehouse.draft(anew=True) as con:
            schema.create(con, contracts)
            if key.for_people(warehouse.folder, con, contracts) != secret:
                found = (number_key(number, key.for_people(warehouse.folder, con, contracts))[0] or found)[1:]
            rows = sum(_erase(con, contract, found) for contract in contracts.values())
            if not rows and not rejects:
                raise Refused(
                    _("Nothing is kept of whoever has this number. Older versions go with `tuanqing purge`.")
                )
            rebuild(con)
        lines = 0
        for file, (left, count) in rejects.items():
            _rewrite(file, left)
            lines += count
        write_anew(warehouse, contracts, rebuild, [*gone, warehouse.current])
        done = Forgotten(warehouse.version, rows, lines, len(gone))
    note(warehouse.folder, "forget", version=done.version)  # of whom, nobody is to know any more
    return done


def _erase(con: duckdb.DuckDBPyConnection, contract: Contract, found: str) -> int:
    """Delete a person's rows of a dataset: those that have his key in any column; how many."""
    keyed = [c for c in contract.stored if c.personal in ("hash", "mask")]
    if not keyed:
        return 0
    where = " OR ".join(f"ends_with({quoted(column.name)}, $found)" for column in keyed)
    told = con.execute(f"DELETE FROM {stored(contract.name)} WHERE {where} RETURNING 1", {"found": found})
    return len(told.fetchall())


def _rejects(warehouse: Warehouse) -> list[Path]:
    return sorted((warehouse.folder / "rejects").glob("*.parquet"))


def _without(file: Path, number: str) -> tuple[pl.DataFrame, int] | None:
    """The rejected rows of a batch without those that quote the number, and how many these are; None where none does."""
    rows, text = pl.read_parquet(file, memory_map=False), squeeze(number).upper()

    def quotes(cell: str | None) -> bool:
        own = squeeze(cell or "").upper()
        return text in own if len(text) >= WHOLE else text == own

    his = [any(map(quotes, cells)) for cells in rows["cells"].to_list()]
    return (rows.filter(~pl.Series(his, dtype=pl.Boolean)), sum(his)) if any(his) else None


def _rewrite(file: Path, rows: pl.DataFrame) -> None:
    fresh = file.with_suffix(".new")
    disk.remove(fresh)
    with disk.create(fresh) as stream:
        rows.write_parquet(stream)
    disk.sync(fresh)
    disk.replace(fresh, file)
