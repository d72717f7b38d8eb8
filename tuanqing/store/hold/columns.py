"""What the modules that hold rows to a contract hand each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.register import Register


@dataclass(frozen=True)
class Scope:
    """Where a sheet's names are looked up."""

    register: Register
    area: str | None  # the county (or prefecture) the sheet belongs to
    on: date | None  # the date the names are of
    key: bytes | None  # for HMAC, where the contract names people
    place: str | None = None  # the township or school of rows that name none, where no column could


@dataclass(frozen=True)
class ColumnSql:
    """SQL over the data rows (alias `raw`) for some columns: what to select and join, what is wrong with a row."""

    select: Mapping[str, str] = field(default_factory=dict)
    joins: tuple[str, ...] = ()
    faults: Mapping[str, tuple[str, str]] = field(
        default_factory=dict
    )  # column → (is it wrong, the sentence)
    at_least: tuple[tuple[str, str], ...] = ()  # (column, is its value a lower bound)
    doubts: tuple[tuple[str, str], ...] = ()  # (title, what to look at in the row, or NULL)
    warnings: tuple[str, ...] = ()

    def __add__(self, other: "ColumnSql") -> "ColumnSql":
        return ColumnSql(
            {**self.select, **other.select},
            self.joins + other.joins,
            {**self.faults, **other.faults},
            self.at_least + other.at_least,
            self.doubts + other.doubts,
            self.warnings + other.warnings,
        )


def together(parts: Iterable[ColumnSql]) -> ColumnSql:
    """Several parts as one; a later select of a column stands."""
    return reduce(ColumnSql.__add__, parts, ColumnSql())


def cell_of(recognition: Recognition, column: str) -> str | None:
    """The cell of the data rows (alias `raw`) a column is read from."""
    mapped = recognition.index(column)
    return f"raw.c{mapped.index}" if mapped else None


def distinct(bench: Bench, loaded: Loaded, cell: str, condition: str = "true") -> list[str]:
    """The distinct texts of a cell among the data rows that meet a condition, blanks left out."""
    sql = f"SELECT DISTINCT {cell} FROM {loaded.data} AS raw WHERE {cell} IS NOT NULL AND ({condition}) ORDER BY 1"
    return [row[0] for row in bench.con.execute(sql).fetchall()]
