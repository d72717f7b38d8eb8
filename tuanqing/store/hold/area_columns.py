"""Where a row belongs: its area cells resolved, one distinct combination at a time."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.cell.text import clean, is_missing, shape, squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import ColumnSql, Scope, cell_of, distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.warehouse.register import ORDER, Found
from tuanqing.store.warehouse.sql import literal

_ITSELF = frozenset(
    f"{unit}{ending}" for unit in ("县", "市", "区") for ending in ("本级", "直", "级", "直属")
) | {
    "本级",
    "县少工委",
    "市少工委",
    "区少工委",
    "团县委",
    "团市委",
    "团区委",
    "全县",
    "全市",
    "全区",
}  # 县本级, 市直: the county (or prefecture) itself


def resolve(bench: Bench, loaded: Loaded, scope: Scope) -> ColumnSql:
    """Codes for every area column of the contract, the finest as `area_code`, its county and cover unit.

    Rows whose area is unknown or ambiguous get a fault that names the column and the candidates.
    """
    return _Places(bench, loaded, scope).resolve()


class _Places:
    def __init__(self, bench: Bench, loaded: Loaded, scope: Scope):
        self.bench, self.loaded, self.scope = bench, loaded, scope
        self.contract = loaded.recognition.contract
        self.dashes: dict[str, str] = {}  # cell → its texts that say there is nothing (—, 无), as SQL
        self.unregistered: dict[str, int] = {}  # column → names at a level the register does not keep there

    def cell(self, name: str) -> str | None:
        """The raw cell a column is read from."""
        return cell_of(self.loaded.recognition, name)

    def _longer(self, own: str | None, cell: str) -> str:
        """SQL for the longer text a name is looked for in: only where its own cell is blank, or a dash."""
        if own is None:
            return cell
        if own not in self.dashes:
            texts = distinct(self.bench, self.loaded, own)
            self.dashes[own] = ", ".join(literal(text) for text in texts if is_missing(clean(text)))
        dashed = f" OR {own} IN ({self.dashes[own]})" if self.dashes[own] else ""
        return f"CASE WHEN {own} IS NULL{dashed} THEN {cell} END"

    def resolve(self) -> ColumnSql:
        """Every distinct combination of area cells, once."""
        columns = self.contract.area_columns
        keys = self._keys(columns)
        wanted = ", ".join(f"{sql} AS {name}" for sql, name in keys.items())
        sql = f"SELECT DISTINCT {wanted} FROM {self.loaded.data} AS raw"
        tuples = self.bench.con.execute(sql).fetchall() if keys else [()]
        found = [(*row, *self._place(columns, dict(zip(keys, row, strict=True)))) for row in tuples]
        names = [
            *keys.values(),
            *(f"at_{c.name}" for c in columns),
            *("area_code", "county", "cover", "problem_column", "problem"),
        ]
        places = self.bench.frame(
            "places", pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row")
        )
        on = " AND ".join(f"place.{name} IS NOT DISTINCT FROM {sql}" for sql, name in keys.items())
        sentence = _(
            "“{column}”: the area register has none for these townships; {count} names were left out and the "
            "rows counted with their township"
        )
        return ColumnSql(
            select={column.name: f"place.at_{column.name}" for column in columns}
            | {
                "area_code": "place.area_code",
                "_county": "place.county",
                "_cover": "place.cover",
                "_place_column": "place.problem_column",
            },
            joins=(f"LEFT JOIN {places} AS place ON {on or 'true'}",),
            faults={"_place": ("place.problem IS NOT NULL", "place.problem")},
            warnings=tuple(sentence.format(column=c, count=n) for c, n in self.unregistered.items()),
        )

    def _keys(self, columns: tuple[Column, ...]) -> dict[str, str]:
        """What tells where a row belongs: SQL over the data rows → its name among the places."""
        keys: dict[str, str] = {}
        for column in columns:
            if cell := self.cell(column.name):
                keys.setdefault(cell, f"k{len(keys)}")
        for column in columns:
            own = self.cell(column.name)
            for name in column.within:
                if cell := self.cell(name):
                    keys.setdefault(self._longer(own, cell), f"k{len(keys)}")
        return keys

    def _place(self, columns: tuple[Column, ...], cells: Mapping[str, Any]) -> tuple:
        """Area codes of one combination of cells: per column, finest, county, cover, and what is wrong."""
        register, scope, on = self.scope.register, self.scope.area, self.scope.on
        codes: dict[str, str | None] = {}
        county = scope if scope and register.areas[scope].level == "county" else None
        for column in columns:
            level = column.level[0] if column.level else "township"
            inside = codes.get("township") if level in ("village",) else None
            within = inside or county or scope
            found = self._one(column, level, cells, within)
            if found.problem:
                return (*[None] * len(columns), None, None, None, column.title, found.problem)
            codes[column.name] = found.code
            if level == "county" and found.code:
                county = found.code
        finest = next((codes[c.name] for c in reversed(columns) if codes[c.name]), None) or county or scope
        if self.scope.place and finest == county:
            finest = self.scope.place
        if finest is None:
            sentence = _(
                "which county this row belongs to is not known; name it (--area) or add a county column"
            )
            return (*[None] * len(columns), None, None, None, columns[0].title, sentence)
        for column in columns:
            level = column.level[0] if column.level else "township"
            above = register.above(finest, level, on)
            if (
                codes[column.name]
                and above
                and ORDER.index(level) <= ORDER.index("township")
                and codes[column.name] not in register.ever(finest)
            ):
                sentence = _("“{name}” lies in {actual}, not in {stated}").format(
                    name=register.areas[finest].name,
                    actual=register.areas[above].name,
                    stated=register.areas[codes[column.name] or ""].name,
                )
                return (*[None] * len(columns), None, None, None, column.title, sentence)
            codes[column.name] = codes[column.name] or above
        county = register.above(finest, "county", on) or finest
        cover = register.above(finest, "township", on) or county
        return (*[codes[c.name] for c in columns], finest, county, cover, None, None)

    def _one(self, column: Column, level: str, cells: Mapping[str, Any], within: str | None) -> Found:
        register, on = self.scope.register, self.scope.on
        own = self.cell(column.name)
        text = clean(str(cells.get(own) or "")) if own else ""
        if text and not is_missing(text):
            if level == "county":
                return self._county(text)
            if code := register.by_code(text, level):
                return register.find(text, within or code, level, on)
            if within is None or register.areas[within].level == "prefecture":
                if self._is_higher(text, within):
                    return Found()
                return Found(
                    problem=_(
                        "in which county it lies is not known; name the county (--area) or add a column for it"
                    )
                )
            if self._is_higher(text, within):
                return Found()  # 县本级, 市直, 县少工委: the row belongs to the county itself
            if (
                not register.knows(within, level)
                and not column.required
                and level not in ("township", "county")
            ):
                self.unregistered[column.title] = self.unregistered.get(column.title, 0) + 1
                return Found()  # the register keeps no villages here: the row stays with its township
            return register.find(text, within, level, on)
        for name in column.within:
            cell = self.cell(name)
            longer = cells.get(self._longer(own, cell)) if cell else None
            if longer and within and register.knows(within, level):
                found = register.inside(str(longer), within, level, on)
                if found.code or (found.problem and level not in ("village",)):
                    return found
        if column.required:
            return Found(problem=_("is empty"))
        return Found()

    def _county(self, text: str) -> Found:
        register, scope = self.scope.register, self.scope.area
        if code := register.by_code(text, "county"):
            return Found(code)
        if scope and register.areas[scope].level == "county":
            found = register.find(text, scope, "county")
            return found if found.code or not self._is_higher(text, scope) else Found(scope)
        scopes = [scope] if scope else [a.code for a in register.areas.values() if a.level == "prefecture"]
        scopes += [a.code for a in register.counties if a.parent not in register.areas and not scope]
        hits = {found.code for s in scopes if (found := register.find(text, s, "county")).code}
        if len(hits) == 1:
            return Found(hits.pop())
        if self._is_higher(text, scope):
            return Found()
        return (
            register.find(text, scope, "county")
            if scope
            else Found(problem=_("{shape}: not a county of the area register").format(shape=shape(text)))
        )

    def _is_higher(self, text: str, scope: str | None) -> bool:
        """Whether the text means the county (or prefecture) itself."""
        word = squeeze(text)
        if word in _ITSELF:
            return True
        return any(word == squeeze(area.name) for area in self.scope.register.path(scope or ""))
