"""Percentages over 100 in the cube, where the numerator ought to be a part of the denominator."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tuanqing.define.language import _
from tuanqing.define.period import containing
from tuanqing.define.query import Indicator
from tuanqing.measure import seen
from tuanqing.store.warehouse.snapshot import Snapshot


class Excess(NamedTuple):
    """An indicator's highest percentage over 100, and how many other places and months have one."""

    indicator: Indicator
    area_name: str
    month: date
    numerator: float
    denominator: float
    others: int

    @property
    def sentence(self) -> str:
        """What to say of it."""
        more = _(" (and {count} more places and months)").format(count=self.others) if self.others else ""
        return _(
            "“{title}” is over 100% in {area}, {period}: {numerator:,.12g} of {denominator:,.12g}{more}. Look for what "
            "is counted above and not below: tuanqing show {name} --rows."
        ).format(
            title=self.indicator.title,
            name=self.indicator.name,
            area=self.area_name,
            period=containing(self.month, "month").words,
            numerator=self.numerator,
            denominator=self.denominator,
            more=more,
        )


def excesses(snapshot: Snapshot, indicators: Iterable[Indicator]) -> list[Excess]:
    """One for each indicator that has any, of the smallest place where it is highest."""
    known = {i.name: i for i in indicators if i.unit == "percent" and not i.may_exceed}
    rows = snapshot.execute(
        f"""
        SELECT cube.indicator, area.name, cube.period, cube.numerator::DOUBLE, cube.denominator::DOUBLE,
            count(*) OVER (PARTITION BY cube.indicator) - 1
        FROM {seen.cube(snapshot)} AS cube JOIN main.area USING (area_code)
        WHERE cube.indicator IN (SELECT unnest($1::VARCHAR[])) AND cube.dimension = '' AND cube.grain = 'month'
            AND cube.denominator > 0 AND cube.numerator > cube.denominator
        QUALIFY row_number() OVER (
            PARTITION BY cube.indicator
            ORDER BY cube.numerator / cube.denominator DESC, cube.denominator, cube.period DESC, area_code DESC) = 1
        ORDER BY cube.indicator
        """,
        [list(known)],
    ).fetchall()
    return [Excess(known[name], *rest) for name, *rest in rows]
