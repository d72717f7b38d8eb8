"""The secret that turns people's numbers into keys: a file beside the versions, in no version and no backup unasked.

A version that holds such keys bears the fingerprint of the secret they were made with. With another secret everybody
would count twice, and without one anybody could be guessed: then nothing is hashed.
"""

import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

import duckdb

from tuanqing.define import disk
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _

FILE = "key"
BYTES = 32


def load(folder: Path) -> bytes | None:
    """The secret of the warehouse in `folder`, None where there is none. Raises Refused for a file that holds none."""
    file = folder / FILE
    if not file.exists():
        return None
    secret = disk.read(file)
    if len(secret) != BYTES:
        raise Refused(
            _(
                "The file `key` in {folder} holds {found} bytes instead of {wanted}: it is damaged. Put the right one "
                "back from where you keep it; until then nothing about people can be imported."
            ).format(folder=folder.name, found=len(secret), wanted=BYTES)
        )
    return secret


def fingerprint(secret: bytes) -> str:
    """What tells one secret from another and gives away neither."""
    return hmac.digest(secret, b"tuanqing fingerprint", "sha256").hex()[:16]


def of_version(con: duckdb.DuckDBPyConnection) -> str | None:
    """The fingerprint a version bears, if people were ever imported into it by a program that wrote it down."""
    try:
        return con.execute("SELECT key FROM store.version").fetchall()[0][0]
    except duckdb.CatalogException:  # it was made before
        return None


def for_people(folder: Path, con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> bytes:
    """The secret to hash people with in the draft `con`, made where none was needed before.

    Raises Refused where the secret people were hashed with is missing, damaged, or another one.
    """
    known, secret = of_version(con), load(folder)
    if secret is None:
        if known or _holds_people(con, contracts):
            raise Refused(
                _(
                    "The file `key` is missing in {folder}. People were imported with it, and with another one they "
                    "would all count twice. Put it back from where you keep it (fingerprint {fingerprint})."
                ).format(folder=folder.name, fingerprint=known or _("unknown"))
            )
        secret = secrets.token_bytes(BYTES)
        disk.write(folder / FILE, secret)
    own = fingerprint(secret)
    if known and known != own:
        raise Refused(
            _(
                "The file `key` in {folder} is not the one people were imported with (its fingerprint is {own}, theirs "
                "{known}): they would all count twice. Put the right one back."
            ).format(folder=folder.name, own=own, known=known)
        )
    if not known:
        con.execute("UPDATE store.version SET key = ?", [own])
    return secret


def _holds_people(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> bool:
    """Whether a version from before fingerprints has batches with people in them."""
    imported = {name for (name,) in con.execute("SELECT DISTINCT dataset FROM store.batch").fetchall()}
    return any(contracts[name].names_people for name in imported & contracts.keys())
