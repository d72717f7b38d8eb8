"""The area register as pages and commands read it: a place, what lies above, below and beside it."""

from dataclasses import dataclass
from typing import Any

from tuanqing.define.contract import LEVELS
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
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
    """The area `code`. Raises Refused when the register has none."""
    rows = snapshot.execute(
        "SELECT up.area_code, up.name, up.level, path.steps, up.kind, up.contact_office FROM area_path AS path "
        "JOIN area AS up ON up.area_code = path.ancestor_code WHERE path.area_code = ? ORDER BY path.steps DESC",
        [code],
    ).fetchall()
    if not rows:
        raise Refused(_("Area {code} is not in the register.").format(code=code))
    own, path = rows[-1], [(r[0], r[1], r[2]) for r in rows]
    tops = set(roots(snapshot))
    begins = next((n for n, step in enumerate(path) if step in tops), 0)
    return Place(own[0], own[1], own[2], own[4], tuple(path[begins:]), own[5])


def roots(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Where a dashboard opens, as (code, name, level): the areas nothing lies above, or, of a province or prefecture of
    which the register has a single part, that part. What one county has is not what its province has."""
    return snapshot.once("roots", _roots)


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


def children(snapshot: Snapshot, code: str, level: str | None = None) -> list[dict[str, Any]]:
    """Areas of `level` anywhere below `code` (direct children when None): area_code, name, level, kind, counts."""
    return snapshot.rows(
        "SELECT area.area_code, area.name, area.level, area.kind, area.counts, area.youth, area.contact_office "
        "FROM area_path AS path JOIN area USING (area_code) WHERE path.ancestor_code = $code "
        "AND ((CAST($level AS VARCHAR) IS NULL AND path.steps = 1) OR (path.steps > 0 AND area.level = $level)) "
        "AND (area.valid_to IS NULL OR area.valid_to > current_date) ORDER BY area.area_code",
        code=code,
        level=level,
    )


def levels(snapshot: Snapshot, area: str) -> dict[str, int]:
    """The levels below the area with the number of areas that count, coarsest first."""
    found = dict(
        snapshot.execute(
            "SELECT area.level, count(*) FROM area_path AS path JOIN area USING (area_code) "
            "WHERE path.ancestor_code = $area AND path.steps > 0 AND area.counts IS DISTINCT FROM false "
            "AND (area.valid_to IS NULL OR area.valid_to > current_date) GROUP BY ALL",
            {"area": area},
        ).fetchall()
    )
    return {level: found[level] for level in LEVELS if level in found}


def below(snapshot: Snapshot, area: str, level: str) -> list[str]:
    """The codes of the areas of a level below, those that count."""
    return [row["area_code"] for row in children(snapshot, area, level) if row["counts"] is not False]


def neighbours(snapshot: Snapshot, area: str) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """The area before and after among those of the same level and parent, as (code, name)."""
    rows = snapshot.execute(
        "SELECT area_code, name FROM area WHERE (level, parent_code) = "
        "(SELECT (level, parent_code) FROM area WHERE area_code = $area) ORDER BY area_code",
        {"area": area},
    ).fetchall()
    at = next((n for n, row in enumerate(rows) if row[0] == area), None)
    if at is None:
        return None, None
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


def everything_below(snapshot: Snapshot, area: str) -> list[tuple[str, str, str, str | None]]:
    """The area and everything below it as (code, name, level, what it lies in), coarsest first."""
    rows = snapshot.execute(
        "SELECT area.area_code, area.name, area.level, parent.name FROM area_path AS path JOIN area USING (area_code) "
        "LEFT JOIN area AS parent ON parent.area_code = area.parent_code WHERE path.ancestor_code = $area "
        "ORDER BY list_position($levels, area.level), area.area_code",
        {"area": area, "levels": list(LEVELS)},
    ).fetchall()
    return rows
