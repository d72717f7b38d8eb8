"""A county whose exports carry every fault met in offices, its figures worked out apart from what was true: no row is
unaccounted for, and no figure is wrong."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.sweeps import some
from tuanqing.define.query import Library
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.versions import Warehouse

COUNTY = "410001"
TOWNSHIPS = {"太平街道": "410001001", "岗王镇": "410001101", "月城镇": "410001102", "北山乡": "410001201"}
MEASURED = (
    *(
        "youth_homes",
        "youth_home_active_rate",
        "volunteer_hours",
        "volunteer_person_times",
        "funding_received",
    ),
    *("funding_spent", "aid_amount", "aid_beneficiaries"),
)
Figures = Counter[tuple[str, str, str]]  # (indicator, area, month) → what is true


@dataclass
class Export:
    """A file, and what is to become of its rows."""

    file: Path
    wish: ImportWish
    kept: int  # rows that come in, new or changed
    rejected: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


class County:
    """What happened in 2023, told by files that are all a little wrong."""

    def __init__(self, seed: int, folder: Path):
        self.dice, self.folder, self.seed = random.Random(seed), folder, seed
        self.true: Figures = Counter()
        self.exports = [
            self.homes(),
            self.events(),
            self.service(),
            self.overlapping(),
            self.ledger(),
            self.aid(),
        ]

    def count(self, indicator: str, township: str | None, day: date, value: Decimal | int) -> None:
        """Something that was so, in its township and in the county."""
        for area in {COUNTY, TOWNSHIPS.get(township or "", COUNTY)}:
            self.true[indicator, area, f"{day:%Y-%m}"] += Decimal(value)

    def day(self, month: int | None = None) -> date:
        return date(2023, month or self.dice.randint(1, 6), self.dice.randint(1, 28))

    def township(self) -> str:
        return self.dice.choice(list(TOWNSHIPS))

    def written(self, day: date) -> str:
        """A day as one of many people writes it."""
        forms = (
            "{0:%Y-%m-%d}",
            "{0:%Y/%m/%d}",
            "{0.year}年{0.month}月{0.day}日",
            "{0:%Y.%m.%d}",
            "{0:%Y%m%d}",
            "{0:%Y-%m-%d} 上午",
        )
        return self.dice.choice(forms).format(day)

    def people(self, count: int) -> str:
        return self.dice.choice(("{}", "{}人", "共{}人", "{}名青年", " {} ")).format(count)

    def money(self, yuan: int) -> str:
        return self.dice.choice(("{}", "{:,}", "{}元", "{}.00", "¥{}")).format(yuan)

    def homes(self) -> Export:
        """Tables below each other, one per township, each with a title, a total and names broken over lines; in every
        township a home of the same name, none of them with a number."""
        rows: list[list[object]] = []
        left_out = Counter(title=0, header=0, total=0, hidden=0, duplicate=0)
        hidden = set()
        kept = 0
        for township in TOWNSHIPS:
            names = ["青年\n之家", *(f"{township[:2]}{n}号青年之家" for n in range(self.dice.randint(1, 4)))]
            rows += [[f"{township}青年之家一览表"], ["序号", "青年之家名称", "级别", "状态"]]
            rows += [
                [n, name, "分部", self.dice.choice(("运行", "运行中"))] for n, name in enumerate(names, 1)
            ]
            if self.dice.random() < 0.5:
                rows.append(["", f"{township[:2]}旧家", "分部", "运行"])  # taken out by hiding its line
                hidden.add(len(rows))
            rows.append(["合　计", f"{len(names)}个", "", ""])
            left_out += Counter(title=1, header=1, total=1)
            kept += len(names)
            self.count("youth_homes", township, date(2023, 6, 30), len(names))
            self.count("youth_home_active_rate/denominator", township, date(2023, 6, 30), len(names))
        left_out["hidden"] = len(hidden)
        file = self.folder / "青年之家名录_20230630.xlsx"
        with xlsxwriter.Workbook(file) as book:
            page = book.add_worksheet("名录")
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
                if line + 1 in hidden:
                    page.set_row(line, None, None, {"hidden": True})
            book.add_worksheet("填写说明").write_column(0, 0, ["一、每行一个", "二、不得空行"])
        return Export(file, ImportWish(area=COUNTY, yes=True), kept, left_out=left_out)

    def events(self) -> Export:
        """Events of the homes of one name: told apart by the township where it is written, else nobody's."""
        rows, rejected = [], 0
        active = set()
        for township in TOWNSHIPS:
            if self.dice.random() < 0.6:
                rows.append(["青年之家", township, "读书会", self.written(self.day(6)), self.people(20)])
                active.add(township)
        rows.append(["青年之家", "", "电影", self.written(self.day(6)), self.people(20)])
        rows.append(["青年之家", "没有这个镇", "电影", self.written(self.day(6)), self.people(20)])
        rows.append(["青年之家", "岗王镇", "电影", "2023年6月", self.people(20)])
        rows.append(["青年之家", "岗王镇", "电影", "2023-02-31", self.people(20)])
        active.add("岗王镇")
        rejected += 2
        for township in active:
            self.count("youth_home_active_rate", township, date(2023, 6, 30), 1)
        table = [["青年之家名称", "乡镇", "活动名称", "活动时间", "参与人次"], *rows]
        file = self.csv("活动台账.csv", table, "gb18030")
        return Export(
            file,
            ImportWish(area=COUNTY, months=HALF, yes=True),
            len(rows) - rejected,
            rejected,
            Counter(header=1),
        )

    def service(self) -> Export:
        """Volunteers twice a day and rows told twice, odd hours, a row that has slipped, a total with its unit."""
        rows, kept, rejected, doubled = [], 0, 0, 0
        self.told: list[tuple[str, date, str, str, Decimal]] = []
        for number in range(30):
            day, township, who = self.day(), self.township(), f"V{number:04}"
            hours = Decimal(self.dice.randint(2, 10)) / 2
            for clock in ("09:00", "14:30")[: 1 + (number % 4 == 0)]:
                row = [who, "巡河", f"{day} {clock}", self.hours(hours), township]
                rows.append(row)
                kept += 1
                self.told.append((who, day, township, clock, hours))
                self.count("volunteer_hours", township, day, hours)
                self.count("volunteer_person_times", township, day, 1)
            if number % 7 == 3:
                rows.append(list(row))
                doubled += 1
        for wrong in ("410001199901011234", "1e14", "-3", "99999999999"):
            rows.append(["V9999", "巡河", str(self.day()), wrong, self.township()])
            rejected += 1
        rows.append(["巡河", str(self.day()), "2", self.township(), ""])  # slipped to the left
        rejected += 1
        total = sum((told[-1] for told in self.told), Decimal(0))
        rows.append(["合计：", "", "", f"{total}小时", ""])
        table = [
            ["东平县志愿服务时长"],
            ["志愿者编号", "项目名称", "服务时间", "服务时长(小时)", "乡镇"],
            *rows,
        ]
        file = self.csv("时长.csv", table, "utf-8-sig")
        left_out = Counter(title=1, header=1, duplicate=doubled, total=1)
        return Export(file, ImportWish(area=COUNTY, months=HALF, yes=True), kept, rejected, left_out)

    def overlapping(self) -> Export:
        """The same records once more in another order of columns, and two that are new."""
        new = [
            ("V8000", self.day(), self.township(), "10:00", Decimal(1)),
            ("V8001", self.day(), self.township(), "11:00", Decimal(2)),
        ]
        for _who, day, township, _clock, hours in new:
            self.count("volunteer_hours", township, day, hours)
            self.count("volunteer_person_times", township, day, 1)
        again = [*self.dice.sample(self.told, 12), *new]
        rows = [
            [township, f"{day} {clock}", "巡河", str(hours), who]
            for who, day, township, clock, hours in again
        ]
        table = [["乡镇", "服务时间", "项目名称", "服务时长", "志愿者编号"], *rows]
        return Export(
            self.csv("时长2.csv", table, "utf-8"), ImportWish(area=COUNTY, yes=True), 2, 0, Counter(header=1)
        )

    def ledger(self) -> Export:
        """Entries with brackets, page breaks, monthly and yearly totals, a year's beginning, and a total called otherwise."""
        rows: list[list[str]] = [["2023-01-01", "", "上年结转", "", self.money(5000), ""]]
        left_out = Counter(header=1, total=1)
        kept = number = 0
        received = spent = 0
        for month in range(1, 7):
            got = gave = 0
            for _entry in range(self.dice.randint(2, 5)):
                number += 1
                kept += 1
                day, amount = self.day(month), self.dice.randint(1, 90) * 100
                if self.dice.random() < 0.4:
                    got += amount
                    rows.append([self.written(day), f"记{number}", "拨款", "财政", self.money(amount), ""])
                    self.count("funding_received", None, day, amount)
                elif self.dice.random() < 0.2:
                    gave -= amount
                    rows.append([self.written(day), f"记{number}", "冲销", "财政", "", f"（{amount}.00）"])
                    self.count("funding_spent", None, day, -amount)
                else:
                    gave += amount
                    rows.append([self.written(day), f"记{number}", "购书", "财政", "", self.money(amount)])
                    self.count("funding_spent", None, day, amount)
                if self.dice.random() < 0.2:
                    rows += [
                        ["", "", "过次页", "", str(got), str(gave)],
                        list(HEAD),
                        ["", "", "承前页", "", str(got), str(gave)],
                    ]
                    left_out += Counter(total=2, header=1)
            received, spent = received + got, spent + gave
            rows.append(
                [
                    f"2023-{month:02}-28",
                    "",
                    self.dice.choice(("本月合计", "本 月 合 计", "小计")),
                    "",
                    str(got),
                    str(gave),
                ]
            )
            rows.append(["", "", "本年累计", "", str(received + 5000), str(spent)])
            left_out["total"] += 2
        file = self.csv("经费台账.csv", [HEAD, *rows], "gb18030")
        return Export(file, ImportWish(area=COUNTY, yes=True), kept, 0, left_out)

    def aid(self) -> Export:
        """Pupils at one amount each, alike but for a column nobody reads; a total without a name, a part of it."""
        rows, kept, people, money = [], 0, 0, 0
        for township in TOWNSHIPS:
            day = self.day()
            for village in range(self.dice.randint(2, 4)):
                rows.append(["助学", str(day), "1000", "5", township, f"{village}村"])
                kept, people, money = kept + 1, people + 5, money + 1000
                self.count("aid_amount", township, day, 1000)
                self.count("aid_beneficiaries", township, day, 5)
        rows.append(["全县", "", str(money), str(people), "", ""])
        rows.append(["其中：女生", "", "", "3", "", ""])
        table = [["项目名称", "发放日期", "资助金额", "受助人数", "乡镇", "村"], *rows]
        file = self.csv("资助.csv", table, "utf-8")
        return Export(file, ImportWish(area=COUNTY, yes=True), kept, 0, Counter(header=1, total=2))

    def hours(self, hours: Decimal) -> str:
        whole, minutes = int(hours), int((hours % 1) * 60)
        return self.dice.choice(
            (f"{hours}", f"{hours}小时", f"{whole}小时{minutes}分", f"{whole}:{minutes:02}")
        )

    def csv(self, name: str, table: list[list[str]], encoding: str) -> Path:
        file = self.folder / name
        quoted = [f'"{cell}"' if "," in cell else cell for row in table for cell in row]
        cells = iter(quoted)
        file.write_text("\n".join(",".join(next(cells) for _cell in row) for row in table) + "\n", encoding)
        return file


HEAD = ["日期", "凭证号", "摘要", "资金来源", "收入(元)", "支出(元)"]
OF_A_LIST = ("youth_homes", "youth_home_active_rate")
HALF = (date(2023, 1, 1), date(2023, 6, 1))


def figures(warehouse: Warehouse) -> Figures:
    """What is measured, of the county and its townships, month by month."""
    with warehouse.read() as snapshot:
        rows = snapshot.execute(
            "SELECT indicator, area_code, strftime(period, '%Y-%m'), numerator, denominator FROM main.cube "
            "WHERE dimension = '' AND grain = 'month' AND (area_code = $county OR len(area_code) = 9)",
            {"county": COUNTY},
        ).fetchall()
    found: Figures = Counter()
    for indicator, area, month, numerator, denominator in rows:
        if indicator not in OF_A_LIST or month == "2023-06":
            found[indicator, area, month] += numerator or 0
        if indicator == "youth_home_active_rate" and month == "2023-06":
            found[f"{indicator}/denominator", area, month] += denominator
    return given(found)


def given(figures: Figures) -> Figures:
    """The figures that are not 0: a month without an event may be 0 or no figure."""
    return Counter({key: value for key, value in figures.items() if value})


@pytest.mark.parametrize("seed", some(range(1, 14), 13))
def test_every_row_is_explained_and_every_figure_right(county, contracts, library, tmp_path, seed):
    few = Library(library.base, {name: library.queries[name] for name in MEASURED})
    warehouse = Warehouse(shutil.copytree(county, tmp_path / "warehouse"))
    told = County(seed, tmp_path)

    def bring() -> list[Receipt]:
        outcomes = import_files(
            warehouse,
            [export.file for export in told.exports],
            contracts,
            lambda con: rebuild(con, contracts, few),
            wishes={
                (export.file, sheet): export.wish
                for export in told.exports
                for sheet in ("", "名录", "填写说明")
            },
        )
        return [outcome.receipt for outcome in outcomes]

    for receipt, export in zip(bring(), told.exports, strict=True):
        assert (receipt.file, receipt.error, receipt.balance) == (export.file.name, None, 0)
        came = (receipt.added, receipt.changed, receipt.rejected, +Counter(receipt.skipped))
        assert came == (export.kept, 0, export.rejected, +export.left_out), receipt
    assert figures(warehouse) == given(told.true)
    assert {(receipt.added, receipt.changed, receipt.removed) for receipt in bring()} == {(0, 0, 0)}
    assert figures(warehouse) == given(told.true)
