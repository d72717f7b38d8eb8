"""What stands on the cover of a report about its data: up to when, from which version, and everything that is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.completeness import Account, Line
from tuanqing.show import words
from tuanqing.show.document.figures import counted
from tuanqing.show.document.sentences import names_of


def cover(
    found: Account,
    as_of: date | None,
    period: Period,
    titles: Mapping[str, str],
    bounds: Iterable[Indicator],
) -> list[str]:
    """One sentence each. `as_of` is the last date of any data up to the period's end, `titles` are the datasets'
    names, `bounds` the indicators that are lower bounds.
    """
    if as_of is None:
        said = [_("No data up to this period.")]
    else:
        said = [_("Data up to {day}.").format(day=words.day(as_of))]
    if as_of is not None and as_of.replace(day=1) < period.last.replace(day=1):
        said.append(
            _(
                "The data do not reach the end of {period}: sums cover part of it and are compared with nothing."
            ).format(period=period.words)
        )
    if found.lines:
        form = _("{all} kinds of data are owed, {n} are complete to the end of the period. A figure without a remark is of all units that owe it, up to the day or the months written with it.")  # fmt: skip
        said.append(form.format(n=found.whole, all=len(found.lines)))
    silent = [line for line in found.lines if not line.reported and _is_silent(line, period)]
    said += _silent(silent, titles)
    said += _in_part([line for line in found.lines if not line.is_whole and line not in silent], titles)
    if lower := [i.title for i in bounds]:
        said.append(
            _("Lower bounds, given with 余 or 多 by the source: {names}.").format(names=_("、").join(lower))
        )
    return said


def _is_silent(line: Line, period: Period) -> bool:
    """Whether none of it is of the period."""
    return line.latest is None or line.latest < period.first


def _silent(lines: Sequence[Line], titles: Mapping[str, str]) -> list[str]:
    """The datasets nothing came of in the period: those that came before, and those that never did."""
    before = [
        _("{name} ({figure})").format(
            name=titles[line.dataset], figure=_("latest data: {day}").format(day=words.day(line.latest))
        )
        for line in lines
        if line.latest
    ]
    never = [titles[line.dataset] for line in lines if not line.latest]
    forms = (
        (before, _("Not reported for this period: {names}.")),
        (never, _("Never reported: {names}.")),
    )
    return [form.format(names=_("、").join(names)) for names, form in forms if names]


def _in_part(lines: Sequence[Line], titles: Mapping[str, str]) -> list[str]:
    """The datasets some units have not given, or not for some months; those that lack the same together."""
    lacking: dict[tuple[tuple[str, ...], tuple[date, ...], str], list[str]] = {}
    for line in lines:
        months: dict[tuple[date, ...], list[str]] = {}
        for unit in (*line.missing, *line.awaited):
            months.setdefault(unit.months, []).append(unit.area_name)
        for gaps, names in months.items():
            units = () if len(names) == line.expected else tuple(names)
            lacking.setdefault((units, gaps, line.level), []).append(titles[line.dataset])
    said = []
    for (units, gaps, level), datasets in lacking.items():
        named = _("、").join(datasets)
        if units:
            named = _("{dataset} of {names}").format(dataset=named, names=_counted(units, level))
        said.append(_("{names}: {months} not reported.").format(names=named, months=_listed(gaps)))
    return said


def _counted(units: Sequence[str], level: str) -> str:
    """A few units; of many the first and how many they are: 万安县、吉安县等12个县区."""
    named = names_of(units)
    return named if named.endswith(units[-1]) else named + counted(level, len(units))


def _listed(months: Sequence[date]) -> str:
    """Months of one year in spans: 1—6月、8月."""
    spans: list[list[int]] = []
    for month in (day.month for day in months):
        if spans and month == spans[-1][-1] + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return _("、").join(
        _("M{n}").format(n=span[0] if len(span) == 1 else f"{span[0]}—{span[-1]}") for span in spans
    )
