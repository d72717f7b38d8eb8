"""One published version, opened for reading: what every floor above the store is handed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import duckdb
import polars as pl


@dataclass(frozen=True)
class Snapshot:
    """A version that will never change. Nothing can be written through it."""

    version: str
    con: duckdb.DuckDBPyConnection

    def execute(
        self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None
    ) -> duckdb.DuckDBPyConnection:
        """The answer to one question, parameters bound: `.fetchall()` gives its rows."""
        return self.con.execute(sql, params) if params else self.con.execute(sql)

    def frame(self, sql: str, **params: Any) -> pl.DataFrame:
        """The rows of `sql` with its `$name` parameters bound."""
        return (self.con.sql(sql, params=params) if params else self.con.sql(sql)).pl()

    def cursor(self) -> "Snapshot":
        """The same version for another thread, or for temporary tables of one's own. Close it when done."""
        return Snapshot(self.version, self.con.cursor())

    def close(self) -> None:
        """Give the file back."""
        self.con.close()

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
