"""What a lake says of itself, in `lake.json`: whose rows it holds and which Delta version of each table belongs to them.

Delta has no transaction over several tables. The manifest is what makes one of them: it is replaced last, and names of each
table the version that was whole then. Whoever reads a table at that version never meets a lake that is half of one
published version and half of the next.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _

LAKE = 1  # the number of this form of lake: a change of tables, types or of this file is another
FILE = "lake.json"
BEGUN = "lake.begun"  # lies there from the first export's start to its end
TABLES = "tables"
SPECIES = "tuanqing lake"


@dataclass(frozen=True)
class Table:
    """One table: the Delta version that belongs to the lake, its rows, its columns with their types, and of each of its
    partitions what its rows come to."""

    delta: int
    rows: int
    columns: Mapping[str, str]
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """The lake of one published version."""

    version: str
    program: str
    tables: Mapping[str, Table]
    lake: int = LAKE
    what: str = SPECIES


def folder_of(lake: Path, table: str) -> Path:
    """Where a table of a lake lies."""
    return lake / TABLES / table


def begun(lake: Path) -> bool:
    """Whether a first export into the folder was cut off."""
    return (lake / BEGUN).exists()


def read(lake: Path) -> Manifest:
    """What the lake in a folder says of itself. Raises Refused for a folder that is none, one whose first export was cut
    off, a damaged manifest, and a lake of a later program."""
    file = lake / FILE
    if not file.is_file():
        if begun(lake):
            raise Refused(
                _(
                    "The lake in {folder} is half written: its first export was cut off. Run `tuanqing export --lake` again."
                ).format(folder=lake.name)
            )
        raise Refused(
            _("{folder} is no lake. `tuanqing export --lake {folder}` makes one.").format(folder=lake.name)
        )
    try:
        told = json.loads(disk.read(file))
        if told["what"] != SPECIES:
            raise ValueError
        if (number := int(told["lake"])) > LAKE:
            raise Refused(
                _(
                    "The lake in {folder} was written by a newer program ({program}; form {number}, this one knows {known}). "
                    "Update this program."
                ).format(folder=lake.name, program=told.get("program"), number=number, known=LAKE)
            )
        tables = {name: Table(**table) for name, table in told["tables"].items()}
        return Manifest(told["version"], told["program"], tables, number)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(
            _(
                "The file {file} in {folder} is damaged. Export into a new folder, or remove this one and export again."
            ).format(file=FILE, folder=lake.name)
        ) from None


def write(lake: Path, manifest: Manifest) -> None:
    """Put the manifest in place, whole or not at all: from here on the lake is the one it names."""
    disk.write(lake / FILE, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())
    disk.remove(lake / BEGUN)
