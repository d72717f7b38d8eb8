"""Youth homes and what happens in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.samples.areas import Area, County
from tests.samples.export import Cell
from tests.samples.people import Dice, name, phone, say, words

KINDS = ("乡村型", "社区型", "商圈型", "园区型", "校园型")
MODES = ("单建", "联建", "共建")
EVENTS = words(
    "青年读书会 心理健康讲座 周末影院 四点半课堂 非遗手工体验 青年联谊 创业沙龙 反诈宣讲 "
    "法治课堂 电商直播培训 红色故事会 棋类友谊赛 亲子阅读 返乡青年座谈 国学经典诵读 "
    "消防安全体验 就业政策宣讲 志愿者培训"
)


@dataclass
class Home:
    """One youth home."""

    id: str
    name: str
    level: str
    township: Area | None
    village: Area | None
    opened: date
    closed: date | None = None
    kind: str = "乡村型"
    mode: str = "共建"
    floor: int = 120
    platform: date | None = None
    keeper: str = ""
    phone: str = ""

    @property
    def place(self) -> str:
        """The name of its township, if any."""
        return self.township.name if self.township else ""


def home(
    county: County,
    dice: Dice,
    number: int,
    township: Area | None,
    opened: date,
    *,
    level: str = "分部",
    village: Area | None = None,
    closed: date | None = None,
    named: str = "",
    online: float = 0.75,
) -> Home:
    """One home with invented details."""
    place = (township.name if township else county.name) + (village.name if village else "")
    tail = {"总部": "青年之家总部", "门店": "青年之家门店"}.get(level, "青年之家")
    return Home(
        f"QNZJ{county.code}{number:03d}",
        named or place + tail,
        level,
        township,
        village,
        opened,
        closed,
        kind="社区型" if township and township.kind == "街道" else dice.pick(KINDS),
        mode=dice.pick(MODES),
        floor=dice.between(4, 40) * 10,
        platform=dice.day(opened, date(opened.year, 12, 31)) if dice.chance(online) else None,
        keeper=name(dice),
        phone=phone(dice, starred=dice.chance(0.5)),
    )


def cells(
    one: Home, day: date, *, style: str = "iso", place: str | None = None, yes: str = "是"
) -> list[Cell]:
    """HEADER: one row of the list as of `day`."""
    online = one.platform is not None and one.platform <= day
    shut = one.closed is not None and one.closed <= day
    return [
        *[one.id, one.name, (one.township.name if one.township else None) if place is None else place],
        *[one.village.name if one.village else None, one.level, one.kind, one.mode, one.floor],
        *[say(one.opened, style), yes if online else "否" if yes == "是" else "×"],
        say(one.platform, style) if online and one.platform else None,
        "停用" if shut else "运行",
        say(one.closed, style) if shut and one.closed else None,
        *[one.keeper, one.phone],
    ]


HEADER = [
    *[
        "青年之家编号",
        "青年之家名称",
        "所属乡镇",
        "所在村(社区)",
        "级别",
        "类型",
        "建设方式",
        "面积(㎡)",
        "建成时间",
    ],
    *["是否入驻云平台", "入驻时间", "状态", "停用日期", "负责人", "联系电话"],
]


def opened_by(homes: Sequence[Home], day: date) -> list[Home]:
    """The list as of `day`: every home that has opened."""
    return [one for one in homes if one.opened <= day]


def running(homes: Sequence[Home], day: date) -> list[Home]:
    """Those open on `day`."""
    return [one for one in opened_by(homes, day) if not (one.closed and one.closed <= day)]


@dataclass(frozen=True)
class Event:
    """One event in one home."""

    home: Home
    topic: str
    day: date
    size: int
    signed: int


def events(
    homes: Sequence[Home],
    dice: Dice,
    *,
    months: Sequence[tuple[int, int]],
    quiet: Callable[[Home, date], bool] = lambda _home, _day: False,
    busy: float = 1.2,
    sure: Callable[[Home, date], bool] = lambda _home, _day: False,
) -> list[Event]:
    """About `busy` events a month in each open home, none on quiet days and at least one in a sure month."""
    found: dict[tuple[str, date, str], Event] = {}
    for year, month in months:
        for one in homes:
            count = sum(dice.chance(busy / 3) for _ in range(3))
            if sure(one, date(year, month, 15)):
                count = max(1, count)
            for _ in range(count):
                day, topic = date(year, month, dice.between(1, 28)), dice.pick(EVENTS)
                size = dice.between(12, 80)
                event = Event(one, topic, day, size, size * dice.between(70, 100) // 100)
                shut = one.closed and one.closed <= day
                if one.opened <= day and not shut and not quiet(one, day):
                    found.setdefault((one.id, day, topic), event)
    return sorted(found.values(), key=lambda event: (event.day, event.home.id, event.topic))


def months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Every (year, month) from `first` to `last`."""
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]
