"""`tuanqing export` and `cube`: the rows as a lake of Delta tables, and the figures worked out over it on a cluster."""

import argparse
from pathlib import Path
from typing import Any

from tuanqing.command.output import print_json, progress
from tuanqing.define.language import _
from tuanqing.store.access.actor import note
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing export` and `tuanqing cube` take."""
    parser.add_argument("--lake", required=True, metavar="DIR", help=_("the folder of the lake"))
    if parser.prog.endswith(" cube"):
        parser.add_argument(
            "--engine", required=True, choices=["spark"], help=_("what works the figures out")
        )
        parser.add_argument(
            "--remote", required=True, metavar="sc://HOST:PORT", help=_("its Spark Connect server")
        )
        parser.add_argument(
            "--publish", action="store_true", help=_("publish its figures where the served ones are others")
        )
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


def cube(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Work the figures out on a cluster and hold them against the served ones; 0 where they are these, or published, else 1."""
    from tuanqing.measure.lake import engine

    kept: list[Any] = []
    with warehouse.read() as snapshot, progress() as advance:
        done = engine.compare(
            snapshot, Path(options.lake), options.remote, advance, lambda *figures: kept.extend(figures)
        )
    published = ""
    if kept and options.publish:
        published = engine.publish(warehouse, done, *kept)
    told = {
        "engine": done.engine,
        "version": done.version,
        "same": done.same,
        "other": done.other,
        "lacking": done.lacking,
        "published": published or None,
    }
    if options.json:
        print_json(told)
    else:
        print(
            _(
                "Spark {engine} gives {same} figures of {indicators} indicators as version {version} has them."
            ).format(engine=done.engine, same=done.figures, indicators=len(done.same), version=done.version)
        )
        for name, count in done.other.items():
            print(_("{indicator}: {count} figures are others.").format(indicator=name, count=count))
        for name, reason in done.lacking.items():
            print(_("{indicator} was not worked out there: {reason}").format(indicator=name, reason=reason))
        if published:
            print(_("Published as version {version}.").format(version=published))
        elif done.other:
            print(_("Nothing was changed; `--publish` puts the cluster's figures in their place."))
    return 1 if done.other and not published else 0
