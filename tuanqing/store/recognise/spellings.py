"""How a header may be worded: its spellings, and the column of a contract each of them names."""

import re
from functools import cache, lru_cache

from tuanqing.define.contract import Contract
from tuanqing.store.cell.text import squeeze

BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
UNITS = (
    "亿元",
    "万元",
    "千元",
    "元",
    "小时",
    "分钟",
)  # that may stand below or after a header instead of in brackets
COUNTERS = ("时", "h", "分", "人", "名", "个", "家", "支", "场", "次", "人次", "%")
_OWNED = re.compile(r"^(所在|所属)(?=..)")
_WHEN = re.compile(r"(时间|日期|年月日|年月)$")
_COUNT = re.compile(r"(总?人数|总数|数量|数)$|[(](人|名|个|份|支|家)[)]$")


@cache
def synonyms(contract: Contract) -> dict[str, tuple[str, int]]:
    """Every header text a contract knows → the column it names, and its rank among the column's synonyms."""
    known: dict[str, tuple[str, int]] = {}
    for column in contract.columns.values():
        for rank, synonym in enumerate([*column.header, column.name]):
            known.setdefault(squeeze(synonym).lower(), (column.name, rank))
    cores: dict[str, set[str]] = {}
    for words, (name, _rank) in list(known.items()):
        cores.setdefault(core_of(words), set()).add(name)
    for core, names in cores.items():
        if len(names) == 1:  # a core that two columns share tells nothing
            known.setdefault(core, (names.copy().pop(), 0))
    return known


@cache
def seconds(contract: Contract) -> dict[str, str]:
    """Header texts that a later column lists too → that column: it has the header where the first has a better one."""
    first = synonyms(contract)
    return {
        words: column.name
        for column in contract.columns.values()
        for words in (squeeze(header).lower() for header in column.header)
        if first[words][0] != column.name
    }


def core_of(words: str) -> str:
    """What is left of a squeezed header when the ways of saying the same are levelled: 所在乡镇、街道 is 乡镇(街道),
    受理日期 is 受理时间, 知晓（人） is 知晓人数. Marked, so that it never passes for a header as it stands."""
    core = _COUNT.sub("数", _WHEN.sub("时间", _OWNED.sub("", words)))
    return "~" + re.sub(r"[()、/·或及和的_\-]", "", core)


def names_with_unit(header: str, spelling: str) -> bool:
    """Whether a header is `spelling` and its unit: 服务时长(分钟), 服务时长/分钟."""
    whole = squeeze(header).lower().strip("*:：")
    group, _slash, leaf = whole.rpartition("/")
    bracket = BRACKET.search(whole)
    if bracket and bracket[1] in (*UNITS, *COUNTERS):
        return spelling == BRACKET.sub("", whole)
    return leaf in UNITS and spelling == group


@lru_cache(maxsize=4096)
def spellings(header: str) -> list[str]:
    """A header as it stands, its group and leaf as one word, its leaf; each without its unit bracket; their cores."""
    whole = squeeze(header).lower().strip("*:：")
    if not whole:
        return []
    group, slash, leaf = whole.rpartition("/")
    group = group.rsplit("/", 1)[-1]
    parts = dict.fromkeys(
        [whole, group + leaf if slash else whole, group if leaf in UNITS and group else leaf]
    )
    found = [s for part in parts for s in (part, BRACKET.sub("", part)) if s]
    return list(dict.fromkeys([*found, *map(core_of, found)]))
