"""Names and texts as they stand in SQL: the one place where they are quoted, and the pieces made of them."""

from collections.abc import Iterable
from datetime import date


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | date | None) -> str:
    """A text or a day as it stands in SQL; None as NULL."""
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return f"DATE '{value}'"
    return "'" + value.replace("'", "''") + "'"


def listed(names: Iterable[str], alias: str = "") -> str:
    """Columns of `alias` beside each other, as a SELECT lists them."""
    return ", ".join((f"{alias}." if alias else "") + quoted(name) for name in names)


def same(names: Iterable[str], left: str, right: str) -> str:
    """The condition that two rows (by alias) agree in the columns `names`; two blanks agree."""
    tests = [f"{left}.{quoted(n)} IS NOT DISTINCT FROM {right}.{quoted(n)}" for n in names]
    return " AND ".join(tests) or "true"


def stored(dataset: str) -> str:
    """The table that holds a dataset's rows."""
    return f"store.{quoted(dataset)}"


def replaced(sql: str, column: str, value: str) -> str:
    """`sql` with `value`, SQL over its columns, in place of one of them."""
    return f"SELECT * REPLACE ({value} AS {quoted(column)}) FROM ({sql})"
