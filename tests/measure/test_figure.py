"""What a figure carries: who reported it, of what day it is, what it changed by; and what is not said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.made import CUBE, REPORTS
from tests.measure.trees import grow
from tuanqing.define.period import Period, parse
from tuanqing.define.query import Indicator
from tuanqing.measure import comparison, figure
from tuanqing.store.warehouse.snapshot import Snapshot

YEARS = (2021, 2022, 2023)
MONTHS = [date(year, n, 1) for year in YEARS for n in range(1, 13)]
TOWNS = ("T1", "T2", "T3")
AREAS = """
CREATE TABLE area (area_code VARCHAR, name VARCHAR, level VARCHAR, counts BOOLEAN, parent_code VARCHAR, valid_to DATE,
    kind VARCHAR, youth BIGINT, contact_office VARCHAR, valid_from DATE);
"""


@dataclass
class Place:
    """A county of three townships that owe one dataset each month (events) or each half-year (a list)."""

    indicator: Indicator
    kind: str = "events"
    units: Mapping[str, Sequence[date]] = field(default_factory=lambda: dict.fromkeys(TOWNS, MONTHS))
    lists: Mapping[date, date] = field(default_factory=dict)  # month → the date of the list in force
    cells: list[tuple] = field(default_factory=list)  # area, period, numerator, denominator, lower bound
    columns: tuple[str, ...] = ("n",)

    def cell(self, area: str, period: str, numerator: float, denominator: float | None = None, bound=False):
        self.cells.append((area, parse(period), numerator, denominator, bound))

    def snapshot(self) -> Snapshot:
        con = duckdb.connect()
        con.execute(AREAS + CUBE + REPORTS)
        rows = [("C", "东平县", "county", None), *((t, f"{t}镇", "township", "C") for t in TOWNS)]
        for code, name, level, parent in rows:
            con.execute(
                "INSERT INTO area VALUES (?, ?, ?, true, ?, NULL, NULL, NULL, NULL, NULL)",
                [code, name, level, parent],
            )
        grow(con, view=True)
        con.execute("INSERT INTO measured VALUES (?, 'd', ?, ['n'])", [self.indicator.name, self.kind])
        owes = list(range(1, 13)) if self.kind == "events" else [6, 12]
        con.executemany(
            "INSERT INTO owed VALUES ('d', ?, 'township', ?, 10, NULL, NULL)", [[t, owes] for t in TOWNS]
        )
        given = [[unit, month, list(self.columns)] for unit, months in self.units.items() for month in months]
        if given:
            con.executemany("INSERT INTO reported_unit VALUES ('d', ?, ?, ?)", given)
            reached = max(month for _unit, month, _columns in given)
            con.execute("INSERT INTO dated VALUES ('d', 'C', ?, ?)", [reached, reached.replace(day=28)])
        if self.lists:
            con.executemany(
                "INSERT INTO in_force VALUES ('d', 'C', ?, ?)", [[m, d] for m, d in self.lists.items()]
            )
        for area, period, numerator, denominator, bound in self.cells:
            value = numerator if denominator is None else self.indicator.factor * numerator / denominator
            con.execute(
                "INSERT INTO cube VALUES (?, '', '', ?, ?, ?, ?, ?, ?, ?)",
                [self.indicator.name, area, period.grain, period.first, numerator, denominator, value, bound],
            )
        return Snapshot("made", con)

    def figure(self, period: str, area: str = "C") -> figure.Figure:
        with self.snapshot() as snapshot:
            return figure.figure(snapshot, self.indicator, area, parse(period))


@pytest.fixture(scope="session")
def times(library) -> Indicator:
    """Events that add up."""
    return library.indicators["volunteer_person_times"]


@pytest.fixture
def homes(library) -> Indicator:
    """A stock on a list."""
    return library.indicators["youth_homes"]


@pytest.fixture
def rate(library) -> Indicator:
    """A percentage, the higher the better."""
    return replace(
        library.indicators["youth_home_township_coverage"], targets=((date(2020, 1, 1), 100.0, ""),)
    )


def between(first: str, last: str) -> list[date]:
    return [month for month in MONTHS if parse(first).first <= month <= parse(last).first]


def test_two_whole_years_are_compared(times):
    place = Place(times)
    place.cell("C", "2022", 12000)
    place.cell("C", "2023", 34591)
    found = place.figure("2023")
    assert (found.reported, found.expected, found.status) == (3, 3, "no_target")
    assert (found.change.kind, round(found.change.size, 1)) == ("percent", 188.3)
    assert found.change.was.value == 12000


@pytest.mark.parametrize(("now", "before"), [(True, False), (False, True), (True, True)])
def test_between_lower_bounds_nobody_knows_the_change(times, now, before):
    place = Place(times)
    place.cell("C", "2022", 12000, bound=before)
    place.cell("C", "2023", 34591, bound=now)
    change = place.figure("2023").change
    assert (change.kind, change.size, change.reason) == ("", None, "bound")


def test_where_nobody_reported_there_is_no_figure_even_if_the_cube_has_a_nought(times):
    place = Place(times, units={})
    place.cell("C", "2023", 0)
    found = place.figure("2023")
    assert (found.value, found.status, found.absence) == (None, "no_data", "unreported")
    assert (found.reported, found.expected) == (0, 3)


def test_a_unit_that_lacks_a_column_has_not_reported_it(times):
    place = Place(times, columns=("other",))
    place.cell("C", "2023", 5)
    assert place.figure("2023").value is None


def test_a_total_of_some_units_is_partial_and_judged_and_compared_with_nothing(times):
    place = Place(times, units={"T1": MONTHS, "T2": between("2022-01", "2022-12")})
    place.cell("C", "2022", 12000)
    place.cell("C", "2023", 15072)
    found = place.figure("2023")
    assert (found.reported, found.expected, found.is_partial, found.status) == (1, 3, True, "partial")
    assert (found.change.size, found.change.reason) == (None, "units")
    found = replace(place, units={"T1": MONTHS}).figure("2023")
    assert found.status == "partial"
    assert round(found.change.size, 1) == 25.6, "of the same units a change can be known"


def test_a_year_is_reported_when_each_of_its_months_is(times):
    place = Place(
        times, units={"T1": MONTHS, "T2": MONTHS, "T3": [m for m in MONTHS if m != date(2023, 5, 1)]}
    )
    place.cell("C", "2023", 5)
    assert (place.figure("2023").reported, place.figure("2023").is_partial) == (2, True)
    place.cell("C", "2023-04", 1)
    assert place.figure("2023-04").reported == 3


def test_a_period_that_has_not_ended_waits_and_is_compared_with_none(times):
    place = Place(times, units=dict.fromkeys(TOWNS, between("2022-01", "2023-06")))
    place.cell("C", "2022", 900)
    place.cell("C", "2023", 400)
    found = place.figure("2023")
    assert (found.until, found.reported) == (date(2023, 6, 1), 3)
    assert (found.change.size, found.change.reason) == (None, "unfinished")
    judged = replace(
        place, indicator=replace(times, targets=((date(2020, 1, 1), 800.0, "year"),), better="higher")
    )
    assert judged.figure("2023").status == "waits"
    assert judged.figure("2022").status == "met"


def listed(indicator: Indicator, days: Mapping[str, str], values: Mapping[str, float]) -> Place:
    """Lists of some days in force from their month on, and a value for each month."""
    dates = [date.fromisoformat(day) for day in days]
    lists = {
        m: max(d for d in dates if d.replace(day=1) <= m) for m in MONTHS if m >= min(dates).replace(day=1)
    }
    place = Place(indicator, "registry", {town: tuple(lists) for town in TOWNS}, lists)
    for month, day in lists.items():
        place.cell("C", f"{month:%Y-%m}", values[days[str(day)]])
    return place


def test_an_old_list_is_no_change(homes):
    place = listed(homes, {"2023-06-30": "a", "2023-12-31": "b"}, {"a": 70, "b": 78})
    found = place.figure("2023-11")
    assert found.list_as_of == date(2023, 6, 30)
    assert (found.change.size, found.change.reason) == (None, "same_list")
    found = place.figure("2023-12")
    assert found.change.by_list
    assert found.change.was.list_as_of == date(2023, 6, 30)
    assert round(found.change.size, 1) == 11.4


def test_lists_of_another_place_are_not_among_those_a_figure_rests_on(homes):
    """Another county whose data end earlier: its months must not bring our own older lists in."""
    place = listed(
        homes, {"2022-12-31": "a", "2023-06-30": "b", "2023-12-31": "c"}, {"a": 60, "b": 70, "c": 78}
    )
    with place.snapshot() as snapshot:
        snapshot.execute(
            "INSERT INTO area (area_code, name, level, counts) VALUES ('X', '西平县', 'county', true)"
        )
        snapshot.execute("INSERT INTO dated VALUES ('d', 'X', DATE '2023-06-01', DATE '2023-06-28')")
        found = figure.figure(snapshot, homes, "C", parse("2023-12"))
    assert (found.previous.kind, found.previous.was.heard.listed) == ("percent", date(2023, 6, 30))
    assert (found.year.kind, found.year.was.heard.listed) == ("percent", date(2022, 12, 31))
    assert (found.heard.level, found.heard.listed) == ("township", date(2023, 12, 31))


def test_lists_of_two_datasets_of_one_day_do_not_hide_each_other(homes):
    place = listed(homes, {"2023-06-30": "a", "2023-12-31": "b"}, {"a": 70, "b": 78})
    with place.snapshot() as snapshot:
        for table in ("owed", "in_force", "reported_unit"):
            snapshot.execute(f"INSERT INTO {table} SELECT * REPLACE ('e' AS dataset) FROM {table}")
        snapshot.execute("INSERT INTO measured VALUES (?, 'e', 'registry', ['n'])", [homes.name])
        found = figure.figure(snapshot, homes, "C", parse("2023-12"))
    assert round(found.change.size, 1) == 11.4


def test_lists_of_an_even_number_of_townships_are_told_apart_by_their_day(homes):
    place = listed(homes, {"2023-06-30": "a", "2023-12-31": "b"}, {"a": 70, "b": 78})
    with place.snapshot() as snapshot:
        snapshot.execute("INSERT INTO in_force SELECT * REPLACE ('T1' AS cover) FROM in_force")
        found = figure.figure(snapshot, homes, "C", parse("2023-12"))
    assert round(found.change.size, 1) == 11.4


def test_what_stands_on_a_list_and_on_events_is_compared_by_periods(homes):
    """The list is the same, the events of two whole months are not: no list's date names that change."""
    place = listed(homes, {"2022-06-30": "a"}, {"a": 70})
    place.cells[-1] = ("C", parse("2023-12"), 78, None, False)
    with place.snapshot() as snapshot:
        snapshot.execute(
            "INSERT INTO owed SELECT * REPLACE ('e' AS dataset, range(1, 13)::INTEGER[] AS months) FROM owed"
        )
        snapshot.execute(
            "INSERT INTO reported_unit SELECT 'e', area_code, period, columns FROM reported_unit"
        )
        snapshot.execute("INSERT INTO measured VALUES (?, 'e', 'events', ['n'])", [homes.name])
        found = figure.figure(snapshot, homes, "C", parse("2023-12"))
    assert (found.previous.by_list, found.previous.kind) == (False, "percent")


def test_one_earlier_list_gives_one_change_not_two(homes):
    place = listed(homes, {"2022-06-30": "a", "2023-12-31": "b"}, {"a": 70, "b": 78})
    found = place.figure("2023-12")
    assert (found.year.kind, found.previous.kind, found.previous.reason) == ("percent", "", "twice")


def test_a_list_carried_forward_is_one_observation(homes):
    days = {"2021-01-31": "a", "2021-07-31": "b", "2022-01-31": "c"}
    place = listed(homes, days, {"a": 10, "b": 11, "c": 12})
    with place.snapshot() as snapshot:
        months = [Period(month) for month in MONTHS[:18]]
        found = figure.series(snapshot, [homes], "C", months)[homes.name]
    assert [a.value for a in found] == [10] * 6 + [11] * 6 + [12] * 6
    assert [a.value for a in figure.observations(found, homes)] == [10, 11, 12]


@pytest.mark.parametrize(
    ("better", "value", "bound", "status"),
    [
        ("higher", 100, False, "met"),
        ("higher", 90, False, "near"),
        ("higher", 89.9, False, "missed"),
        ("higher", 81, False, "missed"),
        ("higher", 80, True, "unsure"),
        ("higher", 100, True, "met"),
        ("lower", 100, False, "met"),
        ("lower", 110, False, "near"),
        ("lower", 110.1, False, "missed"),
        ("lower", 90, True, "unsure"),
        ("lower", 120, True, "missed"),
    ],
)
def test_near_is_within_a_tenth_of_the_target(rate, better, value, bound, status):
    amount = figure.Amount(parse("2023"), Decimal(1), Decimal(20), value, bound)
    assert figure.judged(replace(rate, better=better), amount)["status"] == status


def test_a_sum_since_january_keeps_its_bound_and_counts_its_holes(times):
    place = Place(times, units={town: [m for m in MONTHS if m != date(2023, 2, 1)] for town in TOWNS})
    place.cell("C", "2023-01", 10, bound=True)
    place.cell("C", "2023-03", 5)
    with place.snapshot() as snapshot:
        summed = figure.since_january(snapshot, [times], "C", parse("2023-03"))[times.name]
        assert figure.since_january(snapshot, [times], "C", parse("2023-01")) == {}
        assert figure.since_january(snapshot, [times], "C", parse("2023")) == {}
    assert (summed.amount.value, summed.amount.lower_bound, summed.missing) == (15, True, 1)


def towns(
    indicator: Indicator, values: Mapping[str, tuple[float, float | None]], **more
) -> list[figure.Figure]:
    place = Place(indicator, **more)
    for town, (numerator, denominator) in values.items():
        place.cell(town, "2023", numerator, denominator)
    with place.snapshot() as snapshot:
        return figure.figures(snapshot, [indicator], TOWNS, parse("2023"))


def test_equals_share_a_rank_and_who_is_first_depends_on_what_is_better(times):
    found = towns(replace(times, better="higher"), {"T1": (5, None), "T2": (9, None), "T3": (9, None)})
    assert [(row.rank, row.tied) for row in found] == [(3, 1), (1, 2), (1, 2)]
    found = towns(replace(times, better="lower"), {"T1": (5, None), "T2": (9, None), "T3": (9, None)})
    assert [row.rank for row in found] == [1, 2, 2]


def test_among_partial_totals_nobody_is_ranked(times):
    units = {"T1": MONTHS, "T2": MONTHS, "T3": MONTHS[:-3]}
    values = {"T1": (5, None), "T2": (9, None), "T3": (1, None)}
    assert [row.rank for row in towns(replace(times, better="higher"), values, units=units)] == [None] * 3


def test_peers_rank_the_lowest_first_where_lower_is_better(times):
    for better, ranks in (("higher", [3, 2, 1]), ("lower", [1, 2, 3])):
        place = Place(replace(times, better=better))
        for n, town in enumerate(TOWNS, start=1):
            place.cell(town, "2023", n)
        with place.snapshot() as snapshot:
            found = [
                comparison.peers(snapshot, [place.indicator], town, parse("2023"))[times.name].rank
                for town in TOWNS
            ]
        assert found == ranks


@settings(max_examples=60, deadline=None)
@given(
    holes=st.dictionaries(st.sampled_from(TOWNS), st.sets(st.sampled_from(MONTHS), max_size=36), max_size=3),
    values=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    bound=st.booleans(),
)
def test_nothing_is_said_on_an_incomplete_repeated_or_absent_base(times, holes, values, bound):
    judged = replace(times, better="higher", targets=((date(2020, 1, 1), 2.0, ""),))
    units = {town: [m for m in MONTHS if m not in holes.get(town, set())] for town in TOWNS}
    place = Place(judged, units=units)
    for (town, year), value in zip(((t, y) for t in TOWNS for y in ("2022", "2023")), values, strict=True):
        place.cell(town, year, value, bound=bound)
    with place.snapshot() as snapshot:
        found = figure.figures(snapshot, [judged], TOWNS, parse("2023"))
    for row in found:
        months = {y: set(units[row.area_code]) & {m for m in MONTHS if m.year == y} for y in (2022, 2023)}
        last = max((m for town in TOWNS for m in units[town]), default=None)
        if not months[2023]:
            assert row.value is None
        if months[2023] and last and len(months[2023]) < last.month and last.year == 2023:
            assert row.is_partial
            assert row.status == "partial"
        if any(len(months[y]) < 12 for y in months) or bound:
            assert row.previous.size is None or row.previous.was.heard.units == row.heard.units
        if bound:
            assert row.change is None or row.change.size is None
            assert row.rank is None
        if any(other.is_partial for other in found):
            assert row.rank is None
