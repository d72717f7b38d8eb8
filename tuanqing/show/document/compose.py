"""A template filled in for a place and a period: the document, ready for any writer."""

from collections.abc import Iterator, Sequence

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.define.template import Chapter, Part
from tuanqing.measure import findings, places
from tuanqing.measure.figure import JUDGED
from tuanqing.show import look_words
from tuanqing.show.document import argument, pieces, sentences
from tuanqing.show.document.cover import cover
from tuanqing.show.document.model import Block, Document, Heading, Paragraph, indicators_of, numbered, parted
from tuanqing.show.document.report_data import COMPARES, ReportData

_ARGUED = {
    "kept": argument.kept,
    "steps": argument.steps,
    "cures": argument.cures,
    "owed": argument.owed,
}


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
        elif chapter.written and not list(_remarks(desk, desk.place.code, title)):
            half.append(title)
        blocks += body
    known = [i for i in desk.library.indicators.values() if desk.rows[i.name].value is not None]
    shown = {name for block in blocks for name in indicators_of(block)}
    bounds = [i for i in known if desk.rows[i.name].lower_bound and (template.annex or i.name in shown)]
    titles = {name: contract.title for name, contract in desk.contracts.items()}
    about = cover(desk.account, desk.as_of, desk.period, desk.version, titles, bounds)
    told = [i for i in known if template.annex or i.name in shown]
    about += [*pieces.verified(desk, told), *pieces.corrected(desk, told), *pieces.overwritten(desk, told)]
    look = desk.snapshot.look
    about[1:1] = look_words.sentences(look)
    if unwritten:
        about.append(_("Chapters still to be written: {names}.").format(names=_("、").join(unwritten)))
    if half:
        about.append(_("Chapters that hold what the data say and no more: {names}.").format(names=_("、").join(half)))  # fmt: skip
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
        tuple(about),
        tuple(blocks),
        annex=pieces.annex(desk, known) if known else None,
        prints_annex=template.annex,
        contents=template.contents,
        brief=template.kind == "brief",
        signed=template.fill(template.signed, place, desk.period),
        day=desk.day,
        notes={i.name: pieces.note(i) for i in known},
    )


def _chapter(desk: ReportData, chapter: Chapter) -> Iterator[Block]:
    title = desk.template.fill(chapter.title, desk.place.name, desk.period)
    for remark in _remarks(desk, desk.place.code, title):
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
        yield Paragraph((desk.template.fill(text, desk.place.name, desk.period),))
    indicators = part.wanted(desk.library)
    known = [i for i in indicators if desk.rows[i.name].value is not None]
    named = [i for i in indicators if i in known or (i.name in part.indicators and i.name in desk.ever)]
    for shape in part.show:
        if shape == "sentences" and named:
            written = sentences.figures(desk.pen, named, desk.rows, desk.sums, desk.day, desk.templates)
            yield from (Paragraph(runs) for runs in written)
            for indicator in named:
                for remark in _remarks(desk, desk.place.code, indicator.name):
                    yield from remark
        elif shape == "table" and known:
            yield pieces.table(desk, known)
        elif shape in COMPARES:
            yield from _below(desk, part, known, shape)
        elif shape == "trend":
            yield from (chart for i in known if (chart := pieces.trend(desk, i)))
        elif shape == "targets":
            yield from _targets(desk, naming=True)
        elif shape == "gaps":
            yield from _gaps(desk)
        elif shape == "findings":
            yield from _findings(desk)
        elif shape in _ARGUED:
            yield from (Paragraph(runs) for runs in _ARGUED[shape](desk))
            yield from _promised(desk) if shape == "kept" else ()
        elif shape == "splits":
            yield from (Paragraph(runs) for runs in argument.splits(desk, known))
        elif shape == "remarks":
            for code, *_rest in places.everything_below(desk.snapshot, desk.place.code):
                for remark in _remarks(desk, code, ""):
                    yield from remark
    for name in part.lists:
        if table := pieces.listing(desk, desk.library.listings[name]):
            yield table
    yield from (pieces.clip(desk, clip) for clip in part.clips)


def _promised(desk: ReportData) -> Iterator[Block]:
    """What was written of the plans a period ago, in the words of then."""
    before = desk.period.shift(-1)
    for chapter in desk.template.chapters:
        title = desk.template.fill(chapter.title, desk.place.name, before)
        said = [
            r.text
            for r in desk.remarks
            if (r.area, r.period, r.subject) == (desk.place.code, str(before), title)
        ]
        if chapter.written and said:
            yield Paragraph((_("Promised in {period}:").format(period=before.words),))
            lines = (line.strip() for text in said for line in text.splitlines())
            yield from (Paragraph((line,)) for line in lines if line)


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
                for remark in _remarks(desk, code, indicator.name):
                    yield from remark
    elif shape == "areas":
        tables = parted(reached, pieces.COLUMNS)
        for number, some in enumerate(tables, start=1):
            yield pieces.areas(desk, level, some, rows, number if len(tables) > 1 else 0)
    else:
        yield from (chart for i in reached if (chart := pieces.bars(desk, level, i, rows[i.name])))


def _remarks(desk: ReportData, area: str, subject: str) -> Iterator[tuple[Block, ...]]:
    for remark in desk.remarks:
        if (remark.area, remark.period, remark.subject) != (area, str(desk.period), subject):
            continue
        name = (
            ""
            if area == desk.place.code
            else _("{title}: {found}").format(title=places.place(desk.snapshot, area).name, found="")
        )
        paragraphs = [line.strip() for line in remark.text.splitlines() if line.strip()]
        yield tuple(Paragraph((name + line if n == 0 else line,)) for n, line in enumerate(paragraphs))


def _targets(desk: ReportData, naming: bool) -> Iterator[Block]:
    """All targets in a sentence; where none can be judged, which files are to be filled."""
    if not desk.aimed:
        return
    if naming or not desk.template.opening:  # the opening has said it
        yield Paragraph(sentences.targets(desk.pen, desk.aimed, desk.rows, desk.place.code, naming=naming))
    if not any(desk.rows[i.name].status in JUDGED for i in desk.aimed):
        silent = [i for i in desk.aimed if desk.rows[i.name].absence == "unreported"]
        yield from (Paragraph(runs) for runs in sentences.unknown(silent, desk.rows, desk.templates))


def _gaps(desk: ReportData) -> Iterator[Block]:
    """How the targets stand here, then every one that is missed, with the areas below that miss it."""
    yield from _targets(desk, naming=False)
    level = next(iter(desk.levels), None)
    rows = desk.below(level) if level else {}
    for indicator in desk.missed:
        below = rows.get(indicator.name, [])
        yield Paragraph(sentences.missed(desk.pen, indicator, desk.rows[indicator.name], level, below))


def _findings(desk: ReportData) -> Iterator[Block]:
    """What the checks found at the end of the period; and which of them can say nothing, so that silence is no all-clear."""
    checks = desk.library.checks
    found = desk.checked
    end = findings.last_end(desk.snapshot, desk.place.code, desk.period)
    if found and end:
        yield Paragraph((_("At the end of {month} the checks found:").format(month=end.words),))
    for line in found:
        yield Paragraph(sentences.finding(desk.pen, line, checks[line.name].title, desk.place.code))
    bear = [said for line in found for said in pieces.bearing(desk, checks[line.name])]
    yield from (Paragraph((_("{sentence}.").format(sentence=said),)) for said in dict.fromkeys(bear))
    silent = [check for name, check in checks.items() if name not in {line.name for line in found}]
    blind = [check for check in silent if not desk.is_reported(check)]
    for runs in sentences.unchecked(desk.pen, blind, len(silent) - len(blind), desk.place.code):
        yield Paragraph(runs)
