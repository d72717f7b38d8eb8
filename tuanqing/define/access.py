"""Who may do what, as data: the capabilities, the roles that hold them, and how long a sign-in lasts (data/access.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tuanqing.define import toml
from tuanqing.define.errors import Malformed
from tuanqing.define.house import ACCESS, place
from tuanqing.define.language import language


@dataclass(frozen=True)
class Role:
    """One row of the table."""

    name: str
    titles: Mapping[str, str]  # language → what people call it
    may: frozenset[str]  # names of capabilities
    without_area: bool  # it needs no area: it has no figures of its own

    @property
    def title(self) -> str:
        """What people call it, in the language in force."""
        return self.titles[language()]


@dataclass(frozen=True)
class SignIn:
    """How long a sign-in lasts and how many wrong passwords are borne."""

    idle_minutes: int
    longest_hours: int
    tries: int
    tries_from_one_address: int
    locked_minutes: int
    shortest_password: int
    clock_minutes: int


@dataclass(frozen=True)
class Retention:
    """For how many days what was rejected, and what was published, is kept: `tuanqing purge --due` removes what is older."""

    rejects_days: int
    versions_days: int


@dataclass(frozen=True)
class Access:
    """The whole table."""

    sign_in: SignIn
    shown_from: int  # people: fewer, of others' areas, are not told (measure/suppression.py)
    retention: Retention
    capabilities: Mapping[str, Mapping[str, str]]  # name → language → what it is
    roles: Mapping[str, Role]

    @property
    def everything(self) -> frozenset[str]:
        """Every capability: what one person on one machine has."""
        return frozenset(self.capabilities)


def load(file: Path = ACCESS) -> Access:
    """The table in `file`. Raises Malformed naming what is wrong in it."""
    where, table = place(file), toml.read(file)
    toml.strict(
        table,
        where,
        needed={
            "sign_in": dict,
            "small_numbers": dict,
            "retention": dict,
            "capabilities": dict,
            "roles": dict,
        },
        allowed={},
    )
    numbers, small, kept = table["sign_in"], table["small_numbers"], table["retention"]
    fields = dict.fromkeys(Retention.__dataclass_fields__, int)
    toml.strict(kept, f"{where} [retention]", needed=fields, allowed={})
    toml.strict(small, f"{where} [small_numbers]", needed={"shown_from": int}, allowed={})
    toml.strict(
        numbers, f"{where} [sign_in]", needed=dict.fromkeys(SignIn.__dataclass_fields__, int), allowed={}
    )
    for key, number in (*numbers.items(), *small.items(), *kept.items()):
        if number < 1:
            raise Malformed(where, f"`{key}` is {number}.", "Write a number from 1.")
    for name, words in table["capabilities"].items():
        toml.strict(words, f"{where} [capabilities] {name}", needed={"zh": str, "en": str}, allowed={})
    roles = {name: _role(name, entry, where, table["capabilities"]) for name, entry in table["roles"].items()}
    return Access(SignIn(**numbers), small["shown_from"], Retention(**kept), table["capabilities"], roles)


def _role(name: str, entry: dict[str, Any], where: str, known: Mapping[str, Any]) -> Role:
    where = f"{where} [roles.{name}]"
    toml.strict(entry, where, needed={"title": dict, "may": list}, allowed={"without_area": bool})
    toml.strict(entry["title"], f"{where} title", needed={"zh": str, "en": str}, allowed={})
    for each in entry["may"]:
        if each not in known:
            raise Malformed(where, f"there is no capability `{each}`.", f"Known: {', '.join(known)}.")
    return Role(name, entry["title"], frozenset(entry["may"]), entry.get("without_area", False))


@cache
def access() -> Access:
    """The table that ships, read once."""
    return load()
