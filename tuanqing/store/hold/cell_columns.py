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
from tuanqing.store.cell.id_numbers import is_persons, without_persons
from tuanqing.store.cell.names import OTHER, may_be_name
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
    "text": "regexp_full_match({cell}, '[!-&(-.0-~\\x{{4e00}}-\\x{{9fff}}]+( [!-~]+)*') AND length({cell}) > 1 "
    "AND NOT (length({cell}) > 10 AND regexp_matches({cell}, '1[3-9][0-9][ -]?[0-9]{{4}}[ -]?[0-9]{{4}}|[0-9]{{17}}'))",
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
                column=column.title, warning=doubted[4], text=shape(doubted[0])
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
    shapes = list(dict.fromkeys(map(shape, strange)))
    told = _("、").join(shapes[:6]) + ("…" if len(shapes) > 6 else "")
    sentence = _(
        "“{column}”: {count} words ({shapes}) are not among the known ones; they were kept as they stand"
    )
    return [sentence.format(column=column.title, count=len(strange), shapes=told)]


def _parser(loaded: Loaded, column: Column, texts: Sequence[str]) -> Callable[[str], Parsed]:
    """What reads one text of the column."""
    if column.values:
        people = any(own.personal for own in loaded.recognition.contract.columns.values())
        return _word_parser(column, people=people)
    mapped = loaded.recognition.index(column.name)
    scale = mapped.scale if mapped else Decimal(1)
    if column.type == "percent":
        scale = values.percent_scale(texts) or scale

    def read(text: str) -> Parsed:
        found = values.parse(text, column.type, unit=column.unit, scale=scale, date1904=loaded.date1904)
        if isinstance(found.value, int | Decimal) and abs(found.value) >= MOST:
            return None, False, _("is too large a number: {shape}").format(shape=shape(text)), None
        if isinstance(found.value, str):
            return _without_persons(found.value)
        value = None if found.value is None else str(found.value)
        return value, found.lower_bound, found.problem, found.warning

    return read


def _without_persons(text: str) -> Parsed:
    """A text that is to be stored: the number of a person in it is left out; a text that is one is refused, for its row
    has slipped."""
    if is_persons(text):
        problem = _("{shape}: looks like the number of a person; has the row slipped by a column?")
        return None, False, problem.format(shape=shape(text)), None
    bare = without_persons(text, lambda number: f"[{shape(number)}]")
    warning = _("the number of a person in a text was left out") if bare != text else None
    return bare, False, None, warning


def _word_parser(column: Column, *, people: bool) -> Callable[[str], Parsed]:
    """What reads one word: its code. An unknown one is kept where any may stand; but among rows about people not one
    that may be a name, for it would be told as a kind."""
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
        if column.open_values and people and may_be_name(text):
            warning = _("a word that may be a person's name was taken for “{other}”").format(other=OTHER)
            return OTHER, False, None, warning
        if column.open_values:
            return _without_persons(clean(text))
        problem = _("{shape}: not one of: {words}").format(
            shape=shape(text), words=_("、").join(first.values())
        )
        return None, False, problem, None

    return read
