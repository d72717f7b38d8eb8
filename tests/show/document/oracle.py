"""Every number of a report once more, from the cube by other SQL and other rounding than the report's own."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tuanqing.define.period import Period, parse
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import findings
from tuanqing.show.document.model import Figure, Source


def half_up(value: Any, places: int) -> str:
    """Away from zero at the half, no separators, no negative zero."""
    cut = Decimal(str(value)).quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)
    return f"{cut + 0:.{places}f}" if cut else f"{0:.{places}f}"


class Oracle:
    """Reads one version."""

    def __init__(self, con: Any, library: Library):
        self.con, self.library = con, library
        self.read: dict[tuple[str, str], dict[tuple[str, date], tuple]] = {}

    def cube(self, name: str, area: str, period: Period) -> tuple[Any, Any, Any, bool] | None:
        """(numerator, denominator, value, lower bound) as the cube has them."""
        key = (name, period.grain)
        if key not in self.read:
            rows = self.con.execute(
                "SELECT area_code, period, numerator, denominator, value, lower_bound FROM cube "
                "WHERE indicator = ? AND grain = ? AND dimension = '' AND value IS NOT NULL",
                [name, period.grain],
            ).fetchall()
            self.read[key] = {(row[0], row[1]): row[2:] for row in rows}
        return self.read[key].get((area, period.first))

    def number(self, indicator: Indicator, value: Any) -> tuple[Decimal, int]:
        """In the printed unit, and its decimals."""
        exact = Decimal(str(value))
        if indicator.unit == "yuan":
            return (exact if indicator.denominator else exact / 10000), 2
        if indicator.denominator:
            return exact, 1
        return exact, 0 if exact == int(exact) else 1

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
        if source.part.startswith(("found", "judged")):
            return {self.counted(source)}
        indicator, period = self.library.indicators[source.indicator], parse(source.period)
        if " " in source.part:
            return self.areas(indicator, source, period)
        side, _sep, what = source.part.rpartition("_")
        then = {"previous": period.shift(-1), "year": period.year_before()}.get(side, period)
        found = self.cube(source.indicator, source.area, period)
        other = self.cube(source.indicator, source.area, then)
        if what == "value" and side == "sum":
            return {self.since_january(indicator, source.area, period)}
        if what == "value":
            assert other, source
            text = self.value(indicator, other)
            return {text, text.removeprefix("≥"), f"{text} ▼"} | self.barely(indicator, other, period)
        if what == "parts":
            assert other, source
            return {f"{self.count(other[0])}/{self.count(other[1])}"}
        if source.part == "target":
            exact, places = self.number(indicator, indicator.target(period))
            return {half_up(exact, 0 if exact == int(exact) else places)}
        assert found, source
        if source.part == "completion":
            share = half_up(Decimal(str(found[2])) / Decimal(str(indicator.target(period))) * 100, 1)
            return {f"{'≥' if found[3] else ''}{share}%"}
        if source.part == "short":
            exact, places = self.number(indicator, found[2])
            target, _places = self.number(indicator, indicator.target(period))
            return {half_up(abs(target - exact), places)}
        assert what == "change", source
        assert other, source
        return self.change(indicator, found, other)

    def change(self, indicator: Indicator, now: tuple, then: tuple) -> set[str]:
        assert not now[3], "a change of a lower bound"
        assert not then[3], "a change of a lower bound"
        before, after = Decimal(str(then[2])), Decimal(str(now[2]))
        if indicator.unit == "percent":
            text, unit, size = half_up(abs(after - before), 1), "个百分点", after - before
            assert min(now[1], then[1]) >= 10
        elif before == 0 or (not indicator.denominator and then[0] < 10):
            exact, places = self.number(indicator, after - before)
            text, unit, size = half_up(abs(exact), places), "", exact
        else:
            size = (after - before) / before * 100
            text, unit = half_up(abs(size), 1), "%"
        sign = "+" if size > 0 else "-" if size < 0 else ""
        return {text, f"{sign}{text}{unit}"}

    def since_january(self, indicator: Indicator, area: str, period: Period) -> str:
        numerator, bound = self.con.execute(
            "SELECT sum(numerator), bool_or(lower_bound) FROM cube WHERE indicator = ? AND area_code = ? AND grain = 'month' "
            "AND dimension = '' AND period >= ? AND period <= ?",
            [indicator.name, area, date(period.first.year, 1, 1), period.last],
        ).fetchall()[0]
        del bound  # 余 stands behind the number in a sentence
        return half_up(*self.number(indicator, numerator))

    def areas(self, indicator: Indicator, source: Source, period: Period) -> set[str]:
        """A count of areas, with and without its unit."""
        what, level = source.part.split(" ")
        rows = self.con.execute(
            "SELECT c.numerator, c.denominator, c.value FROM cube AS c JOIN area AS a ON a.area_code = c.area_code "
            "JOIN area_path AS p ON p.area_code = c.area_code AND p.ancestor_code = ? AND p.steps > 0 "
            "WHERE a.level = ? AND a.counts IS DISTINCT FROM false AND c.indicator = ? AND c.dimension = '' "
            "AND c.grain = ? AND c.period = ? AND c.value IS NOT NULL",
            [source.area, level, indicator.name, period.grain, period.first],
        ).fetchall()
        every = self.con.execute(
            "SELECT count(*) FROM area JOIN area_path USING (area_code) WHERE ancestor_code = ? AND steps > 0 "
            "AND level = ? AND counts IS DISTINCT FROM false AND valid_to IS NULL",
            [source.area, level],
        ).fetchall()[0][0]
        target = indicator.target(period)
        n = {
            "known": lambda: len(rows),
            "met": lambda: sum(_meets(indicator, r[2], target) for r in rows),
            "missed": lambda: sum(not _meets(indicator, r[2], target) for r in rows),
            "zero": lambda: sum(r[2] == 0 for r in rows),
            "short": lambda: sum(r[0] < r[1] for r in rows),
            "silent": lambda: every - len(rows),
            "first": lambda: sum(r[2] == self.best(indicator, rows) for r in rows),
        }[what]()
        unit = {
            "township": "个乡镇",
            "county": "个县区",
            "village": "个村社区",
            "school": "所学校",
            "enterprise": "家企业",
        }
        return {str(n), f"{n}{unit[level]}"}

    @staticmethod
    def best(indicator: Indicator, rows: list[tuple]) -> float:
        """The first place among those that are ranked."""
        ranked = [r[2] for r in rows if indicator.unit != "percent" or r[1] >= 10]
        return max(ranked) if indicator.better == "higher" else min(ranked)

    def counted(self, source: Source) -> str:
        if source.part.startswith("found"):
            found = findings.findings(self.con, self.library.checks[source.indicator], source.area)
            return str(found["area_code"].n_unique() if source.part == "found at" else found.height)
        period, n = parse(source.period), 0
        for indicator in self.library.indicators.values():
            found, target = self.cube(indicator.name, source.area, period), indicator.target(period)
            if found and target is not None and indicator.better != "neither":
                met = _meets(indicator, found[2], target)
                n += {"judged": True, "judged_met": met, "judged_missed": not met}[source.part]
        return str(n)

    def charted(self, point: Figure) -> float:
        """What a chart's workbook must hold."""
        source = point.source
        found = self.cube(source.indicator, source.area, parse(source.period))
        assert found, source
        return float(self.number(self.library.indicators[source.indicator], found[2])[0])


def _meets(indicator: Indicator, value: float, target: float | None) -> bool:
    assert target is not None
    return value >= target - 1e-9 if indicator.better == "higher" else value <= target + 1e-9
