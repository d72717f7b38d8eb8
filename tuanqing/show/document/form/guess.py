"""What the cells of a form ask for: which indicator, part, area and period, in which unit; sure, to be asked, or not known.

Every word that governs a cell has to be understood before the cell is sure: the heads over it, the names of its row,
the row it is a part of, the unit wherever it stands. Money whose unit stands nowhere is asked about.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from openpyxl.utils import coordinate_to_tuple, get_column_letter

from tuanqing.define.form import Cell, wanted
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Indicator
from tuanqing.show.document.form import lexicon as words_of
from tuanqing.show.document.form.lattice import Block, Grid, Line, Table, is_unit_head
from tuanqing.show.document.form.lexicon import (
    Lexicon,
    Match,
    Phrase,
    Time,
    Unit,
    money_said,
    phrase,
    word_of,
)
from tuanqing.show.document.workbook import Blank
from tuanqing.store.cell.text import squeeze
from tuanqing.store.warehouse.register import Register

SOME = 40  # names that tell of which level the rows are
LEVELS = ("county", "township", "village", "school", "enterprise")
TOTAL = re.compile(
    r"(全[省市县区州]|本[市县区]|[省市县区]级?)?(合计|总计|汇总|总和|总数|共计)|全[省市县区州]|本[市县区]|计"
)
SUBTOTAL = re.compile(r".*(小计|合计)$")
_NOT_ASKED = re.compile(
    r".*(备注|说明|签[字名]|盖章|电话|负责人|代码|日期).*|联系人|姓名|填表人|序号|编号|行次|地址|(所[在属])?"
    r"(乡镇|镇街|街镇|乡镇\(街道\)|乡镇、街道|单位|县区|县\(市、区\)|学校|村\(社区\)|村社区)(名称)?"
)
_PARTS_IN_PERCENT = ("on_year", "on_previous", "completion")


@dataclass(frozen=True)
class Question:
    """What has to be asked about some cells: which indicator (`candidates`, as a mapping writes them), or which unit."""

    kind: str  # indicator | unit
    key: str  # what the answer is kept under
    sheet: str
    words: str
    cells: tuple[str, ...]
    candidates: tuple[str, ...]
    likely: bool = False  # whether its one candidate may be taken on trust


@dataclass(frozen=True)
class Unknown:
    """A cell of which nothing is known, and why."""

    sheet: str
    at: str
    words: str
    reason: str


@dataclass
class Guess:
    """What a form asks for."""

    cells: list[Cell] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rest: list[Unknown] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def unknown(self, sheet: str, words: str, at: str) -> None:
        """One more cell under words that no indicator is called by."""
        for n, known in enumerate(self.questions):
            if (known.sheet, known.key, known.candidates) == (sheet, words, ()):
                self.questions[n] = replace(known, cells=(*known.cells, at))
                return
        self.questions.append(Question("indicator", words, sheet, words, (at,), ()))


@dataclass(frozen=True)
class Asked:
    """A cell understood: sure or not."""

    cell: Cell
    sure: bool
    key: str
    words: str
    needs_unit: bool = False
    others: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Which area each row of a table is about."""

    column: int
    level: str
    codes: Mapping[int, str]  # row → a code; rows with words that name none are not in it
    problems: Mapping[int, str]
    part: frozenset[int]  # rows 合计 that may be of the rows alone, where these are not all units of the area


@dataclass(frozen=True)
class Guesser:
    """Guesses forms of one area and period; `heads` and `units` are what has been answered before."""

    blank: Blank
    lexicon: Lexicon
    names: Register
    area: str
    period: Period
    heads: Mapping[str, str]
    units: Mapping[str, str]

    def guess(self) -> Guess:
        """Everything the visible sheets ask for."""
        found = Guess()
        asked: list[Asked] = []
        for page in self.blank.book.worksheets:
            if page.sheet_state != "visible":
                continue
            grid = Grid(self.blank, page.title)
            for table in grid.tables:
                asked += self._table(grid, table, found)
            if not grid.tables:
                asked += self._card(grid)
        taken = {(each.cell.sheet, each.cell.at) for each in asked}
        asked += [each for each in self._named_cells() if (each.cell.sheet, each.cell.at) not in taken]
        self._sort(asked, found)
        found.questions.sort(key=lambda question: not question.candidates)
        if asked and (said := period_said(self.blank)) and said != self.period:
            words = {"said": said.words, "period": self.period.words}
            found.told.append(_("The form says {said}; it is filled for {period}.").format(**words))
        if not (asked or found.rest or found.questions or found.told):
            found.told.append(_("No head or row of this form is known; point its cells at indicators."))
        return found

    def _sort(self, asked: list[Asked], found: Guess) -> None:
        """What is sure goes into the cells; of the rest one question is asked for all cells with the same words."""
        open_: dict[tuple[str, str], list[Asked]] = {}
        for each in asked:
            if each.sure and not each.needs_unit:
                found.cells.append(each.cell)
            elif self._is_blank(each.cell):
                kind = "unit" if each.sure else "indicator"
                open_.setdefault((kind, f"{each.cell.sheet}" if kind == "unit" else each.key), []).append(
                    each
                )
        for (kind, key), group in open_.items():
            first = group[0]
            where = tuple(each.cell.at for each in group)
            if kind == "unit":
                heads = _("、").join(dict.fromkeys(each.words for each in group))
                found.questions.append(Question(kind, key, first.cell.sheet, heads, where, ("元", "万元")))
                continue
            options = tuple(
                dict.fromkeys(
                    wanted(match.indicator, each.cell.part, "=".join(match.of) if match.of else "")
                    for each in group[:1]
                    for match in each.others
                )
            )
            likely = len(options) == 1 and all(match.near for match in first.others)
            found.questions.append(Question(kind, key, first.cell.sheet, first.words, where, options, likely))

    def _is_rate(self, cell: Cell) -> bool:
        return self.lexicon.library.indicators[cell.indicator].is_rate

    def _is_blank(self, cell: Cell) -> bool:
        return self.blank.sheet(cell.sheet)[cell.at].value in (None, "")

    # --- one table ---

    def _table(self, grid: Grid, table: Table, found: Guess) -> Iterator[Asked]:
        """Its cells that are understood, sure or not; the others go to `found`."""
        across = self._across(table)
        downs = [None if across else self._down(table, block) for block in table.blocks]
        there = {code for rows in downs if rows for code in rows.codes.values()} - {self.area}
        for block, down in zip(table.blocks, downs, strict=True):
            rows = down
            if rows:
                missing = self._missing(rows.level, there) if rows.level == self._child_level else []
                told = _("The form has no row for {names}.").format(names=_("、").join(missing))
                if missing and len(missing) < len(there) and told not in found.told:
                    found.told.append(told)
                is_all = not there or (rows.level == self._child_level and not missing)
                rows = replace(rows, part=frozenset() if is_all else rows.part)
            elif not block.names and self._names_rows(table):
                found.told.append(
                    _("Sheet “{sheet}”: its rows name no unit; write them in, then fill it.").format(
                        sheet=table.sheet
                    )
                )
                continue
            parents, heads_of = _parents(table, block)
            for line in table.lines:
                yield from self._line(grid, table, block, line, rows, across, parents, heads_of, found)

    def _line(
        self, grid: Grid, table: Table, block: Block, line: Line, rows: Rows | None,
        across: Mapping[int, str], parents: Mapping[int, tuple[str, ...]], over: frozenset[int], found: Guess,
    ) -> Iterator[Asked]:  # fmt: skip
        """The cells of one row."""
        texts = [line.texts[c] for c in block.names if c in line.texts and not (rows and c == rows.column)]
        unit, words = self._said(table, block, line, texts)
        whole = self._months([path[-1] for c in block.values if (path := table.heads.get(c))])
        latest = self._dated(table, block)[-1:]
        down = "" if rows else self._months_down(table, block)
        if down and words and self._is_total(words[-1]):
            words[-1] = down
        if not rows and not across and not words and len(table.lines) > 1:
            return  # several rows, and nothing says what sets them apart
        for column in block.values:
            path = table.heads.get(column, ())
            at = f"{get_column_letter(column)}{line.number}"
            if (
                not path
                or _NOT_ASKED.fullmatch(squeeze(path[-1]))
                or self.blank.anchor(table.sheet, at) != at
            ):
                continue
            there = self.blank.sheet(table.sheet)[at]
            is_formula = there.data_type == "f"
            if there.value not in (None, "") and not is_formula:
                continue
            if rows and line.number in rows.part and not is_formula:
                label = squeeze(self._named_in(line, rows.column))
                found.rest.append(Unknown(table.sheet, at, label, self._of_rows()))
                continue
            if rows and line.number not in rows.codes:
                if not is_formula and self._named_in(line, rows.column):
                    label = squeeze(line.texts.get(rows.column, ""))
                    found.rest.append(Unknown(table.sheet, at, label, rows.problems[line.number]))
                continue
            area = rows.codes[line.number] if rows else across.get(column, self.area)
            if across and column not in across:
                if not is_formula and self._is_total(path[-1]):
                    found.rest.append(Unknown(table.sheet, at, squeeze(path[-1]), self._of_rows()))
                continue
            if (
                unit is None
                and not rows
                and self._has_units(table, block)
                and not any(phrase(word).units for word in words)
            ):
                continue  # 一、队伍: a heading, counted in nothing
            heads = [] if across else [text for text in path if not _is_code(text)]
            if heads and whole and self._is_total(heads[-1]):
                heads[-1] = whole
            key = " / ".join(squeeze(text) for text in (*words, *heads))
            if self._answer(key, words, heads) == "":
                continue  # told to stay blank
            alone = line.number in over and not rows
            up = parents.get(line.number, ())
            level = rows.level if rows else ""
            made = self._cell(grid, table, at, words, heads, unit, up, key, alone, level)
            if made is None or (alone and not made.sure):
                if not is_formula and not alone and not all(words_of.is_measure(squeeze(h)) for h in heads):
                    found.unknown(table.sheet, key, at)
                continue
            is_beside = made.cell.part in (*_PARTS_IN_PERCENT, "target") and not made.cell.period
            if is_beside and any(period != self.period for period in latest):
                made = replace(made, sure=False)  # a change beside 2022年 and 2023年 in a form of a month
            yield replace(made, cell=replace(made.cell, area=area))

    def _of_rows(self) -> str:
        return _("the form does not have every unit: what those it has add up to is not known")

    def _dated(self, table: Table, block: Block) -> list[Period]:
        """The periods that heads write out, the latest last, the longest of those that end together."""
        texts = [text for column in block.values for text in table.heads.get(column, ())]
        times = [words_of.time_of(phrase(text).core, self.period) for text in texts]
        periods = [time.period for time in times if time and time.period and time.part == "value"]
        return sorted(periods, key=lambda period: (period.last, -period.first.toordinal()))

    def _months_down(self, table: Table, block: Block) -> str:
        """The same of months down the side of a table, worked out once for all its rows."""
        key = (table.sheet, table.head_rows[0], block.names)
        if key not in self._down_the_side:
            texts = [t for each in table.lines[:SOME] for t in self._said_of(table, block, each)]
            self._down_the_side[key] = self._months(texts)
        return self._down_the_side[key]

    @cached_property
    def _down_the_side(self) -> dict[tuple[str, int, tuple[int, ...]], str]:
        return {}

    def _said_of(self, table: Table, block: Block, line: Line) -> list[str]:
        """The words that name a row."""
        return self._said(table, block, line, [line.texts[c] for c in block.names if c in line.texts])[1]

    def _months(self, texts: Sequence[str]) -> str:
        """What 合计 beside months or quarters is of: 1—6月; "" where there are no such periods."""
        times = [
            time.period
            for text in texts
            if (time := words_of.time_of(phrase(text).core, self.period))
            and time.period
            and time.part == "value"
        ]
        for grain, width in (("month", 1), ("quarter", 3)):
            firsts = [period.first.month for period in times if period.grain == grain]
            if len(firsts) > 1 and firsts == list(range(1, 13, width))[: len(firsts)]:
                last = firsts[-1] + width - 1
                return "全年" if last == 12 else f"1—{last}月"
        return ""

    def _said(
        self, table: Table, block: Block, line: Line, texts: list[str]
    ) -> tuple[Unit | None, list[str]]:
        """The unit of a row that stands in a column of its own, and the words that name the row."""
        unit, words = None, []
        for column in block.names:
            text = line.texts.get(column, "")
            if not text or text not in texts:
                continue
            head = squeeze(" ".join(table.heads.get(column, ())))
            if (said := words_of.unit_of(text)) and (is_unit_head(head) or "单位" in head):
                unit = said
            elif re.fullmatch(r"\d{1,2}", squeeze(text)) and "月" in head:
                words.append(f"{squeeze(text)}月")
            elif not _is_code(text) and not is_unit_head(head):
                words.append(text)
        for column in range(min(block.values), max(block.values) + 1):
            text = line.texts.get(column, "")  # 项目 | 本年 | 上年 | 单位
            if text and is_unit_head(" ".join(table.heads.get(column, ()))):
                unit = unit or words_of.unit_of(text)
        return unit, list(dict.fromkeys(words))

    def _has_units(self, table: Table, block: Block) -> bool:
        return any(
            "单位" in squeeze(" ".join(table.heads.get(column, ())))
            and any(words_of.unit_of(line.texts.get(column, "")) for line in table.lines)
            for column in block.names
        )

    def _cell(
        self, grid: Grid, table: Table, at: str, words: Sequence[str], heads: Sequence[str],
        unit: Unit | None, parents: tuple[str, ...], key: str, alone: bool = False, level: str = "",
    ) -> Asked | None:  # fmt: skip
        """What one cell asks for, for the form's own area; None where no indicator is near. A row with rows under it stands
        `alone`: it may be no more than their heading, and is no number by the help of other words."""
        answered = self._answer(key, words, heads)
        (inner, outer), time = self._times([*map(phrase, heads)], [*map(phrase, words)])
        titles = [
            _of_level(squeeze(text), level)
            for text in (*table.above, table.sheet)
            if _may_be_title(text) and not alone
        ]
        inner = _folded(inner)
        said = unit or _first_unit([*reversed(outer), *reversed(inner)])
        if answered:
            matches, part = [_told_match(answered)], answered.rpartition(".")[2]
            if time.part == "value":
                time = replace(time, part=part)
        else:
            matches = self._matches(inner, outer, parents, titles, said)
        if not matches:
            return None
        best = matches[0]
        indicator = self.lexicon.library.indicators.get(best.indicator)
        if indicator is None:
            return None
        sure = bool(answered) or (len(matches) == 1 and best.sure and time.sure)
        is_change = time.part in ("on_year", "on_previous")
        is_percent = is_change and self._asks_percent(table.sheet, at, [*heads, *words], said)
        sure = sure and (bool(answered) or is_percent or not is_change)
        scale = "%" if is_percent else self._scale(grid, table, indicator, unit, inner, outer, key)
        is_sum = indicator.unit == "yuan" and time.part not in _PARTS_IN_PERCENT
        cell = Cell(
            table.sheet, at, best.indicator, time.part, "",
            str(time.period) if time.period else "", "=".join(best.of) if best.of else "", scale or "",
        )  # fmt: skip
        return Asked(cell, sure, key, key, is_sum and scale is None, tuple(matches))

    def _answer(self, key: str, words: Sequence[str], heads: Sequence[str]) -> str | None:
        """What has been told of these words before: of all of them, or of the innermost."""
        keys = [key, *(squeeze(text) for text in (*reversed(heads), *reversed(words)))]
        known = {squeeze(text): told for text, told in self.heads.items()}
        return next((known[squeeze(each)] for each in keys if squeeze(each) in known), None)

    def _times(
        self, heads: list[Phrase], words: list[Phrase]
    ) -> tuple[tuple[list[Phrase], list[Phrase]], Time]:
        """The words that are no time, of heads and of rows, and the time the others say."""
        found: list[Time] = []
        kept: tuple[list[Phrase], list[Phrase]] = ([], [])
        for side, phrases in zip(kept, (heads, words), strict=True):
            for each in phrases:
                if said := words_of.time_of(each.core, self.period):
                    found.append(said)
                    continue
                core, began = words_of.timed(each.core, self.period)
                if began and (inner := words_of.time_of(core, self.period)):
                    found += [began, inner]
                    continue
                if began:
                    found.append(began)
                side.append(replace(each, core=core))
        return kept, _one_time(found)

    def _matches(
        self,
        heads: list[Phrase],
        words: list[Phrase],
        parents: tuple[str, ...],
        titles: list[str],
        unit: Unit | None,
    ) -> list[Match]:
        """What heads and the names of a row mean together."""
        above = [each.core for each in reversed(heads[:-1])]
        left = [each.core for each in reversed(words[:-1])]
        far = [*(phrase(text).core for text in parents), *titles]
        tries: list[tuple[Phrase, list[str]]] = []
        is_measure = bool(heads) and (
            words_of.is_measure(heads[-1].core) or bool(words_of.unit_of(heads[-1].core))
        )
        if heads and words:
            tries = [(heads[-1], [words[-1].core, *above, *left])]
            if is_measure:  # the row says what, and 人数 over the column how it is counted
                unit = unit or words_of.unit_of(heads[-1].core) or _MEASURED.get(heads[-1].core)
                tries = [(words[-1], left), tries[0]]
            else:
                tries.append((words[-1], [heads[-1].core, *left, *above]))
        elif heads:
            tries = [(heads[-1], above)]
        elif words:
            tries = [(words[-1], left)]
        else:  # the table is of the one thing its title names
            named = [
                self.lexicon.match(phrase(w), [], [], unit) for title in titles for w in words_of.outer(title)
            ]
            return next((matches for matches in named if len(matches) == 1 and matches[0].sure), [])
        found = [self.lexicon.match(leaf, near, far, unit) for leaf, near in tries]
        sure = [matches for matches in found if len(matches) == 1 and matches[0].sure]
        if sure and (is_measure or len({(m[0].indicator, m[0].of) for m in sure}) == 1):
            return sure[0]
        every = [replace(match, sure=False) for matches in found for match in matches]
        return list(dict.fromkeys(every))

    def _asks_percent(self, sheet: str, at: str, texts: Sequence[str], unit: Unit | None) -> bool:
        """Whether a change is asked for in per cent: 同比 alone is, 增减 may be a number."""
        shown = str(self.blank.sheet(sheet)[at].number_format)
        return (
            "%" in shown
            or bool(unit and unit.kind == "percent")
            or bool(re.search(r"率|幅|%|％|[同环]比$|增长$", "".join(texts)))
        )

    def _scale(
        self, grid: Grid, table: Table, indicator: Indicator, unit: Unit | None,
        heads: list[Phrase], words: list[Phrase], key: str,
    ) -> str | None:  # fmt: skip
        """The unit a number goes in, as a word; None where it stands nowhere, or two stand there.

        The nearest has it: the row's, the head's, the corner and the title over the table, the notes under it.
        """
        kind, is_rate = indicator.unit, indicator.is_rate
        near = [each.units for each in (*reversed(words), *reversed(heads))]
        for said in ((unit,) if unit else (), *near):
            if own := [each for each in said if each.kind == kind]:
                return word_of(own[0]) if len({each.size for each in own}) == 1 else None
        if told := self.units.get(key) or ("" if is_rate else self.units.get(table.sheet)):
            return told if kind == "yuan" else ""
        for texts in (table.above, table.below, grid.tables[-1].below if grid.tables else ()):
            if kind == "yuan":
                found = money_said(texts, is_rate)
                if found:  # 人均 is no matter of ten thousands, whatever the corner says of the sums
                    return found.pop() if len(found) == 1 and (not is_rate or found == {"元"}) else None
            elif scaled := words_of.scaled_said(texts, kind):
                return scaled
        if kind != "yuan":
            return ""
        found = money_said([table.sheet])
        return found.pop() if len(found) == 1 and not is_rate else None

    # --- areas ---

    @cached_property
    def _own_names(self) -> frozenset[str]:
        area = self.names.areas.get(self.area)
        return frozenset(map(squeeze, area.names)) if area else frozenset()

    def _is_total(self, text: str) -> bool:
        bare = re.sub(r"\(.*\)$", "", squeeze(text))
        return bool(TOTAL.fullmatch(bare)) or bare in self._own_names

    def _resolved(self, texts: Iterable[str], level: str) -> dict[str, str]:
        found = {}
        for text in dict.fromkeys(texts):
            if code := self.names.find(text, self.area, level, self.period.last).code:
                found[text] = code
        return found

    def _down(self, table: Table, block: Block) -> Rows | None:
        """The areas the rows are about; None where rows are about something else."""
        best: tuple[int, int, str, dict[str, str]] | None = None
        for column in block.names:
            texts = [line.texts[column] for line in table.lines if column in line.texts]
            named = [
                t
                for t in texts
                if not self._is_total(t) and not SUBTOTAL.match(squeeze(t)) and not _is_code(t)
            ]
            for level in LEVELS:
                if named and self.names.knows(self.area, level):
                    some = named[:SOME]
                    n = len(self._resolved(some, level))
                    if 2 * n >= len(set(some)) and (best is None or n > best[0] or column > best[1]):
                        best = (n, column, level, self._resolved(named, level))
        if best is None:
            column = next((c for c in block.names if self._has_only_totals(table, c)), 0)
            best = (0, column, self._child_level, {}) if column else None
        if best is None:
            return None
        _n, column, level, held = best
        texts = {line.number: self._named_in(line, column) for line in table.lines}
        finer = any(
            c > column and table.heads.get(c) and not is_unit_head(table.heads[c][-1])
            and not _NOT_ASKED.fullmatch(squeeze(table.heads[c][-1]))
            for c in block.names
        )  # fmt: skip
        codes: dict[int, str] = {}
        problems: dict[int, str] = {}
        for number, text in texts.items():
            if self._is_total(text):
                if level in (self._child_level, "county", "township"):
                    codes[number] = self.area
                else:
                    problems[number] = _("a total of these rows alone, which the system does not keep")
            elif not text.strip():
                problems[number] = _("the row names no unit")
            elif SUBTOTAL.match(squeeze(text)):
                problems[number] = _("a subtotal of the form: no unit of the register")
            elif text in held:
                codes[number] = held[text]
            else:
                problem = self.names.find(text, self.area, level, self.period.last).problem
                problems[number] = problem or ""
        count = Counter(codes.values())
        for number in [n for n, code in codes.items() if code != self.area and count[code] > 1 and not finer]:
            problems[number] = _("“{name}” stands in several rows").format(
                name=self.names.areas[codes.pop(number)].name
            )
        plain = [
            n for n, text in texts.items() if n in codes and self._is_total(text) and not self._is_whole(text)
        ]
        return Rows(column, level, codes, problems, frozenset(plain))

    def _is_whole(self, text: str) -> bool:
        """Whether a total is said to be of the whole area: 全县合计, its name."""
        return squeeze(text).startswith(("全", "本")) or squeeze(text) in self._own_names

    def _has_only_totals(self, table: Table, column: int) -> bool:
        texts = [line.texts[column] for line in table.lines if column in line.texts]
        return bool(texts) and all(map(self._is_total, texts))

    def _named_in(self, line: Line, column: int) -> str:
        """What names the unit of a row; 合计 may stand in another column of the names."""
        text = line.texts.get(column, "")
        if text.strip():
            return text
        return next((t for t in line.texts.values() if self._is_total(t) or SUBTOTAL.match(squeeze(t))), "")

    @cached_property
    def _child_level(self) -> str:
        own = self.names.areas.get(self.area)
        after = {
            "prefecture": "county",
            "province": "prefecture",
            "county": "township",
            "township": "village",
        }
        return after.get(own.level, "") if own else ""

    def _across(self, table: Table) -> Mapping[int, str]:
        """The areas the columns are about, by column; {} where columns are about something else."""
        heads = {c: table.heads[c][-1] for block in table.blocks for c in block.values if table.heads.get(c)}
        for level in LEVELS:
            if self.names.knows(self.area, level):
                held = self._resolved(heads.values(), level)
                if len(held) >= 2:
                    codes = {c: held[text] for c, text in heads.items() if text in held}
                    is_all = level == self._child_level and not self._missing(level, codes.values())
                    totals = [c for c, text in heads.items() if self._is_total(text)]
                    return codes | {c: self.area for c in totals if is_all or self._is_whole(heads[c])}
        return {}

    def _names_rows(self, table: Table) -> bool:
        heads = [squeeze(path[0]) for path in table.heads.values() if path]
        return any(
            re.search(r"乡镇|镇街|街道|单位名称|学校名称|县区|县市区|村社区|指标|项目", head)
            for head in heads
        )

    def _missing(self, level: str, codes: Iterable[str]) -> list[str]:
        """The units of a level of the area, at the period's end, that are not among these."""
        there, own = set(codes), self.names.areas[self.area].level
        return [
            area.name
            for area in self.names.below(self.area, level)
            if area.code not in there
            and not self.names.has_ended(area.code, self.period.last)
            and self.names.above(area.code, own, self.period.last) == self.area
        ]

    # --- cells outside tables ---

    def _card(self, grid: Grid) -> Iterator[Asked]:
        """Blank boxes right of words, on a sheet that has no table."""
        page = self.blank.sheet(grid.sheet)
        title = tuple(t for row in range(1, 4) for t in grid.strings(row).values())
        empty = Table(grid.sheet, title, (1, 1), {}, (), {}, (), tuple(grid.outside()))
        for row in range(1, grid.last_row + 1):
            for at, text in grid.strings(row).items():
                beside = max(grid.covers(row, at)) + 1
                there = page.cell(row, beside)
                name = f"{get_column_letter(beside)}{row}"
                if at[0] != row or there.value not in (None, "") or not _is_box(there):
                    continue
                if _NOT_ASKED.fullmatch(phrase(text).core):
                    continue
                if made := self._cell(grid, empty, name, [text], [], None, (), squeeze(text)):
                    yield replace(made, cell=replace(made.cell, area=self.area))

    def _named_cells(self) -> Iterator[Asked]:
        """Blank cells that the workbook itself gives a name."""
        for name, defined in self.blank.book.defined_names.items():
            places = list(defined.destinations) if defined.type == "RANGE" else []
            if len(places) != 1:
                continue
            sheet, at = places[0][0], places[0][1].replace("$", "")
            if sheet not in self.blank.sheets or not re.fullmatch(r"[A-Z]+\d+", at):
                continue
            if (
                self.blank.sheet(sheet)[at].value not in (None, "")
                or self.blank.sheet(sheet).sheet_state != "visible"
            ):
                continue
            grid = Grid(self.blank, sheet)
            empty = Table(sheet, tuple(grid.outside()), (1, 1), {}, (), {}, (), ())
            if made := self._cell(grid, empty, at, [name.replace("_", "/")], [], None, (), name):
                yield replace(made, cell=replace(made.cell, area=self.area))


_MEASURED = {
    "人次": Unit("person_time"), "场次": Unit("session"), "金额": Unit("yuan"), "时长": Unit("hour"), "人数": Unit("person"),
}  # fmt: skip


def _is_code(text: str) -> bool:
    return bool(re.fullmatch(r"[甲乙丙丁戊己庚辛壬癸]|\(?\d+(\.\d+)?\)?|[A-Za-z]|—|-|/", squeeze(text)))


def _is_box(there: Any) -> bool:
    """Whether a blank cell is drawn as one to write in."""
    border = there.border
    return bool(border and (border.bottom.style or (border.top.style and border.left.style)))


def _may_be_title(text: str) -> bool:
    """Whether words over a table say what it is about: no corner, no date, no place for a seal."""
    bare = re.sub(r"\(.*?\)", "", squeeze(text))
    return ":" not in bare and not bare.startswith("附件")


def _of_level(title: str, level: str) -> str:
    """A title without the words for the level that the rows are of: 学校少先队情况表, a school in each row."""
    words = {
        "school": r"各?中?小?学校?|全县学校",
        "village": r"各?村\(社区\)|各?村社区|各?村级?",
        "enterprise": r"各?企业",
    }
    return re.sub(words[level], "", title) if level in words else title


def _folded(heads: list[Phrase]) -> list[Phrase]:
    """Heads, the innermost of which may be but the unit of the one over it: 人 under 注册志愿者."""
    last = words_of.unit_of(heads[-1].core) if len(heads) > 1 else None
    if last is None or words_of.is_measure(heads[-1].core) or heads[-1].units:
        return heads
    return [*heads[:-2], replace(heads[-2], units=(last,))]


def _first_unit(phrases: Iterable[Phrase]) -> Unit | None:
    return next((each.unit for each in phrases if each.unit), None)


def _told_match(answered: str) -> Match:
    """A match from what a mapping says: cadres[post=full_time].value."""
    name, _dot, _part = answered.rpartition(".")
    bare, _bracket, inside = name.partition("[")
    column, _is, member = inside.rstrip("]").partition("=")
    return Match(bare, (column, member) if column else None)


def _one_time(found: list[Time]) -> Time:
    """One time out of those that several words say; unsure where they do not go together."""
    dated = [each for each in found if each.period]
    sides = [each for each in found if not each.period and each.part != "value"]
    sure = all(each.sure for each in found)
    period = dated[-1].period if dated else None
    if len(dated) == 2 and dated[0].period and period:
        years = [each.period for each in dated if each.period and each.period.grain == "year"]
        other = [each.period for each in dated if each.period and each.period.grain != "year"]
        if len(years) == len(other) == 1:
            period = replace(other[0], first=other[0].first.replace(year=years[0].first.year))
        else:
            sure = False
    part = sides[-1].part if sides else dated[-1].part if dated else "value"
    if len({each.part for each in sides}) > 1 or len(dated) > 2 or (sides and dated):
        sure = False
    return Time(part, period, sure)


def _parents(table: Table, block: Block) -> tuple[Mapping[int, tuple[str, ...]], frozenset[int]]:
    """By row the rows it is a part of, the nearest first: by its number, 其中, or how far it stands in. And the rows that
    have others under them."""
    columns = [
        c for c in block.names
        if not is_unit_head(" ".join(table.heads.get(c, ())))
        and any(not _is_code(line.texts[c]) and not words_of.unit_of(line.texts[c]) for line in table.lines if c in line.texts)
    ]  # fmt: skip
    if not columns:
        return {}, frozenset()
    column = columns[-1]
    stack: list[tuple[tuple[int, int, int], str, int]] = []
    found: dict[int, tuple[str, ...]] = {}
    over: set[int] = set()
    for line in table.lines:
        text = line.texts.get(column, "")
        if not text:
            continue
        own = phrase(text)
        indent = len(text) - len(text.lstrip(" \u3000"))
        depth = (own.rank, indent, int(own.among))
        stack = [entry for entry in stack if entry[0] < depth]
        over |= {number for entry, _words, number in stack[-1:] if entry[0] < own.rank or entry[1] < indent}
        section = table.sections.get(line.number, "")
        held = tuple(words for _depth, words, _number in reversed(stack))
        found[line.number] = (*held, *((section,) if section else ()))
        stack.append((depth, text, line.number))
    return found, frozenset(over)


def period_said(blank: Blank) -> Period | None:
    """The period that the titles and corners of a form say it is of; None where they say none, or several."""
    pages = [page.title for page in blank.book.worksheets if page.sheet_state == "visible"]
    grids = [Grid(blank, title) for title in pages]
    return words_of.period_in(t for g in grids for table in g.tables for t in (*table.above, g.sheet))


def size_of(unit: str) -> Decimal:
    """How many make one of a unit written as a word; 1 for ""."""
    found = words_of.unit_of(unit) if unit else None
    return found.size if found else Decimal(1)


def money_around(blank: Blank, sheet: str, at: str) -> str:
    """In what a cell that a mapping points at wants its money: 元, 万元; "" where nothing around it says, or two do."""
    grid = Grid(blank, blank.sheet(sheet).title)
    row, column = coordinate_to_tuple(at)
    left = [grid.text(row, c) for c in range(column - 1, 0, -1)]
    above = [grid.text(r, column) for r in range(row - 1, 0, -1)]
    for text in (*left, *above):
        said = words_of.unit_of(text)
        own = {word_of(each) for each in ([said] if said else phrase(text).units) if each.kind == "yuan"}
        if own:
            return own.pop() if len(own) == 1 else ""
    others = [
        t for r in range(1, grid.last_row + 1) for t in grid.strings(r).values() if ":" in squeeze(t) or r < 4
    ]
    found = money_said([*others, grid.sheet])
    return found.pop() if len(found) == 1 else ""
