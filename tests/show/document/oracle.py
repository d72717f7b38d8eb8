"""Every number of a report once more, from the cube by other SQL and other rounding than the report's own.

Who reported it is worked out once more too, unit by unit and month by month, from what is owed and what was given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Any

from tuanqing.define import contract as contracts_of
from tuanqing.define.period import Period, parse
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import findings, lineage
from tuanqing.show.document.model import Figure, Source

LEVELS = {
    "township": "个乡镇（街道）",
    "county": "个县区",
    "village": "个村（社区）",
    "school": "所学校",
    "enterprise": "家企业",
}


def half_up(value: Any, places: int) -> str:
    """Away from zero at the half, no separators, no negative zero."""
    cut = Decimal(str(value)).quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)
    return f"{cut + 0:.{places}f}" if cut else f"{0:.{places}f}"


@dataclass(frozen=True)
class Told:
    """Who reported an indicator in an area for a period."""

    whole: frozenset[tuple[str, str]]  # (dataset, unit) that gave all of it
    some: int  # units that gave any of the dataset least reported
    reported: int
    expected: int
    level: str
    lists: frozenset[tuple[str, str, date]] | None  # None: it does not stand by lists alone
    ended: bool
    until: date | None


@dataclass(frozen=True)
class Part:
    """The same of some columns of one dataset."""

    whole: frozenset[tuple[str, str]]
    some: int
    reported: int
    expected: int
    level: str
    lists: frozenset[tuple[str, str, date]]
    until: date | None  # the last month anybody reported, where more is owed


NONE = Part(frozenset(), 0, 0, 0, "", frozenset(), None)


class Oracle:
    """Reads one version."""

    def __init__(self, con: Any, library: Library):
        self.con, self.library, self.contracts = con, library, contracts_of.load_all()
        self.read: dict[tuple[str, str], dict[tuple[str, date], tuple]] = {}
        self.told = cache(self._told)

    def cube(self, name: str, area: str, period: Period) -> tuple[Any, Any, Any, bool] | None:
        """(numerator, denominator, value, lower bound) as the cube has them, where anybody has reported."""
        key = (name, period.grain)
        if key not in self.read:
            rows = self.con.execute(
                "SELECT area_code, period, numerator, denominator, value, lower_bound FROM cube "
                "WHERE indicator = ? AND grain = ? AND dimension = '' AND value IS NOT NULL",
                [name, period.grain],
            ).fetchall()
            self.read[key] = {(row[0], row[1]): row[2:] for row in rows}
        told = self.told(name, area, period)
        if told.expected and not told.some:
            return None
        return self.read[key].get((area, period.first))

    # who reported

    @cached_property
    def above(self) -> dict[str, list[str]]:
        """An area: itself and what lies above it, the top last."""
        found: dict[str, list[str]] = {}
        for area, ancestor in self.con.execute(
            "SELECT area_code, ancestor_code FROM area_path ORDER BY area_code, steps"
        ).fetchall():
            found.setdefault(area, []).append(ancestor)
        return found

    @cached_property
    def owed(self) -> list[tuple]:
        return self.con.execute("SELECT dataset, area_code, level, months, since, until FROM owed").fetchall()

    @cached_property
    def given(self) -> dict[tuple[str, str, date], set[str]]:
        """What columns a unit gave of a dataset in a month."""
        return {
            (dataset, unit, month): set(columns)
            for dataset, unit, month, columns in self.con.execute(
                "SELECT dataset, area_code, period, columns FROM reported_unit"
            ).fetchall()
        }

    @cached_property
    def reached(self) -> dict[tuple[str, str], list[date]]:
        """Of (dataset of events, top) the months anybody reported; of ("", top) the last month of any data."""
        found: dict[tuple[str, str], set[date]] = {}
        for dataset, unit, month in self.given:
            found.setdefault((dataset, self.above[unit][-1]), set()).add(month)
        for county, day in self.con.execute("SELECT county_code, last_date FROM dated").fetchall():
            if county in self.above:
                found.setdefault(("", self.above[county][-1]), set()).add(day.replace(day=1))
        return {key: sorted(months) for key, months in found.items()}

    @cached_property
    def needs(self) -> dict[str, list[tuple[str, str, set[str]]]]:
        found: dict[str, list[tuple[str, str, set[str]]]] = {}
        for name, dataset, kind, columns in self.con.execute(
            "SELECT indicator, dataset, kind, columns FROM measured"
        ).fetchall():
            found.setdefault(name, []).append((dataset, kind, set(columns)))
        return found

    @cached_property
    def lists(self) -> dict[tuple[str, date], list[tuple[str, date]]]:
        """Of a dataset and a month the lists in force: (whom they cover, of which day)."""
        found: dict[tuple[str, date], list[tuple[str, date]]] = {}
        for dataset, cover, month, day in self.con.execute(
            "SELECT dataset, cover, period, as_of FROM in_force WHERE cover IS NOT NULL"
        ).fetchall():
            found.setdefault((dataset, month), []).append((cover, day))
        return found

    def near(self, one: str, other: str) -> bool:
        """Whether one lies in the other, either way."""
        return one in self.above.get(other, ()) or other in self.above.get(one, ())

    def part(
        self, dataset: str, kind: str, columns: set[str], area: str, period: Period, adds_up: bool = False
    ) -> Part:
        """Who gave these columns of one dataset."""
        last, top = period.last.replace(day=1), self.above[area][-1]
        reach = self.reached.get(("", top) if kind == "registry" else (dataset, top), [])
        if kind == "registry" and adds_up:
            end = reach[-1] if reach else None  # what a list says happened any later list says too
        else:
            end = max((m for m in reach if m <= last), default=None) if kind == "events" else None
            if kind == "registry" and reach:
                end = min(reach[-1], last)
        if end is not None and end < period.first:
            end = None
        whole, some, expected, more, level = set(), 0, 0, False, ""
        span = [] if end is None else [end] if kind == "registry" else [m for m in months(period) if m <= end]
        for what, unit, at, owes, since, until in self.owed:
            if what != dataset or not self.near(unit, area):
                continue
            if (since and since > period.last) or (until and until <= period.last):
                continue
            expected, level = expected + 1, min(level or at, at)
            due = [m for m in span if kind == "registry" or m.month in owes] or span
            has = {
                m
                for m in span
                if (dataset, unit, m) in self.given and columns <= self.given[dataset, unit, m]
            }
            some += bool(has)
            if due and set(due) <= has:
                whole.add((dataset, unit))
            if end is not None:
                later = [m for m in months(period) if m > end]
                more |= any(m.month in owes for m in later) if kind == "events" else bool(later)
        lists = {
            (dataset, *one)
            for one in (self.lists.get((dataset, end), []) if kind == "registry" else [])
            if self.near(one[0], area)
        }
        return Part(
            frozenset(whole), some, len(whole), expected, level, frozenset(lists), end if more else None
        )

    def _told(self, name: str, area: str, period: Period) -> Told:
        adds_up = self.library.indicators[name].over_time["numerator"] != "last"
        needs = self.needs.get(name, [])
        parts = [self.part(dataset, kind, columns, area, period, adds_up) for dataset, kind, columns in needs]
        least = min(
            parts, key=lambda p: (p.reported / p.expected if p.expected else 1.0, -p.expected), default=NONE
        )
        lists = frozenset().union(*(part.lists for part in parts))
        ends = [part.until for part in parts if part.until]
        return Told(
            frozenset().union(*(part.whole for part in parts)), least.some if all(p.some for p in parts) else 0,
            least.reported, least.expected, least.level,
            lists if lists and {kind for _dataset, kind, _columns in needs} == {"registry"} else None,
            not ends, min(ends, default=None),
        )  # fmt: skip

    def partly(self, name: str, area: str, period: Period) -> str:
        """What stands beside a partial total in a table."""
        told = self.told(name, area, period)
        if told.reported >= told.expected:
            return ""
        return " (部分)" if told.expected == 1 else f" ({told.reported}/{told.expected})"

    def share(self, name: str, area: str, period: Period) -> str:
        """What stands beside it in a sentence."""
        told = self.told(name, area, period)
        assert told.reported < told.expected
        if told.expected == 1:
            return "只报了一部分"
        units = f"{told.expected}{LEVELS[told.level]}"
        if told.some == told.reported:
            return f"{units}中{told.reported}个有数据"
        if told.reported:
            return f"{units}中{told.reported}个报齐"
        return f"{units}中{told.some}个只报了一部分"

    def status(self, indicator: Indicator, area: str, period: Period) -> str:
        """What a figure is to its target."""
        found, told = self.cube(indicator.name, area, period), self.told(indicator.name, area, period)
        target = indicator.target(period) if indicator.better != "neither" else None
        if found is None:
            return "no_data"
        if told.reported < told.expected:
            return "partial"
        if target is None:
            return "no_target"
        if not told.ended:
            return "waits"
        met = _meets(indicator, found[2], target)
        if found[3] and met != (indicator.better == "higher"):
            return "unsure"
        return "met" if met else "missed"

    # numbers

    def number(self, indicator: Indicator, value: Any) -> tuple[Decimal, int]:
        """In the printed unit, and its decimals."""
        exact = Decimal(str(value))
        if indicator.unit == "yuan":
            return (exact if indicator.denominator else exact / 10000), 2
        if indicator.denominator:
            return exact, 1
        return exact, 0 if exact == int(exact) else 1

    def spoken(self, indicator: Indicator, value: Any, bound: bool = False) -> set[str]:
        """The number of an amount in a sentence: 3.4 (万余人次), 1392.70 (元), 56 (万元)."""
        exact = Decimal(str(value))
        if indicator.denominator or not (indicator.unit == "yuan" or bound):
            return set()
        if indicator.unit == "yuan":
            said = exact / 10000 if abs(exact) >= 10000 else exact
            return {half_up(said, 0 if said == int(said) else 2)}
        wan = exact / 10000
        return {half_up(wan, 0 if wan == int(wan) else 1)} if exact >= 10000 and exact % 1000 == 0 else set()

    def value(self, indicator: Indicator, found: tuple) -> str:
        """A cell: ≥56.00, 86.4, 3/8."""
        numerator, denominator, value, bound = found
        if indicator.unit == "percent" and denominator < 10:
            return f"{self.count(numerator)}/{self.count(denominator)}"
        exact, places = self.number(indicator, value)
        return ("≥" if bound else "") + half_up(exact, places)

    def barely(self, indicator: Indicator, found: tuple, period: Period) -> set[str]:
        """A figure that would be printed as its target, and misses it, has the decimals that tell."""
        target = indicator.target(period)
        if target is None or indicator.better == "neither" or _meets(indicator, found[2], target):
            return set()
        exact, places = self.number(indicator, found[2])
        aim = self.number(indicator, target)[0]
        more = next(n for n in range(places, places + 4) if half_up(exact, n) != half_up(aim, n))
        return {half_up(exact, more), f"{half_up(exact, more)} ▼"} if more > places else set()

    @staticmethod
    def count(value: Decimal) -> str:
        return half_up(value, 0 if value == int(value) else 1)

    def text(self, source: Source) -> set[str]:
        """The ways a number may be printed."""
        if source.part.startswith("checks"):
            return {self.checks(source)}
        if source.part.startswith("kept"):
            return {self.kept(source)}
        if source.part.startswith("split"):
            return self.split(source)
        if source.part == "needed":
            return {self.needed(source)}
        if source.part.startswith(("found", "aimed")):
            return {self.counted(source)}
        indicator, period = self.library.indicators[source.indicator], parse(source.period)
        if " " in source.part:
            return self.areas(indicator, source, period)
        side, _sep, what = source.part.rpartition("_")
        then = {"previous": period.shift(-1), "year": period.year_before()}.get(side, period)
        found = self.cube(source.indicator, source.area, period)
        other = self.cube(source.indicator, source.area, then)
        if what == "value" and side == "sum":
            return self.since_january(indicator, source.area, period)
        if what == "value":
            assert other, source
            text = self.value(indicator, other)
            spoken = self.spoken(indicator, other[2], other[3])
            if partly := self.partly(source.indicator, source.area, then):
                return spoken | {
                    text,
                    text.removeprefix("≥"),
                    f"{text}{partly}",
                }  # in a sentence its share stands beside it
            barely = (
                self.barely(indicator, other, period)
                if self.status(indicator, source.area, then) == "missed"
                else set()
            )
            return {text, text.removeprefix("≥"), f"{text} ▼"} | barely | spoken
        if what == "share":
            return {self.share(source.indicator, source.area, then)}
        if what == "reporters":
            return {self.reporters(indicator, source.area, period)}
        if what == "parts":
            assert other, source
            return {f"{self.count(other[0])}/{self.count(other[1])}"}
        if source.part == "target":
            exact, places = self.number(indicator, indicator.target(period))
            said = self.spoken(indicator, indicator.target(period))
            return {half_up(exact, 0 if exact == int(exact) else places)} | said
        assert found, source
        if source.part == "completion":
            assert self.status(indicator, source.area, period) in ("met", "missed"), source
            share = half_up(Decimal(str(found[2])) / Decimal(str(indicator.target(period))) * 100, 1)
            return {f"{'≥' if found[3] else ''}{share}%"}
        if source.part == "short":
            assert self.status(indicator, source.area, period) == "missed", source
            exact, places = self.number(indicator, found[2])
            target, _places = self.number(indicator, indicator.target(period))
            short = abs(indicator.target(period) - found[2])
            return {half_up(abs(target - exact), places)} | self.spoken(indicator, short)
        assert what == "change", source
        assert other, source
        self.may_be_compared(indicator, source, period, then)
        return self.change(indicator, found, other)

    def reporters(self, indicator: Indicator, area: str, period: Period) -> str:
        told = self.told(indicator.name, area, period)
        text = f"{told.reported}/{told.expected}"
        if told.ended or told.until is None or indicator.over_time["numerator"] == "last":
            return text
        first, last = period.first.month, told.until.month
        return f"{text} ({last}月)" if first == last else f"{text} ({first}—{last}月)"

    def may_be_compared(self, indicator: Indicator, source: Source, period: Period, then: Period) -> None:
        """A change stands between two lists, or two complete periods, of the same units."""
        now, was = (self.told(indicator.name, source.area, p) for p in (period, then))
        assert now.whole == was.whole, (source, "other units have reported")
        if indicator.over_time["numerator"] == "last" and now.lists:
            assert now.lists != was.lists, (source, "the same list")
        else:
            assert now.ended, (source, "unfinished")
            assert was.ended, (source, "unfinished")

    def change(self, indicator: Indicator, now: tuple, then: tuple) -> set[str]:
        assert not now[3], "a change of a lower bound"
        assert not then[3], "a change of a lower bound"
        before, after = Decimal(str(then[2])), Decimal(str(now[2]))
        if before == after:
            return {"持平"}
        if indicator.unit == "percent":
            text, unit, size = half_up(abs(after - before), 1), "个百分点", after - before
            assert min(now[1], then[1]) >= 10
        elif before == 0 or (not indicator.denominator and then[0] < 10):
            exact, places = self.number(indicator, after - before)
            text, unit, size = half_up(abs(exact), places), "", exact
        else:
            size = (after - before) / before * 100
            text, unit = half_up(abs(size), 1), "%"
        sign = "+" if size > 0 else "-"
        return {text, f"{sign}{text}{unit}"}

    def since_january(self, indicator: Indicator, area: str, period: Period) -> set[str]:
        """Of the months anybody has reported."""
        january, total, bound = period.within("year").first, Decimal(0), False
        for n in range(period.last.month):
            found = self.cube(indicator.name, area, Period(january).shift(n)) or (0, None, None, False)
            total, bound = total + found[0], bound or found[3]
        # 余 stands behind the number in a sentence
        return {half_up(*self.number(indicator, total))} | self.spoken(indicator, total, bound)

    def areas(self, indicator: Indicator, source: Source, period: Period) -> set[str]:
        """A count of areas, with and without its unit."""
        what, level = source.part.split(" ")
        codes = [
            code
            for (code,) in self.con.execute(
                "SELECT area_code FROM area JOIN area_path USING (area_code) WHERE ancestor_code = ? AND steps > 0 "
                "AND level = ? AND counts IS DISTINCT FROM false AND valid_to IS NULL",
                [source.area, level],
            ).fetchall()
        ]
        states = [self.status(indicator, code, period) for code in codes]
        told = [self.told(indicator.name, code, period) for code in codes]
        rows = [row for code in codes if (row := self.cube(indicator.name, code, period))]
        if what in ("zero", "first", "known", "short"):  # what is said of all, or of the first
            assert all(t.reported == t.expected for t in told), (source, "not everybody has reported")
            assert not any(row[3] for row in rows), (source, "a lower bound")
        n = {
            "every": lambda: len(codes),
            "whole": lambda: sum(t.reported == t.expected for t in told),
            "known": lambda: len(rows),
            "met": lambda: states.count("met"),
            "missed": lambda: states.count("missed"),
            "unjudged": lambda: sum(state not in ("met", "missed") for state in states),
            "zero": lambda: sum(r[2] == 0 for r in rows),
            "short": lambda: sum(r[0] < r[1] for r in rows),
            "first": lambda: sum(r[2] == self.best(indicator, rows) for r in rows),
        }[what]()
        return {str(n), f"{n}{LEVELS[level]}"}

    @staticmethod
    def best(indicator: Indicator, rows: list[tuple]) -> float:
        """The first place among those that are ranked."""
        ranked = [r[2] for r in rows if indicator.unit != "percent" or r[1] >= 10]
        return max(ranked) if indicator.better == "higher" else min(ranked)

    def counted(self, source: Source) -> str:
        if source.part.startswith("found"):
            check, period = self.library.checks[source.indicator], parse(source.period)
            found = findings.findings(self.con, check, source.area, period)
            return str(len({row["area_code"] for row in found}) if source.part == "found at" else len(found))
        period = parse(source.period)
        states = [
            self.status(i, source.area, period)
            for i in self.library.indicators.values()
            if i.target(period) is not None and i.better != "neither"
        ]
        what = source.part.removeprefix("aimed").removeprefix("_")
        counts: dict[str, Callable[[str], bool]] = {
            "": lambda _state: True,
            "unjudged": lambda state: state not in ("met", "missed"),
        }
        return str(sum(counts.get(what, lambda state: state == what)(state) for state in states))

    def kept(self, source: Source) -> str:
        """How many of the targets missed in the period before: all, met now, better, the same, or nobody can say."""
        period, outcome = parse(source.period), []
        before = period.year_before() if period.grain == "year" else period.shift(-1)
        for i in self.library.indicators.values():
            if i.target(period) is None or i.better == "neither":
                continue
            if self.status(i, source.area, before) != "missed":
                continue
            status = self.status(i, source.area, period)
            if status in ("met", "missed"):
                told = "met" if status == "met" else self.moved(i, source, period, before)
                outcome.append(told)
            else:
                outcome.append("unknown")
        what = source.part.removeprefix("kept").removeprefix("_")
        return str(outcome.count(what) if what else len(outcome))

    def moved(self, indicator: Indicator, source: Source, period: Period, before: Period) -> str:
        """Whether a figure is better than before: better, same, or unknown where the two are not compared."""
        now, then = (self.cube(indicator.name, source.area, p) for p in (period, before))
        try:
            assert now
            assert then
            self.may_be_compared(indicator, source, period, before)
            self.change(indicator, now, then)
        except AssertionError:
            return "unknown"
        rose = 0 if now[2] == then[2] else 1 if now[2] > then[2] else -1
        return "better" if rose == (1 if indicator.better == "higher" else -1) else "same"

    def split(self, source: Source) -> set[str]:
        """A part of a figure: straight from the cube, by column and value."""
        _split, dimension, member = source.part.split(" ", 2)
        indicator, period = self.library.indicators[source.indicator], parse(source.period)
        (found,) = self.con.execute(
            "SELECT numerator, denominator, value, lower_bound FROM cube WHERE indicator = ? AND area_code = ? "
            "AND grain = ? AND period = ? AND dimension = ? AND member = ?",
            [source.indicator, source.area, period.grain, period.first, dimension, member],
        ).fetchall()
        assert indicator.unit != "person" or found[0] >= 5, source
        return {self.value(indicator, found).removeprefix("≥")} | self.spoken(indicator, found[2], found[3])

    def needed(self, source: Source) -> str:
        """How many more the target takes: units or what else the numerator counts one by one."""
        indicator, period = self.library.indicators[source.indicator], parse(source.period)
        found = self.cube(source.indicator, source.area, period)
        assert found, source
        wanted = Decimal(str(indicator.target(period))) * found[1] / 100 - found[0]
        return str(int(wanted.to_integral_value(rounding="ROUND_CEILING")))

    def checks(self, source: Source) -> str:
        """How many checks that found nothing looked at whole data, and how many could not see."""
        period, blind, clear, found = parse(source.period), 0, 0, 0
        for check in self.library.checks.values():
            if findings.findings(self.con, check, source.area, period):
                found += 1
                continue
            parts = [
                self.part(dataset, self.contracts[dataset].kind, set(), source.area, period)
                for dataset in lineage.datasets(check, self.contracts, self.library)
            ]
            if all(part.reported == part.expected for part in parts):
                clear += 1
            else:
                blind += 1
        return str({"checks blind": blind, "checks clear": clear, "checks found": found}[source.part])

    def charted(self, point: Figure) -> float:
        """What a chart's workbook must hold."""
        source = point.source
        found = self.cube(source.indicator, source.area, parse(source.period))
        assert found, source
        return float(self.number(self.library.indicators[source.indicator], found[2])[0])


def months(period: Period) -> list[date]:
    """The months of a period."""
    found, month = [], Period(period.first)
    while month.first <= period.last:
        found.append(month.first)
        month = month.shift(1)
    return found


def _meets(indicator: Indicator, value: float, target: float | None) -> bool:
    assert target is not None
    return value >= target - 1e-9 if indicator.better == "higher" else value <= target + 1e-9
