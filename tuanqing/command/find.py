"""The command `find`: places, indicators and datasets by part of their name, their initials or code."""

import argparse
import sys
from collections.abc import Sequence

from tuanqing.command.output import print_json, print_rows
from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define.language import _
from tuanqing.measure import search
from tuanqing.measure.search import Thing
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "word", metavar=_("WORD"), help=_("part of a name, its initials in pinyin, or a code")
    )
    parser.add_argument("--json", action="store_true")


def find(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """List what answers to a word, the best first; where nothing does, say what it may have meant."""
    named = [("indicator", i.name, i.title) for i in queries_of.load_all().indicators.values()]
    named += [("dataset", c.name, c.title) for c in contracts_of.load_all().values()]
    with warehouse.read() as snapshot:
        known = search.things(snapshot, named)
    hits = search.find(known, options.word)
    near = [] if hits else search.like(known, options.word)
    if options.json:
        print_json({"found": _rows(hits), "like": _rows(near)})
        return 0
    if not hits:
        print(_("Nothing is called “{text}”.").format(text=options.word), file=sys.stderr)
        if near:
            print(_("Perhaps you mean"), file=sys.stderr)
    print_rows(_rows(hits or near), "table")
    return 0


def _rows(found: Sequence[Thing]) -> list[dict[str, str]]:
    return [
        {"kind": each.level or each.kind, "name": each.name, "title": each.title, "lies_in": each.beside}
        for each in found
    ]
