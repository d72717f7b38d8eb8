"""温岭市: July 2019 to June 2020, one head home, sixteen branches, 755 volunteer teams."""

from datetime import date

from tests.samples import areas, homes, organisations, place, volunteering
from tests.samples import pipeline_party as party
from tests.samples.areas import County
from tests.samples.export import Cell, Export, Row
from tests.samples.money import aid_rows, amount_said
from tests.samples.people import Dice, name, say
from tests.samples.place import Place, but
from tests.samples.published import value
from tests.samples.wenling_joint import joint
from tests.samples.wenling_teams import teams

PLACE = Place("wenling", "温岭市", "331081")
ABOVE = "共青团台州市委员会"
START, MIDDLE, END = date(2019, 6, 30), date(2019, 12, 31), date(2020, 6, 30)
ALIASES = {
    "太平街道": "太平街道办事处、太平办事处",
    "石塘镇": "石塘",
    "箬横镇": "若横镇",
    "东部新区": "东部产业集聚区",
}


def the_county() -> County:
    """The county and everything in it."""
    return areas.county(
        PLACE.name, Dice("wenling areas"), ends="岙洋浦塘岸桥屿", aliases=ALIASES, youth=(6000, 26000)
    )  # fmt: skip


def exports() -> list[Export]:
    """All files of the place, in import order."""
    county = the_county()
    return [
        PLACE.export(
            "温岭市区划与单位名册_20190630.xlsx",
            "area",
            areas.HEADER,
            areas.rows([county]),
            as_of=f"{START}",
            titles=["温岭市区划与单位名册", "截至2019年6月30日"],
        ),
        *organisation_lists(county),
        *_homes(county),
        *_volunteering(county),
        _funding(county),
        _aid(county),
        *party.wenling(county),
    ]


def organisation_lists(county: County) -> list[Export]:
    dice = Dice("wenling organisations")
    roster = organisations.Roster(county, dice, before=date(2019, 5, 31))
    roster.frame(bare=8)
    zeguo = county.township("泽国镇")
    first, second = (date(2019, 7, 5), date(2019, 12, 20)), (date(2020, 1, 6), date(2020, 6, 20))
    roster.fill(
        value("A3.18"), organisations.SOCIAL, organisations.SOCIETIES, [(*first, 2), (*second, 1)], [None]
    )
    roster.fill(
        value("A3.27b"), organisations.FIRM, organisations.COMPANIES, [(*first, 8), (*second, 11)], [zeguo]
    )
    rest = [township for township in county.townships if township is not zeguo]
    roster.fill(318, organisations.FIRM, organisations.COMPANIES, [(*first, 16), (*second, 22)], rest)
    last = roster.on(END)
    assert organisations.social(last) == value("A3.18")
    assert organisations.non_public([o for o in last if o.township is zeguo]) == value("A3.27b")
    out = []
    for day in (MIDDLE, END):
        rows: list[Row] = [
            [o.id, o.name, o.type, o.parent or ABOVE, o.industry, o.members, say(o.founded, "dot")]
            for o in roster.on(day)
        ]
        more = ["建团形式", "覆盖青年数"] if day == END else []
        if more:
            found = joint(last)
            rows = [[*row, *found.get(str(row[0]), (None, None))] for row in rows]
        out.append(
            PLACE.export(
                f"温岭市团组织列表_{day:%Y%m%d}.{'xlsx' if day == END else 'csv'}",
                "organisation",
                [
                    "团组织ID",
                    "团组织全称",
                    "组织类型",
                    "上级组织",
                    "单位所属行业类别",
                    "组织团员总数",
                    "组织建立时间",
                    *more,
                ],
                rows,
                as_of=f"{day}",
                encoding="gb18030",
                titles=["温岭市团组织列表", f"统计日期：{day.year}年{day.month}月{day.day}日"]
                if day == END
                else [],
                faults=[
                    (but(rows[55], {0: "3310819901", 2: None}), "组织类型空着"),
                    (but(rows[200], {0: "3310819902", 5: "待报"}), "团员数不是数"),
                ],
                repeats=[100],
            )
        )
        counts = organisations.member_counts(roster, day, dice, 1.01 if day == MIDDLE else 1.0)
        out.append(
            PLACE.export(
                f"温岭市直属下级数据统计_{day:%Y%m%d}.xlsx",
                "member_count",
                organisations.COUNT_HEADER,
                counts,
                as_of=f"{day}",
                titles=[f"温岭市直属下级数据统计　统计月份：{day:%Y%m}"],
                groups=organisations.COUNT_GROUPS,
            )
        )
    return out


def _homes(county: County) -> list[Export]:
    dice = Dice("wenling homes")
    street = county.townships[0]
    found = [
        homes.home(
            county, dice, 1, street, date(2019, 5, 4), level="总部", named="温岭市青年之家总部", online=1
        )
    ]
    late = {"坞根镇": date(2020, 4, 3), "石桥头镇": date(2020, 5, 4), "城南镇": date(2020, 1, 15)}
    for township in [*county.townships, *county.parks]:
        if township.counts:
            opened = late.get(township.name) or dice.day(date(2018, 5, 4), date(2019, 12, 10))
            found.append(homes.home(county, dice, len(found) + 1, township, opened, online=0.85))
        else:
            opened = date(2019, 9, 9)
            found.append(homes.home(county, dice, len(found) + 1, township, opened, level="门店"))
        for village in county.villages.get(township.code, ()):
            if dice.chance(0.75 if village.kind == "社区" else 0.35):
                opened = dice.day(date(2019, 6, 1), date(2020, 6, 10))
                found.append(
                    homes.home(county, dice, len(found) + 1, township, opened, level="门店", village=village)
                )
    levels = [one.level for one in homes.running(found, END)]
    assert levels.count("总部") == value("A3.21a")
    assert levels.count("分部") == value("A3.21b")
    words = {"总部": "市级总部", "分部": "镇街道分部", "门店": "村(社区)门店"}
    out = []
    for day, style in ((MIDDLE, "iso"), (END, "cn")):
        rows: list[Row] = []
        for one in homes.opened_by(found, day):
            row = homes.cells(one, day, style=style)
            reach = f"{value('A3.22') // 10000}万多" if one.level == "总部" and day == END else None
            rows.append(but([row[2], *row[:2], *row[3:], reach], {4: words[one.level]}))
        header = [homes.HEADER[2], *homes.HEADER[:2], *homes.HEADER[3:], "辐射青年数"]
        faults: list[tuple[Row, str]] = [
            (but(rows[5], {1: "QNZJ331081091", 2: None}), "名称空着"),
            (but(rows[9], {1: "QNZJ331081092", 8: "2019年6月31日"}), "没有6月31日"),
        ]
        out.append(
            PLACE.export(
                f"温岭市青年之家阵地一览表_{day:%Y%m%d}.xlsx",
                "youth_home",
                header,
                rows,
                as_of=f"{day}",
                titles=["温岭市“1+16+N”青年之家阵地一览表", f"截至{day.year}年{day.month}月{day.day}日"],
                merge=0 if day == MIDDLE else None,
                faults=faults if day == END else [],
                notes=[
                    "注：同一镇（街道）的阵地合并填写"
                    if day == MIDDLE
                    else "注：东部新区为类似乡级单位，不计入分部"
                ],
            )
        )
    plague = homes.months((2020, 2), (2020, 3))
    held = homes.events(
        found, dice, months=homes.months((2019, 7), (2020, 6)), busy=0.8,
        quiet=lambda one, day: (day.year, day.month) in plague
        or (one.place == "城北街道" and day >= date(2020, 2, 1)),
        sure=lambda one, day: one.level != "门店" and (day.year, day.month) == (2020, 5),
    )  # fmt: skip
    events = place.event_rows(held, county, "")
    out.append(
        PLACE.export(
            "温岭市青年之家活动_2019-2020.xlsx",
            "youth_home_event",
            place.EVENT_HEADER,
            events,
            titles=["温岭市青年之家活动登记表（2019年7月—2020年6月）"],
            faults=[
                (but(events[45], {4: "2020年2月30日"}), "没有2月30日"),
                (but(events[88], {5: "见照片"}), "人次不是数"),
            ],
        )
    )
    return out


def _volunteering(county: County) -> list[Export]:
    dice = Dice("wenling volunteering")
    found = teams(county, dice)
    posts = volunteering.stations(county, dice, villages=0.6, before=date(2020, 5, 30))
    out = []
    for day in (MIDDLE, END):
        rows: list[list[Cell]] = []
        for one in [*found, *posts]:
            if one.founded > day:
                continue
            township = areas.called(one.township, county, dice, 0.85) if one.township else None
            village = one.village.name if one.village else None
            size: Cell = one.volunteers
            if one.volunteers and day == MIDDLE:
                size = one.volunteers * 9 // 10
            rows.append(
                [
                    one.id,
                    one.name,
                    one.kind,
                    one.level,
                    township,
                    village,
                    size,
                    say(one.founded, "iso"),
                    name(dice),
                ]
            )
        if day == END:
            rows[123][6] = f"{rows[123][6]}余"
        out.append(
            PLACE.export(
                f"温岭市志愿服务队伍与站点_{day:%Y%m%d}.{'txt' if day == END else 'csv'}",
                "volunteer_team",
                [
                    "队伍编号",
                    "队伍名称",
                    "队伍类型",
                    "层级",
                    "镇(街道)",
                    "村(社区)",
                    "注册志愿者数",
                    "成立时间",
                    "联系人",
                ],
                rows,
                as_of=f"{day}",
                encoding="utf-16" if day == END else "gb18030",
                delimiter="\t" if day == END else ",",
                titles=["温岭市志愿服务队伍与站点名册", f"统计日期：{day.year}年{day.month}月{day.day}日"],
                total=["合计", f"{value('A3.30a')}支", None, None, None, None, "6.6万余人", None, None]
                if day == END
                else [],
                faults=[
                    (but(rows[300], {0: "TD3310819901", 4: "王店镇"}), "没有王店镇"),
                    (but(rows[500], {0: "TD3310819902", 6: "待统计"}), "人数不是数"),
                ]
                if day == END
                else [],
                repeats=[640] if day == END else [],
            )
        )
    active = [team for team in dice.some(found, 120) if team.township is None or team.township.counts]
    volunteering.recruit(active, dice, share=0.35, youngest=date(2004, 12, 31), oldest=date(1975, 1, 1))
    held = volunteering.sessions(
        county, active, dice, count=230, person_times=None, first=date(2019, 7, 2), last=END, low=5, high=26,
        extra=lambda day: ["疫情防控值守"] * 40 if (day.year, day.month) in ((2020, 2), (2020, 3)) else [],
        weight=lambda day: 0.9 if (day.year, day.month) == (2020, 2) else 0.5,
        silent=lambda name, day: name == "温峤镇" and day.year == 2019 and day.month < 10,
    )  # fmt: skip
    records = volunteering.records(
        held,
        dice,
        place=lambda s: areas.called(s.team.township, county, dice) if s.team.township else "",
        style=("iso", "slash", "dot"),
        starred=1.0,
    )
    for row in records:
        spent = str(row[7])
        minutes = spent.removesuffix("分钟")
        row[7] = int(minutes) if minutes != spent else int(float(spent.removesuffix("小时")) * 60)
    header = [
        "志愿者姓名",
        "证件号码",
        "手机号",
        "所属团体",
        "活动名称",
        "活动日期",
        "镇街",
        "服务时长(分钟)",
        "时长类型",
        "审核状态",
    ]
    words = {"扫码签到": "信用时数", "补录": "荣誉时数"}
    rows = [but(row, {8: words[str(row[8])], 9: "审核通过"}) for row in records]
    out.append(
        PLACE.export(
            "温岭市志愿时长名单_2019-2020.xlsx",
            "volunteer_service",
            header,
            rows,
            biff=True,
            titles=["温岭市志愿服务时长名单"],
            faults=[
                (but(rows[400], {5: "2019-09-31"}), "没有9月31日"),
                (but(rows[900], {7: 1560}), "一天服务26小时"),
                (but(rows[1300], {3: "温岭市外来志愿服务队", 4: "外来服务", 6: "王店镇"}), "没有王店镇"),
            ],
            repeats=[77],
            note="a BIFF workbook under the ending .xlsx, as the platform writes it; hours are in minutes",
        )
    )
    return out


def _funding(county: County) -> Export:
    dice = Dice("wenling funding")
    rows: list[Row] = []
    for township in county.townships:
        got, spent = dice.between(20, 90) * 1000, dice.between(60, 95)
        day = dice.day(date(2019, 9, 1), date(2019, 11, 30))
        rows.append(
            [
                say(day, "iso"),
                "镇街道团建经费",
                "财政拨款",
                "团建",
                got,
                got * spent // 100,
                township.name,
                None,
            ]
        )
        day = dice.day(date(2020, 3, 1), date(2020, 6, 20))
        got = dice.between(10, 40) * 1000
        rows.append(
            [
                say(day, "iso"),
                "青年之家分部运行经费",
                "上级补助",
                "青年之家",
                got,
                got * 6 // 10,
                township.name,
                None,
            ]
        )
    for day, project, source, purpose, got in (
        ("2019-07-15", "基层组织综合改革试点经费", "市财政", "团建", "30万元"),
        ("2019-12-05", "志愿者保险与培训", "市财政", "志愿服务", 86000),
        ("2020-02-10", "抗疫爱心捐赠", "爱心企业捐赠", "志愿服务", "12.5万元"),
        ("2020-05-28", "少先队活动经费", "市财政", "少先队", 98000),
    ):
        rows.append([day, project, source, purpose, got, None, None, None])
    return PLACE.export(
        "温岭市经费台账_2019-2020.csv",
        "funding",
        ["记账日期", "项目名称", "经费来源", "经费用途", "到账金额", "支出金额", "镇街", "备注"],
        rows,
        faults=[(but(rows[3], {6: "王店镇"}), "没有王店镇")],
    )


def _aid(county: County) -> Export:
    dice = Dice("wenling aid")
    rows: list[Row] = []
    for one in aid_rows(dice, 126, 252000, 14, date(2019, 8, 10), date(2020, 6, 15)):
        township = dice.pick(county.townships)
        project = dice.pick(["希望工程圆梦行动", "“青春助力”助学"])
        rows.append(
            [
                project,
                "社会爱心人士",
                say(one.day, "iso"),
                amount_said(one.yuan, dice),
                one.people,
                township.name,
            ]
        )
    return PLACE.export(
        "温岭市助学资助台账_2019-2020.csv",
        "aid",
        ["项目名称", "资助方", "资助日期", "资助金额", "受助人数", "镇街"],
        rows,
        encoding="gb18030",
        faults=[(but(rows[2], {2: None}), "资助日期空着")],
    )
