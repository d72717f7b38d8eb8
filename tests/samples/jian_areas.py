"""吉安市's thirteen counties."""

import csv

from tests.samples import areas
from tests.samples.areas import County
from tests.samples.people import Dice

ALIASES = {
    "麦㙦镇": "麦斜镇、麦土斜镇",
    "东固畲族少数民族乡": "东固畲族乡、东固乡",
    "龙冈畲族乡": "龙冈乡",
    "金坪民族乡": "金坪乡",
    "吉安高新技术产业园区": "吉安高新区",
    "井冈山经济技术开发区": "井开区、井冈山经开区",
    "江西安福高新技术产业园区": "安福高新区",
    "永叔街道": "永叔路街道",
}


def counties() -> list[County]:
    """The thirteen, with everything in them."""
    with areas.DIVISIONS.open(encoding="utf-8", newline="") as handle:
        names = dict.fromkeys(
            row["county"] for row in csv.DictReader(handle) if row["code"].startswith("3608")
        )
    return [
        areas.county(
            each,
            Dice(f"jian areas {each}"),
            ends="家坑溪背塘岭湾洲",
            villages=(3, 3),
            schools=("第一初级中学", "中心小学"),
            high_schools=("启航高级中学", "匠心中等职业学校"),
            aliases=ALIASES,
            youth=(2500, 9000),
        )
        for each in names
    ]
