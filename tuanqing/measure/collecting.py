"""Whom to ask for a dataset, and with which rows already written down: a workbook for each unit that owes it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tuanqing.define import period as periods
from tuanqing.define.contract import LEVELS, Column, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.measure import completeness, places, read, tree
from tuanqing.measure.completeness import AWAITED, MISSING, Given
from tuanqing.measure.reporting import Reports
from tuanqing.store.batch.exports import Ask, handed_out
from tuanqing.store.warehouse.snapshot import Snapshot

MOST = 20_000  # rows of one unit


def asks(
    snapshot: Snapshot,
    contract: Contract,
    area: str,
    level: str,
    period: Period | None = None,
    today: date | None = None,
    prefilled: bool = True,
) -> list[Ask]:
    """What to ask of each unit of a level in an area that has not given a dataset for a period: by default for the last
    month that it was owed for and that has ended. A county that owes it may have its townships give it one by one.

    `prefilled`: with the rows of the last list that was accepted; columns that hold what is not kept (names, numbers of
    people) stay empty, and of rows about people who may be minors there are none. Raises Refused where nobody owes it.
    """
    now = today or date.today()
    period = period or _last_owed(snapshot, contract, area, now)
    line = next(
        (each for each in completeness.account(snapshot, area, period, now).lines if each.dataset == contract.name),
        None,
    )  # fmt: skip
    if line is None:
        raise Refused(
            _("Nobody owes {title} for {period}.").format(title=contract.title, period=period.words)
        )
    if LEVELS.index(level) < LEVELS.index(line.level):
        raise Refused(
            _("{title} is owed by units finer than that: --each {level}.").format(
                title=contract.title, level=line.level
            )
        )
    found = []
    for given in line.units:
        if given.state in (MISSING, AWAITED):
            found += _of(snapshot, contract, given, level, period, prefilled)
    if not found:
        raise Refused(
            _("Everybody has given {title} for {period}.").format(title=contract.title, period=period.words)
        )
    return found


def _last_owed(snapshot: Snapshot, contract: Contract, area: str, today: date) -> Period:
    """The last month that has ended and that anybody in the area owes the dataset for."""
    units = Reports.of(snapshot).owing.get(contract.name, lambda _area: [])(area)
    step = periods.containing(today)
    for _back in range(12):
        step = step.shift(-1)
        if any(step.first.month in unit.months and unit.owes(step.last) for unit in units):
            return step
    raise Refused(_("Nobody owes {title} here (data/rules/reporting.toml).").format(title=contract.title))


def _of(
    snapshot: Snapshot, contract: Contract, given: Given, level: str, period: Period, prefilled: bool
) -> list[Ask]:
    """What to ask of a unit, or of each unit below it that has not given its part."""
    units = [(given.unit.code, given.name, given.lacking)]
    if level != given.unit.level:
        units = []
        for each in places.children(snapshot, given.unit.code, level, period):
            own = replace(given.unit, code=each["area_code"], level=level)
            lacking = tuple(
                m for m in given.lacking if not completeness.is_given(snapshot, contract.name, own, m)
            )
            if lacking and each["counts"] is not False:
                units.append((own.code, each["name"], lacking))
    return [
        _ask(snapshot, contract, code, name, lacking, prefilled)
        for code, name, lacking in units
        if snapshot.sees(code)
    ]


def _ask(
    snapshot: Snapshot, contract: Contract, code: str, name: str, lacking: Sequence[date], prefilled: bool
) -> Ask:
    path = places.place(snapshot, code).path
    county = next((each for _code, each, level in path[:-1] if level == "county"), "")
    names = read.area_names(snapshot)
    below = places.everything_below(snapshot, code)
    inside = {
        each: [n for c, n, level, _part in below if level == each]
        for each in ("village", "school", "township")
    }
    if not inside["township"]:
        inside["township"] = [n for _c, n, level in path if level == "township"]
    rows = _rows(snapshot, contract, code, names) if prefilled and contract.is_registry else []
    return Ask(
        code,
        name,
        f"{county}{name}{contract.title}",
        tuple(_stretches(contract, lacking)),
        tuple(rows),
        inside,
    )


def _stretches(contract: Contract, lacking: Sequence[date]) -> list[str]:
    """What a sheet is to be of, as its title says it and the reader reads it: the day of a list, a run of months. The
    sheets are read in Chinese whatever is spoken here."""
    if contract.is_registry:
        last = Period(max(lacking)).last
        return [f"截至{last.year}年{last.month}月{last.day}日"]
    runs: list[list[date]] = []
    for month in lacking:
        if runs and Period(runs[-1][-1]).shift(1).first == month and runs[-1][-1].year == month.year:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [
        f"{run[0].year}年{run[0].month}—{run[-1].month}月"
        if len(run) > 1
        else f"{run[0].year}年{run[0].month}月"
        for run in runs
    ]


def _rows(
    snapshot: Snapshot, contract: Contract, code: str, names: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    """The rows of the last list in force of a unit, in the columns and the words of the template."""
    if contract.counted:
        return []
    there = {row[0] for row in snapshot.execute(f'DESCRIBE "{contract.name}"').fetchall()}
    columns = handed_out(contract)
    kept = [column for column in columns if column.personal is None and column.name in there]
    words = {
        column.name: {value: word for word, value in list(column.values.items())[::-1]} for column in kept
    }
    named = ", ".join(f'row."{column.name}"' for column in kept)
    own = snapshot.part(f'"{contract.name}"')
    found = snapshot.rows(
        f"SELECT {named}, row._at_least AS _at_least FROM {own} AS row WHERE row.area_code IN {tree.ever()} "
        f"ORDER BY row._batch, row._line LIMIT {MOST}",
        area=code,
    )
    return [
        tuple(_cell(column, row, words.get(column.name, {}), names) if column in kept else None for column in columns)
        for row in found
    ]  # fmt: skip


def _cell(column: Column, row: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, str]) -> Any:
    value = row[column.name]
    if value is None:
        return None
    if column.refers:
        return names.get(value, value)
    if column.values:
        return words.get(value, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.name in (row["_at_least"] or ()):
        return f"{value}余"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if column.type == "month" else str(value)
    return float(value) if column.type == "decimal" else value
