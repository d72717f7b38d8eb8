"""What the words of a form mean: units, times, and which indicator is meant by them.

The words for an indicator are its title, what its front matter says it is `called`, and these after a group's head
(青年之家 over 数量) or with a member of a declared column before them (专职 before 团干部).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from tuanqing.define import form
from tuanqing.define.contract import Contract
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import breakdown, read
from tuanqing.store.cell.numerals import number
from tuanqing.store.cell.text import squeeze
from tuanqing.store.cell.values import YUAN
from tuanqing.store.warehouse.snapshot import Snapshot

MONEY = {word: YUAN[word] for word in form.MONEY}
_COUNTED = {
    "person": "人 名 位 人数",
    "person_time": "人次",
    "count": "个 支 家 所 处 项 件 枚 章 条 座 间 份 组 团 种 类 户 级",
    "session": "场 场次 次 期 个 项",
    "hour": "小时 时 h 学时",
    "percent": "% 百分比 百分数",
}
_TENFOLD = {"": 1, "万": 10_000, "千": 1000, "百": 100}
_ALOUD = {
    "person_time": "人次",
    "session": "场次",
    "hour": "时长",
    "yuan": "金额",
    "person": "人数",
    "percent": "率",
}
_NUMBERED = (  # how deep a row lies by what numbers it
    re.compile(r"^第?[一二三四五六七八九十]{1,3}(、|\.|,|部分|:)"),
    re.compile(r"^\([一二三四五六七八九十]{1,3}\)、?"),
    re.compile(r"^\d{1,2}(、|\.(?!\d)|,)|^[\u2460-\u2473]"),
    re.compile(r"^\(\d{1,2}\)、?"),
)
UNNUMBERED = len(_NUMBERED)
_AMONG = re.compile(r"^(其中|#|\*|-|—|·|●|◆)+[:,、]?")
_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_PARTED = re.compile(r"[、,/和及;\s]+")
_TAIL = re.compile(r"[:,/、](?:单位:)?([^:,/、]{1,3})$")
_SAID_MONEY = re.compile(r"亿元|万元|千元|百元|(?<![百千万亿单美欧日港公纪])元(?![旦素月宵件])")
_NAMES_MONEY = re.compile(r"单位|计价|按|以|\(|金额|币")
_COUNT_WORDS = re.compile(r"(总人数|总数量|总数|总量|数量|个数|人数|家数|支数|数目|总计|合计|小计|数)$")
_TOTAL_OF = re.compile(r"总(?=人次|场次|人数|数|量|时长|金额|额)")
_CONTEXT_TAIL = re.compile(
    r"(基本情况|有关信息|统计|汇总|一览|明细|登记|调查|监测|信息|情况|工作|建设|队伍|开展|收支|配备|配置|方面|领域|总体|整体|年度|季度|月度|进度|重点|分级|"
    r"分类|分布|分月|分年|构成|结构|对比|比较|级别|类型|类别|层级|近?[一二三四五]年来?|年|季|月|报)*表?$"
)
_CONTEXT_HEAD = re.compile(
    r"^(附?表[一二三四五六七八九十\d]+[:、.]?|附件\d*|20\d\d年?度?(上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月份?)?|.{2,4}[市县区州](?!域)|"
    r"各?乡镇(街道)?|全[省市县区]|各[县市区]+|各单位|分乡镇|共青团|团的)+"
)
_PLAIN_CONTEXT = re.compile(
    r"(基本|总体|整体|有关|主要|相关|重点|基础|阵地|组织|队伍|思想|政治|引领|团建|党建|带|服务|大局|青年|青少年|建设|发展|培养|管理|活动|经费|保障|"
    r"宣传|创新|日常|业务|综合|全面|从严|治团|改革|工作|情况|信息|指标|内容|数据|统计|概况|合计|总计|数量|规模|现状|其他|备注|开展|共青团|团的|关爱|"
    r"本年|年度|本期)*"
)
_LESS = re.compile(
    r"含|仅|限|除|以上|以下|其中|[^个支名家]/"
)  # in brackets after words it makes them mean another thing
_GENERIC = re.compile(
    r"活动|经费|服务|参与|参加|开展|举办|覆盖|专项|工作|项目|资金|收入|支出|新增|人次|场次|时长|金额|次数|期数|人数|个数|数量|总数|数|率|平均|人均|场|次|期|人|个"
)
_NARROW = re.compile(
    r"两新|非公|社会组织|新兴|中学|小学|学校|高校|农村|村级|机关|企业|国企|女|男|少数民族|留守|困境|残疾|大学生|未成年|流动|学生|职工|教师|工人|农民|军人|干部子女|新媒体|"
    r"\d{2}周?岁|本科|大专|研究生"
)
_SINCE = re.compile(
    r"^(截至|截止)?(?:(本年度?|本期|今年|当年|本月|本季度?|全年|年度)|(上年度?|去年)(末|底)?(?!同期)|(上年同期|去年同期|同期)"
    r"|(上期|上月|上季度?)|(20\d\d)年?(度|末|底)?|(年末|期末|现有|年底|目前|累计|历年))(?=.{2})"
)
_CHANGE_YEAR = re.compile(r"^(同比|(与|较|比)?(上年|去年)(同期)?(相?比|增减|增长|变化|增幅)|增减|增长|增幅)")
_CHANGE_BEFORE = re.compile(r"^(环比|(与|较|比)(上期|上月|上季度?)(相?比|增减|增长|变化|增幅)?)")
_SIDES = {
    "value": "本期 本期数 本期值 本期实际 本月 本月数 本季 本季度 本季度数 报告期 期末 期末数 期末值 实绩 实际 实际数 完成数 指标值 填报数 "
    "统计数 现状 本期完成 本月完成 完成情况 完成数 完成值 实际完成 实际完成数 工作完成情况",
    "own_year": "本年 本年度 本年数 本年度数 今年 当年 本年实际 本年完成 本年末 年末 年末数",
    "last_year": "上年 上年度 去年 上年数 上年度数 去年数 上年实际 上年末 上年完成",
    "year": "上年同期 去年同期 同期 上年同期数 去年同期数 同期数",
    "previous": "上期 上期数 上月 上月数 上季 上季度 上季度数 上期末",
    "total": "累计 累计数 本年累计 年累计 自年初累计 年初至今 年初累计 今年累计 当年累计 累计完成",
    "target": "目标 目标值 年度目标 目标任务 年度任务 任务数 年度目标值 计划数 全年目标 目标数",
    "completion": "完成率 目标完成率 完成比例 任务完成率 完成百分比",
    "numerator": "分子",
    "denominator": "分母",
}
_MEASURES = "数量 个数 总数 数 合计 总计 小计 人数 人次 场次 金额 时长 数值 数据 总量 率 比例 覆盖率"
_DATED = re.compile(
    r"(?:(20\d\d)年?度?)?(?:(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?|第?([1-4一二三四])季度|(上|下)半年)?(?:数|末|底|实际|完成)?"
)
_FROM_JANUARY = re.compile(r"(?:(20\d\d)年)?0?1月?[-—–~至到]+(\d{1,2})月份?(?:累计)?")
_OF_FORM = re.compile(
    r"(20\d\d)年度?(?:0?1月?[-—–~至到]+(\d{1,2})月|(\d{1,2})月|第?([1-4一二三四])季度|(上|下)半年)?"
)
_WHOLE = {"3": "quarter", "6": "half", "12": "year"}


STRANGE = 300  # words nobody knows, for which near ones are looked for


@dataclass(frozen=True)
class Unit:
    """What a form counts in: the kind, as indicators have it, and how many of it make one."""

    kind: str
    size: Decimal = Decimal(1)


@dataclass(frozen=True)
class Phrase:
    """The words of one head or row: their core, the unit said with them, how deep they lie."""

    raw: str
    core: str
    units: tuple[Unit, ...]
    among: bool
    rank: int

    @property
    def unit(self) -> Unit | None:
        """The one unit said with it."""
        return self.units[0] if len(self.units) == 1 else None


@dataclass(frozen=True)
class Time:
    """Which part of a figure is asked for, and of which period where that is not the form's own."""

    part: str = "value"
    period: Period | None = None
    sure: bool = True


@dataclass(frozen=True)
class Match:
    """An indicator, or its part with one value of a declared column."""

    indicator: str
    of: tuple[str, str] | None = None
    sure: bool = True
    near: bool = True  # whether its own words stand there, and none that make it mean less


def unit_of(text: str) -> Unit | None:
    """The unit that a word is; None for any other word."""
    word = squeeze(text).lower()
    if word.removeprefix("人民币") in MONEY:
        return Unit("yuan", Decimal(MONEY[word.removeprefix("人民币")]))
    if word == "分钟":
        return Unit("hour", 1 / Decimal(60))
    for many, size in _TENFOLD.items():
        if many and not word.startswith(many):
            continue
        for kind, said in _COUNTED.items():
            if word.removeprefix(many) in said.split():
                return Unit(kind, Decimal(size))
    return None


def phrase(text: str) -> Phrase:
    """A head or the name of a row taken apart: 一、团费收入（元） is 团费收入, in 元."""
    core = squeeze(text)
    rank = UNNUMBERED
    for depth, shape in enumerate(_NUMBERED):
        if found := shape.match(core):
            rank, core = depth, core[found.end() :]
            break
    among = bool(_AMONG.match(core))
    core = _AMONG.sub("", core)
    units: list[Unit] = []
    for found in _BRACKET.finditer(core):
        inside = next(group for group in found.groups() if group is not None)
        if "/" in inside:  # 小时/人 is none of the two
            continue
        words = [word for word in _PARTED.split(inside.removeprefix("单位:").removeprefix("单位")) if word]
        parsed = [unit_of(word) for word in words]
        if words and all(parsed):
            units += [unit for unit in parsed if unit]
            core = core.replace(found[0], "")
    if not units and (found := _TAIL.search(core)) and (unit := unit_of(found[1])):
        units, core = [unit], core[: found.start()]
    return Phrase(text, core.rstrip(":"), tuple(units), among, rank)


def stem(core: str) -> str:
    """Words without brackets, without 数, 总数, 个数 at the end: what two names of one thing share."""
    text = _TOTAL_OF.sub("", _BRACKET.sub("", core))
    while (shorter := _COUNT_WORDS.sub("", text)) != text and len(shorter) >= 2:
        text = shorter
    return text.removesuffix("的")


def money_said(texts: Iterable[str], is_rate: bool = False) -> set[str]:
    """The units of money that titles, corners or notes name: of sums, or of what is a sum per head where a clause of its
    own says so (金额单位为万元；人均金额单位为元)."""
    sums: set[str] = set()
    rates: set[str] = set()
    for text in map(squeeze, texts):
        if _NAMES_MONEY.search(text) or unit_of(text):
            for clause in re.split(r"[;,。]", text):
                found = _SAID_MONEY.findall(clause)
                (rates if re.search(r"人均|平均", clause) else sums).update(found)
    return (rates or sums) if is_rate else sums


def scaled_said(texts: Iterable[str], kind: str) -> str:
    """The multiple of ten thousand in which titles, corners or notes have a kind counted: 万人次; "" for none."""
    for text in map(squeeze, texts):
        if _NAMES_MONEY.search(text):
            for word in re.findall(r"[百千万](?:人次|人|场次|场|个|小时|件)", text):
                if (unit := unit_of(word)) and unit.kind == kind:
                    return word
    return ""


def word_of(unit: Unit) -> str:
    """A unit as a word that `unit_of` reads; "" for the plain one of anything but money."""
    if unit.kind == "yuan":
        return next(word for word, size in MONEY.items() if size == unit.size)
    if unit.size == 1:
        return ""
    if unit.size < 1:
        return "分钟"
    many = next(word for word, size in _TENFOLD.items() if size == unit.size)
    return many + _COUNTED[unit.kind].split()[0]


def time_of(core: str, own: Period) -> Time | None:
    """The time that words are: 本年, 上年同期, 3月, 上半年, 2022年, 1—6月; None for other words."""
    for part, said in _SIDES.items():
        if core in said.split():
            side = _side(part, own)
            return side if _fits_grain(core, own) else replace(side, sure=False)
    if _CHANGE_BEFORE.match(core):
        return Time("on_previous")
    if _CHANGE_YEAR.match(core):
        return Time("on_year")
    if re.fullmatch(r"(上年|去年)(同期)?累计数?", core):
        return Time("total", own.year_before())
    if found := _FROM_JANUARY.fullmatch(core):
        month = int(found[2])
        year = int(found[1] or own.first.year)
        return Time("total", Period(date(year, month, 1))) if 1 <= month <= 12 else None
    if core in ("全年", "全年合计", "全年累计", "年度合计"):
        return Time("value", own.within("year"))
    if core.endswith(("合计", "小计")) and (inner := time_of(core[:-2], own)) and inner.period:
        return inner
    if core and (found := _DATED.fullmatch(core)) and any(found.groups()):
        return _dated(found, own)
    return None


def _side(part: str, own: Period) -> Time:
    """A side of the form's own period; 本年 in a form of a month is the year up to it."""
    if part == "own_year":
        return Time("value") if own.grain == "year" else Time("total")
    if part == "last_year":
        return (
            Time("year") if own.grain == "year" else Time("value", own.within("year").shift(-1), sure=False)
        )
    return Time(part)


def _fits_grain(core: str, own: Period) -> bool:
    """Whether 本月, 上月, 本季 stand in a form of such a period."""
    return not ("月" in core and own.grain != "month") and not ("季" in core and own.grain != "quarter")


def _dated(found: re.Match[str], own: Period) -> Time | None:
    """A period written out; without a year that of the form."""
    year, month, quarter, half = found.groups()
    at = int(year or own.first.year)
    if month:
        nth = _counted(month)
        return Time("value", Period(date(at, nth, 1))) if 1 <= nth <= 12 else None
    if quarter:
        return Time("value", Period(date(at, 3 * _counted(quarter) - 2, 1), "quarter"))
    if half:
        return Time("value", Period(date(at, 1 if half == "上" else 7, 1), "half"))
    return Time("value", Period(date(at, 1, 1), "year"))


def _counted(text: str) -> int:
    """The number of a month or a quarter, 十一 or 11."""
    found = number(text)
    return int(found.value) if found else 0


def timed(core: str, own: Period) -> tuple[str, Time | None]:
    """Words without the time they begin with, and that time: 本年新建 is 新建, of this year."""
    if not (found := _SINCE.match(core)):
        return core, None
    rest = core[found.end() :]
    _until, this, last, _last_end, same, before, year, _end, held = found.groups()
    if year:
        return rest, Time("value", Period(date(int(year), 1, 1), "year"))
    if this in ("本年", "本年度", "今年", "当年", "全年", "年度"):
        return rest, _side("own_year", own)
    if last:
        return rest, _side("last_year", own)
    is_sure = _fits_grain(this or before or "", own) and held not in ("累计", "历年")
    if same or before:
        return rest, Time("year" if same else "previous", sure=is_sure)
    return rest, Time("value", sure=is_sure)


def is_measure(core: str) -> bool:
    """Whether words only say what kind of number is asked for: 数量, 人次, 金额."""
    return core in _MEASURES.split()


def outer(core: str) -> list[str]:
    """What a group's head, a parent row or a title may stand for before the words under it, the longest first."""
    text = _BRACKET.sub("", core)
    found: list[str] = []
    for each in (text, *re.split(r"[和与及、]", text)):
        each = _CONTEXT_HEAD.sub("", each) or each
        short = _CONTEXT_TAIL.sub("", each)
        found += [each, short, stem(each), stem(short)]
    return [each for each in dict.fromkeys(found) if len(each) >= 2]


def is_plain_context(core: str) -> bool:
    """Whether a head over others narrows nothing: 基本情况."""
    return bool(_PLAIN_CONTEXT.fullmatch(core))


def narrows(context: str, told: str) -> bool:
    """Whether words over or beside a head make it mean fewer than what is `told`: 两新 over 团员数."""
    return any(word not in told for word in _NARROW.findall(context))


def shares(one: str, other: str) -> bool:
    """Whether two Chinese characters in a row stand in both."""
    return any(one[n : n + 2] in other for n in range(len(one) - 1))


@dataclass(frozen=True)
class Lexicon:
    """The words for the indicators of a library; members as the contracts and one version have them."""

    snapshot: Snapshot
    library: Library
    contracts: Mapping[str, Contract]
    area: str
    period: Period

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """By indicator its title and whatever else it is called."""
        return {
            name: tuple(dict.fromkeys(squeeze(w) for w in (i.titles["zh"], i.titles["en"], *i.called)))
            for name, i in self.library.indicators.items()
        }

    @cached_property
    def stems(self) -> dict[str, dict[str, None]]:
        """By stem the indicators so called."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for name, said in self.words.items():
            for word in said:
                found[stem(word)][name] = None
        return found

    def members(self, name: str) -> Mapping[str, list[tuple[str, str]]]:
        """By word the declared columns of an indicator that have a value so called: 专职 → (post, full_time)."""
        if name not in self._members:
            indicator = self.library.indicators[name]
            own: dict[str, list[tuple[str, str]]] = defaultdict(list)
            datasets = read.datasets_of(self.snapshot, name) if indicator.by else []
            for column in indicator.by:
                held = breakdown.members(self.snapshot, indicator, column, self.area, self.period)
                pairs = [(each.member, each.member) for each in held if each.member]
                pairs += [(word, code) for code, word in indicator.members.items()]
                for dataset in datasets:
                    given = self.contracts[dataset].columns.get(column) if dataset in self.contracts else None
                    pairs += list(given.values.items()) if given else []
                for word, code in pairs:
                    if (column, code) not in own[squeeze(word)]:
                        own[squeeze(word)].append((column, code))
            self._members[name] = dict(own)
        return self._members[name]

    @cached_property
    def _strange(self) -> dict[str, None]:
        return {}

    @cached_property
    def _members(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        return {}

    def told(self, name: str) -> str:
        """All words for an indicator in one."""
        return " ".join(self.words[name])

    def _named(self, text: str, unit: Unit | None) -> list[str]:
        return [name for name in self.stems.get(stem(text), {}) if fits(self.library.indicators[name], unit)]

    def match(self, leaf: Phrase, near: Sequence[str], far: Sequence[str], unit: Unit | None) -> list[Match]:
        """What is meant by words under `near` heads (nearest first), with `far` words over them (rows they are a part of,
        titles): one sure match, several that are likely, or none. Each near word has to be known; the far ones may help.
        """
        if any(_LESS.search(found[0]) or narrows(found[0], "") for found in _BRACKET.finditer(leaf.core)):
            return self._close(_BRACKET.sub("", leaf.core), [*near, *far], unit)
        contexts = [*near, *far]
        cores = list(dict.fromkeys((leaf.core, _BRACKET.sub("", leaf.core))))
        cores += [core + _ALOUD[unit.kind] for core in cores if unit and unit.kind in _ALOUD]
        for core in cores:
            for text, used in _under(core, contexts):
                if names := self._named(text, unit):
                    others = [each for each in contexts if each not in used]
                    foreign = self._is_foreign(text, names, others)
                    between = near[
                        : max((near.index(each) for each in used if each in near), default=len(near))
                    ]
                    inside = [each for each in near if each not in used]
                    return self._of_group(names, inside) or self._checked(
                        names, between, near, far, used, foreign
                    )
        for core in cores:
            if found := self._member(core, contexts, unit):
                return found
        return self._close(cores[0], contexts, unit)

    def _of_group(self, names: list[str], contexts: Sequence[str]) -> list[Match]:
        """The part of a figure that a head over it names: 专职 over 团干部数."""
        for context in contexts:
            found = [(name, of) for name in names for of in self.members(name).get(stem(context), ())]
            if found:
                return [Match(name, of, sure=len(found) == 1) for name, of in found]
        return []

    def _checked(
        self, names: list[str], between: Sequence[str], near: Sequence[str], far: Sequence[str],
        used: Sequence[str], foreign: bool,
    ) -> list[Match]:  # fmt: skip
        """Matches, sure where there is one, no word over it makes it mean less, and those `between` it and the words used
        with it are known."""
        told = " ".join(self.told(name) for name in names)
        less = foreign or any(narrows(context, told) for context in (*near, *far))
        odd = less
        for context in between:
            known = (
                is_plain_context(context)
                or shares(context, told)
                or any(w in self.stems for w in outer(context))
            )
            odd = odd or (context not in used and not known)
        return [Match(name, sure=len(names) == 1 and not odd, near=not less) for name in names]

    def _is_foreign(self, core: str, names: list[str], contexts: Sequence[str]) -> bool:
        """Whether words that say little (活动场次) stand under a subject that others are of (志愿服务); of money only where
        money of that subject is kept apart."""
        if _GENERIC.sub("", core):
            return False
        is_money = any(self.library.indicators[name].unit == "yuan" for name in names)
        others = [
            word
            for name, said in self.words.items()
            if name not in names and (not is_money or self.library.indicators[name].unit == "yuan")
            for word in said
        ]
        return any(
            any(word in other for other in others) and not shares(word, core)
            for context in contexts
            for word in outer(context)
        )

    def _member(self, core: str, contexts: Sequence[str], unit: Unit | None) -> list[Match]:
        """The part of an indicator that words name: 专职 under 团干部, 专职团干部."""
        found: dict[tuple[str, tuple[str, str]], None] = {}
        bare = stem(core)
        for context in contexts:
            for word in outer(context):
                for name in self._named(word, unit):
                    for each in (core, bare):
                        for of in self.members(name).get(each, ()):
                            found[name, of] = None
            if found:
                break
        if not found:
            for cut in range(1, len(bare)):
                for name in self._named(bare[cut:], unit):
                    for of in self.members(name).get(bare[:cut], ()):
                        found[name, of] = None
                if found:
                    break
        return [Match(name, of, sure=len(found) == 1) for name, of in found]

    def _close(self, core: str, contexts: Sequence[str], unit: Unit | None) -> list[Match]:
        """Indicators whose words are nearly these: to be asked about, never taken. Beyond some hundred strange words (a list
        of names taken for a form) no more are looked for."""
        from rapidfuzz import fuzz, process

        self._strange[core] = None
        if len(self._strange) > STRANGE:
            return []
        words = {word: name for name, said in self.words.items() for word in said}
        tried = [
            (core, 60),
            *((_joined(word, core), 80) for context in contexts[:2] for word in outer(context)[:1]),
        ]
        hits: dict[str, float] = {}
        for text, least in tried:
            for word, score, _n in process.extract(
                text, list(words), scorer=fuzz.ratio, limit=4, score_cutoff=least
            ):
                if fits(self.library.indicators[words[word]], unit):
                    hits[words[word]] = max(score, hits.get(words[word], 0))
        best = sorted(hits, key=lambda name: -hits[name])[:3]
        return [Match(name, sure=False, near=False) for name in best]


def fits(indicator: Indicator, unit: Unit | None) -> bool:
    """Whether an indicator is counted in a unit; any where none is said."""
    if unit is None or indicator.unit == "ratio":
        return True
    return indicator.unit == unit.kind or {indicator.unit, unit.kind} == {"session", "count"}


def _under(core: str, contexts: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words with those over them before or after, and which they are: two of them, one, none; the nearest first."""
    for n, inner in enumerate(contexts):
        for above in contexts[n + 1 :]:
            for middle in outer(inner) or [inner]:
                for word in outer(above):
                    yield _joined(word, _joined(middle, core)), (inner, above)
    for context in contexts:
        for word in outer(context):
            yield _joined(word, core), (context,)
            yield core + word, (context,)
    yield core, ()


def _joined(outer: str, inner: str) -> str:
    """Two words one after the other; what ends the one and begins the other stands once."""
    width = next((n for n in range(min(len(outer), len(inner)), 0, -1) if outer.endswith(inner[:n])), 0)
    return outer + inner[width:]


def period_in(texts: Iterable[str]) -> Period | None:
    """The one period that titles and corners say the form is of; None where none does, or several do."""
    found: dict[Period, None] = {}
    for text in map(squeeze, texts):
        for said in _OF_FORM.finditer(text):
            year, last, month, quarter, half = said.groups()
            if last:  # 1—6月
                if last not in _WHOLE:
                    return None
                found[Period(date(int(year), 1, 1), _WHOLE[last])] = None
                continue
            words = f"{year}年" + (
                f"{month}月" if month else f"{quarter}季度" if quarter else f"{half}半年" if half else ""
            )
            if (time := time_of(words, Period(date(int(year), 1, 1), "year"))) and time.period:
                found[time.period] = None
    return next(iter(found)) if len(found) == 1 else None
