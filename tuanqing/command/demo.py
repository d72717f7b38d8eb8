"""The sample warehouse: the exports in data/samples, imported through the front door."""

import hashlib
import shutil
import tomllib
from collections.abc import Callable
from datetime import date

from tuanqing.define import contract as contracts_of
from tuanqing.define.errors import Refused
from tuanqing.define.house import CONTRACTS, QUERIES, ROOT, SAMPLES
from tuanqing.define.language import _
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.versions import Warehouse

DEMO = ROOT / ".demo"


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

    Raises Refused when the folder holds data that are not the samples'.
    """
    if not warehouse.is_empty and not (warehouse.folder / "samples").exists():
        raise Refused(
            _("{folder} holds data of its own; the samples go into an empty folder (--warehouse).").format(
                folder=warehouse.folder.name
            )
        )
    shutil.rmtree(warehouse.folder, ignore_errors=True)
    warehouse.folder.mkdir(parents=True)
    (warehouse.folder / "samples").write_text("", "utf-8")
    files = manifest(place)
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
    (warehouse.folder / "samples").write_text(_fingerprint(), "utf-8")
    return outcomes


def is_current(warehouse: Warehouse) -> bool:
    """Whether the folder holds the samples as they are now, measured as the queries are now."""
    note = warehouse.folder / "samples"
    return not warehouse.is_empty and note.exists() and note.read_text("utf-8") == _fingerprint()


def _fingerprint() -> str:
    files = [
        f
        for folder in (SAMPLES, CONTRACTS, QUERIES, ROOT / "tuanqing")
        for f in sorted(folder.rglob("*"))
        if f.suffix in (".toml", ".sql", ".py", ".csv", ".xlsx", ".xls", ".txt")
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest() + f" {date.today():%Y}"
