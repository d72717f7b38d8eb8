"""The area register as pages and commands read it: a place, what lies above, below and beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanqing.define.contract import LEVELS
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.measure import tree
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Place:
    """An area with its way up to the root."""

    code: str
    name: str
    level: str
    kind: str | None
    path: tuple[tuple[str, str, str], ...]  # (code, name, level) from the root down to itself
    contact: str | None = None


def place(snapshot: Snapshot, code: str) -> Place:
    """The area `code`, where it lies today or lay at its end. Raises Refused when the register has none, or it lies
    beside the reader's areas."""
    if not snapshot.knows(code):
        raise Refused(_("Area {code} lies outside your areas.").format(code=code))
    rows = snapshot.execute(
        f"""
        WITH stands AS (
            SELECT greatest(min(since), least(current_date, max(until) - 1)) AS day
            FROM area_path WHERE area_code = $code AND ancestor_code = $code
        )
        SELECT up.area_code, up.name, up.level, path.steps, up.kind, up.contact_office
        FROM area_path AS path JOIN area AS up ON up.area_code = path.ancestor_code, stands
        WHERE path.area_code = $code AND {tree.lies("path", "stands.day")} ORDER BY path.steps DESC
        """,
        {"code": code},
    ).fetchall()
    if not rows:
        raise Refused(_("Area {code} is not in the register.").format(code=code))
    own, path = rows[-1], [(r[0], r[1], r[2]) for r in rows]
    tops = set(snapshot.once("roots", _roots))
    begins = next((n for n, step in enumerate(path) if step in tops), 0)
    return Place(own[0], own[1], own[2], own[4], tuple(path[begins:]), own[5])


def contacts(snapshot: Snapshot) -> dict[str, str]:
    """Which office to call about each area that the reader may be told of, where one is known."""
    return snapshot.own_once(
        "contacts",
        lambda snapshot: dict(
            snapshot.execute(
                f"SELECT area_code, contact_office FROM {snapshot.near('area')} WHERE contact_office IS NOT NULL"
            ).fetchall()
        ),
    )


def known(snapshot: Snapshot, codes: Sequence[str]) -> dict[str, str]:
    """Those of `codes` that are areas today, with their names: neither unknown to the register nor merged away."""
    rows = snapshot.execute(
        """
        SELECT area_code, any_value(name) FROM area
        WHERE list_contains($codes, area_code) AND (valid_to IS NULL OR valid_to > current_date)
        GROUP BY area_code ORDER BY area_code
        """,
        {"codes": list(codes)},
    ).fetchall()
    return dict(rows)


def lies_in(snapshot: Snapshot, code: str, areas: Sequence[str]) -> bool:
    """Whether an area lies today in one of `areas`, or is one."""
    found = snapshot.execute(
        f"SELECT 1 FROM area_path AS path WHERE area_code = $code AND list_contains($areas, ancestor_code) "
        f"AND {tree.lies('path', 'current_date')} LIMIT 1",
        {"code": code, "areas": list(areas)},
    ).fetchall()
    return bool(found)


def roots(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Where a dashboard opens, as (code, name, level): the areas nothing lies above, or, of a province or prefecture of
    which the register has a single part, that part. What one county has is not what its province has. Of a reader with a
    scope his areas."""
    return snapshot.once("roots", _roots) if snapshot.scope is None else snapshot.own_once("roots", _starts)


def _starts(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """The areas of the scope, none that lies in another of them."""
    rows = snapshot.execute(
        f"""
        SELECT area_code, name, level FROM area WHERE list_contains($scope, area_code) AND NOT EXISTS (
            FROM area_path AS path WHERE path.area_code = area.area_code AND path.steps > 0
                AND list_contains($scope, path.ancestor_code) AND {tree.lies("path", "current_date")})
        ORDER BY area_code
        """,
        {"scope": sorted({*(snapshot.scope or ())} & snapshot.own)},
    ).fetchall()
    return rows


def _roots(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    areas = snapshot.execute(
        "SELECT area_code, name, level, parent_code FROM area ORDER BY area_code"
    ).fetchall()
    known = {code for code, _name, _level, _parent in areas}
    below: dict[str | None, list[tuple[str, str, str]]] = {}
    for code, name, level, parent in areas:
        below.setdefault(parent if parent in known else None, []).append((code, name, level))
    found = []
    for top in below.get(None, []):
        while top[2] in ("province", "prefecture") and len(parts := below.get(top[0], [])) == 1:
            top = parts[0]
        found.append(top)
    return found


def children(
    snapshot: Snapshot, code: str, level: str | None = None, period: Period | None = None
) -> list[dict[str, Any]]:
    """Areas of `level` anywhere below `code` (direct children when None) at a period's end (today, when None):
    area_code, name, level, kind, counts, youth, contact_office."""
    return _children(snapshot, code, level, period.last if period else date.today())


def ended(snapshot: Snapshot, code: str, level: str, period: Period) -> list[str]:
    """The codes of the units of a level that stood below `code` in one of a period's months, but not at its end."""
    rows = snapshot.execute(
        f"""
        SELECT DISTINCT span.area_code FROM area_span AS span
        JOIN {snapshot.near("area_path")} AS path ON path.area_code = span.area_code AND path.ancestor_code = $code
            AND path.steps > 0 AND path.since < span.until AND path.until > span.since
        WHERE span.level = $level AND span.counts IS DISTINCT FROM false
            AND greatest(span.since, path.since) <= $last AND least(span.until, path.until) > $first
            AND NOT EXISTS (FROM area_span AS own WHERE own.area_code = span.area_code AND {tree.lies("own", "$last::DATE")}
                AND {tree.inside("own.area_code", "$last::DATE", "$code")})
        ORDER BY 1
        """,
        {"code": code, "level": level, "first": period.first, "last": period.last},
    ).fetchall()
    return [area for (area,) in rows]


def _children(snapshot: Snapshot, code: str, level: str | None, day: date) -> list[dict[str, Any]]:
    return snapshot.rows(
        f"""
        SELECT area.area_code, coalesce(span.name, area.name) AS name, area.level, coalesce(span.kind, area.kind) AS kind,
            coalesce(span.counts, area.counts) AS counts, area.youth, area.contact_office
        FROM {snapshot.near("area_path")} AS path JOIN area USING (area_code)
        JOIN area_path AS own ON own.area_code = path.area_code AND own.ancestor_code = path.area_code
            AND {tree.lies("own", "$day::DATE")}
        LEFT JOIN area_span AS span ON span.area_code = path.area_code AND {tree.lies("span", "$day::DATE")}
        WHERE path.ancestor_code = $code AND {tree.lies("path", "$day::DATE")}
            AND ((CAST($level AS VARCHAR) IS NULL AND path.steps = 1) OR (path.steps > 0 AND area.level = $level))
        ORDER BY area.area_code
        """,
        code=code,
        level=level,
        day=day,
    )


def levels(snapshot: Snapshot, area: str, period: Period | None = None) -> dict[str, int]:
    """The levels below the area at a period's end (today, when None), with the number of areas that count, coarsest first."""
    found = dict(
        snapshot.execute(
            "SELECT area.level, count(*) FROM area_path AS path JOIN area USING (area_code) JOIN area_path AS own "
            "ON own.area_code = path.area_code AND own.ancestor_code = path.area_code "
            "WHERE path.ancestor_code = $area AND path.steps > 0 AND area.counts IS DISTINCT FROM false "
            f"AND {tree.lies('path', '$day::DATE')} AND {tree.lies('own', '$day::DATE')} GROUP BY ALL",
            {"area": area, "day": period.last if period else date.today()},
        ).fetchall()
    )
    return {level: found[level] for level in LEVELS if level in found}


def below(snapshot: Snapshot, area: str, level: str, period: Period | None = None) -> list[str]:
    """The codes of the areas of a level below at a period's end (today, when None), those that count."""
    return [row["area_code"] for row in children(snapshot, area, level, period) if row["counts"] is not False]


def neighbours(snapshot: Snapshot, area: str) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """The area before and after among those of the same level and parent, as (code, name)."""
    rows = snapshot.execute(
        f"SELECT area_code, name FROM {snapshot.near('area')} AS area WHERE (level, parent_code) = "
        "(SELECT (level, parent_code) FROM area WHERE area_code = $area) ORDER BY area_code",
        {"area": area},
    ).fetchall()
    at = next((n for n, row in enumerate(rows) if row[0] == area), None)
    if at is None:
        return None, None
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


def everything_below(snapshot: Snapshot, area: str) -> list[tuple[str, str, str, str | None]]:
    """The area and whatever lies below it, or ever did, as (code, name, level, what it lies in), coarsest first."""
    rows = snapshot.execute(
        f"SELECT area.area_code, area.name, area.level, parent.name FROM {snapshot.near('area')} AS area "
        "LEFT JOIN area AS parent ON parent.area_code = area.parent_code "
        f"WHERE area.area_code IN {tree.ever()} ORDER BY list_position($levels, area.level), area.area_code",
        {"area": area, "levels": list(LEVELS)},
    ).fetchall()
    return rows


@dataclass(frozen=True)
class Stretch:
    """A time in which a unit stood unchanged: from the month `since` (None: always) up to `until`, not included."""

    since: date | None
    until: date | None
    name: str
    kind: str | None
    parent: str | None  # its name
    heirs: tuple[tuple[str, str], ...] = ()  # where it went at its end: (code, name)
    came: tuple[tuple[str, str], ...] = ()  # which units went into it at its beginning or while it stood


def history(snapshot: Snapshot, area: str) -> list[Stretch]:
    """What became of a unit, in the order of time."""
    day = "nullif(nullif({}, DATE '0001-01-01'), DATE '9999-01-01')"
    return [
        Stretch(since, until, name, kind, parent, _pairs(heirs), _pairs(came))
        for since, until, name, kind, parent, heirs, came in snapshot.execute(
            f"""
            WITH went AS (
                SELECT area_code, name, until, unnest(successors) AS heir_code FROM main.area_span
            )
            SELECT {day.format("span.since")}, {day.format("span.until")}, span.name, span.kind, parent.name,
                (SELECT list([heir.area_code, heir.name] ORDER BY heir.area_code) FROM went JOIN area AS heir ON
                    heir.area_code = went.heir_code WHERE went.area_code = span.area_code AND went.until = span.until),
                (SELECT list([went.area_code, went.name] ORDER BY went.area_code) FROM went WHERE went.heir_code =
                    span.area_code AND went.until >= span.since AND went.until < span.until)
            FROM main.area_span AS span LEFT JOIN area AS parent ON parent.area_code = span.parent_code
            WHERE span.area_code = $area ORDER BY span.since
            """,
            {"area": area},
        ).fetchall()
    ]


def _pairs(rows: Sequence[Sequence[str]] | None) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in rows or ())
