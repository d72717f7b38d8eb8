"""A published version written as a lake: of each table the partitions that are not as they were.

The manifest is replaced last; an export that is cut off before leaves the lake as it was for whoever reads it by the
manifest, and the next one writes what the cut-off one left anew. Running twice writes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from tuanqing.define import contract as contracts_of
from tuanqing.define import disk
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure.lake import holdings, manifest
from tuanqing.measure.lake.holdings import Holding
from tuanqing.measure.lake.manifest import Manifest, Table
from tuanqing.store.warehouse import key
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import literal

_WEEK = 7 * 24  # hours a file that no version needs any more is kept for who reads it still


@dataclass(frozen=True)
class Written:
    """What an export did: the lake as it is, and how many partitions of which tables were written."""

    manifest: Manifest
    parts: Mapping[str, int]


def export(
    snapshot: Snapshot,
    warehouse: Path,
    lake: Path,
    progress: Callable[[str, float], object] = lambda _what, _share: None,
) -> Written:
    """Write what a version holds into the folder `lake`, made where there is none.

    Raises Refused for a reader who sees a part of it, for a folder that holds something else, is written by another export
    or cannot be written, for a lake of a newer program, and where people are in it and the warehouse's key is missing.
    """
    if not snapshot.sees(None):
        raise Refused(_("A lake holds everything there is, and you see a part of it. Ask the administrator."))
    _hold(lake)
    secret = secret_of(warehouse, snapshot.con)
    delta = _library()
    with disk.owner_only():
        _begin(lake)
        try:
            with FileLock(lake / "lock", timeout=0):
                before = manifest.read(lake) if (lake / manifest.FILE).exists() else None
                return _write(snapshot, lake, before, secret, delta, progress)
        except Timeout:
            raise Refused(
                _("Another export is writing the lake in {folder}. Wait until it is done.").format(
                    folder=lake.name
                )
            ) from None


def _write(
    snapshot: Snapshot,
    lake: Path,
    before: Manifest | None,
    secret: str,
    delta: Any,
    progress: Callable[[str, float], object],
) -> Written:
    held = list(holdings.of(snapshot.con, contracts_of.load_all(), queries_of.load_all()))
    tables, parts = {}, {}
    for number, holding in enumerate(held):
        progress(holding.name, number / len(held))
        was = before.tables.get(holding.name) if before else None
        tables[holding.name], parts[holding.name] = _table(snapshot.con, holding, lake, was, secret, delta)
    made = Manifest(snapshot.version, version("tuanqing"), tables)
    if made != before:
        manifest.write(lake, made)
    for name, count in parts.items():
        if count:
            delta.DeltaTable(manifest.folder_of(lake, name)).vacuum(retention_hours=_WEEK, dry_run=False)
    for gone in (lake / manifest.TABLES).iterdir():
        if gone.name not in tables:
            disk.remove_tree(gone)
    return Written(made, {name: count for name, count in parts.items() if count})


def _table(
    con: duckdb.DuckDBPyConnection, holding: Holding, lake: Path, was: Table | None, secret: str, delta: Any
) -> tuple[Table, int]:
    """One table brought to what it is to hold; what it is then, and how many partitions were written."""
    bound = {"secret": secret} if holding.people else {}
    columns = {name: kind for name, kind, *_rest in con.execute(f"DESCRIBE {holding.sql}", bound).fetchall()}
    found = con.execute(
        f"SELECT {holdings.key_of(holding)} AS part, count(*), coalesce(bit_xor(hash(held)), 0), coalesce(sum(hash(held)), 0) "
        f"FROM ({holding.sql}) AS held GROUP BY ALL ORDER BY ALL",
        bound,
    ).fetchall()
    parts = {part: f"{count}-{mixed:x}-{total:x}" for part, count, mixed, total in found}
    rows = sum(count for _part, count, *_hashes in found)
    folder = manifest.folder_of(lake, holding.name)
    latest = delta.DeltaTable(folder).version() if delta.DeltaTable.is_deltatable(str(folder)) else None
    stands = was is not None and latest == was.delta and was.columns == columns
    old = was.parts if was and stands else {}
    changed = sorted(part for part in {*parts, *old} if parts.get(part) != old.get(part))
    if was and stands and not changed:
        return was, 0
    few = bool(holding.parts) and stands and len(changed) < len(parts)
    sql = holdings.chosen(holding, changed) if few else holding.sql
    there = {*folder.rglob("*")}
    delta.write_deltalake(
        folder,
        con.sql(sql, params=bound),
        partition_by=list(holding.parts) or None,
        mode="overwrite",
        predicate=_picked(holding, changed) if few else None,
        schema_mode=None if few else "overwrite",
        configuration=None if few or not holding.people else _unmarked(columns, holding.people),
    )
    made = delta.DeltaTable(folder)
    for fresh in {*folder.rglob("*"), folder} - there:  # neither Delta nor DuckDB waits for the disk
        disk.sync_folder(fresh) if fresh.is_dir() else disk.sync(fresh)
    return Table(made.version(), rows, columns, parts), len(changed) or 1


def _unmarked(columns: Mapping[str, str], people: Sequence[str]) -> dict[str, str]:
    """The least and the greatest value of a file stand in Delta's log, also when the file is long gone: not of people."""
    plain = [name for name, kind in columns.items() if name not in people and not kind.endswith("[]")]
    return {"delta.dataSkippingStatsColumns": ",".join(plain)}


def _picked(holding: Holding, keys: Sequence[str]) -> str:
    """Delta's condition for the partitions with these keys."""
    conditions = []
    for key_ in keys:
        values = key_.split("/")
        tests = [
            f"{name} = {literal(value)}" if value else f"{name} IS NULL"
            for name, value in zip(holding.parts, values, strict=True)
        ]
        conditions.append(f"({' AND '.join(tests)})")
    return " OR ".join(conditions)


def _hold(lake: Path) -> None:
    """Raises Refused where something else than a lake lies in the folder, or a lake of a later program."""
    if (lake / manifest.FILE).exists():
        manifest.read(lake)
    elif lake.exists() and not manifest.begun(lake) and (not lake.is_dir() or any(lake.iterdir())):
        raise Refused(
            _(
                "{folder} holds something that is no lake; nothing was written. Name a folder that is new or empty."
            ).format(folder=lake.name)
        )


def _begin(lake: Path) -> None:
    """The folder, for its owner alone, marked as a lake that is not done yet where it is none. Raises Refused where it cannot be written."""
    try:
        disk.own_folder(lake)
        if not (lake / manifest.FILE).exists():
            disk.write(lake / manifest.BEGUN, b"")
        disk.own_folder(lake / manifest.TABLES)
    except OSError as fault:
        raise Refused(
            _("The lake in {folder} cannot be written: {reason}. What was there stands.").format(
                folder=lake.name, reason=fault.strerror or fault
            )
        ) from None


def secret_of(warehouse: Path, con: duckdb.DuckDBPyConnection) -> str:
    """The lake's own, that follows from the warehouse's. Raises Refused where people were hashed with one that is missing."""
    secret, known = key.load(warehouse), key.of_version(con)
    if secret is None and known:
        raise Refused(
            _(
                "The file `key` is missing in {folder}: without it people would have other keys in the lake each time. Put it "
                "back from where you keep it (fingerprint {fingerprint})."
            ).format(folder=key.file_of(warehouse).parent.name, fingerprint=known)
        )
    return key.digest(secret, "tuanqing lake") if secret else ""


def _library() -> Any:
    """The library that writes Delta. Raises Refused where it is not installed."""
    try:
        return import_module("deltalake")
    except ModuleNotFoundError:
        raise Refused(
            _("A lake takes the library deltalake. Install it: pip install 'tuanqing[lake]'.")
        ) from None
