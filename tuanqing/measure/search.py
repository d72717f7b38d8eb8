"""What a reader may look for by name: the places he sees, and whatever else is handed in; by part of the name, by its
initials in pinyin, or by code.

The initials need no dictionary: DuckDB sorts characters by their pinyin, so that each lies behind the first of its letter.
Of characters that names of places read in two ways the second reading stands below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from tuanqing.define.contract import LEVELS
from tuanqing.store.warehouse.snapshot import Snapshot

PLACE = "place"
MOST = 12  # hits told at once
LIKE = 50  # of 100: how alike a name must be to be suggested
_FIRSTS = dict(zip("吖八嚓咑妸发旮哈丌咔垃妈拏喔妑七呥仨他屲夕丫帀", "abcdefghjklmnopqrstwxyz", strict=True))
_ALSO = {
    "单": "s", "长": "c", "朝": "z", "乐": "y", "厦": "x", "曾": "z", "尉": "y", "蔚": "y", "浚": "x", "番": "p",
    "莘": "x", "解": "x", "查": "z", "会": "k", "铅": "y", "行": "h", "区": "o", "覃": "q", "盛": "c", "陂": "b",
    "堡": "p", "埔": "p", "屯": "z", "枞": "z", "涡": "g", "渑": "s", "圩": "x", "筠": "j", "藏": "z", "校": "j",
    "重": "c", "车": "j", "召": "s", "泊": "b", "繁": "p", "隗": "k", "郇": "x", "燕": "y", "祭": "z", "尢": "y",
    "阿": "e", "六": "l", "石": "d", "氏": "z", "仇": "q", "种": "c", "系": "j", "参": "s", "弹": "t", "调": "t",
}  # fmt: skip
_READINGS = 8  # ways of reading one name that are kept


@dataclass(frozen=True)
class Thing:
    """Something to be found: a place, or a definition or page by its name."""

    kind: str  # PLACE, or as handed in
    name: str  # the place's code; the definition's or page's name
    title: str
    beside: str = ""  # what tells it from others of its title: of a place what it lies in
    level: str = ""  # of a place
    aliases: str = ""
    initials: tuple[str, ...] = ()  # of the title, one for each way of reading it

    def rank(self, text: str) -> int | None:
        """How well it answers to a text of small letters, 0 best; None: not at all."""
        title = self.title.lower()
        if text in (title, self.name.lower()):
            return 0
        if title.startswith(text):
            return 1
        if any(each.startswith(text) for each in self.initials):
            return 2
        if text in title:
            return 3
        if text in self.aliases.lower() or (len(text) > 3 and self.name.lower().startswith(text)):
            return 4
        return 5 if len(text) > 1 and any(text in each for each in self.initials) else None


def things(snapshot: Snapshot, named: Sequence[tuple[str, str, str]]) -> tuple[Thing, ...]:
    """The places the reader sees, coarsest first, and behind them the others: (kind, name, title) each."""
    places = snapshot.execute(
        f"SELECT area.area_code, area.name, area.level, parent.name, area.aliases FROM {snapshot.near('area')} AS area "
        "LEFT JOIN area AS parent ON parent.area_code = area.parent_code "
        "ORDER BY list_position($levels, area.level), area.area_code",
        {"levels": list(LEVELS)},
    ).fetchall()
    letters = _letters(snapshot, {*"".join(row[1] for row in places), *"".join(row[2] for row in named)})
    return (
        *(
            Thing(PLACE, code, name, above or "", level, aliases or "", _initials(name, letters))
            for code, name, level, above, aliases in places
        ),
        *(
            Thing(kind, name, title, initials=_initials(title, letters))
            for kind, name, title in dict.fromkeys(named)
        ),
    )


def find(known: Sequence[Thing], text: str) -> list[Thing]:
    """Whatever answers to a text, the best first; nothing to an empty one."""
    asked = "".join(text.lower().split())
    if not asked:
        return []
    ranked = [(rank, n, thing) for n, thing in enumerate(known) if (rank := thing.rank(asked)) is not None]
    return [thing for _rank, _n, thing in sorted(ranked, key=lambda each: each[:2])]


def like(known: Sequence[Thing], text: str, most: int = 5) -> list[Thing]:
    """What a text without a hit may have meant: the most alike by its characters, or by its initials."""
    from rapidfuzz import fuzz, process  # most searches hit

    asked = "".join(text.lower().split())
    names = [thing.initials[0] if asked.isascii() and thing.initials else thing.title for thing in known]
    near = process.extract(asked, names, scorer=fuzz.ratio, score_cutoff=LIKE, limit=most)
    return [known[at] for _name, _score, at in near]


def _letters(snapshot: Snapshot, characters: set[str]) -> dict[str, str]:
    """By Chinese character the letters its readings begin with."""
    wanted = sorted({*_FIRSTS, *(each for each in characters if "\u4e00" <= each <= "\u9fff")})
    ordered = snapshot.execute(
        "SELECT list(each ORDER BY each COLLATE zh) FROM (SELECT unnest($wanted) AS each)", {"wanted": wanted}
    ).fetchall()[0][0]
    found, letter = {}, ""
    for each in ordered:
        letter = _FIRSTS.get(each, letter)
        found[each] = letter + _ALSO.get(each, "")
    return found


def _initials(name: str, letters: dict[str, str]) -> tuple[str, ...]:
    """The first letters of a name, in every way of reading it; what is no Chinese character stands for itself."""
    ways = [letters.get(each, each.lower() if each.isascii() and each.isalnum() else "") for each in name]
    found: list[str] = []
    for read in product(*(way or " " for way in ways)):
        found.append("".join(read).replace(" ", ""))
        if len(found) == _READINGS:
            break
    return tuple(dict.fromkeys(each for each in found if each))
