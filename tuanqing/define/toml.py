"""Strict reading of our TOML: every key is known, every needed key is there, every value has its type."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tuanqing.define.errors import Malformed
from tuanqing.define.house import place


def read(file: Path) -> dict[str, Any]:
    """The table in `file`. Raises Malformed with the line when it is not TOML."""
    return parse(file.read_text("utf-8"), place(file))


def parse(text: str, where: str) -> dict[str, Any]:
    """The table in `text`; `where` names the file in errors."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Malformed(where, f"is not valid TOML: {fault}.", "Mend the line it names.") from None


def strict(
    table: Mapping[str, Any], where: str, *, needed: Mapping[str, Any], allowed: Mapping[str, Any]
) -> None:
    """Hold `table` to its keys. `needed` and `allowed` map a key to the Python type(s) its value must have.

    Raises Malformed naming the unknown, missing or ill-typed key and what to write instead.
    """
    known = {**needed, **allowed}
    for key in table:
        if key not in known:
            raise Malformed(where, f"has an unknown key `{key}`.", f"Known keys: {', '.join(sorted(known))}.")
    for key in needed:
        if key not in table or table[key] in ("", [], {}):
            raise Malformed(where, f"lacks `{key}`.", f"Write `{key} = …`.")
    for key, value in table.items():
        kinds = known[key] if isinstance(known[key], tuple) else (known[key],)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            wanted = " or ".join(kind.__name__ for kind in kinds)
            raise Malformed(where, f"`{key}` is {type(value).__name__}.", f"Write a {wanted}.")
