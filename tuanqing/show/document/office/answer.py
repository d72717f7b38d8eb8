"""What stands in a placeholder's place: the figure in words with what it carries, or why there is none.

A number never goes alone where it is not of everybody: who has contributed, the months it covers and what is corrected stand
with it. Computes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tuanqing.define.form import MONEY, Cell
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import comparison, findings, places, read
from tuanqing.measure.figure import JUDGED, SIDES, Amount
from tuanqing.measure.figure import Figure as Row
from tuanqing.show import corrections, lines, words
from tuanqing.show.document import pieces, sentences, shapes
from tuanqing.show.document.figures import DASH, Pen, against, counted
from tuanqing.show.document.form.amounts import Amounts
from tuanqing.show.document.form.guess import size_of
from tuanqing.show.document.model import Figure, Paragraph, Runs, Source, fill, joined, text_of
from tuanqing.show.document.office.placeholder import Asked, Scope, period_words
from tuanqing.show.document.report_data import ReportData


@dataclass(frozen=True)
class Told:
    """What is put in a placeholder's place: paragraphs, mostly one; why nothing is known; what to know about it."""

    paragraphs: tuple[Runs, ...]
    reason: str = ""
    remark: str = ""

    @property
    def runs(self) -> Runs:
        """All of it in one line."""
        return joined(self.paragraphs, "")


@dataclass(frozen=True)
class Each:
    """What a row is repeated for, and what has to be said beside these: that there are none, or of whom nothing is known."""

    scopes: tuple[Scope, ...]
    note: str = ""


@dataclass(frozen=True)
class Answers:
    """Answers for one place and period; `amounts` were read for every figure asked for."""

    desk: ReportData
    amounts: Amounts

    def tell(self, asked: Asked, scope: Scope, *, in_table: bool) -> Told:
        """What to put in the place of a placeholder that stands in `scope`."""
        if asked.kind == "word":
            return self._word(asked.name, scope)
        if asked.kind == "shape":
            shaped = list(shape(at(self.desk, scope.area), asked.name))
            return Told(tuple(shaped) or ((_("(nothing to be said here)"),),))
        assert asked.cell is not None
        return _Figure(self, asked, placed(asked.cell, scope), in_table).told()

    def _word(self, name: str, scope: Scope) -> Told:
        said = scope.word(name)
        if said is None and name == "联系单位":
            said = places.contacts(self.desk.snapshot).get(scope.area, "")
        elif said is None and name in ("名称", "单位名称", "地区"):
            said = self.desk.place.name if scope.area == self.desk.place.code else self.names[scope.area]
        if said is None:
            as_of = self.desk.as_of
            about = {"数据截至": words.day(as_of) if as_of else "", "数据版本": self.desk.version}
            said = (about | period_words(self.desk.period)).get(name, "")
        return Told(((said,),)) if said else Told(((DASH,),), reason=_("there is none of it here"))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each area is called."""
        return read.area_names(self.desk.snapshot)


def placed(cell: Cell, scope: Scope) -> Cell:
    """The figure a placeholder asks for where it stands."""
    return replace(cell, area=scope.area)


def at(desk: ReportData, area: str) -> ReportData:
    """The reads of another area for the same report."""
    if area == desk.place.code:
        return desk
    return replace(desk, place=places.place(desk.snapshot, area))


def shape(desk: ReportData, name: str) -> Sequence[Runs]:
    """The paragraphs of one shape of our reports; what a table or chart would show is not among them."""
    if name == "cover":
        known = [i for i in desk.library.indicators.values() if desk.rows[i.name].value is not None]
        return [(line,) for line in shapes.about(desk, known)]
    return [block.runs for block in shapes.shaped(desk, name) if isinstance(block, Paragraph)]


def each(desk: ReportData, asked: Asked, scope: Scope) -> Each:
    """What a row or paragraph with this placeholder is repeated for, in the order it is listed elsewhere."""
    if asked.name == "gaps":
        assert asked.cell is not None
        return _gaps(desk, desk.library.indicators[asked.cell.indicator], scope)
    here = at(desk, scope.area)
    if asked.name == "missed":
        scopes = [
            Scope(scope.area, i.name, (("序号", str(n)), ("指标名", i.title)))
            for n, i in enumerate(here.missed, 1)
        ]
        unjudged = [i for i in here.aimed if here.rows[i.name].status not in JUDGED]
        note = ""
        if unjudged or not scopes:
            note = "".join(text_of(runs) for runs in shape(here, "targets"))
        return Each(tuple(scopes), note or ("" if scopes else _("no target is set")))
    if asked.name == "found":
        checks = here.library.checks
        told = [
            Scope(
                scope.area,
                told=(("序号", str(n)), ("问题", checks[due.name].title), ("件数", str(due.count)),
                      ("整改", checks[due.name].cure.rstrip("。."))),
            )
            for n, due in enumerate(here.checked, 1)
        ]  # fmt: skip
        silent = [check for name, check in checks.items() if name not in {due.name for due in here.checked}]
        blind = [check for check in silent if not here.is_reported(check)]
        said = sentences.unchecked(here.pen, blind, len(silent) - len(blind), scope.area)
        return Each(tuple(told), "".join(text_of(runs) for runs in said) if blind or not told else "")
    level = next(iter(here.levels), "") if asked.name == "below" else asked.name
    codes = places.below(desk.snapshot, scope.area, level, desk.period) if level else []
    names = read.area_names(desk.snapshot)
    own = names.get(scope.area, scope.area)
    areas = tuple(
        Scope(code, told=(("序号", str(n)), ("名称", names[code]), ("所属", own)))
        for n, code in enumerate(codes, 1)
    )
    return Each(
        areas,
        "" if areas else _("{name} has no {level} below it.").format(name=own, level=words.level(level)),
    )


def _gaps(desk: ReportData, indicator: Indicator, scope: Scope) -> Each:
    """Whom an indicator misses, the longest first, and of how many that cannot be said."""
    found = findings.gaps(desk.snapshot, indicator, scope.area, desk.period)
    head, rows = lines.gap_table(found.rows)
    called = ("名称", "所属", "缺项", None, "联系单位", "起始月")
    assert len(head) == len(called)
    scopes = tuple(
        Scope(
            row["area_code"],
            indicator.name,
            (
                ("序号", str(n)), ("指标名", indicator.title), ("有", words.plain(row["numerator"])),
                ("应有", words.plain(row["denominator"])),
                *((word, cell) for word, cell in zip(called, cells, strict=True) if word),
            ),
        )
        for n, (row, cells) in enumerate(zip(found.rows, rows, strict=True), 1)
    )  # fmt: skip
    return Each(scopes, lines.gaps(found) if found.unheard or not scopes else "")


@dataclass(frozen=True)
class _Figure:
    """One figure asked for in one place."""

    answers: Answers
    asked: Asked
    cell: Cell
    in_table: bool

    @property
    def desk(self) -> ReportData:
        return self.answers.desk

    @property
    def amounts(self) -> Amounts:
        return self.answers.amounts

    @cached_property
    def indicator(self) -> Indicator:
        return self.desk.library.indicators[self.cell.indicator]

    @cached_property
    def row(self) -> Row:
        """The whole figure of its area and period."""
        return self.amounts.whole(self.cell)

    @cached_property
    def own(self) -> Amount | None:
        return self.amounts.of(self.cell)

    @cached_property
    def pen(self) -> Pen:
        return replace(self.desk.pen, period=self.amounts.period_of(self.cell))

    @property
    def part(self) -> str:
        """What the number is called as a part of the figure."""
        if self.cell.of:
            column, _is, member = self.cell.of.partition("=")
            return f"split {column} {member}"
        if self.cell.part in SIDES:
            return f"{self.cell.part}_value"
        return "sum_value" if self.amounts.is_running(self.cell) else "value"

    def told(self) -> Told:
        """What is said of it."""
        said: Mapping[str, Callable[[], Told]] = {
            "meaning": lambda: self._plain(pieces.meaning(self.indicator)),
            "source": lambda: self._plain(self.indicator.source),
            "unit": lambda: self._plain(self.pen.unit(self.indicator)),
            "title": lambda: self._plain(self.indicator.title),
            "gaps": self._gaps,
            "names": self._gaps,
            "rank": self._rank,
            "short": self._short,
            "status": self._status,
        }
        if self.asked.form in said:
            return said[self.asked.form]()
        if self.cell.part.startswith("on_"):
            return self._change(self.cell.part.removeprefix("on_"))
        if self.cell.part in ("target", "completion"):
            return self._aimed()
        if self.own is None or self.own.value is None:
            return self._nothing()
        if self.cell.of and not self.amounts.is_told(self.cell):
            return Told(((DASH,),), reason=_("one of the parts counts too few people to be told"))
        if self.cell.part in ("numerator", "denominator"):
            return self._half()
        return self._value(self.own)

    def _plain(self, text: str) -> Told:
        return Told(((text,),))

    def _nothing(self) -> Told:
        """Why there is no figure, in its place."""
        absent = words.absent(self.own or Amount(self.pen.period))
        return Told(((absent,),), reason=self.amounts.why(self.cell) or absent)

    def _value(self, own: Amount) -> Told:
        said = self._bare(own) if self.asked.form == "bare" else self.pen.amount(self.indicator, self.row, self.part, own)  # fmt: skip
        beside = self._beside(own)
        runs = fill(_("{name} ({figure})"), name=said, figure=beside) if beside else said
        doubted = self.part == "value" and self.row.verified is not None
        remark = _("another number without the rows a check doubts") if doubted else ""
        return Told((runs,), remark=self.amounts.remark(self.cell) or remark)

    def _bare(self, own: Amount) -> Runs:
        """The number alone, in the unit tables have it in or the one asked for."""
        bare = self.pen.bare(self.indicator, self.row, self.part, own)
        if self.asked.unit not in MONEY or isinstance(bare, str):
            return (bare,)
        value = words.exact(own.value) / size_of(self.asked.unit)
        bound = "≥" if own.lower_bound else ""
        text = f"{value.normalize():f}"
        return (replace(bare, text=bound + text, value=value, places=max(-value.normalize().as_tuple().exponent, 0)),)  # ty: ignore[unsupported-operator]  # fmt: skip

    def _beside(self, own: Amount) -> Runs:
        """What a number is not printed without: its parts where asked for, who contributed, its months, what is corrected."""
        parts: list[Runs] = []
        side = self.part.removesuffix("value") if self.cell.part in SIDES else ""
        own_parts = words.parts(self.indicator, own)
        if self.asked.form == "whole" and own_parts and not words.is_small(self.indicator, own) and not self.cell.of:  # fmt: skip
            parts.append((self.pen.parts(self.indicator, self.row, side),))
        if share := words.share(own, counted):
            source = self.pen.source(self.indicator, self.row.area_code, f"{side}share")
            parts.append((Figure(share, source),))
        if own.until is not None:
            parts.append((words.period(self.indicator, own),))
        if missing := self.amounts.remark(self.cell):
            parts.append((missing,))
        if mark := corrections.mark(own):
            parts.append((mark,))
        return joined(parts, _(", "))

    def _change(self, side: str) -> Told:
        """How it moved: in words, or signed as tables have it; against which list where that is no plain period."""
        told = self.row.against(side)
        if told is None or not told.kind:
            reason = (words.because(told) if told else "") or _("no comparison can be made")
            return Told((((DASH if self.in_table else _("not compared")),),), reason=reason)
        if told.size is None:
            then = self.pen.whole(self.indicator, self.row, f"{side}_value")
            return Told((fill(_("{than} {figure}"), than=against(told), figure=then),))
        signed = self.asked.form == "signed"
        runs = (self.pen.change(self.indicator, self.row, side),) if signed else self.pen.moved(self.indicator, self.row, side)  # fmt: skip
        if told.by_list and told.was.heard.listed != told.was.period.last:
            than = _("against {than}").format(than=against(told))
            return Told((fill(_("{name} ({figure})"), name=runs, figure=than),))
        return Told((runs,))

    def _aimed(self) -> Told:
        """The target, or how much of it is reached."""
        if self.row.target is None:
            return Told(((DASH,),), reason=_("no target is set"))
        if self.cell.part == "target":
            runs = (self.pen.target(self.indicator, self.row),) if self.asked.form == "bare" else self.pen.aim(self.indicator, self.row)  # fmt: skip
            return Told((runs,))
        done = self.pen.completion(self.indicator, self.row)
        return Told(((done,),)) if done != DASH else Told(((DASH,),), reason=self._unjudged())

    def _unjudged(self) -> str:
        if self.row.value is None:
            return words.absent(self.row)
        if self.row.target is None:
            return _("no target is set")
        return _("it cannot be judged yet: not everybody has reported, or the period has not ended")

    def _short(self) -> Told:
        if self.row.status == "met":
            return Told(((_("target met"),),))
        if self.row.status not in JUDGED:
            return Told(((DASH,),), reason=self._unjudged())
        return Told((self.pen.short(self.indicator, self.row),))

    def _status(self) -> Told:
        if self.row.status not in JUDGED:
            return Told(((_("cannot be judged"),),), reason=self._unjudged())
        return Told(((_("target met") if self.row.status == "met" else _("target missed"),),))

    def _half(self) -> Told:
        """Numerator or denominator."""
        own = self.own
        held = getattr(own, self.cell.part)
        if own is None or held is None:
            return self._nothing()
        source = self.pen.source(self.indicator, self.row.area_code, self.cell.part)
        text = words.plain(held).replace(",", "")
        runs: Runs = (Figure(text, source, held),)
        beside = self._beside(own)
        return Told((fill(_("{name} ({figure})"), name=runs, figure=beside) if beside else runs,))

    def _gaps(self) -> Told:
        """How many or who is missing; of how many that cannot be said."""
        found = findings.gaps(self.desk.snapshot, self.indicator, self.cell.area, self.pen.period)
        if found.whole.value is None:
            return Told(((words.absent(found.whole),),), reason=lines.gaps(found))
        if not found.rows:
            return Told(((lines.gaps(found),),))
        n = Figure(
            str(len(found.rows)),
            Source(self.indicator.name, self.cell.area, str(self.pen.period), "gaps", self.desk.version),
            len(found.rows),
        )
        runs: Runs = fill(_("{n} units"), n=n)
        if self.asked.form == "names":
            runs = (_("、").join(dict.fromkeys(str(row["unit"] or row["area_name"]) for row in found.rows)),)
        if found.unheard:
            heard = found.whole.heard
            said = _("{n} of {units} have not reported").format(
                n=found.unheard, units=counted(heard.level, heard.expected)
            )
            runs = fill(_("{name} ({figure})"), name=runs, figure=said)
        return Told((runs,))

    def _rank(self) -> Told:
        """The place among its like: 3/22."""
        among = comparison.peers(self.desk.snapshot, [self.indicator], self.cell.area, self.pen.period)
        rank = words.rank(among[self.indicator.name])
        if not rank:
            return Told(
                ((DASH,),), reason=_("nobody is ranked: not everybody has reported, or all are alike")
            )
        source = self.pen.source(self.indicator, self.cell.area, "rank")
        return Told(((Figure(rank, source),),))
