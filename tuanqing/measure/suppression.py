"""Small numbers: counts of a few people beyond a reader's areas are not told, and cannot be worked out from what is.

Which counts: of indicators and funnels that declare `suppress` (and of what is composed of such). Which numbers: from 1 to
below `shown_from` (data/access.toml). Beyond his areas a reader sees the totals above them (measure/seen.py), so what he
can work out of others is a total without what he knows of it: his own, and the totals in between. That difference is the
cell that is judged, of the numerator, of the denominator, and of a percentage of those between the two.

Complementary cells are hidden in blocks, whole: of one breakdown (or the whole) at one grain in one year either every
period and every member is told, or none, and nothing finer, no breakdown of it and no area further up. What is told
are then sums over whole lines whose cells are each 0 or many; a cell of two such lines lies in a span at least as wide
as `shown_from`, or is as large as its line: none is recovered by subtracting totals, areas, periods or breakdowns (the
complementary suppression of NHS Digital's and ONS' practice, statistics d.12, by rows and columns instead of by cells: theirs,
made cell by cell, was given up as slow and wrong). Other looks at the same rows (verified, today's areas) differ by a few
rows, so of these indicators they are told within one's areas alone.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from tuanqing.define import query as queries_of
from tuanqing.define.access import access
from tuanqing.define.look import PLAIN
from tuanqing.define.period import GRAINS
from tuanqing.define.query import Library
from tuanqing.measure import places
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import literal

Block = tuple[str, str, str, str, int]  # indicator, dimension ("" the whole), area, grain, year


def suppressed(library: Library) -> frozenset[str]:
    """The indicators whose small numbers are hidden: those that say so, and those composed of one that does."""
    indicators = library.indicators
    return frozenset(
        name
        for name, i in indicators.items()
        if i.suppress or any(indicators[part].suppress for part in i.compose or () if part in indicators)
    )


def is_few(count: float | Decimal | None) -> bool:
    """Whether a number of people is not to be told: there are some, and not enough. Less than none is a fault of the
    rows, and tells as much."""
    return bool(count) and count < access().shown_from


def hidden(snapshot: Snapshot) -> frozenset[Block]:
    """The blocks of the cube that the reader is not told."""
    return frozenset() if snapshot.scope is None else snapshot.own_once("hidden", _hidden)


def clause(snapshot: Snapshot, table: str) -> str:
    """SQL for whether the reader is told a cell of the cube (or of `table`, of its columns) of an area above his own."""
    names = ", ".join(map(literal, sorted(_names(snapshot)))) or "NULL"
    shut = snapshot.above if table != "cube" else _shut(snapshot)
    blocks = ", ".join(
        f"({', '.join(map(literal, block[:4]))}, {block[4]})" for block in sorted(hidden(snapshot))
    )
    told = [f"area_code NOT IN ({', '.join(map(literal, sorted(shut)))})"] if shut else []
    if blocks:
        told.append(f"(indicator, dimension, area_code, grain, year(period)) NOT IN (VALUES {blocks})")
    return f"(indicator NOT IN ({names}) OR ({' AND '.join(told)}))" if told else "true"


def is_hidden(
    snapshot: Snapshot, indicator: str, area: str, grain: str, year: int, dimension: str = ""
) -> bool:
    """Whether the reader is not told a figure because it is of few people."""
    if snapshot.scope is None or area not in snapshot.above or indicator not in _names(snapshot):
        return False
    return area in _shut(snapshot) or (indicator, dimension, area, grain, year) in hidden(snapshot)


def _names(snapshot: Snapshot) -> frozenset[str]:
    return snapshot.once("suppressed", lambda _snapshot: suppressed(queries_of.load_all()))


def _shut(snapshot: Snapshot) -> frozenset[str]:
    """Areas of which nothing of the kind is told: under another look; or where what lies in them did not always."""
    if snapshot.look != PLAIN:
        return snapshot.above
    return snapshot.own_once("shut", _moved)


def _moved(snapshot: Snapshot) -> frozenset[str]:
    known = [*snapshot.above, *_mine(snapshot)]
    rows = snapshot.execute(
        "SELECT DISTINCT ancestor_code FROM area_path WHERE list_contains($known, area_code) AND "
        "list_contains($above, ancestor_code) AND (since > DATE '0001-01-01' OR until < DATE '9999-01-01')",
        {"known": known, "above": list(snapshot.above)},
    ).fetchall()
    return frozenset(code for (code,) in rows)


def _mine(snapshot: Snapshot) -> list[str]:
    return sorted({*(snapshot.scope or ())} & snapshot.own)


def parts(snapshot: Snapshot) -> dict[str, list[str]]:
    """By area above the reader's own, from the lowest up, what lies next below it of what he knows."""
    above, mine = snapshot.above, _mine(snapshot)
    inside: dict[str, set[str]] = {area: set() for area in above}
    for code, ancestor in snapshot.execute(
        "SELECT DISTINCT area_code, ancestor_code FROM area_path WHERE list_contains($known, area_code) "
        "AND list_contains($known, ancestor_code) AND area_code <> ancestor_code AND since <= current_date "
        "AND until > current_date",
        {"known": [*above, *mine]},
    ).fetchall():
        if ancestor in inside:
            inside[ancestor].add(code)
    own = {code for code, _name, _level in places.roots(snapshot)}
    found = {}
    for area in sorted(above, key=lambda code: (len(inside[code]), code)):
        between = inside[area] & above
        below = set().union(*(inside[each] for each in between)) if between else set()
        found[area] = sorted((inside[area] & (above | own)) - below)
    return found


def _hidden(snapshot: Snapshot) -> frozenset[Block]:
    names, known = _names(snapshot), parts(snapshot)
    if not names or not known:
        return frozenset()
    found: set[Block] = set(
        snapshot.execute(
            """
            WITH pair AS (SELECT unnest($wholes::VARCHAR[]) AS whole, unnest($parts::VARCHAR[]) AS part),
            cell AS (
                SELECT indicator, dimension, member, area_code, grain, period, numerator, denominator FROM main.cube
                WHERE list_contains($names, indicator)
            ), known AS (
                SELECT indicator, dimension, member, whole AS area_code, grain, period, sum(numerator) AS numerator,
                    sum(denominator) AS denominator
                FROM cell JOIN pair ON pair.part = cell.area_code GROUP BY ALL
            ), beyond AS (
                SELECT indicator, dimension, member, area_code, grain, period,
                    coalesce(cell.numerator, 0) - coalesce(known.numerator, 0) AS n,
                    coalesce(cell.denominator, 0) - coalesce(known.denominator, 0) AS d
                FROM (FROM cell WHERE list_contains($above, area_code)) AS cell
                FULL JOIN known USING (indicator, dimension, member, area_code, grain, period)
            ), summed AS (
                SELECT indicator, dimension, area_code, grain, period, sum(n) AS n, sum(d) AS d FROM beyond
                WHERE dimension <> '' GROUP BY ALL
            ), rest AS (
                SELECT summed.indicator, summed.dimension, area_code, grain, period, whole.n - summed.n AS n,
                    whole.d - summed.d AS d
                FROM summed JOIN (FROM beyond WHERE dimension = '') AS whole USING (indicator, area_code, grain, period)
                WHERE NOT list_contains($distinct, summed.indicator)
            )
            SELECT DISTINCT indicator, dimension, area_code, grain, year(period) FROM (
                SELECT indicator, dimension, area_code, grain, period, n, d FROM beyond
                UNION ALL SELECT indicator, dimension, area_code, grain, period, d - n, 0 FROM beyond
                    WHERE list_contains($shares, indicator)
                UNION ALL FROM rest
            ) WHERE (n <> 0 AND n < $least) OR (d <> 0 AND d < $least)
            """,
            _asked(names, known),
        ).fetchall()
    )
    return frozenset(_closed(found, snapshot, known))


def _asked(names: Collection[str], known: Mapping[str, Sequence[str]]) -> dict[str, object]:
    indicators = queries_of.load_all().indicators
    pairs = [(whole, part) for whole, own in known.items() for part in own]
    return {
        "names": sorted(names),
        "above": list(known),
        "wholes": [whole for whole, _part in pairs],
        "parts": [part for _whole, part in pairs],
        "distinct": [n for n in names if n in indicators and "distinct" in indicators[n].over_time.values()],
        "shares": [n for n in names if n in indicators and indicators[n].unit == "percent"],
        "least": access().shown_from,
    }


def _closed(found: set[Block], snapshot: Snapshot, known: Mapping[str, Sequence[str]]) -> set[Block]:
    """With what would tell a hidden block, or be told by it: what is finer, its breakdowns, and the areas further up."""
    dimensions: dict[str, set[str]] = {}
    for indicator, by in snapshot.execute("SELECT DISTINCT indicator, dimension FROM main.cube").fetchall():
        dimensions.setdefault(indicator, {""}).add(by)
    grains, closed = list(GRAINS), set[Block]()
    over = {low: [area for area in known if low in _below(known, area)] for low in known}
    for indicator, by, area, grain, year in found:
        for place in (area, *over[area]):
            for finer in grains[: grains.index(grain) + 1]:
                dims = dimensions[indicator] if not by else {by}
                closed |= {(indicator, each, place, finer, year) for each in dims}
    return closed


def _below(known: Mapping[str, Sequence[str]], area: str) -> set[str]:
    """What lies anywhere below an area of what the reader knows."""
    found: set[str] = set()
    waiting = list(known.get(area, ()))
    while waiting:
        code = waiting.pop()
        found.add(code)
        waiting += known.get(code, ())
    return found


def steps_told(reached: Sequence[int]) -> list[bool]:
    """Of the steps of a funnel, by how many (of others) reached each, which may be told: all where at each one nobody, or
    enough, went on, and nobody, or enough, did not; else the first, where it is not of few. A single step left out could be
    read off another funnel that has it."""
    fits = [not is_few(count) for count in reached]
    gaps = [not is_few(before - count) for before, count in pairwise(reached)]
    return (
        [True] * len(reached) if all(fits) and all(gaps) else [n == 0 and fit for n, fit in enumerate(fits)]
    )
