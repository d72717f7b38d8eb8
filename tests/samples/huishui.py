"""惠水县: pioneers, what is spent on them and who helps them; up to the middle of 2023."""

from datetime import date

from tests.samples import areas, badges, homes, organisations, place, volunteering
from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export, Row
from tests.samples.money import aid_rows
from tests.samples.people import Dice, name, phone, say
from tests.samples.place import Place, but
from tests.samples.published import figures, value

PLACE = Place("huishui", "惠水县", "522731")
ABOVE = "共青团黔南布依族苗族自治州委员会"
BELOW = {"王佑镇": 1.2, "羡塘镇": 0.9, "岗度镇": 1.1}  # yuan per pioneer in 2023 where it is not 1.5
LAST, HALF = date(2022, 12, 31), date(2023, 6, 30)
HUIMIN = "惠民小学"


def the_county() -> County:
    """The county and everything in it."""
    county = areas.county(
        PLACE.name,
        Dice("huishui areas"),
        ends="寨坝冲井坪岩摆",
        schools=("第一初级中学", "中心小学", "第二小学", "第三小学", "第四小学", "第五小学", "第六小学"),
        aliases={"涟江街道": "涟江办", "断杉镇": "断杉", "好花红镇": "好花红乡、好花红"},
        youth=(4000, 11000),
    )
    for township in ("羡塘镇", "岗度镇"):
        county.schools[county.township(township).code].pop()
    huimin = Area("522731S09", HUIMIN, "学校", "小学", parent=county.code, pupils=1180, pioneers=846)
    huimin.contact = f"{HUIMIN}少先队大队部"
    county.high_schools.append(huimin)
    schools = [*county.high_schools, *(s for some in county.schools.values() for s in some)]
    assert sum(bool(school.pioneers) for school in schools) == value("A4.04a")
    return county


def exports() -> list[Export]:
    """All files of the place, in import order."""
    county = the_county()
    return [
        PLACE.export(
            "惠水县区划与单位名册_20211231.xlsx",
            "area",
            areas.HEADER,
            areas.rows([county], parents=True),
            as_of="2021-12-31",
            titles=["惠水县区划与单位名册"],
            notes=["填报日期：2021年12月31日"],
        ),
        *_organisations(county),
        *_homes(county),
        *_volunteering(county),
        _funding(county),
        _aid(county),
        *badges.huishui(county),
    ]


def _organisations(county: County) -> list[Export]:
    dice = Dice("huishui organisations")
    roster = organisations.Roster(county, dice, before=date(2022, 11, 30))
    county.high_schools, kept = [s for s in county.high_schools if s.kind != "小学"], county.high_schools
    roster.frame(bare=6)
    county.high_schools = kept
    grown = (date(2023, 1, 10), date(2023, 6, 20))
    roster.fill(38, organisations.SOCIAL, organisations.SOCIETIES, [(*grown, 5)])
    roster.fill(72, organisations.FIRM, organisations.COMPANIES, [(*grown, 8)])
    out = []
    for day, ending, style in ((LAST, "csv", "iso"), (HALF, "xlsx", "")):
        rows = place.organisation_rows(roster.on(day), county, ABOVE, place.plain, style)
        out.append(
            PLACE.export(
                f"惠水县团组织名册_{day:%Y%m%d}.{ending}",
                "organisation",
                place.ORGANISATION_HEADER,
                rows,
                as_of=f"{day}",
                encoding="gb18030",
                titles=["惠水县团组织名册", f"截至{day.year}年{day.month}月{day.day}日"]
                if ending == "xlsx"
                else [],
                faults=[
                    (
                        but(rows[40], {1: "王店镇", 2: "5227319901", 3: "共青团惠水县王店镇委员会"}),
                        "没有王店镇",
                    ),
                    (but(rows[70], {2: "5227319902", 4: None}), "组织类型空着"),
                ],
            )
        )
        counts = organisations.member_counts(roster, day, dice, 1.02 if day == LAST else 1.0)
        out.append(
            PLACE.export(
                f"惠水县直属下级数据统计_{day:%Y%m%d}.xlsx",
                "member_count",
                organisations.COUNT_HEADER,
                counts,
                as_of=f"{day}",
                titles=[f"惠水县直属下级数据统计　统计月份：{day:%Y%m}"],
                groups=organisations.COUNT_GROUPS,
                total=organisations.summed(counts),
            )
        )
    return out


def _homes(county: County) -> list[Export]:
    dice = Dice("huishui homes")
    main = county.townships[0]
    found = [
        homes.home(
            county, dice, 1, main, date(2018, 11, 1), level="总部", named="惠水县青年之家总部", online=1
        )
    ]
    late = {"雅水镇": date(2023, 3, 4), "断杉镇": date(2023, 5, 12)}
    for township in county.townships:
        if township.name not in ("王佑镇", "岗度镇"):
            opened = late.get(township.name) or dice.day(date(2019, 1, 1), date(2022, 10, 31))
            found.append(homes.home(county, dice, len(found) + 1, township, opened, online=0.6))
        village = county.villages[township.code][0]
        if village.kind == "社区" and dice.chance(0.6):
            opened = dice.day(date(2020, 1, 1), date(2022, 10, 31))
            found.append(
                homes.home(county, dice, len(found) + 1, township, opened, level="门店", village=village)
            )
    out = []
    for day, style in ((LAST, "dot"), (HALF, "iso")):
        rows: list[Row] = [
            homes.cells(
                one,
                day,
                style=style,
                place=areas.called(one.township, county, dice, 0.6) if one.township else "",
            )
            for one in homes.opened_by(found, day)
        ]
        out.append(
            PLACE.export(
                f"惠水县青年之家名录_{day:%Y%m%d}.xlsx",
                "youth_home",
                homes.HEADER,
                rows,
                as_of=f"{day}",
                titles=["惠水县青年之家名录", f"统计日期：{day.year}年{day.month}月{day.day}日"],
                faults=[(but(rows[3], {0: "QNZJ522731091", 2: "王店镇"}), "没有王店镇")]
                if day == HALF
                else [],
                notes=["填表人：罗某"],
            )
        )
    quiet = ("芦山镇",)
    held = homes.events(
        found, dice, months=homes.months((2022, 1), (2023, 6)), busy=0.9,
        quiet=lambda one, day: one.place in quiet and day >= date(2023, 3, 1),
        sure=lambda _one, day: (day.year, day.month) in ((2023, 5), (2022, 11)),
    )  # fmt: skip
    events = place.event_rows(held, county, "time")
    out.append(
        PLACE.export(
            "惠水县青年之家活动_2022-2023.csv",
            "youth_home_event",
            place.EVENT_HEADER,
            events,
            encoding="gb18030",
            faults=[
                (but(events[30], {4: "2022-09-31 09:30:00"}), "没有9月31日"),
                (but(events[60], {3: None}), "活动名称空着"),
            ],
        )
    )
    return out


def _volunteering(county: County) -> list[Export]:
    dice = Dice("huishui volunteering")
    found = volunteering.teams(county, dice, 2, size=(40, 130), before=date(2021, 12, 5))
    volunteering.recruit(found, dice, share=0.7, youngest=date(2007, 12, 31), oldest=date(1980, 1, 1))
    posts = volunteering.stations(county, dice, villages=0.5, before=date(2023, 5, 31))
    teams = place.team_rows([*found, *posts], county, dice, style="slash", called=place.plain)
    out = [
        PLACE.export(
            "惠水县志愿服务队伍与站点_20230630.csv",
            "volunteer_team",
            place.TEAM_HEADER,
            teams,
            as_of=f"{HALF}",
            faults=[(but(teams[7], {1: "TD5227319999", 5: "王店镇"}), "没有王店镇")],
        )
    ]
    held = volunteering.sessions(
        county, found, dice, count=92, person_times=None, first=date(2022, 3, 1), last=HALF, high=48,
        silent=lambda name, day: name == "岗度镇" and day >= date(2023, 1, 1),
        extra=lambda day: ["红领巾课后服务", "易地扶贫搬迁社区陪伴"] if day.month in (4, 5, 6) else [],
    )  # fmt: skip
    records = volunteering.records(
        held,
        dice,
        place=lambda s: areas.called(s.team.township, county, dice) if s.team.township else "",
        style=("iso", "iso", "slash"),
    )
    rows: list[Row] = [
        [
            f"FW{number:06d}",
            r[0],
            r[1],
            r[4],
            r[3],
            r[5],
            r[6],
            str(r[7]),
            "待审核" if number % 211 == 0 else "已生效",
            None,
        ]
        for number, r in enumerate(records, 1)
    ]
    out.append(
        PLACE.export(
            "惠水县志愿服务时长记录_2022-2023.csv",
            "volunteer_service",
            [
                "记录编号",
                "志愿者姓名",
                "证件号码",
                "项目名称",
                "团体",
                "日期",
                "服务地区",
                "服务时长(小时)",
                "状态",
                "备注",
            ],
            rows,
            encoding="gb18030",
            faults=[
                (but(rows[300], {0: "FW900001", 5: "2023-02-29"}), "没有2月29日"),
                (but(rows[600], {0: "FW900002", 7: "25.5"}), "一天服务25.5小时"),
                (but(rows[900], {0: "FW900003", 3: None}), "项目名称空着"),
            ],
            repeats=[1000],
            note="some accepted rows are 待审核 and count for nothing",
        )
    )
    return out


def _funding(county: County) -> Export:
    dice = Dice("huishui funding")
    rows: list[list[Cell]] = []

    def book(
        day: date,
        project: str,
        source: str,
        purpose: str,
        got: Cell,
        spent: Cell,
        where: Area | None,
        school: str,
    ) -> None:
        number = f"HS{day:%y%m}{len(rows) + 1:03d}"
        township = areas.called(where, county, dice) if where else None
        rows.append(
            [
                number,
                say(day, "iso"),
                project,
                source,
                purpose,
                got,
                spent,
                township,
                school or None,
                name(dice),
                None,
            ]
        )

    for township in county.townships:
        schools = county.schools[township.code]
        pioneers = sum(school.pioneers or 0 for school in schools)
        book(date(2022, 4, 18), "少先队工作经费", "财政", "少先队", round(pioneers * 1.2), None, township, "")
        rate = BELOW.get(township.name, 1.5)
        day = date(2023, 3, dice.between(6, 28))
        for school in schools:
            got = (school.pioneers or 0) * rate
            book(
                day,
                "少先队工作经费",
                "财政",
                "少先队",
                int(got) if got == int(got) else round(got, 1),
                None,
                township,
                school.name,
            )
        spent = round(pioneers * rate * dice.between(55, 90) / 100)
        book(date(2023, 6, 1), "六一主题队日活动", "财政", "少先队", None, spent, township, "")
    book(date(2023, 3, 6), "少先队工作经费", "财政", "少先队", 846 * 1.5, None, None, HUIMIN)
    for day, project, source, purpose, got, spent in (
        (date(2022, 2, 22), "团建工作经费", "财政拨款", "团建", 60000, None),
        (date(2022, 10, 13), "少先队辅导员培训", "财政拨款", "团建", None, 38600),
        (date(2023, 2, 20), "团建工作经费", "财政拨款", "团建", "6.5万元", None),
        (date(2023, 4, 11), "志愿服务活动经费", "上级补助", "志愿服务", 20000, None),
        (date(2023, 5, 30), "志愿者保险", "上级补助", "志愿服务", None, 12350),
        (date(2023, 5, 8), "青年之家设备", "上级补助", "青年之家", 30000, 27800),
    ):
        book(day, project, source, purpose, got, spent, None, "")
    return PLACE.export(
        "惠水县经费收支台账_2022-2023.xlsx",
        "funding",
        [
            "凭证号",
            "日期",
            "项目名称",
            "资金来源",
            "用途",
            "收入（元）",
            "支出（元）",
            "乡镇",
            "学校",
            "经办人",
            "备注",
        ],
        rows,
        titles=["惠水县团委经费收支台账"],
        faults=[
            (but(rows[10], {0: "HS-X1", 7: "王店镇", 8: None}), "没有王店镇"),
            (but(rows[30], {0: "HS-X2", 1: "2023-04-31"}), "没有4月31日"),
            (but(rows[50], {0: "HS-X3", 5: None, 6: None}), "收入和支出都空着"),
        ],
        notes=["说明：2023年按人均每年1.5元安排，三个镇不足额"],
    )


def _aid(county: County) -> Export:
    dice = Dice("huishui aid")
    rows: list[Row] = []
    project, growth = "春晖助学", figures()["A4.22b"]["member"]
    pupils = [(t, s) for t in county.townships for s in county.schools[t.code]]
    batches = [("times", one) for one in aid_rows(dice, 84, 41200, 7, date(2022, 3, 1), date(2022, 12, 10))]
    batches += [
        ("times", one) for one in aid_rows(dice, value("A4.20a"), value("A4.20b"), 9, date(2023, 1, 9), HALF)
    ]
    batches += [
        ("heads", one) for one in aid_rows(dice, value("A4.22a"), value("A4.22b"), 6, date(2023, 2, 20), HALF)
    ]
    for kind, one in batches:
        township, school = dice.pick(pupils)
        times, heads = (one.people, None) if kind == "times" else (None, one.people)
        title, donor = (project, "春晖行动志愿者") if kind == "times" else (growth, "爱心企业")
        rows.append(
            [
                title,
                donor,
                say(one.day, "cn"),
                one.yuan,
                heads,
                times,
                township.name,
                school.name,
                phone(dice, starred=True),
            ]
        )
    rows.append(
        ["省级帮扶惠民小学", "省级帮扶单位", "2023年4月18日", "5万元", None, None, None, HUIMIN, None]
    )
    return PLACE.export(
        "惠水县资助发放表_2022-2023.xls",
        "aid",
        [
            "项目名称",
            "捐赠方",
            "发放日期",
            "金额（元）",
            "受助人数",
            "受助人次",
            "乡镇",
            "学校名称",
            "联系电话",
        ],
        rows,
        html=True,
        titles=["惠水县春晖助学、希望工程等资助发放表"],
        faults=[
            (but(rows[4], {6: "王店镇", 7: None}), "没有王店镇"),
            (but(rows[9], {2: "2023年2月30日"}), "没有2月30日"),
            (but(rows[18], {5: 3, 4: 8}), "人次少于人数"),
        ],
        repeats=[12],
    )
