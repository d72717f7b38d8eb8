"""柘城县: the volunteer hours of those who apply to the League, under the ID numbers of the rosters.

In 2022 the schools keep a file of their own. In 2023 pupils serve in the sessions of the townships: rows of the
platform's export are theirs, and stand in a file of pupils, so that sessions and 人次 stay what was published.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.samples.areas import Area
from tests.samples.export import Cell, Export
from tests.samples.people import Dice, say
from tests.samples.pipeline import Applicant, number_said
from tests.samples.place import RECORD_HEADER, Place, but
from tests.samples.volunteering import Session, hours_said

PLACE = Place("zhecheng", "柘城县", "411424")
PROJECTS = (
    *("学雷锋校园服务", "图书馆整理", "敬老院慰问", "交通文明劝导", "校园周边环境整治", "低年级课后陪伴"),
    *("运动会服务", "迎新引导服务", "垃圾分类宣传"),
)


def _wanted(one: Applicant, dice: Dice) -> float:
    """How many hours someone brings together in the year that counts; 0 for no record."""
    admitted, throw = "meeting" in one.steps, dice.below(100)
    if throw < (2 if admitted else 18):
        return 0
    return dice.between(10, 38) / 2 if throw < (5 if admitted else 40) else dice.between(41, 54) / 2


def school_hours(people: Sequence[Applicant]) -> Export:
    """What the schools booked in 2022."""
    dice = Dice("zhecheng school hours")
    held: dict[str, list[tuple[str, date, int]]] = {}
    rows: list[list[Cell]] = []
    for one in people:
        assert one.school
        if one.judged.year != 2022:
            continue
        sessions = held.setdefault(one.school.code, _programme(one.school, dice))
        wanted, got = _wanted(one, dice), 0.0
        for project, day, half_hours in dice.some(sessions, len(sessions)):
            if got >= wanted:
                break
            if "meeting" in one.steps and day > one.judged:
                continue  # too late to count
            got += half_hours / 2
            kind = dice.pick(("扫码签到", "扫码签到", "扫码签到", "补录"))
            rows.append(
                [
                    *[one.school.name, one.person.name, number_said(one, dice)],
                    *[f"{one.school.name}学雷锋志愿服务队", project, say(day, "iso")],
                    *[hours_said(half_hours, dice), kind, "已生效"],
                ]
            )
    waiting = [but(row, {4: f"{row[4]}（补报）", 8: "待审核"}) for row in rows[300:318]]
    return PLACE.export(
        "柘城县中学生志愿服务时长_2022.csv",
        "volunteer_service",
        ["学校", "姓名", "身份证号", "服务队", "项目名称", "服务日期", "服务时长", "录入方式", "状态"],
        [*rows, *waiting],
        encoding="gb18030",
        faults=[
            (but(rows[80], {5: "2022-06-31"}), "没有6月31日"),
            (but(rows[200], {0: "王店镇第一初级中学"}), "没有王店镇第一初级中学"),
            (but(rows[500], {6: "一天"}), "时长不是数"),
        ],
        repeats=[150],
        note="the pupils who apply to the League, under the ID numbers of the roster; 18 rows are 待审核",
    )


def _programme(school: Area, dice: Dice) -> list[tuple[str, date, int]]:
    """A school's sessions of 2022: project, day, half hours."""
    days = [dice.day(date(2022, 1, 8), date(2022, 4, 5)) for _ in range(6)]
    days += [dice.day(date(2022, 4, 6), date(2022, 12, 24)) for _ in range(7)]
    return [
        (f"{school.name}“{dice.pick(PROJECTS)}”", day, dice.between(8, 12))
        for day in sorted(dict.fromkeys(days))
    ]


def in_sessions(
    held: Sequence[Session], records: list[list[Cell]], people: Sequence[Applicant]
) -> tuple[list[list[Cell]], Export]:
    """`records` of 2023 without the rows that are pupils', and the file of the pupils' rows.

    `records` holds `size` rows for each of `held`, in order.
    """
    dice = Dice("zhecheng pupils in sessions")
    free: dict[str, list[tuple[date, list[int]]]] = {}  # township: sessions, with the rows still to be given
    start = 0
    for session in held:
        assert session.team.township
        rows = list(range(start, start + session.size))
        free.setdefault(session.team.township.name, []).append((session.day, rows[: session.size // 2]))
        start += session.size
    assert start == len(records)
    given: dict[int, list[Cell]] = {}
    for one in people:
        if one.judged.year != 2023 and not (one.is_open and dice.chance(0.5)):
            continue
        town = one.township.name if one.township else dice.pick(sorted(free))
        if town not in free and dice.chance(0.2):
            continue  # a township that is not on the platform: no record
        sessions = free.get(town) or free[dice.pick(sorted(free))]
        wanted, got = Decimal(str(_wanted(one, dice))), Decimal(0)
        for day, rows in dice.some(sessions, len(sessions)):
            if got >= wanted:
                break
            if rows and not ("meeting" in one.steps and day > one.judged):
                row = rows.pop()
                got += _hours(str(records[row][7]))
                phone = f"199****{one.person.phone[-4:]}"
                given[row] = but(records[row], {0: one.person.name, 1: number_said(one, dice), 2: phone})
    rows = [given[number] for number in sorted(given)]
    kept = [row for number, row in enumerate(records) if number not in given]
    return kept, PLACE.export(
        "柘城县学生志愿服务时长记录_2023.csv",
        "volunteer_service",
        RECORD_HEADER,
        rows,
        encoding="gb18030",
        faults=[
            (but(rows[200], {5: "2023-11-31"}), "没有11月31日"),
            (but(rows[900], {5: "2023-08-01", 7: "25"}), "一天服务25小时"),
        ],
        repeats=[600],
        note="pupils in the sessions of the township teams: the same sessions as in the file of hours",
    )


def _hours(said: str) -> Decimal:
    """Hours as volunteering.hours_said writes them, read again."""
    return Decimal(said[:-2]) / 60 if said.endswith("分钟") else Decimal(said.removesuffix("小时"))
