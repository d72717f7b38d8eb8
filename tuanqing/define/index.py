"""A composite index as data: one TOML file in `data/rules/indices/` per index.

It says which indicators make it up, what each weighs, where nought and full marks lie, how they are put together and
which star a score earns. Another place's index, or next year's, is one more file and no code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from tuanqing.define import toml
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import RULES, place
from tuanqing.define.language import _, language
from tuanqing.define.query import Indicator

INDICES = RULES / "indices"
LEVELS = ("county", "township", "school")
NORMALISE = ("goalposts", "minmax", "z", "rank")
AGGREGATE = ("arithmetic", "geometric")
DIRECTIONS = ("higher", "lower")
_NUMBER = (int, float)
_WORDS = {"zh": str, "en": str}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One indicator of an index."""

    indicator: Indicator
    weight: float  # of 100
    direction: str  # higher or lower earns more
    floor: float | None  # the value of no marks, or of full marks where lower is better; goalposts only
    cap: float | None  # the value of full marks, or of none where lower is better
    yearly: bool  # floor and cap are of a whole year: a month has a twelfth of them


@dataclass(frozen=True, kw_only=True)
class Band:
    """A star and the score it begins with."""

    stars: int
    floor: float  # inclusive, on the score as it is, not rounded
    titles: Mapping[str, str]
    quota: float | None  # the most areas that may have it, in per cent
    lagging: bool  # whoever is in it goes on the lagging list (后进)

    @property
    def title(self) -> str:
        """Its name in the language in force."""
        return self.titles[language()]


@dataclass(frozen=True, kw_only=True)
class Veto:
    """One thing that no score makes up for (一票否决): an indicator below or above a value."""

    indicator: Indicator
    below: float | None
    above: float | None
    at_most: int  # stars left
    say: str


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index: its parts, how they become one score of 0 to 100, and what the score earns."""

    name: str  # the file's
    titles: Mapping[str, str]
    about: str
    source: str
    reading: str  # what of it is in print and what is our own reading, in words
    area: str  # the codes of the areas it applies to begin with this; "" is everywhere
    valid_from: date
    valid_to: date | None
    level: str
    normalise: str
    aggregate: str
    least_weight: float  # an area whose known parts weigh less than this has no score
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]  # the best first
    vetoes: tuple[Veto, ...]
    text: str  # the file itself

    @property
    def title(self) -> str:
        """Its title in the language in force."""
        return self.titles[language()]

    @property
    def key(self) -> str:
        """What tells it apart in a cache: the whole definition."""
        return self.text

    def holds(self, area: str, on: date) -> bool:
        """Whether it applies to an area on a day."""
        return (
            area.startswith(self.area)
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


def load(file: Path, indicators: Mapping[str, Indicator]) -> Index:
    """The index in `file`, of these indicators; its name is the file's. Raises Malformed naming file, key and cure."""
    where, table = place(file), toml.read(file)
    toml.strict(
        table,
        where,
        needed={"title": dict, "about": str, "source": str, "reading": str, "level": str, "method": dict, **_LISTS},
        allowed={"area": str, "valid_from": date, "valid_to": date, "veto": list},
    )  # fmt: skip
    toml.strict(table["title"], f"{where} title", needed=_WORDS, allowed={})
    method = table["method"]
    toml.strict(
        method, f"{where} [method]", needed={"normalise": str, "aggregate": str}, allowed={"least_weight": _NUMBER}
    )  # fmt: skip
    for key, word, known in (
        ("level", table["level"], LEVELS),
        ("normalise", method["normalise"], NORMALISE),
        ("aggregate", method["aggregate"], AGGREGATE),
    ):
        if word not in known:
            raise Malformed(where, f"`{key}` is “{word}”.", f"Write one of {', '.join(known)}.")
    parts = tuple(
        _part(entry, f"{where} [[parts]] {n}", method["normalise"], indicators)
        for n, entry in enumerate(table["parts"], 1)
    )
    _add_up(parts, where)
    bands = _bands(table["bands"], where)
    known_stars = {band.stars for band in bands}
    return Index(
        name=file.stem,
        titles=table["title"],
        about=table["about"],
        source=table["source"],
        reading=table["reading"],
        area=table.get("area", ""),
        valid_from=table.get("valid_from", date.min),
        valid_to=table.get("valid_to"),
        level=table["level"],
        normalise=method["normalise"],
        aggregate=method["aggregate"],
        least_weight=method.get("least_weight", 0),
        parts=parts,
        bands=bands,
        vetoes=tuple(
            _veto(entry, f"{where} [[veto]] {n}", known_stars, indicators)
            for n, entry in enumerate(table.get("veto", ()), 1)
        ),
        text=file.read_text("utf-8"),
    )


_LISTS = {"parts": list, "bands": list}


def _part(entry: Any, where: str, normalise: str, indicators: Mapping[str, Indicator]) -> Part:
    toml.strict(
        entry,
        where,
        needed={"indicator": str, "weight": _NUMBER},
        allowed={"direction": str, "floor": _NUMBER, "cap": _NUMBER, "yearly": bool},
    )
    indicator = _known(entry["indicator"], where, indicators)
    direction = entry.get("direction", indicator.better)
    if direction not in DIRECTIONS:
        raise Malformed(
            where, f"does not say which way {indicator.name} is better.", 'Write `direction = "higher"` or "lower".'
        )  # fmt: skip
    if entry["weight"] <= 0:
        raise Malformed(
            where, f"`weight` is {entry['weight']}.", "Write a number above 0, or leave the part out."
        )
    given = "floor" in entry, "cap" in entry
    if normalise == "goalposts" and given != (True, True):
        raise Malformed(where, "lacks `floor` or `cap`.", "Goalposts need both: no marks and full marks.")
    if normalise != "goalposts" and any((*given, "yearly" in entry)):
        raise Malformed(
            where, f"has goalposts, but the method is {normalise}.", "Take out floor, cap and yearly."
        )
    if all(given) and entry["floor"] >= entry["cap"]:
        raise Malformed(
            where, "`floor` is not below `cap`.", "Write the lower value as floor; `direction` turns them."
        )
    return Part(
        indicator=indicator,
        weight=entry["weight"],
        direction=direction,
        floor=entry.get("floor"),
        cap=entry.get("cap"),
        yearly=entry.get("yearly", False),
    )


def _known(name: str, where: str, indicators: Mapping[str, Indicator]) -> Indicator:
    if name not in indicators:
        raise Malformed(where, f"names no indicator: {name}.", "`tuanqing indicators` lists them.")
    return indicators[name]


def _add_up(parts: tuple[Part, ...], where: str) -> None:
    names = [part.indicator.name for part in parts]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise Malformed(where, f"has {double} twice.", "Weigh each indicator once.")
    total = sum(part.weight for part in parts)
    if abs(total - 100) > 1e-9:
        raise Malformed(where, f"weighs {total:g} in all.", "Let the weights add up to 100.")


def _bands(entries: list[Any], where: str) -> tuple[Band, ...]:
    found = []
    for n, entry in enumerate(entries, 1):
        own = f"{where} [[bands]] {n}"
        toml.strict(
            entry,
            own,
            needed={"stars": int, "from": _NUMBER, "title": dict},
            allowed={"quota": _NUMBER, "lagging": bool},
        )
        toml.strict(entry["title"], f"{own} title", needed=_WORDS, allowed={})
        found.append(
            Band(
                stars=entry["stars"],
                floor=entry["from"],
                titles=entry["title"],
                quota=entry.get("quota"),
                lagging=entry.get("lagging", False),
            )
        )
    ordered = sorted(found, key=lambda band: -band.floor)
    if any(one.stars <= other.stars or one.floor == other.floor for one, other in pairwise(ordered)):
        raise Malformed(where, "has bands out of order.", "More stars need a higher score, and each its own.")
    if ordered[-1].floor != 0:
        raise Malformed(where, f"has no band below {ordered[-1].floor:g}.", "Let the lowest band begin at 0.")
    return tuple(ordered)


def _veto(entry: Any, where: str, stars: set[int], indicators: Mapping[str, Indicator]) -> Veto:
    toml.strict(
        entry,
        where,
        needed={"indicator": str, "say": str},
        allowed={"below": _NUMBER, "above": _NUMBER, "at_most": int},
    )
    if ("below" in entry) == ("above" in entry):
        raise Malformed(
            where, "needs `below` or `above`, not both.", "Write the value that must not be passed."
        )
    at_most = entry.get("at_most", min(stars))
    if at_most not in stars:
        raise Malformed(
            where, f"`at_most` is {at_most}.", f"Write one of {', '.join(map(str, sorted(stars)))}."
        )
    return Veto(
        indicator=_known(entry["indicator"], where, indicators),
        below=entry.get("below"),
        above=entry.get("above"),
        at_most=at_most,
        say=entry["say"],
    )


def load_all(indicators: Mapping[str, Indicator], folder: Path = INDICES) -> dict[str, Index]:
    """Every index of `folder`, by name."""
    return {index.name: index for index in (load(file, indicators) for file in sorted(folder.glob("*.toml")))}


def choose(indices: Mapping[str, Index], name: str | None, area: str, on: date) -> Index:
    """The index of that name; without one, the most local and newest that applies to the area on the day.

    Raises Refused where there is none, or the one named does not apply there.
    """
    fitting = applying(indices.values(), area, on)
    if name is None and fitting:
        return fitting[0]
    if name in {index.name for index in fitting}:
        return indices[str(name)]
    raise Refused(
        _("There is no index {name} for {area} on {day}. Those that apply: {known}.").format(
            name=name or "-", area=area, day=on, known=", ".join(index.name for index in fitting) or "-"
        )
    )


def applying(indices: Iterable[Index], area: str, on: date) -> list[Index]:
    """Those that apply to the area on the day, the most local and newest first."""
    return sorted(
        (index for index in indices if index.holds(area, on)),
        key=lambda index: (len(index.area), index.valid_from),
        reverse=True,
    )
