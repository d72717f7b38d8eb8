"""One published version, opened for reading: what every floor above the store is handed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from tuanqing.define.look import EVERY, PLAIN, Look

if (
    TYPE_CHECKING
):  # DuckDB imports it when a frame is asked for: half of what a command that answers in words takes
    import polars as pl

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """A version that will never change, looked at in one way. Nothing can be written through it."""

    version: str
    con: duckdb.DuckDBPyConnection
    look: Look = PLAIN
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """What a look differs in goes before the ordinary tables; where it differs in nothing there is nothing."""
        if path := self.schemas(self.look):
            self.con.execute(f"SET search_path = '{','.join((*path, 'main'))}'")

    def execute(
        self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None
    ) -> duckdb.DuckDBPyConnection:
        """The answer to one question, parameters bound: `.fetchall()` gives its rows."""
        return self.con.execute(sql, params) if params else self.con.execute(sql)

    def frame(self, sql: str, **params: Any) -> "pl.DataFrame":
        """The rows of `sql` with its `$name` parameters bound."""
        return (self.con.sql(sql, params=params) if params else self.con.sql(sql)).pl()

    def rows(self, sql: str, **params: Any) -> list[dict[str, Any]]:
        """The same rows one by one, by column name: for answers of a screenful, without a frame's library."""
        answer = self.execute(sql, params)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def once(self, name: str, read: Callable[["Snapshot"], T]) -> T:
        """What `read` makes of this version, made once for all its cursors under a name. Never change it."""
        if name not in self._kept:
            self._kept[name] = read(self)
        return self._kept[name]

    def schemas(self, look: Look) -> list[str]:
        """What of a look is there: where it differs from the ordinary one, the schema that says it best first."""
        return [name for name in look.path if name in self.once("schemas", _schemas)]

    @property
    def looks(self) -> tuple[Look, ...]:
        """The looks that differ from the ordinary one here."""
        return tuple(each for each in EVERY if each.path[:1] == tuple(self.schemas(each)[:1]))

    def cursor(self) -> "Snapshot":
        """The same version for another thread, or for temporary tables of one's own. Close it when done."""
        return Snapshot(self.version, self.con.cursor(), self.look, self._kept)

    def close(self) -> None:
        """Give the file back."""
        self.con.close()

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _schemas(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(
        name for (name,) in snapshot.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()
    )
