"""A plain list of a county's townships: names without codes, made an area list with the codes of the divisions.

It is one when a row heads a column as other datasets head the township they refer to, with nothing beside it that could
be a figure, and when the townships of one county bear the names under it. Which county that is is said by `--area`, the
file's name, its titles or a column; where it is not, the sentence names the county that fits.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.cell.text import squeeze
from tuanqing.store.reading import staging
from tuanqing.store.reading.grid import Grid, describe
from tuanqing.store.reading.sheet import Row, Sheet
from tuanqing.store.recognise.dataset import ASIDE
from tuanqing.store.warehouse import divisions
from tuanqing.store.warehouse.divisions import Division
from tuanqing.store.warehouse.register import Area, Register

MOST_CELLS = 20_000  # no county has so many townships
WITHIN = 10  # rows among which the header stands
KNOWN = 0.8  # of the names: the rest is misspelt, new, or a total
_CODE = re.compile(r"(代码|编码|编号)$")
_CELL = re.compile(r"\s+")


@dataclass(frozen=True)
class PlainList:
    """The list with a column of codes beside it, the header that names the townships, the others, and the county."""

    sheet: Sheet
    header: str
    others: tuple[str, ...]  # headers of what stands beside
    county: Division


def plain_list(sheet: Sheet, contracts: Mapping[str, Contract], area: str | None) -> PlainList | None:
    """What a sheet is made where it is such a list, else None. Raises Refused where nothing says of which county."""
    if sheet.size > MOST_CELLS:
        return None
    rows = [row for row in sheet.rows() if not row.hidden]
    names = {squeeze(header) for header in contracts[REGISTER].columns["name"].header}
    found = _header(rows, _called(contracts, "township") | names, _called(contracts, "county"))
    if found is None:
        return None
    at, column = found
    names = [squeeze(row.cells[column]) for row in rows[at + 1 :] if len(row.cells) > column]
    names = [name for name in names if name]
    told = " ".join((sheet.file, sheet.name, *(cell for row in rows for cell in row.cells)))
    said = [each for each in divisions.counties() if area == each.code or (not area and each.name in told)]
    fitting = [county for county in said if _fits(names, county)]
    if len(fitting) != 1:
        _ask(sheet, fitting or [] if said else _bearing(names))
        return None
    register = _register(fitting[0])
    codes = {name: register.find(name, fitting[0].code, "township").code or "" for name in names}
    title = contracts[REGISTER].columns["area_code"].title
    listed = _with_codes(sheet, rows, rows[at].line, column, codes, title)
    head = rows[at].cells
    others = tuple(cell for place, cell in enumerate(head) if place != column and cell)
    return PlainList(listed, head[column], others, fitting[0])


def _called(contracts: Mapping[str, Contract], level: str) -> set[str]:
    """What datasets call the column that names an area of this level."""
    columns = (column for contract in contracts.values() for column in contract.area_columns)
    return {squeeze(header) for column in columns if column.level == (level,) for header in column.header}


def _header(rows: Sequence[Row], townships: set[str], counties: set[str]) -> tuple[int, int] | None:
    """Where the header stands, and the column of names."""
    for at, row in enumerate(rows[:WITHIN]):
        words = [squeeze(cell) for cell in row.cells]
        mine = [place for place, word in enumerate(words) if word in townships]
        others = [word for word in words if word and word not in townships | counties | ASIDE]
        if len(mine) == 1 and all(_CODE.search(word) for word in others):
            return at, mine[0]
    return None


def _register(county: Division) -> Register:
    found = divisions.below(county.code, villages=False)
    return Register(
        Area(each.code, each.name, each.level, None if each.code == county.code else county.code)
        for each in found
    )


def _fits(names: Sequence[str], county: Division) -> bool:
    register = _register(county)
    hits = sum(register.find(name, county.code, "township").code is not None for name in names)
    return bool(names) and hits >= KNOWN * len(names)


def _bearing(names: Iterable[str]) -> list[Division]:
    """The counties whose townships bear every one of these names in full."""
    known = {each.code: each for each in divisions.counties()}
    return [known[code] for code in divisions.holding(set(names)) if code in known]


def _ask(sheet: Sheet, candidates: Sequence[Division]) -> None:
    """Raises Refused where it can only be asked which county it is; nothing where none fits."""
    if candidates:
        raise Refused(
            _(
                "{file}: this is a list of townships, but nothing says of which county. Say it (--area): {known}."
            ).format(
                file=sheet.file, known=_("; ").join(f"{each.code} {each.full}" for each in candidates[:5])
            )
        )


def _with_codes(
    sheet: Sheet, rows: Sequence[Row], head: int, column: int, codes: Mapping[str, str], title: str
) -> Sheet:
    """The sheet with a column more, its lines as they were."""
    width = max(len(row.cells) for row in rows)
    lines: dict[int, list[str]] = {}
    for row in rows:
        name = squeeze(row.cells[column]) if len(row.cells) > column else ""
        code = title if row.line == head else codes.get(name, "") if row.line > head else ""
        cells = [_CELL.sub(" ", cell) for cell in row.cells]
        lines[row.line] = [*cells, *[""] * (width - len(cells)), code]
    first, last = rows[0].line, rows[-1].line
    every = [lines.get(line, [""] * (width + 1)) for line in range(first, last + 1)]
    frame = pl.DataFrame(every, schema=dict.fromkeys(staging.columns(width + 1), pl.String), orient="row")
    bare = replace(sheet, head=[], head_lines=[], merges=[], hidden_lines=set(), columns=[], kind="xlsx")
    return describe(bare, Grid(frame, first_line=first))


def divisions_sheet(beside: Sheet, own: Division, contract: Contract) -> Sheet:
    """One division as a sheet of the area register, brought in beside a sheet that needs it."""
    titles = [contract.columns[name].title for name in ("area_code", "name")]
    frame = pl.DataFrame(
        [titles, [own.code, own.name]], schema=dict.fromkeys(staging.columns(2), pl.String), orient="row"
    )
    name = _("divisions as of {day}").format(day=divisions.source()[1])
    grid = Grid(frame)
    return describe(Sheet(file=beside.file, name=name, kind=beside.kind, source=grid), grid)
