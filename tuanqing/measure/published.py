"""What the places have published beside what we compute from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tuanqing.define.period import Period
from tuanqing.define.published import Figure
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import seen
from tuanqing.measure.reporting import NOTHING, Heard, heard
from tuanqing.store.warehouse.snapshot import Snapshot

STATUSES = ("same", "lower_bound", "shown", "lost", "different", "no_data")


@dataclass(frozen=True)
class Comparison:
    """A printed figure and ours.

    same: equal as printed. lower_bound: equal, and both say "at least". different: not so, `why` says how.
    no_data: nothing was reported for it. lost: the print is damaged. shown: a statement without a number, and a page
    shows what it speaks of.
    """

    figure: Figure
    status: str
    indicator: Indicator | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: float | None = None
    lower_bound: bool = False
    heard: Heard = NOTHING
    why: str = ""  # value | parts | not_flagged
    title: str = ""  # of the row of a list, where one says it


def compare(snapshot: Snapshot, figures: Sequence[Figure], library: Library) -> list[Comparison]:
    """Each figure with what the cube says, in the order given."""
    return [_compare(snapshot, figure, library) for figure in figures]


def _compare(snapshot: Snapshot, figure: Figure, library: Library) -> Comparison:
    indicator = library.indicators.get(figure.indicator or "")
    if figure.print == "lost":
        return Comparison(figure, "lost")
    if figure.shown:
        return Comparison(figure, "shown")
    if figure.list:
        return _listed(snapshot, figure)
    if indicator is None or figure.value is None:
        return Comparison(figure, "no_data")
    rows = snapshot.execute(
        "SELECT sum(numerator), sum(denominator), any_value(value), bool_or(lower_bound), count(*) "
        f"FROM {seen.cube(snapshot)} AS cube "
        "WHERE indicator = $indicator AND dimension = $by AND member = $member AND area_code = $area "
        "AND grain = $grain AND period IN (SELECT unnest($first))",
        {
            "indicator": indicator.name,
            "by": figure.by,
            "member": figure.member,
            "area": figure.area,
            "grain": figure.grain,
            "first": [_at(figure, period).first for period in figure.periods],
        },
    ).fetchall()
    numerator, denominator, value, bound, count = rows[0]
    told = _heard(snapshot, figure, indicator)
    if count == 0 or numerator is None or told.is_silent:
        return Comparison(figure, "no_data", indicator, heard=told)
    if len(figure.periods) > 1 and not indicator.is_rate:
        value = float(numerator)
    found = (indicator, numerator, denominator, value, bool(bound), told)
    if not _prints_as(value, figure):
        return Comparison(figure, "different", *found, "value")
    parts = ((figure.numerator, numerator), (figure.denominator, denominator))
    if any(said is not None and (ours is None or float(ours) != said) for said, ours in parts):
        return Comparison(figure, "different", *found, "parts")
    if figure.print == "lower_bound":  # a note says why the rows behind it cannot say "at least"
        status = "lower_bound" if bound or figure.note else "different"
        return Comparison(figure, status, *found, "" if bound else "not_flagged")
    return Comparison(figure, "same", *found)


def _heard(snapshot: Snapshot, figure: Figure, indicator: Indicator) -> Heard:
    """Who has reported it: of several periods the one that fewest have."""
    periods = [_at(figure, period) for period in figure.periods]
    found = heard(snapshot, [indicator], [figure.area], periods)
    return min(found.values(), key=lambda each: each.reported - each.expected)


def _listed(snapshot: Snapshot, figure: Figure) -> Comparison:
    """A figure held against a row of a list: the rules a place goes by are no indicator."""
    told = snapshot.part(f'listing."{figure.list}"')
    rows = snapshot.execute(
        f"SELECT title, amount FROM {told} WHERE area_code = ? AND rule = ?",
        [figure.area, figure.rule],
    ).fetchall()
    if not rows:
        return Comparison(figure, "no_data")
    title, amount = rows[0]
    same = _prints_as(amount, figure)
    status, why = ("same", "") if same else ("different", "value")
    return Comparison(figure, status, title=title, numerator=amount, value=float(amount), why=why)


def _at(figure: Figure, period: Period) -> Period:
    return period if period.grain == figure.grain else period.within(figure.grain)


def _prints_as(value: float | None, figure: Figure) -> bool:
    """Whether `value` rounds to what was printed, at the scale and with the digits it was printed with."""
    if value is None or figure.value is None:
        return False
    digit = Decimal(1).scaleb(-figure.decimals)
    ours, printed = (
        (Decimal(str(number)) / figure.scale).quantize(digit, ROUND_HALF_UP)
        for number in (value, figure.value)
    )
    return ours == printed
