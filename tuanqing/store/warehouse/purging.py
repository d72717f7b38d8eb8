"""What nobody is to keep any longer goes from the disk: old versions, rejects, and the bytes of rows that were taken away.

A row that is deleted still stands between the tables of the file, and of every version copied from it: only a file written
anew is without it.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from tuanqing.define import disk
from tuanqing.define.access import access
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.actor import note
from tuanqing.store.notes import follow_ups
from tuanqing.store.warehouse import schema
from tuanqing.store.warehouse.versions import Warehouse, open_file


@dataclass(frozen=True)
class Purged:
    """What went. `versions`: names; `rejects`: the batches whose rejected rows went; `megabytes` of disk that are free again."""

    version: str
    versions: tuple[str, ...]
    rejects: tuple[int, ...]
    megabytes: float


def purge(
    warehouse: Warehouse,
    contracts: Mapping[str, Contract],
    rebuild: Callable[[duckdb.DuckDBPyConnection], None],
    before: date | None = None,
    batch: int | None = None,
    rejects_before: date | None = None,
    say: Callable[[str], object] = print,
) -> Purged:
    """Publish the same rows in a file written anew, then drop the version it takes the place of and every other one
    published before a day, or that may hold a batch or its bytes; and the rejects of then (or of before a day of their own), or
    of it.

    Raises Refused for a batch there is not, or that has not been withdrawn.
    """
    with warehouse.writing(_("purging"), say=say):
        size = _size(warehouse)
        if batch is not None:
            _refuse_unless_withdrawn(warehouse, batch)
        gone = [warehouse.current]
        for file in warehouse.kept():
            if file not in gone and (_is_older(file, before) or _knows(file, batch)):
                gone.append(file)
        rejects = [
            file
            for file in sorted((warehouse.folder / "rejects").glob("*.parquet"))
            if _is_older(file, rejects_before or before) or file.stem.lstrip("0") == str(batch)
        ]
        write_anew(warehouse, contracts, rebuild, [*gone, *rejects])
        done = Purged(
            warehouse.version,
            tuple(sorted(file.stem for file in gone)),
            tuple(int(file.stem) for file in rejects),
            round((size - _size(warehouse)) / 2**20, 1),
        )
    what = {"batch": batch} if batch is not None else {"before": str(before)} if before else {}
    note(warehouse.folder, "purge", version=done.version, **what)
    return done


def overdue(warehouse: Warehouse, today: date | None = None) -> tuple[date, date, int]:
    """From which days on versions and rejects are kept (data/access.toml), and how many files are older."""
    rule, now = access().retention, today or date.today()
    versions, rejects = now - timedelta(days=rule.versions_days), now - timedelta(days=rule.rejects_days)
    current = None if warehouse.is_empty else warehouse.current
    old = [file for file in warehouse.kept() if file != current and _is_older(file, versions)]
    old += [file for file in (warehouse.folder / "rejects").glob("*.parquet") if _is_older(file, rejects)]
    return versions, rejects, len(old)


def write_anew(
    warehouse: Warehouse,
    contracts: Mapping[str, Contract],
    rebuild: Callable[[duckdb.DuckDBPyConnection], None],
    gone: Iterable[Path],
) -> None:
    """Publish the same rows in a file without anything that was overwritten, then remove the files that are to go. Only
    inside `writing`."""
    with warehouse.draft(anew=True) as con:
        schema.create(con, contracts)
        rebuild(con)
    for file in gone:
        disk.remove(file)
    follow_ups.forget_units(warehouse.folder)
    warehouse.prune()


def _refuse_unless_withdrawn(warehouse: Warehouse, batch: int) -> None:
    with closing(open_file(warehouse.current)) as con:
        found = con.execute("SELECT state FROM store.batch WHERE batch = ?", [batch]).fetchall()
    if not found:
        raise Refused(_("There is no batch {batch}. `tuanqing batches` lists them.").format(batch=batch))
    if found[0][0] != "withdrawn":
        raise Refused(
            _("Batch {batch} still counts. Withdraw it first: `tuanqing withdraw {batch}`.").format(
                batch=batch
            )
        )


def _is_older(file: Path, day: date | None) -> bool:
    return day is not None and datetime.fromtimestamp(file.stat().st_mtime).date() < day


def _knows(file: Path, batch: int | None) -> bool:
    """Whether a version was made after a batch came: it holds its rows, or was copied from one that did. A version that
    cannot be opened may."""
    if batch is None:
        return False
    try:
        with closing(open_file(file)) as con:
            return bool(con.execute("SELECT 1 FROM store.batch WHERE batch = ?", [batch]).fetchall())
    except (Refused, duckdb.Error):
        return True


def _size(warehouse: Warehouse) -> int:
    return sum(file.stat().st_size for file in warehouse.folder.rglob("*") if file.is_file())
