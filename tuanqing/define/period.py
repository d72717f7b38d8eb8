"""Months, quarters, half-years and years: how they are written, where they begin and end."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tuanqing.define.errors import Refused
from tuanqing.define.language import _

GRAINS = {"month": 1, "quarter": 3, "half": 6, "year": 12}  # months in each
_SHAPES = {
    "month": re.compile(r"(\d{4})-?(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(\d{4})-?[Qq]([1-4])"),
    "half": re.compile(r"(\d{4})-?[Hh]([12])"),
    "year": re.compile(r"(\d{4})"),
}


YEARS = 1900, 2200  # beyond them nothing is reported, and the calendar's own ends are near


@cache
def _last(first: date, grain: str) -> date:
    months = first.year * 12 + first.month - 1 + GRAINS[grain]
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """A month, quarter, half-year or year, known by its first day."""

    first: date
    grain: str = "month"

    @property
    def last(self) -> date:
        """Its last day."""
        return _last(self.first, self.grain)

    def shift(self, steps: int) -> "Period":
        """The period `steps` of the same grain later (earlier when negative)."""
        months = self.first.year * 12 + self.first.month - 1 + steps * GRAINS[self.grain]
        return Period(date(months // 12, months % 12 + 1, 1), self.grain)

    def year_before(self) -> "Period":
        """The same period one year earlier (同比)."""
        return Period(self.first.replace(year=self.first.year - 1), self.grain)

    def within(self, grain: str) -> "Period":
        """The period of another grain that holds this one's first day."""
        return containing(self.first, grain)

    def __str__(self) -> str:
        number = (self.first.month - 1) // GRAINS[self.grain] + 1
        form = {"month": "{y}-{n:02d}", "quarter": "{y}Q{n}", "half": "{y}H{n}", "year": "{y}"}[self.grain]
        return form.format(y=self.first.year, n=number)

    @property
    def words(self) -> str:
        """As a person writes it: 2023年12月, 2023年第四季度, 2023年下半年, 2023年."""
        number = (self.first.month - 1) // GRAINS[self.grain] + 1
        form = {
            "month": _("{month}/{year}"),
            "quarter": [_("Q1 {year}"), _("Q2 {year}"), _("Q3 {year}"), _("Q4 {year}")][number % 4 - 1],
            "half": _("H{number} {year}"),
            "year": "{year}" + _(" "),
        }[self.grain]
        half = _("first half") if number == 1 else _("second half")
        return form.format(year=self.first.year, month=self.first.month, number=number, half=half).strip()


def containing(day: date, grain: str = "month") -> Period:
    """The period of `grain` that `day` falls in."""
    width = GRAINS[grain]
    return Period(date(day.year, (day.month - 1) // width * width + 1, 1), grain)


def parse(text: str) -> Period:
    """Read '2023-12', '2023Q4', '2023H2' or '2023'. Raises Refused with the shapes that are understood."""
    for grain, shape in _SHAPES.items():
        if found := shape.fullmatch(text.strip()):
            parts = [int(part) for part in found.groups()]
            if not YEARS[0] <= parts[0] <= YEARS[1]:
                break
            return Period(
                date(parts[0], ((parts[1] if len(parts) > 1 else 1) - 1) * GRAINS[grain] + 1, 1), grain
            )
    raise Refused(_("“{text}” is not a period. Write 2023-12, 2023Q4, 2023H2 or 2023.").format(text=text))


def months(text: str) -> tuple[date, date]:
    """The first and the last month (their first days) of '2023-01..2023-06', '2023Q2', '2023'. Raises Refused."""
    first, dots, last = text.partition("..")
    begin = parse(first)
    end = parse(last) if dots else begin
    if end.last < begin.first:
        raise Refused(
            _("{first} lies after {last}. Write the earlier month first.").format(first=first, last=last)
        )
    return begin.first, end.last.replace(day=1)
