"""A document before it is a file: headings, paragraphs, tables and charts whose numbers know where they come from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from tuanqing.define.language import _

WHOLE, LONG = 16, 120  # rows of a table that stays on one page, and signs of its longest cell


@dataclass(frozen=True)
class Source:
    """What a number is: a part of one indicator in one area and period, at one published version."""

    indicator: str
    area: str
    period: str
    part: str  # of a figure: value, previous_value, year_change, share …; or met, found … for counts of areas and units
    version: str


@dataclass(frozen=True)
class Figure:
    """A number as it is printed, and where it comes from."""

    text: str
    source: Source
    value: Any = None  # for a spreadsheet or a chart: the number itself, in the unit it is printed in
    places: int = 0  # decimals it is printed with
    status: str = ""  # met, near, missed: tints its cell

    @property
    def broken(self) -> str:
        """Its text for a narrow cell: what stands in brackets beside the number on a line of its own."""
        return self.text.replace(" (", "\n(")


Run = str | Figure
Runs = tuple[Run, ...]


def fill(sentence: str, **fields: "Run | Runs") -> Runs:
    """`sentence` with its {fields} replaced by runs: the numbers keep where they come from."""
    found: list[Run] = []
    for text, name, _spec, _conversion in Formatter().parse(sentence):
        given = fields[name] if name else ()
        for run in (text, *(given if isinstance(given, tuple) else (given,))):
            if isinstance(run, str) and found and isinstance(found[-1], str):
                found[-1] += run
            elif run != "":
                found.append(run)
    return tuple(found)


def joined(parts: Iterable["Runs"], between: str) -> Runs:
    """Runs one after the other with a text between them."""
    found: Runs = ()
    for part in parts:
        found = fill("{found}{between}{part}", found=found, between=between, part=part) if found else part
    return found


def sides(name: str, date: str) -> tuple[int, int]:
    """How many signs of two bytes who signs, and the date below, stand from the right edge (GB/T 9704-2012, 7.3.5.2).

    The name stands two from it and the date begins two after the name does; where the date would then come nearer than two,
    it has the two, and the name gives way.
    """
    after = max(len(name) - len(date), 2)
    return max(2, len(date) + after + 2 - len(name)), after


def captioned(label: str, title: str) -> str:
    """A title with its number before it."""
    return f"{label}　{title}" if label else title


def text_of(runs: Sequence[Run]) -> str:
    """The plain text of runs."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)


@dataclass(frozen=True)
class Heading:
    """一、 (level 1), （一） (2) or 1. (3)."""

    level: int
    number: str
    text: str

    @property
    def line(self) -> str:
        """Number and words."""
        return f"{self.number}{self.text}"


@dataclass(frozen=True)
class Paragraph:
    """Body text, and the numbers of the tables and charts it leads to."""

    runs: Runs
    refers: tuple[str, ...] = ()  # 表1, 图2

    @property
    def leads(self) -> bool:
        """Whether it does no more than lead to a table or chart."""
        return bool(self.refers) and not text_of(self.runs).endswith(("。", ".", "："))

    @property
    def line(self) -> str:
        """Its words as they are printed: with （见表1） before the full stop."""
        text = text_of(self.runs)
        if not self.refers:
            return text
        seen = _("see {what}").format(what=_("、").join(self.refers))
        return _("{found}.").format(found=_("{name} ({figure})").format(name=text.rstrip("。."), figure=seen))


@dataclass(frozen=True)
class Table:
    """A table: title above, notes below; units stand in the heads or in a column of their own."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    notes: tuple[str, ...] = ()
    listing: str = ""  # the list its rows are of, when they are no figures
    wide: bool = False  # printed on a page turned sideways
    by_hand: bool = False  # put in from a page (加入报告)
    label: str = ""  # 表1, 附件2
    widths: tuple[int, ...] = ()  # shares of the width by column; the first wider by default

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page."""
        return len(self.rows) <= WHOLE and all(len(text_of((c,))) <= LONG for row in self.rows for c in row)

    @property
    def caption(self) -> str:
        """What stands above it: 表1　主要指标."""
        return captioned(self.label, self.title)

    @property
    def shares(self) -> tuple[int, ...]:
        """The share of the width each column gets."""
        return self.widths or (3, *([2] * (len(self.head) - 1)))


@dataclass(frozen=True)
class Chart:
    """One series over areas (bars) or periods (line); None where nothing was reported."""

    title: str
    kind: str  # bars | line
    name: str  # of the series, with its unit
    categories: tuple[str, ...]
    points: tuple[Figure | None, ...]
    note: str = ""
    label: str = ""  # 图1

    @property
    def caption(self) -> str:
        """What stands above it: 图1　各乡镇活动场次."""
        return captioned(self.label, self.title)

    @property
    def places(self) -> int:
        """Decimals of its labels."""
        return max((point.places for point in self.points if point), default=0)


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Document:
    """A whole report."""

    title: str  # may be of several lines
    place: str
    period: str
    version: str
    cover: tuple[str, ...]  # what the data are and what is missing: on the cover, not hidden
    blocks: tuple[Block, ...]
    annex: Table | None  # every indicator; the spreadsheet always has it
    prints_annex: bool  # the others have it too
    contents: bool
    brief: bool  # one page: the notes on the data are small
    signed: str
    day: date  # of the data; files bear it, for nothing in them may depend on when they were made
    notes: Mapping[str, str]  # indicator → title, source and definition in a line
    annexes: tuple[Table, ...] = ()  # further ones: tables too long for the text
    internal: Table | None = None  # whom the findings name, and the version: not for those the paper goes to

    @property
    def name(self) -> str:
        """The title on one line."""
        return "".join(self.title.splitlines())

    @property
    def annexed(self) -> tuple[Table, ...]:
        """The annexes a page document has."""
        return (*((self.annex,) if self.annex and self.prints_annex else ()), *self.annexes)

    @property
    def printed(self) -> tuple[Block, ...]:
        """The blocks a page document has."""
        return (*self.blocks, *self.annexed)

    def figures(self) -> Iterator[Figure]:
        """Every number with its source, in reading order."""
        for block in (*self.blocks, *((self.annex,) if self.annex else ()), *self.annexes):
            yield from figures_of(block)


def figures_of(block: Block) -> Iterator[Figure]:
    """The numbers of a block."""
    if isinstance(block, Paragraph):
        yield from (run for run in block.runs if isinstance(run, Figure))
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row if isinstance(cell, Figure))
    elif isinstance(block, Chart):
        yield from (point for point in block.points if point)


def indicators_of(block: Block) -> list[str]:
    """The indicators a block shows, each once."""
    return list(dict.fromkeys(figure.source.indicator for figure in figures_of(block)))


def parted(items: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Items in as few parts of at most `most` as will do, all about as long."""
    parts = -(-len(items) // most)
    size = -(-len(items) // parts) if parts else 1
    return [items[start : start + size] for start in range(0, len(items), size)]


_DIGITS = "零一二三四五六七八九十"


def chinese(n: int) -> str:
    """1 to 99 in Chinese: 一, 十二, 三十."""
    tens, ones = divmod(n, 10)
    if n <= 10:
        return _DIGITS[n]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def numbered(level: int, n: int) -> str:
    """The number of a heading of a level: 一、（一）1.（1）."""
    return {1: f"{chinese(n)}、", 2: f"（{chinese(n)}）", 3: f"{n}.", 4: f"（{n}）"}[level]


def annex_line(annex: Table) -> str:
    """An annex as the contents name it: 附件：主要指标表, 附件2：各乡镇主要指标."""
    return _("{title}: {found}").format(title=annex.label, found=annex.title)


def annex_lines(document: Document) -> list[str]:
    """What is annexed, as it stands below the text: 附件：主要指标表; of several 附件：1.…, the others below (GB/T 9704, 7.3.4)."""
    titles = [annex.title for annex in document.annexed]
    if len(titles) > 1:
        titles = [f"{n}.{title}" for n, title in enumerate(titles, 1)]
    first = [_("Annex: {title}").format(title=title) for title in titles[:1]]
    return [*first, *("\u3000" * 3 + title for title in titles[1:])]
