"""Sentences from numbers in the words of official papers: figures, ranks, gaps. No adjective the numbers do not carry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tuanqing.define.language import _
from tuanqing.define.query import Check, Indicator
from tuanqing.measure.figure import JUDGED, Sum, comparable, is_stock
from tuanqing.measure.figure import Figure as Row
from tuanqing.measure.findings import Due
from tuanqing.measure.reporting import NOTHING
from tuanqing.show import words
from tuanqing.show.document.figures import Pen
from tuanqing.show.document.model import Runs, fill, joined

NAMED = 10  # areas named in one sentence; the rest are counted
TOP = 3  # places of a ranking
LEAST = 6  # areas a ranking needs


def figures(
    pen: Pen,
    indicators: Sequence[Indicator],
    rows: Mapping[str, Row],
    sums: Mapping[str, Sum],
    day: date,
    templates: Mapping[str, Sequence[str]],
) -> list[Runs]:
    """What stands at the period's end, then what came in during it, then what is not known and why: a paragraph each.

    A list speaks of its own day, not of the period's end; a period that has not ended is called by its months.
    `templates`: which of the files to fill each unreported indicator lacks.
    """
    known = [i for i in indicators if rows[i.name].value is not None]
    stocks: dict[date, list[Indicator]] = {}
    flows: dict[str, list[Indicator]] = {}
    for i in known:
        row = rows[i.name]
        if is_stock(i):
            listed = row.heard.listed if row.heard.lists else None
            stocks.setdefault(listed or day, []).append(i)
        else:
            flows.setdefault(words.period(i, row), []).append(i)
    found: list[Runs] = []
    for at, some in sorted(stocks.items(), key=lambda item: item[0], reverse=True):
        said = joined((_figure(pen, i, rows[i.name], None) for i in some), _("; "))
        found.append(fill(_("By {day}, {figures}."), day=words.day(at), figures=said))
    for period, some in flows.items():
        said = joined((_figure(pen, i, rows[i.name], sums.get(i.name)) for i in some), _("; "))
        found.append(fill(_("In {period}, {figures}."), period=period, figures=said))
    return found + unknown([i for i in indicators if i not in known], rows, templates)


def unknown(
    indicators: Sequence[Indicator], rows: Mapping[str, Row], templates: Mapping[str, Sequence[str]]
) -> list[Runs]:
    """Of what there is no figure, and why: which files are to be filled; nothing of the kind; a base only "at least"."""
    reasons: dict[str, list[Indicator]] = {}
    for i in indicators:
        reasons.setdefault(rows[i.name].absence, []).append(i)
    found: list[Runs] = []
    if some := reasons.get("unreported"):
        lacking: dict[tuple[str, ...], list[str]] = {}
        for i in some:
            lacking.setdefault(tuple(templates[i.name]), []).append(i.title)
        said = _("; ").join(
            _("{names} (to fill: {templates})").format(
                names=_("、").join(titles), templates=_("、").join(files)
            )
            for files, titles in lacking.items()
        )
        found.append((_("Not reported, nothing can be said of: {names}.").format(names=said),))
    forms = {
        "hidden": _("Of few people beyond one's areas, and not shown: {names}."),
        "empty": _("Reported, and nothing of the kind in this period: {names}."),
        "bound": _("Not worked out, for the base is only known as “at least”: {names}."),
    }
    for reason, form in forms.items():
        if some := reasons.get(reason):
            found.append((form.format(names=_("、").join(i.title for i in some)),))
    return found


def _figure(pen: Pen, indicator: Indicator, row: Row, summed: Sum | None) -> Runs:
    """One figure with its changes: 青年之家乡镇覆盖率100.0%（22/22），比上年末提高27.3个百分点."""
    runs = fill("{title}{figure}", title=pen.noun(indicator), figure=pen.whole(indicator, row))
    for side in ("year",) if pen.period.grain == "year" else ("previous", "year"):
        runs = (*runs, *pen.clause(indicator, row, side))
    if summed is None or summed.amount.value == row.value:
        return runs
    total = replace(summed.amount, heard=NOTHING)  # who gave which month is told by the words below
    told = pen.whole(indicator, row, "sum_value", total)
    if summed.missing:
        return fill(
            _("{figure}, since January {sum} (some months not reported by all)"), figure=runs, sum=told
        )
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
    """Who meets the target and who does not; or who leads and who comes last. Nothing where `unranked` has to speak.

    `short` counts without naming, where one page has no room; `gaps_elsewhere` where another chapter names the gaps.
    """
    if len(rows) < 2:
        return []  # one is not ranked
    if _is_judged(rows):
        found = _against_target(pen, indicator, level, rows, area, naming=not short and not gaps_elsewhere)
    else:
        found = _order(pen, indicator, level, rows, area) if comparable(rows) else ()
    return [fill(_("{title}: {found}"), title=indicator.title, found=found)] if found else []


def unranked(
    pen: Pen,
    indicators: Sequence[Indicator],
    level: str,
    rows: Mapping[str, Sequence[Row]],
    area: str,
    *,
    short: bool = False,
) -> list[Runs]:
    """Of which indicators nobody is ranked, for some areas have not reported the whole; those of the same areas together."""
    lacking: dict[tuple[str, ...], list[Indicator]] = {}
    for i in indicators:
        some = tuple(row.area_name for row in rows[i.name] if row.heard.reported < row.heard.expected)
        if some and len(rows[i.name]) > 1 and not _is_judged(rows[i.name]):
            lacking.setdefault(some, []).append(i)
    found = []
    for names, several in lacking.items():
        first = several[0]
        every = len(rows[first.name])
        if len(names) == 1:
            told: Runs = (_("{name} has not reported the whole").format(name=names[0]),)
        else:
            told = fill(
                _("{n} of {areas} have reported the whole"),
                areas=pen.areas(first.name, area, f"every {level}", level, every),
                n=pen.count(first.name, area, f"whole {level}", every - len(names)),
            )
            if not short and len(names) < every:
                told = fill(_("{found} (not: {names})"), found=told, names=names_of(names))
        titles = _("、").join(i.title for i in several)
        found.append(fill(_("{title}: {found}, nobody is ranked."), title=titles, found=told))
    return found


def _is_judged(rows: Sequence[Row]) -> bool:
    """Whether enough is known to speak of a target met or missed."""
    return sum(row.status in JUDGED for row in rows) > 1


def _against_target(
    pen: Pen, indicator: Indicator, level: str, rows: Sequence[Row], area: str, naming: bool
) -> Runs:
    """Who meets the target, who does not, and of whom that cannot be said. "All" means every one of them."""
    met = [row for row in rows if row.status == "met"]
    below = [row for row in rows if row.status in ("near", "missed")]
    others = [row for row in rows if row.status not in JUDGED]
    every = pen.areas(indicator.name, area, f"every {level}", level, len(rows))
    if len(met) == len(rows):
        return fill(_("all of {areas} meet the target."), areas=every)
    parts: list[Runs] = []
    if met:
        parts.append(
            fill(_("{n} meet the target"), n=pen.count(indicator.name, area, f"met {level}", len(met)))
        )
    if len(below) == len(rows):
        none = fill(_("none of {areas} meets the target"), areas=every)
        return _naming(none, _named(pen, indicator, below)) if naming else fill(_("{found}."), found=none)
    if below:
        n = pen.count(indicator.name, area, f"missed {level}", len(below))
        told = fill(_("{n} do not meet the target"), n=n)
        parts.append(_listing(told, _named(pen, indicator, below)) if naming or len(below) == 1 else told)
    if others:
        parts.append(_unjudged(pen, indicator, level, others, area, naming=naming))
    return fill(_("of {areas}, {found}."), areas=every, found=joined(parts, _("; ")))


def _unjudged(
    pen: Pen, indicator: Indicator, level: str, rows: Sequence[Row], area: str, naming: bool
) -> Runs:
    told = fill(
        _("of {n} nothing can be said"), n=pen.count(indicator.name, area, f"unjudged {level}", len(rows))
    )
    return _listing(told, (names_of([row.area_name for row in rows]),)) if naming or len(rows) == 1 else told


def _listing(found: Runs, names: Runs) -> Runs:
    return fill(_("{found}: {names}"), found=found, names=names)


def _naming(found: Runs, names: Runs) -> Runs:
    return fill(_("{found}."), found=_listing(found, names))


def _order(pen: Pen, indicator: Indicator, level: str, rows: Sequence[Row], area: str) -> Runs:
    """Who leads and who comes last, as far as nobody shares their place."""
    ranked = sorted((row for row in rows if row.rank is not None), key=lambda row: row.rank or 0)
    if len(ranked) < LEAST or ranked[0].value == ranked[-1].value:
        return _unfinished(pen, indicator, level, rows, area) if indicator.unit == "percent" else ()
    first, last = _alone(ranked), _alone(ranked[::-1])
    parts: list[Runs] = []
    if first:
        parts.append(fill(_("the first are {first}"), first=_named(pen, indicator, first)))
    else:
        figure = pen.amount(indicator, ranked[0])
        n = pen.count(indicator.name, area, f"first {level}", ranked[0].tied)
        parts.append(fill(_("{n} share the first place ({figure})"), n=n, figure=figure))
    zeros = [row.area_name for row in ranked if row.value == 0]
    if zeros and indicator.better == "higher":
        n = pen.count(indicator.name, area, f"zero {level}", len(zeros))
        told = fill(_("{n} at zero"), n=n)
        parts.append(_listing(told, (names_of(zeros),)) if len(zeros) <= NAMED else told)
    elif last := [row for row in last if row not in first]:
        parts.append(fill(_("the last are {last}"), last=_named(pen, indicator, last)))
    return fill(_("{found}."), found=joined(parts, _("; ")))


def _alone(ordered: Sequence[Row]) -> list[Row]:
    """The rows of the first places, up to the first that is shared: among equals nobody is named."""
    found = []
    for row in ordered[:TOP]:
        if row.tied > 1:
            break
        found.append(row)
    return found


def _unfinished(pen: Pen, indicator: Indicator, level: str, rows: Sequence[Row], area: str) -> Runs:
    """Shares on small bases are not ranked: who has not all of it. Nothing where parts of one are summed up."""
    known = [row for row in rows if row.value is not None]
    if not known or any((row.numerator or 0) % 1 for row in known):
        return ()
    short = [row for row in known if (row.numerator or 0) < (row.denominator or 0)]
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
    if all(row.denominator == 1 and indicator.unit == "percent" for row in rows):
        return (names_of([row.area_name for row in rows]),)
    named = joined((_one(pen, indicator, row) for row in rows[:NAMED]), _("、"))
    return named if len(rows) <= NAMED else fill(_("{names} and others"), names=named)


def _one(pen: Pen, indicator: Indicator, row: Row) -> Runs:
    """岗王镇（0/1）, 岗王镇（35人次）, 吉州区（9/12，75.0%）."""
    shown = pen.amount(indicator, row)
    if indicator.unit == "percent" and not words.is_small(indicator, row):
        shown = fill(_("{parts}, {share}"), parts=pen.parts(indicator, row), share=shown)
    return fill(_("{name} ({figure})"), name=row.area_name, figure=shown)


def names_of(names: Sequence[str]) -> str:
    """A few names, of many the first: 岗王镇、北山乡等. How many they are is said beside them."""
    listed = _("、").join(names[:NAMED])
    return listed if len(names) <= NAMED else _("{names} and others").format(names=listed)


def targets(
    pen: Pen, aimed: Sequence[Indicator], rows: Mapping[str, Row], area: str, *, naming: bool = True
) -> Runs:
    """All targets in one sentence: how many are met, how many are not, and of how many nothing can be said and why.

    `aimed` are the indicators with a target; `naming` gives the figures of those that miss it.
    """
    below = [i for i in aimed if rows[i.name].status in ("near", "missed")]
    met = [i for i in aimed if rows[i.name].status == "met"]
    every = pen.count(aimed[0].name, area, "aimed", len(aimed))
    if len(met) == len(aimed):
        return fill(_("All {n} indicators with a target meet it."), n=every)
    reasons = joined(_reasons(pen, aimed, rows, area), _("、"))
    if not met and not below:
        return fill(
            _("Of {n} indicators with a target none can be judged: {reasons}."), n=every, reasons=reasons
        )
    parts: list[Runs] = []
    if met:
        parts.append(fill(_("{n} meet it"), n=pen.count(aimed[0].name, area, "aimed_met", len(met))))
    if below:
        n = pen.count(aimed[0].name, area, "aimed_missed", len(below))
        told = fill(_("{n} miss it"), n=n)
        parts.append(_listing(told, _shown(pen, below, rows)) if naming else told)
    if others := len(aimed) - len(met) - len(below):
        n = pen.count(aimed[0].name, area, "aimed_unjudged", others)
        told = fill(_("of {n} of them nothing can be said"), n=n)
        parts.append(_listing(told, reasons))
    return fill(_("Of {n} indicators with a target, {found}."), n=every, found=joined(parts, _("; ")))


def _shown(pen: Pen, indicators: Sequence[Indicator], rows: Mapping[str, Row]) -> Runs:
    """Indicators with their figures, the first ten."""
    named = joined(
        (
            fill(
                _("{name} ({figure})"),
                name=i.title,
                figure=pen.amount(i, rows[i.name]),
            )
            for i in indicators[:NAMED]
        ),
        _("、"),
    )
    return named if len(indicators) <= NAMED else fill(_("{names} and others"), names=named)


def _reasons(pen: Pen, aimed: Sequence[Indicator], rows: Mapping[str, Row], area: str) -> Iterable[Runs]:
    """Why targets are not judged: how many for each reason."""
    forms = {
        "no_data": _("{n} without data"),
        "partial": _("{n} reported in part"),
        "waits": _("{n} whose year is not over"),
        "unsure": _("{n} only known as “at least”"),
    }
    for status, form in forms.items():
        if n := sum(rows[i.name].status == status for i in aimed):
            yield fill(form, n=pen.count(aimed[0].name, area, f"aimed_{status}", n))


def missed(pen: Pen, indicator: Indicator, row: Row, level: str | None, rows: Sequence[Row]) -> Runs:
    """A target missed here: the figure, how far it is off, and which areas below (`rows`) miss it."""
    figure, target = pen.whole(indicator, row), pen.aim(indicator, row)
    higher = indicator.better == "higher"
    if words.is_small(indicator, row):
        form = (
            _("{title}{figure}, not the target of {target}")
            if higher
            else _("{title}{figure}, over the target of {target}")
        )
        found = fill(form, title=pen.noun(indicator), figure=figure, target=target)
    else:
        form = (
            _("{title}{figure}, {size} below the target of {target}")
            if higher
            else _("{title}{figure}, {size} above the target of {target}")
        )
        size = pen.short(indicator, row)
        found = fill(form, title=pen.noun(indicator), figure=figure, target=target, size=size)
    below = [row for row in rows if row.status in ("near", "missed")]
    others = [row for row in rows if row.status not in JUDGED]
    if level is not None and below:
        areas = pen.areas(indicator.name, row.area_code, f"missed {level}", level, len(below))
        names = _named(pen, indicator, below)
        found = fill(_("{found}; {areas} miss it: {names}"), found=found, areas=areas, names=names)
        if others:
            told = _unjudged(pen, indicator, level, others, row.area_code, naming=True)
            found = joined((found, told), _("; "))
    return fill(_("{found}."), found=found)


def finding(pen: Pen, line: Due, title: str, area: str, *, named: bool = True) -> Runs:
    """What a check found, and since when: 空心团支部：12件，最早的自2022年12月31日起，涉及岗王镇、北山乡等5个单位.

    A check may speak of a year or a list other than the report's figures: the date tells the two apart.
    """
    names: Runs = (_("、").join(name for _code, name in line.areas),)
    if not named:
        n = pen.count(line.name, area, "found at", len(line.areas) + line.more)
        names = fill(_("{n} units, named in the internal annex"), n=n)
    elif line.more:
        n = pen.count(line.name, area, "found at", len(line.areas) + line.more)
        names = fill(_("{names} and others, {n} units in all"), names=names, n=n)
    found = pen.count(line.name, area, "found", line.count)
    if line.since is None:
        return fill(_("{title}: {found} items, at {names}."), title=title, found=found, names=names)
    day = words.day(line.since)
    if line.count == 1:
        return fill(
            _("{title}: {found} item since {day}, at {names}."),
            title=title,
            found=found,
            day=day,
            names=names,
        )
    return fill(
        _("{title}: {found} items, the oldest since {day}, at {names}."),
        title=title, found=found, day=day, names=names,
    )  # fmt: skip


def unchecked(pen: Pen, blind: Sequence[Check], clear: int, area: str) -> list[Runs]:
    """Of the checks that found nothing: how many could not have (`blind`), and how many looked at whole data (`clear`)."""
    found: list[Runs] = []
    if blind:
        n = pen.count(blind[0].name, area, "checks blind", len(blind))
        form = _("Of {n} checks nothing can be said, for not everybody has reported the data they look at: {names}.")  # fmt: skip
        found.append(fill(form, n=n, names=names_of([check.title for check in blind])))
    if clear:
        n = pen.count("", area, "checks clear", clear)
        found.append(fill(_("The other {n} checks found nothing."), n=n))
    return found
