"""江阴市, 2021: 双积双评, as a roster of four steps and as single steps of the way into the League."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.samples.areas import County
from tests.samples.export import Export, Row
from tests.samples.people import Dice, say
from tests.samples.pipeline import (
    Applicant,
    Roll,
    born_for,
    middle_schools,
    number_said,
    numbered,
    posted,
    said,
    school_said,
)
from tests.samples.place import Place, but

PLACE = Place("jiangyin", "江阴市", "320281")
END = date(2021, 12, 31)
TOWNS = ("澄江街道", "周庄镇", "华士镇", "徐霞客镇", "长泾镇", "祝塘镇", "青阳镇", "璜土镇", "新桥镇")
STEPS = ("points_1", "review_1", "points_2", "review_2", "transfer_out", "rejected")
LEAGUE_WORDS = {  # as the long export calls the steps
    **{"pioneer_join": "加入少先队", "apply": "提交入团申请书", "talk": "派人谈话"},
    **{"activist": "确定入团积极分子", "educate": "培养考察", "target": "确定发展对象"},
    **{"notice": "发展对象公示", "meeting": "支部大会通过", "approve": "团委审批"},
    **{"transfer_out": "组织关系转出", "rejected": "未通过"},
}


def pupils(county: County) -> list[Applicant]:
    """Who collects points: the four steps, and those of the League beside them, up to the end of 2021."""
    dice = Dice("jiangyin dual score")
    roll = Roll(dice)
    found: list[Applicant] = []
    for township, school in middle_schools(county):
        if township is None or township.name not in TOWNS:
            continue
        for _ in range(dice.between(14, 20)):
            scored = dice.day(date(2021, 1, 18), date(2021, 11, 25))
            young = dice.chance(0.06)
            one = roll.enter(born_for(dice, scored, 13 if young else 14, 330), school, township)
            one.grade = dice.pick(("八年级", "八年级", "九年级"))
            one.class_name = f"{dice.between(1, 6)}班"
            one.recommended_by = dice.pick(("少先队推优", "少先队推优", "团员推荐", None))
            one.starred = dice.chance(0.03)
            _walk(one, scored, dice)
            found.append(one)
    return found


def _walk(one: Applicant, scored: date, dice: Dice) -> None:
    """Give someone their steps; `fate` says where it ends."""
    ends = ("stalled", "stalled", "below", "below", "failed", "failed", "moved", "fresh")
    fate = dice.pick(("through",) * 12 + ends)

    def later(day: date, low: int, high: int) -> date:
        return day + timedelta(days=dice.between(low, high))

    steps = {"points_1": scored}
    steps["apply"] = later(scored, -60, -12)
    steps["talk"] = later(steps["apply"], 3, 45 if dice.chance(0.1) else 26)
    steps["review_1"] = later(scored, 0, 18)
    steps["activist"] = later(steps["review_1"], 1, 9)
    steps["points_2"] = steps["educate"] = later(steps["activist"], 60 if dice.chance(0.08) else 92, 135)
    steps["review_2"] = later(steps["points_2"], 0 if dice.chance(0.1) else 3, 16)
    steps["target"] = later(steps["review_2"], 0, 7)
    notice = posted(later(steps["target"], 1, 3), 3 if dice.chance(0.09) else 5)
    steps["notice"] = notice[0]
    steps["meeting"] = later(notice[1], 2, 9)
    steps["approve"] = later(steps["meeting"], 4, 24)
    if dice.chance(0.03):  # written down in the wrong order
        steps["points_2"], steps["review_2"] = steps["review_2"], later(steps["points_2"], -5, -1)
    year = one.born.year + dice.between(6, 8)
    steps["pioneer_join"] = dice.pick((date(year, 6, 1), date(year, 10, 13)))
    until = {
        "fresh": "talk",
        "below": "points_1",
        "failed": "review_1",
        "moved": dice.pick(("points_1", "review_1")),
    }
    until["stalled"] = dice.pick(("points_1", "review_1", "activist", "points_2"))
    last = min(END, steps[until[fate]]) if fate in until else END
    one.steps = {step: day for step, day in steps.items() if day <= last}
    if notice[1] <= last:
        one.notice = notice
    else:
        one.steps.pop("notice", None)
    if last < END and fate in ("failed", "moved"):
        one.steps["rejected" if fate == "failed" else "transfer_out"] = min(END, later(last, 1, 20))


def exports(county: County, people: Sequence[Applicant]) -> list[Export]:
    """The roster of the four steps, and the single steps into the League."""
    dice = Dice("jiangyin rosters")
    return [_roster(county, people, dice), _steps(county, people, dice)]


def _roster(county: County, people: Sequence[Applicant], dice: Dice) -> Export:
    header = ["序号", "镇街", "学校", "年级", "班级", "学号", "姓名", "身份证号"]
    header += ["学生积分", "学校评价", "入团积极分子积分", "学校再评价", "转出时间", "未通过时间"]
    rows = numbered(
        [
            [
                *[one.township.name if one.township else None, school_said(one, county, dice)],
                *[one.grade, one.class_name, one.number, one.person.name, number_said(one, dice)],
                *[said(one.steps.get(step), dice, "slash", typed=0.6) for step in STEPS],
            ]
            for one in people
            if "points_1" in one.steps
        ]
    )
    whole = [row for row in rows if row[11]]
    return PLACE.export(
        "江阴市双积双评入团进度表_2021.xlsx",
        "pipeline_event",
        header,
        rows,
        titles=["江阴市中学“双积双评”积分入团进度表", "截至2021年12月31日"],
        groups=[("学生", 8), ("第一轮", 2), ("第二轮", 2), ("去向", 2)],
        faults=[
            (but(whole[4], {9: "2021/6/31"}), "学校评价没有6月31日，整行拒绝"),
            (but(whole[9], {1: "周庄镇", 2: "华士镇第一初级中学"}), "学校不在写的镇"),
            (but(whole[14], dict.fromkeys(range(8, 14))), "一个日期也没有"),
            (but(whole[19], {5: None, 6: None, 7: None}), "没有证件号，也没有姓名"),
        ],
        repeats=[33],
        total=["合计", None, f"{len(rows)}人", *[None] * 11],
        notes=["填表人：陈某　　审核人：赵某"],
        note="one line per person, one date column per step",
    )


def _steps(county: County, people: Sequence[Applicant], dice: Dice) -> Export:
    header = [
        "学校",
        "年级",
        "学号",
        "姓名",
        "身份证号",
        "类别",
        "环节",
        "完成日期",
        "公示起",
        "公示止",
        "推荐方式",
        "领域",
    ]
    rows: list[Row] = []
    for one in people:
        for step, word in LEAGUE_WORDS.items():
            if day := one.steps.get(step):
                shown = one.notice if step == "notice" and one.notice else (None, None)
                way = one.recommended_by if step not in ("pioneer_join", "apply", "talk") else None
                rows.append(
                    [
                        *[school_said(one, county, dice), one.grade, one.number],
                        *[one.person.name, number_said(one, dice)],
                        *["入队" if step == "pioneer_join" else "入团", word, said(day, dice, "iso")],
                        *[say(each, "iso") if each else None for each in shown],
                        *[way, one.works_in],
                    ]
                )
    notice = next(row for row in rows if row[8])
    return PLACE.export(
        "江阴市发展团员环节记录_2021.csv",
        "pipeline_event",
        header,
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[60], {0: "王店镇第一初级中学"}), "没有王店镇第一初级中学"),
            (but(rows[160], {6: None}), "环节空着"),
            (but(rows[260], {7: "2021-09-31"}), "没有9月31日"),
            (but(notice, {8: "2021-06-20", 9: "2021-06-11"}), "公示结束早于开始"),
        ],
        repeats=[121, 402],
        note="one row per person and step",
    )
