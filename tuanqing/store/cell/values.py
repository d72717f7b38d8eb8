"""One cell text and the type its column promises: the value, or a fragment that says why there is none.

Fragments describe the shape of the text and never say what it holds: a shifted row puts an ID number anywhere.
"""

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from tuanqing.define.language import _
from tuanqing.store.cell import dates
from tuanqing.store.cell.clock import clock
from tuanqing.store.cell.id_numbers import IdNumber, birth_date, id_number, phone
from tuanqing.store.cell.numerals import Number, is_range, number, tidy
from tuanqing.store.cell.text import clean, is_missing, shape, squeeze, unspaced

__all__ = ["IdNumber", "Value", "birth_date", "id_number", "parse", "percent_scale", "phone"]


ERRORS = frozenset(
    re.findall(r"\S+", "#REF! #N/A #DIV/0! #VALUE! #NAME? #NUM! #NULL! #SPILL! #CALC! #GETTING_DATA")
)
YES = frozenset(
    re.findall(
        r"\S+", "是 √ ✓ ✔ ☑ ● ■ 有 y yes 1 true t 对 已 v 真 1.0 入驻 启用 开通 完成 达标 合格 具备 符合"
    )
)
NO = frozenset(re.findall(r"\S+", "否 × ✗ ✘ ✕ ☒ ☐ ○ □ 无 没有 n no 0 false f 错 未 不是 x 假 0.0"))
DONE = re.compile(
    r"(已)[\u4e00-\u9fff]{1,6}|(?:[尚暂还]?未|没有?|不|无)[\u4e00-\u9fff]{1,6}"
)  # 已入驻, 未入驻
NEITHER = re.compile(
    r".*(?:知|详|清楚|明确|定|[停撤退关销消散]|解除|终止|失效|过期|到期|中$|待)"
)  # 未知, 已退出
REMARK = re.compile(r"(.+?)\([^()]*\)")
YUAN = {"亿元": 10**8, "万元": 10**4, "千元": 1000, "百元": 100, "元": 1, "圆": 1, "块": 1, "人民币": 1}
HOURS = re.compile(
    r"(?:(?P<hours>[^时hH]+?)(?P<half>半)?个?(?P<halves>半)?(?:小时|时|钟头|hours?|hrs?|h)(?P<after>半)?)?"
    r"(?:(?P<minutes>[^分m]+?)(?:分钟|分|minutes?|mins?|m))?"
    r"(?:零?(?P<seconds>\d{1,2})(?:秒钟?|s))?",
    re.I,
)
CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
HOUR_PLACES = Decimal("0.0001")


class Value(NamedTuple):
    """What a cell holds: `value` None means missing. `problem` and `warning` are fragments to show."""

    value: str | int | Decimal | date | time | bool | None
    lower_bound: bool = False
    problem: str | None = None
    warning: str | None = None


def parse(
    text: str | None,
    type: str,
    *,
    unit: str | None = None,
    scale: Decimal = Decimal(1),
    date1904: bool = False,
    years: tuple[int, int] = (1900, 2100),
) -> Value:
    """The value of one cell. `scale` multiplies numbers whose cell names no unit of its own (header 万元).

    Text gives str, integer int, decimal and percent (0 to 100) Decimal, date and month date, time time, boolean bool.
    """
    if text is None:
        return Value(None)
    if type == "boolean":
        return _boolean(text)
    bare = squeeze(text)
    if bare.upper() in ERRORS:
        return Value(
            None,
            warning=_("{error}: an error of the spreadsheet's formula; read as empty").format(
                error=bare.upper()
            ),
        )
    if is_missing(text) or (type != "text" and bare == "×"):
        return Value(None)
    if type == "text":
        return Value(unspaced(clean(text)))
    if type in ("date", "month"):
        return _date(text, type, date1904, years)
    shown = clean(text)
    if type == "time":
        found_time = clock(shown)
        unread = _("{text}: not a time of day; read as empty").format(text=shape(shown))
        return Value(found_time, warning=None if found_time else unread)
    if re.search(r"\d \d", shown) and not re.fullmatch(r"\D*\d{1,3}(?: \d{3})+(?:\.\d+)?\D*", shown):
        return _problem(type, shown)
    if type == "percent":
        return _percent(bare, shown, scale)
    if unit == "hour":
        found = _hours(bare, scale)
    elif unit == "yuan":
        found = _yuan(bare, scale)
    else:
        found = number(bare)
        if found and not found.large:
            found = found._replace(value=found.value * scale)
    return _number(found, type, shown)


def percent_scale(texts: Iterable[str | None]) -> Decimal | None:
    """What bare numbers of a percent column are multiplied by: 1, or 100 when they are fractions.

    Any % sign or a number above 1.5 means percent; only fractions up to 1.5 mean 100; None when the column
    holds nothing but 0 and 1, which can mean either.
    """
    fractions = ones = False
    for text in texts:
        bare = squeeze(text or "")
        if "%" in bare or bare.startswith("百分之"):
            return Decimal(1)
        found = number(bare)
        if found is None:
            continue
        if found.value > Decimal("1.5"):
            return Decimal(1)
        if found.value != found.value.to_integral_value():
            fractions = True
        elif found.value == 1:
            ones = True
    return Decimal(100) if fractions else None if ones else Decimal(1)


def _number(found: Number | None, type: str, shown: str) -> Value:
    if found is None:
        return _problem(type, shown)
    warning = _("an approximate number was taken as it stands") if found.about else None
    value = tidy(found.value)
    if type != "integer":
        return Value(value, found.lower_bound, None, warning)
    if value != value.to_integral_value():
        return _problem(type, shown)
    return Value(int(value), found.lower_bound, None, warning)


def _problem(type: str, shown: str) -> Value:
    if is_range(shown):
        sentence = _("{shape}: a range; write one number")
    elif len(re.findall(r"\d+(?:\.\d+)?", shown)) > 1 and not re.fullmatch(r"[\d.,]+", shown):
        sentence = _("{shape}: several numbers; write the one that counts")
    else:
        sentence = {
            "integer": _("{shape}: not a whole number"),
            "percent": _("{shape}: not a percentage"),
        }.get(type, _("{shape}: not a number"))
    return Value(None, problem=sentence.format(shape=shape(shown)))


def _percent(bare: str, shown: str, scale: Decimal) -> Value:
    own = bare.endswith("%") or bare.startswith("百分之")
    found = number(bare.removesuffix("%").removeprefix("百分之").replace("%以上", "以上"))
    if found is None and "%" in bare:
        own, found = True, number(bare.replace("%", "", 1))
    if found is None:
        return _problem("percent", shown)
    own = own or "%" in bare
    value = _number(found if own else found._replace(value=found.value * scale), "percent", shown)
    if not own and scale == 1 and 0 < found.value < 1:
        return Value(
            None,
            problem=_("{shape}: may be below one percent or a fraction; write it with a % sign").format(
                shape=shape(shown)
            ),
        )
    return value


def _yuan(bare: str, scale: Decimal) -> Number | None:
    marked = bare.removeprefix("人民币").removeprefix("RMB").removeprefix("¥").removesuffix("¥")
    bare, scale = marked, scale if marked == bare else Decimal(1)
    match = re.fullmatch(r"(.+?)(亿元|万元|千元|百元|元|圆|块钱|块|RMB)(整|正|以上|左右|余|多)?", bare)
    if match:
        found = number(match[1] + (match[3] or "").strip("整正"), ("元",))
        factor = YUAN.get(match[2], 1)
        if found is None and match[2][0] in "亿万千百":  # 3千万元: the numeral goes on before 元
            found, factor = number(match[1] + match[2][0], ("元",)), 1
        return found._replace(value=found.value * factor) if found else None
    found = number(bare, ("元",))
    return found if found is None or found.large else found._replace(value=found.value * scale)


def _hours(bare: str, scale: Decimal) -> Number | None:
    clock = CLOCK.fullmatch(bare)
    if clock:
        seconds = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
        return Number(_rounded(Decimal(seconds) / 3600))
    found = number(bare, ("课时", "学时"))
    if found:
        return found._replace(value=_rounded(found.value * scale))
    core = bare
    lower = about = False
    for word in ("约", "約", "大约", "近"):
        if core.startswith(word):
            core, about = core.removeprefix(word), True
    for word in ("以上", "余", "多", "左右"):
        if core.endswith(word):
            core, lower, about = core.removesuffix(word), word != "左右", about or word == "左右"
    match = HOURS.fullmatch(core)
    if not match or not (match["hours"] or match["minutes"] or match["seconds"]):
        return None
    total = Decimal(0)
    if match["hours"]:
        name = match["hours"]
        part = Number(Decimal(0)) if name == "半" else number(name.removesuffix("个"), ("个",))
        if part is None:
            return None
        halves = bool(match["half"] or match["halves"] or match["after"] or name == "半")
        total += part.value + (Decimal("0.5") if halves else 0)
        lower, about = lower or part.lower_bound, about or part.about
    if match["minutes"]:
        part = number(match["minutes"].removeprefix("零"), ("个",))
        if part is None:
            return None
        total += part.value / 60
        lower, about = lower or part.lower_bound, about or part.about
    total += Decimal(match["seconds"] or 0) / 3600
    return Number(_rounded(total), lower, about)


def _rounded(hours: Decimal) -> Decimal:
    if abs(hours) >= 10**12:  # nothing a person has done; it has no four places either
        return hours
    return tidy(hours.quantize(HOUR_PLACES, ROUND_HALF_UP))


def _date(text: str, type: str, date1904: bool, years: tuple[int, int]) -> Value:
    found = dates.day(text, date1904, years)
    if found is None:
        return Value(None)
    if isinstance(found, str):
        return Value(None, problem=found)
    warning = found.doubt
    if found.precision == "year":
        warning = _("only the year is given; read as January")
    elif found.precision == "month" and type == "date" and not warning:
        warning = _("only the month is given; read as its first day")
    return Value(found.value.replace(day=1) if type == "month" else found.value, warning=warning)


def _boolean(text: str) -> Value:
    bare = squeeze(text).lower()
    for words in (bare, remark[1] if (remark := REMARK.fullmatch(bare)) else ""):
        if words in YES:
            return Value(True)
        if words in NO:
            return Value(False)
        if (said := DONE.fullmatch(words)) and not NEITHER.match(words):
            return Value(said[1] is not None)
    if is_missing(text):
        return Value(None)
    return Value(None, problem=_("{shape}: neither yes nor no").format(shape=shape(text)))
