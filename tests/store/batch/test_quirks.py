"""Every quirk file through the front door: what contracts and loading make of it is what quirks.toml concludes."""

import csv
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tuanqing.store.batch import ledger
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.versions import Warehouse

TESTS = Path(__file__).parents[2]
UPLOADS = TESTS / "uploads"
QUIRKS = tomllib.loads((UPLOADS / "quirks.toml").read_text("utf-8"))
LOADABLE = sorted(name for name, entry in QUIRKS.items() if "refused" not in entry)
COUNTY = "411424"


def register() -> str:
    """柘城县 with its townships, two that were renamed, and one unit that is not quite a township."""
    lines = ["区划代码,名称,上级代码,层级,类别,计入分母,撤销时间,并入单位代码", f"{COUNTY},柘城县,,县,,,,"]
    with (TESTS / "samples" / "divisions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["county"] == "柘城县":
                lines.append(f"{row['code']},{row['name']},{COUNTY},乡镇,{row['kind']},是,,")
    lines += [
        f"{COUNTY}205,大仵乡,{COUNTY},乡镇,乡,,2021-06-01,{COUNTY}111",
        f"{COUNTY}209,老王集乡,{COUNTY},乡镇,乡,,2018-06-01,{COUNTY}110",
        f"{COUNTY}400,柘城县产业集聚区,{COUNTY},乡镇,类似乡级单位,,,",
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def zhecheng(contracts, tmp_path_factory) -> Warehouse:
    folder = tmp_path_factory.mktemp("quirks")
    (folder / "area.csv").write_text(register(), "utf-8")
    warehouse = Warehouse(folder / "warehouse")
    (outcome,) = import_files(warehouse, [folder / "area.csv"], contracts, lambda _con: None)
    assert outcome.receipt.added == 26, outcome.receipt
    return warehouse


@pytest.fixture(scope="module")
def load(zhecheng, contracts) -> Callable[..., list[Outcome]]:
    """What an import would do, published nowhere; asked about the same file twice, the same answer."""

    @cache
    def load(file: str | Path, **wish) -> list[Outcome]:
        path = UPLOADS / "quirks" / file
        return import_files(zhecheng, [path], contracts, lambda _con: None, ImportWish(**wish), dry_run=True)

    return load


@pytest.mark.parametrize("name", sorted(QUIRKS))
def test_every_row_is_accounted_for_or_a_sentence_says_why_not(load, name):
    for outcome in load(name):
        receipt = outcome.receipt
        if receipt.error:
            assert receipt.batch is None
            assert receipt.error.startswith(name) or receipt.needs_yes
        else:
            assert receipt.balance == 0
            assert receipt.added + receipt.rejected > 0


@pytest.mark.parametrize("name", LOADABLE)
def test_rows_are_rejected_only_for_their_own_faults(load, name):
    """A fault of one row is that row's; the reader's own counts say how many rows have one."""
    faults = sum(QUIRKS[name].get("faults", {}).values())
    outcome = load(name)[0]
    if outcome.receipt.dataset and "then" not in QUIRKS[name]:
        assert outcome.receipt.rejected - other_reasons(outcome) == faults, outcome.receipt.reasons


def other_reasons(outcome: Outcome) -> int:
    """Rows rejected by a contract's rule, not by the reader."""
    return sum(entry["count"] for entry in outcome.receipt.reasons if "小时" in entry["reason"])


def column(outcome: Outcome, name: str) -> list:
    """A column of the accepted rows, in the file's order; amounts as floats."""
    values = outcome.rows["accepted"].sort("line")[name].to_list()
    return [float(value) if hasattr(value, "as_tuple") else value for value in values]


def added(outcome: Outcome, rows: int, **skipped: int) -> None:
    """So many rows accepted, none rejected, and beside the header these skipped."""
    receipt = outcome.receipt
    assert receipt.error is None
    assert (receipt.added, receipt.rejected) == (rows, 0), receipt.reasons
    assert receipt.skipped == {"header": receipt.skipped["header"], **skipped}


def warned(outcome: Outcome, *words: str) -> None:
    assert any(all(word in warning for word in words) for warning in outcome.receipt.warnings), (
        outcome.receipt.warnings
    )


def q03_csv(outcome):
    added(outcome, 6, title=2)
    assert outcome.receipt.as_of == "2023-12-31"


def q03_units(outcome):
    added(outcome, 7, title=2, blank=1)
    assert column(outcome, "received")[:2] == [12500, 22500]


def q05_youth_home(outcome):
    added(outcome, 8)
    told = [*outcome.receipt.unmapped_headers, *outcome.receipt.warnings]
    assert any("5" in text or "E" in text for text in told if "2026" not in text and "日期" not in text), told


def no_dataset(outcome):
    assert "没有找到" in outcome.receipt.error


def q06_subtotals(outcome):
    added(outcome, 7, total=3)
    assert not any("合计" in warning for warning in outcome.receipt.warnings)


def q06_wrong(outcome):
    added(outcome, 8, total=1)
    warned(outcome, "参与人次")


def q06_right(outcome):
    added(outcome, 8, total=1)
    assert not any("参与人次" in warning for warning in outcome.receipt.warnings)


def q07_csv(outcome):
    added(outcome, 6, note=2)


def q07_xlsx(outcome):
    added(outcome, 8, blank=1, note=3)


def q08(outcome):
    added(outcome, 8)


def q09(outcome):
    added(outcome, 6)
    assert column(outcome, "home_id") == [f"QN4114000{n}" for n in range(1, 7)]
    names = ["陈青集镇", "起台镇", "胡襄镇", "慈圣镇", "安平镇", "远襄镇"]
    assert column(outcome, "name") == [f"{name}青年之家" for name in names]
    assert column(outcome, "township") == [f"411424{n}" for n in range(101, 107)]
    assert column(outcome, "floor_area") == [80, 87, 94, 101, 108, 115]


def q10(outcome):
    assert (outcome.receipt.added, outcome.receipt.rejected) == (9, 1)
    assert outcome.receipt.reasons[0]["first_line"] == 4
    assert column(outcome, "received") == [56000, 30000, 1296, 560000, 300, None, None, None, 4000]
    warned(outcome, "约数")


def percent_is_not_kept(outcome):
    added(outcome, 6)
    assert outcome.receipt.unmapped_headers == [
        "本级及时响应率"
    ]  # no dataset has such a column: nothing to ask


def q12(outcome):
    assert (outcome.receipt.added, outcome.receipt.rejected) == (14, 1)
    assert outcome.receipt.reasons[0]["first_line"] == 15
    assert "8位数字（-），不是真实存在的日期" in outcome.receipt.reasons[0]["reason"]
    days = Counter(column(outcome, "platform_on"))
    assert days == {date(2023, 7, 15): 6, date(2023, 7, 1): 6, date(2023, 1, 1): 1, None: 1}


def q13(outcome):
    warned(outcome, "Excel")
    people = column(outcome, "person")
    assert len(set(people)) == len(people)
    assert all(person.startswith("w") for person in people)


def q16(outcome):
    assert (outcome.receipt.added, outcome.receipt.rejected) == (11, 1)
    assert outcome.receipt.reasons[0]["reason"].startswith("「乡镇」4个汉字，在柘城县找不到这个乡镇街道")
    assert Counter(column(outcome, "township")) == {"411424101": 6, "411424001": 4, "411424102": 1}


def q17(outcome):
    added(outcome, 4)
    assert Counter(column(outcome, "township")) == {"411424111": 2, "411424110": 2}


def q18(outcome):
    assert column(outcome, "township") == ["411424400"]
    assert outcome.rows["rejected"]["line"].to_list() == [2, 3, 5]


def q19(outcome):
    """The row that is the same in every cell counts once; the one with other hours is an event of its own."""
    added(outcome, 9, duplicate=1)
    assert column(outcome, "hours")[-1] == 9


def q21(outcome):
    assert outcome.receipt.batch is None
    assert outcome.receipt.needs_yes


def q22(outcome):
    """The parents, whose rows hold the sum of what stands below them, are left out."""
    assert outcome.receipt.skipped["total"] >= 3
    assert sum(column(outcome, "members")) == 60


def q24(outcome):
    added(outcome, 5)
    texts = ['=HYPERLINK("http://x","点我")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "=1+1"]
    assert column(outcome, "name") == texts


def q25(outcome):
    added(outcome, 5)
    assert not {"登录账号", "密码", "书记身份证号码"} & set(outcome.receipt.unmapped_headers)
    assert "Abc123" not in str(outcome.rows["accepted"].rows())


def q26(outcome):
    added(outcome, 6, blank=3)


def q28(outcome):
    added(outcome, 9)
    assert column(outcome, "hours") == [2.5, 2.5, 2.5, 1.5, 2, 1.5, 0.5, 3, 3]
    warned(outcome, "约数")


CONCLUSIONS: dict[str, Callable[[Outcome], None]] = {
    "q03_title_and_date_rows.csv": q03_csv,
    "q03_title_and_unit_rows.xlsx": q03_units,
    "q05_blank_header_cells.xlsx": no_dataset,
    "q05_blank_header_youth_home.csv": q05_youth_home,
    "q06_subtotals_and_average.csv": q06_subtotals,
    "q06_total_row_does_not_add_up.xlsx": q06_wrong,
    "q06_total_row_with_inner_space.xlsx": q06_right,
    "q07_notes_at_the_end.csv": q07_csv,
    "q07_notes_at_the_end.xlsx": q07_xlsx,
    "q08_serial_numbers_with_gaps.xlsx": q08,
    "q09_full_width_and_invisible.csv": q09,
    "q10_numbers_with_units.csv": q10,
    "q11_percent_ambiguous.csv": percent_is_not_kept,
    "q11_percent_fractions.csv": percent_is_not_kept,
    "q11_percent_signs.csv": percent_is_not_kept,
    "q12_dates_in_every_shape.csv": q12,
    "q13_identity_numbers_cut_by_excel.xlsx": q13,
    "q13_identity_numbers_scientific.csv": q13,
    "q16_township_aliases.csv": q16,
    "q17_renamed_townships.csv": q17,
    "q18_not_quite_townships.csv": q18,
    "q19_duplicate_rows.csv": q19,
    "q21_exactly_20_rows.csv": q21,
    "q21_exactly_50_rows.csv": q21,
    "q22_tree_with_parent_column.csv": q22,
    "q22_tree_with_parent_totals.xlsx": q22,
    "q24_formula_injection.csv": q24,
    "q25_accounts_and_passwords.csv": q25,
    "q26_blank_lines.csv": q26,
    "q28_hours_as_text.csv": q28,
}


def test_every_conclusion_is_held_to():
    assert set(CONCLUSIONS) == {name for name, entry in QUIRKS.items() if "then" in entry}


@pytest.mark.parametrize("name", sorted(CONCLUSIONS))
def test_the_conclusion_is_drawn(load, name):
    CONCLUSIONS[name](load(name)[0])


def test_exactly_a_page_is_published_after_a_yes(load):
    (outcome,) = load("q21_exactly_20_rows.csv", yes=True)
    added(outcome, 20)


def test_yes_and_no_in_eleven_spellings_and_blank_is_neither(load):
    (outcome,) = load("q29_yes_and_no.csv")
    assert column(outcome, "on_platform") == [*[True, False] * 5, None, True]


def test_the_sum_of_a_column_we_read_is_held_against_its_total_row(load, tmp_path):
    text = (UPLOADS / "quirks" / "q06_subtotals_and_average.csv").read_bytes().replace(b"29.75", b"30.75")
    (tmp_path / "funding.csv").write_bytes(text)
    warned(load(tmp_path / "funding.csv")[0], "收入")


def test_accounts_and_passwords_are_in_no_file_of_rejected_rows(contracts, tmp_path):
    text = (UPLOADS / "quirks" / "q25_accounts_and_passwords.csv").read_text("utf-8")
    (tmp_path / "orgs.csv").write_text(text.replace("团支部,共青团", "不知道,共青团"), "utf-8")
    own = Warehouse(tmp_path / "own")
    (tmp_path / "area.csv").write_text(register(), "utf-8")
    files = [tmp_path / "area.csv", tmp_path / "orgs.csv"]
    receipt = import_files(own, files, contracts, lambda _con: None)[-1].receipt
    assert receipt.rejected == 5
    with own.read() as con:
        rejects = ledger.rejects(own.folder, con, receipt.batch or 0)
    assert "陈青集镇" in str(rejects)
    assert "Abc123" not in str(rejects)
    assert "zt000001" not in str(rejects)
