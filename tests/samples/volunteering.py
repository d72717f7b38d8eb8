"""Volunteer teams and stations, sessions, and one row per person per session."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.samples.areas import Area, County, one_place
from tests.samples.export import Cell
from tests.samples.people import Dice, Person, people, say, words

PROJECTS = words(
    "学雷锋便民服务 防溺水宣传 敬老院慰问 河道清洁 交通文明劝导 留守儿童陪伴 环境卫生整治 "
    "反诈宣传 禁毒宣传 阅读陪伴 垃圾分类宣传 图书整理 森林防火宣传 关爱困境青少年 "
    "四点半课堂 文艺演出服务 健康义诊服务 移风易俗宣讲"
)
SEASONS = {
    1: ["春运暖冬服务", "返乡青年服务"],
    3: ["学雷锋便民服务", "植树护绿"],
    6: ["助力高考", "农忙帮扶"],
    7: ["防溺水宣传", "七彩假期课堂"],
    8: ["七彩假期课堂", "防汛值守"],
    9: ["迎新引导服务"],
    10: ["秋收帮扶", "重阳敬老"],
    12: ["宪法宣传", "无偿献血服务"],
}
KINDS = ("青年志愿服务队", "青年突击队", "学雷锋志愿服务队")


@dataclass
class Team:
    """A team or a station."""

    id: str
    name: str
    kind: str
    level: str
    township: Area | None
    village: Area | None = None
    volunteers: int | None = None
    founded: date = date(2019, 3, 5)
    members: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Session:
    """One project of one team on one day."""

    project: str
    team: Team
    day: date
    size: int


def teams(county: County, dice: Dice, each: int, *, size: tuple[int, int], before: date) -> list[Team]:
    """`each` teams in every township and two of the county itself."""
    found: list[Team] = []
    places: list[Area | None] = [*county.townships, None]
    for township in places:
        for number in range(each if township else 2):
            kind = KINDS[number % len(KINDS)] if number < len(KINDS) else f"第{number + 1}青年志愿服务队"
            name = f"{township.name if township else county.name}{kind}"
            found.append(
                Team(
                    f"TD{county.code}{len(found) + 1:04d}",
                    name,
                    "志愿服务队",
                    "乡镇级" if township else "县级",
                    township,
                    volunteers=dice.between(*size),
                    founded=dice.day(date(2016, 3, 5), before),
                )
            )
    return found


def stations(county: County, dice: Dice, *, villages: float, before: date) -> list[Team]:
    """The county's centre, every township's and a share of the villages' stations."""
    rows: list[tuple[str, str, str, Area | None, Area | None]] = [
        (f"{county.name}新时代文明实践中心青年志愿服务站", "新时代文明实践中心", "县级", None, None)
    ]
    for township in county.townships:
        name = f"{township.name}新时代文明实践所青年志愿服务站"
        rows.append((name, "新时代文明实践所", "乡镇级", township, None))
        for village in county.villages[township.code]:
            if dice.chance(villages):
                name = f"{township.name}{village.name}新时代文明实践站青年志愿服务站"
                rows.append((name, "新时代文明实践站", "村级", township, village))
    return [
        Team(
            f"ZD{county.code}{number:04d}",
            *row[:4],
            village=row[4],
            founded=dice.day(date(2019, 3, 5), before),
        )
        for number, row in enumerate(rows, 1)
    ]


def recruit(found: Sequence[Team], dice: Dice, *, share: float, youngest: date, oldest: date) -> None:
    """Give every team the people who actually turn out: `share` of its registered volunteers."""
    counts = [max(8, int((team.volunteers or 0) * share)) for team in found]
    crowd = people(dice, sum(counts), youngest=youngest, oldest=oldest)
    for team, count in zip(found, counts, strict=True):
        team.members, crowd = crowd[:count], crowd[count:]


def sessions(
    county: County,
    found: Sequence[Team],
    dice: Dice,
    *,
    count: int,
    person_times: int | None,
    first: date,
    last: date,
    silent: Callable[[str, date], bool] = lambda _name, _day: False,
    weight: Callable[[date], float] = lambda _day: 1.0,
    extra: Callable[[date], Sequence[str]] = lambda _day: (),
    low: int = 6,
    high: int = 120,
) -> list[Session]:
    """`count` sessions between `first` and `last`, none in a silent township, adding up to `person_times`."""
    drawn: dict[tuple[str, str, date], tuple[Team, int]] = {}
    while len(drawn) < count:
        team, day = dice.pick(found), dice.day(first, last)
        if team.founded > day or not dice.chance(weight(day)):
            continue
        if team.township and silent(team.township.name, day):
            continue
        project = dice.pick(
            [*PROJECTS, *SEASONS.get(day.month, ()), *SEASONS.get(day.month, ()), *extra(day)]
        )
        project = f"{team.township.name if team.township else county.name}“{project}”"
        one_place(project, county, [team.township] if team.township else [])
        cap = min(high, len(team.members)) if team.members else high
        drawn.setdefault((project, team.name, day), (team, cap))
    keys = sorted(drawn, key=lambda key: (key[2], key[1], key[0]))
    sizes = [dice.between(low, max(low, drawn[key][1])) for key in keys]
    if person_times is not None:
        _settle(sizes, [drawn[key][1] for key in keys], person_times, low)
    return [Session(key[0], drawn[key][0], key[2], size) for key, size in zip(keys, sizes, strict=True)]


def _settle(sizes: list[int], caps: Sequence[int], total: int, low: int) -> None:
    assert low * len(sizes) <= total <= sum(caps), (low * len(sizes), total, sum(caps))
    factor, place = total / sum(sizes), 0
    for number, size in enumerate(sizes):
        sizes[number] = max(low, min(caps[number], int(size * factor)))
    while (gap := total - sum(sizes)) != 0:
        step = 1 if gap > 0 else -1
        if low <= sizes[place % len(sizes)] + step <= caps[place % len(sizes)]:
            sizes[place % len(sizes)] += step
        place += 1


def hours_said(half_hours: int, dice: Dice) -> str:
    """A length of service as people write it."""
    plain = f"{half_hours / 2:g}"
    throw = dice.below(20)
    return f"{plain}小时" if throw < 3 else f"{half_hours * 30}分钟" if throw == 3 else plain


def records(
    held: Sequence[Session],
    dice: Dice,
    *,
    place: Callable[[Session], str],
    style: str | Sequence[str] = "iso",
    statuses: Mapping[str, str] | None = None,
    starred: float = 0.3,
) -> list[list[Cell]]:
    """place.RECORD_HEADER: one row per person per session."""
    rows: list[list[Cell]] = []
    said = statuses or {"effective": "已生效"}
    for session in held:
        half_hours = dice.between(2, 8)
        kind = "扫码签到" if dice.chance(0.8) else "补录"
        shape = style if isinstance(style, str) else dice.pick(style)
        where, day = place(session), say(session.day, shape)
        for person in dice.some(session.team.members, session.size):
            phone = f"199****{person.phone[-4:]}" if dice.chance(starred) else person.phone
            number = person.identity.lower() if dice.chance(0.01) else person.identity
            spent = hours_said(max(1, half_hours - dice.below(2)), dice)
            rows.append(
                [
                    person.name,
                    number,
                    phone,
                    session.team.name,
                    session.project,
                    day,
                    where,
                    spent,
                    kind,
                    said["effective"],
                ]
            )
    return rows


def after(day: date, days: int) -> date:
    """`days` later."""
    return day + timedelta(days=days)
