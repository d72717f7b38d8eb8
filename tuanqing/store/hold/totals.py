"""Rows that add up others: those that do not say so, and each of them against the rows it adds up."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

import polars as pl

from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.cell.text import squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.recognition import Mapped, Recognition
from tuanqing.store.recognise.row_kinds import CARRIED, PART, naming
from tuanqing.store.recognise.sections import MOST_CELLS

MOST_FIGURE = 10**10  # a longer number is an ID number or a phone that has slipped into the column
MOST_TOTALS, MOST_TEXTS = 1000, 20_000
TOLD = 6  # totals that do not agree, each with a sentence
NEAR = Decimal("0.005")

Figures = tuple[Decimal | None, ...]
Sums = tuple[Decimal, ...]


@dataclass(frozen=True)
class Totals:
    """What was found out about a sheet's totals."""

    unnamed: tuple[int, ...] = ()  # lines that are totals without being called so
    agreed: tuple[int, ...] = ()  # totals that are the sum of the rows they stand under, or above
    warnings: tuple[str, ...] = ()  # of those that are not
    questions: tuple[str, ...] = ()  # rows that only equal a sum


@dataclass(frozen=True)
class _Row:
    line: int
    is_total: bool
    figures: Figures
    has: tuple[bool, ...]  # whether each cell that names, dates or numbers a row is filled
    words: str  # all its texts
    names_somebody: bool = False  # of a person there is always one row at least


def find_totals(bench: Bench, sheet: Sheet, recognition: Recognition, cells: str, odd: str) -> Totals:
    """The totals among the rows of `cells` (line, c0 …), of which `odd` (line, kind) are no data. Of a sheet larger than
    people lay out only those called so are held against their rows."""
    numeric = [m for m in _read(recognition) if recognition.contract.columns[m.column or ""].type in _NUMBERS]
    if not numeric:
        return Totals()
    named = bench.count(f"SELECT count(*) FROM {odd} WHERE kind = 'total'")
    if sheet.size > MOST_CELLS and not 0 < named <= MOST_TOTALS:
        return Totals()
    own = naming(recognition)
    unnamed: list[int] = []
    questions: list[str] = []
    if sheet.size <= MOST_CELLS:
        rows = _rows(bench, recognition, cells, odd, numeric, [f"c{m.index}" for m in own])
        rows, unnamed, questions = _unnamed(rows)
    else:
        rows = _blocks(bench, recognition, cells, odd, numeric)
    agreed, warnings = _compared(rows, [recognition.contract.columns[m.column or ""].title for m in numeric])
    return Totals(tuple(unnamed), tuple(agreed), tuple(warnings), tuple(questions))


_NUMBERS = ("integer", "decimal")


def _read(recognition: Recognition) -> list[Mapped]:
    return [
        m
        for m in recognition.columns
        if m.column in recognition.contract.columns
        and not m.is_told
        and recognition.contract.columns[m.column or ""].stored
    ]


def _rows(
    bench: Bench,
    recognition: Recognition,
    cells: str,
    odd: str,
    numeric: Sequence[Mapped],
    own: Sequence[str],
) -> list[_Row]:
    """Data rows and totals in order, with their figures in the column's unit."""
    known = [_known(bench, recognition, m, f"SELECT DISTINCT c{m.index} FROM {cells}") for m in numeric]
    filled = ", ".join(f"nullif(trim({cell}), '') IS NOT NULL" for cell in own) or "true"
    columns = recognition.contract.columns
    whose = {
        n for c in columns.values() if c.personal for n in (c.name, *(names[0] for names in c.otherwise))
    }
    people = [f"c{m.index}" for m in recognition.columns if m.column in whose]
    frame: pl.DataFrame = bench.con.sql(
        f"SELECT line, kind IS NOT NULL AS is_total, [{filled}] AS has, {_words(recognition, numeric)} AS words, "
        f"nullif(trim(concat({', '.join(people) or 'NULL'})), '') IS NOT NULL AS somebody, "
        f"{', '.join(f'c{m.index}' for m in numeric)} "
        f"FROM {cells} LEFT JOIN {odd} AS odd USING (line) WHERE coalesce(kind, 'total') = 'total' ORDER BY line"
    ).pl()
    return [
        _Row(
            line, is_total, tuple(map(dict.get, known, figures)), tuple(has), squeeze(called or ""), somebody
        )
        for line, is_total, has, called, somebody, *figures in frame.iter_rows()
    ]


def _blocks(
    bench: Bench, recognition: Recognition, cells: str, odd: str, numeric: Sequence[Mapped]
) -> list[_Row]:
    """The totals of a large sheet in order, and one row with the sums of the data rows between each two of them; none
    where too many figures are written in words."""
    figures, joins = [], []
    for m in numeric:
        cell = f"c{m.index}"
        strange = f"SELECT DISTINCT {cell} FROM {cells} WHERE NOT regexp_full_match({cell}, '{_PLAIN}')"
        known = _known(bench, recognition, m, f"{strange} LIMIT {MOST_TEXTS + 1}")
        if len(known) > MOST_TEXTS:
            return []
        frame = pl.DataFrame(
            [(text, float(value)) for text, value in known.items() if value is not None],
            schema={"raw": pl.String, "value": pl.Float64},
            orient="row",
        )
        joins.append(f"LEFT JOIN {bench.frame('figures', frame)} AS m{m.index} ON m{m.index}.raw = {cell}")
        plain = f"CASE WHEN regexp_full_match({cell}, '{_PLAIN}') THEN {cell}::DOUBLE * {float(m.scale)} END"
        figures.append(f"coalesce({plain}, m{m.index}.value) AS f{m.index}")
    names = [f"f{m.index}" for m in numeric]
    rows = bench.view(
        "figured",
        f"SELECT line, kind, {_words(recognition, numeric)} AS words, {', '.join(figures)} FROM {cells} "
        f"LEFT JOIN {odd} AS odd USING (line) {' '.join(joins)} WHERE coalesce(kind, 'total') = 'total'",
    )
    sums = ", ".join(f"sum({name})" for name in names)
    found = bench.con.execute(
        f"SELECT line, true, words, {', '.join(names)} FROM {rows} WHERE kind = 'total' UNION ALL "
        f"SELECT min(data.line), false, NULL, {sums} FROM (FROM {rows} WHERE kind IS NULL) AS data ASOF LEFT JOIN "
        f"(SELECT line AS above FROM {odd} WHERE kind = 'total') AS totals ON data.line > totals.above GROUP BY above "
        "ORDER BY 1"
    ).fetchall()
    return [
        _Row(line, is_total, tuple(map(_summed, figures)), (), squeeze(words or ""))
        for line, is_total, words, *figures in found
    ]


def _summed(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 4)))


_PLAIN = "-?[0-9]{1,9}([.][0-9]{1,4})?"


def _words(recognition: Recognition, numeric: Sequence[Mapped]) -> str:
    """SQL for all that a total's row says beside its figures."""
    texts = ", ".join(f"c{m.index}" for m in recognition.columns if m not in numeric and not m.is_told)
    return f"CASE WHEN kind IS NOT NULL THEN concat_ws('|', {texts or 'NULL'}) END"


def _known(bench: Bench, recognition: Recognition, m: Mapped, texts: str) -> dict[str, Decimal | None]:
    """The figure in each of some texts of a column (SQL), in the column's unit."""
    column = recognition.contract.columns[m.column or ""]
    return {
        text: _figure(values.parse(text, "decimal", unit=column.unit, scale=m.scale).value)
        for (text,) in bench.con.execute(texts).fetchall()
        if text is not None
    }


def _figure(value: object) -> Decimal | None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and abs(value) < MOST_FIGURE:
        return Decimal(value)
    return None


def _equal(row: Figures, added: Sums) -> bool:
    """Whether a row gives the sum wherever it gives a figure, and gives one that is not 0."""
    pairs = [(own, its) for own, its in zip(row, added, strict=True) if own is not None]
    return any(own for own, _its in pairs) and all(abs(own - its) <= NEAR for own, its in pairs)


def _unnamed(rows: Sequence[_Row]) -> tuple[list[_Row], list[int], list[str]]:
    """The rows with those marked that are totals though they are not called so, their lines, and what is asked of rows
    that equal a sum but have a name, a date and a number of their own."""
    found: list[_Row] = []
    lines: list[int] = []
    asked: list[str] = []
    nothing = [Decimal(0)] * len(rows[0].figures) if rows else []
    whole, block = list(nothing), list(nothing)  # of all rows so far; of those since the last total
    since: list[_Row] = []
    for place, row in enumerate(rows):
        if not row.is_total and (_adds_up(row, since, block) or _adds_up(row, since, whole)):
            if _lacks(row, since):
                row = replace(row, is_total=True)
                lines.append(row.line)
            elif not row.names_somebody and (
                place + 1 == len(rows) or rows[place + 1].is_total or rows[place + 1].line > row.line + 1
            ):
                asked.append(
                    _(
                        "line {line} equals the sum of the rows above it and counts as data: if it is a total, take it out "
                        "or call it one (合计)"
                    ).format(line=row.line)
                )
        elif place == 0 and not row.is_total:  # a total that stands above its rows
            below = list(takewhile(lambda other: not other.is_total, rows[1:]))
            added = [
                sum((other.figures[at] or Decimal(0) for other in below), Decimal(0))
                for at in range(len(nothing))
            ]
            if _adds_up(row, below, added) and _lacks(row, below):
                row = replace(row, is_total=True)
                lines.append(row.line)
        found.append(row)
        if row.is_total:
            since, block = [], list(nothing)
            continue
        since.append(row)
        for at, figure in enumerate(row.figures):
            whole[at] += figure or 0
            block[at] += figure or 0
    return found, lines, asked


def _adds_up(row: _Row, others: Sequence[_Row], added: Sequence[Decimal]) -> bool:
    """Whether a row is the sum `added` of two other rows at least that give a figure."""
    if not _equal(row.figures, tuple(added)):  # first, for it is asked of every row of a sheet
        return False
    given = [other for other in others if any(other.figures)]
    below_zero = any(figure < 0 for other in given for figure in other.figures if figure)
    return len(given) > 1 and not below_zero


def _lacks(row: _Row, others: Sequence[_Row]) -> bool:
    """Whether a row lacks what each of the others has: a name, a date or a number."""
    if row.names_somebody:
        return False
    return any(not own and all(other.has[place] for other in others) for place, own in enumerate(row.has))


def _compared(rows: Sequence[_Row], titles: Sequence[str]) -> tuple[list[int], list[str]]:
    """The lines of the totals that agree, and what is said of the others.

    A total agrees where it is the sum of the rows from any total before it (or the top) down to it, or from it down to
    any total after it (or the foot), or of all.
    """
    totals = [row for row in rows if row.is_total][:MOST_TOTALS]
    data = [row for row in rows if not row.is_total]
    if not totals or not data:
        return [], []
    sums = [tuple(Decimal(0) for _title in titles)]
    for row in data:
        sums.append(tuple(one + (other or 0) for one, other in zip(sums[-1], row.figures, strict=True)))
    places = [bisect_left(data, total.line, key=lambda row: row.line) for total in totals]
    ends = sorted({0, len(data), *places})
    agreed, said = [], []
    before: list[Sums] = [sums[0]]  # what was carried forward into this sheet
    for total, place in zip(totals, places, strict=True):
        if not any(total.figures) or _is(PART, total):
            continue
        spans = [(end, place) for end in ends if end < place] + [(place, end) for end in ends if end > place]
        spans.append((0, len(data)))
        added = {_between(sums, *span) for span in spans}
        if any(_equal(total.figures, _plus(one, more)) for one in added for more in before):
            agreed.append(total.line)
        elif _is(CARRIED, total):
            before.append(tuple(figure or Decimal(0) for figure in total.figures))
        elif place:
            above = [_between(sums, end, place) for end in reversed(ends) if end < place]
            said += _disagreement(total, min(above, key=lambda added: _apart(total, added)), titles)
    more = (
        [_("and {count} more totals do not agree").format(count=len(said) - TOLD)] if len(said) > TOLD else []
    )
    return agreed, [*said[:TOLD], *more]


def _is(words: str, row: _Row) -> bool:
    return any(re.fullmatch(words, cell) for cell in row.words.split("|"))


def _plus(one: Sums, more: Sums) -> Sums:
    return tuple(a + b for a, b in zip(one, more, strict=True))


def _between(sums: Sequence[Sums], first: int, last: int) -> Sums:
    return tuple(b - a for a, b in zip(sums[first], sums[last], strict=True))


def _apart(total: _Row, added: Sums) -> tuple[int, Decimal]:
    """In how many figures a total is not the sum, and by how much; the nearest rows come first among equals."""
    gaps = [abs(own - its) for own, its in zip(total.figures, added, strict=True) if own is not None]
    return sum(gap > NEAR for gap in gaps), sum(gaps, Decimal(0))


def _disagreement(total: _Row, added: Sums, titles: Sequence[str]) -> list[str]:
    for title, own, its in zip(titles, total.figures, added, strict=True):
        if own is not None and abs(own - its) > NEAR:
            return [
                _(
                    "line {line}: the total row gives {printed} for “{column}”, the rows above it add up to {added}: rows "
                    "may be missing, or it goes back further than this file"
                ).format(
                    line=total.line,
                    printed=f"{own.normalize():f}",
                    column=title,
                    added=f"{its.normalize():f}",
                )
            ]
    return []
