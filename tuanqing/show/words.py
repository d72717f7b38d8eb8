"""Figures and findings in words: rounding, units, dates, sentences. The last step before a reader; computes nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tuanqing.define.language import _, language
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.comparison import Peers
from tuanqing.measure.figure import SMALL, Amount, Change, Figure, Sum, is_stock
from tuanqing.measure.trend import Verdict
from tuanqing.show import corrections
from tuanqing.show.rounding import exact as exact
from tuanqing.show.rounding import plain, rounded, telling
from tuanqing.show.rounding import tenths as tenths

SMALL_SUM = 10_000  # yuan; below it 万元 would hide what the sum is


def none() -> str:
    """What stands where nothing was reported."""
    return _("no data yet")


def absent(row: Amount) -> str:
    """Why there is no figure: 暂无数据; what was reported has nothing of the kind; or its base is only "at least"."""
    if row.absence == "hidden":
        return _("of few people: not shown")
    if row.absence == "bound":
        return _("its base is only known as “at least”")
    return _("nothing of the kind") if row.absence == "empty" else none()


def money(yuan: Any, missed: Any = None) -> str:
    """An amount in 万元 with two decimals, a small one in 元; in English in yuan, which counts no ten thousands."""
    if language() == "zh" and abs(yuan) < SMALL_SUM:
        whole = exact(yuan) == exact(yuan).to_integral_value()
        return _("{value} yuan").format(value=telling(yuan, 0 if whole else 2, missed))
    if language() == "zh":
        ten_thousands, goal = (None if sum is None else exact(sum).scaleb(-4) for sum in (yuan, missed))
        return _("{value} ten thousand yuan").format(value=telling(ten_thousands, 2, goal))
    return _("{value} yuan").format(value=telling(yuan, 0, missed))


def amount(indicator: Indicator, value: Any, missed: Any = None) -> str:
    """A value of an indicator with its unit; of one that misses a target with decimals enough to tell it from that."""
    if value is None:
        return none()
    forms = {
        "count": _("{value}"),
        "person": _("{value} people"),
        "person_time": _("{value} person-times"),
        "session": _("{value} sessions"),
        "hour": _("{value} hours"),
    }
    if indicator.unit == "percent":
        return f"{telling(value, 1, missed)}%"
    if indicator.unit == "yuan" and not indicator.is_rate:
        return money(value, missed)
    if indicator.unit == "yuan":
        return _("{value} yuan").format(value=telling(value, 2, missed))
    if indicator.unit == "ratio" or indicator.is_rate:
        return forms.get(indicator.unit, "{value}").format(value=telling(value, 1, missed))
    return forms[indicator.unit].format(value=plain(value))


def parts(indicator: Indicator, row: Amount) -> str:
    """Numerator/denominator of a rate; nothing for a plain count."""
    if not indicator.is_rate or row.denominator is None or row.numerator is None:
        return ""
    return f"{plain(row.numerator)}/{plain(row.denominator)}"


def hundredths(fraction: float) -> str:
    """A fraction in per cent, without the sign: 86.4."""
    return rounded(100 * fraction, 1)


def fraction(part: float, whole: float, value: float | None) -> str:
    """A fraction of a whole in per cent, of a small one as its parts: 86.4%, 3/8."""
    if value is None or whole < SMALL:
        return f"{plain(part)}/{plain(whole)}"
    return f"{hundredths(value)}%"


def is_small(indicator: Indicator, row: Amount) -> bool:
    """Whether the base is too small for a percentage."""
    return indicator.unit == "percent" and row.denominator is not None and row.denominator < SMALL


def figure(indicator: Indicator, row: Amount) -> str:
    """The figure in a cell: 86.4%, 3/8 below a base of ten, ≥56.00万元, 暂无数据."""
    if row.value is None:
        return absent(row)
    bound = "≥" if row.lower_bound else ""
    missed = row.target if isinstance(row, Figure) and row.status in ("near", "missed") else None
    return bound + (
        parts(indicator, row) if is_small(indicator, row) else amount(indicator, row.value, missed)
    )


def told(indicator: Indicator, row: Amount) -> str:
    """The figure, and who has contributed where that is not everybody: 830人（13个县区中1个有数据）."""
    said = aside(row)
    return (
        _("{figure} ({share})").format(figure=figure(indicator, row), share=said)
        if said
        else figure(indicator, row)
    )


def full(indicator: Indicator, row: Amount) -> str:
    """The same with what it was divided out of: 19/22 = 86.4%."""
    if row.value is None or not indicator.is_rate or is_small(indicator, row):
        return told(indicator, row)
    return f"{parts(indicator, row)} = {told(indicator, row)}"


def apart(indicator: Indicator, row: Figure) -> str:
    """What stands once the rows a check doubts are set apart: 核实数812人. Nothing where that is the same."""
    if row.verified is None:
        return ""
    return _("verified: {figure}").format(figure=figure(indicator, row.verified))


def share(row: Amount, count: Callable[[str, int], str] | None = None) -> str:
    """Of a partial total who has contributed to it: 13个县区中1个有数据. Nothing of a whole one.

    One unit that is missing is named. `count` says so many areas of a level, `counted` unless given.
    """
    heard = row.heard
    if not row.is_partial:
        return ""
    if heard.expected == 1:
        return _("reported in part")
    if not heard.reported:
        form = _("{n} of {units} have reported in part")
    elif heard.some > heard.reported:  # others gave some of it, which is in the total
        form = _("{n} of {units} have reported the whole")
    else:
        form = _("{n} of {units} have data")
    if heard.lacking:
        some = heard.some == heard.expected
        form = _("{name} has reported in part") if some else _("{name} has not reported")
        return form.format(name=heard.lacking)
    units = (count or counted)(heard.level, heard.expected)
    return form.format(n=heard.reported or heard.some, units=units)


def aside(row: Amount) -> str:
    """What is said in the same breath as a figure: who has contributed to it, and that it is corrected."""
    return _(", ").join(part for part in (share(row), corrections.mark(row)) if part)


def sharing(row: Amount) -> str:
    """The same where there is room for no words: 1/13."""
    return f"{row.reported}/{row.expected}" if row.is_partial and row.expected > 1 else ""


def thin(row: Amount) -> str:
    """The badge of a period that fewer than nine in ten of the units that owe it have reported; "" of any other."""
    return _("under 90% reported") if row.is_thin else ""


def reporters(row: Amount) -> str:
    """How many of the units that owe it have reported it: 22/22乡镇已报; with the badge where they are few."""
    heard = row.heard
    if not heard.expected:
        return ""
    said = reported(heard.level, heard.reported, heard.expected)
    return _("{said}, {badge}").format(said=said, badge=thin(row)) if row.is_thin else said


def reported(level_name: str, n: int, every: int) -> str:
    """How many of the units of a level: 22/22乡镇已报."""
    return _("{level}: {n}/{all} reported").format(level=level(level_name), n=n, all=every)


def period(indicator: Indicator, row: Amount) -> str:
    """The period of a figure; one that has not ended is called by its months: 2023年1—6月, 截至2023年6月."""
    if row.until is None:
        return row.period.words
    if is_stock(indicator):
        return _("up to {month}").format(month=month(row.until))
    first, last = row.period.first.month, row.until.month
    if first == last:
        return month(row.until)
    return _("{first}–{last}/{year}").format(first=first, last=last, year=row.until.year)


def change(indicator: Indicator, row: Figure) -> tuple[str, str, str]:
    """A change as (arrow and amount, what it is against, tone: good, bad or even).

    Of rates on a small base no amount: what it is against is told with both counts.
    """
    told = row.change
    if told is None or not told.kind:
        return "", "", "even"
    against, size = than(told), told.size
    if size is None:
        return "", was(indicator, row), "even"
    if size == 0:
        return _("→ unchanged"), against, "even"
    text = rounded(abs(size), 1)
    is_little = told.kind in ("points", "percent") and text == "0.0"
    if is_little:
        text = "0.1"
    if told.kind == "points":
        text = _("{value} points").format(value=text)
    elif told.kind == "percent":
        text = f"{text}%"
    else:
        text = (
            money(abs(size))
            if indicator.unit == "yuan" and not indicator.is_rate
            else plain(abs(Decimal(str(size))))
        )
    if is_little:  # nobody is told that something fell by 0.0
        return _("→ by less than {least}").format(least=text), against, "even"
    if indicator.better == "neither":
        tone = "even"
    else:
        tone = "good" if (told.direction > 0) == (indicator.better == "higher") else "bad"
    return f"{'↑' if size > 0 else '↓'} {text}", against, tone


def than(told: Change) -> str:
    """What a change is against: 同比, 环比; of a list the date of the earlier one; of another stock 上年末."""
    if told.by_list and told.was.heard.listed:
        return _("on the list of {day}").format(day=day(told.was.heard.listed))
    if told.at_end and told.was.period.grain == "year":
        return _("on the end of the year before")
    if told.at_end:
        return (
            _("on the end of the same period last year")
            if told.side == "year"
            else _("on the end of the period before")
        )
    return _("year on year") if told.side == "year" else _("on the period before")


def because(told: Change) -> str:
    """Why no change is known."""
    if told.kind or not told.reason:
        return ""
    if told.reason == "same_list":
        listed = told.was.heard.listed
        return (
            _("still the list of {day}: no change").format(day=day(listed))
            if listed
            else _("the same list as before")
        )
    return {
        "nothing": _("nothing earlier to compare with"),
        "bound": _("only known as “at least”: not compared"),
        "units": _("other units have reported than before: not compared"),
        "unfinished": _("the period has not ended: not compared"),
        "twice": _("the same list as a year before: compared once"),
    }[told.reason]


def arrow(row: Figure) -> str:
    """The direction of a change alone."""
    if row.change is None or row.change.size is None:
        return ""
    return {1: "↑", 0: "→", -1: "↓"}[row.change.direction]


def was(indicator: Indicator, row: Figure) -> str:
    """What a figure is compared with: 上年同期 18/22 = 81.8%; 2023年6月30日的名册 15."""
    told = row.change
    if told is None or told.was.value is None:
        return ""
    if told.by_list and told.was.heard.listed:
        label = _("the list of {day}").format(day=day(told.was.heard.listed))
    elif told.at_end and told.was.period.grain == "year":
        label = _("the end of the year before")
    else:
        label = _("a year before") if told.side == "year" else _("the period before")
    return f"{label} {full(indicator, told.was)}"


def hover(indicator: Indicator, row: Figure) -> list[str]:
    """All a figure carries, a line each: itself, its period, what it was, why it is not compared, who reported, when."""
    lines = [full(indicator, row)]
    if row.until is not None and row.value is not None:
        lines.append(period(indicator, row))
    lines.append(apart(indicator, row))
    lines.append(was(indicator, row))
    if row.change is not None and row.value is not None:
        lines.append(because(row.change))
    lines.append(reporters(row))
    if row.list_as_of is not None and row.value is not None:
        lines.append(as_of(row.list_as_of))
    lines += corrections.of_figure(row)
    return [line for line in lines if line]


def counted(level: str, n: int) -> str:
    """So many areas of a level: 22个乡镇."""
    forms = {
        "province": _("{n} provinces"),
        "prefecture": _("{n} prefectures"),
        "county": _("{n} counties"),
        "township": _("{n} townships"),
        "village": _("{n} villages"),
        "school": _("{n} schools"),
        "enterprise": _("{n} enterprises"),
    }
    return forms[level].format(n=n)


def level(name: str) -> str:
    """The name of a level."""
    return {
        "province": _("Province"),
        "prefecture": _("Prefecture"),
        "county": _("County"),
        "township": _("Township"),
        "village": _("Village"),
        "school": _("School"),
        "enterprise": _("Enterprise"),
    }[name]


def levels_below(found: Mapping[str, int]) -> str:
    """What lies below a place: 22个乡镇 · 89个村 · 69所学校."""
    return " · ".join(counted(name, n) for name, n in found.items())


def day(value: date) -> str:
    """2023年12月31日."""
    return _("{month}/{day}/{year}").format(year=value.year, month=value.month, day=value.day)


def month(value: date) -> str:
    """2023年12月."""
    return Period(value.replace(day=1)).words


def tick(period: Period, before: Period | None, after: Period | None) -> str:
    """A period on an axis: the year only where it changes, and not twice side by side."""
    if period.grain == "year":
        return str(period.first.year)
    width = {"month": 1, "quarter": 3, "half": 6}[period.grain]
    n = (period.first.month - 1) // width + 1
    short = {"month": _("M{n}"), "quarter": "Q{n}", "half": "H{n}"}[period.grain].format(n=n)
    crowded = before is None and after is not None and after.first.year != period.first.year
    if not crowded and (before is None or before.first.year != period.first.year):
        return f"{short}<br>{period.first.year}"
    return short


def as_of(value: date | None) -> str:
    """数据截至 2023年12月31日."""
    return _("Data up to {day}").format(day=day(value)) if value else none()


def rank(among: Peers | None) -> str:
    """A place among its like: 3/22; who shares one is not told it. Nothing where nobody can be compared."""
    if among is None or among.rank is None or among.n < 3 or among.tied == among.n:
        return ""
    if among.tied > 1:
        return _("{n} of {all} alike").format(n=among.tied, all=among.n)
    return f"{among.rank}/{among.n}"


def verdict(found: Verdict, row: Figure | None = None) -> str:
    """The verdict on a trend with what it rests on; and where the last change (of `row`) points the other way, that."""
    words = {
        "rising": _("clearly rising"),
        "falling": _("clearly falling"),
        "level": _("no clear change"),
        "short": _("too few periods to tell"),
    }[found.direction]
    spans = {
        "month": _("{n} months"),
        "quarter": _("{n} quarters"),
        "half": _("{n} half-years"),
        "year": _("{n} years"),
    }
    span = _("{n} lists") if found.by_list else spans[found.grain]
    said = _("{verdict} (over {span})").format(verdict=words, span=span.format(n=found.periods))
    told = row.change if row is not None else None
    if told is None or told.direction != {"rising": -1, "falling": 1}.get(found.direction):
        return said
    form = _("{verdict}, yet up {against}") if told.direction > 0 else _("{verdict}, yet down {against}")
    return form.format(verdict=said, against=than(told))


def remainder(indicator: Indicator, value: float | None, level_name: str) -> str:
    """What of the whole is in no area below: 另有 28.60万元 没有分到乡镇."""
    if not value or value <= 0:
        return ""
    return _("{value} belong to no {level}").format(value=amount(indicator, value), level=level(level_name))


def items(n: int) -> str:
    """So many things: 11件."""
    return _("{n} items").format(n=n)


def counted_indicators(n: int) -> str:
    """How many indicators."""
    return _("{n} indicators").format(n=n)


def matters(n: int) -> str:
    """So many matters, each of which may be many things: 20项."""
    return _("{n} matters").format(n=n)


def listed(n: int) -> str:
    """So many rows of a list: 17条."""
    return _("{n} entries").format(n=n)


def missed(n: int) -> str:
    """So many targets missed: 2项."""
    return _("{n} missed").format(n=n)


def since_january(indicator: Indicator, summed: Sum) -> str:
    """A sum since January: 1月起累计 34,591人次, 1月起累计 ≥5.60万元（缺2个月）."""
    form = _("{value} since January ({n} months missing)") if summed.missing else _("{value} since January")
    return form.format(
        value="≥" * summed.amount.lower_bound + amount(indicator, summed.amount.value), n=summed.missing
    )
