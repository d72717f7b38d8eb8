"""A correction made, met by imports, withdrawn: versions of their own, in which exactly what it touches is another."""

import json
from datetime import date

import pytest

from tuanqing.command import cli
from tuanqing.define.errors import Refused
from tuanqing.define.period import Period
from tuanqing.measure import figure, rebuild
from tuanqing.show import corrections as said
from tuanqing.store.batch import correcting
from tuanqing.store.warehouse import corrections

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平家,太平街道,分部,运行\nH2,岗王家,岗王镇,分部,运行\n"
EVENTS = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平街道,2023-12-03,300000\n球赛,岗王家,岗王镇,2023-12-04,20\n"
SCALE = {
    "dataset": "youth_home_event",
    "what": "scale",
    "key": {"event": "读书会"},
    "factor": {"person_times": 0.0001},
    "reason": "元误作万元",
    "who": "试点办",
}
MONTH = Period(date(2023, 12, 1))


@pytest.fixture
def measured(bring, few, warehouse, contracts):
    """measured(f) runs something that publishes with what is measured of Youth Homes, and gives its answer."""
    bring("青年之家名录_20231231.csv", HOMES)
    bring("活动.csv", EVENTS, measure=few)

    def run(publish, *args):
        return publish(warehouse, *args, contracts, lambda con: rebuild(con, contracts, few), lambda _said: 0)

    return run


def state(warehouse, few, version=None):
    """The fingerprints, the month's figures by indicator and area, what the figures stand on."""
    with warehouse.read(version) as snapshot:
        made = dict(snapshot.execute("SELECT indicator, fingerprint FROM made").fetchall())
        areas = [code for (code,) in snapshot.execute("SELECT area_code FROM area").fetchall()]
        rows = figure.figures(snapshot, list(few.indicators.values()), areas, MONTH)
        stands = snapshot.execute("FROM measured ORDER BY ALL").fetchall()
    return made, {(row.indicator, row.area_name): row for row in rows}, stands


def test_made_and_withdrawn_it_changes_what_it_touches_and_nothing_else(
    measured, few, warehouse, contracts, bring
):
    made, rows, stands = state(warehouse, few)
    version = warehouse.version
    assert measured(correcting.make, SCALE).name == "c1"
    assert warehouse.version > version
    made_then, rows_then, stands_then = state(warehouse, few)
    assert stands_then == stands, "what a figure stands on is no other for it"
    changed = {name for name in made if made[name] != made_then[name]}
    assert "youth_home_person_times" in changed
    assert "youth_homes" not in changed
    row = rows_then["youth_home_person_times", "东平县"]
    assert (row.value, [each.name for each in row.corrections]) == (50, ["c1"])
    assert "元误作万元" in said.of_figure(row)[0]
    assert rows_then["youth_home_person_times", "太平街道"].corrections
    assert not rows_then["youth_home_person_times", "岗王镇"].corrections, "it lies elsewhere"
    assert not rows_then["youth_homes", "东平县"].corrections
    assert not rows_then["youth_home_events", "东平县"].corrections, "it reads another column"
    touched = {name for (name, _area), row in rows_then.items() if row.corrections}
    moved = {name for (name, area), row in rows_then.items() if row.value != rows[name, area].value}
    assert moved <= touched, "no figure is another without saying why"

    # An import hears of it: first that it applies, then, the source being mended, that it does not.
    (outcome,) = bring("又.csv", EVENTS + "歌会,岗王家,岗王镇,2023-12-05,7\n", measure=few)
    assert any("c1" in warning for warning in outcome.receipt.warnings)
    mended = EVENTS.replace("300000", "40")
    (outcome,) = bring("改.csv", mended.replace("读书会", "读书会二"), measure=few)
    with warehouse.read() as snapshot:
        (stood,) = corrections.read(snapshot)
        assert stood.state == "applied"
        stored = snapshot.execute("SELECT warnings FROM store.batch WHERE batch = 4").fetchall()
    assert any("c1" in warning for warning in stored[0][0])

    measured(correcting.withdraw, "c1", "试点办")
    _made, rows_after, _stands = state(warehouse, few)
    assert rows_after["youth_home_person_times", "太平街道"].value == 300040
    assert not any(row.corrections for row in rows_after.values())
    with warehouse.read() as snapshot:
        (old,) = correcting.history(snapshot, contracts)
    assert (old["stands"].state, old["withdrawn_by"]) == ("withdrawn", "试点办")
    assert state(warehouse, few, version)[1]["youth_home_person_times", "东平县"].value == 300020


def test_what_the_source_says_when_it_is_made_is_its_guard(measured, few, warehouse, bring):
    measured(
        correcting.make,
        {
            "dataset": "youth_home",
            "what": "override",
            "key": {"home_id": "H2"},
            "set": {"status": "停用"},
            "reason": "已停用",
            "who": "试点办",
        },
    )
    assert state(warehouse, few)[1]["youth_homes", "岗王镇"].value == 0
    (outcome,) = bring(
        "青年之家名录_20240131.csv", HOMES.replace("岗王镇,分部,运行", "岗王镇,分部,停用"), measure=few
    )
    assert any("NOT" in warning or "不生效" in warning for warning in outcome.receipt.warnings)
    with warehouse.read() as snapshot:
        (stood,) = corrections.read(snapshot)
    assert (stood.state, stood.lists) == ("partly", (date(2024, 1, 31),))
    assert state(warehouse, few)[1]["youth_homes", "岗王镇"].corrections, (
        "on the list it was made for it applies"
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": {"event": "没有"}}, "c1"),
        ({"factor": {"person_times": 0.000007}}, "c1"),  # no whole number
        ({"reason": "13800138000"}, ""),
        ({"dataset": "nothing"}, "nothing"),
    ],
)
def test_one_that_cannot_be_is_refused_and_nothing_is_published(measured, warehouse, change, says):
    version = warehouse.version
    with pytest.raises(Refused) as refusal:
        measured(correcting.make, {**SCALE, **change})
    assert says in str(refusal.value)
    assert warehouse.version == version
    with pytest.raises(Refused):
        measured(correcting.withdraw, "c1", "试点办")
    assert warehouse.version == version


def test_the_commands_make_list_and_withdraw_one(measured, few, warehouse, contracts, monkeypatch, capsys):
    del measured
    monkeypatch.setattr("tuanqing.measure.rebuild", lambda con: rebuild(con, contracts, few))

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main([*words, "--warehouse", str(warehouse.folder)])
        return code, *capsys.readouterr()

    said = ("--reason", "现场核对", "--who", "试点办", "--expires", "2099-12-31")
    code, out, _err = run("correct", "youth_home", "--key", "青年之家编号=H2", "--set", "状态=停用", *said)
    assert (code, "现场核对" in out) == (0, True)
    for wrong in (("--set", "状态"), ("--scale", "状态=2"), ("--set", "状态=歇业")):
        code, out, err = run("correct", "youth_home", "--key", "home_id=H2", *wrong, *said)
        assert (code, out, bool(err)) == (1, "", True)
    _code, out, _err = run(
        "show", "youth_homes", "--area", "410001", "--as-of", "2023-12", "--format", "json"
    )
    (row,) = json.loads(out)["rows"]
    assert (row["value"], [each["correction"] for each in row["corrections"]]) == (1, ["c1"])
    _code, out, err = run("show", "youth_homes", "--area", "410001", "--as-of", "2023-12")
    assert "c1" in out
    assert "现场核对" in err
    (listed,) = json.loads(run("corrections", "--json")[1])["corrections"]
    assert (listed["state"], listed["rows"], listed["expires"], listed["problem"]) == (
        "applied",
        1,
        "2099-12-31",
        "",
    )
    assert run("corrections", "--withdraw", "c1")[0] == 1, "who?"
    assert run("corrections", "--withdraw", "c1", "--who", "试点办")[0] == 0
    (listed,) = json.loads(run("corrections", "--json")[1])["corrections"]
    assert (listed["state"], listed["withdrawn_by"]) == ("withdrawn", "试点办")


def test_one_whose_day_has_passed_is_told_until_the_next_publish():
    stands = corrections.Stands("c1", "x", state="applied", expires=date(2024, 1, 31))
    assert corrections.trouble(stands, date(2024, 1, 31)) == ""
    assert "2024-01-31" in corrections.trouble(stands, date(2024, 2, 1))
