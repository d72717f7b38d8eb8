"""柘城县: the rosters of those who applied to the League in 2022 and 2023, one date column per step."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date, timedelta

from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export, Row
from tests.samples.people import Dice, say
from tests.samples.pipeline import (
    Applicant,
    Roll,
    born_for,
    league,
    middle_schools,
    number_said,
    numbered,
    quirk,
    said,
    school_said,
)
from tests.samples.place import Place, but
from tests.samples.published import value

PLACE = Place("zhecheng", "柘城县", "411424")
HALFWAY, END = date(2022, 12, 31), date(2023, 12, 31)
ADMITTED = {2022: 229, 2023: value("A5.02") - 229}  # by recommendation, by the year of the branch meeting
UNRECOMMENDED = {2022: 19, 2023: 22}
YOUNG = {2022: 2, 2023: 4}  # admitted before their 14th birthday
FATES = ["stalled"] * 7 + ["waiting"] * 6 + ["young"] * 3 + ["failed"] * 2 + ["moved"] * 2
STEPS = {  # header in the roster of 2022, in that of 2023
    "pioneer_join": (None, "入队时间"),
    "apply": ("入团申请时间", "申请入团时间"),
    "talk": ("谈话时间", "派人谈话时间"),
    "activist": ("入团积极分子确定时间", "确定入团积极分子时间"),
    "mentor": ("指定培养联系人时间", "培养联系人确定时间"),
    "educate": ("团课结业时间", "教育培养考察时间"),
    "target": ("发展对象确定时间", "确定发展对象时间"),
    "prereview": ("预审时间", "团委预审时间"),
    "notice": ("公示时间", "发展对象公示时间"),
    "from": ("公示开始日期", "公示起始日期"),
    "to": ("公示结束日期", "公示截止日期"),
    "introducer": ("入团介绍人确定时间", "确定入团介绍人时间"),
    "form": ("填写入团志愿书时间", "填写志愿书"),
    "meeting": ("支部大会时间", "支部大会通过时间"),
    "approve": ("审批时间", "团委审批时间"),
    "archive": ("录入系统时间", "录入系统时间"),
    "transfer_out": ("转出时间", "组织关系转出时间"),
    "rejected": ("未通过时间", "未通过时间"),
}


def applicants(county: County) -> list[Applicant]:
    """Everybody, with all their steps up to the end of 2023."""
    dice = Dice("zhecheng applicants")
    roll, schools = Roll(dice), list(middle_schools(county))
    found: list[Applicant] = []
    for year, total in ADMITTED.items():
        shares = dice.spread(total, len(schools), low=3)
        young = set(dice.some(range(22), YOUNG[year]))
        others = dice.some(range(len(schools)), UNRECOMMENDED[year])
        for at, (township, school) in enumerate(schools):
            for number in range(shares[at] + (at in others)):
                too_young = number == 0 and at in young
                one = _admitted(dice, roll, township, school, year, too_young=too_young)
                if number == shares[at]:
                    one.recommended_by = None
                found.append(one)
            found += [
                _other(dice, roll, township, school, year, dice.pick(FATES))
                for _ in range(dice.between(3, 6))
            ]
    for one in found:
        one.starred = dice.chance(0.02)
        if dice.chance(0.8):
            year = one.born.year + dice.between(6, 8)
            one.steps["pioneer_join"] = dice.pick((date(year, 6, 1), date(year, 10, 13)))
    by_recommendation = [one for one in found if "meeting" in one.steps and one.recommended_by]
    assert len(by_recommendation) == value("A5.02")
    return found


def _admitted(
    dice: Dice, roll: Roll, township: Area | None, school: Area, year: int, *, too_young: bool
) -> Applicant:
    """Someone whose branch meeting was in `year`."""
    while True:
        steps, notice = league(dice, dice.day(date(year - 1, 9, 10), date(year, 8, 20)), quirk(dice))
        meeting = steps["meeting"]
        if meeting.year == year and (meeting.month > 3 or dice.chance(0.05)):  # most around May and December
            break
    age = 13 if too_young else 14 if school.kind == "初中" else dice.between(15, 16)
    one = _applicant(dice, roll, born_for(dice, meeting, age, 200 if too_young else 360), township, school)
    one.steps, one.notice = steps, notice
    one.keep(END)
    return one


def _other(dice: Dice, roll: Roll, township: Area | None, school: Area, year: int, fate: str) -> Applicant:
    """Someone who applied in `year` and has not been admitted."""
    first, last = date(year, 1, 5), date(year, 11, 20)
    if fate == "waiting":  # applied so late that the meeting is still to come
        first, last = date(2023, 8, 1), date(2023, 12, 20)
    steps, notice = league(dice, dice.day(first, last), quirk(dice))
    while fate == "waiting" and steps["meeting"] <= END:
        steps, notice = league(dice, dice.day(first, last), quirk(dice))
    junior = school.kind == "初中"
    age = 13 if fate == "young" else 14 if junior else 15
    one = _applicant(dice, roll, born_for(dice, steps["apply"], age, 300), township, school)
    one.steps, one.notice = steps, notice
    until = {
        "stalled": dice.pick(("apply", "talk", "activist", "activist", "educate", "target")),
        "young": dice.pick(("apply", "talk")),
        "failed": dice.pick(("activist", "educate", "notice")),
        "moved": dice.pick(("talk", "activist", "educate")),
    }.get(fate, "form")
    one.keep(END, until)
    end = {"failed": "rejected", "moved": "transfer_out"}.get(fate)
    if end:
        one.steps[end] = min(END, one.last + timedelta(days=dice.between(3, 50)))
    if "activist" not in one.steps:
        one.recommended_by = None
    return one


def _applicant(dice: Dice, roll: Roll, born: date, township: Area | None, school: Area) -> Applicant:
    junior = school.kind == "初中"
    grade = dice.pick(("八年级", "九年级", "九年级") if junior else ("高一", "高二", "高二"))
    one = roll.enter(born, school, township, grade=grade, class_name=f"（{dice.between(1, 8)}）班")
    ways = ("少先队推优", "少先队组织推荐") if junior else ("团员推荐", "团组织推优")
    one.recommended_by = dice.pick((ways[0], ways[0], ways[1]))
    return one


def exports(county: County, people: Sequence[Applicant]) -> list[Export]:
    """The roster at the end of 2022, and that at the end of 2023 of those not admitted before."""
    dice = Dice("zhecheng rosters")
    then = deepcopy([one for one in people if one.steps["apply"] <= HALFWAY])
    for one in then:
        one.keep(HALFWAY)
    done = {one.person.identity for one in then if not one.is_open and "archive" in one.steps}
    now = [one for one in people if one.person.identity not in done]
    first = _rows(then, county, dice, 0, "dot", typed=0.0)
    second = _rows(now, county, dice, 1, "iso", typed=0.5)
    return [
        PLACE.export(
            "柘城县发展团员花名册_2022.csv",
            "pipeline_event",
            _header(0),
            first,
            encoding="gb18030",
            faults=_faults(first, 0),
            repeats=[30, 140],
            total=["合计", f"{len(first)}人", *[None] * (len(_header(0)) - 2)],
            notes=["填表人：张某　　审核人：李某"],
            note="one line per person, one date column per step",
        ),
        PLACE.export(
            "柘城县发展团员花名册_2023.xlsx",
            "pipeline_event",
            _header(1),
            second,
            titles=["柘城县发展团员花名册", "截至2023年12月31日"],
            groups=[("基本情况", 7), ("申请与培养", 6), ("发展对象", 5), ("接收", 5), ("其他", 2)],
            faults=_faults(second, 1),
            repeats=[77],
            total=["合　计", f"{len(second)}人", *[None] * (len(_header(1)) - 2)],
            notes=["说明：公示日期为第一天和最后一天"],
            note="one line per person, one date column per step; who was not yet through in 2022 stands in both",
        ),
    ]


def _header(at: int) -> list[str]:
    return [
        *["序号", "学校" if at == 0 else "所在学校", "年级", "姓名", "身份证号", "推荐方式", "班级"],
        *[header for both in STEPS.values() if (header := both[at])],
        *(["备注"] if at == 0 else []),
    ]


def _rows(
    people: Sequence[Applicant], county: County, dice: Dice, at: int, style: str, *, typed: float
) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in people:
        days = {**one.steps, **dict(zip(("from", "to"), one.notice or (), strict=False))}
        rows.append(
            [
                school_said(one, county, dice),
                one.grade,
                one.person.name,
                number_said(one, dice),
                one.recommended_by or dice.pick((None, "无")),
                one.class_name,
                *[said(days.get(step), dice, style, typed=typed) for step, both in STEPS.items() if both[at]],
                *([None] if at == 0 else []),
            ]
        )
    return numbered(rows)


def _faults(rows: Sequence[Row], at: int) -> list[tuple[Row, str]]:
    """Six lines that must not come in, each made from a good one."""
    place = {header: number for number, header in enumerate(_header(at))}
    talk, meeting = place[str(STEPS["talk"][at])], place[str(STEPS["meeting"][at])]
    first, last = place[str(STEPS["from"][at])], place[str(STEPS["to"][at])]
    dated = range(7, len(rows[0]))
    whole = [row for row in rows if row[meeting] and row[first]]
    return [
        (but(whole[3], {talk: "2022-02-30"}), "谈话没有2月30日，整行拒绝"),
        (but(whole[15], {1: "王店镇第一初级中学"}), "没有王店镇第一初级中学"),
        (but(whole[25], {3: None, 4: "999999********0010"}), "身份证号打了星号，又没有姓名"),
        (
            but(whole[35], {first: say(date(2022, 6, 10), "iso"), last: say(date(2022, 6, 3), "iso")}),
            "公示结束早于开始",
        ),
        (but(whole[45], dict.fromkeys(dated)), "一个日期也没有"),
        (but(whole[55], {meeting: "1999-05-04"}), "支部大会早于出生"),
    ]
