"""The Chinese working calendar as a table, for rules that count working days (a public notice lasts five)."""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:  # both are imported where working days are made: a command that only reads needs neither
    import polars as pl

FIRST = date(2004, 1, 1)  # where the library's calendar begins


def create(con: duckdb.DuckDBPyConnection, overruled: dict[date, bool]) -> None:
    """Make `working_day(day, is_working, nth)`; `nth` counts the working days up to and including that day.

    Working days from a to b, both included: nth(b) - nth(a) + is_working(a). A day in `overruled` is what it says
    there; else what the State Council's notices made of it; in years neither knows, Monday to Friday.
    """
    con.register("days", _days(tuple(sorted(overruled.items()))))
    con.execute(
        "CREATE OR REPLACE TABLE main.working_day AS SELECT day, is_working, "
        "sum(is_working::INTEGER) OVER (ORDER BY day)::BIGINT AS nth FROM days ORDER BY day"
    )
    con.unregister("days")


@cache
def _days(overruled: tuple[tuple[date, bool], ...]) -> "pl.DataFrame":
    import chinese_calendar
    import polars as pl

    told = dict(overruled)
    years = {day.year for day in chinese_calendar.holidays}
    last = date(max(date.today().year, max(years), *(day.year for day in told)) + 1, 12, 31)
    days = [FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)]
    usual = [chinese_calendar.is_workday(day) if day.year in years else day.weekday() < 5 for day in days]
    return pl.DataFrame(
        {"day": days, "is_working": [told.get(d, u) for d, u in zip(days, usual, strict=True)]}
    )
