"""吉安市's work in 2021: 2888 re-elections, study and lectures, problems solved, talents and League schools."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.samples.areas import County
from tests.samples.export import Cell, Export, Row
from tests.samples.huishui_work import shared
from tests.samples.jian import END, PLACE, organisation_lists
from tests.samples.jian_areas import counties
from tests.samples.people import Dice, name, phone, say
from tests.samples.place import but
from tests.samples.published import value

YEARS = {"学生团支部": 1, "团支部": 3, "团委": 3}  # as they were when these terms began
MONTHS = range(1, 13)
ACTIONS = ("青春同心行动", "青春建功行动", "青春桥梁行动", "改革强团行动", "团建强基行动")


def exports() -> list[Export]:
    """All files, in import order."""
    every = counties()
    return [_terms(every), _activities(every), _cases(every), _talents(every), _schools(every), _reform()]


def _terms(every: Sequence[County]) -> Export:
    """2888 organisations re-elected in 2021; others in office, overdue, extended, or without a record."""
    dice = Dice("jian terms")
    listed = [e for e in organisation_lists(every) if e.dataset == "organisation"][-1].rows
    # 县区, 乡镇, ID, 全称, 类型, 上级, 行业, 团员, 团干部, 成立
    bodies = [row for row in listed if row[4] != "领导机关团组织" and str(row[9]) < "2019"]
    chosen = sorted(dice.some(range(len(bodies)), value("A2.15") + 563))
    held, rows = set(dice.some(chosen, value("A2.15"))), list[Row]()
    for at in chosen:
        county, township, id, called, type, *_rest = bodies[at]
        is_school = "班支部" in str(called)
        body = "学生团支部" if is_school else "团支部" if type == "团支部" else "团委"
        years, late = YEARS[body], dice.between(-60, 6) if dice.chance(0.9) else dice.between(30, 400)
        start, due, done, extended, paper = None, None, None, None, None
        if at in held:
            done = dice.day(date(2021, 1, 11), date(2021, 12, 24))
            due = done - timedelta(days=late)
        else:
            due = dice.day(date(2021, 9, 1), date(2022, 11, 30))
            if dice.chance(0.5) and due <= END:
                extended = due + timedelta(days=dice.pick([90, 150, 180, 300]))
                paper = f"吉市团发〔2021〕{dice.between(10, 99)}号"
        if at not in held and dice.chance(0.05):
            due = extended = paper = None
        if due:
            start = date(due.year - years, due.month, min(due.day, 28))
        rows.append(
            [
                county, township, id, called, body, *(say(day, "slash") if day else None for day in (start, due, done, extended)),
                paper, name(dice),
            ]
        )  # fmt: skip
    return PLACE.export(
        "吉安市换届台账_20211231.csv",
        "term",
        [
            *["县（市、区）", "乡镇（街道）", "组织编号", "组织名称", "届别类型", "任命时间", "应换届时间"],
            *["实际换届时间", "批准延期至", "延期批复文号", "书记姓名"],
        ],
        rows,
        as_of=f"{END}",
        encoding="gb18030",
        titles=["吉安市基层团组织换届台账", "统计日期：2021年12月31日"],
        faults=[
            (but(rows[500], {1: "王店乡", 2: "36089999911"}), "没有王店乡"),
            (but(rows[1500], {2: "36089999912", 5: "2021/6/1", 6: "2021/5/1", 7: None}), "应换届早于起始"),
            (but(rows[2500], {2: "36089999913", 4: "团小组"}), "团小组没有届期"),
        ],
        repeats=[2000],
        notes=["填表人：刘某　　审核人：周某"],
    )


def _activities(every: Sequence[County]) -> Export:
    dice, rows = Dice("jian activities"), list[Row]()

    def held(
        county: str, month: int, called: str, kind: str, scale: Cell, many: Cell, word: str, heads: Cell
    ) -> None:
        rows.append(
            [county, f"2021.{month:02d}.{dice.between(1, 28):02d}", called, kind, scale, many, word, heads]
        )

    for number, heads in enumerate(dice.spread(value("A2.03") // 10, value("A2.04"), low=150), 1):
        said = f"{heads * 10}余" if number == 4 else heads * 10
        held("市本级", number, f"红色研学第{number}期", "研学", "市级示范", 1, "期", said)
    for number in range(value("A2.05")):
        held(
            "市本级",
            number % 12 + 1,
            f"青年讲师团示范宣讲{number + 1}",
            "宣讲",
            "市级示范",
            1,
            "场",
            dice.between(80, 300),
        )
    places = [county.name for county in every]
    for number, many in enumerate(dice.spread(value("A2.06"), 39, low=5)):
        said = f"{many}余" if number == 7 else many
        held(
            places[number % 13],
            3 + number // 13 * 4,
            "基层和校园宣讲",
            "宣讲",
            "基层和校园",
            said,
            "场",
            many * dice.between(30, 60),
        )
    sessions = dice.spread(value("A2.08"), 156, low=3)
    heads = shared(value("A2.09"), sessions)
    for number, (many, people) in enumerate(zip(sessions, heads, strict=True)):
        held(places[number % 13], number // 13 + 1, "党史学习教育", "党史学习", "基层", many, "场次", people)
    for number, many in enumerate(dice.spread(value("A2.14") // 10, 26, low=3), 1):
        said = f"{many * 10}余" if number == 11 else many * 10
        held(places[number % 13], number % 12 + 1, f"青年联谊第{number}场", "联谊交友", None, 1, "场", said)
    for number in range(value("A2.25")):
        held(
            places[number],
            number + 1,
            "青年电商直播带货",
            "直播带货",
            "基层",
            1,
            "场次",
            dice.between(10, 60),
        )
    for number in range(value("A2.11")):
        held(
            places[number % 13],
            number % 9 + 2,
            f"青联希望小屋{number + 1}号",
            "希望小屋",
            "基层",
            1,
            "个",
            None,
        )
    for number, county in enumerate([None, *every]):
        level = "县级" if county else "市级"
        where = county.name if county else "市本级"
        held(where, number % 12 + 1, "行政服务中心青年服务窗口", "服务窗口", level, 1, "个", None)
    return PLACE.export(
        "吉安市学习与活动台账_2021.xlsx",
        "activity",
        ["县（市、区）", "活动时间", "活动名称", "工作类别", "活动层级", "数量", "计量单位", "参加人数"],
        rows,
        titles=["吉安市2021年学习与活动台账"],
        groups=[("", 1), ("活动情况", 6), ("", 1)],
        faults=[
            (but(rows[40], {1: "2021.06.31"}), "没有6月31日"),
            (but(rows[90], {3: None}), "工作类别空着"),
            (but(rows[150], {5: "若干"}), "数量不是数"),
        ],
        notes=["说明：期、场、场次、个分开统计"],
    )


def _cases(every: Sequence[County]) -> Export:
    """1265 problems solved within the year, others still open."""
    dice, rows = Dice("jian cases"), list[Row]()
    solved = value("A2.13")
    for number in range(1, solved + 68):
        raised = dice.day(date(2021, 1, 4), date(2021, 12, 17))
        handled = raised + timedelta(days=dice.below(6))
        closed = min(
            END, handled + timedelta(days=dice.between(1, 12) if dice.chance(0.7) else dice.between(12, 75))
        )
        is_open = number > solved
        county = every[number % 13]
        rows.append(
            [
                *[county.name, dice.pick(county.townships).name, f"NT2021{number:05d}", "青年难题"],
                *[
                    dice.pick(["就业创业", "婚恋交友", "子女入学", "住房保障", "维权求助"]),
                    name(dice),
                    phone(dice, starred=True),
                ],
                *[say(raised, "iso"), None if is_open and number % 3 == 0 else say(handled, "iso")],
                None if is_open else say(closed, "iso"),
            ]
        )
    rows.sort(key=lambda row: str(row[7]))
    return PLACE.export(
        "吉安市服务青年事项登记_2021.csv",
        "case",
        [
            *["县（市、区）", "乡镇（街道）", "事项编号", "事项类别", "问题类型", "服务对象", "联系电话"],
            *["提出时间", "办理时间", "办结时间"],
        ],
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[300], {1: "王店乡", 2: "NT202190001"}), "没有王店乡"),
            (but(rows[700], {2: "NT202190002", 7: None}), "提出时间空着"),
        ],
        repeats=[33],
    )


def _talents(every: Sequence[County]) -> Export:
    """3167 good youths of the countryside, one by one; model youths as each county counts them; teams and stations."""
    dice, rows = Dice("jian talents"), list[Row]()
    villages = [(c, t, v) for c in every for t in c.townships for v in c.villages[t.code]]
    without = set(dice.some(range(len(villages)), len(villages) // 14))
    settled = [place for at, place in enumerate(villages) if at not in without]
    for number in range(value("A2.23")):
        county, township, village = settled[number] if number < len(settled) else dice.pick(settled)
        rows.append(
            [
                *[county.name, township.name, village.name, f"HQ{number + 1:05d}", "乡村好青年", None, None],
                *[dice.pick(["种植", "养殖", "电商", "加工", "文旅", "教育"])],
                *[
                    dice.pick(["返乡创业", "本地成长", "大学生村官", "外来"]),
                    dice.pick(["本村", "本村", "本乡镇", "本县", "县外"]),
                ],
            ]
        )

    def more(county: str, kind: str, called: Cell, many: Cell) -> None:
        rows.append([county, None, None, f"MD{len(rows):05d}", kind, called, many, None, None, None])

    for number, (county, many) in enumerate(zip(every, dice.spread(value("A2.10"), 13, low=40), strict=True)):
        more(county.name, "青年典型", None, f"{many}余" if number == 2 else many)
    for number in range(value("A2.26")):
        more(every[number].name, "青年代表委员", None, None)
    for _ in range(value("A2.27")):
        more("市本级", "研修青年企业家", None, None)
    for kind, called, figure in (
        ("帮扶队", "助力乡村振兴帮扶队", "A2.22"),
        ("驻外联络站", "在外青年联络站", "A2.24"),
        ("团属社会组织", "青年社会组织", "A2.18"),
    ):
        for number in range(1, value(figure) + 1):
            more("市本级", kind, f"{called}{number}号", None)
    return PLACE.export(
        "吉安市青年人才与服务力量名录_20211231.csv",
        "talent",
        [
            *["县（市、区）", "乡镇（街道）", "村（社区）", "入库编号", "入库类别", "队伍(站点)名称", "人数"],
            *["从事行业", "人才来源", "去向"],
        ],
        rows,
        as_of=f"{END}",
        encoding="gb18030",
        faults=[
            (but(rows[900], {1: "王店乡", 2: None, 3: "HQ90001"}), "没有王店乡"),
            (but(rows[1900], {3: "HQ90002", 4: None}), "入库类别空着"),
        ],
    )


def _schools(every: Sequence[County]) -> Export:
    """A League school in every secondary school: planned and built."""
    dice, rows = Dice("jian league schools"), list[Row]()
    for county in every:
        schools = [(t.name, s) for t in county.townships for s in county.schools[t.code] if s.kind == "初中"]
        for where, school in [*schools, *((None, school) for school in county.high_schools)]:
            done = dice.day(date(2020, 9, 10), date(2021, 11, 30))
            rows.append(
                [
                    *[
                        county.name,
                        where,
                        school.name,
                        "团校建设清单",
                        "建立团校",
                        "2021年12月31日",
                        say(done, "cn"),
                    ],
                    *["已建成", dice.pick(["成立批复", "揭牌照片", "课程表"])],
                ]
            )
    return PLACE.export(
        "吉安市中学团校建设清单_20211231.xlsx",
        "checklist",
        [
            *["县（市、区）", "乡镇（街道）", "学校名称", "清单名称", "清单事项", "计划完成时间"],
            *["实际完成时间", "完成情况", "佐证材料"],
        ],
        rows,
        as_of=f"{END}",
        titles=["吉安市中学团校建设清单台账", "截至2021年12月31日"],
        faults=[(but(rows[50], {1: "王店乡", 2: None}), "没有王店乡")],
        merge=0,
    )


def _reform() -> Export:
    """What the prefecture is a pilot of."""
    rows: list[Row] = [
        ["遂川县", "县域共青团基层组织改革", "试点", "2021年6月"],
        ["安福县", "县域共青团基层组织改革", "试点", "2021年6月"],
        ["泰和县", "童心港湾示范县建设", "示范县", "2021年9月"],
        *(["市本级", action, "工作板块", "2021年3月"] for action in ACTIONS),
    ]
    assert len(ACTIONS) == value("A2.01")
    return PLACE.export(
        "吉安市改革任务台账_2021.csv",
        "reform_task",
        ["县（市、区）", "改革任务", "材料类型", "印发时间"],
        rows,
    )
