"""How evenly something is spread over areas: Gini, Theil split into between and within groups, and plainer words.

Each area counts with the people it has, so the measures speak of people and not of townships. Definitions: Gini as the
mean difference of all pairs over twice the mean; Theil's T, which splits without a rest (as iIneq and countryatlas do).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import seen, tree
from tuanqing.measure.amount import amounts, comparable
from tuanqing.store.warehouse.snapshot import Snapshot

TOP = 0.2  # the best-off share of people whose part of the whole is told
GROUPS = ("county", "kind")  # areas can be grouped by the county they lie in, or by what kind they are


@dataclass(frozen=True)
class Theil:
    """Theil's T; `between` and `within` add up to `total`."""

    total: float
    between: float
    within: float

    @property
    def between_share(self) -> float | None:
        """What of the total lies between the groups, in per cent; None where there is nothing to split."""
        return 100 * self.between / self.total if self.total > 1e-12 else None


@dataclass(frozen=True)
class Spread:
    """An indicator per head over areas, in one period.

    `areas`, the most first: area_code, area_name, grp, amount, people, per_head, under (below the mean). `groups`, the
    most first: grp, areas, amount, people, per_head, share_people and share_amount (per cent). `silent`: the areas (code,
    name) that have not reported the whole of it, or only "at least". `peopleless`: those with no people to divide by.
    Both are in no measure. The measures are None below two areas.
    """

    areas: pl.DataFrame
    groups: pl.DataFrame
    silent: tuple[tuple[str, str], ...]
    peopleless: tuple[tuple[str, str], ...]
    amount: float
    people: float
    per_head: float | None
    gini: float | None
    theil: Theil | None
    ratio: float | None  # most ÷ least; None where the least is nought
    top_share: float | None  # of the amount, that reaches the best-off fifth of people, in per cent


def gini(values: np.ndarray, weights: np.ndarray) -> float:
    """ΣΣ wᵢwⱼ|yᵢ − yⱼ| ÷ (2W²μ): 0 where all have the same; by sorting, so that many areas stay cheap."""
    order = np.argsort(values)
    y, w = values[order], weights[order]
    below = np.cumsum(w) - w
    above = w.sum() - below - w
    return float((w * y * (below - above)).sum() / (w.sum() * (w * y).sum()))


def theil(values: np.ndarray, weights: np.ndarray, groups: np.ndarray) -> Theil:
    """Theil's T of the values, and what of it lies between the groups and what within them; 0 · ln 0 is 0."""
    _names, of = np.unique(groups, return_inverse=True)
    people = np.bincount(of, weights)
    amounts = np.bincount(of, weights * values)
    mean = amounts.sum() / people.sum()
    shares = amounts / amounts.sum()  # (W_g ÷ W)(μ_g ÷ μ)
    inner = np.bincount(
        of, (weights * values) / amounts.sum() * _log(values / np.where(amounts > 0, amounts / people, 1)[of])
    )
    between = float((shares * _log(amounts / people / mean)).sum())
    total = float((weights / weights.sum() * (values / mean) * _log(values / mean)).sum())
    return Theil(total, between, float(inner.sum()))


def _log(ratios: np.ndarray) -> np.ndarray:
    return np.log(np.where(ratios > 0, ratios, 1))


def top_share(values: np.ndarray, weights: np.ndarray, top: float = TOP) -> float:
    """The part of the whole, in per cent, that the best-off `top` of the weight has; an area may be split."""
    order = np.argsort(-values)
    y, w = values[order], weights[order]
    left = top * w.sum() - (np.cumsum(w) - w)
    taken = np.clip(left, 0, w)
    return float(100 * (taken * y).sum() / (w * y).sum())


def spread(
    snapshot: Snapshot, indicator: Indicator, area: str, level: str, period: Period, by: str
) -> Spread:
    """The indicator per head in the areas of a level below `area`, grouped by `by`, one of GROUPS.

    A rate is divided by its own denominator; a plain amount by the youth population of the area register.
    """
    seen.refuse_part(snapshot, area)
    if by not in GROUPS:
        raise Refused(
            _("Areas cannot be grouped by {by}. Choose one of: {known}.").format(
                by=by, known=", ".join(GROUPS)
            )
        )
    grouped = "coalesce(county.name, '')" if by == "county" else "coalesce(area.kind, '')"
    everyone = snapshot.frame(
        f"""
        SELECT area.area_code, area.name AS area_name, {grouped} AS grp, area.youth
        FROM area_path AS path JOIN area USING (area_code) JOIN area_span AS span USING (area_code)
        LEFT JOIN area_path AS up ON up.area_code = area.area_code AND up.ancestor_level = 'county'
            AND {tree.lies("up", "$last::DATE")}
        LEFT JOIN area AS county ON county.area_code = up.ancestor_code
        WHERE path.ancestor_code = $area AND path.steps > 0 AND area.level = $level
            AND area.counts IS DISTINCT FROM false
            AND {tree.lies("path", "$last::DATE")} AND {tree.lies("span", "$last::DATE")}
        ORDER BY area.area_code
        """,
        area=area,
        level=level,
        last=period.last,
    )
    held = amounts(snapshot, [indicator], everyone["area_code"].to_list(), [period])
    rows, silent, peopleless = [], [], []
    for row in everyone.to_dicts():
        code, name = row["area_code"], row["area_name"]
        amount = held[indicator.name, code, period]
        people = amount.denominator if indicator.is_rate else row["youth"]
        if not comparable([amount]) or amount.absence in ("hidden", "unreported"):
            silent.append((code, name))
        elif amount.numerator is None or amount.numerator < 0:
            continue  # everybody has reported, and there is none of the kind
        elif not people:
            peopleless.append((code, name))
        else:
            whole, heads = float(amount.numerator), float(people)
            factor = indicator.factor if indicator.is_rate else 1
            rows.append([code, name, row["grp"], whole, heads, factor * whole / heads])
    known = pl.DataFrame(rows, schema=_AREAS, orient="row")
    return _measured(
        known.sort("per_head", "area_code", descending=[True, False]), tuple(silent), tuple(peopleless)
    )


_AREAS = {
    "area_code": pl.String,
    "area_name": pl.String,
    "grp": pl.String,
    "amount": pl.Float64,
    "people": pl.Float64,
    "per_head": pl.Float64,
}


def _measured(
    known: pl.DataFrame, silent: tuple[tuple[str, str], ...], peopleless: tuple[tuple[str, str], ...]
) -> Spread:
    y, w = (known[name].to_numpy() for name in ("per_head", "people"))
    amount, people = float(known["amount"].sum()), float(known["people"].sum())
    enough = len(known) > 1 and amount > 0
    groups = (
        known.group_by("grp")
        .agg(pl.len().alias("areas"), pl.col("amount").sum(), pl.col("people").sum(), (pl.col("per_head") * pl.col("people")).sum().alias("held"))
        .with_columns(
            per_head=pl.col("held") / pl.col("people"),
            share_people=100 * pl.col("people") / people,
            share_amount=100 * pl.col("amount") / (amount or 1),
        )
        .drop("held")
        .sort("per_head", "grp", descending=[True, False])
    )  # fmt: skip
    least = float(y.min()) if len(y) else 0.0
    mean = float((y * w).sum() / people) if people else None
    return Spread(
        areas=known.with_columns(
            under=pl.lit(None, pl.Boolean) if mean is None else pl.col("per_head") < mean
        ),
        groups=groups,
        silent=silent,
        peopleless=peopleless,
        amount=amount,
        people=people,
        per_head=mean,
        gini=gini(y, w) if enough else None,
        theil=theil(y, w, known["grp"].to_numpy()) if enough else None,
        ratio=float(y.max()) / least if enough and least > 0 else None,
        top_share=top_share(y, w) if enough else None,
    )
