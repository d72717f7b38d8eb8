"""What a batch speaks for: which areas, which months, which columns.

A list speaks for the areas it was said to cover, else for the area it is called after, else for the townships that
occur in it. Events speak for the whole county they are of, and for the months that were said or that the sheet names,
else for those its rows span. What speaks for an area reports it, with or without rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period, containing
from tuanqing.store.batch.opening import Opened
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.holding import Held
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.hold.scope import Whereabouts, cover_units
from tuanqing.store.recognise.data_date import Named, named_months
from tuanqing.store.warehouse.register import Register
from tuanqing.store.warehouse.schema import LINES
from tuanqing.store.warehouse.sql import quoted

APART = 12  # months without a row between two rows: what spans more does not speak for what lies between
NEAR = 3  # months without a row at the ends of a year that a sheet is called after, and still speaks for

Months = tuple[date, date]  # the first and the last, by their first days


@dataclass(frozen=True)
class Speaks:
    """The areas, months and columns of the contract that a batch speaks for."""

    areas: tuple[str, ...]  # a county's code stands for everything below it, a township's for itself
    months: tuple[Months, ...]
    columns: tuple[str, ...]
    told: bool = (
        False  # areas and months are known without any row: a header alone reports that there was nothing
    )
    occurring: tuple[str, ...] = ()  # the townships (else counties) that have rows
    asks: bool = False  # the areas are known by the sheet's name alone
    warnings: tuple[str, ...] = ()

    def units(self, bench: Bench, register: Register, dataset: str) -> list[str]:
        """The units a list of these areas is kept by. A list that is only called after a prefecture does not speak
        for the units that give their own: of those that do not occur in it, for such as its lists held before."""
        units = cover_units(register, self.areas)
        if not self.asks or all(register.areas[area].level == "county" for area in self.areas):
            return units
        before = bench.con.execute(
            "SELECT DISTINCT cover FROM store.list JOIN store.batch USING (batch, dataset) "
            "WHERE dataset = $dataset AND list_contains($areas, scope)",
            {"dataset": dataset, "areas": list(self.areas)},
        ).fetchall()
        return [unit for unit in units if (unit,) in before]

    def alone(self, register: Register) -> tuple[str, ...]:
        """The schools and villages among the areas: of their township the batch speaks for nothing else."""
        levels = ("village", "school", "enterprise")
        return tuple(code for code in self.areas if register.areas[code].level in levels)


def of_list(
    bench: Bench, register: Register, opened: Opened, loaded: Loaded, where: Whereabouts, held: Held, as_of: date,
    *, partial: bool, dated: bool,
) -> Speaks:  # fmt: skip
    """What a registry's sheet speaks for; `dated`: the sheet or somebody says what day it is of.

    Raises Refused where a row lies outside what was said to be covered, and for months, which a list has not.
    """
    if opened.wish.months:
        raise Refused(
            _("{file}: a list is of one day, not of months. Say which (--as-of).").format(
                file=opened.sheet.file
            )
        )
    occurring = _occurring(bench, register, f"SELECT DISTINCT _cover FROM {held.rows} WHERE _ok")
    said = _said(bench, register, opened, held)
    areas = said or (occurring if partial else _agreeing(register, where.named, occurring) or occurring)
    month = as_of.replace(day=1)
    return Speaks(
        areas,
        ((month, month),),
        _columns(loaded, held),
        told=dated and bool(said or where.named),
        occurring=occurring,
        asks=not said and not partial and areas != occurring,
    )


def of_events(
    bench: Bench, register: Register, opened: Opened, loaded: Loaded, where: Whereabouts, held: Held
) -> Speaks:
    """What a sheet of events speaks for. Raises Refused where a row lies outside the areas or months that were said."""
    recognition = loaded.recognition
    date_column = quoted(recognition.contract.date or "")
    cells = bench.table(  # the rows are looked at once: there may be millions
        "spoken",
        f"SELECT _cover, date_trunc('month', {date_column})::DATE AS month, min(line % {LINES}) AS line "
        f"FROM {held.rows} WHERE _ok GROUP BY ALL",
    )
    occurring = _occurring(bench, register, f"SELECT DISTINCT _cover FROM {cells}")
    areas = (
        _said(bench, register, opened, held)
        or ((where.place,) if where.place else ())
        or _agreeing(register, where.named, occurring)
        or (occurring if where.named else ())
        or ((where.area,) if where.area else occurring)
    )
    lines = dict(
        bench.con.execute(
            f"SELECT month, min(line) FROM {cells} WHERE month IS NOT NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )
    named = named_months(recognition.titles, opened.sheet.name, opened.sheet.file)
    warnings: list[str] = []
    if opened.wish.months:
        _refuse_outside(opened, lines)
        months: tuple[Months, ...] = (opened.wish.months,)
    elif named and (stretch := _reported(named, list(lines))):
        months = (stretch,)
        warnings = _about(named, stretch, list(lines), held)
    else:
        months = _spans(list(lines))
        if len(months) > 1:
            sentence = _(
                "the rows lie far apart: the file was taken to speak for {months}, not for what lies between "
                "(--months says for which)"
            )
            warnings.append(sentence.format(months=_("、").join(map(in_words, months))))
    known = opened.wish.months or named
    return Speaks(
        areas,
        months,
        _columns(loaded, held),
        told=bool(known and (opened.wish.covers or where.named)),
        occurring=occurring,
        warnings=tuple(warnings),
    )


def record(con: duckdb.DuckDBPyConnection, batch: int, dataset: str, speaks: Speaks) -> None:
    """Write down what a batch speaks for."""
    for area in speaks.areas:
        for first, last in speaks.months:
            con.execute(
                "INSERT INTO store.coverage VALUES (?, ?, ?, ?, ?, ?, false)",
                [batch, dataset, area, first, last, list(speaks.columns)],
            )


def in_words(months: Months) -> str:
    """Months as a person writes them: 2023年第二季度, 2023年1月—2023年5月."""
    first, last = months
    for grain in ("month", "quarter", "half", "year"):
        period = containing(first, grain)
        if (period.first, period.last.replace(day=1)) == months:
            return period.words
    return _("{first}—{last}").format(first=Period(first).words, last=Period(last).words)


def _occurring(bench: Bench, register: Register, covers: str) -> tuple[str, ...]:
    """The townships among `covers` (a relation of `_cover`); where there are none, the counties."""
    found = [
        code
        for (code,) in bench.con.execute(
            f"SELECT _cover FROM ({covers}) WHERE _cover IS NOT NULL ORDER BY 1"
        ).fetchall()
    ]
    townships = [code for code in found if register.areas[code].level == "township"]
    return tuple(townships or found)


def _said(bench: Bench, register: Register, opened: Opened, held: Held) -> tuple[str, ...]:
    """The areas that somebody has said the file speaks for: those covered, or a township or school it is of.

    Raises Refused where a row lies elsewhere. Rows of the county itself lie in every township's.
    """
    wish = opened.wish
    fine = wish.area and register.areas[wish.area].level not in ("province", "prefecture", "county")
    areas = wish.covers or ((wish.area,) if wish.area and fine else ())
    cover_units(register, areas)  # raises for one that is not known
    if not areas:
        return ()
    found = bench.con.execute(
        f"SELECT area_code, min(line % {LINES}) AS line FROM {held.rows} WHERE _ok GROUP BY 1 ORDER BY line"
    ).fetchall()
    for code, line in found:
        above = {area.code for area in register.path(code)}
        if register.areas[code].level not in ("province", "prefecture", "county") and not above & set(areas):
            raise Refused(
                _(
                    "{file}: line {line} is of {place}, which is not among what the file was said to speak for "
                    "({areas}). Say that it speaks for {place} too (--covers {code}), or take the row out."
                ).format(
                    file=opened.sheet.file,
                    line=line,
                    place=register.areas[code].name,
                    areas=_("、").join(register.areas[area].name for area in areas),
                    code=code,
                )
            )
    return areas


def _agreeing(register: Register, named: Sequence[str], occurring: Sequence[str]) -> tuple[str, ...]:
    """The areas a sheet is called after, where all its rows lie in them."""
    units = set(cover_units(register, named))
    return tuple(named) if set(occurring) <= units else ()


def _refuse_outside(opened: Opened, lines: dict[date, int]) -> None:
    first, last = opened.wish.months or (date.min, date.max)
    for month, line in sorted(lines.items(), key=lambda entry: entry[1]):
        if not first <= month <= last:
            raise Refused(
                _(
                    "{file}: line {line} is of {month}, outside {months}, for which the file was said to speak. Widen "
                    "the months (--months), or take the row out."
                ).format(
                    file=opened.sheet.file,
                    line=line,
                    month=Period(month).words,
                    months=in_words((first, last)),
                )
            )


def _reported(named: Named, months: Sequence[date]) -> Months | None:
    """The months of a named stretch that the rows can be taken to report: those that have ended, and up to the last
    row; of years named, those from the first row to the last, and up to a quarter before and after."""
    this_month = containing(date.today())
    last = min(named.last, max([this_month.shift(-1).first, *(m for m in months if m <= this_month.first)]))
    first = named.first
    inside = [month for month in months if named.first <= month <= last]
    if inside and not named.exact:
        if Period(first).shift(NEAR).first <= min(inside):
            first = min(inside)
        if Period(max(inside)).shift(NEAR).first <= last:
            last = max(inside)
    return (first, last) if first <= last else None


def _about(named: Named, stretch: Months, months: Sequence[date], held: Held) -> list[str]:
    """What is said where the rows do not fill the months the sheet is called after, or lie outside of them."""
    said = []
    called = (named.first, named.last)
    if stretch != called and not named.exact:
        sentence = _(
            "the sheet is called after {named}, its rows lie in {rows}: it was taken to speak for {months} "
            "(--months says for which)"
        )
        rows = in_words((min(months), max(months))) if months else _("no month")
        said.append(sentence.format(named=in_words(called), rows=rows, months=in_words(stretch)))
    outside = [month for month in months if not named.first <= month <= named.last]
    if outside and not held.by_line:  # a roster of one year's members has the steps of years before
        sentence = _(
            "rows of {outside} lie outside {named}, which the sheet is called after: they count, but it was not taken to "
            "speak for those months (--months says for which)"
        )
        shown = _("、").join(f"{month:%Y-%m}" for month in outside[:6])
        said.append(sentence.format(outside=shown, named=in_words(called)))
    return said


def _spans(months: Sequence[date]) -> tuple[Months, ...]:
    """The stretches of months that rows span."""
    found: list[Months] = []
    for month in sorted(months):
        if found and Period(found[-1][1]).shift(APART).first >= month:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return tuple(found)


def _columns(loaded: Loaded, held: Held) -> tuple[str, ...]:
    """The contract's columns that the rows have, from the sheet or by default."""
    columns = loaded.recognition.contract.columns.values()
    return tuple(c.name for c in columns if c.name in held.read or c.default is not None)
