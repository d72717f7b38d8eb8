"""The funnel engine against golden vectors, a brute-force oracle, and what must hold for any data."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest

from tests.measure import funnel_oracle
from tests.measure.funnel_oracle import Event
from tuanqing.define.steps import StepList, inline
from tuanqing.measure import funnel
from tuanqing.measure.funnel import STATES, Question
from tuanqing.store.warehouse.snapshot import Snapshot

DAY = date(2023, 1, 1)
TITLES = {"zh": "某步", "en": "a step"}


def step_list(*steps: Mapping, **common) -> StepList:
    """A list of steps given by their keys."""
    front = {"stalled_after_days": 30, "exits": {"transferred": ["out"], "failed": ["no"]}, **common}
    return inline(front | {"steps": [{"title": TITLES, **step} for step in steps]}, "test", TITLES, "test")


PLAIN = step_list(*({"code": code} for code in "abcd"))
BOUND = step_list(
    {"code": "a"},
    {"code": "b", "maximum_days": 9},
    {"code": "c", "minimum_days": 5, "counted_from": "a"},
    {"code": "d", "minimum_days": 2, "maximum_days": 20, "counted_from": "b"},
)
OPTIONAL = step_list(
    {"code": "a"},
    {"code": "b", "optional": True, "maximum_days": 4},
    {"code": "c"},
    {"code": "d", "optional": True},
    {"code": "e", "optional": True, "minimum_days": 3},
    {"code": "f", "maximum_days": 15},
    {"code": "g", "optional": True},
)


def filled(people: Sequence[Sequence[Event]]) -> Snapshot:
    """A connection with table `event`, person n having the events of people[n]; `who` is the person again."""
    con = duckdb.connect()
    rows = [
        (f"{n:05d}", code, DAY + timedelta(day)) for n, events in enumerate(people) for code, day in events
    ]
    frame = pl.DataFrame(
        rows, schema={"person": pl.String, "step": pl.String, "on_date": pl.Date}, orient="row"
    )
    con.register("given", frame)
    con.execute(
        "CREATE TABLE event AS SELECT 'C' AS area_code, *, person AS who FROM given ORDER BY hash(person || step)"
    )
    return Snapshot("people", con)


def levels(people: Sequence[Sequence[Event]], steps: StepList = PLAIN, **asked) -> list[int]:
    """How far each person came."""
    with filled(people) as con:
        found = funnel.run(
            con, "event", steps, Question(by="who", as_of=DAY + timedelta(1000), **asked)
        ).steps
    reached = dict(found.group_by("group").agg(pl.col("reached").sum()).iter_rows())
    return [reached.get(f"{n:05d}", 0) for n in range(len(people))]


def line(text: str) -> list[Event]:
    """`A0 B10` as events; letters alone follow each other day by day."""
    parts = text.split() if " " in text or text[-1].isdigit() else list(text)
    return [(part[0].lower(), int(part[1:] or n)) for n, part in enumerate(parts)]


GOLDEN = [  # statistics.md d.8: sequence, window, level
    ("ABCD", 100, 4),
    ("ABCBD", 100, 4),
    ("ABDC", 100, 3),
    ("AXB", 100, 2),
    ("BA", 100, 1),
    ("BAB", 100, 2),
    ("AABC", 100, 3),
    ("B5 A5", 100, 2),
    ("A0 B10", 10, 2),
    ("A0 B11", 10, 1),
]


@pytest.mark.parametrize(("sequence", "within", "level"), GOLDEN)
@pytest.mark.parametrize("order", ["first", "latest"])
def test_a_golden_vector(sequence, within, level, order):
    assert levels([line(sequence)], order=order, within=within, repair=False) == [level]


def test_the_start_that_leads_furthest_may_be_a_later_one():
    people = [line("A0 A30 B45 C75")]
    assert levels(people, order="latest", within=60, repair=False) == [3]
    assert levels(people, order="first", within=60, repair=False) == [2]


def test_between_two_starts_that_lead_as_far_the_later_one_counts():
    with filled([line("A0 A3 B8")]) as con:
        for order, days in (("first", 8), ("latest", 5)):
            found = funnel.run(con, "event", PLAIN, Question(order=order)).steps
            assert found["p50"][1] == days


def sequences(steps: StepList, count: int, seed: int) -> list[list[Event]]:
    """Random people: a few steps, foreign events and exits on a few days, so that everything collides."""
    draw = random.Random(seed)
    codes = [step.code for step in steps.steps]
    words = [*codes, *codes, codes[0], "x", "out", "no"]
    return [
        [(draw.choice(words), draw.randrange(40)) for _n in range(draw.randrange(9))] for _p in range(count)
    ]


MODES = [
    pytest.param(
        steps, order, repair, within, id=f"{name}-{order}-{'repair' if repair else 'plain'}-{within}"
    )
    for name, steps in (("plain", PLAIN), ("bound", BOUND), ("optional", OPTIONAL))
    for order in ("first", "latest")
    for repair in (True, False)
    for within in (12, None)
]


@pytest.mark.parametrize(("steps", "order", "repair", "within"), MODES)
def test_ten_thousand_random_people_fare_as_the_oracle_says(steps, order, repair, within):
    people, as_of = sequences(steps, 10_000, 8), 34
    asked = Question(by="who", order=order, repair=repair, within=within, as_of=DAY + timedelta(as_of))
    with filled(people) as con:
        result = funnel.run(con, "event", steps, asked)
    found_steps, found_states = [], {}
    keep = [
        "group",
        "n",
        "reached",
        "gap_filled",
        "out_of_order",
        "too_early",
        "too_late",
        "open",
        "step",
        "p50",
    ]
    for row in result.steps.select(keep).iter_rows(named=True):
        found_steps.append(row)
    for row in result.classes.filter(pl.col("entrants") > 0).iter_rows(named=True):
        found_states[row["group"]] = (row["step"], *(state for state in STATES if row[state]))
    wanted_steps, wanted_states = [], {}
    for n, events in enumerate(people):
        best = funnel_oracle.best(steps, events, order=order, within=within, as_of=as_of, repair=repair)
        if best:
            rows = funnel_oracle.figures(steps, best, repair=repair)
            wanted_steps += [{"group": f"{n:05d}", **row} for row in rows]
            wanted_states[f"{n:05d}"] = (steps.steps[best.level - 1].code, best.state)
    assert len(wanted_states) > 4_000
    different = [(a, b) for a, b in zip(found_steps, wanted_steps, strict=True) if a != b]
    assert not different, (len(different), different[:3])
    assert found_states == wanted_states


@pytest.mark.parametrize("within", [5, 12, None])
def test_latest_without_repair_is_window_funnel(within):
    people = sequences(PLAIN, 10_000, 3)
    wanted = [funnel_oracle.window_funnel("abcd", events, within) for events in people]
    assert levels(people, order="latest", within=within, repair=False) == wanted


@pytest.mark.parametrize("within", [12, None])
def test_without_repair_a_person_comes_as_far_as_any_choice_of_dates_allows(within):
    people, wanted = sequences(PLAIN, 10_000, 4), []
    for events in people:
        start = min((day for code, day in events if code == "a"), default=None)
        days = [[d for c, d in events if c == code and d - (start or 0) <= (within or 99)] for code in "bcd"]
        wanted.append(0 if start is None else funnel_oracle.attainable([[start], *days]))
    assert levels(people, order="first", within=within, repair=False) == wanted
