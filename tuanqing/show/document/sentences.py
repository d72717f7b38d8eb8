"""Sentences from numbers in the words of official papers: figures, ranks, gaps. No adjective the numbers do not carry."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure.figure import JUDGED, Sum
from tuanqing.measure.findings import Due
from tuanqing.show import words
from tuanqing.show.document.figures import Pen
from tuanqing.show.document.model import Runs, fill, joined

Row = Any  # measure.figure.Figure
NAMED = 10  # areas named in one sentence; the rest are counted
TOP = 3  # places of a ranking
LEAST = 6  # areas a ranking needs


def figures(
    pen: Pen, indicators: Sequence[Indicator], rows: Mapping[str, Row], sums: Mapping[str, Sum], day: date
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


def _figure(pen: Pen, indicator: Indicator, row: Row, summed: Sum | None) -> Runs:
    """One figure with its changes: 青年之家乡镇覆盖率100.0%（22/22），比上年提高27.3个百分点."""
    runs = fill("{title}{figure}", title=indicator.title, figure=pen.whole(indicator, row))
    for side in ("previous",) if pen.period.grain == "year" else ("previous", "year"):
        runs = (*runs, *pen.clause(indicator, row, side))
    if summed is None or summed.amount.value == row.value:
        return runs
    told = pen.whole(indicator, row, "sum_value", summed.amount)
    if summed.missing:
        return fill(_("{figure}, since January {sum} (some months without data)"), figure=runs, sum=told)
    return fill(_("{figure}, since January {sum}"), figure=runs, sum=told)


def ranking(
    pen: Pen,
    indicator: Indicator,
    level: str,
    rows: Sequence[Row],
    area: str,
    *,
    short: bool = False,
    gaps_elsewhere: bool = False,
) -> list[Runs]:
    """Who meets the target and who does not; or who leads and who comes last; and of whom nothing is known.

    `short` counts without naming, where one page has no room; `gaps_elsewhere` where another chapter names the gaps.
    """
    known = [row for row in rows if row["value"] is not None]
    silent = [row["area_name"] for row in rows if row["value"] is None]
    if len(known) < 2 or 2 * len(known) < len(rows):
        return []  # few say nothing of the rest, and one is not ranked
    if all(row.status in JUDGED for row in known):
        found = _against_target(pen, indicator, level, known, area, naming=not short and not gaps_elsewhere)
    else:
        found = _order(pen, indicator, level, known, area)
    if not found:
        return []
    if silent:
        n = pen.count(indicator.name, area, f"silent {level}", len(silent))
        form = _("{found} No data of {n}.") if short else _("{found} No data of {n}: {names}.")
        found = fill(form, found=found, n=n, names=names_of(silent))
    return [fill(_("{title}: {found}"), title=indicator.title, found=found)]


def _against_target(
    pen: Pen, indicator: Indicator, level: str, known: Sequence[Row], area: str, naming: bool
) -> Runs:
    below = [row for row in known if row["status"] != "met"]
    every = pen.areas(indicator.name, area, f"known {level}", level, len(known))
    if not below:
        return fill(_("all of {areas} meet the target."), areas=every)
    if len(below) == len(known):
        found = fill(_("none of {areas} meets the target"), areas=every)
    else:
        found = fill(
            _("of {areas}, {met} meet the target, {short} do not"),
            areas=every,
            met=pen.count(indicator.name, area, f"met {level}", len(known) - len(below)),
            short=pen.count(indicator.name, area, f"missed {level}", len(below)),
        )
    return _naming(found, _named(pen, indicator, below)) if naming else fill(_("{found}."), found=found)


def _naming(found: Runs, names: Runs) -> Runs:
    return fill(_("{found}: {names}."), found=found, names=names)


def _order(pen: Pen, indicator: Indicator, level: str, known: Sequence[Row], area: str) -> Runs:
    ranked = sorted((row for row in known if row["rank"] is not None), key=lambda row: row["rank"])
    if len(ranked) < LEAST or ranked[0]["value"] == ranked[-1]["value"]:
        return _unfinished(pen, indicator, level, known, area) if indicator.unit == "percent" else ()
    first = _top(ranked)
    leading = _leading(pen, indicator, level, first, area)
    zeros = [row["area_name"] for row in ranked if row["value"] == 0]
    if zeros and indicator.better == "higher":
        none = pen.count(indicator.name, area, f"zero {level}", len(zeros))
        return fill(
            _("the first are {first}; {n} at zero: {names}."), first=leading, n=none, names=names_of(zeros)
        )
    last = [row for row in _bottom(ranked) if row not in first]
    if not last:
        return fill(_("the first are {first}."), first=leading)
    trailing = _named(pen, indicator, last)
    return fill(_("the first are {first}; the last are {last}."), first=leading, last=trailing)


def _leading(pen: Pen, indicator: Indicator, level: str, first: Sequence[Row], area: str) -> Runs:
    """The first by name; where too many share the first place, how many they are."""
    if len(first) <= 2 * TOP:
        return _named(pen, indicator, first)
    n = pen.count(indicator.name, area, f"first {level}", len(first))
    figure = (pen.bare(indicator, first[0]), _unit(pen, indicator, first[0]))
    return fill(_("{n} alike ({figure})"), n=n, figure=figure)


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
    """Shares on small bases are not ranked: who has not all of it. Nothing where parts of one are summed up."""
    if any(row["numerator"] % 1 for row in known):
        return ()
    short = [row for row in known if row["numerator"] < row["denominator"]]
    every = pen.areas(indicator.name, area, f"known {level}", level, len(known))
    if not short:
        return fill(_("all of {areas} reach 100%."), areas=every)
    if len(short) == len(known):
        found = fill(_("none of {areas} reaches 100%"), areas=every)
    else:
        n = pen.count(indicator.name, area, f"short {level}", len(short))
        found = fill(_("of {areas}, {short} do not reach 100%"), areas=every, short=n)
    return _naming(found, _named(pen, indicator, short))


def _named(pen: Pen, indicator: Indicator, rows: Sequence[Row]) -> Runs:
    """Areas with their figures, the first ten: 岗王镇（3/5）、北山乡（1/2）等; names alone where each is 0/1."""
    if all(row["denominator"] == 1 and indicator.unit == "percent" for row in rows):
        return (names_of([row["area_name"] for row in rows]),)
    named = joined((_one(pen, indicator, row) for row in rows[:NAMED]), _("、"))
    return named if len(rows) <= NAMED else fill(_("{names} and others"), names=named)


def _one(pen: Pen, indicator: Indicator, row: Row) -> Runs:
    """岗王镇（0/1）, 岗王镇（35人次）, 吉州区（9/12，75.0%）."""
    shown: Runs = (pen.bare(indicator, row), _unit(pen, indicator, row))
    if indicator.unit == "percent" and not words.is_small(indicator, row):
        shown = fill(_("{parts}, {share}"), parts=pen.parts(indicator, row), share=shown)
    return fill(_("{name} ({figure})"), name=row["area_name"], figure=shown)


def names_of(names: Sequence[str]) -> str:
    """A few names, of many the first: 岗王镇、北山乡等. How many they are is said beside them."""
    listed = _("、").join(names[:NAMED])
    return listed if len(names) <= NAMED else _("{names} and others").format(names=listed)


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
    named = named if len(below) <= NAMED else fill(_("{names} and others"), names=named)
    if len(below) == len(judged):
        return fill(_("None of {n} indicators with a target meets it: {names}."), n=every, names=named)
    return fill(
        _("Of {n} indicators with a target, {met} meet it and {short} do not: {names}."),
        n=every,
        met=pen.count(judged[0].name, area, "judged_met", len(judged) - len(below)),
        short=pen.count(judged[0].name, area, "judged_missed", len(below)),
        names=named,
    )


def _unit(pen: Pen, indicator: Indicator, row: Row) -> str:
    """The unit after a bare figure; none after 3/8."""
    return "" if words.is_small(indicator, row) else pen.unit(indicator)


def missed(pen: Pen, indicator: Indicator, row: Row, level: str | None, rows: Sequence[Row]) -> Runs:
    """A target missed here: the figure, how far it is off, and which areas below (`rows`) miss it."""
    figure, target = pen.whole(indicator, row), (pen.target(indicator, row), pen.unit(indicator))
    higher = indicator.better == "higher"
    if words.is_small(indicator, row):
        form = (
            _("{title}{figure}, not the target of {target}")
            if higher
            else _("{title}{figure}, over the target of {target}")
        )
        found = fill(form, title=indicator.title, figure=figure, target=target)
    else:
        form = (
            _("{title}{figure}, {size} below the target of {target}")
            if higher
            else _("{title}{figure}, {size} above the target of {target}")
        )
        size = pen.short(indicator, row)
        found = fill(form, title=indicator.title, figure=figure, target=target, size=size)
    below = [row for row in rows if row.status in ("near", "missed")]
    if level is None or not below:
        return fill(_("{found}."), found=found)
    areas = pen.areas(indicator.name, row["area_code"], f"missed {level}", level, len(below))
    names = _named(pen, indicator, below)
    return fill(_("{found}; {areas} miss it: {names}."), found=found, areas=areas, names=names)


def finding(pen: Pen, line: Due, title: str, area: str) -> Runs:
    """What a check found: 空心团支部：12件，涉及岗王镇、北山乡等5个单位."""
    names: Runs = (_("、").join(name for _code, name in line.areas),)
    if line.more:
        n = pen.count(line.name, area, "found at", len(line.areas) + line.more)
        names = fill(_("{names} and others, {n} units in all"), names=names, n=n)
    found = pen.count(line.name, area, "found", line.count)
    return fill(_("{title}: {found} items, at {names}."), title=title, found=found, names=names)
