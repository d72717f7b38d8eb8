"""League organisations of a county, and the member counts above them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.samples.areas import Area, County, one_place
from tests.samples.export import Cell, Row
from tests.samples.people import Dice, words

BRANDS = words(
    "恒信 博远 瑞丰 嘉禾 永泰 宏达 明辉 卓越 鼎盛 华硕 金穗 绿源 天成 众合 启明 "
    "力源 诚达 佳美 远航 智创 百川 中科 盛世 万通 德信 鸿运 汇丰 腾飞 晶锐 泰康"
)
COMPANIES = words(
    "超硬材料有限公司 食品有限公司 服饰有限公司 农业科技有限公司 物流有限公司 "
    "电子商务有限公司 机械有限公司 建材有限公司"
)
SOCIETIES = [
    "青年志愿者协会",
    "社会工作服务中心",
    "电商协会",
    "篮球协会",
    "农技服务协会",
    "文化传播促进会",
    "公益服务中心",
    "青年创业协会",
]
AGENCIES = [
    "县直机关",
    "教育系统",
    "卫生健康系统",
    "税务系统",
    "公安系统",
    "供电系统",
    "交通运输系统",
    "住建系统",
    "邮政系统",
    "金融系统",
]


@dataclass
class Organisation:
    """One League organisation."""

    id: str
    name: str
    type: str
    parent: str
    industry: str
    founded: date
    township: Area | None = None
    places: list[Area] = field(default_factory=list)  # township, village and school its name holds
    members: int | None = None
    cadres: int = 1

    @property
    def top(self) -> str:
        """The body directly below the county it belongs to."""
        return self.parent if self.type == "团支部" and "委员会" in self.parent else self.name


class Roster:
    """All organisations of one county, founded day by day."""

    def __init__(self, county: County, dice: Dice, *, before: date) -> None:
        self.county, self.dice, self.before = county, dice, before
        self.head = f"共青团{county.name}"
        self.all: list[Organisation] = []
        self.names: set[str] = set()

    def add(self, name: str, type: str, parent: str, industry: str, **more) -> Organisation | None:
        """One more organisation; None if the name is taken."""
        if name in self.names:
            return None
        founded = more.pop("founded", None) or self.dice.day(date(2012, 3, 1), self.before)
        if type == "团支部":
            more.setdefault("members", self.dice.between(3, 32))
        organisation = Organisation(
            f"{self.county.code}{len(self.all) + 1:07d}", name, type, parent, industry, founded, **more
        )
        one_place(name.replace(self.head, ""), self.county, organisation.places)
        self.names.add(name)
        self.all.append(organisation)
        return organisation

    def committee(self, township: Area) -> str:
        """The full name of a township's committee."""
        kind = "工作委员会" if township.kind in ("街道", "类似乡级单位") else "委员会"
        return f"{self.head}{township.name}{kind}"

    def frame(self, *, gaps: Sequence[str] = (), bare: int = 7, classes: int = 2, parks: bool = True) -> None:
        """County, systems, townships (but for `gaps`), schools and most villages (one in `bare` has none)."""
        county, top = self.county, f"{self.head}委员会"
        self.add(top, "领导机关团组织", "", "党政机关", cadres=self.dice.between(3, 6))
        for agency in AGENCIES:
            self.add(f"{self.head}{agency}委员会", "团委", top, "党政机关", cadres=3)
        for school in county.high_schools:
            self._school(
                school, None, "职业教育学校" if "职业" in school.kind else "普通高中", top, classes * 3
            )
        for township in [*county.townships, *(county.parks if parks else [])]:
            if township.name in gaps:
                continue
            mother, here = self.committee(township), {"township": township}
            type = "团工委" if mother.endswith("工作委员会") else "团委"
            self.add(mother, type, top, "党政机关", places=[township], cadres=self.dice.between(3, 9), **here)
            for number, village in enumerate(county.villages.get(township.code, ())):
                if (len(self.all) + number) % bare:
                    industry = "城市社区" if village.kind == "社区" else "农村"
                    name = f"{self.head}{township.name}{village.name}支部委员会"
                    self.add(name, "团支部", mother, industry, places=[township, village], **here)
            for school in county.schools.get(township.code, ()):
                if school.kind == "初中":
                    self._school(school, township, "初中", mother, classes)
                elif self.dice.chance(0.25):
                    name = f"共青团{county.name}{school.name}支部委员会"
                    self.add(name, "团支部", mother, "小学", places=[township, school], **here)

    def _school(self, school: Area, township: Area | None, industry: str, mother: str, classes: int) -> None:
        full = school.name if school.name.startswith(self.county.name) else self.county.name + school.name
        places = [area for area in (township, school) if area]
        here = {"places": places, "township": township}
        self.add(f"共青团{full}委员会", "团委", mother, industry, cadres=3, **here)
        for number in range(1, classes + 1):
            grade = "九年级" if industry == "初中" else f"高{'一二三'[number % 3]}"
            self.add(
                f"共青团{full}{grade}{number}班支部委员会", "团支部", f"共青团{full}委员会", industry, **here
            )

    def fill(
        self,
        count: int,
        industry: str,
        makers: Sequence[str],
        founded: Sequence[tuple[date, date, int]] = (),
        within: Sequence[Area | None] = (),
    ) -> None:
        """`count` organisations with invented names; `founded` says how many in which span, the rest before.

        They lie in the townships given by `within` (None: the county itself), else mostly anywhere.
        """
        days = [self.dice.day(first, last) for first, last, many in founded for _ in range(many)]
        days = [*[None] * (count - len(days)), *days]
        done = 0
        while done < count:
            anywhere = self.dice.pick(self.county.townships) if self.dice.chance(0.9) else None
            township = self.dice.pick(within) if within else anywhere
            place = township.name if township else ""
            name = f"{self.head}{place}{self.dice.pick(BRANDS)}{self.dice.pick(makers)}支部委员会"
            mother = self.committee(township) if township else f"{self.head}县直机关委员会"
            places = [township] if township else []
            if self.add(
                name, "团支部", mother, industry, founded=days[done], places=places, township=township
            ):
                done += 1

    def on(self, day: date) -> list[Organisation]:
        """Those founded by `day`."""
        return [organisation for organisation in self.all if organisation.founded <= day]


def social(organisations: Sequence[Organisation]) -> int:
    """How many belong to social organisations."""
    return sum(o.industry.startswith("新社会组织") for o in organisations)


def non_public(organisations: Sequence[Organisation]) -> int:
    """How many belong to non-public firms."""
    return sum(o.industry == "非公企业" for o in organisations)


SOCIAL = "新社会组织（不含民办学校）"
FIRM = "非公企业"

COUNT_GROUPS = [("团务数据统计", 9), ("组织关系转接统计", 4)]
COUNT_HEADER = [
    *[
        "组织名称",
        "已建立组织总数",
        "已建立支部数",
        "空心团委数",
        "空心团支部数",
        "无团干团支部数",
        "已报到团员数",
    ],
    *[
        "已录入团干数",
        "已入驻企业号团干数",
        "转出中团员数",
        "已转出团员数",
        "待确认接收团员数",
        "已接收团员数",
    ],
]


def member_counts(roster: Roster, day: date, dice: Dice, factor: float = 1.0) -> list[list[Cell]]:
    """直属下级数据统计 on `day`: one row for each body directly below the county."""
    below: dict[str, list[Organisation]] = {}
    mothers = {o.name: o.parent for o in roster.all}
    top = f"{roster.head}委员会"
    for organisation in roster.on(day):
        name = organisation.name
        while mothers.get(name) not in (top, "", None):
            name = mothers[name]
        if name != top:
            below.setdefault(name, []).append(organisation)
    rows: list[list[Cell]] = []
    for name, group in below.items():
        branches = [o for o in group if o.type == "团支部"]
        members = round(sum(o.members or 0 for o in branches) * factor) + dice.below(6)
        hollow = dice.below(3) if len(branches) > 6 else 0
        cadres = sum(o.cadres for o in group)
        rows.append(
            [
                *[
                    name,
                    len(group),
                    len(branches),
                    0,
                    hollow,
                    dice.below(2),
                    members,
                    cadres,
                    dice.below(cadres + 1),
                ],
                *[dice.below(20) for _ in range(4)],
            ]
        )
    return rows


def summed(rows: Sequence[Row], text: str = "合 计") -> list[Cell]:
    """A 合计 row: the sums of the whole-number columns."""
    columns = list(zip(*rows, strict=True))[1:]
    return [text, *[sum(c) if all(isinstance(v, int) for v in c) else None for c in columns]]  # type: ignore[arg-type]
