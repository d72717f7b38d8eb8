"""吉安市, 2021: 十程序 with three public notices, one row per person and step, from six of the counties."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export, Row
from tests.samples.people import Dice, say
from tests.samples.pipeline import Applicant, Roll, born_for, number_said, posted, said, school_said
from tests.samples.place import Place, but

PLACE = Place("jian", "吉安市", "3608")
END = date(2021, 12, 31)
TAKING_PART = ("吉州区", "青原区", "泰和县", "遂川县", "安福县", "井冈山市")
STEPS = {  # the local word: days after the step before
    "申请": (0, 0),
    "谈话": (3, 26),
    "推荐积极分子": (12, 40),
    "确定积极分子": (1, 8),
    "培养联系人": (0, 6),
    "团课与考察": (92, 125),
    "确定发展对象": (3, 14),
    "预审": (2, 9),
    "发展对象公示": (1, 4),
    "支部大会": (2, 14),
    "审批宣誓": (5, 24),
}
NOTICES = ("确定积极分子", "发展对象公示", "审批宣誓")  # a notice goes with these three
HEADER = [
    *["县（市、区）", "学校", "年级", "姓名", "身份证号", "程序", "办理日期"],
    *["公示起始日期", "公示截止日期", "推荐方式", "办理结果"],
]


def exports(every: Sequence[County]) -> list[Export]:
    """The steps of each half of 2021; those before 2021 of people still on their way stand in the first."""
    dice = Dice("jian pipeline")
    dated: list[tuple[date, Row]] = []
    for county in every:
        if county.name in TAKING_PART:
            roll = Roll(dice)
            schools: list[tuple[Area | None, Area]] = [(None, county.high_schools[0])]
            schools += [(t, county.schools[t.code][0]) for t in dice.some(county.townships, 3)]
            for township, school in schools:
                for _ in range(dice.between(9, 14)):
                    applied = dice.day(date(2020, 10, 9), date(2021, 11, 20))
                    age = 13 if dice.chance(0.05) else 14 if township else 15
                    one = roll.enter(born_for(dice, applied, age, 360), school, township)
                    one.grade = dice.pick(("八年级", "九年级")) if township else "高一"
                    one.starred = dice.chance(0.02)
                    dated += _walk(one, county, applied, dice)
    first = [row for day, row in dated if day < date(2021, 7, 1)]
    second = [row for day, row in dated if day >= date(2021, 7, 1)]
    shown = next(row for row in second if row[7])
    return [
        PLACE.export(
            "吉安市发展团员程序记录_2021上半年.csv",
            "pipeline_event",
            HEADER,
            first,
            faults=[
                (but(first[70], {6: "2021-04-31"}), "没有4月31日"),
                (but(first[240], {1: "王店乡第一初级中学"}), "没有王店乡第一初级中学"),
                (but(first[410], {0: "庐陵县"}), "没有庐陵县"),
            ],
            repeats=[55, 305],
            note="one row per person and step, in the local words of 十程序三公示九环节",
        ),
        PLACE.export(
            "吉安市发展团员程序记录_2021下半年.csv",
            "pipeline_event",
            HEADER,
            second,
            encoding="gb18030",
            faults=[
                (but(shown, {7: "2021-09-20", 8: "2021-09-13"}), "公示结束早于开始"),
                (but(second[300], {3: None, 4: "999999********0044"}), "身份证号打了星号，又没有姓名"),
                (but(second[500], {5: None}), "程序空着"),
            ],
            repeats=[222],
            note="one row per person and step, in the local words of 十程序三公示九环节",
        ),
    ]


def _walk(one: Applicant, county: County, applied: date, dice: Dice) -> list[tuple[date, list[Cell]]]:
    """Someone's rows by day, up to the end of 2021 or to where it ended."""
    assert one.school
    until = dice.pick((None,) * 8 + ("谈话", "确定积极分子", "团课与考察", "发展对象公示"))
    end = dice.pick((None, None, None, "未通过", "转出")) if until else None
    late, short, left_out = dice.chance(0.07), dice.chance(0.06), dice.chance(0.08)
    way = dice.pick(("少先队推优", "团员推荐", None)) if one.township else dice.pick(("团员推荐", None))
    rows: list[tuple[date, list[Cell]]] = []

    def book(day: date, word: str, notice: tuple[date, date] | None = None) -> None:
        shown = [say(each, "dot") for each in notice] if notice else [None, None]
        result = dice.pick(("通过", "同意", None)) if word in ("支部大会", "审批宣誓", "预审") else None
        where = school_said(one, county, dice)
        rows.append(
            (
                day,
                [
                    *[county.name, where, one.grade, one.person.name, number_said(one, dice), word],
                    *[said(day, dice, "iso"), *shown, way if "积极分子" in word else None, result],
                ],
            )
        )

    day = applied
    skipped = dice.pick(("培养联系人", "预审", "推荐积极分子")) if left_out else ""
    for word, (low, high) in STEPS.items():
        low, high = (
            (33, 60)
            if word == "谈话" and late
            else (30, 70)
            if word == "团课与考察" and short
            else (low, high)
        )
        day += timedelta(days=dice.between(low, high))
        notice = posted(day, dice.between(2, 4) if dice.chance(0.08) else 5) if word in NOTICES else None
        if day > END or (notice and notice[1] > END):
            break
        if word != skipped:
            book(notice[0] if notice else day, word, notice)
        if notice:
            day = notice[1]
        if word == until:
            break
    if end and rows:
        book(min(END, day + timedelta(days=dice.between(5, 40))), end)
    return rows
