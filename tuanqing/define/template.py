"""Report templates: which chapters a report has, what each says, and in which shapes. Data, not code.

A template is one .toml in `data/reports/` (or in the `templates` folder of a warehouse, for a place's own). Its file
name is its name. Chapters hold parts; a part names indicators (or whole topics of `queries/`) and what to show of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tuanqing.define import toml
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import REPORTS, place
from tuanqing.define.language import _
from tuanqing.define.period import GRAINS, Period
from tuanqing.define.query import Indicator, Library

KINDS = ("month", "quarter", "year", "brief")
SHAPES = (
    "sentences",  # the figures in words
    "ranking",  # who leads, who lags, who is missing
    "table",  # indicators × this period, the one before, the year before, changes
    "areas",  # areas below × indicators
    "bars",  # a chart of the areas below, one per indicator
    "trend",  # a chart of the last periods, one per indicator
    "splits",  # the figures with their parts (其中)
    "targets",  # all targets in one sentence
    "gaps",  # targets missed here, with who is missing
    "findings",  # what the checks found
    "kept",  # what came of the targets missed in the period before, and of what was promised then
    "steps",  # what each missed target takes, by the planner
    "cures",  # what to do about what the checks found
    "owed",  # which data are still to be given
    "remarks",  # what secretaries wrote on the place and the areas below
)
COUNTERS = "counters"  # the file beside the templates that says 支, 家, 天 for counts and ratios
LOCAL = "templates"  # the folder of a warehouse that holds the templates of its place


@dataclass(frozen=True)
class Clip:
    """A table put in by hand from a page, as it stood there (加入报告)."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    version: str  # of the data it was read from


@dataclass(frozen=True)
class Part:
    """One section of a chapter."""

    title: str  # "" when its text stands directly under the chapter
    show: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()  # `columns` queries, as tables
    without: tuple[str, ...] = ()  # indicators of its topics that it leaves out
    text: tuple[str, ...] = ()  # paragraphs as they stand
    level: str = ""  # of the areas below; "" for the first below the place
    clips: tuple[Clip, ...] = ()  # never from a file

    def wanted(self, library: Library) -> list[Indicator]:
        """Its indicators, those named first, then those of its topics in their order."""
        named = [library.indicators[name] for name in self.indicators]
        left_out = {*self.indicators, *self.without}
        every = library.indicators.values()
        return named + [i for i in every if i.topic in self.topics and i.name not in left_out]


@dataclass(frozen=True)
class Chapter:
    """One chapter."""

    title: str
    parts: tuple[Part, ...]
    written: bool = False  # a person writes it; empty, the cover says so


@dataclass(frozen=True)
class Template:
    """A whole report; its text is kept so that a run can be repeated after the file has changed."""

    name: str
    title: str  # with {place}, {period} and {next}
    kind: str
    about: str
    order: int
    area: str  # a prefix of area codes this template is for; "" for all
    contents: bool
    annex: bool  # the table of all indicators
    signed: str  # who signs, with {place}
    chapters: tuple[Chapter, ...]
    counters: Mapping[str, str]  # count or ratio → 支, 家, 天
    text: str
    opening: bool = False  # three findings stand before the first chapter (导语)
    own: bool = False  # the warehouse's, not the house's

    def holds(self, period: Period) -> bool:
        """Whether it can be written for this period."""
        return self.kind in (period.grain, "brief")

    def fill(self, words: str, place: str, period: Period) -> str:
        """`words` with the place and the period in it."""
        return words.format(place=place, period=period.words, next=period.shift(1).words)

    def with_extra(self, names: Sequence[str], clips: Sequence[Clip], title: str) -> "Template":
        """The template with one more chapter of these indicators and tables (加入报告), before what is planned."""
        if not names and not clips:
            return self
        part = Part("", ("sentences", "ranking", "bars", "trend"), tuple(names), clips=tuple(clips))
        own = self.chapters
        end = len(own) - (own[-1].written and len(own) > 1)  # the plans stand last
        return replace(self, chapters=(*own[:end], Chapter(title, (part,)), *own[end:]))


def parse(text: str, name: str, where: str, counters: Mapping[str, str]) -> Template:
    """A template from its text. Raises Malformed naming file, key and cure."""
    table = toml.parse(text, where)
    toml.strict(
        table,
        where,
        needed={"title": str, "kind": str, "about": str, "chapter": list},
        allowed={"order": int, "area": str, "contents": bool, "annex": bool, "signed": str, "opening": bool},
    )
    _one_of(table["kind"], KINDS, "kind", where)
    chapters = tuple(_chapter(entry, f"{where} chapter {n}") for n, entry in enumerate(table["chapter"], 1))
    for words in (table["title"], table.get("signed", "")):
        try:
            words.format(place="", period="", next="")
        except (KeyError, IndexError, ValueError):
            raise Malformed(
                where, f"“{words}” has a field we do not fill.", "Use {place}, {period} or {next}."
            ) from None
    return Template(
        name,
        table["title"],
        table["kind"],
        table["about"],
        table.get("order", 100),
        table.get("area", ""),
        table.get("contents", False),
        table.get("annex", True),
        table.get("signed", ""),
        chapters,
        counters,
        text,
        opening=table.get("opening", False),
    )


def _chapter(entry: Mapping[str, Any], where: str) -> Chapter:
    toml.strict(entry, where, needed={"title": str}, allowed={"part": list, "written": bool})
    parts = tuple(_part(part, f"{where} part {n}") for n, part in enumerate(entry.get("part", []), 1))
    if not parts and not entry.get("written"):
        raise Malformed(where, "has neither a `part` nor `written = true`.", "Write one of them.")
    return Chapter(entry["title"], parts, entry.get("written", False))


def _part(entry: Mapping[str, Any], where: str) -> Part:
    names = {"indicators": list, "topics": list, "without": list, "lists": list, "text": list}
    toml.strict(entry, where, needed={}, allowed={"title": str, "show": list, "level": str, **names})
    for shape in entry.get("show", []):
        _one_of(shape, SHAPES, "show", where)
    given = {key: tuple(entry.get(key, ())) for key in names}
    return Part(entry.get("title", ""), tuple(entry.get("show", ())), level=entry.get("level", ""), **given)


def _one_of(word: Any, known: Iterable[str], key: str, where: str) -> None:
    if word not in known:
        raise Malformed(where, f"`{key}` is “{word}”.", f"Write one of {', '.join(known)}.")


def load_all(*more: Path) -> dict[str, Template]:
    """The templates by name, in their order; those of a folder in `more` replace the house's of the same name."""
    counters = toml.read(REPORTS / f"{COUNTERS}.toml")
    found: dict[str, Template] = {}
    for folder in (REPORTS, *more):
        for file in sorted(folder.glob("*.toml")):
            if file.stem != COUNTERS:
                parsed = parse(file.read_text("utf-8"), file.stem, place(file), counters)
                found[file.stem] = replace(parsed, own=folder != REPORTS)
    return dict(sorted(found.items(), key=lambda item: (KINDS.index(item[1].kind), item[1].order, item[0])))


def check(template: Template, library: Library) -> None:
    """Raises Malformed for an indicator, topic or list the template names and the library does not have."""
    topics = {query.topic for query in library.indicators.values()}
    for chapter in template.chapters:
        for part in chapter.parts:
            for names, known in (
                (part.indicators, set(library.indicators)),
                (part.without, set(library.indicators)),
                (part.topics, topics),
                (part.lists, set(library.listings)),
            ):
                for name in names:
                    if name not in known:
                        like = get_close_matches(name, known, 3, 0.4) or sorted(known)[:3]
                        raise Malformed(
                            f"{template.name}.toml “{chapter.title}”",
                            f"names {name}, which is not in queries/.",
                            f"Write a name that is, like {', '.join(like)}.",
                        )


def choose(templates: Mapping[str, Template], kind: str, area: str, name: str | None = None) -> Template:
    """The template of that name, else the one of the kind made for the area: of the longest prefix, then
    one's own before ours, then the lowest `order`."""
    if name is not None:
        if name not in templates:
            raise Refused(
                _("There is no template {name}. Known: {known}.").format(
                    name=name, known=", ".join(templates)
                )
            )
        return templates[name]
    fitting = [t for t in templates.values() if t.kind == kind and area.startswith(t.area)]
    if not fitting:
        raise Refused(
            _("There is no template of the kind {kind}. Put one into data/reports.").format(kind=kind)
        )
    return max(fitting, key=lambda t: (len(t.area), t.own, -t.order))


def period_for(kind: str, period: Period) -> Period:
    """The period a kind of report is of. Raises Refused when `period` is of another length."""
    if kind in GRAINS and period.grain != kind:
        shape = {"month": "2023-12", "quarter": "2023Q4", "year": "2023"}[kind]
        raise Refused(
            _("{period} is not what this report is of; write it like {shape}.").format(
                period=period, shape=shape
            )
        )
    return period
