"""吉安市: one prefecture, thirteen counties, the state at the end of 2021."""

from collections.abc import Sequence
from datetime import date

from tests.samples import areas, homes, organisations, place, volunteering
from tests.samples import pipeline_jian as pipeline
from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export, Row
from tests.samples.jian_areas import counties
from tests.samples.people import Dice, identity, name, phone, say
from tests.samples.place import Place, but
from tests.samples.published import figures, value

PLACE = Place("jian", "吉安市", "3608")
ABOVE = "共青团吉安市委员会"
END, BEFORE = date(2021, 12, 31), date(2020, 12, 31)
FIRST_HALF, SECOND_HALF = (date(2021, 1, 8), date(2021, 6, 25)), (date(2021, 7, 2), date(2021, 12, 20))
OTHERS = {
    "集体企业": [
        "农民专业合作社",
        "果蔬种植合作社",
        "茶叶合作社",
        "油茶合作社",
        "井冈蜜柚合作社",
        "养殖合作社",
    ],
    "国有企业": ["供销社", "粮油公司", "水务公司", "城投公司", "旅游开发公司", "电力服务公司"],
    "事业单位（不含公立学校）": ["卫生院", "农技服务站", "文化服务站", "林业工作站", "水利服务站", "敬老院"],
}


def exports() -> list[Export]:
    """All files of the place, in import order."""
    every = counties()
    assert sum(len(county.townships) for county in every) == figures()["A2.20"]["denominator"]
    prefecture = Area("3608", "吉安市", "地级市", contact="团吉安市委办公室")
    return [
        PLACE.export(
            "吉安市区划与单位名册_20201231.csv",
            "area",
            areas.HEADER,
            areas.rows(every, first=[prefecture]),
            as_of=f"{BEFORE}",
        ),
        *organisation_lists(every),
        *_homes(every),
        *_volunteering(every),
        _funding(every),
        *pipeline.exports(every),
    ]


def _share(total: int, every: Sequence[County], dice: Dice) -> list[int]:
    """`total` split over the counties roughly by their townships."""
    size = sum(len(county.townships) for county in every)
    parts = [total * len(county.townships) // size for county in every]
    for number in dice.some(range(len(every)), total - sum(parts)):
        parts[number] += 1
    return parts


def organisation_lists(every: Sequence[County]) -> list[Export]:
    dice = Dice("jian organisations")
    rosters = [organisations.Roster(county, dice, before=date(2020, 11, 30)) for county in every]
    social, firms = _share(243, every, dice), _share(655, every, dice)
    new_social, new_firms = _share(value("A2.19"), every, dice), _share(88, every, dice)
    for at, roster in enumerate(rosters):
        roster.frame(bare=11, classes=6)
        for count, new, industry, makers in (
            (social[at], new_social[at], organisations.SOCIAL, organisations.SOCIETIES),
            (firms[at], new_firms[at], organisations.FIRM, organisations.COMPANIES),
        ):
            halves = [(*FIRST_HALF, new // 2), (*SECOND_HALF, new - new // 2)]
            roster.fill(count + new, industry, makers, halves)
    missing = value("A2.07") - sum(len(roster.all) for roster in rosters)
    for roster, count in zip(rosters, _share(missing, every, dice), strict=True):
        parts = dice.spread(count, len(OTHERS), low=count // 5)
        for (industry, makers), part in zip(OTHERS.items(), parts, strict=True):
            roster.fill(part, industry, makers, [(*SECOND_HALF, part // 12)])
    last = [o for roster in rosters for o in roster.on(END)]
    assert len(last) == value("A2.07")
    first = [o for roster in rosters for o in roster.on(BEFORE)]
    assert organisations.social(last) - organisations.social(first) == value("A2.19")

    def listed(day: date, style: str) -> list[Row]:
        return [
            row
            for roster in rosters
            for row in place.organisation_rows(roster.on(day), roster.county, ABOVE, place.plain, style)
        ]

    rows = listed(BEFORE, "iso")
    out = [
        PLACE.export(
            "吉安市团组织列表_20201231.csv",
            "organisation",
            place.ORGANISATION_HEADER,
            rows,
            as_of=f"{BEFORE}",
            encoding="gb18030",
            faults=[(but(rows[300], {2: "36089999901", 4: None}), "组织类型空着")],
            repeats=[1200],
        )
    ]
    rows = listed(END, "slash")
    out.append(
        PLACE.export(
            "吉安市团组织统计表_20211231.xlsx",
            "organisation",
            place.ORGANISATION_HEADER,
            rows,
            as_of=f"{END}",
            titles=["吉安市基层团组织统计表", "截至2021年12月31日"],
            groups=[("所在地", 2), ("团组织基本情况", 5), ("统计数据", 2), ("", 1)],
            total=["合计", None, f"{len(rows)}个", *[None] * 7],
            faults=[
                (but(rows[700], {1: "王店乡", 2: "36089999902"}), "没有王店乡"),
                (but(rows[1900], {2: "36089999903", 7: "待核实"}), "团员数不是数"),
                (but(rows[3100], {2: "36089999904", 3: None}), "团组织全称空着"),
                (but(rows[4200], {2: "36089999905", 9: "2021/11/31"}), "没有11月31日"),
            ],
            repeats=[2500],
            notes=["填表人：刘某　　审核人：周某"],
        )
    )
    for day, factor in ((BEFORE, 1.03), (END, 1.0)):
        counts: list[Row] = [
            [roster.county.name, *row]
            for roster in rosters
            for row in organisations.member_counts(roster, day, dice, factor)
        ]
        out.append(
            PLACE.export(
                f"吉安市直属下级数据统计_{day:%Y%m%d}.xlsx",
                "member_count",
                ["县（市、区）", *organisations.COUNT_HEADER],
                counts,
                as_of=f"{day}",
                titles=[f"吉安市直属下级数据统计　统计月份：{day:%Y%m}"],
                groups=[("", 1), *organisations.COUNT_GROUPS],
                merge=0,
            )
        )
    return out


def _homes(every: Sequence[County]) -> list[Export]:
    dice = Dice("jian homes")
    covered = figures()["A2.20"]["numerator"]
    townships = [(county, township) for county in every for township in county.townships]
    without = {township.code for _, township in dice.some(townships, len(townships) - covered)}
    late = {t.code for _, t in dice.some([p for p in townships if p[1].code not in without], 23)}
    found: dict[str, list[homes.Home]] = {}
    for county in every:
        here = found.setdefault(county.code, [])
        main = f"{county.name}青年之家总部"
        here.append(
            homes.home(
                county, dice, 1, county.townships[0], date(2018, 5, 4), level="总部", named=main, online=1
            )
        )
        for township in county.townships:
            if township.code not in without:
                opened = (
                    dice.day(*SECOND_HALF) if township.code in late else dice.day(date(2018, 6, 1), BEFORE)
                )
                here.append(homes.home(county, dice, len(here) + 1, township, opened, online=0.65))
            for village in county.villages[township.code]:
                if dice.chance(0.6 if village.kind == "社区" else 0.12):
                    opened = dice.day(date(2019, 1, 10), date(2021, 10, 30))
                    here.append(
                        homes.home(
                            county,
                            dice,
                            len(here) + 1,
                            township,
                            opened,
                            level="门店",
                            village=village,
                            online=0.4,
                        )
                    )
        for park in county.parks[:1]:
            if dice.chance(0.6):
                here.append(homes.home(county, dice, len(here) + 1, park, dice.day(date(2019, 1, 1), BEFORE)))
    real = {township.code for _, township in townships}
    opened = {
        one.township.code
        for here in found.values()
        for one in homes.running(here, END)
        if one.level == "分部" and one.township and one.township.code in real
    }
    assert len(opened) == covered

    out = []
    for day, style in ((date(2021, 6, 30), "iso"), (END, "cn")):
        rows = [
            row
            for county in every
            for row in place.home_rows(
                found[county.code],
                day,
                county,
                place.plain,
                style=style,
                blank=lambda number: number % 5 == 2,
            )
        ]
        faults: list[tuple[Row, str]] = [
            (but(rows[50], {1: "QNZJ360899091", 2: "王店青年之家", 3: "王店乡"}), "没有王店乡"),
            (but(rows[150], {1: "QNZJ360899092", 2: None}), "名称空着"),
        ]
        out.append(
            PLACE.export(
                f"吉安市青年之家名录_{day:%Y%m%d}.{'csv' if day.month == 6 else 'xlsx'}",
                "youth_home",
                place.HOME_HEADER,
                rows,
                as_of=f"{day}",
                encoding="gb18030",
                titles=[f"吉安市“青年之家”名录（截至{day.year}年{day.month}月{day.day}日）"],
                faults=faults if day == END else faults[:1],
                total=["合计", None, f"{len(rows)}个", *[None] * 13] if day == END else [],
                notes=["说明：级别空着的为乡镇（街道）分部"],
            )
        )
    rows = [
        row
        for county in every
        for row in place.event_rows(
            homes.events(found[county.code], dice, months=homes.months((2021, 1), (2021, 12)), busy=0.45),
            county,
            "slash",
        )
    ]
    out.append(
        PLACE.export(
            "吉安市青年之家活动_2021.csv",
            "youth_home_event",
            place.EVENT_HEADER,
            rows,
            faults=[
                (but(rows[200], {4: "2021/2/29"}), "没有2月29日"),
                (but(rows[600], {5: "若干"}), "人次不是数"),
            ],
            repeats=[77],
        )
    )
    return out


def _volunteering(every: Sequence[County]) -> list[Export]:
    dice = Dice("jian volunteering")
    found = {c.code: volunteering.teams(c, dice, 1, size=(40, 160), before=date(2020, 12, 1)) for c in every}
    rows: list[Row] = []
    for county in every:
        posts = volunteering.stations(county, dice, villages=1.0, before=date(2021, 11, 30))
        rows += place.team_rows([*found[county.code], *posts], county, dice, style="iso")
    out = [
        PLACE.export(
            "吉安市志愿服务队伍与文明实践站点_20211231.csv",
            "volunteer_team",
            place.TEAM_HEADER,
            rows,
            as_of=f"{END}",
            encoding="gb18030",
            titles=["吉安市青年志愿服务队伍与新时代文明实践站点名册", "统计日期：2021年12月31日"],
            faults=[(but(rows[99], {1: "TD3608999999", 5: "王店乡"}), "没有王店乡")],
            notes=["注：“村（社区）”空着的为县级、乡镇级站点"],
        )
    ]
    rows = []
    for county in every[1:]:
        held = volunteering.sessions(
            county, found[county.code], dice, count=len(county.townships) * 4, person_times=None, high=90,
            first=date(2021, 1, 5), last=END, silent=lambda name, day: (len(name) + day.month) % 7 == 0,
        )  # fmt: skip
        rows += place.ledger_rows(held, county, "dot")
    out.append(
        PLACE.export(
            "吉安市志愿服务场次台账_2021.xlsx",
            "volunteer_service",
            place.LEDGER_HEADER,
            rows,
            titles=["吉安市2021年青年志愿服务场次台账（吉州区另报）"],
            faults=[
                (but(rows[80], {4: "2021.04.31"}), "没有4月31日"),
                (but(rows[300], {1: "王店乡"}), "没有王店乡"),
                (but(rows[500], {5: "几十"}), "人次不是数"),
            ],
            repeats=[9],
        )
    )
    first = every[0]
    volunteering.recruit(
        found[first.code], dice, share=0.7, youngest=date(2006, 12, 31), oldest=date(1980, 1, 1)
    )
    held = volunteering.sessions(
        first, found[first.code], dice, count=64, person_times=None, first=date(2021, 1, 5), last=END, high=50
    )
    records = volunteering.records(
        held, dice, place=lambda s: s.team.township.name if s.team.township else "", style="iso", starred=1.0
    )
    stray: list[Cell] = [
        *[
            name(dice),
            identity(date(1998, 3, 3), 31),
            phone(dice),
            "吉州区青年志愿服务队",
            "外出交流服务",
            "2021-05-20",
        ],
        *["王店乡", "2", "扫码签到", "已生效"],
    ]
    out.append(
        PLACE.export(
            "吉州区志愿服务时长记录_2021.csv",
            "volunteer_service",
            place.RECORD_HEADER,
            records,
            faults=[(stray, "没有王店乡"), (but(records[500], {7: "30小时"}), "一天服务30小时")],
        )
    )
    out[-1].area = first.code
    return out


def _funding(every: Sequence[County]) -> Export:
    dice = Dice("jian funding")
    rows: list[Row] = []
    for county in every:
        pioneers = sum(s.pioneers or 0 for some in county.schools.values() for s in some)
        short = county.name[:2]
        for month, project, source, purpose, got, spent in (
            (
                3,
                "少先队活动经费",
                "财政拨款",
                "少先队活动",
                round(pioneers * dice.between(8, 16) / 10) / 10000,
                None,
            ),
            (4, "团建工作经费", "县财政", "团建", dice.between(4, 12), None),
            (5, "团费留存", "团费留存", "团建活动", dice.between(80, 260) / 100, None),
            (6, "青年之家建设补助", "上级补助", "阵地建设", dice.between(3, 9), dice.between(200, 300) / 100),
            (9, "希望小屋捐赠", "社会捐赠", "关爱儿童", dice.between(1, 6), dice.between(60, 100) / 100),
            (11, "团建活动支出", "县财政", "团建", None, dice.between(200, 390) / 100),
        ):
            day = say(date(2021, month, dice.between(1, 28)), "cn")
            rows.append(
                [
                    f"{short}{month:02d}-{dice.below(900) + 100}",
                    county.name,
                    day,
                    project,
                    source,
                    purpose,
                    got,
                    spent,
                    None,
                ]
            )
    return PLACE.export(
        "吉安市经费收支汇总_2021.xlsx",
        "funding",
        [
            "凭证号",
            "县（市、区）",
            "日期",
            "项目",
            "经费来源",
            "经费用途",
            "收入（万元）",
            "支出（万元）",
            "备注",
        ],
        rows,
        titles=["吉安市各县（市、区）团委经费收支汇总（2021年）"],
        faults=[(but(rows[20], {0: "XX-1", 6: None, 7: None}), "收入和支出都空着")],
    )
