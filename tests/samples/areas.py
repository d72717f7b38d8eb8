"""Counties with their real townships, and invented villages and schools below them."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.samples.export import Cell
from tests.samples.people import Dice, say, words

DIVISIONS = Path(__file__).resolve().parent / "divisions.csv"
SUFFIX = re.compile(r"(?:街道|镇|少数民族乡|民族乡|乡|村|社区)$")
COMMUNITIES = words(
    "新华 和平 朝阳 向阳 幸福 光明 育才 迎宾 康乐 锦绣 翠园 书香 同心 晨光 星河 "
    "梧桐 桂园 荷风 兰亭 松柏 丹桂 芳草 新苑 北苑 南园 东湖 西湖 云锦 海棠 紫薇 "
    "玉兰 银杏 长乐 安居 祥和"
)


@dataclass
class Area:
    """One row of the area list."""

    code: str
    name: str
    level: str  # as an export prints it
    kind: str = ""
    counts: bool = True
    parent: str = ""
    youth: int | None = None
    pupils: int | None = None
    pioneers: int | None = None
    aliases: str = ""
    contact: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""

    @property
    def base(self) -> str:
        """Its name without 镇, 乡, 街道, 村 or 社区."""
        return SUFFIX.sub("", self.name)


@dataclass
class County:
    """A county and everything in it."""

    code: str
    name: str
    townships: list[Area] = field(default_factory=list)  # those that count
    parks: list[Area] = field(default_factory=list)  # 类似乡级单位
    former: list[Area] = field(default_factory=list)  # townships that are no more
    villages: dict[str, list[Area]] = field(default_factory=dict)  # by township code
    schools: dict[str, list[Area]] = field(default_factory=dict)  # by township code
    high_schools: list[Area] = field(default_factory=list)

    def township(self, name: str) -> Area:
        """The township called `name`."""
        return next(area for area in [*self.townships, *self.parks] if area.name == name)

    @property
    def everything(self) -> list[Area]:
        """All areas, the county first, each township followed by what lies in it."""
        found = [Area(self.code, self.name, "县级", contact=f"团{self.name}委办公室"), *self.high_schools]
        for township in [*self.townships, *self.parks, *self.former]:
            found += [township, *self.villages.get(township.code, ()), *self.schools.get(township.code, ())]
        return found


def county(
    name: str,
    dice: Dice,
    *,
    ends: str,
    villages: tuple[int, int] = (3, 5),
    schools: Sequence[str] = ("第一初级中学", "中心小学", "第二小学"),
    high_schools: Sequence[str] = ("启航高级中学", "知行高级中学", "匠心中等职业学校"),
    aliases: dict[str, str] | None = None,
    youth: tuple[int, int] = (3500, 12000),
) -> County:
    """The county called `name`; `ends` are the last characters its invented villages get."""
    with DIVISIONS.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["county"] == name]
    found = County(rows[0]["code"][:6], name)
    for row in rows:
        area = Area(row["code"], row["name"], "乡镇(街道)", row["kind"], row["counts"] == "1")
        area.youth = dice.between(*youth) if area.counts else dice.between(300, 1500)
        area.contact = f"团{area.name}{'工作委员会' if area.kind == '街道' else '委员会'}"
        area.aliases = (aliases or {}).get(area.name, "")
        (found.townships if area.counts else found.parks).append(area)
    _settle(found, dice, ends, villages)
    for township in found.townships:
        found.schools[township.code] = [
            _school(f"{township.code}S{number:02d}", township.name + kind, kind, dice)
            for number, kind in enumerate(schools, 1)
        ]
    for number, kind in enumerate(high_schools, 1):
        school = _school(f"{found.code}S{number:02d}", name + kind, kind, dice)
        school.parent = found.code
        found.high_schools.append(school)
    return found


def _settle(found: County, dice: Dice, ends: str, villages: tuple[int, int]) -> None:
    """Villages and communities: no name twice in a county, none inside another name."""
    taken = [area.base for area in [*found.townships, *found.parks]] + [found.name, "大仵"]
    firsts = (
        "李张刘赵孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施曹严金魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞任袁柳唐薛雷贺汤"
    )
    rural = dice.some([first + end for first in firsts for end in ends], len(firsts) * len(ends))
    urban = dice.some(COMMUNITIES, len(COMMUNITIES))
    for township in found.townships:
        places: list[Area] = []
        for number in range(1, dice.between(*villages) + 1):
            is_urban = bool(urban) and (township.kind == "街道" or (number == 1 and township.kind == "镇"))
            pool = urban if is_urban else rural
            base = pool.pop()
            while any(base in other or other in base for other in taken):
                base = pool.pop()
            taken.append(base)
            code = f"{township.code}{(0 if is_urban else 200) + number:03d}"
            kind = "社区" if is_urban else "村"
            places.append(Area(code, base + kind, "村(社区)", kind))
        shares = Dice(f"youth {township.code}").spread(township.youth or 0, len(places), low=0)
        for place, youth in zip(places, shares, strict=True):
            place.youth = youth if youth % 7 else None  # some village has not counted them
        found.villages[township.code] = places


def _school(code: str, name: str, kind: str, dice: Dice) -> Area:
    if "小学" in kind:
        pupils = dice.between(260, 900)
        area = Area(code, name, "学校", "小学", pupils=pupils, pioneers=pupils * dice.between(62, 80) // 100)
        area.contact = f"{name}少先队大队部"
    elif "初级" in kind or "九年" in kind:
        pupils = dice.between(400, 1400)
        area = Area(code, name, "学校", "初中", pupils=pupils, pioneers=pupils * dice.between(25, 40) // 100)
        area.contact = f"{name}团委"
    else:
        kind = "中等职业学校" if "职业" in kind else "高中"
        area = Area(code, name, "学校", kind, pupils=dice.between(1500, 4200), contact=f"{name}团委")
    return area


HEADER = [
    *[
        "统计用区划代码",
        "单位名称",
        "层级",
        "上级代码",
        "类别",
        "计入分母",
        "14-35岁青年",
        "在校生数",
        "少先队员数",
    ],
    *["别名", "联系科室", "设立时间", "撤销时间", "并入单位代码"],
]


def cells(area: Area, *, parents: bool = False, style: str = "iso") -> list[Cell]:
    """One row of the area list."""
    parent = area.parent or (area.code[: {9: 6, 12: 9}.get(len(area.code), 0)] if parents else "")
    counts = ("是" if area.counts else "否") if area.level.startswith("乡镇") else None
    dates = [say(date.fromisoformat(day), style) if day else None for day in (area.valid_from, area.valid_to)]
    blank = [value or None for value in (area.aliases, area.contact)]
    return [
        *[area.code, area.name, area.level, parent or None, area.kind or None, counts],
        *[area.youth, area.pupils, area.pioneers, *blank, *dates, area.successor or None],
    ]


def rows(
    counties: Sequence[County], *, first: Sequence[Area] = (), parents: bool = False, style: str = "iso"
) -> list:
    """The area list: `first`, then every county with what lies in it."""
    every = [*first, *(area for county in counties for area in county.everything)]
    return [cells(area, parents=parents, style=style) for area in every]


def one_place(text: str, county: County, allowed: Sequence[Area]) -> None:
    """Assert that `text` names no other township or village of the county than those `allowed`."""
    fine = "".join(area.name for area in allowed)
    places = [*county.townships, *county.parks, *(v for some in county.villages.values() for v in some)]
    for area in places:
        assert area.base not in text or area.base in fine, (text, area.name)


def called(township: Area, county: County, dice: Dice, tidy: float = 0.7) -> str:
    """A township as people write it: mostly its name, else a shorter or longer form."""
    if dice.chance(tidy):
        return township.name
    office = [f"{township.name}办事处"] if township.kind == "街道" else []
    short = [township.base, *([f"{township.base}办事处"] if office else [])]
    if any(township.base in park.name for park in county.parks):
        short = []  # 月城 could as well be 月城园区
    return dice.pick(
        [
            *office,
            *short,
            f"{county.name}{township.name}",
            f"共青团{county.name}{township.name}委员会",
            f"{township.name}团委",
            f"　{township.name} ",
        ]
    )
