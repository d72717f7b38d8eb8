"""待办 in words: what a matter is, how long it has been one, and the rows of all of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Library
from tuanqing.measure.figure import SMALL
from tuanqing.measure.follow import AGES, Progress
from tuanqing.measure.matters import ALERT, FINDING, GAP, LATE, REPORT, TARGET, Matter, Way
from tuanqing.show import html, words
from tuanqing.show.palette import mark
from tuanqing.store.notes.follow_ups import CLOSED, Item


@dataclass(frozen=True)
class Row:
    """One matter in words."""

    matter: Matter
    what: str
    unit: str
    detail: str
    since: str
    overdue: str
    office: str
    item: Item | None = None
    count: int = 1  # of the findings it stands for

    @property
    def who(self) -> str:
        """Who has it in hand and until when, as somebody wrote."""
        if self.item is None or not self.item.edits:
            return ""
        return " ".join(part for part in (self.item.owner, str(self.item.until or "")) if part)


def head() -> list[str]:
    """The columns of the rows as a table."""
    return [
        _("No."), _("Kind"), _("What"), _("Unit"), _("Finding"), _("Since"), _("Overdue"), _("Office to phone"),
        _("In whose hands"),
    ]  # fmt: skip


def kinds() -> dict[str, str]:
    """What the kinds are called."""
    return {
        FINDING: _("Found by a check"),
        TARGET: _("Target missed"),
        ALERT: _("Alert"),
        GAP: _("Gap"),
        REPORT: _("Report missing"),
        LATE: _("Report late"),
    }


def progress(found: Progress) -> list[str]:
    """What has become of what is followed up, in sentences; the first is the rate with both its parts."""
    if found.rate is None:
        return [_("Nothing has been followed up here yet.")]
    said = [
        _("Closed {closed}/{every} = {rate}, as of {day}").format(
            closed=words.plain(found.closed),
            every=words.plain(found.every),
            rate=words.fraction(found.closed, found.every, found.rate / 100),
            day=words.day(found.day),
        )
        if found.every >= SMALL
        else _("Closed {closed}/{every}, as of {day}").format(
            closed=found.closed, every=found.every, day=words.day(found.day)
        )
    ]
    if found.oldest is not None:
        first, second = AGES
        said.append(
            _(
                "In hand up to {first} days {a}, up to {second} days {b}, longer {c}; the oldest {oldest} days"
            ).format(
                first=first,
                second=second,
                a=found.ages[0],
                b=found.ages[1],
                c=found.ages[2],
                oldest=found.oldest,
            )
        )
    if found.overdue:
        said.append(_("{n} past their day").format(n=found.overdue))
    if found.took is not None:
        said.append(_("Half were closed within {n} days").format(n=words.plain(found.took)))
    if found.reopened:
        said.append(_("{n} had to be opened again").format(n=found.reopened))
    return said


def titles(library: Library, contracts: Mapping[str, Contract]) -> dict[str, str]:
    """What the things that matters are of are called: checks, indicators, datasets."""
    named = {name: contract.title for name, contract in contracts.items()}
    return named | {name: query.title for name, query in library.queries.items()}


def rows(
    found: Iterable[Matter],
    library: Library,
    named: Mapping[str, str],
    ways: Mapping[str, Way],
    items: Mapping[str, Item],
    one_by_one: bool = True,
) -> list[Row]:
    """Matters in words. People are counted for each check and area, never named; so is every finding, and whatever a gap
    names inside an area, where not `one_by_one`."""
    told = []
    for matter, count in _merged(found, one_by_one):
        item = items.get(matter.id) if count == 1 else None
        told.append(
            Row(
                matter,
                named.get(matter.name, matter.name),
                " ".join(dict.fromkeys(part for part in (matter.area_name, matter.unit) if part)),
                words.items(count) if count > 1 or matter.is_of_a_person else _detail(matter, library, ways.get(matter.id)),
                str(matter.since or ""),
                _overdue(matter),
                matter.office,
                item,
                count,
            )
        )  # fmt: skip
    return told


def _merged(found: Iterable[Matter], one_by_one: bool) -> Iterable[tuple[Matter, int]]:
    """Matters, those that may not be told apart as one with how many they are."""
    several: dict[tuple, list[Matter]] = {}
    for matter in found:
        alone = matter.kind not in (FINDING, GAP) or (one_by_one and not matter.is_of_a_person)
        key = (matter.id, matter.kind) if alone else (matter.kind, matter.name, matter.area_code)
        several.setdefault(key, []).append(matter)
    for same in several.values():
        first = same[0]
        hidden = first.is_of_a_person or (not one_by_one and first.kind in (FINDING, GAP))
        if hidden:
            since = min((each.since for each in same if each.since), default=None)
            yield replace(first, unit="", detail="", since=since), len(same)
        else:
            yield first, 1


def _detail(matter: Matter, library: Library, way: Way | None) -> str:
    if matter.figure is not None and matter.kind == ALERT:
        indicator = library.indicators[matter.name]
        amount, against, _tone = words.change(indicator, matter.figure)
        moved = " ".join(part for part in (amount, against) if part)
        return _("; ").join(p for p in (matter.detail, words.full(indicator, matter.figure), moved) if p)
    if matter.figure is not None:
        indicator = library.indicators[matter.name]
        said = _("{now}, target {target}").format(
            now=words.full(indicator, matter.figure), target=words.amount(indicator, matter.figure.target)
        )
        return f"{said}{_('; ')}{way_to(way)}" if way else said
    if matter.kind == GAP:
        return f"{words.plain(matter.numerator)}/{words.plain(matter.denominator)}"
    if matter.kind == REPORT:
        return _("not given: {months}").format(months=months(matter.months))
    if matter.kind == LATE:
        return _("given after {day}").format(day=matter.due)
    return matter.detail


def way_to(way: Way) -> str:
    """再建3个即达标, with the names."""
    form = _("{n} more reach it: {names}") if way.reaches else _("{n} more do not reach it: {names}")
    return form.format(n=way.needed, names=_("、").join(way.names))


def months(given: Sequence[date]) -> str:
    """Months of a year, runs as one: 2023年1—3月、6月."""
    told = []
    for year, of_year in groupby(given, lambda month: month.year):
        runs: list[list[int]] = []
        for month in (each.month for each in of_year):
            if runs and runs[-1][-1] == month - 1:
                runs[-1].append(month)
            else:
                runs.append([month])
        parts = [_("{a}–{b}").format(a=run[0], b=run[-1]) if len(run) > 1 else str(run[0]) for run in runs]
        told.append(_("{year}, month {months}").format(year=year, months=_("、").join(parts)))
    return _("、").join(told)


def _overdue(matter: Matter) -> str:
    days = matter.overdue
    if days is None or matter.kind == LATE:
        return ""
    if days > 0:
        return _("{n} days overdue").format(n=days)
    return _("due today") if days == 0 else _("due in {n} days").format(n=-days)


def cells(told: Sequence[Row]) -> list[list[str]]:
    """The rows as a table of texts, under `head`."""
    called = kinds()
    return [
        [str(n), called[row.matter.kind], row.what, row.unit, row.detail, row.since, row.overdue, row.office, row.who]
        for n, row in enumerate(told, start=1)
    ]  # fmt: skip


_MARKS = {"error": "missed", "warn": "near", "": "no_data"}


def table(
    told: Sequence[Row],
    evidence: Callable[[Matter], str],
    unit: Callable[[Matter], str],
    item: Callable[[Matter], str] | None,
    chosen: str,
) -> str:
    """The rows as HTML: what it is leads to its evidence, the unit to its page, the last cell to what is written on it."""
    top = [
        _("What"),
        _("Unit"),
        _("Finding"),
        _("Since"),
        _("Office to phone"),
        _("In whose hands"),
    ]
    body = []
    for row in told:
        matter = row.matter
        status = "met" if row.item and row.item.state == CLOSED else _MARKS[matter.severity]
        last = html.text(row.who)
        if item is not None and row.item is not None:
            label = row.who or (_("This one") if matter.id == chosen else _("Write"))
            last = html.anchor(html.text(label), item(matter))
        late = f"<b>{html.text(row.overdue)}</b>" if row.overdue else ""
        body.append([
            f'<i class="tq-sign tq-sign-{status}">{mark(status)}</i> {html.anchor(html.text(row.what), evidence(matter))}',
            html.anchor(html.text(row.unit), unit(matter)),
            html.text(row.detail),
            " ".join(part for part in (html.text(row.since), late) if part),
            html.text(row.office),
            last,
        ])  # fmt: skip
    return html.table(top, body, "tq-matters")


def counted(found: Iterable[Matter]) -> dict[str, int]:
    """How many of each kind, those there are."""
    told = dict.fromkeys(kinds(), 0)
    for matter in found:
        told[matter.kind] += 1
    return {kind: n for kind, n in told.items() if n}


def until(found: Sequence[Matter], period: Period) -> date:
    """The last day anything of a place was judged on inside a period: its data's, not today's."""
    return max(
        (each.judged for each in found if each.kind in (FINDING, TARGET, ALERT, GAP)), default=period.last
    )
