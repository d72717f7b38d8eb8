"""The tables of the samples as an oracle reads them, and the shape in which it gives an indicator's rows."""

from collections.abc import Callable

import polars as pl

from tests.measure.oracle import pairs
from tuanqing.define import contract as contracts_of

CONTRACTS = contracts_of.load_all()


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

    def spoken(self, dataset: str) -> pl.DataFrame:
        """By month and batch, the areas it speaks for and those in them, with the columns it gives and whether the
        area is told from its like: area_code, period, batch, since, columns, apart."""
        contract = CONTRACTS[dataset]
        levels = dict(self.areas.select("area_code", "level").iter_rows())
        said = self.con.frame("SELECT * FROM store.coverage WHERE dataset = $dataset", dataset=dataset)
        given = [contract.gives(row["columns"], levels.get(row["area_code"])) for row in said.to_dicts()]
        said = said.with_columns(columns=pl.Series(given, dtype=pl.List(pl.String)))
        rows = said.select("batch", "columns", since="first_month", until="last_month", root="area_code")
        rows = rows.join(self.months, how="cross").filter(pl.col("since") <= pl.col("period"))
        if not contract.is_registry:
            rows = rows.filter(pl.col("period") <= pl.col("until"))
        rows = rows.join(self.paths.select("area_code", root="ancestor"), on="root")
        rows = rows.join(self.areas.select("area_code", "valid_from", "valid_to"), on="area_code").filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("last_day")),
            pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("last_day")),
        )
        if contract.is_registry:
            rows = rows.filter(pl.col("since") == pl.col("since").max().over("area_code", "period"))
        told = {
            level: {column.name for column in contract.area_columns if level in column.level}
            for level in set(levels.values())
        }
        apart = [
            row["root"] == row["area_code"] or not told[levels[row["area_code"]]].isdisjoint(row["columns"])
            for row in rows.select("root", "area_code", "columns").iter_rows(named=True)
        ]
        return rows.with_columns(apart=pl.Series(apart, dtype=pl.Boolean))

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
