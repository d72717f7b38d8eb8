"""Data rows held to a contract: typed columns, resolved areas, and every reason why a row is not accepted."""

from dataclasses import dataclass

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.hold import area_columns, birth_dates, cell_columns, person_keys
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import ColumnSql, Scope, cell_of, together
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.hold.verdict import Verdict
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import literal, quoted, replaced


@dataclass(frozen=True)
class Held:
    """The data rows, typed. `rows` has line, `columns`, `_at_least`, `_ok` whether a row is accepted, `_reasons` why
    not, `_flags` what to look at; `rejected` has the sheet's line and the reasons of those that are not."""

    rows: str
    rejected: str
    columns: tuple[str, ...]  # the contract's, then area_code, _county and _cover where there are areas
    by_line: bool  # a line of the sheet may hold several rows
    warnings: tuple[str, ...]

    @classmethod
    def of(
        cls, bench: Bench, rows: str, columns: tuple[str, ...], warnings: tuple[str, ...], *, by_line: bool
    ) -> "Held":
        """With the rejected rows picked out of `rows`."""
        rejected = bench.table(
            "rejected",
            f"SELECT line % {LINES} AS line, list_distinct(flatten(list(_reasons))) AS reasons "
            f"FROM {rows} WHERE NOT _ok GROUP BY 1",
        )
        return cls(rows, rejected, columns, by_line, warnings)


def hold(bench: Bench, loaded: Loaded, scope: Scope) -> Held:
    """The data rows of a sheet held to its contract."""
    contract = loaded.recognition.contract
    # First: people without a number are told apart by the school they are at.
    placed = area_columns.resolve(bench, loaded, scope) if contract.area_columns else ColumnSql()
    own = [c for c in contract.columns.values() if c.refers is None and c.stored]
    part = together([placed, *(_column(bench, loaded, scope, column, placed) for column in own)])
    verdict = Verdict(loaded.recognition, part.faults)
    typed = birth_dates.banded(_defaulted(_typed(loaded, part), loaded), contract)
    ok = verdict.ok
    if loaded.recognition.step_header is not None:  # one wrong date rejects the whole line of a roster
        ok = f"bool_and({ok}) OVER (PARTITION BY line % {LINES})"
    judged = f"SELECT *, {ok} AS _ok, {verdict.reasons} AS _reasons, {verdict.flags} AS _flags FROM ({typed})"
    system = [name for name in ("area_code", "_county", "_cover") if name in part.select]
    return Held.of(
        bench,
        bench.view("typed", birth_dates.blanked(judged, contract)),
        tuple(dict.fromkeys([*(c.name for c in contract.stored), *system])),
        part.warnings,
        by_line=loaded.recognition.step_header is not None,
    )


def _column(bench: Bench, loaded: Loaded, scope: Scope, column: Column, placed: ColumnSql) -> ColumnSql:
    """A column that does not name an area."""
    recognition = loaded.recognition
    cell = cell_of(recognition, column.name)
    if column.personal in ("hash", "mask"):
        return person_keys.keys(bench, loaded, column, scope.key, placed)
    if column.personal == "birth":
        own = cell_columns.of_values(bench, loaded, column, cell) if cell else ColumnSql()
        return own + birth_dates.births(bench, loaded, column, own.select.get(column.name))
    if column.personal == "band":
        return birth_dates.bands(bench, loaded, column)
    if cell is None and column.name == recognition.contract.month and recognition.as_of:
        day = recognition.as_of.replace(day=1)
        sentence = _("“{column}”: the sheet has no such column; {month}, the month it names, was taken")
        return ColumnSql(
            {column.name: literal(day)},
            warnings=(sentence.format(column=column.title, month=f"{day:%Y-%m}"),),
        )
    if cell is None:
        return ColumnSql({column.name: f"NULL::{column.sql_type}"})
    if column.values or column.type in ("boolean", "percent", "month"):
        return cell_columns.of_words(bench, loaded, column, cell)
    return cell_columns.of_values(bench, loaded, column, cell)


def _typed(loaded: Loaded, part: ColumnSql) -> str:
    """SQL for the data rows with the selected columns, their faults, bounds and doubts."""
    selected = [f"{sql} AS {quoted(name)}" for name, sql in part.select.items()]
    for name, (wrong, sentence) in part.faults.items():
        selected.append(f"CASE WHEN {wrong} THEN {sentence} END AS {quoted(f'_fault_{name}')}")
    bounds = ", ".join(f"CASE WHEN {sql} THEN {literal(name)} END" for name, sql in part.at_least)
    doubts = ", ".join(f"{literal(f'「{title}」')} || {sql}" for title, sql in part.doubts)
    given = "list_filter([{}]::VARCHAR[], lambda x: x IS NOT NULL)".format
    selected.append(f"nullif({given(bounds)}, []) AS _at_least")
    selected.append(f"{given(doubts)} AS _soft")
    if loaded.recognition.step_header is not None:
        selected.append(f"raw.c{loaded.recognition.step_header} AS _step_header")
    return (
        f"SELECT raw.line, raw.fault AS _ragged, {', '.join(selected)} "
        f"FROM {loaded.data} AS raw {' '.join(part.joins)}"
    )


def _defaulted(sql: str, loaded: Loaded) -> str:
    """`sql` with the contract's defaults where a cell is empty."""
    for column in loaded.recognition.contract.stored:
        if column.default:
            value = f"coalesce({quoted(column.name)}, ({column.default}))::{column.sql_type}"
            sql = replaced(sql, column.name, value)
    return sql
