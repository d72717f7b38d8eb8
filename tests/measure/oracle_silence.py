"""Where a count is 0 because somebody has said that nothing happened, worked out from the batches' word in polars."""

from collections.abc import Mapping

import polars as pl

from tests.measure.tables import CONTRACTS, Tables
from tuanqing.define import rule as rules_of
from tuanqing.define.query import Indicator


def zeros(
    t: Tables, indicator: Indicator, measured: Mapping[str, list[str]], facts: pl.DataFrame
) -> pl.DataFrame:
    """Rows of 0 for a count, in the shape of its rows (`facts`): one per place and month that has reported all it reads
    (`measured`: the columns by dataset); none in a county whose rows were never of the kind counted."""
    lists = any(CONTRACTS[dataset].is_registry for dataset in measured)
    wanted = pl.DataFrame(schema={"area_code": pl.String, "period": pl.Date})
    if not indicator.is_rate and measured and (indicator.over_time["numerator"] == "last" or not lists):
        found = [_heard(t, dataset, set(columns)) for dataset, columns in measured.items()]
        wanted = found[0]
        for other in found[1:]:
            wanted = wanted.join(other, on=["area_code", "period"], how="semi")
        counties = t.paths.filter(pl.col("level").is_in(["county", "prefecture"])).select(
            "area_code", _within="ancestor"
        )
        counted = facts.filter(pl.col("numerator") > 0).join(counties, on="area_code")["_within"]
        filled = [set(t.rows(dataset).join(counties, on="area_code")["_within"]) for dataset in measured]
        mute = sorted(set.intersection(*filled) - set(counted))
        theirs = counties.filter(pl.col("_within").is_in(mute))
        wanted = wanted.join(theirs, on="area_code", how="anti")
    return wanted.with_columns(
        unit=pl.lit(None, pl.String), numerator=pl.lit(0), denominator=pl.lit(None, pl.Int64)
    )


def _heard(t: Tables, dataset: str, columns: set[str]) -> pl.DataFrame:
    """The places told apart that have, lie in, or hold a unit which has reported these columns."""
    spoken = t.spoken(dataset)
    levels = t.areas.select("area_code", "level")
    places = spoken.join(levels, on="area_code").filter(
        pl.col("apart"),
        pl.col("level").is_in(["county", "township"]) | (pl.col("area_code") == pl.col("root")),
    )
    units = _units(t, dataset, spoken)
    whole = [columns <= set(row) for row in units["columns"].to_list()]
    units = units.filter(pl.Series(whole, dtype=pl.Boolean)).select("area_code", "period")
    up = units.join(t.paths, on="area_code").select("period", area_code="ancestor")
    down = units.rename({"area_code": "ancestor"}).join(t.paths, on="ancestor").select("period", "area_code")
    near = pl.concat([up, down]).unique()
    return places.join(near, on=["area_code", "period"], how="semi").select("area_code", "period").unique()


def _units(t: Tables, dataset: str, spoken: pl.DataFrame) -> pl.DataFrame:
    """The owing units spoken for and the columns that count: where a batch has rows, only those of such batches."""
    rules = sorted(
        (rule for rule in rules_of.load_all()["reporting"].rows if rule["dataset"] == dataset),
        key=lambda rule: -len(rule.get("area", "")),
    )
    owing = [
        row["area_code"]
        for row in t.areas.to_dicts()
        if row["counts"] is not False
        and next((r["level"] for r in rules if row["area_code"].startswith(r.get("area", ""))), None)
        == row["level"]
    ]
    rows = t.rows(dataset)
    day = "_as_of" if CONTRACTS[dataset].is_registry else str(CONTRACTS[dataset].date)
    own = rows.select("_batch", "_line", "area_code", since=pl.col(day).dt.month_start())
    seen = t.con.frame(
        "SELECT row_batch, row_line, batch FROM store.seen WHERE dataset = $dataset", dataset=dataset
    )
    again = own.join(seen, left_on=["_batch", "_line"], right_on=["row_batch", "row_line"])
    there = pl.concat(
        [own.select("area_code", "since", batch="_batch"), again.select("area_code", "since", "batch")]
    )
    there = there.join(t.paths, on="area_code").select("batch", "since", area_code="ancestor").unique()
    told = spoken.filter(pl.col("area_code").is_in(owing))
    month = "since" if CONTRACTS[dataset].is_registry else "period"
    told = told.join(
        there.rename({"since": month}).with_columns(has=True), on=["batch", "area_code", month], how="left"
    ).with_columns(pl.col("has").fill_null(False))
    told = told.filter(pl.col("has") | ~pl.col("has").any().over("area_code", "period"))
    return told.group_by("area_code", "period").agg(pl.col("columns").list.explode().unique())
