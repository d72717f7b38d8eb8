"""Figures and findings in words: rounding, units, dates, sentences. The last step before a reader; computes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tuanqing.define.language import _, language
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.completeness import Reporting
from tuanqing.measure.figure import SMALL, Change, Figure, Sum
from tuanqing.measure.findings import Due
from tuanqing.measure.trend import Verdict
from tuanqing.show.rounding import exact as exact
from tuanqing.show.rounding import plain, rounded
from tuanqing.show.rounding import tenths as tenths

Row = Any  # a figure
SMALL_SUM = 1000  # yuan; below it two decimals of 万元 would hide what the sum is


def none() -> str:
    """What stands where nothing was reported."""
    return _("no data yet")


def money(yuan: Any) -> str:
    """An amount in 万元 with two decimals, a small one in 元; in English in yuan, which counts no ten thousands."""
    if language() == "zh" and 0 < abs(yuan) < SMALL_SUM:
        return _("{value} yuan").format(value=rounded(yuan, 2))
    if language() == "zh":
        return _("{value} ten thousand yuan").format(value=rounded(Decimal(str(yuan)) / 10000, 2))
    return _("{value} yuan").format(value=rounded(yuan, 0))


def amount(indicator: Indicator, value: Any) -> str:
    """A value of an indicator with its unit."""
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
        return f"{rounded(value, 1)}%"
    if indicator.unit == "yuan" and not indicator.is_rate:
        return money(value)
    if indicator.unit == "yuan":
        return _("{value} yuan").format(value=rounded(value, 2))
    if indicator.unit == "ratio" or indicator.is_rate:
        return forms.get(indicator.unit, "{value}").format(value=rounded(value, 1))
    return forms[indicator.unit].format(value=plain(value))


def parts(indicator: Indicator, row: Row) -> str:
    """Numerator/denominator of a rate; nothing for a plain count."""
    if not indicator.is_rate or row["denominator"] is None or row["numerator"] is None:
        return ""
    return f"{plain(row['numerator'])}/{plain(row['denominator'])}"


def hundredths(fraction: float) -> str:
    """A fraction in per cent, without the sign: 86.4."""
    return rounded(100 * fraction, 1)


def share(part: float, whole: float, fraction: float | None) -> str:
    """A fraction of a whole in per cent, of a small one as its parts: 86.4%, 3/8."""
    if fraction is None or whole < SMALL:
        return f"{plain(part)}/{plain(whole)}"
    return f"{hundredths(fraction)}%"


def is_small(indicator: Indicator, row: Row) -> bool:
    """Whether the base is too small for a percentage."""
    return indicator.unit == "percent" and row["denominator"] is not None and row["denominator"] < SMALL


def figure(indicator: Indicator, row: Row) -> str:
    """The figure in a cell: 86.4%, 3/8 below a base of ten, ≥56.00万元, 暂无数据."""
    if row["value"] is None:
        return none()
    bound = "≥" if row["lower_bound"] else ""
    return bound + (parts(indicator, row) if is_small(indicator, row) else amount(indicator, row["value"]))


def full(indicator: Indicator, row: Row) -> str:
    """The figure with what it was divided out of: 19/22 = 86.4%."""
    if row["value"] is None:
        return none()
    if is_small(indicator, row) or not indicator.is_rate:
        return figure(indicator, row)
    bound = "≥" if row["lower_bound"] else ""
    return f"{parts(indicator, row)} = {bound}{amount(indicator, row['value'])}"


def change(indicator: Indicator, row: Figure) -> tuple[str, str, str]:
    """A change as (arrow and amount, what it is against, tone: good, bad or even)."""
    told = row.change
    if told is None or told.size is None:
        return "", "", "even"
    against, size = than(told), told.size
    if size == 0:
        return _("→ unchanged"), against, "even"
    arrow = "↑" if size > 0 else "↓"
    text = rounded(abs(size), 1)
    if told.kind in ("points", "percent") and text == "0.0":
        return _("→ unchanged"), against, "even"
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
    if indicator.better == "neither":
        tone = "even"
    else:
        tone = "good" if (told.direction > 0) == (indicator.better == "higher") else "bad"
    return f"{arrow} {text}", against, tone


def than(told: Change) -> str:
    """What a change is against: 同比, 环比; of a list the date of the earlier one."""
    if told.by_list and told.was.list_as_of:
        return _("on the list of {day}").format(day=day(told.was.list_as_of))
    return _("year on year") if told.side == "year" else _("on the period before")


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
    if told.by_list and told.was.list_as_of:
        label = _("the list of {day}").format(day=day(told.was.list_as_of))
    else:
        label = _("a year before") if told.side == "year" else _("the period before")
    return f"{label} {full(indicator, told.was)}"


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


def reported(done: Reporting) -> str:
    """Who has reported: 22/22乡镇已报."""
    if done.expected:
        return _("{done}/{all} townships reported").format(done=done.townships, all=done.expected)
    here = sum(ok for _name, ok, _day in done.datasets)
    return _("{done}/{all} kinds of data reported").format(done=here, all=len(done.datasets))


def reported_list(done: Reporting, titles: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Each dataset as (title, its last date, whether it is in for the period)."""
    return [(titles.get(n, n), day(last) if last else none(), ok) for n, ok, last in done.datasets]


def verdict(found: Verdict) -> str:
    """The verdict on a trend with what it rests on."""
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
    return _("{verdict} (over {span})").format(verdict=words, span=spans[found.grain].format(n=found.periods))


def remainder(indicator: Indicator, value: float | None, level_name: str) -> str:
    """What of the whole is in no area below: 另有 28.60万元 没有分到乡镇."""
    if not value or value <= 0:
        return ""
    return _("{value} belong to no {level}").format(value=amount(indicator, value), level=level(level_name))


def due(line: Due, titles: Mapping[str, str], until: Period) -> tuple[str, str, str]:
    """A to-do line as (what, whom, since when or how many). Of more than two units one is named."""
    named, more = [name for _code, name in line.areas], line.more
    if len(named) + more > 2:
        named, more = named[:1], more + len(named) - 1
    names = " ".join(named)
    if more:
        names = _("{names} and {more} more").format(names=names, more=more)
    if line.kind == "gap" and line.since:
        months = (
            (until.last.year - line.since.year) * 12 + until.last.month - line.since.month + 1
        )  # how long, in words
        return titles[line.name], names, _("{n} months without").format(n=max(months, 1))
    return titles[line.name], names, _("{n} items").format(n=line.count)


def items(n: int) -> str:
    """So many things: 11件."""
    return _("{n} items").format(n=n)


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


def members(rows: Sequence[Row], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of a breakdown with codes in the words of the exports."""
    return [{**row, "member": names.get(row["member"], row["member"]) or none()} for row in rows]


def gap_table(rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """The gap list as a table: unit, what lies above it, what is missing, has/needs, whom to phone, since."""
    head = [_("Unit"), _("Part of"), _("What"), _("Has/needs"), _("Office to phone"), _("Since")]

    def named(row: Row) -> str:  # a unit called after its area says nothing new
        return "" if row["unit"] in (None, row["area_name"]) else str(row["unit"])

    lines = [
        [
            row["area_name"],
            row["parent_name"] or "",
            named(row),
            f"{plain(row['numerator'])}/{plain(row['denominator'])}",
            row["contact_office"] or "",
            month(row["since"]) if row["since"] else "",
        ]
        for row in rows
    ]
    return head, lines


def column(name: str, titles: Mapping[str, str]) -> str:
    """A column's everyday name."""
    known = {
        "area_code": _("Code"),
        "area_name": _("Unit"),
        "parent_name": _("Part of"),
        "period": _("Month"),
        "unit": _("What"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "value": _("Value"),
        "contact_office": _("Office to phone"),
        "since": _("Since"),
        "file": _("File"),
        "sheet": _("Sheet"),
        "line": _("Line"),
        "batch": _("Batch"),
        "as_of": _("As of"),
    }
    return titles.get(name) or known.get(name, name)


def rows_counted(n: int, most: int) -> str:
    """So many rows; says when only the first were read."""
    if n >= most:
        return _("The first {n} rows; the download holds the same.").format(n=plain(n))
    return _("{n} rows").format(n=plain(n))


def cell(value: Any) -> Any:
    """A value as a spreadsheet cell: decimals as numbers, lists as text, dates as ISO."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return _("、").join(str(item) for item in value)
    return value if value is None or isinstance(value, int | float | str) else str(value)


def rank(indicator: Indicator, among: Row | None) -> str:
    """A place among its like: 3/22; nothing where there is no better and worse, or nobody to compare with."""
    if not among or among["rank"] is None or among["n"] < 3 or among["least"] == among["most"]:
        return ""
    if indicator.better == "neither":
        return ""
    return f"{among['rank']}/{among['n']}"
