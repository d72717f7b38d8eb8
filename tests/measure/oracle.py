"""The cube worked out a second time, in polars: slower, plainer, and sharing nothing with the engine's SQL."""

from datetime import date

import polars as pl

from tuanqing.define.query import Indicator

GRAINS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
PARTS = ("numerator", "denominator")
BOUNDS = ("lower_bound", "denominator_lower_bound")  # of the numerator (or a count), of the denominator
KEYS = ["dimension", "member", "area_code", "grain", "period"]
NEVER = date.max
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


def elsewhere(areas: pl.DataFrame) -> list[tuple[str, date, date, str]]:
    """Where a unit counts while it does not stand: (code, from month, up to month, the unit it went to or came from)."""
    if "successor_code" not in areas.columns:
        return []
    known = {row["area_code"]: row for row in areas.to_dicts()}
    ended = [row for row in known.values() if row["valid_to"]]
    found = []
    for row in ended:
        end, heir = row["valid_to"].replace(day=1), row["successor_code"]
        found.append((row["area_code"], end, NEVER, heir or row["parent_code"]))
        begun = known[heir]["valid_from"] if heir in known else None
        if (
            begun
            and begun >= row["valid_to"]
            and sum(other["successor_code"] == heir for other in ended) == 1
        ):
            found.append((heir, date.min, end, row["area_code"]))
    return found


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
    for bound in BOUNDS:
        told = pl.col(bound).fill_null(False) if bound in facts.columns else pl.lit(False)
        facts = facts.with_columns(told.alias(bound))
    if "distinct" not in indicator.over_time.values():  # who it was does not matter: fewer rows to spread
        facts = facts.group_by("area_code", "month", *indicator.by).agg(
            *(total(part) for part in PARTS), pl.col(*BOUNDS).any()
        )
    spread = facts.join(pairs(areas), on="area_code").drop("area_code").rename({"ancestor": "area_code"})
    for code, since, until, instead in elsewhere(areas):
        away = (pl.col("area_code") == code) & (pl.col("month") >= since) & (pl.col("month") < until)
        spread = spread.with_columns(area_code=pl.when(away).then(pl.lit(instead)).otherwise("area_code"))
    found = []
    for dimension in ["", *indicator.by]:
        member = pl.col(dimension).cast(pl.String) if dimension else pl.lit("")
        rows = spread.with_columns(member=member, dimension=pl.lit(dimension)).filter(
            pl.col("member").is_not_null()
        )
        for grain, months in GRAINS.items():
            dated = rows.with_columns(period=first_day(months), grain=pl.lit(grain))
            found.append(_figures(dated, indicator))
    figures = pl.concat(found)
    for code, since, until, _instead in elsewhere(areas):
        if (
            set(indicator.over_time.values()) == {"last"} and until == NEVER
        ):  # it stood at no end after its own
            ends = pl.col("period").dt.offset_by(
                pl.col("grain").replace_strict({name: f"{months - 1}mo" for name, months in GRAINS.items()})
            )
            figures = figures.filter((pl.col("area_code") != code) | (ends < since))
    return figures


def _figures(rows: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    rules = {part: indicator.over_time.get(part) or indicator.over_time["numerator"] for part in PARTS}
    table = rows.group_by(KEYS).agg()
    for part, rule in rules.items():
        table = table.join(_amount(rows, part, rule), on=KEYS, how="left")
    for bound, at_the_end in zip(
        BOUNDS, (set(rules.values()) == {"last"}, rules["denominator"] == "last"), strict=True
    ):
        told = (_at_the_end(rows) if at_the_end else rows).group_by(KEYS).agg(pl.col(bound).any())
        table = table.join(told, on=KEYS, how="left").with_columns(pl.col(bound).fill_null(False))
    ratio = pl.col("numerator").cast(pl.Float64)
    if indicator.is_rate:
        denominator = pl.col("denominator").cast(pl.Float64)
        known = ~pl.col("denominator_lower_bound")  # over "at least" stands neither at least nor at most
        ratio = pl.when(known & (denominator != 0)).then(indicator.factor * ratio / denominator)
        table = table.with_columns(pl.col("lower_bound") & known)
    else:
        table = table.with_columns(denominator=pl.lit(None, AMOUNT))
    return table.with_columns(value=ratio).select(*KEYS, *PARTS, "value", "lower_bound")


def total(part: str) -> pl.Expr:
    """The sum; null where every row leaves it empty."""
    return pl.when(pl.col(part).count() > 0).then(pl.col(part).sum())


def _amount(rows: pl.DataFrame, part: str, rule: str) -> pl.DataFrame:
    """One part of the figure by KEYS; null where every row leaves it empty."""
    if rule == "distinct":
        people = rows.filter(pl.col(part) > 0).group_by(KEYS).agg(pl.col("unit").drop_nulls().n_unique())
        whole = rows.select(KEYS).unique().join(people, on=KEYS, how="left")
        return whole.select(*KEYS, pl.col("unit").fill_null(0).cast(AMOUNT).alias(part))
    if rule == "sum":
        return rows.group_by(KEYS).agg(total(part))
    ever = rows.group_by(KEYS).agg(ever=pl.col(part).count() > 0)
    last = _at_the_end(rows).group_by(KEYS).agg(total(part), there=pl.len())
    gone = pl.col("there").is_null() & pl.col("ever")  # in the list earlier, and no longer at the end: 0 now
    return ever.join(last, on=KEYS, how="left").select(
        *KEYS, pl.when(gone).then(pl.lit(0, AMOUNT)).otherwise(part).cast(AMOUNT).alias(part)
    )


def _at_the_end(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of each area's last month of each period."""
    return rows.filter(pl.col("month") == pl.col("month").max().over("dimension", "area_code", "period"))


def differences(cube: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """Where two cubes differ, in what rows there are or in any figure; empty when they agree."""
    both = cube.with_columns(here=True).join(
        expected.with_columns(there=True), on=KEYS, how="full", coalesce=True, suffix="_expected"
    )
    exact = [pl.col(part).cast(AMOUNT).eq_missing(pl.col(f"{part}_expected")) for part in PARTS]
    value, wanted = pl.col("value"), pl.col("value_expected")
    near = (value - wanted).abs() <= 1e-9 * pl.max_horizontal(1.0, wanted.abs())
    close = near.fill_null(False) | (value.is_null() & wanted.is_null())
    bound = pl.col("lower_bound").eq_missing(pl.col("lower_bound_expected"))
    return both.filter(~pl.all_horizontal(*exact, close, bound, pl.col("here", "there").fill_null(False)))
