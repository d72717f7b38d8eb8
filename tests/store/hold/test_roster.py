"""Rosters with one date column per step: every line accounted for as a whole, and children's birth dates gone."""

from datetime import date

import pytest

from tuanqing.store.batch import exports, ledger

HEAD = "姓名,身份证号,学校,入团申请时间,谈话时间,积极分子确定时间,入团时间\n"
ROSTER = (
    "岗王镇第一初级中学发展团员名册,,,,,,\n"
    + HEAD
    + "张三,999999201003154320,岗王镇第一初级中学,2024-03-01,2024-03-10,2024.5.1,2024年10月15日\n"
    + "李四,999999200908140017,岗王镇第一初级中学,2023-03-01,/,2023-05-01,\n"
    + "王五,,岗王镇第一初级中学,2024-03-01,2024-13-40,,\n"
    + "赵六,,岗王镇第一初级中学,,—,,\n"
    + "李四,999999200908140017,岗王镇第一初级中学,2023-03-01,/,2023-05-01,\n"
)


def events(warehouse) -> list:
    with warehouse.read() as con:
        return con.execute(
            "SELECT step, on_date, _line % 1000000000 FROM pipeline_event ORDER BY 3, 2"
        ).fetchall()


def test_a_roster_becomes_one_row_per_step_and_every_line_is_accounted_for(bring, warehouse):
    receipt = bring("名册.csv", ROSTER)[0].receipt
    assert receipt.dataset == "pipeline_event"
    assert (receipt.rows_read, receipt.added, receipt.rejected) == (7, 2, 2)
    assert receipt.skipped == {"title": 1, "header": 1, "duplicate": 1}
    assert receipt.doubled == [{"line": 7, "kind": "duplicate", "kept_line": 4}]
    assert [r["first_line"] for r in receipt.reasons] == [5, 6]
    assert receipt.reasons[0]["reason"].startswith("「谈话时间」8位数字（-）")
    assert events(warehouse) == [
        ("apply", date(2024, 3, 1), 3),
        ("talk", date(2024, 3, 10), 3),
        ("activist", date(2024, 5, 1), 3),
        ("meeting", date(2024, 10, 15), 3),
        ("apply", date(2023, 3, 1), 4),
        ("activist", date(2023, 5, 1), 4),
    ]


def test_the_same_roster_again_changes_nothing_and_a_new_step_changes_its_line(bring, warehouse):
    bring("名册.csv", ROSTER)
    again = bring("名册.csv", ROSTER)[0].receipt
    assert (again.added, again.changed, again.unchanged, again.rejected) == (0, 0, 2, 2)
    later = HEAD + "李四,999999200908140017,岗王镇第一初级中学,2023-03-01,2023-03-20,2023-05-01,\n"
    receipt = bring("四月.csv", later)[0].receipt
    assert (receipt.added, receipt.changed, receipt.unchanged) == (0, 1, 0)
    assert len(events(warehouse)) == 7


def test_rejected_lines_come_back_mended_in_the_original_layout(bring, warehouse):
    batch = bring("名册.csv", ROSTER)[0].receipt.batch
    with warehouse.read() as con:
        headers, rows = ledger.rejects(warehouse.folder, con, batch)
    assert headers[3:5] == ["入团申请时间", "谈话时间"]
    assert [row[0] for row in rows] == [5, 6]
    head, cells = exports.rejects_table(headers, rows)
    table = exports.as_csv(head, cells).decode("utf-8-sig").replace("2024-13-40", "2024-03-12")
    mended = bring("退回.csv", table)[0].receipt
    assert (mended.added, mended.rejected) == (1, 1)
    assert ("talk", date(2024, 3, 12)) in [row[:2] for row in events(warehouse)]


def test_a_roster_can_be_withdrawn(bring, warehouse, contracts):
    from tuanqing.store.batch.importing import withdraw

    batch = bring("名册.csv", ROSTER)[0].receipt.batch
    withdraw(warehouse, batch, contracts, lambda _con: None)
    assert events(warehouse) == []


def test_two_forms_share_headers_and_the_fuller_one_is_taken(bring, warehouse):
    text = "姓名,单位,入党申请时间,谈话时间,推优时间,积极分子确定时间,发展对象确定时间,接收预备党员时间\n"
    text += "钱七,岗王镇第一初级中学,2020-01-05,2020-02-01,2020-06-01,2020-07-01,2021-09-01,2021-12-01\n"
    receipt = bring("党员发展.csv", text)[0].receipt
    assert receipt.added == 1
    steps = [row[0] for row in events(warehouse)]
    assert steps == [
        "party_apply", "party_talk", "recommend_activist", "party_activist", "party_target", "probationary",
    ]  # fmt: skip


@pytest.fixture
def young() -> tuple[str, date]:
    """An ID number of a child of 12 or 13 today, and the birth date in it."""
    born = date(date.today().year - 13, 1, 1)
    body = f"999999{born:%Y%m%d}001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    return body + check, born


def test_a_childs_birth_date_is_used_and_not_kept(bring, warehouse, young):
    number, born = young
    text = f"身份证号,学校,环节,日期\n{number},岗王镇第一初级中学,入团,{born.year + 12}-06-01\n"
    text += "999999199806061232,岗王镇第一初级中学,入团,2013-06-01\n"
    receipt = bring("入团.csv", text)[0].receipt
    assert receipt.added == 2
    with warehouse.read() as con:
        rows = con.execute("SELECT born, age_band, _flags FROM pipeline_event ORDER BY on_date").fetchall()
        everything = str(con.execute("SELECT * FROM store.pipeline_event").fetchall())
    assert rows == [(date(1998, 6, 6), "14_17", None), (None, "12_13", ["入团时不满14周岁"])]
    assert number not in everything
    assert str(born.year) + "-01-01" not in everything
    assert f"{born:%Y, %-m, %-d}" not in everything


def test_the_same_person_has_one_key_by_identity_and_by_school_number(bring, warehouse):
    text = "学籍号,学校,环节,日期\nG999999200908140017,岗王镇第一初级中学,入团申请,2023-03-01\n"
    bring("学籍.csv", text)
    bring("证件.csv", text.replace("学籍号", "身份证号").replace("G9999", "9999").replace("03-01", "04-01"))
    with warehouse.read() as con:
        assert con.execute("SELECT count(DISTINCT person) FROM pipeline_event").fetchall() == [(1,)]


def test_a_row_that_names_nobody_is_rejected(bring):
    receipt = bring(
        "无名.csv", "身份证号,学校,环节,日期\n522***********0123,岗王镇第一初级中学,入团申请,2023-03-01\n"
    )[0].receipt
    assert receipt.rejected == 1
    assert receipt.reasons[0]["reason"].startswith("认不出是哪个人")


def test_doubled_rows_of_any_file_are_listed_with_the_line_that_stands_for_them(bring, warehouse):
    text = (
        "青年之家编号,青年之家名称,乡镇,级别,截至2024年1月31日\n"
        "H1,一号,太平街道,乡镇分部,\nH1,一号,太平街道,乡镇分部,\nH2,二号,岗王镇,乡镇分部,\nH2,二号新,岗王镇,乡镇分部,\n"
    )
    receipt = bring("名录.csv", text, as_of=date(2024, 1, 31))[0].receipt
    assert receipt.doubled == [
        {"line": 3, "kind": "duplicate", "kept_line": 2},
        {"line": 4, "kind": "superseded", "kept_line": 5},
    ]
    with warehouse.read() as con:
        assert ledger.receipt(con, receipt.batch).doubled == receipt.doubled


def test_people_without_a_number_are_told_apart_by_school_however_it_is_spelt(bring, warehouse):
    text = "姓名,学校,环节,日期\n孙八,岗王镇第一初级中学,入团申请,2023-03-01\n孙八,东平县岗王镇第一初级中学,谈话,2023-03-09\n"
    assert bring("同一人.csv", text)[0].receipt.added == 2
    with warehouse.read() as con:
        assert con.execute("SELECT count(DISTINCT person) FROM pipeline_event").fetchall() == [(1,)]
