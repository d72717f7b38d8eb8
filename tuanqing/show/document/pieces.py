"""The tables and charts of a report, each from the desk and some indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Listing, Query
from tuanqing.define.template import Clip
from tuanqing.measure import comparison, lists, places
from tuanqing.measure import overwritten as overwritten_of
from tuanqing.measure.corrected import behind
from tuanqing.measure.figure import Amount, carried, is_stock, observations, series
from tuanqing.measure.figure import Figure as Row
from tuanqing.show import corrections, words
from tuanqing.show import overwritten as overwritten_words
from tuanqing.show.document import sentences
from tuanqing.show.document.figures import DASH, Pen, counted, months, partly, scaled
from tuanqing.show.document.figures import level as level_word
from tuanqing.show.document.model import Chart, Figure, Run, Source, Table, chinese, text_of
from tuanqing.show.document.report_data import ReportData

STEPS = {"month": 12, "quarter": 8, "half": 6, "year": 5}  # periods in a trend
COLUMNS = 5  # indicators in one table of areas, at most
MOST = 300  # rows of a list
BARS = 24  # bars in one chart


def _sides(period: Period) -> tuple[str, ...]:
    """What a figure is compared with: of a year the period before is the same period last year."""
    return ("year",) if period.grain == "year" else ("previous", "year")


def _heads(period: Period) -> tuple[list[str], list[str]]:
    """Column heads of figures and of changes; a year has one comparison only."""
    if period.grain == "year":
        return [_("This year"), _("Reported/owed"), _("Last year")], [_("Year on year")]
    return (
        [_("This period"), _("Reported/owed"), _("Period before"), _("Same period last year")],
        [_("On the period before"), _("Year on year")],
    )


def _cells(desk: ReportData, indicator: Indicator) -> list[Run]:
    pen, row = desk.pen, desk.rows[indicator.name]
    sides = _sides(desk.period)
    return [
        pen.cell(indicator, row),
        pen.reporters(indicator, row),
        *(pen.cell(indicator, row, f"{side}_value") for side in sides),
        *(pen.change(indicator, row, side) for side in sides),
    ]


def table(desk: ReportData, indicators: Sequence[Indicator]) -> Table:
    """指标 × 本期, 已报/应报, 上期, 同期, 环比, 同比."""
    values, changes = _heads(desk.period)
    rows = tuple((i.title, desk.pen.unit(i), *_cells(desk, i)) for i in indicators)
    head = (_("Indicator"), _("Unit"), *values, *changes)
    widths = (26, 10, *[16] * len(values), *[28] * len(changes))  # +27.3个百分点 on one line
    said = (*notes(rows), *remarks(desk, indicators))
    if (
        desk.template.kind == "brief"
    ):  # one page: its sentences say who contributed, and there is no room for a line each
        said = ("".join(said),) if said else ()
    else:
        said = (
            *said,
            *_partial(desk, indicators, ("", *_sides(desk.period))),
            *verified(desk, indicators),
            *corrected(desk, indicators),
        )
    return Table(_("Main figures"), head, rows, notes=said, widths=widths)


def notes(rows: Sequence[Sequence[Run]]) -> tuple[str, ...]:
    """What the signs in a table mean, of those there are."""
    figures = [cell for row in rows for cell in row if isinstance(cell, Figure)]
    texts = [figure.text for figure in figures if figure.source.part != "reporters"]
    said = []
    if len(texts) < len(figures):
        said.append(_("Of the units that owe it how many have reported the whole; up to which month, where the period has not ended."))  # fmt: skip
    if any("/" in text.partition("(")[0] for text in texts):
        said.append(_("Below a base of 10 the counts are given instead of a percentage."))
    if any(text.startswith("≥") for text in texts):
        said.append(_("≥ marks a lower bound."))
    if any("(" in text for text in texts):
        said.append(_("In brackets: how many of those who owe it have reported the whole. Such a figure is a partial total; it is not ranked, not held to a target, and compared only with one of the same units."))  # fmt: skip
    if any(cell == DASH for row in rows for cell in row):
        said.append(_("— stands where nothing was reported, there is nothing of the kind, or no comparison can be made."))  # fmt: skip
    return tuple(said)


def verified(desk: ReportData, indicators: Sequence[Indicator]) -> list[str]:
    """Where the figures would be others without the rows a check doubts: as claimed, verified, and by which checks."""
    said = []
    for i in indicators:
        row = desk.rows[i.name]
        if row.verified is None:
            continue
        named = [
            _("{n} rows by “{check}”").format(n=n, check=desk.library.checks[name].title)
            for name, n in desk.doubted[i.name].items()
            if name in desk.library.checks
        ]
        form = _("{name}: {claimed} as claimed, {verified}; set apart: {rows}.")
        said.append(
            form.format(
                name=i.title,
                claimed=words.full(i, row),
                verified=words.apart(i, row),
                rows=_("、").join(named),
            )
        )
    return said


def _partial(desk: ReportData, indicators: Sequence[Indicator], sides: Sequence[str]) -> list[str]:
    """Who contributed to the partial totals of a table, in words: a number format says it to the eye alone."""
    forms = {
        "": _("Partial totals: {names}."),
        "previous": _("Partial totals of the period before: {names}."),
        "year": _("Partial totals of last year: {names}."),
    }
    said = []
    for side in sides:
        named: dict[str, list[str]] = {}
        for i in indicators:
            row = desk.rows[i.name]
            told = row.against(side) if side else None
            own = (told.was if told else None) if side else row
            if own is not None and own.is_partial:
                share = _(", ").join(part for part in (words.share(own, counted), words.thin(own)) if part)
                named.setdefault(share, []).append(i.title)
        names = [
            _("{name} ({figure})").format(name=_("、").join(titles), figure=share)
            for share, titles in named.items()
        ]
        if names:
            said.append(forms[side].format(names=_("; ").join(names)))
    return said


def corrected(desk: ReportData, indicators: Sequence[Indicator]) -> list[str]:
    """Which corrections touch the figures of these indicators, and those they are compared with."""
    named: dict[str, list[str]] = {}
    for i in indicators:
        row = desk.rows[i.name]
        was = [told.was for side in _sides(desk.period) if (told := row.against(side)) and told.kind]
        for said in corrections.of_rows([row, *was]):
            named.setdefault(said, []).append(i.title)
    return [
        _("{sentence}. It touches {names}.").format(sentence=said, names=sentences.names_of(titles))
        for said, titles in named.items()
    ]


def overwritten(desk: ReportData, indicators: Sequence[Indicator]) -> list[str]:
    """Which targets of these indicators, and which rules, were others when the period was reported first."""
    names = {i.name for i in indicators}
    found = [
        each
        for each in overwritten_of.read(desk.snapshot)
        if each.first <= desk.period.last and each.last >= desk.period.first
        if each.kind == "rules" or each.name in names
    ]
    return [
        _("{sentence}.").format(sentence=overwritten_words.sentence(each, desk.library)) for each in found
    ]


def remarks(desk: ReportData, indicators: Sequence[Indicator]) -> list[str]:
    """Of which lists the figures are where those are not of the period's end, and why changes are not known."""
    rows = [(i, desk.rows[i.name]) for i in indicators]
    listed: dict[tuple[str, date], list[str]] = {}
    reasons: dict[str, list[str]] = {}
    for i, row in rows:
        if row.heard.lists and row.heard.listed and row.heard.listed != desk.period.last:
            listed.setdefault(("", row.heard.listed), []).append(i.title)
    for side in _sides(desk.period):
        for i, row in rows:
            told = row.against(side)
            if told is None or row.value is None:
                continue
            was = told.was
            compared = told.kind or told.reason == "twice"
            if compared and told.by_list and was.heard.listed and was.heard.listed != was.period.last:
                listed.setdefault((side, was.heard.listed), []).append(i.title)
            if not told.kind and told.reason != "nothing":
                reasons.setdefault(told.reason, []).append(i.title)
            elif told.kind and told.size is None:
                reasons.setdefault("parts", []).append(i.title)
    forms = {
        "": _("From the list of {day}: {names}."),
        "previous": _("The period before is the list of {day}: {names}."),
        "year": _("Last year is the list of {day}: {names}."),
    }
    said = [
        forms[side].format(day=words.day(day), names=sentences.names_of(titles))
        for (side, day), titles in sorted(listed.items(), key=lambda item: item[0])
    ]
    for reason, titles in reasons.items():
        names = sentences.names_of(list(dict.fromkeys(titles)))
        said.append(_("Not compared ({reason}): {names}.").format(reason=reason_of(reason), names=names))
    return said


def reason_of(reason: str) -> str:
    """Why no change is given, in a few words."""
    return {
        "bound": _("a lower bound"),
        "units": _("others have reported"),
        "same_list": _("the same list"),
        "unfinished": _("a period that has not ended"),
        "twice": _("the same list as last year, compared once"),
        "parts": _("a base below 10"),
    }[reason]


def areas(
    desk: ReportData,
    level: str,
    indicators: Sequence[Indicator],
    rows: Mapping[str, Sequence[Row]],
    number: int,
) -> Table:
    """The areas below × indicators, then the whole and who has reported it; `number` 0 when it is the only such table."""
    lines: list[tuple[Run, ...]] = []
    first = rows[indicators[0].name]
    several = len({name for name in (row.area_name for row in first)}) < len(first)
    above = {
        code: up or "" for code, _name, _level, up in places.everything_below(desk.snapshot, desk.place.code)
    }
    deep = several or level != next(iter(desk.levels), level)
    for n, row in enumerate(first):
        name = f"{above[row.area_code]} {row.area_name}" if deep else row.area_name
        lines.append((name, *(_marked(desk.pen.cell(i, rows[i.name][n])) for i in indicators)))
    lines.append((desk.place.name, *(_marked(desk.pen.cell(i, desk.rows[i.name])) for i in indicators)))
    lines.append((_("Reported/owed"), *(desk.pen.reporters(i, desk.rows[i.name]) for i in indicators)))
    said = [*notes(lines), *_partial(desk, indicators, ("",)), *_ended(desk, indicators)]
    said += corrected(desk, indicators)
    if any(comparison.remainder(desk.snapshot, i, desk.place.code, level, desk.period) for i in indicators):
        said.append(
            _("{place} also has what belongs to none of the areas listed.").format(place=desk.place.name)
        )
    head = (level_word(level), *(_with_unit(desk.pen, i) for i in indicators))
    title = _("Main figures by {level} ({n})") if number else _("Main figures by {level}")
    return Table(
        title.format(level=level_word(level), n=chinese(number)),
        head,
        tuple(lines),
        notes=tuple(said),
    )


def _ended(desk: ReportData, indicators: Sequence[Indicator]) -> list[str]:
    """Of a period that has not ended the months the figures are of."""
    found: dict[str, list[str]] = {}
    for i in indicators:
        row = desk.rows[i.name]
        if row.until is not None and not is_stock(i):
            found.setdefault(words.period(i, row), []).append(i.title)
    return [
        _("Of {period}: {names}.").format(period=period, names=_("、").join(titles))
        for period, titles in found.items()
    ]


def _marked(cell: Run) -> Run:
    """A missed target gets its mark, so that it is not told by colour alone."""
    if isinstance(cell, Figure) and cell.status == "missed":
        return replace(cell, text=f"{cell.text} ▼")
    return cell


def _with_unit(pen: Pen, indicator: Indicator) -> str:
    unit = pen.unit(indicator)
    return _("{name} ({figure})").format(name=indicator.title, figure=unit) if unit else indicator.title


def bars(desk: ReportData, level: str, indicator: Indicator, rows: Sequence[Row]) -> Chart | None:
    """The areas below by value, the best first, those without a figure last; in their own order where some
    are partial totals, for those are not ranked.
    """
    if not 1 < len(rows) <= BARS:
        return None
    known = [row for row in rows if row.value is not None]
    if len({row.value for row in known}) < 3:
        return None  # bars that are all alike tell nothing
    if not any(row.is_partial or row.lower_bound for row in known):
        known.sort(key=lambda row: row.value or 0, reverse=indicator.better != "lower")
    silent = [row for row in rows if row.value is None]
    named = _("{title} by {level}").format(title=_with_unit(desk.pen, indicator), level=level_word(level))
    return Chart(
        _title(desk, indicator, named),
        "bars",
        _with_unit(desk.pen, indicator),
        tuple(_in_part(row.area_name, row) for row in (*known, *silent)),
        tuple(_point(desk.pen, indicator, row, row.area_code) for row in (*known, *silent)),
        _("No data: {names}").format(names=_("、").join(row.area_name for row in silent)) if silent else "",
    )


def _title(desk: ReportData, indicator: Indicator, title: str) -> str:
    """A chart's title: who has contributed to a partial total, and the months of a period that has not ended."""
    row = desk.rows[indicator.name]
    if row.until is not None and not is_stock(indicator):
        title = _("{name} ({figure})").format(name=title, figure=words.period(indicator, row))
    said = words.aside(row)
    return _("{name} ({figure})").format(name=title, figure=said) if said else title


def _point(pen: Pen, indicator: Indicator, row: Amount, area: str) -> Figure | None:
    if row.value is None:
        return None
    value, places = scaled(indicator, row.value)
    bound = "≥" if row.lower_bound else ""
    return Figure(
        bound + words.rounded(value, places).replace(",", ""),
        pen.source(indicator, area, "value"),
        value,
        places,
    )


def trend(desk: ReportData, indicator: Indicator) -> Chart | None:
    """The last periods up to this one, from the first with a figure; where a list is only carried on, no point."""
    last = desk.period
    steps = [last.shift(-n) for n in reversed(range(STEPS[last.grain]))]
    rows = series(desk.snapshot, [indicator], desk.place.code, steps)[indicator.name]
    start = next((n for n, row in enumerate(rows) if row.value is not None), len(rows))
    rows = rows[start:]
    if len(observations(rows, indicator)) < 3:
        return None
    points, old = [], carried(rows, indicator)
    for row, repeated in zip(rows, old, strict=True):
        pen = Pen(row.period, desk.version, desk.template.counters)
        points.append(None if repeated else _point(pen, indicator, row, desk.place.code))
    names = zip(_axis([row.period for row in rows]), rows, old, strict=True)
    return Chart(
        _("{title}, {first} to {last}").format(
            title=_with_unit(desk.pen, indicator), first=rows[0].period.words, last=last.words
        ),
        "line",
        _with_unit(desk.pen, indicator),
        tuple(_moment(indicator, name, row, repeated) for name, row, repeated in names),
        tuple(points),
        _("No point where the list is still the one before.") if any(old) else "",
    )


def _moment(indicator: Indicator, name: str, row: Amount, repeated: bool) -> str:
    """The name of a point in time: with the months of a period that has not ended, or who contributed to it."""
    if row.value is None or repeated:
        return name
    if row.until is not None and not is_stock(indicator):
        name = _("{name} ({figure})").format(name=name, figure=months(row.period.first, row.until))
    return _in_part(name, row)


def _in_part(name: str, row: Amount) -> str:
    """A name with who contributed to its partial total: 吉州区（部分）, 2021年（1/13）."""
    return _("{name} ({figure})").format(name=name, figure=partly(row)) if row.is_partial else name


def _axis(periods: Sequence[Period]) -> tuple[str, ...]:
    """Periods under a chart, the year only where it changes: 2023年11月, 12月, 2024年1月."""
    labels, before = [], ""
    for period in periods:
        year = period.within("year").words
        labels.append(period.words.removeprefix(year) if year == before else period.words)
        before = year
    return tuple(labels)


def annex(desk: ReportData, indicators: Sequence[Indicator]) -> Table:
    """附件: every indicator with a figure, who reported it, the comparisons, target, source and meaning."""
    pen, rows = desk.pen, []
    values, changes = _heads(desk.period)
    for indicator in indicators:
        row = desk.rows[indicator.name]
        rows.append(
            (
                indicator.title,
                pen.unit(indicator),
                *_cells(desk, indicator),
                pen.target(indicator, row),
                pen.completion(indicator, row),
                indicator.source,
                meaning(indicator),
            )
        )
    head = (
        _("Indicator name"), _("Unit of measure"), *values, *changes, _("Target of the year"), _("Completion"),
        _("Source of data"), _("Definition"),
    )  # fmt: skip
    return Table(
        _("Table of indicators"),
        head,
        tuple(rows),
        notes=(
            *notes(rows),
            *_partial(desk, indicators, ("", *_sides(desk.period))),
            *remarks(desk, indicators),
            *corrected(desk, indicators),
        ),
        wide=True,
        widths=(18, 8, *[11] * len(values), *[16] * len(changes), 9, 11, 26, 39),
    )


def listing(desk: ReportData, query: Listing) -> Table | None:
    """The rows of a list here, codes in words; of a list with dates those of the period."""
    found = lists.listed(desk.snapshot, query, desk.place.code, MOST, desk.period.last)
    dated = next((name for name in query.columns if found.schema.get(name) == pl.Date), None)
    if dated:
        found = found.filter(pl.col(dated).is_between(desk.period.first, desk.period.last))
    if found.is_empty():
        return None
    spoken = {name: desk.words_of(query, name) for name in query.columns}
    rows = tuple(
        tuple(
            row["area_name"] if name == "area_code" else _said(row[name], spoken[name])
            for name in query.columns
        )
        for row in found.to_dicts()
    )
    return Table(
        query.title, tuple(query.columns.values()), rows, notes=bearing(desk, query), listing=query.name
    )


def bearing(desk: ReportData, query: Query) -> tuple[str, ...]:
    """Which corrections the rows of a list or of a check's findings bear, a sentence each."""
    found = behind(desk.snapshot, query, desk.contracts, desk.library, desk.place.code, desk.period.last)
    return tuple(corrections.sentence(each) for each in found)


def clip(desk: ReportData, given: Clip) -> Table:
    """A table of the screen; its numbers stay numbers, and say which version they were read from."""
    source = Source("", desk.place.code, str(desk.period), "screen", given.version)

    def run(cell: str | float) -> Run:
        if isinstance(cell, str):
            return cell
        places = 0 if cell == int(cell) else 1
        return Figure(words.plain(cell).replace(",", ""), source, Decimal(str(cell)), places)

    rows = tuple(tuple(run(cell) for cell in row) for row in given.rows)
    note = _("As on the screen, data version {version}.").format(version=given.version)
    return Table(given.title, given.head, rows, notes=(note,), widths=_shares(given.head, rows), by_hand=True)


def _shares(head: Sequence[str], rows: Sequence[Sequence[Run]]) -> tuple[int, ...]:
    """Widths of columns by their longest cells, none too narrow or too wide; heads may take three lines."""

    def signs(text: str) -> int:  # a Chinese one is two wide
        return sum(1 if sign.isascii() else 2 for sign in text)

    cells = [max((signs(text_of((row[n],))) for row in rows), default=0) for n in range(len(head))]
    return tuple(min(max(most, signs(text) // 3 + 1, 5), 32) for text, most in zip(head, cells, strict=True))


def _said(value: Any, spoken: Mapping[str, str]) -> str:
    """A cell of a list as it is read."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int | float | Decimal):
        return words.plain(value).replace(",", "")
    return "" if value is None else spoken.get(str(value), str(value))


def meaning(indicator: Indicator) -> str:
    """What is counted: numerator ÷ denominator in words."""
    return indicator.numerator + (f" ÷ {indicator.denominator}" if indicator.denominator else "")


def note(indicator: Indicator) -> str:
    """Where an indicator comes from and what it counts, in a line."""
    return _("{title}. Source: {source}. Definition: {meaning}.").format(
        title=indicator.title, source=indicator.source, meaning=meaning(indicator)
    )
