"""柘城县's ledgers: volunteering, money and aid in 2022 and 2023."""

from collections.abc import Sequence
from datetime import date

from tests.samples import areas, volunteering
from tests.samples import pipeline_volunteering as pupils
from tests.samples.areas import County
from tests.samples.export import Cell, Export, Row
from tests.samples.money import aid_rows, amount_said
from tests.samples.people import Dice, identity, name, phone, say
from tests.samples.pipeline import Applicant
from tests.samples.place import RECORD_HEADER, Place, but
from tests.samples.published import value

PLACE = Place("zhecheng", "柘城县", "411424")
LEDGER = ("凤凰街道", "起台镇", "远襄镇", "惠济乡", "皇集乡")  # not on the volunteering platform yet
QUIET = ("伯岗镇", "牛城乡", "申桥乡")  # no event since September 2023


def exports(county: County, people: Sequence[Applicant]) -> list[Export]:
    """The ledgers, in import order; `people`: pupils some of the volunteer hours are of."""
    return [*_volunteering(county, people), _funding(county), _aid(county)]


def _silent(name: str, day: date) -> bool:
    month = (day.year, day.month)
    if name == "李原乡":
        return month in ((2023, 2), (2023, 3), (2023, 4))
    if name == "皇集乡":
        return month == (2023, 8) or month < (2022, 5)
    return name == "牛城乡" and month in ((2022, 9), (2022, 10), (2023, 6), (2023, 7))


def _volunteering(county: County, people: Sequence[Applicant]) -> list[Export]:
    dice = Dice("zhecheng volunteering")
    found = volunteering.teams(county, dice, 3, size=(70, 210), before=date(2022, 3, 5))
    volunteering.recruit(found, dice, share=0.75, youngest=date(2007, 12, 31), oldest=date(1978, 1, 1))
    out = [
        _teams(county, found, dice, date(2022, 12, 31), 0.88),
        _teams(county, found, dice, date(2023, 12, 31), 1.0),
    ]

    def place(session: volunteering.Session) -> str:
        return areas.called(session.team.township, county, dice) if session.team.township else ""

    def draw(count: int, people: int | None, first: date, last: date, **limits) -> list[volunteering.Session]:
        busy = {3: 1.0, 7: 0.8, 8: 0.7, 5: 0.7, 12: 0.8, 1: 0.35, 2: 0.4}
        return volunteering.sessions(
            county, found, dice, count=count, person_times=people, first=first, last=last, silent=_silent,
            weight=lambda day: busy.get(day.month, 0.55), **limits,
        )  # fmt: skip

    half = draw(197, None, date(2022, 1, 4), date(2022, 6, 30), high=60)
    rows: list[Row] = [
        [number, s.project, s.team.name, say(s.day, "dot"), place(s), s.size, "审核通过"]
        for number, s in enumerate(half, 1)
    ]
    zhuxiang = next(
        number for number, s in enumerate(half) if s.team.township and s.team.township.name == "朱襄镇"
    )
    rows[zhuxiang] = but(rows[zhuxiang], {4: "大仵乡"})
    out.append(
        PLACE.export(
            "柘城县志愿服务活动台账_2022上半年.txt",
            "volunteer_service",
            ["序号", "活动名称", "服务队", "活动日期", "乡镇", "参与人次", "审核状态"],
            rows,
            encoding="utf-16",
            delimiter="\t",
            faults=[
                (but(rows[50], {3: "2022.02.30"}), "没有2月30日"),
                (but(rows[80], {5: "若干"}), "人次不是数"),
            ],
            note="one row writes 大仵乡, which became 朱襄镇 on 2021-06-01: accepted under its successor",
        )
    )
    second = draw(176, None, date(2022, 7, 1), date(2022, 12, 31), high=45)
    records = volunteering.records(second, dice, place=place, style="slash", starred=1.0)
    out.append(
        PLACE.export(
            "柘城县志愿服务时长记录_2022下半年.csv",
            "volunteer_service",
            RECORD_HEADER,
            records,
            faults=[
                (but(records[700], {7: "26"}), "一天服务26小时"),
                (but(records[900], {4: None}), "项目名称空着"),
            ],
        )
    )
    year = draw(value("A5.14a"), value("A5.14b"), date(2023, 1, 4), date(2023, 12, 31), high=105)
    assert len({(s.project, s.team.name, s.day) for s in year}) == value("A5.14a")
    assert sum(s.size for s in year) == value("A5.14b")
    on_paper = [s for s in year if not s.team.township or s.team.township.name in LEDGER]
    online = [s for s in year if s not in on_paper]
    records = volunteering.records(
        online, dice, place=place, style=("iso", "iso", "iso", "cn", "slash", "compact")
    )
    records, of_pupils = pupils.in_sessions(online, records, people)
    for number in (1500, 15000):
        records[number] = but(records[number], {7: "13"})  # accepted, flagged
    waiting = [
        but(row, {4: f"{row[4]}（补报）", 9: status})
        for first, status in ((2000, "待审核"), (9000, "已驳回"))
        for row in records[first : first + 40]
    ]
    alien: list[Cell] = [
        *[
            name(dice),
            identity(date(1999, 6, 1), 77),
            phone(dice),
            "柘城县青年志愿服务队",
            "外出交流服务",
            "2023-05-20",
        ],
        *["赵村乡", "2", "扫码签到", "已生效"],
    ]
    out.append(
        PLACE.export(
            "柘城县志愿服务时长记录_2023.csv",
            "volunteer_service",
            RECORD_HEADER,
            [*records, *waiting],
            encoding="gb18030",
            faults=[
                (alien, "没有赵村乡"),
                (but(records[3000], {5: "2023-02-30"}), "没有2月30日"),
                (but(records[6000], {5: "2023-07-02", 7: "26小时"}), "一天服务26小时"),
                (but(records[9500], {5: "2023-07-03", 7: "1500分钟"}), "一天服务25小时"),
                (but(records[12000], {4: None}), "项目名称空着"),
                (but(records[18000], {5: "2023-07-04", 7: "见签到表"}), "时长不是数"),
            ],
            repeats=[4000, 11000],
            note="80 accepted rows are 待审核 or 已驳回 and count for nothing; two are flagged for 13 hours",
        )
    )
    out += [pupils.school_hours(people), of_pupils]
    plus = next(number for number, s in enumerate(on_paper) if s.size > 60)
    rows = [
        [
            *[
                number,
                s.project,
                s.team.name,
                (s.day - date(1899, 12, 30)).days if number % 9 == 0 else s.day,
            ],
            *[place(s), f"{s.size}余" if number == plus + 1 else s.size, None],
        ]
        for number, s in enumerate(on_paper, 1)
    ]
    out.append(
        PLACE.export(
            "柘城县志愿服务场次台账_2023.xlsx",
            "volunteer_service",
            ["序号", "志愿服务项目", "志愿团体", "活动日期", "所属乡镇", "参与人次", "备注"],
            rows,
            titles=["柘城县2023年青年志愿服务场次台账", "尚未接入平台的乡镇街道和县直队伍"],
            total=["合计", None, None, None, None, f"{sum(s.size for s in on_paper)}余", None],
            faults=[
                (but(rows[20], {0: "—", 4: "王店乡"}), "没有王店乡"),
                (but(rows[60], {0: "—", 3: "2023年13月5日"}), "没有13月"),
                (but(rows[90], {0: "—", 1: None}), "项目空着"),
            ],
            notes=["说明：人次按签到表统计，“余”为现场估算"],
            note=f"{len(on_paper)} of the 783 sessions; the others are in the files of hours",
        )
    )
    return out


def _teams(county: County, found: Sequence[volunteering.Team], dice: Dice, day: date, share: float) -> Export:
    posts = volunteering.stations(county, Dice("zhecheng stations"), villages=0.7, before=date(2023, 11, 30))
    rows: list[Row] = [
        [
            *[one.id, one.name, one.kind, one.level, one.township.name if one.township else None],
            *[
                one.village.name if one.village else None,
                int(one.volunteers * share) if one.volunteers else None,
            ],
            *[one.founded, name(dice), phone(dice, starred=True)],
        ]
        for one in [*found, *posts]
        if one.founded <= day
    ]
    return PLACE.export(
        f"柘城县志愿服务队伍与站点_{day:%Y%m%d}.{'csv' if day.year == 2022 else 'xlsx'}",
        "volunteer_team",
        [
            "团体编号",
            "团体名称",
            "团体类型",
            "级别",
            "所属乡镇",
            "所在村（社区）",
            "注册志愿者数",
            "成立时间",
            "联系人",
            "联系电话",
        ],
        rows,
        as_of=f"{day}",
        titles=[f"柘城县志愿服务队伍与站点一览表（截至{day.year}年{day.month}月{day.day}日）"]
        if day.year == 2023
        else [],
        faults=[(but(rows[9], {0: "TD4114249999", 1: "某某服务队", 4: "大王庄乡"}), "没有大王庄乡")],
    )


def _funding(county: County) -> Export:
    dice = Dice("zhecheng funding")
    rows: list[list[Cell]] = []

    def book(
        day: date, project: str, source: str, purpose: str, got: Cell, spent: Cell, township: str = ""
    ) -> None:
        rows.append([None, day, project, source, purpose, got, spent, township or None, name(dice), None])

    for year, gifts in ((2022, (1.5, 2.1)), (2023, (2.6, 0.9, "1.28余"))):
        for number, gift in enumerate(gifts):
            book(
                date(year, 4 + 3 * number, 12),
                "爱心企业捐赠青少年心理服务",
                "爱心企业捐赠",
                "青少年心理服务",
                gift,
                None,
            )
        for township in county.townships:
            pioneers = sum(school.pioneers or 0 for school in county.schools[township.code])
            rate = 1.2 if year == 2022 else 1.5
            share = round(pioneers * rate * (0.7 if township.name in QUIET else 1)) / 10000
            day = date(year, 5, dice.between(6, 30))
            book(
                day,
                "少先队活动经费",
                "财政拨款",
                "少先队活动",
                share,
                None,
                areas.called(township, county, dice),
            )
            spent = round(share * dice.between(60, 98) / 100, 4)
            book(
                date(year, 11, dice.between(1, 28)),
                "少先队活动支出",
                "财政拨款",
                "少先队活动",
                None,
                spent,
                township.name,
            )
        book(date(year, 2, 20), "团建工作经费", "县财政", "团建", 8, None)
        book(date(year, 9, 14), "团员教育实践活动", "县财政", "团建", None, 6.4)
        book(date(year, 3, 15), "留存团费", "团费", "团建活动", 1.92, None)
        book(date(year, 3, 28), "青年志愿者保险", "县财政", "志愿服务", 2.5, 2.31)
        book(date(year, 7, 8), "青年之家提升改造", "上级补助", "阵地建设", 5, 4.75)
    book(date(2023, 4, 25), "心理健康服务下乡工作经费", "财政拨款", "心理健康", value("A5.06") / 10000, None)
    for month, spent in ((6, 1.8), (9, 2.1), (11, 1.65)):
        book(date(2023, month, 16), "心理健康服务下乡", "财政拨款", "心理健康", None, spent)
    rows.sort(key=lambda row: (row[1], row[2], row[7] or ""))  # type: ignore[index, return-value]
    for number, row in enumerate(rows, 1):
        day = row[1]
        assert isinstance(day, date)
        row[0] = f"记-{day:%Y%m}-{number:03d}"
        row[1] = say(day, "iso") if number % 4 else day
    gifts = [float(str(row[5]).rstrip("余")) for row in rows if row[3] == "爱心企业捐赠"]
    assert round(sum(gifts) * 10000) == value("A5.10")
    sums = [round(sum(float(str(row[at]).rstrip("余")) for row in rows if row[at]), 4) for at in (5, 6)]
    return PLACE.export(
        "柘城县经费收支台账_2022-2023.xlsx",
        "funding",
        ["凭证号", "记账日期", "项目名称", "资金来源", "用途", "收入", "支出", "使用单位", "经办人", "备注"],
        rows,
        titles=["团柘城县委经费收支台账（2022—2023年）"],
        unit="单位：万元",
        total=["合计", None, None, None, None, *sums, None, None, None],
        faults=[
            (
                [
                    *[
                        "记-202305-901",
                        "2023-05-31",
                        "活动经费",
                        "财政拨款",
                        "团建",
                        None,
                        None,
                        None,
                        name(dice),
                        None,
                    ]
                ],
                "收入和支出都空着",
            ),
            (
                [
                    *[
                        "记-202306-902",
                        "2023-06-31",
                        "活动经费",
                        "财政拨款",
                        "团建",
                        1,
                        None,
                        None,
                        name(dice),
                        None,
                    ]
                ],
                "没有6月31日",
            ),
            (
                [
                    *[
                        "记-202307-903",
                        "2023-07-05",
                        "活动经费",
                        "财政拨款",
                        "团建",
                        "另附",
                        None,
                        None,
                        name(dice),
                        None,
                    ]
                ],
                "收入不是数",
            ),
        ],
        notes=["制表：办公室"],
    )


def _aid(county: County) -> Export:
    dice = Dice("zhecheng aid")
    schools = [(t, s) for t in county.townships for s in county.schools[t.code]]
    rows: list[Row] = []
    for year, people, money, count in ((2022, 310, 385000, 19), (2023, value("A5.09b"), value("A5.09a"), 29)):
        batch = aid_rows(dice, people, money, count, date(year, 2, 1), date(year, 12, 20))
        assert sum(one.people for one in batch) == people
        assert sum(one.yuan for one in batch) == money
        for number, one in enumerate(batch):
            township, school = dice.pick(schools)
            project = dice.pick(["希望工程圆梦行动", "爱心助学", "“微心愿”助学"])
            donor = dice.pick(["爱心企业", "县青年企业家协会", "社会爱心人士", "省青少年发展基金会"])
            amount = amount_said(one.yuan, dice, at_least=year == 2023 and number == 10)
            where = areas.called(township, county, dice)
            rows.append(
                [
                    project,
                    donor,
                    one.day,
                    amount,
                    one.people,
                    where,
                    school.name if number % 3 else None,
                    name(dice),
                    None,
                ]
            )
    header = ["资助项目", "资助方", "资助日期", "资助金额", "资助人数", "乡镇", "学校", "联系人", "备注"]
    header[7] = "受助人姓名"
    total: list[Cell] = ["合计", None, None, None, sum(int(str(row[4])) for row in rows), *[None] * 4]
    return PLACE.export(
        "柘城县资助台账_2022-2023.xlsx",
        "aid",
        header,
        rows,
        titles=["柘城县希望工程和社会助学资助台账（2022—2023年）"],
        total=total,
        faults=[
            (but(rows[5], {5: "王店乡", 6: None}), "没有王店乡"),
            (but(rows[15], {3: "详见附件"}), "金额不是数"),
            (but(rows[25], {2: None}), "发放日期空着"),
        ],
        repeats=[8],
        notes=["注：金额单位为元，另有注明的除外"],
    )
