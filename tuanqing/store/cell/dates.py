"""Dates and months in all the shapes exports hold (年月日, dots, slashes, digits, Excel serials).

What is told of a text describes its shape and never says what it holds.
"""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from tuanqing.define.language import _
from tuanqing.store.cell.numerals import DIGITS, number
from tuanqing.store.cell.text import clean, shape

OPEN = frozenset(["至今", "长期", "永久", "现在", "今", "长期有效", "永久有效", "不限"])
NOT_YET = re.compile(r"(?:[尚暂还]?未|待|拟)[\u4e00-\u9fff]{0,5}")  # 未换届, 尚未办结: no day so far
CHINA = timezone(timedelta(hours=8))

_PART = r"(?:上午|下午|中午|午后|晚上|晚间|夜间|早上|早晨|清晨|凌晨|傍晚|全天|[AaPp]\.?[Mm]\.?)"
_CLOCK = r"(?:\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?|\d{1,2}[时点](?:半|整|\d{1,2}分?(?:\d{1,2}秒)?)?)"
_MOMENT = rf"(?:{_PART} ?(?:{_CLOCK})?|{_CLOCK} ?(?:{_PART})?)"
TIME = re.compile(
    rf"(?:(?<=[日号]) ?| ?[ T] ?| ?(?={_PART})){_MOMENT}(?: ?[-–—~至到] ?{_MOMENT})?(?:Z|[+-]\d{{2}}:?\d{{2}})?$"
)
STAMP = re.compile(  # a moment with its distance from Greenwich; 09:00-11:30 without a T is a span of time
    r"(\d{4}-\d{1,2}-\d{1,2})([T ])(\d{1,2}:\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})$"
)
SCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{2} \d{4}) \d{2}:\d{2}:\d{2} GMT\+0800.*")
ODD_MIDNIGHT = re.compile(
    r"[ T]23:59:17(?:\.\d+)?$"
)  # midnight by a clock of 1900: Shanghai was 8:05:43 east then
LATE = re.compile(r"[ T]23:59:(?!59)\d\d(?:\.\d+)?$")
LAST_MOMENT = re.compile(r"[ T]23:59:59\.9\d*$")  # midnight, cut short by counting in fractions
WEEKDAY = re.compile(r" ?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_HAN = "零〇○一二三四五六七八九十廿卅"
HAN_YEAR = re.compile(rf"([{_HAN}0-9OoΟο]{{4}})年")
HAN_PART = re.compile(rf"(?<=[年月])(元|[{_HAN}]{{1,3}})(?=[月日号])")
ZEROS = dict.fromkeys(map(ord, "OoΟο"), "0")
PARTS = re.compile(r"(\d{4}|\d{2})[年./](\d{1,2})(?:月份?|(?=[./])|$)(?:[./]?(\d{1,2})[日号]?)?")
ENGLISH = re.compile(
    r"(\d{1,2})[ .-]*([A-Za-z]{3,9})[ .,-]*(\d{4}|\d{2})|([A-Za-z]{3,9})[ .-]*(\d{1,2}),?[ .-]*(\d{4})"
)
HALF_ENGLISH = re.compile(r"[A-Za-z]{3,9}[ .-]*\d{1,4}|\d{1,2}[ .-]*[A-Za-z]{3,9}")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = re.compile(r"(\d{4})年?度?")
VAGUE = re.compile(r"(?:[月年](?:[上中下]旬|初|底|末|中)(?:前|左右)?|[第]?[一二三四1-4]季度?|[上下]半年)$")
YEARLESS = re.compile(r"\d{1,2}(?:月份?|[./]\d{1,2}|月\d{1,2}[日号])")
SPAN = re.compile(r"(?:20)?\d\d[年./].*\d[月日号]?[-–—~至到].*\d[月日号]?")
MANY = re.compile(r".*\d[日号]?[、,;和及].*\d.*")
SERIAL = re.compile(r"(\d{5})(\.\d+)?")


class Day(NamedTuple):
    """A date read from a text, and how exact the text was."""

    value: date
    precision: Literal["day", "month", "year"] = "day"
    doubt: str | None = None


def day(text: str, date1904: bool = False, years: tuple[int, int] = (1900, 2100)) -> Day | str | None:
    """The date in `text`; a sentence fragment when there is none; None when it means an open end (至今).

    A moment with its distance from Greenwich is told by the clock of China.
    """
    shown = clean(text)
    bare = shown.rstrip("。.")
    if means_no_day(bare):
        return None
    moved, doubt = 0, None
    if stamp := STAMP.fullmatch(bare):
        bare = _in_china(stamp) or bare
    if ODD_MIDNIGHT.search(bare):
        moved, doubt = 1, _midnight()
    elif LAST_MOMENT.search(bare):
        moved = 1
    elif LATE.search(bare):
        doubt = _("a time some seconds before midnight; make sure that the day is right")
    if script := SCRIPT.fullmatch(bare):
        bare = script[1]
    bare = TIME.sub("", WEEKDAY.sub("", bare)).strip()
    if serial := SERIAL.fullmatch(bare):
        return _of_serial(serial, date1904, years, shown)
    if english := ENGLISH.fullmatch(bare):
        found = _of_english(english)
    else:
        found = _of_digits(_dotted(bare))
    if found is None:
        return _not_a_date(shown)
    year, month, day_, doubtful = found
    try:
        value = date(int(year), int(month or 1), int(day_ or 1)) + timedelta(moved)
    except (ValueError, OverflowError):
        return _("{shape}: no day of the calendar").format(shape=shape(shown))
    if not years[0] <= value.year <= years[1]:
        return _outside(years, shown)
    return Day(value, "day" if day_ else "month" if month else "year", doubt or doubtful)


def means_no_day(bare: str) -> bool:
    """Whether a cell of dates says that there is no day: 至今, 长期, 未换届."""
    return bare in OPEN or NOT_YET.fullmatch(bare) is not None


def _in_china(stamp: re.Match[str]) -> str | None:
    """The same moment by China's clock; None where the end is no distance but a second time (9:00-11:30)."""
    days, between, clock, seconds, distance = stamp.groups()
    if between == " " and distance.startswith("-"):
        return None
    sign = -1 if distance[0] == "-" else 1
    ahead = "0000" if distance == "Z" else distance[1:].replace(":", "")
    try:
        year, month, day_ = map(int, days.split("-"))
        hour, minute = map(int, clock.split(":"))
        east = timezone(sign * timedelta(hours=int(ahead[:2]), minutes=int(ahead[2:])))
        moment = datetime(year, month, day_, hour, minute, int(seconds or 0), tzinfo=east)
        return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError):
        return None


def _midnight() -> str:
    return _(
        "the time 23:59:17 is midnight by a clock of the year 1900, as some programs write it; the next day was taken"
    )


def _of_serial(serial: re.Match[str], date1904: bool, years: tuple[int, int], shown: str) -> Day | str:
    count, seconds = int(serial[1]), round(float(serial[2] or 0) * 86_400)
    if not 20_000 < count < 60_000:
        return _not_a_date(shown)
    odd = seconds == 86_357  # 23:59:17
    value = date(1899, 12, 30) + timedelta(count + 1462 * date1904 + (odd or seconds == 86_400))
    if not years[0] <= value.year <= years[1]:
        return _outside(years, shown)
    return Day(value, doubt=_midnight() if odd else None)


def _dotted(bare: str) -> str:
    """One kind of sign between the parts, Han numerals as digits."""
    bare = bare.replace(" ", "")
    if year := HAN_YEAR.match(bare):
        digits = "".join(str(DIGITS.get(sign, sign)) for sign in year[1].translate(ZEROS))
        if digits.isdecimal() and len(digits) == 4:
            bare = digits + bare[4:]
    bare = HAN_PART.sub(lambda part: _small(part[1]), bare)
    if bare.count(",") == 2:
        bare = bare.replace(",", ".")
    return re.sub(r"[-–—。·、_/]", ".", bare).strip("起止")


def _of_digits(bare: str) -> tuple[str, str | None, str | None, str | None] | None:
    """Year, month, day and what is doubtful, of digits and signs."""
    digits = re.fullmatch(r"(\d{4})(\d{2})(\d{2})?(\d{4}|\d{6})?(?:\.0)?", bare)
    if digits and (digits[3] or not digits[4]):
        return digits[1], digits[2], digits[3], None
    if whole := YEAR.fullmatch(bare):
        return whole[1], None, None, None
    match = PARTS.fullmatch(bare)
    if match is None:
        return None
    year, month, day_ = match.groups()
    doubt = None
    if re.fullmatch(r"\d{2,4}\.1", bare):
        doubt = _("a month written .1 may have been .10 before a spreadsheet cut the zero off")
    if len(year) == 2:
        year, doubt = _century(year)
    return year, month, day_, doubt


def _of_english(match: re.Match[str]) -> tuple[str, str | None, str | None, str | None] | None:
    """Year, month, day and what is doubtful, of 5-Mar-24 or March 5, 2024."""
    day_, name, year = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
    if name[:3].lower() not in MONTHS:
        return None
    doubt = None
    if len(year) == 2:
        year, doubt = _century(year)
    return year, str(MONTHS.index(name[:3].lower()) + 1), day_, doubt


def _century(year: str) -> tuple[str, str]:
    whole = f"{20 if int(year) < 30 else 19}{year}"
    return whole, _("a year of two digits was read as one of the years 1930 to 2029")


def _small(text: str) -> str:
    found = number("一" if text == "元" else text)
    return str(int(found.value)) if found else text


def _outside(years: tuple[int, int], shown: str) -> str:
    return _("{shape}: outside the years {first} to {last}").format(
        shape=shape(shown), first=years[0], last=years[1]
    )


def _not_a_date(shown: str) -> str:
    bare = shown.replace(" ", "")
    if VAGUE.search(bare):
        sentence = _("{shape}: names no day; write the day, or only the month")
    elif YEARLESS.fullmatch(bare):
        sentence = _("{shape}: names no year; write the year too")
    elif SPAN.fullmatch(bare):
        sentence = _("{shape}: a span of time; write its first day, the last day in a column of its own")
    elif MANY.fullmatch(bare):
        sentence = _("{shape}: several days; write a row for each")
    elif HALF_ENGLISH.fullmatch(bare):
        sentence = _("{shape}: may name a day or a year; write year, month and day")
    else:
        sentence = _("{shape}: not a date")
    return sentence.format(shape=shape(shown))
