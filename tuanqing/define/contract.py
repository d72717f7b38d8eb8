"""A dataset's contract: what its rows mean, which headers name its columns, what makes a row wrong.

One TOML file in `data/contracts/` per dataset. From it come the table and its comments, the template to
download, the header matching, all checks and their sentences, and the dictionary entry.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tuanqing.define import toml
from tuanqing.define.errors import Malformed
from tuanqing.define.house import CONTRACTS, place

TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(18,4)",  # hours, money in yuan, areas: never a float
    "percent": "DECIMAL(18,4)",  # on a scale of 0 to 100
    "date": "DATE",
    "month": "DATE",  # its first day
    "time": "TIME",  # of day
    "boolean": "BOOLEAN",
}
LEVELS = ("province", "prefecture", "county", "township", "village", "school", "enterprise")  # of areas
REGISTER = "area"  # the register of areas: the one dataset known by name, what a column may refer to
PERSONAL = ("drop", "hash", "mask", "birth", "band")
# birth: a birth date, kept only for who is 14 or older on the day of import; band: the age band on the row's date

MOST = {"yuan": 1_000_000_000, "hour": 100_000}  # of one row
MOST_COUNTED = 100_000_000


@dataclass(frozen=True)
class Column:
    """One column: its code name, the headers it goes by in exports, and what a cell may hold."""

    name: str
    header: tuple[str, ...]  # accepted header texts; the first is the one our template prints
    about: str
    type: str = "text"
    required: bool = False
    refers: str | None = None  # REGISTER: the cell names an area, resolved to its code
    level: tuple[str, ...] = ()  # the levels that area may have
    within: tuple[str, ...] = ()  # columns whose text may contain the area's name when the cell is empty
    values: Mapping[str, str] = field(default_factory=dict)  # export's word → our code
    open_values: bool = False  # words outside `values` are kept as they are
    personal: str | None = None  # one of PERSONAL
    otherwise: tuple[tuple[str, ...], ...] = ()  # hash: columns that together tell people apart where the
    # number is missing, the first set that is there; birth: the ID number it is read from; band: the birth date
    unit: str | None = None  # "yuan" or "hour": cell and header units are converted to it
    pattern: str | None = None  # regular expression the whole text must match
    minimum: float | None = None
    maximum: float | None = None
    default: str | None = None  # SQL over the other columns, used where the cell is empty

    @property
    def title(self) -> str:
        """The column's everyday name: its first header."""
        return self.header[0]

    @property
    def sql_type(self) -> str:
        """Its DuckDB type."""
        return TYPES[self.type]

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the greatest number it may hold: what the contract says, else what no count, sum of money or
        number of hours goes beyond, so that an ID number or a phone that slips into it is none."""
        if self.type not in ("integer", "decimal"):
            return self.minimum, self.maximum
        most = MOST.get(self.unit or "", MOST_COUNTED)
        return -most if self.minimum is None else self.minimum, most if self.maximum is None else self.maximum

    def follows(self, given: Set[str]) -> bool:
        """Whether it is filled where its own cell is missing and those of the columns `given` are not."""
        if self.default is not None or not given.isdisjoint(self.within):
            return True
        return any(given >= set(names) for names in self.otherwise)

    @property
    def stored(self) -> bool:
        """Whether it reaches the warehouse at all."""
        return self.personal != "drop"


@dataclass(frozen=True)
class Rule:
    """A row is wrong where the SQL expression `fails` is true. `say` quotes no cell: it is stored."""

    fails: str
    say: str
    level: str  # error: the row is rejected. warn: it is loaded and flagged


@dataclass(frozen=True)
class Roster:
    """The other shape of an events dataset: one row per person, one date column per step.

    Each form maps a code of `column` to the headers its date goes by; the form most of whose headers occur is taken.
    """

    column: str  # receives the code
    date: str  # receives the date
    forms: tuple[Mapping[str, tuple[str, ...]], ...]


@dataclass(frozen=True, eq=False)  # compared and hashed as the one object it is
class Contract:
    """One dataset."""

    name: str
    title: str
    kind: str  # registry: a dated full list, replaced list by list. events: rows that accumulate
    grain: str
    source: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    rules: tuple[Rule, ...]
    tree: tuple[
        str, ...
    ]  # the column of names whose indentation shows a tree, and the one naming the row above
    date: str | None  # events: the column that dates a row
    about: str
    order: int
    text: str  # the file itself, for the dictionary
    # Rows are about people who may be minors: shown as counts by these columns only.
    counted: tuple[str, ...] = ()
    number: str | None = None  # registry: the key's column that numbers its units wherever they are
    under: str | None = (
        None  # registry: the column that names the unit above, where names alone tell units apart
    )
    roster: Roster | None = None
    form_of: "Contract | None" = None  # this is the wide form of that contract

    @cached_property
    def numbers(self) -> tuple[str, str | None] | None:
        """The column that numbers a registry's units wherever they are, and the one whose name stands in for a blank."""
        for name in (self.number, *self.key):
            if not name or name not in self.columns:
                continue
            stand_in = self.columns[name].default
            beside = self.columns.get(stand_in or "")
            if name == self.number or (beside and not beside.refers):  # an area numbers no unit
                return name, stand_in
        return None

    @property
    def names_people(self) -> bool:
        """Whether its exports name people: a row's cells then hold what a key is made of."""
        return any(column.personal in ("hash", "mask") for column in self.columns.values())

    @property
    def is_register(self) -> bool:
        """Whether it is the register of areas, the one dataset the package knows by name."""
        return self.name == REGISTER

    @property
    def is_registry(self) -> bool:
        """Whether it is replaced list by list."""
        return self.kind == "registry"

    @cached_property
    def stored(self) -> tuple[Column, ...]:
        """The columns the warehouse keeps, in order."""
        return tuple(column for column in self.columns.values() if column.stored)

    def gives(self, found: Iterable[str], level: str | None = None) -> list[str]:
        """The stored columns a sheet with the columns `found` gives, of an area of `level`, in the contract's order.

        Beside those: what is filled without a cell (defaults, the day of an event, the columns a row cannot do without,
        the areas the sheet is about), what is read out of others (an area's name, a person's number), a roster's step.
        """
        given = set(found)
        if self.roster and any(name.startswith("step.") for name in given):
            given |= {self.roster.column, self.roster.date}
        above = LEVELS[: LEVELS.index(level) + 1] if level in LEVELS else ()
        given |= {c.name for c in self.columns.values() if c.required or c.name == self.date}
        given |= {c.name for c in self.area_columns if c.level and set(c.level) & set(above)}
        while more := {c.name for c in self.columns.values() if c.name not in given and c.follows(given)}:
            given |= more
        return [column.name for column in self.stored if column.name in given]

    def tells_apart(self, given: Iterable[str]) -> list[str]:
        """The levels whose areas rows with these columns tell apart."""
        found = {level for column in self.area_columns if column.name in set(given) for level in column.level}
        return [level for level in LEVELS if level in found]

    @cached_property
    def month(self) -> str | None:
        """The column of months that dates a row: a sheet of one month may name it in its title instead."""
        column = self.columns.get(self.date or "")
        return column.name if column and column.type == "month" else None

    @cached_property
    def forms(self) -> tuple["Contract", ...]:
        """The shapes a sheet of this dataset may have: itself, and one contract per form of its roster.

        In a form each step is a date column `step.<code>` in place of the step and date columns. Beside the form's
        own headers it goes by every word for the step, alone or with 时间.
        """
        if self.roster is None:
            return (self,)
        kept = {n: c for n, c in self.columns.items() if n not in (self.roster.column, self.roster.date)}
        words = self.columns[self.roster.column].values.items()
        shapes = [self]
        for form in self.roster.forms:
            steps = {
                f"step.{code}": Column(
                    f"step.{code}",
                    (*headers, *(word + end for word, c in words if c == code for end in ("时间", ""))),
                    headers[0],
                    type="date",
                )
                for code, headers in form.items()
            }
            shapes.append(replace(self, columns={**kept, **steps}, form_of=self))
        return tuple(shapes)

    @cached_property
    def area_columns(self) -> tuple[Column, ...]:
        """The columns that name areas, coarsest first as written."""
        return tuple(column for column in self.columns.values() if column.refers == REGISTER)


NEEDED = {"title": str, "kind": str, "grain": str, "source": str, "key": list, "columns": dict}
ALLOWED = {
    "rules": list,
    "tree": list,
    "date": str,
    "about": str,
    "order": int,
    "counted": list,
    "number": str,
    "under": str,
    "roster": dict,
}
COLUMN_KEYS = {
    "type": str,
    "required": bool,
    "refers": str,
    "level": (str, list),
    "within": list,
    "values": dict,
    "open_values": bool,
    "personal": str,
    "otherwise": list,
    "unit": str,
    "pattern": str,
    "minimum": (int, float),
    "maximum": (int, float),
    "default": str,
}


def load(file: Path) -> Contract:
    """The contract in `file`; its name is the file's. Raises Malformed naming file, key and cure."""
    where, table = place(file), toml.read(file)
    toml.strict(
        table,
        where,
        needed=NEEDED,
        allowed=ALLOWED,
    )
    if table["kind"] not in ("registry", "events"):
        raise Malformed(where, f"`kind` is “{table['kind']}”.", "Write registry or events.")
    columns = {name: _column(name, entry, where) for name, entry in table["columns"].items()}
    dates = [table["date"]] if "date" in table else []
    single = [table[key] for key in ("number", "under") if key in table]
    named = [*table["key"], *single, *dates, *table.get("counted", []), *table.get("tree", [])]
    for name in named:
        if name not in columns:
            raise Malformed(where, f"names a column `{name}` it does not have.", "Add it under [columns].")
    if table["kind"] == "events" and "date" not in table:
        raise Malformed(where, "lacks `date`.", 'Name the column that dates a row: `date = "…"`.')
    return Contract(
        name=file.stem,
        title=table["title"],
        kind=table["kind"],
        grain=table["grain"],
        source=table["source"],
        key=tuple(table["key"]),
        columns=columns,
        rules=tuple(_rule(entry, f"{where} [[rules]]") for entry in table.get("rules", [])),
        tree=tuple(table.get("tree", ())),
        date=table.get("date"),
        about=table.get("about", ""),
        order=table.get("order", 100),
        text=file.read_text("utf-8"),
        counted=tuple(table.get("counted", ())),
        number=table.get("number"),
        under=table.get("under"),
        roster=_roster(table["roster"], columns, f"{where} [roster]") if "roster" in table else None,
    )


def _roster(entry: Mapping[str, Any], columns: Mapping[str, Column], where: str) -> Roster:
    toml.strict(entry, where, needed={"column": str, "date": str, "forms": list}, allowed={})
    for name in (entry["column"], entry["date"]):
        if name not in columns:
            raise Malformed(where, f"names a column `{name}` the contract lacks.", "Add it under [columns].")
    codes = set(columns[entry["column"]].values.values())
    for form in entry["forms"]:
        for code in form:
            if code not in codes:
                raise Malformed(
                    where,
                    f"has a code `{code}` no word stands for.",
                    f"Give `{entry['column']}` a value for it.",
                )
    forms = tuple({code: tuple(headers) for code, headers in form.items()} for form in entry["forms"])
    return Roster(entry["column"], entry["date"], forms)


def _column(name: str, entry: Any, where: str) -> Column:
    where = f"{where} [columns] {name}"
    if not isinstance(entry, dict):
        raise Malformed(where, "is not a table.", 'Write { header = ["…"], about = "…" }.')
    toml.strict(entry, where, needed={"header": list, "about": str}, allowed=COLUMN_KEYS)
    if entry.get("type", "text") not in TYPES:
        raise Malformed(where, f"`type` is “{entry['type']}”.", f"Write one of {', '.join(TYPES)}.")
    if entry.get("personal", "drop") not in PERSONAL:
        raise Malformed(
            where, f"`personal` is “{entry['personal']}”.", f"Write one of {', '.join(PERSONAL)}."
        )
    if entry.get("refers", REGISTER) != REGISTER:
        raise Malformed(where, f"`refers` is “{entry['refers']}”.", f"Only `{REGISTER}` can be referred to.")
    if entry.get("unit", "yuan") not in ("yuan", "hour"):
        raise Malformed(where, f"`unit` is “{entry['unit']}”.", "Write yuan or hour.")
    level = entry.get("level", [])
    lists: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in ("header", "within")}
    otherwise = entry.get("otherwise", [])
    sets = otherwise if otherwise and isinstance(otherwise[0], list) else [otherwise] if otherwise else []
    lists["otherwise"] = tuple(tuple(names) for names in sets)
    rest: dict[str, Any] = {key: value for key, value in entry.items() if key not in (*lists, "level")}
    return Column(
        name=name,
        level=(level,) if isinstance(level, str) else tuple(level),
        **lists,
        **rest,
    )


def _rule(entry: Any, where: str) -> Rule:
    toml.strict(entry, where, needed={"fails": str, "say": str, "level": str}, allowed={})
    if entry["level"] not in ("error", "warn"):
        raise Malformed(where, f"`level` is “{entry['level']}”.", "Write error or warn.")
    if "{" in entry["say"]:
        raise Malformed(
            where, "quotes cells in `say`.", "Say what is wrong without {…}: sentences are stored."
        )
    return Rule(**entry)


def load_all(folder: Path = CONTRACTS) -> dict[str, Contract]:
    """Every contract in `folder` by name, in the order they ask to be shown."""
    found = [load(file) for file in sorted(folder.glob("*.toml"))]
    return {contract.name: contract for contract in sorted(found, key=lambda c: (c.order, c.name))}
