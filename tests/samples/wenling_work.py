"""温岭市's reform from July 2019 to June 2020: committees, projects, activities, cases, talents."""

from datetime import date

from tests.samples import wenling_ratings as ratings
from tests.samples.areas import County
from tests.samples.export import Cell, Export, Row
from tests.samples.people import Dice, identity, name, people, phone, say
from tests.samples.place import but
from tests.samples.published import value
from tests.samples.wenling import END, MIDDLE, PLACE, the_county

MONTHS = [date(2019 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(12)]
PROJECTS = [
    *["小微园区联合团建", "社区大团委", "个民协团委", "非公企业联合团建", "海上团建", "区域化联建契约化共建"],
    *["团建轮值", "楼宇团建", "团干部专挂兼制度", "团代表任期制", "青年工作网络评价", "积分入团"],
    *["村村都有好青年", "五星青春团建", "学习强团", "青年之家总部分部门店"],
]
DOCUMENTS = [
    *["推优入党实施方案", "“五星青春”团建评比方案", "“村村都有好青年”选培方案", "“积分入团”管理办法"],
    *["团干部选配办法", "团代表任期制办法", "述职评议办法", "三张清单管理办法", "联合团建工作指引"],
    *["青年之家运行办法", "团员教育管理办法", "团费使用办法", "党建带团建工作办法"],
]
CENTRAL_WORK = [  # six fields are named in print, the other four are ours
    *["疫情防控", "文明城市创建", "平安建设", "垃圾分类", "五水共治", "乡村振兴"],
    *["全域旅游", "数字经济", "营商环境", "海洋经济"],
]


def exports() -> list[Export]:
    """All files, in import order."""
    county = the_county()
    return [
        _cadres(county), _reform(county), ratings.lists(county), *ratings.ratings(county),
        _activities(county), _cases(county), _talents(county),
    ]  # fmt: skip


def _cadres(county: County) -> Export:
    """Committees of 9 to 21; five of their secretaries were 28 or younger when they were elected."""
    dice, rows = Dice("wenling cadres"), list[Row]()
    serials = iter(range(1000, 2000))
    young = dice.some(range(len(county.townships)), value("A3.07"))

    def post(where: str, township: str | None, position: str, nature: str, born: date, elected: date) -> None:
        trained = say(dice.day(date(2018, 7, 1), date(2020, 5, 30)), "iso") if dice.chance(0.9) else None
        rows.append(
            [
                *[name(dice), identity(born, next(serials)), say(born, "dot")[:7], where, township, position],
                *[nature, say(elected, "dot"), trained],
            ]
        )

    top = "共青团温岭市委员会"
    for position, nature in (("书记", "专职"), ("副书记", "专职"), ("副书记", "挂职"), ("副书记", "兼职")):
        post(top, None, position, nature, date(1985, 3, 8), date(2018, 11, 20))
    for _ in range(13):
        post(top, None, "委员", "兼职", dice.day(date(1982, 1, 1), date(1995, 1, 1)), date(2018, 11, 20))
    for number, township in enumerate(county.townships):
        kind = "工作委员会" if township.kind == "街道" else "委员会"
        where = f"共青团温岭市{township.name}{kind}"
        elected = dice.day(date(2019, 7, 20), date(2020, 5, 30))
        born = (
            (date(1992, 1, 1), date(1996, 6, 1)) if number in young else (date(1983, 1, 1), date(1989, 12, 1))
        )
        post(where, township.name, "书记", dice.pick(["专职", "兼职"]), dice.day(*born), elected)
        for at in range(dice.between(9, 21) - 1):
            born_on = dice.day(date(1984, 1, 1), date(1999, 1, 1))
            position = "副书记" if at < 2 else "委员"
            post(where, township.name, position, dice.pick(["兼职", "兼职", "挂职"]), born_on, elected)
    return PLACE.export(
        "温岭市团干部名册_20200630.xls",
        "cadre",
        ["姓名", "身份证号", "出生年月", "所在团组织", "镇街", "团内职务", "专挂兼", "任职时间", "培训时间"],
        rows,
        as_of=f"{END}",
        titles=["温岭市镇街道团干部名册（截至2020年6月30日）"],
        faults=[
            (but(rows[50], {1: None, 0: "王某某", 4: "王店镇"}), "没有王店镇"),
            (but(rows[90], {1: None, 0: "李某某", 7: "1980.01.01"}), "任职早于出生"),
        ],
    )


def _reform(county: County) -> Export:
    """Sixteen projects, each led by a township: monthly, quarterly and yearly reports, some months missing."""
    dice, rows = Dice("wenling reform"), list[list[Cell]]()
    assert len(PROJECTS) == value("A3.02")
    assert len(DOCUMENTS) == value("A3.05")

    def row(project: str, kind: str, focus: str | None, day: date, where: str, **said: Cell) -> None:
        rows.append(
            [
                project,
                kind,
                focus,
                say(day, "cn"),
                where,
                said.get("progress"),
                said.get("result"),
                said.get("lesson"),
                None,
            ]
        )

    focuses = ("团组织", "团干部", "团员", "党建带团建")
    for number, (project, township) in enumerate(zip(PROJECTS, county.townships, strict=True)):
        focus, where, done = focuses[number % 4], township.name, 0
        for at, month in enumerate(MONTHS):
            done = min(100, done + (0 if number == 6 and at > 7 else dice.between(4, 13)))
            if at == 11 or at == 0 or not dice.chance(0.1):
                row(project, "月报进度", focus, month, where, progress=f"{done}%")
            if at % 3 == 2:
                row(
                    project,
                    "季报成效",
                    focus,
                    month,
                    where,
                    result=f"联合{dice.between(2, 9)}家单位，覆盖青年{dice.between(40, 400)}人",
                )
            if at in (5, 11):
                row(project, "年出经验", focus, month, where, lesson="党建带团建、资源共享、轮值负责")
    for number, document in enumerate(DOCUMENTS):
        row(
            document, "改革制度", focuses[number % 4], dice.day(date(2019, 8, 1), date(2020, 5, 30)), "市本级"
        )
    for mechanism in ("三张清单管理", "述职评议", "团代表任期制", "青年工作网络评价"):
        row(mechanism, "机制", "团干部", date(2019, 9, 16), "市本级")
    for part, kind, figure in (
        (("组织衔接", "组织推优", "评价考核", "教育管理"), "一体化工程", "A3.23"),
        (CENTRAL_WORK, "中心工作", "A3.25"),
        (("学习强团",), "信息平台", "A3.12"),
    ):
        assert len(part) == value(figure)
        for project in part:
            row(project, kind, None, date(2020, 1, 13), "市本级")
    for number in range(len(rows)):
        rows[number][8] = name(dice)
    return PLACE.export(
        "温岭市改革任务台账_2019-2020.xlsx",
        "reform_task",
        [
            "改革项目",
            "报告类型",
            "改革方向",
            "报告时间",
            "领办单位",
            "进度",
            "工作成效",
            "经验做法",
            "领办人",
        ],
        rows,
        titles=["温岭市基层组织综合改革任务台账（2019年7月—2020年6月）"],
        faults=[
            (but(rows[20], {0: "外来项目", 4: "王店镇"}), "没有王店镇"),
            (but(rows[0], {0: "没报进度的项目", 5: None}), "月报没有进度"),
            (but(rows[1], {0: "进度写错的项目", 5: "130%"}), "进度超过100"),
        ],
        notes=["注：月报进度、季报成效、年出经验；缺报的月份留空"],
    )


def _activities(county: County) -> Export:
    dice, rows = Dice("wenling activities"), list[Row]()
    brands = ["候鸟守护", "河小二", "海洋净滩", "爱暴走", "清朗骑士", "团仔看温岭"]
    assert len(brands) == value("A3.26")

    def held(
        day: date,
        where: str,
        called: str,
        kind: str,
        many: int,
        word: str,
        heads: Cell,
        times: Cell,
        brand: Cell,
    ) -> None:
        rows.append([say(day, "iso"), where, called, kind, brand, many, word, heads, times])

    for at, many in enumerate(dice.spread(value("A3.27c"), 12)):
        held(
            MONTHS[at].replace(day=16),
            "泽国镇",
            "园区青年活动",
            "园区活动",
            many,
            "场次",
            None,
            many * dice.between(20, 60),
            None,
        )
    for at, many in enumerate(dice.spread(value("A3.28c") // 100, 12)):
        said = f"{many * 100}余" if at == 5 else many * 100
        held(
            MONTHS[at].replace(day=20), "坞根镇", "志愿服务队服务群众", "服务群众", 1, "场", said, None, None
        )
    for at in range(84):
        day = dice.day(date(2019, 7, 2), END)
        where = dice.pick(county.townships).name
        brand = brands[at % len(brands)]
        held(
            day,
            where,
            f"“{brand}”第{at // 6 + 1}次行动",
            "青年行动",
            1,
            "场",
            None,
            dice.between(15, 120),
            brand,
        )
    return PLACE.export(
        "温岭市学习与活动台账_2019-2020.csv",
        "activity",
        ["活动时间", "镇街", "活动名称", "工作类别", "活动品牌", "数量", "计量单位", "服务人数", "参加人次"],
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[5], {1: "王店镇"}), "没有王店镇"),
            (but(rows[30], {0: "2020-02-30"}), "没有2月30日"),
        ],
        repeats=[3],
    )


def _cases(county: County) -> Export:
    """Juvenile cases: 118 of 57 young people, each of whom comes up in one calendar year only."""
    dice, rows = Dice("wenling cases"), list[Row]()
    young = people(dice, value("A3.29b"), youngest=date(2005, 12, 31), oldest=date(2001, 7, 1))
    whose = [*young, *(dice.pick(young) for _ in range(value("A3.29a") - len(young)))]
    for number, one in enumerate(whose, 1):
        early = young.index(one) < 30
        day = dice.day(date(2019, 7, 3), MIDDLE) if early else dice.day(date(2020, 1, 2), date(2020, 6, 10))
        closed = date.fromordinal(day.toordinal() + dice.between(20, 170))
        rows.append(
            [
                *[
                    f"SF{number:04d}",
                    "司法社会支持",
                    dice.pick(["附条件不起诉帮教", "社会调查", "合适成年人到场"]),
                ],
                *[one.identity, one.name, dice.pick(county.townships).name, say(day, "iso"), say(day, "iso")],
                say(closed, "iso") if closed <= END else None,
            ]
        )
    return PLACE.export(
        "温岭市服务青年事项登记_2019-2020.csv",
        "case",
        [
            "案件编号",
            "个案类别",
            "问题类型",
            "身份证号",
            "姓名",
            "镇街",
            "立案时间",
            "首次服务时间",
            "结案时间",
        ],
        rows,
        faults=[
            (but(rows[7], {0: "SF9001", 5: "王店镇"}), "没有王店镇"),
            (but(rows[9], {0: "SF9002", 8: "2019-01-05"}), "结案早于立案"),
        ],
        note="118 cases of 57 young people",
    )


def _talents(county: County) -> Export:
    """Good youths village by village, some villages without; eight social organisations with 500 young people."""
    dice, rows = Dice("wenling talents"), list[Row]()
    villages = [(t, v) for t in county.townships for v in county.villages[t.code] if dice.chance(0.9)]
    counts = dice.spread(value("A3.24"), len(villages), low=3, high=60)
    for number, ((township, village), many) in enumerate(zip(villages, counts, strict=True), 1):
        said = f"{many}多" if number == 9 else many
        rows.append(
            [f"HQN{number:04d}", "好青年", None, said, township.name, village.name, None, "2020.05.04"]
        )
    members = dice.spread(value("A3.19"), value("A3.18"), low=30, high=110)
    for number, many in enumerate(members, 1):
        called = f"温岭市青年社会组织{number}号"
        said = f"{many}多" if number == 3 else many
        rows.append([f"TSS{number:03d}", "团属社会组织", called, said, "市本级", None, None, "2019.08.12"])
    return PLACE.export(
        "温岭市青年人才与服务力量名录_20200630.xlsx",
        "talent",
        ["名录编号", "名录类别", "队伍(站点)名称", "人数", "镇街", "村（社区）", "行业", "入选时间"],
        rows,
        as_of=f"{END}",
        titles=["温岭市“村村都有好青年”名录", "截至2020年6月30日"],
        faults=[(but(rows[11], {0: "HQN9001", 4: "王店镇", 5: None}), "没有王店镇")],
        notes=["填报人：" + phone(dice, starred=True)],
    )
