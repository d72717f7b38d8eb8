"""What the checks find, month by month: each once, known again after every import, and nothing of later days."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tuanqing.define.errors import Malformed
from tuanqing.define.house import QUERIES
from tuanqing.define.period import Period, parse
from tuanqing.define.query import Library
from tuanqing.measure import cube, findings, rebuild, tree
from tuanqing.store.batch.importing import refresh

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平家,太平街道,分部,运行\nH2,岗王家,岗王镇,分部,运行\n"
EVENTS = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平街道,2023-01-10,3\n朗诵,岗王家,岗王镇,2023-01-12,4\n球赛,岗王家,岗王镇,{},5\n"
COUNTY = "410001"


@pytest.fixture(scope="module")
def snapshot(samples):
    with closing(samples.read()) as snapshot:
        yield snapshot


@pytest.fixture
def idle(library) -> Library:
    """Nothing but the check of idle Youth Homes."""
    return Library(library.base, {"youth_home_idle": library.queries["youth_home_idle"]})


def found(warehouse, period: str) -> dict[str, dict]:
    """What stands in the county at the end of a period, by key."""
    with warehouse.read() as snapshot:
        return {row["key"]: row for row in findings.standing(snapshot, COUNTY, parse(period))}


def test_a_past_month_shows_what_stood_at_its_end(bring, warehouse, idle):
    bring("青年之家名录_20230131.csv", HOMES, measure=idle)
    bring("活动.csv", EVENTS.format("2023-06-20"), measure=idle)
    assert not found(warehouse, "2023-03")
    may, june = found(warehouse, "2023-05"), found(warehouse, "2023-06")
    assert set(may) == {"H1", "H2"}
    assert set(june) == {"H1"}
    assert (
        (may["H1"]["since"], may["H1"]["due"])
        == (june["H1"]["since"], june["H1"]["due"])
        == (date(2023, 1, 11), date(2023, 4, 10))
    )
    assert found(warehouse, "2023H1") == june == found(warehouse, "2023")


def test_a_finding_is_known_again_after_another_import(bring, warehouse, idle):
    bring("青年之家名录_20230131.csv", HOMES, measure=idle)
    bring("活动.csv", EVENTS.format("2023-06-20"), measure=idle)
    before = found(warehouse, "2023-06")
    head, first, second = HOMES.splitlines()
    bring("青年之家名录_20230630.csv", "\n".join([head, second, first]), measure=idle)
    bring("活动.csv", EVENTS.format("2023-07-02"), measure=idle)
    after = found(warehouse, "2023-06")
    assert before.keys() == after.keys() == {"H1"}
    assert before["H1"]["since"] == after["H1"]["since"]


def test_since_is_the_first_of_the_months_it_has_stood_without_a_gap(bring, warehouse, library):
    only = Library(library.base, {"organisation_small_branch": library.queries["organisation_small_branch"]})
    rows = (
        "团组织全称,组织类型,所属乡镇,团员数\n太平一支部,团支部,太平街道,{}\n太平二支部,团支部,太平街道,9\n"
    )
    for day, members in (("20230131", 2), ("20230331", 5), ("20230531", 1), ("20230731", 1)):
        bring(f"团组织名册_{day}.csv", rows.format(members), measure=only)
    stood = {month: found(warehouse, f"2023-{month:02}") for month in range(1, 8)}
    assert [month for month, rows in stood.items() if rows] == [1, 2, 5, 6, 7]
    assert {row["since"] for row in stood[2].values()} == {date(2023, 1, 1)}
    assert {row["since"] for row in stood[7].values()} == {date(2023, 5, 1)}


@pytest.mark.parametrize("column", ["period", "area_code", "key"])
def test_a_finding_nobody_could_follow_is_refused(bring, warehouse, contracts, idle, column):
    bring("青年之家名录_20230131.csv", HOMES)
    check = idle.queries["youth_home_idle"]
    told = {"period": "DATE '2023-01-01'", "area_code": "'410001'", "key": "'1'"} | {column: "NULL"}
    sql = f"SELECT {', '.join(f'{v} AS {k}' for k, v in told.items())}, '' AS unit, NULL AS since, NULL AS due, '' AS detail"
    wrong = Library(idle.base, {check.name: replace(check, sql=sql)})
    with pytest.raises(
        Malformed, match=r"youth_home_idle\.sql: gives 1 rows without period, area_code or key"
    ):
        refresh(warehouse, contracts, lambda con: rebuild(con, contracts, wrong))


def test_each_finding_of_the_samples_is_there_once_a_month(snapshot, library):
    twice = snapshot.execute(
        "SELECT check_name, period, area_code, key FROM finding GROUP BY ALL HAVING count(*) > 1"
    ).fetchall()
    assert twice == []
    known = {name for (name,) in snapshot.execute("SELECT DISTINCT check_name FROM finding").fetchall()}
    assert len(known) > 20
    assert known <= library.checks.keys()


def test_no_month_tells_of_days_after_its_end(snapshot):
    """But for the days by which something is due."""
    for name, period, since, due, detail in snapshot.execute(
        "SELECT check_name, period, since, due, detail FROM finding"
    ).fetchall():
        end = Period(period).last
        assert since <= end, (name, period, since)
        days = {date.fromisoformat(text) for text in re.findall(r"\d{4}-\d{2}-\d{2}", detail)}
        assert max(days - {due}, default=end) <= end or due > end - timedelta(days=1), (name, period, detail)


def test_no_query_looks_at_the_clock():
    for file in QUERIES.rglob("*.sql"):
        assert not re.search(
            r"current_(date|time)|\b(now|today|get_current_\w+)\(", file.read_text("utf-8")
        ), file.name


def test_a_page_reads_every_finding_at_once(snapshot, library):
    """One query, whichever check, and each area's own last month in the period."""
    period = parse("2023")
    every = findings.standing(snapshot, "411424", period)
    assert {row["period"] for row in every} == {date(2023, 12, 1)}
    for name, rows in findings.by_check(every).items():
        assert findings.findings(snapshot, library.checks[name], "411424", period) == rows
    assert findings.last_end(snapshot, "411424", period) == Period(date(2023, 12, 1))
    assert findings.last_end(snapshot, "411424", parse("1999")) is None


def test_rows_in_doubt_stand_in_a_table_of_their_own_as_long_as_the_finding(bring, warehouse, library):
    only = Library(
        library.base, {name: library.queries[name] for name in ("organisation_hollow", "term_overdue")}
    )
    rows = (
        "团组织全称,组织类型,所属乡镇,团员数\n太平一支部,团支部,太平街道,{}\n太平二支部,团支部,太平街道,0\n"
    )
    bring("团组织名册_20230131.csv", rows.format(0), measure=only)
    bring("团组织名册_20230331.csv", rows.format(9), measure=only)
    with warehouse.read() as snapshot:
        told = snapshot.execute(
            "SELECT check_name, dataset, row.name, row._as_of FROM doubtful "
            "JOIN store.organisation AS row ON row._batch = doubtful.batch AND row._line = doubtful.line ORDER BY ALL"
        ).fetchall()
        (count,) = snapshot.execute("SELECT count(*) FROM doubtful").fetchall()[0]
    january, march = date(2023, 1, 31), date(2023, 3, 31)
    wanted = [("太平一支部", january), ("太平二支部", january), ("太平二支部", march)]
    assert told == [("organisation_hollow", "organisation", *row) for row in wanted]
    assert count == len(told)  # a finding that stands for many months names its row once
    bring("团组织名册_20230331.csv", rows.format(9).replace(",0\n", ",7\n"), measure=only)
    with warehouse.read() as snapshot:
        assert snapshot.execute("SELECT count(*) FROM doubtful").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("doubts", "column", "words"),
    [
        ("organisations", "[{ 'batch': 1, 'line': 1 }]", r"`doubts` is “organisations”, which is no dataset"),
        ("organisation", "[1]", r"gives doubtful as INTEGER\[\]"),
        ("organisation", None, r"gives doubtful as nothing"),
        ("", "[{ 'batch': 1::BIGINT, 'line': 1::BIGINT }]", r"gives doubtful without `doubts`"),
        (
            "organisation",
            "[{ 'batch': 1::BIGINT, 'line': NULL::BIGINT }]",
            r"doubts 1 rows without saying which",
        ),
    ],
)
def test_a_check_that_does_not_say_which_rows_it_doubts_is_refused(bring, warehouse, contracts, idle, doubts, column, words):  # fmt: skip
    bring("青年之家名录_20230131.csv", HOMES)
    check = idle.queries["youth_home_idle"]
    given = f", {column} AS doubtful" if column else ""
    sql = (
        "SELECT DATE '2023-01-01' AS period, '410001' AS area_code, '' AS unit, '1' AS key, NULL::DATE AS since, "
        f"NULL::DATE AS due, '' AS detail{given}"
    )
    wrong = Library(idle.base, {check.name: replace(check, sql=sql, doubts=doubts)})
    with pytest.raises(Malformed, match=rf"youth_home_idle\.sql: {words}"):
        refresh(warehouse, contracts, lambda con: rebuild(con, contracts, wrong))


@pytest.mark.parametrize(
    ("area", "period"),
    [("411424105", "2023-12"), ("411424", "2022-06"), ("3608", "2021"), ("331081", "2020")],
)
def test_whom_an_indicator_misses_lies_in_the_place_and_is_listed_as_it_is_worked_out(
    snapshot, library, monkeypatch, area, period
):
    rates = [i for i in library.indicators.values() if cube.has_gaps(i)]
    inside = {code for (code,) in snapshot.execute(f"FROM {tree.ever('?')}", [area]).fetchall()}
    listed = {i.name: findings.gaps(snapshot, i, area, parse(period)) for i in rates}
    strange = {
        name: own.rows for name, own in listed.items() if any(r["area_code"] not in inside for r in own.rows)
    }
    assert not strange
    assert any(own.rows for own in listed.values())
    monkeypatch.setattr(cube, "has_gaps", lambda _indicator: False)
    assert listed == {i.name: findings.gaps(snapshot, i, area, parse(period)) for i in rates}


def test_a_bare_column_is_not_asked_for_in_the_tree():
    with pytest.raises(ValueError, match="area_code"):
        tree.inside("area_code", "period")
