"""Filling the blank workbook that came from above: numbers into the cells a mapping names, all else untouched."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tuanqing.define.errors import Refused
from tuanqing.define.form import Areas, Cell, Items, Mapped
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import figure, places
from tuanqing.measure.figure import JUDGED, SIDES, Amount, Change, Figure
from tuanqing.show import corrections, words
from tuanqing.show.document.figures import against, scaled
from tuanqing.show.document.workbook import Blank, column_of, filled
from tuanqing.store.cell.text import squeeze
from tuanqing.store.warehouse import register
from tuanqing.store.warehouse.register import Register
from tuanqing.store.warehouse.snapshot import Snapshot

_MONEY = re.compile(r"[（(\[【:：,，、/]\s*(万?元)")  # 收入（元）, 单位：万元; not 单元
TOTALS = ("合计", "总计", "全县合计", "全县", "全市", "全市合计")


@dataclass(frozen=True)
class Spot:
    """One cell of the form: what was put there, or why nothing was."""

    sheet: str
    at: str
    label: str  # what the mapping wants there
    value: float | str | None = None
    reason: str = ""  # why it stays blank
    remark: str = ""  # what to know about the value


@dataclass
class Filled:
    """A form after filling."""

    content: bytes
    spots: list[Spot] = field(default_factory=list)

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

    def fill(self, blank: Blank, mapped: Mapped) -> Filled:
        """The form with every number the data have. Raises Refused for a sheet, head or indicator that is not there."""
        wanted = [*mapped.cells, *self._areas(blank, mapped), *self._items(blank, mapped)]
        cells = [item for item in wanted if isinstance(item, Cell)]
        spots = [item for item in wanted if isinstance(item, Spot)]
        rows = self._rows(cells)
        spots += [
            self._spot(blank, cell, rows.get((cell.indicator, cell.area or self.area))) for cell in cells
        ]
        values = {(spot.sheet, spot.at): spot.value for spot in spots if spot.value is not None}
        return Filled(filled(blank, values), spots)

    @cached_property
    def names(self) -> Register:
        return register.in_force(self.snapshot)

    def _indicator(self, name: str) -> Indicator:
        if name not in self.library.indicators:
            raise Refused(_("The mapping names {name}, which is no indicator.").format(name=name))
        return self.library.indicators[name]

    def _rows(self, cells: list[Cell]) -> dict[tuple[str, str], Figure]:
        indicators = [self._indicator(name) for name in dict.fromkeys(cell.indicator for cell in cells)]
        areas = list(dict.fromkeys(cell.area or self.area for cell in cells))
        for code in areas:
            places.place(self.snapshot, code)
        found = figure.figures(self.snapshot, indicators, areas, self.period) if cells else []
        return {(row.indicator, row.area_code): row for row in found}

    def _areas(self, blank: Blank, mapped: Mapped) -> Iterator[Cell | Spot]:
        """The cells of every table whose rows are areas."""
        own = places.place(self.snapshot, self.area)
        for table in mapped.areas:
            names = _head(blank, table.sheet, table.names)
            columns = {_head(blank, table.sheet, head): wanted for head, wanted in table.columns.items()}
            for row, text in _column(blank, table.sheet, names, list(columns)):
                total = squeeze(text) in (*TOTALS, own.name)
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

    def _spot(self, blank: Blank, cell: Cell, row: Figure | None) -> Spot:
        """What goes into one cell."""
        indicator = self._indicator(cell.indicator)
        at = blank.anchor(cell.sheet, cell.at)
        there = blank.sheet(cell.sheet)[at]
        place = row.area_name if row else cell.area
        label = f"{place} {indicator.title}"
        if there.data_type == "f":
            return Spot(cell.sheet, at, label, reason=_("the cell holds a formula"))
        if there.value not in (None, ""):
            said = _("the cell already says “{text}”").format(text=there.value)
            return Spot(cell.sheet, at, label, reason=said)
        asked = _money_asked(blank.sheet(cell.sheet), there)
        if row is None:
            return Spot(cell.sheet, at, label, reason=_("nothing was reported"))
        value, remark = self._value(indicator, row, cell.part, "%" in str(there.number_format), asked == "元")
        if value is None:
            return Spot(cell.sheet, at, label, reason=remark)
        is_sum = indicator.unit == "yuan" and not indicator.is_rate
        if not asked and is_sum and cell.part in ("value", *SIDES):
            remark = _joined(remark, _("in ten thousand yuan: the form names no unit"))
        return Spot(cell.sheet, at, label, value, remark=remark)

    def _value(
        self, indicator: Indicator, row: Figure, part: str, as_share: bool, in_yuan: bool
    ) -> tuple[float | str | None, str]:
        """A number rounded as it is printed, and a remark; or None, and why there is none.

        In a cell formatted as % a share of one; money `in_yuan` or in tens of thousands.
        """
        unit = _yuan if in_yuan and indicator.unit == "yuan" else scaled
        if part.startswith("on_"):
            return self._change(indicator, row.against(part.removeprefix("on_")), as_share, unit)
        if part == "target":
            if row.target is None:
                return None, _("no target is set")
            return _number(*unit(indicator, row.target), as_share and indicator.unit == "percent"), ""
        if part == "completion":
            if row.completion is None or row.status not in JUDGED:
                return None, _unjudged(row)
            return _number(row.completion, 1, as_share), _bound(row)
        told = row.against(part) if part in SIDES else None
        own = told.was if told else row
        if own.value is None:
            return None, words.absent(own)
        said = (_bound(own), words.share(own), words.period(indicator, own) if own.until else "")
        remark = _joined(*said, *corrections.of_figure(own))
        if part in ("numerator", "denominator"):
            found = getattr(own, part)
            return (None, words.absent(own)) if found is None else (float(found), remark)
        if words.is_small(indicator, own):
            return words.parts(indicator, own), _joined(_("counts, for the base is below 10"), remark)
        return _number(*unit(indicator, own.value), as_share and indicator.unit == "percent"), remark

    def _change(
        self, indicator: Indicator, told: Change | None, as_share: bool, unit: Callable[..., tuple[Any, int]]
    ) -> tuple[float | str | None, str]:
        """What a figure changed by, and against what where that is no plain period; or why it is not known."""
        if told is None or not told.kind:
            return None, words.because(told) if told else _("no comparison can be made")
        if told.size is None or (told.kind == "count" and as_share):
            return None, _("the change is given in counts, for the base is below 10; the cell asks for %")
        size, places = unit(indicator, told.size) if told.kind == "count" else (told.size, 1)
        points = _("in percentage points") if told.kind == "points" else ""
        is_older = told.by_list and told.was.heard.listed != told.was.period.last
        than = _("against {than}").format(than=against(told)) if is_older else ""
        return _number(size, places, as_share), _joined(points, than)


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


def _yuan(_indicator: Indicator, value: Any) -> tuple[Any, int]:
    return words.exact(value), 2


def _money_asked(page: Any, there: Any) -> str:
    """万元 or 元, as the words above the cell or left of it say; "" where they say neither."""
    above = [page.cell(row, there.column).value for row in range(1, there.row)]
    left = [page.cell(there.row, column).value for column in range(1, there.column)]
    said = " ".join(word for word in (*above, *left) if isinstance(word, str))
    found = _MONEY.findall(said)
    return found[-1] if found else ""


def _number(value: Any, places: int, as_share: bool) -> float:
    number = float(words.rounded(value, places).replace(",", ""))
    return round(number / 100, places + 2) if as_share else number


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


def suggested(blank: Blank, library: Library) -> Mapped:
    """A mapping to begin with: column heads and row names that are an indicator's title."""
    titles = {squeeze(i.title): name for name, i in library.indicators.items()}
    areas, items = [], []
    for page in blank.book.worksheets:
        heads: dict[str, str] = {}
        rows: dict[int, list[str]] = {}
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and squeeze(cell.value) in titles:
                    heads[cell.coordinate] = cell.value
                    rows.setdefault(cell.row, []).append(cell.coordinate)
        across = max(rows.values(), key=len, default=[])
        if len(across) >= 2:
            first = (
                page.cell(page[across[0]].row, 1).value or page.cell(page[across[0]].row - 1 or 1, 1).value
            )
            columns = {heads[at]: (titles[squeeze(heads[at])], "value") for at in across}
            if isinstance(first, str):
                areas.append(Areas(page.title, first, "township", columns))
        elif len(heads) >= 2 and len({column_of(at) for at in heads}) == 1:
            top = min(page[at].row for at in heads) - 1
            column = column_of(next(iter(heads)))
            known = {squeeze(word): part for word, part in _part_words().items()}
            found = {
                cell.value: known[squeeze(cell.value)]
                for cell in (page[top] if top >= 1 else ())
                if isinstance(cell.value, str) and squeeze(cell.value) in known
            }
            named = page[f"{column}{top}"].value if top >= 1 else None
            if isinstance(named, str) and found:
                items.append(Items(page.title, named, {}, found))
    return Mapped("", (), tuple(areas), tuple(items))


def _part_words() -> dict[str, str]:
    """What forms call the parts of a figure."""
    return {
        _("This period"): "value",
        _("Period before"): "previous",
        _("Same period last year"): "year",
        _("On the period before"): "on_previous",
        _("Year on year"): "on_year",
        _("Target of the year"): "target",
        _("Completion"): "completion",
    }
