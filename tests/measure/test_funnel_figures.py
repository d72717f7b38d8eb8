"""What the funnel says of groups: intervals, times, ages, places, cohorts; and what holds for any data."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from types import SimpleNamespace

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.test_funnel import DAY, OPTIONAL, PLAIN, filled, step_list
from tests.measure.trees import grow
from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.measure import funnel
from tuanqing.measure.funnel import STATES, Question
from tuanqing.store.warehouse.snapshot import Snapshot

AREAS = [  # code, parent, level, name
    ("C", None, "county", "某县"),
    ("T1", "C", "township", "东溪镇"),
    ("T2", "C", "township", "西山乡"),
    ("S1", "T1", "school", "一中"),
]


def table(rows: Sequence[tuple], *columns: str) -> Snapshot:
    """Events with the columns given beside area_code, person, step and on_date; days are numbers. And the areas."""
    con = duckdb.connect()
    con.execute("CREATE TABLE area (area_code VARCHAR, parent_code VARCHAR, level VARCHAR, name VARCHAR)")
    con.executemany("INSERT INTO area VALUES (?, ?, ?, ?)", AREAS)
    grow(con)
    names = ["area_code", "person", "step", "on_date", *columns]
    kinds = [
        "VARCHAR",
        "VARCHAR",
        "VARCHAR",
        "DATE",
        *("DATE" if c == "born" else "VARCHAR" for c in columns),
    ]
    con.execute(f"CREATE TABLE event ({', '.join(f'{n} {k}' for n, k in zip(names, kinds, strict=True))})")
    values = [[*row[:3], DAY + timedelta(row[3]), *row[4:]] for row in rows]
    con.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(names))})", values)
    return Snapshot("people", con)


def entrants(result: funnel.Result) -> dict:
    """Group → how many entered."""
    return dict(result.classes.group_by("group").agg(pl.col("entrants").sum()).iter_rows())


def states(result: funnel.Result) -> dict[str, int]:
    """State → how many, those with any."""
    return {state: n for state in STATES if (n := result.classes[state].sum())}


@pytest.mark.parametrize(
    ("reached", "of", "low", "high"),
    [  # statistics.md d.1, in percent
        (0, 16, 0, 19.361), (16, 16, 80.639, 100), (24, 24, 86.202, 100), (14, 16, 63.977, 96.502),
        (89, 100, 81.369, 93.746), (8, 9, 56.500, 98.011), (450, 500, 87.058, 92.332),
    ],
)  # fmt: skip
def test_the_rate_of_a_step_has_its_wilson_interval(reached, of, low, high):
    with filled([[("a", 0), *([("b", 1)] if n < reached else [])] for n in range(of)]) as con:
        row = funnel.run(con, "event", PLAIN).steps.row(1, named=True)
    assert (row["n"], row["reached"], row["of_previous"]) == (of, reached, reached / of)
    assert [round(100 * row["wilson_low"], 3), round(100 * row["wilson_high"], 3)] == [low, high]


def test_the_kaplan_meier_median_is_the_one_worked_out_by_hand():
    """Taken after 2, 4, 4 and 10 days; waiting for 3, 8 and 12 days by the last day seen.

    At risk 7 at day 2, 5 at day 4, 2 at day 10: left over 6/7, 6/7·3/5 = 0.514, 0.514·1/2 = 0.257: the median is 10.
    The plain median of those who took it is 4.
    """
    taken = [[("a", 0), ("b", day)] for day in (2, 4, 4, 10)]
    waiting = [[("a", 20 - days)] for days in (3, 8, 12)]
    with filled([*taken, *waiting]) as con:
        row = funnel.run(con, "event", PLAIN, Question(as_of=DAY + timedelta(20))).steps.row(1, named=True)
        assert (row["open"], row["p50"], row["km_median"]) == (3, 4, 10)
        assert (row["p25"], row["p75"], row["p90"]) == (3.5, 5.5, pytest.approx(8.2))
        early = funnel.run(con, "event", PLAIN, Question(as_of=DAY + timedelta(20), within=5)).steps
        assert early["open"][1] == 1  # only who waits for 3 days is still in the window


def test_with_few_open_there_is_no_kaplan_meier_median():
    people = [[("a", 0), ("b", 3)] for _n in range(9)]
    for waiting, median in ((1, None), (2, 3)):
        with filled([*people, *[[("a", 0)]] * waiting]) as con:
            found = funnel.run(con, "event", PLAIN, Question(as_of=DAY + timedelta(9))).steps
        assert (found["open"][1], found["km_median"][1]) == (waiting, median)


def test_who_left_is_seen_until_then_and_not_open():
    people = [[("a", 0), ("b", 4)], [("a", 0), ("b", 9)], [("a", 0), ("out", 3)], [("a", 9)]]
    with filled(people) as con:
        row = funnel.run(con, "event", PLAIN, Question(as_of=DAY + timedelta(9))).steps.row(1, named=True)
    assert (row["open"], row["km_median"]) == (
        1,
        4,
    )  # two at risk on day 4; one day later for the leaver, and it is 9


YOUNG = step_list(
    {"code": "a"}, {"code": "b"}, {"code": "c", "minimum_age": 14}, {"code": "d", "minimum_age": 18}
)


@pytest.mark.parametrize(
    ("events", "born", "band", "state"),
    [
        ("a", date(2009, 1, 11), None, "under_age"),  # 14 a day after the day seen
        ("a", date(2009, 1, 10), None, "in_time"),
        ("abc", date(2009, 1, 10), None, "under_age"),  # the gate ahead is 18 now
        ("abc", date(2005, 1, 10), None, "in_time"),
        ("a", None, "12_13", "under_age"),
        ("a", None, "under_6", "under_age"),
        ("a", None, "14_17", "in_time"),
        ("abc", None, "14_17", "under_age"),
        ("abc", None, "35_over", "in_time"),
        ("a", date(2008, 1, 1), "12_13", "in_time"),  # the birth date knows better
        ("a", None, None, "in_time"),  # nobody is called too young for want of a date
        ("abcd", None, "12_13", "completed"),
    ],
)
def test_who_is_too_young_for_the_gate_ahead_is_under_age(events, born, band, state):
    rows = [("C", "p", code, n, born, band) for n, code in enumerate(events)]
    with table(rows, "born", "age_band") as con:
        assert states(funnel.run(con, "event", YOUNG, Question(as_of=DAY + timedelta(9)))) == {state: 1}


def test_a_child_grows_out_of_an_old_band():
    with table([("C", "p", "a", 0, "12_13")], "age_band") as con:
        for years, state in ((1, "under_age"), (2, "stalled")):
            asked = Question(as_of=date(DAY.year + years, DAY.month, DAY.day))
            assert states(funnel.run(con, "event", YOUNG, asked)) == {state: 1}


MOVED = [  # who began in one place and went on in another
    ("S1", "p", "a", 0, "初一"), ("T2", "p", "b", 5, "初二"), ("C", "p", "out", 9, None),
    ("T1", "q", "a", 0, "初一"), ("T1", "q", "b", 5, "初二"),
    ("C", "r", "a", 0, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("attribution", "by", "groups"),
    [
        ("first", None, {"": 3}),
        ("first", "county", {"C": 3}),
        ("first", "township", {"T1": 2, None: 1}),
        ("first", "school", {"S1": 1, None: 2}),
        ("first", "grade", {"初一": 2, None: 1}),
        ("last", "township", {"T2": 1, "T1": 1, None: 1}),
        ("last", "grade", {"初二": 2, None: 1}),
    ],
)
def test_a_person_counts_in_one_place(attribution, by, groups):
    with table(MOVED, "grade") as con:
        assert entrants(funnel.run(con, "event", PLAIN, Question(by=by, attribution=attribution))) == groups


@pytest.mark.parametrize(
    ("attribution", "area", "count"),
    [("first", "T1", 2), ("first", "T2", 0), ("last", "T2", 1), ("last", "T1", 1), ("last", "C", 3)],
)
def test_an_area_is_who_counts_there_with_all_they_did_elsewhere(attribution, area, count):
    with table(MOVED, "grade") as con:
        asked = Question(area=area, attribution=attribution, as_of=DAY + timedelta(20))
        result = funnel.run(con, "event", PLAIN, asked)
    assert entrants(result) == {"": count}
    assert result.steps["reached"][1] == (2 if area == "C" else count)  # what they did elsewhere is seen


def test_a_group_carries_the_name_of_its_area():
    with table(MOVED, "grade") as con:
        found = funnel.run(con, "event", PLAIN, Question(by="township")).steps
    assert found.select("group", "group_name").unique(maintain_order=True).rows() == [
        ("T1", "东溪镇"),
        (None, None),
    ]


def test_cohorts_are_months_half_years_and_school_years():
    starts = [date(2022, 8, 31), date(2022, 9, 1), date(2023, 6, 30), date(2023, 7, 1)]
    with table([("C", str(n), "a", (day - DAY).days) for n, day in enumerate(starts)]) as con:
        found = {
            grain: entrants(funnel.run(con, "event", PLAIN, Question(by="cohort", cohort=grain)))
            for grain in ("month", "half", "school_year")
        }
        asked = Question(first=date(2022, 9, 1), last=date(2023, 6, 30))
        assert entrants(funnel.run(con, "event", PLAIN, asked)) == {"": 2}
    assert found["month"] == {"2022-08": 1, "2022-09": 1, "2023-06": 1, "2023-07": 1}
    assert found["half"] == {"2022H2": 2, "2023H1": 1, "2023H2": 1}
    assert found["school_year"] == {"2021-2022": 1, "2022-2023": 3}


def test_a_cohort_is_of_the_start_that_counts():
    with filled([[("a", 0), ("a", 30), ("b", 35)]]) as con:
        for order, first, count in (("first", 0, 1), ("first", 1, 0), ("latest", 1, 1), ("latest", 31, 0)):
            asked = Question(order=order, first=DAY + timedelta(first))
            assert entrants(funnel.run(con, "event", PLAIN, asked)) == {"": count}


def test_other_words_of_a_step_are_that_step():
    steps = step_list({"code": "a", "words": ["开始"]}, {"code": "b", "words": ["走'一'步"]})
    with filled([[("开始", 0), ("走'一'步", 3)]]) as con:
        assert funnel.run(con, "event", steps).steps["reached"].to_list() == [1, 1]


def test_nobody_is_a_row_of_zeros_without_rates():
    with filled([[("b", 0)]]) as con:
        result = funnel.run(con, "event", PLAIN)
    assert result.steps["reached"].to_list() == [0, 0, 0, 0]
    assert result.steps["of_first"].to_list() == [None] * 4
    assert result.classes["entrants"].sum() == 0
    assert result.totals["completed_share"].to_list() == [None]
    assert result.stuck is None


def test_counts_alone_are_never_sorted_and_an_inversion_is_flagged():
    steps = [SimpleNamespace(name=code, title=f"步骤{code}") for code in "abcd"]
    year = periods.parse("2023")
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE cube AS SELECT *, '' AS dimension, 'year' AS grain, DATE '2023-01-01' AS period FROM (VALUES "
            "('C', 'a', 100), ('T1', 'a', 60), ('T2', 'a', 40), ('C', 'b', 50), ('C', 'd', 55)) "
            "AS told(area_code, indicator, numerator)"
        )
        found = funnel.counted(Snapshot("counts", con), steps, "C", year)
        assert found["indicator"].to_list() == ["a", "b", "c", "d"]
        assert found["title"].to_list()[0] == "步骤a"
        assert found["reached"].to_list() == [100, 50, None, 55]
        told = found["inversion"].to_list()
        assert told == [False, False, False, True], "more than at b, the last one reported"
        assert found["of_previous"].to_list() == [None, 0.5, None, 1.1]
        assert found["of_first"].to_list() == [1, 0.5, None, 0.55]
        assert funnel.counted(Snapshot("counts", con), steps, "T2", year)["reached"].to_list() == [
            40,
            None,
            None,
            None,
        ]
        assert (
            funnel.counted(Snapshot("counts", con), steps, "C", periods.parse("2022"))["reached"].to_list()
            == [None] * 4
        )


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (Question(by="on_date"), "township"),
        (Question(order="best"), "latest"),
        (Question(cohort="week"), "school_year"),
        (Question(attribution="any"), "last"),
        (Question(within=0), "0"),
        (Question(first=DAY, last=DAY - timedelta(1)), "2022-12-31"),
    ],
)
def test_a_question_without_an_answer_is_refused(asked, word):
    with filled([[("a", 0)]]) as con, pytest.raises(Refused, match=word):
        funnel.run(con, "event", PLAIN, asked)


def test_the_rule_is_told_in_both_languages():
    asked = Question(within=60, as_of=DAY, order="latest", repair=False, attribution="last")
    try:
        speak("en")
        english = funnel.rule(PLAIN, asked)
    finally:
        speak("zh")
    assert all(
        word in english
        for word in ("60 days", "leads furthest", "in order", "last event", "30 days", str(DAY))
    )
    assert all(
        word in funnel.rule(PLAIN, asked) for word in ("60天", "走得最远", "最近一步", "30天", str(DAY))
    )


PEOPLE = st.lists(
    st.lists(st.tuples(st.sampled_from([*"abcdefg", "a", "out", "no", "x"]), st.integers(0, 40)), max_size=8),
    max_size=12,
)
ASKED = st.builds(
    Question,
    by=st.sampled_from([None, "who", "cohort"]),
    within=st.sampled_from([None, 5, 20]),
    order=st.sampled_from(["first", "latest"]),
    repair=st.booleans(),
    as_of=st.integers(0, 60).map(lambda n: DAY + timedelta(n)),
    first=st.sampled_from([None, DAY + timedelta(10)]),
)


@settings(max_examples=30, deadline=None)
@given(people=PEOPLE, asked=ASKED, seed=st.integers(0, 9))
def test_steps_never_increase_classes_add_up_and_the_order_of_rows_is_nothing(people, asked, seed):
    with filled(people) as con:
        result = funnel.run(con, "event", OPTIONAL, asked)
        con.execute(
            "CREATE TABLE shuffled AS FROM event ORDER BY hash(person || step || on_date || ?)", [seed]
        )
        con.execute("INSERT INTO shuffled FROM shuffled")  # and a row twice is a row
        again = funnel.run(con, "shuffled", OPTIONAL, asked)
    assert result.steps.equals(again.steps)
    assert result.classes.equals(again.classes)
    for (_group,), rows in result.steps.group_by("group"):
        reached = rows["reached"].to_list()
        assert reached == sorted(reached, reverse=True)
    for (group,), rows in result.classes.group_by("group"):
        first = result.steps.filter(pl.col("group").eq_missing(pl.lit(group)))
        assert rows["entrants"].sum() == first["n"][0] == first["reached"][0]
        assert rows["entrants"].sum() == sum(rows[state].sum() for state in STATES)


def test_a_thousand_people_by_township_make_the_county():
    draw = random.Random(11)
    rows = [
        (draw.choice(["S1", "T1", "T2", "C"]), str(n), code, draw.randrange(60))
        for n in range(1_000)
        for code in ["a", *draw.choices([*"bcd", "out"], k=draw.randrange(5))]
    ]
    with table(rows) as con:
        whole, parts = (funnel.run(con, "event", PLAIN, Question(by=by)) for by in (None, "township"))
    for row in parts.standing.to_dicts():  # whoever reached a step went on from it or stayed
        assert row["reached"] == row["passed"] + sum(row[state] for state in STATES)
    by_stalled = parts.totals["stalled"].to_list()
    assert by_stalled == sorted(by_stalled, reverse=True)
    total = whole.totals.row(0, named=True)
    assert total["entrants"] == 1_000 == parts.totals["entrants"].sum()
    assert total["completed_share"] == total["completed"] / 1_000
    assert whole.stuck["stalled"] == whole.classes["stalled"].max()
    counts = ["reached", "gap_filled", "out_of_order", "too_early", "too_late", "open"]
    assert (
        parts.steps.group_by("step", maintain_order=True)
        .agg(pl.col(counts).sum())
        .equals(whole.steps.select("step", *counts))
    )
    assert parts.classes.select(pl.col(STATES).sum()).equals(whole.classes.select(pl.col(STATES).sum()))
