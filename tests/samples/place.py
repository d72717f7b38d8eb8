"""What the five places have in common: where their files go, and rows in the usual layouts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.samples import homes
from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export, Row
from tests.samples.organisations import Organisation
from tests.samples.people import Dice, name, phone, say
from tests.samples.volunteering import Session, Team

Called = Callable[[Area | None, County], str | None]  # how a list writes a township


@dataclass(frozen=True)
class Place:
    """One of the five."""

    folder: str
    name: str
    code: str

    def export(self, file: str, dataset: str, header: Sequence[str], rows: Sequence[Row], **dress) -> Export:
        """A file of this place."""
        return Export(f"{self.folder}/{file}", self.name, self.code, dataset, header, rows, **dress)


def but(row: Row, changes: dict[int, Cell]) -> list[Cell]:
    """`row` with some cells replaced, by position."""
    return [changes.get(place, cell) for place, cell in enumerate(row)]


def plain(township: Area | None, _county: County) -> str | None:
    """A township by its full name."""
    return township.name if township else None


def organisation_rows(
    organisations: Iterable[Organisation], county: County, above: str, called: Called, style: str = ""
) -> list[list[Cell]]:
    """县区, 乡镇, ID, 全称, 类型, 上级, 行业, 团员, 团干部, 成立."""
    return [
        [
            *[county.name, called(o.township, county), o.id, o.name, o.type, o.parent or above, o.industry],
            *[o.members, o.cadres, say(o.founded, style) if style else o.founded],
        ]
        for o in organisations
    ]


ORGANISATION_HEADER = [
    *[
        "县（市、区）",
        "所在乡镇",
        "团组织ID",
        "团组织全称",
        "组织类型",
        "上级组织",
        "行业类别",
        "团员数",
        "团干部数",
        "成立时间",
    ],
]


def home_rows(
    found: Sequence[homes.Home],
    day: date,
    county: County,
    called: Called,
    *,
    style: str,
    blank: Callable[[int], bool],
) -> list[list[Cell]]:
    """县区 before homes.HEADER; the level is left out where `blank` says so."""
    rows: list[list[Cell]] = []
    for number, one in enumerate(homes.opened_by(found, day)):
        row = homes.cells(one, day, style=style, place=called(one.township, county) or "")
        if one.level == "分部" and blank(number):
            row[4] = None
        rows.append([county.name, *row])
    return rows


HOME_HEADER = ["县（市、区）", *homes.HEADER]
EVENT_HEADER = [
    "县（市、区）",
    "青年之家编号",
    "青年之家名称",
    "活动名称",
    "活动日期",
    "参与人次",
    "签到人次",
]


def event_rows(held: Iterable[homes.Event], county: County, style: str) -> list[list[Cell]]:
    """EVENT_HEADER."""
    return [
        [
            county.name,
            e.home.id,
            e.home.name,
            e.topic,
            say(e.day, style) if style else e.day,
            e.size,
            e.signed,
        ]
        for e in held
    ]


TEAM_HEADER = [
    *[
        "县（市、区）",
        "团体编号",
        "团体名称",
        "团体类型",
        "层级",
        "所属乡镇",
        "村（社区）",
        "注册志愿者数",
        "成立时间",
    ],
    *["联系人", "联系电话"],
]


def team_rows(
    teams: Iterable[Team], county: County, dice: Dice, *, style: str, called: Called = plain
) -> list[list[Cell]]:
    """TEAM_HEADER."""
    return [
        [
            *[county.name, one.id, one.name, one.kind, one.level, called(one.township, county)],
            *[one.village.name if one.village else None, one.volunteers, say(one.founded, style)],
            *[name(dice), phone(dice, starred=True)],
        ]
        for one in teams
    ]


LEDGER_HEADER = ["县（市、区）", "乡镇（街道）", "活动名称", "服务队", "活动日期", "参与人次", "审核状态"]


def ledger_rows(
    held: Iterable[Session], county: County, style: str, called: Called = plain
) -> list[list[Cell]]:
    """LEDGER_HEADER: one row a session."""
    return [
        [
            county.name,
            called(s.team.township, county),
            s.project,
            s.team.name,
            say(s.day, style),
            s.size,
            "已审核",
        ]
        for s in held
    ]


RECORD_HEADER = [
    *[
        "姓名",
        "身份证号",
        "手机号码",
        "志愿团体",
        "项目名称",
        "服务日期",
        "服务地区",
        "服务时长",
        "录入方式",
        "状态",
    ],
]
