"""The figures the cells of a form ask for, read once for all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from tuanqing.define.form import Cell
from tuanqing.define.language import _
from tuanqing.define.period import Period, parse
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import breakdown, figure, places, read, suppression
from tuanqing.measure.figure import SIDES, Amount, Figure, is_stock
from tuanqing.show import words
from tuanqing.store.warehouse.snapshot import Snapshot

_FROM_JANUARY = {
    1: "month",
    3: "quarter",
    6: "half",
    12: "year",
}  # periods that begin with January, by their last month


@dataclass(frozen=True)
class Amounts:
    """Figures of the cells of one form."""

    snapshot: Snapshot
    library: Library
    area: str
    period: Period
    cells: Sequence[Cell]

    def period_of(self, cell: Cell) -> Period:
        """The period a cell is about."""
        own = parse(cell.period) if cell.period else self.period
        if cell.part != "total" or own.grain == "year" or is_stock(self._indicator(cell)):
            return own
        grain = _FROM_JANUARY.get(own.last.month)
        return Period(date(own.first.year, 1, 1), grain) if grain else own

    def _indicator(self, cell: Cell) -> Indicator:
        return self.library.indicators[cell.indicator]

    def _key(self, cell: Cell) -> tuple[str, str, Period]:
        """What a cell's figure is found under."""
        return cell.indicator, cell.area or self.area, self.period_of(cell)

    def is_running(self, cell: Cell) -> bool:
        """Whether the months from January have to be added up: no period of the cube is all of them."""
        own = self.period_of(cell)
        return cell.part == "total" and not is_stock(self._indicator(cell)) and own.first.month != 1

    @cached_property
    def _figures(self) -> dict[tuple[str, str, Period], Figure]:
        asked: dict[Period, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
        for cell in self.cells:
            names, areas = asked[self.period_of(cell)]
            names[cell.indicator] = areas[cell.area or self.area] = None
        found = {}
        for period, (names, areas) in asked.items():
            for code in areas:
                if code not in self._placed or not self.snapshot.knows(code):
                    places.place(self.snapshot, code)
            indicators = [self.library.indicators[name] for name in names]
            for row in figure.figures(self.snapshot, indicators, list(areas), period):
                found[row.indicator, row.area_code, period] = row
        return found

    @cached_property
    def _placed(self) -> dict[str, str]:
        """The areas of the register the reader may be told of."""
        return read.area_names(self.snapshot)

    @cached_property
    def _sums(self) -> dict[tuple[str, str, Period], figure.Sum]:
        asked: dict[tuple[str, Period], dict[str, None]] = defaultdict(dict)
        for cell in self.cells:
            if self.is_running(cell):
                asked[cell.area or self.area, self.period_of(cell)][cell.indicator] = None
        return {
            (name, area, period): held
            for (area, period), names in asked.items()
            for name, held in figure.since_january(
                self.snapshot, [self.library.indicators[n] for n in names], area, period
            ).items()
        }

    @cached_property
    def _parts(self) -> dict[tuple[str, str, str, Period], Sequence[breakdown.Member]]:
        return {}

    def _part(self, cell: Cell, period: Period) -> Amount | None:
        """The part of a figure that has one value of a declared column."""
        column, _is, member = cell.of.partition("=")
        key = (cell.indicator, column, cell.area or self.area, period)
        if key not in self._parts:
            self._parts[key] = breakdown.members(self.snapshot, self._indicator(cell), column, key[2], period)
        whole = self._figures.get(self._key(cell))
        then = {"previous": "previous", "year": "year"}.get(cell.part)
        side = whole.against(then) if whole and then else None
        return breakdown.part(self._parts[key], side.was if side else whole, member)

    def is_told(self, cell: Cell) -> bool:
        """Whether a part of a figure may be told: of people who could be told by it, not where one of the parts is few."""
        if cell.indicator not in suppression.suppressed(self.library):
            return True
        column, period = cell.of.partition("=")[0], self.period_of(cell)
        found = breakdown.members(
            self.snapshot, self._indicator(cell), column, cell.area or self.area, period
        )
        return not found or bool(breakdown.tellable(self._indicator(cell), found))

    def figure(self, cell: Cell) -> Figure | None:
        """The whole figure of a cell's area and period, with its target and changes; None for a part of one."""
        return None if cell.of else self._figures.get(self._key(cell))

    def whole(self, cell: Cell) -> Figure:
        """The figure a cell's amount is of, or a part of."""
        return self._figures[self._key(cell)]

    def of(self, cell: Cell) -> Amount | None:
        """The amount a cell asks for; None where none is known."""
        period = self.period_of(cell)
        if self.is_running(cell):
            held = self._sums.get(self._key(cell))
            return held.amount if held and not cell.of else None
        if cell.of:
            then = {"previous": period.shift(-1), "year": period.year_before()}.get(cell.part, period)
            return self._part(cell, then)
        row = self.figure(cell)
        told = row.against(cell.part) if row and cell.part in SIDES else None
        return told.was if told else row

    def why(self, cell: Cell) -> str:
        """Why there is no amount, where it is not that nothing was reported."""
        if self.is_running(cell) and not self._sums.get(self._key(cell)):
            return _("it does not add up from month to month")
        if cell.of and (row := self._figures.get(self._key(cell))):
            return words.absent(row) if row.value is None else _("nothing of the kind")
        return ""

    def remark(self, cell: Cell) -> str:
        """What to know of an amount beside what it carries itself."""
        held = self._sums.get(self._key(cell)) if self.is_running(cell) else None
        return (
            _("{n} months of it have not been reported in full").format(n=held.missing)
            if held and held.missing
            else ""
        )

    def place(self, cell: Cell) -> str:
        """The name of a cell's area."""
        row = self._figures.get(self._key(cell))
        return row.area_name if row else cell.area

    def is_sum(self, cell: Cell, own: Decimal, size: Decimal) -> bool:
        """Whether a sum of the form, in units of `size`, is what the system has."""
        found = self.of(cell)
        return (
            found is None
            or found.value is None
            or abs(own * size - words.exact(found.value)) < Decimal("0.005")
        )
