"""Texts as people type them, brought to one form before anything is compared or parsed."""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
MINUS = {0x2212: "-", 0x2010: "-", 0x2011: "-"}
SPACE = re.compile(r"[\s\x00-\x1f]+")
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


def clean(text: str) -> str:
    """`text` in NFKC, without invisible characters or a leading apostrophe, its spaces single."""
    if text.isascii() and text.isalnum():  # most cells of a large file: nothing to bring to any form
        return text
    text = unicodedata.normalize("NFKC", text.translate(INVISIBLE)).translate(MINUS)
    text = SPACE.sub(" ", text).strip()
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
