"""The accounts of a warehouse: one small file, replaced whole; of a password only its scrypt digest.

As soon as one account exists, nobody gets a page without signing in (ui/frame/door.py). The first is an
administrator's, so that nobody locks himself out of making the others.
"""

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from tuanqing.define import disk
from tuanqing.define.access import Role, access
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.rooms import FOLDER, room

FILE = f"{FOLDER}/accounts.json"
COST = {"n": 2**15, "r": 8, "p": 3}  # 32 MB and about 0.2 s a try (OWASP, Password Storage Cheat Sheet)
LONGEST = 200  # characters of a password: more only costs time
_NAME = re.compile(r"[^\W_][\w.@-]{0,39}")
_CODE = re.compile(r"[0-9A-Za-z]{2,24}")


@dataclass(frozen=True)
class Account:
    """One person's way in."""

    name: str
    role: str
    areas: tuple[str, ...]
    secret: str  # the digest, or "": signs in through a proxy alone
    stamp: str  # changes with everything that ends what the account has open
    made: str
    disabled: bool = False

    @property
    def rights(self) -> Role:
        """Its role's row in the table. Raises Refused where the table no longer has it."""
        found = access().roles.get(self.role)
        if found is None:
            raise Refused(_("The role of this account no longer exists. Ask the administrator."))
        return found

    @property
    def scope(self) -> tuple[str, ...] | None:
        """Where it reads: its areas, () nowhere; None everywhere, for a role that needs no area and is given none."""
        return None if self.rights.without_area and not self.areas else self.areas


def all_of(folder: Path) -> dict[str, Account]:
    """Every account by name; none where none was ever made. Raises Refused for a damaged file: then nobody is let in."""
    try:
        table = json.loads(disk.read(folder / FILE))
        found = [Account(**entry) for entry in table["accounts"]]
        return {each.name: replace(each, areas=tuple(each.areas)) for each in found}
    except FileNotFoundError:
        return {}
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
        raise Refused(
            _("{file} is damaged: put the one from a backup in its place.").format(file=FILE)
        ) from None


def exist(folder: Path) -> bool:
    """Whether there is an account; also where their file is damaged."""
    return (folder / FILE).exists()


def add(folder: Path, name: str, role: str, areas: Sequence[str], password: str | None) -> Account:
    """A new account. `password` None: it signs in through a proxy alone. Raises Refused, saying what to do instead."""
    name = spelled(name)
    if not _NAME.fullmatch(name):
        raise Refused(
            _("A name has 1 to 40 letters, digits, dots or dashes, and begins with one of the first two.")
        )
    if role not in access().roles:
        raise Refused(
            _("There is no role {role}. Known: {known}.").format(role=role, known=", ".join(access().roles))
        )
    for area in areas:
        if not _CODE.fullmatch(area):
            raise Refused(_("“{code}” is not the code of an area.").format(code=area))
    if not areas and not access().roles[role].without_area:
        raise Refused(_("A {role} needs an area: --area CODE.").format(role=role))
    made = Account(
        name,
        role,
        tuple(dict.fromkeys(areas)),
        digest(password, name) if password is not None else "",
        secrets.token_hex(8),
        datetime.now(UTC).isoformat(timespec="seconds"),
    )

    def put(there: dict[str, Account]) -> None:
        if not there and (role != "administrator" or password is None):
            raise Refused(
                _("The first account is an administrator's: --role administrator, with a password.")
            )
        if name in there:
            raise Refused(_("There is an account {name} already.").format(name=name))
        there[name] = made

    _change(folder, put)
    return made


def set_password(folder: Path, name: str, password: str) -> None:
    """Another password; every sign-in under the old one ends. Raises Refused."""
    secret = digest(password, name)
    _mend(folder, name, lambda old: replace(old, secret=secret, stamp=secrets.token_hex(8)))


def set_disabled(folder: Path, name: str, disabled: bool) -> None:
    """Shut an account, or open it again; every sign-in ends. Raises Refused for the last administrator."""
    _mend(folder, name, lambda old: replace(old, disabled=disabled, stamp=secrets.token_hex(8)))


def spelled(name: str) -> str:
    """A name as accounts spell it: one way to write each letter."""
    return unicodedata.normalize("NFKC", name).strip()


def digest(password: str, name: str) -> str:
    """What is kept of a password. Raises Refused for one that is too short or too plain."""
    least = access().sign_in.shortest_password
    if not least <= len(password) <= LONGEST:
        raise Refused(_("A password has {least} to {most} characters.").format(least=least, most=LONGEST))
    plain = password.casefold()
    if (
        len(set(plain)) < 5
        or name.casefold() in plain
        or plain in "01234567890123456789abcdefghijklmnopqrstuvwxyz"
    ):
        raise Refused(_("This password is too easy to guess. Take a sentence of your own."))
    salt = secrets.token_bytes(16)
    return f"scrypt${COST['n']}${COST['r']}${COST['p']}${salt.hex()}${_scrypt(password, salt, **COST).hex()}"


def fits(account: Account | None, password: str) -> bool:
    """Whether `password` opens `account`. Takes as long where there is no such account."""
    secret = account.secret if account and account.secret else _nobody()
    _kind, n, r, p, salt, kept = secret.split("$")
    found = _scrypt(password[: LONGEST + 1], bytes.fromhex(salt), n=int(n), r=int(r), p=int(p))
    return hmac.compare_digest(found, bytes.fromhex(kept)) and bool(account and account.secret)


def _nobody() -> str:
    return f"scrypt${COST['n']}${COST['r']}${COST['p']}${'00' * 16}${'00' * 32}"


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    text = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def _mend(folder: Path, name: str, how: Callable[[Account], Account]) -> None:
    def put(there: dict[str, Account]) -> None:
        if spelled(name) not in there:
            raise Refused(_("There is no account {name}.").format(name=name))
        there[spelled(name)] = how(there[spelled(name)])
        if not any(a.role == "administrator" and a.secret and not a.disabled for a in there.values()):
            raise Refused(_("This is the last administrator who can sign in: make another first."))

    _change(folder, put)


def _change(folder: Path, how: Callable[[dict[str, Account]], None]) -> None:
    place = room(folder)
    with FileLock(place / "accounts.lock"):
        there = all_of(folder)
        how(there)
        table = {"accounts": [asdict(account) for account in there.values()]}
        disk.write(folder / FILE, json.dumps(table, ensure_ascii=False, indent=1).encode())
