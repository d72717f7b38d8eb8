"""What is one event, what is one unit: rows of one file never merge silently, and two files meet row by row."""

import itertools
import shutil
from collections import Counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.batch.test_importing import only
from tuanqing.store.batch.importing import import_files, withdraw
from tuanqing.store.batch.meeting import meet
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.hold.bench import Bench
from tuanqing.store.warehouse.versions import Warehouse


def ask(warehouse, sql: str) -> list[tuple]:
    with warehouse.read() as con:
        return con.execute(sql).fetchall()


def test_aid_of_three_villages_with_one_amount(case, warehouse):
    receipt = only(case("d05_aid_two_villages_one_amount.xlsx"))
    assert (receipt.added, receipt.skipped.get("duplicate", 0)) == (3, 0)
    assert ask(warehouse, "SELECT sum(amount)::INT, sum(beneficiaries)::INT FROM aid") == [(15000, 20)]


def test_homes_of_one_name_in_three_townships(case, warehouse):
    assert only(case("d01_homes_of_one_name_in_three_townships.xlsx")).added == 3
    assert ask(warehouse, "SELECT count(*), count(DISTINCT township) FROM youth_home") == [(3, 3)]


def test_one_person_morning_and_afternoon(case, warehouse):
    assert only(case("e01_same_person_twice_a_day.xlsx")).added == 4
    assert ask(warehouse, "SELECT count(*), sum(hours)::INT FROM volunteer_service") == [(4, 9)]
    again = only(case("e01_same_person_twice_a_day.xlsx"))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)


def test_pupils_of_whom_only_the_name_differs_are_so_many(bring):
    rows = [f"学生{n},,助学,2023-05-20,2,岗王镇" for n in range(10)]
    assert (
        only(
            bring("a.csv", "\n".join(["姓名,志愿者编号,项目名称,服务日期,服务时长,乡镇", *rows]) + "\n")
        ).added
        == 10
    )


@pytest.mark.parametrize(
    ("rows", "added", "doubled"),
    [
        (["V1,清扫,2023-05-20,2,岗王镇"] * 2, 1, [(3, 2)]),
        (["V1,清扫,2023-05-20 08:00,2,岗王镇", "V1,清扫,2023-05-20 14:00,2,岗王镇"], 2, []),
        (["V1,清扫,2023-05-20,2,岗王镇", "V1,清扫,2023-05-20,3,岗王镇"], 2, []),
    ],
)
def test_only_rows_equal_in_every_cell_count_once(bring, rows, added, doubled):
    receipt = only(bring("a.csv", "\n".join(["志愿者编号,项目名称,服务日期,服务时长,乡镇", *rows]) + "\n"))
    assert receipt.added == added
    assert [(entry["line"], entry["kept_line"]) for entry in receipt.doubled] == doubled


@pytest.mark.parametrize(
    ("numbers", "added"),
    [(("1", "2"), 2), (("1", "1"), 1), (("1", ""), 1), (("", ""), 1), (("1", "2", ""), 2)],
)
def test_a_serial_number_counts_rows_apart(bring, numbers, added):
    rows = [f"{number},V1,清扫,2023-05-20,2,岗王镇" for number in numbers]
    receipt = only(
        bring("a.csv", "\n".join(["序号,志愿者编号,项目名称,服务日期,服务时长,乡镇", *rows]) + "\n")
    )
    assert receipt.added == added
    assert receipt.skipped.get("duplicate", 0) == len(numbers) - added


ORGANISATIONS = "团组织ID,团组织全称,组织类型,乡镇,学校,上级组织,团员人数\n{}"


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            ["Z1,甲团支部,团支部,岗王镇,,,5", "Z1,甲团支部,团支部,月城镇,,,5"],
            ["甲团支部"],
        ),  # a number is a number
        ([",甲团支部,团支部,岗王镇,,,5", ",甲团支部,团支部,月城镇,,,5"], ["甲团支部"] * 2),
        (
            [",八（1）班,团支部,岗王镇,,甲中学团委,5", ",八（1）班,团支部,岗王镇,,乙中学团委,5"],
            ["八(1)班"] * 2,
        ),
        ([",甲团支部,团支部,岗王镇,,,5", ",甲团支部,团支部,岗王镇,,,6"], ["甲团支部"]),
    ],
)
def test_a_unit_is_its_number_else_its_name_within_its_area(bring, warehouse, rows, names):
    text = ORGANISATIONS.format("".join(row + "\n" for row in rows))
    receipt = only(bring("orgs_20231231.csv", text))
    assert ask(warehouse, "SELECT name FROM organisation ORDER BY 1") == [(name,) for name in names]
    assert receipt.skipped.get("superseded", 0) == len(rows) - len(names)
    if len(names) < len(rows):
        assert receipt.doubled == [{"line": 2, "kind": "superseded", "kept_line": 3}]
    again = only(bring("orgs_20231231.csv", text))
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


HEADS = {  # registries whose sheets may know their units by name alone
    "member_count": ("组织名称,乡镇,团员数", "青年团支部,{},30"),
    "term": ("组织名称,组织类型,乡镇,任命时间", "团总支,团总支,{},2021-05-01"),
    "youth_home": ("青年之家名称,乡镇,级别,状态", "青年之家,{},分部,运行"),
    "volunteer_team": ("团体名称,团体类型,乡镇,注册志愿者数", "志愿服务队,志愿服务队,{},20"),
    "organisation": ("团组织全称,组织类型,乡镇", "青年团支部,团支部,{}"),
    "branch_rating": ("组织名称,乡镇,得分,星级", "团支部,{},90,五星"),
    "checklist": ("清单,事项,责任单位,乡镇,完成时限", "问题清单,开展主题团日,团支部,{},2024-06-30"),
    "cadre": ("姓名,职务,组织名称,乡镇", "王某,书记,团支部,{}"),
}


@pytest.mark.parametrize("dataset", HEADS)
def test_units_of_one_name_in_three_townships_are_three(bring, dataset):
    head, row = HEADS[dataset]
    text = "\n".join([head, *(row.format(name) for name in ("岗王镇", "月城镇", "太平街道"))]) + "\n"
    receipt = only(bring("list_20240331.csv", text, dataset=dataset))
    assert (receipt.added, receipt.rejected, receipt.doubled) == (3, 0, [])
    again = only(bring("list_20240331.csv", text, dataset=dataset))
    assert (again.unchanged, again.removed) == (3, 0)


def test_a_class_of_one_name_in_three_schools_the_register_does_not_know(warehouse, contracts, tmp_path):
    def bring(name: str, text: str):
        (tmp_path / name).write_text(text, "utf-8")
        wish = ImportWish(dataset=None if "area" in name else "organisation")
        return only(import_files(warehouse, [tmp_path / name], contracts, lambda _con: None, wish))

    bring("area.csv", "区划代码,名称,层级\n410003,南平县,县\n410003101,东镇,镇\n410003102,西镇,镇\n")
    rows = "".join(f"八（1）班团支部,团支部,东镇,{school}中学\n" for school in "甲乙丙")
    text = "团组织全称,组织类型,乡镇,学校\n" + rows
    assert bring("orgs_20231231.csv", text).added == 3
    again = bring("orgs_20231231.csv", text)
    assert (again.unchanged, again.removed) == (3, 0)
    later = bring("orgs_20240131.csv", text)
    assert (later.unchanged, later.added, later.removed) == (3, 0, 0)


def test_of_two_files_the_kth_meets_the_kth_and_more_alike_meet_first(bring, warehouse):
    head = "志愿者编号,项目名称,服务日期,服务时长,状态,乡镇\n"
    bring("a.csv", head + "V1,清扫,2023-05-20,2,待审核,岗王镇\nV1,清扫,2023-05-20,3,待审核,岗王镇\n")
    one = only(bring("b.csv", head + "V1,清扫,2023-05-20,3,已生效,岗王镇\n"))
    assert (one.added, one.changed, one.unchanged) == (0, 1, 0)
    assert ask(warehouse, "SELECT hours::INT, status FROM volunteer_service ORDER BY 1") == [
        (2, "pending"),
        (3, "effective"),
    ]
    three = only(bring("c.csv", head + "".join(f"V1,清扫,2023-05-20,{h},已生效,岗王镇\n" for h in (2, 3, 4))))
    assert (three.added, three.changed, three.unchanged) == (1, 1, 1)
    withdraw_all(warehouse, [4, 3])
    assert ask(warehouse, "SELECT hours::INT, status FROM volunteer_service ORDER BY 1") == [
        (2, "pending"),
        (3, "pending"),
    ]


def withdraw_all(warehouse, batches) -> None:
    from tuanqing.define import contract as contracts_of

    for batch in batches:
        withdraw(warehouse, batch, contracts_of.load_all(), lambda _con: None)


LAYOUTS = {  # the same records in two layouts of one platform: with and without number, team, kind, state
    "long": "记录编号,志愿者编号,项目名称,志愿团体,服务日期,服务时长,录入方式,状态,乡镇",
    "short": "志愿者编号,项目名称,服务日期,服务时长,乡镇",
}


def layout(name: str, records) -> str:
    lines = []
    for number, (person, day, hours, state) in records:
        long = f"R{number},V{person},清扫,青年队,2023-05-{day:02d},{hours},扫码签到,{state},岗王镇"
        lines.append(long if name == "long" else f"V{person},清扫,2023-05-{day:02d},{hours},岗王镇")
    if name == "short":  # without the number, rows equal in every cell could be one: the export numbers them
        return "序号," + LAYOUTS[name] + "\n" + "".join(f"{n},{line}\n" for n, line in enumerate(lines, 1))
    return LAYOUTS[name] + "\n" + "".join(line + "\n" for line in lines)


RECORDS = st.lists(
    st.tuples(
        st.integers(1, 2), st.integers(1, 3), st.sampled_from([1, 2]), st.sampled_from(["已生效", "待审核"])
    ),
    min_size=1,
    max_size=7,
)


@given(records=RECORDS, cut=st.integers(1, 3), order=st.sampled_from([*itertools.permutations(range(3))]))
@settings(max_examples=12, deadline=None)
def test_overlapping_exports_count_once_in_any_order(
    county, contracts, tmp_path_factory, records, cut, order
):
    """Three exports of one platform, by day and layout; whatever the order and however often, the records once."""
    numbered = list(enumerate(records))
    files = {
        "whole": layout("long", numbered),
        "begin": layout("short", [r for r in numbered if r[1][1] <= cut]),
        "end": layout("short", [r for r in numbered if r[1][1] >= cut]),
    }
    folder = tmp_path_factory.mktemp("orders")
    warehouse = Warehouse(folder / "warehouse")
    shutil.copytree(county, warehouse.folder)
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, "utf-8")
    wish = ImportWish(area="410001")
    chosen = [paths[i] for i in order]
    import_files(warehouse, [*chosen, chosen[0], chosen[1]], contracts, lambda _con: None, wish)
    found = ask(
        warehouse,
        "SELECT record_id, day(served_on), hours::INT, status, team FROM volunteer_service ORDER BY ALL",
    )
    states = {"已生效": "effective", "待审核": "pending"}
    expected = sorted(
        (f"R{n}", day, hours, states[state], "青年队") for n, (_p, day, hours, state) in numbered
    )
    assert found == expected


@given(
    old=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)), max_size=6),
    new=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)), max_size=6),
)
@settings(max_examples=80, deadline=None)
def test_each_row_meets_at_most_one_and_as_many_as_can(old, new):
    """Against a count made apart: of a key, as many pairs as the shorter side has; equal rows are paired first."""
    with duckdb.connect() as con, Bench(con) as bench:
        con.execute("CREATE TABLE old (_batch INT, _line INT, k INT, a INT, b INT, _lacks VARCHAR[])")
        con.execute("CREATE TABLE new (_line INT, k INT, a INT, b INT)")
        for line, row in enumerate(old):
            con.execute("INSERT INTO old VALUES (1, ?, ?, ?, ?, [])", [line, *row])
        for line, row in enumerate(new):
            con.execute("INSERT INTO new VALUES (?, ?, ?, ?)", [line, *row])
        met = con.execute(f"FROM {meet(bench, 'new', 'old', ['k'], ['a', 'b'])}").fetchall()
    assert len({line for line, *_rest in met}) == len(met) == len({line for _n, _b, line, _s in met})
    for line, _batch, at, is_same in met:
        assert new[line][0] == old[at][0]
        assert is_same == (new[line] == old[at])
    keys = Counter(row[0] for row in old), Counter(row[0] for row in new)
    assert len(met) == sum((keys[0] & keys[1]).values())
    assert sum(is_same for *_ids, is_same in met) == sum((Counter(old) & Counter(new)).values())
