"""Filling the blank workbook that came from above: numbers into the cells a mapping names, all else untouched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from tuanqing.define import contract as contracts_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.form import Cell, Mapped
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import places
from tuanqing.measure.figure import JUDGED, SIDES, Amount, Change, Figure
from tuanqing.show import corrections, words
from tuanqing.show.document.figures import against
from tuanqing.show.document.form import sums
from tuanqing.show.document.form.amounts import Amounts
from tuanqing.show.document.form.guess import TOTAL, Guess, Guesser, Question, money_around, size_of
from tuanqing.show.document.form.lexicon import Lexicon
from tuanqing.show.document.workbook import Blank, column_of, filled
from tuanqing.store.cell.text import squeeze
from tuanqing.store.warehouse import register
from tuanqing.store.warehouse.register import Register
from tuanqing.store.warehouse.snapshot import Snapshot

WHOLE = 6  # decimals of a number that nobody rounds: 元 in 万元 down to the fen
SETTLED = (*SIDES, "value", "total", "target")  # parts in the unit of the figure itself


@dataclass(frozen=True)
class Spot:
    """One cell of the form: what was put there, or why nothing was."""

    sheet: str
    at: str
    label: str  # what the mapping wants there
    value: float | None = None
    reason: str = ""  # why it stays blank
    remark: str = ""  # what to know about the value
    asked: bool = False  # whether an answer would fill it
    is_formula: bool = False


@dataclass
class Filled:
    """A form after filling."""

    content: bytes
    spots: list[Spot] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)  # what is likely, to be asked about
    told: list[str] = field(default_factory=list)  # of the form as a whole, its own sums among it

    @property
    def done(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.value is not None]

    @property
    def blank(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.value is None]


@dataclass(frozen=True)
class Filler:
    """Fills forms of one area and period from one version."""

    snapshot: Snapshot
    library: Library
    area: str
    period: Period
    contracts: Mapping[str, Contract] = field(default_factory=contracts_of.load_all)

    def fill(self, blank: Blank, mapped: Mapped) -> Filled:
        """The form with every number the data have: what is mapped, and, where the mapping lets it be read, what its own
        words ask for. Raises Refused for a sheet, head or indicator that is not there.
        """
        explicit = [*mapped.cells, *self._areas(blank, mapped), *self._items(blank, mapped)]
        cells = [item for item in explicit if isinstance(item, Cell)]
        spots = [item for item in explicit if isinstance(item, Spot)]
        guess = self._guess(blank, mapped) if mapped.guess else Guess()
        taken = {(blank.sheet(item.sheet).title, item.at) for item in explicit}
        read = [cell for cell in guess.cells if (cell.sheet, cell.at) not in taken]
        amounts = Amounts(self.snapshot, self.library, self.area, self.period, (*cells, *read))
        spots += [self._spot(blank, cell, amounts) for cell in (*cells, *read)]
        told = list(guess.told)
        questions = [q for q in guess.questions if not all((q.sheet, at) in taken for at in q.cells)]
        spots += [self._asked(q, at) for q in questions for at in q.cells if (q.sheet, at) not in taken]
        spots += [
            Spot(u.sheet, u.at, u.words, reason=u.reason) for u in guess.rest if (u.sheet, u.at) not in taken
        ]
        values = {
            (blank.sheet(spot.sheet).title, spot.at): spot.value for spot in spots if spot.value is not None
        }
        told += self._sums(blank, (*cells, *read), amounts, values)
        own = {(cell.sheet, cell.at) for cell in read}
        spots = [spot for spot in spots if not (spot.is_formula and (spot.sheet, spot.at) in own)]
        return Filled(filled(blank, values), spots, questions, told)

    def _guess(self, blank: Blank, mapped: Mapped) -> Guess:
        places.place(self.snapshot, self.area)
        lexicon = Lexicon(self.snapshot, self.library, self.contracts, self.area, self.period)
        return Guesser(blank, lexicon, self.names, self.area, self.period, mapped.heads, mapped.units).guess()

    def _asked(self, question: Question, at: str) -> Spot:
        if question.kind == "unit":
            reason = _("the form does not say whether it wants 元 or 万元")
        elif not question.candidates:
            reason = _("no indicator is called “{text}”; map it").format(text=question.words)
        else:
            titles = [titled(self.library, each) for each in question.candidates]
            reason = _("may be {candidates}; say which").format(candidates=_("、").join(titles))
        return Spot(question.sheet, at, question.words, reason=reason, asked=True)

    def _sums(
        self,
        blank: Blank,
        cells: Sequence[Cell],
        amounts: Amounts,
        values: Mapping[tuple[str, str], float | str],
    ) -> list[str]:
        """Where a sum of the form is not what the system has for the same: both numbers."""
        told = []
        for cell in cells:
            page = blank.sheet(cell.sheet)
            there = page[cell.at]
            if there.data_type != "f" or cell.part not in ("value", *SIDES, "total"):
                continue
            found = amounts.of(cell)
            unit = cell.unit or ("" if self._indicator(cell.indicator).unit != "yuan" else None)
            if found is None or found.value is None or unit is None:
                continue

            def look(row: int, column: int, page: Any = page) -> object:
                at = f"{get_column_letter(column)}{row}"
                return values.get((page.title, at), page.cell(row, column).value)

            own = sums.worked_out(str(there.value), look)
            if own is not None and not amounts.is_sum(cell, own, size_of(unit)):
                told.append(
                    _("{sheet} {at}: the form's own sum is {own}, the system has {value}.").format(
                        sheet=cell.sheet, at=cell.at, own=_shown(own),
                        value=_shown(words.exact(found.value) / size_of(unit)),
                    )
                )  # fmt: skip
        return told

    @cached_property
    def names(self) -> Register:
        return register.in_force(self.snapshot)

    def _indicator(self, name: str) -> Indicator:
        if name not in self.library.indicators:
            raise Refused(_("The mapping names {name}, which is no indicator.").format(name=name))
        return self.library.indicators[name]

    def _areas(self, blank: Blank, mapped: Mapped) -> Iterator[Cell | Spot]:
        """The cells of every table whose rows are areas."""
        own = places.place(self.snapshot, self.area)
        for table in mapped.areas:
            names = _head(blank, table.sheet, table.names)
            columns = {_head(blank, table.sheet, head): wanted for head, wanted in table.columns.items()}
            for row, text in _column(blank, table.sheet, names, list(columns)):
                total = squeeze(text) == own.name or bool(TOTAL.fullmatch(squeeze(text)))
                found = self.names.find(text, self.area, table.level)
                for head, (indicator, part) in columns.items():
                    at = f"{column_of(head)}{row}"
                    if total or found.code:
                        code = self.area if total else found.code or ""
                        yield Cell(table.sheet, at, indicator, part, code)
                    else:
                        label = self._indicator(indicator).title
                        yield Spot(table.sheet, at, f"{text} {label}", reason=found.problem or "")

    def _items(self, blank: Blank, mapped: Mapped) -> Iterator[Cell | Spot]:
        """The cells of every table whose rows are indicators."""
        titles = {squeeze(i.title): name for name, i in self.library.indicators.items()}
        for table in mapped.items:
            called = titles | {squeeze(word): name for word, name in table.indicators.items()}
            names = _head(blank, table.sheet, table.names)
            columns = {_head(blank, table.sheet, head): part for head, part in table.columns.items()}
            for row, text in _column(blank, table.sheet, names, list(columns)):
                for head, part in columns.items():
                    at = f"{column_of(head)}{row}"
                    if squeeze(text) in called:
                        yield Cell(table.sheet, at, called[squeeze(text)], part)
                    else:
                        reason = _("no indicator is called “{text}”; map it").format(text=text)
                        yield Spot(table.sheet, at, text, reason=reason)

    def _spot(self, blank: Blank, cell: Cell, amounts: Amounts) -> Spot:
        """What goes into one cell."""
        indicator = self._indicator(cell.indicator)
        at = blank.anchor(cell.sheet, cell.at)
        there = blank.sheet(cell.sheet)[at]
        label = f"{amounts.place(cell)} {indicator.title}"
        if there.data_type == "f":
            return Spot(cell.sheet, at, label, reason=_("the cell holds a formula"), is_formula=True)
        if there.value not in (None, ""):
            said = _("the cell already says “{text}”").format(text=there.value)
            return Spot(cell.sheet, at, label, reason=said)
        unit = cell.unit
        if not unit and indicator.unit == "yuan" and cell.part in SETTLED:
            unit = money_around(blank, cell.sheet, at)
            if not unit:
                reason = _("the form does not say whether it wants 元 or 万元")
                return Spot(cell.sheet, at, label, reason=reason, asked=True)
        own = amounts.of(cell)
        if own is None:
            return Spot(cell.sheet, at, label, reason=amounts.why(cell) or _("nothing was reported"))
        pen = _Pen(indicator, str(there.number_format), size_of(unit), unit == "%")
        value, remark = self._value(indicator, amounts.figure(cell), own, cell.part, pen)
        if value is None:
            return Spot(cell.sheet, at, label, reason=remark)
        return Spot(cell.sheet, at, label, value, remark=_joined(remark, amounts.remark(cell)))

    def _value(
        self, indicator: Indicator, row: Figure | None, own: Amount, part: str, pen: "_Pen"
    ) -> tuple[float | None, str]:
        """A number as the cell takes it, and a remark; or None, and why there is none."""
        if part.startswith("on_"):
            if row is None:
                return None, _("no comparison can be made")
            return self._change(row.against(part.removeprefix("on_")), pen)
        if part == "target":
            if row is None or row.target is None:
                return None, _("no target is set")
            return pen.own(row.target), ""
        if part == "completion":
            if row is None or row.completion is None or row.status not in JUDGED:
                return None, _unjudged(row) if row else _("no target is set")
            return pen.percent(row.completion), _bound(row)
        if own.value is None:
            return None, words.absent(own)
        said = (_bound(own), words.share(own), words.period(indicator, own) if own.until else "")
        remark = _joined(*said, *corrections.of_figure(own))
        if part in ("numerator", "denominator"):
            found = getattr(own, part)
            return (None, words.absent(own)) if found is None else (float(found), remark)
        if words.is_small(indicator, own):
            remark = _joined(
                _("{parts}: the base is below 10").format(parts=words.parts(indicator, own)), remark
            )
        return pen.own(own.value), remark

    def _change(self, told: Change | None, pen: "_Pen") -> tuple[float | None, str]:
        """What a figure changed by, and against what where that is no plain period; or why it is not known."""
        if told is None or not told.kind:
            return None, words.because(told) if told else _("no comparison can be made")
        if told.size is None or (told.kind == "count" and (pen.is_share or pen.is_percent)):
            return None, _("the change is given in counts, for the base is below 10; the cell asks for %")
        value = pen.own(told.size) if told.kind == "count" else pen.percent(told.size)
        points = _("in percentage points") if told.kind == "points" else ""
        count = _("in counts, for the base is below 10") if told.kind == "count" else ""
        is_older = told.by_list and told.was.heard.listed != told.was.period.last
        than = _("against {than}").format(than=against(told)) if is_older else ""
        return value, _joined(points, count, than)


@dataclass(frozen=True)
class _Pen:
    """Writes numbers of an indicator as a cell takes them: whole where the cell's own format rounds what is seen, else as
    they are printed elsewhere; money and what is counted in ten thousands always whole."""

    indicator: Indicator
    shown: str  # the cell's format
    size: Decimal  # how many make one of the form's unit
    is_percent: bool = False  # whether a change is asked for in per cent, whatever the cell's format

    @property
    def is_share(self) -> bool:
        """Whether the cell shows a share of one as per cent."""
        return "%" in self.shown

    def own(self, value: Any) -> float:
        """A value of the indicator."""
        if self.indicator.unit == "percent":
            return self.percent(value)
        places = 1 if self.indicator.is_rate and self.indicator.unit != "yuan" else WHOLE
        return self._rounded(words.exact(value) / self.size, places)

    def percent(self, value: Any) -> float:
        """Something in per cent, or in percentage points."""
        return (
            self._rounded(words.exact(value).scaleb(-2), WHOLE)
            if self.is_share
            else self._rounded(words.exact(value), 1)
        )

    def _rounded(self, value: Decimal, places: int) -> float:
        if self.shown not in ("General", "@"):
            places = WHOLE
        return float(words.rounded(value, places).replace(",", ""))


def titled(library: Library, meant: str) -> str:
    """What a mapping wants in a cell (cadres[post=full_time].value) in words: the title, and the value of a column."""
    name, _dot, _part = meant.rpartition(".")
    bare, bracket, member = name.partition("[")
    title = library.indicators[bare].title if bare in library.indicators else bare
    return _("{name} ({figure})").format(name=title, figure=member.rstrip("]")) if bracket else title


def _unjudged(row: Figure) -> str:
    """Why a figure is not held to its target."""
    if row.value is None:
        return words.absent(row)
    reasons = {
        "no_target": _("no target is set"),
        "partial": words.share(row),
        "waits": _("the period has not ended"),
        "unsure": _("a lower bound"),
    }
    return reasons.get(row.status, "")


def _bound(own: Amount) -> str:
    return _("a lower bound") if own.lower_bound else ""


def _joined(*remarks: str) -> str:
    """Remarks one after the other."""
    found = ""
    for remark in remarks:
        found = _("{one}; {other}").format(one=found, other=remark) if found and remark else found or remark
    return found


def _shown(value: Decimal) -> str:
    """A number in a sentence: without the zeros at its end."""
    text = words.rounded(value, 6).replace(",", "")
    return text.rstrip("0").rstrip(".")


def _head(blank: Blank, sheet: str, text: str) -> str:
    """The one cell with these words. Raises Refused where there is none, or several."""
    found = blank.heads(sheet, text)
    if len(found) != 1:
        raise Refused(
            _(
                "“{text}” stands in {n} cells of the form; a head must stand in one. Use [[cell]] instead."
            ).format(text=text, n=len(found))
        )
    return found[0]


def _column(blank: Blank, sheet: str, names: str, heads: list[str]) -> Iterator[tuple[int, str]]:
    """The rows below the heads that have a name: (row, name)."""
    first = max(blank.under(sheet, at) for at in (names, *heads))
    page = blank.sheet(sheet)
    for row in range(first, page.max_row + 1):
        value = page[f"{column_of(names)}{row}"].value
        if isinstance(value, str) and value.strip():
            yield row, value.strip()
