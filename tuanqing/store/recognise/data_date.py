"""The date the rows of a sheet are of, where the sheet says it."""

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tuanqing.store.cell import values
from tuanqing.store.cell.text import squeeze

_AS_OF = re.compile(
    r"(?:截至|截止|统计时间|统计日期|统计月份|统计截止|填报日期|填报时间|数据日期|制表日期|导出时间|导出日期)(?:日期|时间)?[::]?"
    r"(\d{4}[年./-]?\d{1,2}(?:[月./-]?\d{1,2}日?)?月?)"
)
_TITLE_DATE = re.compile(r"(?<![\d于自从])20\d{2}年\d{1,2}月(?:\d{1,2}日)?")
_FILE_DATE = re.compile(r"(?<!\d)(20\d{2})[年._-]?(0[1-9]|1[0-2])(?:[月._-]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


def find_date(texts: Sequence[str], file: str, sheet_name: str) -> date | None:
    """The date the data are of, from a title, a unit row or the tail, else from the file's or sheet's name."""
    for text in texts:
        if found := _AS_OF.search(squeeze(text)):
            parsed = values.parse(found[1], "date").value
            if isinstance(parsed, date):
                return parsed if _has_day(found[1]) else _month_end(parsed)
    for name in (file, sheet_name):
        if found := _FILE_DATE.search(name):
            year, month, day = int(found[1]), int(found[2]), found[3]
            try:
                return date(year, month, int(day)) if day else _month_end(date(year, month, 1))
            except ValueError:  # 20230231: not a date after all
                continue
    return None


def date_in_title(texts: Sequence[str]) -> date | None:
    """The one month or day that the titles name (岩泉县2023年12月团员统计表); None where they name several."""
    named = {found for text in texts for found in _TITLE_DATE.findall(squeeze(text))}
    if len(named) != 1:
        return None
    text = named.pop()
    parsed = values.parse(text, "date").value
    return (parsed if _has_day(text) else _month_end(parsed)) if isinstance(parsed, date) else None


_YEAR = r"(?<![\d.])(20\d{2})"
_MONTH = r"(0?[1-9]|1[0-2])"
_DASH = r"[-—–~～至到]{1,2}"
_SCHOOL_YEAR = re.compile(rf"{_YEAR}年?{_DASH}(20\d{{2}})学年")
_YEARS = re.compile(rf"{_YEAR}年?{_DASH}(20\d{{2}})(?!\d|学年)(年|年度)?")
_MONTHS = re.compile(rf"{_YEAR}年{_MONTH}月?{_DASH}(?:(20\d{{2}})年)?{_MONTH}月(?!\d)")
_ONE_MONTH = re.compile(rf"{_YEAR}(?:年{_MONTH}月(?!(?:{_DASH})?\d)|[-._/]?(0[1-9]|1[0-2])(?![-._/年月]?\d))")
_HALF = re.compile(rf"{_YEAR}年?度?(上|下)半年")
_QUARTER = re.compile(rf"{_YEAR}年?度?[-_]?(?:第?([一二三四1-4])季度?|[Qq]([1-4])(?!\d))")
_WHOLE_YEAR = re.compile(rf"{_YEAR}(?:年度|年(?!\d|{_DASH})|(?![\d年级届]|[-._/]\d|{_DASH}\d))")


class Named(NamedTuple):
    """The months a sheet is called after: the first and the last, by their first days."""

    first: date
    last: date
    exact: bool  # months, a quarter, a half-year; not years, which a ledger may begin or end within


def named_months(texts: Sequence[str], sheet_name: str, file: str) -> Named | None:
    """The months that titles, else the sheet's name, else the file's name say the rows are of. A day (截至2023年6月30日,
    20230630) names no months; nor do two different stretches in one text."""
    for words in (*([text] for text in texts), [sheet_name], [file.rsplit(".", 1)[0]]):
        found = {months for text in words if (months := _months_in(squeeze(text)))}
        if len(found) == 1:
            return found.pop()
    return None


def _months_in(text: str) -> Named | None:
    """The one stretch of months a squeezed text names, the most exact way of naming first."""
    if _AS_OF.search(text) or "学期" in text:  # a day; a term, which begins and ends when the school says
        return None

    def span(year: str, first: int, last_year: str, last: int, exact: bool = True) -> Named:
        return Named(date(int(year), first, 1), date(int(last_year), last, 1), exact)

    ways = (
        (_SCHOOL_YEAR, lambda m: span(m[1], 9, m[2], 8, exact=False)),
        (_MONTHS, lambda m: span(m[1], int(m[2]), m[3] or m[1], int(m[4]))),
        (_HALF, lambda m: span(m[1], 1 if m[2] == "上" else 7, m[1], 6 if m[2] == "上" else 12)),
        (_QUARTER, lambda m: span(m[1], 3 * _number(m[2] or m[3]) - 2, m[1], 3 * _number(m[2] or m[3]))),
        (_YEARS, lambda m: span(m[1], 1, m[2], 12, exact=False)),
        (_ONE_MONTH, lambda m: span(m[1], int(m[2] or m[3]), m[1], int(m[2] or m[3]))),
        (_WHOLE_YEAR, lambda m: span(m[1], 1, m[1], 12, exact=False)),
    )
    for shape, read in ways:
        found = {read(match) for match in shape.finditer(text)}
        if found:
            named = found.pop()
            other = _months_in(shape.sub(" ", text))  # 2023年6月（2023年度）: a wider one says no more
            apart = other and not other.first <= named.first <= named.last <= other.last
            return None if found or apart or named.last < named.first else named
    return None


def _number(quarter: str) -> int:
    return "一二三四".find(quarter) + 1 or int(quarter)


def _has_day(text: str) -> bool:
    return len(re.findall(r"\d+", text)) >= 3 or len(re.sub(r"\D", "", text)) >= 8


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
