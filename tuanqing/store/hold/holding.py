"""Raw cells held to a contract: typed columns, resolved areas, and every reason why a row is not accepted.

Clean cells are cast by DuckDB in one pass. Whatever is not in its plain form (２３, 5.6万元, 2023年7月) is
parsed in Python once per distinct text and joined back, so one parser serves ten rows and ten million.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from tuanqing.define.contract import Column, Rule
from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.cell.text import clean, is_missing, squeeze
from tuanqing.store.hold import area_columns, birth_dates, person_keys
from tuanqing.store.hold.columns import ColumnSql, Scope, cell_of, distinct, fill
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import literal

PLAIN = {  # what DuckDB may cast by itself; everything else goes through values.parse
    "integer": "regexp_full_match({cell}, '-?[0-9]{{1,15}}')",
    "decimal": "regexp_full_match({cell}, '-?[0-9]{{1,12}}([.][0-9]{{1,4}})?')",
    "date": "regexp_full_match({cell}, '[12][0-9]{{3}}-[01][0-9]-[0-3][0-9]') AND try_cast({cell} AS DATE) IS NOT NULL",
    "text": "regexp_full_match({cell}, '[!-&(-.0-~\\x{{4e00}}-\\x{{9fff}}]+( [!-~]+)*') AND length({cell}) > 1",
}
_IN_RANGE = {"date": " AND {cell} BETWEEN '1900' AND '2101'"}

_QUOTED = re.compile("[“「].*[”」] ?")


@dataclass
class Held:
    """`typed` is a view over the data rows: line, the contract's columns, area columns, `_ok`, and lists of
    sentences: `_reasons` why it is not accepted, `_flags` what to look at."""

    columns: list[str]
    warnings: list[str] = field(default_factory=list)


def hold(con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, scope: Scope) -> Held:
    """Make the view `typed` over `raw`'s data rows (`raw` has a column `kind`)."""
    contract = recognition.contract
    builder = _Builder(con, sheet, recognition, scope)
    if contract.area_columns:  # first: people without a number are told apart by the school they are at
        builder.placed = area_columns.resolve(con, recognition, scope)
        builder.take(builder.placed)
    for column in contract.columns.values():
        if column.refers is None and column.stored:
            builder.add(column)
    return builder.finish()


class _Builder:
    """Collects, column by column, the SQL that makes `typed`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition, scope: Scope):
        self.con, self.sheet, self.recognition, self.scope = con, sheet, recognition, scope
        self.contract = recognition.contract
        self.placed = ColumnSql()  # what the area columns came to
        self.select: dict[str, str] = {}  # column → SQL over raw and the maps
        self.joins: list[str] = []
        self.faults: dict[
            str, tuple[str, str]
        ] = {}  # column → (is it wrong, the sentence), SQL over raw and maps
        self.at_least: list[tuple[str, str]] = []
        self.row_warnings: list[tuple[str, str]] = []
        self.warnings: list[str] = []

    def cell(self, name: str) -> str | None:
        """The raw cell a column is read from."""
        return cell_of(self.recognition, name)

    def add(self, column: Column) -> None:
        """A column that does not name an area."""
        cell = self.cell(column.name)
        if column.personal in ("hash", "mask"):
            self.take(person_keys.keys(self.con, self.recognition, column, self.scope.key, self.placed))
        elif column.personal == "birth":
            if cell is not None:
                self._cast(column, cell)
            self.take(birth_dates.births(self.con, self.recognition, column, self.select.get(column.name)))
        elif column.personal == "band":
            self.take(birth_dates.bands(self.con, self.recognition, column))
        elif cell is None and column.name == self.contract.month and self.recognition.as_of:
            day = self.recognition.as_of.replace(day=1)
            self.select[column.name] = f"DATE '{day}'"
            self.warnings.append(
                _("“{column}”: the sheet has no such column; {month}, the month it names, was taken").format(
                    column=column.title, month=f"{day:%Y-%m}"
                )
            )
        elif cell is None:
            self.select[column.name] = f"NULL::{column.sql_type}"
        elif column.values or column.type in ("boolean", "percent", "month"):
            self._mapped(column, cell, f"{cell} IS NOT NULL")
        else:
            self._cast(column, cell)

    def take(self, part: ColumnSql) -> None:
        """What another module worked out for some columns."""
        self.select |= part.select
        self.joins += part.joins
        self.faults |= part.faults
        self.warnings += part.warnings

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
        texts = distinct(self.con, cell, odd)
        parse = self._parser(column, texts)
        rows = [(text, *parse(text)) for text in texts]
        if column.personal:
            rows = self._unquoted(column, rows)
        if column.values and column.open_values:
            self._tell_unknown(column, [text for text, value, *_rest in rows if value == clean(text)])
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

    def _unquoted(self, column: Column, rows: list[tuple]) -> list[tuple]:
        """The parsed texts of a birth date, without the sentences that quote them: those are kept with the batch."""
        doubted = sum(1 for row in rows if row[4])
        if doubted:
            self.warnings.append(
                _(
                    "“{column}”: {count} ways of writing a date had to be guessed at; look at them in the file"
                ).format(column=column.title, count=doubted)
            )
        return [(*row[:3], row[3] and _QUOTED.sub("", row[3]), None) for row in rows]

    def _tell_unknown(self, column: Column, texts: list[str]) -> None:
        """Say which words no code stands for: they are kept as they stand, and no figure counts them by a code."""
        known = {*column.values.values(), *column.values}
        strange = [text for text in map(clean, texts) if text not in known]
        if strange:
            self.warnings.append(
                _("“{column}”: {words} are not among the known words; they were kept as they stand").format(
                    column=column.title,
                    words=_("、").join(f"「{word}」" for word in strange[:6])
                    + (_(" and {count} more").format(count=len(strange) - 6) if len(strange) > 6 else ""),
                )
            )

    def _join(self, column: Column, cell: str, rows: list[tuple], odd: str | None) -> str:
        alias = f"map_{column.name}"
        frame = pl.DataFrame(
            rows,
            schema=dict.fromkeys(["raw", "value"], pl.String)
            | {"at_least": pl.Boolean, "problem": pl.String, "warning": pl.String},
            orient="row",
        )
        fill(self.con, alias, frame, f"raw, value::{column.sql_type} AS value, at_least, problem, warning")
        extra = f" AND ({odd})" if odd else ""
        self.joins.append(f"LEFT JOIN {alias} ON {alias}.raw = {cell}{extra}")
        return alias

    def _parser(self, column: Column, texts: list[str]) -> Callable[[str], tuple]:
        """text → (value as text, is a lower bound, problem, warning)."""
        if column.values:
            words = {squeeze(word).lower(): code for word, code in column.values.items()}
            codes = set(column.values.values())
            first: dict[str, str] = {}  # one word for each code is enough to say what may stand there
            for word, code in column.values.items():
                first.setdefault(code, word)

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
                        text=clean(text),
                        words=_("、").join(first.values()),
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

    def finish(self) -> Held:
        """Create `typed`, and the SQL for reasons and flags."""
        contract = self.contract
        stored = [c.name for c in contract.stored]
        system = [name for name in ("area_code", "_county", "_cover", "_place_column") if name in self.select]
        parts = [f'{sql} AS "{name}"' for name, sql in self.select.items()]
        for name, (wrong, sentence) in self.faults.items():
            parts.append(f'CASE WHEN {wrong} THEN {sentence} END AS "_fault_{name}"')
        bounds = ", ".join(f"CASE WHEN {sql} THEN {literal(name)} END" for name, sql in self.at_least)
        at_least = (
            f"nullif(list_filter([{bounds}], lambda x: x IS NOT NULL), [])" if bounds else "NULL::VARCHAR[]"
        )
        parts.append(f"{at_least} AS _at_least")
        soft = ", ".join(
            f"CASE WHEN {sql} IS NOT NULL THEN {literal('「' + title + '」')} || {sql} END"
            for title, sql in self.row_warnings
        )
        parts.append(
            (f"list_filter([{soft}], lambda x: x IS NOT NULL)" if soft else "NULL::VARCHAR[]") + " AS _soft"
        )
        cells = [f'raw.c{m.index} AS "_raw_{m.column}"' for m in self._sources()]
        if self.recognition.step_header is not None:
            cells.append(f"raw.c{self.recognition.step_header} AS _step_header")
        sql = f"SELECT raw.line, raw.fault AS _ragged, {', '.join([*parts, *cells])} FROM raw {' '.join(self.joins)} WHERE raw.kind = 'data'"
        for column in contract.stored:
            if column.default:
                sql = f'SELECT * REPLACE (coalesce("{column.name}", ({column.default}))::{column.sql_type} AS "{column.name}") FROM ({sql})'
        sql = birth_dates.banded(sql, contract)
        checks = self._checks()
        wrong = [f'"_fault_{name}" IS NOT NULL' for name in self.faults] + [test for test, _s in checks]
        wrong.append("_ragged IS NOT NULL")
        rules = [
            f"coalesce(({self._fails(rule)}), false)" for rule in contract.rules if rule.level == "error"
        ]
        ok = f"NOT ({' OR '.join(wrong + rules)})"
        if self.recognition.step_header is not None:  # one wrong date rejects the whole line of a roster
            ok = f"bool_and({ok}) OVER (PARTITION BY line % {LINES})"
        sql = f"SELECT *, {ok} AS _ok, {self._reasons(checks)} AS _reasons, {self._flags()} AS _flags FROM ({sql})"
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW typed AS {birth_dates.blanked(sql, contract)}")
        return Held(columns=[*dict.fromkeys([*stored, *system])], warnings=self.warnings)

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
            if self.recognition.step_header is not None:
                fault += " AND _ragged IS DISTINCT FROM 'no_step'"
            placed = column.refers or any(
                c.name in (column.default or "") for c in self.contract.area_columns
            )
            if placed and "_place" in self.faults:
                fault = 'AND "_fault__place" IS NULL'
            if column.required:
                found.append(
                    (f"({name} IS NULL {fault})", literal(title + _("is empty; it must be filled in")))
                )
            shown = f"coalesce({_plain_text(column)}, '')"
            if column.pattern:
                sentence = _("does not have the required form")
                found.append(
                    (
                        f"coalesce(NOT regexp_full_match({name}, {literal(column.pattern)}), false)",
                        f"{literal(title)} || {shown} || {literal(sentence)}",
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
                            f"{literal(title)} || {shown} || ' ' || {literal(words.format(bound=bound))}",
                        )
                    )
        return found

    def _reasons(self, checks: list[tuple[str, str]]) -> str:
        parts = [
            "CASE _ragged WHEN 'too_many' THEN {} WHEN 'too_few' THEN {} WHEN 'bad_quote' THEN {} "
            "WHEN 'no_step' THEN {} END".format(
                literal(_("the row has more cells than the header; look for an unquoted separator")),
                literal(_("the row has fewer cells than the header; it may have been cut off")),
                literal(_("the quotation marks of this row are not closed")),
                literal(_("no step of this row has a date")),
            )
        ]
        dated = self.contract.date if self.recognition.step_header is not None else None
        for name in self.faults:
            title = (
                "'「' || _place_column || '」'"
                if name == "_place"
                else "'「' || _step_header || '」'"
                if name == dated
                else literal(f"「{self.contract.columns[name].title}」")
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
                parts.append(literal(piece))
        return " || ".join(parts)


def _plain_text(column: Column) -> str:
    """SQL for a value as a person writes it: 25, not 25.0000."""
    text = f'"{column.name}"::VARCHAR'
    if column.type in ("decimal", "percent"):
        return f"regexp_replace(regexp_replace({text}, '([.][0-9]*?)0+$', '\\1'), '[.]$', '')"
    return text
