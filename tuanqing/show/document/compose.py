"""A template filled in for a place and a period: the document, ready for any writer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.define.template import Chapter, Part
from tuanqing.show import look_words
from tuanqing.show.document import argument, pieces, sentences, shapes
from tuanqing.show.document.model import (
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    indicators_of,
    numbered,
    parted,
)  # fmt: skip
from tuanqing.show.document.office.filling import spoken
from tuanqing.show.document.report_data import COMPARES, ReportData

LONG = 45  # rows of a table the text bears: a longer one is annexed


def compose(desk: ReportData) -> Document:
    """The whole document."""
    template, place = desk.template, desk.place.name
    blocks: list[Block] = [Paragraph(runs) for runs in argument.opening(desk)] if template.opening else []
    unwritten: list[str] = []
    half: list[str] = []
    for number, chapter in enumerate(template.chapters, start=1):
        title = template.fill(chapter.title, place, desk.period)
        blocks.append(Heading(1, numbered(1, number), title))
        body = list(_chapter(desk, chapter))
        if not body and not chapter.written:
            body = list(_nothing(desk, chapter))
        if not body:
            body = [Paragraph((_("(To be written.)"),))]
            unwritten.append(title)
        elif chapter.written and not list(shapes.remarks(desk, desk.place.code, title)):
            half.append(title)
        blocks += body
    known = [i for i in desk.library.indicators.values() if desk.rows[i.name].value is not None]
    shown = {name for block in blocks for name in indicators_of(block)}
    said = shapes.about(desk, [i for i in known if template.annex or i.name in shown])
    if unwritten:
        said.append(_("Chapters still to be written: {names}.").format(names=_("、").join(unwritten)))
    if half:
        said.append(_("Chapters that hold what the data say and no more: {names}.").format(names=_("、").join(half)))  # fmt: skip
    look = desk.snapshot.look
    annex = pieces.annex(desk, known) if known else None
    more: list[Table] = []
    if template.kind != "brief":
        annex, more = _annexed(blocks, annex, is_printed=template.annex)
        blocks = list(_referred(blocks, more))
    return Document(
        "".join(
            (
                template.fill(template.title, place, desk.period),
                *(f"（{name}）" for name in look_words.names(look)),
            )
        ),
        place,
        desk.period.words,
        desk.version,
        tuple(said),
        tuple(blocks),
        internal=None if template.kind == "brief" else shapes.internal(desk),
        annex=annex,
        annexes=tuple(more),
        prints_annex=template.annex,
        contents=template.contents,
        brief=template.kind == "brief",
        signed=template.fill(template.signed, place, desk.period),
        day=desk.day,
        notes={i.name: pieces.note(i) for i in known},
    )


def _annexed(
    blocks: Sequence[Block], annex: Table | None, *, is_printed: bool
) -> tuple[Table | None, list[Table]]:
    """The table of all indicators, and the tables of the text that are too long for it: 附件, or 附件1, 附件2."""
    long = [block for block in blocks if isinstance(block, Table) and len(block.rows) > LONG]
    first = bool(annex and is_printed)
    many = len(long) + first > 1

    def named(table: Table, n: int) -> Table:
        return replace(table, label=_("Annex") + (str(n) if many else ""))

    return annex and named(annex, 1), [named(table, n) for n, table in enumerate(long, 1 + first)]


def _referred(blocks: Sequence[Block], annexes: Sequence[Table]) -> Iterator[Block]:
    """The blocks with their tables and charts numbered, each referred to by the paragraph before it in its section; where
    there is none, by a line of its own. Tables that are annexed are referred to and left out."""
    apart = {table.title: table.label for table in annexes}
    found: list[Block] = []
    counts = Counter[str]()
    last: int | None = None
    for block in blocks:
        if isinstance(block, Heading):
            last = None
        elif isinstance(block, Paragraph):
            last = len(found)
        else:
            kind = _("Table {n}") if isinstance(block, Table) else _("Figure {n}")
            if is_apart := isinstance(block, Table) and len(block.rows) > LONG:
                block = replace(block, label=apart[block.title])
            else:
                counts[kind] += 1
                block = replace(block, label=kind.format(n=counts[kind]))
            if last is None:
                last = len(found)
                found.append(Paragraph((block.title,)))
            leading = found[last]
            assert isinstance(leading, Paragraph)
            found[last] = replace(leading, refers=(*leading.refers, block.label))
            if is_apart:
                continue
        found.append(block)
    yield from found


def _chapter(desk: ReportData, chapter: Chapter) -> Iterator[Block]:
    title = desk.template.fill(chapter.title, desk.place.name, desk.period)
    for remark in shapes.remarks(desk, desk.place.code, title):
        yield from remark
    number = 0
    for part in chapter.parts:
        body = list(_part(desk, part))
        if not body:
            continue  # a place without this kind of data gets no empty heading
        if part.title:
            number += 1
            yield Heading(2, numbered(2, number), part.title)
        yield from body


def _part(desk: ReportData, part: Part) -> Iterator[Block]:
    """The blocks of a part, in the order its `show` asks for."""
    for text in part.text:
        yield Paragraph(spoken(desk, text, f"{desk.template.name}.toml “{part.title or text[:12]}”"))
    indicators = part.wanted(desk.library)
    known = [i for i in indicators if desk.rows[i.name].value is not None]
    named = [i for i in indicators if i in known or (i.name in part.indicators and i.name in desk.ever)]
    for shape in part.show:
        if shape == "sentences" and named:
            written = sentences.figures(desk.pen, named, desk.rows, desk.sums, desk.day, desk.templates)
            yield from (Paragraph(runs) for runs in written)
            for indicator in named:
                for remark in shapes.remarks(desk, desk.place.code, indicator.name):
                    yield from remark
        elif shape == "table" and known:
            yield pieces.table(desk, known)
        elif shape in COMPARES:
            yield from _below(desk, part, known, shape)
        elif shape == "trend":
            yield from (chart for i in known if (chart := pieces.trend(desk, i)))
        elif shape == "splits":
            yield from (Paragraph(runs) for runs in argument.splits(desk, known))
        else:
            yield from shapes.shaped(desk, shape)
    for name in part.lists:
        if table := pieces.listing(desk, desk.library.listings[name]):
            yield table
    yield from (pieces.clip(desk, clip) for clip in part.clips)


def _nothing(desk: ReportData, chapter: Chapter) -> Iterator[Block]:
    """Why a chapter has nothing to show."""
    wanted = {i.name: i for part in chapter.parts for i in part.wanted(desk.library)}
    yield from (
        Paragraph(runs) for runs in sentences.unknown(list(wanted.values()), desk.rows, desk.templates)
    )


def _below(desk: ReportData, part: Part, known: Sequence[Indicator], shape: str) -> Iterator[Block]:
    level = desk.level(part)
    if level is None or not known:
        return
    rows = desk.below(level)
    reached = [i for i in known if any(row.value is not None for row in rows[i.name])]
    if shape == "ranking":
        brief = desk.template.kind == "brief"
        for indicator in reached:
            some = rows[indicator.name]
            for runs in sentences.ranking(
                desk.pen, indicator, level, some, desk.place.code,
                short=brief, gaps_elsewhere=desk.names_gaps,
            ):  # fmt: skip
                yield Paragraph(runs)
        for runs in sentences.unranked(desk.pen, reached, level, rows, desk.place.code, short=brief):
            yield Paragraph(runs)
        for indicator in reached:
            for code in desk.levels[level]:
                for remark in shapes.remarks(desk, code, indicator.name):
                    yield from remark
    elif shape == "areas":
        tables = parted(reached, pieces.COLUMNS)
        for number, some in enumerate(tables, start=1):
            yield pieces.areas(desk, level, some, rows, number if len(tables) > 1 else 0)
    else:
        yield from (chart for i in reached if (chart := pieces.bars(desk, level, i, rows[i.name])))
