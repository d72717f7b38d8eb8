"""The command `area`: a county's own part of the divisions that ship, imported as the area register."""

import argparse
import sys
from functools import partial

from tuanqing.command.output import print_json, print_rows, progress
from tuanqing.define import contract as contracts_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.warehouse import divisions
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "place",
        metavar=_("COUNTY"),
        help=_("its name or code: 封丘县, 410727; a prefecture brings all its counties"),
    )
    parser.add_argument("--no-villages", action="store_true", help=_("townships only"))
    parser.add_argument("--list", action="store_true", help=_("say what it brings and import nothing"))
    parser.add_argument("--yes", action="store_true", help=_("publish even if many rows would disappear"))
    parser.add_argument("--json", action="store_true")


def area(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Import, or list. Raises Refused for a name that is none, or several."""
    own = divisions.find(options.place)
    who, day = divisions.source()
    if options.list:
        rows = [
            {"area_code": each.code, "name": each.name, "level": each.level, "kind": each.kind}
            for each in divisions.below(own.code, villages=not options.no_villages)
        ]
        print_rows(rows, "json" if options.json else "table")
        return 0
    from tuanqing.measure import rebuild
    from tuanqing.store.batch.divided import import_divisions
    from tuanqing.store.batch.importing import measuring

    with progress() as advance:
        outcome = import_divisions(
            warehouse,
            own,
            contracts_of.load_all(),
            partial(rebuild, progress=measuring(advance)),
            villages=not options.no_villages,
            yes=options.yes,
        )
    if outcome.receipt.error:
        raise Refused(outcome.receipt.error)
    if options.json:
        print_json({"files": [outcome.receipt.as_json()]})
        return 0
    print(
        _("{place}: {count} divisions are in the register ({source}, as of {day}).").format(
            place=own.full,
            count=outcome.receipt.rows_read - sum(outcome.receipt.skipped.values()),
            source=who,
            day=day,
        )
    )
    for warning in outcome.receipt.warnings:
        print(f"  ! {warning}", file=sys.stderr)
    return 0
