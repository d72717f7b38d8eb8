"""Invented people on their way into the League: who they are, and on which day each step of theirs fell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.samples.areas import Area, County
from tests.samples.export import Cell
from tests.samples.people import Dice, Person, identity, name, phone, say

WAITS = {  # days after the step before; the introducers are chosen after the notice has ended
    **{"talk": (3, 28), "activist": (15, 55), "mentor": (0, 6), "educate": (92, 135), "target": (2, 15)},
    **{"prereview": (1, 8), "notice": (1, 4), "introducer": (0, 3), "form": (0, 4), "meeting": (1, 10)},
    **{"approve": (4, 26), "archive": (2, 24)},
}
LEAGUE = ("apply", *WAITS)
QUIRKS = {  # what is wrong or odd with a path, and how often of 100
    **{"late talk": 7, "short training": 5, "short notice": 6, "gap": 7, "same day": 8, "out of order": 3},
}
WIDE = str.maketrans("0123456789-./", "０１２３４５６７８９－．／")


@dataclass
class Applicant:
    """One person: of which school (none outside schools), and the days of the steps so far."""

    person: Person
    born: date
    number: str  # 学号, no two alike in a school
    school: Area | None
    township: Area | None
    grade: str = ""
    class_name: str = ""
    branch: str = ""
    works_in: str = "学校"  # 领域
    recommended_by: str | None = None
    steps: dict[str, date] = field(default_factory=dict)
    notice: tuple[date, date] | None = None
    starred: bool = False  # exports mask the ID number: known by name and school only

    @property
    def is_open(self) -> bool:
        """Neither admitted nor gone."""
        return not {"meeting", "rejected", "transfer_out"} & self.steps.keys()

    @property
    def judged(self) -> date:
        """The day up to which what they bring along counts: of the branch meeting, else of the latest step."""
        return self.steps.get("meeting", self.last)

    @property
    def last(self) -> date:
        """The day of the latest step."""
        return max(self.steps.values())

    def keep(self, end: date, until: str | None = None) -> None:
        """Forget what happened after `end`, and what comes after the step `until`."""
        after = LEAGUE[LEAGUE.index(until) + 1 :] if until else ()
        self.steps = {step: day for step, day in self.steps.items() if day <= end and step not in after}
        if "notice" not in self.steps:
            self.notice = None
        elif self.notice and self.notice[1] > end:
            self.notice = None if self.notice[0] > end else (self.notice[0], self.notice[1])


class Roll:
    """Hands out people: no ID number twice, and no name twice in a school."""

    def __init__(self, dice: Dice) -> None:
        self.dice, self.numbers, self.names = dice, set[str](), set[tuple[str, str]]()

    def enter(
        self, born: date, school: Area | None = None, township: Area | None = None, **more
    ) -> Applicant:
        """A new person born on `born`."""
        dice, place = self.dice, school.code if school else ""
        while (number := identity(born, dice.below(1000))) in self.numbers:
            pass
        while (called := name(dice)) and (called, place) in self.names and place:
            pass
        self.numbers.add(number)
        self.names.add((called, place))
        return Applicant(
            Person(called, number, phone(dice)),
            born,
            f"{born.year + 12}{len(self.numbers):05d}",
            school,
            township,
            **more,
        )


def quirk(dice: Dice) -> str:
    """What is odd about a path, mostly nothing."""
    throw = dice.below(100)
    for odd, share in QUIRKS.items():
        if (throw := throw - share) < 0:
            return odd
    return ""


def league(dice: Dice, applied: date, odd: str = "") -> tuple[dict[str, date], tuple[date, date]]:
    """The days of the national steps from an application on, and the first and last day of the notice."""
    changed = {
        "late talk": {"talk": (33, 75)},
        "short training": {"educate": (30, 65)},
        "same day": {"prereview": (0, 0), "form": (0, 0), "meeting": (0, 0)},
    }.get(odd, {})
    steps, day, shown = {"apply": applied}, applied, (applied, applied)
    for step, usual in WAITS.items():
        day += timedelta(days=dice.between(*changed.get(step, usual)))
        if step == "notice":
            shown = posted(day, dice.between(2, 4) if odd == "short notice" else dice.between(5, 7))
            steps[step], day = shown
        else:
            steps[step] = day
    if odd == "out of order":
        early, late = dice.pick((("talk", "activist"), ("prereview", "notice"), ("form", "meeting")))
        steps[early] = steps[late] + timedelta(days=dice.between(1, 4))
    if odd == "gap":
        del steps[dice.pick(("talk", "mentor", "educate", "prereview", "introducer", "form"))]
    return steps, shown


def posted(day: date, workdays: int) -> tuple[date, date]:
    """A notice of so many working days from `day` or the Monday after; only weekends are left out of the count."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    last = day
    for _ in range(workdays - 1):
        last += timedelta(days=1 if last.weekday() < 4 else 3)
    return day, last


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def born_for(dice: Dice, day: date, age: int, spread: int = 420) -> date:
    """A birth date of someone who is `age` full years old on `day`, up to `spread` days more."""
    return years_before(day, age) - timedelta(days=dice.below(spread))


def said(day: date | None, dice: Dice, style: str, *, typed: float = 0.0) -> Cell:
    """`day` as a roster says it: mostly in its own style, `typed` of them as real dates, some in any shape."""
    if day is None:
        return None
    throw = dice.below(60)
    if throw == 0:
        return say(day, "dot").translate(WIDE)
    if throw < 3:
        return say(day, dice.pick(("cn", "compact", "slash", "time")))
    return day if dice.chance(typed) else say(day, style)


def number_said(one: Applicant, dice: Dice) -> str:
    """An ID number as exports print it: some with a small x, a blank or full-width digits, some starred."""
    whole = one.person.identity
    if one.starred:
        return f"{whole[:6]}********{whole[-4:]}"
    throw = dice.below(50)
    return {0: whole.lower(), 1: whole.translate(WIDE), 2: f" {whole}"}.get(throw, whole)


def school_said(one: Applicant, county: County, dice: Dice, tidy: float = 0.85) -> str:
    """Someone's school as people write it; in full for those who are known by name and school only."""
    assert one.school
    name = one.school.name
    if one.starred or dice.chance(tidy):
        return name
    if name.startswith(county.name):
        return f"　{name} "
    return dice.pick([f"{county.name}{name}", f"{name}团委", f"共青团{name}委员会", f"　{name} "])


def numbered(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows with 序号 in front."""
    return [[number, *row] for number, row in enumerate(rows, 1)]


def middle_schools(county: County) -> Iterator[tuple[Area | None, Area]]:
    """(township, school) of every junior school, then of the county's own high schools."""
    for township in county.townships:
        yield from ((township, school) for school in county.schools[township.code] if school.kind == "初中")
    yield from ((None, school) for school in county.high_schools if school.kind != "小学")
