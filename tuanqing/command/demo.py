"""The sample warehouse: the exports in data/samples, imported through the front door."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from tuanqing.define import contract as contracts_of
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.house import CONTRACTS, INSTALLED, PACKAGE, QUERIES, ROOT, RULES, SAMPLES
from tuanqing.define.language import _
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files, refresh
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.recovery import imported
from tuanqing.store.warehouse.versions import Warehouse, default_folder

DEMO = default_folder().with_name(".tuanqing-demo") if ROOT == INSTALLED else ROOT / ".demo"


def manifest(place: str = "all") -> list[dict]:
    """The sample files of a place, in import order."""
    with (SAMPLES / "manifest.toml").open("rb") as file:
        return [entry for entry in tomllib.load(file)["file"] if place in ("all", entry["place"])]


def build(
    warehouse: Warehouse,
    place: str = "all",
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> list[Outcome]:
    """Import the samples into an empty warehouse, one place after the other, published once each.

    Raises Refused when the folder holds data that are not the samples', or nobody can tell.
    """
    files = manifest(place)
    if warehouse.folder.exists() and any(warehouse.folder.iterdir()):
        known = {Path(entry["path"]).name for entry in manifest()}
        if not _note_file(warehouse).exists() or not imported(warehouse) <= known:
            raise Refused(
                _(
                    "{folder} holds data of its own; the samples go into an empty folder (--warehouse)."
                ).format(folder=warehouse.folder.name)
            )
        for name in ("versions", "rejects", "migrated"):  # what was written there and the key stay
            disk.remove_tree(warehouse.folder / name)
        disk.remove(warehouse.folder / "current")
    disk.own_folder(warehouse.folder)
    _note_file(warehouse).write_text("", "utf-8")
    places = list(dict.fromkeys(entry["place"] for entry in files))
    contracts, outcomes = contracts_of.load_all(), []
    for number, name in enumerate(places):
        paths = [SAMPLES / entry["path"] for entry in files if entry["place"] == name]
        outcomes += import_files(
            warehouse,
            paths,
            contracts,
            rebuild if name == places[-1] else lambda _con: None,
            ImportWish(area=None, as_of=None, yes=True),
            progress=lambda what, share, number=number: progress(what, (number + share) / len(places)),
        )
    _note_file(warehouse).write_text(f"{_rows()}\n{_measure()}\n", "utf-8")
    return outcomes


def is_current(warehouse: Warehouse) -> bool:
    """Whether the folder holds the samples as they are now, measured as the queries are now."""
    return _note(warehouse) == [_rows(), _measure()]


def renew(warehouse: Warehouse, progress: Callable[[str, float], None] = lambda _what, _share: None) -> None:
    """Make the folder current: built anew, or, where only what is measured has changed, worked out again."""
    rows, measure = _rows(), _measure()
    if _note(warehouse)[:1] != [rows]:
        build(warehouse, progress=progress)
    elif _note(warehouse) != [rows, measure]:
        refresh(warehouse, contracts_of.load_all(), rebuild)
        _note_file(warehouse).write_text(f"{rows}\n{measure}\n", "utf-8")


def _note_file(warehouse: Warehouse) -> Path:
    return warehouse.folder / "samples"


def _note(warehouse: Warehouse) -> list[str]:
    """What stands in the folder's note: what its rows and its measures were made from."""
    there = not warehouse.is_empty and _note_file(warehouse).exists()
    return _note_file(warehouse).read_text("utf-8").split("\n")[:-1] if there else []


def _rows() -> str:
    """What the rows are made from hashes to: the sample files, the contracts, the code that reads them."""
    code = [PACKAGE / room for room in ("define", "store", "command")]
    return _digest(SAMPLES, CONTRACTS, *code)


def _measure() -> str:
    """What the figures are made from beside the rows; working days are known up to next year."""
    return _digest(QUERIES, RULES, PACKAGE / "measure") + f" {date.today():%Y}"


def _digest(*folders: Path) -> str:
    kinds = (".toml", ".sql", ".py", ".csv", ".xlsx", ".xls", ".txt")
    files: Iterable[Path] = (f for folder in folders for f in sorted(folder.rglob("*")) if f.suffix in kinds)
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
