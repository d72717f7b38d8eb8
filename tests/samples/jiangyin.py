"""江阴市: the year 2021. Its published figures await other systems; what is here is modest and invented."""

from datetime import date

from tests.samples import areas, badges, homes, organisations, place, points, volunteering
from tests.samples import pipeline_jiangyin as pipeline
from tests.samples import pipeline_party as party
from tests.samples.areas import County
from tests.samples.export import Cell, Export, Row
from tests.samples.money import aid_rows, amount_said
from tests.samples.people import Dice, say
from tests.samples.place import Place, but

PLACE = Place("jiangyin", "江阴市", "320281")
ABOVE = "共青团无锡市委员会"
BEFORE, HALF, END = date(2020, 12, 31), date(2021, 6, 30), date(2021, 12, 31)
ALIASES = {
    "澄江街道": "澄江办、澄江街道办事处",
    "徐霞客镇": "霞客镇",
    "江阴高新技术产业开发区": "江阴高新区",
    "临港经济开发区": "临港开发区、江阴临港",
}


def the_county() -> County:
    """The county and everything in it."""
    return areas.county(
        PLACE.name, Dice("jiangyin areas"), ends="巷桥泾圩埭墩浜", aliases=ALIASES, youth=(9000, 38000)
    )


def exports() -> list[Export]:
    """All files of the place, in import order."""
    county = the_county()
    pupils = pipeline.pupils(county)
    rows: list[Row] = [
        but(row, {0: int(str(row[0])) if str(row[0]).isdigit() else row[0]})
        for row in areas.rows([county], parents=True)
    ]
    return [
        PLACE.export(
            "江阴市区划与单位名册_20201231.xlsx",
            "area",
            areas.HEADER,
            rows,
            as_of=f"{BEFORE}",
            titles=["江阴市区划与单位名册", "截至2020年12月31日"],
            note="codes are stored as numbers, as Excel does when they are typed in",
        ),
        *_organisations(county),
        *_homes(county),
        *_volunteering(county),
        _funding(county),
        _aid(county),
        *pipeline.exports(county, pupils),
        *points.exports(county, pupils),
        *party.jiangyin(county),
        *badges.jiangyin(county),
    ]


def _organisations(county: County) -> list[Export]:
    dice = Dice("jiangyin organisations")
    roster = organisations.Roster(county, dice, before=date(2020, 11, 30))
    roster.frame(bare=9, classes=3)
    year = (date(2021, 1, 5), date(2021, 6, 20)), (date(2021, 7, 1), date(2021, 12, 20))
    roster.fill(46, organisations.SOCIAL, organisations.SOCIETIES, [(*year[0], 3), (*year[1], 5)])
    roster.fill(268, organisations.FIRM, organisations.COMPANIES, [(*year[0], 14), (*year[1], 17)])
    out, endings = [], {BEFORE: "xls", HALF: "csv", END: "xlsx"}
    for day in (BEFORE, HALF, END):
        rows = place.organisation_rows(
            roster.on(day), county, ABOVE, lambda t, c: areas.called(t, c, dice, 0.8) if t else None
        )
        out.append(
            PLACE.export(
                f"江阴市团组织名册_{day:%Y%m%d}.{endings[day]}",
                "organisation",
                place.ORGANISATION_HEADER,
                rows,
                as_of=f"{day}",
                titles=["江阴市团组织名册", f"截至{day.year}年{day.month}月{day.day}日"]
                if day != HALF
                else [],
                faults=[
                    (but(rows[44], {1: "王店镇", 2: "3202819901"}), "没有王店镇"),
                    (but(rows[99], {1: "月城", 2: "3202819903"}), "“月城”可能是月城镇，也可能是月城园区"),
                    (but(rows[150], {2: "3202819902", 4: None}), "组织类型空着"),
                ],
                repeats=[90] if day == END else [],
            )
        )
        counts = organisations.member_counts(roster, day, dice, 1.0)
        out.append(
            PLACE.export(
                f"江阴市直属下级数据统计_{day:%Y%m%d}.xlsx",
                "member_count",
                organisations.COUNT_HEADER,
                counts,
                as_of=f"{day}",
                titles=[f"江阴市直属下级数据统计　统计月份：{day:%Y%m}"],
                groups=organisations.COUNT_GROUPS,
                total=organisations.summed(counts),
            )
        )
    return out


def _homes(county: County) -> list[Export]:
    dice = Dice("jiangyin homes")
    found = [
        homes.home(
            county,
            dice,
            1,
            county.townships[0],
            date(2017, 5, 4),
            level="总部",
            named="江阴市青年之家总部",
            online=1,
        )
    ]
    for township in [*county.townships, *county.parks[:2]]:
        if township.name not in ("长泾镇", "顾山镇"):
            opened = dice.day(date(2018, 1, 1), date(2020, 12, 1) if len(found) % 5 else date(2021, 9, 30))
            found.append(homes.home(county, dice, len(found) + 1, township, opened, online=0.9))
        for village in county.villages.get(township.code, ())[:2]:
            if village.kind == "社区":
                opened = dice.day(date(2019, 1, 1), date(2021, 10, 30))
                found.append(
                    homes.home(county, dice, len(found) + 1, township, opened, level="门店", village=village)
                )
    out = []
    for day in (HALF, END):
        rows: list[Row] = [homes.cells(one, day, style="slash") for one in homes.opened_by(found, day)]
        out.append(
            PLACE.export(
                f"江阴市青年之家名录_{day:%Y%m%d}.{'csv' if day == HALF else 'xlsx'}",
                "youth_home",
                homes.HEADER,
                rows,
                as_of=f"{day}",
                titles=["江阴市青年之家名录", f"截至{day.year}年{day.month}月{day.day}日"]
                if day == END
                else [],
                faults=[(but(rows[4], {0: "QNZJ320281091", 2: "王店镇", 4: "分部"}), "没有王店镇")]
                if day == END
                else [],
            )
        )
    held = homes.events(
        found, dice, months=homes.months((2021, 1), (2021, 12)), busy=0.9,
        quiet=lambda one, day: one.place == "祝塘镇" and day >= date(2021, 9, 15),
        sure=lambda _one, day: day.month == 11,
    )  # fmt: skip
    events = place.event_rows(held, county, "iso")
    out.append(
        PLACE.export(
            "江阴市青年之家活动_2021.csv",
            "youth_home_event",
            place.EVENT_HEADER,
            events,
            encoding="gb18030",
            faults=[(but(events[30], {4: "2021-11-31"}), "没有11月31日")],
            repeats=[12],
        )
    )
    return out


def _volunteering(county: County) -> list[Export]:
    dice = Dice("jiangyin volunteering")
    found = volunteering.teams(county, dice, 3, size=(50, 180), before=date(2020, 11, 1))
    volunteering.recruit(found, dice, share=0.7, youngest=date(2006, 12, 31), oldest=date(1978, 1, 1))
    posts = volunteering.stations(county, dice, villages=0.65, before=date(2021, 11, 30))
    teams: list[Row] = list(place.team_rows([*found, *posts], county, dice, style="dot"))
    out = [
        PLACE.export(
            "江阴市志愿服务队伍与站点_20211231.xlsx",
            "volunteer_team",
            place.TEAM_HEADER,
            teams,
            as_of=f"{END}",
            titles=["江阴市志愿服务队伍与站点名册", "截至2021年12月31日"],
            faults=[(but(teams[20], {1: "TD3202819901", 5: "王店镇"}), "没有王店镇")],
        )
    ]
    held = volunteering.sessions(
        county, found, dice, count=190, person_times=None, first=date(2021, 1, 4), last=END, low=4, high=38,
        silent=lambda name, day: name == "月城镇" and day.month in (7, 8),
    )  # fmt: skip
    records = volunteering.records(
        held,
        dice,
        place=lambda s: areas.called(s.team.township, county, dice, 0.8) if s.team.township else "",
        style=("iso", "cn"),
    )
    stray: list[Cell] = but(records[0], {3: "江阴市青年志愿服务队", 4: "外出交流服务", 6: "王店镇"})
    out.append(
        PLACE.export(
            "江阴市志愿服务时长记录_2021.csv",
            "volunteer_service",
            place.RECORD_HEADER,
            records,
            encoding="gb18030",
            faults=[
                (stray, "没有王店镇"),
                (but(records[700], {5: "2021-06-31"}), "没有6月31日"),
                (but(records[1400], {5: "2021-07-05", 7: "48"}), "一天服务48小时"),
            ],
            repeats=[350],
        )
    )
    return out


def _funding(county: County) -> Export:
    dice = Dice("jiangyin funding")
    rows: list[Row] = []
    for township in county.townships:
        pioneers = sum(school.pioneers or 0 for school in county.schools[township.code])
        got = pioneers * dice.between(18, 30) // 10
        day = say(date(2021, 3, dice.between(8, 30)), "iso")
        rows.append(
            [
                day,
                "少先队活动经费",
                "财政拨款",
                "少先队",
                got,
                got * dice.between(50, 90) // 100,
                township.name,
            ]
        )
        day = say(date(2021, 9, dice.between(8, 28)), "iso")
        rows.append(
            [day, "团建工作经费", "财政拨款", "团建", dice.between(20, 60) * 1000, None, township.name]
        )
    rows.append(["2021-05-12", "爱心企业捐赠", "社会捐赠", "关爱青少年", "15万元", None, None])
    return PLACE.export(
        "江阴市经费收支台账_2021.xlsx",
        "funding",
        ["日期", "项目", "资金来源", "用途", "收入(元)", "支出(元)", "镇街"],
        rows,
        titles=["江阴市团委经费收支台账（2021年）"],
        faults=[(but(rows[6], {4: None, 5: None}), "收入和支出都空着")],
    )


def _aid(county: County) -> Export:
    dice = Dice("jiangyin aid")
    rows: list[Row] = []
    for one in aid_rows(dice, 210, 630000, 17, date(2021, 1, 20), date(2021, 12, 10)):
        township = dice.pick(county.townships)
        project = dice.pick(["希望工程圆梦行动", "暖冬行动", "“微心愿”助学"])
        rows.append(
            [project, "爱心企业", say(one.day, "cn"), amount_said(one.yuan, dice), one.people, township.name]
        )
    return PLACE.export(
        "江阴市助学资助台账_2021.xlsx",
        "aid",
        ["助学项目", "捐赠单位", "发放时间", "发放金额", "资助人数", "镇街"],
        rows,
        titles=["江阴市助学资助台账（2021年）"],
        faults=[(but(rows[8], {3: "见附表"}), "金额不是数")],
    )
