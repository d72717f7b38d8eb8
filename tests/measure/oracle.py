"""The cube worked out a second time, in polars: slower, plainer, and sharing nothing with the engine's SQL."""

import polars as pl

from tuanqing.define.query import Indicator

GRAINS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KEYS = ["dimension", "member", "area_code", "grain", "period"]
AMOUNT = pl.Decimal(38, 4)


def pairs(areas: pl.DataFrame) -> pl.DataFrame:
    """Every area with itself and all that is above it, from a register's area_code and parent_code."""
    parents = areas.select(ancestor="area_code", above="parent_code")
    step = areas.select("area_code", ancestor="area_code")
    found = [step]
    while step.height:
        step = (
            step.join(parents, on="ancestor")
            .select("area_code", ancestor="above")
            .join(parents.select("ancestor"), on="ancestor", how="semi")
        )
        found.append(step)
    return pl.concat(found)


def first_day(months: int) -> pl.Expr:
    """The first day of the period of so many months that the column `month` lies in."""
    month = pl.col("month")
    return pl.date(month.dt.year(), (month.dt.month() - 1) // months * months + 1, 1)


def roll_up(facts: pl.DataFrame, areas: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """The cube's rows of an indicator from its finest rows: area_code, period, unit, numerator, denominator, by."""
    facts = facts.with_columns(
        pl.col("numerator", "denominator").cast(AMOUNT),
        pl.col("unit").cast(pl.String),
        month=pl.date(pl.col("period").dt.year(), pl.col("period").dt.month(), 1),
    )
    if "lower_bound" not in facts.columns:
        facts = facts.with_columns(lower_bound=pl.lit(False))
    spread = (
        facts.drop("period")
        .join(pairs(areas), on="area_code")
        .drop("area_code")
        .rename({"ancestor": "area_code"})
    )
    found = []
    for dimension in ["", *indicator.by]:
        member = pl.col(dimension).cast(pl.String) if dimension else pl.lit("")
        rows = spread.with_columns(member=member, dimension=pl.lit(dimension)).filter(
            pl.col("member").is_not_null()
        )
        for grain, months in GRAINS.items():
            dated = rows.with_columns(period=first_day(months), grain=pl.lit(grain))
            found.append(_figures(dated, indicator))
    return pl.concat(found)


def _figures(rows: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    rules = {part: indicator.over_time.get(part) or indicator.over_time["numerator"] for part in PARTS}
    table = rows.group_by(KEYS).agg(lower_bound=pl.col("lower_bound").fill_null(False).any())
    for part, rule in rules.items():
        table = table.join(_amount(rows, part, rule), on=KEYS, how="left")
    if "distinct" not in rules.values() and set(rules.values()) == {"last"}:
        table = table.drop("lower_bound").join(
            _at_the_end(rows).group_by(KEYS).agg(lower_bound=pl.col("lower_bound").fill_null(False).any()),
            on=KEYS,
            how="left",
        )
    ratio = pl.col("numerator").cast(pl.Float64)
    if indicator.is_rate:
        denominator = pl.col("denominator").cast(pl.Float64)
        ratio = pl.when(denominator != 0).then(indicator.factor * ratio / denominator)
    else:
        table = table.with_columns(denominator=pl.lit(None, AMOUNT))
    return table.with_columns(value=ratio, lower_bound=pl.col("lower_bound").fill_null(False)).select(
        *KEYS, *PARTS, "value", "lower_bound"
    )


PARTS = ("numerator", "denominator")


def _amount(rows: pl.DataFrame, part: str, rule: str) -> pl.DataFrame:
    """One part of the figure by KEYS; null where every row leaves it empty."""
    if rule == "distinct":
        people = rows.filter(pl.col(part) > 0).group_by(KEYS).agg(pl.col("unit").drop_nulls().n_unique())
        whole = rows.select(KEYS).unique().join(people, on=KEYS, how="left")
        return whole.select(*KEYS, pl.col("unit").fill_null(0).cast(AMOUNT).alias(part))
    known = pl.col(part).count() > 0
    if rule == "sum":
        return rows.group_by(KEYS).agg(pl.when(known).then(pl.col(part).sum()))
    ever = rows.group_by(KEYS).agg(ever=known)
    last = _at_the_end(rows).group_by(KEYS).agg(pl.when(known).then(pl.col(part).sum()), there=pl.len())
    gone = pl.col("there").is_null() & pl.col("ever")  # in the list earlier, and no longer at the end: 0 now
    return ever.join(last, on=KEYS, how="left").select(
        *KEYS, pl.when(gone).then(pl.lit(0, AMOUNT)).otherwise(part).cast(AMOUNT).alias(part)
    )


def _at_the_end(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of each area's last month of each period."""
    return rows.filter(pl.col("month") == pl.col("month").max().over("dimension", "area_code", "period"))


def differences(cube: pl.DataFrame, expected: pl.DataFrame, only: str = "") -> pl.DataFrame:
    """Where two cubes differ; empty when they agree in numerator, denominator and value."""
    both = cube.select(*KEYS, *PARTS, "value").join(
        expected.select(*KEYS, *PARTS, "value"), on=KEYS, how="full", coalesce=True, suffix="_expected"
    )
    here = cube.select(*KEYS, here=True).join(expected.select(*KEYS, there=True), on=KEYS, how="full", coalesce=True)
    missing = here.filter(pl.col("here").is_null() | pl.col("there").is_null()).select(KEYS)

    def same(part: str, slack: float) -> pl.Expr:
        mine, theirs = pl.col(part).cast(pl.Float64), pl.col(f"{part}_expected").cast(pl.Float64)
        near = (mine - theirs).abs() <= slack * pl.max_horizontal(pl.lit(1.0), theirs.abs())
        return (mine.is_null() & theirs.is_null()) | near.fill_null(False)

    exact = [
        pl.col(part).cast(AMOUNT).eq_missing(pl.col(f"{part}_expected").cast(AMOUNT)) for part in PARTS
    ]
    wrong = both.filter(~pl.all_horizontal(*exact, same("value", 1e-9)))
    return pl.concat([wrong, both.join(missing, on=KEYS, how="semi")]).unique()
