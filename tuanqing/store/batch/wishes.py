"""What was asked of an import, which sheets of its files are meant, and what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import open_file
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.dataset import recognise
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.receipt import Receipt


@dataclass(frozen=True)
class ImportWish:
    """What the person importing has said about the files."""

    dataset: str | None = None
    area: str | None = None  # the county (or prefecture, or township) the files belong to
    as_of: date | None = None
    sheet: str | None = None
    encoding: str | None = None
    covers: tuple[str, ...] = ()  # areas this list is the full list of, beside those that occur in it
    columns: Mapping[str, str | None] = field(default_factory=dict)  # header → column
    given: Mapping[str, str] = field(default_factory=dict)  # column → what every row has there
    yes: bool = False
    partial: bool | None = None  # the file only supplements the list; None: yes if it is mended rejects


@dataclass
class Outcome:
    """A receipt, and for the page a few rows of each kind: accepted, rejected, gone."""

    receipt: Receipt
    recognition: Recognition | None = None
    scope: str | None = None  # the county (or prefecture) its names were looked up in
    partial: bool = False
    path: Path | None = None
    headers: list[str] = field(
        default_factory=list
    )  # of the header, or of the fullest row when none was found
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)


Wishes = Mapping[tuple[Path, str], ImportWish | None]  # per file and sheet; None leaves the sheet out


def wanted_sheets(
    files: Sequence[Path],
    names: Mapping[Path, str],
    wish: ImportWish,
    wishes: Wishes,
    outcomes: list[Outcome],
) -> Iterable[tuple[Path, Sheet]]:
    """The visible, filled sheets of `files`; a file that cannot be read leaves its sentence in `outcomes`."""
    for path in files:
        name = names.get(path, path.name)
        try:
            own = wishes.get((path, "")) or wish  # texts have one sheet, without a name
            sheets = open_file(path, encoding=own.encoding)
            for sheet in sheets:
                sheet.file = name
            wanted = [s for s in sheets if (s.name == wish.sheet if wish.sheet else not s.hidden)]
            if not wanted:
                known = _("、").join(s.name for s in sheets)
                raise Refused(
                    _("{file} has no sheet “{sheet}”. It has: {known}.").format(
                        file=name, sheet=wish.sheet, known=known
                    )
                    if wish.sheet
                    else _("{file}: every sheet is hidden ({known}). Unhide the one to import.").format(
                        file=name, known=known
                    )
                )
        except Refused as refusal:
            outcomes.append(Outcome(Receipt(file=name, error=str(refusal)), path=path))
            continue
        filled = [s for s in wanted if any(cell.strip() for row in s.head for cell in row)]
        left = [s for s in sheets if s not in filled and s.name]
        for sheet in filled or wanted:
            for other in left:
                why = _("hidden") if other.hidden else _("empty") if other in wanted else _("not chosen")
                sheet.notes.append(_("sheet “{name}” was skipped ({why})").format(name=other.name, why=why))
            left = []
            yield path, sheet


def area_first(
    opened: list[tuple[Path, Sheet, ImportWish]], contracts: Mapping[str, Contract]
) -> list[tuple[Path, Sheet, ImportWish]]:
    """The area register before everything that refers to it, otherwise as given."""

    def rank(entry: tuple[Path, Sheet, ImportWish]) -> int:
        _path, sheet, wish = entry
        try:
            return 0 if recognise(sheet, contracts, wish.dataset).contract.name == "area" else 1
        except Refused:  # it will be refused again, with its sentence, when its turn comes
            return 1

    return sorted(opened, key=rank) if len(opened) > 1 else opened
