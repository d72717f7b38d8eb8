"""Filling the office's own Word file: what is repeated first, then every figure read at once, then the words put in."""

from collections.abc import Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from typing import Any

from tuanqing.define import template as templates_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.form import Cell
from tuanqing.define.language import _, speak
from tuanqing.define.period import Period
from tuanqing.define.query import Library
from tuanqing.define.template import Template
from tuanqing.measure import places
from tuanqing.show.document.form.amounts import Amounts
from tuanqing.show.document.model import Figure, Runs, fill, text_of
from tuanqing.show.document.office import paper
from tuanqing.show.document.office.answer import Answers, Told, each, placed
from tuanqing.show.document.office.paper import Paper, where
from tuanqing.show.document.office.placeholder import SPAN, Asked, Reader, Scope, Unknown, spans
from tuanqing.show.document.report_data import ReportData
from tuanqing.store.notes.remarks import Remark
from tuanqing.store.warehouse.snapshot import Snapshot

DEEP = 4  # repeated things within repeated things
MOST_PARAGRAPHS = 200_000


@dataclass(frozen=True)
class Spot:
    """One placeholder: where it stands, what it says, what was put there; or why nothing is known."""

    where: str
    words: str
    text: str = ""
    reason: str = ""  # why there is no figure
    remark: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass
class Letter:
    """A Word file after filling."""

    content: bytes
    spots: list[Spot] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # what nobody can fill, each a sentence with its place

    @property
    def done(self) -> list[Spot]:
        return [spot for spot in self.spots if not spot.reason]

    @property
    def blank(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.reason]


@dataclass(frozen=True)
class _Hole:
    """A paragraph with placeholders, and what it stands for."""

    paragraph: Any
    scope: Scope


def data_of(
    snapshot: Snapshot, template: Template, area: str, period: Period, version: str, library: Library,
    contracts: Mapping[str, Contract], remarks: Sequence[Remark] = (),
) -> ReportData:  # fmt: skip
    """The reads a Word file is filled from; the template of our own reports says in which words its shapes speak."""
    place = places.place(snapshot, area)
    return ReportData(snapshot, template, place, period, version, library, contracts, remarks)


def fill_letter(desk: ReportData, content: bytes, name: str) -> Letter:
    """The Word file with every placeholder that can be filled; the others stay and are named. Always Chinese, as our reports.

    Raises Refused for what is no .docx.
    """

    def filled() -> Letter:
        speak("zh")
        return _Filling(desk, paper.opened(content, name), Reader(desk)).run()

    return copy_context().run(filled)


def spoken(desk: ReportData, text: str, where: str) -> Runs:
    """A text of a template with its placeholders filled. Raises Malformed for one that nobody can fill."""
    reader, root = Reader(desk), Scope(desk.place.code)
    asked: list[tuple[str, Asked]] = []
    try:
        found = spans(text)
    except Refused as refusal:
        raise Malformed(where, str(refusal), _("Correct the template.")) from None
    for span in found:
        read = reader.read(span[1])
        if isinstance(read, Unknown) or read.kind in ("each", "end"):
            reason = read.reason if isinstance(read, Unknown) else _("nothing can be repeated here")
            raise Malformed(where, f"{span[0]}: {reason}.", _("Correct the template."))
        asked.append((span[0], read))
    cells = [placed(each.cell, root) for _text, each in asked if each.cell]
    answers = Answers(desk, Amounts(desk.snapshot, desk.library, desk.place.code, desk.period, cells))
    runs: Runs = ()
    position = 0
    for span, (_text, each_) in zip(found, asked, strict=True):
        said = answers.tell(each_, root, in_table=False).runs
        before = desk.template.fill(text[position : span.start()], desk.place.name, desk.period)
        runs = fill("{runs}{before}{said}", runs=runs, before=before, said=said)
        position = span.end()
    rest = desk.template.fill(text[position:], desk.place.name, desk.period)
    return fill("{runs}{rest}", runs=runs, rest=rest)


@dataclass
class _Filling:
    """One file being filled."""

    desk: ReportData
    paper: Paper
    reader: Reader
    spots: list[Spot] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)
    seen: int = 0

    def run(self) -> Letter:
        root = Scope(self.desk.place.code)
        holes = [
            hole for box in self.paper.containers() for hole in self._series(paper.children(box), root, 0)
        ]
        asked = {id(hole): self._asked(hole) for hole in holes}
        cells: list[Cell] = [
            placed(one.cell, hole.scope)
            for hole in holes
            for _span, one in asked[id(hole)]
            if one.kind == "figure" and one.cell
        ]
        amounts = Amounts(
            self.desk.snapshot, self.desk.library, self.desk.place.code, self.desk.period, cells
        )
        opens = any(one.name == "opening" for found in asked.values() for _span, one in found)
        answers = Answers(replace(self.desk, template=replace(self.desk.template, opening=opens)), amounts)
        for hole in holes:
            self._put(hole, asked[id(hole)], answers)
        return Letter(self.paper.saved(), self.spots, list(self.problems))

    # What is repeated

    def _series(self, elements: Sequence[Any], scope: Scope, depth: int) -> Iterator[_Hole]:
        """The paragraphs with placeholders in elements that stand one after the other, what is repeated among them repeated."""
        waiting = list(elements)
        while waiting:
            element = waiting.pop(0)
            if paper.kind(element) == "tbl":
                for row in paper.rows(element):
                    yield from self._row(row, scope, depth)
                continue
            for box in paper.boxes(element):
                yield from self._series(paper.children(box), scope, depth)
            text = paper.text_of(element)
            mark = self._repeats(text, scope)
            if mark is None:
                yield from self._hole(element, scope)
            elif mark[0].group() == text.strip():
                block = self._block(element, waiting)
                if block is None:
                    self._problem(
                        element, mark[0][0], _("what ends the repetition, 完 in braces, is missing")
                    )
                    continue
                inner, end = block
                del waiting[: len(inner) + 1]
                element.getparent().remove(element)
                yield from self._copies(inner, mark[1], scope, depth)
                end.getparent().remove(end)
            else:
                paper.put(element, mark[0].start(), mark[0].end(), "")
                yield from self._copies([element], mark[1], scope, depth)

    def _row(self, row: Any, scope: Scope, depth: int) -> Iterator[_Hole]:
        """A row, as often as it is to be repeated."""
        for cell in paper.cells(row):
            inside = [child for child in paper.children(cell) if paper.kind(child) == "p"]
            if any(self._is("end", paper.text_of(child)) for child in inside):
                continue  # what is repeated is closed within the cell
            for child in inside:
                mark = self._repeats(paper.text_of(child), scope)
                if mark is not None:
                    paper.put(child, mark[0].start(), mark[0].end(), "")
                    yield from self._copies([row], mark[1], scope, depth)
                    return
        for cell in paper.cells(row):
            yield from self._series(paper.children(cell), scope, depth)

    def _copies(self, elements: Sequence[Any], asked: Asked, scope: Scope, depth: int) -> Iterator[_Hole]:
        """Elements once for each thing they are repeated for; what has to be said beside these stands in one more."""
        if not elements:
            return
        if depth == DEEP:
            raise Refused(_("The template repeats within repetitions more than {n} deep.").format(n=DEEP))
        found = each(self.desk, asked, scope)
        inner = [replace(one, told=(*one.told, *scope.told)) for one in found.scopes]
        copies = paper.again(elements, len(inner) + bool(found.note))
        for copy, own in zip(copies, inner, strict=False):
            if paper.kind(copy[0]) == "tr":
                yield from self._row(copy[0], own, depth + 1)
            else:
                yield from self._series(copy, own, depth + 1)
        if found.note:
            self._noted(copies[-1], found.note)

    def _noted(self, elements: Sequence[Any], note: str) -> None:
        """One copy that says what is known of all of them: in its first paragraph with a placeholder, the others empty."""
        paragraphs = [p for element in elements for p in element.iter() if paper.kind(p) == "p"]
        marked = [p for p in paragraphs if SPAN.search(paper.text_of(p))] or paragraphs[:1]
        for n, paragraph in enumerate(marked):
            paper.put(paragraph, 0, len(paper.text_of(paragraph)), "" if n else note)
            if n == 0:
                self.spots.append(Spot(where(paragraph), "", note))

    def _block(self, start: Any, waiting: Sequence[Any]) -> tuple[list[Any], Any] | None:
        """What stands between a paragraph that opens a repetition and the one that closes it."""
        depth, inner = 0, []
        for child in waiting:
            if child.getparent() is not start.getparent():
                return None
            text = paper.text_of(child) if paper.kind(child) == "p" else ""
            if self._is("end", text):
                if depth == 0:
                    return inner, child
                depth -= 1
            elif self._is("each", text):
                depth += 1
            inner.append(child)
        return None

    def _is(self, what: str, text: str) -> bool:
        """Whether a paragraph is one placeholder of a kind and no more."""
        found = SPAN.fullmatch(text.strip())
        read = self.reader.read(found[1]) if found else None
        return isinstance(read, Asked) and read.kind == what

    def _repeats(self, text: str, scope: Scope) -> tuple[Any, Asked] | None:
        """The placeholder in a paragraph's words that says what it is repeated for."""
        for span in SPAN.finditer(text):
            read = self.reader.read(span[1], scope)
            if isinstance(read, Asked) and read.kind == "each":
                return span, read
        return None

    # What is filled

    def _hole(self, paragraph: Any, scope: Scope) -> Iterator[_Hole]:
        self.seen += 1
        if self.seen > MOST_PARAGRAPHS:
            raise Refused(_("The template is repeated too often; repeat it over fewer units."))
        if "{" in (text := paper.text_of(paragraph)) or "｛" in text:
            yield _Hole(paragraph, scope)

    def _asked(self, hole: _Hole) -> list[tuple[Any, Asked]]:
        """The placeholders of a paragraph that can be filled; the others are named."""
        text, found = paper.text_of(hole.paragraph), []
        try:
            spans(text)
        except Refused as refusal:
            self.problems[f"{where(hole.paragraph)}: {refusal}"] = None
        for span in SPAN.finditer(text):
            read = self.reader.read(span[1], hole.scope)
            if isinstance(read, Unknown):
                self._problem(hole.paragraph, span[0], read.reason)
            elif read.kind == "end":
                self._problem(hole.paragraph, span[0], _("it closes nothing, or stands beside other words"))
            else:
                found.append((span, read))
        return found

    def _problem(self, paragraph: Any, words: str, reason: str) -> None:
        said = _("{place}, {words}: {reason}.").format(place=where(paragraph), words=words, reason=reason)
        self.problems[said] = None

    def _put(self, hole: _Hole, asked: Sequence[tuple[Any, Asked]], answers: Answers) -> None:
        """Fill one paragraph, from its end on so that places hold."""
        text = paper.text_of(hole.paragraph)
        in_table = any(paper.kind(above) == "tc" for above in hole.paragraph.iterancestors())
        told: list[Spot] = []
        for span, one in reversed(asked):
            said = answers.tell(one, hole.scope, in_table=in_table)
            lines = [text_of(runs) for runs in said.paragraphs]
            is_alone = span.group() == text.strip()
            if is_alone and len(lines) > 1:
                paper.after(hole.paragraph, lines[1:])
                lines = lines[:1]
            paper.put(hole.paragraph, span.start(), span.end(), "".join(lines))
            told.append(_spot(hole, span.group(), said))
        self.spots += reversed(told)


def _spot(hole: _Hole, words: str, said: Told) -> Spot:
    figures = tuple(run for run in said.runs if isinstance(run, Figure))
    return Spot(where(hole.paragraph), words, text_of(said.runs), said.reason, said.remark, figures)


def template_for(templates: Mapping[str, Template], area: str, period: Period) -> Template:
    """The report whose words the shapes of a Word file take: that of the period's kind, the month's for half a year."""
    kind = period.grain if period.grain in templates_of.KINDS else "month"
    return templates_of.choose(templates, kind, area)
