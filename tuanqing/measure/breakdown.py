"""A figure broken down by a column its indicator declares: parts carry what the whole carries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tuanqing.define.contract import LEVELS
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure import seen, suppression
from tuanqing.measure.amount import Amount
from tuanqing.measure.corrected import Corrected
from tuanqing.measure.reporting import heard
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Member(Amount):
    """The part of a figure that has one value of the column. `heard` is the whole's."""

    member: str = ""  # "" where nobody has said


def members(
    snapshot: Snapshot, indicator: Indicator, dimension: str, area: str, period: Period
) -> Sequence[Member]:
    """One part per value of a declared column, the largest first; none where nobody has reported the whole.

    Raises Refused when the indicator does not declare the column.
    """
    if dimension not in indicator.by:
        raise Refused(
            _("{name} cannot be broken down by {by}. Choose one of: {known}.").format(
                name=indicator.name, by=dimension, known=", ".join([*LEVELS, *indicator.by])
            )
        )
    told = heard(snapshot, [indicator], [area], [period])[indicator.name, area, period]
    if told.is_silent:
        return []
    touching = Corrected.of(snapshot).figure(indicator, area, period, every=True)
    return [
        Member(period, numerator, denominator, value, bool(bound), told, touching, member=member)
        for member, numerator, denominator, value, bound in snapshot.execute(
            f"SELECT member, numerator, denominator, value, lower_bound FROM {seen.cube(snapshot)} AS cube "
            "WHERE indicator = $indicator "
            "AND dimension = $dimension AND area_code = $area AND grain = $grain AND period = $first "
            "ORDER BY numerator DESC, member",
            {"indicator": indicator.name, "dimension": dimension, "area": area, "grain": period.grain,
             "first": period.first},
        ).fetchall()
    ]  # fmt: skip


def tellable(indicator: Indicator, parts: Sequence[Member]) -> list[Member]:
    """The parts with a name and something in them, to be told to others; none where one of people counts few."""
    told = [each for each in parts if each.member and each.value]
    few = indicator.unit == "person" and any(suppression.is_few(each.numerator) for each in told)
    return [] if few else told


def part(found: Sequence[Member], whole: Amount | None, member: str) -> Amount | None:
    """The part with one value out of all parts of a figure. One that is not among them is 0 where everybody has reported
    and the others are the whole; else it is not known: rows may be without the value."""
    known = next((each for each in found if each.member == member), None)
    if known is not None or whole is None or whole.numerator is None or whole.is_partial or whole.lower_bound:
        return known
    if whole.denominator is not None or sum(each.numerator or 0 for each in found) != whole.numerator:
        return None
    return replace(whole, numerator=Decimal(0), value=0.0)
