"""Where a header stands, what its columns mean, and which dataset it is; what is not clear is asked."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tuanqing.define.errors import Refused
from tuanqing.define.language import speak
from tuanqing.store.reading import open_file
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.data_date import date_in_title, find_date
from tuanqing.store.recognise.dataset import recognise
from tuanqing.store.recognise.recognition import Recognition


@pytest.fixture
def sheet(tmp_path):
    """sheet(text, name) reads a CSV of that text; html where it begins with a tag."""

    def sheet(text: str, name: str = "表.csv") -> Sheet:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        return open_file(file)[0]

    return sheet


def columns(found: Recognition) -> dict[str, str | None]:
    return {mapped.header: mapped.column for mapped in found.columns}


HOMES = {
    "青年之家编号": "home_id",
    "青年之家名称": "name",
    "所属乡镇": "township",
    "级别": "level",
    "状态": "status",
}


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
def test_the_order_of_the_columns_does_not_matter(sheet, contracts, order):
    headers = [list(HOMES)[n] for n in order]
    found = recognise(sheet(",".join(headers) + "\nH1,甲,乙,丙,丁\n"), contracts)
    assert (found.contract.name, found.header_line, found.header_rows) == ("youth_home", 1, 1)
    assert columns(found) == {header: HOMES[header] for header in headers}
    assert [mapped.index for mapped in found.columns] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("above", "line", "as_of"),
    [
        ("", 1, None),
        ("东平县青年之家名录\n", 2, None),
        ("东平县青年之家名录\n截至2023年12月31日\n", 3, date(2023, 12, 31)),
        ("统计时间：2023年12月\n\n", 3, date(2023, 12, 31)),
        ("填报单位：团县委,,填报日期：2024-01-05\n", 2, date(2024, 1, 5)),
    ],
)
def test_titles_and_dates_above_the_header_are_not_the_header(sheet, contracts, above, line, as_of):
    found = recognise(sheet(above + ",".join(HOMES) + "\nH1,甲,太平,分部,运行\n"), contracts)
    assert (found.contract.name, found.header_line, found.as_of) == ("youth_home", line, as_of)
    assert columns(found) == HOMES


@pytest.mark.parametrize(
    ("header", "titles", "scale"),
    [
        ("收入", "", 1),
        ("收入(元)", "", 1),
        ("收入(万元)", "", 10_000),
        ("收入（万元）", "", 10_000),
        ("收入[千元]", "", 1000),
        ("收入", "单位：万元\n", 10_000),
        ("收入", "填报单位：团县委,金额单位:万元\n", 10_000),
        ("收入(元)", "单位：万元\n", 1),  # its own unit is nearer
        ("收入", "单位：团县委\n", 1),
    ],
)
def test_units_of_headers_and_of_a_unit_row(sheet, contracts, header, titles, scale):
    found = recognise(sheet(f"{titles}日期,项目名称,{header},资金来源\n2023-01-05,甲,5,财政\n"), contracts)
    received = found.index("received")
    assert found.contract.name == "funding"
    assert received is not None
    assert (received.header, received.scale) == (header, scale)


def test_hours_written_in_minutes(sheet, contracts):
    text = "姓名,项目名称,服务日期,志愿服务时长(分钟),志愿团体\n甲,乙,2023-01-05,90,丙\n"
    hours = recognise(sheet(text), contracts).index("hours")
    assert hours is not None
    assert hours.scale * 90 == pytest.approx(Decimal("1.5"))


GROUPED = """<table>
<tr><td colspan=6>东平县经费台账</td></tr>
<tr><th rowspan=2>日期</th><th rowspan=2>项目名称</th><th colspan=2>金额(万元)</th><th colspan=2>去向</th></tr>
<tr><th>收入</th><th>支出</th><th>乡镇</th><th>学校</th></tr>
<tr><td>2023-01-05</td><td>甲</td><td>5</td><td>3</td><td>太平</td><td></td></tr>
</table>"""


def test_a_header_of_two_merged_rows_is_one(sheet, contracts):
    found = recognise(sheet(GROUPED, "表.xls"), contracts)
    assert (found.contract.name, found.header_line) == ("funding", 3)
    names = ["paid_on", "project", "received", "spent", "township", "school"]
    assert [mapped.column for mapped in found.columns] == names


SPLIT = (
    "东平县经费台账,,,,,\n日期,项目名称,金额(万元),,去向,\n,,收入,支出,乡镇,学校\n2023-01-05,甲,5,3,太平,\n"
)


def test_a_header_of_two_rows_without_merges_is_one(sheet, contracts):
    found = recognise(sheet(SPLIT), contracts)
    assert (found.contract.name, found.header_line, found.header_rows) == ("funding", 3, 2)
    assert columns(found) == {
        "日期": "paid_on",
        "项目名称": "project",
        "金额(万元)/收入": "received",
        "金额(万元)/支出": "spent",
        "去向/乡镇": "township",
        "去向/学校": "school",
    }


@pytest.mark.parametrize(("text", "name"), [(GROUPED, "表.xls"), (SPLIT, "表.csv")], ids=["merged", "split"])
def test_the_unit_of_a_group_is_that_of_its_columns(sheet, contracts, text, name):
    received = recognise(sheet(text, name), contracts).index("received")
    assert received is not None
    assert received.scale == 10_000


@pytest.mark.parametrize(
    "header",
    [
        "*青年之家名称",
        "青年之家名称：",
        " 青年之家 名称 ",
        "青年之家名称（必填）",
        "NAME",
        "青年之家 名\u200b称",
    ],
)
def test_trimmings_of_a_header_do_not_matter(sheet, contracts, header):
    found = recognise(sheet(f"青年之家编号,{header},所属乡镇,级别\nH1,甲,太平,分部\n"), contracts)
    assert found.index("name") is not None


def test_of_two_headers_for_one_column_the_better_has_it(sheet, contracts):
    found = recognise(sheet("编号,名称,青年之家名称,乡镇\nH1,甲,乙,太平\n"), contracts, "youth_home")
    assert columns(found) == {"编号": "home_id", "名称": None, "青年之家名称": "name", "乡镇": "township"}
    assert found.unmapped == ["名称"]


@pytest.mark.parametrize(
    ("header", "scale"),
    [("服务时长（分钟）", 1 / 60), ("服务时长/分钟", 1 / 60), ("时长(小时)", 1), ("服务时长", 1)],
)
def test_a_unit_makes_a_header_no_worse_than_a_later_synonym(sheet, contracts, header, scale):
    """累计时长, the hours of a lifetime, once took the place of the minutes of a day."""
    text = f"姓名,志愿者编号,项目名称,服务日期,{header},累计时长,乡镇\n甲,V1,扫雪,2024-03-05,120,56,岗王镇\n"
    found = recognise(sheet(text, "hours.csv"), contracts)
    (hours,) = (mapped for mapped in found.columns if mapped.column == "hours")
    assert (hours.header, float(hours.scale)) == (header, pytest.approx(scale))


def test_all_headers_of_what_is_dropped_are_known(sheet, contracts):
    text = "青年之家编号,青年之家名称,乡镇,负责人,联系电话,备忘\nH1,甲,太平,乙,1,丙\n"
    found = recognise(sheet(text), contracts)
    assert (columns(found)["负责人"], columns(found)["联系电话"]) == ("keeper", "keeper")
    assert found.unmapped == ["备忘"]


def test_an_answer_gives_a_header_another_column(sheet, contracts):
    text = "编号,名称,地点,乡镇\nH1,甲,太平,北山\n"
    found = recognise(sheet(text), contracts, "youth_home").remap({"地点": "township"})
    assert columns(found) == {"编号": "home_id", "名称": "name", "地点": "township", "乡镇": None}
    assert columns(found.remap({"3": None, "乡镇": "township"}))["地点"] is None
    with pytest.raises(Refused, match="地址"):
        found.remap({"地址": "township"})
    with pytest.raises(Refused, match="town"):
        found.remap({"地点": "town"})


def test_a_source_answered_for_before_is_known_again(sheet, contracts):
    text = "编号,名称,地点\nH1,甲,太平\n"
    first = recognise(sheet(text), contracts, "youth_home", answer={"地点": "township"})
    again = recognise(sheet(text), contracts, None, {first.signature: ("youth_home", {"地点": "township"})})
    assert (again.contract.name, again.signature) == ("youth_home", first.signature)
    assert columns(again)["地点"] == "township"


@pytest.fixture
def twins(contracts):
    """Two contracts with the same headers."""
    homes = contracts["youth_home"]
    return {"youth_home": homes, "yard": replace(homes, name="yard", title="青年小院台账")}


def test_two_datasets_that_fit_equally_are_not_guessed_between(sheet, twins):
    text = ",".join(HOMES) + "\nH1,甲,太平,分部,运行\n"
    with pytest.raises(Refused) as refusal:
        recognise(sheet(text), twins)
    assert all(word in str(refusal.value) for word in ("youth_home", "yard", "--dataset", "表.csv"))
    assert recognise(sheet(text), twins, "yard").contract.name == "yard"


@pytest.mark.parametrize(("title", "name"), [("青年小院台账\n", "表.csv"), ("", "青年小院台账.csv")])
def test_a_title_decides_between_two_that_fit_equally(sheet, twins, title, name):
    text = title + ",".join(HOMES) + "\nH1,甲,太平,分部,运行\n"
    assert recognise(sheet(text, name), twins).contract.name == "yard"


@pytest.mark.parametrize(
    ("text", "dataset", "words"),
    [
        ("菜名,价格\n鱼,3\n", None, ["菜名", "价格"]),
        ("编号,地点\nH1,太平\n", "youth_home", ["青年之家名称"]),
        ("\n\n", None, ["表.csv"]),
        ("编号,名称\nH1,甲\n", "menu", ["menu", "youth_home"]),
    ],
)
def test_what_is_no_dataset_is_told_with_what_was_seen(sheet, contracts, text, dataset, words):
    with pytest.raises(Refused) as refusal:
        recognise(sheet(text), contracts, dataset)
    assert all(word in str(refusal.value) for word in words)


def test_every_contract_is_recognised_by_its_own_headers(sheet, contracts):
    for contract in contracts.values():
        headers = [column.title for column in contract.columns.values()]
        found = recognise(sheet(",".join(headers) + "\n" + "," * (len(headers) - 1) + "甲\n"), contracts)
        assert found.contract.name == contract.name
        assert [mapped.column for mapped in found.columns] == list(contract.columns)


@pytest.mark.parametrize(
    ("texts", "file", "day"),
    [
        (["截至2023年12月31日"], "", date(2023, 12, 31)),
        (["数据截止日期：2023.6"], "", date(2023, 6, 30)),
        (["统计月份：202302"], "", date(2023, 2, 28)),
        (["成立于2019年5月"], "", None),
        ([], "名录_20231231.xlsx", date(2023, 12, 31)),
        ([], "名录2023年6月.xlsx", None),  # 6月 without a nought might be anything
        ([], "名录202306.xlsx", date(2023, 6, 30)),
        ([], "名录_20230231.xlsx", None),
        ([], "20231231123456.xlsx", None),
        (["截至2023年12月31日"], "名录_20220630.xlsx", date(2023, 12, 31)),
    ],
)
def test_the_date_a_sheet_says_it_is_of(texts, file, day):
    assert find_date(texts, file, "") == day


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["东平县2023年12月团员统计表"], date(2023, 12, 31)),
        (["少先队基础数据（2023年12月30日）"], date(2023, 12, 30)),
        (["2022年12月与2023年6月对比"], None),
        (["成立于2019年5月"], None),
        (["2023年统计表"], None),
    ],
)
def test_the_date_in_a_title(titles, day):
    assert date_in_title(titles) == day


def test_tables_beside_each_other_are_told_what_to_do(tmp_path, contracts):
    speak("en")
    try:
        for lines, words in (
            (
                ["乡镇,志愿团体,项目名称,1月,2月,3月,合计", "岗王镇,队,巡河,1,2,3,6"],
                "the months stand side by side (1月 to 3月)",
            ),
            (["姓名,时长,,姓名,时长", "甲,1,,乙,2"], "side by side (columns A–B and D–E)"),
            (["姓名,时长,姓名,时长", "甲,1,乙,2"], "side by side (columns A–B and C–D)"),
            (
                ["乡镇,青年之家数,,乡镇,服务队数", "岗王镇,甲,,岗王镇,乙"],
                "side by side (columns A–B and D–E)",
            ),
        ):
            (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", "utf-8")
            (sheet,) = open_file(tmp_path / "t.csv")
            with pytest.raises(Refused, match=re.escape(words)):
                recognise(sheet, contracts)
    finally:
        speak("zh")


def test_a_file_without_a_header_is_refused_without_a_name_in_it(tmp_path, contracts):
    (tmp_path / "t.csv").write_text("王小明,岗王镇\n李小红,月城镇\n", "utf-8")
    (sheet,) = open_file(tmp_path / "t.csv")
    with pytest.raises(Refused) as refusal:
        recognise(sheet, contracts)
    assert not {"王小明", "李小红"} & set(re.split(r"[^\w]+", str(refusal.value)))
    assert "王小明" not in str(refusal.value)


def test_a_sentence_steers_no_terminal():
    assert str(Refused("名\x1b[31m单\u202e.csv：坏了\n第二行")) == "名[31m单.csv：坏了\n第二行"
