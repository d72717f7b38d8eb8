"""Data rows held to a contract: typed columns, resolved areas, and every reason why a row is not accepted."""

from dataclasses import dataclass

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.hold import area_columns, birth_dates, cell_columns, person_keys
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import ColumnSql, Scope, cell_of, together
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.hold.verdict import Verdict
from tuanqing.store.recognise.recognition import Recognition, is_ours
from tuanqing.store.recognise.row_kinds import serial_cells
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import literal, quoted, replaced


@dataclass(frozen=True)
class Held:
    """The data rows, typed. `rows` has line, `columns`, `_at_least`, `_ok` whether a row is accepted, `_reasons` why
    not, `_flags` what to look at; `rejected` has the sheet's line and the reasons of those that are not; `cells` what
    tells rows of one sheet apart: line, print (of every cell but 序号), serial (序号), within (print of the area cells).
    """

    rows: str
    rejected: str
    cells: str
    columns: tuple[str, ...]  # the contract's, then area_code, _county and _cover where there are areas
    read: frozenset[str]  # the columns that come from the sheet, or were said, not from a default
    by_line: bool  # a line of the sheet may hold several rows
    warnings: tuple[str, ...]

    @staticmethod
    def rejects(bench: Bench, rows: str) -> str:
        """The rejected rows picked out of `rows`."""
        return bench.table(
            "rejected",
            f"SELECT line % {LINES} AS line, list_distinct(flatten(list(_reasons))) AS reasons "
            f"FROM {rows} WHERE NOT _ok GROUP BY 1",
        )


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
    rows = bench.view("typed", birth_dates.blanked(judged, contract))
    return Held(
        rows=rows,
        rejected=Held.rejects(bench, rows),
        cells=bench.view("prints", _prints(loaded)),
        columns=tuple(dict.fromkeys([*(c.name for c in contract.stored), *system])),
        read=_read(loaded.recognition, scope),
        by_line=loaded.recognition.step_header is not None,
        warnings=part.warnings,
    )


def _prints(loaded: Loaded) -> str:
    """SQL for what tells the data rows apart: every cell, also those that are dropped afterwards, but 序号."""
    recognition = loaded.recognition
    serial = serial_cells(recognition)
    width = len(recognition.columns) if recognition.step_header is None else recognition.step_header
    aside = {*serial, *(f"c{m.index}" for m in recognition.columns if is_ours(m.header))}
    cells = [cell for cell in (f"c{i}" for i in range(width)) if cell not in aside]
    names = [column.name for column in recognition.contract.area_columns]
    areas = [f"c{m.index}" for m in recognition.columns if m.column in names]
    number = f"nullif(trim({serial[0]}), '')" if serial else "NULL::VARCHAR"
    return (
        f"SELECT line, hash({', '.join(cells)}) AS print, {number} AS serial, "
        f"hash({', '.join(areas) or 'NULL'}) AS within FROM {loaded.data}"
    )


def _read(recognition: Recognition, scope: Scope) -> frozenset[str]:
    """The contract's columns that the rows have: read, said once for all rows, or worked out from such."""
    contract = recognition.contract
    mapped = {m.column for m in recognition.columns if m.column}

    def has(column: Column) -> bool:
        return (
            column.name in mapped
            or (column.name == contract.month and recognition.as_of is not None)
            or any(names and names[0] in mapped for names in column.otherwise)
            or not mapped.isdisjoint(column.within)
            or (column.refers is not None and bool(scope.area) and "county" in column.level)
            or (column.refers is not None and bool(scope.place))
        )

    return frozenset(column.name for column in contract.columns.values() if has(column))


def _column(bench: Bench, loaded: Loaded, scope: Scope, column: Column, placed: ColumnSql) -> ColumnSql:
    """A column that does not name an area."""
    recognition = loaded.recognition
    cell = cell_of(recognition, column.name)
    if column.personal in ("hash", "mask"):
        assert scope.key, "who names people hands over the key"
        if column.personal == "mask":
            return person_keys.masked(bench, loaded, column, scope.key)
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
    if column.values or column.type in ("boolean", "percent", "month", "time"):
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
