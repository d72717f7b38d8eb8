"""The shapes of a report that speak of no indicators of one's choice: targets, gaps, findings, what is argued, remarks, the cover."""

from collections.abc import Iterator, Sequence

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import findings, places
from tuanqing.measure.figure import JUDGED
from tuanqing.measure.findings import Due
from tuanqing.show import look_words, words
from tuanqing.show.document import argument, pieces, sentences
from tuanqing.show.document.cover import cover
from tuanqing.show.document.figures import DASH
from tuanqing.show.document.model import Block, Paragraph, Run, Table, parted
from tuanqing.show.document.report_data import ReportData

UNITS = 40  # named in a row of the internal annex: more would not fit a page
_ARGUED = {
    "opening": argument.opening,
    "kept": argument.kept,
    "steps": argument.steps,
    "cures": argument.cures,
    "owed": argument.owed,
}


def about(desk: ReportData, told: Sequence[Indicator]) -> list[str]:
    """What is to be known of the data behind these indicators, a sentence each: the cover."""
    titles = {name: contract.title for name, contract in desk.contracts.items()}
    bounds = [i for i in told if desk.rows[i.name].lower_bound]
    said = cover(desk.account, desk.as_of, desk.period, titles, bounds)
    said += [*pieces.verified(desk, told), *pieces.corrected(desk, told), *pieces.overwritten(desk, told)]
    said[1:1] = look_words.sentences(desk.snapshot.look)
    return said


def shaped(desk: ReportData, shape: str) -> Iterator[Block]:
    """The blocks of a shape that speaks of no indicators of one's choice; nothing for any other."""
    if shape == "targets":
        yield from _targets(desk, naming=True)
    elif shape == "gaps":
        yield from _gaps(desk)
    elif shape == "findings":
        yield from _findings(desk)
    elif shape in _ARGUED:
        yield from (Paragraph(runs) for runs in _ARGUED[shape](desk))
        yield from _promised(desk) if shape == "kept" else ()
    elif shape == "remarks":
        for code, *_rest in places.everything_below(desk.snapshot, desk.place.code):
            for remark in remarks(desk, code, ""):
                yield from remark


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


def remarks(desk: ReportData, area: str, subject: str) -> Iterator[tuple[Block, ...]]:
    """What was written in the period on an area and a subject, a tuple of paragraphs for each remark."""
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


def _is_named(desk: ReportData, line: Due) -> bool:
    """Whether a finding's units are named in the paper: schools are not, they are in the internal annex."""
    schools = set(desk.levels.get("school", ()))
    return not any(code in schools for code, _name in line.areas)


def internal(desk: ReportData) -> Table | None:
    """Whom the findings name, unit by unit, and the version of the data: for the office, not for those the paper goes to."""
    rows: list[tuple[Run, ...]] = []
    standing = findings.by_check(findings.standing(desk.snapshot, desk.place.code, desk.period))
    for line in desk.checked:
        names = list(dict.fromkeys(str(row["area_name"]) for row in standing[line.name]))
        count = desk.pen.count(line.name, desk.place.code, "found", line.count)
        since = words.day(line.since) if line.since else DASH
        for n, some in enumerate(parted(names, UNITS)):
            first = (desk.library.checks[line.name].title, count, since) if n == 0 else ("", "", "")
            rows.append((*first, _("、").join(some)))
    if not rows:
        return None
    head = (_("Check"), _("Items"), _("Since"), _("Units"))
    note = _("Data version {version}").format(version=desk.version)
    title = _("Internal annex (not to be sent out): what the checks found")
    return Table(title, head, tuple(rows), notes=(note,), widths=(9, 3, 7, 20))


def _findings(desk: ReportData) -> Iterator[Block]:
    """What the checks found at the end of the period; and which of them can say nothing, so that silence is no all-clear."""
    checks = desk.library.checks
    found = desk.checked
    end = findings.last_end(desk.snapshot, desk.place.code, desk.period)
    if found and end:
        yield Paragraph((_("At the end of {month} the checks found:").format(month=end.words),))
    for line in found:
        said = sentences.finding(
            desk.pen, line, checks[line.name].title, desk.place.code, named=_is_named(desk, line)
        )
        yield Paragraph(said)
    bear = [said for line in found for said in pieces.bearing(desk, checks[line.name])]
    yield from (Paragraph((_("{sentence}.").format(sentence=said),)) for said in dict.fromkeys(bear))
    silent = [check for name, check in checks.items() if name not in {line.name for line in found}]
    blind = [check for check in silent if not desk.is_reported(check)]
    for runs in sentences.unchecked(desk.pen, blind, len(silent) - len(blind), desk.place.code):
        yield Paragraph(runs)
