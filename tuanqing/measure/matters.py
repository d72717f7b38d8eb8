"""Everything that needs a hand, one row each: what checks found, whom indicators miss, missed targets, reports not given."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import alerts, completeness, figure, findings, places
from tuanqing.measure.figure import Figure
from tuanqing.store.warehouse.snapshot import Snapshot

FINDING, TARGET, ALERT, GAP, REPORT, LATE = KINDS = ("finding", "target", "alert", "gap", "report", "late")
JUDGED = ("county", "township")  # the levels whose areas are held to a target beside the place itself
WATCHED = (
    "county",
    "township",
    "school",
    "enterprise",
)  # the levels of which every unit is held to the alerts
_PSEUDONYM = re.compile(
    r"[^\x00-\xff][0-9a-f]{6}$"
)  # how checks call a person: a word and the end of the key
_PRESSING = {"error": 0, "warn": 1, "": 2}


@dataclass(frozen=True)
class Matter:
    """One row: something in one unit that somebody has to see to."""

    kind: str  # of KINDS
    name: str  # of the check, the indicator or the dataset
    area_code: str
    area_name: str
    unit: str  # "" for the area itself
    key: str  # tells it from others of its kind, name and area; the same after every import
    severity: str  # error | warn | "" where nobody has set a target
    since: date | None
    due: date | None
    judged: date  # the day on which it was so
    office: str  # to call: the area's own, else of what it lies in
    town: str  # the code of the township it lies in, else of the area
    town_name: str
    detail: str = ""  # a check's words; the name of an alert's rule
    numerator: Decimal | None = None  # of a gap: what the unit has, and needs
    denominator: Decimal | None = None
    figure: Figure | None = None  # that misses its target, or that an alert speaks of
    months: tuple[date, ...] = ()  # not given

    @cached_property
    def id(self) -> str:
        """The same for the same matter, whatever version it is found in."""
        kind = REPORT if self.kind == LATE else self.kind
        return hashlib.sha256("\0".join((kind, self.name, self.area_code, self.key)).encode()).hexdigest()[
            :12
        ]

    @property
    def overdue(self) -> int | None:
        """Days since it was due, on the day it was judged; below zero where it is yet to be due."""
        return (self.judged - self.due).days if self.due else None

    @property
    def is_of_a_person(self) -> bool:
        """Whether its unit is one person, by a pseudonym: who is counted and not named."""
        return bool(_PSEUDONYM.search(self.unit))


@dataclass(frozen=True)
class _Where:
    """What is known of an area for whoever has to see to it."""

    office: str
    town: str
    town_name: str


def matters(
    snapshot: Snapshot,
    library: Library,
    area: str,
    period: Period | None = None,
    today: date | None = None,
) -> tuple[Matter, ...]:
    """Everything that needs a hand in a place at the end of a period (of all its data, when None), the most pressing first.

    Alerts are looked for in every unit there is but the villages; gaps are those of rates of which more is better; missed targets those of the place and of its counties and townships;
    reports those owed in the period (of the year up to the end of the data, when None)."""
    now, span = today or date.today(), completeness.span(snapshot, area)
    if span is None:
        return ()
    month = period or periods.containing(span[1])
    wide = period or month.within("year")
    where = snapshot.once("where to call", _places)
    found = [
        *_found(snapshot, library, area, period, where),
        *_missed(snapshot, library, area, month, where),
        *_alerts(snapshot, library, area, month, where),
        *_gaps(snapshot, library, area, wide, where),
        *owed(snapshot, area, wide, now),
    ]
    return tuple(sorted(found, key=_order))


def _order(matter: Matter) -> tuple:
    return (
        matter.kind == LATE,
        _PRESSING[matter.severity],
        -(matter.overdue if matter.overdue is not None else -1),
        KINDS.index(matter.kind),
        matter.since or date.max,
        matter.name,
        matter.area_code,
        matter.unit,
        matter.key,
    )


def _found(
    snapshot: Snapshot, library: Library, area: str, period: Period | None, where: Mapping[str, _Where]
) -> Iterable[Matter]:
    for row in findings.standing(snapshot, area, period):
        check = library.checks.get(row["check"])
        if check is None:
            continue
        yield Matter(
            FINDING, check.name, row["area_code"], row["area_name"], row["unit"] or "", row["key"] or "",
            check.severity, row["since"], row["due"], Period(row["period"]).last,
            **vars(where[row["area_code"]]), detail=row["detail"] or "",
        )  # fmt: skip


def _missed(
    snapshot: Snapshot, library: Library, area: str, period: Period, where: Mapping[str, _Where]
) -> Iterable[Matter]:
    aimed = [i for i in library.indicators.values() if i.target(period) is not None]
    levels = places.levels(snapshot, area, period)
    areas = [area, *(code for level in JUDGED if level in levels for code in places.below(snapshot, area, level, period))]  # fmt: skip
    for row in figure.figures(snapshot, aimed, list(dict.fromkeys(areas)), period):
        if row.status in ("missed", "near"):
            yield Matter(
                TARGET, row.indicator, row.area_code, row.area_name, "", "",
                "error" if row.status == "missed" else "warn", None, None, period.last, **vars(where[row.area_code]),
                figure=row,
            )  # fmt: skip


def _alerts(
    snapshot: Snapshot, library: Library, area: str, period: Period, where: Mapping[str, _Where]
) -> Iterable[Matter]:
    levels = [level for level in places.levels(snapshot, area, period) if level in WATCHED]
    areas = [area, *(code for level in levels for code in places.below(snapshot, area, level, period))]
    for rule, row in alerts.alerts(snapshot, library, list(dict.fromkeys(areas)), period):
        yield Matter(
            ALERT, row.indicator, row.area_code, row.area_name, "", rule, "warn", None, None, period.last,
            **vars(where[row.area_code]), detail=rule, figure=row,
        )  # fmt: skip


def _gaps(
    snapshot: Snapshot, library: Library, area: str, period: Period, where: Mapping[str, _Where]
) -> Iterable[Matter]:
    for indicator in library.indicators.values():
        if indicator.unit != "percent" or indicator.better != "higher":
            continue
        held = findings.gaps(snapshot, indicator, area, period)
        aimed = indicator.target(held.month) is not None
        for row in held.rows:
            unit = row["unit"] or ""
            yield Matter(
                GAP, indicator.name, row["area_code"], row["area_name"], "" if unit == row["area_name"] else unit,
                unit, "warn" if aimed else "", row["since"], None, held.month.last, **vars(where[row["area_code"]]),
                numerator=row["numerator"], denominator=row["denominator"],
            )  # fmt: skip


def owed(snapshot: Snapshot, area: str, period: Period, today: date) -> Iterable[Matter]:
    """The reports of a period, up to the end of the place's data, that were not given, or late: one row for each unit and
    dataset in a year."""
    where, span = snapshot.once("where to call", _places), completeness.span(snapshot, area)
    until = min(span[1], period.last) if span else period.last
    for line in completeness.account(snapshot, area, period, today, until).lines:
        for given in line.units:
            if given.state not in (completeness.MISSING, completeness.LATE):
                continue
            missing = given.state == completeness.MISSING
            if given.is_before and not missing:  # nobody can say it was late before anything was imported
                continue
            yield Matter(
                REPORT if missing else LATE, line.dataset, given.unit.code, given.name, "", str(period.first.year),
                "warn" if missing else "", given.lacking[0] if missing else None, given.due,
                today if missing else given.due, **vars(where[given.unit.code]), months=given.lacking,
            )  # fmt: skip


def _places(snapshot: Snapshot) -> dict[str, _Where]:
    """Of every area whom to call, and the township it lies in."""
    rows = {
        code: (name, level, parent, office)
        for code, name, level, parent, office in snapshot.execute(
            "SELECT area_code, name, level, parent_code, contact_office FROM area"
        ).fetchall()
    }
    found = {}
    for code, (name, _level, _parent, _office) in rows.items():
        step, office, town = code, "", None
        seen = set()
        while step in rows and step not in seen:
            seen.add(step)
            office = office or rows[step][3] or ""
            if rows[step][1] == "township":
                town = step
            step = rows[step][2]
        found[code] = _Where(office, town or code, rows[town][0] if town else name)
    return found


@dataclass(frozen=True)
class Way:
    """What a missed target takes: so many more units, and which ones first. `reaches`: whether they get there."""

    needed: int
    names: tuple[str, ...]
    reaches: bool


def ways(snapshot: Snapshot, library: Library, area: str, found: Sequence[Matter]) -> dict[str, Way]:
    """By id of a missed target in a place how it is reached, as `plan` says it; of rates no unit can be named for, nothing.

    The order of the units is that of the whole place's plan: a township's own is the part of it that lies there."""
    missed = [(each, each.figure) for each in found if each.kind == TARGET and each.figure]
    above: dict[str, list[str]] = {}
    for code, ancestor in snapshot.execute("SELECT area_code, ancestor_code FROM area_path").fetchall():
        above.setdefault(code, []).append(ancestor)
    told: dict[str, Way] = {}
    for name in dict.fromkeys(each.name for each, _row in missed):
        mine = [(each, row) for each, row in missed if each.name == name]
        steps = _steps(snapshot, library.indicators[name], area, periods.containing(mine[0][0].judged))
        for each, row in mine:
            whole, had = Fraction(row.denominator or 0), Fraction(row.numerator or 0)
            wanted = Fraction(str(row.target)) * whole / 100 - had
            names: list[str] = []
            for step in steps:
                if wanted <= 0:
                    break
                if each.area_code in above.get(step["area_code"], ()):
                    names.append(step["name"])
                    wanted -= Fraction(str(step["gain"]))
            if names:
                told[each.id] = Way(len(names), tuple(names), wanted <= 0)
    return told


def _steps(snapshot: Snapshot, indicator: Indicator, area: str, period: Period) -> list[dict]:
    from tuanqing.measure import plan as planning  # it works in frames, which take long to load

    if not planning.plannable(indicator):
        return []
    try:
        return planning.plan(snapshot, indicator, area, period, 100.0).steps.to_dicts()
    except Refused:  # it counts people, or nothing was reported: there is no unit to name
        return []
