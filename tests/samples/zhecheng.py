"""柘城县: two years, lists at several dates, ending at the figures published in February 2024."""

from datetime import date

from tests.samples import areas, class_hours, homes, organisations
from tests.samples import pipeline_zhecheng as pipeline
from tests.samples import zhecheng_ledgers as ledgers
from tests.samples.areas import Area, County
from tests.samples.export import Export, Row
from tests.samples.people import Dice, say
from tests.samples.place import but
from tests.samples.published import value
from tests.samples.zhecheng_ledgers import PLACE, QUIET

ALIASES = {
    "凤凰街道": "凤凰办、城关凤凰街道",
    "岗王镇": "岗王乡",
    "老王集镇": "老王集乡、老王集",
    "朱襄镇": "朱襄",
    "李原乡": "李原、李塬乡",
}


def the_county() -> County:
    """The county and everything in it, 大仵乡 that is no more included."""
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
    return county


def exports() -> list[Export]:
    """All files of the place, in import order."""
    county = the_county()
    applicants = pipeline.applicants(county)
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
        *ledgers.exports(county, applicants),
        *pipeline.exports(county, applicants),
        *class_hours.exports(county, applicants),
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
        *[
            "团组织ID",
            "团组织全称",
            "团组织简称",
            "组织类型",
            "上级组织",
            "单位所属行业类别",
            "团员数",
            "成立时间",
        ],
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
            *[
                o.id,
                o.name,
                o.type,
                o.industry,
                areas.called(o.township, county, dice) if o.township else None,
            ],
            *[o.members, o.cadres, o.founded],
        ]
        for o in roster.on(date(2023, 6, 30))
    ]
    found.append(
        PLACE.export(
            "柘城县团组织名册_20230630.xls",
            "organisation",
            [
                "团组织编号",
                "团组织名称",
                "团组织类别",
                "行业类别",
                "所属乡镇",
                "团员人数",
                "团干部数",
                "成立日期",
            ],
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
        [
            o.id,
            o.name,
            o.type.replace("团委", "（基层）团委"),
            o.parent or "共青团商丘市委员会",
            o.industry,
            o.members,
            o.founded,
        ]
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
    for day, factor in [
        ((2022, 6, 30), 1.06),
        ((2022, 12, 31), 1.04),
        ((2023, 6, 30), 1.02),
        ((2023, 12, 31), 1.0),
    ]:
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
    found = [
        homes.home(
            county,
            dice,
            1,
            named("春水街道"),
            date(2018, 5, 4),
            level="总部",
            named="柘城县青年之家总部",
            online=1,
        )
    ]
    for township in county.townships:
        opened = late.get(township.name) or dice.day(date(2018, 9, 1), date(2022, 6, 1))
        opened = date(2023, 3, 20) if township.name == "慈圣镇" else opened
        found.append(homes.home(county, dice, len(found) + 1, township, opened))
    street = named("凤凰街道")
    inner = county.villages[street.code][0]
    found.append(
        homes.home(county, dice, 24, street, date(2022, 8, 12), level="门店", village=inner, online=1)
    )
    cisheng, pudong = named("慈圣镇"), named("浦东街道")
    found.append(
        homes.home(
            county,
            dice,
            25,
            cisheng,
            date(2019, 5, 4),
            closed=date(2023, 3, 15),
            named="慈圣镇青年之家（旧址）",
        )
    )
    shop = county.villages[pudong.code][0]
    found.append(
        homes.home(
            county, dice, 26, pudong, date(2020, 10, 1), level="门店", village=shop, closed=date(2022, 11, 30)
        )
    )
    end = homes.running(found, date(2023, 12, 31))
    assert len(end) == value("A5.12a")
    assert len({one.township.name for one in end if one.level == "分部" and one.township}) == 22

    out = []
    dresses: list[tuple[date, str, dict]] = [
        (
            date(2022, 6, 30),
            "xlsx",
            {"titles": ["柘城县青年之家名录", "填报日期：2022年6月30日"], "blank_after": [5]},
        ),
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
                hidden=[["青年之家名称", "乡镇"], ["旧表青年之家", "岗王镇"]]
                if day == date(2023, 12, 31)
                else [],
                **dress,
            )
        )
    held = homes.events(
        found,
        dice,
        months=homes.months((2022, 1), (2023, 12)),
        quiet=lambda one, day: one.place in QUIET and day >= date(2023, 9, 20),
        sure=lambda _one, day: (day.year, day.month) == (2023, 11) or day.month in (3, 7),
    )
    recent = {event.home.id for event in held if event.day > date(2023, 10, 2)}
    assert {one.township.name for one in end if one.id not in recent and one.township} == set(QUIET)
    header = [
        "青年之家编号",
        "青年之家名称",
        "活动主题",
        "活动类型",
        "活动时间",
        "参与人次",
        "签到人次",
        "联系人",
    ]
    for year, ending, style in ((2022, "csv", "time"), (2023, "xlsx", "iso")):
        rows = [
            [
                e.home.id,
                e.home.name,
                e.topic,
                dice.pick(["学习", "文体", "服务"]),
                say(e.day, style),
                e.size,
                e.signed,
                e.home.keeper,
            ]
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
