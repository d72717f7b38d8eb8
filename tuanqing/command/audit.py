"""`tuanqing audit`: what was done, and whether the log of it is whole."""

import argparse

from tuanqing.command.output import print_json, print_rows, warehouse_too
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.show.log_words import details
from tuanqing.store.access import log
from tuanqing.store.access.actor import note
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    shared = [warehouse_too()]
    what = parser.add_subparsers(metavar=_("WHAT"), dest="what")
    parser.add_argument("--who", metavar="NAME", help=_("what this account did"))
    parser.add_argument("--act", metavar="WORD", help=_("only this kind, e.g. refused, import, account"))
    parser.add_argument("--since", metavar="DAY", help=_("from this day on, e.g. 2026-11-01"))
    parser.add_argument("--json", action="store_true")
    verify = what.add_parser("verify", parents=shared, help=_("hold the log against itself"))
    verify.add_argument(
        "--noted", metavar="HASH", help=_("a hash noted down before: it has to be in the log")
    )
    verify.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    what.add_parser(
        "clock", parents=shared, help=_("say that the clock is right, though the log has later entries")
    )


def audit(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Print the log or what is wrong with it; 0. Raises Refused where it is not whole."""
    if options.what == "verify":
        return _verify(options, warehouse)
    if options.what == "clock":
        note(warehouse.folder, "clock")
        print(_("Noted: the log goes on from this time."))
        return 0
    found = [
        entry
        for entry in log.entries(warehouse.folder)
        if (options.who is None or entry.who == options.who)
        and (options.act is None or entry.act == options.act)
        and (options.since is None or entry.at >= options.since)
    ]
    if options.json:
        print_json([vars(entry) for entry in found])
    else:
        keep = ("number", "at", "who", "role", "peer", "act")
        print_rows(
            [
                {
                    **{k: v for k, v in vars(e).items() if k in keep},
                    "what": details(e.what),
                }
                for e in found
            ],
            "table",
        )
    return 0


def _verify(options: argparse.Namespace, warehouse: Warehouse) -> int:
    verdict = log.verify(warehouse.folder, options.noted)
    if options.json:
        print_json(vars(verdict))
    else:
        for sentence in verdict.remarks:
            print(sentence)
        print(
            _("{count} entries, {first} to {last}. Note down elsewhere: {hash}").format(
                count=verdict.entries, first=verdict.first or "–", last=verdict.last or "–", hash=verdict.hash
            )
        )
    if verdict.faults:
        raise Refused("\n".join(verdict.faults))
    return 0
