"""Which versions are there, which of them are whole, and going on with another than the one `current` names."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.warehouse import key, migrations
from tuanqing.store.warehouse.sql import quoted
from tuanqing.store.warehouse.versions import Warehouse, open_file


@dataclass(frozen=True)
class Kept:
    """One version that is there. `problem` says why nobody can go on with it; None: it is whole."""

    version: str
    published: bool
    made: datetime
    megabytes: float
    batches: int = 0
    problem: str | None = None


def versions(warehouse: Warehouse) -> list[Kept]:
    """Every version that is there, newest first: read through down to the first that is whole, the others opened."""
    named, found, whole = Path(warehouse.named()).stem, [], False
    for file in reversed(warehouse.kept()):
        found.append(_looked_at(file, file.stem == named, through=not whole))
        whole = whole or found[-1].problem is None
    return found


def newest_whole(found: list[Kept]) -> Kept | None:
    """The newest of `versions` that is whole."""
    return next((each for each in found if each.problem is None), None)


def fingerprint_of(warehouse: Warehouse) -> str | None:
    """The fingerprint of the key the published version's people were hashed with, where it says."""
    with closing(open_file(warehouse.current)) as con:
        return key.of_version(con)


def imported(warehouse: Warehouse) -> set[str]:
    """The names of the files the published version was made from."""
    if warehouse.is_empty:
        return set()
    with closing(open_file(warehouse.current)) as con:
        return {name for (name,) in con.execute("SELECT file FROM store.batch").fetchall()}


def choose(warehouse: Warehouse, version: str) -> None:
    """Publish a version that is there already. Raises Refused where it is not there, or not whole."""
    with warehouse.writing(_("choosing version {version}").format(version=version)):
        file = next((file for file in warehouse.kept() if file.stem == version), None)
        if file is None:
            raise Refused(_("Version {version} is no longer kept.").format(version=version))
        if problem := _looked_at(file, published=False, through=True).problem:
            raise Refused(problem)
        warehouse.point_at(version)


def _looked_at(file: Path, published: bool, *, through: bool) -> Kept:
    """A version, opened, and where asked every table of it read to the last block."""
    status = file.stat()
    made = datetime.fromtimestamp(status.st_mtime)
    about = Kept(file.stem, published, made, round(status.st_size / 1e6, 1))
    try:
        with closing(open_file(file)) as con:
            migrations.number(con)
            tables = con.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE ?", [through]
            ).fetchall()
            for schema, table in tables:
                con.execute(f"SELECT bit_xor(hash(t)) FROM {quoted(schema)}.{quoted(table)} AS t").fetchall()
            batches = con.execute("SELECT count(*) FROM store.batch WHERE state = 'published'").fetchall()
    except Refused as refusal:
        return replace(about, problem=str(refusal))
    except duckdb.Error as fault:
        return replace(
            about,
            problem=_("{version} is damaged: {reason}").format(
                version=file.stem, reason=str(fault).splitlines()[0]
            ),
        )
    return replace(about, batches=batches[0][0])
