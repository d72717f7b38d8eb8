"""The secret that turns people's numbers into keys: a file beside the versions, or where $TUANQING_KEY says, in no version
and no backup unasked.

It is one secret, or after a rotation several, each used on what the one before made of a number: so the keys in the
versions can be made new without the numbers, which nobody has. A version that holds such keys bears the fingerprint of the secret they were made with. With another secret everybody
would count twice, and without one anybody could be guessed: then nothing is hashed.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import duckdb

from tuanqing.define import disk
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _

FILE = "key"
BYTES = 32  # of one secret
SIGNS = 31  # of a key


def file_of(folder: Path) -> Path:
    """Where the secret of the warehouse in `folder` lies: at $TUANQING_KEY, else in the folder."""
    told = os.environ.get("TUANQING_KEY")
    return Path(told) if told else folder / FILE


def coming(folder: Path) -> Path:
    """Where the secret lies that a rotation puts in place, until it has."""
    file = file_of(folder)
    return file.with_name(f"{file.name}.next")


def load(folder: Path) -> bytes | None:
    """The secret of the warehouse in `folder`, None where there is none. Raises Refused for a file that holds none, and
    where it still lies in the folder though it is to lie elsewhere."""
    file = file_of(folder)
    if not file.exists():
        if (folder / FILE).exists():
            raise Refused(
                _("The key still lies in {folder}. Move it to {file}, where TUANQING_KEY says.").format(
                    folder=folder.name, file=file
                )
            )
        return None
    secret = disk.read(file)
    if not secret or len(secret) % BYTES:
        raise Refused(
            _(
                "The file `key` in {folder} holds {found} bytes instead of {wanted}: it is damaged. Put the right one "
                "back from where you keep it; until then nothing about people can be imported."
            ).format(folder=file.parent.name, found=len(secret), wanted=BYTES)
        )
    return secret


def fingerprint(secret: bytes) -> str:
    """What tells one secret from another and gives away neither."""
    return hmac.digest(secret, b"tuanqing fingerprint", "sha256").hex()[:16]


def digest(secret: bytes, text: str) -> str:
    """The key of a text: HMAC-SHA256 under each secret in turn, cut to SIGNS."""
    for start in range(0, len(secret), BYTES):
        text = hmac.digest(secret[start : start + BYTES], text.encode(), "sha256").hex()[:SIGNS]
    return text


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
    if (
        known and coming(folder).exists()
    ):  # a rotation was cut off: whichever the version was made with is the one
        if fingerprint(fresh := disk.read(coming(folder))) == known:
            disk.write(file_of(folder), fresh)
            secret = fresh
        disk.remove(coming(folder))
    if secret is None:
        if known or _holds_people(con, contracts):
            raise Refused(
                _(
                    "The file `key` is missing in {folder}. People were imported with it, and with another one they "
                    "would all count twice. Put it back from where you keep it (fingerprint {fingerprint})."
                ).format(folder=file_of(folder).parent.name, fingerprint=known or _("unknown"))
            )
        secret = secrets.token_bytes(BYTES)
        disk.write(file_of(folder), secret)
    for end in range(BYTES, len(secret), BYTES):
        if fingerprint(secret[:end]) == known:  # a version from before a rotation, out of a backup
            return secret[:end]
    own = fingerprint(secret)
    if known and known != own:
        raise Refused(
            _(
                "The file `key` in {folder} is not the one people were imported with (its fingerprint is {own}, theirs "
                "{known}): they would all count twice. Put the right one back."
            ).format(folder=file_of(folder).parent.name, own=own, known=known)
        )
    if not known:
        con.execute("UPDATE store.version SET key = ?", [own])
    return secret


def _holds_people(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> bool:
    """Whether a version from before fingerprints has batches with people in them."""
    imported = {name for (name,) in con.execute("SELECT DISTINCT dataset FROM store.batch").fetchall()}
    return any(contracts[name].names_people for name in imported & contracts.keys())
