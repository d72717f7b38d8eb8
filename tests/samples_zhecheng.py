"""柘城县: two years, lists at several dates, ending at the figures published in February 2024."""

from collections.abc import Sequence
from datetime import date

import samples_areas as areas
import samples_homes as homes
import samples_organisations as organisations
import samples_volunteering as volunteering
from samples_areas import Area, County
from samples_export import Cell, Export, Row
from samples_money import aid_rows, amount_said
from samples_people import Dice, identity, name, phone, say
from samples_place import RECORD_HEADER, Place, but
from samples_published import value

PLACE = Place("zhecheng", "柘城县", "411424")
LEDGER = ("凤凰街道", "起台镇", "远襄镇", "惠济乡", "皇集乡")  # not on the volunteering platform yet
QUIET = ("伯岗镇", "牛城乡", "申桥乡")  # no event since September 2023
ALIASES = {
    "凤凰街道": "凤凰办、城关凤凰街道",
    "岗王镇": "岗王乡",
    "老王集镇": "老王集乡、老王集",
    "朱襄镇": "朱襄",
    "李原乡": "李原、李塬乡",
}


def exports() -> list[Export]:
    """All files of the place, in import order."""
    county = areas.county(PLACE.name, Dice("zhecheng areas"), ends="庄楼寨店屯营堂阁", aliases=ALIASES)
    zhuxiang = county.township("朱襄镇")
    zhuxiang.valid_from = "2021-06-01"
    county.former.append(
        Area(
            "411424205",
            "大仵乡",
            "乡镇(街道)",
            "乡",
            contact="团朱襄镇委员会",
            valid_to="2021-06-01",
            successor=zhuxiang.code,
        )
    )
    return [
        PLACE.export(
            "柘城县区划与单位名册_20211231.xlsx",
            "area",
            areas.HEADER,
            areas.rows([county]),
            as_of="2021-12-31",
            titles=["柘城县区划与单位名册", "截至2021年12月31日"],
            notes=["填报单位：团柘城县委办公室", "填报日期：2022年1月10日"],
        ),
        *_organisations(county),
        *_homes(county),
        *_volunteering(county),
        _funding(county),
        _aid(county),
    ]


def _organisations(county: County) -> list[Export]:
    dice = Dice("zhecheng organisations")
    roster = organisations.Roster(county, dice, before=date(2022, 5, 31))
    roster.frame()
    halves = [(date(2022, 7, 1), date(2022, 12, 20)), (date(2023, 1, 5), date(2023, 6, 20))]
    halves.append((date(2023, 7, 1), date(2023, 12, 20)))
    grown = [(*half, many) for half, many in zip(halves, (14, 25, 31), strict=True)]
    roster.fill(value("A5.05a"), organisations.SOCIAL, organisations.SOCIETIES, grown)
    grown = [(*half, many) for half, many in zip(halves, (19, 36, 44), strict=True)]
    roster.fill(value("A5.05b"), organisations.FIRM, organisations.COMPANIES, grown)
    last = roster.on(date(2023, 12, 31))
    assert organisations.social(last) == value("A5.05a")
    assert organisations.non_public(last) == value("A5.05b")

    found = []
    platform = [
        *["团组织ID", "团组织全称", "团组织简称", "组织类型", "上级组织", "单位所属行业类别", "团员数", "成立时间"],
        *["登录账号", "密码"],
    ]
    rows: list[Row] = [
        [
            *[o.id, o.name, o.name.replace("共青团柘城县", ""), o.type, o.parent or "共青团商丘市委员会"],
            *[o.industry, o.members, say(o.founded, "slash"), f"zc{o.id[-4:]}", "******"],
        ]
        for o in roster.on(date(2022, 12, 31))
    ]
    found.append(
        PLACE.export(
            "柘城县团组织列表_20221231.csv",
            "organisation",
            platform,
            rows,
            as_of="2022-12-31",
            encoding="gb18030",
            faults=[
                (but(rows[40], {0: "41142499901", 3: None}), "组织类型空着"),
                (but(rows[90], {0: "41142499902", 6: "待核实"}), "团员数不是数"),
            ],
            repeats=[17],
        )
    )
    rows = [
        [
            *[o.id, o.name, o.type, o.industry, areas.called(o.township, county, dice) if o.township else None],
            *[o.members, o.cadres, o.founded],
        ]
        for o in roster.on(date(2023, 6, 30))
    ]
    found.append(
        PLACE.export(
            "柘城县团组织名册_20230630.xls",
            "organisation",
            ["团组织编号", "团组织名称", "团组织类别", "行业类别", "所属乡镇", "团员人数", "团干部数", "成立日期"],
            rows,
            as_of="2023-06-30",
            titles=["柘城县团组织名册", "统计日期：2023年6月30日"],
            faults=[
                (but(rows[60], {0: "41142499903", 4: "赵村乡"}), "没有赵村乡"),
                (but(rows[120], {0: "41142499904", 1: None}), "团组织名称空着"),
            ],
            notes=["填表人：张某", "审核人：李某"],
        )
    )
    rows = [
        [o.id, o.name, o.type.replace("团委", "（基层）团委"), o.parent or "共青团商丘市委员会", o.industry, o.members, o.founded]
        for o in last
    ]
    found.append(
        PLACE.export(
            "柘城县团组织名册_20231231.xlsx",
            "organisation",
            ["团组织ID", "团组织全称", "组织类型", "上级组织全称", "行业类别", "团员人数", "组织建立时间"],
            rows,
            as_of="2023-12-31",
            titles=["柘城县团组织名册", "截至2023年12月31日"],
            total=["合 计", f"{len(rows)}个", None, None, None, sum(o.members or 0 for o in last), None],
            faults=[
                (but(rows[30], {0: "41142499905", 2: "青年小组"}), "没有“青年小组”这种组织类型"),
                (but(rows[200], {0: "41142499906", 2: None}), "组织类型空着"),
                (but(rows[400], {0: "41142499907", 5: "待核实"}), "团员人数不是数"),
            ],
            repeats=[333],
            notes=["填表人：张某　　审核人：李某　　填报日期：2024年1月5日"],
            hidden=[["团组织全称", "组织类型"], ["共青团柘城县旧表支部委员会", "团支部"]],
        )
    )
    for day, factor in [((2022, 6, 30), 1.06), ((2022, 12, 31), 1.04), ((2023, 6, 30), 1.02), ((2023, 12, 31), 1.0)]:
        counts = organisations.member_counts(roster, date(*day), dice, factor)
        found.append(
            PLACE.export(
                f"柘城县直属下级数据统计_{date(*day):%Y%m%d}.xlsx",
                "member_count",
                organisations.COUNT_HEADER,
                counts,
                as_of=f"{date(*day)}",
                titles=[f"柘城县直属下级数据统计　统计月份：{date(*day):%Y%m}"],
                groups=organisations.COUNT_GROUPS,
                total=organisations.summed(counts),
            )
        )
    return found


def _homes(county: County) -> list[Export]:
    dice = Dice("zhecheng homes")
    named = county.township
    late = {
        **{"马集乡": date(2022, 9, 8), "张桥镇": date(2022, 10, 18), "洪恩乡": date(2023, 1, 10)},
        **{"李原乡": date(2023, 3, 28), "皇集乡": date(2023, 5, 4), "双河街道": date(2023, 6, 9)},
        **{"惠济乡": date(2023, 9, 5), "安平镇": date(2023, 11, 10)},
    }
    found = [homes.home(county, dice, 1, named("春水街道"), date(2018, 5, 4), level="总部", named="柘城县青年之家总部", online=1)]
    for township in county.townships:
        opened = late.get(township.name) or dice.day(date(2018, 9, 1), date(2022, 6, 1))
        opened = date(2023, 3, 20) if township.name == "慈圣镇" else opened
        found.append(homes.home(county, dice, len(found) + 1, township, opened))
    street = named("凤凰街道")
    inner = county.villages[street.code][0]
    found.append(homes.home(county, dice, 24, street, date(2022, 8, 12), level="门店", village=inner, online=1))
    cisheng, pudong = named("慈圣镇"), named("浦东街道")
    found.append(
        homes.home(county, dice, 25, cisheng, date(2019, 5, 4), closed=date(2023, 3, 15), named="慈圣镇青年之家（旧址）")
    )
    shop = county.villages[pudong.code][0]
    found.append(
        homes.home(county, dice, 26, pudong, date(2020, 10, 1), level="门店", village=shop, closed=date(2022, 11, 30))
    )
    end = homes.running(found, date(2023, 12, 31))
    assert len(end) == value("A5.12a")
    assert len({one.township.name for one in end if one.level == "分部" and one.township}) == 22

    out = []
    dresses: list[tuple[date, str, dict]] = [
        (date(2022, 6, 30), "xlsx", {"titles": ["柘城县青年之家名录", "填报日期：2022年6月30日"], "blank_after": [5]}),
        (date(2022, 12, 31), "csv", {}),
        (date(2023, 6, 30), "xlsx", {"titles": ["柘城县“青年之家”建设情况统计表（截至2023年6月30日）"]}),
        (date(2023, 12, 31), "xlsx", {"titles": ["柘城县青年之家名录", "截至2023年12月31日"]}),
    ]
    for (day, ending, dress), style in zip(dresses, ("cn", "iso", "dot", "slash"), strict=True):
        rows: list[Row] = []
        for one in homes.opened_by(found, day):
            place = areas.called(one.township, county, dice, 0.6) if one.township else ""
            rows.append(homes.cells(one, day, style=style, place=place, yes="√" if ending == "csv" else "是"))
        faults: list[tuple[Row, str]] = []
        if day.year == 2023:
            late_row = but(rows[3], {0: "QNZJ411424091", 1: "王店青年之家", 2: "王店乡"})
            faults.append((late_row, "没有王店乡"))
        if day == date(2023, 12, 31):
            back = but(rows[4], {0: "QNZJ411424092", 8: "2023/5/4", 11: "停用", 12: "2022/5/4"})
            faults.append((back, "停用日期早于建成日期"))
            faults.append((but(rows[5], {0: "QNZJ411424093", 1: None}), "名称空着"))
            faults.append((but(rows[7], {0: "QNZJ411424094", 8: "2023/2/30"}), "没有2月30日"))
        if dress:
            open_now = len(homes.running(found, day))
            dress["total"] = ["合　计", f"运行{open_now}个", *[None] * 13]
            dress["notes"] = ["填表人：张某", "联系电话：0000-0000000"]
        out.append(
            PLACE.export(
                f"柘城县青年之家名录_{day:%Y%m%d}.{ending}",
                "youth_home",
                homes.HEADER,
                rows,
                as_of=f"{day}",
                faults=faults,
                repeats=[6] if day == date(2023, 12, 31) else [],
                hidden=[["青年之家名称", "乡镇"], ["旧表青年之家", "岗王镇"]] if day == date(2023, 12, 31) else [],
                **dress,
            )
        )
    held = homes.events(
        found,
        dice,
        months=homes.months((2022, 1), (2023, 12)),
        quiet=lambda one, day: bool(one.township and one.township.name in QUIET and day >= date(2023, 9, 20)),
        sure=lambda _one, day: (day.year, day.month) == (2023, 11) or day.month in (3, 7),
    )
    recent = {event.home.id for event in held if event.day > date(2023, 10, 2)}
    assert {one.township.name for one in end if one.id not in recent and one.township} == set(QUIET)
    header = ["青年之家编号", "青年之家名称", "活动主题", "活动类型", "活动时间", "参与人次", "签到人次", "联系人"]
    for year, ending, style in ((2022, "csv", "time"), (2023, "xlsx", "iso")):
        rows = [
            [e.home.id, e.home.name, e.topic, dice.pick(["学习", "文体", "服务"]), say(e.day, style), e.size, e.signed, e.home.keeper]
            for e in held
            if e.day.year == year
        ]
        faults = [
            (but(rows[12], {4: f"{year}-06-31"}), "没有6月31日"),
            (but(rows[30], {2: None}), "活动名称空着"),
        ]
        out.append(
            PLACE.export(
                f"柘城县青年之家活动_{year}.{ending}",
                "youth_home_event",
                header,
                rows,
                encoding="gb18030",
                faults=faults,
                repeats=[21],
                titles=[f"柘城县青年之家{year}年活动记录"] if ending == "xlsx" else [],
            )
        )
    return out


def _silent(name: str, day: date) -> bool:
    month = (day.year, day.month)
    if name == "李原乡":
        return month in ((2023, 2), (2023, 3), (2023, 4))
    if name == "皇集乡":
        return month == (2023, 8) or month < (2022, 5)
    return name == "牛城乡" and month in ((2022, 9), (2022, 10), (2023, 6), (2023, 7))


def _volunteering(county: County) -> list[Export]:
    dice = Dice("zhecheng volunteering")
    found = volunteering.teams(county, dice, 3, size=(70, 210), before=date(2022, 3, 5))
    volunteering.recruit(found, dice, share=0.75, youngest=date(2007, 12, 31), oldest=date(1978, 1, 1))
    out = [_teams(county, found, dice, date(2022, 12, 31), 0.88), _teams(county, found, dice, date(2023, 12, 31), 1.0)]

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
        [number, s.project, s.team.name, say(s.day, "dot"), place(s), s.size, "审核通过"] for number, s in enumerate(half, 1)
    ]
    zhuxiang = next(number for number, s in enumerate(half) if s.team.township and s.team.township.name == "朱襄镇")
    rows[zhuxiang] = but(rows[zhuxiang], {4: "大仵乡"})
    out.append(
        PLACE.export(
            "柘城县志愿服务活动台账_2022上半年.txt",
            "volunteer_service",
            ["序号", "活动名称", "服务队", "活动日期", "乡镇", "参与人次", "审核状态"],
            rows,
            encoding="utf-16",
            delimiter="\t",
            faults=[(but(rows[50], {3: "2022.02.30"}), "没有2月30日"), (but(rows[80], {5: "若干"}), "人次不是数")],
            note="one row of 2022 writes 大仵乡, which became 朱襄镇 on 2021-06-01: accepted under its successor",
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
            faults=[(but(records[700], {7: "26"}), "一天服务26小时"), (but(records[900], {4: None}), "项目名称空着")],
        )
    )
    year = draw(value("A5.14a"), value("A5.14b"), date(2023, 1, 4), date(2023, 12, 31), high=105)
    assert len({(s.project, s.team.name, s.day) for s in year}) == value("A5.14a")
    assert sum(s.size for s in year) == value("A5.14b")
    on_paper = [s for s in year if not s.team.township or s.team.township.name in LEDGER]
    online = [s for s in year if s not in on_paper]
    records = volunteering.records(online, dice, place=place, style=("iso", "iso", "iso", "cn", "slash", "compact"))
    for number in (1500, 15000):
        records[number] = but(records[number], {7: "13"})  # accepted, flagged
    waiting = [
        but(row, {4: f"{row[4]}（补报）", 9: status})
        for first, status in ((2000, "待审核"), (9000, "已驳回"))
        for row in records[first : first + 40]
    ]
    alien: list[Cell] = [
        *[name(dice), identity(date(1999, 6, 1), 77), phone(dice), "柘城县青年志愿服务队", "外出交流服务", "2023-05-20"],
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
    plus = next(number for number, s in enumerate(on_paper) if s.size > 60)
    rows = [
        [
            *[number, s.project, s.team.name, (s.day - date(1899, 12, 30)).days if number % 9 == 0 else s.day],
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
            note=f"{len(on_paper)} of the 783 sessions; the others are in the file of hours",
        )
    )
    return out


def _teams(county: County, found: Sequence[volunteering.Team], dice: Dice, day: date, share: float) -> Export:
    posts = volunteering.stations(county, Dice("zhecheng stations"), villages=0.7, before=date(2023, 11, 30))
    rows: list[Row] = [
        [
            *[one.id, one.name, one.kind, one.level, one.township.name if one.township else None],
            *[one.village.name if one.village else None, int(one.volunteers * share) if one.volunteers else None],
            *[one.founded, name(dice), phone(dice, starred=True)],
        ]
        for one in [*found, *posts]
        if one.founded <= day
    ]
    return PLACE.export(
        f"柘城县志愿服务队伍与站点_{day:%Y%m%d}.{'csv' if day.year == 2022 else 'xlsx'}",
        "volunteer_team",
        ["团体编号", "团体名称", "团体类型", "级别", "所属乡镇", "所在村（社区）", "注册志愿者数", "成立时间", "联系人", "联系电话"],
        rows,
        as_of=f"{day}",
        titles=[f"柘城县志愿服务队伍与站点一览表（截至{day.year}年{day.month}月{day.day}日）"] if day.year == 2023 else [],
        faults=[(but(rows[9], {0: "TD4114249999", 1: "某某服务队", 4: "大王庄乡"}), "没有大王庄乡")],
    )


def _funding(county: County) -> Export:
    dice = Dice("zhecheng funding")
    rows: list[list[Cell]] = []

    def book(day: date, project: str, source: str, purpose: str, got: Cell, spent: Cell, township: str = "") -> None:
        rows.append([None, day, project, source, purpose, got, spent, township or None, name(dice), None])

    for year, gifts in ((2022, (1.5, 2.1)), (2023, (2.6, 0.9, "1.28余"))):
        for number, gift in enumerate(gifts):
            book(date(year, 4 + 3 * number, 12), "爱心企业捐赠青少年心理服务", "爱心企业捐赠", "青少年心理服务", gift, None)
        for township in county.townships:
            pioneers = sum(school.pioneers or 0 for school in county.schools[township.code])
            rate = 1.2 if year == 2022 else 1.5
            share = round(pioneers * rate * (0.7 if township.name in QUIET else 1)) / 10000
            day = date(year, 5, dice.between(6, 30))
            book(day, "少先队活动经费", "财政拨款", "少先队活动", share, None, areas.called(township, county, dice))
            spent = round(share * dice.between(60, 98) / 100, 4)
            book(date(year, 11, dice.between(1, 28)), "少先队活动支出", "财政拨款", "少先队活动", None, spent, township.name)
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
        row[0] = f"记-{row[1]:%Y%m}-{number:03d}"
        row[1] = say(row[1], "iso") if number % 4 else row[1]  # type: ignore[arg-type]
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
            ([*["记-202305-901", "2023-05-31", "活动经费", "财政拨款", "团建", None, None, None, name(dice), None]], "收入和支出都空着"),
            ([*["记-202306-902", "2023-06-31", "活动经费", "财政拨款", "团建", 1, None, None, name(dice), None]], "没有6月31日"),
            ([*["记-202307-903", "2023-07-05", "活动经费", "财政拨款", "团建", "另附", None, None, name(dice), None]], "收入不是数"),
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
            rows.append([project, donor, one.day, amount, one.people, where, school.name if number % 3 else None, name(dice), None])
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
