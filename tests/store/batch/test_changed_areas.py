"""A township merges, a school moves: lists and events that came before and after, through the front door."""

from collections.abc import Callable
from contextlib import closing

import pytest

from tuanqing.define.look import Look
from tuanqing.define.period import parse
from tuanqing.measure import completeness, figure, places
from tuanqing.store.warehouse.versions import Warehouse

HOMES = "青年之家编号,青年之家名称,乡镇,级别,建成时间\n"
MERGED = """区划代码,名称,上级代码,层级,设立时间,撤销时间,并入单位代码
410001201,北山乡,410001,乡,,2023-05-10,410001102
"""
MOVED = """区划代码,名称,上级代码,层级,设立时间
410001101S01,岗王镇第一初级中学,410001102,学校,2023-05-01
"""


def homes(*rows: str) -> str:
    return HOMES + "".join(
        f"{n},{row.split()[1]},{row.split()[0]},分部,2020-01-01\n" for n, row in enumerate(rows, 1)
    )


@pytest.fixture
def told(bring, warehouse: Warehouse, few) -> Callable[..., dict]:
    """told(period, today): youth homes by township, and of the county, after the lists and changes of the test."""

    def told(period: str, *, today: bool = False) -> dict:
        indicator = few.indicators["youth_homes"]
        at = parse(period)
        with closing(warehouse.read(look=Look(today=today))) as snapshot:
            codes = [*places.below(snapshot, "410001", "township", at), "410001"]
            rows = figure.figures(snapshot, [indicator], codes, at)
            gone = figure.history(snapshot, indicator, places.ended(snapshot, "410001", "township", at), [at])
            return {row.area_name: int(row.numerator) for row in (*rows, *gone) if row.numerator is not None}

    bring(
        "青年之家_20230331.csv",
        homes("北山乡 北山之家", "月城镇 月城之家", "月城镇 湖畔之家"),
        area="410001",
        measure=few,
    )
    return told


def test_a_merged_township_is_as_reported_or_where_it_is_now(told, bring, warehouse, few):
    (outcome,) = bring("变动.csv", MERGED, measure=few)
    assert outcome.receipt.changed == 1, outcome.receipt
    assert told("2023-03") == {"太平街道": 0, "岗王镇": 0, "月城镇": 2, "北山乡": 1, "东平县": 3}
    assert told("2023-03", today=True) == {"太平街道": 0, "岗王镇": 0, "月城镇": 3, "东平县": 3}
    names = homes(
        "北山乡 北山之家", "月城镇 月城之家", "岗王镇 新之家"
    )  # the old name is understood, for what it became
    (outcome,) = bring("青年之家_20230630.csv", names, area="410001", measure=few, yes=True)
    assert not outcome.receipt.rejected
    assert "北山乡" not in "".join(outcome.receipt.warnings)
    for today in (False, True):
        assert told("2023-06", today=today) == {"太平街道": 0, "岗王镇": 1, "月城镇": 2, "东平县": 3}
    with closing(warehouse.read()) as snapshot:
        lines = completeness.account(snapshot, "410001", parse("2023-06"), parse("2023-07").first).lines
        (home,) = [line for line in lines if line.dataset == "youth_home"]
        assert "北山乡" not in str(home)
        assert home.reported == home.expected
        (before, _after) = places.history(snapshot, "410001201") + places.history(snapshot, "410001102")
        assert before.heirs == (("410001102", "月城镇"),)


def test_the_last_list_of_an_ended_unit_stands_until_its_heir_gives_one(told, bring, few):
    bring("变动.csv", MERGED, measure=few)
    bring("岗王镇青年之家_20230531.csv", homes("岗王镇 新之家"), covers=("410001101",), measure=few)
    assert told("2023-05") == {"太平街道": 0, "岗王镇": 1, "月城镇": 3, "东平县": 4}
    bring(
        "月城镇青年之家_20230630.csv", homes("月城镇 月城之家"), covers=("410001102",), measure=few, yes=True
    )
    assert told("2023-06") == {"太平街道": 0, "岗王镇": 1, "月城镇": 1, "东平县": 2}


def test_a_moved_school_is_known_in_the_township_it_lay_in(bring):
    (outcome,) = bring("变动.csv", MOVED, measure=None)
    assert (outcome.receipt.added, outcome.receipt.rejected) == (1, 0)
    header = "志愿者编号,服务日期,服务时长,项目,乡镇,学校,状态\n"
    rows = [
        "a,2023-04-02,2,植树,岗王镇,岗王镇第一初级中学,已生效",
        "b,2023-06-02,2,植树,月城镇,岗王镇第一初级中学,已生效",
    ]
    (outcome,) = bring(
        "志愿服务.csv", header + "\n".join(rows) + "\n", area="410001", dataset="volunteer_service"
    )
    assert not outcome.receipt.rejected, outcome.receipt


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [
                "410001101,岗王镇,410001,镇,2023-05-01,410001102",
                "410001102,月城镇,410001,镇,2023-06-01,410001101",
            ],
            "绕成了一圈",
        ),
        (["410001101,岗王镇,410001,镇,2023-05-01,410001999"], "这份表和名册里都没有"),
        (["410001101101,甲村,410001101102,村,,", "410001101102,乙村,410001101101,村,,"], "绕成了一圈"),
    ],
)
def test_a_change_that_cannot_be_is_a_sentence_and_the_rest_stands(bring, rows, said):
    good = "410001103,新镇,410001,镇,,"
    text = "区划代码,名称,上级代码,层级,撤销时间,并入单位代码\n" + "\n".join([*rows, good]) + "\n"
    (outcome,) = bring("变动.csv", text)
    assert outcome.receipt.rejected == len(rows)
    assert outcome.receipt.added == 1
    assert all(said in reason["reason"] for reason in outcome.receipt.reasons), outcome.receipt.reasons


def test_an_end_before_the_beginning_is_a_sentence(bring):
    text = "区划代码,名称,上级代码,层级,设立时间,撤销时间\n410001103,新镇,410001,镇,2023-05-01,2023-04-01\n"
    (outcome,) = bring("变动.csv", text)
    assert outcome.receipt.rejected == 1


def test_another_parent_without_a_day_is_told_for_all_that_was_reported_moves(bring):
    text = MOVED.replace("2023-05-01", "")
    (outcome,) = bring("名册.csv", text)
    assert outcome.receipt.changed == 1
    (said,) = [each for each in outcome.receipt.warnings if "岗王镇第一初级中学（岗王镇 → 月城镇）" in each]
    assert "以前的数" in said
    (outcome,) = bring("变动.csv", MOVED)
    assert not [each for each in outcome.receipt.warnings if "以前的数" in each]
