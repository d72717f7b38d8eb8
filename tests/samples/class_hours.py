"""柘城县: the League classes of those who apply, and their civics grades, in 2022 and 2023.

Nearly all of those admitted meet the conditions; of each condition some fail, and of some there is no record.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.samples.areas import County
from tests.samples.export import Cell, Export
from tests.samples.people import Dice, say
from tests.samples.pipeline import Applicant, number_said, school_said
from tests.samples.place import Place, but

PLACE = Place("zhecheng", "柘城县", "411424")
HALFWAY = date(2022, 12, 31)
COURSES = (
    *("党史专题", "团史专题", "基础团务", "青年建功", "团章学习", "团旗团徽团歌", "入团动机教育"),
    *("志愿服务精神", "法治教育", "红色场馆研学"),
)
WORDS = (("优", "优", "良", "良"), ("中", "差"))
LONG_WORDS = (("优秀", "良好", "良好"), ("合格", "不合格"))
LETTERS = (("A", "B", "B"), ("C", "D"))
MARKS = (("95", "91", "88", "84", "80"), ("79", "72.5", "61"))
CIVICS = dict(zip("0123456789", [WORDS, LONG_WORDS, LETTERS, MARKS] * 3, strict=False))
# Each school writes grades its own way (by the last digit of a code): the good ones, and the others.


def exports(county: County, people: Sequence[Applicant]) -> list[Export]:
    """The register of 2022; attendance, exams and grades of 2023."""
    dice = Dice("zhecheng League classes")
    totals: list[list[Cell]] = []
    sessions: list[list[Cell]] = []
    exams: list[list[Cell]] = []
    for one in people:
        _learn(one, county, dice, totals, sessions, exams)
    return [
        _register(totals),
        _attendance(sessions),
        PLACE.export(
            "柘城县团课结业测评与思政课考评_2023.xlsx",
            "class_hours",
            ["序号", "学校名称", "年级", "学生姓名", "证件号码", "结业测评", "思政课考评", "考评日期"],
            [[number, *row] for number, row in enumerate(exams, 1)],
            titles=["柘城县中学生团课结业测评与思政课考评汇总表（2023年）"],
            faults=[
                ([None, *but(exams[20], {4: None, 5: None})], "测评和考评都空着"),
                ([None, *but(exams[90], {4: "待定"})], "结业测评不是是或否"),
            ],
            repeats=[61, 240],
            total=["合计", f"{len(exams)}人", *[None] * 6],
            notes=["填表人：王某"],
        ),
    ]


def _learn(
    one: Applicant,
    county: County,
    dice: Dice,
    totals: list[list[Cell]],
    sessions: list[list[Cell]],
    exams: list[list[Cell]],
) -> None:
    """Add someone's classes and grades to the ledgers."""
    assert one.school
    admitted = "meeting" in one.steps
    none, few = (0.012, 0.025) if admitted else (0.12, 0.16)
    without, short, failed = (dice.chance(share) for share in (none, few, 0.015 if admitted else 0.06))
    hours = 0 if without else dice.between(2, 3) * 2 if short else dice.pick((8, 8, 8, 10, 10, 12, 16))
    done = one.steps.get("educate") or one.steps.get("target") or one.last
    good, others = CIVICS[(one.township or one.school).code[-1]]
    graded = not dice.chance(0.015 if admitted else 0.07)
    grade = dice.pick(good if dice.chance(0.975 if admitted else 0.85) else others) if graded else None
    who: list[Cell] = [
        school_said(one, county, dice),
        one.grade,
        one.person.name,
        number_said(one, dice),
    ]
    passed = None if not hours else not (failed or short)
    day = one.judged - timedelta(days=dice.between(3, 12) if admitted else 0)
    if one.judged <= HALFWAY:
        if hours or grade:
            word = "" if passed is None else "合格" if passed else "不合格"
            totals.append([*who, hours or None, word or None, grade, say(day, "slash")])
        if one.is_open and dice.chance(0.8):  # still at school, and graded again
            later = dice.pick(good if dice.chance(0.9) else others)
            exams.append([*who, None, later, date(2023, 12, 20)])
        return
    for number, course in enumerate(dice.some(COURSES, hours // 2)):
        friday = done - timedelta(days=7 * number + (done.weekday() - 4) % 7)
        mark = dice.pick(("2", "2", "2学时", "２"))
        sessions.append([who[0], who[2], who[3], one.grade, course, mark, say(friday, "iso")])
    if grade or passed is not None:
        mark = None if passed is None else ("√" if passed else "×")
        exams.append([*who, mark, grade, day])


def _register(rows: Sequence[list[Cell]]) -> Export:
    header = ["学校", "年级", "姓名", "身份证号", "累计学时", "考核结果", "思政课考评等次", "统计日期"]
    return PLACE.export(
        "柘城县中学团校结业登记表_2022.csv",
        "class_hours",
        header,
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[15], {4: None, 5: None, 6: None}), "学时、测评、考评都空着"),
            (but(rows[70], {7: "2022/6/31"}), "没有6月31日"),
            (but(rows[130], {2: None, 3: "999999********0028"}), "身份证号打了星号，又没有姓名"),
        ],
        repeats=[44],
        note="one line per person: hours, exam and civics grade of the year",
    )


def _attendance(rows: Sequence[list[Cell]]) -> Export:
    header = ["学校", "姓名", "身份证号", "年级", "团课名称", "学时", "上课日期"]
    return PLACE.export(
        "柘城县团课签到记录_2023.csv",
        "class_hours",
        header,
        rows,
        faults=[
            (but(rows[100], {0: "王店镇第一初级中学"}), "没有王店镇第一初级中学"),
            (but(rows[400], {5: "半天"}), "学时不是数"),
            (but(rows[700], {6: None}), "上课日期空着"),
        ],
        repeats=[250, 800],
        note="one line per person and class; exams and grades are in the other file of 2023",
    )
