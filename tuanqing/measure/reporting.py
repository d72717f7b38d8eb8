"""Who has reported what an indicator reads: of the units that owe it (data/rules/reporting.toml), how many gave it whole.

A unit has reported a month when a batch that stands speaks for it, with or without rows, and with every column the
indicator reads (`reported_unit`). It has reported a quarter or a year of events when it has each month it owes inside;
of a list, when one is in force at its end. A period is over when no month that is owed lies beyond the last one anybody
in the place has reported; a list's when the place's data reach its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Heard:
    """How much of an indicator was reported in an area for a period."""

    reported: int = 0  # units that gave all of it
    expected: int = 0  # units that owe it
    some: int = 0  # units that gave any of it
    units: int = 0  # tells one set of reporting units from another
    as_of: date | None = None  # of the newest list it rests on, or the last event
    lists: int | None = None  # tells the lists it rests on from others; None: it rests on no list
    until: date | None = None  # the last month reported, where the period has not ended

    @property
    def is_silent(self) -> bool:
        """Whether nobody who owes it has given any of it."""
        return self.expected > 0 and self.some == 0


NOTHING = Heard()

_NEED = """
    need AS (  -- what a list says happened (who was elected when) any later list says as well: its history
        SELECT indicator, dataset, columns,
            CASE WHEN kind = 'registry' AND NOT list_contains($stocks, indicator) THEN 'history' ELSE kind END AS kind
        FROM measured WHERE list_contains($names, indicator)
    )
"""
_SLOTS = f"""
    {_NEED}, asked AS (
        SELECT DISTINCT dataset, kind, columns FROM need
    ), wanted AS (
        SELECT unnest($areas) AS area
    ), slot AS (
        SELECT unnest($firsts) AS first, unnest($lasts) AS last, generate_subscripts($firsts, 1) AS slot
    ), root AS (
        SELECT area_code, arg_max(ancestor_code, steps) AS root FROM area_path GROUP BY area_code
    ), reach AS (
        SELECT root.root, date_trunc('month', max(dated.last_date))::DATE AS month
        FROM dated JOIN root ON root.area_code = dated.county_code GROUP BY ALL
    ), ends AS (  -- up to which month a place is asked about a slot, and whether that is all of it
        SELECT root.root, slot.slot, slot.first, slot.last, ru.dataset, 'events' AS kind, max(ru.period) AS until
        FROM slot JOIN reported_unit AS ru ON ru.period <= slot.last JOIN root USING (area_code)
        WHERE ru.dataset IN (SELECT dataset FROM asked WHERE kind = 'events') GROUP BY ALL
        UNION ALL
        SELECT reach.root, slot.slot, slot.first, slot.last, asked.dataset, asked.kind,
            CASE asked.kind WHEN 'registry' THEN least(date_trunc('month', slot.last)::DATE, reach.month)
                ELSE reach.month END
        FROM reach CROSS JOIN slot CROSS JOIN (SELECT DISTINCT dataset, kind FROM asked WHERE kind <> 'events') AS asked
    )
"""

_REPORTED = f"""
    WITH {_SLOTS}, unit AS (
        SELECT DISTINCT wanted.area, owed.dataset, owed.area_code AS unit, owed.months, owed.since, owed.until AS closed
        FROM wanted
        JOIN area_path AS path ON path.ancestor_code = wanted.area OR path.area_code = wanted.area
        JOIN owed ON owed.area_code = CASE WHEN path.ancestor_code = wanted.area THEN path.area_code
            ELSE path.ancestor_code END
        WHERE owed.dataset IN (SELECT dataset FROM asked)
    ), due AS (  -- a unit, a slot, and the months it owes inside it
        SELECT unit.area, unit.dataset, unit.unit, slot.slot, asked.kind,
            CASE WHEN ends.until >= slot.first THEN ends.until END AS until,
            CASE WHEN ends.until IS NULL OR ends.until < slot.first THEN []
                WHEN asked.kind <> 'events' THEN [ends.until]
                ELSE generate_series(slot.first, ends.until, INTERVAL 1 MONTH)::DATE[] END AS span,
            unit.months,
            list_bool_or(list_transform(
                generate_series(ends.until + INTERVAL 1 MONTH, slot.last, INTERVAL 1 MONTH)::DATE[],
                lambda m: list_contains(unit.months, month(m)))) AS more
        FROM unit
        JOIN (SELECT DISTINCT dataset, kind FROM asked) AS asked USING (dataset)
        CROSS JOIN slot
        JOIN root ON root.area_code = unit.area
        LEFT JOIN ends ON ends.root = root.root AND ends.slot = slot.slot AND ends.dataset = unit.dataset
            AND ends.kind = asked.kind
        WHERE (unit.since IS NULL OR unit.since <= slot.last) AND (unit.closed IS NULL OR unit.closed > slot.last)
    ), owing AS (
        SELECT * EXCLUDE (span, months), CASE WHEN kind <> 'events' THEN span
            WHEN len(list_filter(span, lambda m: list_contains(months, month(m)))) > 0
            THEN list_filter(span, lambda m: list_contains(months, month(m))) ELSE span END AS owes, span
        FROM due
    ), given AS (
        SELECT asked.dataset, asked.columns, ru.area_code AS unit, list(ru.period) AS months
        FROM (SELECT DISTINCT dataset, columns FROM asked) AS asked JOIN reported_unit AS ru USING (dataset)
        WHERE list_has_all(ru.columns, asked.columns)
            AND ru.period >= (SELECT min(first) FROM slot)
        GROUP BY ALL
    ), told AS (
        SELECT owing.*, asked.columns, coalesce(given.months, []) AS months
        FROM owing JOIN asked USING (dataset, kind)
        LEFT JOIN given ON given.dataset = asked.dataset AND given.columns = asked.columns AND given.unit = owing.unit
    )
    SELECT area, slot, dataset, kind, columns, count(*) AS expected,
        count(*) FILTER (len(owes) > 0 AND list_has_all(months, owes)) AS reported,
        count(*) FILTER (list_has_any(months, span)) AS some,
        coalesce(bit_xor(hash(unit)) FILTER (len(owes) > 0 AND list_has_all(months, owes)), 0) AS units,
        CASE WHEN bool_or(CASE WHEN kind <> 'events' THEN until < date_trunc('month', slot_last) ELSE more END)
            THEN max(until) END AS until
    FROM told JOIN (SELECT slot, last AS slot_last FROM slot) USING (slot)
    GROUP BY ALL
"""

_DATES = f"""
    WITH {_SLOTS}, near AS (  -- the areas whose lists and events an area's figures rest on
        SELECT wanted.area, path.area_code FROM wanted JOIN area_path AS path ON path.ancestor_code = wanted.area
        UNION SELECT wanted.area, path.ancestor_code FROM wanted JOIN area_path AS path ON path.area_code = wanted.area
    )
    SELECT near.area, ends.slot, ends.dataset, ends.kind, max(in_force.as_of) AS as_of,
        bit_xor(hash(in_force.cover, in_force.as_of)) AS lists
    FROM ends JOIN in_force ON in_force.dataset = ends.dataset AND in_force.period = ends.until
    JOIN near ON near.area_code = in_force.cover
    WHERE ends.kind <> 'events' GROUP BY ALL
    UNION ALL
    SELECT near.area, ends.slot, ends.dataset, ends.kind, max(dated.last_date), NULL
    FROM ends JOIN dated ON dated.dataset = ends.dataset AND dated.period BETWEEN ends.first AND ends.last
    JOIN near ON near.area_code = dated.county_code
    WHERE ends.kind = 'events' GROUP BY ALL
"""


def heard(
    snapshot: Snapshot, indicators: Sequence[Indicator], areas: Sequence[str], periods: Sequence[Period]
) -> dict[tuple[str, str, Period], Heard]:
    """By indicator, area and period how much was reported.

    Of an indicator that stands on several datasets the one least reported counts, and the dates of all.
    """
    named = {
        "names": [i.name for i in indicators],
        "stocks": [i.name for i in indicators if i.over_time["numerator"] == "last"],
    }
    asked = {
        **named,
        "areas": list(areas),
        "firsts": [p.first for p in periods],
        "lasts": [p.last for p in periods],
    }
    needs: dict[str, list[tuple]] = {i.name: [] for i in indicators}
    for name, *need, columns in snapshot.execute(
        f"WITH {_NEED} SELECT indicator, dataset, kind, columns FROM need", named
    ).fetchall():
        needs[name].append((*need, tuple(columns)))
    parts = {
        (*key, tuple(columns)): Heard(reported, expected, some, units, until=until)
        for *key, columns, expected, reported, some, units, until in snapshot.execute(
            _REPORTED, asked
        ).fetchall()
    }
    dates = {tuple(key): dates for *key, dates in map(_paired, snapshot.execute(_DATES, asked).fetchall())}

    def part(key: tuple, columns: tuple) -> Heard:
        as_of, lists = dates.get(key, (None, None))
        return replace(parts.get((*key, columns), NOTHING), as_of=as_of, lists=lists)

    return {
        (i.name, area, period): _least(
            [part((area, slot, dataset, kind), columns) for dataset, kind, columns in needs[i.name]]
        )
        for i in indicators
        for area in areas
        for slot, period in enumerate(periods, start=1)
    }


def _paired(row: tuple) -> tuple:
    """The last two cells as one."""
    return (*row[:-2], row[-2:])


def _least(parts: list[Heard]) -> Heard:
    """Of several datasets the one least reported, with the newest date, all lists and the earliest end."""
    if not parts:
        return Heard()
    least = min(
        parts, key=lambda part: (part.reported / part.expected if part.expected else 1.0, -part.expected)
    )
    lists = [part.lists for part in parts if part.lists is not None]
    mixed = 0
    for part in lists:
        mixed ^= part
    return replace(
        least,
        units=hash(tuple(part.units for part in parts)),
        as_of=max((part.as_of for part in parts if part.as_of), default=None),
        lists=mixed if lists else None,
        until=min((part.until for part in parts if part.until), default=None),
        some=min(part.some for part in parts),
    )
