"""Areas beside each other: the scorecard, where a unit stands among its like, what belongs to no area below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import places
from tuanqing.measure.figure import Figure, figures
from tuanqing.store.warehouse.snapshot import Snapshot

_UNDER = "(SELECT area_code FROM area_path WHERE ancestor_code = $area)"


def remainder(
    snapshot: Snapshot, indicator: Indicator, area: str, level: str, period: Period
) -> float | None:
    """Of a count that adds up: what the whole has beyond its areas of a level (county-level money, teams, homes)."""
    if indicator.is_rate or indicator.over_time["numerator"] == "distinct":
        return None
    whole, parts = snapshot.execute(
        "SELECT sum(numerator) FILTER (area_code = $area)::DOUBLE, sum(numerator) FILTER (area_code <> $area)::DOUBLE "
        "FROM cube WHERE indicator = $name AND dimension = '' AND grain = $grain AND period = $now AND (area_code = $area "
        f"OR area_code IN (SELECT area_code FROM area WHERE level = $level AND area_code IN {_UNDER}))",
        {"area": area, "name": indicator.name, "grain": period.grain, "now": period.first, "level": level},
    ).fetchall()[0]
    return whole - parts if whole is not None and parts is not None else None


@dataclass(frozen=True)
class ScoreLine:
    """One area of a scorecard."""

    area_code: str
    area_name: str
    cells: Mapping[str, Figure]  # by indicator
    missed: int  # targets
    near: int


def scorecard(
    snapshot: Snapshot, indicators: Sequence[Indicator], area: str, level: str, period: Period
) -> list[ScoreLine]:
    """The areas below that have any figure, worst first."""
    table: dict[str, dict[str, Figure]] = {}
    for row in figures(snapshot, indicators, places.below(snapshot, area, level), period):
        table.setdefault(row.area_code, {})[row.indicator] = row
    found = []
    for code, cells in table.items():
        states = [cell.status for cell in cells.values()]
        if any(cell.value is not None for cell in cells.values()):
            name = next(iter(cells.values())).area_name
            found.append(ScoreLine(code, name, cells, states.count("missed"), states.count("near")))
    return sorted(found, key=lambda line: (-line.missed, -line.near, line.area_code))


def peers(snapshot: Snapshot, indicators: Sequence[Indicator], area: str, period: Period) -> dict[str, dict]:
    """Where an area stands among its like (same level, same county or, for counties, same prefecture).

    By indicator: n (peers with a figure, itself included), rank (1 is best; by value when neither way is better),
    least, lower (25 %), middle (50 %), upper (75 %), most.
    """
    rows = snapshot.frame(
        """
        WITH own AS (SELECT level FROM area WHERE area_code = $area),
        above AS (
            SELECT ancestor_code FROM area_path, own WHERE area_code = $area AND ancestor_code <> $area
                AND (ancestor_level = 'county' OR own.level IN ('county', 'prefecture'))
            ORDER BY steps LIMIT 1
        ), kin AS (
            SELECT area.area_code FROM area_path AS path JOIN area USING (area_code), own, above
            WHERE path.ancestor_code = above.ancestor_code AND area.level = own.level
                AND area.counts IS DISTINCT FROM false
        ), ranked AS (
            SELECT indicator, area_code, value, rank() OVER (PARTITION BY indicator ORDER BY
                CASE WHEN list_contains($lower, indicator) THEN value ELSE -value END) AS place
            FROM cube JOIN kin USING (area_code)
            WHERE dimension = '' AND grain = $grain AND period = $now AND value IS NOT NULL
                AND list_contains($names, indicator)
        )
        SELECT indicator, count(*) AS n, any_value(place) FILTER (area_code = $area) AS rank, min(value) AS least,
            quantile_cont(value, 0.25) AS lower, median(value) AS middle, quantile_cont(value, 0.75) AS upper,
            max(value) AS most
        FROM ranked GROUP BY indicator
        """,
        area=area,
        names=[i.name for i in indicators],
        lower=[i.name for i in indicators if i.better == "lower"],
        grain=period.grain,
        now=period.first,
    )
    return {row["indicator"]: row for row in rows.to_dicts()}


def ever(snapshot: Snapshot, area: str) -> set[str]:
    """The indicators the area has ever had a figure of."""
    rows = snapshot.execute(
        "SELECT DISTINCT indicator FROM cube WHERE area_code = ? AND dimension = '' AND grain = 'year' AND value IS NOT NULL",
        [area],
    ).fetchall()
    return {name for (name,) in rows}
