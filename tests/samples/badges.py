"""红领巾奖章: the registers of 江阴市 (2021: six kinds, three ratings) and 惠水县 (up to the middle of 2023)."""

from collections.abc import Iterable
from datetime import date

from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export
from tests.samples.people import Dice, say
from tests.samples.pipeline import Applicant, Roll, born_for
from tests.samples.place import Place, but
from tests.samples.published import value

JIANGYIN, HUISHUI = Place("jiangyin", "江阴市", "320281"), Place("huishui", "惠水县", "522731")
KINDS = ("学习", "思想政治", "劳动", "美德", "体能", "志愿服务")
BASIC = ("红星章", "红旗章", "火炬章")
TOWNS = ("澄江街道", "周庄镇", "华士镇", "祝塘镇")
GREEDY = "周庄镇中心小学"  # gives more stars than three in ten
AGES = {"四年级": 10, "五年级": 11, "七年级": 13}
MEDAL, GROUP_MEDAL = "少年先锋章", "少年先锋集体章"


def _class(
    roll: Roll, school: Area, township: Area | None, grade: str, day: date, count: int
) -> list[Applicant]:
    """`count` pupils of one grade."""
    born = [born_for(roll.dice, day, AGES[grade] - 1, 364) for _ in range(count)]
    return [
        roll.enter(each, school, township, grade=grade, class_name=f"{roll.dice.between(1, 4)}班")
        for each in born
    ]


def _rated(one: Applicant, kind: str, rated: int, day: date, dice: Dice) -> list[Cell]:
    """A basic badge of which so many of the three ratings are done; it is given after the third."""
    marks: list[Cell] = ["√"] * rated
    if rated < 3:
        marks += [dice.pick(("×", None)), None][: 3 - rated]
    given = "是" if rated == 3 else "否"
    return [*_who(one), None, "基础章", f"{kind}章", None, "个人", *marks, given, say(day, "slash"), "学校"]


def _given(one: Applicant, type: str, kind: str, star: int | None, day: date) -> list[Cell]:
    """A badge with all its ratings."""
    level = "市级" if star == 2 else "学校"
    return [*_who(one), None, type, kind, star, "个人", "√", "√", "√", "是", say(day, "slash"), level]


def _of_group(school: Area, group: str, type: str, kind: str, star: int | None, day: date) -> list[Cell]:
    """A collective badge, which nobody is rated for."""
    who = [school.name, None, None, None, None, group]
    return [*who, type, kind, star, "集体", None, None, None, "是", say(day, "slash"), "学校"]


def _who(one: Applicant) -> list[Cell]:
    assert one.school
    return [one.school.name, one.grade, one.class_name, one.person.name, one.number]


def _grade(roll: Roll, school: Area, township: Area, grade: str) -> list[list[Cell]]:
    """The badges of one grade of one school."""
    dice, start, end = roll.dice, date(2021, 3, 8), date(2021, 6, 1)
    rows: list[list[Cell]] = []
    complete: list[Applicant] = []
    for one in _class(roll, school, township, grade, end, 11):
        rated = [dice.pick((3,) * 14 + (2, 1)) for _ in KINDS]
        rows += [
            _rated(one, kind, each, dice.day(start, end), dice)
            for kind, each in zip(KINDS, rated, strict=True)
        ]
        if min(rated) == 3:
            complete.append(one)
        if dice.chance(0.25):
            rows.append(_given(one, "特色章", dice.pick(KINDS), None, dice.day(start, end)))
    quota = len(complete) * 3 // 10
    for one in complete[: quota + 2 if school.name == GREEDY else quota]:
        rows.append(_given(one, "星级章", dice.pick(KINDS), 1, date(2021, 6, 10)))
    if quota and grade == "五年级":
        rows.append(_given(complete[0], "星级章", "学习", 2, date(2021, 6, 25)))
    return rows


def jiangyin(county: County) -> list[Export]:
    """The register of four schools, with who has been rated by whom."""
    dice = Dice("jiangyin badges")
    roll = Roll(dice)
    rows: list[list[Cell]] = []
    for township in (county.township(name) for name in TOWNS):
        school = county.schools[township.code][1]
        for grade in ("四年级", "五年级"):
            rows += _grade(roll, school, township, grade)
        for number in (1, 2):
            group = f"四年级{number}中队"
            rows.append(_of_group(school, group, "基础章", dice.pick(KINDS), None, date(2021, 5, 20)))
        rows.append(_of_group(school, "五年级1中队", "星级章", "美德", 1, date(2021, 6, 10)))
    return [
        JIANGYIN.export(
            "江阴市红领巾奖章登记表_2021.xlsx",
            "badge_award",
            [
                *["学校", "年级", "班级", "姓名", "学号", "获章集体", "章类型", "章目", "等级", "个人/集体"],
                *["学生个人评", "同学相互评", "班主任综合评", "是否颁章", "授予日期", "授予单位"],
            ],
            rows,
            titles=["江阴市红领巾争章登记表（2020—2021学年度）"],
            groups=[("队员", 5), ("", 1), ("奖章", 4), ("三个环节", 3), ("颁章", 3)],
            faults=[
                (but(rows[30], {6: "荣誉章"}), "没有“荣誉章”这一类"),
                (but(rows[120], {0: "王店镇中心小学"}), "没有王店镇中心小学"),
                (but(rows[210], {3: None, 4: None}), "没有学号和姓名，也没有集体"),
                (but(rows[300], {6: "星级章", 8: None}), "星级章没有写几星"),
                (but(rows[390], {14: "2021/4/31"}), "没有4月31日"),
            ],
            repeats=[77, 365],
            notes=["填表人：大队辅导员　　审核人：少先队大队部"],
        )
    ]


def huishui(county: County) -> list[Export]:
    """Basic badges and stars in all schools with Pioneers, the county's two medals, and who joined in the year."""
    dice = Dice("huishui badges")
    roll = Roll(dice)
    schools = [(None, s) for s in county.high_schools if s.pioneers]
    schools += [(t, s) for t in county.townships for s in county.schools[t.code] if s.pioneers]  # type: ignore[misc]
    assert len(schools) == value("A4.04a")
    basic: list[list[Cell]] = []
    stars: list[list[Cell]] = []

    def book(where: list[list[Cell]], one: Applicant, *what: Cell) -> None:
        assert one.school
        school = dice.pick((one.school.name,) * 9 + (f"　{one.school.name} ",))
        where.append([school, one.grade, one.number, one.person.name, *what])

    for number, (township, school) in enumerate(schools):
        for grade in ("七年级", "七年级") if school.kind == "初中" else ("四年级", "五年级"):
            day, first = dice.day(date(2023, 5, 8), date(2023, 5, 30)), date(2022, 10, 13)
            pupils = _class(roll, school, township, grade, day, 9)
            for at, one in enumerate(pupils):
                for kind in BASIC if at < 7 else BASIC[: dice.between(1, 2)]:
                    book(basic, one, "基础章", kind, say(first if kind == "红星章" else day, "iso"))
            for one in pupils[: 4 if number in (11, 40) else 2]:  # two of seven; two schools give more
                book(stars, one, None, "星级章", None, 1, date(2023, 6, 1), "学校")
            if grade != "五年级":
                book(stars, pupils[0], None, "星级章", None, 2, date(2023, 6, 20), "县少工委")
            if dice.chance(0.2):
                book(stars, pupils[1], None, "特色章", MEDAL, None, date(2023, 6, 1), "县少工委")
        if number % 6 == 0:
            group = f"{'七' if school.kind == '初中' else '五'}年级{dice.between(1, 3)}中队"
            who = [school.name, None, None, None, group]
            stars.append([*who, "特色章", GROUP_MEDAL, None, date(2023, 6, 1), "县少工委"])
    return [_basic(basic), _stars(stars), _joined(roll, schools)]


def _basic(rows: list[list[Cell]]) -> Export:
    return HUISHUI.export(
        "惠水县红领巾奖章基础章颁章登记表_2023.csv",
        "badge_award",
        ["学校", "年级", "学号", "姓名", "章类型", "奖章名称", "颁章日期"],
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[400], {6: "2023-02-30"}), "没有2月30日"),
            (but(rows[1200], {0: "王店镇中心小学"}), "没有王店镇中心小学"),
            (but(rows[2100], {2: None, 3: None}), "没有学号和姓名，也没有集体"),
        ],
        repeats=[90, 1777],
    )


def _stars(rows: list[list[Cell]]) -> Export:
    return HUISHUI.export(
        "惠水县红领巾奖章星级章特色章登记表_2023.xlsx",
        "badge_award",
        ["学校", "年级", "学号", "姓名", "获章集体", "章类型", "奖章名称", "等级", "授予日期", "授予单位"],
        rows,
        titles=["惠水县红领巾奖章（星级章、特色章）登记表", "填报日期：2023年6月30日"],
        faults=[
            (but(rows[40], {5: "星级章", 7: None}), "星级章没有写几星"),
            (but(rows[160], {7: 6}), "没有六星"),
            (but(rows[300], {0: "王店镇第二小学"}), "没有王店镇第二小学"),
        ],
        repeats=[201],
        total=["合计", None, None, f"{len(rows)}枚", *[None] * 6],
        notes=["填表人：杨某"],
    )


def _joined(roll: Roll, schools: Iterable[tuple[Area | None, Area]]) -> Export:
    """Who joined the Pioneers, in two groups a year (分批入队)."""
    dice = roll.dice
    rows: list[list[Cell]] = []
    for township, school in schools:
        if school.kind == "小学" and dice.chance(0.35):
            for _ in range(dice.between(5, 11)):
                day = dice.pick((date(2022, 10, 13), date(2023, 6, 1)))
                one = roll.enter(born_for(dice, day, 6, 600), school, township)
                who = [school.name, "一年级", one.number, one.person.name]
                rows.append([*who, "入队", "入队", say(day, "cn")])
    return HUISHUI.export(
        "惠水县少先队员分批入队名册_2023.csv",
        "pipeline_event",
        ["学校", "年级", "学号", "学生姓名", "类别", "环节", "日期"],
        rows,
        faults=[
            (but(rows[33], {6: "2023年6月31日"}), "没有6月31日"),
            (but(rows[66], {2: None, 3: None}), "没有学号，也没有姓名"),
        ],
        repeats=[10],
        note="children under 14: the importer keeps an age band and no birth date",
    )
