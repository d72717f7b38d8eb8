"""Composite indices: a score of 0 to 100 per area, what it is made of, its rank and how sure that rank is.

Method of the OECD and JRC handbook as COINr puts it: each indicator is brought to 0–100 points, the points are put
together by weight; a part without data is left out and the other weights rescaled, which the result says. How much a
rank owes to the choice of weights is told by drawing the weights anew many times and by leaving out one part at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.index import Index, Part
from tuanqing.define.language import _
from tuanqing.define.period import GRAINS, Period
from tuanqing.define.query import Indicator
from tuanqing.measure import completeness, places, read, seen
from tuanqing.measure.amount import Amount, amounts, comparable
from tuanqing.measure.figure import changed
from tuanqing.store.warehouse.snapshot import Snapshot

DRAWS = 2000  # of the weights
SEED = 20200630  # the same draws each time, so that a page and a report agree
_EXACT = 9  # decimals: 89.99999999999999 is 90 that arithmetic has frayed, 89.99 is not


@dataclass(frozen=True)
class Scored:
    """An index in one period.

    `areas`, the best first, those without a score last: area_code, area_name, score, rank (none for who lacks a part that
    others have reported), tied (how many share it), before (the score of the period before), delta (none where a part
    cannot be compared with what it was, or none is another observation), stars, veto (why it has not more), known
    (parts with data), known_weight, missing (the indicators without), rank_low and rank_high (the 5th and 95th
    percentile of ranks over the draws), left_out_low and left_out_high (the best and the worst rank with one part left
    out), best_part, best_gain and lifted (which part at full marks would lift the score most, by how much, to what).
    `parts`, one row per area and part: area_code, indicator, value, numerator, denominator (what stands there, also where
    it is no base of a score), points (0–100),
    share (its weight among the known parts, in per cent), contribution (of the score), gain (to the score, at full marks).
    `bands`: stars, areas, share (of the areas scored, in per cent), quota, over.
    `incomparable`: indicators that tell no area from another here, and so count for nobody.
    `months`: how many months of the period the data reach into; yearly goalposts are asked for pro rata.
    `held`: by area and indicator what stands there, and who has reported it.
    """

    index: Index
    period: Period
    areas: pl.DataFrame
    parts: pl.DataFrame
    bands: pl.DataFrame
    incomparable: tuple[str, ...]
    months: int
    held: Mapping[tuple[str, str], Amount]


def score(snapshot: Snapshot, index: Index, area: str, period: Period) -> Scored:
    """The index of every area of its level below `area` (or of the area's neighbours, where it is of that level).

    Raises Refused where there is no such area.
    """
    seen.refuse_part(snapshot, area)
    codes, names = _compared(snapshot, index, area, period)
    now, before = _Values.read(snapshot, index, codes, (period, period.shift(-1)))
    span = completeness.span(snapshot, area)
    months = reached(period, span)
    points = normalised(now.values, index, months)
    weights = np.array([part.weight for part in index.parts])
    scores = _enough(aggregated(points, weights, index.aggregate), points, index)
    earlier = normalised(before.values, index, reached(before.period, span))
    was = _enough(aggregated(earlier, weights, index.aggregate), earlier, index)
    shares, contributions, gains = _made_of(points, weights, scores, index.aggregate)
    lacks = (now.unheard & ~now.unheard.all(axis=0)).any(axis=1)  # what others have reported
    placed = ~np.isnan(scores) & ~lacks
    low, high = drawn_ranks(points, weights, index.aggregate, placed)
    out_low, out_high = left_out_ranks(points, weights, index.aggregate, placed)
    place = ranks(np.where(placed, scores, np.nan))
    comparison = np.where(_changed(now, before, index), scores - was, np.nan)
    stars, vetoes = _stars(index, np.where(placed, scores, np.nan), now.vetoes)
    best = np.where(np.isnan(gains), -1.0, gains)
    titles = np.array([part.indicator.name for part in index.parts])
    known = ~np.isnan(points)
    areas = pl.DataFrame(
        {
            "area_code": codes,
            "area_name": names,
            "score": _nullable(scores),
            "rank": _whole(place),
            "tied": [int((place == own).sum()) if own == own else None for own in place],
            "before": _nullable(was),
            "delta": _nullable(comparison),
            "stars": pl.Series(stars, dtype=pl.Int64),
            "veto": pl.Series(vetoes, dtype=pl.String),
            "known": known.sum(axis=1),
            "known_weight": known @ weights,
            "missing": [list(titles[row]) for row in np.isnan(now.values)],
            "rank_low": _whole(low),
            "rank_high": _whole(high),
            "left_out_low": _whole(out_low),
            "left_out_high": _whole(out_high),
            "best_part": [_best(titles, row) for row in best],
            "best_gain": _nullable(np.where(best.max(axis=1) > 0, best.max(axis=1), np.nan)),
            "lifted": _nullable(np.where(best.max(axis=1) > 0, scores + best.max(axis=1), np.nan)),
        }
    ).sort(pl.col("score").round(_EXACT), pl.col("area_code"), descending=[True, False], nulls_last=True)
    flat = {
        "value": now.values,
        "numerator": now.part("numerator"),
        "denominator": now.part("denominator"),
        "points": points,
        "share": shares,
        "contribution": contributions,
        "gain": gains,
    }
    parts = pl.DataFrame(
        {
            "area_code": np.repeat(codes, len(index.parts)),
            "indicator": np.tile(titles, len(codes)),
            **{name: _nullable(matrix.ravel()) for name, matrix in flat.items()},
        }
    )
    useless = known.any(axis=0) < (~np.isnan(now.values)).any(axis=0)
    held = {
        (code, part.indicator.name): amount
        for code, row in zip(codes, now.held, strict=True)
        for part, amount in zip(index.parts, row, strict=True)
    }
    return Scored(index, period, areas, parts, _bands(index, areas), tuple(titles[useless]), months, held)


def _best(titles: np.ndarray, gains: np.ndarray) -> str | None:
    """The part that would gain most; nothing where none would, or two as much."""
    most = gains.max()
    alone = np.isclose(gains, most, rtol=0, atol=10.0**-_EXACT).sum() == 1
    return str(titles[gains.argmax()]) if most > 0 and alone else None


def _compared(snapshot: Snapshot, index: Index, area: str, period: Period) -> tuple[list[str], list[str]]:
    place = places.place(snapshot, area)
    over = place.path[-2][0] if place.level == index.level and len(place.path) > 1 else area
    codes = places.below(snapshot, over, index.level, period)
    if not codes:
        raise Refused(
            _("{title} has nobody to compare below {area}.").format(title=index.title, area=place.name)
        )
    names = read.area_names(snapshot)
    return codes, [names[code] for code in codes]


@dataclass(frozen=True)
class _Values:
    """What stands for an index's indicators: areas × parts, NaN where nothing can be said.

    A partial total and one that is only "at least" are no base of a score: `unheard` says where such, or nothing, was
    reported, as against what there is none of in an area.
    """

    period: Period
    held: list[list[Amount]]  # areas × parts
    values: np.ndarray
    unheard: np.ndarray
    vetoes: np.ndarray  # areas × vetoes

    @classmethod
    def read(
        cls, snapshot: Snapshot, index: Index, codes: list[str], periods: Sequence[Period]
    ) -> "list[_Values]":
        asked = [part.indicator for part in index.parts] + [veto.indicator for veto in index.vetoes]
        found = amounts(snapshot, list({i.name: i for i in asked}.values()), codes, periods)
        width, each = len(index.parts), []
        for period in periods:
            held = [[found[indicator.name, code, period] for indicator in asked] for code in codes]
            values = np.array([[_known(amount) for amount in row] for row in held], dtype=float)
            unheard = np.array([[not comparable([amount]) for amount in row] for row in held])
            parts = [row[:width] for row in held]
            each.append(cls(period, parts, values[:, :width], unheard[:, :width], values[:, width:]))
        return each

    def part(self, name: str) -> np.ndarray:
        """A part of what stands: numerators or denominators."""
        told = [[getattr(amount, name) for amount in row] for row in self.held]
        return np.array([[np.nan if one is None else float(one) for one in row] for row in told])


def _known(amount: Amount) -> float:
    return amount.value if amount.value is not None and comparable([amount]) else np.nan


def _is_news(now: Amount, before: Amount, indicator: Indicator) -> bool | None:
    """Whether a part is another observation than the one before; None where the two cannot be compared at all."""
    told = changed(indicator, "previous", now, before)
    return True if told.kind else False if told.reason == "same_list" else None


def _changed(now: _Values, before: _Values, index: Index) -> np.ndarray:
    """For which areas a score may be compared with the one before: every part that is known is known then too and can
    be compared with it, and one of them is another observation.
    """
    told = []
    for line, (row, earlier) in enumerate(zip(now.held, before.held, strict=True)):
        news = [
            _is_news(amount, was, part.indicator)
            for n, (amount, was, part) in enumerate(zip(row, earlier, index.parts, strict=True))
            if not (np.isnan(now.values[line, n]) and np.isnan(before.values[line, n]))
        ]
        told.append(None not in news and True in news)
    return np.array(told, dtype=bool)


def reached(period: Period, span: tuple[date, date] | None) -> int:
    """Months of a period that the data reach into: what is asked of a year is asked of them pro rata."""
    if span is None:
        return GRAINS[period.grain]
    first, last = max(span[0], period.first), min(span[1], period.last)
    return max(1, (last.year - first.year) * 12 + last.month - first.month + 1)


def normalised(values: np.ndarray, index: Index, months: int) -> np.ndarray:
    """Values (areas × parts) as points of 0 to 100, more always better; a part without any spread becomes NaN.

    goalposts: between fixed floor and cap, those of a year for so many of its `months`, cut off there. minmax: between the least and the most of these areas.
    z: 50 + 10 × (x − mean) ÷ sd (of a sample), cut off at 0 and 100. rank: (rank − 1) ÷ (n − 1), ties share.
    """
    turned = np.array([1.0 if part.direction == "higher" else -1.0 for part in index.parts])
    if index.normalise == "goalposts":
        floor, cap = np.array([_goalposts(part, months) for part in index.parts]).T
        share = (values - floor) / (cap - floor)
        return 100 * np.clip(np.where(turned > 0, share, 1 - share), 0, 1)
    known = ~np.isnan(values)
    n, x = known.sum(axis=0), values * turned
    filled = np.where(known, x, 0)
    with np.errstate(divide="ignore", invalid="ignore"):  # no spread, or nobody: NaN is the answer
        if index.normalise == "minmax":
            least = np.where(known, x, np.inf).min(axis=0)
            most = np.where(known, x, -np.inf).max(axis=0)
            points = 100 * (x - least) / np.where(most > least, most - least, np.nan)
        elif index.normalise == "z":
            mean = filled.sum(axis=0) / n
            sd = np.sqrt((np.where(known, x - mean, 0) ** 2).sum(axis=0) / (n - 1))
            points = np.clip(50 + 10 * (x - mean) / np.where(sd > 1e-12, sd, np.nan), 0, 100)
        else:
            below = (known[None] & (x[None] < x[:, None])).sum(axis=1)
            alike = (known[None] & (x[None] == x[:, None])).sum(axis=1)
            spread = (alike.max(axis=0) < n) & (n > 1)
            points = 100 * (below + (alike - 1) / 2) / np.where(spread, n - 1, np.nan)
    return np.where(known, points, np.nan)


def _goalposts(part: Part, months: int) -> tuple[float, float]:
    if part.floor is None or part.cap is None:
        raise ValueError(part.indicator.name)  # define/composite.py lets no such index in
    share = months / 12 if part.yearly else 1.0
    return part.floor * share, part.cap * share


def aggregated(points: np.ndarray, weights: np.ndarray, how: str) -> np.ndarray:
    """Points (areas × parts) by weights (parts, or draws × parts) as scores (areas, or draws × areas).

    A part without points is left out and the other weights rescaled; NaN where none is left. A geometric mean cannot
    hold a nought: points below 1 count as 1 there.
    """
    known = ~np.isnan(points)
    whole = weights @ known.T.astype(float)
    used = np.where(known, np.log(np.maximum(points, 1)) if how == "geometric" else points, 0)
    with np.errstate(invalid="ignore", divide="ignore"):  # nothing known: 0 ÷ 0
        mean = weights @ used.T / np.where(whole > 0, whole, np.nan)
    return np.exp(mean) if how == "geometric" else mean


def ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks along the last axis, 1 for the highest; equal scores share the better rank; NaN has none."""
    s = np.where(np.isnan(scores), -np.inf, np.round(scores, _EXACT))
    order = np.argsort(-s, axis=-1, kind="stable")
    ordered = np.take_along_axis(s, order, axis=-1)
    place = np.arange(1, s.shape[-1] + 1, dtype=float)
    first = np.concatenate(
        [np.ones((*s.shape[:-1], 1), bool), ordered[..., 1:] != ordered[..., :-1]], axis=-1
    )
    shared = np.maximum.accumulate(np.where(first, place, 0), axis=-1)
    found = np.empty_like(shared)
    np.put_along_axis(found, order, shared, axis=-1)
    return np.where(np.isnan(scores), np.nan, found)


def drawn_ranks(
    points: np.ndarray, weights: np.ndarray, how: str, scored: np.ndarray, draws: int = DRAWS
) -> tuple[np.ndarray, np.ndarray]:
    """The 5th and 95th percentile of each area's rank when the weights are drawn anew.

    Dirichlet with the weights in per cent as its parameters: on average the weights themselves, a part of 12 per cent
    mostly between 7 and 18.
    """
    drawn = np.random.default_rng(SEED).dirichlet(100 * weights / weights.sum(), draws)
    found = ranks(np.where(scored, aggregated(points, drawn, how), np.nan))
    low, high = np.quantile(found, [0.05, 0.95], axis=0, method="inverted_cdf")
    return low, high


def left_out_ranks(
    points: np.ndarray, weights: np.ndarray, how: str, scored: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst rank of each area when any one part is left out."""
    without = weights * (1 - np.eye(len(weights)))
    found = ranks(np.where(scored, aggregated(points, without, how), np.nan))
    known = ~np.isnan(found)
    low = np.where(known, found, np.inf).min(axis=0)
    high = np.where(known, found, -np.inf).max(axis=0)
    return np.where(known.any(axis=0), low, np.nan), np.where(known.any(axis=0), high, np.nan)


def _enough(scores: np.ndarray, points: np.ndarray, index: Index) -> np.ndarray:
    """Without the scores that rest on too little."""
    weight = ~np.isnan(points) @ np.array([part.weight for part in index.parts])
    return np.where(weight >= index.least_weight, scores, np.nan)


def _made_of(
    points: np.ndarray, weights: np.ndarray, scores: np.ndarray, how: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each area and part: the rescaled weight in per cent, the contribution, the gain at full marks.

    Contributions add up to the score. Of a geometric mean each has the part of the score that its logarithm has.
    """
    known = ~np.isnan(points) & ~np.isnan(scores)[:, None]
    used = np.where(known, weights, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(known, used / used.sum(axis=1, keepdims=True), np.nan)
        if how == "arithmetic":
            return 100 * share, share * points, share * (100 - points)
        logs = share * np.log(np.maximum(points, 1))
        whole = np.nansum(logs, axis=1, keepdims=True)
        contribution = scores[:, None] * np.where(whole > 0, logs / whole, share)
        gain = scores[:, None] * ((100 / np.maximum(points, 1)) ** share - 1)
    return 100 * share, contribution, gain


def _stars(index: Index, scores: np.ndarray, judged: np.ndarray) -> tuple[list[int | None], list[str | None]]:
    """Each area's stars, and what took some away; `judged` has the vetoes' values (areas × vetoes)."""
    floors = np.array([band.floor for band in index.bands[::-1]])  # the lowest first, from 0
    stars = np.array([band.stars for band in index.bands[::-1]])
    rounded = np.round(np.nan_to_num(scores), _EXACT)
    earned = stars[np.searchsorted(floors, rounded, side="right") - 1]
    said = np.full(len(scores), None, dtype=object)
    for veto, values in zip(index.vetoes, judged.T, strict=True):
        hit = (values < veto.below) if veto.below is not None else (values > np.float64(veto.above))
        hit &= (earned > veto.at_most) & ~np.isnan(scores)  # no figure, no veto
        earned = np.where(hit, veto.at_most, earned)
        said[hit] = veto.say
    return [None if np.isnan(s) else int(e) for s, e in zip(scores, earned, strict=True)], list(said)


def _bands(index: Index, areas: pl.DataFrame) -> pl.DataFrame:
    """How many areas each band has, against its quota."""
    scored = areas.filter(pl.col("stars").is_not_null())
    return (
        pl.DataFrame(
            {"stars": [b.stars for b in index.bands], "quota": [b.quota for b in index.bands]},
            schema={"stars": pl.Int64, "quota": pl.Float64},
        )
        .join(scored.group_by("stars").len("areas"), on="stars", how="left", maintain_order="left")
        .with_columns(pl.col("areas").fill_null(0))
        .with_columns(share=100 * pl.col("areas") / max(len(scored), 1))
        .with_columns(over=(pl.col("share") > pl.col("quota") + 1e-9).fill_null(False))
        .select("stars", "areas", "share", "quota", "over")
    )


def _nullable(numbers: np.ndarray) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Float64).fill_nan(None)


def _whole(numbers: Sequence[float] | np.ndarray) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Float64).fill_nan(None).cast(pl.Int64)
