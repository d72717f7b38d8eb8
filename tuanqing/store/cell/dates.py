"""Dates and months in all the shapes exports hold (年月日, dots, slashes, digits, Excel serials)."""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from tuanqing.define.language import _
from tuanqing.store.cell.numerals import DIGITS, number
from tuanqing.store.cell.text import clean

OPEN = frozenset(["至今", "长期", "永久", "现在", "今", "长期有效", "永久有效", "不限"])
NOT_YET = re.compile(r"(?:[尚暂还]?未|待|拟)[\u4e00-\u9fff]{0,5}")  # 未换届, 尚未办结: no day so far
TIME = re.compile(r"[ T]?(?:上午|下午)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
HOUR = re.compile(r"(?<=日)\d{1,2}时(?:\d{1,2}分?)?(?:\d{1,2}秒)?$")
WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
HAN_DATE = re.compile(
    r"([零〇○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)
PARTS = re.compile(r"(\d{4}|\d{2})[年./](\d{1,2})(?:月份?|(?=[./])|$)(?:[./]?(\d{1,2})[日号]?)?")
YEAR = re.compile(r"(\d{4})年?度?")
VAGUE = re.compile(r"[月年](?:[上中下]旬|初|底|末|中)(?:前|左右)?$")
YEARLESS = re.compile(r"\d{1,2}(?:月份?|[./]\d{1,2}|月\d{1,2}[日号])")
SPAN = re.compile(r"(?:20)?\d\d[年./].*\d[月日号]?[-–—~～至到].*\d[月日号]?")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class Day(NamedTuple):
    """A date read from a text, and how exact the text was."""

    value: date
    precision: Literal["day", "month", "year"] = "day"
    doubt: str | None = None


def day(text: str, date1904: bool = False, years: tuple[int, int] = (1900, 2100)) -> Day | str | None:
    """The date in `text`; a sentence fragment when there is none; None when it means an open end (至今)."""
    shown = clean(text)
    bare = shown.rstrip("。.")
    if means_no_day(bare):
        return None
    bare = WEEKDAY.sub("", TIME.sub("", bare)).replace(" ", "")
    bare = HOUR.sub("", bare)
    bare = re.sub(r"[-–—。·、_]", ".", bare).replace("/", ".").strip("起止")
    serial = SERIAL.fullmatch(bare)
    if serial:
        count = int(serial[1])
        if 20000 < count < 60000:
            return _within(date(1899, 12, 30) + timedelta(count + 1462 * date1904), years, shown)
        return _not_a_date(shown)
    doubt = None
    digits = re.fullmatch(r"(\d{4})(\d{2})(\d{2})?(\d{4}|\d{6})?(?:\.0)?", bare)
    han = HAN_DATE.fullmatch(bare)
    if digits and (digits[3] or not digits[4]):
        year, month, day_ = digits[1], digits[2], digits[3]
    elif han:
        year = "".join(str(DIGITS[letter]) for letter in han[1])
        month, day_ = (_small(part) for part in (han[2], han[3]))
    else:
        match = PARTS.fullmatch(bare)
        whole = YEAR.fullmatch(bare)
        if whole:
            year, month, day_ = whole[1], None, None
        elif match:
            year, month, day_ = match.groups()
            if re.fullmatch(r"\d{2,4}\.1", bare):
                doubt = _("“{text}” may have been {text}0 before a spreadsheet cut the zero off").format(
                    text=shown
                )
        else:
            return _not_a_date(shown)
    if len(year) == 2:
        year = f"{20 if int(year) < 30 else 19}{year}"
        doubt = _("“{text}” has a year of two digits, read as {year}").format(text=shown, year=year)
    try:
        value = date(int(year), int(month or 1), int(day_ or 1))
    except ValueError:
        return _("“{text}” is no day of the calendar").format(text=shown)
    found = _within(value, years, shown)
    if isinstance(found, str):
        return found
    return Day(value, "day" if day_ else "month" if month else "year", doubt)


def means_no_day(bare: str) -> bool:
    """Whether a cell of dates says that there is no day: 至今, 长期, 未换届."""
    return bare in OPEN or NOT_YET.fullmatch(bare) is not None


def _small(text: str | None) -> str | None:
    found = number(text) if text else None
    return str(int(found.value)) if found else None


def _within(value: date, years: tuple[int, int], shown: str) -> Day | str:
    if years[0] <= value.year <= years[1]:
        return Day(value)
    return _("“{text}” lies outside the years {first} to {last}").format(
        text=shown, first=years[0], last=years[1]
    )


def _not_a_date(shown: str) -> str:
    bare = shown.replace(" ", "")
    if VAGUE.search(bare):
        return _("“{text}” names no day; write the day, or only the month").format(text=shown)
    if YEARLESS.fullmatch(bare):
        return _("“{text}” names no year; write the year too").format(text=shown)
    if SPAN.fullmatch(bare):
        return _(
            "“{text}” is a span of time; write its first day, the last day in a column of its own"
        ).format(text=shown)
    return _("“{text}” is not a date").format(text=shown)
