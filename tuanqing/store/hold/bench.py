"""The temporary relations one sheet is worked on with.

Each has a name nobody else has, which the stage that made it hands over; all go when the sheet is done.
"""

from contextlib import ExitStack
from itertools import count
from typing import Any, Self

import duckdb
import polars as pl

from tuanqing.store.reading.sheet import discard
from tuanqing.store.warehouse.sql import quoted

_numbers = count(1)


class Bench:
    """Makes temporary relations on `con`, and clears them away at the end of its block."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        self.con = con
        self._made = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        self._made.close()

    def sheet(self) -> str:
        """A name, unquoted, to load a sheet under."""
        name = f"cells_{next(_numbers)}"
        self._made.callback(discard, self.con, name)
        return name

    def table(self, what: str, select: str, parameters: Any = None) -> str:
        """The rows of `select` as they are now, in a table; its name, quoted."""
        return self._make("TABLE", what, select, parameters)

    def view(self, what: str, select: str) -> str:
        """`select` under a name, read anew each time; its name, quoted."""
        return self._make("VIEW", what, select)

    def frame(self, what: str, frame: pl.DataFrame, select: str = "*") -> str:
        """A frame in a table; its name, quoted."""
        incoming = f"incoming_{next(_numbers)}"
        self.con.register(incoming, frame)
        try:
            return self.table(what, f"SELECT {select} FROM {incoming}")
        finally:
            self.con.unregister(incoming)

    def count(self, select: str, parameters: Any = None) -> int:
        """The one number that `select` gives."""
        return self.con.execute(select, parameters).fetchall()[0][0]

    def _make(self, kind: str, what: str, select: str, parameters: Any = None) -> str:
        name = quoted(f"{what}_{next(_numbers)}")
        self.con.execute(f"CREATE TEMP {kind} {name} AS {select}", parameters)
        self._made.callback(self.con.execute, f"DROP {kind} IF EXISTS temp.{name}")
        return name
