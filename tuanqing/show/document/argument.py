"""What a report argues: where matters stand, what came of the shortfalls of last time, what is to be done next.

All of it is read off figures, findings and the planner: no step is named that the data do not name.
"""

from collections.abc import Iterator, Sequence

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import breakdown, comparison, findings
from tuanqing.measure import plan as planning
from tuanqing.measure.figure import Figure as Row
from tuanqing.show.document import sentences
from tuanqing.show.document.model import Runs, fill, joined
from tuanqing.show.document.report_data import ReportData

SPLIT = range(2, 7)  # parts one sentence can hold


def opening(desk: ReportData) -> Iterator[Runs]:
    """导语: how the targets stand; then up to three findings: what rose most, what is farthest off, what checks found."""
    if desk.aimed:
        yield sentences.targets(desk.pen, desk.aimed, desk.rows, desk.place.code, naming=False)
    points = [*_risen(desk), *_farthest(desk), *_checked(desk)]
    numbers = (_("First, {point}"), _("Second, {point}"), _("Third, {point}"))
    said = [fill(form, point=point) for form, point in zip(numbers, points, strict=False)]
    if len(said) > 1:
        yield fill(_("On the whole: {points}."), points=joined(said, _("; ")))
    elif points:
        yield fill(_("On the whole, {point}."), point=points[0])


def _risen(desk: ReportData) -> Iterator[Runs]:
    best = comparison.most_risen(desk.rows.values(), desk.library.indicators, desk.side)
    if best:
        said = (_figure(desk, row, clause=True) for row in best)
        yield fill(_("what rose most is {figures}"), figures=joined(said, _("、")))


def _farthest(desk: ReportData) -> Iterator[Runs]:
    worst = comparison.farthest([desk.rows[i.name] for i in desk.missed], desk.library.indicators)
    if worst:
        said = (_figure(desk, row, clause=False) for row in worst)
        yield fill(_("what is farthest from its target is {figures}"), figures=joined(said, _("、")))


def _figure(desk: ReportData, row: Row, *, clause: bool) -> Runs:
    """青年之家乡镇覆盖率100.0%（22/22），比上年末提高27.3个百分点; or how far it is from its target."""
    pen, indicator = desk.pen, desk.library.indicators[row.indicator]
    said = fill("{title}{figure}", title=pen.noun(indicator), figure=pen.whole(indicator, row))
    if clause:
        return (*said, *pen.clause(indicator, row, desk.side))
    return fill(
        _("{figure}, {size} short of {target}"),
        figure=said, size=pen.short(indicator, row), target=pen.aim(indicator, row),
    )  # fmt: skip


def _checked(desk: ReportData) -> Iterator[Runs]:
    found = desk.checked
    if not found:
        return
    pen, area = desk.pen, desk.place.code
    most = findings.most(found)
    named = (
        fill(
            _("{title} ({n} items)"),
            title=desk.library.checks[line.name].title,
            n=pen.count(line.name, area, "found", line.count),
        )
        for line in most
    )
    yield fill(
        _("the checks found matters of {n} kinds, most of them {titles}"),
        n=pen.count("", area, "checks found", len(found)),
        titles=joined(named, _("、")),
    )


def kept(desk: ReportData) -> Iterator[Runs]:
    """What came of the targets missed in the period before: met now, better, no better, or nobody can say."""
    before = desk.period.shift(-1)
    outcome = comparison.since_missed(desk.before, desk.rows, desk.library.indicators, desk.side)
    every = [name for names in outcome.values() for name in names]
    if not every:
        return
    pen, area = desk.pen, desk.place.code
    forms = {
        "met": _("{n} are met now"),
        "better": _("{n} are better and still missed"),
        "same": _("{n} are no better"),
        "unknown": _("of {n} of them nothing can be said"),
    }
    parts = []
    for what, names in outcome.items():
        if names:
            told = fill(forms[what], n=pen.count(every[0], area, f"kept_{what}", len(names)))
            named = joined((_moved(desk, name, what) for name in names), _("、"))
            parts.append(fill(_("{found}: {names}"), found=told, names=named))
    yield fill(
        _("Of {n} indicators that missed their target in {period}, {found}."),
        n=pen.count(every[0], area, "kept", len(every)),
        period=before.words,
        found=joined(parts, _("; ")),
    )


def _moved(desk: ReportData, name: str, what: str) -> Runs:
    """中学团校建成率（40.0%→52.0%）; its name alone where nothing can be said."""
    indicator, row, pen = desk.library.indicators[name], desk.rows[name], desk.pen
    if what == "unknown":
        return (indicator.title,)
    now = pen.amount(indicator, row)
    told = row.against(desk.side)
    if told is None or told.was.value is None:
        return fill(_("{name} ({figure})"), name=indicator.title, figure=now)
    was = pen.amount(indicator, row, f"{desk.side}_value")
    return fill(_("{name} ({figure})"), name=indicator.title, figure=fill("{was}→{now}", was=was, now=now))


def steps(desk: ReportData) -> Iterator[Runs]:
    """How each target missed here would be reached: how many units more and which first; or how many more of what is counted."""
    for indicator in desk.missed:
        yield _way(desk, indicator)


def _way(desk: ReportData, indicator: Indicator) -> Runs:
    pen, row, area = desk.pen, desk.rows[indicator.name], desk.place.code
    target = pen.aim(indicator, row)
    found = _plan(desk, indicator, row)
    if found is not None:
        needed = pen.count(indicator.name, area, "needed", found.needed)
        told = fill(
            _("{title}: {n} more units reach {target}"), title=indicator.title, n=needed, target=target
        )
        where = desk.names_above([code for code in found.steps["area_code"].to_list() if code])
        if where:
            told = fill(_("{found}, at {names}"), found=told, names=sentences.names_of(where))
        return fill(_("{found}."), found=told)
    wanting = comparison.wanting(indicator, row)
    if wanting is not None:
        return fill(
            _("{title}: now {figure}, {n} more on the same base reach {target}."),
            title=indicator.title, figure=pen.whole(indicator, row),
            n=pen.count(indicator.name, area, "needed", wanting), target=target,
        )  # fmt: skip
    return fill(
        _("{title}: {figure}, {size} from {target}."),
        title=indicator.title, figure=pen.amount(indicator, row), size=pen.short(indicator, row), target=target,
    )  # fmt: skip


def _plan(desk: ReportData, indicator: Indicator, row: Row) -> planning.Plan | None:
    """The planner's way, where the rate is one of units that have or have not, and the way is known to lead there."""
    if not planning.plannable(indicator) or row.target is None or row.is_partial:
        return None
    try:
        found = planning.plan(desk.snapshot, indicator, desk.place.code, desk.period, row.target)
    except Refused:  # people or parts within a unit: nobody can say which unit goes first
        return None
    return found if found.reaches and not found.is_reached and len(found.steps) else None


def cures(desk: ReportData) -> Iterator[Runs]:
    """What to do about each kind of matter the checks found, in the words of the check."""
    checks = desk.library.checks
    for line in desk.checked:
        yield fill(
            _("{title} ({n} items): {cure}."),
            title=checks[line.name].title,
            n=desk.pen.count(line.name, desk.place.code, "found", line.count),
            cure=checks[line.name].cure.rstrip("。."),
        )


def owed(desk: ReportData) -> Iterator[Runs]:
    """Which data are still to be given for the period."""
    names = [desk.contracts[line.dataset].title for line in desk.account.lines if not line.is_whole]
    if names:
        yield (_("Still to be given for {period}: {names}.").format(period=desk.period.words, names=_("、").join(names)),)  # fmt: skip


def splits(desk: ReportData, indicators: Sequence[Indicator]) -> Iterator[Runs]:
    """其中: a figure with its parts by the first column it declares that has few enough of them."""
    for indicator in indicators:
        if indicator.is_rate:
            continue
        for dimension in indicator.by:
            parts = breakdown.members(desk.snapshot, indicator, dimension, desk.place.code, desk.period)
            told = breakdown.tellable(indicator, parts)
            if len(told) in SPLIT:
                yield _split(desk, indicator, dimension, told)
                break


def _split(desk: ReportData, indicator: Indicator, dimension: str, parts: Sequence[breakdown.Member]) -> Runs:
    pen, row, spoken = desk.pen, desk.rows[indicator.name], desk.words_of(indicator, dimension)
    said = (
        fill(
            "{name}{figure}",
            name=_apart(spoken.get(part.member, part.member)),
            figure=pen.amount(indicator, row, f"split {dimension} {part.member}", part),
        )
        for part in parts
    )
    return fill(
        _("{title}{figure}, of these {parts}."),
        title=pen.noun(indicator), figure=pen.whole(indicator, row), parts=joined(said, _("、")),
    )  # fmt: skip


def _apart(name: str) -> str:
    """A name in quotes where its own digits or commas would run into the figures beside it: “希望工程1+1”."""
    return (
        f"“{name}”"
        if any(sign.isdigit() or sign in "、，,；;" for sign in name) and "“" not in name
        else name
    )
