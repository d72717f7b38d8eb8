"""A correction: what the source got wrong, said as data beside the rows, which stay as they came.

Those shipped are TOML files in `data/corrections/`, one each, named by the file; those made on the page or the command
line are the same table, kept in the warehouse. One says which rows of which dataset (by columns of the contract, by
area, period, batch or line: plain values, no SQL), what is to be done with them, why, who says so, until when, and what
the source said when it was made (`expect`): once it says something else, the correction no longer applies.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tuanqing.define import period as periods
from tuanqing.define import toml
from tuanqing.define.contract import Column, Contract
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import CORRECTIONS, place
from tuanqing.define.language import _
from tuanqing.define.period import Period

WHATS = ("drop", "override", "scale", "flag")
OWN = re.compile(r"c[1-9]\d*")  # the names of those made in a warehouse
PLACES = ("area", "period", "batch", "line")  # what `where` knows beside the columns
_NEEDED = {"dataset": str, "what": str, "reason": str, "who": str, "made_on": date}
_ALLOWED = {"key": dict, "where": dict, "set": dict, "factor": dict, "expires": date, "expect": dict}
_ASKS = {"override": "set", "scale": "factor"}  # what → the key that says it

Cell = str | None  # a value as SQL casts it to its column's type; None is a blank
Cells = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Correction:
    """One correction, held to the contract of its dataset. Columns are the contract's."""

    name: str  # the file's, or c1, c2, … of those made in a warehouse
    dataset: str
    what: str  # one of WHATS
    reason: str
    who: str
    made_on: date
    match: Cells = ()  # rows whose columns have these values
    area: str | None = None  # and lie in this area
    period: Period | None = None  # dated in it; of a registry, on the lists of it
    batch: int | None = None
    line: int | None = None
    set: Cells = ()
    factor: Cells = ()
    expires: date | None = None  # the last day on which it applies
    expect: Cells = ()
    rows: int | None = None  # how many rows it was made for: in all, or of a registry on each list

    @property
    def columns(self) -> frozenset[str]:
        """The columns it changes; none where whole rows are meant."""
        return frozenset(name for name, _value in (*self.set, *self.factor))

    @property
    def is_own(self) -> bool:
        """Whether it was made in a warehouse, where it can be withdrawn."""
        return OWN.fullmatch(self.name) is not None

    @property
    def is_guarded(self) -> bool:
        """Whether it says what the source said when it was made."""
        return bool(self.expect) or self.rows is not None


@dataclass(frozen=True)
class Unread:
    """A correction that cannot be read, and why. The others stand."""

    name: str
    sentence: str


def load_all(contracts: Mapping[str, Contract], folder: Path = CORRECTIONS) -> list[Correction | Unread]:
    """Every shipped correction, in the order of their names; in place of a bad one the sentence that says why."""
    found: list[Correction | Unread] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found.append(load(file, contracts))
        except Malformed as fault:
            found.append(Unread(file.stem, str(fault)))
    return found


def load(file: Path, contracts: Mapping[str, Contract]) -> Correction:
    """The correction in `file`. Raises Malformed naming file, key and cure."""
    where = place(file)
    if OWN.fullmatch(file.stem):
        raise Malformed(where, "is named like a correction made in a warehouse.", "Name it by what it mends.")
    try:
        table = toml.read(file)
    except UnicodeDecodeError:
        raise Malformed(where, "is not UTF-8.", "Save it as UTF-8.") from None
    return of(file.stem, table, contracts, where)


def read_json(name: str, text: str, contracts: Mapping[str, Contract]) -> Correction | Unread:
    """One kept in a warehouse, by the text `to_json` wrote; why not, where the contract is another by now."""
    table = json.loads(text)
    for key in ("made_on", "expires"):
        if key in table:
            table[key] = date.fromisoformat(table[key])
    try:
        return of(name, table, contracts, name)
    except Malformed as fault:
        return Unread(name, str(fault))


def to_json(table: Mapping[str, Any]) -> str:
    """A correction's table as a warehouse keeps it."""
    return json.dumps(table, ensure_ascii=False, default=str)


def of(name: str, table: Mapping[str, Any], contracts: Mapping[str, Contract], where: str) -> Correction:
    """The correction a table describes; `where` names it in errors. Raises Malformed naming key and cure."""
    toml.strict(table, where, needed=_NEEDED, allowed=_ALLOWED)
    contract = contracts.get(table["dataset"])
    if contract is None:
        known = ", ".join(contracts)
        raise Malformed(
            where, f"`dataset` is “{table['dataset']}”, which is no dataset.", f"Write one of {known}."
        )
    if contract.is_register:
        raise Malformed(
            where,
            _("the register of areas is not corrected row by row: every figure hangs from it."),
            _("Import its row again as it should be."),
        )
    what = table["what"]
    if what not in WHATS:
        raise Malformed(where, f"`what` is “{what}”.", f"Write one of {', '.join(WHATS)}.")
    for key in _ASKS.values():
        if (key in table) != (_ASKS.get(what) == key) or table.get(key) == {}:
            cure = f"Write `{_ASKS[what]} = {{ … }}`." if what in _ASKS else "Leave it out."
            raise Malformed(where, f"is of the kind {what}, and `{key}` does not fit that.", cure)
    expires = table.get("expires")
    if expires and expires < table["made_on"]:
        raise Malformed(
            f"{where} expires",
            _("it ends on {day}, before it was made.").format(day=expires),
            _("Write a later day, or none."),
        )
    found = Correction(
        name,
        contract.name,
        what,
        table["reason"].strip(),
        table["who"].strip(),
        table["made_on"],
        expires=expires,
        set=_cells(table.get("set", {}), contract, f"{where} set", new=True),
        factor=_factors(table.get("factor", {}), contract, f"{where} factor"),
    )
    if not found.reason or not found.who:
        raise Malformed(
            where,
            _("it says no reason, or not who says so."),
            _("Write both: they stand beside the figures."),
        )
    found = _aimed(found, table, contract, where)
    expect = dict(table.get("expect", {}))
    rows = expect.pop("rows", None)
    if rows is not None and (type(rows) is not int or rows < 1):
        raise Malformed(f"{where} expect", f"`rows` is {rows!r}.", "Write how many rows there were.")
    return replace(found, rows=rows, expect=_cells(expect, contract, f"{where} expect"))


def _aimed(found: Correction, table: Mapping[str, Any], contract: Contract, where: str) -> Correction:
    """With the rows it speaks of."""
    key, given = table.get("key", {}), dict(table.get("where", {}))
    for name in key:
        if name not in contract.key:
            raise Malformed(
                f"{where} key",
                f"`{name}` is no part of the key of {contract.name}.",
                f"Its key is {', '.join(contract.key)}; other columns stand in `where`.",
            )
    kinds = {"area": str, "period": str, "batch": int, "line": int}
    told = {name: given.pop(name) for name in PLACES if name in given and name not in contract.columns}
    toml.strict(told, f"{where} where", needed={}, allowed=kinds)
    cells = _cells({**key, **given}, contract, f"{where} where")
    if not cells and not told:
        raise Malformed(
            where,
            _("it does not say which rows it speaks of."),
            _("Give a value of the key, or an area, a period, a batch or a line."),
        )
    try:
        when = periods.parse(told["period"]) if "period" in told else None
    except Refused as fault:
        raise Malformed(f"{where} where", str(fault), "Write 2023-12, 2023Q4 or 2023.") from None
    return replace(
        found, match=cells, area=told.get("area"), period=when, batch=told.get("batch"), line=told.get("line")
    )


def _cells(given: Mapping[str, Any], contract: Contract, where: str, *, new: bool = False) -> Cells:
    """Columns with values. Raises Malformed where one is no value of its column; `new` ones must be within its bounds."""
    return tuple((name, cell(_column(name, contract, where), given[name], where, new=new)) for name in given)


def _column(name: str, contract: Contract, where: str) -> Column:
    """The column of that name, which the warehouse keeps and everybody may know."""
    column = contract.columns.get(name)
    open_ones = [c.name for c in contract.stored if c.personal is None]
    if column is None or column.name not in open_ones:
        raise Malformed(
            where,
            _("“{column}” is no column of {dataset} that can be named here.").format(
                column=name, dataset=contract.title
            ),
            _("Its columns are {columns}.").format(columns=", ".join(open_ones)),
        )
    return column


def _factors(given: Mapping[str, Any], contract: Contract, where: str) -> Cells:
    found = []
    for name, factor in given.items():
        column = _column(name, contract, where)
        if column.type not in ("integer", "decimal", "percent"):
            raise Malformed(
                where,
                _("“{column}” holds no numbers.").format(column=column.title),
                _("Only a number can be multiplied."),
            )
        number = _number(factor)
        if number is None or not 0 < number <= 10**9 or number == 1 or number != round(number, 9):
            raise Malformed(
                where,
                _("“{column}” cannot be multiplied by {factor}.").format(column=column.title, factor=factor),
                _("Write a number above 0 that is not 1, such as 10000 or 0.0001."),
            )
        found.append((name, f"{number:f}"))
    return tuple(found)


def cell(column: Column, given: Any, where: str, *, new: bool = False) -> Cell:
    """A value of a column as SQL casts it: a word becomes its code, "" a blank. Raises Malformed for any other."""
    text = (f"{given:f}" if isinstance(given, Decimal) else str(given)).strip()
    if isinstance(given, bool):
        text = str(given).lower()
    if text == "":
        if new and column.required:
            raise Malformed(
                where, _("“{column}” must not be blank.").format(column=column.title), _("Write a value.")
            )
        return None
    value = _READ.get(column.type, _text)(text, column)
    if value is None:
        raise Malformed(
            where,
            _("“{column}” cannot be “{value}”.").format(column=column.title, value=given),
            _wanted(column),
        )
    least, most = column.bounds
    if new and column.type in ("integer", "decimal", "percent"):
        number = Decimal(value)
        if (least is not None and number < Decimal(str(least))) or (
            most is not None and number > Decimal(str(most))
        ):
            raise Malformed(
                where,
                _("“{column}” cannot be “{value}”.").format(column=column.title, value=given),
                _("It lies between {least} and {most}.").format(least=least, most=most),
            )
    return value


def _wanted(column: Column) -> str:
    if column.values and not column.open_values:
        return _("Write one of {known}.").format(known=", ".join(dict.fromkeys(column.values)))
    return {
        "integer": _("Write a whole number."),
        "decimal": _("Write a number with at most four decimals."),
        "percent": _("Write a number with at most four decimals."),
        "date": _("Write a day: 2023-12-31."),
        "month": _("Write a month: 2023-12."),
        "boolean": _("Write true or false."),
    }.get(column.type, _("Write it in the form the dictionary gives."))


def _number(given: Any) -> Decimal | None:
    if isinstance(given, bool):
        return None
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _whole(text: str, _column: Column) -> Cell:
    return str(int(text)) if re.fullmatch(r"-?[0-9]{1,15}", text) else None


def _decimal(text: str, _column: Column) -> Cell:
    return text if re.fullmatch(r"-?[0-9]{1,12}([.][0-9]{1,4})?", text) else None


def _day(text: str, _column: Column) -> Cell:
    try:
        return str(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _month(text: str, column: Column) -> Cell:
    day = _day(text if len(text) > 7 else f"{text}-01", column)
    return day and day[:8] + "01"


def _yes(text: str, _column: Column) -> Cell:
    return {"true": "true", "false": "false", "是": "true", "否": "false"}.get(text.lower())


def _text(text: str, column: Column) -> Cell:
    text = column.values.get(text, text)
    if column.values and not column.open_values and text not in column.values.values():
        return None
    if len(text) > 500 or any(ord(c) < 32 for c in text):
        return None
    return text if not column.pattern or re.fullmatch(column.pattern, text) else None


_READ = {
    "integer": _whole,
    "decimal": _decimal,
    "percent": _decimal,
    "date": _day,
    "month": _month,
    "boolean": _yes,
}
