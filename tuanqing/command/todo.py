"""The command about what is followed up: the list, and what is written on one item."""

import argparse
import dataclasses
import sys
from datetime import date
from typing import Any

from tuanqing.command.output import day, print_json, print_rows
from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import follow, places
from tuanqing.measure.follow import Followed
from tuanqing.show import matters
from tuanqing.store.warehouse.versions import Warehouse

STATES = ("open", "closed", "all")
SHORT = ("id", "area_name", "unit", "title", "since", "due", "owner", "state", "note")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing todo` takes."""
    parser.add_argument("id", nargs="?", metavar="ID", help=_("the item to write on"))
    parser.add_argument("--area", metavar="CODE")
    parser.add_argument("--state", choices=STATES, default="open", help=_("open by default"))
    parser.add_argument("--owner", metavar="NAME", help=_("who has it in hand"))
    parser.add_argument("--due", metavar="DATE", help=_("until when"))
    parser.add_argument("--note", metavar="TEXT", help=_("what is to be said of it"))
    parser.add_argument("--json", action="store_true")


def todo(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """List what needs a hand, made once and with the same id on every run; or write on one item."""
    library, contracts = queries_of.load_all(), contracts_of.load_all()
    wanted = (options.owner, options.due, options.note)
    if options.id is None and any(each is not None for each in wanted):
        raise Refused(_("Say which item: `tuanqing todo ID --owner …`. `tuanqing todo` lists them."))
    with warehouse.read() as snapshot:
        area = places.place(snapshot, options.area).code if options.area else None
        if options.id is not None and any(each is not None for each in wanted):
            author = options.user or ""
            follow.edit(warehouse.folder, snapshot, options.id, options.owner, day(options.due), options.note, author)  # fmt: skip
        found = follow.items(warehouse.folder, snapshot, library, contracts, area)
        names = places.known(snapshot, [each.item.area for each in found])
    come_to = follow.progress([each.item for each in found], date.today())
    if options.id is not None:
        found = [each for each in found if each.item.id == options.id]
        if not found:
            raise Refused(_("There is no item {id}. `tuanqing todo` lists them.").format(id=options.id))
    elif options.state != "all":
        found = [each for each in found if each.item.state == options.state]
    titles = {name: query.title for name, query in library.queries.items()}
    titles |= {name: contract.title for name, contract in contracts.items() if name not in titles}
    rows = [_row(each, names, titles) for each in found]
    if options.json:
        told = {**dataclasses.asdict(come_to), "rate": come_to.rate}
        print_json({"version": warehouse.version, "items": rows, "progress": told})
    else:
        print_rows([{name: row[name] for name in SHORT} for row in rows], "table")
        print(_("; ").join(matters.progress(come_to)), file=sys.stderr)
    return 0


def _row(each: Followed, names: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    item, matter = each.item, each.matter
    name = names.get(item.area, item.area)
    return {
        "id": item.id,
        "check": item.name,
        "kind": item.kind,
        "title": titles.get(item.name, item.name),
        "area_code": item.area,
        "area_name": name,
        "unit": (matter.unit if matter else item.unit) or name,
        "since": matter.since if matter else item.since,
        "due": item.edits[-1].due
        if item.edits and item.edits[-1].due
        else matter.due
        if matter
        else item.due,
        "overdue": matter.overdue if matter else None,
        "office": matter.office if matter else "",
        "owner": item.owner or (matter.office if matter else ""),
        "state": item.state,
        "not_found_now": each.waits,
        "note": item.note,
        "opened": item.opened,
        "closed": item.closed,
        "reopened": item.reopened,
        "edits": [dataclasses.asdict(edit) for edit in item.edits],
    }
