"""Which corrections touch a figure: those of a column it reads, on rows that lie in its area and its time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tuanqing.define.contract import Contract
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library, Query
from tuanqing.measure import lineage
from tuanqing.store.warehouse import corrections
from tuanqing.store.warehouse.corrections import Stands
from tuanqing.store.warehouse.snapshot import Snapshot

_SPANS = """
SELECT correction, area_code, min(month) AS first, max(month) AS last
FROM (
    SELECT correction, area_code, date_trunc('month', day)::DATE AS month FROM corrected WHERE cover IS NULL
    UNION ALL
    SELECT correction, corrected.area_code, period
    FROM corrected JOIN in_force USING (dataset, cover) WHERE in_force.as_of = corrected.day
)
GROUP BY ALL ORDER BY ALL
"""  # a list's rows count from its month to the next list's; events in their own month


@dataclass(frozen=True)
class _Touch:
    """Where and when rows of one correction lie: in an area, from month to month."""

    stands: Stands
    areas: frozenset[str]  # the area and all above it
    first: date
    last: date


@dataclass(frozen=True)
class Corrected:
    """All that corrections touch in one version: read once, then asked without it."""

    touches: Mapping[str, Sequence[_Touch]]  # by dataset
    needs: Mapping[str, Sequence[tuple[str, str, frozenset[str]]]]  # indicator → dataset, kind, columns
    ends: date | None  # the last month of the calendar

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Corrected":
        """Those of a version; all that is opened of it shares them."""
        return snapshot.own_once("corrected", _read)

    def figure(
        self, indicator: Indicator, area: str, period: Period, *, every: bool = False
    ) -> tuple[Stands, ...]:
        """Those that touch an indicator's figure; with `every`, also by columns it is only broken down by."""
        if not self.touches:
            return ()
        stands = indicator.over_time["numerator"] == "last"
        found: dict[str, Stands] = {}
        for dataset, kind, columns in self.needs.get(indicator.name, ()):
            for touch in self.touches.get(dataset, ()):
                read = every or touch.stands.is_read_by(columns)
                if read and area in touch.areas and self._meets(touch, kind, stands, period):
                    found[touch.stands.name] = touch.stands
        return tuple(found.values())

    def rows(self, datasets: Iterable[str], area: str, last: date | None) -> tuple[Stands, ...]:
        """Those that touch any row of these datasets in an area, up to a day (None: ever)."""
        found = {
            touch.stands.name: touch.stands
            for dataset in datasets
            for touch in self.touches.get(dataset, ())
            if area in touch.areas and (last is None or touch.first <= last)
        }
        return tuple(found.values())

    def _meets(self, touch: _Touch, kind: str, stands: bool, period: Period) -> bool:
        """Whether rows of a touch are among those a figure of the period is made of.

        What stands at an end is made of the list in force there, or of all events up to it; what adds up is made of the
        events inside, or of what the newest list says happened then.
        """
        if touch.first > period.last:
            return kind == "registry" and not stands and touch.last == self.ends
        if stands:
            end = min(period.last.replace(day=1), self.ends or period.last)
            return kind == "events" or touch.first <= end <= touch.last
        return touch.last >= period.first


def _read(snapshot: Snapshot) -> Corrected:
    applied = {each.name: each for each in corrections.read(snapshot) if each.is_applied}
    touches: dict[str, list[_Touch]] = defaultdict(list)
    needs: dict[str, list[tuple[str, str, frozenset[str]]]] = defaultdict(list)
    if not applied:
        return Corrected(touches, needs, None)
    above: dict[str, list[str]] = defaultdict(list)
    for area, ancestor in snapshot.execute("SELECT area_code, ancestor_code FROM area_path").fetchall():
        above[area].append(ancestor)
    for name, area, first, last in snapshot.execute(_SPANS).fetchall():
        stands = applied[name]
        touches[stands.dataset].append(_Touch(stands, frozenset(above.get(area, [area])), first, last))
    for indicator, dataset, kind, columns in snapshot.execute(
        "SELECT indicator, dataset, kind, used FROM measured ORDER BY ALL"
    ).fetchall():
        needs[indicator].append((dataset, kind, frozenset(columns)))
    (ends,) = snapshot.execute("SELECT max(period) FROM calendar").fetchall()[0]
    return Corrected(touches, needs, ends)


def behind(
    snapshot: Snapshot,
    query: Query,
    contracts: Mapping[str, Contract],
    library: Library,
    area: str,
    last: date | None = None,
) -> tuple[Stands, ...]:
    """The corrections of rows a funnel, check or list is made of, in an area and up to a day."""
    corrected = Corrected.of(snapshot)
    if not corrected.touches:
        return ()
    return corrected.rows(lineage.datasets(query, contracts, library), area, last)
