"""The sample warehouse: the exports in data/samples, imported through the front door."""

import hashlib
import sys
import tomllib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tuanqing.command.output import progress, refused_by_disk
from tuanqing.define import contract as contracts_of
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.house import CONTRACTS, INSTALLED, PACKAGE, QUERIES, ROOT, RULES, SAMPLES
from tuanqing.define.language import _, language, speak
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import Progress, import_files, measuring, refresh
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.notes.coming import Herald
from tuanqing.store.warehouse.recovery import imported
from tuanqing.store.warehouse.versions import Warehouse, default_folder

DEMO = default_folder().with_name(".tuanqing-demo") if ROOT == INSTALLED else ROOT / ".demo"
FIRST = "惠水县"  # the quickest of the places: what a first visitor sees while the others come


def manifest(place: str = "all") -> list[dict]:
    """The sample files of a place, in import order."""
    with (SAMPLES / "manifest.toml").open("rb") as file:
        return [entry for entry in tomllib.load(file)["file"] if place in ("all", entry["place"])]


def build(
    warehouse: Warehouse,
    place: str = "all",
    progress: Progress = lambda _what, _share: None,
) -> list[Outcome]:
    """Import the samples into an empty warehouse: first the place that is the quickest, published so that there is
    something to look at, then the others as one version.

    Raises Refused when the folder holds data that are not the samples', or nobody can tell.
    """
    refuse_others(warehouse)
    files = manifest(place)
    if warehouse.folder.exists():
        for name in ("versions", "rejects", "migrated"):  # what was written there and the key stay
            disk.remove_tree(warehouse.folder / name)
        disk.remove(warehouse.folder / "current")
    disk.own_folder(warehouse.folder)
    _note_file(warehouse).write_text("", "utf-8")
    stages = [[entry for entry in files if (entry["place"] == FIRST) is early] for early in (True, False)]
    contracts, outcomes, herald = contracts_of.load_all(), [], Herald(warehouse.folder)
    for stage in filter(None, stages):

        def advance(what: str, share: float, before: int = len(outcomes), own: int = len(stage)) -> None:
            whole = (before + share * own) / len(files)
            progress(what, whole)
            herald.say(what, whole)

        outcomes += import_files(
            warehouse,
            [SAMPLES / entry["path"] for entry in stage],
            contracts,
            partial(rebuild, progress=measuring(advance)),
            ImportWish(area=None, as_of=None, yes=True),
            progress=advance,
        )
        herald.ready = tuple(dict.fromkeys(entry["place"] for entry in stage))
    _note_file(warehouse).write_text(f"{_rows()}\n{_measure()}\n", "utf-8")
    herald.done()
    return outcomes


def refuse_others(warehouse: Warehouse) -> None:
    """Raises Refused when the folder holds data that are not the samples', or nobody can tell."""
    if warehouse.folder.exists() and any(warehouse.folder.iterdir()):
        known = {Path(entry["path"]).name for entry in manifest()}
        if not _note_file(warehouse).exists() or not imported(warehouse) <= known:
            raise Refused(
                _(
                    "{folder} holds data of its own; the samples go into an empty folder (--warehouse)."
                ).format(folder=warehouse.folder.name)
            )


def is_current(warehouse: Warehouse) -> bool:
    """Whether the folder holds the samples as they are now, measured as the queries are now."""
    return _note(warehouse) == [_rows(), _measure()]


def renew(warehouse: Warehouse, progress: Progress = lambda _what, _share: None) -> None:
    """Make the folder current: built anew, or, where only what is measured has changed, worked out again."""
    rows, measure = _rows(), _measure()
    if _note(warehouse)[:1] != [rows]:
        build(warehouse, progress=progress)
    elif _note(warehouse) != [rows, measure]:
        herald = Herald(warehouse.folder)
        herald.say(_("working the indicators out again"), 0.5)
        refresh(warehouse, contracts_of.load_all(), rebuild)
        herald.done()
        _note_file(warehouse).write_text(f"{rows}\n{measure}\n", "utf-8")


@contextmanager
def meanwhile(warehouse: Warehouse) -> Generator[None]:
    """Make the folder current in a process of its own, which ends with the block. What comes is read in `coming`.

    Raises Refused at once when the folder holds data that are not the samples'.
    """
    refuse_others(warehouse)
    if is_current(warehouse):
        yield
        return
    if not _note_file(warehouse).exists():
        disk.own_folder(warehouse.folder)
        _note_file(warehouse).write_text("", "utf-8")  # from now on the folder is the samples'
    Herald(warehouse.folder).say("", 0.0)
    work = get_context("spawn").Process(target=_renew, args=(warehouse.folder, language()), daemon=True)
    work.start()
    try:
        yield
    finally:
        work.terminate()
        work.join()


def _renew(folder: Path, spoken: str) -> None:
    """`renew`, with a bar on the terminal; a fault is said there and on the page."""
    speak(spoken)
    warehouse = Warehouse(folder)
    try:
        with progress() as advance:
            renew(warehouse, advance)
    except (Refused, OSError) as fault:
        sentence = str(fault) if isinstance(fault, Refused) else refused_by_disk(fault)
        print(sentence, file=sys.stderr)
        Herald(folder).fail(sentence)


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
