"""`tuanqing funnel` as other programs rely on it: from an imported file to counts, and never a person."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.command.test_cli import Run, command
from tests.conftest import AREAS
from tuanqing.define import period as periods
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.measure import completeness
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import Warehouse

NUMBERS = [f"9999992008{month:02d}1500{n}X" for month in range(1, 4) for n in range(10, 14)]
STEPS = [
    "入团申请",
    "谈话",
    "入团积极分子",
    "培养考察",
    "发展对象",
    "预审",
    "公示",
    "入团志愿书",
    "支部大会",
    "审批",
]


def events() -> str:
    """Twelve applicants of two townships: person n takes the first n steps, a fortnight apart."""
    lines = ["姓名,身份证号,环节,日期,乡镇,年级,学校"]
    for n, number in enumerate(NUMBERS):
        for k, step in enumerate(STEPS[: n + 1]):
            day = f"2023-{1 + k // 2:02d}-{1 + 14 * (k % 2):02d}"
            where = "岗王镇,初三,岗王镇第一初级中学" if n % 2 else "太平街道,高一,"
            lines.append(f"甲{n},{number},{step},{day},{where}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("funnel")
    (folder / "area.csv").write_text(AREAS, "utf-8")
    (folder / "发展团员名册.csv").write_text(events(), "utf-8")
    said = command(
        "import", folder / "area.csv", folder / "发展团员名册.csv", "--json", "--warehouse", folder / "w"
    )
    assert said.code == 0, said
    assert [file["dataset"] for file in said.json["files"]] == ["area", "pipeline_event"]
    assert said.json["files"][1]["rejected"] == 0, said.json["files"][1]
    return folder / "w"


@pytest.fixture
def funnel(folder) -> Run:
    return lambda *arguments: command("funnel", *arguments, "--warehouse", folder)


def test_json_says_what_was_counted_by_which_rule(funnel):
    told = funnel("league_admission", "--format", "json", "--as-of", "2023-12-31").json
    assert list(told) == [
        "funnel", "title", "area", "steps_list", "rule", "order", "within", "as_of", "version", "figures", "boundaries",
        "rows", "classes", "corrections",
    ]  # fmt: skip
    assert (told["funnel"], told["area"], told["steps_list"]) == (
        "league_admission",
        "410001",
        "league_national",
    )
    assert (told["order"], told["within"], told["as_of"]) == ("first", None, "2023-12-31")
    reached = {row["step"]: row["reached"] for row in told["rows"]}
    assert [reached[code] for code in ("apply", "talk", "activist", "meeting", "approve")] == [
        12,
        11,
        10,
        4,
        3,
    ]
    assert sum(row["entrants"] for row in told["classes"]) == 12
    assert "2023-12-31" in told["rule"]


@pytest.mark.parametrize(
    "asked", [("--by", "school"), ("--to", "2023"), ("--order", "latest"), ("--as-of", "2023")]
)
def test_a_stricter_reading_refuses_what_it_would_not_look_at(funnel, asked):
    said = funnel("league_admission", "--strict", "strict_order", *asked)
    assert said.code == 1
    assert asked[0] in said.err


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("township", {"410001001": 6, "410001101": 6}),
        ("school", {"410001101S01": 6, None: 6}),
        ("grade", {"初三": 6, "高一": 6}),
        ("month", {"2023-01": 12}),
        ("school_year", {"2022-2023": 12}),
    ],
)
def test_each_breakdown_adds_up(funnel, by, groups):
    rows = funnel("league_admission", "--by", by, "--format", "json").json["rows"]
    assert {row["group"]: row["reached"] for row in rows if row["step"] == "apply"} == groups
    if by == "township":
        assert {row["group_name"] for row in rows} == {"太平街道", "岗王镇"}


def test_an_area_a_cohort_a_window_and_another_list_narrow_it(funnel):
    def applied(*arguments) -> dict[str, int]:
        rows = funnel("league_admission", *arguments, "--format", "json").json["rows"]
        return {row["step"]: row["reached"] for row in rows}

    assert applied("--area", "410001101")["apply"] == 6
    assert applied("--from", "2023-02")["apply"] == 0
    assert applied("--from", "2022-12-31", "--to", "2023")["apply"] == 12
    assert applied("--within", "20")["activist"] == 0
    assert applied("--as-of", "2023-01-20")["activist"] == 0
    assert list(applied("--steps", "league_jian"))[2] == "nominate"


def test_stricter_readings_of_the_order(funnel):
    def reached(mode: str, *arguments) -> dict[str, int]:
        told = funnel("league_admission", "--strict", mode, *arguments, "--format", "json").json
        assert told["mode"] == mode
        return {row["step"]: row["reached"] for row in told["rows"]}

    assert reached("ordered")["approve"] == 3
    assert "mentor" not in reached("ordered"), "an optional step is not looked at"
    assert reached("strict_increase", "--within", "20")["talk"] == 11
    assert reached("strict_increase", "--within", "20")["activist"] == 0
    assert reached("any_order", "--area", "410001101")["apply"] == 6
    assert funnel("league_admission", "--strict", "sideways").code == 1


def test_csv_and_table_give_the_same_counts(funnel):
    rows = list(csv.DictReader(io.StringIO(funnel("league_admission", "--format", "csv").out)))
    assert [rows[0]["step"], rows[0]["reached"], rows[0]["entrants"]] == ["apply", "12", "1"]
    table = funnel("league_admission").out
    assert re.search(r"apply +提交入团申请书 +12 +12", table)
    assert "从第一次“提交入团申请书”的日期算起" in table


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_no_person_is_printed(funnel, folder, form):
    from tuanqing.store.warehouse.versions import Warehouse

    with Warehouse(folder).read() as con:
        people = [row[0] for row in con.execute("SELECT DISTINCT person FROM pipeline_event").fetchall()]
    said = funnel("league_admission", "--by", "school", "--format", form).out
    assert len(people) == 12
    assert not [secret for secret in [*people, *NUMBERS, "甲1"] if secret in said]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["league_admision"], "league_admission"),
        (["league_admission", "--by", "hobby"], "recommended_by"),
        (["league_admission", "--steps", "party_side"], "league_jiangsu"),
        (["league_admission", "--area", "999"], "999"),
        (["league_admission", "--from", "2023", "--to", "2022"], "--from"),
        (["league_admission", "--within", "0"], "窗口"),
        (["league_admission", "--from", "soon"], "soon"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_cure(funnel, arguments, sentence):
    said = funnel(*arguments)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err


def test_a_warehouse_published_before_there_were_funnels_says_so(tmp_path):
    import duckdb

    from tuanqing.define import steps as steps_of
    from tuanqing.define.errors import Refused
    from tuanqing.measure import funnel as engine

    asked = queries_of.load_all().funnels["league_admission"]
    with duckdb.connect(tmp_path / "old.duckdb") as con, pytest.raises(Refused, match="发布"):
        engine.of(Snapshot("old", con), asked, steps_of.load_all())


def test_the_document_is_one_json_document(funnel):
    assert json.loads(funnel("dual_score", "--format", "json").out)["rows"][0]["n"] == 0


def test_a_township_of_which_only_events_came_has_reported(folder):
    with Warehouse(folder).read() as con:
        told = {
            text: completeness.reporting(con, "410001", periods.parse(text))
            for text in ("2023-01", "2022-12")
        }
    assert (told["2023-01"].townships, told["2023-01"].expected) == (2, 4)
    assert told["2023-01"].silent == ("月城镇", "北山乡")
    assert told["2022-12"].townships == 0


@pytest.mark.parametrize("year", ["0000", "0001", "9999"])
def test_a_year_at_the_end_of_the_calendar_is_no_period(year):
    for text in (year, f"{year}-12", f"{year}Q4"):
        with pytest.raises(Refused, match=year):
            periods.parse(text)
