"""江阴市, 2021: the points booklet of 双积双评, entry by entry, and how far it has been checked."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.samples.areas import County
from tests.samples.export import Cell, Export
from tests.samples.people import Dice, say
from tests.samples.pipeline import Applicant, posted, school_said
from tests.samples.place import Place, but

PLACE = Place("jiangyin", "江阴市", "320281")
END = date(2021, 12, 31)
HEADER = [
    *["学校", "班级", "学号", "姓名", "学籍号", "阶段", "积分类别", "项目", "分值", "日期"],
    *["学生自评", "同学互评", "辅导员审核", "团委复核", "公示日期", "公示结束日期", "民主推荐"],
]
ITEMS = ("团课参与情况", "培训学习", "日常表现", "志愿服务", "研学情况", "结业测评")
FULL = {  # what an item is worth at most, as our example of a rule has it
    "基础积分": (15, 10, 20, 15, 10, 10),
    "贡献积分": (4, 4, 4, 4, 2, 2),
    "必修分值": (20, 15, 20, 20, 10, 15),
}


def exports(county: County, people: Sequence[Applicant]) -> list[Export]:
    """The ledger of all schools that take part."""
    dice = Dice("jiangyin points")
    rows: list[list[Cell]] = []
    for one in people:
        school = school_said(one, county, dice, 0.9)
        number = one.person.identity
        known = f"{number[:6]}********{number[-4:]}" if one.starred else f"G{number}"
        who = [school, one.class_name, one.number, one.person.name, known]
        rows += [[*who, *entry] for entry in _booklet(one, dice)]
    return [
        PLACE.export(
            "江阴市积分入团积分台账_2021.csv",
            "points",
            HEADER,
            rows,
            encoding="gb18030",
            faults=[
                (but(rows[90], {5: "第三阶段"}), "没有第三阶段"),
                (but(rows[280], {8: "优"}), "分值不是数"),
                (but(rows[480], {6: "附加分"}), "没有“附加分”这一类"),
                (but(rows[690], {9: None}), "日期空着"),
                (but(rows[880], {14: "2021-06-18", 15: "2021-06-11"}), "公示结束早于开始"),
                (but(rows[1080], {0: "王店镇第一初级中学"}), "没有王店镇第一初级中学"),
                (but(rows[1280], {2: None, 3: None, 4: None}), "没有学籍号，也没有学号和姓名"),
            ],
            repeats=[200, 750, 1200],
            note="the same pupils as in the roster of the four steps",
        )
    ]


def _booklet(one: Applicant, dice: Dice) -> list[list[Cell]]:
    """Someone's entries from 阶段 on, of one stage or two."""
    scored = one.steps.get("points_1")
    if scored is None:  # the first round is still going on
        return _stage(dice, 1, one.last, 0.5, state=dice.below(3), reviewed=None, chosen=True)
    failed = "rejected" in one.steps
    reviewed = one.steps.get("review_1")
    passed = reviewed is not None and not failed
    share = (
        dice.between(86, 100) / 100
        if passed or (not failed and dice.chance(0.4))
        else dice.between(55, 78) / 100
    )
    rows = _stage(dice, 1, scored, share, state=dice.between(1, 4), reviewed=reviewed, chosen=passed)
    second = one.steps.get("points_2")
    activist = one.steps.get("activist")
    if second is not None:
        done = one.steps.get("review_2")
        share = dice.between(84, 100) / 100 if done else dice.between(60, 95) / 100
        rows += _stage(dice, 2, second, share, state=dice.between(1, 4), reviewed=done, chosen=True)
    elif activist is not None and (END - activist).days > 20:  # some of the second round so far
        rows += _stage(dice, 2, END, 0.9, state=dice.below(3), reviewed=None, chosen=True)[:3]
    return rows


def _stage(
    dice: Dice, stage: int, scored: date, share: float, *, state: int, reviewed: date | None, chosen: bool
) -> list[list[Cell]]:
    """One stage's entries up to `scored`; `state`: how many checks are done where no review has been."""
    kinds = ("基础积分", "贡献积分") if stage == 1 else ("必修分值",)
    state = 4 if reviewed else state
    first, last = posted(scored, 3 if dice.chance(0.08) else 5) if state == 4 else (None, None)
    if last and last > END:
        first = last = None
    word = "√" if reviewed and chosen else "×" if reviewed else None
    rows: list[list[Cell]] = []
    for kind in kinds:
        for item, full in zip(ITEMS, FULL[kind], strict=True):
            if kind == "贡献积分" and dice.chance(0.35):
                continue
            worth = max(1, int(full * share + dice.below(3) / 2))
            worth += 3 if dice.chance(0.04) else 0  # over what the item can count
            day = scored - timedelta(days=dice.between(3, 75))
            checks: list[Cell] = ["√"] * state + [None] * (4 - state)
            if state == 2 and dice.chance(0.3):
                checks[2] = "×"  # turned back by the counsellor
            if state == 3 and dice.chance(0.06):
                checks[2], checks[3] = None, "√"  # flagged: checked out of turn
            rows.append(
                [
                    *[dice.pick((f"第{'一二'[stage - 1]}阶段", f"{stage}")), kind, item],
                    *[f"{worth}".translate({49: "１"}) if dice.chance(0.01) else worth],
                    *[say(day, "iso"), *checks],
                    *[say(each, "iso") if each else None for each in (first, last)],
                    word,
                ]
            )
    return rows
