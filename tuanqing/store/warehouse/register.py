"""From what an export calls a township, village or school to its code in the area register.

Names are resolved inside one county. Exact name or alias first, then the name without the League's and the
government's trimmings, then without its own suffix when the export left that out. One match is an answer;
several are a refusal with candidates; none is a refusal with the nearest spellings.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise

import duckdb

from tuanqing.define.language import _
from tuanqing.store.cell.text import shape, squeeze
from tuanqing.store.warehouse.snapshot import Snapshot

ORDER = ("province", "prefecture", "county", "township", "village", "school", "enterprise")
_PREFIX = re.compile(r"^(中国共产主义青年团|共青团|中共)")
_SUFFIX = re.compile(
    r"(工作委员会|委员会|团工委|团委|团总支|团支部|联合团支部|支部|党委|党工委|人民政府|政府|少工委|办事处)$"
)
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|"
    "塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_PEOPLES_TOWNSHIP = re.compile(rf"((({_PEOPLES})族)+(少数民族)?|民族)乡$")
_OWN_SUFFIX = {
    "county": re.compile(r"(自治县|[县市区])$"),
    "township": re.compile(
        rf"(街道|镇|(({_PEOPLES})族)+(少数民族)?乡|民族乡|乡|工业园区|园区|经济开发区|开发区|高新区|新区|矿区管委会|管委会|垦殖场|林场|农场|原种场|牧场|茶场)$"
    ),
    "village": re.compile(r"(村民委员会|居民委员会|村委会|居委会|社区|村)$"),
}
_SAME_ENDING = {
    "办事处": "街道",
    "街道办事处": "街道",
    "村委会": "村",
    "村民委员会": "村",
    "居委会": "社区",
    "居民委员会": "社区",
}


@dataclass(frozen=True)
class Area:
    """A unit of the area register as it is today (or was at its end), with its place in the tree."""

    code: str
    name: str
    level: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    former: tuple[
        tuple[date | None, str, str | None], ...
    ] = ()  # until when, name and parent it had, in order

    def parent_on(self, day: date | None) -> str | None:
        """What it lay in on a day (lies in, when None)."""
        then = (parent for until, _name, parent in self.former if day and until and day < until)
        return next(then, self.parent)

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever it is or was called."""
        return (self.name, *self.aliases, *(name for _until, name, _parent in self.former))


@dataclass(frozen=True)
class Found:
    """`code`, or the sentence why there is none."""

    code: str | None = None
    problem: str | None = None


class Register:
    """The areas known to a warehouse."""

    def __init__(self, areas: Iterable[Area]):
        self.areas = {area.code: area for area in areas}
        # Rows by the thousand hold names by the hundred.
        self.path, self.find, self.inside = cache(self._path), cache(self._find), cache(self._inside)
        self.ever = cache(self._ever)

    def _path(self, code: str, on: date | None = None) -> list[Area]:
        """The area and everything above it on a day (today when None), nearest first."""
        found: list[Area] = []
        step: str | None = code
        while step in self.areas and self.areas[step] not in found:
            found.append(self.areas[step])
            step = self.areas[step].parent_on(on)
            if step in self.areas and (heir := self._in_force(step, on or date.today()).code):
                step = heir
        return found

    def _ever(self, code: str) -> frozenset[str]:
        """The codes of the area and of whatever it has ever lain in, its parents' successors included."""
        found, waiting = set(), [code]
        while waiting:
            step = waiting.pop()
            if step in self.areas and step not in found:
                found.add(step)
                area = self.areas[step]
                parents = [area.parent, *(parent for _until, _name, parent in area.former)]
                for parent in filter(None, parents):
                    waiting += [parent, *(self.areas[parent].successors if parent in self.areas else ())]
        return frozenset(found)

    def above(self, code: str | None, level: str, on: date | None = None) -> str | None:
        """The code of the area of `level` that holds `code` (or is it) on a day (today when None)."""
        return next((area.code for area in self.path(code or "", on) if area.level == level), None)

    def has_ended(self, code: str, on: date) -> bool:
        """Whether a unit no longer stood on a day."""
        ended = self.areas[code].valid_to
        return ended is not None and ended <= on

    @cached_property
    def _under(self) -> dict[str, dict[str, list[Area]]]:
        """Areas by ancestor and level."""
        below: dict[str, dict[str, list[Area]]] = defaultdict(lambda: defaultdict(list))
        for area in self.areas.values():
            for ancestor in self.ever(area.code):
                below[ancestor][area.level].append(area)
        return below

    def below(self, code: str, level: str) -> list[Area]:
        """The areas of `level` that lie inside `code`, or ever did."""
        return self._under[code][level] if code in self._under else []

    @cached_property
    def counties(self) -> list[Area]:
        """Every county."""
        return [area for area in self.areas.values() if area.level == "county"]

    def by_code(self, text: str, level: str) -> str | None:
        """The area whose code is `text`, written with or without trailing zeros."""
        digits = squeeze(text)
        for code in (digits, re.sub(r"(000)+$", "", digits)):
            if code in self.areas and self.areas[code].level == level:
                return code
        return None

    @cached_property
    def _index(self) -> dict[tuple[str, str], tuple[dict[str, set[str]], dict[str, set[str]]]]:
        return {}

    def _names(self, scope: str, level: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Full names (and aliases) and suffix-less names of the areas of `level` in `scope`, with their codes."""
        if (scope, level) not in self._index:
            full: dict[str, set[str]] = defaultdict(set)
            short: dict[str, set[str]] = defaultdict(set)
            outer = [area.name for area in self.path(scope)]
            for area in self.below(scope, level):
                for name in map(squeeze, area.names):
                    full[name].add(area.code)
                    for above in map(squeeze, outer):  # 柘城县知行中学 is called 知行中学 at home
                        if name.startswith(above) and len(name) > len(above) + 2:
                            full[name[len(above) :]].add(area.code)
                for name in (area.name, *(name for _until, name, _parent in area.former)):
                    short[_bare(squeeze(name), level)].add(area.code)
            borne = set(full)
            for area in self.below(
                scope, level
            ):  # 两岔土家族苗族乡 is called 两岔乡 where no other bears that name
                plain = _PEOPLES_TOWNSHIP.sub("乡", squeeze(area.name))
                if level == "township" and plain not in borne and len(plain) > 2:
                    full[plain].add(area.code)
            self._index[scope, level] = (full, short)
        return self._index[scope, level]

    def knows(self, scope: str, level: str) -> bool:
        """Whether the register holds any area of `level` in `scope`."""
        return bool(self.below(scope, level))

    def _find(self, text: str, scope: str, level: str, on: date | None = None) -> Found:
        """The area of `level` inside `scope` that `text` names on a day; see the module for the rule."""
        return self._named(text, scope, level, on) or Found(problem=self._unknown(text, scope, level))

    def _named(self, text: str, scope: str, level: str, on: date | None) -> Found | None:
        """What `_find` finds, or None for a name nobody bears."""
        if code := self.by_code(text, level):
            inside = scope in self.ever(code)
            return self._on(code, on) if inside else Found(problem=self._outside(text, scope))
        full, short = self._names(scope, level)
        for name in self._spellings(text, scope):
            if name in full:
                return self._settle(text, full[name], scope, on)
        for name in self._spellings(text, scope):
            if _bare(name, level) == name and name in short:  # 壶镇 is short for 壶镇镇: 壶 is no name
                return self._settle(text, short[name], scope, on)
        return None

    def _inside(self, text: str, scope: str, level: str, on: date | None = None) -> Found:
        """The one area of `level` whose name occurs in a longer text; empty Found when none does."""
        found = self._named(text, scope, level, on) if self.knows(scope, level) else None
        if found and found.code:
            return found
        squeezed, hits = squeeze(text), {}
        for name, codes in self._names(scope, level)[0].items():
            if len(name) >= 2 and name in squeezed:
                hits[name] = codes
        longest = {
            name: codes for name, codes in hits.items() if not any(name != o and name in o for o in hits)
        }
        codes = set().union(*longest.values()) if longest else set()
        return self._settle(text, codes, scope, on) if codes else Found()

    def _spellings(self, text: str, scope: str) -> list[str]:
        """`text` as written, then with outer trimmings taken off one after the other."""
        name = squeeze(text)
        found = [name]
        trimmed = _PREFIX.sub("", name)
        for area in reversed(self.path(scope)):  # 江西省吉安市吉安县凤凰镇 → 凤凰镇
            for called in (squeeze(area.name), _bare(squeeze(area.name), "county")):
                if trimmed.startswith(called) and len(trimmed) > len(called) + 1:
                    found.append(trimmed := trimmed[len(called) :])
                    break
        found.append(trimmed)
        while (shorter := _SUFFIX.sub("", trimmed)) not in ("", trimmed):
            ending = trimmed[len(shorter) :]
            trimmed = shorter
            found.append(trimmed)
            if ending in _SAME_ENDING and not trimmed.endswith(_SAME_ENDING[ending]):
                found.append(trimmed + _SAME_ENDING[ending])
        for ending, same in _SAME_ENDING.items():
            if name.endswith(ending):
                bare = name.removesuffix(ending)
                found.append(bare if bare.endswith(same) else bare + same)
        return list(dict.fromkeys(found))

    def _settle(self, text: str, codes: set[str], scope: str, on: date | None) -> Found:
        if len(codes) == 1:
            return self._on(next(iter(codes)), on)
        standing = (self._in_force(code, on or date.today()) for code in sorted(codes))
        open_codes = {found.code for found in standing if found.code}
        if len(open_codes) == 1:
            return Found(open_codes.pop())
        if not open_codes:
            return self._on(min(codes), on)
        names = _("、").join(sorted(self._label(code) for code in open_codes if code))
        return Found(
            problem=_("{shape}: may be {candidates} in {scope}; write the full name").format(
                shape=shape(text), candidates=names, scope=self._label(scope)
            )
        )

    def _on(self, code: str, on: date | None) -> Found:
        """The area itself, or what stood for it on a day. Where no day is given each row has its own, and the dated tree
        (`area_path`) knows where it belongs."""
        return Found(code) if on is None else self._in_force(code, on)

    def _in_force(self, code: str, on: date) -> Found:
        """The area itself, or what it became when it had been dissolved by a day."""
        seen = []
        while self.has_ended(code, on):
            area = self.areas[code]
            seen.append(code)
            if (
                len(area.successors) != 1
                or area.successors[0] not in self.areas
                or area.successors[0] in seen
            ):
                return Found(problem=self._dissolved(area))
            code = area.successors[0]
        return Found(code)

    def _dissolved(self, area: Area) -> str:
        heirs = _("、").join(self._label(code) for code in area.successors)
        if heirs:
            return _("“{name}” was divided into {heirs} on {day}; write which of them").format(
                name=area.name, heirs=heirs, day=area.valid_to
            )
        return _("“{name}” was dissolved on {day}; write the unit it became part of").format(
            name=area.name, day=area.valid_to
        )

    def _label(self, code: str) -> str:
        area = self.areas.get(code)
        if area is None:
            return code
        parent = self.areas.get(area.parent or "")
        return f"{parent.name}{area.name}" if parent and area.level == "village" else area.name

    def _outside(self, text: str, scope: str) -> str:
        return _("{shape}: no code of {scope}").format(shape=shape(text), scope=self._label(scope))

    def _unknown(self, text: str, scope: str, level: str) -> str:
        from rapidfuzz import fuzz, process

        known = self._names(scope, level)[0]
        near = process.extract(squeeze(text), list(known), scorer=fuzz.ratio, limit=5, score_cutoff=40)
        sentence = _("{shape}: no {level} of {scope}").format(
            scope=self._label(scope), level=level_words(level), shape=shape(text)
        )
        if near:
            nearest = dict.fromkeys(self._label(code) for hit in near for code in sorted(known[hit[0]]))
            candidates = _("、").join(list(nearest)[:3])
            sentence += _(" (did you mean {candidates}?)").format(candidates=candidates)
        return sentence + _("; write the full name, or add an alias to the area register")


def level_words(level: str) -> str:
    """A level as people call it."""
    return {
        "province": _("province"),
        "prefecture": _("prefecture"),
        "county": _("county"),
        "township": _("township or subdistrict"),
        "village": _("village or community"),
        "school": _("school"),
        "enterprise": _("enterprise"),
    }.get(level, level)


def _bare(name: str, level: str) -> str:
    """`name` without the suffix of its level, when something of it is left."""
    bare = _OWN_SUFFIX[level].sub("", name) if level in _OWN_SUFFIX else name
    return bare if len(bare) >= 2 else name


def in_force(con: duckdb.DuckDBPyConnection | Snapshot) -> Register:
    """The area register in force."""
    rows = con.execute(
        "SELECT area_code, name, level, parent_code, aliases, valid_to, successor_code FROM main.area"
    ).fetchall()
    stretches: dict[str, list[tuple[date | None, str, str | None]]] = defaultdict(list)
    for code, since, name, parent in con.execute(
        "SELECT area_code, valid_from, name, parent_code FROM main.area_rows "
        "QUALIFY count(*) OVER (PARTITION BY area_code) > 1 ORDER BY valid_from NULLS FIRST, _batch, _line"
    ).fetchall():
        stretches[code].append((since, name, parent))
    former = {
        code: tuple(
            (begun, name, parent)
            for (_since, name, parent), (begun, _name, _parent) in pairwise(found)
            if begun is not None and begun <= date.today()
        )
        for code, found in stretches.items()
    }
    return Register(
        Area(code, name, level, parent, _split(aliases), valid_to, codes(heirs), former.get(code, ()))
        for code, name, level, parent, aliases, valid_to, heirs in rows
    )


def codes(text: str | None) -> tuple[str, ...]:
    """The codes of the units another went to, however they are parted."""
    return tuple(dict.fromkeys(re.findall(r"[0-9A-Za-z_-]+", text or "")))


def _split(aliases: str | None) -> tuple[str, ...]:
    for mark in ("，", ",", ";", "；", "/", " "):
        aliases = (aliases or "").replace(mark, "、")
    return tuple(alias for alias in (aliases or "").split("、") if alias)
