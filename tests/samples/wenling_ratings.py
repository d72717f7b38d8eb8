"""温岭市's three lists of every township's secretary, and how branches, secretaries and members were rated."""

from datetime import date

from tests.samples.areas import County
from tests.samples.export import Export, Row
from tests.samples.people import Dice, name, say
from tests.samples.place import but
from tests.samples.wenling import END, MIDDLE, PLACE, organisation_lists

LISTS = {
    "任务清单": ["建成青年之家", "完成团委换届", "组建联合团支部", "开展主题团日"],
    "责任清单": ["联系青年社会组织", "走访非公企业团支部", "上一堂团课"],
    "问题整改清单": ["补录团员信息", "整顿后进支部", "清理空心支部"],
}


def lists(county: County) -> Export:
    """Three lists of each township's secretary: tasks, duties and problems, with dates and evidence."""
    dice, rows = Dice("wenling lists"), list[Row]()
    for township in county.townships:
        for kind, items in LISTS.items():
            for item in dice.some(items, 2 if len(items) == 3 else 3):
                due = dice.day(date(2020, 1, 31), date(2020, 9, 30))
                done = date.fromordinal(due.toordinal() + dice.between(-25, 12))
                finished = due < date(2020, 6, 20) and done <= END and dice.chance(0.86)
                papers = dice.pick(["照片", "会议记录", "批复文件", None]) if finished else None
                rows.append(
                    [
                        *[len(rows) + 1, kind, item, township.name, name(dice), say(due, "dot")],
                        *[say(done, "dot") if finished else None, "已完成" if finished else "进行中", papers],
                    ]
                )
    return PLACE.export(
        "温岭市三张清单台账_20200630.xlsx",
        "checklist",
        [
            "序号",
            "清单名称",
            "清单事项",
            "责任单位",
            "责任人",
            "完成时限",
            "实际完成时间",
            "完成情况",
            "佐证材料",
        ],
        rows,
        as_of=f"{END}",
        titles=["温岭市乡镇团委书记“三张清单”台账", "统计日期：2020年6月30日"],
        faults=[
            (but(rows[12], {2: "外来事项", 3: "王店镇"}), "没有王店镇"),
            (but(rows[44], {2: None}), "事项空着"),
        ],
        merge=3,
    )


def ratings(county: County) -> list[Export]:
    """Branches rated at the end of 2019 and again in mid 2020, secretaries reviewed, members' stars counted."""
    dice = Dice("wenling ratings")
    listed = next(e for e in organisation_lists(county) if e.as_of == f"{MIDDLE}")
    branches = [(str(row[1]), str(row[3])) for row in listed.rows if row[2] == "团支部"][::3]
    scores = {branch: dice.between(105, 194) / 2 for branch, _above in branches}
    out = []
    for day in (MIDDLE, END):
        rows: list[Row] = []
        for number, (branch, above) in enumerate(branches):
            if day == END:
                scores[branch] = min(
                    99.5, scores[branch] + dice.between(-6, 14) / 2 + (6 if scores[branch] < 70 else 0)
                )
            score, vetoed = scores[branch], day == MIDDLE and number in (17, 60)
            if number in (5, 6, 7, 8, 9) and day == END:
                score = (92, 84.5, 76, 65, 54)[number - 5]
            star = next(
                word
                for low, word in ((90, "五星"), (80, "四星"), (70, "三星"), (60, "后进"), (0, "软弱涣散"))
                if score >= low
            )
            star = "五星" if score == 89.5 else "软弱涣散" if vetoed else star
            aid = dice.pick(["结对帮扶", "选派指导员", "联合组建"]) if score < 70 or vetoed else None
            rows.append(
                [
                    branch,
                    "对标定级",
                    "团支部",
                    above,
                    min(100, score + dice.below(6)),
                    f"{score:g}",
                    "是" if vetoed else "否",
                    star,
                    aid,
                    *[None] * 5,
                ]
            )
        for township in county.townships:
            kind = "工作委员会" if township.kind == "街道" else "委员会"
            where = f"共青团温岭市{township.name}{kind}"
            score = dice.between(160, 194) / 2
            rows.append(
                [where, "述职评议", "团委", "共青团温岭市委员会", score + 2, f"{score:g}", *[None] * 8]
            )
        for branch, above in branches[::4]:
            stars = [dice.below(6), 2 + dice.below(8), 2 + dice.below(9), dice.below(4), dice.below(2)]
            rows.append([branch, "三亮三比", "团支部", above, *[None] * 5, *stars])
        out.append(
            PLACE.export(
                f"温岭市对标定级与述职评议_{day:%Y%m%d}.{'csv' if day == MIDDLE else 'xlsx'}",
                "branch_rating",
                [
                    *[
                        "参评组织",
                        "评议类型",
                        "组织类别",
                        "上级组织",
                        "自评得分",
                        "复评得分",
                        "一票否决",
                        "评定等级",
                    ],
                    *["整改提升措施", "五星团员数", "四星团员数", "三星团员数", "二星团员数", "一星团员数"],
                ],
                rows,
                as_of=f"{day}",
                encoding="gb18030",
                titles=["温岭市对标定级与述职评议汇总表", f"截至{day.year}年{day.month}月{day.day}日"]
                if day == END
                else [],
                groups=[("参评组织情况", 4), ("得分", 2), ("定级", 3), ("三亮三比团员星级", 5)]
                if day == END
                else [],
                faults=[
                    (but(rows[30], {0: "得分写错的支部", 5: "105"}), "得分超过100"),
                    (but(rows[31], {0: None}), "参评组织空着"),
                ],
            )
        )
    return out
