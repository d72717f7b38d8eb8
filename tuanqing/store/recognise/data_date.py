"""The date the rows of a sheet are of, where the sheet says it."""

import calendar
import re
from collections.abc import Sequence
from datetime import date

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


def _has_day(text: str) -> bool:
    return len(re.findall(r"\d+", text)) >= 3 or len(re.sub(r"\D", "", text)) >= 8


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
