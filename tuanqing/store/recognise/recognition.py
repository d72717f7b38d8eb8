"""What a sheet is taken for: its dataset, and which of its columns names which of the contract's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache

from tuanqing.define.contract import Column, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, everywhere
from tuanqing.store.cell.text import squeeze
from tuanqing.store.recognise.spellings import BRACKET, UNITS

LINE, REASONS = "line in the file", "reasons"  # the columns exports.rejects_table adds, in any language
Answer = Mapping[str, str | None]  # header (by text, or by number from 1) → column, None: not used
_UNIT_ROW = re.compile(r"(?:金额)?单位[::]?\(?(万元|千元|亿元|元|小时|分钟)")
_SCALE = {
    "yuan": {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000},
    "hour": {"小时": 1, "时": 1, "h": 1, "分钟": Decimal(1) / 60, "分": Decimal(1) / 60},
}


@dataclass(frozen=True)
class Mapped:
    """One column of the sheet and what we take it for."""

    index: int
    header: str  # as it stands, groups and leaf joined by / where the header has more than one row
    column: str | None  # the contract's column, None when unmapped
    scale: Decimal = Decimal(1)  # 万元 → 10000
    given: str | None = (
        None  # no column of the sheet: every row has this text there, as the importer was told
    )
    sections: tuple[
        tuple[int, str | None], ...
    ] = ()  # no column of the sheet either: from a line on, this text

    @property
    def is_told(self) -> bool:
        """Whether it is no column of the sheet."""
        return self.given is not None or bool(self.sections)

    @property
    def standing_alone(self) -> str:
        """The header's leaf, with the unit that a title or a group gave it; of what was told, the column's title."""
        if self.given is not None:
            return self.header.removesuffix(f"={self.given}")
        units = [word for words in _SCALE.values() for word, scale in words.items() if scale == self.scale]
        leaf = self.header.rsplit("/", 1)[-1]
        if self.scale == 1:
            return self.header
        return f"{BRACKET.sub('', squeeze(leaf))}({units[0]})"


@dataclass(frozen=True)
class Recognition:
    """What we take a sheet for."""

    contract: Contract
    columns: tuple[Mapped, ...]
    header_line: int  # the last line of the header; data follows
    header_rows: int  # 1 to 3
    titles: tuple[str, ...]  # the texts above the header
    blank_above: int
    as_of: date | None  # the date the sheet says its data are of
    warnings: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # what must be confirmed before its rows are published
    others: tuple[str, ...] = field(default=())  # datasets that nearly fit
    title_lines: tuple[int, ...] = ()  # below the header: titles of more tables like this one
    titles_below: tuple[str, ...] = ()  # what these say
    header_lines: tuple[int, ...] = ()  # and their headers
    step_header: int | None = None  # an unrolled roster: the cell of `raw` with the header a date stood under

    @property
    def signature(self) -> str:
        """What makes this source known again: its header texts."""
        return signature_of([mapped.header for mapped in self.columns if not mapped.sections])

    @property
    def unmapped(self) -> list[str]:
        """Headers that no column took; those we added to rejected rows ourselves are not meant."""
        return [m.header for m in self.columns if m.column is None and m.header and not is_ours(m.header)]

    @property
    def is_rejects(self) -> bool:
        """Whether this is a file of rejected rows that we wrote, come back mended."""
        found = {mapped.header for mapped in self.columns}
        return bool(found & everywhere(LINE)) and bool(found & everywhere(REASONS))

    def index(self, column: str) -> Mapped | None:
        """The sheet's column that `column` of the contract is read from."""
        return next((mapped for mapped in self.columns if mapped.column == column), None)

    def giving(self, given: Mapping[str, str]) -> "Recognition":
        """With columns (by name or title) that have one text in every row. Raises Refused for one the sheet has."""
        columns = list(self.columns)
        for name, text in columns_called(self.contract, given).items():
            mapped = self.index(name)
            title = self.contract.columns[name].title
            if mapped:
                raise Refused(
                    _(
                        "“{title}” stands in the sheet, under the header “{header}”. Leave out what was said for every "
                        "row (--set), or the header (--map {header}=)."
                    ).format(title=title, header=mapped.header)
                )
            columns.append(Mapped(len(columns), f"{title}={text}", name, given=text))
        return replace(self, columns=tuple(columns))

    def remap(self, answer: Answer) -> "Recognition":
        """With some headers (by text, or by number from 1) given other columns; None leaves one out.

        Raises Refused for a header or a column that does not exist.
        """
        columns = list(self.columns)
        for header, name in answer.items():
            at = [
                i
                for i, mapped in enumerate(columns)
                if squeeze(mapped.header) == squeeze(header) or header == str(mapped.index + 1)
            ]
            if not at:
                raise Refused(_("There is no header “{header}” in this sheet.").format(header=header))
            if name is not None and name not in self.contract.columns:
                raise Refused(
                    _("“{title}” has no column {column}. Choose one of: {known}.").format(
                        title=self.contract.title, column=name, known=", ".join(self.contract.columns)
                    )
                )
            columns = [
                replace(m, column=None) if name is not None and m.column == name and i not in at else m
                for i, m in enumerate(columns)
            ]
            for i in at:
                columns[i] = taken_for(columns[i].index, columns[i].header, name, self.contract, self.titles)
        return replace(self, columns=tuple(columns))


def columns_called(contract: Contract, given: Mapping[str, str]) -> dict[str, str]:
    """What was given by column name, title or another of its headers, by column name.

    Raises Refused for a column the contract does not have.
    """
    found: dict[str, str] = {}
    for words, text in given.items():
        column = next(
            (c for c in contract.columns.values() if squeeze(words) in (c.name, *map(squeeze, c.header))),
            None,
        )
        if column is None:
            raise Refused(
                _("“{title}” has no column {column}. Choose one of: {known}.").format(
                    title=contract.title, column=words, known=", ".join(contract.columns)
                )
            )
        found[column.name] = text
    return found


def signature_of(headers: Sequence[str]) -> str:
    return " | ".join(squeeze(header) for header in headers if not is_ours(header))


def is_ours(header: str) -> bool:
    return header in _ours()


@cache
def _ours() -> frozenset[str]:
    return frozenset(everywhere(LINE) | everywhere(REASONS))


def taken_for(
    index: int, header: str, name: str | None, contract: Contract, titles: tuple[str, ...]
) -> Mapped:
    column = contract.columns[name] if name else None
    return Mapped(index, header, name, _scale(header, column, titles) if column else Decimal(1))


def _scale(header: str, column: Column, titles: Sequence[str]) -> Decimal:
    """What a bare number under this header is multiplied by: its own unit, else the unit row's."""
    if column.unit is None:
        return Decimal(1)
    scales = _SCALE[column.unit]
    for part in reversed(squeeze(header).split("/")):  # the leaf's own unit, else that of its group
        own = BRACKET.search(part)
        unit = own[1] if own else part if part in UNITS else ""
        if unit in scales:
            return Decimal(scales[unit])
    for text in titles:
        unit = _UNIT_ROW.search(squeeze(text))
        if unit and unit[1] in scales:
            return Decimal(scales[unit[1]])
    return Decimal(1)
