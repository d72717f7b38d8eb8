"""What stands on the slides of a report: claims and charts, few enough to be shown; what is longer is said in the notes.

A slide has the first clauses of each sentence of a section, word for word. Nothing is lost: whatever is cut or left out stands
in full in the speaker's notes of its slide; tables are in the Word and Excel files, but for those put in by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tuanqing.define.language import _
from tuanqing.show.document.model import Chart, Document, Heading, Paragraph, Table, indicators_of, text_of

MOST = 14  # slides of a report
FULL, HALF = (
    (46, 14),
    (23, 15),
)  # signs of a line and lines of a slide of text alone, and of one beside a chart
CLAIM = 92  # signs of one claim
GAP = 0.4  # of a line, between two claims


@dataclass(frozen=True)
class Section:
    """What stands under one heading."""

    chapter: str
    parts: tuple[tuple[str, tuple[Paragraph, ...]], ...]  # (the part's heading or "", its paragraphs)
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()  # put in by hand

    @property
    def title(self) -> str:
        """Of its slide: a part's own where it is the only one."""
        if len(self.parts) == 1 and self.parts[0][0]:
            return _("{chapter} {part}").format(chapter=self.chapter, part=self.parts[0][0])
        return self.chapter

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [paragraph for _head, some in self.parts for paragraph in some]


@dataclass(frozen=True)
class Slide:
    """One slide: lines of text (whether it is a heading of its own, the text), charts beside or instead of them, a table."""

    title: str
    lines: tuple[tuple[bool, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()  # in full what the slide has cut or left out
    indicators: tuple[str, ...] = ()


def plan(document: Document) -> list[Slide]:
    """The slides after the cover."""
    sections = list(_sections(document))
    while _count(sections) + 1 > MOST and (n := _next(sections)) is not None:
        one, other = sections[n], sections[n + 1]
        sections[n : n + 2] = [replace(one, parts=one.parts + other.parts)]
    return [slide for section in sections for slide in _slides(section)]


def _sections(document: Document) -> Iterator[Section]:
    """What stands under each heading that has anything to be shown; a chapter nobody has written has not."""
    empty = _("(To be written.)")
    own = Section(_("On the whole"), (("", ()),))
    for block in (*document.blocks, None):
        if block is None or isinstance(block, Heading):
            if own.paragraphs or own.charts or own.tables:
                yield own
            if block is not None:
                chapter, part = (block.line, "") if block.level == 1 else (own.chapter, block.line)
                own = Section(chapter, ((part, ()),))
        elif isinstance(block, Paragraph):
            if text_of(block.runs) != empty and not block.leads:
                head, some = own.parts[0]
                own = replace(own, parts=((head, (*some, block)),))
        elif isinstance(block, Chart):
            own = replace(own, charts=(*own.charts, block))
        elif block.by_hand:
            own = replace(own, tables=(*own.tables, block))


def _count(sections: Sequence[Section]) -> int:
    return sum(len(list(_slides(section))) for section in sections)


def _next(sections: Sequence[Section]) -> int | None:
    """Which section to put on one slide with the next: two of one chapter without charts, the shortest together."""
    pairs = [
        (sum(map(_long, (one, other))), n)
        for n, (one, other) in enumerate(pairwise(sections))
        if one.chapter == other.chapter and not (one.charts or other.charts or one.tables or other.tables)
    ]
    return min(pairs)[1] if pairs else None


def _long(section: Section) -> float:
    return sum(_lines(claim(text_of(p.runs)), FULL[0]) for p in section.paragraphs)


def _slides(section: Section) -> Iterator[Slide]:
    """The slides of a section: its claims, beside its first chart; its other charts in pairs; a table by itself."""
    title, charts = section.title, section.charts
    if section.paragraphs:
        lines, left = _claims(section, HALF if charts else FULL)
        names = [name for paragraph in section.paragraphs for name in indicators_of(paragraph)]
        yield Slide(title, tuple(lines), charts[:1], notes=tuple(left), indicators=tuple(names))
        charts = charts[1:]
    for n in range(0, len(charts), 2):
        some = charts[n : n + 2]
        heading = some[0].title if len(some) == 1 else title
        names = [name for chart in some for name in indicators_of(chart)]
        yield Slide(heading, charts=some, indicators=tuple(names))
    for table in section.tables:
        yield Slide(table.title, table=table)


def _claims(section: Section, room: tuple[int, int]) -> tuple[list[tuple[bool, str]], list[str]]:
    """The lines of a slide, and in full the paragraphs that are cut or not on it. Each part has its share of the room."""
    signs, lines = room
    heads = sum(bool(head) for head, _some in section.parts) if len(section.parts) > 1 else 0
    whole = [text_of(paragraph.runs) for paragraph in section.paragraphs]
    if sum(_lines(text, signs) + GAP for text in whole) + heads * (1 + GAP) <= lines:
        every = ((head, [text_of(paragraph.runs) for paragraph in some]) for head, some in section.parts)
        return [
            line
            for head, some in every
            for line in (*([(True, head)] if heads and head else []), *((False, t) for t in some))
        ], []
    share = (lines - heads * (1 + GAP)) / len(section.parts)
    found: list[tuple[bool, str]] = []
    notes: list[str] = []
    spare = 0.0
    for head, paragraphs in section.parts:
        if heads and head:
            found.append((True, head))
        left, texts = share + spare, [text_of(paragraph.runs) for paragraph in paragraphs]
        for n, text in enumerate(texts):
            said = claim(text)
            more = 1 + GAP if n + 1 < len(texts) else 0.0  # the line that says how many are left out
            if _lines(said, signs) + GAP + more > left and (n or len(section.parts) > 1):
                found.append(
                    (False, _("{n} more in the notes and in the Word report").format(n=len(texts) - n))
                )
                left -= 1 + GAP
                notes += texts[n:]
                break
            found.append((False, said))
            left -= _lines(said, signs) + GAP
            if said != text:
                notes.append(text)
        spare = max(left, 0.0)
    return found, notes


def claim(text: str) -> str:
    """The first clauses of a sentence, as many as make a claim; … where there are more."""
    if len(text) <= CLAIM:
        return text
    clauses = text.replace("；", "；\n").split("\n")
    said = clauses[0]
    for clause in clauses[1:]:
        if len(said) + len(clause) > CLAIM:
            break
        said += clause
    return text if said == text else said.rstrip("；") + "……"


def _lines(text: str, signs: int) -> int:
    return -(-len(text) // signs)
