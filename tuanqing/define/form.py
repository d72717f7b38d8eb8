"""Mapping files: which cells of a blank workbook from above hold which indicators. Data, remembered from form to form.

`guess = true` lets the form's own words be read; `[heads]` says what words of it mean that are not known, `[units]` in
which unit a sheet wants its money. `[[cell]]` points at one cell; `[[areas]]` at a table whose rows are areas and whose column heads are indicators;
`[[items]]` at a table whose rows are indicators and whose column heads are this period, the one before, and so on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tuanqing.define import toml
from tuanqing.define.errors import Malformed

PARTS = (
    "value",
    "numerator",
    "denominator",
    "previous",
    "year",
    "on_previous",
    "on_year",
    "target",
    "completion",
    "total",  # from January to the period's end
)
MONEY = ("元", "百元", "千元", "万元", "亿元")


@dataclass(frozen=True)
class Cell:
    """One cell."""

    sheet: str  # "" for the first
    at: str  # C5
    indicator: str
    part: str = "value"
    area: str = ""  # a code; "" for the area the form is filled for
    period: str = ""  # 2023-06; "" for the period the form is filled for
    of: str = ""  # post=full_time: the part of the figure that has this value of a declared column
    unit: str = ""  # 万元, 万人次: what the number is written in; "" for what the words around the cell say


@dataclass(frozen=True)
class Areas:
    """A table with an area in each row."""

    sheet: str
    names: str  # the head of the column the areas' names stand in
    level: str
    columns: Mapping[str, tuple[str, str]]  # head → (indicator, part)


@dataclass(frozen=True)
class Items:
    """A table with an indicator in each row."""

    sheet: str
    names: str  # the head of the column the indicators' names stand in
    indicators: Mapping[str, str]  # what the form calls an indicator → its name; titles need no entry
    columns: Mapping[str, str]  # head → part


@dataclass(frozen=True)
class Mapped:
    """A whole mapping."""

    title: str
    cells: tuple[Cell, ...] = ()
    areas: tuple[Areas, ...] = ()
    items: tuple[Items, ...] = ()
    guess: bool = False  # whether the form's own words are read too
    heads: Mapping[str, str] = field(default_factory=dict)  # words → what `wanted` writes; "" to leave blank
    units: Mapping[str, str] = field(default_factory=dict)  # sheet or words → 元 or 万元

    @property
    def says(self) -> bool:
        """Whether it maps anything, or lets the form be read."""
        return bool(self.cells or self.areas or self.items or self.guess)


def wanted(indicator: str, part: str = "value", of: str = "") -> str:
    """What a cell holds as one word: members.value, cadres[post=full_time].year."""
    return f"{indicator}[{of}].{part}" if of else f"{indicator}.{part}"


def parse(text: str, where: str) -> Mapped:
    """A mapping from its text. Raises Malformed naming file, key and cure."""
    table = toml.parse(text, where)
    known = {"title": str, "sheet": str, "cell": list, "areas": list, "items": list}
    toml.strict(table, where, needed={}, allowed={**known, "guess": bool, "heads": dict, "units": dict})
    heads, units = _heads(table, where), _units(table, where)
    guess = table.get("guess", bool(heads or units))
    if not guess and not any(table.get(kind) for kind in ("cell", "areas", "items")):
        raise Malformed(
            where, "maps nothing.", "Write at least one [[cell]], [[areas]] or [[items]], or guess = true."
        )
    sheet = table.get("sheet", "")
    return Mapped(
        table.get("title", ""),
        tuple(_cell(entry, sheet, f"{where} cell {n}") for n, entry in enumerate(table.get("cell", []), 1)),
        tuple(
            _areas(entry, sheet, f"{where} areas {n}") for n, entry in enumerate(table.get("areas", []), 1)
        ),
        tuple(
            _items(entry, sheet, f"{where} items {n}") for n, entry in enumerate(table.get("items", []), 1)
        ),
        guess,
        heads,
        units,
    )


def _heads(table: Mapping[str, Any], where: str) -> dict[str, str]:
    """What words of the form mean; a name without a part is its value."""
    told = table.get("heads", {})
    toml.strict(told, f"{where} heads", needed={}, allowed=dict.fromkeys(told, str))
    found = {}
    for words, meant in told.items():
        _name, dot, part = meant.rpartition(".")
        if meant:
            _part(part if dot else "value", f"{where} heads “{words}”")
        found[words] = meant if dot or not meant else f"{meant}.value"
    return found


def _units(table: Mapping[str, Any], where: str) -> dict[str, str]:
    told = table.get("units", {})
    toml.strict(told, f"{where} units", needed={}, allowed=dict.fromkeys(told, str))
    for words, unit in told.items():
        if unit not in MONEY:
            raise Malformed(
                f"{where} units “{words}”", f"says “{unit}”.", f"Write one of {', '.join(MONEY)}."
            )
    return dict(told)


def _cell(entry: Mapping[str, Any], sheet: str, where: str) -> Cell:
    more = dict.fromkeys(("sheet", "part", "area", "period", "of", "unit"), str)
    toml.strict(entry, where, needed={"at": str, "indicator": str}, allowed=more)
    part = _part(entry.get("part", "value"), where)
    rest = (entry.get(key, "") for key in ("area", "period", "of", "unit"))
    return Cell(entry.get("sheet", sheet), entry["at"].upper(), entry["indicator"], part, *rest)


def _areas(entry: Mapping[str, Any], sheet: str, where: str) -> Areas:
    toml.strict(entry, where, needed={"names": str, "columns": dict}, allowed={"sheet": str, "level": str})
    columns = {}
    for head, wanted in entry["columns"].items():
        name, _dot, part = wanted.partition(".")
        columns[head] = (name, _part(part or "value", where))
    return Areas(entry.get("sheet", sheet), entry["names"], entry.get("level", "township"), columns)


def _items(entry: Mapping[str, Any], sheet: str, where: str) -> Items:
    more = {"sheet": str, "indicators": dict}
    toml.strict(entry, where, needed={"names": str, "columns": dict}, allowed=more)
    columns = {head: _part(part, where) for head, part in entry["columns"].items()}
    return Items(entry.get("sheet", sheet), entry["names"], entry.get("indicators", {}), columns)


def _part(word: str, where: str) -> str:
    if word not in PARTS:
        raise Malformed(where, f"has a part “{word}”.", f"Write one of {', '.join(PARTS)}.")
    return word


def written(mapped: Mapped) -> str:
    """A mapping as the text of its file."""
    lines = [f"title = {_text(mapped.title)}"] if mapped.title else []
    lines += ["guess = true"] if mapped.guess else []
    for name, told in (("heads", mapped.heads), ("units", mapped.units)):
        if told:
            lines += ["", f"[{name}]", *(f"{_text(words)} = {_text(meant)}" for words, meant in told.items())]
    for cell in mapped.cells:
        lines += ["", "[[cell]]", f"at = {_text(cell.at)}", f"indicator = {_text(cell.indicator)}"]
        lines += [
            f"{key} = {_text(value)}"
            for key, value, usual in (
                ("part", cell.part, "value"),
                ("sheet", cell.sheet, ""),
                ("area", cell.area, ""),
                ("period", cell.period, ""),
                ("of", cell.of, ""),
                ("unit", cell.unit, ""),
            )
            if value != usual
        ]
    for table in mapped.areas:
        lines += ["", "[[areas]]", f"names = {_text(table.names)}", f"level = {_text(table.level)}"]
        lines += [f"sheet = {_text(table.sheet)}"] if table.sheet else []
        pairs = [f"{_text(head)} = {_text(f'{name}.{part}')}" for head, (name, part) in table.columns.items()]
        lines.append(f"columns = {{ {', '.join(pairs)} }}")
    for items in mapped.items:
        lines += ["", "[[items]]", f"names = {_text(items.names)}"]
        lines += [f"sheet = {_text(items.sheet)}"] if items.sheet else []
        if items.indicators:
            pairs = [f"{_text(word)} = {_text(name)}" for word, name in items.indicators.items()]
            lines.append(f"indicators = {{ {', '.join(pairs)} }}")
        pairs = [f"{_text(head)} = {_text(part)}" for head, part in items.columns.items()]
        lines.append(f"columns = {{ {', '.join(pairs)} }}")
    return "\n".join(lines).lstrip("\n") + "\n"


def _text(value: str) -> str:
    """A TOML string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
