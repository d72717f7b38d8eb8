"""江阴市's bases for its Pioneers, and what stands behind its League courses, in 2021."""

from datetime import date

from tests.samples.export import Export, Row
from tests.samples.jiangyin import END, PLACE, the_county
from tests.samples.people import Dice, name, phone, say
from tests.samples.place import but
from tests.samples.published import value

THEMES = ["教育培训", "陶冶情操", "体能锻炼", "社会实践"]
KINDS = ["科技馆", "博物馆", "农耕园", "气象站", "消防站", "非遗馆", "水利站"]


def exports() -> list[Export]:
    """All files, in import order."""
    county, dice = the_county(), Dice("jiangyin work")
    assert len(THEMES) == value("A1.05")
    bases: list[Row] = []
    for number in range(value("A1.04")):
        township = county.townships[number % len(county.townships)]
        called = f"{township.name}{KINDS[number % len(KINDS)]}少先队实践基地"
        founded = say(dice.day(date(2018, 6, 1), date(2021, 9, 30)), "iso")
        bases.append(
            [
                f"JYJD{number + 1:02d}",
                called,
                "校外实践基地",
                township.name,
                THEMES[number % 4],
                founded,
                name(dice),
                phone(dice),
            ]
        )
    talents: list[Row] = [
        ["JY001", "青年讲师团", "“星火相澄”青年讲师团", 46],
        ["JY002", "推优人才库", "江阴市推优人才库", None],
    ]
    return [
        PLACE.export(
            f"江阴市少先队实践基地名册_{END:%Y%m%d}.xlsx",
            "pioneer_unit",
            ["队组织编号", "名称", "类型", "镇街", "课程主题", "命名时间", "联系人", "联系电话"],
            bases,
            as_of=f"{END}",
            titles=["江阴市校外少先队组织实践基地名册", "截至2021年12月31日"],
            faults=[(but(bases[9], {0: "JYJD91", 1: "外来基地", 3: "王店镇"}), "没有王店镇")],
        ),
        PLACE.export(
            f"江阴市青年人才与服务力量名录_{END:%Y%m%d}.csv",
            "talent",
            ["名录编号", "名录类别", "队伍名称", "成员数"],
            talents,
            as_of=f"{END}",
        ),
    ]
