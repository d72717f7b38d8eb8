"""Who owes what and has given it: expected, reported, on time, late, missing (DHIS2's terms); how far the data reach."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tuanqing.define.contract import LEVELS, REGISTER, Contract
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.measure import read, tree
from tuanqing.measure.reporting import Reports, Unit, months
from tuanqing.store.warehouse.snapshot import Snapshot

_UNDER = tree.ever()


_HEARD = f"""
    SELECT cover FROM in_force WHERE dataset <> '{REGISTER}' AND cover IS NOT NULL AND period BETWEEN $first AND $last
    UNION
    SELECT cube.area_code FROM area_path AS up JOIN main.cube AS cube USING (area_code) JOIN measured USING (indicator)
    SEMI JOIN dated ON dated.kind = 'events' AND dated.dataset = measured.dataset
        AND dated.county_code = up.ancestor_code AND dated.period BETWEEN $first AND $last
    WHERE up.ancestor_level = 'county' AND dimension = '' AND grain = $grain AND cube.period = $first AND numerator > 0
"""  # events: the cube knows what happened where


_COUNTIES = f"(county_code IN {_UNDER} OR county_code IN (SELECT ancestor_code FROM area_path WHERE area_code = $area))"


def span(snapshot: Snapshot, area: str) -> tuple[date, date] | None:
    """The first and the last date of the data of the area's counties, the area register aside."""
    first, last = snapshot.execute(
        f"SELECT min(period), max(last_date) FROM dated WHERE {_COUNTIES}",
        {"area": area},
    ).fetchall()[0]
    return (first, last) if last else None


@dataclass(frozen=True)
class Reporting:
    """Who has reported for a period."""

    datasets: tuple[
        tuple[str, bool, date | None], ...
    ]  # (dataset, reported for the period, last date of its data)
    townships: int  # that any list in force covers, or anything counted happened in
    expected: int  # townships that count
    silent: tuple[str, ...]  # names of the rest, those the reader may be told of


def reporting(snapshot: Snapshot, area: str, period: Period) -> Reporting:
    """Which datasets and how many townships have reported for the period; the area register aside."""
    datasets = snapshot.execute(
        f"""
        SELECT dataset, bool_or(period BETWEEN $first AND $last) AS here,
            (SELECT max(last_date) FROM dated WHERE dated.dataset = reported.dataset AND last_date <= $last
                AND {_COUNTIES}) AS latest
        FROM reported WHERE dataset <> '{REGISTER}' AND {_COUNTIES} GROUP BY dataset ORDER BY dataset
        """,
        {"area": area, "first": period.first, "last": period.last},
    ).fetchall()
    silent, expected = snapshot.execute(
        f"""
        SELECT coalesce(list([area_code, name] ORDER BY area_code) FILTER (area_code NOT IN ({_HEARD})), []), count(*)
        FROM area_span AS span WHERE level = 'township' AND counts IS DISTINCT FROM false
            AND {tree.lies("span", "$last::DATE")} AND {tree.inside("span.area_code", "$last::DATE")}
        """,
        {"area": area, "grain": period.grain, "first": period.first, "last": period.last},
    ).fetchall()[0]
    return Reporting(
        tuple((n, bool(h), d) for n, h, d in datasets),
        expected - len(silent),
        expected,
        tuple(name for code, name in silent if snapshot.knows(code)),
    )


@dataclass(frozen=True)
class Owing:
    """A unit and the months it has not given of a dataset."""

    area_code: str
    area_name: str
    months: tuple[date, ...]


ON_TIME, LATE, UNTIMED, MISSING, AWAITED = "on_time", "late", "untimed", "missing", "awaited"


@dataclass(frozen=True)
class Given:
    """What one unit has given of a dataset for a period."""

    unit: Unit
    name: str  # of the unit
    state: str  # ON_TIME, LATE, UNTIMED (nobody wrote down when), MISSING, AWAITED (not yet due)
    is_before: bool  # late, but due before anything was ever imported here
    is_inferred: bool  # known only from the rows of old batches, which said nothing of what they speak for
    lacking: tuple[date, ...]  # the months it has not given
    due: date  # by when: of the first month it has not given, else of the last month
    is_told: bool = True  # whether the reader may be told which unit it is

    @property
    def is_reported(self) -> bool:
        """Whether it has given every month it owes."""
        return not self.lacking

    @property
    def owing(self) -> Owing:
        """The unit and what it has not given."""
        return Owing(self.unit.code if self.is_told else "", self.name, self.lacking)


@dataclass(frozen=True)
class Line:
    """One dataset in an area for a period: units that owe it (data/rules/reporting.toml), and what they have given.

    A unit counts as having reported when it has given each month it owes inside the period that has ended; a list, when
    one is of a day since the month before that it owed. On time: each within the days the rule allows after the month's
    end, by the day it was imported here. expected = reported + missing + awaited; reported = on_time + late + untimed.
    """

    dataset: str
    level: str  # of the units
    expected: int
    reported: int
    on_time: int
    late: int
    before: int  # of the late ones: due before anything was ever imported here
    untimed: int  # nobody wrote down when it was imported
    inferred: int  # of the reported: known only from the rows of old batches, which said nothing of what they speak for
    missing: tuple[Owing, ...]
    awaited: tuple[Owing, ...]  # not given yet, and not yet due
    latest: date | None  # of its data here, up to the period's end
    units: tuple[Given, ...] = ()  # one by one, those the reader may be told of

    @property
    def is_whole(self) -> bool:
        """Whether every unit has reported."""
        return self.reported == self.expected


@dataclass(frozen=True)
class Account:
    """Who owes what in an area for a period, and who has given it: a line for each dataset owed in it."""

    lines: tuple[Line, ...]
    level: str  # the finest level of units that owe anything here
    units: int  # of that level, that owe something
    heard: int  # of these, that have given something whole

    @property
    def whole(self) -> int:
        """Datasets everybody has reported."""
        return sum(line.is_whole for line in self.lines)


def account(
    snapshot: Snapshot, area: str, period: Period, today: date | None = None, until: date | None = None
) -> Account:
    """Who owes what for a period. Months that have not ended by `today` are not owed yet; those that begin after `until`
    (the day the place's data reach, say) are not asked for.
    """
    reports, spoken, now = Reports.of(snapshot), _Spoken.of(snapshot), today or date.today()
    names = read.area_names(snapshot)
    latest, lines = _latest(snapshot, area, period), []
    units: dict[str, set[str]] = defaultdict(set)  # by level
    heard: dict[str, set[str]] = defaultdict(set)
    for dataset, near in reports.owing.items():
        told = []
        if dataset == REGISTER:  # it stands for all time
            continue
        for unit in near(area):
            owed = [m for m in months(period.first, period.last) if m.month in unit.months]
            owed = [m for m in owed if _last(m) < now and m <= (until or now) and unit.owes(_last(m))]
            if owed:
                known = snapshot.knows(unit.code)
                name = names.get(unit.code, unit.code) if known else _("a unit outside your areas")
                told.append(_given(spoken, dataset, unit, owed, now, name, known))
        if told:
            lines.append(_line(dataset, told, latest.get(dataset)))
        for each in told:
            units[each.unit.level].add(each.unit.code)
            if each.is_reported:
                heard[each.unit.level].add(each.unit.code)
    level = max(units, key=LEVELS.index, default="")
    return Account(tuple(lines), level, len(units[level]), len(heard[level]))


def is_given(snapshot: Snapshot, dataset: str, unit: Unit, month: date) -> bool:
    """Whether somebody spoke for a unit's month of a dataset."""
    return _Spoken.of(snapshot).first(dataset, unit, month) is not None


def _given(
    spoken: "_Spoken", dataset: str, unit: Unit, owed: list[date], now: date, name: str, is_told: bool = True
) -> Given:
    found = {month: spoken.first(dataset, unit, month) for month in owed}
    lacking = tuple(month for month, given in found.items() if given is None)
    due = {month: _last(month) + timedelta(days=unit.days) for month in owed}
    times = {month: given.at for month, given in found.items() if given is not None}
    late = [month for month, at in times.items() if at is not None and at > due[month]]
    if lacking:
        state = AWAITED if all(due[month] >= now for month in lacking) else MISSING
    else:
        state = LATE if late else UNTIMED if None in times.values() else ON_TIME
    return Given(
        unit,
        name,
        state,
        is_before=bool(late)
        and all(spoken.begun is not None and due[month] < spoken.begun for month in late),
        is_inferred=any(given is not None and given.inferred for given in found.values()),
        lacking=lacking,
        due=due[lacking[0] if lacking else owed[-1]],
        is_told=is_told,
    )


def _line(dataset: str, told: list[Given], latest: date | None) -> Line:
    whole = [each for each in told if each.is_reported]
    counts = Counter(each.state for each in told)
    return Line(
        dataset,
        min((each.unit.level for each in told), key=LEVELS.index),
        expected=len(told),
        reported=len(whole),
        on_time=counts[ON_TIME],
        late=counts[LATE],
        before=sum(each.is_before for each in whole),
        untimed=counts[UNTIMED],
        inferred=sum(each.is_inferred for each in whole),
        missing=tuple(each.owing for each in told if each.state == MISSING),
        awaited=tuple(each.owing for each in told if each.state == AWAITED),
        latest=latest,
        units=tuple(each for each in told if each.is_told),
    )


def _latest(snapshot: Snapshot, area: str, period: Period) -> dict[str, date]:
    """By dataset the last date of its data here, up to the period's end."""
    return dict(
        snapshot.execute(
            f"SELECT dataset, max(last_date) FROM dated WHERE last_date <= $last AND {_COUNTIES} GROUP BY dataset",
            {"area": area, "last": period.last},
        ).fetchall()
    )


def _last(month: date) -> date:
    return Period(month).last


@dataclass(frozen=True)
class _Speech:
    """What one batch speaks for in one area."""

    is_list: bool
    first: date
    last: date
    at: date | None  # the day it was imported
    inferred: bool


@dataclass(frozen=True)
class _Spoken:
    """What the batches that stand speak for."""

    above: Mapping[str, Sequence[str]]
    towns: Mapping[
        str, Sequence[tuple[str, date | None, date | None]]
    ]  # county → its townships, since and until when
    of_area: Mapping[tuple[str, str], Sequence[_Speech]]  # dataset, area
    begun: date | None  # the day anything was first imported

    @classmethod
    def of(cls, snapshot: Snapshot) -> "_Spoken":
        return snapshot.once("spoken", _spoken)

    def first(self, dataset: str, unit: Unit, month: date) -> _Speech | None:
        """The first batch that gave a unit's month; where townships gave it one by one, the last of them."""
        own = self._earliest(dataset, self.above.get(unit.code, ()), unit, month)
        if own is not None or unit.level != "county":
            return own
        day = _last(month)
        parts = [
            self._earliest(dataset, (town,), unit, month)
            for town, since, until in self.towns.get(unit.code, ())
            if (since is None or since <= day) and (until is None or until > day)
        ]
        whole = [part for part in parts if part is not None]
        return max(whole, key=_when) if whole and len(whole) == len(parts) else None

    def _earliest(self, dataset: str, areas: Sequence[str], unit: Unit, month: date) -> _Speech | None:
        """A list counts for a month when it is of a day since the month before that was owed."""
        before = month
        while True:
            before = Period(before).shift(-1).first
            if before.month in unit.months:
                break
        found = [
            each
            for area in areas
            for each in self.of_area.get((dataset, area), ())
            if (before < each.first <= month if each.is_list else each.first <= month <= each.last)
        ]
        return min(found, key=_when, default=None)


def _when(speech: _Speech) -> date:
    return speech.at or date.max


def _spoken(snapshot: Snapshot) -> _Spoken:
    of_area: dict[tuple[str, str], list[_Speech]] = defaultdict(list)
    for dataset, area, is_list, first, last, at, inferred in snapshot.execute(
        "SELECT said.dataset, said.area_code, told.is_list, said.first_month, said.last_month, batch.imported_at::DATE, "
        "coalesce(said.inferred, false) FROM store.coverage AS said "
        "JOIN (SELECT DISTINCT dataset, is_list FROM coverage) AS told USING (dataset) "
        "LEFT JOIN store.batch AS batch ON batch.batch = said.batch"
    ).fetchall():
        of_area[dataset, area].append(_Speech(is_list, first, last, at, inferred))
    towns: dict[str, list[tuple[str, date | None, date | None]]] = defaultdict(list)
    for county, town, since, until in snapshot.execute(
        "SELECT path.ancestor_code, span.area_code, greatest(path.since, span.since), least(path.until, span.until) "
        "FROM area_span AS span JOIN area_path AS path ON path.area_code = span.area_code AND path.since < span.until "
        "AND path.until > span.since WHERE span.level = 'township' AND span.counts IS DISTINCT FROM false "
        "AND path.ancestor_level = 'county'"
    ).fetchall():
        towns[county].append((town, since, until))
    begun = snapshot.execute("SELECT min(imported_at)::DATE FROM store.batch").fetchall()[0][0]
    return _Spoken(Reports.of(snapshot).above, towns, of_area, begun)


def reports(
    snapshot: Snapshot, contracts: Sequence[Contract], area: str, period: Period
) -> list[tuple[str, int, date | None]]:
    """What the exports hold from the area: (dataset, rows, latest date), datasets without a row left out.

    Of a registry the list in force at the period's end; of events the rows of the year up to then.
    """
    found = []
    for contract in contracts:
        if contract.is_register:
            continue
        if contract.is_registry:
            origin, dated, where = snapshot.part(f"{contract.name}_monthly"), "_as_of", "period = $month"
            when = {"month": date(period.last.year, period.last.month, 1)}
        else:
            origin, dated = (
                snapshot.part(f'"{contract.name}"'),
                contract.date,
            )  # a dataset may be called like a word of SQL
            where = f'"{dated}" BETWEEN $january AND $last'
            when = {"january": date(period.last.year, 1, 1), "last": period.last}
        rows, latest = snapshot.execute(
            f'SELECT count(*), max("{dated}") FROM {origin} AS row WHERE {where} '
            f"AND {tree.inside('row.area_code', f'row.{dated}' if not contract.is_registry else 'row.period')}",
            {"area": area, **when},
        ).fetchall()[0]
        if rows:
            found.append((contract.name, rows, latest))
    return found


def last_import(snapshot: Snapshot) -> date | None:
    """The day the newest batch of a version was imported; None where that was never written down."""
    return snapshot.execute("SELECT max(imported_at)::DATE FROM store.batch").fetchall()[0][0]
