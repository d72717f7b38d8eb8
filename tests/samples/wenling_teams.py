"""温岭市's 755 volunteer teams, 35 of them in 坞根镇."""

from datetime import date

from tests.samples.areas import Area, County
from tests.samples.people import Dice, words
from tests.samples.published import value
from tests.samples.volunteering import KINDS, Team

THEMES = words(
    "候鸟守护 河小二 海洋净滩 爱暴走 清朗骑士 平安巡防 便民理发 阳光助残 敬老爱老 "
    "垃圾分类 护学 文明劝导 应急救援 法律咨询 家电维修 健康义诊 心理疏导 文化走亲 "
    "防台防汛 消防宣传 反诈宣传 亲子阅读 环保宣传 义写春联 公益摄影 爱心送考 无偿献血 "
    "红色宣讲 禁毒宣传 流动图书"
)


def teams(county: County, dice: Dice) -> list[Team]:
    """755 teams, 35 of them in 坞根镇, with the volunteers the published figures name."""
    wugen = county.township("坞根镇")
    others: list[Area | None] = [t for t in [*county.townships, *county.parks, None] if t is not wugen]
    counts = dict(
        zip(map(id, others), dice.spread(value("A3.30a") - value("A3.28a"), len(others), 25, 62), strict=True)
    )
    found: list[Team] = []
    for township in [*county.townships, *county.parks, None]:
        many = value("A3.28a") if township is wugen else counts[id(township)]
        where = township.name if township else county.name
        villages = county.villages.get(township.code, []) if township else []
        names = [f"{where}{village.name}青年志愿服务队" for village in villages]
        names += [f"{where}{kind}" for kind in KINDS]
        names += [f"{where}{theme}志愿服务队" for theme in dice.some(THEMES, len(THEMES))]
        names += [f"{where}第{number}青年志愿服务队" for number in range(2, 60)]
        for called in names[:many]:
            number = f"TD331081{len(found) + 1:04d}"
            village = next((v for v in villages if v.name in called), None)
            level = "县级" if township is None else "村级" if village else "镇级"
            founded = dice.day(
                date(2015, 3, 5), date(2020, 4, 30) if len(found) % 6 == 5 else date(2019, 6, 20)
            )
            found.append(Team(number, called, "志愿服务队", level, township, village, founded=founded))
    for team in [team for team in found if team.name.endswith("青年突击队")][: value("A3.20")]:
        team.kind = "青年突击队"
    for group, total in (
        ([team for team in found if team.township is wugen], value("A3.28b")),
        ([team for team in found if team.township is not wugen], value("A3.30b") - value("A3.28b")),
    ):
        for team, size in zip(group, dice.spread(total, len(group), low=12), strict=True):
            team.volunteers = size
    assert len(found) == value("A3.30a")
    assert sum(team.volunteers or 0 for team in found) == value("A3.30b")
    return found
