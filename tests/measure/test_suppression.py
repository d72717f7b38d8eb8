"""What somebody with areas can work out of others by subtracting totals, areas, periods, breakdowns and funnels: nothing few."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import duckdb
import polars as pl
import pytest

from tests.measure.made import CUBE
from tests.measure.trees import grow
from tuanqing.define import query as queries_of
from tuanqing.define import steps as steps_of
from tuanqing.define.errors import Refused
from tuanqing.define.period import GRAINS, Period, parse
from tuanqing.measure import breakdown, funnel, seen, suppression
from tuanqing.measure.amount import amounts
from tuanqing.measure.funnel import Question
from tuanqing.store.warehouse.snapshot import Snapshot

LIBRARY = queries_of.load_all()
SUM, LAST, DISTINCT, SHARE = (
    "league_applicants",
    "party_talent_pool",
    "party_recommended",
    "entry_conditions_met",
)
BY = {SUM: "grade", LAST: "field", DISTINCT: "route", SHARE: "grade"}
PLACES = {"P": None, "C": "P", "D": "P", "T1": "C", "T2": "C", "T3": "C", "D1": "D"}
LEVELS = {"P": "prefecture", "C": "county", "D": "county"}
MONTHS = [date(2023, n, 1) for n in range(1, 7)]
Atom = tuple[str, date, str]  # where, when, which member ("" of none)
Cell = tuple[str, str, str, str, str, date]  # indicator, dimension, member, area, grain, first day


def put_places(con: duckdb.DuckDBPyConnection) -> None:
    """The areas of PLACES, and what lies in what."""
    con.execute("CREATE TABLE area (area_code VARCHAR, name VARCHAR, level VARCHAR, parent_code VARCHAR)")
    con.executemany(
        "INSERT INTO area VALUES (?, ?, ?, ?)",
        [[code, f"{code}处", LEVELS.get(code, "township"), above] for code, above in PLACES.items()],
    )
    grow(con)


def up(place: str) -> Iterator[str]:
    at: str | None = place
    while at:
        yield at
        at = PLACES[at]


@dataclass
class County:
    """A made-up prefecture: for each indicator how many people there are in a place and month, by a column."""

    facts: Mapping[str, Mapping[Atom, int]]

    @classmethod
    def of(cls, seed: int) -> "County":
        dice = random.Random(seed)
        facts: dict[str, dict[Atom, int]] = {}
        for name in (SUM, LAST, SHARE):
            often = dice.choice((0.1, 0.5, 1.0))
            facts[name] = {
                (place, month, member): dice.choice((0, 1, 2, 3, 6, 9, 20)) if dice.random() < often else 0
                for place in ("T1", "T2", "T3", "D1")
                for month in MONTHS
                for member in ("x", "y", "")
            }
        return cls(facts)

    def cells(self) -> dict[Cell, tuple[int, int | None]]:
        """The cube: numerator and denominator."""
        found: dict[Cell, Counter] = defaultdict(Counter)
        for name, facts in self.facts.items():
            for (place, month, member), count in facts.items():
                for area in up(place):
                    for grain in GRAINS:
                        period = Period(month).within(grain)
                        if name == LAST and month.month != period.last.month:
                            continue
                        for dimension, value in (("", ""), (BY[name], member)):
                            if not dimension or member:
                                key = (name, dimension, value, area, grain, period.first)
                                found[key]["d"] += count
                                found[key]["n"] += count - count // 3 if name == SHARE else count
        return {key: (c["n"], c["d"] if key[0] == SHARE else None) for key, c in found.items()}

    def snapshot(self) -> Snapshot:
        con = duckdb.connect()
        put_places(con)
        con.execute(CUBE)
        rows = [(*key, n, d, float(n), False) for key, (n, d) in self.cells().items()]
        con.register("rows", pl.DataFrame(rows, orient="row", infer_schema_length=None))
        con.execute("INSERT INTO cube FROM rows")
        return Snapshot("made", con)


def told(snapshot: Snapshot) -> dict[Cell, tuple[int, int | None]]:
    """Every cell a reader is shown."""
    rows = snapshot.execute(
        "SELECT indicator, dimension, member, area_code, grain, period, numerator, denominator "
        f"FROM {seen.cube(snapshot)}"
    ).fetchall()
    return {(*key,): (int(n), None if d is None else int(d)) for *key, n, d in rows}  # type: ignore[misc]


class Span:
    """What follows from sums that are known: a row space (over a large prime field), after what must be 0 is taken out."""

    FIELD = 2**61 - 1

    def __init__(self, known: list[tuple[frozenset[Atom], int]]):
        self.zero = {atom for atoms, total in known if total == 0 for atom in atoms}
        self.rows: dict[Atom, dict[Atom, int]] = {}
        for atoms, _total in known:
            if rest := self.reduced(atoms):
                lead = min(rest)
                scale = pow(rest[lead], -1, self.FIELD)
                self.rows[lead] = {atom: value * scale % self.FIELD for atom, value in rest.items()}

    def reduced(self, atoms: frozenset[Atom]) -> dict[Atom, int]:
        left = dict.fromkeys(atoms - self.zero, 1)
        for lead in sorted(self.rows):  # a row has nothing before its lead
            if times := left.get(lead):
                for atom, value in self.rows[lead].items():
                    left[atom] = (left.get(atom, 0) - times * value) % self.FIELD
                left = {atom: value for atom, value in left.items() if value}
        return left

    def tells(self, atoms: frozenset[Atom]) -> bool:
        return not self.reduced(atoms)


def atoms_of(key: Cell, facts: Mapping[Atom, int], mine: set[str]) -> frozenset[Atom]:
    """Of a cell the people of others, place by place, month by month, member by member."""
    name, dimension, member, area, grain, first = key
    period = Period(first, grain)
    return frozenset(
        (place, month, value)
        for place, month, value in facts
        if area in up(place)
        and not mine & {*up(place)}
        and (month.month == period.last.month if name == LAST else period.first <= month <= period.last)
        and (not dimension or value == member)
    )


@pytest.mark.parametrize("scope", [("T1", "T2"), ("T1", "D1"), ("C",)])
def test_subtracting_recovers_no_small_number(scope):
    """All differences of all sums a reader is shown, worked out exactly: a count of 1 to 4 of others is never among them."""
    hidden_cells = shown_cells = 0
    for seed in range(5):
        county, mine = County.of(seed), set(scope)
        with county.snapshot() as whole:
            shown, everything = told(whole.seen_by(scope)), told(whole)
        for name, facts in county.facts.items():
            known = []
            for key, (numerator, denominator) in shown.items():
                if key[0] == name and not mine & {*up(key[3])}:
                    atoms = atoms_of(key, facts, mine)
                    known.append((atoms, sum(facts[atom] for atom in atoms)))
                    shown_cells += 1
                    assert (numerator, denominator) == everything[key]
            follows = Span(known)
            for key in everything:
                if key[0] != name or mine & {*up(key[3])}:
                    continue
                places = sorted({place for place, _month, _member in atoms_of(key, facts, mine)})
                for lot in {frozenset([p]) for p in places} | {frozenset(places)}:
                    cell = frozenset(a for a in atoms_of(key, facts, mine) if a[0] in lot)
                    unsaid = frozenset(a for a in cell if not a[2])  # which no breakdown has
                    for atoms in {cell, unsaid}:
                        if 0 < sum(facts[atom] for atom in atoms) < 5:
                            hidden_cells += 1
                            assert not follows.tells(atoms), (seed, key, lot)
    assert hidden_cells > 150
    assert shown_cells > 100


@pytest.mark.parametrize("scope", [("T1",), ("T1", "T2")])
def test_of_a_share_neither_part_nor_rest_is_few(scope):
    checked = 0
    for seed in range(5):
        with County.of(seed).snapshot() as whole:
            shown = told(whole.seen_by(scope))
        for key, (n, d) in shown.items():
            if key[0] != SHARE or key[3] != "C" or d is None:
                continue
            own = [shown.get((*key[:3], area, *key[4:]), (0, 0)) for area in scope]
            n, d = n - sum(o[0] for o in own), d - sum(o[1] or 0 for o in own)
            checked += 1
            assert not {n, d, d - n} & {1, 2, 3, 4}, (seed, key)
    assert checked


def test_what_is_hidden_is_said_to_be_and_is_no_nothing():
    """A county of 40 of one's own and 3 of others: its total is not told, nor its months, nor by grade."""
    facts = {("T1", MONTHS[5], "x"): 40, ("T2", MONTHS[5], "x"): 3}
    indicator = LIBRARY.indicators[SUM]
    periods = [parse("2023"), parse("2023-06")]
    with County({SUM: facts}).snapshot() as whole:
        reports(whole)
        mine = whole.seen_by(("T1",))
        county = amounts(mine, [indicator], ["C"], periods)
        assert {each.absence for each in county.values()} == {"hidden"}
        assert breakdown.members(mine, indicator, "grade", "C", periods[0]) == []
        assert [each.value for each in amounts(mine, [indicator], ["T1"], periods).values()] == [40, 40]
        assert [each.value for each in amounts(whole, [indicator], ["C", "T2"], periods).values()] == [
            43,
            43,
            3,
            3,
        ]
    with County({SUM: {**facts, ("T3", MONTHS[0], "y"): 0}}).snapshot() as whole:
        assert suppression.parts(whole.seen_by(("T1", "T2"))) == {"C": ["T1", "T2"], "P": ["C"]}


def reports(snapshot: Snapshot) -> None:
    from tests.measure.made import REPORTS

    snapshot.execute(REPORTS)
    snapshot.execute(
        "CREATE TABLE main.corrected (correction VARCHAR, dataset VARCHAR, area_code VARCHAR, cover VARCHAR, day DATE)"
    )
    snapshot.execute(
        "CREATE OR REPLACE TABLE measured (indicator VARCHAR, dataset VARCHAR, kind VARCHAR, columns VARCHAR[], used VARCHAR[])"
    )
    snapshot.execute("CREATE TABLE calendar AS SELECT DATE '2023-12-01' AS period")


def test_another_look_tells_nothing_of_others():
    """Verified figures differ from the claimed ones by a few rows."""
    with County.of(0).snapshot() as whole:
        reader = whole.seen_by(("T1",))
        rows = reader.execute(f"SELECT DISTINCT area_code FROM {seen.cube(reader, 'main.cube')}").fetchall()
        assert rows == [("T1",)]


def test_what_is_composed_of_such_counts_is_such_itself():
    compose = {name: i.compose for name, i in LIBRARY.indicators.items() if i.compose}
    assert compose
    found = suppression.suppressed(LIBRARY)
    assert {SUM, LAST, DISTINCT, SHARE, "badge_holders", "aid_beneficiaries"} <= found
    assert all(LIBRARY.funnels[name].suppress for name in LIBRARY.funnels)


LISTS = steps_of.load_all()
FUNNEL = LIBRARY.funnels["league_admission"]


def pipeline(seed: int, people: int = 0) -> Snapshot:
    """People on the way through a pipeline in three townships."""
    dice, steps = (
        random.Random(seed),
        [step.code for step in steps_of.choose(FUNNEL.step_lists(LISTS), FUNNEL.pipeline, area="C").steps],
    )
    con = duckdb.connect()
    put_places(con)
    con.execute("CREATE SCHEMA funnel")
    con.execute(
        "CREATE TABLE told (area_code VARCHAR, person VARCHAR, step VARCHAR, on_date DATE, born DATE, age_band VARCHAR, "
        "grade VARCHAR, field VARCHAR, recommended_by VARCHAR)"
    )
    rows = []
    for n in range(people or dice.choice((20, 60, 200))):
        place, day = dice.choice(("T1", "T1", "T2", "T3")), date(2021, 9, 1) + timedelta(dice.randrange(700))
        for step in steps[: dice.choice((1, 2, len(steps), len(steps)))]:
            rows.append(
                [
                    place,
                    f"p{n}",
                    step,
                    day,
                    None,
                    None,
                    dice.choice("78"),
                    "学校",
                    dice.choice(("团员", "少先队")),
                ]
            )
            day += timedelta(dice.randrange(40))
    con.register("rows", pl.DataFrame(rows, orient="row", infer_schema_length=None))
    con.execute("INSERT INTO told FROM rows")
    con.execute(f"CREATE VIEW funnel.{FUNNEL.name} AS FROM told")
    return Snapshot("made", con)


def test_a_funnel_beyond_ones_areas_tells_no_few():
    whole_ways = firsts = 0
    for seed in range(6):
        with pipeline(seed) as whole:
            reader = whole.seen_by(("T1",))
            county = funnel.of(reader, FUNNEL, LISTS, Question(area="C"))
            own = funnel.of(reader, FUNNEL, LISTS, Question(area="T1", as_of=county.asked.as_of))
            truth = funnel.of(whole, FUNNEL, LISTS, Question(area="C"))
        rows = list(zip(county.steps["reached"], own.steps["reached"], strict=True))
        others = [c - o for c, o in rows if c is not None]
        gaps = [before - after for before, after in pairwise(others)]
        assert not {*others, *gaps} & {1, 2, 3, 4}, (seed, others)
        assert [c for c, _o in rows if c is not None] == truth.steps["reached"].to_list()[: len(others)]
        assert county.steps["p50"].null_count() == len(rows), "no days of others"
        assert county.classes["entrants"].null_count() == len(rows)
        whole_ways += len(others) == len(rows)
        firsts += len(others) == 1
    assert whole_ways, "some are told as a whole"
    assert firsts, "of some only who began"


@pytest.mark.parametrize(
    "asked",
    [
        {"first": date(2022, 3, 1), "last": date(2022, 3, 3)},
        {"by": "recommended_by"},
        {"by": "township"},
        {"by": "cohort"},
        {"within": 30},
        {"order": "latest"},
        {"as_of": date(2022, 6, 1)},
    ],
)
def test_two_questions_about_others_cannot_be_subtracted(asked):
    with pipeline(2) as whole:
        reader = whole.seen_by(("T1",))
        with pytest.raises(Refused):
            funnel.of(reader, FUNNEL, LISTS, Question(area="C", **asked))
        with pytest.raises(Refused):
            funnel.of(reader, FUNNEL, LISTS, Question(area="T2"))
        with pytest.raises(Refused):
            funnel.of(reader, FUNNEL, LISTS, Question(area="P"))
        assert funnel.of(reader, FUNNEL, LISTS, Question(area="T1", **asked)).steps["reached"].sum() >= 0


def test_the_days_of_a_few_are_nobodys_to_read():
    """Three days, by way of recommendation: one child and his days were printed."""
    with pipeline(2, 200) as whole:
        window = Question(area="C", by="recommended_by", first=date(2022, 3, 1), last=date(2022, 3, 31))
        found = funnel.of(whole, FUNNEL, LISTS, window).steps
        everybody = funnel.of(whole, FUNNEL, LISTS, Question(area="C", by="recommended_by")).steps
    few = found.filter(found["reached"] - found["gap_filled"] - found["out_of_order"] < 5)
    assert few["reached"].max() > 0
    for name in ("p25", "p50", "p75", "p90", "km_median"):
        assert few[name].null_count() == len(few)
    assert everybody["p50"].null_count() < len(everybody)
