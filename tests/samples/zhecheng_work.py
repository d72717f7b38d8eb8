"""柘城县's work in 2023: committees with student deputies, help for young people, League schools and fees."""

from datetime import date
from itertools import count

from tests.samples.areas import County
from tests.samples.export import Cell, Export, Row
from tests.samples.people import Dice, name, people, phone, say
from tests.samples.place import but
from tests.samples.published import value
from tests.samples.zhecheng import the_county
from tests.samples.zhecheng_ledgers import PLACE

END = date(2023, 12, 31)
TOPICS = ("学业压力", "亲子关系", "人际交往", "情绪困扰", "就业迷茫")


def exports() -> list[Export]:
    """All files, in import order."""
    county = the_county()
    return [
        _cadres(county), _activities(county), _cases(county), _talents(county), _schools(county), _reform(),
        *(_fees(county, month) for month in (11, 12)),
    ]  # fmt: skip


def _cadres(county: County) -> Export:
    dice = Dice("zhecheng cadres")
    each = value("A5.04") // len(county.townships)
    assert each * len(county.townships) == value("A5.04")
    adults = iter(people(dice, 420, youngest=date(2001, 12, 31), oldest=date(1980, 1, 1)))
    students = iter(people(dice, value("A5.04"), youngest=date(2004, 8, 31), oldest=date(2000, 9, 1)))
    rows: list[Row] = []

    def post(
        where: str, township: str | None, position: str, nature: str, job: str = "", student: bool = False
    ) -> None:
        one = next(students if student else adults)
        trained = say(dice.day(date(2021, 3, 1), date(2023, 11, 20)), "iso") if dice.chance(0.85) else None
        born = f"{one.identity[6:10]}.{one.identity[10:12]}"
        elected = dice.day(date(2021, 9, 1), date(2023, 10, 30))
        rows.append(
            [
                *[len(rows) + 1, one.name, one.identity, born, where, township, position, nature],
                *[job or None, "是" if student else "否", say(elected, "dot"), trained, phone(dice)],
            ]
        )

    top = "共青团柘城县委员会"
    post(top, None, "书记", "专职", "行政编制")
    post(top, None, "副书记", "专职", "行政编制")
    for nature, figure in (("挂职", "A5.03a"), ("兼职", "A5.03b")):
        for _ in range(value(figure)):
            post(top, None, "副书记", nature)
    for _ in range(6):
        post(top, None, "委员", "兼职")
    for _ in range(value("A5.08")):
        post("柘城县青少年发展服务中心", None, "工作人员", "专职", "事业编制")
    for township in county.townships:
        where = f"共青团柘城县{township.name}委员会"
        post(where, township.name, "书记", dice.pick(["专职", "兼职"]), "行政编制")
        for _ in range(each):
            post(where, township.name, "副书记", "兼职", student=True)
        for _ in range(dice.between(4, 9)):
            post(where, township.name, "委员", "兼职")
    header = ["序号", "姓名", "身份证号", "出生年月", "所在团组织", "乡镇", "团内职务", "团干部性质"]
    return PLACE.export(
        "柘城县团干部名册_20231231.xlsx",
        "cadre",
        [*header, "编制类型", "是否在校大学生", "任职时间", "最近培训时间", "联系电话"],
        rows,
        as_of=f"{END}",
        titles=["柘城县团干部名册（截至2023年12月31日）"],
        faults=[
            (but(rows[30], {2: None, 1: "王某某", 4: "共青团柘城县王店乡委员会", 5: "王店乡"}), "没有王店乡"),
            (but(rows[60], {2: None, 1: "李某某", 6: None}), "职务空着"),
        ],
        merge=5,
    )


def _activities(county: County) -> Export:
    dice, rows = Dice("zhecheng activities"), list[Row]()
    sessions, reached = value("A5.11b"), value("A5.11c")
    sizes = dice.spread(reached, sessions, low=25, high=90)
    for number, size in enumerate(sizes):
        township = dice.pick(county.townships)
        said = f"{size}余" if number == 40 else size
        day = dice.day(date(2023, 4, 20), date(2023, 12, 29))
        rows.append(
            [day, township.name, f"心理健康服务下乡第{number + 1}场", "心理健康", 1, "场", None, said, None]
        )
    posts = dice.spread(value("A5.13"), 9, low=12, high=60)
    for number, many in enumerate(posts, 1):
        day = dice.day(date(2023, 1, 5), date(2023, 8, 20))
        rows.append(
            [day, "县本级", f"大学生实习见习第{number}批", "实习见习", 1, "场", many * 4 // 5, None, many]
        )
    for number in range(value("A5.07")):
        rows.append(
            [
                date(2023, 3 + number * 5, 8),
                "县本级",
                f"青翼家园{number + 1}号",
                "青翼家园",
                1,
                "个",
                *[None] * 3,
            ]
        )
    return PLACE.export(
        "柘城县学习与活动台账_2023.xlsx",
        "activity",
        ["活动日期", "乡镇", "活动名称", "工作类别", "数量", "计量单位", "参加人数", "参加人次", "岗位数"],
        rows,
        titles=["柘城县2023年学习与活动台账"],
        total=["合计", None, None, None, None, None, None, f"{reached}余", value("A5.13")],
        faults=[
            (but(rows[10], {1: "王店乡"}), "没有王店乡"),
            (but(rows[50], {0: "2023年9月31日"}), "没有9月31日"),
            (but(rows[70], {6: 80, 7: 40}), "人次少于人数"),
        ],
    )


def _cases(county: County) -> Export:
    dice, rows = Dice("zhecheng cases"), list[Row]()
    young = [(name(dice), phone(dice)) for _ in range(260)]
    for kind, many, code in (("个案咨询", value("A5.11d"), "ZX"), ("12355热线", 131, "RX")):
        for number in range(1, many + 1):
            day = dice.day(date(2023, 4, 20) if code == "ZX" else date(2023, 1, 3), date(2023, 12, 10))
            open_still = code == "RX" and number % 29 == 0
            closed = None if open_still else min(END, date.fromordinal(day.toordinal() + dice.below(24)))
            place = dice.pick(county.townships).name if dice.chance(0.8) else "县本级"
            rows.append(
                [
                    *[
                        f"{code}2023{number:04d}",
                        kind,
                        dice.pick(TOPICS),
                        *dice.pick(young),
                        place,
                    ],
                    *[say(day, "time"), None if open_still and number % 2 else say(day, "iso")],
                    *[say(closed, "iso") if closed else None, "县青少年发展服务中心"],
                ]
            )
    return PLACE.export(
        "柘城县服务青年事项登记_2023.csv",
        "case",
        [
            *["事项编号", "事项类别", "问题类型", "服务对象", "联系电话", "乡镇", "受理时间", "办理时间"],
            *["办结时间", "办理单位"],
        ],
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[100], {0: "ZX20239001", 5: "王店乡"}), "没有王店乡"),
            (but(rows[200], {0: "ZX20239002", 6: None}), "受理时间空着"),
            (but(rows[300], {0: "ZX20239003", 6: "2023-08-10", 8: "2023-08-01"}), "办结早于受理"),
        ],
        repeats=[150],
    )


def _talents(county: County) -> Export:
    dice, rows = Dice("zhecheng talents"), list[Row]()
    numbers = count(1)

    def person(kind: str, where: Cell, village: Cell, field: Cell) -> None:
        rows.append(
            [
                f"QN411424{next(numbers):04d}",
                kind,
                name(dice),
                None,
                where,
                village,
                field,
                dice.pick(["返乡创业", "本地成长"]),
            ]
        )

    for _ in range(value("A5.11a")):
        person("持证心理咨询师", "县本级", None, "心理咨询")
    for township in county.townships:
        for village in county.villages[township.code]:
            if dice.chance(0.7):
                person("乡村好青年", township.name, village.name, dice.pick(["种植", "养殖", "电商", "文旅"]))
    rows.append(
        [f"QN411424{next(numbers):04d}", "青年讲师团", None, "柘城县青年讲师团", "县本级", None, None, None]
    )
    return PLACE.export(
        "柘城县青年人才与服务力量名录_20231231.csv",
        "talent",
        ["人才编号", "人才类别", "姓名", "队伍（站点）名称", "乡镇", "村（社区）", "从事行业", "来源"],
        rows,
        as_of=f"{END}",
        faults=[(but(rows[40], {0: "QN4114249901", 4: "王店乡", 5: None}), "没有王店乡")],
    )


def _schools(county: County) -> Export:
    """League schools are founded in batches: half in 2023, the others are due in 2024."""
    dice, rows = Dice("zhecheng league schools"), list[Row]()
    schools = [(t.name, s) for t in county.townships for s in county.schools[t.code] if s.kind == "初中"]
    schools += [("县本级", school) for school in county.high_schools]
    for number, (where, school) in enumerate(schools):
        built = number % 2 == 0
        done = say(dice.day(date(2023, 3, 1), date(2023, 11, 20)), "cn") if built else None
        due = "2023年12月31日" if built or number % 5 == 0 else "2024年12月31日"
        papers = f"{school.name}团校成立批复" if built else None
        rows.append(
            [
                "中学团校建设清单",
                "建立中学团校，聘任名誉校长",
                where,
                school.name,
                due,
                done,
                "已建成" if built else "在建",
                papers,
            ]
        )
    return PLACE.export(
        "柘城县中学团校建设清单_20231231.xlsx",
        "checklist",
        ["清单名称", "建设内容", "乡镇", "学校名称", "计划完成时间", "实际完成时间", "完成情况", "佐证材料"],
        rows,
        as_of=f"{END}",
        titles=["柘城县中学团校建设清单台账", "统计日期：2023年12月31日"],
        faults=[(but(rows[5], {2: "王店乡", 3: None}), "没有王店乡")],
    )


def _fees(county: County, month: int) -> Export:
    """A tree: the county, its townships, their branches; upper rows hold the sums of what lies below."""
    dice, rows, sums = Dice(f"zhecheng fees {month}"), list[list[Cell]](), list[int]()
    bad: list[tuple[Row, str]] = []

    def add_up(at: int, below: list[list[Cell]]) -> None:
        for column in range(1, 5):
            rows[at][column] = sum(int(str(row[column])) for row in below)
        rows[at][5] = round(sum(float(str(row[5])) for row in below), 1)
        sums.append(at)

    when = f"2023-{month}"
    rows.append(["共青团柘城县委员会", *[None] * 5, when])
    tops: list[list[Cell]] = []
    for township in county.townships:
        at, leaves = len(rows), list[list[Cell]]()
        rows.append([f"　共青团柘城县{township.name}委员会", *[None] * 5, when])
        for village in county.villages[township.code]:
            members = dice.between(6, 32)
            due = members - dice.below(4)
            paid = due - (dice.below(due // 3 + 1) if dice.chance(0.4) else 0)
            rate = 0.1 if dice.chance(0.03) else dice.pick([0.2, 0.2, 0.5, 1.0])
            leaf: list[Cell] = [f"　　共青团柘城县{township.name}{village.name}支部委员会"]
            leaf += [members, due, paid, due - paid, round(paid * rate, 1), when]
            leaves.append(leaf)
            rows.append(leaf)
        add_up(at, leaves)
        tops.append(rows[at])
    add_up(0, tops)
    wrong = but(rows[3], {0: "　　共青团柘城县交多了支部委员会", 1: 9, 2: 8, 3: 10, 4: 0})
    bad.append((wrong, "已交多于应交"))
    return PLACE.export(
        f"柘城县团费收缴统计_2023{month}.xlsx",
        "league_fee",
        ["组织", "组织团员总数", "应交费团员数", "已交团员数", "未交团员数", "当月交纳总额", "统计时间"],
        rows,
        sums=sums,
        faults=bad,
        note="a tree: rows of the county and of townships hold the sums of what is indented below them",
    )


def _reform() -> Export:
    """The five leads and the departments that work on them together."""
    leads = ("党建引领", "组织引领", "创新引领", "服务引领", "活动引领")
    departments = ("纪委监委", "改革办", "组织部", "编办", "教体局", "财政局", "人社局")
    assert len(leads) == value("A5.15")
    assert len(departments) == value("A5.17")
    rows: list[Row] = [[lead, "工作板块", "2023年1月"] for lead in leads]
    rows += [[department, "协同部门", "2023年3月"] for department in departments]
    return PLACE.export(
        "柘城县五个引领台账_2023.csv", "reform_task", ["改革任务", "材料类型", "印发时间"], rows
    )
