"""Texts as people type them, brought to one form before anything is compared or parsed."""

import re
import unicodedata
from functools import lru_cache

from tuanqing.define.language import _

INVISIBLE = dict.fromkeys(
    code
    for first, last in (
        (0xAD, 0xAD),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)
MINUS = {0x2212: "-", 0x2010: "-", 0x2011: "-"}
_UNENCLOSED = re.compile("[^\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3247\u3251-\u325f\u3280-\u32bf]+")
SPACE = re.compile(r"[\s\x00-\x1f]+")
ARMOUR = re.compile(r'\s*="(.*)"\s*', re.S)  # ="4107…": how a text is kept from being taken for a number
ESCAPE = re.compile(
    r"_x([0-9A-Fa-f]{4})_"
)  # _x000D_: how workbooks write characters that XML has no place for
_HAN_SIGNS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
HAN = re.compile(f"[{_HAN_SIGNS}]")
_BREAK = re.compile(rf"(?<=[{_HAN_SIGNS}()、])[^\S\n\r]*[\n\r]\s*(?=[{_HAN_SIGNS}()、])")
_HAN = "[\u4e00-\u9fff]"  # a space beside a single such character stands inside a word
_WIDENED = re.compile(rf"(?<=\b{_HAN}) (?={_HAN})|(?<={_HAN}) (?={_HAN}\b)")
MISSING = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "/",
        "//",
        "\\",
        "无",
        "空",
        "暂无",
        "...",
        "......",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
        "#n/a n/a",
        "(空)",
        "(空白)",
    ]
)


def _normal(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def bare(text: str) -> str:
    """A cell's text without what a program wrapped it in: ="…", _x000D_."""
    if '="' in text and (armour := ARMOUR.fullmatch(text)):
        text = armour[1].replace('""', '"')
    return ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def clean(text: str) -> str:
    """`text` in NFKC (but ① stays ①, which numbers things and counts none), without invisible characters, armour or a
    leading apostrophe, its spaces single; where a line broke between Chinese characters there is none."""
    if text.isascii() and text.isalnum():  # most cells of a large file: nothing to bring to any form
        return text
    text = _UNENCLOSED.sub(_normal, bare(text).translate(INVISIBLE)).translate(MINUS)
    text = SPACE.sub(" ", _BREAK.sub("", text) if "\n" in text or "\r" in text else text).strip()
    return text[1:].strip() if text.startswith("'") else text


def unspaced(text: str) -> str:
    """A cleaned text without the spaces that only widen a word (岗 王 镇, 张 三); those between phrases stay."""
    return _WIDENED.sub("", text) if " " in text else text


@lru_cache(1 << 16)  # headers and names are compared over and over
def squeeze(text: str) -> str:
    """`clean` without any space, as headers and words such as 合 计 are compared."""
    return clean(text).replace(" ", "")


def is_missing(text: str | None) -> bool:
    """Whether a cell says that there is nothing: blank, —, /, 无, N/A ... The digit 0 is a value."""
    return text is None or squeeze(text).lower() in MISSING


SIGNS_SHOWN = 3  # different signs that `shape` shows as they stand
_KINDS = {"Nd": "digits", "L": "letters", "M": "letters", "N": "signs", "P": "signs", "S": "signs"}


def shape(text: str) -> str:
    """What a cell looks like, for sentences that must not say what it holds: 18位数字, 3个汉字, 8位数字（-）.

    Digits, Chinese characters and letters are counted, in the order in which they first occur; the signs
    between them, which name nobody, stand as they are.
    """
    found: dict[str, list[str]] = {}
    for character in clean(text):
        category = unicodedata.category(character)
        kind = "han" if HAN.match(character) else _KINDS.get(category) or _KINDS.get(category[0], "")
        found.setdefault(kind, []).append(character)
    words = {
        "digits": _("{count} digits"),
        "han": _("{count} Chinese characters"),
        "letters": _("{count} letters"),
    }
    parts = [words[kind].format(count=len(cells)) for kind, cells in found.items() if kind in words]
    signs = list(dict.fromkeys(found.get("signs", ())))
    if not parts:
        parts = [_("{count} signs").format(count=len(found["signs"])) if signs else _("a blank")]
    shown = "".join(signs[:SIGNS_SHOWN]) + ("…" if len(signs) > SIGNS_SHOWN else "")
    told = _(", ").join(parts)
    return _("{shape} ({signs})").format(shape=told, signs=shown) if shown else told


def shapes() -> re.Pattern[str]:
    """What finds a `shape` in a sentence, so that sentences that differ in nothing else can be told as one."""
    counted = (
        _("{count} digits"),
        _("{count} Chinese characters"),
        _("{count} letters"),
        _("{count} signs"),
        _("a blank"),
    )
    part = "(?:" + "|".join(re.escape(words).replace(r"\{count\}", r"\d+") for words in counted) + ")"
    whole = f"{part}(?:{re.escape(_(', '))}{part})*"
    before, after = map(re.escape, _("{shape} ({signs})").removeprefix("{shape}").split("{signs}"))
    return re.compile(f"{whole}(?:{before}.{{1,{SIGNS_SHOWN + 1}}}?{after})?")


def one_line(text: str, most: int = 40) -> str:
    """A header, sheet or file name as a sentence may quote it: on one line, nothing invisible in it, not endless."""
    shown = "".join(c for c in SPACE.sub(" ", text.translate(INVISIBLE)) if c.isprintable()).strip()
    return shown if len(shown) <= most else shown[: most - 1] + "…"
