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

_SLOTS = """
    asked AS (
        SELECT DISTINCT dataset, kind, columns FROM measured WHERE list_contains($names, indicator)
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
        SELECT reach.root, slot.slot, slot.first, slot.last, asked.dataset, 'registry',
            least(date_trunc('month', slot.last)::DATE, reach.month)
        FROM reach CROSS JOIN slot CROSS JOIN (SELECT DISTINCT dataset FROM asked WHERE kind = 'registry') AS asked
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
        SELECT unit.area, unit.dataset, unit.unit, slot.slot,
            CASE WHEN ends.until >= slot.first THEN ends.until END AS until,
            CASE WHEN ends.until IS NULL OR ends.until < slot.first THEN []
                WHEN ends.kind = 'registry' THEN [ends.until]
                ELSE generate_series(slot.first, ends.until, INTERVAL 1 MONTH)::DATE[] END AS span,
            unit.months, ends.kind,
            list_bool_or(list_transform(
                generate_series(ends.until + INTERVAL 1 MONTH, slot.last, INTERVAL 1 MONTH)::DATE[],
                lambda m: list_contains(unit.months, month(m)))) AS more
        FROM unit
        CROSS JOIN slot
        JOIN root ON root.area_code = unit.area
        LEFT JOIN ends ON ends.root = root.root AND ends.slot = slot.slot AND ends.dataset = unit.dataset
        WHERE (unit.since IS NULL OR unit.since <= slot.last) AND (unit.closed IS NULL OR unit.closed > slot.last)
    ), owing AS (
        SELECT * EXCLUDE (span, months), CASE WHEN kind = 'registry' THEN span
            WHEN len(list_filter(span, lambda m: list_contains(months, month(m)))) > 0
            THEN list_filter(span, lambda m: list_contains(months, month(m))) ELSE span END AS owes, span
        FROM due
    ), given AS (
        SELECT asked.dataset, asked.columns, ru.area_code AS unit, list(ru.period) AS months
        FROM asked JOIN reported_unit AS ru USING (dataset)
        WHERE list_has_all(ru.columns, asked.columns)
            AND ru.period BETWEEN (SELECT min(first) FROM slot) AND (SELECT max(last) FROM slot)
        GROUP BY ALL
    ), told AS (
        SELECT owing.*, asked.columns, coalesce(given.months, []) AS months
        FROM owing JOIN asked USING (dataset)
        LEFT JOIN given ON given.dataset = asked.dataset AND given.columns = asked.columns AND given.unit = owing.unit
    )
    SELECT area, slot, dataset, columns, count(*) AS expected,
        count(*) FILTER (len(owes) > 0 AND list_has_all(months, owes)) AS reported,
        count(*) FILTER (list_has_any(months, span)) AS some,
        coalesce(bit_xor(hash(unit)) FILTER (len(owes) > 0 AND list_has_all(months, owes)), 0) AS units,
        CASE WHEN bool_or(CASE WHEN kind = 'registry' THEN until < date_trunc('month', slot_last) ELSE more END)
            THEN max(until) END AS until
    FROM told JOIN (SELECT slot, last AS slot_last FROM slot) USING (slot)
    GROUP BY ALL
"""

_DATES = f"""
    WITH {_SLOTS}, near AS (  -- the areas whose lists and events an area's figures rest on
        SELECT wanted.area, path.area_code FROM wanted JOIN area_path AS path ON path.ancestor_code = wanted.area
        UNION SELECT wanted.area, path.ancestor_code FROM wanted JOIN area_path AS path ON path.area_code = wanted.area
    )
    SELECT near.area, ends.slot, ends.dataset, max(in_force.as_of) AS as_of,
        bit_xor(hash(in_force.cover, in_force.as_of)) AS lists
    FROM ends JOIN in_force ON in_force.dataset = ends.dataset AND in_force.period = ends.until
    JOIN near ON near.area_code = in_force.cover
    WHERE ends.kind = 'registry' GROUP BY ALL
    UNION ALL
    SELECT near.area, ends.slot, ends.dataset, max(dated.last_date), NULL
    FROM ends JOIN dated ON dated.dataset = ends.dataset AND dated.period BETWEEN ends.first AND ends.last
    JOIN near ON near.area_code = dated.county_code
    WHERE ends.kind = 'events' GROUP BY ALL
"""


def heard(
    snapshot: Snapshot, names: Sequence[str], areas: Sequence[str], periods: Sequence[Period]
) -> dict[tuple[str, str, Period], Heard]:
    """By indicator, area and period how much was reported.

    Of an indicator that stands on several datasets the one least reported counts, and the dates of all.
    """
    asked = {
        "names": list(names),
        "areas": list(areas),
        "firsts": [p.first for p in periods],
        "lasts": [p.last for p in periods],
    }
    needs: dict[str, list[tuple[str, tuple[str, ...]]]] = {name: [] for name in names}
    for name, dataset, columns in snapshot.execute(
        "SELECT indicator, dataset, columns FROM measured WHERE list_contains($names, indicator)",
        {"names": list(names)},
    ).fetchall():
        needs[name].append((dataset, tuple(columns)))
    parts = {
        (area, slot, dataset, tuple(columns)): Heard(reported, expected, some, units, until=until)
        for area, slot, dataset, columns, expected, reported, some, units, until in snapshot.execute(
            _REPORTED, asked
        ).fetchall()
    }
    dates = {
        (area, slot, dataset): (as_of, lists)
        for area, slot, dataset, as_of, lists in snapshot.execute(_DATES, asked).fetchall()
    }
    return {
        (name, area, period): _least(
            [
                replace(
                    parts.get((area, slot, dataset, columns), Heard()),
                    **dict(
                        zip(("as_of", "lists"), dates.get((area, slot, dataset), (None, None)), strict=True)
                    ),
                )
                for dataset, columns in needs[name]
            ]
        )
        for name in names
        for area in areas
        for slot, period in enumerate(periods, start=1)
    }


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
