"""What we measure: plain SQL files with a TOML comment on top and a worked example beside each.

The keys of the comment tell the kind: `pipeline` or `steps` makes a funnel, `severity` a check, `columns` a list,
anything else an indicator. A file with an unknown key, a missing one, no owner or no worked example is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from tuanqing.define import steps as steps_of
from tuanqing.define import toml
from tuanqing.define.errors import Malformed
from tuanqing.define.example import Example
from tuanqing.define.example import parse as parse_example
from tuanqing.define.house import PAGES, QUERIES, place
from tuanqing.define.language import language
from tuanqing.define.period import GRAINS, Period
from tuanqing.define.steps import StepList

UNITS = ("percent", "count", "person", "person_time", "session", "hour", "yuan", "ratio")
OVER_TIME = ("last", "sum", "distinct")
BETTER = ("higher", "lower", "neither")
ATTRIBUTIONS = ("first", "last")
PARTS = ("numerator", "denominator")
DOUBTFUL = "doubtful"  # the column of a check with `doubts` that lists the rows behind a finding
_REACHES = re.compile(r"(\d{1,4}) days?")
_FRONT = re.compile(r"\s*/\*(?P<front>.*?)\*/(?P<sql>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Query:
    """What every kind has: its name (the file's), words, owner, SQL and worked example."""

    name: str
    topic: str  # the folder it lies in
    titles: Mapping[str, str]  # by language
    why: str
    source: str
    owner: str
    reviewed: date
    order: int
    caveat: str
    sql: str
    text: str  # the file itself, for the dictionary
    example: Example
    pages: Mapping[
        str, int
    ]  # page → its place there; by default the page called like its folder, in its order

    @property
    def title(self) -> str:
        """Its title in the language in force."""
        return self.titles[language()]


@dataclass(frozen=True, kw_only=True)
class Indicator(Query):
    """A number per area and period: numerator, or numerator ÷ denominator × factor."""

    numerator: str
    denominator: str | None  # None: the value is the numerator
    unit: str
    better: str
    over_time: Mapping[str, str]  # numerator and denominator → last | sum | distinct
    targets: tuple[tuple[date, float | None, str], ...]
    # (in force from, value or None where there is none from then on, the grain it is for or ""), oldest first
    by: Mapping[str, str]  # column the SQL also gives → its title; broken down one at a time
    members: Mapping[str, str]  # words for values of those columns that no contract gives a word for
    factor: int
    may_exceed: bool = (
        False  # a percentage whose numerator is no part of its denominator: over 100 is no fault
    )
    compose: tuple[str, str] | None = (
        None  # the indicators it puts one over the other; it has no SQL of its own
    )
    optional: tuple[
        str, ...
    ] = ()  # "dataset.column": read where it is there, and no figure is lacking without it
    called: tuple[str, ...] = ()  # what else the blank forms of superiors call it
    reaches: int | None = (
        None  # days after its own until which a row acts on the figure; None: nobody has said
    )
    suppress: bool = False  # it counts people who could be told: a few of others are not shown

    @property
    def is_rate(self) -> bool:
        """Whether it has a denominator."""
        return self.denominator is not None

    def target(self, period: Period) -> float | None:
        """The target in force at the end of a period, if any. A yearly target says nothing about a month."""
        return next(
            (
                value
                for start, value, grain in reversed(self.targets)
                if start <= period.last and grain in ("", period.grain)
            ),
            None,
        )


@dataclass(frozen=True, kw_only=True)
class Funnel(Query):
    """Events `area_code, person, step, on_date` on the way through a pipeline."""

    pipeline: str  # the family of step lists it is counted by
    own_steps: StepList | None  # instead: the list of its own front matter
    attribution: str  # whether a person counts where the first or the last event was
    by: Mapping[str, str]  # column the SQL also gives → its title; broken down one at a time
    suppress: bool = False  # it counts people who could be told: a few of others are not shown

    def step_lists(self, lists: Mapping[str, StepList]) -> list[StepList]:
        """The lists it may be counted by."""
        return (
            [self.own_steps] if self.own_steps else [e for e in lists.values() if e.pipeline == self.pipeline]
        )


@dataclass(frozen=True, kw_only=True)
class Check(Query):
    """Rows that look wrong or overdue: `area_code, unit, detail`."""

    severity: str  # error | warn
    cure: str
    doubts: str = (
        ""  # the dataset whose rows its findings cast doubt on; "": work is owed, no number is false
    )


@dataclass(frozen=True, kw_only=True)
class Listing(Query):
    """Rows for a page or an annex that are not a number."""

    columns: Mapping[str, str]  # column → its title
    members: Mapping[str, str] = field(
        default_factory=dict
    )  # words for codes that no contract gives a word for


ALWAYS = {"caveat": str, "pages": dict}
COMMON = {"title": dict, "why": str, "source": str, "owner": str, "reviewed": date, "order": int}
KINDS: dict[type[Query], tuple[dict[str, Any], dict[str, Any]]] = {
    Indicator: (
        {"numerator": str, "unit": str, "better": str},
        {
            "over_time": (str, dict),
            "compose": dict,
            "denominator": str,
            "target": (int, float, list),
            "by": dict,
            "members": dict,
            "factor": int,
            "may_exceed": bool,
            "optional": list,
            "called": list,
            "reaches": str,
            "suppress": bool,
        },
    ),
    Funnel: ({"attribution": str}, {"pipeline": str, "by": dict, "suppress": bool, **steps_of.INLINE}),
    Check: ({"severity": str, "cure": str}, {"doubts": str}),
    Listing: ({"columns": dict}, {"members": dict}),
}


def load(file: Path) -> Query:
    """The query in `file`, of the kind its front matter tells. Raises Malformed naming file, key and cure."""
    where, text = place(file), file.read_text("utf-8")
    parts = _FRONT.fullmatch(text)
    if not parts:
        raise Malformed(where, "has no front matter.", "Begin the file with /* TOML */.")
    front, sql = toml.parse(parts["front"], where), parts["sql"].strip().rstrip(";")
    kind = _kind(front)
    needed, allowed = KINDS[kind]
    toml.strict(front, where, needed={**COMMON, **needed}, allowed={**ALWAYS, **allowed})
    toml.strict(front["title"], f"{where} title", needed={"zh": str, "en": str}, allowed={})
    beside = file.with_suffix(".txt")
    if not beside.exists():
        raise Malformed(where, "has no worked example.", f"Write {place(beside)}: words, tables, => rows.")
    common: dict[str, Any] = {
        "name": file.stem,
        "topic": file.parent.name,
        "titles": front.pop("title"),
        "caveat": front.pop("caveat", ""),
        "sql": sql,
        "text": text,
        "pages": _pages(front, file, kind, where),
        "example": parse_example(beside.read_text("utf-8"), place(beside)),
    }
    if kind is Indicator:
        return _indicator(front, common, where)
    if kind is Funnel:
        return _funnel(front, common, where)
    if kind is Check:
        _hold_check(front, common, where)
    return kind(**common, **front)


def _hold_check(front: Mapping[str, Any], common: Mapping[str, Any], where: str) -> None:
    if front["severity"] not in ("error", "warn"):
        raise Malformed(where, f"`severity` is “{front['severity']}”.", "Write error or warn.")
    if "doubts" in front and DOUBTFUL not in common["example"].expected.columns:
        raise Malformed(
            f"{where.removesuffix('.sql')}.txt",
            f"does not show {DOUBTFUL}.",
            f"Let the rows after `=>` have {DOUBTFUL}: the lines of the dataset's table that each finding doubts.",
        )


def _pages(front: dict[str, Any], file: Path, kind: type[Query], where: str) -> dict[str, int]:
    """The pages it stands on. Raises Malformed for a page there is not."""
    told = front.pop("pages", None)
    if told is None:
        return {file.parent.name: front["order"]} if kind is Indicator else {}
    toml.strict(told, f"{where} pages", needed={}, allowed=dict.fromkeys(told, int))
    known = _pages_there()
    if strange := [page for page in told if page not in known]:
        raise Malformed(
            f"{where} pages", f"names {strange[0]}, which is no page.", f"Pages: {', '.join(sorted(known))}."
        )
    return told


@cache
def _pages_there() -> frozenset[str]:
    """The pages of this house: looked for once, not once for each query."""
    return frozenset(page.stem for page in PAGES.rglob("*.py"))


def _kind(front: Mapping[str, Any]) -> type[Query]:
    if "pipeline" in front or "steps" in front:
        return Funnel
    return Check if "severity" in front else Listing if "columns" in front else Indicator


def _funnel(front: dict[str, Any], common: dict[str, Any], where: str) -> Funnel:
    if ("pipeline" in front) == ("steps" in front):
        raise Malformed(
            where, "has both `pipeline` and `steps`.", "Name a family of step lists, or write one."
        )
    if front["attribution"] not in ATTRIBUTIONS:
        raise Malformed(
            where,
            f"`attribution` is “{front['attribution']}”.",
            f"Write one of {', '.join(ATTRIBUTIONS)}.",
        )
    own = steps_of.inline(front, common["name"], common["titles"], where) if "steps" in front else None
    given = {key: value for key, value in front.items() if key not in steps_of.INLINE}
    return Funnel(
        **common,
        **{"pipeline": common["name"], "by": {}, **given},
        own_steps=own,
    )


def _indicator(front: dict[str, Any], common: dict[str, Any], where: str) -> Indicator:
    over_time, compose = _made(front, common, where)
    words = [("unit", front["unit"], UNITS), ("better", front["better"], BETTER)]
    words += [("over_time", word, OVER_TIME) for word in over_time.values()]
    for key, word, allowed in words:
        if word not in allowed:
            raise Malformed(where, f"`{key}` is “{word}”.", f"Write one of {', '.join(allowed)}.")
    if front["unit"] in ("percent", "ratio") and "denominator" not in front:
        raise Malformed(where, "lacks `denominator`.", "Say in words what the rate is divided by.")
    targets = _targets(front.pop("target", []), f"{where} target")
    return Indicator(
        **common,
        denominator=front.pop("denominator", None),
        by=front.pop("by", {}),
        members=front.pop("members", {}),
        compose=compose,
        optional=tuple(front.pop("optional", ())),
        called=tuple(front.pop("called", ())),
        reaches=_reaches(front.pop("reaches", None), over_time, where),
        factor=front.pop("factor", 100 if front["unit"] == "percent" else 1),
        over_time=over_time,
        targets=targets,
        **front,
    )


def _reaches(told: str | None, over_time: Mapping[str, str], where: str) -> int | None:
    """The days of `reaches`. Raises Malformed for what is no number of days, or for what a list in force gives."""
    if told is None:
        return None
    if not (found := _REACHES.fullmatch(told)):
        raise Malformed(where, f"`reaches` is “{told}”.", 'Write a number of days: "0 days", "90 days".')
    if "last" in over_time.values() or not over_time:
        raise Malformed(
            where,
            "has `reaches` without adding up events.",
            "Take it out: a list holds until the next, and a composed indicator goes by its two.",
        )
    return int(found[1])


def _targets(given: Any, where: str) -> tuple[tuple[date, float | None, str], ...]:
    """A target, or its dated rows, oldest first. A row holds until the next one of its grain: there is no gap between
    them, and `value = "none"` ends one. Raises Malformed where two are of one day."""
    rows: list[Any] = given if isinstance(given, list) else [{"from": date.min, "value": given}]
    found: list[tuple[date, float | None, str]] = []
    for n, entry in enumerate(rows, 1):
        here = f"{where} {n}"
        toml.strict(entry, here, needed={"from": date, "value": (int, float, str)}, allowed={"per": str})
        value, grain, start = entry["value"], entry.get("per", ""), entry["from"]
        if isinstance(value, str) and value != "none":
            raise Malformed(here, f"`value` is “{value}”.", 'Write a number, or "none" where a target ends.')
        if grain and grain not in GRAINS:
            raise Malformed(here, f"`per` is “{grain}”.", f"Write one of {', '.join(GRAINS)}.")
        for earlier, (begins, _value, other) in enumerate(found, 1):
            if begins == start and (grain == other or not grain or not other):
                raise Malformed(
                    here,
                    f"is in force from {start}, and so is row {earlier}.",
                    "Write the day from which the later one holds.",
                )
        found.append((start, None if isinstance(value, str) else float(value), grain))
    return tuple(sorted(found, key=lambda row: row[0]))


def _made(
    front: dict[str, Any], common: Mapping[str, Any], where: str
) -> tuple[dict[str, str], tuple[str, str] | None]:
    """How an indicator is added up over time, and the two it is composed of: of the latter two keys it has one."""
    if "compose" not in front:
        if "over_time" not in front:
            raise Malformed(where, "lacks `over_time`.", "Write `over_time = …`.")
        if not common["sql"]:
            raise Malformed(where, "has no SQL.", "Write a SELECT below the front matter, or `compose`.")
        over_time = front.pop("over_time")
        if isinstance(over_time, str):
            over_time = {"numerator": over_time, "denominator": over_time}
        toml.strict(over_time, f"{where} over_time", needed={"numerator": str}, allowed={"denominator": str})
        return over_time, None
    compose = front.pop("compose")
    toml.strict(compose, f"{where} compose", needed=dict.fromkeys(PARTS, str), allowed={})
    if "over_time" in front:
        raise Malformed(
            where, "has `compose` and `over_time`.", "Take out `over_time`: the two it names say it."
        )
    if "denominator" not in front:
        raise Malformed(where, "lacks `denominator`.", "Say in words what the rate is divided by.")
    if common["sql"]:
        raise Malformed(where, "has `compose` and SQL.", "Take out one of them.")
    shown = [*PARTS, "value"]
    if missing := [name for name in shown if name not in common["example"].expected.columns]:
        raise Malformed(
            f"{where.removesuffix('.sql')}.txt",
            f"does not show {', '.join(missing)}.",
            f"Let the rows after `=>` have {', '.join(shown)}, and a row of input that counts in one of the two alone.",
        )
    return {}, (compose["numerator"], compose["denominator"])


def _composed(indicator: Indicator, known: Mapping[str, Query], where: str) -> Indicator:
    """A composed indicator with the rules and the rows of its two parts. Raises Malformed for parts that are none."""
    rules, selects = {}, []
    for key, name in zip(PARTS, indicator.compose or (), strict=True):
        own = f"{where} compose"
        part = known.get(name)
        if name == indicator.name or (isinstance(part, Indicator) and indicator.name in (part.compose or ())):
            raise Malformed(own, f"`{key}` names {name}, which is made from it.", "Name two counts.")
        if not isinstance(part, Indicator):
            raise Malformed(
                own, f"`{key}` names {name}, which is no indicator.", "`tuanqing indicators` lists them."
            )
        if part.is_rate:
            raise Malformed(own, f"`{key}` names {name}, which is a rate.", "Name the count it is made from.")
        if strange := [column for column in indicator.by if column not in part.by]:
            raise Malformed(
                f"{where} by",
                f"names {strange[0]}, by which {name} is not broken down.",
                "Take it out, or add it there.",
            )
        rules[key] = part.over_time["numerator"]
        given = {key: "numerator", **{other: "NULL" for other in PARTS if other != key}}
        columns = [f"{given[each]} AS {each}" for each in PARTS] + [f'"{name}"' for name in indicator.by]
        selects.append(f"SELECT area_code, period, unit, {', '.join(columns)} FROM indicator.{name}")
    return replace(indicator, over_time=rules, sql="\nUNION ALL\n".join(selects))


Kind = TypeVar("Kind", bound=Query)


@dataclass(frozen=True)
class Library:
    """Every query of a folder, and the shared views they stand on."""

    base: tuple[tuple[str, str], ...]  # (file, SQL), in file-name order
    queries: Mapping[str, Query]

    @cached_property
    def shared(self) -> tuple[tuple[str, str], ...]:
        """(name, SQL) of the shared tables, in the order they are made: 10_area_path.sql makes area_path."""
        return tuple((re.sub(r"^\d+_", "", Path(file).stem), sql) for file, sql in self.base)

    def on(self, page: str, kind: type[Kind]) -> list[Kind]:
        """The queries of a kind that stand on a page, in the order they ask for there."""
        found = [query for query in self.queries.values() if isinstance(query, kind) and page in query.pages]
        return sorted(found, key=lambda query: query.pages[page])

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by name, in the order they ask to be shown."""
        return {name: query for name, query in self.queries.items() if isinstance(query, Indicator)}

    @cached_property
    def funnels(self) -> dict[str, Funnel]:
        """The funnels by name."""
        return {name: query for name, query in self.queries.items() if isinstance(query, Funnel)}

    @cached_property
    def checks(self) -> dict[str, Check]:
        """The checks by name."""
        return {name: query for name, query in self.queries.items() if isinstance(query, Check)}

    @cached_property
    def listings(self) -> dict[str, Listing]:
        """The lists by name."""
        return {name: query for name, query in self.queries.items() if isinstance(query, Listing)}


def load_all(folder: Path = QUERIES) -> Library:
    """Everything below `folder`. Raises Malformed for the first file that breaks its format."""
    base = tuple((place(file), file.read_text("utf-8")) for file in sorted((folder / "_base").glob("*.sql")))
    found: dict[str, Query] = {}
    for file in sorted(folder.glob("*/*.sql")):
        if file.parent.name == "_base":
            continue
        query = load(file)
        if query.name in found:
            raise Malformed(place(file), "has the name of another query.", "Give it a name of its own.")
        found[query.name] = query
    for name, query in found.items():
        if isinstance(query, Indicator) and query.compose:
            found[name] = _composed(query, found, f"queries/{query.topic}/{name}.sql")
    return Library(base, dict(sorted(found.items(), key=lambda item: (item[1].order, item[0]))))
