"""Where a row belongs: its area cells resolved, one distinct combination at a time."""

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.cell.text import clean, is_missing, squeeze
from tuanqing.store.hold.columns import ColumnSql, Scope, cell_of, distinct, fill
from tuanqing.store.recognise.recognition import Recognition
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


def resolve(con: duckdb.DuckDBPyConnection, recognition: Recognition, scope: Scope) -> ColumnSql:
    """Codes for every area column of the contract, the finest as `area_code`, its county and cover unit.

    Rows whose area is unknown or ambiguous get a fault that names the column and the candidates.
    """
    return _Places(con, recognition, scope).resolve()


class _Places:
    def __init__(self, con: duckdb.DuckDBPyConnection, recognition: Recognition, scope: Scope):
        self.con, self.recognition, self.scope = con, recognition, scope
        self.contract = recognition.contract
        self.dashes: dict[str, str] = {}  # cell → its texts that say there is nothing (—, 无), as SQL
        self.unregistered: dict[str, int] = {}  # column → names at a level the register does not keep there

    def cell(self, name: str) -> str | None:
        """The raw cell a column is read from."""
        return cell_of(self.recognition, name)

    def _longer(self, own: str | None, cell: str) -> str:
        """SQL for the longer text a name is looked for in: only where its own cell is blank, or a dash."""
        if own is None:
            return cell
        if own not in self.dashes:
            texts = distinct(self.con, own, f"{own} IS NOT NULL")
            self.dashes[own] = ", ".join(literal(text) for text in texts if is_missing(clean(text)))
        dashed = f" OR {own} IN ({self.dashes[own]})" if self.dashes[own] else ""
        return f"CASE WHEN {own} IS NULL{dashed} THEN {cell} END"

    def resolve(self) -> ColumnSql:
        """Every distinct combination of area cells, once."""
        part = ColumnSql()
        columns = self.contract.area_columns
        keys: dict[str, str] = {}  # SQL over raw → its name in the map
        for column in columns:
            if cell := self.cell(column.name):
                keys.setdefault(cell, f"k{len(keys)}")
        for column in columns:
            own = self.cell(column.name)
            for name in column.within:
                if cell := self.cell(name):
                    keys.setdefault(self._longer(own, cell), f"k{len(keys)}")
        wanted = list(keys)
        bare = [sql.replace("raw.", "") for sql in wanted]
        select = (
            f"SELECT DISTINCT {', '.join(bare)} FROM raw WHERE kind = 'data'"
            if wanted
            else "SELECT 1 WHERE false"
        )
        tuples = self.con.execute(select).fetchall() if wanted else [()]
        found = [(*row, *self._place(columns, dict(zip(wanted, row, strict=True)))) for row in tuples]
        names = [
            *keys.values(),
            *(f"at_{c.name}" for c in columns),
            "area_code",
            "county",
            "cover",
            "problem_column",
            "problem",
        ]
        frame = pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row")
        fill(self.con, "map_place", frame)
        on = " AND ".join(f"map_place.{name} IS NOT DISTINCT FROM {sql}" for sql, name in keys.items())
        part.joins.append(f"LEFT JOIN map_place ON {on or 'true'}")
        for title, count in self.unregistered.items():
            part.warnings.append(
                _(
                    "“{column}”: the area register has none for these townships; {count} names were left out and the "
                    "rows counted with their township"
                ).format(column=title, count=count)
            )
        for column in columns:
            part.select[column.name] = f"map_place.at_{column.name}"
        part.select |= {
            "area_code": "map_place.area_code",
            "_county": "map_place.county",
            "_cover": "map_place.cover",
        }
        part.select["_place_column"] = "map_place.problem_column"
        part.faults["_place"] = ("map_place.problem IS NOT NULL", "map_place.problem")
        return part

    def _place(self, columns: tuple[Column, ...], cells: Mapping[str, Any]) -> tuple:
        """Area codes of one combination of cells: per column, finest, county, cover, and what is wrong."""
        register, scope = self.scope.register, self.scope.area
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
            above = register.above(finest, level)
            if (
                codes[column.name]
                and above
                and ORDER.index(level) <= ORDER.index("township")
                and codes[column.name] != above
            ):
                sentence = _("“{name}” lies in {actual}, not in {stated}").format(
                    name=register.areas[finest].name,
                    actual=register.areas[above].name,
                    stated=register.areas[codes[column.name] or ""].name,
                )
                return (*[None] * len(columns), None, None, None, column.title, sentence)
            codes[column.name] = codes[column.name] or above
        county = register.above(finest, "county") or finest
        cover = register.above(finest, "township") or county
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
                        "in which county “{text}” lies is not known; name the county (--area) or add a "
                        "column for it"
                    ).format(text=text)
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
            else Found(problem=_("“{text}” is not a county of the area register").format(text=text))
        )

    def _is_higher(self, text: str, scope: str | None) -> bool:
        """Whether the text means the county (or prefecture) itself."""
        word = squeeze(text)
        if word in _ITSELF:
            return True
        return any(word == squeeze(area.name) for area in self.scope.register.path(scope or ""))
