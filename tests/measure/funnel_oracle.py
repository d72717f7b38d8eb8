"""One person's way through a funnel worked out a second time, in plain Python, sharing nothing with the engine's SQL.

Days are whole numbers. An event is (step code, day). The reference for windowFunnel is written after its documented
behaviour, one event after the other; the order of steps is proved by trying every choice of dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from tuanqing.define.steps import StepList

Event = tuple[str, int]


@dataclass(frozen=True)
class Walk:
    """How one start went. `dates` and `days` go by position, from 1."""

    start: int
    level: int
    dates: dict[int, int]
    met: frozenset[int]
    state: str
    open: frozenset[int]
    wait: dict[int, int]


def window_funnel(codes: Sequence[str], events: Sequence[Event], within: int | None) -> int:
    """The level ClickHouse's windowFunnel gives: the start of each chain goes with it, a new first step overwrites."""
    starts: dict[int, int] = {}
    for day, step in sorted((day, codes.index(code) + 1) for code, day in events if code in codes):
        if step == 1:
            starts[1] = day
        elif step - 1 in starts and step > 1 and (within is None or day <= starts[step - 1] + within):
            starts[step] = starts[step - 1]
    return max(starts, default=0)


def attainable(required: Sequence[Sequence[int]]) -> int:
    """How many of these steps, from the first on, can be given dates that never go back: by trying them all."""
    for length in range(len(required), 0, -1):
        if any(all(a <= b for a, b in pairwise(days)) for days in product(*required[:length])):
            return length
    return 0


def walk(
    steps: StepList, events: Sequence[Event], start: int, *, within: int | None, as_of: int, repair: bool
) -> Walk:
    """One start's way."""
    codes = [step.code for step in steps.steps]
    until = as_of if within is None else min(as_of, start + within)
    seen = {
        n: sorted(day for code, day in events if code == name and start <= day <= until)
        for n, name in enumerate(codes, 1)
    }
    seen[1] = [start]
    met = frozenset(n for n, days in seen.items() if days)
    required = [n for n in range(1, len(codes) + 1) if not steps.steps[n - 1].optional]
    dates = {1: start}
    for n in required[1:]:
        if not repair and before(steps, n) not in dates:
            break
        fitting = [day for day in seen[n] if day >= max(dates.values())]
        if fitting:
            dates[n] = fitting[0]
    for n in range(2, len(codes) + 1):
        if n in required or (not repair and before(steps, n) not in dates):
            continue
        low = max(day for k, day in dates.items() if k < n)
        high = min((day for k, day in dates.items() if k > n and k in required), default=10**9)
        fitting = [day for day in seen[n] if low <= day <= high]
        if fitting:
            dates[n] = fitting[0]
    level = max(met) if repair else max(dates)
    since = max(dates.values())
    exits = {
        kind: max((d for code, d in events if code in words and since <= d <= as_of), default=None)
        for kind, words in steps.exits.items()
    }
    ahead = [n for n in required if n > level]
    if not ahead:
        state = "completed"
    elif exits["transferred"] is not None:
        state = "transferred"
    elif exits["failed"] is not None:
        state = "failed"
    else:
        step = steps.steps[ahead[0] - 1]
        due = since + steps.stalled_after_days
        if step.maximum_days is not None:
            due = since if (day := counted_from(steps, ahead[0], dates)) is None else day
            due += step.maximum_days
        state = "in_time" if as_of <= due and (within is None or as_of <= start + within) else "stalled"
    left = [day for day in exits.values() if day is not None]
    running = within is None or as_of <= start + within
    behind = [n for n in range(2, len(codes) + 1) if before(steps, n) <= level < n]
    return Walk(
        start,
        level,
        dates,
        met,
        state,
        frozenset(behind if running and not left else ()),
        {n: min([until, *left]) - since for n in behind},
    )


def before(steps: StepList, n: int) -> int:
    """The required step before position `n`."""
    return max(k for k in range(1, n) if not steps.steps[k - 1].optional)


def counted_from(steps: StepList, n: int, dates: dict[int, int]) -> int | None:
    """The day the step named is dated on, if it is."""
    code = steps.steps[n - 1].counted_from
    return next((dates.get(k) for k, step in enumerate(steps.steps, 1) if step.code == code), None)


def best(
    steps: StepList,
    events: Sequence[Event],
    *,
    order: str,
    within: int | None,
    as_of: int,
    repair: bool,
) -> Walk | None:
    """The start that counts: the first ever, or the one that leads furthest, the later one on a tie."""
    starts = sorted(day for code, day in events if code == steps.steps[0].code and day <= as_of)
    walks = [walk(steps, events, day, within=within, as_of=as_of, repair=repair) for day in starts]
    if order == "first":
        return walks[0] if walks else None
    return max(walks, key=lambda each: (each.level, each.start), default=None)


def figures(steps: StepList, found: Walk, *, repair: bool) -> list[dict]:
    """The rows the engine gives for a group of this one person: what the columns mean, said again."""
    rows = []
    for n, step in enumerate(steps.steps, 1):
        row = dict.fromkeys(
            ("n", "reached", "gap_filled", "out_of_order", "too_early", "too_late", "open"), 0
        )
        row |= {"step": step.code, "p50": None}
        if n == 1 or found.level >= before(steps, n):
            row |= {"n": 1, "reached": int(found.level >= n), "open": int(n in found.open)}
            row["gap_filled"] = int(found.level >= n and n not in found.met)
            if n in found.dates and n > 1:
                last = max(day for k, day in found.dates.items() if k < n)
                base = counted_from(steps, n, found.dates) if step.counted_from else last
                spent = None if base is None else found.dates[n] - base
                row["p50"] = found.dates[n] - last
                if spent is not None:
                    row["too_early"] = int(spent < (step.minimum_days or 0))
                    row["too_late"] = int(step.maximum_days is not None and spent > step.maximum_days)
            reachable = n > 1 and (repair or before(steps, n) in found.dates)
            row["out_of_order"] = int(reachable and n in found.met and n not in found.dates)
        rows.append(row)
    return rows
