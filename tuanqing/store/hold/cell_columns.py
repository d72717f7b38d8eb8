"""A column read from one cell: clean cells are cast by DuckDB, the others parsed in Python.

Whatever is not in its plain form (２３, 5.6万元, 2023年7月) is parsed once per distinct text and joined back, so one
parser serves ten rows and ten million.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

import polars as pl

from tuanqing.define.contract import Column
from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.cell.text import clean, is_missing, shape, squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import ColumnSql, distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.warehouse.sql import quoted

PLAIN = {  # what DuckDB may cast by itself; everything else goes through values.parse
    "integer": "regexp_full_match({cell}, '-?[0-9]{{1,15}}')",
    "decimal": "regexp_full_match({cell}, '-?[0-9]{{1,12}}([.][0-9]{{1,4}})?')",
    "date": "regexp_full_match({cell}, '[12][0-9]{{3}}-[01][0-9]-[0-3][0-9]') AND try_cast({cell} AS DATE) IS NOT NULL "
    "AND {cell} BETWEEN '1900' AND '2101'",
    "text": "regexp_full_match({cell}, '[!-&(-.0-~\\x{{4e00}}-\\x{{9fff}}]+( [!-~]+)*') AND length({cell}) > 1",
}
_QUOTED = re.compile("[“「].*[”」] ?")

MOST = 10**14  # what no column can hold: an ID number, a slip of the hand

Parsed = tuple[
    str | None, bool, str | None, str | None
]  # value as text, is it a lower bound, problem, warning


def of_words(bench: Bench, loaded: Loaded, column: Column, cell: str) -> ColumnSql:
    """A column whose every text is looked up or parsed: words for codes, yes and no, percentages, months."""
    return _mapped(bench, loaded, column, cell, "true", None)


def of_values(bench: Bench, loaded: Loaded, column: Column, cell: str) -> ColumnSql:
    """A column most of whose cells can be cast as they stand."""
    mapped = loaded.recognition.index(column.name)
    scale = mapped.scale if mapped else Decimal(1)
    if scale != 1:  # minutes, 万元: exact and bounded in Python
        odd = "true"
    else:
        odd = f"NOT ({PLAIN[column.type].format(cell=cell)})"
    cast = f"try_cast({cell} AS {column.sql_type})"
    found = bench.con.execute(
        f"SELECT 1 FROM {loaded.data} AS raw WHERE {cell} IS NOT NULL AND {odd} LIMIT 1"
    ).fetchall()
    return _mapped(bench, loaded, column, cell, odd, cast) if found else ColumnSql({column.name: cast})


def _mapped(bench: Bench, loaded: Loaded, column: Column, cell: str, odd: str, cast: str | None) -> ColumnSql:
    """Parse the distinct odd texts in Python; join their values back."""
    texts = distinct(bench, loaded, cell, odd)
    parse = _parser(loaded, column, texts)
    rows = [(text, *parse(text)) for text in texts]
    warnings = []
    if column.personal:
        rows, warnings = _unquoted(column, rows)
    if column.values and column.open_values:
        warnings += _unknown(column, [text for text, value, *_rest in rows if value == clean(text)])
    doubted = next((row for row in rows if row[4]), None)
    if doubted:
        warnings.append(
            _("“{column}”: {warning} (e.g. {text})").format(
                column=column.title, warning=doubted[4], text=doubted[0]
            )
        )
    frame = pl.DataFrame(
        rows,
        schema=dict.fromkeys(["raw", "value"], pl.String)
        | {"at_least": pl.Boolean, "problem": pl.String, "warning": pl.String},
        orient="row",
    )
    known = bench.frame("texts", frame, f"raw, value::{column.sql_type} AS value, at_least, problem, warning")
    alias = quoted(f"map_{column.name}")
    also = f" AND ({odd})" if cast else ""
    return ColumnSql(
        select={
            column.name: f"CASE WHEN {odd} THEN {alias}.value ELSE {cast} END" if cast else f"{alias}.value"
        },
        joins=(f"LEFT JOIN {known} AS {alias} ON {alias}.raw = {cell}{also}",),
        faults={column.name: (f"{alias}.problem IS NOT NULL", f"{alias}.problem")}
        if any(row[3] for row in rows)
        else {},
        at_least=((column.name, f"{alias}.at_least"),) if any(row[2] for row in rows) else (),
        doubts=((column.title, f"{alias}.warning"),) if doubted else (),
        warnings=tuple(warnings),
    )


def _unquoted(column: Column, rows: list[tuple]) -> tuple[list[tuple], list[str]]:
    """The parsed texts of a birth date, without the sentences that quote them: those are kept with the batch."""
    doubted = sum(1 for row in rows if row[4])
    sentence = _("“{column}”: {count} ways of writing a date had to be guessed at; look at them in the file")
    return (
        [(*row[:3], row[3] and _QUOTED.sub("", row[3]), None) for row in rows],
        [sentence.format(column=column.title, count=doubted)] if doubted else [],
    )


def _unknown(column: Column, texts: Sequence[str]) -> list[str]:
    """Which words no code stands for: they are kept as they stand, and no figure counts them by a code."""
    known = {*column.values.values(), *column.values}
    strange = [text for text in map(clean, texts) if text not in known]
    if not strange:
        return []
    words = _("、").join(f"「{word}」" for word in strange[:6])
    if len(strange) > 6:
        words += _(" and {count} more").format(count=len(strange) - 6)
    sentence = _("“{column}”: {words} are not among the known words; they were kept as they stand")
    return [sentence.format(column=column.title, words=words)]


def _parser(loaded: Loaded, column: Column, texts: Sequence[str]) -> Callable[[str], Parsed]:
    """What reads one text of the column."""
    if column.values:
        return _word_parser(column)
    mapped = loaded.recognition.index(column.name)
    scale = mapped.scale if mapped else Decimal(1)
    if column.type == "percent":
        scale = values.percent_scale(texts) or scale

    def read(text: str) -> Parsed:
        found = values.parse(text, column.type, unit=column.unit, scale=scale, date1904=loaded.date1904)
        if isinstance(found.value, int | Decimal) and abs(found.value) >= MOST:
            return None, False, _("is too large a number: {shape}").format(shape=shape(text)), None
        value = None if found.value is None else str(found.value)
        return value, found.lower_bound, found.problem, found.warning

    return read


def _word_parser(column: Column) -> Callable[[str], Parsed]:
    words = {squeeze(word).lower(): code for word, code in column.values.items()}
    codes = set(column.values.values())
    first: dict[str, str] = {}  # one word for each code is enough to say what may stand there
    for word, code in column.values.items():
        first.setdefault(code, word)

    def read(text: str) -> Parsed:
        known = squeeze(text).lower()
        if is_missing(clean(text)):
            return None, False, None, None
        if known in words or known in codes:
            return words.get(known, known), False, None, None
        if column.open_values:
            return clean(text), False, None, None
        problem = _("“{text}” is not one of: {words}").format(
            text=clean(text), words=_("、").join(first.values())
        )
        return None, False, problem, None

    return read
