"""Numbers as offices write them: 1,296, 5.6万, 3万余, 约300, 一百二十三, (5), 1.2E+05."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

DIGITS = {
    name: value
    for value, names in enumerate(
        ["零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]
    )
    for name in names
}
POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
TOGETHER = ("共计", "合计", "总计", "累计", "总共", "一共", "共有", "共")  # before a number: 共35人
HAN = "".join(DIGITS) + "".join(POWERS) + "".join(LARGE) + "廿卅"

AT_LEAST = (
    "不少于",
    "不低于",
    "不小于",
    "至少",
    "超过",
    "多于",
    "大于",
    "已超",
    "超",
    "逾",
    ">=",
    "≥",
    "≧",
    ">",
)
ABOUT = ("大约", "约", "約", "将近", "近", "接近", "~", "≈")
AT_LEAST_AFTER = ("以上", "有余", "余", "餘", "多", "+", "↑")
ABOUT_AFTER = ("左右", "上下", "许")
COUNTERS = tuple(
    re.findall(
        r"\S+",
        "人次 场次 人数 个人 次数 批次 件次 家次 户次 篇次 课时 学时 人 名 个 位 场 次 家 支 条 所 户 件 篇 "
        "星级 星 期 例 项 处 岁 分 年 天 届 批 份 册 套 部 节 堂 队 组 班 村 对 间 座 平方米 平米 m2",
    )
)

MOST_DIGITS = 18  # no count and no sum of money has more
PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
SCIENTIFIC = re.compile(r"(\d(?:\.\d+)?)[eE]([+-]?\d{1,2})")
COMPOUND = re.compile(r"(\d+(?:\.\d+)?)([十拾百佰千仟]?)([万萬亿億]?)")
REMARK = re.compile(
    r"(.*[^(])\((?:(?:[含其包].{0,20})|[^()\d]{1,20})\)"
)  # 35(含教师5人), 1200(线上); not 35(5)
WHO = re.compile(r"(.*\S(?:人次|[人名位]))[\u4e00-\u9fff]{1,8}")  # 35名青年, 20人参加
RANGE = re.compile(r"\D*\d[\d.,]*\D{0,3}(?:-{1,2}|[–—~至到])\D{0,3}\d[\d.,]*\D*")


class Number(NamedTuple):
    """A number read from a text; `large` when the text itself says 万 or 亿."""

    value: Decimal
    lower_bound: bool = False
    about: bool = False
    large: bool = False


def number(text: str, units: tuple[str, ...] = ()) -> Number | None:
    """The number in a squeezed text, with one of `units` or a counter (场, 人次) at its end; or None."""
    if not text or len(text) > 60:
        return None
    negative = lower = about = False
    if remark := REMARK.fullmatch(text):
        text = remark[1]
    text, _found = _prefix(text, TOGETHER)
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1], True
    text, found = _prefix(text, AT_LEAST)
    lower = lower or found
    text, found = _prefix(text, ABOUT)
    about = about or found
    if text.startswith(("-", "负")):
        text, negative = text[1:], True
    elif text.startswith("+"):
        text = text[1:]
    if not units and (who := WHO.fullmatch(text)) and not any(sign in text for sign in "每各/、到至"):
        text = who[1]
    for _round in range(4):
        text, found = _suffix(text, ABOUT_AFTER)
        about = about or found
        text, more = _suffix(text, AT_LEAST_AFTER)
        lower = lower or more
        text, unit = _suffix(text, units or COUNTERS)
        if not (found or more or unit):
            break
    inner = re.fullmatch(r"(.*?)(余|餘|多|来)([万萬亿億千百]*)", text)
    if inner and inner[3]:
        text, lower = inner[1] + inner[3], True
    parsed = _magnitude(text)
    if parsed is None:
        return None
    value, large = parsed
    return Number(-value if negative else value, lower, about, large)


def is_range(text: str) -> bool:
    """Whether a text names a range: 20-30, 20～30人. A date, or a number below zero, is none."""
    return RANGE.fullmatch(text) is not None


def _prefix(text: str, words: tuple[str, ...]) -> tuple[str, bool]:
    for word in words:
        if text.startswith(word):
            return text[len(word) :], True
    return text, False


def _suffix(text: str, words: tuple[str, ...]) -> tuple[str, bool]:
    for word in words:
        if text.endswith(word) and len(text) > len(word):
            return text[: -len(word)], True
    return text, False


def _magnitude(text: str) -> tuple[Decimal, bool] | None:
    if sum(letter.isdecimal() for letter in text) > MOST_DIGITS:
        return None
    scientific = SCIENTIFIC.fullmatch(text)
    if scientific and abs(int(scientific[2])) <= MOST_DIGITS:
        return tidy(Decimal(scientific[1]).scaleb(int(scientific[2]))), False
    if PLAIN.fullmatch(text):
        try:
            return tidy(Decimal(text.replace(",", "").rstrip("."))), False
        except InvalidOperation:
            return None
    return _compound(GROUPED.sub(_joined, text)) if text[:1].isdecimal() else _han(text)


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(",", "")


def _compound(text: str) -> tuple[Decimal, bool] | None:
    """5.6万, 3千, 3万5千, 1亿2000万."""
    total, position, large, last = Decimal(0), 0, False, None
    while position < len(text):
        match = COMPOUND.match(text, position)
        if not match or not match[0]:
            return None
        factor = POWERS.get(match[2], 1) * LARGE.get(match[3], 1)
        if last is not None and factor >= last:
            return None
        total += Decimal(match[1]) * factor
        large = large or bool(match[3])
        position, last = match.end(), factor
    return tidy(total), large


def _han(text: str) -> tuple[Decimal, bool] | None:
    """一百二十三, 两百, 二〇二四, 三点五."""
    whole, point, rest = text.partition("点")
    if point and (not rest or any(letter not in DIGITS for letter in rest)):
        return None
    if not whole or any(letter not in HAN for letter in whole):
        return None
    if all(letter == "○" for letter in whole):  # marks, no zeros
        return None
    if all(letter in DIGITS for letter in whole):
        value = Decimal("".join(str(DIGITS[letter]) for letter in whole))
        if len(whole) == 2:  # 三五 is a range, not 35
            return None
    else:
        counted = _counted(whole.replace("廿", "二十").replace("卅", "三十"))
        if counted is None:
            return None
        value = Decimal(counted)
    if point:
        value += Decimal("0." + "".join(str(DIGITS[letter]) for letter in rest))
    return tidy(value), any(letter in LARGE for letter in whole)


def _counted(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    power = 10**9
    for letter in text:
        if letter in DIGITS:
            if digit:
                return None
            digit = DIGITS[letter]
        elif letter in POWERS:
            power = POWERS[letter]
            section += (1 if digit is None or (digit == 0 and power == 10) else digit) * power
            digit = None
        else:
            section += digit or 0
            if not section and not total:
                return None
            if LARGE[letter] == 10**8:
                total = (total + section) * 10**8
            else:
                total += section * 10**4
            section, digit, power = 0, None, LARGE[letter]
    if digit:
        trailing = text[-2:-1]  # 两百五 is 250
        section += digit * (power // 10 if trailing in POWERS or trailing in LARGE else 1)
    return total + section


def tidy(value: Decimal) -> Decimal:
    """The same value without trailing zeros and without an exponent; one beyond all measure as it is."""
    if abs(value) >= 10**MOST_DIGITS:
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
