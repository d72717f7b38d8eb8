"""Figures of an indicator as a document prints them: the number, its unit, its change. Computes nothing but 万.

A table has one unit a column; a sentence says each amount in the unit an office says it in: 1392.70元, 56万元, 3.4万余人次.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tuanqing.define.language import _, language
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.measure.figure import JUDGED, Amount, Change, is_stock
from tuanqing.measure.figure import Figure as Row
from tuanqing.show import corrections, words
from tuanqing.show.document.model import Figure, Run, Runs, Source, fill
from tuanqing.show.rounding import telling_places

DASH = "—"
COUNTER = "个"  # of counts no other is written for
_WAN, TEN_THOUSAND = "万", 10_000
_COUNT_WORD = re.compile("(?:人数|人次|场数|场次|个数|次数|期数|张数|数)$")


@dataclass(frozen=True)
class Pen:
    """Writes figures of one period and version."""

    period: Period
    version: str
    counters: Mapping[str, str]  # count or ratio → 支, 家, 天
    nouns: Mapping[str, str] = field(default_factory=dict)  # what an indicator's number is said of

    def noun(self, indicator: Indicator) -> str:
        """What stands before a number in a sentence: 团组织 (732个), not 团组织数."""
        return self.nouns.get(indicator.name, indicator.title)

    def source(self, indicator: Indicator, area: str, part: str) -> Source:
        """Where a number comes from."""
        return Source(indicator.name, area, str(self.period), part, self.version)

    def unit(self, indicator: Indicator) -> str:
        """The unit a number is printed in: 个, 人次, %, 万元."""
        forms = {
            "percent": "{value}%",
            "count": "{value}" + self.counters.get(indicator.name, COUNTER),
            "person": _("{value} people"),
            "person_time": _("{value} person-times"),
            "session": _("{value} sessions"),
            "hour": self._in_hours(indicator),
            "ratio": "{value}" + self.counters.get(indicator.name, ""),
            "yuan": _("{value} yuan") if indicator.is_rate else _("{value} ten thousand yuan"),
        }
        return forms[indicator.unit].format(value="").strip()

    def _in_hours(self, indicator: Indicator) -> str:
        own = self.counters.get(indicator.name)
        return "{value}" + own if own else _("{value} hours")

    def bare(self, indicator: Indicator, row: Row, part: str = "value", own: Amount | None = None) -> Run:
        """A number without its unit: 86.4; 3/8 on a base below ten; — where nothing was reported."""
        own = own or _own(row, part)
        if own is None or own.value is None:
            return DASH
        source = self.source(indicator, row.area_code, part)
        status = row.status if part == "value" else ""
        if words.is_small(indicator, own):
            return Figure(_plain(words.parts(indicator, own)), source, status=status)
        value, places = scaled(indicator, own.value)
        if status in ("near", "missed"):
            places = telling_places(value, places, scaled(indicator, row.target)[0])
        bound = "≥" if own.lower_bound else ""
        return Figure(bound + _plain(words.rounded(value, places)), source, value, places, status)

    def cell(self, indicator: Indicator, row: Row, part: str = "value") -> Run:
        """In a table, where a partial total has who contributed beside it: 830 (1/13)."""
        own, found = _own(row, part), self.bare(indicator, row, part)
        if own is None or isinstance(found, str) or not own.is_partial:
            return found
        return replace(found, text=f"{found.text} ({partly(own)})")

    def reporters(self, indicator: Indicator, row: Row) -> Run:
        """Of those who owe it how many have reported: 22/22; 11/11 (1—6月) in a period that has not ended."""
        heard = row.heard
        if not heard.expected:
            return DASH
        text = f"{heard.reported}/{heard.expected}"
        if heard.until is not None and not is_stock(indicator):
            text = f"{text} ({months(row.period.first, heard.until)})"
        return Figure(text, self.source(indicator, row.area_code, "reporters"))

    def whole(self, indicator: Indicator, row: Row, part: str = "value", own: Amount | None = None) -> Runs:
        """In a sentence: 100.0%（22/22）, 3.4万余人次, 56万元; 3/8 on a base below ten; 830人（13个县市区中1个有数据）."""
        own = own or _own(row, part)
        if own is None or own.value is None:
            return (words.absent(own or Amount(self.period)),)
        side = part.removesuffix("value")
        inside: Runs = ()
        if words.parts(indicator, own) and not words.is_small(indicator, own):
            inside = (self.parts(indicator, row, side),)
        if share := words.share(own, counted):
            told = Figure(share, self.source(indicator, row.area_code, f"{side}share"))
            inside = fill(_("{parts}, {share}"), parts=inside, share=told) if inside else (told,)
        if mark := corrections.mark(own):
            inside = fill(_("{parts}, {share}"), parts=inside, share=mark) if inside else (mark,)
        amount = self.amount(indicator, row, part, own)
        return fill(_("{name} ({figure})"), name=amount, figure=inside) if inside else amount

    def amount(self, indicator: Indicator, row: Row, part: str = "value", own: Amount | None = None) -> Runs:
        """The figure alone as a sentence has it, with its unit: 86.4%, 3/8, 1392.70元, 3.4万余人次, 不少于34591人次."""
        own = own or _own(row, part)
        bare = self.bare(indicator, row, part, own)
        if own is None or isinstance(bare, str) or words.is_small(indicator, own):
            return (bare,)
        if indicator.is_rate or indicator.unit in ("percent", "ratio"):
            shown = replace(bare, text=bare.text.removeprefix("≥"))
            form = _("at least {value}{unit}") if own.lower_bound else "{value}{unit}"
            return fill(form, value=shown, unit=self.unit(indicator))
        said = self._spoken(indicator, own.value, bound=own.lower_bound)
        value, places = words.exact(own.value).scaleb(said.shift), said.places
        if bare.status in ("near", "missed"):
            places = telling_places(value, places, words.exact(row.target).scaleb(said.shift))
        shown = replace(bare, text=_plain(words.rounded(value, places)), value=value, places=places)
        form = "{value}{wan}{unit}"
        if own.lower_bound and said.is_round:
            form = _("more than {value}{wan}{unit}")
        elif own.lower_bound:
            form = _("no fewer than {value}{wan}{unit}")
        return fill(form, value=shown, wan=said.wan, unit=said.unit)

    def _spoken(self, indicator: Indicator, amount: Any, *, bound: bool = False) -> "_Spoken":
        exact, in_chinese = words.exact(amount), language() == "zh"
        if indicator.unit == "yuan" and not indicator.is_rate:
            shift = -4 if in_chinese and abs(exact) >= words.SMALL_SUM else 0
            value = exact.scaleb(shift)
            unit = _("{value} yuan").format(value="").strip()
            return _Spoken(shift, 0 if _is_whole(value) else 2, _WAN if shift else "", unit, _is_round(value))
        places, unit = scaled(indicator, amount)[1], self.unit(indicator)
        if bound and in_chinese and exact >= TEN_THOUSAND and exact % 1000 == 0:
            value = exact.scaleb(-4)
            return _Spoken(-4, 0 if _is_whole(value) else 1, _WAN, unit, True)
        return _Spoken(0, places, "", unit, exact != 0 and exact % 10 == 0)

    def parts(self, indicator: Indicator, row: Row, side: str = "") -> Figure:
        """What a rate was divided out of: 22/22."""
        text = _plain(words.parts(indicator, _own(row, f"{side}value") or row))
        return Figure(text, self.source(indicator, row.area_code, f"{side}parts"))

    def short(self, indicator: Indicator, row: Row) -> Runs:
        """How far a figure is from its target: 13.6个百分点."""
        said = self._spoken(indicator, row.short)
        value = words.exact(row.short).scaleb(said.shift)
        places = telling_places(value, said.places, Decimal(0))
        unit = _unit_of_change("points") if indicator.unit == "percent" else said.wan + said.unit
        text = _plain(words.rounded(value, places))
        return (Figure(text, self.source(indicator, row.area_code, "short"), value, places), unit)

    def change(self, indicator: Indicator, row: Row, side: str) -> Run:
        """A cell: +4.5个百分点, -1.2%, +3, 持平; — where no change is known, or rates on a small base have one."""
        told = row.against(side)
        if told is None or told.size is None:
            return DASH
        source = self.source(indicator, row.area_code, f"{side}_change")
        if told.size == 0:
            return Figure(_("level"), source)
        text, places, value = _size(indicator, told.kind, told.size)
        if not text.strip("0."):
            return _("below {least}").format(least=Decimal(1).scaleb(-places))
        return Figure(
            f"{'+' if told.size > 0 else '-'}{text}{_unit_of_change(told.kind)}", source, value, places
        )

    def clause(self, indicator: Indicator, row: Row, side: str) -> Runs:
        """In a sentence: ，比上年末提高4.5个百分点; nothing where no change is known."""
        told = row.against(side)
        if told is None or not told.kind:
            return ()
        than = against(told)
        if told.size == 0:
            return (_(", level with {than}").format(than=than),)
        if told.size is None:
            return fill(_(", {than} {figure}"), than=than, figure=self.whole(indicator, row, f"{side}_value"))
        return fill(_(", {moved} on {than}"), moved=self.moved(indicator, row, side), than=than)

    def moved(self, indicator: Indicator, row: Row, side: str) -> Runs:
        """How a figure moved, in words: 提高4.5个百分点, 增长12.0%, 减少3个, 持平; 变化不到0.1个百分点.

        Nothing where no change is known, or rates on a small base have one.
        """
        told = row.against(side)
        if told is None or not told.kind or told.size is None:
            return ()
        if told.size == 0:
            return (_("level"),)
        text, places, value = _size(indicator, told.kind, told.size)
        unit = _unit_of_change(told.kind) or self.unit(indicator)
        if told.kind == "count":
            said = self._spoken(indicator, told.size)
            value, places, unit = words.exact(told.size).scaleb(said.shift), said.places, said.wan + said.unit
            text = _plain(words.rounded(abs(value), places))
        shown = Figure(text, self.source(indicator, row.area_code, f"{side}_change"), value, places)
        if not text.strip("0."):
            least = str(Decimal(1).scaleb(-places))
            return fill(_("changed by less than {least}{unit}"), least=least, unit=unit)
        forms = {
            "points": (_("up {size}{unit}"), _("down {size}{unit}")),
            "percent": (_("grown {size}{unit}"), _("fallen {size}{unit}")),
            "count": (_("{size}{unit} more"), _("{size}{unit} fewer")),
        }
        return fill(forms[told.kind][told.size < 0], size=shown, unit=unit)

    def target(self, indicator: Indicator, row: Row) -> Run:
        """The target in the indicator's unit."""
        if row.target is None:
            return DASH
        value, places = scaled(indicator, row.target)
        places = 0 if value == value.to_integral_value() else places
        source = self.source(indicator, row.area_code, "target")
        return Figure(_plain(words.rounded(value, places)), source, value, places)

    def aim(self, indicator: Indicator, row: Row) -> Runs:
        """The target as a sentence has it: 100%, 3万元."""
        run = self.target(indicator, row)
        if isinstance(run, str):
            return (run,)
        said = self._spoken(indicator, row.target)
        value = words.exact(row.target).scaleb(said.shift)
        places = 0 if _is_whole(value) else said.places
        shown = replace(run, text=_plain(words.rounded(value, places)), value=value, places=places)
        return (shown, said.wan + said.unit)

    def completion(self, indicator: Indicator, row: Row) -> Run:
        """How much of the target is reached, in per cent; — where what stands here is not judged."""
        if row.completion is None or row.status not in JUDGED or words.is_small(indicator, row):
            return DASH
        source = self.source(indicator, row.area_code, "completion")
        bound = "≥" if row.lower_bound else ""
        return Figure(f"{bound}{_plain(words.rounded(row.completion, 1))}%", source, row.completion, 1)

    def count(self, indicator: str, area: str, part: str, n: int) -> Figure:
        """A count of areas or findings."""
        return Figure(str(n), Source(indicator, area, str(self.period), part, self.version), n)

    def areas(self, indicator: str, area: str, part: str, level: str, n: int) -> Figure:
        """So many areas of a level: 22个乡镇."""
        return Figure(counted(level, n), Source(indicator, area, str(self.period), part, self.version), n)


@dataclass(frozen=True)
class _Spoken:
    """How an amount is said: the power of ten it is counted in, its decimals, 万 or nothing, the unit; whether 余 may follow."""

    shift: int
    places: int
    wan: str
    unit: str
    is_round: bool


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _is_round(sum_of_money: Decimal) -> bool:
    """5.6 of ten thousands, 3000 yuan: a number nobody takes for counted out."""
    return (
        sum_of_money != 0
        and (sum_of_money * 10 if abs(sum_of_money) < TEN_THOUSAND else sum_of_money) % 10 == 0
    )


def nouns(indicators: Iterable[Indicator]) -> dict[str, str]:
    """What each indicator's number is said of: its title without the word for number, 团组织 of 团组织数.

    A rate keeps its title, and so do those that would be called alike in one unit: 活动场数 and 活动场次.
    """
    amounts = [i for i in indicators if not i.is_rate]
    short = {i.name: _COUNT_WORD.sub("", i.title) or i.title for i in amounts}
    alike = Counter((short[i.name], i.unit) for i in amounts)
    return {i.name: short[i.name] for i in amounts if alike[short[i.name], i.unit] == 1}


def level(name: str) -> str:
    """A level as papers call it: 乡镇（街道）, 村（社区）."""
    forms = {"township": _("Township or subdistrict"), "village": _("Village or community")}
    return forms.get(name) or words.level(name)


def counted(name: str, n: int) -> str:
    """So many areas of a level as papers call it: 22个乡镇（街道）."""
    forms = {
        "township": _("{n} townships and subdistricts"),
        "village": _("{n} villages and communities"),
    }
    return forms[name].format(n=n) if name in forms else words.counted(name, n)


def _own(row: Row, part: str) -> Amount | None:
    """The amount a part of a figure is read from: its own, or that of an earlier period."""
    if part == "value":
        return row
    told = row.against(part.removesuffix("_value"))
    return told.was if told else None


def scaled(indicator: Indicator, value: Any) -> tuple[Decimal, int]:
    """A value in the unit it is printed in, and the decimals it is printed with."""
    exact = words.exact(value)
    if indicator.unit == "yuan":
        return (exact, 2) if indicator.is_rate else (exact.scaleb(-4), 2)
    if indicator.unit in ("percent", "ratio") or indicator.is_rate:
        return exact, 1
    return exact, 0 if exact == exact.to_integral_value() else 1


def _size(indicator: Indicator, kind: str, size: float) -> tuple[str, int, Decimal]:
    """The amount of a change without its sign: text, decimals, the signed number."""
    if kind in ("points", "percent"):
        return _plain(words.rounded(abs(size), 1)), 1, words.exact(size)
    value, places = scaled(indicator, size)
    return _plain(words.rounded(abs(value), places)), places, value


def _unit_of_change(kind: str) -> str:
    return {"points": _("{value} points").format(value="").strip(), "percent": "%"}.get(kind, "")


def _plain(text: str) -> str:
    """Without separators: official papers print 34591人次."""
    return text.replace(",", "")


def against(told: Change) -> str:
    """What a change is against: 2023年6月30日的名册, 上年末, 上月末, 上月, 上年同期."""
    was, listed = told.was.period, told.was.heard.listed
    if told.by_list and listed is not None and not (was.grain == "year" and listed == was.last):
        return _("the list of {day}").format(day=words.day(listed))
    if was.grain == "year":
        return _("the end of the year before") if told.at_end else _("the year before")
    if told.side == "year":
        return _("the same period last year")
    if told.at_end:
        return {
            "month": _("the end of last month"),
            "quarter": _("the end of last quarter"),
            "half": _("the end of the last half-year"),
        }[was.grain]
    return {"month": _("last month"), "quarter": _("last quarter"), "half": _("the last half-year")}[
        was.grain
    ]


def partly(own: Amount) -> str:
    """Who contributed to a partial total: 1/13; 部分 where one unit gave some of its months."""
    return words.sharing(own) or _("in part")


def months(first: date, last: date) -> str:
    """Months of one year: 6月, 1—6月."""
    return _("M{n}").format(n=first.month if first.month == last.month else f"{first.month}—{last.month}")
