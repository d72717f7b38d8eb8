"""What a placeholder asks for, in the words an office writes: {{青年之家乡镇覆盖率}}, {{团员数|同比}}, {{团干部数|其中:专职}}.

Before the first | stands an indicator (by its title, or whatever else it is called), a word of the paper (期间, 名称), a shape
of our reports (下一步打算) or what a row is repeated for (各乡镇, 各缺口:指标); after it how that is to be said. Full-width signs and
spaces read alike. Nothing in a placeholder is run: it is looked up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tuanqing.define.errors import Refused
from tuanqing.define.form import MONEY, Cell
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.show.document.form.lexicon import Lexicon, Match, phrase, stem, time_of
from tuanqing.show.document.report_data import ReportData
from tuanqing.store.cell.text import HAN, squeeze

SPAN = re.compile(r"[{｛]{2}(.*?)[}｝]{2}", re.S)
OPEN = re.compile(r"[{｛]{2}|[}｝]{2}")
END = "完"  # closes what is repeated over several paragraphs
OWN = "本指标"  # in what is repeated for indicators, that one
EACH = {  # what a row or paragraph is repeated for
    "各县": "county", "各县市区": "county", "各乡镇": "township", "各镇街": "township", "各村": "village",
    "各村社区": "village", "各学校": "school", "各企业": "enterprise", "各下级": "below", "各单位": "below",
    "各缺口": "gaps", "各未达标指标": "missed", "各未达标": "missed", "各核查问题": "found", "各问题": "found",
}  # fmt: skip
SHAPES = {  # paragraphs of our own reports, by what they are called there
    "导语": "opening", "目标完成情况": "targets", "未达目标": "gaps", "存在问题": "gaps", "核查发现": "findings",
    "上期短板": "kept", "下一步打算": "steps", "达标措施": "steps", "整改建议": "cures", "待报材料": "owed",
    "各单位说明": "remarks", "数据说明": "cover",
}  # fmt: skip
WORDS = (
    "名称", "单位名称", "地区", "联系单位", "期间", "年份", "月份", "季度", "上期", "下期", "数据截至", "数据版本",
)  # fmt: skip
ROW_WORDS = (
    "序号",
    "所属",
    "缺项",
    "有",
    "应有",
    "起始月",
    "指标名",
    "问题",
    "件数",
    "整改",
)  # of what is repeated
FORMS = {  # how a figure is said; "" as in a sentence
    "数": "bare", "含分子分母": "whole", "详": "whole", "差距": "short", "距目标": "short", "是否达标": "status", "状态": "status",
    "缺口": "gaps", "缺口数": "gaps", "缺口名单": "names", "名单": "names", "排名": "rank", "口径": "meaning", "来源": "source",
    "计量单位": "unit", "名称": "title",
}  # fmt: skip
_SIGNED = {
    "同比增减": "on_year",
    "同比增减数": "on_year",
    "环比增减": "on_previous",
    "环比增减数": "on_previous",
}
_AMONG = re.compile(r"其中[:,、]?(.+)")
_NUMBER_IN = re.compile(r"数[:,、]?(.+)")


@dataclass(frozen=True)
class Scope:
    """Where a placeholder stands: which area it speaks of, which indicator a row is repeated for, what the row says."""

    area: str
    indicator: str = ""
    told: tuple[tuple[str, str], ...] = ()  # word → what it is in this row

    def word(self, name: str) -> str | None:
        """A word of the row; None where the row has none of it."""
        return next((text for word, text in self.told if word == name), None)


@dataclass(frozen=True)
class Asked:
    """A placeholder understood."""

    kind: str  # figure | word | shape | each | end
    name: str = ""  # of a word, a shape, or what is repeated
    cell: Cell | None = None  # of a figure: which; of gaps: whose
    form: str = ""  # of a figure
    unit: str = ""  # of a bare number of money: 元, 万元


@dataclass(frozen=True)
class Unknown:
    """A placeholder nobody can fill, and what to write instead."""

    reason: str


@dataclass(frozen=True)
class Reader:
    """Reads the placeholders of one place and period."""

    desk: ReportData

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words for indicators."""
        desk = self.desk
        return Lexicon(desk.snapshot, desk.library, desk.contracts, desk.place.code, desk.period)

    def read(self, text: str, scope: "Scope | None" = None) -> Asked | Unknown:
        """What is meant by the words between the braces, where they stand in `scope`."""
        indicator = scope.indicator if scope else ""
        head, *after = (squeeze(part) for part in squeeze(text).split("|"))
        if not head:
            return Unknown(_("it is empty; write an indicator's title in it"))
        what, _colon, of = head.partition(":")
        if what in EACH:
            return self._each(what, of)
        if head == END:
            return Asked("end")
        if head in SHAPES and not after:
            return Asked("shape", SHAPES[head])
        if head in WORDS and not after:
            return Asked("word", head)
        if head in ROW_WORDS and not after:
            if scope and scope.word(head) is not None:
                return Asked("word", head)
            return Unknown(
                _("“{word}” stands only in what is repeated for something that has it").format(word=head)
            )
        if head == OWN:
            if not indicator:
                return Unknown(
                    _("“{word}” stands only where 各未达标指标 is repeated; write an indicator").format(
                        word=OWN
                    )
                )
            return self._said(indicator, after)
        found = self._indicator(head)
        return found if isinstance(found, Unknown) else self._said(found.indicator, after, found)

    def _each(self, what: str, of: str) -> Asked | Unknown:
        name = EACH[what]
        if name != "gaps":
            return Asked("each", name)
        if not of:
            return Unknown(_("write of which indicator: 各缺口:青年之家乡镇覆盖率"))
        found = self._indicator(of)
        if isinstance(found, Unknown):
            return found
        if not self.desk.library.indicators[found.indicator].is_rate:
            return Unknown(_("{title} is no rate: nobody is missing of it").format(title=self._title(found)))
        return Asked("each", name, Cell("", "", found.indicator))

    def _title(self, found: Match) -> str:
        return self.desk.library.indicators[found.indicator].title

    def _indicator(self, words: str) -> Match | Unknown:
        """The one indicator that is called so; or which are called nearly so."""
        if words in self.desk.library.indicators:
            return Match(words)
        own = phrase(words)
        found = self.lexicon.match(own, (), (), own.unit)
        sure = [each for each in found if each.sure]
        if len(sure) == 1:
            return sure[0]
        titles = list(dict.fromkeys(self._title(each) for each in found))
        if titles:
            return Unknown(
                _("no indicator is called so for certain; did you mean {titles}").format(
                    titles=_("、").join(titles)
                )
            )
        return Unknown(_("no indicator is called so; the dictionary lists them all"))

    def _said(self, name: str, after: Sequence[str], found: Match | None = None) -> Asked | Unknown:
        """How a figure is to be said, from the words after the bars."""
        desk, indicator = self.desk, self.desk.library.indicators[name]
        part, period, form, unit = "value", None, "", ""
        of = f"{found.of[0]}={found.of[1]}" if found and found.of else ""
        for word in after:
            if among := _AMONG.fullmatch(word):
                member = self._member(name, among[1])
                if isinstance(member, Unknown):
                    return member
                of = member
            elif word in FORMS:
                form = FORMS[word]
            elif (number := _NUMBER_IN.fullmatch(word)) and number[1] in MONEY:
                form, unit = "bare", number[1]
            elif word in _SIGNED:
                part, form = _SIGNED[word], "signed"
            elif (time := time_of(word, desk.period)) is not None:
                if not time.sure:
                    return Unknown(
                        _(
                            "“{word}” may mean several times in a paper of {period}; write 上年同期, 上期, or a time like 2022年"
                        ).format(word=word, period=desk.period.words)
                    )
                part, period = time.part, time.period or period
            else:
                return Unknown(_("“{word}” is no way to say a figure").format(word=word))
        if reason := _unfit(indicator, part, form, of, unit):
            return Unknown(reason)
        cell = Cell("", "", name, part, period="" if period is None else str(period), of=of)
        return Asked("figure", cell=cell, form=form, unit=unit)

    def _member(self, name: str, word: str) -> str | Unknown:
        """The part of a figure that a word names: 两新 of a declared column."""
        held = self.lexicon.members(name)
        found = held.get(word) or held.get(stem(word), [])
        if len(found) == 1:
            return f"{found[0][0]}={found[0][1]}"
        known = _("、").join([each for each in held if HAN.search(each)][:12] or held)
        title = self.desk.library.indicators[name].title
        if not held:
            return Unknown(_("{title} is not split into parts").format(title=title))
        return Unknown(
            _("{title} has no part “{word}”; it has {known}").format(title=title, word=word, known=known)
        )


def _unfit(indicator: Indicator, part: str, form: str, of: str, unit: str) -> str:
    """Why words after the bar do not go together; "" where they do."""
    whole = part in ("on_year", "on_previous", "target", "completion")
    if of and (whole or form in ("short", "status", "gaps", "names", "rank")):
        return _("of a part of {title} only the number itself can be said").format(title=indicator.title)
    if part in ("numerator", "denominator") and not indicator.is_rate:
        return _("{title} is a count: it has no such part").format(title=indicator.title)
    if form in ("gaps", "names") and not indicator.is_rate:
        return _("{title} is no rate: nobody is missing of it").format(title=indicator.title)
    if unit and indicator.unit != "yuan":
        return _("{title} is not money").format(title=indicator.title)
    return ""


def spans(text: str) -> list[re.Match[str]]:
    """The placeholders of a text, in their order. Raises Refused for braces that are opened and not closed, or the like."""
    found = list(SPAN.finditer(text))
    rest = SPAN.sub("", text)
    if stray := OPEN.search(rest):
        raise Refused(
            _("“{text}”: {braces} has no partner; close it or delete it.").format(
                text=rest[max(stray.start() - 8, 0) : stray.end() + 8].strip(), braces=stray[0]
            )
        )
    return found


def period_words(period: Period) -> dict[str, str]:
    """The words of a paper that its period is: 期间, 年份, 月份, 季度, 上期, 下期."""
    last = period.last
    return {
        "期间": period.words,
        "年份": str(last.year),
        "月份": str(last.month),
        "季度": str((last.month + 2) // 3),
        "上期": period.shift(-1).words,
        "下期": period.shift(1).words,
    }
