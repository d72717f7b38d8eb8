"""The tables of the samples as an oracle reads them, and the shape in which it gives an indicator's rows."""

from collections.abc import Callable

import polars as pl

from tests.measure.oracle import pairs


class Tables:
    """The rows of the samples' tables, and the lists in force month by month."""

    def __init__(self, con):
        self.con = con
        self.areas = con.frame("SELECT * FROM store.area WHERE _ended IS NULL")
        self.paths = pairs(self.areas.select("area_code", "parent_code")).join(
            self.areas.select(ancestor="area_code", level="level"), on="ancestor"
        )
        self.lists = con.frame("SELECT DISTINCT dataset, as_of, cover, county FROM store.list")
        self.lists = self.lists.filter(pl.col("dataset") != "area")
        days = pl.concat(
            [
                self.lists.select(day="as_of"),
                *(self.rows(dataset).select(day=column) for dataset, column in EVENTS.items()),
            ]
        )
        day = pl.col("day")
        first, last = days.select(day.min().dt.month_start(), last=day.max()).row(0)
        months = pl.date_range(first, last, interval="1mo", eager=True)
        self.months = pl.DataFrame({"period": months}).with_columns(last_day=pl.col("period").dt.month_end())

    def rows(self, dataset: str) -> pl.DataFrame:
        """All rows nobody has replaced or withdrawn."""
        return self.con.frame(f"SELECT * FROM store.{dataset} WHERE _ended IS NULL")

    def listed(self, dataset: str) -> pl.DataFrame:
        """By month and covered area, the date of the newest list that is not younger than the month."""
        own = self.lists.filter(pl.col("dataset") == dataset).drop("dataset")
        known = self.months.join(own, how="cross").filter(pl.col("as_of") <= pl.col("last_day"))
        return known.group_by("period", "cover", "county").agg(pl.col("as_of").max())

    def monthly(self, dataset: str) -> pl.DataFrame:
        """The rows of a registry as they stood at the end of each month."""
        listed = self.listed(dataset)
        return self.rows(dataset).join(listed, left_on=["_cover", "_as_of"], right_on=["cover", "as_of"])

    def events(self, dataset: str) -> pl.DataFrame:
        """The rows of an events dataset with the month they fall in."""
        day = pl.col(EVENTS[dataset])
        return self.rows(dataset).with_columns(period=pl.date(day.dt.year(), day.dt.month(), 1))


EVENTS = {
    "volunteer_service": "served_on",
    "youth_home_event": "held_on",
    "funding": "paid_on",
    "aid": "paid_on",
}
NOBODY = pl.lit(None, pl.Int64)

ONE = pl.lit(1)
Meaning = Callable[[Tables], pl.DataFrame]


def rows_of(frame: pl.DataFrame, unit: str, numerator, denominator=NOBODY, *by: str) -> pl.DataFrame:
    return frame.select(
        "area_code", "period", pl.col(unit).alias("unit"), *by, numerator=numerator, denominator=denominator
    )
