"""The tables of a blank form: where their heads are, which columns name the rows, which cells wait for a number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tuanqing.show.document.workbook import Blank
from tuanqing.store.cell.text import squeeze

MOST_HEADS = 4  # rows of heads over one another
ENOUGH = 0.4  # of the rows have something in a column that names them
_FORMAL = re.compile(
    r"^(填报|填表|制表|编制|单位|计量单位|金额单位|货币单位|统计|报告|日期|审核|联系|表号|批准|有效期|制定机关|审批|时间)"
    r"[^:]{0,12}:"
)
_FOOT = re.compile(
    r"^(注|备注|说明|填表说明|填报说明|填写说明)(\d{0,2}[:.、]|$)"
    r"|^(填表|填报|制表|审核|审核人|负责人|联系|单位负责人|统计负责人|主要负责人|报出|复核)[^:]{0,12}:"
)
_TITLE = re.compile(
    r"((统计|情况|汇总|一览|明细|登记|调查|监测|信息|月|季|年|台账)报?表(\(.*\))?$)|^附?表[一二三四五六七八九十\d]|^附件"
)
_CODE = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|\(?\d{1,3}\)?|[A-Za-z]|—|-")
_ROW_WORDS = re.compile(
    r"名称|项目|指标|乡镇|镇街|街道|单位|学校|内容|类别|地区|区域|县区|县市|村|组织|类型|事项|月份|分类"
)


@dataclass(frozen=True)
class Line:
    """A row of a table: its number, and what stands in it by column."""

    number: int
    texts: Mapping[int, str]


@dataclass(frozen=True)
class Block:
    """Columns that name rows, and the columns to their right that wait for numbers."""

    names: tuple[int, ...]
    values: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """One table of a sheet."""

    sheet: str
    above: tuple[str, ...]  # what stands between the table before and its heads: titles, a corner
    head_rows: tuple[int, int]
    heads: Mapping[int, tuple[str, ...]]  # by column, the outermost first
    lines: tuple[Line, ...]
    sections: Mapping[int, str]  # row → the words across the whole table that stand over it
    blocks: tuple[Block, ...]
    below: tuple[str, ...]  # notes at the foot


@dataclass
class Grid:
    """A sheet as a reader sees it: what is merged shows in each of its cells."""

    blank: Blank
    sheet: str
    _cells: dict[tuple[int, int], tuple[Any, tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        page = self.blank.sheet(self.sheet)
        for row in page.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    self._cells[cell.row, cell.column] = (cell, (cell.row, cell.column))
        for merged in page.merged_cells.ranges:
            at = (merged.min_row, merged.min_col)
            if at in self._cells:
                for row in range(merged.min_row, merged.max_row + 1):
                    for column in range(merged.min_col, merged.max_col + 1):
                        self._cells[row, column] = (self._cells[at][0], at)
        self.last_row = max((row for row, _column in self._cells), default=0)
        self.last_column = max((column for _row, column in self._cells), default=0)

    def text(self, row: int, column: int) -> str:
        """The words or the number in a cell or in what it is merged into; "" where there is none, or a formula."""
        found = self._cells.get((row, column))
        return "" if found is None or found[0].data_type == "f" else str(found[0].value).strip("\n\r")

    def strings(self, row: int) -> dict[tuple[int, int], str]:
        """The words that show in a row, by the cell they stand in."""
        return {
            self._cells[row, column][1]: text
            for column in range(1, self.last_column + 1)
            if (text := self.text(row, column)).strip()
        }

    def covers(self, row: int, at: tuple[int, int]) -> list[int]:
        """The columns of a row over which the words of a cell stand."""
        return [
            c
            for c in range(1, self.last_column + 1)
            if (row, c) in self._cells and self._cells[row, c][1] == at
        ]

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables from above."""
        found: list[Table] = []
        row, since = 1, 1
        while row <= self.last_row:
            heads = self._heads(row)
            if heads is None:
                row += 1
                continue
            first, last, left, right = heads
            above = tuple(t for r in range(since, first) for t in self.strings(r).values())
            table, row = self._table(first, last, left, right, above)
            if table is not None:
                found.append(table)
                since = row
        return tuple(found)

    def _heads(self, row: int) -> tuple[int, int, int, int] | None:
        """The rows and columns of a table's heads that begin in a row; None where none do."""
        own = {at: text for at, text in self.strings(row).items() if at[0] == row}
        if len(own) < 2 or any(_FORMAL.match(squeeze(text)) for text in own.values()):
            return None
        columns = [c for at in own for c in self.covers(row, at)]
        left, right, last = min(columns), max(columns), row
        while last - row < MOST_HEADS - 1 and self._goes_on(last + 1, row, left, right):
            last += 1
        right = max(c for r in range(row, last + 1) for at in self.strings(r) for c in self.covers(r, at))
        held = sum(any(self.text(r, c) for r in range(row, last + 1)) for c in range(left, right + 1))
        if right == left or held < 0.7 * (right - left + 1):
            return None
        return row, last, left, right

    def _goes_on(self, row: int, first: int, left: int, right: int) -> bool:
        """Whether a row under heads holds heads too: it fills the columns, or leaves those that name rows alone."""
        strings = {at: text for at, text in self.strings(row).items() if left <= at[1] <= right}
        own = {at: text for at, text in strings.items() if at[0] == row}
        if not own:
            return False
        held = [c for c in range(left, right + 1) if self.text(row, c)]
        if all(_CODE.fullmatch(squeeze(text)) for text in own.values()) and len(held) >= 0.6 * (
            right - left + 1
        ):
            return True
        hanging = any(at[0] >= first and at[0] < row for at in strings)
        if len(held) >= 0.9 * (right - left + 1):  # a row that is filled in is no head
            is_grouped = any(len(self.covers(row - 1, at)) > 1 for at in self.strings(row - 1))
            return hanging or (len(own) >= 2 and is_grouped)
        under = self._cells.get((row - 1, left + 1))
        is_grouped = under is not None and len(self.covers(row - 1, under[1])) > 1
        return len(own) >= 2 and (row, left) not in own and ((row, left + 1) not in own or is_grouped)

    def _table(
        self, first: int, last: int, left: int, right: int, above: tuple[str, ...]
    ) -> tuple[Table | None, int]:
        """The table under heads, and the row after it."""
        open_at = {c for c in range(left, right + 1) if not self.text(last + 1, c)}
        lines, sections, section, row = [], {}, "", last + 1
        while row <= self.last_row:
            strings = self.strings(row)
            words = [squeeze(text) for text in strings.values()]
            if words and (_FOOT.match(words[0]) or (len(words) == 1 and _TITLE.search(words[0]))):
                break
            if len(words) == 1 and len(self.covers(row, next(iter(strings)))) > max(
                1, (right - left + 1) // 2
            ):
                section = next(iter(strings.values()))
            elif words:
                below = self._heads(row) if len(strings) >= 2 else None
                if below and len({at[1] for at in strings if at[0] == row} & open_at) >= max(
                    2, len(open_at) // 2
                ):
                    break
                texts = {c: t for c in range(left, right + 1) if (t := self.text(row, c)).strip()}
                if texts:
                    lines.append(Line(row, texts))
                    sections[row] = section
            row += 1
        if not lines and row == last + 1:
            lines = [Line(last + 1, {})]  # heads, and one row for the one who fills it in
        foot = row
        while row <= self.last_row and self._heads(row) is None and not self._is_title(row):
            row += 1
        below = tuple(t for r in range(foot, row) for t in self.strings(r).values())
        blocks = self._blocks(lines, first, last, left, right)
        if not blocks:  # nothing waits for a number: a list that is filled in, or words side by side
            return None, row if len(lines) > 1 else first + 1
        heads = self._paths(first, last, left, right)
        table = Table(self.sheet, above, (first, last), heads, tuple(lines), sections, blocks, below)
        return table, max(row, last + 1)

    def _is_title(self, row: int) -> bool:
        words = [squeeze(text) for text in self.strings(row).values()]
        return len(words) == 1 and bool(_TITLE.search(words[0])) and not _FOOT.match(words[0])

    def _blocks(self, lines: list[Line], first: int, last: int, left: int, right: int) -> tuple[Block, ...]:
        """The columns that name rows and those that wait for numbers, in their order."""
        named = [line for line in lines if line.texts]
        share = {c: sum(c in line.texts for line in named) for c in range(left, right + 1)}
        names = {c for c, n in share.items() if named and n >= max(1, ENOUGH * len(named))}
        found: list[tuple[list[int], list[int]]] = [([], [])]
        known: set[str] = set()
        for column in range(left, right + 1):
            head = squeeze(" ".join(dict.fromkeys(self.text(r, column) for r in range(first, last + 1))))
            if column not in names:
                found[-1][1].append(column)
                continue
            if found[-1][1] and (head in known or (_ROW_WORDS.search(head) and not is_unit_head(head))):
                found.append(([], []))
            known.add(head)
            found[-1][0].append(column)
        return tuple(Block(tuple(n), tuple(v)) for n, v in found if v)

    def _paths(self, first: int, last: int, left: int, right: int) -> dict[int, tuple[str, ...]]:
        """The heads over each column, the outermost first; a head beside blanks reaches over them where they have heads
        of their own below."""
        paths: dict[int, tuple[str, ...]] = {}
        for column in range(left, right + 1):
            path: list[str] = []
            for row in range(first, last + 1):
                text = self.text(row, column)
                if not text and row < last and any(self.text(r, column) for r in range(row + 1, last + 1)):
                    outer = next((c for c in range(column - 1, left - 1, -1) if self.text(row, c)), None)
                    if outer is not None and any((r, outer) in self._own for r in range(row + 1, last + 1)):
                        text = self.text(row, outer)
                if text.strip() and text not in path and not (path and _CODE.fullmatch(squeeze(text))):
                    path.append(text)
            paths[column] = tuple(path)
        return paths

    @cached_property
    def _own(self) -> frozenset[tuple[int, int]]:
        return frozenset(at for at, (_cell, anchor) in self._cells.items() if at == anchor)

    def outside(self) -> Iterator[str]:
        """The words of the sheet that stand in no table."""
        inside: set[int] = set()
        for table in self.tables:
            inside |= {
                *range(table.head_rows[0], table.head_rows[1] + 1),
                *(line.number for line in table.lines),
            }
        for row in range(1, self.last_row + 1):
            if row not in inside:
                yield from self.strings(row).values()


def is_unit_head(head: str) -> bool:
    """Whether a column says what the numbers beside it are counted in, or numbers them."""
    return squeeze(head) in ("单位", "计量单位", "代码", "序号", "编号", "行次", "指标代码")
