"""Through the front door: what is read, what is turned away and why, and that every row is accounted for."""

import pytest

from tuanqing.store.batch import exports, ledger
from tuanqing.store.reading import open_file

HOMES = """东平县青年之家名录,,,,
截至2023年12月31日,,,,
青年之家编号,青年之家名称,乡镇,级别,状态
H1,太平青年之家,太平街道办事处,乡镇分部,运行
H2,岗王青年之家,共青团东平县岗王镇委员会,乡镇分部,运行
H3,北山青年之家,北山,乡镇分部,停用
H4,总部,,总部,运行
合 计,4,,,
"""


def only(outcomes):
    (outcome,) = outcomes
    assert outcome.receipt.error is None, outcome.receipt.error
    assert outcome.receipt.balance == 0
    return outcome.receipt


def test_a_messy_list_is_recognised_and_every_row_accounted_for(bring):
    receipt = only(bring("homes.csv", HOMES.encode("gb18030")))
    assert (receipt.dataset, receipt.encoding, receipt.as_of) == ("youth_home", "gb18030", "2023-12-31")
    assert (receipt.rows_read, receipt.added, receipt.rejected) == (8, 4, 0)
    assert receipt.skipped == {"title": 2, "header": 1, "total": 1}


def test_the_same_file_twice_changes_nothing(bring, warehouse):
    bring("homes.csv", HOMES)
    before = content(warehouse, "youth_home")
    receipt = only(bring("homes.csv", HOMES))
    assert (receipt.added, receipt.changed, receipt.unchanged, receipt.removed) == (0, 0, 4, 0)
    assert content(warehouse, "youth_home") == before


def content(warehouse, dataset: str) -> list[tuple]:
    """The rows in force, without what says where they came from."""
    with warehouse.read() as con:
        return con.execute(f"SELECT * EXCLUDE (_batch, _line) FROM {dataset} ORDER BY ALL").fetchall()


def test_a_later_list_shows_what_is_new_changed_and_gone(bring):
    bring("homes.csv", HOMES)
    later = HOMES.replace("2023年12月", "2024年1月").replace("H1,太平青年之家", "H1,太平街道青年之家")
    later = later.replace(
        "H2,岗王青年之家,共青团东平县岗王镇委员会,乡镇分部,运行\n", "H9,岗王新家,岗王镇,乡镇分部,运行\n"
    )
    (outcome,) = bring("later.csv", later)
    assert "岗王镇" in (outcome.receipt.error or "")  # its only home would disappear: asked first
    receipt = only(bring("later.csv", later, yes=True))
    assert (receipt.added, receipt.changed, receipt.unchanged, receipt.removed) == (1, 1, 2, 1)


def test_areas_that_do_not_occur_in_a_list_keep_theirs(bring, warehouse):
    bring("homes.csv", HOMES)
    one = "截至2024年1月31日\n青年之家编号,青年之家名称,乡镇\nH1,太平青年之家,太平街道\n"
    receipt = only(bring("one.csv", one))
    assert receipt.covers == ["410001001"]
    assert len(content(warehouse, "youth_home")) == 4


def test_a_full_list_of_a_named_area_removes_what_is_missing(bring, warehouse):
    bring("homes.csv", HOMES)
    one = "截至2024年1月31日\n青年之家编号,青年之家名称,乡镇\nH1,太平青年之家,太平街道\n"
    receipt = only(bring("one.csv", one, covers=("410001",), yes=True))
    assert receipt.removed == 3
    assert [row[0] for row in content(warehouse, "youth_home")] == ["H1"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("月城", ["月城镇", "月城园区"]),
        ("岗王振", ["岗王镇"]),
        ("北山镇", ["北山乡"]),  # another kind of township is another township
    ],
)
def test_an_unclear_township_is_rejected_with_candidates(bring, cell, words):
    receipt = only(bring("homes.csv", f"青年之家编号,青年之家名称,乡镇\nH1,某家,{cell}\nH2,太平家,太平\n"))
    assert (receipt.added, receipt.rejected) == (1, 1)
    assert all(word in receipt.reasons[0]["reason"] for word in words)
    assert receipt.reasons[0]["first_line"] == 2


def test_a_village_name_that_occurs_twice_needs_its_township(bring, warehouse):
    text = (
        "青年之家编号,青年之家名称,乡镇,所在村\nH1,甲,,李庄村\nH2,乙,月城镇,李庄村\nH3,丙,太平街道,李庄村\n"
    )
    receipt = only(bring("homes.csv", text))
    assert (receipt.added, receipt.rejected) == (
        2,
        1,
    )  # 太平街道 keeps no villages: H3 stays with it, and it is said
    assert any("所在村" in warning or "村(社区)" in warning for warning in receipt.warnings)
    assert [row[4] for row in content(warehouse, "youth_home")] == ["410001102001", None]


def test_every_reason_of_a_row_is_given(bring):
    text = "青年之家编号,青年之家名称,乡镇,建成时间,状态\nH1,,无此镇,2023-02-30,也许\n"
    (outcome,) = bring("homes.csv", text)
    reasons = " ".join(entry["reason"] for entry in outcome.receipt.reasons)
    for column in ("青年之家名称", "乡镇", "建成时间", "状态"):
        assert f"「{column}」" in reasons


def test_rejects_come_back_in_their_layout_and_are_accepted_when_mended(bring, warehouse, tmp_path):
    text = "活动名称,青年之家名称,乡镇,活动时间,参与人次\n读书会,太平家,太平,2023-13-01,=1+2\n球赛,太平家,太平,2023-12-02,30\n"
    receipt = only(bring("events.csv", text))
    assert (receipt.added, receipt.rejected) == (1, 1)
    with warehouse.read() as con:
        headers, rows = ledger.rejects(warehouse.folder, con, receipt.batch or 0)
    file = tmp_path / "rejects.csv"
    file.write_bytes(exports.as_csv(*exports.rejects_table(headers, rows)))
    assert file.read_text("utf-8-sig").splitlines()[1].startswith("读书会,太平家,太平,2023-13-01,'=1+2,2,")
    mended = file.read_text("utf-8-sig").replace("2023-13-01", "2023-12-01").replace("'=1+2", "3")
    assert only(bring("mended.csv", mended)).added == 1
    assert len(content(warehouse, "youth_home_event")) == 2


def test_a_dry_run_tells_all_and_leaves_nothing(bring, warehouse):
    version = warehouse.version
    (outcome,) = bring("homes.csv", HOMES, dry_run=True)
    assert (outcome.receipt.added, outcome.receipt.batch) == (4, None)
    assert warehouse.version == version
    assert not [f for f in (warehouse.folder / "rejects").glob("*") if f.name > "000001.parquet"]


def test_a_full_page_is_asked_about(bring):
    rows = "".join(f"H{n},家{n},太平\n" for n in range(20))
    (outcome,) = bring("homes.csv", "青年之家编号,青年之家名称,乡镇\n" + rows)
    assert "20" in (outcome.receipt.error or "")
    assert only(bring("homes.csv", "青年之家编号,青年之家名称,乡镇\n" + rows, yes=True)).added == 20


def test_doubles_in_one_file_are_dropped_and_the_last_of_two_versions_stays(bring, warehouse):
    text = "青年之家编号,青年之家名称,乡镇\nH1,甲,太平\nH1,甲,太平\nH1,甲改,太平\nH2,乙,太平\n"
    receipt = only(bring("homes.csv", text))
    assert receipt.skipped["duplicate"] == 1
    assert receipt.skipped["superseded"] == 1
    assert [row[1] for row in content(warehouse, "youth_home")] == ["甲改", "乙"]


def test_names_and_numbers_of_people_do_not_reach_the_warehouse(bring, warehouse):
    text = "姓名,身份证号,手机号码,项目名称,服务日期,服务时长,乡镇\n王某明,999999201003154320,19900001234,扫雪,2023-12-01,2,太平\n"
    only(bring("service.csv", text))
    with warehouse.read() as con:
        tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        everything = " ".join(str(con.execute(f"SELECT * FROM {s}.{t}").fetchall()) for s, t in tables)
    for secret in ("王某明", "999999201003154320", "19900001234"):
        assert secret not in everything
    (row,) = content(warehouse, "volunteer_service")
    assert row[1].startswith("s")
    assert len(row[1]) == 32


def test_one_person_has_one_key_however_the_number_is_written(bring, warehouse):
    text = (
        "姓名,身份证号,项目名称,服务日期,服务时长,乡镇\n"
        "甲,99999920081231000x,扫雪,2023-12-01,2,太平\n"
        "甲,９９９９９９20081231000X ,扫雪,2023-12-02,2,太平\n"
        "乙,9.99999E+17,扫雪,2023-12-02,2,太平\n"  # ruined by Excel: not a number to tell people apart by
        "丙,999999********4320,扫雪,2023-12-02,2,太平\n"
    )
    only(bring("service.csv", text))
    keys = [row[1] for row in content(warehouse, "volunteer_service")]
    assert len({key for key in keys if key.startswith("s")}) == 1
    assert len({key for key in keys if key.startswith("w")}) == 2


def test_a_password_column_is_dropped(bring, warehouse):
    text = "团组织ID,团组织全称,组织类型,登录账号,密码\n1,共青团东平县岗王镇委员会,团委,admin,hunter2\n"
    only(bring("orgs.csv", text))
    with warehouse.read() as con:
        assert "hunter2" not in str(con.execute("SELECT * FROM store.organisation").fetchall())
        assert con.execute("SELECT township FROM organisation").fetchall() == [("410001101",)]


def test_without_an_area_register_nothing_can_be_placed(warehouse, contracts, tmp_path):
    from tuanqing.store.batch.importing import import_files

    file = tmp_path / "homes.csv"
    file.write_text(HOMES, "utf-8")
    (outcome,) = import_files(warehouse, [file], contracts, lambda _con: None)
    assert outcome.receipt.error
    assert warehouse.is_empty


def test_a_total_row_that_does_not_add_up_is_reported(bring):
    text = "团体名称,乡镇,注册志愿者数\n甲队,太平,10\n乙队,岗王镇,5\n合计,,16\n"
    receipt = only(bring("teams.csv", text))
    assert any("16" in warning and "15" in warning for warning in receipt.warnings)


def test_units_of_the_title_row_and_of_cells(bring, warehouse):
    text = "单位：万元,,,\n日期,项目名称,收入,乡镇\n2023-01-05,甲,5.6,太平\n2023-01-06,乙,3000元,太平\n2023-01-07,丙,3万余元,太平\n"
    only(bring("funds.csv", text))
    with warehouse.read() as con:
        rows = con.execute("SELECT received::DOUBLE, _at_least FROM funding ORDER BY paid_on").fetchall()
    assert rows == [(56000.0, None), (3000.0, None), (30000.0, ["received"])]


def test_a_renamed_township_is_followed_to_its_successor(bring, warehouse):
    renamed = (
        "区划代码,名称,层级,上级代码,撤销时间,并入单位代码\n410001205,大仵乡,乡,410001,2021-06-01,410001102\n"
    )
    only(bring("renamed.csv", renamed))
    only(bring("homes.csv", "截至2023年12月31日\n青年之家编号,青年之家名称,乡镇\nH1,甲,大仵乡\n"))
    assert content(warehouse, "youth_home")[0][3] == "410001102"
    only(bring("before.csv", "截至2020年12月31日\n青年之家编号,青年之家名称,乡镇\nH1,甲,大仵乡\n"))
    with warehouse.read() as con:
        assert con.execute(
            "SELECT township FROM store.youth_home WHERE _as_of < DATE '2021-01-01'"
        ).fetchall() == [("410001205",)]


def test_the_answer_about_a_header_is_remembered(bring):
    text = "编号,名称,地点\nH1,甲,太平\n"
    receipt = only(bring("odd.csv", text, dataset="youth_home", columns={"地点": "township"}))
    assert receipt.columns["地点"] == "township"
    receipt = only(bring("odd2.csv", text.replace("H1", "H2"), as_of=None, yes=True))
    assert receipt.columns["地点"] == "township"
    assert receipt.dataset == "youth_home"


def test_an_unknown_file_names_what_was_seen_and_what_to_do(bring):
    (outcome,) = bring("menu.csv", "菜名,价格,备注\n鱼,3,\n")
    assert "菜名" in (outcome.receipt.error or "")


def test_a_sheet_of_a_wrong_dataset_names_the_missing_columns(bring):
    (outcome,) = bring("homes.csv", "编号,地点\nH1,太平\n", dataset="youth_home")
    assert "青年之家名称" in (outcome.receipt.error or "")


def test_open_file_is_what_the_importer_reads(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    assert open_file(file)[0].head == [["a", "b"], ["1", "2"]]


def test_of_a_tree_export_only_the_leaves_count(bring, warehouse):
    """Parents hold the sum of what is indented below them (团费 and member statistics export so)."""
    text = (
        "截至2023年12月31日\n组织,组织团员总数\n东平县团委,60\n　太平街道团委,35\n　　太平一支部,15\n　　太平二支部,20\n"
        "　岗王镇团委,25\n"
    )
    receipt = only(bring("counts.csv", text, dataset="member_count"))
    assert (receipt.added, receipt.skipped["total"]) == (3, 2)
    with warehouse.read() as con:
        assert con.execute("SELECT sum(members)::INT FROM member_count").fetchall() == [(60,)]


def test_in_a_tree_with_a_parent_column_a_stray_indent_hides_nothing(bring):
    text = "截至2023年12月31日\n组织,上级组织,组织团员总数\n东平县团委,,60\n岗王镇团委,东平县团委,35\n　北山乡团委,东平县团委,25\n"
    receipt = only(bring("counts.csv", text, dataset="member_count"))
    assert (receipt.added, receipt.skipped["total"]) == (2, 1)


def rows_of(warehouse, select: str) -> list[tuple]:
    with warehouse.read() as con:
        return con.execute(select).fetchall()


def test_subtotals_are_known_by_their_last_word(bring):
    text = (
        "日期,摘要,收入(元),支出(元)\n2023-01-05,拨款,100,\n,一季度小计,100,\n2023-04-05,会务,,30\n"
        "2023-04-06,统计培训设计,,20\n,合 计（全县）,100,50\n"
    )
    receipt = only(bring("funding.csv", text))
    assert (receipt.dataset, receipt.added, receipt.rejected, receipt.skipped["total"]) == (
        "funding",
        3,
        0,
        2,
    )


def test_a_line_break_in_a_header_of_a_text_is_no_row(bring, warehouse):
    text = '青年之家编号,青年之家名称,"所属\n乡镇"\nH1,岗王青年之家,岗王镇\n'
    receipt = only(bring("homes_20231231.csv", text))
    assert (receipt.rows_read, receipt.added, receipt.rejected) == (2, 1, 0)
    assert rows_of(warehouse, "SELECT _line FROM youth_home") == [(3,)]


def test_a_last_column_without_entries_may_be_left_out(bring):
    text = "青年之家编号,青年之家名称,所属乡镇,停用日期\nH1,岗王青年之家,岗王镇\nH2,北山青年之家,北山乡\nH3,太平\n"
    receipt = only(bring("homes_20231231.csv", text))
    assert (receipt.added, receipt.rejected) == (2, 1)  # one line is really cut off


@pytest.mark.parametrize(
    ("title", "name", "area"),
    [
        ("北山乡青年之家活动台账", "events.csv", "410001201"),
        ("", "岗王镇青年之家活动.csv", "410001101"),
        ("岗王镇、北山乡青年之家活动台账", "events.csv", "410001"),
    ],
)
def test_a_sheet_called_after_a_township_is_of_it(bring, warehouse, title, name, area):
    text = f"{title}\n青年之家名称,活动名称,活动日期,参与人次\n阳光家园,读书会,2023-07-01,20\n"
    receipt = only(bring(name, text))
    assert rows_of(warehouse, "SELECT area_code FROM youth_home_event") == [(area,)]
    assert any("太平" in w or "乡" in w or "镇" in w for w in receipt.warnings) == (area != "410001")


def test_a_dash_for_a_township_leaves_the_name_to_tell(bring, warehouse):
    only(bring("homes_20231231.csv", "青年之家编号,青年之家名称,所属乡镇\nH1,北山乡青年之家,—\n"))
    assert rows_of(warehouse, "SELECT township FROM youth_home") == [("410001201",)]


def test_mended_rows_keep_the_unit_and_the_place_that_stood_above_them(bring, warehouse):
    """The file of rejected rows has no titles: what they said of every row goes with each."""
    text = "单位：万元\n日期,摘要,收入,支出\n2023-13-05,拨款,5.6,\n2023-01-05,会务,,0.3\n"
    receipt = only(bring("岗王镇经费台账.csv", text))
    assert (receipt.added, receipt.rejected) == (1, 1)
    with warehouse.read() as con:
        header, rows = exports.rejects_table(*ledger.rejects(warehouse.folder, con, receipt.batch))
    mended = exports.as_csv(header, rows).decode().replace("2023-13-05", "2023-12-05")
    assert only(bring("mended.csv", mended)).added == 1
    assert rows_of(warehouse, "SELECT received::INT, area_code FROM funding WHERE project = '拨款'") == [
        (56000, "410001101")
    ]
