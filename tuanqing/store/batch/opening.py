"""Which sheets of the files are meant, and what each of them is taken for."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, everywhere
from tuanqing.store.batch import exports
from tuanqing.store.batch.wishes import ImportWish, Outcome, Wishes
from tuanqing.store.cell.text import one_line, squeeze
from tuanqing.store.reading import open_file
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.recognise.candidates import fullest
from tuanqing.store.recognise.dataset import recognise
from tuanqing.store.recognise.plain_list import divisions_sheet, plain_list
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.recognise.sections import with_sections
from tuanqing.store.warehouse import divisions
from tuanqing.store.warehouse import register as register_of
from tuanqing.store.warehouse.receipt import Receipt
from tuanqing.store.warehouse.register import Register

GUIDES = re.compile(r"(说明|须知|注意事项|数据字典|下拉|封面)$")  # what sheets that hold no table are called


@dataclass(frozen=True)
class Opened:
    """A sheet to import: where it lies, what was wished of it, what it is taken for (or the sentence why not)."""

    path: Path
    sheet: Sheet
    wish: ImportWish
    recognition: Recognition | None = None
    refusal: str | None = None

    @property
    def outcome(self) -> Outcome:
        """What is known of it before any row is read."""
        receipt = Receipt(
            file=self.sheet.file, sheet=self.sheet.name, encoding=self.sheet.encoding, error=self.refusal
        )
        headers = fullest(self.sheet)
        if self.recognition:
            headers = [m.header for m in self.recognition.columns if not m.is_told]
        return Outcome(receipt, self.path, self.recognition, headers=headers)


def open_sheets(
    files: Sequence[Path], names: Mapping[Path, str], wish: ImportWish, wishes: Wishes
) -> tuple[list[Opened], list[Outcome]]:
    """The visible, filled sheets of `files`; and of each file that cannot be read the sentence why."""
    opened: list[Opened] = []
    refused: list[Outcome] = []
    for path in files:
        name = names.get(path, path.name)
        own = wishes.get((path, "")) or wish  # texts have one sheet, without a name
        try:
            sheets = _wanted(path, name, own, wish.sheet)
        except Refused as refusal:
            refused.append(Outcome(Receipt(file=name, error=str(refusal)), path))
            continue
        for sheet in sheets:
            if (asked := wishes.get((path, sheet.name), wish)) is not None:
                opened.append(Opened(path, sheet, asked))
    return opened, refused


def _wanted(path: Path, name: str, wish: ImportWish, chosen: str | None) -> list[Sheet]:
    """The sheets of a file that are to be imported; the first of them notes which are not."""
    sheets = open_file(path, wish.encoding, wish.separator)
    for sheet in sheets:
        sheet.file = name
    wanted = [s for s in sheets if (s.name == chosen if chosen else not s.hidden)]
    if not wanted:
        known = _("、").join(s.name for s in sheets)
        raise Refused(
            _("{file} has no sheet “{sheet}”. It has: {known}.").format(file=name, sheet=chosen, known=known)
            if chosen
            else _("{file}: every sheet is hidden ({known}). Unhide the one to import.").format(
                file=name, known=known
            )
        )
    filled = [s for s in wanted if any(cell.strip() for row in s.head for cell in row)]
    for other in sheets:
        if other in filled or not other.name:
            continue
        why = _("hidden") if other.hidden else _("empty") if other in wanted else _("not chosen")
        (filled or wanted)[0].notes.append(_skipped(other, why))
    return filled or wanted


def _skipped(sheet: Sheet, why: str) -> str:
    return _("sheet “{name}” was skipped ({why})").format(name=one_line(sheet.name), why=why)


def _is_no_table(sheet: Sheet) -> bool:
    """Whether a sheet tells how to fill in the others: our template's second one, one that is called so, or one whose
    rows have one text each."""
    filled = [[squeeze(cell) for cell in row if cell.strip()] for row in sheet.head]
    if GUIDES.search(squeeze(sheet.name)) or all(len(words) < 2 for words in filled):
        return True
    guide = [set(map(squeeze, everywhere(words))) for words in exports.GUIDE]
    return any(len(words) >= len(guide) and all(map(set.__contains__, guide, words)) for words in filled)


def recognised(
    con: duckdb.DuckDBPyConnection, opened: Sequence[Opened], contracts: Mapping[str, Contract]
) -> list[Opened]:
    """What each sheet is taken for, with what was answered for its source now or before; new answers are remembered.

    The area register comes before everything that refers to it; otherwise the order is as given.
    """
    register = register_of.in_force(con)
    found = [
        each
        for sheet in opened
        for each in _as_list(_recognised(con, sheet, contracts, register), contracts, register)
    ]
    for guide in [each for each in found if each.recognition is None and _is_no_table(each.sheet)]:
        beside = [each for each in found if each.path == guide.path and each.recognition]
        if beside:  # a file without any table is refused
            found.remove(guide)
            beside[0].sheet.notes.append(_skipped(guide.sheet, _("it holds no table")))
    return sorted(found, key=lambda each: not (each.recognition and each.recognition.contract.is_register))


def _as_list(opened: Opened, contracts: Mapping[str, Contract], register: Register) -> list[Opened]:
    """A sheet as it is; one that was taken for nothing but lists townships with their codes, after their county where the
    register lacks it."""
    if opened.refusal is None or opened.wish.dataset not in (None, REGISTER):
        return [opened]
    try:
        plain = plain_list(opened.sheet, contracts, opened.wish.area)
    except Refused as refusal:
        return [replace(opened, refusal=str(refusal))]
    if plain is None:
        return [opened]
    known = contracts[REGISTER].columns
    answer = {**dict.fromkeys(plain.others), plain.header: "name", known["area_code"].title: "area_code"}
    wish = replace(opened.wish, area=plain.county.code, partial=True)
    listed = replace(
        opened,
        sheet=plain.sheet,
        wish=wish,
        refusal=None,
        recognition=recognise(plain.sheet, contracts, REGISTER, answer=answer),
    )
    _who, day = divisions.source()
    plain.sheet.notes.append(
        _("a list of the townships of {county}; their codes are those of {day}").format(
            county=plain.county.full, day=day
        )
    )
    if plain.county.code in register.areas:
        return [listed]
    county = divisions_sheet(opened.sheet, plain.county, contracts[REGISTER])
    return [replace(listed, sheet=county, recognition=recognise(county, contracts, REGISTER)), listed]


def _recognised(
    con: duckdb.DuckDBPyConnection, opened: Opened, contracts: Mapping[str, Contract], register: Register
) -> Opened:
    remembered = {
        signature: (dataset, json.loads(answer))
        for signature, dataset, answer in con.execute(
            "SELECT signature, dataset, answer FROM store.mapping"
        ).fetchall()
    }
    wish = opened.wish
    try:
        found = recognise(opened.sheet, contracts, wish.dataset, remembered, wish.columns, wish.given)
        before = remembered.get(found.signature, ("", {}))
        known = {**(before[1] if before[0] == found.contract.name else {}), **wish.columns}
        answered = (found.remap(known) if known else found).giving(wish.given)
        if wish.columns:
            con.execute("DELETE FROM store.mapping WHERE signature = ?", [found.signature])
            con.execute(
                "INSERT INTO store.mapping VALUES (?, ?, ?)",
                [found.signature, found.contract.name, json.dumps(known, ensure_ascii=False)],
            )
        return replace(opened, recognition=with_sections(opened.sheet, answered, register))
    except Refused as refusal:
        return replace(opened, refusal=str(refusal))
