"""What stands on the cover of a report about its data: up to when, from which version, and everything that is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tuanqing.define.language import _
from tuanqing.define.period import GRAINS, Period, containing
from tuanqing.define.query import Indicator
from tuanqing.measure.completeness import Completeness
from tuanqing.show import words
from tuanqing.show.document.sentences import names_of


def cover(
    done: Completeness,
    period: Period,
    version: str,
    titles: Mapping[str, str],
    bounds: Iterable[Indicator],
) -> list[str]:
    """One sentence each. `titles` are the datasets' names, `bounds` the indicators that are lower bounds."""
    day = words.day(done.as_of) if done.as_of else words.none()
    said = [_("Data up to {day}, version {version}.").format(day=day, version=version)]
    if not done.reaches(period):
        said.append(
            _(
                "The data do not reach the end of {period}: sums cover part of it and are compared with nothing."
            ).format(period=period.words)
        )
    if done.expected:
        said.append(
            _("{done} of {all} townships have reported.").format(done=done.townships, all=done.expected)
        )
    if done.uncovered:
        said.append(
            _("{n} townships have not reported: {names}.").format(
                n=len(done.uncovered), names=names_of(done.uncovered)
            )
        )
    said += _silent(done, titles)
    said += _months(done, period, titles)
    if lower := [i.title for i in bounds]:
        said.append(
            _("Lower bounds, given with 余 or 多 by the source: {names}.").format(names=_("、").join(lower))
        )
    return said


def _silent(done: Completeness, titles: Mapping[str, str]) -> list[str]:
    """The datasets nothing came of in the period; those that lack the same counties together."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for entry in done.missing:
        title = titles[entry.dataset]
        if len(entry.none) == done.counties:
            latest = (
                _("latest data: {day}").format(day=words.day(entry.latest))
                if entry.latest
                else _("nor before")
            )
            grouped.setdefault((), []).append(_("{name} ({figure})").format(name=title, figure=latest))
        elif entry.none:
            grouped.setdefault(entry.none, []).append(title)
    return [
        _("{place}Not reported for this period: {names}.").format(
            place=_("{names}: ").format(names=_counted(counties)) if counties else "",
            names=_("、").join(missing),
        )
        for counties, missing in grouped.items()
    ]


def _months(done: Completeness, period: Period, titles: Mapping[str, str]) -> list[str]:
    """The months without a row; datasets and counties that lack the same months together."""
    every = [containing(period.first).shift(n).first for n in range(GRAINS[period.grain])]
    counties: dict[tuple[str, tuple[date, ...]], list[str]] = {}
    for entry in done.missing:
        for county, gaps in entry.months:
            counties.setdefault((entry.dataset, gaps), []).append(county)
    datasets: dict[tuple[tuple[str, ...], tuple[date, ...]], list[str]] = {}
    for (dataset, gaps), names in counties.items():
        where = () if len(names) == done.counties else tuple(names)
        datasets.setdefault((where, gaps), []).append(titles[dataset])
    said = []
    for (where, gaps), names in datasets.items():
        kept = [month for month in every if month not in gaps]
        form = (
            _("{names}: rows only in {months}.")
            if len(kept) < len(gaps)
            else _("{names}: no rows in {months}.")
        )
        named = _("、").join(names)
        if where:
            named = _("{dataset} of {names}").format(dataset=named, names=_counted(where))
        said.append(form.format(names=named, months=_listed(kept if len(kept) < len(gaps) else gaps)))
    return said


def _counted(counties: Sequence[str]) -> str:
    """A few counties; of many the first and how many they are: 万安县、吉安县等12个县市区."""
    named = names_of(counties)
    return named if named.endswith(counties[-1]) else named + words.counted("county", len(counties))


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
