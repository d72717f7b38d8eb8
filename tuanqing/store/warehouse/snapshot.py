"""One published version, opened for reading by somebody: what every floor above the store is handed.

A reader with a scope sees the rows of his areas and what lies in them today, and of what lies above them the totals.
Whoever writes SQL over rows names them through `part`, whoever writes it over areas or their totals through `near`:
for a reader of everything these are the relations themselves, for one with a scope what is his of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from tuanqing.define.look import EVERY, PLAIN, Look
from tuanqing.store.warehouse.sql import literal

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
    scope: tuple[str, ...] | None = None  # the codes of the reader's areas; None: everything, (): nothing
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _shared: dict[str, Any] | None = field(default=None, repr=False, compare=False)  # None: `_kept`

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
        """What `read` makes of this version, made once for all its cursors under a name, whoever reads: nothing that a
        scope cuts. Never change it."""
        kept = self._kept if self._shared is None else self._shared
        if name not in kept:
            kept[name] = read(self)
        return kept[name]

    def own_once(self, name: str, read: Callable[["Snapshot"], T]) -> T:
        """The same for readers of this scope alone."""
        if name not in self._kept:
            self._kept[name] = read(self)
        return self._kept[name]

    @property
    def whole(self) -> "Snapshot":
        """All of it, whoever reads: for what is kept once for everybody, and for counts of a whole. Never to be shown."""
        if self._shared is None:
            return self
        return Snapshot(self.version, self.con, self.look, None, self._shared)

    @property
    def own(self) -> frozenset[str]:
        """Of a scope: the codes of its areas and of all that lies in them today."""
        return self.own_once("own", _own)

    @property
    def above(self) -> frozenset[str]:
        """Of a scope: the codes of what lies above its areas."""
        return self.own_once("above", _above)

    def sees(self, area: str | None) -> bool:
        """Whether all there is of an area is the reader's; None: of all areas."""
        return self.scope is None or area in self.own

    def knows(self, area: str) -> bool:
        """Whether the reader sees the area's totals at least."""
        return self.scope is None or area in self.own or area in self.above

    def part(self, relation: str, column: str = "area_code") -> str:
        """SQL for what of a relation is the reader's own, told by its column of area codes; to stand after FROM."""
        if self.scope is None:
            return relation
        return f"(SELECT * FROM {relation} WHERE {self.inside(column)})"

    def inside(self, column: str) -> str:
        """SQL for whether the area of a code is the reader's own."""
        if self.scope is None:
            return "true"
        codes = self._codes(self.scope)
        return f"{column} IN (SELECT area_code FROM area_path WHERE ancestor_code IN ({codes}) AND {_TODAY})"

    def near(self, relation: str, column: str = "area_code") -> str:
        """SQL for what of a relation is of the reader's own areas or of one above them; to stand after FROM."""
        if self.scope is None:
            return relation
        return f"(SELECT * FROM {relation} WHERE {self.inside(column)} OR {column} IN ({self._codes(self.above)}))"

    @staticmethod
    def _codes(codes: Iterable[str]) -> str:
        return ", ".join(map(literal, sorted(codes))) or "NULL"

    def schemas(self, look: Look) -> list[str]:
        """What of a look is there: where it differs from the ordinary one, the schema that says it best first."""
        return [name for name in look.path if name in self.once("schemas", _schemas)]

    @property
    def looks(self) -> tuple[Look, ...]:
        """The looks that differ from the ordinary one here."""
        return tuple(each for each in EVERY if each.path[:1] == tuple(self.schemas(each)[:1]))

    def cursor(self) -> "Snapshot":
        """The same version for another thread, or for temporary tables of one's own. Close it when done."""
        return Snapshot(self.version, self.con.cursor(), self.look, self.scope, self._kept, self._shared)

    def seen_by(self, scope: tuple[str, ...] | None) -> "Snapshot":
        """The same version, over the same connection, as a reader with this scope sees it."""
        shared = self._kept if self._shared is None else self._shared
        seen = Snapshot(self.version, self.con, self.look, scope, {}, shared)
        is_all = scope is not None and self.once("areas", _areas) <= seen.own
        return self if is_all else seen

    def close(self) -> None:
        """Give the file back."""
        self.con.close()

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_TODAY = "since <= current_date AND until > current_date"


def _areas(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(code for (code,) in snapshot.execute("SELECT area_code FROM area_path").fetchall())


def _own(snapshot: Snapshot) -> frozenset[str]:
    rows = snapshot.execute(
        f"SELECT area_code FROM area_path WHERE list_contains($scope, ancestor_code) AND {_TODAY}",
        {"scope": list(snapshot.scope or ())},
    ).fetchall()
    return frozenset(code for (code,) in rows)


def _above(snapshot: Snapshot) -> frozenset[str]:
    rows = snapshot.execute(
        f"SELECT ancestor_code FROM area_path WHERE list_contains($scope, area_code) AND {_TODAY}",
        {"scope": list(snapshot.scope or ())},
    ).fetchall()
    return frozenset(code for (code,) in rows) - snapshot.own


def _schemas(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(
        name for (name,) in snapshot.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()
    )
