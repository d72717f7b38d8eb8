"""Whether a series rises or falls beyond chance: 明显上升, 明显下降, 无明显变化, 数据不足.

Rates: the latest five consecutive quarters (or years), the Cochran–Armitage chi-squared of Fingertips' recent trend,

    χ² = N (N Σxt − X Σnt)² / [X (N − X) (N Σnt² − (Σnt)²)],  t = 1..5, N = Σn, X = Σx,

significant above 9.5495 (p = 0.002), and only when the slope of logit(x / (n − x)) keeps its sign for all five points
and with each one left out (OHID, Fingertips technical guidance, "Recent trends"). Where a period has x = 0 or x = n,
0.5 is added to both sides of every odds (our choice; the source leaves it uncalculated). Everything else: Mann–Kendall
over the periods shown, S = Σ sign(xj − xi), Var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over ties t, n ≥ 8, the same
p (Kendall 1975). The direction is always that of the whole series.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.amount import Amount, is_stock, observations, series
from tuanqing.store.warehouse.snapshot import Snapshot

CRITICAL = 9.54953570608324  # of χ² with one degree of freedom at p = 0.002
POINTS = 5  # consecutive periods of a rate
LEAST = 8  # periods Mann–Kendall needs
SHOWN = 24  # periods it looks at


@dataclass(frozen=True)
class Verdict:
    """What the series does, and on how many periods of which grain that rests."""

    direction: str  # rising | falling | level | short
    periods: int
    grain: str
    by_list: bool = False  # the periods are so many lists


def verdict(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> Verdict:
    """The verdict on an indicator in an area up to `period`."""
    grain = period.grain
    if indicator.unit == "percent":
        grain = "year" if period.grain == "year" else "quarter"
        known = _observed(snapshot, indicator, area, period.within(grain), POINTS)
        pairs = [(float(a.numerator or 0), float(a.denominator or 0)) for a in known]
        direction = of_rates(pairs) if len(pairs) == POINTS else "short"
    else:
        known = _observed(snapshot, indicator, area, period, SHOWN)
        values = [a.value for a in known if a.value is not None]
        direction = of_values(values) if len(values) >= LEAST else "short"
    by_list = is_stock(indicator) and any(each.heard.lists is not None for each in known)
    return Verdict(direction, len(known), grain, by_list)


def _observed(snapshot: Snapshot, indicator: Indicator, area: str, last: Period, steps: int) -> list[Amount]:
    """The observations in the periods up to `last`: a list carried forward unchanged is none."""
    periods = [last.shift(-n) for n in reversed(range(steps))]
    return observations(series(snapshot, [indicator], area, periods)[indicator.name], indicator)


def chi_squared(pairs: Sequence[tuple[float, float]]) -> float:
    """Cochran–Armitage χ² of (x, n) over equally spaced periods; 0 where all or none count."""
    total_n, total_x = sum(n for _x, n in pairs), sum(x for x, _n in pairs)
    xt = sum(x * t for t, (x, _n) in enumerate(pairs, start=1))
    nt = sum(n * t for t, (_x, n) in enumerate(pairs, start=1))
    ntt = sum(n * t * t for t, (_x, n) in enumerate(pairs, start=1))
    below = total_x * (total_n - total_x) * (total_n * ntt - nt**2)
    return total_n * (total_n * xt - total_x * nt) ** 2 / below if below > 0 else 0.0


def of_rates(pairs: Sequence[tuple[float, float]]) -> str:
    """The direction of five (x, n)."""
    if any(x > n for x, n in pairs):
        return "level"  # not a proportion; the data-quality page says so
    add = 0.5 if any(x in (0, n) for x, n in pairs) else 0.0
    points = [(t, log((x + add) / (n - x + add))) for t, (x, n) in enumerate(pairs, start=1)]
    slopes = [_slope(points)] + [_slope(points[:k] + points[k + 1 :]) for k in range(len(points))]
    steady = all(s > 0 for s in slopes) or all(s < 0 for s in slopes)
    if chi_squared(pairs) <= CRITICAL or not steady:
        return "level"
    return "rising" if slopes[0] > 0 else "falling"


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the least-squares line."""
    mean_t = sum(t for t, _y in points) / len(points)
    mean_y = sum(y for _t, y in points) / len(points)
    return sum((t - mean_t) * (y - mean_y) for t, y in points) / sum((t - mean_t) ** 2 for t, _y in points)


def of_values(values: Sequence[float]) -> str:
    """The direction of a series of counts or amounts, at least eight long."""
    n = len(values)
    s = sum((b > a) - (b < a) for i, a in enumerate(values) for b in values[i + 1 :])
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0 or s == 0:
        return "level"
    z = (s - (1 if s > 0 else -1)) / sqrt(variance)
    if z * z <= CRITICAL:
        return "level"
    return "rising" if s > 0 else "falling"
