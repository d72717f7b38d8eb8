"""What a batch speaks for: areas, months and columns; a report of nothing; what contradicts the rows."""

from datetime import date

import pytest

from tests.store.batch.test_importing import HOMES, only
from tuanqing.define.errors import Refused
from tuanqing.define.period import months as parsed
from tuanqing.store.recognise.data_date import named_months

SERVICE = "志愿者编号,项目名称,服务日期,服务时长,乡镇\n{rows}"


def service(*rows: str) -> str:
    return SERVICE.format(rows="".join(f"{row}\n" for row in rows))


def coverage(warehouse, batch: int | None) -> list[tuple[str, str, str]]:
    """(area, first month, last month) of a batch."""
    with warehouse.read() as con:
        rows = con.execute(
            "SELECT area_code, strftime(first_month, '%Y-%m'), strftime(last_month, '%Y-%m') FROM store.coverage "
            "WHERE batch = ? AND NOT inferred ORDER BY ALL",
            [batch],
        ).fetchall()
    return rows


@pytest.mark.parametrize(
    ("name", "stretch"),
    [
        ("某县记录_202306.csv", ("2023-06", "2023-06")),
        ("某县2023年第二季度.csv", ("2023-04", "2023-06")),
        ("某县2023Q2.csv", ("2023-04", "2023-06")),
        ("某县记录_2022下半年.csv", ("2022-07", "2022-12")),
        ("2023年1-6月台账.csv", ("2023-01", "2023-06")),
        ("2023年1月至2024年2月.csv", ("2023-01", "2024-02")),
        ("2022-2023学年团课.csv", ("2022-09", "2023-08")),
        ("记录2023年度.csv", ("2023-01", "2023-12")),
        ("名录_20231231.csv", None),
        ("截至2023年12月.csv", None),
        ("2022-2023学年第一学期.csv", None),
        ("2023级新团员.csv", None),
        ("2023年3月5日活动.csv", None),
        ("1—3月（2023年）.csv", ("2023-01", "2023-12")),
        ("2023年1—3月及2023年5月.csv", None),
    ],
)
def test_the_months_a_sheet_is_called_after(name, stretch):
    found = named_months([], "", name)
    assert (found and (f"{found.first:%Y-%m}", f"{found.last:%Y-%m}")) == stretch


def test_a_title_goes_before_the_file(bring, warehouse):
    text = "东平县2023年6月志愿服务时长\n" + service("V1,清扫,2023-06-03,2,岗王镇")
    assert coverage(warehouse, only(bring("2022年.csv", text)).batch) == [("410001", "2023-06", "2023-06")]


def test_months_on_the_command_line():
    assert parsed("2023-01..2023-06") == (date(2023, 1, 1), date(2023, 6, 1))
    assert parsed("2023Q2") == (date(2023, 4, 1), date(2023, 6, 1))
    with pytest.raises(Refused, match="2023-07"):
        parsed("2023-07..2023-06")


def test_events_speak_for_the_whole_county_and_the_months_their_rows_span(bring, warehouse):
    receipt = only(bring("a.csv", service("V1,清扫,2023-01-03,2,岗王镇", "V1,清扫,2023-04-03,2,岗王镇")))
    assert coverage(warehouse, receipt.batch) == [("410001", "2023-01", "2023-04")]
    assert receipt.covers == ["410001"]


def test_rows_far_apart_do_not_speak_for_what_lies_between(bring, warehouse):
    receipt = only(bring("a.csv", service("V1,清扫,2012-01-03,2,岗王镇", "V1,清扫,2023-04-03,2,岗王镇")))
    assert coverage(warehouse, receipt.batch) == [
        ("410001", "2012-01", "2012-01"),
        ("410001", "2023-04", "2023-04"),
    ]
    assert any("2012" in warning for warning in receipt.warnings)


def test_a_year_in_the_name_is_not_taken_further_than_a_quarter_beyond_the_rows(bring, warehouse):
    near = service("V1,清扫,2022-02-03,2,岗王镇", "V1,清扫,2022-11-03,2,岗王镇")
    assert coverage(warehouse, only(bring("2022年.csv", near)).batch) == [("410001", "2022-01", "2022-12")]
    early = service("V1,清扫,2023-02-03,2,岗王镇", "V1,清扫,2023-06-03,2,岗王镇")
    receipt = only(bring("2023年.csv", early))
    assert coverage(warehouse, receipt.batch) == [("410001", "2023-01", "2023-06")]
    assert any("2023年6月" in warning for warning in receipt.warnings)


def test_what_was_said_goes_before_everything(bring, warehouse):
    text = service("V1,清扫,2023-01-03,2,岗王镇")
    receipt = only(
        bring(
            "2023年.csv",
            text,
            months=(date(2022, 12, 1), date(2023, 3, 1)),
            covers=("410001101", "410001102"),
        )
    )
    assert coverage(warehouse, receipt.batch) == [
        ("410001101", "2022-12", "2023-03"),
        ("410001102", "2022-12", "2023-03"),
    ]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"covers": ("410001102",)}, ["第 3 行", "岗王镇", "--covers 410001101"]),
        ({"area": "410001102"}, ["第 3 行", "岗王镇"]),
        ({"months": (date(2023, 2, 1), date(2023, 3, 1))}, ["第 2 行", "2023年1月", "--months"]),
        ({"covers": ("999",)}, ["999"]),
    ],
)
def test_rows_outside_of_what_was_said_are_told_with_their_line(bring, wish, words):
    text = service("V1,清扫,2023-01-03,2,月城镇", "V1,清扫,2023-02-03,2,岗王镇")
    (outcome,) = bring("a.csv", text, **wish)
    assert outcome.receipt.batch is None
    assert all(word in (outcome.receipt.error or "") for word in words), outcome.receipt.error


def test_a_sheet_called_after_a_township_speaks_for_it_alone(bring, warehouse):
    text = service("V1,清扫,2023-01-03,2,岗王镇")
    assert coverage(warehouse, only(bring("东平县岗王镇2023年1月.csv", text)).batch) == [
        ("410001101", "2023-01", "2023-01")
    ]
    mixed = service("V2,清扫,2023-01-03,2,岗王镇", "V2,清扫,2023-01-04,2,月城镇")
    assert coverage(warehouse, only(bring("东平县岗王镇 2023年1月.csv", mixed)).batch) == [
        ("410001101", "2023-01", "2023-01"),
        ("410001102", "2023-01", "2023-01"),
    ]


def test_those_that_report_on_their_own_are_left_out(bring, warehouse):
    text = service("V1,清扫,2023-01-03,2,岗王镇")
    receipt = only(bring("东平县2023年1月（月城镇另报）.csv", text))
    areas = [area for area, *_months in coverage(warehouse, receipt.batch)]
    assert "410001101" in areas
    assert "410001201" in areas
    assert "410001102" not in areas


def test_a_header_alone_is_a_report_of_nothing_when_area_and_months_are_known(bring, warehouse):
    receipt = only(bring("东平县2023年6月志愿服务时长.csv", service()))
    assert (receipt.rows_read, receipt.added) == (1, 0)
    assert coverage(warehouse, receipt.batch) == [("410001", "2023-06", "2023-06")]
    said = only(bring("空.csv", service(), area="410001101", months=(date(2023, 5, 1), date(2023, 5, 1))))
    assert coverage(warehouse, said.batch) == [("410001101", "2023-05", "2023-05")]
    (outcome,) = bring("2023年6月.csv", service())  # of which area is not known
    assert "--area" in (outcome.receipt.error or "")


def test_an_empty_list_of_a_named_county_asks_and_then_holds(bring, warehouse):
    bring("homes.csv", HOMES)
    empty = "东平县青年之家名录\n截至2024年6月30日\n青年之家编号,青年之家名称,乡镇,级别,状态\n"
    (asked,) = bring("empty.csv", empty)
    assert len(asked.receipt.needs_yes) == 1
    receipt = only(bring("empty.csv", empty, yes=True))
    assert receipt.removed == 4
    assert coverage(warehouse, receipt.batch) == [("410001", "2024-06", "2024-06")]


LATER = """东平县青年之家名录,,,,
截至2024年1月31日,,,,
青年之家编号,青年之家名称,乡镇,级别,状态
H1,太平青年之家,太平街道办事处,乡镇分部,运行
H3,北山青年之家,北山,乡镇分部,停用
H4,总部,,总部,运行
"""


def test_a_county_list_without_a_township_that_had_rows_asks(bring, warehouse):
    bring("homes.csv", HOMES)
    (outcome,) = bring("later.csv", LATER)
    assert outcome.receipt.batch is None
    (question,) = outcome.receipt.needs_yes
    assert "岗王镇（1 行）" in question
    whole = only(bring("later.csv", LATER, yes=True))
    assert (whole.removed, whole.unchanged) == (1, 3)
    assert coverage(warehouse, whole.batch) == [("410001", "2024-01", "2024-01")]
    with warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM youth_home").fetchall() == [(3,)]
        assert ("410001102",) in con.execute(
            "SELECT cover FROM store.list WHERE as_of = DATE '2024-01-31' AND county = '410001'"
        ).fetchall()


@pytest.mark.parametrize("wish", [{"partial": True}, {"covers": ("410001001", "410001201")}])
def test_or_it_is_the_list_of_the_others_alone(bring, warehouse, wish):
    bring("homes.csv", HOMES)
    receipt = only(bring("later.csv", LATER, **wish))
    assert receipt.removed == 0
    assert coverage(warehouse, receipt.batch) == [
        ("410001001", "2024-01", "2024-01"),
        ("410001201", "2024-01", "2024-01"),
    ]
    with warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM youth_home").fetchall() == [(4,)]


def test_the_list_of_one_school_leaves_the_others_of_its_township(bring, warehouse):
    header = "组织编号,团组织名称,团组织类型,学校\n"
    both = header + "B1,八（1）班团支部,团支部,岗王镇第一初级中学\n"
    town = "组织编号,团组织名称,团组织类型,乡镇\nB2,岗王镇团委,团委,岗王镇\n"
    only(bring("东平县岗王镇团组织名册20231231.csv", town, dataset="organisation"))
    receipt = only(bring("团组织名册20240131.csv", both, dataset="organisation", area="410001101S01"))
    assert (receipt.added, receipt.removed) == (1, 0)
    assert coverage(warehouse, receipt.batch) == [("410001101S01", "2024-01", "2024-01")]
    with warehouse.read() as con:
        assert con.execute("SELECT name FROM organisation ORDER BY 1").fetchall() == [
            ("八(1)班团支部",),
            ("岗王镇团委",),
        ]


def test_a_list_has_no_months(bring):
    (outcome,) = bring("homes.csv", HOMES, months=(date(2023, 1, 1), date(2023, 1, 1)))
    assert "--as-of" in (outcome.receipt.error or "")


def test_the_columns_are_those_read_said_or_filled_by_default(bring, warehouse):
    receipt = only(bring("a.csv", service("V1,清扫,2023-01-03,2,岗王镇"), given={"team": "青年队"}))
    with warehouse.read() as con:
        ((columns,),) = con.execute(
            "SELECT columns FROM store.coverage WHERE batch = ?", [receipt.batch]
        ).fetchall()
    assert {"person", "project", "served_on", "hours", "township", "team", "status", "person_times"} <= {
        *columns
    }
    assert "hours_kind" not in columns


def test_a_batch_withdrawn_speaks_for_nothing(bring, warehouse, contracts):
    from tuanqing.store.batch.importing import withdraw

    receipt = only(bring("a.csv", service("V1,清扫,2023-01-03,2,岗王镇")))
    withdraw(warehouse, receipt.batch or 0, contracts, lambda _con: None)
    assert coverage(warehouse, receipt.batch) == []
