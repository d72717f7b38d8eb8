"""Sentences from numbers in the words of official papers: figures, ranks, gaps. No adjective the numbers do not carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure.compare import Due
from tuanqing.measure.report import Completeness
from tuanqing.show import words
from tuanqing.show.document.figures import Pen
from tuanqing.show.document.model import Runs, fill, joined

Row = Mapping[str, Any]
NAMED = 10  # areas named in one sentence; the rest are counted
TOP = 3  # places of a ranking
LEAST = 6  # areas a ranking needs


def figures(
    pen: Pen, indicators: Sequence[Indicator], rows: Mapping[str, Row], sums: Mapping[str, Row], day: date
) -> list[Runs]:
    """What stands at the period's end, then what came in during it, then what was not reported: a paragraph each."""
    known = [i for i in indicators if rows[i.name]["value"] is not None]
    stocks = [i for i in known if i.over_time["numerator"] == "last"]
    flows = [i for i in known if i not in stocks]
    found: list[Runs] = []
    if stocks:
        said = joined((_figure(pen, i, rows[i.name], None) for i in stocks), _("; "))
        found.append(fill(_("By {day}, {figures}."), day=words.day(day), figures=said))
    if flows:
        said = joined((_figure(pen, i, rows[i.name], sums.get(i.name)) for i in flows), _("; "))
        found.append(fill(_("In {period}, {figures}."), period=pen.period.words, figures=said))
    if silent := [i.title for i in indicators if i not in known]:
        found.append(
            (_("Nothing was reported in this period for: {names}.").format(names=_("、").join(silent)),)
        )
    return found


def _figure(pen: Pen, indicator: Indicator, row: Row, summed: Row | None) -> Runs:
    """One figure with its changes: 青年之家乡镇覆盖率100.0%（22/22），比上年提高27.3个百分点."""
    runs = fill("{title}{figure}", title=indicator.title, figure=pen.whole(indicator, row))
    for side in ("previous",) if pen.period.grain == "year" else ("previous", "year"):
        runs = (*runs, *pen.clause(indicator, row, side))
    if summed is None:
        return runs
    told = pen.whole(indicator, {**row, **{f"sum_{k}": v for k, v in summed.items()}}, "sum_value")
    return fill(_("{figure}, since January {sum}"), figure=runs, sum=told)


def ranking(pen: Pen, indicator: Indicator, level: str, rows: Sequence[Row], area: str) -> list[Runs]:
    """Who meets the target and who does not; or who leads and who comes last; and who has not reported."""
    known = [row for row in rows if row["value"] is not None]
    silent = [row["area_name"] for row in rows if row["value"] is None]
    if not known or len(rows) < 2:
        return []
    if known[0]["status"] != "no_target":
        found = _against_target(pen, indicator, level, known, area)
    else:
        found = _order(pen, indicator, level, known, area)
    if not found:
        return []
    if silent:
        found = fill(_("{found} Not reported: {names}."), found=found, names=names_of(silent, level))
    return [fill(_("{title}: {found}"), title=indicator.title, found=found)]


def _against_target(pen: Pen, indicator: Indicator, level: str, known: Sequence[Row], area: str) -> Runs:
    below = [row for row in known if row["status"] != "met"]
    every = pen.areas(indicator.name, area, f"known {level}", level, len(known))
    if not below:
        return fill(_("all of {areas} meet the target."), areas=every)
    return fill(
        _("of {areas}, {met} meet the target, {short} do not: {names}."),
        areas=every,
        met=pen.count(indicator.name, area, f"met {level}", len(known) - len(below)),
        short=pen.count(indicator.name, area, f"missed {level}", len(below)),
        names=_named(pen, indicator, below),
    )


def _order(pen: Pen, indicator: Indicator, level: str, known: Sequence[Row], area: str) -> Runs:
    ranked = sorted((row for row in known if row["rank"] is not None), key=lambda row: row["rank"])
    if len(ranked) < LEAST or ranked[0]["value"] == ranked[-1]["value"]:
        return _unfinished(pen, indicator, level, known, area) if indicator.unit == "percent" else ()
    first = _top(ranked)
    leading = _named(pen, indicator, first)
    zeros = [row["area_name"] for row in ranked if row["value"] == 0]
    if zeros and indicator.better == "higher":
        none = pen.count(indicator.name, area, f"zero {level}", len(zeros))
        return fill(
            _("the first are {first}; {n} at zero: {names}."),
            first=leading,
            n=none,
            names=names_of(zeros, level),
        )
    last = [row for row in _bottom(ranked) if row not in first]
    if not last:
        return fill(_("the first are {first}."), first=leading)
    trailing = _named(pen, indicator, last)
    return fill(_("the first are {first}; the last are {last}."), first=leading, last=trailing)


def _top(ranked: Sequence[Row]) -> list[Row]:
    """The rows of the first places; fewer places where ties would name too many."""
    for place in range(TOP, 1, -1):
        found = [row for row in ranked if row["rank"] <= place]
        if len(found) <= 2 * TOP:
            return found
    return [row for row in ranked if row["rank"] == 1]


def _bottom(ranked: Sequence[Row]) -> list[Row]:
    """The rows of the last places, the very last first; fewer places where ties would name too many."""
    for place in range(TOP, 1, -1):
        found = [row for row in ranked if row["rank"] >= ranked[-place]["rank"]]
        if len(found) <= 2 * TOP:
            return found[::-1]
    found = [row for row in ranked if row["rank"] == ranked[-1]["rank"]]
    return found[::-1] if len(found) <= 2 * TOP else []  # when most are last, nobody is


def _unfinished(pen: Pen, indicator: Indicator, level: str, known: Sequence[Row], area: str) -> Runs:
    """Shares on small bases are not ranked: who has not all of it."""
    short = [row for row in known if row["numerator"] < row["denominator"]]
    every = pen.areas(indicator.name, area, f"known {level}", level, len(known))
    if not short:
        return fill(_("all of {areas} are complete."), areas=every)
    return fill(
        _("of {areas}, {short} are not complete: {names}."),
        areas=every,
        short=pen.count(indicator.name, area, f"short {level}", len(short)),
        names=_named(pen, indicator, short),
    )


def _named(pen: Pen, indicator: Indicator, rows: Sequence[Row]) -> Runs:
    """Areas with their figures, the first ten: 岗王镇（0/1）、北山乡（0/1）等."""
    named = joined((_one(pen, indicator, row) for row in rows[:NAMED]), _("、"))
    return named if len(rows) <= NAMED else fill(_("{names} and others"), names=named)


def _one(pen: Pen, indicator: Indicator, row: Row) -> Runs:
    """岗王镇（0/1）, 岗王镇（35人次）, 吉州区（9/12，75.0%）."""
    shown: Runs = (pen.bare(indicator, row), _unit(pen, indicator, row))
    if indicator.unit == "percent" and not words.is_small(indicator, row):
        shown = fill(_("{parts}, {share}"), parts=pen.parts(indicator, row), share=shown)
    return fill(_("{name} ({figure})"), name=row["area_name"], figure=shown)


def names_of(names: Sequence[str], level: str) -> str:
    """A few names; of many the first and how many they are: 岗王镇、北山乡等12个乡镇."""
    listed = _("、").join(names[:NAMED])
    if len(names) <= NAMED:
        return listed
    return _("{names} and so on, {areas} in all").format(names=listed, areas=words.counted(level, len(names)))


def targets(pen: Pen, judged: Sequence[Indicator], rows: Mapping[str, Row], area: str) -> Runs:
    """All targets in one sentence: how many are met, and the figures of the others."""
    below = [i for i in judged if rows[i.name]["status"] != "met"]
    every = pen.count(judged[0].name, area, "judged", len(judged))
    if not below:
        return fill(_("All {n} indicators with a target meet it."), n=every)
    named = joined(
        (
            fill(
                _("{name} ({figure})"),
                name=i.title,
                figure=(pen.bare(i, rows[i.name]), _unit(pen, i, rows[i.name])),
            )
            for i in below[:NAMED]
        ),
        _("、"),
    )
    return fill(
        _("Of {n} indicators with a target, {met} meet it and {short} do not: {names}."),
        n=every,
        met=pen.count(judged[0].name, area, "judged_met", len(judged) - len(below)),
        short=pen.count(judged[0].name, area, "judged_missed", len(below)),
        names=named if len(below) <= NAMED else fill(_("{names} and others"), names=named),
    )


def _unit(pen: Pen, indicator: Indicator, row: Row) -> str:
    """The unit after a bare figure; none after 3/8."""
    return "" if words.is_small(indicator, row) else pen.unit(indicator)


def missed(pen: Pen, indicator: Indicator, row: Row, gaps: Sequence[Row]) -> Runs:
    """A target missed here: figure, target, how far off, who is missing."""
    off: Runs = ()
    if not words.is_small(indicator, row):
        off = fill(_(", by {size}"), size=pen.short(indicator, row))
    who: Runs = ()
    if gaps:
        listed = _("、").join([_unit_name(gap) for gap in gaps[:NAMED]])
        n = pen.count(indicator.name, row["area_code"], "gaps", len(gaps))
        names = _("{names} and others").format(names=listed) if len(gaps) > NAMED else listed
        who = fill(_("; missing {n}: {names}"), n=n, names=names)
    form = (
        _("{title}{figure}, below the target of {target}{off}{who}.")
        if indicator.better == "higher"
        else _("{title}{figure}, above the target of {target}{off}{who}.")
    )
    figure, target = pen.whole(indicator, row), (pen.target(indicator, row), pen.unit(indicator))
    return fill(form, title=indicator.title, figure=figure, target=target, off=off, who=who)


def _unit_name(gap: Row) -> str:
    unit = str(gap["unit"] or "")
    return unit if gap["area_name"] in unit else gap["area_name"]


def finding(pen: Pen, line: Due, title: str, area: str) -> Runs:
    """What a check found: 空心团支部：12件，涉及岗王镇、北山乡等5个单位."""
    names = _("、").join(name for _code, name in line.areas)
    if line.more:
        names = _("{names} and {more} more").format(names=names, more=line.more)
    found = pen.count(line.name, area, "found", line.count)
    return fill(_("{title}: {found} items, at {names}."), title=title, found=found, names=names)


def cover(
    pen: Pen, done: Completeness, place: str, titles: Mapping[str, str], bounds: Iterable[Indicator]
) -> list[str]:
    """What the data are, and everything that is missing for the period."""
    day = words.day(done.as_of) if done.as_of else words.none()
    said = [_("Data up to {day}, version {version}.").format(day=day, version=pen.version)]
    if not done.reaches(pen.period):
        said.append(
            _(
                "The data do not reach the end of {period}: sums cover part of it and are compared with nothing."
            ).format(period=pen.period.words)
        )
    if done.expected:
        said.append(
            _("{done} of {all} townships have reported.").format(done=done.townships, all=done.expected)
        )
    if done.uncovered:
        names = names_of(done.uncovered, "township")
        said.append(_("Townships that have not reported: {names}.").format(names=names))
    for entry in done.missing:
        if entry.none:
            missing = titles[entry.dataset]
            if entry.none != (place,):
                missing = _("{name} ({figure})").format(name=missing, figure=_("、").join(entry.none))
            latest = words.day(entry.latest) if entry.latest else words.none()
            said.append(
                _("Not reported for this period: {dataset}; latest data: {day}.").format(
                    dataset=missing, day=latest
                )
            )
        said += _months(entry.months, titles[entry.dataset], place)
    if lower := [i.title for i in bounds]:
        said.append(
            _("Lower bounds, given with 余 or 多 by the source: {names}.").format(names=_("、").join(lower))
        )
    return said


def _months(months: Sequence[tuple[str, tuple[date, ...]]], title: str, place: str) -> list[str]:
    """Months without a row, counties with the same gaps together."""
    grouped: dict[tuple[date, ...], list[str]] = {}
    for county, gaps in months:
        grouped.setdefault(gaps, []).append(county)
    said = []
    for gaps, counties in grouped.items():
        listed = _("、").join(_("M{n}").format(n=gap.month) for gap in gaps)
        names = "" if counties == [place] else names_of(counties, "county")
        form = (
            _("{dataset}: no rows from {names} in {months}.")
            if names
            else _("{dataset}: no rows in {months}.")
        )
        said.append(form.format(dataset=title, names=names, months=listed))
    return said
