"""Which dataset a sheet is, where its header stands, and which header names which column.

Everything comes from the contracts' header synonyms; a header no contract knows stays unmapped and is listed.
Two datasets that fit equally well are not guessed between: the sentence names both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from tuanqing.define.contract import Column, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, everywhere
from tuanqing.store.as_of import date_in_title, find_date
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.text import squeeze

SEARCHED = 40  # the header is looked for in this many rows
LINE, REASONS = "line in the file", "reasons"  # the columns exports.rejects_table adds, in any language
Answer = Mapping[str, str | None]  # header (by text, or by number from 1) → column, None: not used
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_UNIT_ROW = re.compile(r"(?:金额)?单位[::]?\(?(万元|千元|亿元|元|小时|分钟)")
_SCALE = {
    "yuan": {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000},
    "hour": {"小时": 1, "时": 1, "h": 1, "分钟": Decimal(1) / 60, "分": Decimal(1) / 60},
}


@dataclass(frozen=True)
class Mapped:
    """One column of the sheet and what we take it for."""

    index: int
    header: str  # as it stands, group and leaf joined by / where the header has two rows
    column: str | None  # the contract's column, None when unmapped
    scale: Decimal = Decimal(1)  # 万元 → 10000

    @property
    def standing_alone(self) -> str:
        """The header's leaf, with the unit that a title or a group gave it."""
        units = [word for words in _SCALE.values() for word, scale in words.items() if scale == self.scale]
        leaf = self.header.rsplit("/", 1)[-1]
        if self.scale == 1:
            return self.header
        return f"{_BRACKET.sub('', squeeze(leaf))}({units[0]})"


@dataclass(frozen=True)
class Recognition:
    """What we take a sheet for."""

    contract: Contract
    columns: tuple[Mapped, ...]
    header_line: int  # the last line of the header; data follows
    header_rows: int  # 1 or 2
    titles: tuple[str, ...]  # the texts above the header
    blank_above: int
    as_of: date | None  # the date the sheet says its data are of
    warnings: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())  # datasets that nearly fit
    step_header: int | None = None  # an unrolled roster: the cell of `raw` with the header a date stood under

    @property
    def signature(self) -> str:
        """What makes this source known again: its header texts."""
        return _signature([mapped.header for mapped in self.columns])

    @property
    def unmapped(self) -> list[str]:
        """Headers that no column took; those we added to rejected rows ourselves are not meant."""
        return [m.header for m in self.columns if m.column is None and m.header and not _is_ours(m.header)]

    @property
    def is_rejects(self) -> bool:
        """Whether this is a file of rejected rows that we wrote, come back mended."""
        found = {mapped.header for mapped in self.columns}
        return bool(found & everywhere(LINE)) and bool(found & everywhere(REASONS))

    def index(self, column: str) -> Mapped | None:
        """The sheet's column that `column` of the contract is read from."""
        return next((mapped for mapped in self.columns if mapped.column == column), None)

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
                columns[i] = _mapped(columns[i].index, columns[i].header, name, self.contract, self.titles)
        return replace(self, columns=tuple(columns))


def recognise(
    sheet: Sheet,
    contracts: Mapping[str, Contract],
    dataset: str | None = None,
    remembered: Mapping[str, tuple[str, Answer]] | None = None,
    answer: Answer | None = None,
) -> Recognition:
    """What `sheet` is. `dataset` fixes the answer to "which", `answer` which header names which column;
    `remembered` maps signatures to what was answered for them before.

    Raises Refused when no contract fits, or two fit equally well.
    """
    if dataset is not None and dataset not in contracts:
        raise Refused(
            _("There is no dataset {name}. Known: {known}.").format(name=dataset, known=", ".join(contracts))
        )
    wanted = [contracts[dataset]] if dataset else list(contracts.values())
    told = {**(remembered or {}), "": ("", answer or {})}
    shapes = [shape for contract in wanted for shape in contract.forms]
    candidates = _candidates(sheet)
    found = [best for shape in shapes if (best := _best_header(sheet, candidates, shape, told))]
    for _score, recognition in found:
        if told.get(recognition.signature, ("",))[0] == recognition.contract.name:
            return recognition
    found.sort(key=lambda pair: pair[0], reverse=True)
    if not found:
        raise Refused(_no_header(sheet, wanted[0] if dataset else None))
    first = found[0][1].contract
    near = [  # as many headers known: not guessed
        r.contract for s, r in found[1:] if s[0] == found[0][0][0] and r.contract.name != first.name
    ]
    if near:
        names = _("、").join(f"{c.title}({c.name})" for c in [found[0][1].contract, *near])
        raise Refused(
            _("{file}{sheet}: this may be {names}. Choose one (--dataset).").format(
                file=sheet.file, sheet=f" [{sheet.name}]" if sheet.name else "", names=names
            )
        )
    return replace(found[0][1], others=tuple(r.contract.name for _s, r in found[1:4]))


def _signature(headers: Sequence[str]) -> str:
    return " | ".join(squeeze(header) for header in headers if not _is_ours(header))


def _is_ours(header: str) -> bool:
    return header in _ours()


@cache
def _ours() -> frozenset[str]:
    return frozenset(everywhere(LINE) | everywhere(REASONS))


class _Candidate(NamedTuple):
    """One or two rows of the head that may be the header, and the texts above them."""

    index: int
    height: int
    headers: list[str]
    texts: tuple[str, ...]
    signature: str
    spellings: dict[str, int]  # each spelling of a header → its place


def _candidates(sheet: Sheet) -> list[_Candidate]:
    rows = [_unmerged(sheet, i) for i in range(min(len(sheet.head), SEARCHED))]
    found, above = [], []
    for i, row in enumerate(rows):
        for height in (1, 2):
            if i + height > len(rows):
                continue
            headers = row if height == 1 else _joined(row, rows[i + 1])
            if sheet.kind == "text":  # a longer row further down is that row's fault, not the header's
                headers = headers[: max(len(cells) for cells in sheet.head[i : i + height])]
            spelt = {words: place for place, header in enumerate(headers) for words in _spellings(header)}
            found.append(_Candidate(i, height, headers, tuple(above), _signature(headers), spelt))
        above += _texts([row])
    return found


def _best_header(
    sheet: Sheet,
    candidates: Sequence[_Candidate],
    contract: Contract,
    told: Mapping[str, tuple[str, Answer]],
) -> tuple[tuple, Recognition] | None:
    best: tuple[tuple, Recognition] | None = None
    simplest: tuple = ()
    needed = {c.name for c in contract.columns.values() if c.required and c.default is None}
    known_headers = _synonyms(contract)
    for i, height, headers, texts, signature, spelt in candidates:
        dataset, before = told.get(signature, ("", {}))
        answer = {**(before if dataset == contract.name else {}), **told[""][1]}
        if not answer and len({spelt[words] for words in spelt.keys() & known_headers.keys()}) < 2:
            continue
        mapped = _match(headers, contract, texts, answer, known_headers)
        hits = {m.column for m in mapped if m.column}
        known = [c for c in contract.columns.values() if c.name in hits and c.personal is None]
        steps = sum(1 for name in hits if name.startswith("step."))
        if len(known) < 2 or not needed <= hits or (contract.form_of and steps < 2):
            continue
        hint = sum(_hint(contract, text) for text in [sheet.file, sheet.name, *texts])
        cells = sum(1 for m in mapped if m.column)
        score = (
            cells + min(hint, 1),
            len(hits & set(contract.key)),
            -len([m for m in mapped if m.header and not m.column]),
            hint,
        )
        simple = (cells + min(hint, 1), height == 2 and _is_grouped(sheet, i), -height)
        if best is None or simple > simplest:
            simplest = simple
            best = (
                score,
                Recognition(
                    contract=contract,
                    columns=tuple(mapped),
                    header_line=sheet.last_line(i + height - 1),
                    header_rows=height,
                    titles=texts,
                    blank_above=sum(1 for r in sheet.head[:i] if not any(c.strip() for c in r)),
                    as_of=find_date([*texts, *_texts(sheet.head[-8:])], sheet.file, sheet.name)
                    or date_in_title(texts),
                ),
            )
    return best


def _is_grouped(sheet: Sheet, index: int) -> bool:
    """Whether a head row holds group heads: several texts, some merged over columns, none a note like 单位：万元."""
    texts = {cell.strip() for cell in sheet.head[index] if cell.strip()}
    line = sheet.head_lines[index]
    wide = any(first == line and right > left for first, left, _last, right in sheet.merges)
    return wide and len(texts) > 1 and not any(mark in text for text in texts for mark in "：:")


def _texts(rows: Sequence[Sequence[str]]) -> list[str]:
    return [cell.strip() for row in rows for cell in dict.fromkeys(row) if cell.strip()]


def _unmerged(sheet: Sheet, index: int) -> list[str]:
    """A head row with the text of merged cells in every cell they cover."""
    row = [*sheet.head[index], *[""] * (sheet.width - len(sheet.head[index]))]
    line = sheet.head_lines[index]
    for first, left, last, right in sheet.merges:
        if first <= line <= last and first in sheet.head_lines:
            top = sheet.head[sheet.head_lines.index(first)]
            where = [sheet.columns.index(c) for c in range(left, right + 1) if c in sheet.columns]
            if where and where[0] < len(top):
                for column in where:
                    if column < len(row):
                        row[column] = row[column] or top[where[0]]
    return row


def _joined(groups: Sequence[str], leaves: Sequence[str]) -> list[str]:
    """Two header rows as one: group/leaf, the group carried over the blank cells to its right."""
    joined, group = [], ""
    for upper, lower in zip(groups, [*leaves, *[""] * len(groups)], strict=False):
        group = upper or group
        joined.append(
            upper if not lower or squeeze(lower) == squeeze(upper) else f"{group}/{lower}" if group else lower
        )
    return joined


def _hint(contract: Contract, text: str) -> int:
    squeezed = squeeze(text)
    return int(squeeze(contract.title) in squeezed or contract.name in squeezed.lower())


@cache
def _synonyms(contract: Contract) -> dict[str, tuple[str, int]]:
    """Every header text a contract knows → the column it names, and its rank among the column's synonyms."""
    known: dict[str, tuple[str, int]] = {}
    for column in contract.columns.values():
        for rank, synonym in enumerate([*column.header, column.name]):
            known.setdefault(squeeze(synonym).lower(), (column.name, rank))
    return known


def _match(
    headers: Sequence[str],
    contract: Contract,
    titles: tuple[str, ...],
    answer: Answer | None = None,
    known: Mapping[str, tuple[str, int]] | None = None,
) -> list[Mapped]:
    """Each header with the column it names; where two name one column the better synonym has it.

    `answer` overrules the synonyms.
    """
    known = known or _synonyms(contract)
    ranked: list[tuple[int, int, str]] = []
    for index, header in enumerate(headers):
        for spelling_rank, spelling in enumerate(_spellings(header)):
            if spelling in known:
                name, rank = known[spelling]
                ranked.append((spelling_rank * 100 + rank, index, name))
                break
    taken: dict[int, str] = {}
    for _rank, index, name in sorted(ranked):
        if contract.columns[name].personal == "drop" or name not in taken.values():
            taken[index] = name
    for header, name in (answer or {}).items():
        for index, text in enumerate(headers):
            if header == str(index + 1) or (text.strip() and squeeze(text) == squeeze(header)):
                taken = {i: n for i, n in taken.items() if i != index and n != name}
                if name is not None and name in contract.columns:
                    taken[index] = name
    return [
        _mapped(index, header.strip(), taken.get(index), contract, titles)
        for index, header in enumerate(headers)
    ]


@lru_cache(maxsize=4096)
def _spellings(header: str) -> list[str]:
    """A header as it stands, without its unit bracket, and its leaf."""
    whole = squeeze(header).lower().strip("*:：")
    if not whole:
        return []
    leaf = whole.rsplit("/", 1)[-1]
    return [s for part in dict.fromkeys([whole, leaf]) for s in (part, _BRACKET.sub("", part)) if s]


def _mapped(index: int, header: str, name: str | None, contract: Contract, titles: tuple[str, ...]) -> Mapped:
    column = contract.columns[name] if name else None
    return Mapped(index, header, name, _scale(header, column, titles) if column else Decimal(1))


def _scale(header: str, column: Column, titles: Sequence[str]) -> Decimal:
    """What a bare number under this header is multiplied by: its own unit, else the unit row's."""
    if column.unit is None:
        return Decimal(1)
    scales = _SCALE[column.unit]
    for part in reversed(squeeze(header).split("/")):  # the leaf's own unit, else that of its group
        own = _BRACKET.search(part)
        if own and own[1] in scales:
            return Decimal(scales[own[1]])
    for text in titles:
        unit = _UNIT_ROW.search(squeeze(text))
        if unit and unit[1] in scales:
            return Decimal(scales[unit[1]])
    return Decimal(1)


def fullest(sheet: Sheet) -> list[str]:
    """The row that looks most like a header: most cells of words, without figures."""
    rows = sheet.head[:SEARCHED]
    row = max(rows, key=lambda row: sum(1 for c in row if c.strip() and not re.search(r"\d", c)), default=[])
    return [cell.strip() for cell in row]


def guess(headers: Sequence[str], contract: Contract) -> dict[str, str | None]:
    """Header → column by the contract's synonyms, whether or not a needed column is lacking."""
    return {mapped.header: mapped.column for mapped in _match(headers, contract, ())}


def _no_header(sheet: Sheet, contract: Contract | None) -> str:
    where = sheet.file + (f" [{sheet.name}]" if sheet.name else "")
    if not sheet.head or not any(cell.strip() for row in sheet.head for cell in row):
        return _("{where}: the sheet is empty. Export it again with its data.").format(where=where)
    if contract is None:
        seen = _("、").join(cell for cell in fullest(sheet)[:8] if cell)
        return _(
            "{where}: no header row of a known dataset was found (the fullest row reads: {seen}). "
            "Use the template of the dataset, or name the dataset (--dataset) to see what is missing."
        ).format(where=where, seen=seen)
    best, lacking = 0, [c.title for c in contract.columns.values() if c.required and c.default is None]
    for i in range(min(len(sheet.head), SEARCHED)):
        hits = {m.column for m in _match(_unmerged(sheet, i), contract, ()) if m.column}
        if len(hits) > best:
            best = len(hits)
            lacking = [
                c.title
                for c in contract.columns.values()
                if c.required and c.default is None and c.name not in hits
            ]
    return _(
        "{where}: as “{title}” it lacks the column(s) {columns}. Add them, or map a header to them."
    ).format(where=where, title=contract.title, columns=_("、").join(f"「{name}」" for name in lacking))
