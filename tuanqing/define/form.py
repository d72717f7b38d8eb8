"""Mapping files: which cells of a blank workbook from above hold which indicators. Data, remembered from form to form.

`[[cell]]` points at one cell; `[[areas]]` at a table whose rows are areas and whose column heads are indicators;
`[[items]]` at a table whose rows are indicators and whose column heads are this period, the one before, and so on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
)


@dataclass(frozen=True)
class Cell:
    """One cell."""

    sheet: str  # "" for the first
    at: str  # C5
    indicator: str
    part: str = "value"
    area: str = ""  # a code; "" for the area the form is filled for


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


def parse(text: str, where: str) -> Mapped:
    """A mapping from its text. Raises Malformed naming file, key and cure."""
    table = toml.parse(text, where)
    known = {"title": str, "sheet": str, "cell": list, "areas": list, "items": list}
    toml.strict(table, where, needed={}, allowed=known)
    if not any(table.get(kind) for kind in ("cell", "areas", "items")):
        raise Malformed(where, "maps nothing.", "Write at least one [[cell]], [[areas]] or [[items]].")
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
    )


def _cell(entry: Mapping[str, Any], sheet: str, where: str) -> Cell:
    more = {"sheet": str, "part": str, "area": str}
    toml.strict(entry, where, needed={"at": str, "indicator": str}, allowed=more)
    part = _part(entry.get("part", "value"), where)
    return Cell(
        entry.get("sheet", sheet), entry["at"].upper(), entry["indicator"], part, entry.get("area", "")
    )


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
    for cell in mapped.cells:
        lines += ["", "[[cell]]", f"at = {_text(cell.at)}", f"indicator = {_text(cell.indicator)}"]
        lines += [
            f"{key} = {_text(value)}"
            for key, value, usual in (
                ("part", cell.part, "value"),
                ("sheet", cell.sheet, ""),
                ("area", cell.area, ""),
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
