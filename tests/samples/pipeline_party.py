"""推优入党 in 江阴市 (up to 2021) and 温岭市 (up to June 2020): rosters as Party desks keep them, and the survey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export
from tests.samples.people import Dice, say
from tests.samples.pipeline import Applicant, Roll, born_for, number_said, said, years_before
from tests.samples.place import Place, but

JIANGYIN, WENLING = Place("jiangyin", "江阴市", "320281"), Place("wenling", "温岭市", "331081")
HEADER = [  # the order of a real desk's card, with place, field and branch before it
    *[
        "镇街",
        "领域",
        "所在团支部",
        "学校",
        "班级",
        "姓名",
        "学号",
        "性别",
        "出生日期",
        "民族",
        "政治面貌",
        "身份证号",
    ],
    *["入团年月", "入党期数", "入党申请时间", "谈话时间", "推优时间", "积极分子确定时间"],
    *["推优(发展对象)时间", "发展对象确定时间", "公示时间", "接收预备党员时间", "转正时间", "转出时间"],
    *["介绍人", "发展状态", "备注"],
]
STEPS = {  # step: days after the step before
    **{"party_talk": (4, 26), "recommend_activist": (150, 380), "party_activist": (3, 30)},
    **{"recommend_target": (360, 460), "party_target": (4, 25), "party_notice": (3, 20)},
    **{"probationary": (8, 40), "full_member": (362, 400)},
}
STATES = {
    **{"full_member": "正式党员", "probationary": "预备党员", "party_target": "发展对象"},
    **{"party_activist": "入党积极分子", "recommend_activist": "已推优"},
}
FIELDS = {  # field: how many branches of 2 to 7 people in 江阴, and what they are called
    "非公企业": (26, ("纺织科技", "精密机械", "新材料", "智能装备", "电子科技", "物流")),
    "学校": (9, ()),
    "机关": (6, ("发改委", "市场监管局", "税务局", "法院", "行政审批局", "融媒体中心")),
    "国有企业": (6, ("供水公司", "公交公司", "城投公司", "电力服务公司", "文旅公司", "港口公司")),
    "农村": (6, ()),
    "社区": (6, ()),
    "社会组织": (4, ("社工服务中心", "青年创业协会", "志愿者协会", "养老服务中心")),
}
DIMENSIONS = ("政治素质", "道德品行", "作用发挥", "执行纪律", "群众认可")


@dataclass(frozen=True)
class Branch:
    """A branch and where it is: a field, a township or the county itself, a school."""

    name: str
    works_in: str
    township: Area | None = None
    school: Area | None = None


def _branches(county: County, dice: Dice, share: float) -> list[Branch]:
    """The branches of each field, `share` of what FIELDS says."""
    found = []
    for works_in, (count, makers) in FIELDS.items():
        for number in range(max(1, int(count * share))):
            township: Area | None = dice.pick(county.townships)
            school, name = None, township.name
            if works_in == "学校":
                school, township = dice.pick([s for s in county.high_schools if s.kind != "小学"]), None
                name = school.name
            elif works_in in ("农村", "社区"):
                villages = county.villages[township.code]
                own = [v for v in villages if v.kind == ("村" if works_in == "农村" else "社区")]
                name += dice.pick(own or villages).name
            elif works_in in ("机关", "国有企业"):
                township, name = None, f"{county.name}{makers[number % len(makers)]}"
            else:
                name += makers[number % len(makers)] + ("有限公司" if works_in == "非公企业" else "")
            name = f"{name}团支部" if number % 3 else f"共青团{name}支部委员会"
            found.append(Branch(name, works_in, township, school))
    return found


def _people(county: County, seed: str, end: date, share: float) -> list[Applicant]:
    dice = Dice(seed)
    roll, found = Roll(dice), []
    for branch in _branches(county, dice, share):
        for _ in range(dice.between(2, 7)):
            applied = dice.day(end - timedelta(days=1500), end - timedelta(days=25))
            pupil = branch.school is not None and dice.chance(0.4)  # the others teach there
            if pupil:
                applied = max(applied, end - timedelta(days=500))
            age = 18 if pupil else dice.between(19, 27) if dice.chance(0.9) else dice.between(28, 33)
            one = roll.enter(born_for(dice, applied, age, 364), branch.school, branch.township)
            one.works_in, one.branch = branch.works_in, branch.name
            one.class_name = f"高三（{dice.between(1, 9)}）班" if pupil else ""
            one.number = one.number if pupil else ""
            _walk(one, applied, end, dice)
            found.append(one)
    return found


def _walk(one: Applicant, applied: date, end: date, dice: Dice) -> None:
    """Give someone their steps; not everybody is recommended, and not every recommendation is used in time."""
    steps, day = {"party_apply": applied}, applied
    joined = date(one.born.year + dice.between(15, 16), dice.pick((5, 5, 5, 12)), 1)
    if years_before(applied, 28) < one.born:  # older people have left the League, and their files with them
        steps["meeting"] = joined
    recommended, lapsing = dice.chance(0.82), dice.chance(0.12)
    until = dice.pick((None,) * 7 + ("party_talk", "party_activist", "recommend_activist"))
    for step, (low, high) in STEPS.items():
        day += timedelta(
            days=dice.between(low, high) + (420 if lapsing and step == "recommend_target" else 0)
        )
        if step == "full_member" and dice.chance(0.06):
            day -= timedelta(days=40)  # before the year of probation is over
        if not step.startswith("recommend") or recommended:
            steps[step] = day
        if step == until:
            break
    if dice.chance(0.05):
        steps.pop(dice.pick(("party_talk", "party_notice")), None)
    used = steps.get("recommend_activist")
    if until == "recommend_activist" and used and dice.chance(0.6):  # its two years are about to run out
        shift = end - timedelta(days=730 - dice.between(4, 80)) - used
        steps = {step: when if step == "meeting" else when + shift for step, when in steps.items()}
    one.steps = {step: when for step, when in steps.items() if when <= end}
    if dice.chance(0.04):
        one.steps["transfer_out"] = min(end, one.last + timedelta(days=dice.between(10, 90)))


def _rows(people: Sequence[Applicant], dice: Dice, style: str, *, typed: float) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in people:
        state = next((word for step, word in STATES.items() if step in one.steps), "申请人")
        days = [one.steps.get(step) for step in ("party_apply", *STEPS, "transfer_out")]
        rows.append(
            [
                *[one.township.name if one.township else None, one.works_in, one.branch],
                *[one.school.name if one.school else None, one.class_name or None, one.person.name],
                *[one.number or None, dice.pick(("男", "女")), said(one.born, dice, "iso"), "汉族"],
                *["党员" if "probationary" in one.steps else "团员", number_said(one, dice)],
                *[
                    f"{joined:%Y.%m}" if (joined := one.steps.get("meeting")) else "—",
                    f"第{dice.between(30, 52)}期",
                ],
                *[said(day, dice, style, typed=typed) for day in days],
                *[None, state, None],
            ]
        )
    return rows


def jiangyin(county: County) -> list[Export]:
    """江阴市's roster and survey."""
    dice, end = Dice("jiangyin party"), date(2021, 12, 31)
    people = _people(county, "jiangyin party people", end, 1.0)
    rows = _rows(people, dice, "dot", typed=0.3)
    return [
        JIANGYIN.export(
            "江阴市推优入党人员名册_2021.xls",
            "pipeline_event",
            HEADER,
            rows,
            titles=["江阴市推优入党人员名册", "截至2021年12月31日"],
            faults=[
                (but(rows[12], {14: "2021.02.29"}), "没有2月29日，整行拒绝"),
                (but(rows[40], {0: "王店镇"}), "没有王店镇"),
                (but(rows[70], {3: "启航中学"}), "没有启航中学"),
                (but(rows[110], {16: "1985.05.04"}), "推优早于出生"),
                (but(rows[150], {5: None, 6: None, 11: "999999********0036", 2: None}), "认不出是哪个人"),
            ],
            repeats=[25, 99],
            total=["合计", None, f"{len(rows)}人", *[None] * (len(HEADER) - 3)],
            notes=["填表人：周某　　审核人：吴某"],
            note="one line per person, one date column per step",
        ),
        _before(people),
        _survey(county),
    ]


def _before(people: Sequence[Applicant]) -> Export:
    """How the younger ones came into the Pioneers and the League: the first half of the whole chain."""
    dice = Dice("jiangyin before")
    rows: list[list[Cell]] = []
    for one in people:
        joined = one.steps.get("meeting")
        if joined is None or one.born.year < 1999:
            continue
        meeting = joined + timedelta(days=dice.pick((3, 3, 8, 15)))
        activist = meeting - timedelta(days=dice.between(110, 200))
        applied = activist - timedelta(days=dice.between(30, 70))
        steps = [
            ("入队", "加入少先队", date(one.born.year + dice.between(6, 7), dice.pick((6, 10)), 1)),
            ("入团", "提交入团申请书", applied),
            ("入团", "派人谈话", applied + timedelta(days=dice.between(4, 25))),
            ("入团", "确定入团积极分子", activist),
            ("入团", "支部大会通过", meeting),
        ]
        place = one.township.name if one.township else None
        for track, word, day in steps:
            who: list[Cell] = [place, one.works_in, one.branch, one.person.name, number_said(one, dice)]
            rows.append([*who, track, word, said(day, dice, "iso")])
    return JIANGYIN.export(
        "江阴市青年团员成长档案_2021.csv",
        "pipeline_event",
        ["镇街", "领域", "团支部", "姓名", "身份证号", "类别", "环节", "完成日期"],
        rows,
        faults=[
            (but(rows[30], {7: "2010-06-31"}), "没有6月31日"),
            (but(rows[130], {0: "王店镇"}), "没有王店镇"),
        ],
        repeats=[61],
        note="one row per person and step; the same people as in the roster of 推优入党",
    )


def wenling(county: County) -> list[Export]:
    """温岭市's small roster."""
    dice, end = Dice("wenling party"), date(2020, 6, 30)
    rows = _rows(_people(county, "wenling party people", end, 0.25), dice, "cn", typed=0.0)
    return [
        WENLING.export(
            "温岭市推优入党人员名册_202006.csv",
            "pipeline_event",
            HEADER,
            rows,
            encoding="gb18030",
            faults=[
                (but(rows[5], {15: "2020年4月31日"}), "没有4月31日，整行拒绝"),
                (but(rows[11], {0: "王店镇"}), "没有王店镇"),
            ],
            repeats=[8],
            total=["合计", None, f"{len(rows)}人", *[None] * (len(HEADER) - 3)],
            note="one line per person, one date column per step",
        )
    ]


def _survey(county: County) -> Export:
    """Who knows of 推优 in each township, and how the recommended are rated in five dimensions by field."""
    dice = Dice("jiangyin survey")
    header = ["问卷名称", "题目", "评价维度", "镇街", "领域", "有效问卷数", "知晓人数", "平均分", "调查日期"]
    rows: list[list[Cell]] = []
    for township in county.townships:
        for day in (date(2021, 6, 20), date(2021, 12, 10)):
            asked = dice.between(48, 210)
            knew = asked * dice.between(58 if day.month == 6 else 66, 93) // 100
            rows.append(
                [
                    *[
                        "推优入党知晓情况问卷",
                        "是否知晓推优入党",
                        None,
                        township.name,
                        None,
                        asked,
                        knew,
                        None,
                    ],
                    say(day, "slash"),
                ]
            )
    for area_field in FIELDS:
        raters = 3 if area_field == "社会组织" else dice.between(9, 64)  # three raters are too few to show
        for dimension in DIMENSIONS:
            score = dice.between(780, 965) / 10
            rows.append(
                [
                    *["推优对象五维评价", "推优五维评价", dimension, None, area_field, raters, None, score],
                    say(date(2021, 12, 15), "slash"),
                ]
            )
    return JIANGYIN.export(
        "江阴市推优入党问卷与评价汇总_2021.xlsx",
        "survey",
        header,
        rows,
        titles=["江阴市推优入党知晓率问卷与五维评价汇总（2021年）"],
        faults=[
            (but(rows[7], {5: 80, 6: 96}), "知晓人数多于答卷人数"),
            (but(rows[13], {6: None}), "知晓人数和平均分都空着"),
            (but(rows[50], {7: 105.5}), "平均分超过100"),
        ],
        repeats=[18],
        notes=["数据来源：问卷平台导出"],
    )
