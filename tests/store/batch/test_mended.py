"""Rejected rows of children, written out, mended by a stranger and brought back: all counted, nobody named."""

from datetime import date
from pathlib import Path

import pytest

from tuanqing.command.cli import main
from tuanqing.store.warehouse.versions import Warehouse

SCHOOL = "岗王镇第一初级中学"
YEAR = date.today().year - 11  # under 14 on whatever day this is run: no birth date may be kept
LESSONS = (
    "学校,学生姓名,身份证号,出生日期,联系电话,团课名称,学时,结业,日期\n"
    f"{SCHOOL},钱多多,999999{YEAR}05064321,{YEAR}-05-06,19900001234,第一课,2,合格,2023-13-05\n"
    f"{SCHOOL},孙小空,999999{YEAR}07084328,{YEAR}-07-08,,第一课,两小时多点,合格,2023-11-05\n"
    f"{SCHOOL},李大白,,{YEAR}-09-10,,第一课,2,合格,2023-11-05\n"
    f"没有这个学校,周圆圆,999999{YEAR}11124325,{YEAR}-11-12,,第一课,2,合格,2023-11-05\n"
    f"{SCHOOL},冯小满,,{YEAR}-09-31,,第一课,2,合格,2023-11-05\n"
    f"{SCHOOL},褚小雪,,{YEAR % 100}.3.4,,第一课,2,合格,2023-13-08\n"  # a year of two digits is read, and doubted
    "合计,,,,,,10,,\n"
)
BADGES = (
    "学校,姓名,学籍号,出生日期,类型,章目,等级,授予日期,颁了没有\n"
    f"{SCHOOL},吴明明,G999999{YEAR}01025555,{YEAR}-01-02,基础章,学习,,2023-11-31,是\n"
    f"{SCHOOL},郑亮亮,G999999{YEAR}03046666,{YEAR}-03-04,不知什么章,劳动,,2023-11-30,是\n"
    f"{SCHOOL},王丽丽,G999999{YEAR}05067777,{YEAR}-05-06,基础章,劳动,,2023-11-30,是\n"
)
SECRETS = {
    "class_hours": f"钱多多 孙小空 李大白 周圆圆 冯小满 褚小雪 {YEAR % 100}.3.4 999999{YEAR} {YEAR}0506 {YEAR}- 19900001234",
    "badge_award": f"吴明明 郑亮亮 王丽丽 999999{YEAR} {YEAR}- {YEAR}0506",
}
MENDED = {
    "class_hours": {
        "2023-13-05": "2023-11-05",
        "2023-13-08": "2023-11-08",
        "两小时多点": "2",
        "没有这个学校": SCHOOL,
        f"{YEAR}-09-31": f"{YEAR}-09-30",
    },
    "badge_award": {"2023-11-31": "2023-11-30", "不知什么章": "特色章"},
}


@pytest.mark.parametrize(
    ("dataset", "text", "rejected", "suffix"),
    [("class_hours", LESSONS, 5, "csv"), ("badge_award", BADGES, 2, "xlsx")],
)
def test_rejected_children_are_mended_and_come_back_and_none_is_named(
    bring, warehouse, tmp_path, capsys, dataset, text, rejected, suffix
):
    (outcome,) = bring("登记表.csv", text)
    first = outcome.receipt
    assert (first.dataset, first.added, first.rejected, first.balance) == (dataset, 1, rejected, 0), first
    _names_nobody(warehouse, dataset)
    file = tmp_path / f"rejects.{suffix}"
    told = ["rejects", str(first.batch), "--out", str(file), "--warehouse", str(warehouse.folder)]
    assert main(told) == 0
    assert str(rejected) in capsys.readouterr().out
    (outcome,) = bring(f"mended.{suffix}", _mended(file, MENDED[dataset]))
    second = outcome.receipt
    assert (second.error, second.dataset) == (None, dataset)
    assert (second.added, second.rejected, second.balance) == (rejected, 0, 0), second
    with warehouse.read() as con:
        assert con.execute(f"SELECT count(*), count(DISTINCT person) FROM main.{dataset}").fetchall() == [
            (rejected + 1, rejected + 1)
        ]
    _names_nobody(warehouse, dataset)


def _mended(file: Path, by: dict[str, str]) -> bytes:
    """The file with some cells put right, saved as the one who opened it would."""
    if file.suffix == ".csv":
        text = file.read_text("utf-8-sig")
        for wrong, right in by.items():
            assert wrong in text
            text = text.replace(wrong, right)
        return text.encode("gb18030")
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(file)
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            cell.value = by.get(cell.value, cell.value)
    book.save(file)
    return file.read_bytes()


def _names_nobody(warehouse: Warehouse, dataset: str) -> None:
    with warehouse.read() as con:
        tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        said = "\n".join(
            str(row[0])
            for schema, table in tables
            for row in con.execute(f"SELECT t::VARCHAR FROM {schema}.{table} AS t").fetchall()
        )
    assert SCHOOL in said  # the scan reads what is there
    for secret in SECRETS[dataset].split():
        assert secret not in said, secret


@pytest.mark.parametrize(
    "head",
    [
        "乡镇/街道,青年之家/阵地名称,活动主题,开展时间,参与人次/场\n",
        "基本情况,,活动/宣讲,,\n乡镇,青年之家名称,活动主题,活动日期,参与人次\n",
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_headers_with_a_slash_stay_whole_and_come_back(bring, warehouse, tmp_path, head, suffix):
    asked = {"青年之家/阵地名称": "home", "参与人次/场": "person_times"} if "场" in head else {}
    text = head + "太平街道,甲家,读书会,2023-05-04,10\n太平街道,甲家,观影,2023-13-04,20\n"
    (outcome,) = bring("a.csv", text, dataset="youth_home_event", columns=asked)
    assert (outcome.receipt.added, outcome.receipt.rejected) == (1, 1), outcome.receipt
    file = tmp_path / f"rejects.{suffix}"
    house = str(warehouse.folder)
    assert main(["rejects", str(outcome.receipt.batch), "--out", str(file), "--warehouse", house]) == 0
    (outcome,) = bring(f"mended.{suffix}", _mended(file, {"2023-13-04": "2023-05-11"}))
    assert (outcome.receipt.error, outcome.receipt.added) == (None, 1), outcome.receipt
    with warehouse.read() as con:
        assert con.execute("SELECT sum(person_times)::INT FROM youth_home_event").fetchall() == [(30,)]
