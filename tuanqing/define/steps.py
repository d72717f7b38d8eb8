"""Step lists of pipelines as data: one TOML file in `data/rules/pipelines/` per list.

A family of lists (`pipeline`) belongs to one funnel: the national list, and beside it whatever a province, a county
or a later year does otherwise. A local list is one more file and no code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tuanqing.define import toml
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import RULES, place
from tuanqing.define.language import _, language

PIPELINES = RULES / "pipelines"
READINGS = ("published", "our reading")
EXITS = ("transferred", "failed")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = {"zh": str, "en": str}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a pipeline. Days are counted from `counted_from`, else from the last dated step before."""

    code: str
    titles: Mapping[str, str]  # by language
    stage: str  # a code of the list's `stages`, or ""
    words: tuple[str, ...] = ()  # other words exports use for it
    optional: bool = False
    notice: bool = False  # a public notice (公示)
    notice_working_days: int | None = None
    counted_from: str | None = None
    minimum_days: int | None = None
    maximum_days: int | None = None
    minimum_age: int | None = None
    evidence: tuple[str, ...] = ()  # what proves it
    link: str = ""  # the name of the link (环节) that leads to it
    points: tuple[str, ...] = ()  # the kinds of points it is decided by

    @property
    def title(self) -> str:
        """Its title in the language in force."""
        return self.titles[language()]


@dataclass(frozen=True, kw_only=True)
class StepList:
    """The steps of a pipeline in process order, with what is common to them."""

    name: str  # the file's
    pipeline: str  # the family: the funnel it belongs to
    titles: Mapping[str, str]
    about: str
    source: str
    reading: str  # one of READINGS: whether the names are in print
    ours: str  # what of it is our reading, in words
    area: str  # the area codes it applies to begin with this; "" is everywhere
    valid_from: date
    valid_to: date | None
    by_name: bool  # never chosen by itself: only whoever names it gets it
    within_days: int | None  # the overall window from the start, inclusive
    stalled_after_days: int  # patience where a step has no maximum
    exits: Mapping[str, tuple[str, ...]]  # EXITS → the step codes that mean it
    stages: Mapping[str, Mapping[str, str]]  # stage code → words by language
    musts: tuple[str, ...]  # what must be so in every case (必须)
    items: Mapping[str, Mapping[str, str]]  # the items of the points booklet (积分册), like stages
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """Its title in the language in force."""
        return self.titles[language()]

    @property
    def required(self) -> tuple[int, ...]:
        """The positions (from 1) of the steps that may not be missing."""
        return tuple(n for n, step in enumerate(self.steps, 1) if not step.optional)

    def before(self, position: int) -> int:
        """The required step before a position, which its rate is measured against; the first one's is itself."""
        return max((n for n in self.required if n < position), default=position)


def load(file: Path) -> StepList:
    """The list in `file`; its name is the file's. Raises Malformed naming file, key and cure."""
    where, table = place(file), toml.read(file)
    toml.strict(
        table,
        where,
        needed={"pipeline": str, "title": dict, "about": str, "source": str, "reading": str, **_NEEDED},
        allowed={"ours": str, "area": str, "valid_from": date, "valid_to": date, "by_name": bool, **_ALLOWED},
    )
    if table["reading"] not in READINGS:
        raise Malformed(where, f"`reading` is “{table['reading']}”.", f"Write one of {', '.join(READINGS)}.")
    if table["reading"] == "our reading" and "ours" not in table:
        raise Malformed(where, "lacks `ours`.", "Say in words what of it is not in print.")
    return _list(file.stem, table, where)


_NEEDED = {"stalled_after_days": int, "steps": list}
_ALLOWED = {"within_days": int, "exits": dict, "stages": dict, "musts": list, "items": dict}
INLINE = {"steps": list, "stalled_after_days": int, **_ALLOWED}  # what a query's front matter may bear itself


def inline(front: Mapping[str, Any], name: str, titles: Mapping[str, str], where: str) -> StepList:
    """The list a funnel's own front matter bears (the keys of INLINE in it). Raises Malformed."""
    table = {key: value for key, value in front.items() if key in INLINE}
    toml.strict(table, where, needed=_NEEDED, allowed=_ALLOWED)
    own = {"pipeline": name, "title": titles, "about": "", "source": "", "reading": "published"}
    return _list(name, {**own, **table}, where)


_FLAGS = ("optional", "notice")
_DAYS = ("notice_working_days", "minimum_days", "maximum_days", "minimum_age")
_LIST = ("list", "pipeline", "title", "area", "valid_from", "valid_to", "by_name", "within_days", "stalled_after_days",
         "transferred", "failed", "musts", "items")  # fmt: skip
_STEP = ("list", "code", "title", "words", "stage", *_FLAGS, *_DAYS, "counted_from", "link")


def of_rows(
    lists: Iterable[Mapping[str, str | None]], steps: Sequence[Mapping[str, str | None]]
) -> dict[str, StepList]:
    """Step lists told as rows of texts, one row per list and one per step (columns _LIST and _STEP, those that are not
    there or blank as if the key were not written; several words split by 、). Raises Malformed."""
    found = {}
    for row in lists:
        name, own = str(row.get("list")), _given(row, "rules.step_list", _LIST)
        mine = [_given(step, "rules.step", _STEP) for step in steps if step.get("list") == name]
        stages = {step["stage"]: _both(step["stage"]) for step in mine if "stage" in step}
        table = {
            "about": "",
            "source": "",
            "reading": "published",
            "stalled_after_days": "1",
            "title": name,
        } | own
        table["title"] = _both(table["title"])
        table["stages"] = stages
        table["steps"] = [{"title": step["code"]} | step for step in mine]
        for step in table["steps"]:
            step["title"] = _both(step["title"])
            step |= {key: step[key].split("、") for key in ("words",) if key in step}
            step |= {key: int(step[key]) for key in _DAYS if key in step}
            step |= {key: step[key] == "true" for key in _FLAGS if key in step}
            step.pop("list")
        table |= {key: int(table[key]) for key in ("within_days", "stalled_after_days") if key in table}
        table |= {key: date.fromisoformat(table[key]) for key in ("valid_from", "valid_to") if key in table}
        table["by_name"] = table.get("by_name") == "true"
        table["exits"] = {kind: table[kind].split("、") for kind in EXITS if kind in table}
        table["musts"] = table["musts"].split("、") if "musts" in table else []
        table["items"] = (
            {code: _both(code) for code in table["items"].split("、")} if "items" in table else {}
        )
        found[name] = _list(name, table, f"rules.step_list {name}")
    return found


def _given(row: Mapping[str, str | None], where: str, known: Sequence[str]) -> dict[str, Any]:
    if strange := [name for name in row if name not in known]:
        raise Malformed(where, f"has no column {strange[0]}.", f"Known: {', '.join(known)}.")
    return {name: value for name, value in row.items() if value is not None}


def _both(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def _list(name: str, table: Mapping[str, Any], where: str) -> StepList:
    toml.strict(table["title"], f"{where} title", needed=_WORDS, allowed={})
    for part in ("stages", "items"):
        for code, words in table.get(part, {}).items():
            toml.strict(words, f"{where} [{part}] {code}", needed=_WORDS, allowed={})
    exits = table.get("exits", {})
    toml.strict(exits, f"{where} exits", needed={}, allowed=dict.fromkeys(EXITS, list))
    for key in ("within_days", "stalled_after_days"):
        if table.get(key, 1) < 1:
            raise Malformed(where, f"`{key}` is {table[key]}.", "Write a number of days from 1 up.")
    steps = tuple(_step(entry, number, where) for number, entry in enumerate(table["steps"], 1))
    found = StepList(
        name=name,
        pipeline=table["pipeline"],
        titles=table["title"],
        about=table["about"],
        source=table["source"],
        reading=table["reading"],
        ours=table.get("ours", ""),
        area=table.get("area", ""),
        valid_from=table.get("valid_from", date.min),
        valid_to=table.get("valid_to"),
        by_name=table.get("by_name", False),
        within_days=table.get("within_days"),
        stalled_after_days=table["stalled_after_days"],
        exits={kind: tuple(exits.get(kind, ())) for kind in EXITS},
        stages=table.get("stages", {}),
        musts=tuple(table.get("musts", ())),
        items=table.get("items", {}),
        steps=steps,
    )
    _hold_together(found, where)
    return found


def _step(entry: Any, number: int, where: str) -> Step:
    where = f"{where} [[steps]] {number}"
    if not isinstance(entry, dict):
        raise Malformed(where, "is not a table.", "Begin each step with [[steps]].")
    whole = dict.fromkeys(("notice_working_days", "minimum_days", "maximum_days", "minimum_age"), int)
    lists = dict.fromkeys(("words", "evidence", "points"), list)
    flags = {"optional": bool, "notice": bool, "stage": str, "counted_from": str, "link": str}
    toml.strict(entry, where, needed={"code": str, "title": dict}, allowed={**whole, **lists, **flags})
    toml.strict(entry["title"], f"{where} title", needed=_WORDS, allowed={})
    if not _CODE.fullmatch(entry["code"]):
        raise Malformed(where, f"`code` is “{entry['code']}”.", "Write small letters, digits and _.")
    for key in whole:
        if entry.get(key, 0) < 0:
            raise Malformed(where, f"`{key}` is negative.", "Write a number from 0 up.")
    given: dict[str, Any] = {"stage": "", **entry, "titles": entry["title"]}
    given |= {key: tuple(given[key]) for key in lists if key in given}
    del given["title"]
    return Step(**given)


def _hold_together(found: StepList, where: str) -> None:
    """What no single step can tell: the first is required, every word names one thing, references exist."""
    if found.steps[0].optional:
        raise Malformed(
            where, "begins with an optional step.", "The first step starts the count: require it."
        )
    named: dict[str, str] = {}
    words_of = [(step.code, (step.code, *step.words)) for step in found.steps]
    for meaning, words in [*words_of, *found.exits.items()]:
        for word in words:
            if named.setdefault(word, meaning) != meaning:
                raise Malformed(where, f"“{word}” names {named[word]} and {meaning}.", "Let it name one.")
    seen: set[str] = set()
    for step in found.steps:
        if step.code in seen:
            raise Malformed(where, f"has the step `{step.code}` twice.", "Give each a code of its own.")
        if step.counted_from is not None and step.counted_from not in seen:
            raise Malformed(
                where,
                f"`{step.code}` is counted from `{step.counted_from}`.",
                "Name a step that stands before it.",
            )
        if step.stage and step.stage not in found.stages:
            raise Malformed(where, f"`{step.code}` is of stage `{step.stage}`.", "Add it under [stages].")
        if step.minimum_days is not None and (step.maximum_days or step.minimum_days) < step.minimum_days:
            raise Malformed(
                where, f"`{step.code}` ends before it begins.", "Let maximum_days be the greater."
            )
        seen.add(step.code)


def load_all(folder: Path = PIPELINES) -> dict[str, StepList]:
    """Every list of `folder` by name. Raises Malformed where two claim the same family, area and day."""
    found = {each.name: each for each in map(load, sorted(folder.glob("*.toml")))}
    chosen = [each for each in found.values() if not each.by_name]
    for one in chosen:
        for other in chosen:
            if one.name < other.name and (one.pipeline, one.area) == (other.pipeline, other.area):
                first, second = sorted((one, other), key=lambda each: each.valid_from)
                if first.valid_to is None or first.valid_to >= second.valid_from:
                    raise Malformed(
                        place(folder / f"{other.name}.toml"),
                        f"holds for the same area and time as {one.name}.",
                        "Part them by `area`, `valid_from` and `valid_to`, or write `by_name = true`.",
                    )
    return found


def choose(
    lists: Iterable[StepList],
    pipeline: str,
    *,
    area: str | None = None,
    on: date | None = None,
    name: str | None = None,
) -> StepList:
    """The list of a family for an area and a day: the one named, else the longest area prefix in force.

    Without a day the newest counts. Raises Refused when there is none.
    """
    family = {each.name: each for each in lists if each.pipeline == pipeline}
    if name is not None:
        if name not in family:
            raise Refused(
                _("There is no step list {name} here. Known: {known}.").format(
                    name=name, known=", ".join(family)
                )
            )
        return family[name]
    day = on or date.max
    fitting = [
        each
        for each in family.values()
        if not each.by_name
        and (area or "").startswith(each.area)
        and each.valid_from <= day
        and (each.valid_to is None or on is None or on <= each.valid_to)
    ]
    if not fitting:
        raise Refused(
            _("No step list of {pipeline} is in force on {day}. Add one, or name one of: {known}.").format(
                pipeline=pipeline, day=on or "-", known=", ".join(family) or "-"
            )
        )
    return max(fitting, key=lambda each: (len(each.area), each.valid_from))
