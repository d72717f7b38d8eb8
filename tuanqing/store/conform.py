"""Raw cells held to a contract: typed columns, resolved areas, and every reason why a row is not accepted.

Clean cells are cast by DuckDB in one pass. Whatever is not in its plain form (２３, 5.6万元, 2023年7月) is
parsed in Python once per distinct text and joined back, so one parser serves ten rows and ten million.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from tuanqing.define.contract import Column, Contract, Rule
from tuanqing.define.language import _
from tuanqing.store import values
from tuanqing.store.header import Recognition
from tuanqing.store.names import ORDER, Found, Register
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.text import clean, is_missing, squeeze

PLAIN = {  # what DuckDB may cast by itself; everything else goes through values.parse
    "integer": "regexp_full_match({cell}, '-?[0-9]{{1,15}}')",
    "decimal": "regexp_full_match({cell}, '-?[0-9]{{1,12}}([.][0-9]{{1,4}})?')",
    "date": "regexp_full_match({cell}, '[12][0-9]{{3}}-[01][0-9]-[0-3][0-9]') AND try_cast({cell} AS DATE) IS NOT NULL",
    "text": "regexp_full_match({cell}, '[!-&(-.0-~\\x{{4e00}}-\\x{{9fff}}]+( [!-~]+)*') AND length({cell}) > 1",
}
_IN_RANGE = {"date": " AND {cell} BETWEEN '1900' AND '2101'"}
TOTAL = "(合计|小计|总计|共计|累计|平均|平均值|合计数|总数|本页合计|全县合计|全市合计|全区合计)[:：]?"
NOTE = "(填表人|填报人|审核人|制表人|联系人|联系电话|填报日期|填报时间|填报单位|说明|注|备注|单位负责人|负责人签字|审核|制表|（?示例数据|\\(?示例数据|导出时间|数据来源)"


@dataclass
class Scope:
    """Where a sheet's names are looked up."""

    register: Register
    area: str | None  # the county (or prefecture) the sheet belongs to
    on: date | None  # the date the names are of
    key: bytes  # for HMAC


@dataclass
class Conformed:
    """`typed` is a view over the data rows: line, the contract's columns, area columns, `_fault_*`, `_ok`."""

    columns: list[str]
    reasons: str  # SQL over `typed`: the list of reasons of a row
    flags: str  # SQL over `typed`: the list of warnings of a row
    at_least: str
    warnings: list[str] = field(default_factory=list)


def classify(con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, width: int) -> str:
    """SQL for what kind of row a row of `raw` is: data, or the kind it is skipped as."""
    cells = [f"c{i}" for i in range(width)]
    serial = [
        f"c{m.index}" for m in recognition.columns if squeeze(m.header) in ("序号", "编号序", "no", "No.")
    ]
    content = [cell for cell in cells if cell not in serial] or cells
    lead = f"coalesce({', '.join(cells)})"
    filled = " + ".join(f"({cell} IS NOT NULL)::INT" for cell in cells)
    squeezed = "regexp_replace({}, '[\\s\\x{{3000}}]', '', 'g')".format
    totals = " OR ".join(
        f"(left(ltrim({cell}), 1) IN ('合','小','总','共','累','平','本','全') "
        f"AND regexp_full_match({squeezed(cell)}, '{TOTAL}'))"
        for cell in cells[:4]
    )
    header = " AND ".join(
        f"c{m.index} IS NOT DISTINCT FROM {_quote(m.header.rsplit('/', 1)[-1])}"
        for m in recognition.columns
        if m.column and m.index < width
    )
    return (
        f"CASE WHEN {totals} THEN 'total' "
        f"WHEN left(ltrim({lead}), 1) IN ('填','审','制','联','说','注','备','单','负','（','(','示','导','数') "
        f"AND regexp_matches({squeezed(lead)}, '^{NOTE}') "
        f"AND ({filled}) <= {max(2, width // 2)} THEN 'note' "
        f"WHEN fault IS NULL AND coalesce({', '.join(content)}) IS NULL THEN 'blank' "
        f"WHEN {header} THEN 'header' ELSE 'data' END"
    )


def conform(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, scope: Scope
) -> Conformed:
    """Make the view `typed` over `raw`'s data rows (`raw` has a column `kind`)."""
    contract = recognition.contract
    builder = _Builder(con, sheet, recognition, scope)
    for column in contract.columns.values():
        if column.refers is None and column.stored:
            builder.add(column)
    if contract.name == "area":
        builder.area_itself()
    else:
        builder.places()
    return builder.finish()


class _Builder:
    """Collects, column by column, the SQL that makes `typed`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, scope: Scope):
        self.con, self.sheet, self.recognition, self.scope = con, sheet, recognition, scope
        self.contract = recognition.contract
        self.select: dict[str, str] = {}  # column → SQL over raw and the maps
        self.joins: list[str] = []
        self.faults: dict[
            str, tuple[str, str]
        ] = {}  # column → (is it wrong, the sentence), SQL over raw and maps
        self.at_least: list[tuple[str, str]] = []
        self.row_warnings: list[tuple[str, str]] = []
        self.warnings: list[str] = []
        self.unregistered: dict[str, int] = {}  # column → names at a level the register does not keep there

    def cell(self, name: str) -> str | None:
        """The raw cell a column is read from."""
        mapped = self.recognition.index(name)
        return f"raw.c{mapped.index}" if mapped else None

    def add(self, column: Column) -> None:
        """A column that does not name an area."""
        cell = self.cell(column.name)
        if column.personal in ("hash", "mask"):
            self._personal(column, cell)
        elif cell is None:
            self.select[column.name] = f"NULL::{column.sql_type}"
        elif column.values or column.type in ("boolean", "percent", "month"):
            self._mapped(column, cell, f"{cell} IS NOT NULL")
        else:
            self._cast(column, cell)
        self._hold(column, cell)

    def _cast(self, column: Column, cell: str) -> None:
        scaled = self.recognition.index(column.name)
        scale = scaled.scale if scaled else Decimal(1)
        plain = PLAIN[column.type].format(cell=cell) + _IN_RANGE.get(column.type, "").format(cell=cell)
        odd = f"{cell} IS NOT NULL AND NOT ({plain})"
        cast = f"{cell}::{column.sql_type}"
        if scale != 1:
            cast = (
                f"({cell}::DECIMAL(38,10) * {scale.normalize():f})::{column.sql_type}" if scale > 1 else cast
            )
            if scale < 1:
                odd = f"{cell} IS NOT NULL"  # minutes: exact division is done in Python
        bare = odd.replace("raw.", "")
        found = self.con.execute(f"SELECT 1 FROM raw WHERE kind = 'data' AND {bare} LIMIT 1").fetchall()
        if not found:
            self.select[column.name] = cast
            return
        self._mapped(column, cell, odd, cast)

    def _mapped(self, column: Column, cell: str, odd: str, cast: str | None = None) -> None:
        """Parse the distinct odd texts in Python; join their values back."""
        texts = self._distinct(cell, odd)
        parse = self._parser(column, texts)
        rows = [(text, *parse(text)) for text in texts]
        alias = self._join(column, cell, rows, None if cast is None else odd)
        self.select[column.name] = (
            f"CASE WHEN {odd} THEN {alias}.value ELSE {cast} END" if cast else f"{alias}.value"
        )
        if any(row[3] for row in rows):
            self.faults[column.name] = (f"{alias}.problem IS NOT NULL", f"{alias}.problem")
        if any(row[2] for row in rows):
            self.at_least.append((column.name, f"{alias}.at_least"))
        if any(row[4] for row in rows):
            self.row_warnings.append((column.title, f"{alias}.warning"))
            self.warnings.extend(
                _("“{column}”: {warning} (e.g. {text})").format(
                    column=column.title, warning=row[4], text=row[0]
                )
                for row in [next(row for row in rows if row[4])]
            )

    def _distinct(self, cell: str, condition: str) -> list[str]:
        bare, where = cell.removeprefix("raw."), condition.replace("raw.", "")
        return [
            row[0]
            for row in self.con.execute(
                f"SELECT DISTINCT {bare} FROM raw WHERE kind = 'data' AND {where} ORDER BY 1"
            ).fetchall()
        ]

    def _join(self, column: Column, cell: str, rows: list[tuple], odd: str | None) -> str:
        alias = f"map_{column.name}"
        frame = pl.DataFrame(
            rows,
            schema=dict.fromkeys(["raw", "value"], pl.String)
            | {"at_least": pl.Boolean, "problem": pl.String, "warning": pl.String},
            orient="row",
        )
        self.con.register("incoming", frame)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {alias} AS SELECT raw, value::{column.sql_type} AS value, at_least, "
            "problem, warning FROM incoming"
        )
        self.con.unregister("incoming")
        extra = f" AND ({odd})" if odd else ""
        self.joins.append(f"LEFT JOIN {alias} ON {alias}.raw = {cell}{extra}")
        return alias

    def _parser(self, column: Column, texts: list[str]) -> Callable[[str], tuple]:
        """text → (value as text, is a lower bound, problem, warning)."""
        if column.values:
            words = {squeeze(word).lower(): code for word, code in column.values.items()}
            codes = set(column.values.values())

            def from_words(text: str) -> tuple:
                known = squeeze(text).lower()
                if is_missing(clean(text)):
                    return None, False, None, None
                if known in words or known in codes:
                    return words.get(known, known), False, None, None
                if column.open_values:
                    return clean(text), False, None, None
                return (
                    None,
                    False,
                    _("“{text}” is not one of: {words}").format(
                        text=clean(text), words=_("、").join(list(column.values)[:8])
                    ),
                    None,
                )

            return from_words
        mapped = self.recognition.index(column.name)
        scale = mapped.scale if mapped else Decimal(1)
        percent = values.percent_scale(texts) if column.type == "percent" else None

        def from_text(text: str) -> tuple:
            found = values.parse(
                text,
                column.type,
                unit=column.unit,
                scale=percent if column.type == "percent" and percent else scale,
                date1904=self.sheet.date1904,
            )
            value = None if found.value is None else str(found.value)
            return value, found.lower_bound, found.problem, found.warning

        return from_text

    def _personal(self, column: Column, cell: str | None) -> None:
        """A person's key: HMAC of the number; of the columns named in `otherwise` where that is of no use."""
        others = [source for name in column.otherwise if (source := self.cell(name))]
        if column.otherwise and self.cell(column.otherwise[0]) is None:
            others = []  # without the name the rest tells nobody apart
        lost = 0
        value, useless = "NULL", "true"
        if cell:
            pairs = [(text, *self._number_key(text)) for text in self._distinct(cell, f"{cell} IS NOT NULL")]
            lost = sum(1 for pair in pairs if pair[2] == "lost")
            self._keys(f"map_{column.name}", ["k0"], [(text, key) for text, key, _fault in pairs])
            self.joins.append(f"LEFT JOIN map_{column.name} ON map_{column.name}.k0 = {cell}")
            value = useless = f"map_{column.name}.value"
            useless = f"({value} IS NULL)"
        weak = 0
        if others:
            bare = ", ".join(source.removeprefix("raw.") for source in others)
            join = f"LEFT JOIN map_{column.name} ON k0 = {cell}" if cell else ""
            tuples = self.con.execute(
                f"SELECT DISTINCT {bare} FROM raw {join} WHERE kind = 'data' AND {useless}"
            ).fetchall()
            names = [f"k{i}" for i in range(len(others))]
            rows = [(*row, self._name_key(row)) for row in tuples]
            weak = sum(1 for row in rows if row[-1])
            if rows:
                self._keys(f"weak_{column.name}", names, rows)
                pairs_on = " AND ".join(
                    f"weak_{column.name}.{name} IS NOT DISTINCT FROM {source}"
                    for name, source in zip(names, others, strict=True)
                )
                self.joins.append(f"LEFT JOIN weak_{column.name} ON {useless} AND {pairs_on}")
                value = f"coalesce({value}, weak_{column.name}.value)"
        self.select[column.name] = f"{value}::VARCHAR"
        if lost:
            self.warnings.append(
                _(
                    "“{column}”: {count} numbers were ruined by Excel (the last three digits read 000); they are "
                    "not used to tell people apart. Format the column as text and export again."
                ).format(column=column.title, count=lost)
            )
        if weak:
            self.warnings.append(
                _("“{column}”: {count} people have no usable number and are told apart by {others}.").format(
                    column=column.title,
                    count=weak,
                    others=_("、").join(self.contract.columns[name].title for name in column.otherwise),
                )
            )

    def _keys(self, table: str, names: list[str], rows: list[tuple]) -> None:
        """A map from texts to keys."""
        frame = pl.DataFrame(rows, schema=dict.fromkeys([*names, "value"], pl.String), orient="row")
        self.con.register("incoming", frame)
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM incoming")
        self.con.unregister("incoming")

    def _number_key(self, number: str) -> tuple[str | None, str | None]:
        """(strong key, fault) of an ID or volunteer number; starred and ruined numbers give no key."""
        text = squeeze(number).upper()
        if is_missing(text):
            return None, None
        if text.replace("-", "").isalnum() and sum(map(str.isdigit, text)) < 15:
            return "s" + self._hmac(text), None  # a platform's own number
        found = values.id_number(text)
        return ("s" + self._hmac(found.normal) if found.normal else None), found.fault

    def _name_key(self, row: tuple) -> str | None:
        """A weak key from a name and what goes with it; none without the name."""
        names = [squeeze(str(part or "")) for part in row]
        if names[0] and "*" not in names[0] and not is_missing(names[0]):
            return "w" + self._hmac("|".join(names))
        return None

    def _hmac(self, text: str) -> str:
        return hmac.digest(self.scope.key, text.encode(), "sha256").hex()[:31]

    def _hold(self, column: Column, cell: str | None) -> None:
        """The checks a column declares, over the finished value (`typed` names it)."""
        del cell  # the checks are on the value; the cell only appears in the sentence

    def area_itself(self) -> None:
        """The area register: each row is its own area; parents may stand in the same sheet."""
        self.select["area_code"] = self.select.get("area_code", "NULL::VARCHAR")

    def places(self) -> None:
        """Resolve every distinct combination of area cells, once."""
        columns = self.contract.area_columns
        keys: dict[str, str] = {}  # SQL over raw → its name in the map
        for column in columns:
            if cell := self.cell(column.name):
                keys.setdefault(cell, f"k{len(keys)}")
        for column in columns:
            own = self.cell(column.name)
            for name in column.within:
                if cell := self.cell(name):
                    text = f"CASE WHEN {own} IS NULL THEN {cell} END" if own else cell
                    keys.setdefault(text, f"k{len(keys)}")
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
        self.con.register("incoming", frame)
        self.con.execute("CREATE OR REPLACE TEMP TABLE map_place AS SELECT * FROM incoming")
        self.con.unregister("incoming")
        on = " AND ".join(f"map_place.{name} IS NOT DISTINCT FROM {sql}" for sql, name in keys.items())
        self.joins.append(f"LEFT JOIN map_place ON {on or 'true'}")
        for title, count in self.unregistered.items():
            self.warnings.append(
                _(
                    "“{column}”: the area register has none for these townships; {count} names were left out and the "
                    "rows counted with their township"
                ).format(column=title, count=count)
            )
        for column in columns:
            self.select[column.name] = f"map_place.at_{column.name}"
        self.select |= {
            "area_code": "map_place.area_code",
            "_county": "map_place.county",
            "_cover": "map_place.cover",
        }
        self.select["_place_column"] = "map_place.problem_column"
        self.faults["_place"] = ("map_place.problem IS NOT NULL", "map_place.problem")

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
            if level == "township" and self._is_higher(text, within):
                return Found()  # 县本级, 市直: the row belongs to the county itself
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
            longer = cells.get(f"CASE WHEN {own} IS NULL THEN {cell} END" if own else str(cell))
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
        if word in (
            "县本级",
            "市本级",
            "区本级",
            "县直",
            "市直",
            "区直",
            "县级",
            "市级",
            "本级",
            "团县委",
            "团市委",
            "团区委",
            "县直属",
            "市直属",
            "全县",
            "全市",
            "全区",
        ):
            return True
        return any(word == squeeze(area.name) for area in self.scope.register.path(scope or ""))

    def finish(self) -> Conformed:
        """Create `typed`, and the SQL for reasons and flags."""
        contract = self.contract
        stored = [c.name for c in contract.stored]
        system = [name for name in ("area_code", "_county", "_cover", "_place_column") if name in self.select]
        parts = [f'{sql} AS "{name}"' for name, sql in self.select.items()]
        for name, (wrong, sentence) in self.faults.items():
            parts.append(f'CASE WHEN {wrong} THEN {sentence} END AS "_fault_{name}"')
        bounds = ", ".join(f"CASE WHEN {sql} THEN {_quote(name)} END" for name, sql in self.at_least)
        at_least = (
            f"nullif(list_filter([{bounds}], lambda x: x IS NOT NULL), [])" if bounds else "NULL::VARCHAR[]"
        )
        parts.append(f"{at_least} AS _at_least")
        soft = ", ".join(
            f"CASE WHEN {sql} IS NOT NULL THEN {_quote('「' + title + '」')} || {sql} END"
            for title, sql in self.row_warnings
        )
        parts.append(
            (f"list_filter([{soft}], lambda x: x IS NOT NULL)" if soft else "NULL::VARCHAR[]") + " AS _soft"
        )
        cells = [f'raw.c{m.index} AS "_raw_{m.column}"' for m in self._sources()]
        sql = f"SELECT raw.line, raw.fault AS _ragged, {', '.join([*parts, *cells])} FROM raw {' '.join(self.joins)} WHERE raw.kind = 'data'"
        for column in contract.stored:
            if column.default:
                sql = f'SELECT * REPLACE (coalesce("{column.name}", ({column.default}))::{column.sql_type} AS "{column.name}") FROM ({sql})'
        checks = self._checks()
        wrong = [f'"_fault_{name}" IS NOT NULL' for name in self.faults] + [test for test, _s in checks]
        wrong.append("_ragged IS NOT NULL")
        rules = [
            f"coalesce(({self._fails(rule)}), false)" for rule in contract.rules if rule.level == "error"
        ]
        sql = f"SELECT *, NOT ({' OR '.join(wrong + rules)}) AS _ok FROM ({sql})"
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW typed AS {sql}")
        return Conformed(
            columns=[*dict.fromkeys([*stored, *system])],
            reasons=self._reasons(checks),
            flags=self._flags(),
            at_least="_at_least",
            warnings=self.warnings,
        )

    def _sources(self) -> list:
        seen: dict[str, Any] = {}
        for mapped in self.recognition.columns:
            if mapped.column and self.contract.columns[mapped.column].personal is None:
                seen.setdefault(mapped.column, mapped)
        return list(seen.values())

    def _checks(self) -> list[tuple[str, str]]:
        """(is it wrong, the sentence) over `typed` for required, pattern and range."""
        found = []
        for column in self.contract.stored:
            name, title = f'"{column.name}"', f"「{column.title}」"
            fault = f'AND "_fault_{column.name}" IS NULL' if column.name in self.faults else ""
            if column.refers and "_place" in self.faults:
                fault = 'AND "_fault__place" IS NULL'
            if column.required:
                found.append(
                    (f"({name} IS NULL {fault})", _quote(title + _("is empty; it must be filled in")))
                )
            shown = f"coalesce({_plain_text(column)}, '')"
            if column.pattern:
                sentence = _("does not have the required form")
                found.append(
                    (
                        f"coalesce(NOT regexp_full_match({name}, {_quote(column.pattern)}), false)",
                        f"{_quote(title)} || {shown} || {_quote(sentence)}",
                    )
                )
            for bound, sign, words in (
                (column.minimum, "<", _("is below {bound}")),
                (column.maximum, ">", _("is above {bound}")),
            ):
                if bound is not None:
                    found.append(
                        (
                            f"coalesce({name} {sign} {bound}, false)",
                            f"{_quote(title)} || {shown} || ' ' || {_quote(words.format(bound=bound))}",
                        )
                    )
        return found

    def _reasons(self, checks: list[tuple[str, str]]) -> str:
        parts = [
            "CASE _ragged WHEN 'too_many' THEN {} WHEN 'too_few' THEN {} WHEN 'bad_quote' THEN {} END".format(
                _quote(_("the row has more cells than the header; look for an unquoted separator")),
                _quote(_("the row has fewer cells than the header; it may have been cut off")),
                _quote(_("the quotation marks of this row are not closed")),
            )
        ]
        for name in self.faults:
            title = (
                "'「' || _place_column || '」'"
                if name == "_place"
                else _quote(f"「{self.contract.columns[name].title}」")
            )
            parts.append(f'CASE WHEN "_fault_{name}" IS NOT NULL THEN {title} || "_fault_{name}" END')
        parts += [f"CASE WHEN {test} THEN {sentence} END" for test, sentence in checks]
        for rule in self.contract.rules:
            if rule.level == "error":
                parts.append(f"CASE WHEN {self._fails(rule)} THEN {self._say(rule.say)} END")
        return f"list_filter([{', '.join(parts)}], lambda x: x IS NOT NULL)"

    def _flags(self) -> str:
        parts = [
            f"CASE WHEN {self._fails(rule)} THEN {self._say(rule.say)} END"
            for rule in self.contract.rules
            if rule.level == "warn"
        ]
        hard = f"list_filter([{', '.join(parts)}], lambda x: x IS NOT NULL)" if parts else "[]::VARCHAR[]"
        return f"nullif(list_concat({hard}, coalesce(_soft, [])), [])"

    def _fails(self, rule: Rule) -> str:
        """A rule's SQL; it is silent where a column it speaks of could not be read at all."""
        named = [name for name in self.contract.columns if re.search(rf"\b{name}\b", rule.fails)]
        faults = [name for name in named if name in self.faults]
        if "_place" in self.faults and any(self.contract.columns[name].refers for name in named):
            faults.append("_place")
        return " AND ".join([f"({rule.fails})", *(f'"_fault_{name}" IS NULL' for name in faults)])

    def _say(self, sentence: str) -> str:
        """A contract's sentence as SQL, its {columns} filled from the row."""
        parts = []
        for i, piece in enumerate(sentence.replace("{", "}").split("}")):
            if i % 2 and piece in self.contract.columns:
                parts.append(f"coalesce({_plain_text(self.contract.columns[piece])}, '')")
            elif piece:
                parts.append(_quote(piece))
        return " || ".join(parts)


def _plain_text(column: Column) -> str:
    """SQL for a value as a person writes it: 25, not 25.0000."""
    text = f'"{column.name}"::VARCHAR'
    if column.type in ("decimal", "percent"):
        return f"regexp_replace(regexp_replace({text}, '([.][0-9]*?)0+$', '\\1'), '[.]$', '')"
    return text


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
