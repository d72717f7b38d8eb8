"""Stricter readings of “one step after the other”, for questions about sequences rather than about a pipeline.

Each person's events are folded once, in order, into the latest start from which each step has been reached; a step
counts when the one before has a start and lies in its window (ClickHouse's windowFunnel). The readings differ in the
order events of one day are taken in, and in what stops the fold.
"""

import polars as pl

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.steps import StepList
from tuanqing.measure import seen, tree
from tuanqing.measure.chain import words
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import literal

_STOPS = {  # a: what was folded so far, e: the event
    # Once begun only the next step is in turn, or the first again where there is no second yet.
    "strict_order": "list_count(a.starts) > 0 AND e.step <> list_count(a.starts) + 1 "
    "AND NOT (e.step = 1 AND list_count(a.starts) = 1)",
    "strict_deduplication": "e.step > 1 AND a.starts[e.step] IS NOT NULL",
}
_SORTS = {  # taken from the last step back, a step cannot build on one of the same day, or of the same row
    "strict_increase": "day, step DESC",
    "strict_once": "day, lead, row, step DESC",
}
MODES = ("ordered", "strict_order", "strict_deduplication", "strict_increase", "strict_once", "any_order")


def reached(
    snapshot: Snapshot,
    relation: str,
    steps: StepList,
    *,
    mode: str,
    within: int | None = None,
    area: str | None = None,
) -> pl.DataFrame:
    """How many came how far by one of MODES, of a funnel's rows (area_code, person, step, on_date): step, title,
    reached, of the required steps. Optional steps are not looked at; what the list does not know is a foreign event."""
    seen.refuse_part(snapshot, area)
    required = [steps.steps[k - 1] for k in steps.required]
    places = ", ".join(f"({k}, {place})" for place, k in enumerate(steps.required, 1))
    below = f"AND {tree.inside('told.area_code', 'told.on_date', literal(area))}" if area else ""
    rows = (
        "(SELECT person, on_date, row_number() OVER () AS row, coalesce(place, 0) AS step "
        f"FROM {relation} AS told LEFT JOIN {words(steps)} AS word(step, k) ON word.step = told.step "
        f"LEFT JOIN (VALUES {places}) AS place(k, place) ON place.k = word.k "
        f"WHERE (place IS NOT NULL OR coalesce(word.k, 0) <= 0) {below})"
    )
    found = levels(snapshot, rows, len(required), mode=mode, within=within)["level"]
    return pl.DataFrame(
        {
            "step": [step.code for step in required],
            "title": [step.title for step in required],
            "reached": [int((found >= n).sum()) for n in range(1, len(required) + 1)],
        }
    )


def levels(
    snapshot: Snapshot,
    relation: str,
    steps: int,
    *,
    mode: str = "ordered",
    within: int | None = None,
) -> pl.DataFrame:
    """How far each person of `relation` (person, on_date, row, step) came: person, level.

    `step` counts from 1; 0 is any other event. A row that means two steps is there twice, under one `row` number.
    `ordered`: steps of one day in process order. `strict_order`: nothing foreign or out of turn in between.
    `strict_deduplication`: the first repeated step ends it. `strict_increase`: each step on a later day.
    `strict_once`: a row counts for one step of a chain; rows of a day in the order of their first steps. `any_order`:
    the most different steps within one window. Raises Refused for another mode.
    """
    if mode not in MODES:
        raise Refused(
            _("`{name}` cannot be “{value}”. Choose one of: {known}.").format(
                name="mode", value=mode, known=", ".join(MODES)
            )
        )
    if mode == "any_order":
        return snapshot.frame(_any_order(relation, within))
    window = f"AND e.day <= a.starts[e.step - 1] + {int(within)}" if within is not None else ""
    return snapshot.frame(
        f"""
        WITH event AS (
            SELECT person, on_date - DATE '1970-01-01' AS day, row, step,
                min(step) OVER (PARTITION BY person, on_date, row) AS lead
            FROM {relation}
        ), told AS (
            SELECT person, list({{'day': day, 'step': step::INTEGER, 'starts': NULL::BIGINT[], 'over': false}}
                ORDER BY {_SORTS.get(mode, "day, step")}) AS events
            FROM event GROUP BY person
        ), folded AS (
            SELECT person, list_reduce(events, lambda a, e: {{
                'day': e.day,
                'step': e.step,
                'starts': CASE WHEN a.over OR ({_STOPS.get(mode, "false")}) THEN a.starts
                    WHEN e.step = 1 THEN list_concat([e.day], a.starts[2:])
                    WHEN e.step > 1 AND a.starts[e.step - 1] IS NOT NULL {window}
                    THEN list_concat(a.starts[:e.step - 1], [a.starts[e.step - 1]], a.starts[e.step + 1:])
                    ELSE a.starts END,
                'over': a.over OR ({_STOPS.get(mode, "false")})
            }}, {{'day': NULL::BIGINT, 'step': 0, 'starts': list_resize([]::BIGINT[], {int(steps)}), 'over': false}}
            ).starts AS starts
            FROM told
        )
        SELECT person, list_count(starts) AS level FROM folded
        """
    )


def _any_order(relation: str, within: int | None) -> str:
    frame = f"INTERVAL {int(within)} DAY" if within is not None else "UNBOUNDED"
    return (
        f"SELECT person, max(different) AS level FROM (SELECT person, count(DISTINCT nullif(step, 0)) OVER ("
        f"PARTITION BY person ORDER BY on_date RANGE BETWEEN CURRENT ROW AND {frame} FOLLOWING) AS different "
        f"FROM {relation}) GROUP BY person"
    )
