"""Another secret for people's keys: for when the old one may have been seen, or has been used for long."""

import secrets
from collections.abc import Callable, Mapping

import duckdb
import polars as pl

from tuanqing.define import disk
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.actor import note
from tuanqing.store.warehouse import key, schema
from tuanqing.store.warehouse.purging import write_anew
from tuanqing.store.warehouse.sql import quoted, stored
from tuanqing.store.warehouse.versions import Warehouse


def rotate(
    warehouse: Warehouse,
    contracts: Mapping[str, Contract],
    rebuild: Callable[[duckdb.DuckDBPyConnection], None],
    say: Callable[[str], object] = print,
) -> str:
    """Make every person's key anew under a further secret, and drop every version that has the old ones; the fingerprint
    of the key as it is now.

    The numbers are not there: a new key is made of the old one, so that a person who comes again is still the same.
    Cut off at any instant, the key file and the version published fit, or the next import makes them fit. Raises Refused
    where there is no key, or it is not the one people were imported with.
    """
    with warehouse.writing(_("making the keys anew"), say=say):
        secret = key.load(warehouse.folder)
        if secret is None or warehouse.is_empty:
            raise Refused(
                _("There is no key in {folder} yet: nobody was imported.").format(
                    folder=warehouse.folder.name
                )
            )
        further = secrets.token_bytes(key.BYTES)
        fresh, gone = secret + further, warehouse.kept()
        with warehouse.draft(anew=True) as con:  # nothing that was made of people before
            if key.for_people(warehouse.folder, con, contracts) != secret:
                raise Refused(
                    _(
                        "This version bears the key of before a rotation: it is an old backup. Rotate where it came from."
                    )
                )
            disk.write(key.coming(warehouse.folder), fresh)
            schema.create(con, contracts)
            for contract in contracts.values():
                _rekey(con, contract, further)
            con.execute("UPDATE store.version SET key = ?", [key.fingerprint(fresh)])
            rebuild(con)
        disk.write(key.file_of(warehouse.folder), fresh)
        disk.remove(key.coming(warehouse.folder))
        write_anew(warehouse, contracts, rebuild, [*gone, warehouse.current])
    note(warehouse.folder, "key", change="rotated", fingerprint=key.fingerprint(fresh))
    return key.fingerprint(fresh)


def _rekey(con: duckdb.DuckDBPyConnection, contract: Contract, further: bytes) -> None:
    """The keys in the columns of a dataset, each made of the one that stood there: `sKEY`, `wKEY`, or `2023/12/KEY`."""
    table = stored(contract.name)
    for column in contract.stored:
        if column.personal not in ("hash", "mask"):
            continue
        name = quoted(column.name)
        held = con.execute(f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL").fetchall()
        made = [(text, text[: -key.SIGNS] + key.digest(further, text[-key.SIGNS :])) for (text,) in held]
        if made:
            con.register("rekeyed", pl.DataFrame(made, schema=["old", "new"], orient="row"))
            con.execute(
                f"UPDATE {table} SET {name} = rekeyed.new FROM rekeyed WHERE {table}.{name} = rekeyed.old"
            )
            con.unregister("rekeyed")
