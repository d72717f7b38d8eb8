"""Dated thresholds as data: one TOML file in `data/rules/` per table, one `[[rows]]` entry per rule.

Queries read each as the table `rules.<name>`, so that a new rule is a row and no code. Step lists of pipelines
have a format of their own (define/steps.py) and lie one folder down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tuanqing.define import toml
from tuanqing.define.contract import LEVELS
from tuanqing.define.errors import Malformed
from tuanqing.define.house import CONTRACTS, QUERIES, RULES, place

TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "text": ("VARCHAR", (str,)),
    "integer": ("BIGINT", (int,)),
    "decimal": ("DECIMAL(18,4)", (int, float)),
    "date": ("DATE", (date,)),
    "boolean": ("BOOLEAN", (bool,)),
    "dataset": ("VARCHAR", (str,)),  # the name of a contract
    "indicator": ("VARCHAR", (str,)),  # the name of one
    "level": ("VARCHAR", (str,)),  # of the register of areas
    "months": ("INTEGER[]", (str, list)),  # of the year, 1 to 12; or a word for which periods' last ones
}
PERIODS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class RuleColumn:
    """One column of a table of rules."""

    name: str
    about: str
    type: str
    required: bool

    @property
    def sql_type(self) -> str:
        """Its DuckDB type."""
        return TYPES[self.type][0]


@dataclass(frozen=True)
class Rules:
    """One table of rules. `reading` says in words what is published and what is our own reading of it."""

    name: str
    title: str
    about: str
    source: str
    reading: str
    columns: Mapping[str, RuleColumn]
    rows: tuple[Mapping[str, Any], ...]
    text: str  # the file itself, for the dictionary

    def in_force(self, on: date) -> list[Mapping[str, Any]]:
        """The rows that hold on a day; a row without days always holds."""
        return [
            row for row in self.rows if row.get("valid_from", date.min) <= on < row.get("valid_to", date.max)
        ]


def load(file: Path) -> Rules:
    """The table in `file`; its name is the file's. Raises Malformed naming file, row and key."""
    where, table = place(file), toml.read(file)
    toml.strict(
        table,
        where,
        needed={"title": str, "about": str, "source": str, "columns": dict, "rows": list},
        allowed={"reading": str, "key": list},
    )
    columns = {name: _column(name, entry, where) for name, entry in table["columns"].items()}
    needed = {name: TYPES[column.type][1] for name, column in columns.items() if column.required}
    allowed = {name: TYPES[column.type][1] for name, column in columns.items() if not column.required}
    for number, row in enumerate(table["rows"], 1):
        toml.strict(row, f"{where} [[rows]] {number}", needed=needed, allowed=allowed)
        for name in row:
            row[name] = _known(row[name], columns[name], f"{where} [[rows]] {number}")
    _hold_apart(table, columns, where)
    return Rules(
        name=file.stem,
        title=table["title"],
        about=table["about"],
        source=table["source"],
        reading=table.get("reading", ""),
        columns=columns,
        rows=tuple(table["rows"]),
        text=file.read_text("utf-8"),
    )


def _hold_apart(table: Mapping[str, Any], columns: Mapping[str, RuleColumn], where: str) -> None:
    """Raise Malformed where two rows of one key are in force on one day (whatever reads them would count twice), where
    none is between two, and where one ends before it begins."""
    if "valid_from" not in columns:
        return
    if "key" not in table:
        raise Malformed(where, "lacks `key`.", 'Name the columns of which a day has one row: `key = ["…"]`.')
    if strange := [name for name in table["key"] if name not in columns]:
        raise Malformed(f"{where} key", f"names `{strange[0]}`.", "Name columns of [columns].")
    rows = sorted(enumerate(table["rows"], 1), key=lambda entry: entry[1].get("valid_from", date.min))
    standing: dict[tuple[Any, ...], tuple[int, Mapping[str, Any]]] = {}
    for number, row in rows:
        own = tuple(repr(row.get(name)) for name in table["key"])
        begins = row.get("valid_from", date.min)
        earlier, before = standing.get(own, (0, {"valid_to": begins}))
        if before.get("valid_to", date.max) > begins:
            raise Malformed(
                f"{where} [[rows]] {number}",
                f"is in force from {begins}, and so is row {earlier} of the same {', '.join(table['key']) or 'table'}.",
                f"Write `valid_to = {begins}` in row {earlier}: the day from which it no longer holds.",
            )
        if earlier and before["valid_to"] < begins:
            raise Malformed(
                f"{where} [[rows]] {number}",
                f"is in force from {begins}, and row {earlier} of the same {', '.join(table['key']) or 'table'} only to "
                f"{before['valid_to']}: between them there is no rule.",
                f"Write `valid_to = {begins}` in row {earlier}, or a row for the time between.",
            )
        if row.get("valid_to", date.max) <= begins:
            raise Malformed(
                f"{where} [[rows]] {number}",
                f"ends on {row['valid_to']}, and begins on {begins}.",
                "Write a `valid_to` after its `valid_from`: the first day on which it no longer holds.",
            )
        standing[own] = (number, row)


def _column(name: str, entry: Any, where: str) -> RuleColumn:
    where = f"{where} [columns] {name}"
    if not isinstance(entry, dict):
        raise Malformed(where, "is not a table.", 'Write { about = "…", type = "text" }.')
    toml.strict(entry, where, needed={"about": str, "type": str}, allowed={"required": bool})
    if entry["type"] not in TYPES:
        raise Malformed(where, f"`type` is “{entry['type']}”.", f"Write one of {', '.join(TYPES)}.")
    return RuleColumn(name, entry["about"], entry["type"], entry.get("required", False))


def _known(value: Any, column: RuleColumn, where: str) -> Any:
    """A cell of a rule, its word for months turned into their numbers. Raises Malformed for a word nobody knows."""
    if column.type == "months":
        if isinstance(value, list) and value and all(type(n) is int and 1 <= n <= 12 for n in value):
            return sorted(set(value))
        if isinstance(value, str) and value in PERIODS:
            return list(range(PERIODS[value], 13, PERIODS[value]))
        known = [*PERIODS, "or months of the year, e.g. [3, 9]"]
    elif column.type == "indicator":
        if any(QUERIES.glob(f"*/{value}.sql")):
            return value
        known = ["the names of indicators: `tuanqing indicators` lists them"]
    elif column.type == "dataset":
        known = sorted(file.stem for file in CONTRACTS.glob("*.toml"))
    elif column.type == "level":
        known = list(LEVELS)
    else:
        return value
    if value not in known:
        raise Malformed(
            where, f"`{column.name}` is {value!r}, which is not known.", f"Write one of {', '.join(known)}."
        )
    return value


def load_all(folder: Path = RULES) -> dict[str, Rules]:
    """Every table of rules in `folder`, by name."""
    return {rules.name: rules for rules in map(load, sorted(folder.glob("*.toml")))}
