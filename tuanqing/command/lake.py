"""`tuanqing export`: the rows as a lake of Delta tables, for other programs."""

import argparse
from pathlib import Path

from tuanqing.command.output import print_json, progress
from tuanqing.define.language import _
from tuanqing.store.access.actor import note
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing export` takes."""
    parser.add_argument("--lake", required=True, metavar="DIR", help=_("the folder of the lake"))
    parser.add_argument("--json", action="store_true")


def export(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Write the published version as a lake; 0. What is there already is not written again."""
    from tuanqing.measure.lake.export import export

    folder = Path(options.lake)
    with warehouse.read() as snapshot, progress() as advance:
        done = export(snapshot, warehouse.folder, folder, advance)
    if done.parts:
        note(warehouse.folder, "export", file=folder.name, version=done.manifest.version)
    told = {
        "version": done.manifest.version,
        "tables": len(done.manifest.tables),
        "rows": sum(table.rows for table in done.manifest.tables.values()),
        "written": sum(done.parts.values()),
    }
    if options.json:
        print_json({"lake": folder.name, **told})
    elif done.parts:
        sentence = _(
            "The lake in {folder} holds version {version}: {tables} tables, {rows} rows; {written} parts written."
        )
        print(sentence.format(folder=folder.name, **told))
    else:
        sentence = _(
            "The lake in {folder} held version {version} already, or what it has: nothing was written."
        )
        print(sentence.format(folder=folder.name, **told))
    return 0
