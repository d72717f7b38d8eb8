"""The way to a target: against brute force, its properties, and against the cube."""

import itertools
import json
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tuanqing.command.cli import main
from tuanqing.define.errors import Refused
from tuanqing.measure import figure, read
from tuanqing.measure import plan as planning
from tuanqing.measure.plan import Unit, greedy

KEYS = "abcdefgh"
YOUTH = st.none() | st.integers(0, 5)
units_of = st.dictionaries(
    st.sampled_from(KEYS), YOUTH.map(lambda youth: Unit(Fraction(1), youth)), min_size=1
)
parts_of = st.dictionaries(
    st.sampled_from(KEYS), st.builds(Unit, st.fractions(Fraction(1, 10), 1, max_denominator=10), YOUTH), min_size=1
)  # fmt: skip
measures = st.dictionaries(st.text("xyz", min_size=1, max_size=2), st.sets(st.sampled_from(KEYS)), max_size=6)


def gained(chosen, covers, units) -> Fraction:
    reached = set().union(*(covers[measure] for measure in chosen))
    return sum((units[key].gain for key in reached & units.keys()), Fraction())


def fewest(covers, units, wanted) -> int | None:
    """By trying every set of measures."""
    for n in range(len(covers) + 1):
        if any(gained(chosen, covers, units) >= wanted for chosen in itertools.combinations(covers, n)):
            return n
    return None


@given(parts_of, st.integers(0, 8))
def test_one_measure_per_unit_takes_the_smallest_number_possible(units, wanted):
    alone = {key: {key} for key in units}
    steps = greedy(alone, units, Fraction(wanted))
    possible = fewest(alone, units, wanted)
    assert len(steps) == (len(units) if possible is None else possible)


@given(units_of, st.integers(1, 8))
def test_the_most_young_people_come_first_the_unknown_last_the_code_decides(units, wanted):
    steps = greedy({key: {key} for key in units}, units, Fraction(wanted))
    order = sorted(units, key=lambda key: (-(units[key].youth or 0), units[key].youth is None, key))
    assert [step.measure for step in steps] == order[:wanted]
    for n, step in enumerate(steps):
        rest = order[n + 1 :]
        assert step.tied == any(units[key].youth == step.youth for key in rest)


@given(measures, units_of, st.integers(1, 8))
def test_a_greedy_cover_never_gains_more_later_reaches_what_can_be_reached_and_is_near_the_best(
    covers, units, wanted
):
    steps = greedy(covers, units, Fraction(wanted))
    worth = [(step.gain, step.youth or 0) for step in steps]
    assert worth == sorted(worth, reverse=True)
    chosen = [step.measure for step in steps]
    assert gained(chosen, covers, units) == sum(step.gain for step in steps)
    assert len(set(chosen)) == len(chosen)
    best_possible = gained(covers, covers, units)
    assert sum(step.gain for step in steps) >= min(wanted, best_possible)
    best = max((gained(c, covers, units) for c in itertools.combinations(covers, len(steps))), default=0)
    assert gained(chosen, covers, units) >= (1 - 1 / 2.718281829) * float(best)


@given(measures, units_of)
def test_every_step_is_the_best_there_was(covers, units):
    left = set(units)
    for step in greedy(covers, units, Fraction(len(units))):
        open_now = {measure: covered & left for measure, covered in covers.items()}
        value = {m: (len(c), sum(units[key].youth or 0 for key in c)) for m, c in open_now.items()}
        assert value[step.measure] == max(value.values())
        assert set(step.covers) == open_now[step.measure]
        left -= set(step.covers)
    assert not any(covered & left for covered in covers.values())


def test_one_visit_to_two_villages_comes_before_a_larger_village_alone():
    units = {"v1": Unit(Fraction(1), 100), "v2": Unit(Fraction(1), None), "v3": Unit(Fraction(1), 900)}
    steps = greedy({"A": {"v1", "v2"}, "B": {"v3"}, "C": {"v2", "v3"}}, units, Fraction(3))
    assert [(s.measure, s.covers, s.youth, s.unknown) for s in steps] == [
        ("C", ("v2", "v3"), 900, 1),
        ("A", ("v1",), 100, 0),
    ]


def test_a_plan_begins_where_the_cube_stands_and_ends_at_the_target(samples, library):
    planned = 0
    with samples.read() as con:
        for indicator in filter(planning.plannable, library.indicators.values()):
            for area in ("522731", "331081"):
                try:
                    period = read.default_period(con, indicator, area).within("year")
                    plan = planning.plan(con, indicator, area, period, 95.0)
                except Refused:
                    continue
                cube = figure.figure(con, indicator, area, period)
                assert (plan.now.numerator, plan.now.denominator) == (cube.numerator, cube.denominator), (
                    indicator.name
                )
                if len(plan.steps):
                    values = [plan.now.value, *plan.steps["value"]]
                    assert values == sorted(values)
                    assert values[-2] < 95 <= values[-1]
                    assert len(plan.steps) == plan.needed
                    planned += 1
    assert planned >= 8


def test_people_and_what_happened_cannot_be_planned(samples, library):
    with samples.read() as con:
        for name, words in (("cadre_trained_rate", "单位里的人"), ("case_close_rate", "发生过的事")):
            indicator = library.indicators[name]
            period = read.default_period(con, indicator, "331081" if "cadre" in name else "3608")
            with pytest.raises(Refused, match=words):
                planning.plan(con, indicator, "331081" if "cadre" in name else "3608", period, 90)


def test_the_command_names_the_township_to_serve_first(samples, capsys, tmp_path):
    asked = ["plan", "youth_home_township_coverage", "--warehouse", str(samples.folder), "--area", "522731"]
    assert main([*asked, "--target", "90", "--format", "json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    with samples.read() as con:
        lacking = con.execute(
            "SELECT area_code, youth FROM area WHERE level = 'township' AND parent_code = '522731' AND area_code NOT IN "
            "(SELECT township FROM youth_home WHERE status = 'open' AND township IS NOT NULL) ORDER BY youth DESC"
        ).fetchall()
    assert (plan["missing"], plan["needed"], plan["reaches"]) == (2, 1, True)
    (step,) = plan["steps"]
    assert (step["area_code"], step["youth"]) == lacking[0]
    assert step["value"] == pytest.approx(1000 / 11)
    pairs = tmp_path / "举措.csv"
    pairs.write_text("举措,单位代码\n" + "".join(f"联建,{code}\n" for code, _youth in lacking), "utf-8")
    assert main([*asked, "--together", str(pairs), "--format", "json"]) == 0
    (step,) = json.loads(capsys.readouterr().out)["steps"]
    assert (step["name"], step["gain"], step["youth"]) == ("联建", 2, sum(youth for _code, youth in lacking))
    pairs.write_text("举措,单位代码\n联建,999\n", "utf-8")
    assert main([*asked, "--together", str(pairs)]) == 1
    assert "999：这里没有这样的单位" in capsys.readouterr().err
    codes = [code for code, _youth in lacking]
    pairs.write_text(
        "举措,单位代码\n" + "".join(f"联建,{code}\n" for code in codes), "gb18030"
    )  # as Excel saves it
    assert main([*asked, "--together", str(pairs), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"][0]["gain"] == 2
    for written, said in (
        ("", "举措.csv里一对也没有"),
        ("举措,单位代码\n", "举措.csv里一对也没有"),
        ("举措,单位代码\n\n联建,\n", "第3行"),
        (f"联建,{codes[0]},\n", "第1行"),
    ):
        pairs.write_text(written, "utf-8")
        assert main([*asked, "--together", str(pairs)]) == 1
        assert said in capsys.readouterr().err
    pairs.write_text(f"联建,{codes[0]}\n", "utf-8")  # no heading: the first line is a pair all the same
    assert main([*asked, "--together", str(pairs), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"][0]["gain"] == 1
