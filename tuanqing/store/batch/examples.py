"""A dataset's template filled in by way of example: three rows of invented people and real places, ready to be tried.

Each cell is made from what the contract says of its column, so a new dataset has its example at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tuanqing.define.contract import LEVELS, Column, Contract
from tuanqing.define.language import _
from tuanqing.store.batch.exports import as_xlsx, handed_out, template
from tuanqing.store.cell.id_numbers import check_digit
from tuanqing.store.warehouse.snapshot import Snapshot

ROWS = 3
_YEAR = 2023
_NEVER = "999999"  # an area no ID number begins with: nobody real is meant
_NAMES = "甲乙丙丁戊"
ELSEWHERE = {
    "county": "封丘县",
    "township": "城关镇",
    "village": "东街居民委员会",
    "school": "城关镇第一初级中学",
}


def places(snapshot: Snapshot) -> dict[str, str]:
    """A township of the register with what lies in it, name by level: the first of which most levels are known."""
    from tuanqing.store.warehouse.register import in_force  # a template without places needs no register

    register, best = in_force(snapshot), {}
    for area in register.areas.values():
        if area.level != "township" or not snapshot.sees(area.code):
            continue
        found = {each.level: each.name for each in register.path(area.code)}
        found |= {
            level: inside[0].name
            for level in LEVELS[LEVELS.index("township") + 1 :]
            if (inside := register.below(area.code, level))
        }
        best = found if len(found) > len(best) else best
    return best


def filled(contract: Contract, where: Mapping[str, str]) -> bytes:
    """The template with its rows filled in; `where` gives the name of the area of each level (see `places`)."""
    columns = handed_out(contract)
    rows = [[cell(contract, column, number, where) for column in columns] for number in range(ROWS)]
    return as_xlsx([column.title for column in columns], rows, contract.title)


def cell(contract: Contract, column: Column, number: int, where: Mapping[str, str] = ELSEWHERE) -> Any:
    """What stands in a column of the example's row `number`; nothing where it may be left out and could contradict."""
    needed = column.required or column.name in (*contract.key, contract.date, contract.month)
    if column.refers:
        level = next((level for level in LEVELS[::-1] if level in column.level and level in where), None)
        return where[level] if level and (len(column.level) == 1 or needed) else ""
    if column.values:
        words = list(column.values)
        return words[number % len(words)]
    if column.personal:
        return _personal(column, number)
    if column.type in ("date", "month"):
        day = f"{_YEAR}-{number + 1:02}-15"
        return "" if not needed else day[:7] if column.type == "month" else day
    if column.type == "time":
        return f"{8 + number:02}:30"
    if column.type == "boolean":
        return _("yes")
    if column.type == "text":
        return column.title + _NAMES[number]
    least, most = column.bounds
    return int(max(least or 0, min(10 + number, most or 10 + number)))


def _personal(column: Column, number: int) -> str:
    if column.personal == "birth":
        return "2008-12-31"
    if column.personal == "mask":
        return f"2023{number + 1:08}"
    if column.personal == "band":
        return ""
    if column.title.endswith(("号", "号码")):
        first = f"{_NEVER}20081231{number + 1:03}"
        return first + check_digit(first)
    return f"某某{_NAMES[number]}"


def with_example(contract: Contract, brings: Sequence[str] = ()) -> bytes:
    """The empty template, its notes with an example of each column and the figures it `brings`."""
    return template(contract, [cell(contract, column, 0) for column in handed_out(contract)], brings)
